import { Agent, createServer } from "node:http";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { folderExists } from "../../generated/index.js";
import {
  type DeleteFoldersOptions,
  InfoRouterClient,
  type InfoRouterClientOptions,
  InvalidInputError,
} from "../../src/index.js";
import { type CallOptions, createSoapClient, type Transport, type TransportRequest } from "../../src/soap/index.js";
import { listen } from "../support/listen.js";
import { answer, SOAP } from "../support/soap-messages.js";
import { transports } from "../support/transports.js";

const GUID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
const CONFIRMED = Buffer.from(answer("DeleteFolder", '<response success="true" />'));

/** A transport that keeps the requests and confirms them. */
function recorder(): Transport & { readonly requests: TransportRequest[] } {
  const requests: TransportRequest[] = [];
  const transport: Transport = async (request) => {
    requests.push(request);
    const operation = /"http:\/\/tempuri\.org\/(\w+)"/.exec(request.headers["SOAPAction"] ?? "")?.[1] ?? "";
    const body = Buffer.from(answer(operation, '<response success="true" />'));
    return { status: 200, headers: { "content-type": SOAP["1.1"].contentType }, body };
  };
  return Object.assign(transport, { requests });
}

function client(options: object = {}): InfoRouterClient {
  return new InfoRouterClient({ endpoint: "https://dms.example.com/srv.asmx", ticket: "T", ...options });
}

/** Values that are of the wrong type wherever neither null nor anything of these types is expected. */
const ALIENS = [null, Symbol("s"), 1n, Number.NaN, [], () => {}, new Date(0)];
const NOT_TEXT = [...ALIENS, 42, true, {}, { toString: () => "x" }, new String("x"), ["x"]];
const NOT_COUNTS = [
  null,
  "1",
  0,
  -0,
  -1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  1n,
  [1],
  {},
  new Number(1),
];
const NOT_TIMES = [null, "1", 0, -0, -1, Number.NaN, Number.NEGATIVE_INFINITY, 1n, [1], {}, new Date(9)];
const NOT_FLAGS = [null, "true", "", 0, 1, {}, [], new Boolean(true)];
const NOT_SIGNALS = [
  null,
  "abort",
  0,
  {},
  [],
  () => {},
  new AbortController(),
  new EventTarget(),
  { aborted: false },
  { aborted: "no", addEventListener() {}, removeEventListener() {} },
];
const NOT_HEADER_VALUES = [...NOT_TEXT, "a\r\nb: c", "a\nb", "a\rb", "a\0b", "\u0100", "✓", "😀", "\ud800", "a\u2028b"];
const NOT_HEADER_NAMES = ["", " ", "a b", "a:b", "a\r\nb", "a\n", "\0", "é", "✓", "\ud800", '"a"', "(a)", "a,b"];
const RESERVED = [
  "Content-Type",
  "content-length",
  "CONTENT-ENCODING",
  "SOAPAction",
  "Transfer-Encoding",
  "TE",
  "Trailer",
  "Upgrade",
  "Expect",
];

interface Refused {
  readonly argument: string;
  readonly options: readonly object[];
}

const each = (name: string, values: readonly unknown[]): object[] => values.map((value) => ({ [name]: value }));

