import { tracingChannel } from "node:diagnostics_channel";
import { createServer } from "node:net";
import { HttpsProxyAgent } from "https-proxy-agent";
import { BasicAuthSecurity, BearerSecurity, WSSecurity } from "soap";
import { authenticateUser, deleteFolder } from "../../../generated/index.js";
import {
  authenticate,
  type CallTrace,
  InfoRouterClient,
  type InfoRouterClientOptions,
  isInfoRouterError,
  type LogEvent,
  type OperationOptions,
  ServiceError,
  type TicketFunction,
} from "../../../src/index.js";
import {
  createSoapClient,
  proxyAgent,
  type SoapClient,
  type Transport,
  TransportFailure,
} from "../../../src/soap/index.js";
import { secretsInMessage } from "../../../src/soap/secrets/credentials.js";
import { redactor } from "../../../src/soap/secrets/redact.js";
import { atOnce } from "../../../src/soap/xml/slices.js";
import { listen } from "../../support/listen.js";
import { findSecrets } from "../../support/secret-search.js";
import { answer, type SoapVersion } from "../../support/soap-messages.js";
import { transports } from "../../support/transports.js";
import { type Echo, echoes, headersOf, spellings } from "./echoes.js";

const GUID_TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
/** Everything that somebody has to write in another way somewhere. */
const ODD_TICKET = `Zq7+/=&<"é'>~ 9 c4nary.\\w%41{}[]^$|?*()`;

const tickets: readonly (readonly [ticket: string, soapVersion: SoapVersion])[] = [
  [GUID_TICKET, "1.1"],
  [ODD_TICKET, "1.2"],
];

const client = (options: Partial<InfoRouterClientOptions>): InfoRouterClient =>
  new InfoRouterClient({ endpoint: "http://127.0.0.1:9/", ticket: "T", ...options });

async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => Promise.reject(new Error("It was taken for success.")),
    (error: unknown) => error,
  );
}

function transportOf(echo: Echo, secret: string, version: SoapVersion): Transport {
  const body = Buffer.from(echo.body?.(secret, "DeleteFolder", version) ?? "");
  return async () => ({ status: echo.status ?? 200, headers: headersOf(echo, secret, version), body });
}

const bytesOf = (text: string): Buffer => Buffer.from(text, "utf16le");

test.each<[how: string, secret: string, text: string]>([
  ["with capitals of Turkish", "misafir-istanbul", "MİSAFİR-İSTANBUL"],
  ["with small letters of Turkish", "MISAFIR-ISTANBUL", "mısafır-ıstanbul"],
  ["in capitals that are more letters", "Straßen-Rätsel", "STRASSEN-RÄTSEL"],
  ["by names of HTML", "Straßen-Rätsel", "Stra&szlig;en-R&auml;tsel"],
  ["with accents apart", "Rätsel-Müller", "Rätsel-Müller".normalize("NFD")],
  ["without accents", "Rätsel-Müller", "Ratsel-Muller"],
  ["in small letters of Greek, of which the last is another", "ΚΩΔΙΚΟΣ-2024", "ΚΩΔΙΚΟΣ-2024".toLowerCase()],
  ["of Greek without accents", "κωδικός-2024", "κωδικος-2024"],
  ["of Cyrillic with accents apart", "Йошкар-ёлка", "Йошкар-ёлка".normalize("NFD")],
  ["of Japanese with sound marks apart", "パスワードが-2024", "パスワードが-2024".normalize("NFD")],
  ["of Korean with letters apart", "비밀번호입니다-2024", "비밀번호입니다-2024".normalize("NFD")],
  ["of Korean whose letters are apart", "비밀번호입니다-2024".normalize("NFD"), "비밀번호입니다-2024"],
  ...["Zażółć-20245", "пароль-20245", "Dvořák-🎻"].flatMap((secret): [string, string, string][] =>
    (["hex", "base64"] as const).flatMap((code): [string, string, string][] => [
      [`in ${code} of UTF-16`, secret, bytesOf(secret).toString(code).replace(/=+$/, "")],
      [`in ${code} of UTF-16, the other order`, secret, bytesOf(secret).swap16().toString(code).replace(/=+$/, "")],
    ]),
  ),
  ["in UTF-8 that is read as ISO 8859-1", "Straßen-Rätsel", Buffer.from("Straßen-Rätsel").toString("latin1")],
  ["in UTF-8 that is read as windows-1252", "Straßen-Rätsel", "StraÃŸen-RÃ¤tsel"],
  ["in ASCII", "Rätsel-Müller", "R?tsel-M?ller"],
  ["in ASCII, byte by byte", "Rätsel-Müller", "R??tsel-M??ller"],
  ["with what replaces an invalid byte", "Rätsel-Müller", "R\ufffdtsel-M\ufffd\ufffdller"],
])("the search finds a secret %s", (_how, secret, text) => {
  expect(redactor([secret])(`no ${text}.`)).toBe("no [redacted].");
});

