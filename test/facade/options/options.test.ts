import { Agent } from "node:http";
import { inspect } from "node:util";
import { folderExists } from "../../../generated/index.js";
import { type DeleteFoldersOptions, InfoRouterClient } from "../../../src/index.js";
import { type CallOptions, createSoapClient } from "../../../src/soap/index.js";
import { client, GUID, recorder, refusedBy } from "./recorder.js";

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
  { argument: "options.log", options: each("log", [null, true, 0, "debug", {}, [], { log() {} }]) },
  { argument: "options.logMessages", options: each("logMessages", NOT_FLAGS) },
  {
    argument: "options.secretMembers",
    options: each("secretMembers", [
      null,
      "pwd",
      0,
      {},
      [1],
      [null],
      [""],
      ["a b"],
      ["a|b"],
      ["x:pwd"],
      new Set(["x"]),
    ]),
  },
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
  ])("$argument that a stub cannot use, nor the method call", async ({ argument, options }) => {
    const transport = recorder();
    await using soap = createSoapClient({ endpoint: "https://dms.example.com/", transport });
    await using infoRouter = client({ transport });
    for (const bad of options as readonly CallOptions[]) {
      const refused = await refusedBy(() => folderExists(soap, { path: "/a" }, bad));
      expect([inspect(bad), refused]).toEqual([inspect(bad), argument]);
      expect(await refusedBy(() => infoRouter.call(folderExists, { path: "/a" }, bad))).toBe(argument);
    }
    expect(transport.requests).toEqual([]);
  });
});
