import { tracingChannel } from "node:diagnostics_channel";
import { authenticateUser, deleteFolder, logOut } from "../../../generated/index.js";
import type { TicketSource } from "../../../src/index.js";
import { PAUSE } from "../../../src/soap/xml/slices.js";
import type { CallTrace } from "../../../src/tracing.js";
import { ANSWERS, call, failureOf, known, logIn, send, start } from "./start-session.js";

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const traced = tracingChannel<object, CallTrace>("inforouter-soap-client:call");
const traces: CallTrace[] = [];
const note = (trace: unknown): void => void traces.push(trace as CallTrace);
beforeEach(() => {
  traces.length = 0;
  traced.start.subscribe(note);
});
afterEach(() => traced.start.unsubscribe(note));

describe("a log-in", () => {
  test("is a call of its own, whose errors hold none of the secrets", async () => {
    const it = start({ ticket: logIn() });
    await it.session.during(call(), (scope) => send(it, scope));
    expect(it.sent).toEqual(["AuthenticateUser jane secret", "DeleteFolder T-1"]);
    expect(known(it.given["AuthenticateUser"]?.secrets)).toEqual(["b", "secret"]);
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
    expect(known(it.given["AuthenticateUser"]?.secrets)).toEqual(["b", "secret", "old"]);
  });

  test("has the client's time, whatever that of the call that asked for it", async () => {
    const it = start({ ticket: logIn(), silent: "AuthenticateUser" });
    const ended = failureOf(it.session.during(call(), (scope) => send(it, scope)));
    await jest.advanceTimersByTimeAsync(999);
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(await ended).toMatchObject({ operation: "AuthenticateUser", code: "TIMEOUT" });
  });

  test("is read no further after the end of that time", async () => {
    // Each look at the clock is a slice later.
    let now = 0;
    jest.spyOn(performance, "now").mockImplementation(() => (now += 6));
    const slow = async (...given: Parameters<typeof authenticateUser>) => {
      const response = await authenticateUser(...given);
      await jest.advanceTimersByTimeAsync(1_000);
      return response;
    };
    const AuthenticateUser = `<root success="true" ticket="T-1">${"<item/>".repeat(PAUSE)}</root>`;
    const it = start({
      ticket: logIn(),
      answers: { ...ANSWERS, AuthenticateUser },
      operations: { authenticateUser: slow },
    });
    expect(await failureOf(it.session.during(call(), (scope) => send(it, scope)))).toMatchObject({
      operation: "AuthenticateUser",
      code: "TIMEOUT",
      message: expect.stringContaining("time is up before the response was read"),
    });
    expect(it.sent).toEqual(["AuthenticateUser jane secret"]);
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
    expect(traces.at(-1)).toMatchObject({ operation: "LogOut", attempt: 1 });
    expect(known(it.given["LogOut"]?.secrets)).toEqual(["b", "T-1", "secret"]);
    expect(it.given["LogOut"]?.answerIsSecret).toBe(false);
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
    expect(it.sent.at(-1)).toMatch(/^DeleteFolder/);
    expect(traces.at(-1)?.operation).toBe("DeleteFolder");
  });

  test("does not log in to log out", async () => {
    const it = start({ ticket: logIn() });
    await it.session.close();
    expect([it.sent, traces]).toEqual([[], []]);
  });

  const never = new Promise<never>(() => {});

  test.each<[what: string, options: Parameters<typeof start>[0]]>([
    ["that is not answered", { silent: "LogOut" }],
    [
      "whose function around the stub goes on",
      { operations: { logOut: (...given) => logOut(...given).then(() => never) } },
    ],
  ])("waits five seconds for its log-out %s", async (_what, options) => {
    const it = start({ ticket: logIn(), ...options });
    await it.session.during(call(), (scope) => send(it, scope));
    const closed = jest.fn();
    const closing = it.session.close().then(closed);
    await jest.advanceTimersByTimeAsync(4_999);
    expect([it.sent.at(-1), closed.mock.calls.length]).toEqual(["LogOut T-1", 0]);
    await jest.advanceTimersByTimeAsync(1);
    await closing;
  });

  test("does not wait longer than the client's time for a log-in whose function around the stub goes on", async () => {
    const around: typeof authenticateUser = (...given) => authenticateUser(...given).then(() => never);
    const it = start({ ticket: logIn(), operations: { authenticateUser: around } });
    const ended = failureOf(it.session.during(call({ timeoutInMs: 9 }), (scope) => send(it, scope)));
    await jest.advanceTimersByTimeAsync(9);
    expect(await ended).toMatchObject({ code: "TIMEOUT", operation: "DeleteFolder", outcome: "not-sent" });
    const closing = it.session.close();
    await jest.advanceTimersByTimeAsync(991);
    await closing;
    expect(it.sent).toEqual(["AuthenticateUser jane secret"]);
  });

  test("does not mind if its log-out fails", async () => {
    const refusing = start({
      ticket: logIn(),
      answers: { ...ANSWERS, LogOut: '<response success="false" error="x"/>' },
    });
    await refusing.session.during(call(), (scope) => send(refusing, scope));
    await expect(refusing.session.close()).resolves.toBeUndefined();
  });
});
