/** Answers that could cost their reader more than they cost their sender, each as long as a client allows. */

export interface HostileAnswer {
  readonly name: string;
  /** The ticket of the session; without it, a GUID. */
  readonly ticket?: string;
  readonly status?: number;
  readonly contentType?: string;
  /** The operation that is answered so. Default `DeleteFolder`. */
  readonly operation?: "AuthenticateUser" | "CreateFolder" | "ReadValues";
  /** About as many bytes as are allowed, in answer to a call with the ticket. */
  readonly body: (length: number, ticket: string) => string;
}

export const GUID = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const HTML = "text/html; charset=utf-8";
const MANY_ITEMS = 110_000;

const fill = (unit: string, length: number): string =>
  unit.repeat(Math.max(1, Math.floor(length / Buffer.byteLength(unit))));
const times = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join("");

const SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";

export function envelope(body: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

export function answer(operation: string, content: string): string {
  return envelope(
    `<${operation}Response xmlns="http://tempuri.org/"><${operation}Result>${content}</${operation}Result></${operation}Response>`,
  );
}

const MARGIN = 2048;
type Write = (length: number, ticket: string) => string;

const refusal = (name: string, write: Write, more: Partial<HostileAnswer> = {}): HostileAnswer => ({
  name,
  ...more,
  body: (length, ticket) =>
    answer(
      "DeleteFolder",
      `<response xmlns="" success="false" error="no">${write(length - MARGIN, ticket)}</response>`,
    ),
});
const detail = (name: string, write: Write, more: Partial<HostileAnswer> = {}): HostileAnswer => ({
  name: `fault: ${name}`,
  status: 500,
  ...more,
  body: (length, ticket) =>
    envelope(
      `<soap:Fault><faultcode>soap:Server</faultcode><faultstring>no</faultstring><detail>${write(length - MARGIN, ticket)}</detail></soap:Fault>`,
    ),
});
const fault = (
  name: string,
  write: (length: number, ticket: string) => readonly [code: string, reason: string],
  more: Partial<HostileAnswer> = {},
): HostileAnswer => ({
  name: `fault: ${name}`,
  status: 500,
  ...more,
  body: (length, ticket) => {
    const [code, reason] = write(length - MARGIN, ticket);
    return envelope(`<soap:Fault><faultcode>${code}</faultcode><faultstring>${reason}</faultstring></soap:Fault>`);
  },
});
const page = (name: string, body: Write, more: Partial<HostileAnswer> = {}): HostileAnswer => ({
  name: `page: ${name}`,
  status: 500,
  contentType: HTML,
  ...more,
  body,
});

const data = (content: string): string =>
  answer("CreateFolder", `<response xmlns="" success="true" error="">${content}</response>`);

/** The client decodes at most a million items of lists. */
const MOST_ITEMS = 1_000_000;
const values = (name: string, write: (fill: (unit: string) => string) => string): HostileAnswer => ({
  name: `values: ${name}`,
  operation: "ReadValues",
  body: (length) =>
    answer(
      "ReadValues",
      write((unit) => fill(unit, Math.min(length - MARGIN, unit.length * MOST_ITEMS))),
    ),
});

const attributes = (count: number, prefix: string): string => times(count, (index) => `${prefix}a${index}="" `);

export const hostileAnswers: readonly HostileAnswer[] = [
  // Reading
  refusal("elements", (length) => fill("<item/>", Math.min(length, 7 * 240_000))),
  refusal("elements and texts", (length) => fill(`<item>${"x".repeat(50)}</item>`, length)),
  refusal("elements, nested", (length) =>
    fill(`${"<log>".repeat(50)}${"</log>".repeat(50)}`, Math.min(length, 11 * 240_000)),
  ),
  refusal(
    "one namespace of 1 MB, 5,000 attributes in it",
    (length) =>
      `<a xmlns:p="${"u".repeat(1_000_000)}">${fill(`<item ${attributes(254, "p:")}/>`, Math.min(length - 1_000_000, 20 * 2_500))}</a>`,
  ),
  refusal(
    "one namespace of 6 MB, 200,000 attributes in it",
    (length) =>
      `<a xmlns:p="${"u".repeat(length - 2_200_000)}">${fill(`<item ${attributes(250, "p:")}/>`, 2_000_000)}</a>`,
  ),
  refusal(
    "two prefixes of one namespace of 1 MB",
    (length) =>
      `<a xmlns:p="${"u".repeat(1_000_000)}" xmlns:q="${"u".repeat(1_000_000)}">${fill(`<item ${attributes(120, "p:")}${attributes(120, "q:").replaceAll(":a", ":b")}/>`, Math.min(length - 2_000_000, 2_000_000))}</a>`,
  ),
  refusal(
    "attributes of one name in two long namespaces",
    (length) =>
      `<a xmlns:p="${"u".repeat(8_191)}1" xmlns:q="${"u".repeat(8_191)}2">${fill('<item p:a="" q:a=""/>', Math.min(length, 1_500_000))}</a>`,
  ),
  refusal("long namespaces of one length", (length) =>
    times(Math.floor(length / 16_600), (index) => `<item xmlns="${"u".repeat(16_500)}${index + 1_000}"/>`),
  ),
  refusal(
    "200 declarations in each of 60 levels",
    (length) =>
      `${times(60, (depth) => `<log ${times(200, (index) => `xmlns:p${depth}x${index}="u" `)}>`)}${fill('<item xmlns:a="b"/>', Math.min(length - 300_000, 20 * 200_000))}${"</log>".repeat(60)}`,
  ),
  refusal("a text", (length) => fill("x", length)),
  refusal("line ends", (length) => fill("\r\n", length)),
  refusal("entities", (length) => fill("&amp;", length)),
  refusal("references to characters", (length) => fill("&#x41;", length)),
  refusal("characters of 4 bytes", (length) => fill("\u{1f600}", length)),
  refusal("a CDATA section of line ends", (length) => `<![CDATA[${fill("\r\n", length)}]]>`),
  refusal("a CDATA section of brackets", (length) => `<![CDATA[${fill("]]a", length)}]]>`),
  refusal("a comment of hyphens", (length) => `<!--${fill("-a", length)}-->`),
  refusal("an instruction of question marks", (length) => `<?a ${fill("?", length)}?>`),
  refusal("blanks in a tag", (length) => `<item${fill(" ", length)}/>`),
  refusal("an attribute", (length) => `<item path="${fill("x", length)}"/>`),
  refusal("an attribute of line ends", (length) => `<item path="${fill("\n", length)}"/>`),
  refusal("an attribute of entities", (length) => `<item path="${fill("&lt;", length)}"/>`),
  { name: "opening tags", body: (length) => fill("<a>", length) },
  { name: "an entity without end", body: (length) => `<a>&${fill("a", length)}` },
  { name: "blanks in the XML declaration", body: (length) => `<?xml version${fill(" ", length)}="1.0"?><a/>` },
  { name: "another root in a namespace of 8 MB", body: (length) => `<a xmlns="${fill("u", length - 100)}"/>` },
  // Refusals
  refusal("failed items", (length) =>
    fill(`<item path="/a" error="${"x".repeat(40)}"/>`, Math.min(length, (62 * MANY_ITEMS) / 2)),
  ),
  refusal(
    "failed items that repeat the ticket once",
    (length, ticket) =>
      `<item path="${ticket}" error="x"/>${fill(`<item path="/a" error="${"x".repeat(40)}"/>`, Math.min(length, (62 * MANY_ITEMS) / 2))}`,
  ),
  refusal("failed items with the beginning of the ticket", (length, ticket) =>
    fill(`<item path="/a" error="${ticket.slice(0, -1)}"/>`, Math.min(length, (60 * MANY_ITEMS) / 2)),
  ),
  refusal("failed items with all kinds of escapes", (length) =>
    fill('<item path="/a" error="&amp;amp;#65;%252541\\\\u0041_x0041_=41"/>', Math.min(length, (62 * MANY_ITEMS) / 2)),
  ),
  // Faults
  detail(
    "one namespace of 400 kB, 5,000 elements in it",
    () => `<a xmlns="${"u".repeat(400_000)}">${fill("<b/>", 20_000)}</a>`,
  ),
  detail(
    "one namespace of 6 MB, 200,000 elements in it",
    (length) => `<a xmlns="${"u".repeat(length - 1_000_000)}">${fill("<b/>", 800_000)}</a>`,
  ),
  detail("the ticket in each of many elements", (length, ticket) =>
    fill(`<b>${ticket}</b>`, Math.min(length, 43 * 120_000)),
  ),
  detail("the ticket in names", (length, ticket) =>
    times(Math.min(60_000, Math.floor(length / 60)), (index) => `<x${ticket}${index}/>`),
  ),
  detail("all kinds of escapes", (length) => fill("&amp;amp;amp;lt;%25252541\\\\\\\\u0041_x0041_=41&lt;b&gt;", length)),
  {
    name: "elements and blanks beside the Body",
    body: () => envelope("").replace("<soap:Body>", `${"<a/>\n".repeat(120_000)}<soap:Body>`),
  },
  {
    name: "fault: a reason in as many languages as elements may be",
    status: 500,
    body: () => envelope(`<Fault xmlns="${SOAP_12}"><Reason>${"<Text/>".repeat(249_000)}</Reason></Fault>`),
  },
  fault("a code of colons and points", (length) => [`soap:Client${fill(".:", length)}`, "no"]),
  fault("a reason of blanks", (length) => ["soap:Server", `x${fill(" ", length)}x`]),
  fault("backslashes, and a ticket of backslashes and blanks", (length) => ["soap:Server", fill("\\ ", length)], {
    ticket: "\\\\\\\\\\\\\\\\\\\\\\\\\\a",
  }),
  // Pages
  page("backslashes, and a ticket of backslashes", (length) => fill("\\", length), {
    ticket: "\\\\\\\\\\\\\\\\\\\\\\\\\\a",
  }),
  page("one letter, and a ticket of 1,024 of it", (length) => fill(`${"a".repeat(1_023)}b`, length), {
    ticket: "a".repeat(1_024),
  }),
  page("one letter, and a ticket of another before it", (length) => fill("a", length), {
    ticket: `b${"a".repeat(1_023)}`,
  }),
  page("one letter, and a ticket of eight of it behind punctuation", (length) => fill("a", length), {
    ticket: `${"!".repeat(1_016)}${"a".repeat(8)}`,
  }),
  page("the ticket without its last character", (length, ticket) => fill(ticket.slice(0, -1), length)),
  page("the ticket", (length, ticket) => fill(ticket, length)),
  page("all kinds of escapes", (length) =>
    fill("<b>&amp;amp;amp;amp;#65;%2525252541\\\\\\\\\\\\\\\\u0041_x0041_=41", length),
  ),
  page("escapes of URLs", (length) => fill("%25", length)),
  page("angle brackets", (length) => fill(`<${"a".repeat(190)}`, length)),
  page("titles without end", (length) => fill("<title ", length)),
  page("blanks", (length) => fill(" ", length)),
  page("soft hyphens", (length) => fill("\u00ad", length)),
  // Data
  {
    name: "data: folders with attributes",
    operation: "CreateFolder",
    body: (length) =>
      data(fill(`<folder FolderId="1" Name="${"x".repeat(40)}" DocCount="2"/>`, Math.min(length, 74 * 60_000))),
  },
  {
    name: "data: elements",
    operation: "CreateFolder",
    body: (length) => data(fill("<folder/>", Math.min(length, 9 * 240_000))),
  },
  {
    name: "data: elements, nested",
    operation: "CreateFolder",
    body: (length) => data(fill(`${"<a>".repeat(50)}${"</a>".repeat(50)}`, Math.min(length, 7 * 240_000))),
  },
  // Values of simple types
  values("a list of durations with bounds", (fill) => `<durations>${fill("P1DT2H ")}</durations>`),
  values("a list of dates with bounds", (fill) => `<dates>${fill("2024-02-29T12:30:00Z ")}</dates>`),
  values("a list of decimals with bounds", (fill) => `<decimals>${fill("1234.50 ")}</decimals>`),
  values("a list of unions with an enumeration", (fill) => `<unions>${fill("red ")}</unions>`),
  values("elements of durations with bounds", (fill) => fill("<duration>P1DT2H</duration>").slice(0, 27 * 120_000)),
  // A log-in
  {
    name: "log-in: a ticket of 8 MB",
    operation: "AuthenticateUser",
    body: (length) =>
      answer("AuthenticateUser", `<root xmlns="" success="true" ticket="${fill("a", length - MARGIN)}"/>`),
  },
  {
    name: "log-in: a refusal with a ticket of 8 MB",
    operation: "AuthenticateUser",
    body: (length) =>
      answer("AuthenticateUser", `<root xmlns="" success="false" error="no" ticket="${fill("ab", length - MARGIN)}"/>`),
  },
];
