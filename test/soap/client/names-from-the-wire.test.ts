import { createServer, type Socket } from "node:net";
import { inspect } from "node:util";
import { InfoRouterClient, InfoRouterError } from "../../../src/index.js";
import type { Transport, TransportResponse } from "../../../src/soap/index.js";
import { listen } from "../../support/listen.js";
import { holdPrototypesUntouched, NAMES_OF_OBJECTS } from "../../support/names-of-objects.js";
import { answer, envelope, SOAP } from "../../support/soap-messages.js";
import { transports } from "../../support/transports.js";

holdPrototypesUntouched();

const CONFIRMED = answer("DeleteFolder", '<response success="true" />');
const REFUSED = { name: "ServiceError", outcome: "rejected", code: "UNCLASSIFIED" };
const STRANGE = { name: "UnexpectedResponseError", outcome: "unknown", code: "NOT_THE_CONTRACT" };
const NOT_SOAP = { ...STRANGE, code: "NOT_SOAP" };
const NOT_READABLE = { ...STRANGE, code: "NOT_READABLE" };
const PARTIAL = { name: "ServiceError", outcome: "unknown", code: "PARTIAL" };
const FAULT = { name: "SoapFaultError", outcome: "unknown" };

/** Each character as a reference, which is decoded to the same. */
const referenced = (text: string): string => text.replace(/./gsu, (character) => `&#x${codePoint(character)};`);
const codePoint = (character: string): string => character.codePointAt(0)?.toString(16) ?? "";

/** Where a name can stand in an answer to DeleteFolder; `written` is the name in references, where those may stand. */
interface Place {
  readonly where: string;
  readonly body: (name: string, written: string) => string;
  readonly want: "deleted" | object;
}

const inAnswer =
  (content: (name: string, written: string) => string): Place["body"] =>
  (name, written) =>
    answer("DeleteFolder", content(name, written));
const inBody =
  (content: (name: string, written: string) => string): Place["body"] =>
  (name, written) =>
    envelope(content(name, written));
const inFault = (content: (name: string, written: string) => string): Place["body"] =>
  inBody((name, written) => `<soap:Fault>${content(name, written)}</soap:Fault>`);
const inEnvelope =
  (text: string, replacement: (name: string) => string): Place["body"] =>
  (name) =>
    CONFIRMED.replace(text, () => replacement(name));

