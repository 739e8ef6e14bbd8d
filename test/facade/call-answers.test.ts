import { createFolder } from "../../generated/index.js";
import { InfoRouterClient, type InfoRouterError, type InfoRouterResult, type Stub } from "../../src/index.js";
import {
  anyElement,
  attribute,
  complexType,
  element,
  type Member,
  nillable,
  type Operation,
  optional,
  xs,
} from "../../src/soap/index.js";
import { answer, envelope } from "../support/soap-messages.js";
import { getDocuments, getDomains, getFolders, getUser, type PathRequest } from "../testing/other-operations.js";
import { errorCodes, type Failure, noPlainNo, service, unexpected } from "./documented-answers.js";

/** An answer that the documentation shows for some operation, and what becomes of a call. `"yes"`: the call resolves. */
type Row = readonly [what: string, element: string, want: "yes" | Failure];

const rejected = (code: string): Failure => service(code, "rejected");
const partial = service("PARTIAL", "unknown");
const EXPIRED = "Session expired or Invalid ticket";
const ITEMS = '<logitem path="/a" status="success" message="" /><logitem path="/b" status="failed" message="locked" />';

const documented: readonly Row[] = [
  // The root: three names, and others for which only the attributes count.
  ...["response", "root", "Response", "Folders"].map((root): Row => [root, `<${root} success="true" />`, "yes"]),

  // A success: in any case, with and without error and number.
  ...["true", "TRUE", "True"].map((value): Row => [value, `<response success="${value}" />`, "yes"]),
  ["an empty error", '<root success="true" error="" />', "yes"],
  ["errorCode 0", '<response success="true" error="" errorCode="0" />', "yes"],
  ["errorcode 0", '<response success="true" errorcode="0" error="" />', "yes"],
  ["an empty errorCode", '<response success="true" errorCode="" />', "yes"],

  // A refusal: with success and error, or with error alone, as 15 pages about folders have it.
  ["success and error", '<root success="false" error="Access denied" />', rejected("ACCESS_DENIED")],
  ["error alone", '<response error="Folder not found." />', rejected("FOLDER_NOT_FOUND")],
  ["success in capitals", '<response success="FALSE" error="Document not found" />', rejected("UNCLASSIFIED")],

  // Numbers in brackets, with a blank or without.
  ["[900]", '<root success="false" error="[900] Authentication failed" />', rejected("AUTHENTICATION_FAILED")],
  ["[901]", `<response error="[901] ${EXPIRED}" />`, rejected("SESSION_EXPIRED")],
  ["[901] without a blank", `<root success="false" error="[901]${EXPIRED}" />`, rejected("SESSION_EXPIRED")],
  ["[921]", '<root success="false" error="[921]Insufficient rights" />', rejected("ACCESS_DENIED")],
  ["[2730]", '<root success="false" error="[2730] Insufficient rights." />', rejected("ACCESS_DENIED")],
  ...["[902] Ticket generation not allowed", "[903] Required parameter.'Path'", "[115] Domain not found"].map(
    (error): Row => [error, `<root success="false" error="${error}" />`, rejected("UNCLASSIFIED")],
  ),
  [
    "an empty handler",
    '<Response success="false" downloadhandler="" error="No valid paths" />',
    rejected("UNCLASSIFIED"),
  ],
  ["SystemError", '<root success="false" error="SystemError:Disk full" />', service("SYSTEM_ERROR", "unknown")],
  ...errorCodes.map(([element, want]): Row => [element, element, want]),

  // The six shapes of a partial failure.
  ["MultiStatus", `<response success="false" error="MultiStatus">${ITEMS}</response>`, partial],
  ["[log] of a set", '<root success="false" error="[log]"><logitem propertyset="a" error="x" /></root>', partial],
  ["[log] of names", '<root success="false" error="[log]"><logitem name="a" message="x" /></root>', partial],
  ["[log] of items", '<Response success="false" error="[log]"><item path="/a" error="x" /></Response>', partial],
  ["[log] of pairs", '<root success="false" error="[log]"><log><item>/a</item><error>x</error></log></root>', partial],
  ["a sentence", '<root success="false" error="Not all."><logitem path="/a" error="x" /></root>', partial],

  // Failures inside a success.
  ["pairs", '<root success="true"><log><item>/a</item><error>x</error></log></root>', partial],
  ["[log]", '<Response success="true" error="[log]"><item path="/a" error="x" /></Response>', partial],
  ["[log] of nothing", '<Response success="true" error="[log]" downloadhandler="" />', partial],
  ["a failed item", `<response success="true">${ITEMS}</response>`, partial],

  ["an answer", '<root success="true"><response success="false" error="x" /></root>', partial],
  ["an answer's error", '<root success="true"><data><root error="x" /></data></root>', partial],
  ["an answer's no", '<root success="true"><Response success="False" /></root>', partial],

  // Data, which looks like failures to those who expect them.
  ["warnings", '<root success="true" warnings="2 tasks were not transferred" />', "yes"],
  ["tryagain", '<response success="true" tryagain="true" />', "yes"],
  ["an audit log", '<root success="true"><LOGITEM ACTION="PURGE" ERROR="x" status="failed" /></root>', "yes"],
  ["a checked-out document", '<root success="true"><document status="failed" error="" /></root>', "yes"],
  ["a log without errors", '<root success="true"><log><item>/a</item></log></root>', "yes"],
  ["an answer that is a yes", '<root success="true"><response success="true" error="" /></root>', "yes"],
  ["items that succeeded", '<root success="true"><item path="/a" status="success" /></root>', "yes"],

  // Neither yes nor no, or both.
  ["nothing", "<response />", unexpected("NOT_THE_CONTRACT")],
  ["a yes and an error", '<response success="true" error="Access denied" />', service("ACCESS_DENIED", "unknown")],
  [
    "a yes and a number",
    '<response success="true" error="" errorCode="4010" />',
    service("SESSION_EXPIRED", "unknown"),
  ],
  ["an Error beside a yes", '<root success="true" Error="Access denied" />', service("ACCESS_DENIED", "unknown")],
  ["an ERROR", '<root success="true" error="" ERROR="Odd" />', service("UNCLASSIFIED", "unknown")],
  ["a Success=false", '<root success="true" Success="false" />', service("UNCLASSIFIED", "unknown")],
  ["an Error alone", '<root Error="Access denied" />', service("ACCESS_DENIED", "unknown")],
  ["an Error beside a no", '<root success="false" Error="[901]" />', service("SESSION_EXPIRED", "unknown")],
  ["a Success alone", '<root Success="true" />', unexpected("NOT_THE_CONTRACT")],
  ["an empty Error", '<root success="true" Error="" Success="TRUE" />', "yes"],
  ...noPlainNo.map(([element, want]): Row => [element, element, want]),
];

