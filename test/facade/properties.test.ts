import { randomInt } from "node:crypto";
import fc from "fast-check";
import { deleteFolder, folderExists, getDownloadHandler } from "../../generated/index.js";
import { checkFolderPath, toGuid } from "../../src/arguments.js";
import { InfoRouterClient, InvalidInputError } from "../../src/index.js";
import {
  anyAttribute,
  attribute,
  complexType,
  createSoapClient,
  element,
  encodeRequest,
  type Transport,
  type TransportRequest,
  type XmlAttribute,
  xs,
} from "../../src/soap/index.js";
import { SchemaError } from "../../src/soap/schema/schema-error.js";
import { XSI } from "../../src/soap/xml/namespaces.js";
import { readXml } from "../../src/soap/xml/read-xml.js";
import { writeXml } from "../../src/soap/xml/write-xml.js";
import { elementsOf, textOf, type XmlElement, type XmlNode } from "../../src/soap/xml/xml-element.js";
import { readGuid } from "../../src/testing/service/guid.js";
import { anyText, anything, isXmlText } from "../support/arbitrary-texts.js";
import { answer, SOAP } from "../support/soap-messages.js";
import { describeWithAsmx, startAsmx } from "../support/start-asmx.js";
import { startEmbeddedHost, type TestHost } from "../support/test-host.js";

// Another run of the same: PROPERTY_SEED=… npx jest test/facade/properties.test.ts
const seed = Number(process.env["PROPERTY_SEED"] ?? randomInt(2 ** 31));
fc.configureGlobal({ seed });

const TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const ENDPOINT = "https://dms.example.com/srv.asmx";

/** A text is sent by a stub: it must arrive to the letter, or nothing. */
function arrivesToTheLetter(start: () => Promise<TestHost>): void {
  let host: TestHost;

  beforeAll(async () => {
    host = await start();
  }, 90_000);

  afterAll(() => host?.close());

  test.each(["1.1", "1.2"] as const)(
    "any text, over SOAP %s",
    async (soapVersion) => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyText, { minLength: 60, maxLength: 60 }), async (texts) => {
          await host.seed({ tickets: {} });
          await using soap = createSoapClient({ endpoint: host.url, soapVersion });
          const refused = await Promise.all(
            texts.map((path) =>
              folderExists(soap, { authenticationTicket: TICKET, path }).then(
                () => [],
                (error: unknown) => (isRefusal(error) ? [path] : [String(error)]),
              ),
            ),
          );
          const { requests } = await host.state();
          const received = requests.map(({ values }) => String(values["Path"]));
          expect(refused.flat()).toEqual(texts.filter((text) => !isXmlText(text)));
          expect(received.sort()).toEqual(texts.filter(isXmlText).sort());
        }),
        { numRuns: 4 },
      );
    },
    60_000,
  );
}

function isRefusal(error: unknown): boolean {
  return error instanceof InvalidInputError && error.outcome === "not-sent";
}

/** What is sent instead of being refused: requests, and whatever the call threw. */
interface Sent {
  readonly requests: readonly TransportRequest[];
  readonly error: unknown;
}

/** Makes a call that is confirmed, and says what became of it. */
async function sentBy(call: (transport: Transport) => unknown): Promise<Sent> {
  const requests: TransportRequest[] = [];
  const transport: Transport = async (request) => {
    requests.push(request);
    const operation = /tempuri\.org\/(\w+)"/.exec(request.headers["SOAPAction"] ?? "")?.[1] ?? "";
    const body = Buffer.from(
      answer(operation, `<root success="true"${operation === "AuthenticateUser" ? ' ticket="T"' : ""} />`),
    );
    return { status: 200, headers: { "content-type": SOAP["1.1"].contentType }, body };
  };
  try {
    await call(transport);
    return { requests, error: undefined };
  } catch (error) {
    return { requests, error };
  }
}

/**
 * Either nothing is sent, or one request for each operation, whose envelope holds the operation's element with nothing
 * but these texts in elements of these names, and whose headers are these.
 */
