import { tracingChannel } from "node:diagnostics_channel";
import { authenticateUser, deleteFolder, logOut } from "../../../generated/index.js";
import { authenticate, type TicketSource } from "../../../src/index.js";
import type { InfoRouterOperations } from "../../../src/operations.js";
import type { Judge } from "../../../src/result.js";
import { type CallScope, Session } from "../../../src/session.js";
import { type CallOptions, type CallSettings, readCallOptions } from "../../../src/soap/client/call-options.js";
import { readSettings } from "../../../src/soap/client/settings.js";
import type { Transport } from "../../../src/soap/index.js";
import { pinnedTo } from "../../../src/ticket.js";
import type { CallTrace } from "../../../src/tracing.js";
import type { UnwrappedResult } from "../../../src/unwrap-result.js";
import { answer } from "../../support/soap-messages.js";

const ANSWERS: Readonly<Record<string, string>> = {
  DeleteFolder: '<response success="true" error=""><logitem/></response>',
  AuthenticateUser: '<root success="true" error="" ticket="T-1" />',
  LogOut: '<response success="true" error="" />',
};

/** A session, and all that goes out of it. */
function start({
  ticket = "T" as TicketSource,
  logsOut = true,
  silent = "",
  answers = ANSWERS,
  operations = {} as Partial<InfoRouterOperations>,
} = {}) {
  const sent: string[] = [];
  const given: Record<string, CallOptions> = {};
  const transport: Transport = async ({ body }) => {
    const operation = /<(\w+) xmlns="http:\/\/tempuri/.exec(body)?.[1] ?? "";
    sent.push([operation, ...(/Ticket>([^<]*)</.exec(body)?.slice(1) ?? [])].join(" "));
    return operation === silent
      ? new Promise(() => {})
      : { status: 200, headers: {}, body: Buffer.from(answer(operation, answers[operation] ?? "")) };
  };
  const noting =
    <Request, Response>(name: string, stub: (...call: [never, Request, CallOptions?]) => Promise<Response>) =>
    (soap: unknown, request: Request, options: CallOptions = {}) => {
      given[name] = options;
      return stub(soap as never, request, options);
    };
  const stubs = {
    deleteFolder: noting("DeleteFolder", deleteFolder),
    authenticateUser: noting("AuthenticateUser", authenticateUser),
    logOut: noting("LogOut", logOut),
    ...operations,
  };
  const settings = readSettings({
    endpoint: "https://dms.example.com/srv.asmx",
    timeoutInMs: 1_000,
    headers: { Authorization: "Bearer b" },
    transport,
  });
  const session = new Session(settings, {
    ticket,
    maxRetries: 7,
    logOut: logsOut,
    operations: stubs as unknown as InfoRouterOperations,
  });
  return { session, sent, given, stubs };
}

const call = (more: Partial<CallSettings> = {}): CallSettings => ({
  ...readCallOptions({ requestId: "id-1", timeoutInMs: Number.POSITIVE_INFINITY }, "DeleteFolder", 1),
  ...more,
});

const logIn = () => authenticate({ uid: "jane", pwd: "secret" });

const judging = (judge: (result: UnwrappedResult) => void): Judge =>
  function* (result) {
    yield undefined;
    judge(result);
  };
const confirm = judging(() => {});

/** Without the empty texts, of which a search makes nothing. */
const known = (secrets: readonly string[] = []): string[] => secrets.filter((secret) => secret !== "");

const send = (
  { session, stubs }: Pick<ReturnType<typeof start>, "session" | "stubs">,
  scope: CallScope,
  more: Partial<Parameters<Session["send"]>[3]> = {},
) =>
  session.send(
    stubs.deleteFolder as typeof deleteFolder,
    { path: "/a/b" },
    scope,
    { isIdempotent: false, ...more },
    confirm,
  );

const failureOf = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

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
      credentials: expect.any(Array),
      maxRetries: 7,
    });
    expect(known(rest.credentials)).toEqual(["b"]);
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
      const answered = { operation: "DeleteFolder", requestId: "id-1", secrets: expect.arrayContaining(["b", "T"]) };
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
        { isIdempotent: false },
        confirm,
      ),
    );
    expect(sent).toEqual(["AuthenticateUser"]);
    expect(given["AuthenticateUser"]?.answerIsSecret).toBe(true);
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
          "DeleteFolder: time is up before the answer was read; look whether the request was carried out before repeating it.",
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