/** The forms in which a contract declares such a result, and how it is written then. */
const forms: readonly (readonly [
  form: string,
  stub: Stub<PathRequest, object>,
  operation: string,
  write: (element: string) => string,
])[] = [
  ["any element", createFolder, "CreateFolder", (element) => element],
  ["an optional element", getFolders, "GetFolders", (element) => element],
  ["mixed content", getDocuments, "GetDocuments", (element) => element],
  ["a text", getDomains, "GetDomains", (element) => element.replaceAll("&", "&amp;").replaceAll("<", "&lt;")],
];

describe.each(forms)("where the contract declares %s, a call becomes of", (_form, stub, operation, write) => {
  test.each(documented)("%s: %s", async (_what, element, want) => {
    let sent = 0;
    const infoRouter = new InfoRouterClient({
      endpoint: "http://127.0.0.1:9/",
      ticket: "ticket-1",
      retry: { maxRetries: 3 },
      transport: async () => {
        sent += 1;
        return { status: 200, headers: {}, body: Buffer.from(answer(operation, write(element))) };
      },
    });
    const end: unknown = await infoRouter.call(stub, { path: "/a/b" }).catch((error: InfoRouterError) => error);
    if (want === "yes") {
      const { name, attributes } = end as InfoRouterResult;
      expect([name, attributes["success"]?.toLowerCase()]).toEqual([element.match(/\w+/)?.[0], "true"]);
    } else {
      expect(end).toMatchObject(want);
    }
    // No outcome lets a call be sent again that is not idempotent.
    expect(sent).toBe(1);
  });
});