function expectRefusedOr(
  { requests, error }: Sent,
  messages: readonly (readonly [operation: string, values: Readonly<Record<string, unknown>>])[],
  headers: Readonly<Record<string, unknown>> = {},
): void {
  if (requests.length === 0) {
    expect(error).toBeInstanceOf(InvalidInputError);
    return;
  }
  expect(requests.map(({ body }) => bodyOf(body))).toEqual(
    messages.map(([operation, values]) => [operation, Object.entries(values).map(([name, value]) => [name, value])]),
  );
  for (const [index, { headers: sent }] of requests.entries()) {
    expect(
      Object.entries(sent)
        .flat()
        .filter((text) => !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)),
    ).toEqual([]);
    expect(sent).toEqual({
      "Accept-Encoding": "gzip, deflate",
      "Content-Type": "text/xml; charset=utf-8",
      SOAPAction: `"http://tempuri.org/${messages[index]?.[0]}"`,
      ...headers,
    });
  }
}

/** The operation, and its parameters with their texts, of an envelope that holds nothing else. */
function bodyOf(envelope: string): readonly [string, readonly (readonly [string, string])[]] {
  const operation = onlyChild(onlyChild(readXml(envelope), "Envelope"), "Body");
  const parameters = elementsOf(operation);
  for (const element of [operation, ...parameters]) {
    expect(element.attributes).toEqual([]);
    expect(element.namespace).toBe("http://tempuri.org/");
  }
  expect(parameters.flatMap(elementsOf)).toEqual([]);
  expect(textOf(operation)).toBe("");
  return [operation.name, parameters.map((parameter) => [parameter.name, textOf(parameter)])];
}

function onlyChild(element: XmlElement, name: string): XmlElement {
  const [child, ...others] = element.children;
  expect(element).toMatchObject({ name, namespace: SOAP["1.1"].namespace, attributes: [] });
  expect(others).toEqual([]);
  return child as XmlElement;
}

/** The path rules, written a second time: segments between single separators, two or more, each with something to read. */
function isPath(path: string, { allowUnusualPath = false } = {}): boolean {
  const isControl = (character: string): boolean => /^\p{Cc}$/u.test(character);
  const slashes: Readonly<Record<string, string>> = { "\u2044": "/", "\u2215": "/", "\u2216": "\\" };
  const read = [...path].map((character) => slashes[character] ?? character).join("");
  const divide = (text: string) => {
    const start = /^[/\\]/.test(text) ? 1 : 0;
    const inner = text.slice(start, text.length > start && /[/\\]$/.test(text) ? -1 : undefined);
    return { segments: inner.split("/").flatMap((part) => part.split("\\")), slashes: text.split(/[/\\]/).length };
  };
  const [asWritten, asRead] = [divide(path), divide(read.normalize("NFKC"))];
  const isReadable = (one: string): boolean => [...one].some((c) => c !== "." && !isIgnored(c) && !isBlank(c));
  const isUsual = (one: string): boolean => {
    const seen = [...one].filter((character) => !isIgnored(character));
    return (
      !isBlank(seen[0] ?? "") &&
      !isBlank(seen.at(-1) ?? "") &&
      seen.at(-1) !== "." &&
      !/[*?]|^[a-z]:|%[\da-f]{2}|%u[\da-f]{4}/i.test(one)
    );
  };
  return (
    isXmlText(path) &&
    ![...path].some(isControl) &&
    asWritten.segments.length >= 2 &&
    asRead.segments.every(isReadable) &&
    (allowUnusualPath ||
      (asRead.slashes === asWritten.slashes && asRead.segments.every(isUsual) && asRead.segments[0]?.[0] !== "~"))
  );
}

function isBlank(character: string): boolean {
  return /^[\s\u2800\u{16fe4}\u{1d159}]$/u.test(character) && !isIgnored(character);
}

function isIgnored(character: string): boolean {
  return /^[\p{Cf}\p{Default_Ignorable_Code_Point}]$/u.test(character);
}