describe("the search finds a secret", () => {
  test.each([...spellings])("%s", (_name, write) => {
    for (const ticket of [GUID_TICKET, ODD_TICKET]) {
      expect(findSecrets(new Error(`No ${write(ticket)}.`), [ticket])).toContain("message");
    }
  });
});

describe("an answer that repeats the ticket leaves nothing of it in the error", () => {
  test.each([...echoes.entries()].map(([row, echo]) => ({ row, echo, name: echo.name })))(
    "$name",
    async ({ row, echo }) => {
      const leaks: string[] = [];
      for (const [column, [spelling, write]] of spellings.entries()) {
        // Each ticket in every second place, so that each answer meets both, and each way of writing does.
        const [ticket, soapVersion] = tickets[(row + column) % 2] ?? [GUID_TICKET, "1.1"];
        const transport = transportOf(echo, write(ticket), soapVersion);
        const error = await failure(client({ ticket, transport, soapVersion }).deleteFolder("/a/b"));
        expect(isInfoRouterError(error)).toBe(true);
        leaks.push(...findSecrets(error, [ticket]).map((view) => `${spelling}: ${view}: ${error}`));
      }
      expect(leaks).toEqual([]);
    },
  );
});

const channel = tracingChannel<object, CallTrace>("inforouter-soap-client:call");
const published = new Set<object>();
const publish = (message: object): void => {
  published.add(message);
};
const subscribers = { start: publish, end: publish, asyncStart: publish, asyncEnd: publish, error: publish };
beforeEach(() => channel.subscribe(subscribers));
afterEach(() => {
  channel.unsubscribe(subscribers);
  published.clear();
});

/** The transport of a service that lets everybody in, and repeats the secret from its n-th answer to the operation on. */
function repeats(operation: "AuthenticateUser" | "DeleteFolder", echo: Echo, secret: string, first = 1): Transport {
  let answers = 0;
  return async ({ body }) => {
    const asked = body.includes("<AuthenticateUser ") ? "AuthenticateUser" : "DeleteFolder";
    answers += asked === operation ? 1 : 0;
    if (asked === operation && answers >= first) {
      const text = Buffer.from(echo.body?.(secret, operation, "1.1") ?? "");
      return { status: echo.status ?? 200, headers: headersOf(echo, secret, "1.1"), body: text };
    }
    const content =
      asked === "AuthenticateUser"
        ? `<root success="true" ticket="ticket-${answers}" />`
        : '<response success="false" error="[901] Session expired" />';
    return { status: 200, headers: {}, body: Buffer.from(answer(asked, content)) };
  };
}

const SOME_ECHOES = new Set([
  "a refusal",
  "items",
  "an error page without title",
  "a fault",
  "a fault's detail",
  "text",
]);
const ODD_TOKEN = "eyJhbGciOi.J9+/x=_-~c4nary";
const PASSWORD = `Tr0ub4dor &<3 "horse"`;
const login = authenticate({ uid: "jane", pwd: PASSWORD });
const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
const renewing: TicketFunction = ({ reason, authenticateUser }) =>
  reason === "initial" ? GUID_TICKET : authenticateUser({ uid: "jane", pwd: "another" });

