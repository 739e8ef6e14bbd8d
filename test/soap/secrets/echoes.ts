import { gzipSync } from "node:zlib";
import { answer, envelope, fault, SOAP, type SoapVersion } from "../../support/soap-messages.js";

/** An answer that repeats something, as careless servers, gateways and error pages do. */
export interface Echo {
  readonly name: string;
  readonly status?: number;
  readonly headers?: (secret: string) => Record<string, string>;
  readonly body?: (secret: string, operation: string, version: SoapVersion) => string | Buffer;
}

const HTML = () => ({ "content-type": "text/html; charset=utf-8" });

const element =
  (write: (secret: string) => string): NonNullable<Echo["body"]> =>
  (secret, operation, version) =>
    answer(operation, write(secret), version);

/** The two halves of what is written, without cutting through an escape sequence. */
function halves(spelt: string): [string, string] {
  const characters =
    spelt.match(
      /_x\w{4}_|=\r\n|(?:=[c-f]\w){1,3}(?:=[89ab]\w)+|=[\dA-F]{2}|&(?:amp;)*#?\w+;|%(?:25)*[c-f]\w(?:%(?:25)*[89ab]\w)+|%(?:25)*[\da-f]{2}|\\u\w{4}|\\?./gisu,
    ) ?? [];
  const middle = Math.floor(characters.length / 2);
  return [characters.slice(0, middle).join(""), characters.slice(middle).join("")];
}