const refusedByClients: readonly Refused[] = [
  {
    argument: "options.endpoint",
    options: each("endpoint", [
      ...NOT_TEXT,
      undefined,
      "",
      "dms.example.com",
      "/srv.asmx",
      "//dms.example.com/srv.asmx",
      "https://",
      "https:// a/",
      "http://dms.example.com/srv.asmx",
      "http://127.0.0.1.example.com/",
      "http://localhost.example.com/",
      "http://[::2]/",
      "ftp://dms.example.com/",
      "file:///srv.asmx",
      "data:text/xml,x",
      "javascript:alert(1)",
      "https://user@dms.example.com/",
      "https://:pwd@dms.example.com/",
      new URL("https://user:pwd@dms.example.com/"),
      { href: "https://dms.example.com/" },
    ]),
  },
  { argument: "options.allowInsecureHttp", options: each("allowInsecureHttp", NOT_FLAGS) },
  { argument: "options.soapVersion", options: each("soapVersion", [...NOT_TEXT, 1.1, 1.2, "1", "1.3", "1.1 ", ""]) },
  { argument: "options.timeoutInMs", options: each("timeoutInMs", NOT_TIMES) },
  { argument: "options.maxResponseBytes", options: each("maxResponseBytes", NOT_COUNTS) },
  { argument: "options.maxConnections", options: each("maxConnections", NOT_COUNTS) },
  {
    argument: "options.agent",
    options: each("agent", [
      null,
      true,
      false,
      0,
      "agent",
      {},
      [],
      () => {},
      Agent,
      { addRequest: true },
      { agent: new Agent() },
    ]),
  },
  {
    argument: "options.transport",
    options: each("transport", [null, true, 0, "x", {}, [], { post() {} }, Promise.resolve()]),
  },
  {
    argument: "options.security",
    options: each("security", [
      null,
      true,
      0,
      "x",
      {},
      [],
      { user: "u", password: "p" },
      { addHeaders: "x" },
      { toXML() {}, addOptions: 1 },
      {
        addOptions: (wanted: { httpsAgent?: unknown }) => {
          wanted.httpsAgent = { key: "x" };
        },
      },
    ]),
  },
  {
    argument: "options.headers",
    options: each("headers", [
      null,
      true,
      0,
      "a: b",
      [],
      [["a", "b"]],
      () => {},
      new Map([["a", "b"]]),
      new Headers({ a: "b" }),
      new URLSearchParams("a=b"),
      Object.create({ a: "b" }),
      new (class {
        a = "b";
      })(),
    ]),
  },
  { argument: 'options.headers["X-A"]', options: NOT_HEADER_VALUES.map((value) => ({ headers: { "X-A": value } })) },
  ...[...NOT_HEADER_NAMES, ...RESERVED, "__proto__"].map((name) => ({
    // Of a name that is none, no more than what could be one: the rest may be a secret.
    argument: `options.headers[${JSON.stringify(/^[\w-]*/.exec(name)?.[0])}]`,
    options: [{ headers: { [name]: "x" } }],
  })),
  { argument: 'options.headers["x-a"]', options: [{ headers: { "X-A": "1", "x-a": "2" } }] },
  {
    argument: "options.requestIdHeader",
    options: [
      ...each("requestIdHeader", [...NOT_TEXT, ...NOT_HEADER_NAMES, ...RESERVED, "__proto__"]),
      { requestIdHeader: "X-Request-Id", headers: { "x-request-id": "1" } },
    ],
  },
  {
    argument: "options.ticket",
    options: each("ticket", [
      ...NOT_TEXT.filter((value) => typeof value !== "function"),
      undefined,
      "",
      " ",
      "\t\n\u00a0",
      "a\0",
      "\ud800",
      "\udc00\ud800",
      "\uffff",
    ]),
  },
  {
    argument: "options.retry.maxRetries",
    options: [
      ...each("retry", [null, 3, "3", true, [], {}, () => {}, [3]]),
      ...[null, "1", -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1n].map((maxRetries) => ({
        retry: { maxRetries },
      })),
    ],
  },
  {
    argument: "options.operations.deleteFolder",
    options: each("operations", [null, true, 0, "x", {}, [], () => {}, { deleteFolder: {} }]),
  },
  {
    argument: "options.operations.authenticateUser",
    options: each("operations", [{ deleteFolder() {}, deleteDownloadHandler() {} }]),
  },
];

test.each(refusedByClients)("a client refuses $argument that it cannot use", async ({ argument, options }) => {
  for (const bad of options) {
    expect([inspect(bad), await refusedBy(() => client(bad))]).toEqual([inspect(bad), argument]);
  }
});

test.each([undefined, null, true, 0, "https://dms.example.com/", () => {}, Symbol("s")])(
  "a client refuses %p for its options",
  async (options) => {
    expect(await refusedBy(() => new InfoRouterClient(options as never))).toBe("options");
    expect(await refusedBy(() => createSoapClient(options as never))).toBe("options");
  },
);

const refusedByCalls: readonly Refused[] = [
  { argument: "options.timeoutInMs", options: each("timeoutInMs", NOT_TIMES) },
  { argument: "options.signal", options: each("signal", NOT_SIGNALS) },
  {
    argument: "options.requestId",
    options: each("requestId", [
      ...NOT_TEXT,
      "",
      "a\r\nX-Evil: 1",
      "a\n",
      "a\0",
      "é",
      "✓",
      "\ud800",
      "\x7f",
      "a".repeat(201),
    ]),
  },
];

