import { authenticateUser, folderExists } from "../../../generated/index.js";
import { authenticate, InfoRouterClient, type LogEvent, type TicketSource } from "../../../src/index.js";
import { createSoapClient, type Transport } from "../../../src/soap/index.js";
import { findSecrets } from "../../support/secret-search.js";
import { answer, fault } from "../../support/soap-messages.js";

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