describe("an answer that repeats what else was sent leaves nothing of it in errors and traces", () => {
  const DELETE = "DeleteFolder";
  test.each<
    [
      name: string,
      secret: string,
      options: Partial<InfoRouterClientOptions>,
      operation: "AuthenticateUser" | "DeleteFolder",
      first?: number,
    ]
  >([
    ["the password, at the login", PASSWORD, { ticket: login }, "AuthenticateUser"],
    ["the password, after the login", PASSWORD, { ticket: authenticate({ uid: "jane", pwd: PASSWORD }) }, DELETE],
    ["an expired ticket, at the next login", GUID_TICKET, { ticket: renewing }, "AuthenticateUser"],
    ["an expired ticket, after the next login", GUID_TICKET, { ticket: renewing }, DELETE, 2],
    ["basic authentication as a header", PASSWORD, { headers: { Authorization: basic("jane", PASSWORD) } }, DELETE],
    [
      "the header of basic authentication",
      basic("jane", PASSWORD),
      { headers: { authorization: basic("jane", PASSWORD) } },
      DELETE,
    ],
    [
      "basic authentication as a security object",
      PASSWORD,
      { security: new BasicAuthSecurity("jane", PASSWORD) },
      DELETE,
    ],
    ["a bearer token", ODD_TOKEN, { security: new BearerSecurity(ODD_TOKEN) }, DELETE],
    ["a cookie", ODD_TOKEN, { headers: { Cookie: ODD_TOKEN } }, DELETE],
    ["a proxy's header", ODD_TOKEN, { headers: { "Proxy-Authorization": `Bearer ${ODD_TOKEN}` } }, DELETE],
    [
      "a proxy's password",
      PASSWORD,
      { agent: proxyAgent(`http://jane:${encodeURIComponent(PASSWORD)}@127.0.0.1:9`) },
      DELETE,
    ],
    ["the password of WS-Security", PASSWORD, { security: new WSSecurity("jane", PASSWORD) }, DELETE],
    [
      "the digest of WS-Security",
      PASSWORD,
      { security: new WSSecurity("jane", PASSWORD, { passwordType: "PasswordDigest" }) },
      DELETE,
    ],
  ])("%s", async (_name, secret, options, operation, first = 1) => {
    const leaks: string[] = [];
    for (const echo of echoes.filter(({ name }) => SOME_ECHOES.has(name))) {
      for (const [spelling, write] of spellings.filter((_, column) => column % 5 === 2)) {
        const transport = repeats(operation, echo, write(secret), first);
        const error = await failure(client({ transport, ...options }).deleteFolder("/a/b"));
        const views = [...findSecrets(error, [secret]), ...findSecrets([...published], [secret])];
        published.clear();
        leaks.push(...views.map((view) => `${echo.name}, ${spelling}: ${view}: ${error}`));
      }
    }
    expect(leaks).toEqual([]);
  });

  test("the ticket of a login that was refused all the same", async () => {
    const content = `<root success="false" error="no ${GUID_TICKET}" ticket="${GUID_TICKET}" />`;
    const body = Buffer.from(answer("AuthenticateUser", content));
    const ticket = authenticate({ uid: "jane", pwd: "x" });
    const error = await failure(
      client({ ticket, transport: async () => ({ status: 200, headers: {}, body }) }).deleteFolder("/a/b"),
    );
    expect(error).toMatchObject({ name: "ServiceError", serviceMessage: "no [redacted]" });
    expect(findSecrets([error, ...published], [GUID_TICKET])).toEqual([]);
  });
});

test("an answer to a login is not quoted, since it may have a ticket that nobody knows yet", async () => {
  const pages = [
    `<p>${GUID_TICKET}</p>`,
    answer("AuthenticateUser", `<root success="true" session="${GUID_TICKET}" />`),
  ];
  for (const page of pages) {
    const transport: Transport = async () => ({ status: 200, headers: {}, body: Buffer.from(page) });
    const error = await failure(client({ ticket: login, transport }).deleteFolder("/a/b"));
    expect(error).toMatchObject({ name: "UnexpectedResponseError", operation: "AuthenticateUser" });
    expect(findSecrets([error, ...published], [GUID_TICKET])).toEqual([]);
  }
});

test("a stub that is called without the client keeps the client's passwords out of its errors as well", async () => {
  const transport: Transport = async () => ({ status: 500, headers: {}, body: Buffer.from(`<p>${PASSWORD}</p>`) });
  const agent = new HttpsProxyAgent(`http://jane:${encodeURIComponent(PASSWORD)}@127.0.0.1:9`);
  const soap = createSoapClient({ endpoint: "http://127.0.0.1:9/", transport, agent });
  const error = await failure(deleteFolder(soap, { authenticationTicket: "T", path: "/a/b" }));
  expect(error).toMatchObject({ name: "UnexpectedResponseError", excerpt: "<p>[redacted]</p>" });
  expect(findSecrets(error, [PASSWORD])).toEqual([]);
});

