import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import {
  errorCodes,
  type Failure,
  noPlainNo,
  service,
  strangeRoots,
  unexpected,
} from "../facade/documented-answers.js";
import { answer, envelope, fault, SOAP, type SoapVersion } from "./soap-messages.js";

/** A call, and ways to write its response. */
export interface Message {
  readonly operation: "DeleteFolder" | "DeleteDownloadHandler";
  readonly version: SoapVersion;
  readonly other: SoapVersion;
  /** The contract's response around `<response …/>`. */
  answer(content: string): string;
  /** The contract's envelope around the content of its Body. */
  envelope(body: string): string;
  /** A fault with this code, or its equivalent in SOAP 1.2. */
  fault(code: "Client" | "Server", reason: string): string;
}

/** An HTTP response, and the outcome that it must have. */
export interface HostileAnswer {
  readonly name: string;
  readonly status: number;
  /** Content-Type: by default the version's own; "" leaves it out. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: (message: Message) => string | Buffer;
  readonly want: "deleted" | Failure;
}

/** A response that exists only as bytes on the wire. */
export interface RawAnswer {
  readonly name: string;
  readonly bytes: (message: Message) => string | Buffer;
  readonly want: "deleted" | Failure;
}

const SUCCESS = '<response success="true" />';
const HTML = { "content-type": "text/html; charset=utf-8" };

export function messageOf(operation: Message["operation"], version: SoapVersion): Message {
  return {
    operation,
    version,
    other: version === "1.1" ? "1.2" : "1.1",
    answer: (content) => answer(operation, content, version),
    envelope: (body) => envelope(body, version),
    fault: (code, reason) =>
      fault(version === "1.1" ? code : { Client: "Sender", Server: "Receiver" }[code], reason, version),
  };
}

export const good = (message: Message): string => message.answer(SUCCESS);

// Outcomes

const soapFault = (outcome: Failure["outcome"]): Failure => ({ name: "SoapFaultError", code: "SOAP_FAULT", outcome });
const transport = (code: string): Failure => ({ name: "TransportError", code, outcome: "unknown" });

const NOT_READABLE = unexpected("NOT_READABLE");
const NOT_SOAP = unexpected("NOT_SOAP");
const NOT_THE_CONTRACT = unexpected("NOT_THE_CONTRACT");
const TOO_LARGE = unexpected("RESPONSE_TOO_LARGE");

// Ways to write a row

type Row = readonly [name: string, body: HostileAnswer["body"] | string, want: HostileAnswer["want"]];

/** Status 200 and the right Content-Type. */
const rows = (list: readonly Row[], more: Partial<HostileAnswer> = {}): HostileAnswer[] =>
  list.map(([name, body, want]) => ({
    name,
    status: 200,
    headers: {},
    body: typeof body === "string" ? () => body : body,
    want,
    ...more,
  }));

/** The contract's answer around the element. */
const elements = (list: readonly (readonly [element: string, want: HostileAnswer["want"]])[]): HostileAnswer[] =>
  rows(list.map(([element, want]) => [element, (message) => message.answer(element), want] as const));

const withHeaders = (
  list: readonly (readonly [
    name: string,
    headers: Record<string, string>,
    body: HostileAnswer["body"],
    want: HostileAnswer["want"],
  ])[],
): HostileAnswer[] => list.map(([name, headers, body, want]) => ({ name, status: 200, headers, body, want }));

const utf16le = (text: string): Buffer => Buffer.from(text, "utf16le");
const utf16be = (text: string): Buffer => utf16le(text).swap16();
const BOM = "\ufeff";
const nest = (depth: number, content = ""): string => `${"<log>".repeat(depth)}${content}${"</log>".repeat(depth)}`;
const inside = (attributes: string, children = ""): string =>
  `<response success="true"${attributes}>${children}</response>`;

// The answers

const documentedSpellings = elements(
  ["response", "root", "Response"].flatMap((root) =>
    ["true", "True", "TRUE"].flatMap((success) =>
      ["", ' error=""'].map((error) => [`<${root} success="${success}"${error} />`, "deleted"] as const),
    ),
  ),
);

const otherSpellings: HostileAnswer[] = [
  ...elements([
    ["<response success='true' error=''></response>", "deleted"],
    ["<response\n\tsuccess = 'true'\n/>", "deleted"],
    ["<response error='' success='true'/>", "deleted"],
    ['<response success="&#116;&#x72;ue" />', "deleted"],
    ['<response success="true"> \r\n\t</response>', "deleted"],
    ['<response success="true"><!-- error="no" --><?error no?></response>', "deleted"],
    ['<response success="true" error="" errorCode="0" />', "deleted"],
    ['<response success="true" errorcode="0" />', "deleted"],
    ['<response success="true" ERRORCODE="" error="" />', "deleted"],
    [inside("", '<logitem path="/a/b" status="success" message="" />'), "deleted"],
    [inside("", '<LOGITEM name="b" status="Success" /><item path="/a" success="TRUE" error="" />'), "deleted"],
  ]),
  ...rows([
    ["no XML declaration", (message) => good(message).replace(/^<\?xml.*?\?>/, ""), "deleted"],
    ["a byte order mark", (message) => BOM + good(message), "deleted"],
    ["blanks and comments around", (message) => `${good(message)}\n<!-- bye -->\n`, "deleted"],
    ["blanks between all elements", (message) => good(message).replaceAll("><", ">\n  <"), "deleted"],
    [
      "other prefixes",
      (message) => good(message).replaceAll("soap:", "S-E.1:").replace("xmlns:soap", "xmlns:S-E.1"),
      "deleted",
    ],
    [
      "the envelope's namespace as the default one",
      (message) => good(message).replaceAll("soap:", "").replace("xmlns:soap", "xmlns"),
      "deleted",
    ],
    [
      "a header that is not for us",
      (message) => good(message).replace("<soap:Body>", '<soap:Header><a xmlns="urn:a" /></soap:Header><soap:Body>'),
      "deleted",
    ],
    [
      "attributes on the envelope",
      (message) => good(message).replace("<soap:Body>", '<soap:Body xml:lang="en" soap:encodingStyle="">'),
      "deleted",
    ],
    ["a result in the contract's namespace", (message) => good(message).replace(' xmlns=""', ""), "deleted"],
  ]),
];

const refusals = elements([
  ['<response error="Access denied." />', service("ACCESS_DENIED", "rejected")],
  ['<response success="false" error="[900] Authentication failed" />', service("AUTHENTICATION_FAILED", "rejected")],
  [
    '<response success="false" error="[901] Session expired or Invalid ticket" />',
    service("SESSION_EXPIRED", "rejected"),
  ],
  ['<root success="false" error="[901]Session expired or invalid ticket" />', service("SESSION_EXPIRED", "rejected")],
  ['<response error="Folder not found" />', service("FOLDER_NOT_FOUND", "rejected")],
  ['<response success="False" error="Folder not found." />', service("FOLDER_NOT_FOUND", "rejected")],
  ['<response success="false" error="bad Request" />', service("BAD_REQUEST", "rejected")],
  ['<response error="Top-level domain cannot be deleted" />', service("TOP_LEVEL_FOLDER", "rejected")],
  ['<response success="false" error="[2730]Insufficient rights" />', service("ACCESS_DENIED", "rejected")],
  ['<response success="false" error="[1524] Dokument ausgecheckt" />', service("UNCLASSIFIED", "rejected")],
  ['<response error="SystemError:Object reference not set" />', service("SYSTEM_ERROR", "unknown")],
  ['<response success="false" error="[log]"><logitem path="/a" error="x" /></response>', service("PARTIAL", "unknown")],
  ['<response success="false" error="MultiStatus" />', service("PARTIAL", "unknown")],
  ['<response success="false" error="No."><logitem path="/a" error="x" /></response>', service("PARTIAL", "unknown")],
]);

const yesAndNo: HostileAnswer[] = [
  ...elements([
    [inside(' error="Access denied."'), service("ACCESS_DENIED", "unknown")],
    [inside(' error="[901] Session expired or Invalid ticket"'), service("SESSION_EXPIRED", "unknown")],
    [inside(' error="Folder not found"'), service("FOLDER_NOT_FOUND", "unknown")],
    [inside(' error="[log]"'), service("PARTIAL", "unknown")],
    [inside(' error=" "'), service("UNCLASSIFIED", "unknown")],
    [inside("", '<logitem path="/a" status="failed" message="locked" />'), service("PARTIAL", "unknown")],
    [inside("", '<logitem path="/a" status="" message="locked" />'), service("PARTIAL", "unknown")],
    [inside("", '<logitem name="/a" message="locked" />'), service("PARTIAL", "unknown")],
    [inside("", '<logitem path="/a" error="locked" />'), service("PARTIAL", "unknown")],
    [inside("", '<item path="/a" error="locked" />'), service("PARTIAL", "unknown")],
    [inside("", '<item path="/a" success="false" />'), service("PARTIAL", "unknown")],
    [inside("", "<log><item>/a</item><error>locked</error></log>"), service("PARTIAL", "unknown")],
    [inside("", nest(20, '<item path="/a" error="locked" />')), service("PARTIAL", "unknown")],
    [inside(' warnings="3 documents were kept"'), NOT_THE_CONTRACT],
    ...["4030", "4010", "1", "00", "-1", "x", " 0", "0.0"].map(
      (code) =>
        [
          inside(` errorCode="${code}"`),
          service({ 4030: "ACCESS_DENIED", 4010: "SESSION_EXPIRED" }[code] ?? "UNCLASSIFIED", "unknown"),
        ] as const,
    ),
    [inside(' errorCode="0" errorcode="4030"'), service("ACCESS_DENIED", "unknown")],
    [inside(' error="Access denied" errorCode="0"'), service("ACCESS_DENIED", "unknown")],
    [inside("", '<logitem path="/a/b" status="success" message="could not be deleted" />'), NOT_THE_CONTRACT],
    [inside("", '<logitem path="/a/b" status="success">could not be deleted</logitem>'), NOT_THE_CONTRACT],
    [inside("", '<logitem path="/a/b" status="success"><logitem status="success" /></logitem>'), NOT_THE_CONTRACT],
    [inside("", '<logitem xmlns="urn:x" path="/a/b" status="success" />'), NOT_THE_CONTRACT],
    [inside("", '<item path="/a/b" />'), NOT_THE_CONTRACT],
    [inside("", "<log><item>/a/b</item></log>"), NOT_THE_CONTRACT],
    [inside(' xml:lang="en"'), NOT_THE_CONTRACT],
    [inside(' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'), NOT_THE_CONTRACT],
    [inside(' xmlns:x="urn:x" x:errorCode="4030"'), NOT_THE_CONTRACT],
    [inside(' Error="Access denied."'), service("ACCESS_DENIED", "unknown")],
    [inside(' Success="false"'), service("UNCLASSIFIED", "unknown")],
    [inside(' xmlns:x="urn:x" x:error="Access denied."'), NOT_THE_CONTRACT],
    [inside("", "Access denied."), NOT_THE_CONTRACT],
    [inside("", "\u00a0"), NOT_THE_CONTRACT],
    [inside("", "<![CDATA[Access denied.]]>"), NOT_THE_CONTRACT],
    [inside("", "<message>Access denied.</message>"), NOT_THE_CONTRACT],
    [inside("", '<logitem path="/a" reason="locked" />'), NOT_THE_CONTRACT],
    [inside("", "<log><exception>locked</exception></log>"), NOT_THE_CONTRACT],
    [inside("", '<response success="false" />'), service("PARTIAL", "unknown")],
  ]),
];

const neitherYesNorNo = elements([
  ["<response />", NOT_THE_CONTRACT],
  ['<response success="" />', NOT_THE_CONTRACT],
  ['<response success="yes" />', NOT_THE_CONTRACT],
  ['<response success="1" />', NOT_THE_CONTRACT],
  ['<response success=" true" />', NOT_THE_CONTRACT],
  ['<response success="true." />', NOT_THE_CONTRACT],
  ['<response success="true&#10;" />', NOT_THE_CONTRACT],
  ['<response success="tru\u0435" />', NOT_THE_CONTRACT],
  ['<response Success="true" />', NOT_THE_CONTRACT],
  ['<response xmlns:x="urn:x" x:success="true" />', NOT_THE_CONTRACT],
  ["<response><success>true</success></response>", NOT_THE_CONTRACT],
  ['<html lang="en"><body>success="true"</body></html>', NOT_THE_CONTRACT],
]);

const nearMisses: HostileAnswer[] = rows([
  ["another root", (message) => good(message).replaceAll("soap:Envelope", "soap:Envelop"), NOT_SOAP],
  ["a root in capitals", (message) => good(message).replaceAll("soap:Envelope", "soap:ENVELOPE"), NOT_SOAP],
  ["the bare response", SUCCESS, NOT_SOAP],
  [
    "a response without envelope",
    (message) => message.answer(SUCCESS).replace(/^.*?<soap:Body>|<\/soap:Body>.*$/gs, ""),
    NOT_SOAP,
  ],
  [
    "an envelope of no namespace",
    (message) => good(message).replace(/ xmlns:soap="[^"]*"/, ' xmlns:soap="urn:x"'),
    NOT_SOAP,
  ],
  [
    "a namespace with a slash too many",
    (message) => good(message).replace(SOAP[message.version].namespace, (name) => `${name}/`),
    NOT_SOAP,
  ],
  ["the other version of SOAP", (message) => answer(message.operation, SUCCESS, message.other), NOT_SOAP],
  [
    "a Body of the other version",
    (message) =>
      good(message).replace(/<(\/?)soap:Body>/g, (_, slash) =>
        slash ? "</o:Body>" : `<o:Body xmlns:o="${SOAP[message.other].namespace}">`,
      ),
    NOT_SOAP,
  ],
  ["two Bodies", (message) => good(message).replace(/<soap:Body>.*<\/soap:Body>/s, (body) => body + body), NOT_SOAP],
  ["an empty Envelope", (message) => `<soap:Envelope xmlns:soap="${SOAP[message.version].namespace}" />`, NOT_SOAP],
  ["a Header alone", (message) => good(message).replaceAll("soap:Body", "soap:Header"), NOT_SOAP],
  [
    "a Header after the Body",
    (message) => good(message).replace("</soap:Body>", "</soap:Body><soap:Header />"),
    NOT_SOAP,
  ],
  [
    "an element after the Body",
    (message) => good(message).replace("</soap:Body>", '</soap:Body><error xmlns="" />'),
    NOT_SOAP,
  ],
  [
    "an element between Header and Body",
    (message) => good(message).replace("<soap:Body>", '<soap:Header /><a xmlns="" /><soap:Body>'),
    NOT_SOAP,
  ],
  ["text in the Envelope", (message) => good(message).replace("<soap:Body>", "error<soap:Body>"), NOT_SOAP],
  [
    "a no-break space in the Envelope",
    (message) => good(message).replace("</soap:Envelope>", "\u00a0</soap:Envelope>"),
    NOT_SOAP,
  ],
  ["a no-break space beside the element", (message) => message.answer(`${SUCCESS}\u00a0`), NOT_THE_CONTRACT],
  ["text in the Body", (message) => good(message).replace("</soap:Body>", "error</soap:Body>"), NOT_SOAP],
  ["an empty Body", (message) => message.envelope(""), NOT_THE_CONTRACT],
  ["another operation", (message) => answer("DeleteDocument", SUCCESS, message.version), NOT_THE_CONTRACT],
  [
    "the other deletion",
    (message) =>
      answer(message.operation === "DeleteFolder" ? "DeleteDownloadHandler" : "DeleteFolder", SUCCESS, message.version),
    NOT_THE_CONTRACT,
  ],
  [
    "another namespace",
    (message) => good(message).replace("http://tempuri.org/", "http://tempuri.org"),
    NOT_THE_CONTRACT,
  ],
  ["no namespace", (message) => good(message).replace(' xmlns="http://tempuri.org/"', ""), NOT_THE_CONTRACT],
  [
    "the request itself",
    (message) =>
      message.envelope(`<${message.operation} xmlns="http://tempuri.org/"><Path>/a/b</Path></${message.operation}>`),
    NOT_THE_CONTRACT,
  ],
  [
    "two responses",
    (message) =>
      message.envelope(
        good(message)
          .replace(/^.*?<soap:Body>|<\/soap:Body>.*$/gs, "")
          .repeat(2),
      ),
    NOT_THE_CONTRACT,
  ],
  [
    "two results",
    (message) => good(message).replace(/<(\w+Result)>.*<\/\1>/s, (result) => result + result),
    NOT_THE_CONTRACT,
  ],
  [
    "no result",
    (message) => message.envelope(`<${message.operation}Response xmlns="http://tempuri.org/" />`),
    NOT_THE_CONTRACT,
  ],
  ["an empty result", (message) => message.answer(""), NOT_THE_CONTRACT],
  [
    "a nil result",
    (message) => good(message).replace(/<(\w+Result)>.*<\/\1>/s, '<$1 xsi:nil="true" />'),
    NOT_THE_CONTRACT,
  ],
  [
    "a result of another operation",
    (message) => good(message).replace(/(\/?)Delete\w+Result>/g, "$1DeleteDocumentResult>"),
    NOT_THE_CONTRACT,
  ],
  [
    "a result that is text",
    (message) => message.answer('<response success="true" />').replace(/<response.*?>/, "true"),
    NOT_THE_CONTRACT,
  ],
  [
    "a result that is escaped XML",
    (message) => good(message).replace(/<response.*?>/, "&lt;response success=&quot;true&quot; /&gt;"),
    NOT_THE_CONTRACT,
  ],
  ["a result that is CDATA", (message) => good(message).replace(/<response.*?>/, "<![CDATA[$&]]>"), NOT_THE_CONTRACT],
  ["text beside the element", (message) => message.answer(`${SUCCESS}error`), NOT_THE_CONTRACT],
  ["two elements", (message) => message.answer(SUCCESS + SUCCESS), NOT_THE_CONTRACT],
  ["a success and a refusal", (message) => message.answer(`${SUCCESS}<response success="false" />`), NOT_THE_CONTRACT],
  [
    "an element after the result",
    (message) => good(message).replace(/<\/(\w+Response)>/, "<error>no</error></$1>"),
    NOT_THE_CONTRACT,
  ],
  [
    "an attribute on the result",
    (message) => good(message).replace(/<(\w+Result)>/, '<$1 error="no">'),
    NOT_THE_CONTRACT,
  ],
  [
    "an attribute of SOAP's namespace, and no attribute of SOAP",
    (message) => good(message).replace(/<(\w+Result)>/, '<$1 soap:Fault="no">'),
    NOT_THE_CONTRACT,
  ],
  [
    "a result that is nil in other letters",
    (message) => good(message).replace(/<(\w+Result)>/, '<$1 xsi:nil="True">'),
    NOT_THE_CONTRACT,
  ],
  [
    "an attribute on the response",
    (message) => good(message).replace(/<(\w+Response xmlns="[^"]*")>/, '<$1 error="no">'),
    NOT_THE_CONTRACT,
  ],
]);

const unreadable: HostileAnswer[] = [
  ...rows([
    [
      "the same attribute twice",
      (message) => message.answer('<response success="true" success="false" />'),
      NOT_READABLE,
    ],
    ["an attribute without quotes", (message) => message.answer("<response success=true />"), NOT_READABLE],
    ["a closing tag missing", (message) => good(message).replace("</soap:Body>", ""), NOT_READABLE],
    [
      "crossed tags",
      (message) => good(message).replace("</soap:Body></soap:Envelope>", "</soap:Envelope></soap:Body>"),
      NOT_READABLE,
    ],
    ["two byte order marks", (message) => BOM + BOM + good(message), NOT_READABLE],
    ["bytes behind the end", (message) => `${good(message)}x`, NOT_READABLE],
    ["a second document", (message) => good(message) + good(message), NOT_READABLE],
    ["a zero behind the end", (message) => `${good(message)}\0`, NOT_READABLE],
    [
      "an undeclared entity",
      (message) => message.answer('<response success="true" error="&nothing;" />'),
      NOT_READABLE,
    ],
    [
      "an entity of every object's",
      (message) => message.answer('<response success="true" error="&constructor;" />'),
      NOT_READABLE,
    ],
    ["a document type", (message) => good(message).replace("?>", "?><!DOCTYPE Envelope>"), NOT_READABLE],
    [
      "entities of its own",
      (message) => good(message).replace("?>", '?><!DOCTYPE a [<!ENTITY t "true">]>').replace('"true"', '"&t;"'),
      NOT_READABLE,
    ],
    [
      "entities by the billion",
      '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>',
      NOT_READABLE,
    ],
    ["a file as an entity", '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><a>&f;</a>', NOT_READABLE],
    ["a prefix that is not declared", (message) => good(message).replace(/ xmlns:soap="[^"]*"/, ""), NOT_READABLE],
    ["a control character", (message) => message.answer('<response success="true" error="\u0001" />'), NOT_READABLE],
    ["XML 1.1", (message) => good(message).replace('version="1.0"', 'version="1.1"'), NOT_READABLE],
    ["a blank before the declaration", (message) => ` ${good(message)}`, NOT_READABLE],
    ["elements 65 deep", (message) => message.answer(inside("", nest(61))), NOT_READABLE],
    ["elements 64 deep", (message) => message.answer(inside("", nest(59))), NOT_THE_CONTRACT],
    ["elements a million deep", "<a>".repeat(1_000_000), NOT_READABLE],
    [
      "257 attributes",
      (message) => message.answer(`<response ${Array.from({ length: 257 }, (_, at) => `a${at}=""`).join(" ")} />`),
      NOT_READABLE,
    ],
    ["a long name", (message) => message.answer(`<${"r".repeat(1025)} success="true" />`), NOT_READABLE],
    [
      "a long value",
      (message) => message.answer(inside(` error="${"x".repeat(100_000)}"`)),
      service("UNCLASSIFIED", "unknown"),
    ],
    ["250,000 elements", (message) => message.answer(inside("", "<item/>".repeat(250_000))), NOT_READABLE],
    [
      "bytes that are not UTF-8",
      (message) => Buffer.from(message.answer(inside(' error="\u00e9"')), "latin1"),
      NOT_READABLE,
    ],
    ["UTF-8 cut in a character", (message) => Buffer.from(`${good(message)}<!--é`).subarray(0, -1), NOT_READABLE],
    [
      "UTF-8 in an overlong form",
      (message) => Buffer.concat([Buffer.from(good(message)), Buffer.from([0xc0, 0xaf])]),
      NOT_READABLE,
    ],
    ["UTF-16 that declares UTF-8", (message) => utf16le(good(message)), NOT_READABLE],
    ["random bytes", Buffer.from("8d1f0cfe99a3c2", "hex").toString("latin1"), NOT_READABLE],
    ["nothing", "", NOT_SOAP],
    ["blanks", " \r\n\t ", NOT_SOAP],
    ["a byte order mark alone", BOM, NOT_SOAP],
  ]),
  ...withHeaders([
    ["UTF-16, little end first, by its mark", {}, (message) => utf16le(BOM + good(message)), "deleted"],
    ["UTF-16, big end first, by its mark", {}, (message) => utf16be(BOM + good(message)), "deleted"],
    [
      "UTF-16 by the Content-Type",
      { "content-type": "text/xml; charset=utf-16le" },
      (message) => utf16le(good(message)),
      "deleted",
    ],
    ["UTF-16 by its zeros", { "content-type": "text/xml" }, (message) => utf16be(good(message)), "deleted"],
    [
      "Latin-1 by the Content-Type",
      { "content-type": 'text/xml; charset="ISO-8859-1"' },
      (message) => Buffer.from(message.answer('<response error="Zugriff verweigert: Käse" />'), "latin1"),
      service("UNCLASSIFIED", "rejected"),
    ],
    [
      "Latin-1 by the XML declaration",
      { "content-type": "application/xml" },
      (message) => Buffer.from(good(message).replace('encoding="utf-8"', 'encoding="iso-8859-1"'), "latin1"),
      "deleted",
    ],
    ["an unknown charset", { "content-type": "text/xml; charset=utf-9" }, good, NOT_READABLE],
    ["UTF-7", { "content-type": "text/xml; charset=utf-7" }, good, NOT_READABLE],
    ["a charset that it is not in", { "content-type": "text/xml; charset=utf-16" }, good, NOT_READABLE],
    [
      "a mark that wins over the charset",
      { "content-type": "text/xml; charset=utf-16" },
      (message) => BOM + good(message),
      "deleted",
    ],
    ["application/xml", { "content-type": "application/xml" }, good, "deleted"],
    ["the other version's type", { "content-type": "application/soap+xml; charset=utf-8" }, good, "deleted"],
    ["a type in capitals", { "content-type": "TEXT/XML; CHARSET=UTF-8" }, good, "deleted"],
    ["no type", { "content-type": "" }, good, "deleted"],
    ["text/html around an envelope", HTML, good, NOT_SOAP],
    ["text/plain around an envelope", { "content-type": "text/plain" }, good, NOT_SOAP],
    ["application/octet-stream around an envelope", { "content-type": "application/octet-stream" }, good, NOT_SOAP],
    ["multipart/related around an envelope", { "content-type": 'multipart/related; type="text/xml"' }, good, NOT_SOAP],
    ["gzip", { "content-encoding": "gzip" }, (message) => gzipSync(good(message)), "deleted"],
    ["x-gzip", { "content-encoding": "X-GZIP" }, (message) => gzipSync(good(message)), "deleted"],
    ["deflate", { "content-encoding": "deflate" }, (message) => deflateSync(good(message)), "deleted"],
    ["brotli, unasked", { "content-encoding": "br" }, (message) => brotliCompressSync(good(message)), "deleted"],
    ["identity", { "content-encoding": "identity" }, good, "deleted"],
    [
      "gzip that is cut",
      { "content-encoding": "gzip" },
      (message) => gzipSync(good(message)).subarray(0, -1),
      NOT_READABLE,
    ],
    [
      "gzip with a wrong checksum",
      { "content-encoding": "gzip" },
      (message) => Buffer.concat([gzipSync(good(message)).subarray(0, -8), Buffer.alloc(8)]),
      NOT_READABLE,
    ],
    ["gzip that is none", { "content-encoding": "gzip" }, good, NOT_READABLE],
    ["gzip unannounced", {}, (message) => gzipSync(good(message)), NOT_READABLE],
    ["gzip twice", { "content-encoding": "gzip, gzip" }, (message) => gzipSync(gzipSync(good(message))), NOT_READABLE],
    ["an unknown encoding", { "content-encoding": "constructor" }, good, NOT_READABLE],
    ["a gzip bomb", { "content-encoding": "gzip" }, () => gzipSync(Buffer.alloc(9 * 1024 * 1024, " ")), TOO_LARGE],
    ["a body of 8 MiB and a byte", {}, () => Buffer.alloc(8 * 1024 * 1024 + 1, " "), TOO_LARGE],
  ]),
];

const faults: HostileAnswer[] = [
  ...rows(
    [
      ["a server's fault", (message) => message.fault("Server", "Object reference not set"), soapFault("unknown")],
      ["a client's fault", (message) => message.fault("Client", "No such action"), soapFault("rejected")],
      [
        "a client's fault without a detail",
        (message) => message.fault("Client", "Object reference not set").replace(/<(?:detail|soap:Detail) \/>/, ""),
        soapFault("unknown"),
      ],
      [
        "a fault in an envelope of another namespace",
        (message) => message.fault("Client", "x").replace(/ xmlns:soap="[^"]*"/, ' xmlns:soap="urn:x"'),
        unexpected("HTTP_STATUS"),
      ],
      ["an empty fault", (message) => message.envelope("<soap:Fault />"), soapFault("unknown")],
      [
        "a fault of the other version",
        (message) => fault(message.other === "1.1" ? "Client" : "Sender", "x", message.other),
        soapFault("rejected"),
      ],
      [
        "another vocabulary's Client",
        (message) =>
          message
            .fault("Client", "x")
            .replace(/soap:(Client|Sender)/, "x:$1")
            .replace("<soap:Fault>", '<soap:Fault xmlns:x="urn:x">'),
        soapFault("unknown"),
      ],
      [
        "a Client without prefix",
        (message) => message.fault("Client", "x").replace(/soap:(Client|Sender)/, "$1"),
        soapFault("unknown"),
      ],
      [
        "two codes",
        (message) =>
          message.fault("Client", "x").replace(/<(faultcode|soap:Value)>.*?<\/\1>/, "$&<$1>soap:Server</$1>"),
        soapFault("unknown"),
      ],
      [
        "a fault and a success",
        (message) =>
          message
            .fault("Client", "x")
            .replace("</soap:Body>", `${good(message).replace(/^.*?<soap:Body>|<\/soap:Body>.*$/gs, "")}</soap:Body>`),
        soapFault("unknown"),
      ],
    ],
    { status: 500 },
  ),
  ...[200, 202, 400, 401, 403, 404, 503].flatMap((status) =>
    rows(
      [[`a server's fault with status ${status}`, (message) => message.fault("Server", "x"), soapFault("unknown")]],
      {
        status,
      },
    ),
  ),
  ...rows([
    [
      "a Fault of no namespace",
      (message) => message.envelope("<Fault><faultcode>Client</faultcode></Fault>"),
      NOT_THE_CONTRACT,
    ],
    [
      "a Fault as the answer",
      (message) => message.answer('<soap:Fault success="true" />').replace(' xmlns=""', ""),
      NOT_THE_CONTRACT,
    ],
  ]),
];

const ERROR_PAGE =
  "<!DOCTYPE html><html><head><title>Runtime Error</title></head><body><h1>Server Error</h1></body></html>";

const pages: HostileAnswer[] = [
  ...rows(
    [
      ["a login page", '<!DOCTYPE html><html><title>Sign in</title><form action="/login"></form></html>', NOT_SOAP],
      [
        "a captive portal",
        "<html><head><meta http-equiv='refresh' content='0; url=http://portal.example/'></head></html>",
        NOT_SOAP,
      ],
      ["a page with success=true", '<html><response success="true" /></html>', NOT_SOAP],
      ["the list of operations", "<html><title>Srv Web Service</title><ul><li>DeleteFolder</li></ul></html>", NOT_SOAP],
    ],
    { headers: HTML },
  ),
  ...rows([["a login page that claims to be XML", "<!DOCTYPE html><html><br></html>", NOT_READABLE]]),
  ...withHeaders([
    ["JSON", { "content-type": "application/json" }, () => '{"success":true}', NOT_SOAP],
    ["a number", { "content-type": "application/json" }, () => "1", NOT_SOAP],
    ["JSON that claims to be XML", {}, () => '{"success":true}', NOT_READABLE],
    ["text", { "content-type": "text/plain" }, () => "true", NOT_SOAP],
    [
      "a feed",
      { "content-type": "application/atom+xml" },
      () => '<feed xmlns="http://www.w3.org/2005/Atom"/>',
      NOT_SOAP,
    ],
  ]),
];

/** Every status with an error page, and some with an envelope that confirms. */
const statuses: HostileAnswer[] = [
  ...[
    [401, "UNAUTHORIZED"],
    [403, "FORBIDDEN"],
    [404, "NOT_FOUND"],
    [407, "PROXY_AUTHENTICATION_REQUIRED"],
    [429, "TOO_MANY_REQUESTS"],
  ].flatMap(([status, code]) => [
    ...rows([[`${status} with a page`, ERROR_PAGE, unexpected(String(code), "rejected")]], {
      status: Number(status),
      headers: HTML,
    }),
    ...rows([[`${status} with nothing`, "", unexpected(String(code), "rejected")]], {
      status: Number(status),
      headers: { "content-type": "", "www-authenticate": 'Negotiate, NTLM, Basic realm="dms"', "retry-after": "7" },
    }),
    ...rows([[`${status} with a success`, good, unexpected("HTTP_STATUS")]], { status: Number(status) }),
  ]),
  ...[201, 202, 203, 205, 206, 207, 226, 299, 400, 408, 409, 410, 413, 418, 500, 502, 503, 504, 599].flatMap((status) =>
    rows([[`${status} with a success`, good, unexpected("HTTP_STATUS")]], { status }),
  ),
  ...[400, 402, 405, 408, 413, 415, 421, 431, 451, 500, 501, 502, 503, 504, 511, 520, 530, 999].flatMap((status) =>
    rows([[`${status} with a page`, ERROR_PAGE, unexpected("HTTP_STATUS")]], {
      status,
      headers: { ...HTML, "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" },
    }),
  ),
  ...rows([["204", "", unexpected("HTTP_STATUS")]], { status: 204, headers: { "content-type": "" } }),
  ...[300, 301, 302, 303, 304, 305, 307, 308, 399].flatMap((status) =>
    rows([[`a redirect with ${status}`, status === 304 ? "" : ERROR_PAGE, unexpected("REDIRECT_REFUSED")]], {
      status,
      headers: { ...HTML, location: "https://login.example.com/?next=/srv.asmx" },
    }),
  ),
  ...rows([["a redirect with a success", good, unexpected("REDIRECT_REFUSED")]], {
    status: 302,
    headers: { location: "/srv.asmx" },
  }),
];

export const hostileAnswers: readonly HostileAnswer[] = [
  ...documentedSpellings,
  ...otherSpellings,
  ...refusals,
  ...yesAndNo,
  ...elements([...strangeRoots, ...noPlainNo, ...errorCodes]),
  ...neitherYesNorNo,
  ...nearMisses,
  ...unreadable,
  ...faults,
  ...pages,
  ...statuses,
];

const http = (head: string, body: string): string =>
  `HTTP/1.1 ${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const ok = (message: Message, more = ""): string => http(`200 OK\r\nContent-Type: text/xml${more}`, good(message));

export const rawAnswers: readonly RawAnswer[] = (
  [
    ["100 and then a success", (message) => `HTTP/1.1 100 Continue\r\n\r\n${ok(message)}`, "deleted"],
    [
      "102, 103 and then a success",
      (message) => `HTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E\r\nLink: x\r\n\r\n${ok(message)}`,
      "deleted",
    ],
    [
      "100 and then 401",
      () => `HTTP/1.1 100 Continue\r\n\r\n${http("401 Unauthorized", "")}`,
      unexpected("UNAUTHORIZED", "rejected"),
    ],
    ["100 alone", () => "HTTP/1.1 100 Continue\r\n\r\n", transport("ECONNRESET")],
    [
      "101",
      () => "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
      transport("ECONNRESET"),
    ],
    ["a success that ends with the connection", (message) => `HTTP/1.0 200 OK\r\n\r\n${good(message)}`, "deleted"],
    [
      "a success in chunks",
      (message) =>
        `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${[...good(message)].map((one) => `1\r\n${one}\r\n`).join("")}0\r\n\r\n`,
      "deleted",
    ],
    [
      "chunks without their end",
      (message) =>
        `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${good(message).length.toString(16)}\r\n${good(message)}\r\n`,
      transport("ECONNRESET"),
    ],
    [
      "chunks that are none",
      (message) => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${good(message)}`,
      transport("HPE_INVALID_CHUNK_SIZE"),
    ],
    ["less than its length", (message) => ok(message).slice(0, -1), transport("ECONNRESET")],
    ["two lengths", (message) => ok(message, "\r\nContent-Length: 5"), transport("HPE_UNEXPECTED_CONTENT_LENGTH")],
    [
      "a length and chunks",
      (message) => ok(message, "\r\nTransfer-Encoding: chunked"),
      transport("HPE_INVALID_CONTENT_LENGTH"),
    ],
    [
      "a length below zero",
      (message) => `HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n${good(message)}`,
      transport("HPE_INVALID_CONTENT_LENGTH"),
    ],
    [
      "a length beyond counting",
      (message) => `HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n${good(message)}`,
      transport("HPE_INVALID_CONTENT_LENGTH"),
    ],
    ["headers of 17 KB", (message) => ok(message, `\r\nX: ${"x".repeat(17_000)}`), transport("HPE_HEADER_OVERFLOW")],
    ["ten thousand headers", (message) => ok(message, "\r\nX: x".repeat(10_000)), transport("HPE_HEADER_OVERFLOW")],
    ["a header with a zero", (message) => ok(message, "\r\nX: \0"), transport("HPE_INVALID_HEADER_TOKEN")],
    ["no status line", good, transport("HPE_INVALID_CONSTANT")],
    ["a status that is no number", () => "HTTP/1.1 OK\r\n\r\n", transport("HPE_INVALID_STATUS")],
    [
      "HTTP/2",
      () => Buffer.from("0000000400000000000000000704000000000000000001", "hex"),
      transport("HPE_INVALID_CONSTANT"),
    ],
    ["a TLS alert", () => Buffer.from("15030300020246", "hex"), transport("HPE_INVALID_CONSTANT")],
    ["SSH", () => "SSH-2.0-OpenSSH_9.2\r\n", transport("HPE_INVALID_CONSTANT")],
    ["nothing", () => "", transport("ECONNRESET")],
    ["two answers", (message) => ok(message) + http("200 OK", "no"), transport("TWO_RESPONSES")],
  ] satisfies [RawAnswer["name"], RawAnswer["bytes"], RawAnswer["want"]][]
).map(([name, bytes, want]) => ({ name, bytes, want }));
