import { CallsOfStub, isLost } from "../../../src/calls-of-stub.js";
import { TransportError } from "../../../src/index.js";
import { Deadline } from "../../../src/soap/deadline.js";
import type { XmlElement } from "../../../src/soap/index.js";
import { lost, notSent, refusal } from "../../cli/journal/failures.js";

describe("of the calls that a stub makes during one request,", () => {
  type Fails = unknown;
  /** An operation, and the response to it, or why it failed. */
  type Called = readonly [operation: string, response: unknown] | readonly [operation: string, undefined, Fails];

  const call = { operation: "DeleteFolder", requestId: "1", secrets: ["ticket"] };
  const yes = { result: "yes" };
  const no = { result: "no" };

  const endless = () => new Deadline(Number.POSITIVE_INFINITY);

  async function callsOf(made: readonly Called[], deadline = endless(), otherName?: string): Promise<CallsOfStub> {
    const calls = new CallsOfStub(call, deadline, otherName);
    for (const [operation, response, ...failure] of made) {
      const [reason] = failure;
      const responding = calls.make(operation, async (onBody) => {
        if (failure.length > 0) {
          throw reason;
        }
        onBody({ name: operation } as XmlElement, () => [operation], response);
      });
      await responding.catch(() => {});
    }
    return calls;
  }

  test.each<[what: string, made: Called[], resolvedWith: unknown, judged: string]>([
    ["its only one", [["DeleteFolder", yes]], yes, "DeleteFolder"],
    ["its only one, also if the function changed the response", [["DeleteFolder", yes]], "changed", "DeleteFolder"],
    ["its only one, also if its name is another", [["DeleteFolder1", yes]], "changed", "DeleteFolder1"],
    [
      "the second, after a first one that failed",
      [
        ["DeleteFolder", undefined, "lost"],
        ["DeleteFolder", yes],
      ],
      "changed",
      "DeleteFolder",
    ],
    [
      "its own, of two",
      [
        ["DeleteFolder", yes],
        ["FolderExists", no],
      ],
      yes,
      "DeleteFolder",
    ],
    [
      "its own, behind another",
      [
        ["FolderExists", no],
        ["DeleteFolder", yes],
      ],
      yes,
      "DeleteFolder",
    ],
    [
      "its own without a response, behind another",
      [
        ["FolderExists", no],
        ["DeleteFolder", undefined],
      ],
      undefined,
      "DeleteFolder",
    ],
    [
      "its own of a text, behind another",
      [
        ["FolderExists", no],
        ["DeleteFolder", "yes"],
      ],
      "yes",
      "DeleteFolder",
    ],
  ])("the message that counts is that of %s", async (_what, made, resolvedWith, judged) => {
    const message = (await callsOf(made)).messageOf(resolvedWith);
    expect([message.body?.name, message.secrets()]).toEqual([judged, [judged]]);
  });

  test.each<[what: string, made: Called[], resolvedWith: unknown]>([
    [
      "changed the response to one of two",
      [
        ["DeleteFolder", yes],
        ["FolderExists", no],
      ],
      { ...yes },
    ],
    [
      "repeated its own, and changed the response",
      [
        ["DeleteFolder", yes],
        ["DeleteFolder", no],
      ],
      { ...no },
    ],
    [
      "resolved with a text",
      [
        ["DeleteFolder", "yes"],
        ["FolderExists", no],
      ],
      "yes",
    ],
    [
      "resolved with null",
      [
        ["DeleteFolder", null],
        ["FolderExists", no],
      ],
      null,
    ],
    [
      "resolved with nothing",
      [
        ["DeleteFolder", yes],
        ["FolderExists", no],
      ],
      undefined,
    ],
    [
      "resolved although its own failed",
      [
        ["DeleteFolder", undefined, "lost"],
        ["FolderExists", no],
      ],
      { ...no },
    ],
  ])("none counts where the function around it %s", async (_what, made, resolvedWith) => {
    const calls = await callsOf(made);
    expect(() => calls.messageOf(resolvedWith)).toThrow(
      expect.objectContaining({
        outcome: "unknown",
        message: expect.stringContaining(
          "the function around its stub called several operations, and resolved with the response of none",
        ),
      }),
    );
  });

  test.each<[what: string, made: Called[], resolvedWith: unknown]>([
    ["it called nothing", [], yes],
    ["it called nothing, and resolved with nothing", [], undefined],
    ["its only call had failed", [["DeleteFolder", undefined, "lost"]], yes],
    [
      "each of two had failed",
      [
        ["DeleteFolder", undefined, "lost"],
        ["FolderExists", undefined, "lost"],
      ],
      undefined,
    ],
  ])("none counts where the function around it resolved after %s", async (_what, made, resolvedWith) => {
    const calls = await callsOf(made);
    expect(() => calls.messageOf(resolvedWith)).toThrow(noneSucceeded);
  });

  const noneSucceeded = expect.objectContaining({
    outcome: "unknown",
    message: expect.stringContaining(
      "the function around its stub resolved, although no call of its own has succeeded",
    ),
  });

  test("none counts where the function around it resolved while its calls are under way", () => {
    const calls = new CallsOfStub(call, endless());
    for (const _ of ["first", "second"]) {
      void calls.make("DeleteFolder", () => new Promise(() => {}));
      expect(() => calls.messageOf(undefined)).toThrow(noneSucceeded);
    }
  });

  test("its only one counts while its repetition is under way", async () => {
    const calls = await callsOf([["DeleteFolder", yes]]);
    void calls.make("DeleteFolder", () => new Promise(() => {}));
    expect(calls.messageOf(yes).body?.name).toBe("DeleteFolder");
  });

  test("that of another operation does not count, although the function around it resolved with it", async () => {
    for (const first of [["DeleteFolder", yes] as const, ["DeleteFolder", undefined, lost()] as const]) {
      const calls = await callsOf([first, ["FolderExists", no]]);
      const message = expect.stringContaining(
        "the function around its stub resolved with the response of FolderExists",
      );
      expect(() => calls.messageOf(no)).toThrow(expect.objectContaining({ outcome: "unknown", message }));
    }
  });

  test.each<[otherName: string, counts: boolean]>([
    ["DeleteFolder1", true],
    ["DeleteFolder", false],
    ["FolderExists", false],
  ])("its only one of another name, where the function is known to call %s, counts: %j", async (otherName, counts) => {
    const calls = await callsOf([["DeleteFolder1", yes]], endless(), otherName);
    if (counts) {
      expect(calls.messageOf(yes).body?.name).toBe("DeleteFolder1");
    } else {
      const message = expect.stringContaining("resolved with the response of DeleteFolder1");
      expect(() => calls.messageOf(yes)).toThrow(expect.objectContaining({ outcome: "unknown", message }));
    }
  });

  test("its own counts, also where the function is known to call another one first", async () => {
    const calls = await callsOf(
      [
        ["FolderExists", no],
        ["DeleteFolder", yes],
      ],
      endless(),
      "FolderExists",
    );
    expect(calls.messageOf(yes).body?.name).toBe("DeleteFolder");
    expect(() => calls.messageOf(no)).toThrow(expect.objectContaining({ outcome: "unknown" }));
  });

  test("its error is that of a lost one under the name that it is known to call, before one of its own was refused", async () => {
    const denied = refusal("ACCESS_DENIED");
    const calls = await callsOf(
      [
        ["DeleteFolder1", undefined, lost()],
        ["DeleteFolder", undefined, denied],
      ],
      endless(),
      "DeleteFolder1",
    );
    expect(calls.failure(denied)).toEqual(lost());
  });

  const refused = refusal("ACCESS_DENIED", "FolderExists");
  const ofAnotherCall = new TransportError("ECONNREFUSED", "x", {
    operation: "DeleteFolder",
    requestId: "other",
    outcome: "not-sent",
  });
  const shared = expect.objectContaining({
    outcome: "unknown",
    requestId: call.requestId,
    message: expect.stringContaining("failed with the error of another call (DeleteFolder: ECONNREFUSED)"),
  });
  test.each<[what: string, made: Called[], error: unknown, want: unknown]>([
    ["before it called anything", [], notSent(), notSent()],
    ["by its only one", [["DeleteFolder", undefined, refused]], refused, refused],
    ["by its only one, whose error the function changed", [["DeleteFolder", undefined, notSent()]], refused, refused],
    ["by another one before it", [["FolderExists", undefined, refused]], refused, refused],
    [
      "behind its own, which was refused",
      [["DeleteFolder", undefined, refusal("ACCESS_DENIED")]],
      notSent(),
      notSent(),
    ],
    [
      "by its own, after another that was confirmed",
      [
        ["FolderExists", no],
        ["DeleteFolder", undefined, refused],
      ],
      refused,
      refused,
    ],
    ["by the error of another call, whose request it shares", [], ofAnotherCall, shared],
    [
      "by the error of another call, after another operation that was refused",
      [["FolderExists", undefined, refused]],
      ofAnotherCall,
      shared,
    ],
    [
      "by the error of a call of its security object",
      [["DeleteFolder", undefined, ofAnotherCall]],
      ofAnotherCall,
      ofAnotherCall,
    ],
    ["behind its own, by an error of the function's", [["DeleteFolder", yes]], new Error("x"), new Error("x")],
    ["behind its own, by one that is unknown", [["DeleteFolder", yes]], lost("ETIMEDOUT"), lost("ETIMEDOUT")],
    ["behind its own, which was lost", [["DeleteFolder", undefined, lost()]], notSent(), lost()],
    [
      "behind its own, which failed in another way",
      [["DeleteFolder", undefined, new Error("x")]],
      notSent(),
      new Error("x"),
    ],
    [
      "behind its own, which was lost first and refused then",
      [
        ["DeleteFolder", undefined, lost()],
        ["DeleteFolder", undefined, refused],
      ],
      refused,
      lost(),
    ],
    ["behind one of another name, which was lost", [["DeleteFolder1", undefined, lost()]], notSent(), lost()],
  ])("its error is the gravest of its own where it fails %s", async (_what, made, error, want) => {
    expect((await callsOf(made)).failure(error)).toEqual(want);
  });

  test.each<[what: string, made: Called[]]>([
    [
      "was confirmed",
      [
        ["DeleteFolder", yes],
        ["FolderExists", undefined, refused],
      ],
    ],
    ["was confirmed under another name", [["DeleteFolder1", yes]]],
  ])("its error is unknown where it fails behind its own, which %s", async (_what, made) => {
    expect((await callsOf(made)).failure(refused)).toMatchObject({
      outcome: "unknown",
      message: expect.stringContaining(
        "the function around its stub failed after it had called the operation (FolderExists: ACCESS_DENIED)",
      ),
    });
  });

  test.each<[what: string, before: Called[], want: unknown]>([
    ["its only one", [], refused],
    ["its own, after one that was refused", [["DeleteFolder", undefined, refusal("ACCESS_DENIED")]], refused],
    ["its own, after one that was not sent", [["DeleteFolder", undefined, notSent()]], refused],
    ["its own, after another operation's", [["FolderExists", yes]], refused],
    ["its own, after one that was lost", [["DeleteFolder", undefined, lost()]], lost()],
    [
      "its own, after one that had a response",
      [["DeleteFolder", yes]],
      expect.objectContaining({ name: "UnexpectedResponseError", outcome: "unknown" }),
    ],
  ])("its error, where it resolves with a refusal, is that of %s", async (_what, before, want) => {
    const calls = await callsOf([...before, ["DeleteFolder", no]]);
    expect(calls.failure(refused, calls.messageOf(no))).toEqual(want);
  });

  const other = (requestId: string) =>
    new TransportError("ECONNRESET", "lost", { operation: "FolderExists", requestId, outcome: "unknown" });

  test.each<[what: string, made: Called[], error: unknown, isOpen: boolean]>([
    ["was lost", [["DeleteFolder", undefined, lost()]], lost(), true],
    ["was lost under another name", [["DeleteFolder1", undefined, other("1")]], other("1"), true],
    ["was lost under another name before it", [["DeleteFolder1", undefined, other("1")]], notSent(), true],
    ["was confirmed before it", [["DeleteFolder", yes]], other("1"), true],
    ["was confirmed before it, and a call of another client was lost", [["DeleteFolder", yes]], other("2"), true],
    ["was stopped before it", [["DeleteFolder", undefined, new Error("x")]], other("1"), true],
    ["was refused before it", [["DeleteFolder", undefined, refusal("ACCESS_DENIED")]], other("1"), false],
    ["was not sent before it", [["DeleteFolder", undefined, notSent()]], other("1"), false],
    ["failed by a call of its security object", [["DeleteFolder", undefined, other("2")]], other("2"), false],
    ["was refused", [["DeleteFolder", undefined, refused]], refused, false],
    ["did not happen", [], other("1"), false],
  ])("an error tells whether its own may have been carried out, which %s", async (_what, made, error, isOpen) => {
    const failure = (await callsOf(made)).failure(error);
    const deadline = endless();
    expect(isLost(failure, { ...call, deadline })).toBe(isOpen);
    // Of another call, for which a ticket function or a signal may give it.
    expect(isLost(failure, { ...call, requestId: "3", deadline })).toBe(false);
    const aborted = new Deadline(Number.POSITIVE_INFINITY, AbortSignal.abort(failure));
    expect(isLost(failure, { ...call, deadline: aborted })).toBe(false);
  });

  test("one that is under way when the function fails may still be carried out", () => {
    const calls = new CallsOfStub(call, endless());
    void calls.make("DeleteFolder", () => new Promise(() => {}));
    expect(calls.failure(notSent())).toMatchObject({ outcome: "unknown" });
  });

  /** Ends some turns of the event loop after time is up, or at once if it already was. */
  const untilTimeIsUp = (deadline: Deadline, outcome: "unknown" | "not-sent") => () =>
    new Promise<never>((_resolve, reject) => {
      const end = () => reject(new TransportError("TIMEOUT", "time is up", { ...call, outcome }));
      deadline.expired ? end() : deadline.onExpire(() => setTimeout(end, 5));
    });

  const endOf = {
    "not-sent": "nothing was sent.",
    rejected: "it was refused, so nothing was done.",
    unknown: "the request had left, so look whether it was carried out before repeating it.",
  };
  test.each<[what: string, made: Called[], inFlight: readonly ("unknown" | "not-sent")[], outcome: string]>([
    ["nothing, which may share the request of another call", [], [], "unknown"],
    ["another operation, which was refused", [["FolderExists", undefined, refused]], [], "unknown"],
    ["its own, which was not sent", [["DeleteFolder", undefined, notSent()]], [], "not-sent"],
    ["its own, which is not sent when time is up", [], ["not-sent"], "not-sent"],
    ["its own, which was refused", [["DeleteFolder", undefined, refused]], [], "rejected"],
    ["its own, which was confirmed", [["DeleteFolder", yes]], [], "unknown"],
    ["its own, which was lost", [["DeleteFolder", undefined, lost()]], [], "unknown"],
    ["its own, which is under way when time is up", [], ["unknown"], "unknown"],
    [
      "its own, which was lost first and not sent then",
      [
        ["DeleteFolder", undefined, lost()],
        ["DeleteFolder", undefined, notSent()],
      ],
      [],
      "unknown",
    ],
    [
      "its own, which was not sent, and another one that was confirmed",
      [
        ["DeleteFolder", undefined, notSent()],
        ["FolderExists", yes],
      ],
      [],
      "not-sent",
    ],
    ["one of another name, which was confirmed", [["DeleteFolder1", yes]], [], "unknown"],
  ])("a function that goes on when time is up has the outcome of %s", async (_what, made, inFlight, outcome) => {
    const deadline = new Deadline(5);
    const calls = await callsOf(made, deadline);
    for (const end of inFlight) {
      calls.make("DeleteFolder", untilTimeIsUp(deadline, end)).catch(() => {});
    }
    const failure = await calls
      .untilSettled(() => new Promise(() => {}))
      .catch((error: unknown) => calls.failure(error));
    expect(failure).toMatchObject({ name: "TransportError", code: "TIMEOUT", requestId: "1", outcome });
    const isCalled = inFlight.length > 0 || made.some(([operation]) => operation === "DeleteFolder");
    const ends = isCalled
      ? endOf
      : {
          unknown:
            "it did not call its operation, but may wait for the request of another call, so look whether that was carried out.",
        };
    const message = `DeleteFolder: time is up for the function around its stub; ${ends[outcome as keyof typeof ends]}`;
    expect(failure).toHaveProperty("message", message);
    expect(isLost(failure, { ...call, deadline })).toBe(outcome === "unknown");
  });

  test.each<[what: string, reason: unknown]>([
    ["an error of the caller's", new Error("enough")],
    ["an error of this package", notSent()],
  ])("a function that goes on when the caller aborts fails with the reason, %s", async (_what, reason) => {
    const controller = new AbortController();
    const calls = await callsOf([["DeleteFolder", yes]], new Deadline(Number.POSITIVE_INFINITY, controller.signal));
    const settled = calls.untilSettled(() => new Promise(() => {}));
    controller.abort(reason);
    expect(calls.failure(await settled.catch((error: unknown) => error))).toBe(reason);
  });

  test.each<[what: string, settle: () => Promise<unknown>, want: unknown]>([
    ["its response", async () => "response", "response"],
    ["its own error", () => Promise.reject(refused), refused],
    ["its error, a tick after", () => new Promise((_resolve, reject) => process.nextTick(reject, refused)), refused],
  ])("a function that ends when its calls do has %s", async (_what, settle, want) => {
    const deadline = new Deadline(5);
    const calls = await callsOf([], deadline);
    const settled = calls.make("DeleteFolder", untilTimeIsUp(deadline, "unknown")).catch(settle);
    expect(await calls.untilSettled(() => settled).catch((error: unknown) => error)).toBe(want);
  });

  const byTimer = new DOMException("The operation was aborted", "AbortError");
  test.each<[what: string, made: Called[], reasonOf: (signal: AbortSignal) => unknown, outcome: string]>([
    ["the signal's reason", [["DeleteFolder", yes]], ({ reason }) => reason, "unknown"],
    ["the error of a timer", [["DeleteFolder", undefined, lost()]], () => byTimer, "unknown"],
    [
      "the error of a timer, after a call that was not sent",
      [["DeleteFolder", undefined, notSent()]],
      () => byTimer,
      "not-sent",
    ],
  ])(
    "a function that ends when time is up by %s has the outcome of its calls",
    async (_what, made, reasonOf, outcome) => {
      const controller = new AbortController();
      const enough = new Error("enough");
      const ends: [Deadline, unknown][] = [
        [new Deadline(5), expect.objectContaining({ code: "TIMEOUT", requestId: "1", outcome })],
        [new Deadline(Number.POSITIVE_INFINITY, controller.signal), enough],
      ];
      for (const [deadline, want] of ends) {
        const { signal } = deadline;
        const calls = await callsOf(made, deadline);
        const ended = calls.untilSettled(
          () => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(reasonOf(signal)))),
        );
        controller.abort(enough);
        expect(calls.failure(await ended.catch((error: unknown) => error))).toEqual(want);
      }
    },
  );

  test.each<[how: string, begin: () => Promise<unknown>]>([
    ["its response", async () => yes],
    ["its failure", async () => Promise.reject(refused)],
    [
      "an error that it threw at once",
      () => {
        throw refused;
      },
    ],
  ])("those that a function begins after %s are not sent", async (_how, begin) => {
    const calls = await callsOf([["DeleteFolder", undefined, refused]]);
    await calls.untilSettled(begin).catch(() => {});
    const send = jest.fn(async () => yes);
    for (const operation of ["DeleteFolder", "FolderExists"]) {
      const late = await calls.make(operation, send).catch((error: unknown) => error);
      expect(late).toMatchObject({ code: "FUNCTION_ENDED", operation, requestId: "1", outcome: "not-sent" });
      const message = `${operation}: the function around the stub of DeleteFolder had ended before; nothing was sent.`;
      expect(late).toHaveProperty("message", message);
    }
    expect(send).not.toHaveBeenCalled();
    expect(calls.failure(refused)).toBe(refused);
  });

  test("a function may make as many calls as it likes in time", async () => {
    const calls = await callsOf(Array.from({ length: 150 }, () => ["FolderExists", no] as const));
    await expect(calls.make("DeleteFolder", async () => yes)).resolves.toBe(yes);
  });

  test("a function that repeats its call after its end until it is sent stops", async () => {
    const calls = await callsOf([]);
    await calls.untilSettled(async () => yes);
    let count = 0;
    const repeat = (): void => {
      count += 1;
      calls.make("DeleteFolder", async () => yes).catch(count < 1_000 ? repeat : () => {});
    };
    repeat();
    await new Promise(setImmediate);
    expect(count).toBeGreaterThan(1);
    expect(count).toBeLessThan(200);
  });

  test("a function that repeats its call until it is sent stops when time is up", async () => {
    const deadline = new Deadline(5);
    const calls = await callsOf([], deadline);
    let count = 0;
    const repeating = async (): Promise<never> => {
      for (;;) {
        await calls.make("DeleteFolder", untilTimeIsUp(deadline, "not-sent")).catch(() => {});
        count += 1;
      }
    };
    const failure = await calls.untilSettled(repeating).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "TIMEOUT", outcome: "not-sent" });
    expect(count).toBeLessThan(200);
  });
});