const segment = fc.oneof(
  anyText,
  fc.constantFrom(
    "",
    ".",
    "..",
    "...",
    " ",
    ". .",
    "\u00a0",
    "\u200b",
    "\u2024",
    "\uff0e\uff0e",
    "\u2025",
    "\uff0f",
    "\uff0f..",
    "a\u2215b",
    "\u3164",
    "\u2800",
    "\u{e0001}\u034f",
    "*",
    "a?",
    "%2e%2E",
    "C:",
    "~F1",
    " a",
    "a ",
    "a.\u200b",
    "a",
    "a.",
    ".a",
    "a b",
  ),
  fc.string({ unit: "grapheme", minLength: 1 }),
);
const separator = fc.constantFrom("/", "\\");
const anyPath = fc
  .tuple(
    fc.constantFrom("", "/", "\\", "//"),
    segment,
    fc.array(fc.tuple(separator, segment), { maxLength: 4 }),
    fc.constantFrom("", "/", "\\", "\\/"),
  )
  .map(([start, first, others, end]) => start + first + others.flat().join("") + end);

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdefABCDEF"), minLength: length, maxLength: length });
const digits = fc.tuple(hex(8), hex(4), hex(4), hex(4), hex(12));
const blanks = fc.string({ unit: fc.constantFrom(..." \t\r\n\u00a0\u0085\u2003\u3000"), minLength: 1, maxLength: 2 });
/** What .NET's `Guid.Parse` reads: its five forms, with and without blanks around. */
const guidForms: Readonly<Record<string, fc.Arbitrary<string>>> = {
  N: digits.map((groups) => groups.join("")),
  D: digits.map((groups) => groups.join("-")),
  B: digits.map((groups) => `{${groups.join("-")}}`),
  P: digits.map((groups) => `(${groups.join("-")})`),
};
const numbersForm = digits.map(([a, b, c, d, e]) => {
  const bytes = (d + e).match(/../g)?.map((byte) => `0x${byte}`) ?? [];
  return `{0x${a},0x${b},0x${c},{${bytes.join(",")}}}`;
});

/** Mostly what can be used, since one thing that cannot be is enough to have the whole refused. */
const mostly = (usual: readonly string[], others: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.oneof(fc.constantFrom(...others), anyText) },
  );
const anyName = mostly(
  ["a", "b", "c", "Path", "ns1", "__proto__", "constructor", "\u00e9"],
  ["xmlns", "xml", "a:b", "a b", ""],
);
const anyNamespace = mostly(
  ["", "urn:a", "urn:b", "http://tempuri.org/", "http://www.w3.org/2001/XMLSchema-instance"],
  ["http://www.w3.org/2000/xmlns/", "http://www.w3.org/XML/1998/namespace", " urn:a"],
);
const anyValue = fc.oneof(
  { weight: 4, arbitrary: anyText.filter(isXmlText) },
  { weight: 2, arbitrary: mostly(["a:b", "b:b", "xml:a", " Path:a "], ["xmlns:a"]) },
);
const { element: anyElement } = fc.letrec<{ element: XmlElement; node: XmlNode }>((tie) => ({
  element: fc.record({
    name: anyName,
    namespace: anyNamespace,
    attributes: fc.array(fc.record({ name: anyName, namespace: anyNamespace, value: anyValue }), { maxLength: 3 }),
    children: fc.array(tie("node"), { maxLength: 3, depthIdentifier: "xml" }),
    prefixes: fc.option(
      fc.array(fc.tuple(anyName, anyNamespace)).map((entries) => new Map(entries)),
      { nil: undefined },
    ),
  }),
  node: fc.oneof({ depthIdentifier: "xml", maxDepth: 3 }, anyValue, tie("element")),
}));

/** An element without what a reader does not tell: prefixes, and where a text is in pieces. */
function comparable({ name, namespace, attributes, children }: XmlElement): unknown {
  const nodes: unknown[] = [];
  for (const child of children) {
    const last = nodes.at(-1);
    if (typeof child !== "string") {
      nodes.push(comparable(child));
    } else if (typeof last === "string") {
      nodes[nodes.length - 1] = last + child;
    } else if (child !== "") {
      nodes.push(child);
    }
  }
  return [
    name,
    namespace,
    attributes.map((attribute) => [attribute.name, attribute.namespace, attribute.value]),
    nodes,
  ];
}