describe("what a call of the client names as secret", () => {
  const KEY = `k3y-for-<Finance> & "Audit"`;
  const calling = (transport: Transport, options: OperationOptions, path = `/a/${KEY}`) => {
    const events: LogEvent[] = [];
    const log = (event: LogEvent) => void events.push(event);
    const infoRouter = client({ ticket: GUID_TICKET, transport, log, logMessages: true });
    const error = failure(infoRouter.call(deleteFolder, { path }, options));
    return { infoRouter, events, error };
  };

  test.each(echoes.filter(({ name }) => SOME_ECHOES.has(name)))(
    "is in no error, event or trace of it where the answer repeats it: $name",
    async (echo) => {
      for (const [, write] of spellings) {
        const secrets = [KEY];
        const { events, error } = calling(transportOf(echo, write(KEY), "1.1"), { secrets });
        // The list of the call is the one that it was called with.
        secrets.length = 0;
        expect(findSecrets([await error, events, ...published], [KEY])).toEqual([]);
        expect(events.length).toBe(2);
      }
    },
  );

  test("is in no error of another call that is under way", async () => {
    const page = Buffer.from(`<p>${KEY}</p>`);
    let answerFirst = (): void => {};
    const first = new Promise<void>((resolve) => {
      answerFirst = resolve;
    });
    const transport: Transport = async ({ body }) => {
      await (body.includes("k3y") ? first : undefined);
      return { status: 500, headers: {}, body: page };
    };
    const { infoRouter, events, error } = calling(transport, { secrets: [KEY] });
    const other = await failure(infoRouter.deleteFolder("/a/b"));
    expect(other).toMatchObject({ excerpt: "<p>[redacted]</p>" });
    answerFirst();
    expect(findSecrets([other, await error, events, ...published], [KEY])).toEqual([]);
  });

  test("is the whole answer, if it says so", async () => {
    for (const body of [`<p>${KEY}</p>`, answer("DeleteFolder", `<other key="${KEY.replace(/[^-\w]/g, "")}"/>`)]) {
      const transport: Transport = async () => ({ status: 200, headers: {}, body: Buffer.from(body) });
      const { events, error } = calling(transport, { answerIsSecret: true }, "/a/b");
      expect(await error).toMatchObject({ name: "UnexpectedResponseError", outcome: "unknown" });
      expect(findSecrets([await error, events, ...published], [KEY, KEY.replace(/[^-\w]/g, "")])).toEqual([]);
    }
  });
});

