import { contractOf } from "./contract-of.js";
import { generated } from "./generated-service.js";

/** The comment of a declaration or property, on one line; undefined where it has none. */
function commentOf(name: string, text: string): string | undefined {
  const code = new RegExp(
    String.raw`/\*\*((?:(?!\*/).)*)\*/\s*(?:export (?:type|interface|const|function) )?${name}\b`,
    "s",
  ).exec(text);
  return code?.[1]?.replace(/\n *\* ?/g, "\n").trim();
}

const sequence = (content: string, more = ""): string => `<xs:sequence${more}>${content}</xs:sequence>`;
const choice = (content: string, more = ""): string => `<xs:choice${more}>${content}</xs:choice>`;
const elements = (names: string): string =>
  names
    .split(" ")
    .map((name) =>
      name.endsWith("?")
        ? `<xs:element name="${name.slice(0, -1)}" type="xs:string" minOccurs="0"/>`
        : `<xs:element name="${name}" type="xs:string"/>`,
    )
    .join("");
const complexType = (content: string, more = ""): string =>
  `<xs:complexType name="T"${more}>${content}</xs:complexType>`;
const OPTIONAL = ' minOccurs="0"';

const documented = async (schema: string, name: string): Promise<string | undefined> =>
  commentOf(name, (await generated(contractOf(schema, []))).get("test.ts") ?? "");

describe("the rules of a content model are sentences", () => {
  test.each<[rule: string, content: string, sentences: readonly string[]]>([
    ["a choice of many", choice(elements("a b c d e f")), ["Exactly one of `a`, `b`, `c`, `d`, `e`, `f`."]],
    [
      "a choice within a choice",
      choice(elements("a") + sequence(elements("amount") + choice(elements("payment token")))),
      ["Exactly one of `a`, `amount` with (`payment` or `token`)."],
    ],
    [
      "what an alternative requires, and what it allows",
      choice(
        elements("a") + sequence(elements("b? c") + sequence(elements("d e?"), OPTIONAL) + choice(elements("x y"))),
      ),
      ["Exactly one of `a`, `c` with (`x` or `y`) with optional `b` with optional (`d` with optional `e`)."],
    ],
    [
      "an alternative that may be empty",
      choice(elements("a") + sequence(choice(elements("b c"), OPTIONAL) + elements("d?"))),
      ["At most one of `a`, optional (`b` or `c`) with optional `d`."],
    ],
    [
      "several choices",
      sequence(choice(elements("a b")) + elements("id") + choice(elements("c d"), OPTIONAL)),
      ["Exactly one of `a`, `b`.", "At most one of `c`, `d`."],
    ],
    [
      "an optional group",
      sequence(elements("id") + sequence(elements("from to note?"), OPTIONAL)),
      ["Together, or not at all: `from` with `to` with optional `note`."],
    ],
    [
      "a choice within an optional group",
      sequence(elements("id") + sequence(elements("by") + choice(elements("name number")), OPTIONAL)),
      ["Together, or not at all: `by` with (`name` or `number`)."],
    ],
    ["elements that may be absent", sequence(elements("a? b c?")), []],
    ["a choice that is a union of types", choice(elements("a b")), []],
  ])("%s", async (_rule, content, sentences) => {
    const comment = await documented(complexType(content), "T");

    expect(comment?.split("\n\n").slice(1).join("\n")).toBe(sentences.join("\n"));
  });
});
