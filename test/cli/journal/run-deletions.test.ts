import { folders } from "../../../src/cli/deletions/item-kind.js";
import { type DeleteOne, type RunOptions, runDeletions } from "../../../src/cli/deletions/run-deletions.js";
import { Stop, untilStopped } from "../../../src/cli/deletions/stop.js";
import { ServiceError } from "../../../src/index.js";

const REFUSED_LOG_IN = new ServiceError(
  { code: "AUTHENTICATION_FAILED", serviceMessage: "[900] Authentication failed", failedItems: [] },
  { operation: "AuthenticateUser", requestId: "1", outcome: "rejected" },
);

const partial = { code: "PARTIAL", requestId: "8672ff33", at: "2026-11-27T00:00:00.000Z" };

/** Runs deletions one after the other, unless `concurrency` says otherwise, over a journal that calls `onWrite` for each line. */
function start(
  items: readonly string[],
  deleteOne: DeleteOne,
  onWrite: (line: string) => Promise<void> | void,
  options: Partial<RunOptions> = {},
) {
  const stopping = untilStopped();
  const lines: string[] = [];
  const written: object[] = [];
  const journal = {
    states: new Map(),
    errors: new Map(),
    write: async (item: string, state: string, details: object = {}) => {
      lines.push(`${item} ${state}`);
      written.push(details);
      await onWrite(`${item} ${state}`);
    },
    close: async () => {},
  };
  const run = { endpoint: "http://127.0.0.1/srv.asmx", journal, begunEarlier: new Map(), stopping };
  const tally = runDeletions(folders, items, deleteOne, { ...run, concurrency: 1, stopOnError: false, ...options });
  return { tally: tally.finally(stopping.end), lines, written, stop: () => stopping.stop(new Stop("", 130)) };
}

describe("a run that stops", () => {
  beforeEach(() => {
    for (const output of [process.stdout, process.stderr]) {
      jest.spyOn(output, "write").mockImplementation((_text, onTaken) => {
        (onTaken as (() => void) | undefined)?.();
        return true;
      });
    }
  });
  afterEach(() => jest.restoreAllMocks());

  test.each([
    ["failed", "that no earlier run began", new Map(), {}],
    [
      "unknown",
      "that an earlier run may have deleted, with its error",
      new Map([["/a/b", partial]]),
      { error: expect.objectContaining({ code: "BEGUN_EARLIER", earlier: partial }) },
    ],
  ])("while the journal waits for the disk leaves %s an item %s", async (state, _whose, begunEarlier, details) => {
    const deleteOne = jest.fn<Promise<{ outcome: "deleted" }>, []>();
    const onWrite = (line: string) => (line === "/a/b begun" ? run.stop() : undefined);
    const run = start(["/a/b", "/a/c"], async (_item, begin) => begin().then(deleteOne), onWrite, { begunEarlier });
    expect(Object.values(await run.tally)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(run.lines).toEqual(["/a/b begun", `/a/b ${state}`]);
    expect(run.written[1]).toEqual(details);
    expect(deleteOne).not.toHaveBeenCalled();
  });

  test("while it looks for a folder does not begin the deletion that would follow", async () => {
    const deleteOne = jest.fn<Promise<{ outcome: "deleted" }>, []>();
    const look: DeleteOne = async (_item, begin) => {
      run.stop();
      return begin().then(deleteOne);
    };
    const run = start(["/a/b"], look, () => {}, { begunEarlier: new Map([["/a/b", undefined]]) });
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