describe("a stub that is called without the client, and without a word of what is secret,", () => {
  const members = { authenticationTicket: ODD_TICKET, path: "/a/b-of-a-secret" };
  const withTransport = (transport: Transport, secretMembers?: readonly string[]) =>
    createSoapClient({ endpoint: "http://127.0.0.1:9/", transport, secretMembers });

  test.each(echoes.filter(({ name }) => SOME_ECHOES.has(name) && !/refusal|items/.test(name)))(
    "keeps the ticket of its request out of its error: $name",
    async (echo) => {
      for (const [, write] of spellings) {
        const soap = withTransport(transportOf(echo, write(ODD_TICKET), "1.1"));
        const error = await failure(deleteFolder(soap, members));
        expect(findSecrets(error, [ODD_TICKET])).toEqual([]);
      }
    },
  );

  test.each([
    ["PWD", (soap: SoapClient) => authenticateUser(soap, { uid: "jane", pwd: PASSWORD })],
    ["any other member", (soap: SoapClient) => deleteFolder(soap, { ...members, path: PASSWORD })],
  ])("keeps what its client names out of its error as well: %s", async (_name, call) => {
    const page = Buffer.from(`<p>${PASSWORD}</p>`);
    const soap = withTransport(async () => ({ status: 500, headers: {}, body: page }), ["pwd", "Path"]);
    expect(await failure(call(soap))).toMatchObject({ excerpt: "<p>[redacted]</p>" });
  });

  test.each([
    ["in elements", `<pwd><a>${GUID_TICKET}</a></pwd>`],
    [
      "after a hundred others",
      `${Array.from({ length: 100 }, (_, n) => `<pwd>plum-kiwi-${n}</pwd>`).join("")}<pwd>${GUID_TICKET}</pwd>`,
    ],
    ["after a long one", `<pwd>${"x".repeat(16 * 1024 + 1)}</pwd><pwd>${GUID_TICKET}</pwd>`],
  ])("keeps out of its error what a fault gives as a secret: %s", async (_name, detail) => {
    const fault = `<s:Fault><faultcode>s:Server</faultcode><faultstring>${GUID_TICKET}</faultstring><detail>${detail}</detail></s:Fault>`;
    const body = Buffer.from(
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${fault}</s:Body></s:Envelope>`,
    );
    const soap = withTransport(async () => ({ status: 500, headers: {}, body }));
    const error = await failure(deleteFolder(soap, members));
    expect(error).toMatchObject({ name: "SoapFaultError", reason: "[redacted]", outcome: "unknown" });
    expect(findSecrets(error, [GUID_TICKET])).toEqual([]);
  });

  test("leaves what is not secret as it is, and what is no longer", async () => {
    const page = Buffer.from(`<p>${members.path} ${GUID_TICKET}</p>`);
    const soap = withTransport(async () => ({ status: 500, headers: {}, body: page }));
    await deleteFolder(soap, { ...members, authenticationTicket: GUID_TICKET }).catch(() => {});
    const error = await failure(deleteFolder(soap, members));
    expect(error).toMatchObject({ excerpt: `<p>${members.path} ${GUID_TICKET}</p>` });
  });

  test("keeps it out of an error of its transport", async () => {
    const ticket = "CANARY_OF_A_TICKET_901";
    const soap = withTransport(() => Promise.reject(Object.assign(new Error("x"), { code: ticket })));
    const error = await failure(deleteFolder(soap, { ...members, authenticationTicket: ticket }));
    expect(findSecrets(error, [ticket])).toEqual([]);
  });

  test.each<[string, string[], string, string[]]>([
    ["an element", ["pwd"], "<a><PWD>x&amp;&lt;</PWD></a>", ["x&<"]],
    ["one with a prefix and attributes", ["pwd"], '<p:pwd xsi:type="string">x</p:pwd>', ["x"]],
    ["an attribute", ["pwd"], '<a p:Pwd="&quot;x" pwds="y"/>', ['"x']],
    ["all that is in it", ["pwd"], "<pwd><s>x</s><s b=''>y</s></pwd>z", ["x", "y"]],
    ["names that begin or end alike", ["pwd"], "<pwd1>x</pwd1><xpwd>y</xpwd><pwd/>z", []],
    ["a name with a point", ["a.b"], "<a.b>x</a.b><acb>y</acb>", ["x"]],
  ])("reads from a message the values of its members: %s", (_name, names, envelope, want) => {
    expect(atOnce(secretsInMessage({ envelope, headers: {} }, names))).toEqual(want);
  });
});

const throwing = (error: object, secret: string) =>
  Object.defineProperty(error as Error, "name", {
    get: () => {
      throw new Error(secret);
    },
  });

/** Errors as libraries for HTTP have them: with all that they were asked to do. */
const errorsOfLibraries: readonly (readonly [name: string, make: (secret: string) => unknown])[] = [
  ["a message", (secret) => new Error(`POST ${secret}`)],
  ["a code", (secret) => Object.assign(new Error("x"), { code: secret, errno: secret, syscall: secret })],
  ["a name", (secret) => Object.assign(new Error("x"), { name: secret })],
  ["a cause", (secret) => new Error("x", { cause: new Error(secret, { cause: secret }) })],
  ["several causes", (secret) => new AggregateError([new Error(secret)], secret)],
  [
    "a request",
    (secret) =>
      Object.assign(new Error("x"), {
        config: { data: secret },
        request: { _header: secret },
        rawPacket: Buffer.from(secret),
      }),
  ],
  ["a property of a symbol", (secret) => Object.assign(new Error("x"), { [Symbol(secret)]: secret })],
  ["a text", (secret) => secret],
  ["a property that throws", (secret) => throwing(new Error("x"), secret)],
  ["a proxy that throws", (secret) => new Proxy({}, { has: () => throwing({}, secret).name === "" })],
  ["an object", (secret) => ({ message: secret, toString: () => secret })],
  ["a failure of a transport", (secret) => new TransportFailure(secret, { sent: true, syscall: secret })],
  [
    "an error of this package",
    (secret) =>
      new ServiceError(
        { code: "UNCLASSIFIED", serviceMessage: secret, failedItems: [] },
        { operation: secret, requestId: secret, outcome: "rejected" },
      ),
  ],
];

test.each([...errorsOfLibraries])(
  "a transport that throws %s with the ticket leaves nothing of it in the error",
  async (_name, make) => {
    for (const ticket of [GUID_TICKET, "CANARY_OF_A_TICKET_901", ODD_TICKET]) {
      const transport = () => Promise.reject(make(ticket));
      const error = await failure(client({ ticket, transport }).deleteFolder("/a/b"));
      expect(error).toMatchObject({ name: "TransportError", outcome: "unknown" });
      expect(findSecrets([error, ...published], [ticket])).toEqual([]);
      expect(findSecrets(error, [ticket])).toEqual([]);
    }
  },
);

describe.each(transports)("over %s", (_transport, open) => {
  test.each<[name: string, write: (request: Buffer) => string | Buffer]>([
    ["as it is", (request) => request],
    ["in an error page", (request) => `HTTP/1.1 500 Oops\r\nConnection: close\r\n\r\n<pre>${request}</pre>`],
    ["in the status line", (request) => `HTTP/1.1 400 ${String(request).replaceAll(/\s/g, " ")}\r\n\r\n`],
    ["in a header that is none", (request) => `HTTP/1.1 200 OK\r\n${request}`],
    ["and cuts the connection", (request) => `HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n${request}`],
    ["in a chunk that is none", (request) => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${request}`],
  ])("a server that sends the request back %s leaves no ticket in the error", async (_name, write) => {
    const server = createServer((socket) => {
      socket.on("error", () => {}).once("data", (bytes) => socket.end(write(bytes)));
    });
    const transport = open();
    const endpoint = await listen(server);
    const error = await failure(client({ endpoint, transport, ticket: GUID_TICKET }).deleteFolder("/a/b"));
    transport.close();
    server.close();
    expect(isInfoRouterError(error)).toBe(true);
    expect(findSecrets(error, [GUID_TICKET])).toEqual([]);
  });
});