/** In each, the secret stands in one of the ways of {@link spellings}. */
export const echoes: readonly Echo[] = [
  { name: "a refusal", body: element((s) => `<response success="false" error="[77] Unknown ticket: ${s}." />`) },
  { name: "a refusal that is nothing else", body: element((s) => `<response success="false" error="${s}" />`) },
  { name: "a yes and a no", body: element((s) => `<response success="true" error="${s}" />`) },
  { name: "a long refusal", body: element((s) => `<response error="${"x".repeat(495)}${s}" />`) },
  {
    name: "items",
    body: element(
      (s) => `<response success="true"><item path="/${s}" error="no ${s}" /><log><error>${s}</error></log></response>`,
    ),
  },
  {
    name: "items that share it",
    body: element((s) => {
      const [first, second] = halves(s);
      return `<response success="true" error="[log]"><item path="/a/${first}" error="${second} is not known" /></response>`;
    }),
  },
  { name: "a text beside a yes", body: element((s) => `<response success="true">${s}</response>`) },
  { name: "an attribute that nobody knows", body: element((s) => `<response success="true" ticket="${s}" />`) },
  { name: "an element that nobody knows", body: element((s) => `<response success="true"><a>${s}</a></response>`) },
  { name: "the name of an attribute", body: element((s) => `<response success="true" x${s}="" />`) },
  { name: "the name of an element", body: element((s) => `<response success="true"><x${s} /></response>`) },
  { name: "the name of the root", body: element((s) => `<x${s} />`) },
  { name: "neither yes nor no", body: element((s) => `<response message="${s}" />`) },
  { name: "two elements", body: element((s) => `<response success="true" /><a b="${s}">${s}</a>`) },
  { name: "a namespace", body: element((s) => `<response success="true"><a xmlns="urn:${s}" /></response>`) },
  { name: "another response", body: (s, _, version) => envelope(`<a xmlns="urn:${s}" b="${s}">${s}</a>`, version) },
  {
    name: "a response after the response",
    body: (s, operation, version) =>
      answer(operation, '<response success="true" />', version).replace(
        "</soap:Body>",
        `<x${s} xmlns="urn:${s}"/></soap:Body>`,
      ),
  },
  { name: "another root", body: (s) => `<a xmlns="urn:${s}">${s}</a>` },
  { name: "another root with a long name", body: (s) => `<a xmlns="urn:${"x".repeat(80)}${s}"/>` },
  { name: "a text in the Body", body: (s, _, version) => envelope(s, version) },
  {
    name: "the request",
    body: (s, operation, version) =>
      envelope(
        `<${operation} xmlns="http://tempuri.org/"><authenticationTicket>${s}</authenticationTicket></${operation}>`,
        version,
      ),
  },
  { name: "an entity", body: element((s) => `<response error="&${s};" />`) },
  { name: "an attribute twice", body: element((s) => `<response x${s}="${s}" x${s}="" />`) },
  { name: "a prefix that is not declared", body: element((s) => `<x${s}:a />`) },
  { name: "a document type", body: (s) => `<!DOCTYPE a [<!ENTITY a "${s}">]><a>&a;</a>` },
  { name: "a processing instruction", body: (s) => `<?a ${s}?><${s}` },
  { name: "a page with a title", headers: HTML, body: (s) => `<html><title>No ${s}</title><p>${s}</p></html>` },
  { name: "a page without title", headers: HTML, body: (s) => `<p>Ticket ${s} is not known.</p>` },
  { name: "a page that breaks lines", headers: HTML, body: (s) => `<p>${halves(s).join("<wbr>")}</p>` },
  { name: "a page in parts of CDATA", headers: HTML, body: (s) => `<![CDATA[${halves(s).join("]]><![CDATA[")}]]>` },
  { name: "a page with comments", headers: HTML, body: (s) => `<p>${halves(s).join("<!-- a > b -->")}</p>` },
  {
    name: "a page in colours",
    headers: HTML,
    body: (s) => `<pre>${halves(s).join('</span><span class="string">')}</pre>`,
  },
  { name: "a long page", headers: HTML, body: (s) => `${"x".repeat(185)}${s}` },
  { name: "a page with a long title", headers: HTML, body: (s) => `<title>${"x".repeat(490)}${s}</title>` },
  { name: "a page with much before it", headers: HTML, body: (s) => `${" ".repeat(3180)}${s}` },
  { name: "a page that is cut", headers: HTML, body: (s) => `<title>${" ".repeat(4082)}${s}` },
  { name: "an error page", status: 500, headers: HTML, body: (s) => `<title>Runtime Error</title>${s}` },
  { name: "an error page without title", status: 502, headers: HTML, body: (s) => `POST ${s} failed` },
  {
    name: "JSON",
    status: 400,
    headers: () => ({ "content-type": "application/json" }),
    body: (s) => `{"title":"x","ticket":"${s}"}`,
  },
  { name: "text", status: 403, headers: () => ({ "content-type": "text/plain" }), body: (s) => s },
  {
    name: "the name of a user",
    status: 401,
    headers: (s) => ({ "www-authenticate": `Basic realm="${s}"` }),
    body: (s) => s,
  },
  { name: "a Content-Type", headers: (s) => ({ "content-type": `text/plain; ticket=${s}` }) },
  { name: "a long Content-Type", headers: (s) => ({ "content-type": `text/plain; ${"x".repeat(175)}${s}` }) },
  { name: "a charset", headers: (s) => ({ "content-type": `text/xml; charset=${s}` }) },
  { name: "a long charset", headers: (s) => ({ "content-type": `text/xml; charset=${"x".repeat(26)}${s}` }) },
  {
    name: "an encoding in XML",
    headers: () => ({ "content-type": "text/xml" }),
    body: (s) => `<?xml version="1.0" encoding="x${"x".repeat(20)}${s}"?><a/>`,
  },
  { name: "a Content-Encoding", headers: (s) => ({ "content-encoding": s }), body: () => "x" },
  { name: "a long Content-Encoding", headers: (s) => ({ "content-encoding": "x".repeat(24) + s }), body: () => "x" },
  {
    name: "gzip",
    headers: () => ({ ...HTML(), "content-encoding": "gzip" }),
    body: (s) => gzipSync(`<title>${s}</title>`),
  },
  {
    name: "a redirect",
    status: 302,
    headers: (s) => ({ location: `https://login.example.com/?next=${s}` }),
    body: (s) => s,
  },
  { name: "a redirect to a host", status: 307, headers: (s) => ({ location: `https://${s}.example.com/` }) },
  { name: "a redirect with a user", status: 307, headers: (s) => ({ location: `https://${s}:${s}@example.com/` }) },
  { name: "a time to wait", status: 503, headers: (s) => ({ "retry-after": s }) },
  { name: "a fault", status: 500, body: (s, _, version) => fault("Server", `Ticket ${s} is not known`, version) },
  { name: "a long fault", status: 500, body: (s, _, version) => fault("Server", "x".repeat(190) + s, version) },
  { name: "a fault's code", status: 500, body: (s, _, version) => fault(`x${s}`, "x", version) },
  { name: "a fault's long code", status: 500, body: (s, _, version) => fault("x".repeat(50) + s, "x", version) },
  { name: "a fault's more specific code", status: 500, body: (s) => fault(`Client.${s}.x`, "x", "1.1") },
  {
    name: "a fault's subcode",
    status: 500,
    body: (s) =>
      fault("Sender", "x", "1.2").replace(
        "</soap:Code>",
        `<soap:Subcode><soap:Value>x:${s}</soap:Value></soap:Subcode></soap:Code>`,
      ),
  },
  {
    name: "a fault's actor",
    status: 500,
    body: (s) => fault("Server", "x").replace("<detail />", `<faultactor>${s}</faultactor><detail />`),
  },
  { name: "a fault's language", status: 500, body: (s) => fault("Sender", "x", "1.2").replace('"en"', `"${s}"`) },
  {
    name: "a fault in several parts",
    status: 500,
    body: (s, _, version) => fault("Server", halves(s).join("<!-- -->"), version),
  },
  {
    name: "a fault's detail",
    status: 500,
    body: (s) =>
      fault("Server", "x").replace(
        "<detail />",
        `<detail><a xmlns:p="urn:${s}" p:b="${s}">${s}<b><![CDATA[${s}]]></b></a></detail>`,
      ),
  },
  {
    name: "a fault's detail by names",
    status: 500,
    body: (s) => fault("Server", "x").replace("<detail />", `<detail><x${s} xmlns="urn:${s}" /></detail>`),
  },
  {
    name: "a fault's detail in pieces",
    status: 500,
    body: (s) => fault("Server", "x").replace("<detail />", `<detail><a>${halves(s).join("</a><a>")}</a></detail>`),
  },
  {
    name: "a fault's reason and detail together",
    status: 500,
    body: (s) => fault("Server", halves(s)[0]).replace("<detail />", `<detail><a>${halves(s)[1]}</a></detail>`),
  },
];

