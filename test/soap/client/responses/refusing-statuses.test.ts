import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { InfoRouterClient } from "../../../../src/index.js";
import type { TransportResponse } from "../../../../src/soap/index.js";
import { answer } from "../../../support/soap-messages.js";

const message = answer("DeleteFolder", '<response success="true" />');
const page = "<html><head><title>No</title></head><body>No</body></html>";

const foreignPage = "<html><head><title>Änderung</title></head><body>Öffnen verweigert</body></html>";

/** With a blank more if the length is odd: each two bytes are then a character of UTF-16. */
const evenly = (text: string): string => text.padEnd(text.length + (text.length % 2));

interface Body {
  readonly what: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
  readonly outcome: "rejected" | "unknown";
}

const HTML = { "content-type": "text/html" };
const XML = { "content-type": "text/xml; charset=utf-8" };

/** The same whole, however it is labelled, cut or encoded, has the same outcome. */
const bodies: readonly Body[] = [
  { what: "nothing", headers: {}, body: "", outcome: "rejected" },
  { what: "a page", headers: HTML, body: page, outcome: "rejected" },
  { what: "a page, cut", headers: HTML, body: page.slice(0, 20), outcome: "rejected" },
  { what: "a page without a type", headers: {}, body: page, outcome: "rejected" },
  { what: "a page that is labelled as XML, cut", headers: XML, body: page.slice(0, 20), outcome: "rejected" },
  { what: "a word", headers: { "content-type": "text/plain" }, body: "No", outcome: "rejected" },
  { what: "a word without a type", headers: {}, body: "No", outcome: "rejected" },
  { what: "JSON", headers: { "content-type": "application/json" }, body: '{"error":"No"}', outcome: "rejected" },
  { what: "another document", headers: XML, body: "<error>No</error>", outcome: "rejected" },
  { what: "the message", headers: XML, body: message, outcome: "unknown" },
  { what: "the message, cut", headers: XML, body: message.slice(0, -10), outcome: "unknown" },
  { what: "the message, cut in its first tag", headers: XML, body: message.slice(0, 45), outcome: "unknown" },
  { what: "the message as a page", headers: HTML, body: message, outcome: "unknown" },
  { what: "the message as a page, cut", headers: HTML, body: message.slice(0, -10), outcome: "unknown" },
  { what: "the message as text", headers: { "content-type": "text/plain" }, body: message, outcome: "unknown" },
  {
    what: "the word for the message",
    headers: HTML,
    body: "<p>The SOAP envelope was blocked.</p>",
    outcome: "rejected",
  },
  ...[
    message.replaceAll("<", "&lt;"),
    message.replaceAll("<", "&#60;"),
    message.replaceAll("<", "&#x3C;"),
    encodeURIComponent(message),
    JSON.stringify({ message }).replaceAll("<", "\\u003c"),
  ].map(
    (escaped): Body => ({
      what: `the message, escaped in a page: ${escaped.slice(0, 40)}`,
      headers: HTML,
      body: `<html>${escaped}`,
      outcome: "unknown",
    }),
  ),
  ...(["utf16le", "gzip"] as const).map(
    (form): Body => ({
      what: `the message in ${form}, as a page in ISO 8859-1`,
      headers: { "content-type": "text/html; charset=iso-8859-1" },
      body: form === "gzip" ? gzipSync(message) : Buffer.from(message, form),
      outcome: "unknown",
    }),
  ),
  ...(
    [
      ["UTF-8", "utf-16le", Buffer.from(evenly(message))],
      ["UTF-8", "utf-16be", Buffer.from(evenly(message))],
      ["UTF-16, little end first", "utf-16be", Buffer.from(message, "utf16le")],
      ["UTF-16, big end first", "utf-16", Buffer.from(message, "utf16le").swap16()],
    ] as const
  ).map(
    ([form, charset, body]): Body => ({
      what: `the message in ${form}, labelled as ${charset}`,
      headers: { "content-type": `text/xml; charset=${charset}` },
      body,
      outcome: "unknown",
    }),
  ),
  ...Object.entries({ deflateSync, deflateRawSync, brotliCompressSync }).map(
    ([name, pack]): Body => ({
      what: `the message, packed by ${name} without a word of it, as a page in ISO 8859-1`,
      headers: { "content-type": "text/html; charset=iso-8859-1" },
      body: pack(message),
      outcome: "unknown",
    }),
  ),
  {
    what: "the message packed within a charset that it is not in",
    headers: { "content-type": "text/xml; charset=utf-16", "content-encoding": "gzip" },
    body: gzipSync(evenly(message)),
    outcome: "unknown",
  },
  {
    what: "the message without prefixes, its beginning cut off",
    headers: HTML,
    body: message.replaceAll("soap:", "").slice(60),
    outcome: "unknown",
  },
  ...(
    [
      ["utf-8", Buffer.from(foreignPage)],
      ["utf-16le", Buffer.from(foreignPage, "utf16le")],
      ["iso-8859-1", Buffer.from(foreignPage, "latin1")],
    ] as const
  ).map(
    ([charset, body]): Body => ({
      what: `a page with other letters in ${charset}`,
      headers: { "content-type": `text/html; charset=${charset}` },
      body,
      outcome: "rejected",
    }),
  ),
  ...(
    [
      ["a page", foreignPage, "rejected"],
      ["a page of XHTML", `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">${foreignPage}`, "rejected"],
      ["the message in a page", foreignPage + message, "unknown"],
      ["a page with a control character", `${foreignPage}\u001b`, "unknown"],
      ["the message with other letters", message.replace("true", "ü"), "unknown"],
      ["a word", "Öffnen", "unknown"],
    ] as const
  ).map(
    ([what, text, outcome]): Body => ({
      what: `${what} in ISO 8859-1, without a charset as IIS sends its own`,
      headers: HTML,
      body: Buffer.from(text, "latin1"),
      outcome,
    }),
  ),
  {
    what: "the message in UTF-16 behind a page in ISO 8859-1",
    headers: HTML,
    body: Buffer.concat([Buffer.from(foreignPage, "latin1"), Buffer.from(message, "utf16le")]),
    outcome: "unknown",
  },
  {
    what: "the message in a charset that is none",
    headers: { "content-type": "text/xml; charset=x-none" },
    body: message,
    outcome: "unknown",
  },
  {
    what: "the message, packed and cut",
    headers: { ...XML, "content-encoding": "gzip" },
    body: gzipSync(message).subarray(0, -9),
    outcome: "unknown",
  },
  {
    what: "the message in a coding that is none",
    headers: { ...XML, "content-encoding": "x-none" },
    body: message,
    outcome: "unknown",
  },
];

function deletion({ headers, body }: Body, status: number): Promise<unknown> {
  const transport = async (): Promise<TransportResponse> => ({ status, headers, body: Buffer.from(body) });
  return new InfoRouterClient({ endpoint: "http://127.0.0.1:9/", ticket: "ticket-1", transport }).deleteFolder("/a/b");
}

const cases = bodies.flatMap((body) =>
  [401, 403, 404, 407, 429].map((status) => [body.what, status, body.outcome, body] as const),
);

test.each(cases)("%s under HTTP status %d is %s", async (_what, status, outcome, body) => {
  await expect(deletion(body, status)).rejects.toMatchObject({
    name: "UnexpectedResponseError",
    httpStatus: status,
    outcome,
  });
});

test.each(bodies)("$what under HTTP status 400 is unknown, and explained where it is no message", async (body) => {
  const error = (await deletion(body, 400).catch((reason: unknown) => reason)) as Error;
  expect(error).toMatchObject({ name: "UnexpectedResponseError", code: "HTTP_STATUS", outcome: "unknown" });
  const explanation = "DeleteFolder: HTTP status 400 without a SOAP message; infoRouter answers so";
  expect(error.message.startsWith(explanation)).toBe(body.outcome === "rejected");
});