test.each<[name: string, call: (secret: string) => unknown]>([
  ["a ticket that XML cannot carry", (secret) => client({ ticket: `${secret}\u0001` }).deleteFolder("/a/b")],
  ["a ticket that is an object", (secret) => client({ ticket: { ticket: secret } as never })],
  ["a ticket in a list", (secret) => client({ ticket: () => [secret] as never }).deleteFolder("/a/b")],
  ["credentials that are a text", (secret) => authenticate(secret as never)],
  ["a password in a list", (secret) => authenticate({ uid: "jane", pwd: [secret] as never })],
  ["a password without a user", (secret) => authenticate({ uid: "", pwd: secret })],
  [
    "a password that XML cannot carry",
    (secret) => client({ ticket: authenticate({ uid: "jane", pwd: `${secret}\ud800` }) }).deleteFolder("/a/b"),
  ],
  ["a header that HTTP cannot carry", (secret) => client({ headers: { Authorization: `Bearer ${secret}\n` } })],
  ["a header in the place of its name", (secret) => client({ headers: { [`Authorization: Bearer ${secret}`]: "" } })],
  ["headers as a text", (secret) => client({ headers: `Authorization: ${secret}` as never })],
  ["an endpoint with a password", (secret) => client({ endpoint: `https://jane:${secret}@dms.example.com/` })],
  ["an endpoint that is none", (secret) => client({ endpoint: `jane:${secret}@dms` })],
  ["a security object that is none", (secret) => client({ security: secret as never })],
  ["an operation that is none", (secret) => client({ operations: { deleteFolder: secret } as never })],
])("%s is refused without a word of it", async (_name, call) => {
  const error = await failure(Promise.resolve(GUID_TICKET).then(call));
  expect(error).toMatchObject({ name: "InvalidInputError", outcome: "not-sent" });
  expect(findSecrets(error, [GUID_TICKET])).toEqual([]);
});

test("what is given to a client cannot be seen on it", async () => {
  const ticket = authenticate({ uid: "jane", pwd: PASSWORD });
  const infoRouter = client({
    ticket,
    headers: { Authorization: basic("jane", PASSWORD) },
    security: new WSSecurity("jane", PASSWORD),
    transport: repeats("DeleteFolder", { name: "" }, ""),
  });
  await failure(infoRouter.deleteFolder("/a/b"));
  const agent = proxyAgent(`http://jane:${encodeURIComponent(PASSWORD)}@127.0.0.1:9`);
  expect(findSecrets([infoRouter, ticket, agent, client({ ticket: GUID_TICKET })], [PASSWORD, GUID_TICKET])).toEqual(
    [],
  );
});
