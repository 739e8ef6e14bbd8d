/**
 * Reads texts that are longer than V8's memory for a regular expression would allow. Prints for each: `read`, or the error.
 *
 *     node --no-regexp-optimization --import tsx long-texts.ts
 */

import { xs } from "../../../src/soap/schema/built-in-types.js";
import { normalize } from "../../../src/soap/schema/lexical.js";
import { patternTest } from "../../../src/soap/schema/pattern.js";
import { simpleTypeOf } from "../../../src/soap/schema/type-descriptor.js";
import { secretsInMessage } from "../../../src/soap/secrets/credentials.js";
import { SecretSearch } from "../../../src/soap/secrets/redact.js";
import { isSpread } from "../../../src/soap/secrets/redact-message.js";
import { readXml, XmlError } from "../../../src/soap/xml/read-xml.js";
import { atOnce } from "../../../src/soap/xml/slices.js";
import { unwrapResult } from "../../../src/unwrap-result.js";

const LENGTH = 5_000_000;
const letters = "a".repeat(LENGTH);
const digits = "1".repeat(LENGTH);
const blanks = " ".repeat(LENGTH);

const secretsIn = (envelope: string): unknown => atOnce(secretsInMessage({ headers: {}, envelope }, ["Ticket"]));
const spread = (message: string): unknown => atOnce(isSpread(message, new SecretSearch(["a1b2c3d4e5"])));
const typed = (name: keyof typeof xs, text: string): unknown => {
  const type = simpleTypeOf(xs[name]);
  return type.parse(normalize(text, type.whiteSpace), undefined);
};
const matching = (pattern: RegExp, text: string): unknown => patternTest(pattern)(text);
const result = (text: string): unknown => unwrapResult(readXml(`<r><a>${text}</a></r>`), () => undefined);

const rows: Readonly<Record<string, () => unknown>> = {
  "the text of a secret member": () => secretsIn(`<Ticket>${letters}</Ticket>`),
  "the name of an element": () => secretsIn(`<${letters}>b</${letters}>`),
  "the prefix of an element": () => secretsIn(`<${letters}:Ticket>b</${letters}:Ticket>`),
  "the prefix of an attribute": () => secretsIn(`<b ${letters}:Ticket="c"/>`),
  "the prefix of an id": () => secretsIn(`<Ticket href="#c"/><b ${letters}:id="c">d</b>`),
  "an id": () => secretsIn(`<Ticket href="#${letters}"/><b id="${letters}">d</b>`),
  "a reference": () => secretsIn(`<Ticket ${letters}:ref="${letters}"/>`),
  "the ticket of an address": () => secretsIn(`<b>/dav/sid-${letters}/</b>`),
  "the bytes of a secret member": () => secretsIn(`<Ticket>${digits}</Ticket>`),
  "a name between two values": () => spread(`<b c="d" ${letters}="e"/>`),
  "blanks between two values": () => spread(`<b c="d"${blanks}f="e"/>`),
  "a word that could be an attribute": () => spread(`b ${letters}`),
  "a decimal reference": () => readXml(`<b>&#${digits};</b>`),
  "a hexadecimal reference": () => readXml(`<b>&#x${digits};</b>`),
  "blanks of the XML declaration": () => readXml(`<?xml${blanks}version="1.0"?><b/>`),
  "the beginning of a result": () => result(`&lt;${letters}`),
  "an integer": () => typed("integer", digits),
  "an int": () => typed("int", digits),
  "a decimal": () => typed("decimal", `${digits}.${digits}`),
  "a double": () => typed("double", `${digits}.${digits}E${digits}`),
  "a duration": () => typed("duration", `P${digits}Y${digits}M${digits}DT${digits}H${digits}M${digits}.${digits}S`),
  "a dateTime": () => typed("dateTime", `2026-11-27T09:00:00.${digits}Z`),
  "a year": () => typed("gYear", digits),
  "blanks of a token": () => typed("token", `a${blanks}b`),
  "bytes in hexadecimal": () => typed("hexBinary", digits),
  "a pattern": () => matching(/^(?:[a-z]+)$/u, letters),
};

const outcomes: Record<string, string> = {};
for (const [name, read] of Object.entries(rows)) {
  try {
    await read();
    outcomes[name] = "read";
  } catch (error) {
    outcomes[name] = error instanceof XmlError ? "read" : String(error);
  }
}
console.log(JSON.stringify(outcomes));
