import { AsyncLocalStorage } from "node:async_hooks";
import {
  authenticate,
  type Credentials,
  InfoRouterClient,
  InvalidInputError,
  type TicketFunction,
  type TicketSource,
} from "../../src/index.js";
import { Deadline } from "../../src/soap/deadline.js";
import type { Transport } from "../../src/soap/index.js";
import { pinnedTo, remembering, ticketsOf as ticketsFor } from "../../src/ticket.js";
import { EXPIRED } from "../support/expired-answers.js";
import { answer, SOAP } from "../support/soap-messages.js";

/** A transport that gives each operation its answer, and keeps the envelopes. */
function service(answers: Readonly<Record<string, string>> = {}): Transport & { readonly envelopes: string[] } {
  const envelopes: string[] = [];
  const transport: Transport = async ({ headers, body }) => {
    envelopes.push(body);
    const operation = /\/(\w+)"/.exec(headers["SOAPAction"] ?? "")?.[1] ?? "";
    const content = answers[operation] ?? '<response success="true" />';
    return {
      status: 200,
      headers: { "content-type": SOAP["1.1"].contentType },
      body: Buffer.from(answer(operation, content)),
    };
  };
  return Object.assign(transport, { envelopes });
}

function client(transport: Transport, ticket: unknown): InfoRouterClient {
  return new InfoRouterClient({ endpoint: "https://dms.example.com/", transport, ticket: ticket as TicketFunction });
}

const ticketsOf = (source: TicketSource, logIn: Parameters<typeof ticketsFor>[1]) =>
  ticketsFor(source, logIn, "https://dms.example.com/");

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );

const thenable = (then: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => void): object =>
  // biome-ignore lint/suspicious/noThenProperty: it is what is tested.
  Object.defineProperty({}, "then", { value: then });

describe("nothing is sent where a ticket function", () => {
  test.each<[what: string, value: unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["an empty string", ""],
    ["blanks", " \t\u00a0"],
    ["a number", 42],
    ["a string object", new String("T")],
    ["an array", ["T"]],
    ["an object with toString", { toString: () => "T" }],
    ["a function", () => "T"],
    ["a symbol", Symbol("T")],
    ["a character that XML cannot carry", "T\0"],
    ["half of a surrogate pair", "T\ud800"],
    ["a promise of nothing", Promise.resolve()],
    ["a thenable of a thenable of nothing", thenable((resolve) => resolve(thenable((inner) => inner({}))))],
  ])("gives %s", async (_what, value) => {
    const transport = service();
    const error = await failureOf(client(transport, () => value).deleteFolder("/a/b"));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ argument: "options.ticket", operation: "DeleteFolder", outcome: "not-sent" });
    expect(transport.envelopes).toEqual([]);
  });

  const own = new Error("mine");
  const throwing = (): never => {
    throw own;
  };

  test.each<[what: string, ticket: () => unknown]>([
    ["throws", throwing],
    ["rejects", () => Promise.reject(own)],
    ["gives a thenable that throws", () => thenable(throwing)],
    ["gives a thenable that rejects", () => thenable((_, reject) => reject(own))],
    ["gives a proxy that throws", () => new Proxy({}, { get: throwing })],
  ])("%s, and its error reaches the caller as it is", async (_what, ticket) => {
    const transport = service();
    expect(await failureOf(client(transport, ticket).deleteFolder("/a/b"))).toBe(own);
    expect(transport.envelopes).toEqual([]);
  });

  test("settles never", async () => {
    const transport = service();
    const infoRouter = client(transport, () => thenable(() => {}));
    const error = await failureOf(infoRouter.deleteFolder("/a/b", { timeoutInMs: 1 }));
    expect(error).toMatchObject({ code: "TIMEOUT", outcome: "not-sent" });
    expect(transport.envelopes).toEqual([]);
  });
});