export function headersOf(echo: Echo, secret: string, version: SoapVersion): Record<string, string> {
  return { "content-type": SOAP[version].contentType, ...echo.headers?.(secret) };
}

const entities = (text: string, write: (code: number) => string): string =>
  Array.from(text, (character) => write(character.codePointAt(0) ?? 0)).join("");
const xml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character] ?? "");
const units = (text: string, write: (unit: number) => string): string =>
  text
    .split("")
    .map((unit) => write(unit.charCodeAt(0)))
    .join("");
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const wide = (text: string): Buffer => Buffer.from(text, "utf16le");
const inPairs = (bytes: Buffer, between: string): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(between);
/** With something after each so many characters. */
const every = (count: number, text: string, between: string): string =>
  (text.match(new RegExp(`.{1,${count}}`, "gsu")) ?? []).join(between);
/** As .NET's XmlConvert.EncodeLocalName has it, which goes by names of XML. */
const nameOf = (text: string): string =>
  Array.from(text, (character, index) =>
    (index === 0 ? /\p{L}/u : /[\p{L}\p{N}.-]/u).test(character) && character !== "-"
      ? character
      : `_x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}_`,
  ).join("");
const quotedPrintable = (text: string): string =>
  Array.from(Buffer.from(text), (byte) =>
    byte > 0x20 && byte < 0x7f && byte !== 0x3d ? String.fromCharCode(byte) : `=${inPairs(Buffer.of(byte), "")}`,
  ).join("");

/** How servers write what they repeat. */
export const spellings: readonly (readonly [name: string, write: (secret: string) => string])[] = [
  ["as it is", (secret) => secret],
  ["in capitals", (secret) => secret.toUpperCase()],
  ["for XML", xml],
  ["for XML twice", (secret) => xml(xml(secret))],
  ["for HTML", (secret) => xml(secret).replaceAll(" ", "&nbsp;")],
  ["by decimal references", (secret) => entities(secret, (code) => `&#${code};`)],
  ["by hexadecimal references", (secret) => entities(secret, (code) => `&#x${code.toString(16).toUpperCase()};`)],
  ["by references, twice", (secret) => entities(secret, (code) => `&amp;#0${code};`)],
  ["for a URL", encodeURIComponent],
  ["for a form", (secret) => new URLSearchParams([["", secret]]).toString().slice(1)],
  ["for a URL twice", (secret) => encodeURIComponent(encodeURIComponent(secret))],
  ["by bytes of a URL", (secret) => Buffer.from(secret).toString("hex").replace(/../g, "%$&")],
  ["for JSON", (secret) => xml(JSON.stringify(secret).slice(1, -1))],
  ["for JSON in ASCII", (secret) => units(secret, (unit) => `\\u${unit.toString(16).padStart(4, "0")}`)],
  ["in base64", base64],
  ["in base64, after a byte", (secret) => base64(`:${secret}`)],
  ["in base64, between others", (secret) => base64(`{"ticket":"${secret}"}`)],
  ["in base64 for a URL", (secret) => Buffer.from(`a=${secret}&b`).toString("base64url")],
  ["in hexadecimal", (secret) => Buffer.from(secret).toString("hex")],
  ["in hexadecimal with hyphens", (secret) => inPairs(Buffer.from(secret), "-")],
  ["in hexadecimal with blanks", (secret) => inPairs(Buffer.from(secret), " ")],
  ["in hexadecimal of UTF-16", (secret) => wide(secret).toString("hex")],
  ["in hexadecimal of UTF-16, the other order", (secret) => wide(secret).swap16().toString("hex")],
  ["in hexadecimal of UTF-16 with hyphens", (secret) => inPairs(wide(secret), "-")],
  ["in base64 of UTF-16", (secret) => wide(secret).toString("base64")],
  ["in base64 of UTF-16, between others", (secret) => wide(`id=${secret};`).swap16().toString("base64")],
  ["in base64 with line breaks", (secret) => every(19, base64(`ticket=${secret}`), "\r\n")],
  ["in base64 for a URL with escapes", (secret) => encodeURIComponent(base64(secret))],
  ["as a name", nameOf],
  ["in quoted-printable", (secret) => xml(quotedPrintable(secret))],
  [
    "in quoted-printable with line breaks",
    (secret) => xml(`id=${quotedPrintable(secret).replace(/(?:=..|.){14}/g, "$&=\r\n")}`),
  ],
  ["with soft hyphens", (secret) => xml(every(7, secret, "\u00ad"))],
  ["with escaped soft hyphens", (secret) => every(9, secret, "\0").split("\0").map(xml).join("&#xAD;")],
  ["with line breaks", (secret) => xml(every(12, secret, "\r\n    "))],
  ["with places to break lines", (secret) => xml(every(5, secret, "\u200b"))],
];
