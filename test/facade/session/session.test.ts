import { type authenticateUser, deleteFolder, folderExists } from "../../../generated/index.js";
import { readConfirmation } from "../../../src/result.js";
import { TransportError } from "../../../src/soap/errors.js";
import { pinnedTo } from "../../../src/ticket.js";
import { SUCCESS } from "../../support/counting-server.js";
import { call, confirm, failureOf, judging, known, send, start } from "./start-session.js";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe("during one call of the caller", () => {
  test("there is all that its requests share, and its clock stops at its end", async () => {
    const { session } = start();
    const controller = new AbortController();
    const { deadline, tickets, ...rest } = await session.during(
      call({ timeoutInMs: 9, signal: controller.signal }),
      async (scope) => scope,
    );
    expect(rest).toStrictEqual({
      operation: "DeleteFolder",
      requestId: "id-1",
      endpoint: "https://dms.example.com",
      secrets: expect.any(Array),
      keepSecret: expect.any(Function),
      maxRetries: 7,
    });
    expect(known(rest.secrets)).toEqual(["b", "T"]);
    expect(await tickets.current({} as never)).toBe("T");
    expect(jest.getTimerCount()).toBe(0);
    controller.abort();
    expect(deadline.expired).toBe(false);
  });

  test.each([
    ["time", 9],
    ["the caller's abort", Number.POSITIVE_INFINITY],
  ])("it ends by %s", async (_name, timeoutInMs) => {
    const { session } = start();
    const controller = new AbortController();
    const ended = session.during(call({ timeoutInMs, signal: controller.signal }), async ({ deadline }) => {
      await jest.advanceTimersByTimeAsync(9);
      controller.abort();
      return deadline.expired;
    });
    expect(await ended).toBe(true);
  });

  test("tickets are kept until the last call that is under way ends", async () => {
    const { session } = start();
    let forget: jest.SpyInstance | undefined;
    await session.during(call(), async ({ tickets }) => {
      forget = jest.spyOn(tickets, "forget");
      await failureOf(session.during(call(), () => Promise.reject(new Error("mine"))));
      expect(forget).not.toHaveBeenCalled();
    });
    expect(forget).toHaveBeenCalledTimes(1);
  });

  test("what an expression matched last is forgotten at its end", async () => {
    const { session } = start();
    const matched = session.during(call(), async () => /secret/.test("a secret")).then(() => RegExp.input);
    expect(await matched).toBe("");
  });
});