test("a thenable's ticket is sent, once, and letter for letter", async () => {
  const transport = service();
  const ticket = thenable((resolve) => {
    resolve("<T>&\r\n\t\u{1f600}");
    resolve("another");
  });
  await client(transport, () => ticket).deleteFolder("/a/b");
  expect(transport.envelopes).toEqual([
    expect.stringContaining("<authenticationTicket>&lt;T&gt;&amp;&#xD;\n\t\u{1f600}</authenticationTicket>"),
  ]);
});

const INCOMPLETE = "expected a string that is not empty";
const ILLEGAL = "a character of it is not allowed in XML 1.0";

test.each([
  [{ uid: "a\0", pwd: "b" }, `credentials.uid: ${ILLEGAL}`],
  [{ uid: "a", pwd: "b\ud800" }, `credentials.pwd: ${ILLEGAL}`],
  [{ uid: "", pwd: "b" }, `credentials.uid: ${INCOMPLETE}`],
  [{ uid: "a" }, `credentials.pwd: ${INCOMPLETE}`],
  [{ uid: 7, pwd: "b" }, `credentials.uid: ${INCOMPLETE}`],
  [null, "credentials: expected an object with uid and pwd"],
  ["a:b", "credentials: expected an object with uid and pwd"],
])("no credentials are %j", (credentials, message) => {
  expect(() => authenticate(credentials as never)).toThrow(InvalidInputError);
  expect(() => authenticate(credentials as never)).toThrow(expect.objectContaining({ message }));
});

const NO_TICKET = "options.ticket: expected a ticket, found none; an empty one is never sent";

test.each<[ticket: unknown, message: string]>([
  ["", NO_TICKET],
  [" ", NO_TICKET],
  [null, NO_TICKET],
  [undefined, NO_TICKET],
  [
    { uid: "a", pwd: "b" },
    "options.ticket: expected a string, or a function that returns one such as `authenticate(…)`, found an object",
  ],
  ["T\0", `options.ticket: ${ILLEGAL}`],
])("no ticket is %j", (ticket, message) => {
  expect(() => client(service(), ticket)).toThrow(expect.objectContaining({ message }));
});

test("a folder is missing only if DeleteFolder was told so, and not the ticket function", async () => {
  const transport = service({ AuthenticateUser: '<root success="false" error="Folder not found" />' });
  const infoRouter = client(transport, authenticate({ uid: "jane", pwd: "secret" }));
  const error = await failureOf(infoRouter.deleteFolder("/a/b", { ifMissing: "ignore" }));
  expect(error).toMatchObject({ code: "FOLDER_NOT_FOUND", operation: "AuthenticateUser" });
  expect(transport.envelopes).toHaveLength(1);

  const other = service({ DeleteFolder: '<response error="Folder not found" />' });
  const nested = client(service(), async () => {
    await client(other, "T").deleteFolder("/c/d");
    return "T";
  });
  expect(await failureOf(nested.deleteFolder("/a/b", { ifMissing: "ignore" }))).toMatchObject({
    code: "FOLDER_NOT_FOUND",
  });
});

test("a ticket function that calls its own client is refused, instead of being asked without end", async () => {
  const transport = service();
  let asked = 0;
  const infoRouter: InfoRouterClient = client(transport, async () => {
    asked += 1;
    await infoRouter.folderExists("/a");
    return "T";
  });
  const refusal = {
    name: "InvalidInputError",
    argument: "options.ticket",
    outcome: "not-sent",
    message: expect.stringMatching(/: expected a function that does not call the client that asks it; the context's /),
  };
  expect(await failureOf(infoRouter.deleteFolder("/a/b"))).toMatchObject({ ...refusal, operation: "FolderExists" });
  expect(await failureOf(infoRouter.deleteFolder("/a/b"))).toMatchObject(refusal);
  expect({ asked, sent: transport.envelopes }).toEqual({ asked: 2, sent: [] });
});

test("a ticket function that calls its own client after it has waited for something is refused before long", async () => {
  const transport = service();
  let asked = 0;
  const infoRouter: InfoRouterClient = client(transport, async () => {
    asked += 1;
    // Without an end of its own, in case that nothing refuses it: no timer would run.
    await (asked > 1_000 ? new Promise(() => {}) : undefined);
    await infoRouter.folderExists("/a");
    return "T";
  });
  expect(await failureOf(infoRouter.deleteFolder("/a/b", { timeoutInMs: 2_000 }))).toMatchObject({
    name: "InvalidInputError",
    outcome: "not-sent",
  });
  expect([asked < 200, transport.envelopes]).toEqual([true, []]);
});

test("hundreds of calls ask a ticket function at once, and what it began may call its client later", async () => {
  const transport = service();
  const later: Promise<unknown>[] = [];
  const infoRouter: InfoRouterClient = client(transport, async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (later.length < 300) {
      const pause = new Promise((resolve) => setTimeout(resolve, 50));
      later.push(pause.then(() => infoRouter.folderExists("/a")));
    }
    return "T";
  });
  const calls = Array.from({ length: 300 }, () => infoRouter.folderExists("/a"));
  expect(new Set(await Promise.all(calls))).toEqual(new Set([true]));
  expect(new Set(await Promise.all(later))).toEqual(new Set([true]));
});

