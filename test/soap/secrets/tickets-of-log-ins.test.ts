import * as operations from "../../../generated/index.js";
import {
  authenticate,
  type Download,
  InfoRouterClient,
  type InfoRouterClientOptions,
  type LogEvent,
  type TicketFunction,
  type TicketSource,
} from "../../../src/index.js";
import { createSoapClient, type Transport } from "../../../src/soap/index.js";
import { findSecrets } from "../../support/secret-search.js";
import { answer, fault } from "../../support/soap-messages.js";

const { authenticateUser, deleteFolder, folderExists } = operations;

const TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const PASSWORD = "Tr0ub4dor-and-3-horses";
const endpoint = "http://127.0.0.1:9/srv.asmx";

const reasonOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "no error",
    (error: unknown) => error,
  );

describe("an operation without a ticket, whose fault repeats what only other calls sent, has an error without", () => {
  test.each<[what: string, ticket: TicketSource, text: string]>([
    ["the ticket of the client", TICKET, `the session ${TICKET}`],
    [
      "the ticket and the password of a log-in",
      authenticate({ uid: "jane", pwd: PASSWORD }),
      `${TICKET} of ${PASSWORD}`,
    ],
  ])("%s", async (_what, ticket, text) => {
    const transport: Transport = async ({ body }) => {
      const [operation = ""] = /FolderExists|AuthenticateUser/.exec(body) ?? [];
      const isAnother = body.includes(">joe<");
      const message = isAnother
        ? fault("Server", text)
        : answer(operation, `<root success="true" ${operation === "FolderExists" ? "" : `ticket="${TICKET}"`} />`);
      return { status: 200, headers: {}, body: Buffer.from(message) };
    };
    const infoRouter = new InfoRouterClient({ endpoint, ticket, transport });
    await infoRouter.folderExists("/a/b");
    const error = await reasonOf(infoRouter.call(authenticateUser, { uid: "joe", pwd: "another" }));
    expect(error).toMatchObject({ name: "SoapFaultError", reason: expect.stringContaining("[redacted]") });
    expect(findSecrets(error, [TICKET, PASSWORD])).toEqual([]);
  });
});

test.each<[when: string, order: readonly ["other" | "own", "other" | "own"]]>([
  ["while the call with it is under way", ["own", "other"]],
  ["after the call with it", ["other", "own"]],
])(
  "a password that only the request of another call holds is in no error, and in no event: %s",
  async (_when, order) => {
    const other = "an0ther-and-longer-password";
    const answers = new Map<string, () => void>();
    const transport: Transport = async ({ body }) => {
      await new Promise<void>((answerIt) => answers.set(body.includes(other) ? "other" : "own", answerIt));
      return { status: 500, headers: {}, body: Buffer.from(fault("Server", `the password ${other} is old`)) };
    };
    const events: LogEvent[] = [];
    const log = (event: LogEvent) => void events.push(event);
    const infoRouter = new InfoRouterClient({ endpoint, ticket: TICKET, transport, log, logMessages: true });
    const calls = {
      other: reasonOf(infoRouter.call(authenticateUser, { uid: "joe", pwd: other })),
      own: reasonOf(infoRouter.folderExists("/a/b")),
    };
    while (answers.size < 2) {
      await new Promise(setImmediate);
    }
    for (const call of order) {
      answers.get(call)?.();
      await calls[call];
    }
    expect(await calls.own).toMatchObject({ name: "SoapFaultError", reason: "the password [redacted] is old" });
    expect(findSecrets([await calls.other, await calls.own, events], [other])).toEqual([]);
  },
);

