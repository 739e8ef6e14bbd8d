import fc from "fast-check";
import { deleteFolder, folderExists, getDownloadHandler } from "../../generated/index.js";
import { InfoRouterClient, InvalidInputError } from "../../src/index.js";
import { createSoapClient, type Transport, type TransportRequest } from "../../src/soap/index.js";
import { readXml } from "../../src/soap/xml/read-xml.js";
import { elementsOf, textOf, type XmlElement } from "../../src/soap/xml/xml-element.js";
import { readGuid } from "../../src/testing/service/guid.js";
import { anyText, anything, isXmlText } from "../support/arbitrary-texts.js";
import { describeWithAsmx, startAsmx } from "../support/hosts/start-asmx.js";
import { startEmbeddedHost, type TestHost } from "../support/hosts/test-host.js";
import { describeProperties } from "../support/property-seed.js";
import { answer, SOAP } from "../support/soap-messages.js";
import { anyPath, guidForms } from "./arbitrary-arguments.js";

const TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const ENDPOINT = "https://dms.example.com/srv.asmx";

/** A stub sends a text. It must arrive unchanged, or nothing may be sent. */
function arrivesUnchanged(start: () => Promise<TestHost>): void {
  let host: TestHost;

  beforeAll(async () => {
    host = await start();
  });

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

/** The requests of a call, and its error. */
interface Sent {
  readonly requests: readonly TransportRequest[];
  readonly error: unknown;
}

/** Makes a call that the service confirms. */
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
      "Accept-Encoding": "gzip",
      "Content-Type": "text/xml; charset=utf-8",
      SOAPAction: `"http://tempuri.org/${messages[index]?.[0]}"`,
      ...headers,
    });
  }
}

/** The operation and the parameters of an envelope. Fails if it holds anything else. */
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

describeProperties(() => {
  describe("arrives at the embedded server unchanged, or is refused before a byte is sent:", () =>
    arrivesUnchanged(startEmbeddedHost));
  describeWithAsmx("arrives at the ASMX service unchanged, or is refused before a byte is sent:", () =>
    arrivesUnchanged(startAsmx),
  );

  describe("adds no element, attribute or header, or is refused:", () => {
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
      "log",
      "logMessages",
      "ticket",
      "retry",
    ];

    test.each(names)("of any type are refused, or used: %s", (name) =>
      fc.assert(
        fc.asyncProperty(anything, async (value) => {
          const { requests, error } = await sentBy((transport) =>
            new InfoRouterClient({ endpoint: ENDPOINT, ticket: "T", transport, [name]: value }).deleteFolder("/a/b"),
          );
          // An option may be used and end the call later: a response may be longer than a limit of one byte.
          expect(requests.length === 0 ? error : requests.length).toEqual(
            requests.length === 0 ? expect.any(InvalidInputError) : 1,
          );
        }),
        { numRuns: 60 },
      ),
    );
  });
});