describe("a call refuses, and sends nothing for,", () => {
  const calls: readonly (readonly [string, (infoRouter: InfoRouterClient, options: never) => unknown])[] = [
    ["deleteFolder", (infoRouter, options) => infoRouter.deleteFolder("/a/b", options)],
    ["deleteDownloadHandler", (infoRouter, options) => infoRouter.deleteDownloadHandler(GUID, options)],
    ["downloadHandler", (infoRouter, options) => infoRouter.downloadHandler(GUID, options)],
  ];

  describe.each(calls)("of %s", (_name, call) => {
    test.each(refusedByCalls)("$argument that it cannot use", async ({ argument, options }) => {
      const transport = recorder();
      await using infoRouter = client({ transport });
      for (const bad of options) {
        const refused = await refusedBy(() => call(infoRouter, bad as never));
        expect([inspect(bad), refused]).toEqual([inspect(bad), argument]);
      }
      expect(transport.requests).toEqual([]);
    });

    test.each([null, true, 0, "x", () => {}])("options that are %p", async (options) => {
      const transport = recorder();
      await using infoRouter = client({ transport });
      expect(await refusedBy(async () => call(infoRouter, options as never))).toBe("options");
      expect(transport.requests).toEqual([]);
    });
  });

  test.each<unknown>([null, "Ignore", true, "", ["ignore"], new String("ignore")])(
    "ifMissing %p",
    async (ifMissing) => {
      const transport = recorder();
      await using infoRouter = client({ transport });
      const options = { ifMissing } as never;
      expect(await refusedBy(() => infoRouter.deleteFolder("/a/b", options))).toBe("options.ifMissing");
      expect(await refusedBy(() => infoRouter.deleteFolders(["/a/b"], options))).toBe("options.ifMissing");
      expect(transport.requests).toEqual([]);
    },
  );

  test.each<unknown>([null, "true", 1, "", new Boolean(true)])("allowUnusualPath %p", async (allowUnusualPath) => {
    const transport = recorder();
    await using infoRouter = client({ transport });
    const options = { allowUnusualPath } as never;
    expect(await refusedBy(() => infoRouter.deleteFolder("/a/b", options))).toBe("options.allowUnusualPath");
    expect(await refusedBy(() => infoRouter.deleteFolders(["/a/b"], options))).toBe("options.allowUnusualPath");
    expect(transport.requests).toEqual([]);
  });

  test.each<Refused>([
    { argument: "options.concurrency", options: each("concurrency", NOT_COUNTS) },
    { argument: "options.stopOnError", options: each("stopOnError", NOT_FLAGS) },
    { argument: "options.timeoutInMs", options: each("timeoutInMs", NOT_TIMES) },
    { argument: "options.signal", options: each("signal", NOT_SIGNALS) },
    { argument: "options", options: [null, true, 0, "x", () => {}] as never },
  ])("$argument that many deletions cannot use", async ({ argument, options }) => {
    const transport = recorder();
    await using infoRouter = client({ transport });
    for (const bad of options as readonly DeleteFoldersOptions[]) {
      const refused = await refusedBy(() => infoRouter.deleteFolders(["/a/b"], bad));
      expect([inspect(bad), refused]).toEqual([inspect(bad), argument]);
      expect(await refusedBy(() => infoRouter.deleteDownloadHandlers([GUID], bad))).toBe(argument);
    }
    expect(transport.requests).toEqual([]);
  });

  test.each<Refused>([
    ...refusedByCalls,
    { argument: "options.secrets", options: each("secrets", [null, "secret", 0, {}, [1], [null], new Set(["x"])]) },
    { argument: "options.answerIsSecret", options: each("answerIsSecret", NOT_FLAGS) },
    { argument: "options", options: [null, true, 0, "x", () => {}] as never },
  ])("$argument that a stub cannot use", async ({ argument, options }) => {
    const transport = recorder();
    await using soap = createSoapClient({ endpoint: "https://dms.example.com/", transport });
    for (const bad of options as readonly CallOptions[]) {
      const refused = await refusedBy(() => folderExists(soap, { path: "/a" }, bad));
      expect([inspect(bad), refused]).toEqual([inspect(bad), argument]);
    }
    expect(transport.requests).toEqual([]);
  });
});