/** An answer that gives a ticket, and that an error is made of. */
interface Given {
  readonly name: string;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

const loggedIn = (result: string): string => answer("AuthenticateUser", result);
const refusals: readonly Given[] = [
  {
    name: "a refusal, in an attribute of another case",
    body: loggedIn(`<root success="true" Ticket="${TICKET}" error="no place for ${TICKET}" />`),
  },
  {
    name: "a refusal, in an element",
    body: loggedIn(`<root error="no place for ${TICKET}"><ticket>${TICKET}</ticket></root>`),
  },
  { name: "an item", body: loggedIn(`<root success="true" ticket="${TICKET}"><item error="${TICKET}" /></root>`) },
];
const others: readonly Given[] = [
  {
    name: "a fault, in its detail",
    body: fault("Server", "x").replace("<detail />", `<detail><ticket>${TICKET}</ticket></detail>`),
  },
  { name: "a fault, in its text", body: fault("Server", `the session is open: ticket=${TICKET}`) },
  { name: "a page", body: `<root success="true" ticket="${TICKET}" />`, headers: { "content-type": "text/html" } },
  {
    name: "JSON",
    body: JSON.stringify({ success: true, ticket: TICKET }),
    headers: { "content-type": "application/json" },
  },
  { name: "XML in CDATA", body: `<root><![CDATA[<a><ticket>${TICKET}</ticket></a>]]></root>` },
  { name: "an element to which another one refers", body: `<a><ticket href="#1" /><b id="1">${TICKET}</b></a>` },
  { name: "XML that breaks off", body: `<root ticket="${TICKET}">` },
  { name: "another element", body: loggedIn("").replace("Result>", `Ticket>${TICKET}`) },
];

describe("a ticket that a log-in gives, and nobody knows yet, is in no error:", () => {
  const transportOf =
    ({ body, headers = {} }: Pick<Given, "body" | "headers">): Transport =>
    async () => ({ status: 200, headers, body: Buffer.from(body) });

  test.each([...refusals, ...others])("that of a client, about $name", async (answered) => {
    const ticket = authenticate({ uid: "jane", pwd: PASSWORD });
    const infoRouter = new InfoRouterClient({ endpoint, ticket, transport: transportOf(answered) });
    const error = await reasonOf(infoRouter.folderExists("/a/b"));
    expect(error).toMatchObject({ operation: "AuthenticateUser" });
    expect(findSecrets(error, [TICKET])).toEqual([]);
  });

  test.each(others)("that of a stub, about $name", async (answered) => {
    const soap = createSoapClient({ endpoint, transport: transportOf(answered) });
    const error = await reasonOf(authenticateUser(soap, { uid: "jane", pwd: PASSWORD }));
    expect(error).toMatchObject({ operation: "AuthenticateUser" });
    expect(findSecrets(error, [TICKET])).toEqual([]);
  });

  test("one of an operation that takes a ticket, and gives another", async () => {
    const refusal = `<response success="false" ticket="${TICKET}" error="replaced by ${TICKET}" />`;
    const infoRouter = new InfoRouterClient({
      endpoint,
      ticket: "another ticket",
      transport: transportOf({ body: answer("FolderExists", refusal) }),
    });
    const error = await reasonOf(infoRouter.call(folderExists, { path: "/a/b" }));
    expect(error).toMatchObject({ serviceMessage: "replaced by [redacted]" });
    expect(findSecrets(error, [TICKET])).toEqual([]);
  });
});

test("values of fewer than eight characters stay in errors: they occur in other words", async () => {
  const transport: Transport = async () => ({
    status: 502,
    headers: {},
    body: Buffer.from('<input type="password" password="1"> 1 of 1234567, ticket=1234567'),
  });
  const infoRouter = new InfoRouterClient({ endpoint, ticket: "another ticket", transport });
  expect(await reasonOf(infoRouter.folderExists("/a/b"))).toMatchObject({
    excerpt: '<input type="password" password="1"> 1 of 1234567, ticket=1234567',
  });
});

const OLD = "11111111-aaaa-4bbb-8ccc-000000000001";
const NEW = "22222222-dddd-4eee-8fff-000000000002";

/** A service that gives another ticket in each log-in. What it refuses repeats both, and the password. */
function start(options: Partial<InfoRouterClientOptions> = {}, onRequest = (_operation: string): void => {}) {
  const refusal = (error: string): string => `<response success="false" error="${error}" />`;
  const repeating = refusal(`${OLD} of ${PASSWORD} has ended, ${NEW} follows`);
  const success = '<response success="true" />';
  const given = [OLD, NEW];
  const answers: { slow?: () => void } = {};
  const staged = `<response success="true" Size="3" ChunkSize="9" downloadhandler="${"3".repeat(32)}" />`;
  const contents: Record<string, (isOld: boolean) => string | Promise<string>> = {
    AuthenticateUser: () => `<root success="true" ticket="${given.shift()}" />`,
    GetDownloadHandler: () => staged,
    DeleteFolder: () => success,
    FolderExists: () => success,
    DownloadFileChunk: () => repeating,
    DeleteDownloadHandler: () => repeating,
    slow: () =>
      new Promise((resolve) => {
        answers.slow = () => resolve(repeating);
      }),
    expired: (isOld) => (isOld ? refusal("[901] Session expired") : success),
    refused: () => repeating,
  };
  const transport: Transport = async ({ body }) => {
    const [, operation = ""] = /<(\w+) xmlns="http:\/\/tempuri/.exec(body) ?? [];
    onRequest(operation);
    const [, path = ""] = /<Path>\/(slow|expired|refused)\//i.exec(body) ?? [];
    const content = await contents[path || operation]?.(body.includes(OLD));
    return { status: 200, headers: {}, body: Buffer.from(answer(operation, content ?? "")) };
  };
  const events: LogEvent[] = [];
  const log = (event: LogEvent) => void events.push(event);
  const ticket = authenticate({ uid: "jane", pwd: PASSWORD });
  const infoRouter = new InfoRouterClient({ endpoint, ticket, transport, log, logMessages: true, ...options });
  return { infoRouter, events, answers };
}

/** The errors and events hold a text of the service, and nothing of the secrets in it. */
function expectRedacted(errors: readonly unknown[], events: readonly LogEvent[]): void {
  expect(JSON.stringify(events)).toContain("[redacted] has ended, [redacted] follows");
  // A duration such as 1.2000000000001 has as many zeros as the tickets.
  const shown = events.map((event) => ({ ...event, durationInMs: undefined }));
  expect(findSecrets([...errors, shown], [OLD, NEW, PASSWORD])).toEqual([]);
}

describe("the ticket that follows an expired one is in no error, and in no event, of a call that", () => {
  test.each<[what: string, ends: (download: Download, infoRouter: InfoRouterClient) => Promise<unknown>]>([
    ["ends a download of the session before", (download) => download.close()],
    ["reads a download of the session before", (download) => download[Symbol.asyncIterator]().next()],
    ["ends such a download while the client closes", (_download, infoRouter) => infoRouter.close()],
  ])("%s", async (_what, ends) => {
    const { infoRouter, events } = start();
    const download = await infoRouter.download("/a/b");
    await infoRouter.folderExists("/expired/a");
    expectRedacted([await reasonOf(ends(download, infoRouter))], events);
  });

  test("is under way when nobody waits for the log-in any more", async () => {
    const controller = new AbortController();
    let logIns = 0;
    const { infoRouter, events, answers } = start({}, (operation) => {
      logIns += operation === "AuthenticateUser" ? 1 : 0;
      if (logIns === 2) {
        controller.abort();
      }
    });
    await infoRouter.folderExists("/a/b");
    const slow = reasonOf(infoRouter.folderExists("/slow/a"));
    const aborted = await reasonOf(infoRouter.folderExists("/expired/a", { signal: controller.signal }));
    expect(aborted).toBe(controller.signal.reason);
    await new Promise(setImmediate);
    answers.slow?.();
    expectRedacted([await slow], events);
  });

  test("is under way while the ticket function still does something with the ticket", async () => {
    let asked = 0;
    let saved = (): void => {};
    const isSaved = new Promise<void>((resolve) => {
      saved = resolve;
    });
    const ticket: TicketFunction = async (context) => {
      asked += 1;
      if (asked === 1) {
        return OLD;
      }
      // The first ticket that the service gives is the old one.
      await context.authenticateUser({ uid: "jane", pwd: PASSWORD });
      const given = await context.authenticateUser({ uid: "jane", pwd: PASSWORD });
      answers.slow?.();
      await isSaved;
      return given;
    };
    const { infoRouter, events, answers } = start({ ticket });
    const slow = reasonOf(infoRouter.folderExists("/slow/a"));
    const other = infoRouter.folderExists("/a/b");
    expectRedacted([await slow], events);
    saved();
    await other;
  });
});

describe("what a function around a stub sends is in no error, and in no event, of its call and of another one:", () => {
  test.each<[what: string, around: typeof deleteFolder]>([
    [
      "the password of a log-in, and its ticket",
      async (soap, request, options) => {
        await deleteFolder(soap, { ...request, path: "/a/b" }, options);
        await authenticateUser(soap, { uid: "root", pwd: PASSWORD }, options);
        return deleteFolder(soap, { ...request, authenticationTicket: NEW }, options);
      },
    ],
    [
      "the same, before a last call with nothing of it",
      async (soap, request, options) => {
        await deleteFolder(soap, { ...request, path: "/a/b" }, options);
        await authenticateUser(soap, { uid: "root", pwd: PASSWORD }, options);
        await folderExists(soap, { path: "/a/b", authenticationTicket: NEW }, options);
        return deleteFolder(soap, request, options);
      },
    ],
  ])("%s", async (_what, around) => {
    const { infoRouter, events, answers } = start({ ticket: OLD, operations: { ...operations, deleteFolder: around } });
    const slow = reasonOf(infoRouter.folderExists("/slow/a"));
    const own = await reasonOf(infoRouter.deleteFolder("/refused/a"));
    answers.slow?.();
    expectRedacted([own, await slow], events);
  });

  test("the password that it sends in place of that of the client's log-in", async () => {
    const ticket = authenticate({ uid: "jane", pwd: "another-password" });
    const logIn: typeof authenticateUser = (soap, request, options) =>
      authenticateUser(soap, { ...request, pwd: PASSWORD }, options);
    const { infoRouter, events, answers } = start({ ticket, operations: { ...operations, authenticateUser: logIn } });
    const slow = reasonOf(infoRouter.folderExists("/slow/a"));
    await infoRouter.folderExists("/expired/a");
    answers.slow?.();
    expectRedacted([await slow], events);
  });
});
