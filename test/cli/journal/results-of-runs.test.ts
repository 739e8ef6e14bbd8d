import { folders } from "../../../src/cli/deletions/item-kind.js";
import { BegunEarlier, errorToJson } from "../../../src/cli/deletions/item-result.js";
import { type DeleteOne, type RunOptions, runDeletions, sum } from "../../../src/cli/deletions/run-deletions.js";
import { Stop, untilStopped } from "../../../src/cli/deletions/stop.js";
import { UNKNOWN } from "../../../src/cli/exit-codes.js";
import { InvalidInputError, UnexpectedResponseError } from "../../../src/index.js";
import { earlier, facts, fault, lost, notSent, refusal, unexpected } from "./failures.js";
import { usePrinted } from "./printed.js";

const printed = usePrinted();

describe("a run", () => {
  const items = (count: number): string[] => Array.from({ length: count }, (_, index) => `/a/${index}`);

  /** Runs over a journal, one deletion after the other. */
  async function run(
    paths: readonly string[],
    deleteOne: DeleteOne,
    { write = async () => {}, ...options }: Partial<RunOptions> & { write?: (line: string) => Promise<void> } = {},
  ) {
    const stopping = untilStopped();
    const lines: unknown[] = [];
    const journal = {
      states: new Map(),
      errors: new Map(),
      write: async (item: string, state: string, details?: object) => {
        lines.push([item, state, ...(details === undefined ? [] : [details])]);
        await write(`${item} ${state}`);
      },
      close: async () => {},
    };
    const given = { journal, begunEarlier: new Map(), stopping, concurrency: 1, stopOnError: false, ...options };
    const tally = await runDeletions(folders, paths, deleteOne, given).finally(stopping.end);
    return { tally, lines, stopping };
  }
  const failing =
    (errorOf: (number: number) => unknown): DeleteOne =>
    async (item, begin) => {
      await begin();
      const error = errorOf(Number(item.slice("/a/".length)));
      if (error === undefined) {
        return { outcome: "deleted" };
      }
      throw error;
    };

  test("records and prints each result, and counts them", async () => {
    const refused = refusal("ACCESS_DENIED");
    const results = [undefined, refused, lost()];
    const { tally, lines } = await run(
      items(3),
      failing((number) => results[number]),
    );
    expect(tally).toEqual({ deleted: 1, acknowledged: 0, missing: 0, gone: 0, failed: 1, unknown: 1 });
    expect(sum(tally)).toBe(3);
    expect(lines).toEqual([
      ["/a/0", "begun"],
      ["/a/0", "deleted", {}],
      ["/a/1", "begun"],
      ["/a/1", "failed", { error: errorToJson(refused) }],
      ["/a/2", "begun"],
      ["/a/2", "unknown", { error: errorToJson(lost()) }],
    ]);
    expect(printed.out.map((line) => JSON.parse(line).outcome)).toEqual(["deleted", "failed", "failed"]);
    expect(printed.err).toHaveLength(2);
  });

  test("needs no journal", async () => {
    const { tally } = await run(
      items(2),
      failing((number) => [undefined, lost()][number]),
      { journal: undefined },
    );
    expect(tally).toMatchObject({ deleted: 1, unknown: 1 });
  });

  test("is not begun if it is stopped already", async () => {
    const stopping = untilStopped();
    stopping.stop(new Stop("before", 130));
    const deleteOne = jest.fn();
    await expect(run(items(1), deleteOne, { stopping })).rejects.toThrow("before");
    expect(deleteOne).not.toHaveBeenCalled();
  });

  const NO_ANSWER = "had no answer that is certainly the service's";
  test.each<[what: string, errorOf: (number: number) => unknown, stopsWith: string | undefined]>([
    ["could not be sent", () => notSent(), "could not be sent"],
    ["were refused by this package", () => new InvalidInputError("path", "x"), "could not be sent"],
    ["were lost", () => lost(), NO_ANSWER],
    ["got a page", unexpected, NO_ANSWER],
    ["were lost or could not be sent", (number) => (number < 19 ? notSent() : lost()), NO_ANSWER],
    ["were lost first, and could not be sent then", (number) => (number === 0 ? lost() : notSent()), NO_ANSWER],
    ["could not be looked for", () => new BegunEarlier(undefined, "not-seen", notSent()), "could not be sent"],
    ["were refused", () => refusal("ACCESS_DENIED"), undefined],
    ["got a fault", fault, undefined],
    ["were lost, and their folders seen", () => Object.assign(lost(), { folder: "there" }), undefined],
    ["threw another error", () => new Error("x"), undefined],
    ["threw nothing", () => null, undefined],
    ["were lost, and their folders not seen", () => Object.assign(lost(), { folder: "not-seen" }), NO_ANSWER],
    [
      "were refused by a status",
      () => new UnexpectedResponseError("FORBIDDEN", "x", { httpStatus: 403 }, facts("rejected")),
      undefined,
    ],
    ["were lost, but for one", (number) => (number === 18 ? undefined : lost()), undefined],
    ["could not be sent, but for one", (number) => (number === 18 ? undefined : notSent()), undefined],
  ])(
    "stops after twenty deletions in a row that certainly had no answer, and not before: that %s",
    async (_what, errorOf, what) => {
      const { tally } = await run(items(25), failing(errorOf));
      const text = `20 requests in a row ${what}; the remaining folders were skipped.\n`;
      expect(sum(tally)).toBe(what === undefined ? 25 : 20);
      expect(printed.err.filter((line) => line.includes("in a row"))).toEqual(what === undefined ? [] : [text]);
    },
  );

  test("stops at the first failure if that is asked for, and says why if all others would fail", async () => {
    expect(
      sum(
        (
          await run(
            items(3),
            failing(() => lost()),
            { stopOnError: true },
          )
        ).tally,
      ),
    ).toBe(1);
    expect(
      sum(
        (
          await run(
            items(3),
            failing(() => refusal("SESSION_EXPIRED")),
          )
        ).tally,
      ),
    ).toBe(1);
    expect(printed.err.filter((line) => line.startsWith("The server does not accept the ticket; "))).toHaveLength(1);
  });

  test("has no result of a deletion that a stop kept from beginning", async () => {
    const { tally, stopping } = await run(items(3), async () => {
      throw new Stop("enough", 1);
    });
    expect([sum(tally), printed.out, printed.err]).toEqual([0, [], ["enough\n"]]);
    expect(stopping.signal.reason).toMatchObject({ message: "enough", exitCode: 1 });
  });

  test.each<[what: string, Partial<RunOptions>, state: string]>([
    ["new", {}, "failed"],
    ["begun earlier", { begunEarlier: new Map([["/a/0", earlier]]) }, "unknown"],
  ])("records that it withdrew a deletion, whose item is %s", async (_what, more, state) => {
    const { lines } = await run(
      items(1),
      async (_item, begin) => {
        await begin();
        throw Stop.bySignal("SIGINT");
      },
      more,
    );
    expect(lines.map((line) => [line].flat(1).slice(0, 2))).toEqual([
      ["/a/0", "begun"],
      ["/a/0", state],
    ]);
  });

  test("names what is under way and has no result where the process ends, as at a second signal", async () => {
    const listeners = process.listeners("exit");
    const results: unknown[] = [undefined, Stop.bySignal("SIGINT")];
    const deleteOne: DeleteOne = async (item, begin) => {
      const onExit = (): void => process.listeners("exit").at(-1)?.(130);
      onExit();
      await begin();
      onExit();
      return await failing((number) => results[number])(item, async () => {});
    };
    await run(items(2), deleteOne);
    expect(printed.err).toEqual([
      "unknown /a/0: the command ended before it had a result.\n",
      "unknown /a/1: the command ended before it had a result.\n",
      expect.stringMatching(/^Interrupted\./),
    ]);
    expect(process.listeners("exit")).toEqual(listeners);
  });

  test.each<[what: string, thrown: unknown, message: string, exitCode: number]>([
    ["a stop", new Stop("the disk is full", 3), "the disk is full", 3],
    ["another error", new Error("x"), "x", 1],
  ])("prints a result that the journal did not take, and stops: %s", async (_what, thrown, message, exitCode) => {
    const write = async (line: string): Promise<void> => {
      if (line === "/a/0 deleted") {
        throw thrown;
      }
    };
    const { tally, stopping } = await run(
      items(3),
      failing(() => undefined),
      { write },
    );
    expect(tally).toMatchObject({ deleted: 1, failed: 0, unknown: 0 });
    expect([printed.out.length, printed.err]).toEqual([1, [`${message}\n`]]);
    expect(stopping.signal.reason).toMatchObject({ message, exitCode });
  });

  test("says that the journal did not take a result also where it has stopped before, for another reason", async () => {
    const stopping = untilStopped();
    const write = async (line: string): Promise<void> => {
      if (!line.endsWith("begun")) {
        throw new Stop("the disk is full", 1);
      }
    };
    const deleteOne: DeleteOne = async (_item, begin) => {
      await begin();
      stopping.stop(Stop.bySignal("SIGINT"));
      return { outcome: "deleted" };
    };
    const { tally } = await run(items(5), deleteOne, { write, stopping, concurrency: 2 });
    expect([tally.deleted, printed.out.length, stopping.signal.reason.exitCode]).toEqual([1, 1, 130]);
    expect(printed.err).toEqual([expect.stringMatching(/^Interrupted\./), "the disk is full\n"]);
  });

  test.each<[what: string, reason: Stop, more: Partial<RunOptions>, lines: string[]]>([
    [
      "a signal, with a journal",
      new Stop("Interrupted.", 130),
      {},
      [
        "Interrupted. Finishing the calls under way; a second signal ends at once. To continue later, run the same command again.\n",
      ],
    ],
    [
      "a signal, without a journal",
      new Stop("Interrupted.", 130),
      { journal: undefined },
      ["Interrupted. Finishing the calls under way; a second signal ends at once.\n"],
    ],
    ["another reason", new Stop("enough", 3), {}, ["enough\n"]],
    ["a closed output", new Stop("", 141), {}, []],
  ])("says why it stops: %s", async (_what, reason, more, lines) => {
    const stopping = untilStopped();
    const deleteOne: DeleteOne = async (_item, begin) => {
      await begin();
      stopping.stop(reason);
      return { outcome: "deleted" };
    };
    const { tally } = await run(items(3), deleteOne, { stopping, ...more });
    expect([sum(tally), printed.err]).toEqual([1, lines]);
  });

  test.each([
    ["new", new Map()],
    ["begun earlier", new Map([["/a/0", earlier]])],
  ])(
    "without a journal begins nothing where it stops in the same moment, also of what is %s",
    async (_what, begunEarlier) => {
      const stopping = untilStopped();
      const deleteOne: DeleteOne = async (_item, begin) => {
        const begun = begin();
        stopping.stop(new Stop("enough", 3));
        await begun;
        return { outcome: "deleted" };
      };
      const { tally } = await run(items(1), deleteOne, { stopping, journal: undefined, begunEarlier });
      expect([sum(tally), printed.out, printed.err]).toEqual([0, [], ["enough\n"]]);
    },
  );

  test("that ends for an unforeseen error leaves unknown what has begun, not that nothing was begun", async () => {
    jest.spyOn(process, "stdout", "get").mockImplementation(() => {
      throw Object.assign(new Error("fstat failed"), { syscall: "fstat" });
    });
    const ended = run(
      items(2),
      failing(() => undefined),
    );
    await expect(ended).rejects.toEqual(new Stop("inforouter: fstat failed", UNKNOWN));
    await expect(ended).rejects.toMatchObject({ exitCode: UNKNOWN });
    expect(printed.err).toEqual(["unknown /a/0: the command ended before it had a result.\n"]);
  });

  test("shows on a terminal how many are done", async () => {
    jest.replaceProperty(process, "env", { ...process.env, TERM: "xterm" });
    printed.isTTY = true;
    jest.spyOn(performance, "now").mockReturnValue(1_000);
    await run(
      items(3),
      failing((number) => (number === 0 ? undefined : lost())),
    );
    const lines = printed.err
      .join("")
      .split(/[\r\n]+/)
      .map((line) => line.replace("\u001b[K", "").trim());
    expect(lines.filter((line) => line.includes("%"))).toEqual([
      "[---------------]  0%  0 of 3",
      "66%  2 of 3  1 unknown",
      "100%  3 of 3  2 unknown",
    ]);
  });

  test("says nothing of a stop after its end", async () => {
    const { stopping } = await run(
      items(1),
      failing(() => undefined),
    );
    stopping.stop(new Stop("late", 3));
    expect(printed.err).toEqual([]);
  });
});