/** Whether a contract declares them or not: responses that could refuse, and in which nobody can tell. */
const REFUSED = '<response xmlns="" success="false" error="no" />';
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const unclear: readonly (readonly [
  what: string,
  stub: Stub<PathRequest, object>,
  operation: string,
  result: string,
])[] = [
  ...[
    ["with a bare &", '<response success="false" error="A & B"/>'],
    ["with a bare <", '<response success="false" error="A < B"/>'],
    ["with quotes in quotes", '<response success="false" error="Folder "x" not found"/>'],
    ["with an entity of HTML", '<response success="false" error="A&nbsp;B"/>'],
    ["of another name, with a bare &", '<Folders success="false" error="A & B"/>'],
    ["with a document type", `<!DOCTYPE response>${REFUSED}`],
    ["of XML 1.1", `<?xml version="1.1"?>${REFUSED}`],
    ["with an undeclared prefix", '<ir:response success="false" error="no"/>'],
    ["that is cut", '<response success="false" error="no"'],
    ["that is escaped twice", escaped(REFUSED)],
    ["before another one", REFUSED + REFUSED],
    ["too deep", `<response success="true">${"<a>".repeat(70)}<item error="no"/>${"</a>".repeat(70)}</response>`],
  ].map(([what, text = ""]) => [`a text with an element ${what}`, getDomains, "GetDomains", escaped(text)] as const),
  ["mixed content, a text before the element", getDocuments, "GetDocuments", `no${REFUSED}`],
  ["mixed content, two elements", getDocuments, "GetDocuments", REFUSED + REFUSED],
  ["mixed content, a text alone", getDocuments, "GetDocuments", "done"],
  ["mixed content, nothing", getDocuments, "GetDocuments", ""],
  ["a declared type, nothing", getUser, "GetUser", ""],
];

const responseOf = async (stub: Stub<PathRequest, object>, envelopeText: string): Promise<unknown> => {
  const transport = async () => ({ status: 200, headers: {}, body: Buffer.from(envelopeText) });
  await using infoRouter = new InfoRouterClient({ endpoint: "http://127.0.0.1:9/", ticket: "ticket-1", transport });
  return infoRouter.call(stub, { path: "/a/b" }).catch((error: InfoRouterError) => error);
};

test.each(unclear)("is no success: %s", async (_what, stub, operation, result) => {
  const body = `<${operation}Response xmlns="http://tempuri.org/"><${operation}Result>${result}</${operation}Result></${operation}Response>`;
  expect(await responseOf(stub, envelope(body))).toMatchObject(unexpected("NOT_THE_CONTRACT"));
});

test("is no success: a response without the result that could report it", async () => {
  const body = '<CreateFolderResponse xmlns="http://tempuri.org/" />';
  expect(await responseOf(createFolder, envelope(body))).toMatchObject(unexpected("NOT_THE_CONTRACT"));
});