describe("options as objects of all kinds", () => {
  const good: InfoRouterClientOptions = {
    endpoint: "https://dms.example.com/srv.asmx",
    ticket: "T",
    headers: { "X-A": "1" },
  };

  test.each<[kind: string, make: (options: object) => object]>([
    ["frozen", (options) => Object.freeze({ ...options })],
    ["without a prototype", (options) => Object.assign(Object.create(null), options)],
    ["inherited", (options) => Object.create(options)],
    [
      "getters of a class",
      (options) => new Proxy(new (class Options {})(), { get: (_, name) => Reflect.get(options, name) }),
    ],
    ["with symbols and numbers for keys", (options) => ({ ...options, [Symbol("s")]: 1, 0: 1 })],
    [
      "with a member called __proto__",
      (options) => Object.assign(JSON.parse('{"__proto__": {"timeoutInMs": 0}}'), options),
    ],
    ["with members that nobody knows", (options) => ({ ...options, valueOf: 1, toString: null, constructor: 0 })],
  ])("that are %s are used like any others", async (_kind, make) => {
    const transport = recorder();
    await using infoRouter = new InfoRouterClient(make({ ...good, transport }) as InfoRouterClientOptions);
    const options = make({ requestId: "mine", ifMissing: "ignore" });
    await expect(infoRouter.deleteFolder("/a/b", options)).resolves.toEqual({ path: "/a/b", outcome: "deleted" });
    expect(transport.requests).toHaveLength(1);
    expect(() => new InfoRouterClient(make({ ...good, timeoutInMs: 0 }) as InfoRouterClientOptions)).toThrow(
      "options.timeoutInMs",
    );
  });

  test("a member called __proto__ allows nothing", async () => {
    const options = JSON.parse(
      '{"endpoint": "http://dms.example.com/", "ticket": "T", "__proto__": {"allowInsecureHttp": true}}',
    );
    expect(await refusedBy(() => new InfoRouterClient(options))).toBe("options.endpoint");
  });

  test("each is read once, so that what was checked is what is used", async () => {
    const reads = new Map<PropertyKey, number>();
    const counted = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (_, name, receiver) => {
          reads.set(name, (reads.get(name) ?? 0) + 1);
          return Reflect.get(target, name, receiver);
        },
      });
    const transport = recorder();
    const check = (): void => {
      expect([...reads].filter(([, count]) => count > 1)).toEqual([]);
      reads.clear();
    };
    await using infoRouter = new InfoRouterClient(counted({ ...good, transport, retry: counted({ maxRetries: 1 }) }));
    check();
    await infoRouter.deleteFolder("/a/b", counted({ ifMissing: "error" as const, timeoutInMs: 1e6, requestId: "r" }));
    check();
    await infoRouter.deleteDownloadHandler(GUID, counted({ timeoutInMs: 1e6, requestId: "r" }));
    check();
    for await (const { outcome } of infoRouter.deleteFolders(
      ["/a/b"],
      counted({ concurrency: 1, stopOnError: true, timeoutInMs: 1e6 }),
    )) {
      expect(outcome).toBe("deleted");
    }
    check();
  });

  const own = new Error("mine");
  const throwing = (): never => {
    throw own;
  };

  test.each<[what: string, hostile: object]>([
    ["whose getters throw", Object.defineProperty({}, "timeoutInMs", { get: throwing })],
    ["that are a proxy which throws", new Proxy({}, { get: throwing })],
  ])("an error of options %s is the caller's own, and nothing is sent", async (_what, hostile) => {
    const transport = recorder();
    await using infoRouter = client({ transport });
    expect(
      await failureOf(
        () => new InfoRouterClient(Object.create(hostile, Object.getOwnPropertyDescriptors({ ...good, transport }))),
      ),
    ).toBe(own);
    expect(await failureOf(() => infoRouter.deleteFolder("/a/b", hostile))).toBe(own);
    expect(await failureOf(() => infoRouter.deleteDownloadHandler(GUID, hostile))).toBe(own);
    expect(await failureOf(() => infoRouter.deleteFolders(["/a/b"], hostile))).toBe(own);
    expect(transport.requests).toEqual([]);
  });

  test("a signal that throws when it is listened to leaves neither a request nor a timer", async () => {
    const transport = recorder();
    await using infoRouter = client({ transport });
    const signal = { aborted: false, addEventListener: throwing, removeEventListener: throwing } as never;
    jest.useFakeTimers();
    try {
      for (let times = 0; times < 2; times += 1) {
        expect(await failureOf(() => infoRouter.deleteFolder("/a/b", { signal }))).toBe(own);
      }
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
    expect(transport.requests).toEqual([]);
  });

  test("the largest numbers are as good as any", async () => {
    const body = gzipSync(CONFIRMED);
    const headers = { "content-type": SOAP["1.1"].contentType, "content-encoding": "gzip" };
    const largest = {
      timeoutInMs: Number.MAX_VALUE,
      maxResponseBytes: 2 ** 53 - 1,
      maxConnections: 2 ** 53 - 1,
      retry: { maxRetries: 2 ** 53 - 1 },
    };
    await using infoRouter = client({ ...largest, transport: async () => ({ status: 200, headers, body }) });
    await expect(infoRouter.deleteFolder("/a/b", { timeoutInMs: Number.MAX_VALUE })).resolves.toMatchObject({
      outcome: "deleted",
    });
  });
});