describe("a request", () => {
  test("has the ticket, and gives nothing but what is read of its answer", async () => {
    const it = start();
    const { session, sent, given, stubs } = it;
    await session.during(call(), async (scope) => {
      expect(await send(it, scope)).toStrictEqual({ value: undefined, ticket: "T" });
      const read = jest.fn(({ response, result }) => [
        response.deleteFolderResult.any === result.element,
        result.element.children.length,
      ]);
      const judge = jest.fn(confirm);
      const { value } = await session.send(
        stubs.deleteFolder as typeof deleteFolder,
        { path: "/a/b" },
        scope,
        { isIdempotent: false },
        judge,
        read,
      );
      expect(value).toStrictEqual([true, 1]);
      const secrets = expect.arrayContaining(["b", "T"]);
      const prepareSecrets = expect.any(Function);
      const answered = { operation: "DeleteFolder", requestId: "id-1", secrets, hasSlowSecrets: false, prepareSecrets };
      expect(read).toHaveBeenCalledWith(expect.anything(), answered, expect.any(Function));
      expect(judge).toHaveBeenCalledWith(expect.objectContaining({ element: expect.anything() }), answered);
    });
    expect(sent).toEqual(["DeleteFolder T", "DeleteFolder T"]);
    expect([given["DeleteFolder"]?.answerIsSecret, given["DeleteFolder"]?.requestId]).toEqual([false, "id-1"]);
  });

  test("releases the answer of which nothing is read", async () => {
    const { session, stubs } = start();
    const elements: { children: readonly unknown[] }[] = [];
    await session.during(call(), (scope) =>
      session.send(
        stubs.deleteFolder as typeof deleteFolder,
        { path: "/a" },
        scope,
        { isIdempotent: false },
        judging((result) => {
          elements.push(result?.element as never);
        }),
      ),
    );
    expect(elements).toMatchObject([{ children: [] }]);
  });

  const CUT = "</OpResult>";
  test.each<[what: string, answer: string, stub: (...given: Parameters<typeof deleteFolder>) => Promise<object>]>([
    ["although its response was lost", CUT, (...given) => deleteFolder(...given).catch(() => ({}))],
    [
      "and does not wait for its response",
      SUCCESS,
      async (...given) => {
        void deleteFolder(...given).catch(() => {});
        return {};
      },
    ],
  ])("is unknown where the function around its stub resolves %s", async (_what, text, stub) => {
    const { session } = start({ answers: { DeleteFolder: text } });
    const judge = jest.fn(confirm);
    const ended = session.during(call(), (scope) =>
      session.send(stub, { path: "/a" }, scope, { isIdempotent: false }, judge),
    );
    expect(await failureOf(ended)).toMatchObject({ outcome: "unknown", code: "NOT_THE_CONTRACT" });
    expect(judge).not.toHaveBeenCalled();
  });

  const audit = (...[soap, { authenticationTicket = "" }, options]: Parameters<typeof deleteFolder>) =>
    folderExists(soap, { authenticationTicket, path: "/audit" }, options);
  test.each<[what: string, stub: typeof deleteFolder, judged: string[]]>([
    [
      "calls another operation after its own",
      async (...given) => {
        const response = await deleteFolder(...given);
        await audit(...given);
        return response;
      },
      ["DeleteFolder"],
    ],
    [
      "calls another operation before its own",
      async (...given) => {
        await audit(...given);
        return deleteFolder(...given);
      },
      ["DeleteFolder"],
    ],
    [
      "resolves with a copy of its response",
      async (...given) => ({ ...(await deleteFolder(...given)) }),
      ["DeleteFolder"],
    ],
    [
      "resolves with the response of none of its operations",
      async (...given) => {
        const response = await deleteFolder(...given);
        await audit(...given);
        return { ...response };
      },
      [],
    ],
  ])("is judged by its own response where a function around its stub %s", async (_what, stub, judged) => {
    const answers = {
      DeleteFolder: '<response name="DeleteFolder" />',
      FolderExists: '<response name="FolderExists" />',
    };
    const { session } = start({ answers });
    const names: (string | undefined)[] = [];
    const judge = judging((result) => {
      names.push(result?.element.attributes[0]?.value);
    });
    const ended = session.during(call(), (scope) =>
      session.send(stub, { path: "/a" }, scope, { isIdempotent: false }, judge),
    );
    const isJudged = judged.length > 0;
    expect(await failureOf(ended)).toMatchObject(
      isJudged ? { ticket: "T" } : { outcome: "unknown", code: "NOT_THE_CONTRACT" },
    );
    expect(names).toEqual(judged);
  });

  const notSent = (): never => {
    throw new TransportError("ECONNREFUSED", "no", { operation: "Other", requestId: "", outcome: "not-sent" });
  };
  test.each<[what: string, outcome: string, deleteFolderAnswer: string, stub: typeof deleteFolder]>([
    ["fails before it is called", "not-sent", SUCCESS, async () => notSent()],
    [
      "fails after the one that it calls first, under another name",
      "unknown",
      SUCCESS,
      async (...[soap, request, options]) => {
        await audit(soap, request, options);
        return deleteFolder(soap, { path: 1 } as never, options);
      },
    ],
    [
      "fails after it was called",
      "unknown",
      SUCCESS,
      async (...given) => {
        await deleteFolder(...given);
        return notSent();
      },
    ],
    [
      "fails while it is under way",
      "unknown",
      SUCCESS,
      async (...given) => {
        void deleteFolder(...given);
        return notSent();
      },
    ],
    ["fails after its response was lost", "unknown", CUT, (...given) => deleteFolder(...given).catch(notSent)],
    [
      "fails after an operation of another name",
      "unknown",
      SUCCESS,
      async (...given) => {
        await audit(...given);
        return notSent();
      },
    ],
    [
      "resolves with a copy of another operation's response after its own was lost",
      "unknown",
      CUT,
      async (...given) => {
        await deleteFolder(...given).catch(() => {});
        return { ...(await audit(...given)) } as object;
      },
    ],
  ])("has the outcome of its operation where a function around its stub %s: %s", async (_what, outcome, text, stub) => {
    const { session, sent } = start({ answers: { DeleteFolder: text, FolderExists: SUCCESS } });
    const ended = session.during(call(), (scope) =>
      session.send(stub, { path: "/a" }, { ...scope, maxRetries: 1 }, { isIdempotent: false }, readConfirmation),
    );
    expect(await failureOf(ended)).toMatchObject({ outcome });
    // A deletion that was perhaps sent is not sent again.
    expect(sent.filter((request) => request === "DeleteFolder T").length).toBeLessThanOrEqual(1);
  });

  test.each<[when: string, pauseInMs: number, sent: string[], code: string, outcome: string]>([
    ["at once has the time of the call", 0, ["DeleteFolder T", "FolderExists T"], "TIMEOUT", "unknown"],
    ["after its end is not sent", 30, ["DeleteFolder T"], "FUNCTION_ENDED", "not-sent"],
    ["when time is up is not sent", 50, ["DeleteFolder T"], "FUNCTION_ENDED", "not-sent"],
  ])("that a function around a stub does not wait for, and begins %s", async (...row) => {
    const [, pauseInMs, requests, code, outcome] = row;
    const { session, sent } = start({ silent: "FolderExists", answers: { DeleteFolder: SUCCESS } });
    const ended: unknown[] = [];
    const stub: typeof deleteFolder = async (...given) => {
      const response = await deleteFolder(...given);
      const begin = () => audit(...given).catch((error: unknown) => ended.push(error));
      pauseInMs === 0 ? begin() : setTimeout(begin, pauseInMs);
      return response;
    };
    await session.during(call({ timeoutInMs: 50 }), (scope) =>
      session.send(stub, { path: "/a" }, scope, { isIdempotent: false }, readConfirmation),
    );
    await jest.advanceTimersByTimeAsync(pauseInMs);
    const closed = session.close();
    await jest.advanceTimersByTimeAsync(50 - pauseInMs);
    await closed;
    expect(sent).toEqual(requests);
    expect(ended).toEqual([expect.objectContaining({ code, outcome })]);
  });

  /** A function around the stub. The client asks it for its operation before the function waits for anything. */
  const around = (stub: typeof deleteFolder): typeof deleteFolder => {
    let isAsked = false;
    const asked: typeof deleteFolder = (...given) => {
      const called = isAsked ? stub : deleteFolder;
      isAsked = true;
      return called(...given);
    };
    return asked;
  };

  test.each<[what: string, outcome: string, answer: string, before: typeof deleteFolder | typeof audit | undefined]>([
    ["before it called it", "unknown", SUCCESS, undefined],
    ["after it was confirmed", "unknown", SUCCESS, deleteFolder],
    ["after its response was lost", "unknown", CUT, deleteFolder],
    ["after another operation", "unknown", SUCCESS, audit],
    ["after it was silent until then", "unknown", "", deleteFolder],
  ])("is left at its end by %s, where a function around its stub waits for something else: %s", async (...row) => {
    const [, outcome, text, before] = row;
    const unhandled = jest.fn();
    process.on("unhandledRejection", unhandled);
    for (const isAborted of [false, true]) {
      const silent = text === "" ? "DeleteFolder" : "";
      const { session, sent } = start({ silent, answers: { DeleteFolder: text, FolderExists: SUCCESS } });
      let goOn = (): void => {};
      const gate = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const ended: unknown[] = [];
      const stub = around(async (...given) => {
        await before?.(...given).catch(() => {});
        await gate;
        ended.push(await failureOf(deleteFolder(...given)));
        throw new Error("later");
      });
      const controller = new AbortController();
      const limits = isAborted ? { signal: controller.signal } : { timeoutInMs: 50 };
      const failure = failureOf(
        session.during(call(limits), (scope) =>
          session.send(stub, { path: "/a" }, scope, { isIdempotent: false }, readConfirmation),
        ),
      );
      await jest.advanceTimersByTimeAsync(50);
      controller.abort(new Error("enough"));
      expect(await failure).toMatchObject(isAborted ? { message: "enough" } : { code: "TIMEOUT", outcome });
      await session.close();
      const sentBefore = [...sent];
      goOn();
      await jest.advanceTimersByTimeAsync(50);
      expect(ended).toHaveLength(1);
      expect(sent).toEqual(sentBefore);
    }
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test.each([
    ["time", { name: "TransportError", code: "TIMEOUT" }],
    ["the caller's abort", { message: "enough" }],
  ])("is not sent by a function around its stub that calls it after the end of %s", async (what, want) => {
    const { session, sent } = start({ answers: { DeleteFolder: SUCCESS, FolderExists: SUCCESS } });
    const controller = new AbortController();
    const ended: unknown[] = [];
    const stub = around(async (...given) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      ended.push(...(await Promise.all([deleteFolder, audit].map((late) => failureOf(late(...given))))));
      return {};
    });
    const limits = what === "time" ? { timeoutInMs: 50 } : { signal: controller.signal };
    const failure = failureOf(
      session.during(call(limits), (scope) =>
        session.send(stub, { path: "/a" }, scope, { isIdempotent: false }, readConfirmation),
      ),
    );
    await jest.advanceTimersByTimeAsync(50);
    controller.abort(new Error("enough"));
    expect(await failure).toMatchObject(want);
    await jest.advanceTimersByTimeAsync(50);
    expect(ended).toEqual([expect.objectContaining(want), expect.objectContaining(want)]);
    expect(sent).toEqual([]);
  });

  test("is not confirmed where the judge throws", async () => {
    const { session, stubs } = start();
    const own = new Error("no");
    const ended = session.during(call(), (scope) =>
      session.send(
        stubs.deleteFolder as typeof deleteFolder,
        { path: "/a" },
        scope,
        { isIdempotent: false },
        judging(() => {
          throw own;
        }),
      ),
    );
    expect(await failureOf(ended)).toBe(own);
  });

  test("may have another ticket than the session's, a bound of its own, and a secret answer", async () => {
    const it = start();
    const tickets = pinnedTo("T-7", { secrets: [] });
    await it.session.during(call(), (scope) => send(it, scope, { tickets, answerIsSecret: true }));
    expect(it.sent).toEqual(["DeleteFolder T-7"]);
    expect(it.given["DeleteFolder"]?.answerIsSecret).toBe(true);
    const bound = it.session.during(call(), (scope) => send(it, scope, { maxResponseBytes: 1 }));
    expect(await failureOf(bound)).toMatchObject({ code: "RESPONSE_TOO_LARGE" });
  });

  test("of an operation without a ticket has none, and its answer is secret, for it may be one", async () => {
    const { session, sent, given, stubs } = start();
    const credentials = { uid: "jane", pwd: "secret" };
    await session.during(call(), (scope) =>
      session.send(
        stubs.authenticateUser as typeof authenticateUser,
        credentials,
        scope,
        { isIdempotent: false, mayLackTicket: true },
        confirm,
      ),
    );
    expect(sent).toEqual(["AuthenticateUser jane secret"]);
    expect(given["AuthenticateUser"]?.answerIsSecret).toBe(true);
  });

  test("is not sent if its stub takes no ticket, as that of a contract with another name for it", async () => {
    const { session, sent, stubs } = start();
    const stub = stubs.authenticateUser as typeof authenticateUser;
    const sending = session.during(call(), (scope) => session.send(stub, {}, scope, { isIdempotent: false }, confirm));
    await expect(sending).rejects.toMatchObject({
      name: "InvalidInputError",
      argument: "options.operations",
      outcome: "not-sent",
      message: "options.operations: expected stubs that take authenticationTicket, found none in that of DeleteFolder",
    });
    expect(sent).toEqual([]);
  });

  test.each<[name: string, isAborted: boolean, want: object]>([
    [
      "of time",
      false,
      {
        name: "TransportError",
        code: "TIMEOUT",
        operation: "DeleteFolder",
        requestId: "id-1",
        outcome: "unknown",
        message:
          "DeleteFolder: time is up before the response was read; look whether the request was carried out before repeating it.",
      },
    ],
    ["the caller's abort", true, { message: "enough" }],
  ])("is read no further after the end of %s", async (_name, isAborted, want) => {
    const { session, stubs } = start();
    const controller = new AbortController();
    const ended = session.during(call({ timeoutInMs: 9, signal: controller.signal }), (scope) =>
      session.send(
        stubs.deleteFolder as typeof deleteFolder,
        { path: "/a" },
        scope,
        { isIdempotent: false },
        confirm,
        async (_answered, _call, checkTime) => {
          checkTime();
          if (isAborted) {
            controller.abort(new Error("enough"));
          }
          await jest.advanceTimersByTimeAsync(9);
          checkTime();
        },
      ),
    );
    expect(await failureOf(ended)).toMatchObject(want);
  });
});