const places: readonly Place[] = [
  { where: "the element of the answer", body: inAnswer((name) => `<${name} success="true"/>`), want: STRANGE },
  {
    where: "the element of a refusal",
    body: inAnswer((name) => `<${name} error="no"/>`),
    want: { ...REFUSED, outcome: "unknown" },
  },
  { where: "its error", body: inAnswer((name) => `<response error="${name}"/>`), want: REFUSED },
  { where: "its error, in references", body: inAnswer((_, text) => `<response error="${text}"/>`), want: REFUSED },
  {
    where: "a numbered error",
    body: inAnswer((name) => `<response error="[901]${name}"/>`),
    want: { ...REFUSED, code: "SESSION_EXPIRED" },
  },
  { where: "its success", body: inAnswer((name) => `<response success="${name}"/>`), want: STRANGE },
  { where: "its success, in references", body: inAnswer((_, text) => `<response success="${text}"/>`), want: STRANGE },
  { where: "another attribute", body: inAnswer((name) => `<response success="true" ${name}="true"/>`), want: STRANGE },
  { where: "its only attribute", body: inAnswer((name) => `<response ${name}="true"/>`), want: STRANGE },
  {
    where: "an attribute with prefix",
    body: inAnswer((name) => `<response xmlns:${name}="${name}" success="true" ${name}:${name}="1"/>`),
    want: STRANGE,
  },
  {
    where: "a prefix of nothing",
    body: inAnswer((name) => `<response xmlns:${name}="${name}" success="true"/>`),
    want: "deleted",
  },
  {
    where: "the prefix of the answer, in the operation's namespace",
    body: inAnswer((name) => `<!----><${name}:response xmlns:${name}="http://tempuri.org/" success="true"/>`),
    want: "deleted",
  },
  {
    where: "the prefix of the answer",
    body: inAnswer((name) => `<!----><${name}:response xmlns:${name}="urn:x" success="true"/>`),
    want: STRANGE,
  },
  {
    where: "a prefix that is not declared",
    body: inAnswer((name) => `<r><${name}:response success="true"/></r>`),
    want: NOT_READABLE,
  },
  {
    where: "an attribute's prefix that is not declared",
    body: inAnswer((name) => `<response ${name}:success="true"/>`),
    want: NOT_READABLE,
  },
  {
    where: "a namespace",
    body: inAnswer((name, text) => `<response success="true"><log xmlns="${name}"/><log xmlns="${text}"/></response>`),
    want: STRANGE,
  },
  {
    where: "a child of the answer",
    body: inAnswer((name) => `<response success="true"><${name}/></response>`),
    want: STRANGE,
  },
  {
    where: "an attribute of a log",
    body: inAnswer((name) => `<response success="true"><log ${name}="1"/></response>`),
    want: STRANGE,
  },
  {
    where: "the path of a failure",
    body: inAnswer((name, text) => `<response success="true"><item path="${name}" error="${text}"/></response>`),
    want: PARTIAL,
  },
  {
    where: "the status of an item",
    body: inAnswer((name) => `<response success="true"><item status="${name}"/></response>`),
    want: PARTIAL,
  },
  {
    where: "the text of the answer",
    body: inAnswer((name) => `<response success="true">${name}</response>`),
    want: STRANGE,
  },
  {
    where: "the path and name of an item",
    body: inAnswer(
      (name, text) => `<response success="true"><item path="${name}" name="${text}" status="success"/></response>`,
    ),
    want: "deleted",
  },
  {
    where: "an errorCode",
    body: inAnswer((name) => `<response success="false" error="no" errorCode="${name}"/>`),
    want: { ...REFUSED, outcome: "unknown" },
  },
  { where: "an entity", body: inAnswer((name) => `<response success="true">&${name};</response>`), want: NOT_READABLE },
  {
    where: "an entity in an attribute",
    body: inAnswer((name) => `<response success="true" error="&${name};"/>`),
    want: NOT_READABLE,
  },
  { where: "a name in references", body: inAnswer((_, text) => `<${text} success="true"/>`), want: NOT_READABLE },
  {
    where: "an xsi:type",
    body: inAnswer((name, text) => `<response success="true" xsi:type="${name}"><log xsi:type="${text}"/></response>`),
    want: STRANGE,
  },
  {
    where: "an xsi:type with prefix",
    body: inAnswer((name) => `<response success="true" xmlns:${name}="urn:x" xsi:type="${name}:${name}"/>`),
    want: STRANGE,
  },
  { where: "an xsi:nil", body: inAnswer((name) => `<response success="true" xsi:nil="${name}"/>`), want: STRANGE },
  {
    where: "an id and a reference to it",
    body: inAnswer((name) => `<response success="true" id="${name}" href="#${name}"/>`),
    want: STRANGE,
  },
  {
    where: "an href of the result",
    body: inBody(
      (name) =>
        `<DeleteFolderResponse xmlns="http://tempuri.org/"><DeleteFolderResult href="#${name}"/></DeleteFolderResponse><multiRef id="${name}"/>`,
    ),
    want: STRANGE,
  },
  {
    where: "a processing instruction",
    body: inAnswer((name) => `<response success="true"><?${name} ${name}?></response>`),
    want: "deleted",
  },
  {
    where: "a comment and a section",
    body: inAnswer((name) => `<response success="true"><!--${name}--><log><![CDATA[${name}]]></log></response>`),
    want: STRANGE,
  },
  {
    where: "a document type",
    body: (name) => `<!DOCTYPE ${name} [<!ENTITY ${name} "x">]>${CONFIRMED.replace(/^<\?.*?\?>/, "")}`,
    want: NOT_READABLE,
  },
  { where: "the content of Body", body: inBody((name) => `<${name}/>`), want: STRANGE },
  {
    where: "a second content of Body",
    body: inEnvelope("</soap:Body>", (name) => `<${name}/></soap:Body>`),
    want: STRANGE,
  },
  {
    where: "the result",
    body: inBody((name) => `<DeleteFolderResponse xmlns="http://tempuri.org/"><${name}/></DeleteFolderResponse>`),
    want: STRANGE,
  },
  {
    where: "an attribute of the response",
    body: inEnvelope("Response ", (name) => `Response ${name}="1" `),
    want: STRANGE,
  },
  {
    where: "a header block",
    body: inEnvelope("<soap:Body>", (name) => `<soap:Header><${name} ${name}="1"/></soap:Header><soap:Body>`),
    want: "deleted",
  },
  {
    where: "an element before Body",
    body: inEnvelope("<soap:Body>", (name) => `<${name}/><soap:Body>`),
    want: NOT_SOAP,
  },
  { where: "the envelope", body: (name) => CONFIRMED.replaceAll("soap:Envelope", `soap:${name}`), want: NOT_SOAP },
  { where: "the envelope's namespace", body: (name) => CONFIRMED.replace(SOAP["1.1"].namespace, name), want: NOT_SOAP },
  {
    where: "the envelope's prefix",
    body: (name) => CONFIRMED.replaceAll("soap:", `${name}:`).replaceAll(":soap", `:${name}`),
    want: "deleted",
  },
  {
    where: "the root of what is no envelope",
    body: (name) => `<${name}><title>${name}</title></${name}>`,
    want: NOT_SOAP,
  },
  { where: "a fault's code", body: inFault((name) => `<faultcode>soap:${name}.${name}</faultcode>`), want: FAULT },
  { where: "a fault's code, in references", body: inFault((_, text) => `<faultcode>${text}</faultcode>`), want: FAULT },
  {
    where: "a fault's reason",
    body: inFault((name, text) => `<faultstring xml:lang="${name}">${text}</faultstring>`),
    want: FAULT,
  },
  { where: "a fault's actor", body: inFault((name) => `<faultactor>${name}</faultactor>`), want: FAULT },
  { where: "a fault's children", body: inFault((name) => `<${name} ${name}="1"/>`), want: FAULT },
  {
    where: "a fault's detail",
    body: inFault(
      (name) => `<detail><${name} ${name}="1" xmlns:${name}="${name}"><${name}:${name}/></${name}></detail>`,
    ),
    want: FAULT,
  },
  {
    where: "the prefix of a fault's code",
    body: inFault((name) => `<faultcode>${name}:Client</faultcode>`),
    want: FAULT,
  },
];