describe("headers", () => {
  test.each(transports)("are each sent once, as they are, over %s", async (_name, makeTransport) => {
    const received: (readonly string[])[] = [];
    const server = createServer((request, response) => {
      received.push(request.rawHeaders);
      response.setHeader("Content-Type", SOAP["1.1"].contentType).end(CONFIRMED);
    });
    const endpoint = await listen(server);
    const transport = makeTransport();
    const headers = JSON.parse(
      '{"X-Latin": "caf\u00e9 !", "accept-encoding": "identity", "constructor": "x", "authorization": "Basic eA=="}',
    );
    const security = {
      addHeaders: (made: Record<string, unknown>) => void Object.assign(made, { Authorization: "Bearer y" }),
    };
    await using infoRouter = client({ endpoint, transport, headers, security, requestIdHeader: "X-Request-Id" });
    await infoRouter.deleteFolder("/a/b", { requestId: "r 1" });
    transport.close();
    server.close();
    const [raw = []] = received;
    const pairs = raw.flatMap((name, index) =>
      index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1]] as const] : [],
    );
    const byName = new Map(pairs);
    expect(pairs).toHaveLength(byName.size);
    expect(
      ["x-latin", "accept-encoding", "constructor", "authorization", "x-request-id"].map((name) => byName.get(name)),
    ).toEqual(["caf\u00e9 !", "identity", "x", "Bearer y", "r 1"]);
  });

  test.each<[what: string, header: Record<string, unknown>]>([
    ["with a line end", { Authorization: "Bearer a\r\nX-Evil: 1" }],
    ["that is no text", { Authorization: ["a", "b"] }],
    ["with a name that is none", { "X Y": "a" }],
    ["that frames the message", { "Content-Length": "1" }],
    ["that frames the message otherwise", { "transfer-encoding": "chunked" }],
  ])("of a security object are refused %s, and nothing is sent", async (_what, header) => {
    const transport = recorder();
    const security = { addHeaders: (made: Record<string, unknown>) => void Object.assign(made, header) };
    await using infoRouter = client({ transport, security });
    expect(await refusedBy(() => infoRouter.deleteFolder("/a/b"))).toBe("options.security");
    expect(transport.requests).toEqual([]);
  });
});

describe("agents", () => {
  class CountingAgent extends Agent {
    handedOut = 0;
    /** What Node.js asks an agent for a connection by. */
    addRequest(...args: unknown[]): void {
      this.handedOut += 1;
      Reflect.apply(Reflect.get(Agent.prototype, "addRequest"), this, args);
    }
  }

  test.each<[whose: string, options: (own: Agent, ofSecurity: Agent) => object, used: "own" | "ofSecurity"]>([
    ["of the options", (agent) => ({ agent }), "own"],
    [
      "that a security object puts into httpsAgent",
      (_, httpsAgent) => ({
        security: { addOptions: (wanted: object) => void Object.assign(wanted, { httpsAgent, key: "k" }) },
      }),
      "ofSecurity",
    ],
    [
      "of the options rather than a security object's",
      (agent, httpsAgent) => ({
        agent,
        security: { addOptions: (wanted: object) => void Object.assign(wanted, { httpsAgent }) },
      }),
      "own",
    ],
  ])("the one %s has the connections, and is not closed", async (_whose, options, used) => {
    const server = createServer((_, response) => {
      response.setHeader("Content-Type", SOAP["1.1"].contentType).end(CONFIRMED);
    });
    const endpoint = await listen(server);
    const agents = { own: new CountingAgent({ keepAlive: true }), ofSecurity: new CountingAgent({ keepAlive: true }) };
    const infoRouter = client({ endpoint, ...options(agents.own, agents.ofSecurity) });
    await infoRouter.deleteFolder("/a/b");
    await infoRouter.close();
    expect(Object.entries(agents).map(([name, { handedOut }]) => [name, handedOut])).toEqual(
      Object.keys(agents).map((name) => [name, name === used ? 1 : 0]),
    );
    expect(Object.values(agents[used].freeSockets)).toHaveLength(1);
    agents[used].destroy();
    server.close();
  });
});

/** What is thrown or rejected with. */
async function failureOf(run: () => unknown): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  return "nothing was thrown";
}

/** The argument that an `InvalidInputError` names; anything else that is thrown. */
async function refusedBy(run: () => unknown): Promise<unknown> {
  const error = await failureOf(run);
  const isInvalid = error instanceof InvalidInputError && error.outcome === "not-sent";
  return isInvalid && error.message.startsWith(`${error.argument}: `) ? error.argument : error;
}