describe("a log-in", () => {
  const LOGGED_IN = { AuthenticateUser: '<root success="true" ticket="3f2504e0-4f89-11d3-9a0c-0305e82c3301" />' };
  const clientOf = (endpoint: string, transport: Transport, ticket: TicketFunction): InfoRouterClient =>
    new InfoRouterClient({ endpoint, transport, ticket });

  test.each<[how: string, wrapped: (ticket: TicketFunction) => TicketFunction]>([
    ["given to two clients", (ticket) => ticket],
    ["called by two ticket functions", (ticket) => (context) => ticket(context)],
    ["called by two ticket functions with a copy of the context", (ticket) => (context) => ticket({ ...context })],
  ])("sends no ticket to another endpoint, %s", async (_how, wrapped) => {
    const [own, other] = [service(LOGGED_IN), service(LOGGED_IN)];
    const ticket = authenticate({ uid: "jane", pwd: "secret" });
    await clientOf("https://dms.example.com/srv.asmx", own, wrapped(ticket)).deleteFolder("/a/b");
    const stranger = clientOf("https://dms.example.com/old/srv.asmx", other, wrapped(ticket));
    expect(await failureOf(stranger.deleteFolder("/a/b"))).toMatchObject({
      name: "InvalidInputError",
      argument: "options.ticket",
      operation: "DeleteFolder",
      outcome: "not-sent",
      message: expect.stringMatching(
        /^options\.ticket: expected an `authenticate\(…\)` of this client's own, found one/,
      ),
    });
    await stranger.close();
    expect(other.envelopes).toEqual([]);
  });

  test("may be made by a function that has no client", async () => {
    const { signal } = new AbortController();
    const logIn = authenticate({ uid: "jane", pwd: "secret" });
    expect(await logIn({ reason: "initial", signal, authenticateUser: async ({ uid }) => `T-${uid}` })).toBe("T-jane");
  });

  test("of another copy of the package is one: its password is a secret, it has one endpoint, and it is logged out", async () => {
    let copy: { readonly authenticate: typeof authenticate } | undefined;
    jest.isolateModules(() => {
      copy = require("../../src/index.js");
    });
    expect(copy?.authenticate).not.toBe(authenticate);
    const refusal = '<response success="false" error="No access for jane, secret-1234" />';
    const own = service({ ...LOGGED_IN, DeleteFolder: refusal });
    const other = service(LOGGED_IN);
    const ticket = copy?.authenticate({ uid: "jane", pwd: "secret-1234" }) as TicketFunction;
    const infoRouter = clientOf("https://dms.example.com/srv.asmx", own, ticket);
    await failureOf(infoRouter.deleteFolder("/a/b"));
    // The log-in is over.
    expect(await failureOf(infoRouter.deleteFolder("/a/b"))).toMatchObject({
      serviceMessage: "No access for jane, [redacted]",
    });
    expect(
      await failureOf(clientOf("https://old.example.com/srv.asmx", other, ticket).deleteFolder("/a/b")),
    ).toMatchObject({
      name: "InvalidInputError",
      argument: "options.ticket",
    });
    expect(other.envelopes).toEqual([]);
    await infoRouter.close();
    expect(own.envelopes.at(-1)).toContain("<LogOut ");
  });

  test("is shared by clients of one endpoint, one after another", async () => {
    const transport = service(LOGGED_IN);
    const ticket = authenticate({ uid: "jane", pwd: "secret" });
    await clientOf("https://dms.example.com/srv.asmx", transport, ticket).deleteFolder("/a/b");
    await clientOf("https://dms.example.com/srv.asmx?key=12345678", transport, ticket).deleteFolder("/a/b");
    expect(transport.envelopes).toHaveLength(3);
  });
});

