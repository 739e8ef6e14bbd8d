import { answer, fault } from "./soap-messages.js";

/** A response that could cost its reader more than its sender. */
export interface CostlyAnswer {
  readonly name: string;
  /** A response of about that many bytes. */
  readonly body: (length: number) => string;
}

const fill = (unit: string, length: number): string => unit.repeat(Math.max(1, Math.floor(length / unit.length)));
const times = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join("");

/** The reader refuses longer ones. */
const LONGEST_NAMESPACE = 8_192;

/** Names that are one in lower case. */
const errorCodes = (length: number): string =>
  times(250, (index) => {
    const name = Array.from("errorcode", (letter, bit) =>
      (index >> bit) % 2 === 1 ? letter.toUpperCase() : letter,
    ).join("");
    return `${name}="${fill("1", length / 250 - 20)}${1000 + index}" `;
  });

/** Confirmations around costly content, so that only reading it decides. */
const around = (name: string, write: (length: number) => string): CostlyAnswer => ({
  name,
  body: (length) => answer("DeleteFolder", `<response success="true">${write(length)}</response>`),
});

export const costlyAnswers: readonly CostlyAnswer[] = [
  around("elements", (length) => fill("<item/>", length)),
  around("elements with text", (length) => fill("<item>a</item>", length)),
  around("elements between text", (length) => fill("a<item/>", length)),
  around("nested elements", (length) => fill(`${"<log>".repeat(50)}${"</log>".repeat(50)}`, length)),
  around("attributes", (length) => fill('<item a="" b="" c="" d="" e="" f=""/>', length)),
  around("elements of 250 attributes", (length) => fill(`<item ${times(250, (index) => `a${index}="" `)}/>`, length)),
  around("namespace declarations", (length) => fill('<item xmlns:a="b"/>', length)),
  around("elements within many namespaces", (length) => {
    const outer = times(40, (depth) => `<log ${times(200, (index) => `xmlns:p${depth}_${index}="u" `)}>`);
    return `${outer}${fill('<item xmlns:a="b"/>', Math.max(0, length - outer.length))}${"</log>".repeat(40)}`;
  }),
  around("prefixes declared far out", (length) => {
    const outer = `<log xmlns:a="b">${"<log>".repeat(50)}`;
    return `${outer}${fill('<a:item a:b=""/>', length)}${"</log>".repeat(51)}`;
  }),
  around("attributes in one long namespace", (length) => {
    const attributes = times(200, (index) => `p:a${index}="" `);
    return `<log xmlns:p="${fill("u", LONGEST_NAMESPACE)}">${fill(`<item ${attributes}/>`, length)}</log>`;
  }),
  around("long namespaces", (length) =>
    times(Math.floor(length / 5_000), (index) => `<item xmlns="${fill("u", 5_000)}${index}"/>`),
  ),
  {
    name: "a fault's detail in one long namespace",
    body: (length) =>
      fault("Server", "x").replace(
        "<detail />",
        `<detail><a xmlns="${fill("u", LONGEST_NAMESPACE)}">${fill("<b/>", length)}</a></detail>`,
      ),
  },
  {
    name: "a fault's code of colons and points",
    body: (length) => fault(fill(".:", length), "x"),
  },
  around("text", (length) => fill("a", length)),
  around("line ends", (length) => fill("\r\n", length)),
  around("entities", (length) => fill("&amp;", length)),
  around("character references", (length) => fill("&#x41;", length)),
  around("characters beyond 16 bits", (length) => fill("\u{1f600}", length / 2)),
  around("CDATA sections", (length) => fill("<![CDATA[a]]>", length)),
  around("brackets in CDATA", (length) => `<![CDATA[${fill("]a", length)}]]>`),
  around("comments", (length) => fill("<!---->", length)),
  around("hyphens in a comment", (length) => `<!--${fill("-a", length)}-->`),
  around("processing instructions", (length) => fill("<?a?>", length)),
  around("question marks in an instruction", (length) => `<?a ${fill("?a", length)}?>`),
  around("an attribute", (length) => `<item path="${fill("a", length)}"/>`),
  around("line ends in an attribute", (length) => `<item path="${fill("\n", length)}"/>`),
  around("entities in an attribute", (length) => `<item path="${fill("&lt;", length)}"/>`),
  around("failed items", (length) => fill('<item path="/a" error="x"/>', length)),
  around("blanks", (length) => fill(" ", length)),
  { name: "blanks before it", body: (length) => fill(" ", length) + answer("DeleteFolder", "<response/>") },
  {
    name: "blanks after it",
    body: (length) => answer("DeleteFolder", '<response success="true"/>') + fill(" ", length),
  },
  {
    name: "an error of blanks",
    body: (length) => answer("DeleteFolder", `<response error="[901]${fill(" ", length)}x"/>`),
  },
  {
    name: "a success of letters with a dot",
    body: (length) => answer("DeleteFolder", `<response success="${fill("\u0130", length / 2)}" error="x"/>`),
  },
  {
    name: "numbers of errors that differ at their ends",
    body: (length) => answer("DeleteFolder", `<response error="x" ${errorCodes(length)}/>`),
  },
  { name: "an entity without end", body: (length) => `<a>&${fill("a", length)}` },
  { name: "opening tags", body: (length) => fill("<a>", length) },
  { name: "opening angles", body: (length) => fill("<", length) },
  { name: "a name without end", body: (length) => `<${fill("a", length)}` },
  { name: "a title without end", body: (length) => `<title${fill(" <title", length)}` },
];
