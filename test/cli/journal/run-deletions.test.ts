import { folders } from "../../../src/cli/deletions/item-kind.js";
import { type DeleteOne, type RunOptions, runDeletions } from "../../../src/cli/deletions/run-deletions.js";
import { Stop, untilStopped } from "../../../src/cli/deletions/stop.js";
import { ServiceError } from "../../../src/index.js";

const REFUSED_LOG_IN = new ServiceError(
  { code: "AUTHENTICATION_FAILED", serviceMessage: "[900] Authentication failed", failedItems: [] },
  { operation: "AuthenticateUser", requestId: "1", outcome: "rejected" },
);

/** Runs deletions one after the other, unless `concurrency` says otherwise, over a journal that calls `onWrite` for each line. */
function start(
  items: readonly string[],
  deleteOne: DeleteOne,
  onWrite: (line: string) => Promise<void> | void,
  options: Partial<RunOptions> = {},
) {
  const stopping = untilStopped();
  const lines: string[] = [];
  const journal = {
    states: new Map(),
    errors: new Map(),
    write: async (item: string, state: string) => {
      lines.push(`${item} ${state}`);
      await onWrite(`${item} ${state}`);
    },
    close: async () => {},
  };
  const run = { endpoint: "http://127.0.0.1/srv.asmx", journal, begunEarlier: new Set<string>(), stopping };
  const tally = runDeletions(folders, items, deleteOne, { ...run, concurrency: 1, stopOnError: false, ...options });
  return { tally: tally.finally(stopping.end), lines, stop: () => stopping.stop(new Stop("", 130)) };
}

describe("a run that stops", () => {
  beforeEach(() => {
    jest.spyOn(process.stdout, "write").mockReturnValue(true);
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
  });
  afterEach(() => jest.restoreAllMocks());

  test.each([
    ["failed", "that no earlier run began", new Set<string>()],
    ["unknown", "that an earlier run may have deleted", new Set(["/a/b"])],
  ])("while the journal waits for the disk leaves %s an item %s", async (state, _whose, begunEarlier) => {
    const deleteOne = jest.fn<Promise<{ outcome: "deleted" }>, []>();
    const onWrite = (line: string) => (line === "/a/b begun" ? run.stop() : undefined);
    const run = start(["/a/b", "/a/c"], async (_item, begin) => begin().then(deleteOne), onWrite, { begunEarlier });
    expect(Object.values(await run.tally)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(run.lines).toEqual(["/a/b begun", `/a/b ${state}`]);
    expect(deleteOne).not.toHaveBeenCalled();
  });

  test("while it looks for a folder does not begin the deletion that would follow", async () => {
    const deleteOne = jest.fn<Promise<{ outcome: "deleted" }>, []>();
    const look: DeleteOne = async (_item, begin) => {
      run.stop();
      return begin().then(deleteOne);
    };
    const run = start(["/a/b"], look, () => {}, { begunEarlier: new Set(["/a/b"]) });
    await run.tally;
    expect(run.lines).toEqual([]);
    expect(deleteOne).not.toHaveBeenCalled();
  });

  test("because the log-in is refused tries no other log-in while the journal records that", async () => {
    const tried: string[] = [];
    const deleteOne: DeleteOne = async (item, begin) => {
      await begin();
      tried.push(item);
      throw REFUSED_LOG_IN;
    };
    // The lines of the second item reach the disk together with the result of the first.
    let onDisk = (): void => {};
    const second = new Promise<void>((resolve) => {
      onDisk = resolve;
    });
    const onWrite = (line: string) => {
      if (line === "/a/b failed") {
        onDisk();
      }
      return line === "/a/c begun" || line === "/a/b failed" ? second : undefined;
    };
    const run = start(["/a/b", "/a/c"], deleteOne, onWrite, { concurrency: 2 });
    expect(await run.tally).toMatchObject({ failed: 1, unknown: 0 });
    expect(tried).toEqual(["/a/b"]);
    expect(run.lines).toEqual(["/a/b begun", "/a/c begun", "/a/b failed", "/a/c failed"]);
  });
});
