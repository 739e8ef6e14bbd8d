import { escapeText } from "../../src/soap/xml/write-xml.js";
import type { OperationName } from "../../src/testing/index.js";
import type { Seed, ServiceFailure, TestHost } from "../support/hosts/test-host.js";

/** An HTTP request, byte for byte but for what HTTP itself adds. */
export interface RawRequest {
  readonly method: string;
  /** From `/srv.asmx` on. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A request whose answer is known: test/answers/NAME.http holds what the ASMX service said. */
export interface Exchange {
  readonly name: string;
  readonly request: RawRequest;
  /** Done before it, on a host seeded with {@link seed}. */
  readonly before?: (host: TestHost) => Promise<void>;
  /** Where the host is to speak otherwise than {@link seed} has it. */
  readonly speech?: Pick<Seed, "dialect" | "language">;
}

export const JANE = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
export const ADMIN = "9b2c1f5e-6a7d-4c3b-8e9f-0a1b2c3d4e5f";
const GUID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
export const SUMMARY = "/Finance/Reports/2024/Q1/summary.txt";
const SCAN = "/Finance/Reports/scan.pdf";
export const NOTES = "/Finance/Versions/notes.txt";

/** What every exchange starts from. */
export const seed: Seed = {
  dialect: "brackets",
  folders: ["/Finance/Reports/2024/Q1", "/Finance/Private/Plans", "/Finance/Kept/Old", "/Legal"],
  documents: {
    [SUMMARY]: { content: "All is well.\n", contentType: "text/plain", modified: "2024-03-31" },
    [SCAN]: { content: "scan", offline: true },
    "/Finance/Drafts/plan.txt": { content: "plan", checkedOut: true },
    [NOTES]: { content: "third", earlierVersions: ["first", "second"], modified: "2024-06-15" },
  },
  users: {
    jane: { password: "secret", readOnly: ["/Finance/Private"] },
    admin: { password: "secret", administrator: true },
    system: { password: "secret", mayHaveTickets: false },
  },
  tickets: { [JANE]: "jane", [ADMIN]: "admin" },
  disallowFolderDelete: ["/Finance/Kept"],
};

type Values = Readonly<Record<string, string | number | boolean>>;

const as = (authenticationTicket: string, values: Values = {}): Values => ({ authenticationTicket, ...values });
/** For the operations that spell it with a capital. */
const As = (AuthenticationTicket: string, values: Values = {}): Values => ({ AuthenticationTicket, ...values });
const expired = (host: TestHost): Promise<void> => host.expireTickets();
const failing = (operation: OperationName, failure: ServiceFailure) => (host: TestHost) =>
  host.failNext({ operation, with: failure });

type OperationCase = [name: string, operation: OperationName, values: Values, before?: Exchange["before"]];

/** What the documentation says of each operation, asked for in the same words over each binding. */
const operationCases: readonly OperationCase[] = [
  ["delete-folder", "DeleteFolder", as(JANE, { Path: "/Finance/Reports/2024" })],
  ["delete-folder-other-spelling", "DeleteFolder", as(JANE.toUpperCase(), { Path: "\\finance\\REPORTS/2024//" })],
  ["delete-folder-without-ticket", "DeleteFolder", as("", { Path: "/Finance/Reports/2024" })],
  ["delete-folder-unknown-ticket", "DeleteFolder", as(GUID, { Path: "/Finance/Reports/2024" })],
  ["delete-folder-malformed-ticket", "DeleteFolder", as("abc123", { Path: "/Finance/Reports/2024" })],
  ["delete-folder-expired-ticket", "DeleteFolder", as(JANE, { Path: "/Finance/Reports/2024" }), expired],
  ["delete-folder-not-found", "DeleteFolder", as(JANE, { Path: "/Finance/Reports/1999" })],
  ["delete-folder-of-a-document", "DeleteFolder", as(JANE, { Path: SCAN })],
  ["delete-folder-empty-path", "DeleteFolder", as(JANE, { Path: "" })],
  ["delete-folder-root", "DeleteFolder", as(JANE, { Path: "/" })],
  ["delete-folder-top-level", "DeleteFolder", as(JANE, { Path: "/Finance" })],
  ["delete-folder-unknown-top-level", "DeleteFolder", as(JANE, { Path: "/Sales" })],
  ["delete-folder-access-denied", "DeleteFolder", as(JANE, { Path: "/Finance/Private/Plans" })],
  ["delete-folder-checked-out", "DeleteFolder", as(JANE, { Path: "/Finance/Drafts" })],
  ["delete-folder-checked-out-as-administrator", "DeleteFolder", as(ADMIN, { Path: "/Finance/Drafts" })],
  ["delete-folder-disallowed-by-rule", "DeleteFolder", as(ADMIN, { Path: "/Finance/Kept" })],
  [
    "delete-folder-system-error",
    "DeleteFolder",
    as(JANE, { Path: "/Finance/Reports" }),
    failing("DeleteFolder", "system-error"),
  ],
  ["delete-folder-exception", "DeleteFolder", as(JANE, { Path: "/Finance/Reports" }), failing("DeleteFolder", "fault")],
  [
    "delete-folder-client-fault",
    "DeleteFolder",
    as(JANE, { Path: "/Finance/Reports" }),
    failing("DeleteFolder", "client-fault"),
  ],
  ["delete-folder-in-part", "DeleteFolder", as(JANE, { Path: "/Finance/Reports" }), failing("DeleteFolder", "partial")],
  ["delete-download-handler", "DeleteDownloadHandler", as(JANE, { DownloadHandler: GUID })],
  ["delete-download-handler-not-a-guid", "DeleteDownloadHandler", as("", { DownloadHandler: "~D12" })],
  ["delete-download-handler-without-ticket", "DeleteDownloadHandler", as("", { DownloadHandler: GUID })],
  ["delete-download-handler-unknown-ticket", "DeleteDownloadHandler", as(GUID, { DownloadHandler: GUID })],
  [
    "delete-download-handler-exception",
    "DeleteDownloadHandler",
    as(JANE, { DownloadHandler: GUID }),
    failing("DeleteDownloadHandler", "fault"),
  ],
  ["authenticate-user", "AuthenticateUser", { UID: "JANE", PWD: "secret" }],
  ["authenticate-user-wrong-password", "AuthenticateUser", { UID: "jane", PWD: "Secret" }],
  ["authenticate-user-unknown", "AuthenticateUser", { UID: "joe", PWD: "secret" }],
  ["authenticate-user-without-tickets", "AuthenticateUser", { UID: "system", PWD: "secret" }],
  ["is-valid-ticket", "isValidTicket", As(JANE)],
  ["is-valid-ticket-unknown", "isValidTicket", As(GUID)],
  ["is-valid-ticket-empty", "isValidTicket", As("")],
  ["log-out", "LogOut", As(JANE)],
  ["log-out-expired", "LogOut", As(JANE), expired],
  ["get-download-handler", "GetDownloadHandler", As(JANE, { Path: SUMMARY, PreferedChunkSize: 1 })],
  [
    "get-download-handler-large-chunks",
    "GetDownloadHandler",
    As(JANE, { Path: SUMMARY, PreferedChunkSize: 2147483647 }),
  ],
  [
    "get-download-handler-not-found",
    "GetDownloadHandler",
    As(JANE, { Path: "/Finance/Reports", PreferedChunkSize: 0 }),
  ],
  ["get-download-handler-offline", "GetDownloadHandler", As(JANE, { Path: SCAN, PreferedChunkSize: 300000 })],
  [
    "get-download-handler-by-version",
    "GetDownloadHandlerByVersion",
    As(JANE, { Path: NOTES, PreferedChunkSize: 0, VersionNumber: 2000000 }),
  ],
  [
    "get-download-handler-by-version-invalid",
    "GetDownloadHandlerByVersion",
    As(JANE, { Path: NOTES, PreferedChunkSize: 0, VersionNumber: 2 }),
  ],
  [
    "get-download-handler-by-version-negative",
    "GetDownloadHandlerByVersion",
    As(JANE, { Path: NOTES, PreferedChunkSize: 0, VersionNumber: -1000000 }),
  ],
  [
    "download-zip",
    "DownloadZipWithHandler",
    as(JANE, { Paths: `/Finance/Reports/2024|${NOTES}|/Nope`, partialResult: false }),
  ],
  ["download-zip-in-part", "DownloadZipWithHandler", as(JANE, { Paths: "/Finance/Reports", partialResult: true })],
  [
    "download-zip-refused-in-part",
    "DownloadZipWithHandler",
    as(JANE, { Paths: "/Finance/Reports", partialResult: false }),
  ],
  ["download-zip-no-valid-paths", "DownloadZipWithHandler", as(JANE, { Paths: "/Nope|", partialResult: true })],
  [
    "download-file-chunk-not-a-guid",
    "DownloadFileChunk",
    as("", { DownloadHandler: "x", StartOffset: 0, ChunkSize: 1 }),
  ],
  [
    "download-file-chunk-not-found",
    "DownloadFileChunk",
    as(JANE, { DownloadHandler: GUID, StartOffset: 0, ChunkSize: 1 }),
  ],
  ["delete-upload-handler", "DeleteUploadHandler", as(JANE, { UploadHandler: `{${GUID}}` })],
  ["delete-upload-handler-not-a-guid", "DeleteUploadHandler", as("", { UploadHandler: "" })],
  ["delete-domain", "DeleteDomain", as(ADMIN, { DomainName: "legal" })],
  ["delete-domain-not-administrator", "DeleteDomain", as(JANE, { DomainName: "Legal" })],
  ["delete-domain-not-found", "DeleteDomain", as(ADMIN, { DomainName: "Sales" })],
  ["create-folder", "CreateFolder", as(JANE, { Path: "/Finance/New/..Q3 report  <final>.." })],
  ["create-folder-top-level", "CreateFolder", as(JANE, { Path: "/Sales" })],
  ["create-folder-unknown-library", "CreateFolder", as(JANE, { Path: "/Sales/2024" })],
  ["create-folder-exists", "CreateFolder", as(JANE, { Path: "/Finance/Reports" })],
  ["create-folder-access-denied", "CreateFolder", as(JANE, { Path: "/Finance/Private/More" })],
  ["folder-exists", "FolderExists", as(JANE, { Path: "/Finance/Reports/" })],
  ["folder-exists-not-found", "FolderExists", as(JANE, { Path: SCAN })],
  ["delete-document", "DeleteDocument", as(JANE, { Path: "/Finance/Drafts/plan.txt" })],
  ["delete-document-not-found", "DeleteDocument", as(JANE, { Path: "/Finance/Drafts" })],
];

const SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";
const TEMPURI = "http://tempuri.org/";

export function soapEnvelope(namespace: string, content: string, header = ""): string {
  return `<?xml version="1.0" encoding="utf-8"?><e:Envelope xmlns:e="${namespace}">${header}<e:Body>${content}</e:Body></e:Envelope>`;
}

function payload(operation: string, values: Values): string {
  const elements = Object.entries(values).map(([name, value]) => `<${name}>${escapeText(String(value))}</${name}>`);
  return `<${operation} xmlns="${TEMPURI}">${elements.join("")}</${operation}>`;
}

export function soap11(body: string, action: string, contentType = "text/xml; charset=utf-8"): RawRequest {
  const headers = { "Content-Type": contentType, SOAPAction: `"${TEMPURI}${action}"` };
  return { method: "POST", target: "/srv.asmx", headers, body };
}

export function soap12(body: string, action: string): RawRequest {
  const contentType = `application/soap+xml; charset=utf-8; action="${TEMPURI}${action}"`;
  return { method: "POST", target: "/srv.asmx", headers: { "Content-Type": contentType }, body };
}

function form(values: Values): string {
  const pairs = Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(pairs).toString();
}

function httpPost(operation: string, body: string, contentType = "application/x-www-form-urlencoded"): RawRequest {
  return { method: "POST", target: `/srv.asmx/${operation}`, headers: { "Content-Type": contentType }, body };
}

/** A request of DeleteUploadHandler, which reads a GUID and does nothing. */
export function deleteUploadHandler(UploadHandler: string): RawRequest {
  return soap11(
    soapEnvelope(SOAP_11, payload("DeleteUploadHandler", as(JANE, { UploadHandler }))),
    "DeleteUploadHandler",
  );
}

const bindings = {
  soap11: (operation, values) => soap11(soapEnvelope(SOAP_11, payload(operation, values)), operation),
  soap12: (operation, values) => soap12(soapEnvelope(SOAP_12, payload(operation, values)), operation),
  "http-get": (operation, values) => ({ method: "GET", target: `/srv.asmx/${operation}?${form(values)}` }),
  "http-post": (operation, values) => httpPost(operation, form(values)),
} satisfies Readonly<Record<string, (operation: string, values: Values) => RawRequest>>;

const deletion = payload("DeleteFolder", as(JANE, { Path: "/Finance/Reports/2024" }));
const good11 = soapEnvelope(SOAP_11, deletion);
const good12 = soapEnvelope(SOAP_12, deletion);
const pathed = (path: string): string => deletion.replace("/Finance/Reports/2024", path);
const mandatory = '<e:Header><h xmlns="urn:h" e:mustUnderstand="1"/></e:Header>';

/** What can be wrong with a message, in both versions of SOAP. */
const soapCases: readonly [name: string, body: (namespace: string) => string, action?: string][] = [
  ["unknown-action-and-element", (ns) => soapEnvelope(ns, `<Nope xmlns="${TEMPURI}"/>`), "Nope"],
  ["unknown-action", (ns) => soapEnvelope(ns, deletion), "Nope"],
  ["element-of-another-operation", (ns) => soapEnvelope(ns, payload("FolderExists", as(JANE)))],
  ["element-of-another-namespace", (ns) => soapEnvelope(ns, deletion.replace(TEMPURI, "urn:x"))],
  ["misspelt-ticket", (ns) => soapEnvelope(ns, deletion.replaceAll("authenticationTicket", "AuthenticationTicket"))],
  ["misspelt-path", (ns) => soapEnvelope(ns, deletion.replaceAll("Path>", "path>"))],
  [
    "unqualified-parameters",
    (ns) => soapEnvelope(ns, deletion.replace("<authenticationTicket>", '<authenticationTicket xmlns="">')),
  ],
  ["parameters-in-another-order", (ns) => soapEnvelope(ns, deletion.replace(/(<auth.*Ticket>)(<Path.*Path>)/, "$2$1"))],
  ["parameter-given-twice", (ns) => soapEnvelope(ns, deletion.replace("<Path>", "<Path>/Finance/Kept</Path><Path>"))],
  ["unknown-parameter", (ns) => soapEnvelope(ns, deletion.replace("<Path>", "<Recursive>true</Recursive><Path>"))],
  ["element-in-a-text", (ns) => soapEnvelope(ns, pathed("/Finance/<b>Reports</b>"))],
  ["cdata", (ns) => soapEnvelope(ns, pathed("<![CDATA[/Finance]]>/Reports"))],
  [
    "nil-path",
    (ns) =>
      soapEnvelope(
        ns,
        deletion.replace("<Path>", '<Path i:nil="true" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'),
      ),
  ],
  ["two-elements-in-body", (ns) => soapEnvelope(ns, deletion + pathed("/Finance/Kept"))],
  ["empty-soap-body", (ns) => soapEnvelope(ns, "")],
  ["no-soap-body", (ns) => `<e:Envelope xmlns:e="${ns}"/>`],
  ["mandatory-header", (ns) => soapEnvelope(ns, deletion, mandatory)],
  ["ignored-header", (ns) => soapEnvelope(ns, deletion, mandatory.replace('"1"', '"0"'))],
  ["malformed-xml", (ns) => soapEnvelope(ns, deletion).slice(0, -12)],
  ["not-xml", () => "hello"],
  ["empty-http-body", () => ""],
  ["doctype", (ns) => soapEnvelope(ns, deletion).replace("?>", "?><!DOCTYPE x>")],
  ["control-character", (ns) => soapEnvelope(ns, pathed("/Finance/&#1;"))],
  ["wrong-envelope-namespace", () => soapEnvelope("urn:envelope", deletion)],
  ["another-root", () => "<x/>"],
  ["other-version", (ns) => soapEnvelope(ns === SOAP_11 ? SOAP_12 : SOAP_11, deletion)],
  [
    "int-missing",
    (ns) => soapEnvelope(ns, payload("GetDownloadHandler", As(JANE, { Path: "/Nope" }))),
    "GetDownloadHandler",
  ],
  [
    "int-with-blanks",
    (ns) => soapEnvelope(ns, payload("GetDownloadHandler", As(JANE, { Path: "/Nope", PreferedChunkSize: " +5 " }))),
    "GetDownloadHandler",
  ],
  [
    "int-malformed",
    (ns) => soapEnvelope(ns, payload("GetDownloadHandler", As(JANE, { PreferedChunkSize: "1.5" }))),
    "GetDownloadHandler",
  ],
  [
    "int-empty",
    (ns) => soapEnvelope(ns, payload("GetDownloadHandler", As(JANE, { PreferedChunkSize: "" }))),
    "GetDownloadHandler",
  ],
  [
    "int-too-large",
    (ns) => soapEnvelope(ns, payload("GetDownloadHandler", As(JANE, { PreferedChunkSize: 2147483648 }))),
    "GetDownloadHandler",
  ],
  [
    "boolean-as-digit",
    (ns) => soapEnvelope(ns, payload("DownloadZipWithHandler", as(JANE, { partialResult: "1" }))),
    "DownloadZipWithHandler",
  ],
  [
    "boolean-malformed",
    (ns) => soapEnvelope(ns, payload("DownloadZipWithHandler", as(JANE, { partialResult: "True" }))),
    "DownloadZipWithHandler",
  ],
];

const folder = "authenticationTicket=x&Path=%2FFinance";
const zip = "authenticationTicket=x&Paths=y&partialResult=";
const chunk = "AuthenticationTicket=x&Path=y&PreferedChunkSize=";

/** What can be wrong with arguments in a query or a form. */
const formCases: readonly [name: string, operation: string, arguments: string][] = [
  ["parameter-missing", "DeleteFolder", "authenticationTicket=x"],
  ["no-parameters", "DeleteFolder", ""],
  ["parameters-in-another-case", "DeleteFolder", folder.toUpperCase()],
  ["parameter-given-twice", "FolderExists", `authenticationTicket=${JANE}&Path=/Finance&Path=/Legal`],
  ["unknown-parameter", "FolderExists", `authenticationTicket=${JANE}&Path=/Finance&Recursive=true`],
  ["percent-and-plus", "FolderExists", `authenticationTicket=${JANE}&Path=%2fFinance%zz+%C3%A4`],
  ["tag", "FolderExists", `authenticationTicket=${JANE}&Path=/Finance/%3Cb`],
  ["end-tag", "FolderExists", `authenticationTicket=${JANE}&Path=/Finance/%3C/b`],
  ["character-reference", "FolderExists", `authenticationTicket=${JANE}&Path=/Finance/%26%2365;`],
  ["less-than-and-ampersand", "FolderExists", `authenticationTicket=${JANE}&Path=/Finance/%3C%201%20%26amp;`],
  ["tag-in-unknown-parameter", "FolderExists", `authenticationTicket=${JANE}&Path=/Finance&x=%3Cb`],
  ["unknown-operation", "Nope", folder],
  ["operation-in-another-case", "deletefolder", folder],
  ["operation-with-more-path", "DeleteFolder/x", folder],
  ["int-malformed", "GetDownloadHandler", `${chunk}abc`],
  ["int-empty", "GetDownloadHandler", chunk],
  ["int-too-large", "GetDownloadHandler", `${chunk}2147483648`],
  ["int-with-blanks", "GetDownloadHandler", `${chunk}%20%2B5%20`],
  ["boolean-in-capitals", "DownloadZipWithHandler", `${zip}TRUE`],
  ["boolean-as-digit", "DownloadZipWithHandler", `${zip}1`],
];

/** What can be wrong with the HTTP of it. */
const httpCases: readonly [name: string, request: RawRequest][] = [
  ["soap11-without-charset", soap11(soapEnvelope(SOAP_11, pathed("/Finance/Käse")), "CreateFolder", "text/xml")],
  [
    "soap11-latin1",
    {
      ...soap11("", "DeleteFolder", "text/xml; charset=iso-8859-1"),
      body: Buffer.from(good11.replace("utf-8", "iso-8859-1").replace("2024", "Käse"), "latin1"),
    },
  ],
  [
    "soap11-utf16",
    {
      ...soap11("", "DeleteFolder", "text/xml; charset=utf-16"),
      body: Buffer.from(`\ufeff${good11.replace("utf-8", "utf-16")}`, "utf16le"),
    },
  ],
  [
    "soap11-action-without-quotes",
    {
      ...soap11(good11, ""),
      headers: { "Content-Type": "text/xml; charset=utf-8", SOAPAction: `${TEMPURI}DeleteFolder` },
    },
  ],
  [
    "soap11-empty-action",
    { ...soap11(good11, ""), headers: { "Content-Type": "text/xml; charset=utf-8", SOAPAction: '""' } },
  ],
  ["soap11-without-action", { ...soap11(good11, ""), headers: { "Content-Type": "text/xml; charset=utf-8" } }],
  [
    "soap12-without-action",
    { ...soap12(good12, ""), headers: { "Content-Type": "application/soap+xml; charset=utf-8" } },
  ],
  [
    "soap12-without-action-not-xml",
    { ...soap12("hello", ""), headers: { "Content-Type": "application/soap+xml; charset=utf-8" } },
  ],
  [
    "soap12-without-action-unknown-element",
    {
      ...soap12(soapEnvelope(SOAP_12, "<x/>"), ""),
      headers: { "Content-Type": "application/soap+xml; charset=utf-8" },
    },
  ],
  ["soap-as-json", soap11(good11, "DeleteFolder", "application/json")],
  ["soap-as-plain-text", soap11(good11, "DeleteFolder", "text/plain")],
  [
    "soap-without-content-type",
    {
      method: "POST",
      target: "/srv.asmx",
      headers: { SOAPAction: `"${TEMPURI}DeleteFolder"` },
      body: Buffer.from(good11),
    },
  ],
  ["soap-to-operation-path", { ...soap11(good11, "DeleteFolder"), target: "/srv.asmx/DeleteFolder" }],
  ["soap-with-query", { ...soap11(good11, "DeleteFolder"), target: "/srv.asmx?x=1" }],
  ["form-to-service", { ...httpPost("", folder), target: "/srv.asmx" }],
  ["form-as-json", httpPost("DeleteFolder", "{}", "application/json")],
  ["form-with-arguments-in-query", { ...httpPost("DeleteFolder", ""), target: `/srv.asmx/DeleteFolder?${folder}` }],
  ["put-to-service", { ...soap11(good11, "DeleteFolder"), method: "PUT" }],
  ["delete-to-service", { method: "DELETE", target: "/srv.asmx" }],
  ["put-to-operation", { ...httpPost("DeleteFolder", folder), method: "PUT" }],
  ["delete-to-operation", { method: "DELETE", target: `/srv.asmx/DeleteFolder?${folder}` }],
  ["page-for-people", { method: "GET", target: "/srv.asmx" }],
  ["another-page", { method: "GET", target: "/other.asmx" }],
  [
    "ticket-cookie",
    { method: "GET", target: "/srv.asmx/isValidTicket?AuthenticationTicket=", headers: { Cookie: `ticket=${JANE}` } },
  ],
  [
    "soap-ticket-cookie",
    {
      ...soap11(soapEnvelope(SOAP_11, payload("isValidTicket", {})), "isValidTicket"),
      headers: { "Content-Type": "text/xml; charset=utf-8", Cookie: `ticket=${JANE}` },
    },
  ],
];

/** All of it; names are unique. */
export const exchanges: readonly Exchange[] = [
  ...Object.entries(bindings).flatMap(([binding, request]) =>
    operationCases.map(([name, operation, values, before]) => ({
      name: `${binding}/${name}`,
      request: request(operation, values),
      ...(before && { before }),
    })),
  ),
  ...(["en", "tr"] as const).flatMap((language) =>
    operationCases.map(([name, operation, values, before]) => ({
      name: `error-code/${language}-${name}`,
      request: bindings.soap11(operation, values),
      speech: { dialect: "errorCode", language } as const,
      ...(before && { before }),
    })),
  ),
  ...soapCases.flatMap(([name, body, action = "DeleteFolder"]) => [
    { name: `soap11/message-${name}`, request: soap11(body(SOAP_11), action) },
    { name: `soap12/message-${name}`, request: soap12(body(SOAP_12), action) },
  ]),
  ...formCases.flatMap(([name, operation, text]) => [
    { name: `http-get/arguments-${name}`, request: { method: "GET", target: `/srv.asmx/${operation}?${text}` } },
    { name: `http-post/arguments-${name}`, request: httpPost(operation, text) },
  ]),
  ...httpCases.map(([name, request]) => ({ name: `http/${name}`, request })),
];

const X = "{0xa1b2c3d4,0xe5f6,0x7890,{0xab,0xcd,0xef,0x12,0x34,0x56,0x78,0x90}}";

/** Texts, and the GUID that .NET's `Guid.TryParse` sees in them. */
export const guidTexts: readonly (readonly [text: string, guid: string | undefined])[] = [
  ...[
    GUID,
    GUID.toUpperCase(),
    GUID.replaceAll("-", ""),
    `{${GUID}}`,
    `(${GUID})`,
    X,
    X.toUpperCase(),
    X.replaceAll(",", " , "),
    X.replace("}}", "} }"),
    ` ${GUID} `,
    `\t${GUID}\n`,
    `\u00a0{${GUID}}\u2003`,
    `\u0085${GUID}\u2028`,
  ].map((text) => [text, GUID] as const),
  [X.replace("0x12", "0x2"), GUID.replace("ef12", "ef02")],
  ...[
    "",
    " ",
    "0",
    "~D12",
    GUID.slice(1),
    `${GUID}0`,
    `[${GUID}]`,
    `{${GUID}`,
    `${GUID}}`,
    `{${GUID})`,
    `{ ${GUID} }`,
    `{{${GUID}}}`,
    `{${GUID.replaceAll("-", "")}}`,
    `(${GUID.replaceAll("-", "")})`,
    GUID.replaceAll("-", " "),
    GUID.replaceAll("-", "\u2010"),
    GUID.replace("a1b2c3d4-", "a1b2c3d4"),
    GUID.replace("a1b2c3d4-e", "a1b2c3d-4e"),
    GUID.replace("a", "g"),
    GUID.replace("a", "\uff41"),
    GUID.replace("0", "\u0660"),
    `\u200b${GUID}`,
    `\ufeff${GUID}`,
    `urn:uuid:${GUID}`,
    X.replaceAll("0x", ""),
    X.replace(",0x90", ""),
    X.replace("0x90", "0x90,0x1"),
    X.replace("0xab", "0x1ab"),
    X.replace("0xa1b2c3d4", "0x"),
    `${X}x`,
    `(${X.slice(1, -1)})`,
  ].map((text) => [text, undefined] as const),
];

/** What the names begin with. */
export const groups: readonly string[] = [...new Set(exchanges.map(({ name }) => name.replace(/\/.*$/, "")))];

/** Sends a request to a host that is seeded for it. */
export async function exchange(host: TestHost, { request, before, speech }: Exchange): Promise<RawAnswer> {
  await host.seed({ ...seed, ...speech });
  await before?.(host);
  return send(host.url, request);
}

/** Sends a request to the server at this address. */
export async function send(url: string, { method, target, headers, body }: RawRequest): Promise<RawAnswer> {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const response = await fetch(new URL(target, url), { method, headers: headers ?? {}, body: bytes ?? null });
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    body: await response.text(),
  };
}