describe("a log-in", () => {
  const traced = tracingChannel<object, CallTrace>("inforouter-soap-client:call");
  const traces: CallTrace[] = [];
  const note = (trace: unknown): void => void traces.push(trace as CallTrace);
  beforeEach(() => {
    traces.length = 0;
    traced.start.subscribe(note);
  });
  afterEach(() => traced.start.unsubscribe(note));

  test("is a call of its own, whose errors hold none of the secrets", async () => {
    const it = start({ ticket: logIn() });
    await it.session.during(call(), (scope) => send(it, scope));
    expect(it.sent).toEqual(["AuthenticateUser", "DeleteFolder T-1"]);
    expect(known(it.given["AuthenticateUser"]?.secrets)).toEqual(["secret", "b"]);
    expect(it.given["AuthenticateUser"]?.answerIsSecret).toBe(true);
    const [trace] = traces;
    expect(trace).toMatchObject({ operation: "AuthenticateUser", endpoint: "https://dms.example.com", attempt: 1 });
    expect(trace?.requestId).toMatch(/^[\da-f-]{36}$/);
    expect(it.given["AuthenticateUser"]?.requestId).toBe(trace?.requestId);
    expect(jest.getTimerCount()).toBe(0);
  });

  test("for an expired ticket keeps that out of its errors", async () => {
    const ticket: TicketSource = ({ reason, authenticateUser: ask }) =>
      reason === "initial" ? "old" : ask({ uid: "jane", pwd: "secret" });
    const answers = { ...ANSWERS, DeleteFolder: '<response success="true" error=""/>' };
    const it = start({ ticket, answers });
    await it.session.during(call(), async ({ tickets, ...scope }) => {
      expect(await tickets.renewed("old", scope)).toBe("T-1");
    });
    expect(known(it.given["AuthenticateUser"]?.secrets)).toEqual(["secret", "old", "b"]);
  });

  test("has the client's time, whatever that of the call that asked for it", async () => {
    const it = start({ ticket: logIn(), silent: "AuthenticateUser" });
    const ended = failureOf(it.session.during(call(), (scope) => send(it, scope)));
    await jest.advanceTimersByTimeAsync(999);
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(await ended).toMatchObject({ operation: "AuthenticateUser", code: "TIMEOUT" });
  });

  test("needs credentials", async () => {
    const it = start({ ticket: ({ authenticateUser: ask }) => ask({ uid: "jane", pwd: "" }) });
    expect(await failureOf(it.session.during(call(), (scope) => send(it, scope)))).toMatchObject({
      argument: "credentials.pwd",
    });
    expect(it.sent).toEqual([]);
  });
});

describe("a session that closes", () => {
  test("finishes what is under way, takes nothing else but what ends that, and then nothing at all", async () => {
    const { session } = start();
    const order: string[] = [];
    let finish = (): void => {};
    const underWay = session
      .during(call(), () => new Promise<void>((resolve) => (finish = resolve)))
      .then(() => order.push("under way"));
    const closed = session.close().then(() => order.push("closed"));
    const closing = { code: "CLIENT_CLOSED", operation: "DeleteFolder", requestId: "id-1", outcome: "not-sent" };
    expect(await failureOf(session.during(call(), async () => {}))).toMatchObject(closing);
    expect(await session.during(call(), async () => "the end", { isEnd: true })).toBe("the end");
    finish();
    await Promise.all([underWay, closed]);
    expect(order).toEqual(["under way", "closed"]);
    expect(await failureOf(session.during(call(), async () => {}, { isEnd: true }))).toMatchObject(closing);
    expect(await failureOf(deleteFolder(session.soap, { authenticationTicket: "T", path: "/a" }))).toMatchObject({
      code: "CLIENT_CLOSED",
    });
    expect(session.close()).toBe(session.close());
  });

  test("ends what it holds, and waits for it even where that fails", async () => {
    const { session } = start();
    const ends: string[] = [];
    const letGo = session.hold(async () => void ends.push("let go"));
    session.hold(() => Promise.reject(new Error("mine")));
    session.hold(async () => {
      // What is begun and not awaited is under way as well.
      void session.during(
        call(),
        async () => {
          await null;
          await null;
          ends.push("ended");
        },
        { isEnd: true },
      );
    });
    letGo();
    await session.close().then(() => ends.push("closed"));
    expect(ends).toEqual(["ended", "closed"]);
  });

  test("forgets what an expression matched last", async () => {
    const { session } = start();
    session.hold(async () => void /secret/.test("a secret"));
    const input = session.close().then(() => RegExp.input);
    expect(await input).toBe("");
  });

  test("logs out what it logged in", async () => {
    const it = start({ ticket: logIn() });
    await it.session.during(call(), (scope) => send(it, scope));
    await it.session.close();
    expect(it.sent.slice(2)).toEqual(["LogOut T-1"]);
    expect(known(it.given["LogOut"]?.secrets)).toEqual(["T-1", "b", "secret"]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test.each<[name: string, options: Parameters<typeof start>[0]]>([
    ["a ticket that was given", {}],
    ["where it is told not to", { ticket: logIn(), logsOut: false }],
    ["without a stub for it", { ticket: logIn(), operations: { logOut: undefined } }],
  ])("does not log out %s", async (_name, options) => {
    const it = start(options);
    await it.session.during(call(), (scope) => send(it, scope));
    await it.session.close();
    expect(it.sent.filter((operation) => operation.startsWith("LogOut"))).toEqual([]);
  });

  test("does not log in to log out", async () => {
    const it = start({ ticket: logIn() });
    await it.session.close();
    expect(it.sent).toEqual([]);
  });

  test("waits five seconds for its log-out, and does not mind if that fails", async () => {
    const it = start({ ticket: logIn(), silent: "LogOut" });
    await it.session.during(call(), (scope) => send(it, scope));
    const closed = jest.fn();
    const closing = it.session.close().then(closed);
    await jest.advanceTimersByTimeAsync(4_999);
    expect([it.sent.at(-1), closed.mock.calls.length]).toEqual(["LogOut T-1", 0]);
    await jest.advanceTimersByTimeAsync(1);
    await closing;
    const refusing = start({
      ticket: logIn(),
      answers: { ...ANSWERS, LogOut: '<response success="false" error="x"/>' },
    });
    await refusing.session.during(call(), (scope) => send(refusing, scope));
    await expect(refusing.session.close()).resolves.toBeUndefined();
  });
});