describe("a ticket of a log-in", () => {
  /** What a ticket function gets of a service that gives this ticket. */
  const logIn = async (ticket: string): Promise<unknown> => {
    let given: unknown;
    const escaped = ticket.replace(/["&<\n]/g, (character) => `&#${character.charCodeAt(0)};`);
    const transport = service({ AuthenticateUser: `<root success="true" ticket="${escaped}" />` });
    const source: TicketFunction = async ({ authenticateUser }) => {
      const made = await authenticateUser({ uid: "jane", pwd: "secret" });
      given = made;
      return made;
    };
    await client(transport, source).deleteFolder("/a/b", { requestId: "r" });
    return given;
  };

  test.each([
    ["a GUID", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"],
    ["one character", "x"],
    ["1,024 characters", "~!".repeat(512)],
    ["what is escaped everywhere", "<&%\\\"'+=>"],
  ])("is taken as it is: %s", async (_what, ticket) => {
    expect(await logIn(ticket)).toBe(ticket);
  });

  test.each([
    ["1,025 characters", "x".repeat(1025), "found one of 1025"],
    ["a blank at the end of 1,024 characters", `${"x".repeat(1023)} `, "found other characters"],
    ["a blank", "Zq7 c4nary", "found other characters"],
    ["a line break", "Zq7c4nary\n", "found other characters"],
    ["a character beyond ASCII", "Zq7c4näry", "found other characters"],
    ["what nobody sees", "Zq7\u200bc4nary", "found other characters"],
  ])("is refused in words that do not hold it: %s", async (_what, ticket, found) => {
    const error = await failureOf(logIn(ticket));
    expect(error).toMatchObject({
      name: "UnexpectedResponseError",
      code: "NOT_THE_CONTRACT",
      httpStatus: 200,
      operation: "AuthenticateUser",
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      outcome: "unknown",
    });
    expect(String(error)).toContain(`up to 1024 printable ASCII characters without blanks, ${found}`);
    expect(String(error)).not.toMatch(/x{9}|Zq7/);
  });
});

test("an error holds no ticket of another call, whether that began before or after", async () => {
  let answerFirst = (): void => {};
  const isAsked = new Promise<void>((resolve) => {
    answerFirst = resolve;
  });
  const transport: Transport = async ({ body }) => {
    if (body.includes("/first")) {
      await isAsked;
    }
    const refused = '<response success="false" error="not with Zq7-first, Zq7-second" />';
    return { status: 200, headers: {}, body: Buffer.from(answer("DeleteFolder", refused)) };
  };
  let count = 0;
  const infoRouter = new InfoRouterClient({
    endpoint: "http://127.0.0.1:9/",
    ticket: () => (count++ === 0 ? "Zq7-first" : "Zq7-second"),
    transport,
  });
  const first = failureOf(infoRouter.deleteFolder("/a/first"));
  const serviceMessage = "not with [redacted], [redacted]";
  expect(await failureOf(infoRouter.deleteFolder("/a/second"))).toMatchObject({ serviceMessage });
  answerFirst();
  expect(await first).toMatchObject({ serviceMessage });
});

describe("authenticate", () => {
  const call = { operation: "DeleteFolder", requestId: "r", deadline: new Deadline(Number.POSITIVE_INFINITY) };

  /** A source whose log-ins are settled by hand. */
  function start() {
    const logIns: { give(ticket: string): void; fail(): void; readonly expired: readonly string[] }[] = [];
    const source = authenticate({ uid: "jane", pwd: "secret" });
    const logIn = (credentials: Credentials, expired: readonly string[]): Promise<string> => {
      expect(credentials).toEqual({ uid: "jane", pwd: "secret" });
      return new Promise((give, reject) => logIns.push({ give, fail: () => reject(new Error("mine")), expired }));
    };
    const { signal } = new AbortController();
    /** As a ticket function that knows of no expired ticket. */
    const logInAgain = () =>
      source({ reason: "expired", signal, authenticateUser: (credentials) => logIn(credentials, []) });
    return { tickets: ticketsOf(source, logIn), logIns, logInAgain };
  }

  test("logs in once for all calls, and again for an expired ticket, of which errors have nothing", async () => {
    const { tickets, logIns } = start();
    expect(tickets.loggedIn()).toBeUndefined();
    const both = [tickets.current(call), tickets.current(call)];
    logIns[0]?.give("T-1");
    expect(await Promise.all(both)).toEqual(["T-1", "T-1"]);
    const renewed = tickets.renewed("T-1", call);
    logIns[1]?.give("T-2");
    expect([await renewed, await tickets.current(call), await tickets.loggedIn()]).toEqual(["T-2", "T-2", "T-2"]);
    expect(logIns.map(({ expired }) => expired)).toEqual([[], ["T-1"]]);
  });

  test("has its latest ticket kept out of errors, from the end of the log-in on", async () => {
    const { tickets, logIns, logInAgain } = start();
    const first = tickets.current(call);
    expect(tickets.secrets).toEqual(["secret"]);
    logIns[0]?.give("T-1");
    await first;
    expect(tickets.secrets).toEqual(["secret", "T-1"]);
    const renewals = [tickets.renewed("T-1", call), logInAgain()];
    expect(tickets.secrets).toEqual(["secret", "T-1"]);
    logIns[2]?.give("T-3");
    logIns[1]?.give("T-2");
    await Promise.all(renewals);
    expect([tickets.secrets, await tickets.loggedIn()]).toEqual([["secret", "T-3"], "T-3"]);
  });

  test("logs in again after a log-in that failed", async () => {
    const { tickets, logIns } = start();
    const first = tickets.current(call);
    logIns[0]?.fail();
    await expect(first).rejects.toThrow("mine");
    expect(tickets.loggedIn()).toBeUndefined();
    const second = tickets.current(call);
    logIns[1]?.give("T-2");
    expect(await second).toBe("T-2");
  });

  test("keeps a later log-in when an earlier one fails", async () => {
    const { tickets, logIns, logInAgain } = start();
    const first = Promise.resolve(tickets.current(call)).catch(() => "failed");
    const renewed = logInAgain();
    logIns[0]?.fail();
    expect(await first).toBe("failed");
    logIns[1]?.give("T-2");
    expect([await renewed, await tickets.current(call)]).toEqual(["T-2", "T-2"]);
    expect(logIns).toHaveLength(2);
  });

  test.each<[when: string, isLate: boolean]>([
    ["before it has ended", false],
    ["after it has ended", true],
  ])(
    "gives the log-in that the calls for it did not wait for to the next one that needs it, %s",
    async (_when, isLate) => {
      const { tickets, logIns } = start();
      const first = tickets.current(call);
      logIns[0]?.give("T-1");
      await first;
      const caller = new AbortController();
      const deadline = new Deadline(Number.POSITIVE_INFINITY, caller.signal);
      const given = failureOf(tickets.renewed("T-1", { ...call, deadline }));
      caller.abort("enough");
      expect(await given).toBe("enough");
      if (isLate) {
        logIns[1]?.give("T-2");
        await tickets.current(call);
      }
      const next = tickets.renewed("T-1", call);
      logIns[1]?.give("T-2");
      expect([await next, await tickets.loggedIn(), logIns.length]).toEqual(["T-2", "T-2", 2]);
      const afterThat = tickets.renewed("T-2", call);
      logIns[2]?.give("T-3");
      expect(await afterThat).toBe("T-3");
    },
  );

  test("logs in again where each log-in gives the same ticket", async () => {
    const { tickets, logIns } = start();
    const first = tickets.current(call);
    logIns[0]?.give("T");
    await first;
    for (const count of [2, 3]) {
      const renewed = tickets.renewed("T", call);
      logIns.at(-1)?.give("T");
      expect([await renewed, logIns.length]).toEqual([undefined, count]);
      tickets.forget();
    }
  });

  test("has its password kept out of errors, as a ticket of its own is, and nothing of another function", () => {
    expect(start().tickets.secrets).toEqual(["secret"]);
    for (const [source, secrets] of [["T", ["T"]] as const, [() => "T", []] as const]) {
      const tickets = ticketsOf(source, async () => "");
      expect([tickets.secrets, tickets.loggedIn()]).toEqual([secrets, undefined]);
    }
  });
});

test("a pinned ticket is the only one, and the secrets are the source's", async () => {
  const pinned = pinnedTo("T", { secrets: ["secret"] });
  expect([pinned.secrets, pinned.current({} as never)]).toEqual([["secret"], "T"]);
  expect(await pinned.renewed("T", {} as never)).toBeUndefined();
});

test("tickets that are remembered are the source's, and the last of them is known", async () => {
  const renewals = ["T-2", undefined];
  const remembered = remembering({ secrets: ["secret"], current: () => "T-1", renewed: async () => renewals.shift() });
  expect([remembered.secrets, remembered.last()]).toEqual([["secret"], undefined]);
  expect([await remembered.current({} as never), remembered.last()]).toEqual(["T-1", "T-1"]);
  expect([await remembered.renewed("T-1", {} as never), remembered.last()]).toEqual(["T-2", "T-2"]);
  expect([await remembered.renewed("T-2", {} as never), remembered.last()]).toEqual([undefined, "T-2"]);
});

describe("a renewed ticket", () => {
  const call = { operation: "DeleteFolder", requestId: "r", deadline: new Deadline(Number.POSITIVE_INFINITY) };
  const authenticateUser = () => Promise.reject(new Error("not called"));

  test("is shared by the calls that meet the same expired one, until it is forgotten", async () => {
    let asked = 0;
    const tickets = ticketsOf(() => `T-${++asked}`, authenticateUser);
    expect([await tickets.renewed("old", call), await tickets.renewed("old", call)]).toEqual(["T-1", "T-1"]);
    tickets.forget();
    expect(await tickets.renewed("old", call)).toBe("T-2");
  });

  test("is shared by the calls of each user, where those of others meet theirs in between", async () => {
    const asked: string[] = [];
    const users = new AsyncLocalStorage<string>();
    const tickets = ticketsOf(async () => {
      asked.push(users.getStore() ?? "");
      return `T-${asked.length}`;
    }, authenticateUser);
    const renewed = (user: string) => users.run(user, () => tickets.renewed(`old of ${user}`, call));
    expect(await Promise.all(["ann", "bob", "ann", "bob"].map(renewed))).toEqual(["T-1", "T-2", "T-1", "T-2"]);
    expect(asked).toEqual(["ann", "bob"]);
  });

  test("is forgotten after those of a thousand other tickets", async () => {
    let asked = 0;
    const tickets = ticketsOf(() => `T-${++asked}`, authenticateUser);
    for (let index = 1; index <= 1001; index += 1) {
      await tickets.renewed(`old ${index}`, call);
    }
    expect(await tickets.renewed("old 2", call)).toBe("T-2");
    expect(await tickets.renewed("old 1", call)).toBe("T-1002");
  });

  test("that could not be had is asked for again, also while other calls are under way", async () => {
    let asked = 0;
    const tickets = ticketsOf(
      () => (++asked === 1 ? Promise.reject(new Error("mine")) : `T-${asked}`),
      authenticateUser,
    );
    await expect(tickets.renewed("old", call)).rejects.toThrow("mine");
    expect(await tickets.renewed("old", call)).toBe("T-2");
  });

  test("that could not be had is not asked for again by a call that waits for a later one", async () => {
    const failures: (() => void)[] = [];
    const tickets = ticketsOf(
      () => new Promise<string>((_, reject) => failures.push(() => reject(new Error("mine")))),
      authenticateUser,
    );
    const [first, second, third] = ["a", "b", "b"].map((expired) => failureOf(tickets.renewed(expired, call)));
    failures[0]?.();
    expect(await first).toMatchObject({ message: "mine" });
    const fourth = failureOf(tickets.renewed("b", call));
    expect(failures).toHaveLength(2);
    failures[1]?.();
    expect(await Promise.all([second, third, fourth])).toMatchObject(Array(3).fill({ message: "mine" }));
  });

  test("that is the expired one is none", async () => {
    const tickets = ticketsOf(() => "old", authenticateUser);
    expect(await tickets.renewed("old", call)).toBeUndefined();
  });

  test("is given up when the last call that waits for it ends, and not before", async () => {
    const signals: AbortSignal[] = [];
    const tickets = ticketsOf(({ signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    }, authenticateUser);
    const callers = [new AbortController(), new AbortController(), new AbortController()];
    const calls = callers.map(({ signal }) =>
      failureOf(tickets.renewed("old", { ...call, deadline: new Deadline(Number.POSITIVE_INFINITY, signal) })),
    );
    const isGivenUp: (boolean | undefined)[] = [];
    for (const [index, caller] of callers.entries()) {
      caller.abort("enough");
      expect(await calls[index]).toBe("enough");
      isGivenUp.push(signals[0]?.aborted);
    }
    expect([signals.length, ...isGivenUp]).toEqual([1, false, false, true]);
  });

  test("is not asked for by a call that has ended, which keeps it from no other call either", async () => {
    let asked = 0;
    const tickets = ticketsOf(() => `T-${++asked}`, authenticateUser);
    const ended = { ...call, deadline: new Deadline(Number.POSITIVE_INFINITY, AbortSignal.abort("enough")) };
    expect([await failureOf(tickets.renewed("old", ended)), asked]).toEqual(["enough", 0]);
    expect(await tickets.renewed("old", call)).toBe("T-1");
    expect(await failureOf(tickets.renewed("old", ended))).toBe("enough");
    expect(await tickets.renewed("old", call)).toBe("T-1");
  });

  test("that is given up is had anew by a call that comes at that moment", async () => {
    let asked = 0;
    let later: Promise<unknown> | undefined;
    const caller = new AbortController();
    const tickets = ticketsOf(({ signal }) => {
      asked += 1;
      signal.addEventListener("abort", () => {
        later = tickets.renewed("old", call);
      });
      return asked === 1 ? new Promise(() => {}) : `T-${asked}`;
    }, authenticateUser);
    const deadline = new Deadline(Number.POSITIVE_INFINITY, caller.signal);
    const first = failureOf(tickets.renewed("old", { ...call, deadline }));
    caller.abort("enough");
    expect([await first, await later]).toEqual(["enough", "T-2"]);
  });

  test.each(EXPIRED)("is held by nothing once no call is under way, after %s", async (_name, expired) => {
    let asked = 0;
    const reasons: string[] = [];
    const transport = service({ DeleteFolder: expired });
    const infoRouter = client(transport, ({ reason }: { reason: string }) => {
      reasons.push(reason);
      return reason === "initial" ? "old" : `T-${++asked}`;
    });
    for (let calls = 1; calls <= 2; calls += 1) {
      expect(await failureOf(infoRouter.deleteFolder("/a/b"))).toMatchObject({ code: "SESSION_EXPIRED" });
    }
    expect(reasons).toEqual(["initial", "expired", "initial", "expired"]);
  });

  test("of a ticket that was given as a string there is none, and it is not forgotten", async () => {
    const tickets = ticketsOf("T", authenticateUser);
    tickets.forget();
    expect(await tickets.current(call)).toBe("T");
    expect(await tickets.renewed("T", call)).toBeUndefined();
  });
});