describe(`with PROPERTY_SEED=${seed}`, () => {
  describe("arrives at the embedded server to the letter, or is refused before a byte is sent:", () =>
    arrivesToTheLetter(startEmbeddedHost));
  describeWithAsmx("arrives at the ASMX service to the letter, or is refused before a byte is sent:", () =>
    arrivesToTheLetter(startAsmx),
  );

  describe("makes no second element, attribute or header, and is else refused:", () => {
    const client = (transport: Transport, options: object = {}): InfoRouterClient =>
      new InfoRouterClient({ endpoint: ENDPOINT, ticket: "T", transport, ...options });

    test("any path", () =>
      fc.assert(
        fc.asyncProperty(fc.oneof(anyPath, anything), fc.boolean(), async (path, allowUnusualPath) => {
          const sent = await sentBy((transport) =>
            client(transport).deleteFolder(path as string, { allowUnusualPath }),
          );
          expectRefusedOr(sent, [["DeleteFolder", { authenticationTicket: "T", Path: path }]]);
        }),
        { numRuns: 400 },
      ));

    test("any download handler", () =>
      fc.assert(
        fc.asyncProperty(fc.oneof(...Object.values(guidForms), anything), async (guid) => {
          const sent = await sentBy((transport) => client(transport).deleteDownloadHandler(guid as string));
          const read = typeof guid === "string" ? readGuid(guid) : undefined;
          expectRefusedOr(sent, [["DeleteDownloadHandler", { authenticationTicket: "T", DownloadHandler: read }]]);
        }),
        { numRuns: 200 },
      ));

    test("any ticket", () =>
      fc.assert(
        fc.asyncProperty(anything, async (ticket) => {
          const given = typeof ticket === "function" ? ticket() : ticket;
          const sent = await sentBy((transport) => client(transport, { ticket }).deleteFolder("/a/b"));
          const fromFunction = await sentBy((transport) =>
            client(transport, { ticket: () => given }).deleteFolder("/a/b"),
          );
          for (const one of [sent, fromFunction]) {
            expectRefusedOr(one, [["DeleteFolder", { authenticationTicket: given, Path: "/a/b" }]]);
          }
        }),
        { numRuns: 200 },
      ));

    test("any user and password", () =>
      fc.assert(
        fc.asyncProperty(anything, anything, async (uid, pwd) => {
          const ticket = ({ authenticateUser }: { authenticateUser(credentials: object): unknown }) =>
            authenticateUser({ uid, pwd });
          const sent = await sentBy((transport) => client(transport, { ticket }).deleteFolder("/a/b"));
          expectRefusedOr(sent, [
            ["AuthenticateUser", { UID: uid, PWD: pwd }],
            ["DeleteFolder", { authenticationTicket: "T", Path: "/a/b" }],
          ]);
        }),
        { numRuns: 200 },
      ));

    test("any request id", () =>
      fc.assert(
        fc.asyncProperty(anything, async (requestId) => {
          const options = { requestIdHeader: "X-Request-Id" };
          const sent = await sentBy((transport) =>
            client(transport, options).deleteFolder("/a/b", { requestId: requestId as string }),
          );
          const header = { "X-Request-Id": requestId ?? expect.stringMatching(/^[\da-f-]{36}$/) };
          expectRefusedOr(sent, [["DeleteFolder", { authenticationTicket: "T", Path: "/a/b" }]], header);
        }),
        { numRuns: 200 },
      ));

    test("any header", () =>
      fc.assert(
        fc.asyncProperty(fc.oneof(fc.constantFrom("X-A", "Host", "Cookie"), anyText), anything, async (name, value) => {
          const headers = { "X-B": "b", [name]: value };
          const sent = await sentBy((transport) => client(transport, { headers }).deleteFolder("/a/b"));
          expectRefusedOr(sent, [["DeleteFolder", { authenticationTicket: "T", Path: "/a/b" }]], headers);
        }),
        { numRuns: 300 },
      ));

    test("any argument of a stub, and any object of them", () =>
      fc.assert(
        fc.asyncProperty(anything, anything, anything, async (path, size, request) => {
          const soap = (transport: Transport) => createSoapClient({ endpoint: ENDPOINT, transport });
          const typed = { path, preferedChunkSize: size } as { path: string; preferedChunkSize: number };
          expectRefusedOr(await sentBy((transport) => getDownloadHandler(soap(transport), typed)), [
            [
              "GetDownloadHandler",
              {
                ...(path !== undefined && { Path: path }),
                PreferedChunkSize: typeof size === "number" ? `${size}` : size,
              },
            ],
          ]);
          const sent = await sentBy((transport) => deleteFolder(soap(transport), request as object));
          const given = Object.entries({ authenticationTicket: "authenticationTicket", path: "Path" }).flatMap(
            ([property, wireName]) => {
              const value = property in Object(request) ? Object(request)[property] : undefined;
              return value === undefined ? [] : [[wireName, value]];
            },
          );
          expectRefusedOr(sent, [["DeleteFolder", Object.fromEntries(given)]]);
        }),
        { numRuns: 300 },
      ));

    test("any element that is given as data", () => {
      let written = 0;
      fc.assert(
        fc.property(anyElement, (element) => {
          let xml: string;
          try {
            xml = writeXml(element);
          } catch (error) {
            expect(error).toBeInstanceOf(SchemaError);
            return;
          }
          written += 1;
          expect(comparable(readXml(xml, { maxNameLength: Number.POSITIVE_INFINITY }))).toEqual(comparable(element));
        }),
        { numRuns: 500 },
      );

      expect(written).toBeGreaterThan(200);
    });

    test.each<[what: string, attributes: readonly XmlAttribute[]]>([
      ["that declares a namespace", [{ name: "xmlns", namespace: "", value: "urn:x" }]],
      ["in the namespace of declarations", [{ name: "a", namespace: "http://www.w3.org/2000/xmlns/", value: "urn:x" }]],
      ["that the contract names", [{ name: "lang", namespace: "", value: "de" }]],
      ["that the contract does not allow there", [{ name: "a", namespace: "urn:b", value: "" }]],
      ["that means something to SOAP", [{ name: "nil", namespace: XSI, value: "true" }]],
      ["that is there twice", Array(2).fill({ name: "a", namespace: "urn:a", value: "" })],
      ["with a name that is none", [{ name: 'a="" b', namespace: "urn:a", value: "" }]],
    ])("no attribute among others %s", (_what, others) => {
      const type = complexType<{ lang: string; others: XmlAttribute[] }>({
        lang: attribute("", "lang", xs.string),
        others: anyAttribute(["", "urn:a", XSI, "http://www.w3.org/2000/xmlns/"]),
      });
      const operation = { name: "a", soapAction: "", input: element("", "a", type) };
      const good = [{ name: "a", namespace: "urn:a", value: "<" }];
      expect(encodeRequest(operation, { lang: "en", others: good }).body).toBe(
        '<a xmlns:ns1="urn:a" lang="en" ns1:a="&lt;"/>',
      );
      expect(() => encodeRequest(operation, { lang: "en", others: [...others] })).toThrow(SchemaError);
    });

    test("any element that is another one each time it is asked", () => {
      const plain = { name: "a", namespace: "", attributes: [], children: [] };
      fc.assert(
        fc.property(anyText, (text) => {
          const second = { name: text, namespace: text, value: text, attributes: [[]], children: [text] };
          const moody = <T extends object>(first: T): T => {
            const asked = new Set<PropertyKey>();
            return new Proxy(first, {
              get: (_, name) => {
                const isFirst = !asked.has(name);
                asked.add(name);
                return Reflect.get(isFirst ? first : second, name);
              },
            });
          };
          const attribute = { name: "b", namespace: "", value: "c" };
          const element = moody({ ...plain, attributes: [moody(attribute)], children: [moody(plain)] });
          expect(writeXml(element)).toBe('<a b="c"><a/></a>');
        }),
      );
    });
  });

  describe("options", () => {
    const names = [
      "endpoint",
      "allowInsecureHttp",
      "soapVersion",
      "timeoutInMs",
      "maxResponseBytes",
      "maxConnections",
      "agent",
      "security",
      "headers",
      "requestIdHeader",
      "ticket",
      "retry",
    ];

    test.each(names)("of any kind are refused, or used: %s", (name) =>
      fc.assert(
        fc.asyncProperty(anything, async (value) => {
          const { requests, error } = await sentBy((transport) =>
            new InfoRouterClient({ endpoint: ENDPOINT, ticket: "T", transport, [name]: value }).deleteFolder("/a/b"),
          );
          expect(error === undefined ? requests.length : error).toEqual(
            error === undefined ? 1 : expect.any(InvalidInputError),
          );
        }),
        { numRuns: 60 },
      ),
    );
  });

  describe("a path", () => {
    test("is accepted if and only if it is one, and unchanged, whether unusual ones are allowed or not", () => {
      fc.assert(
        fc.property(anyPath, fc.boolean(), (path, allowUnusualPath) => {
          const accepted = attempt(() => checkFolderPath(path, "DeleteFolder", { allowUnusualPath }));
          expect(accepted).toBe(isPath(path, { allowUnusualPath }) ? path : undefined);
        }),
        { numRuns: 1500 },
      );
    });

    test("that is accepted is read by the service as the same segments, none of which leads elsewhere", () => {
      fc.assert(
        fc.property(
          anyPath.filter((path) => isPath(path)),
          (path) => {
            const ours = checkFolderPath(path, "DeleteFolder").split(/[/\\]/);
            const theirs = path
              .replaceAll("\\", "/")
              .split("/")
              .filter((one) => one !== "");
            expect(ours.filter((one, index) => one !== "" || (index > 0 && index < ours.length - 1))).toEqual(theirs);
            expect(theirs.map((one) => one.trim()).filter((one) => /^\.*$/.test(one))).toEqual([]);
          },
        ),
        { numRuns: 200 },
      );
    });
  });

  describe("a GUID", () => {
    test.each(Object.entries(guidForms))("in .NET's form %s is normalized", (_form, arbitrary) => {
      fc.assert(
        fc.property(arbitrary, (text) => {
          expect(toGuid(text, "DeleteDownloadHandler")).toBe(readGuid(text));
          expect(toGuid(text, "DeleteDownloadHandler")).toMatch(/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/);
        }),
      );
    });

    test.each<[what: string, text: fc.Arbitrary<string>]>([
      ["in .NET's form X", numbersForm],
      [
        "with blanks before it",
        fc.tuple(blanks, fc.oneof(...Object.values(guidForms))).map(([blank, text]) => blank + text),
      ],
      [
        "with blanks behind it",
        fc.tuple(fc.oneof(...Object.values(guidForms)), blanks).map(([text, blank]) => text + blank),
      ],
    ])("%s is refused, although .NET reads it", (_what, arbitrary) => {
      fc.assert(
        fc.property(arbitrary, (text) => {
          expect(readGuid(text)).toBeDefined();
          expect(attempt(() => toGuid(text, "DeleteDownloadHandler"))).toBeUndefined();
        }),
      );
    });

    test("is never another than .NET reads, and no other text is one", () => {
      const mangled = fc
        .tuple(fc.oneof(...Object.values(guidForms), numbersForm), fc.nat(70), fc.nat(2), anyText)
        .map(([text, at, removed, added]) => text.slice(0, at) + added + text.slice(at + removed));
      fc.assert(
        fc.property(fc.oneof(mangled, anyText), (text) => {
          expect([undefined, readGuid(text)]).toContain(attempt(() => toGuid(text, "DeleteDownloadHandler")));
        }),
        { numRuns: 2000 },
      );
    });
  });
});

/** What a check gives back; undefined where it refuses. */
function attempt(check: () => string): string | undefined {
  try {
    return check();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInputError);
    return undefined;
  }
}