describe("of a contract of one's own, is no success", () => {
  const tns = "http://tempuri.org/";
  const verdict = {
    success: optional(attribute("", "success", xs.string)),
    error: optional(attribute("", "error", xs.string)),
  };
  const stubOf =
    (members: object, more: Partial<Operation<PathRequest, object>> = {}): Stub<PathRequest, object> =>
    (soap, request, options) =>
      soap.call(
        {
          name: "Op",
          soapAction: "",
          input: element(
            tns,
            "Op",
            complexType<PathRequest>({ authenticationTicket: text("authenticationTicket"), path: text("Path") }),
          ),
          output: element(tns, "OpResponse", complexType(members as { result: Member<object> })),
          ...more,
        },
        request,
        options,
      );
  const text = (name: string) => optional(element(tns, name, xs.string));

  const oneWay: Partial<Operation<PathRequest, object>> = { output: undefined } as object;
  const empty = `<OpResponse xmlns="${tns}" />`;

  test.each<[what: string, stub: Stub<PathRequest, object>, response: string]>([
    ["a text", stubOf({ result: text("OpResult") }), envelope(empty)],
    ["bytes", stubOf({ result: optional(element(tns, "OpResult", xs.base64Binary)) }), envelope(empty)],
    ["nothing", stubOf({}), envelope(empty)],
    ["no response", stubOf({}, oneWay), ""],
  ])("%s, where a function around its stub does not wait for it", async (_what, stub, response) => {
    expect(await responseOf(stub, response)).toBeUndefined();
    const without: Stub<PathRequest, object> = async (...given) => {
      stub(...given).catch(() => {});
      return {};
    };
    expect(await responseOf(without, response)).toMatchObject(unexpected("NOT_THE_CONTRACT"));
  });

  test.each([
    [
      "a refusal as a text, and another value",
      { result: text("OpResult"), count: text("count") },
      `<OpResult>${escaped(REFUSED)}</OpResult><count>1</count>`,
    ],
    [
      "a refusal, and another value",
      { result: optional(element(tns, "OpResult", complexType({ any: anyElement() }))), count: text("count") },
      `<OpResult>${REFUSED}</OpResult><count>1</count>`,
    ],
    [
      "a nil that refuses",
      { result: nillable(element(tns, "OpResult", complexType(verdict))) },
      '<OpResult xsi:nil="true" success="false" error="no" />',
    ],
    [
      "a refusal in elements",
      { result: element(tns, "OpResult", complexType({ success: text("success"), error: text("error") })) },
      "<OpResult><success>false</success><error>no</error></OpResult>",
    ],
  ])("%s", async (_what, members, content) => {
    const body = envelope(`<OpResponse xmlns="${tns}">${content}</OpResponse>`);
    expect(await responseOf(stubOf(members), body)).toMatchObject({
      name: expect.stringMatching(/^(?:Service|UnexpectedResponse)Error$/),
      outcome: "unknown",
    });
  });

  const encoded = stubOf({ result: element(tns, "OpResult", xs.string) }, { style: "rpc", use: "encoded" });
  const yes = escaped('<response success="true" />');
  const no = escaped(REFUSED);

  test.each([
    [
      "a refusal in the target of a reference",
      '<OpResponse><OpResult href="#1" /></OpResponse>',
      `<multiRef id="1">${no}</multiRef>`,
    ],
    [
      "a refusal behind a value that is not the message",
      `<m xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" enc:root="0"><OpResult>${yes}</OpResult></m>`,
      `<OpResponse><OpResult>${no}</OpResult></OpResponse>`,
    ],
  ])("%s", async (_what, first, second) => {
    const body = (first + second).replaceAll(/<(OpRes\w+)/g, `<$1 xmlns="${tns}"`);
    expect(await responseOf(encoded, envelope(body))).toMatchObject({ name: "ServiceError", serviceMessage: "no" });
    const confirmed = await responseOf(encoded, envelope(body.replace(no, yes)));
    expect(confirmed).toMatchObject({ attributes: { success: "true" } });
  });

  test.each([
    [
      "in an element that refers to a confirmation",
      `<OpResponse><OpResult href="#1">${no}</OpResult></OpResponse>`,
      yes,
    ],
    [
      "in attributes of such an element",
      '<OpResponse><OpResult href="#1" success="false" error="no" /></OpResponse>',
      yes,
    ],
    [
      "in a message that refers to another",
      `<OpResponse href="#1"><OpResult>${no}</OpResult></OpResponse>`,
      `<OpResult>${yes}</OpResult>`,
    ],
  ])("a refusal %s", async (_what, refusal, confirmation) => {
    const content = `${refusal}<multiRef id="1">${confirmation}</multiRef>`;
    const body = envelope(content.replaceAll(/<(OpRes\w+)/g, `<$1 xmlns="${tns}"`));
    expect(await responseOf(encoded, body)).toMatchObject({ name: "UnexpectedResponseError", outcome: "unknown" });
  });

  test.each([
    ["of the same name", `<OpResponse><OpResult>${no}</OpResult></OpResponse>`],
    ["of another name", `<m><OpResult>${no}</OpResult></m>`],
    ["that says that it is a root", `<m xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" e:root="1">${no}</m>`],
  ])("a refusal beside a confirmation, in an element %s", async (_what, refusal) => {
    const confirmation = `<OpResponse><OpResult>${yes}</OpResult></OpResponse>`;
    for (const content of [confirmation + refusal, refusal + confirmation]) {
      const body = envelope(content.replaceAll(/<(OpRes\w+)/g, `<$1 xmlns="${tns}"`));
      expect(await responseOf(encoded, body)).toMatchObject({ name: "UnexpectedResponseError", outcome: "unknown" });
    }
  });
});