function response(body: string, headers: TransportResponse["headers"] = {}): TransportResponse {
  return { status: 200, headers: { "content-type": SOAP["1.1"].contentType, ...headers }, body: Buffer.from(body) };
}

/** What becomes of DeleteFolder where it is answered so, and whether the client's next call works. */
async function outcomeOf(answered: TransportResponse): Promise<unknown> {
  const answers = [answered, response(CONFIRMED)];
  const transport: Transport = async () => answers.shift() ?? response("");
  await using infoRouter = new InfoRouterClient({ endpoint: "http://127.0.0.1:9/", ticket: "T", transport });
  const outcome = await infoRouter.deleteFolder("/a/b").then(
    (deletion) => deletion.outcome,
    (error: unknown) => error,
  );
  await expect(infoRouter.deleteFolder("/a/b")).resolves.toMatchObject({ outcome: "deleted" });
  return outcome;
}

/** An error can be written to a log. */
function expectLoggable(error: unknown): void {
  expect(error).toBeInstanceOf(InfoRouterError);
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ operation: "DeleteFolder" });
  expect(inspect(error, { showHidden: true, depth: 9 })).toContain("DeleteFolder");
}

test.each(places)("a name of every object's member is a name like any other as $where", async ({ body, want }) => {
  for (const name of NAMES_OF_OBJECTS) {
    const outcome = await outcomeOf(response(body(name, referenced(name))));
    if (want === "deleted") {
      expect({ name, outcome }).toEqual({ name, outcome: "deleted" });
    } else {
      expect({ name, outcome }).toMatchObject({ name, outcome: want });
      expectLoggable(outcome);
    }
  }
});

test.each<[where: string, headers: (name: string) => Record<string, string>, want: "deleted" | object]>([
  ["a header", (name) => ({ [name]: name }), "deleted"],
  ["a charset", (name) => ({ "content-type": `text/xml; charset=${name}` }), NOT_READABLE],
  ["a media type", (name) => ({ "content-type": `${name}/${name}` }), NOT_SOAP],
  ["a coding", (name) => ({ "content-encoding": name }), NOT_READABLE],
  ["a time to wait", (name) => ({ "retry-after": name }), "deleted"],
])("a name of every object's member is one like any other as %s", async (_where, headers, want) => {
  for (const name of NAMES_OF_OBJECTS) {
    const outcome = await outcomeOf(response(CONFIRMED, headers(name)));
    expect({ name, outcome }).toMatchObject({ name, outcome: want });
  }
});

describe.each(transports)("over %s", (_name, makeTransport) => {
  test.each(NAMES_OF_OBJECTS)(
    "a header %s, also twice and behind the body, leaves the next call alone",
    async (name) => {
      const field = `${name}: ${name}\r\n`;
      const head = (fields: string): string => `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n${fields}\r\n`;
      const chunk = `${CONFIRMED.length.toString(16)}\r\n${CONFIRMED}\r\n0\r\n`;
      const answers = [
        `${head(`${field}Transfer-Encoding: chunked\r\n${field}`)}${chunk}${field}\r\n`,
        head(`Content-Length: ${CONFIRMED.length}\r\n`) + CONFIRMED,
      ];
      const server = createServer((socket: Socket) => {
        socket.on("error", () => {});
        socket.on("data", (bytes) => {
          if (String(bytes).endsWith("Envelope>")) {
            socket.write(answers.shift() ?? "");
          }
        });
      });
      const endpoint = await listen(server);
      const transport = makeTransport();
      await using infoRouter = new InfoRouterClient({ endpoint, transport, ticket: "T" });
      const deletions = [await infoRouter.deleteFolder("/a/b"), await infoRouter.deleteFolder("/a/b")];
      transport.close();
      server.close();
      expect(deletions.map(({ outcome }) => outcome)).toEqual(["deleted", "deleted"]);
    },
  );
});
