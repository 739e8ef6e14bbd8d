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

const about = (text: string): string => `<xs:annotation><xs:documentation>${text}</xs:documentation></xs:annotation>`;
const simpleType = (content: string, more = ""): string => `<xs:simpleType${more}>${content}</xs:simpleType>`;
const restriction = (base: string, facets: string): string =>
  `<xs:restriction base="${base}">${facets}</xs:restriction>`;

describe("the documentation of a schema is that of the declarations and properties", () => {
  test.each<[what: string, schema: string, name: string, comment: string]>([
    [
      "of the type, its sequence, and a choice in it",
      complexType(
        about("The type.") +
          sequence(about("The sequence.") + elements("a") + choice(about("The choice.") + elements("b c"))),
      ),
      "T",
      "The type.\n\nType `T` of `urn:test`.\n\nThe sequence.\n\n`b`, `c`: The choice.",
    ],
    [
      "of an optional group of one element",
      complexType(sequence(elements("a") + choice(about("The choice.") + elements("b"), OPTIONAL))),
      "T",
      "Type `T` of `urn:test`.\n\n`b`: The choice.",
    ],
    [
      "of a group by name: the reference, the group and its content",
      `<xs:group name="g">${about("The group.")}${sequence(about("Its content.") + elements("b c"))}</xs:group>${complexType(
        sequence(`${elements("a")}<xs:group ref="tns:g">${about("The reference.")}</xs:group>`),
      )}`,
      "T",
      "Type `T` of `urn:test`.\n\n`b`, `c`: The reference.\n\nThe group.\n\nIts content.",
    ],
    [
      "of a group that repeats, at its property",
      complexType(sequence(elements("id") + choice(about("The choice.") + elements("a b"), ' maxOccurs="9"'))),
      "items",
      "The choice.\n\nThe occurrences of the repeated group, in document order.",
    ],
    [
      "of an extension",
      `${complexType(elementsOf("a"))}<xs:complexType name="U">${about("The type.")}<xs:complexContent>${about(
        "The content.",
      )}<xs:extension base="tns:T">${about("The extension.")}${elementsOf("b")}</xs:extension></xs:complexContent></xs:complexType>`,
      "U",
      "The type.\n\nThe content.\n\nThe extension.\n\nType `U` of `urn:test`.",
    ],
    [
      "of an attribute group, with its attributes",
      `<xs:attributeGroup name="g">${about("The group.")}<xs:attribute name="x"/><xs:attribute name="y"/></xs:attributeGroup>${complexType(
        `${elementsOf("x")}<xs:attributeGroup ref="tns:g">${about("The reference.")}</xs:attributeGroup><xs:attribute name="z"/>`,
      )}`,
      "T",
      "Type `T` of `urn:test`.\n\n`xAttribute`, `y`: The reference.\n\nThe group.",
    ],
    [
      "of any attribute",
      complexType(`<xs:anyAttribute>${about("The rest.")}</xs:anyAttribute>`),
      "attributes",
      "The rest.\n\nAttributes that the contract does not name.",
    ],
    [
      "of a type that is written in place, its facets and what it is made of",
      complexType(
        sequence(
          `<xs:element name="a">${about("The element.")}${simpleType(
            about("The type.") +
              `<xs:restriction>${about("The restriction.")}${simpleType(
                about("Its base.") +
                  restriction("xs:string", `<xs:maxLength value="9">${about("Short.")}</xs:maxLength>`),
              )}<xs:enumeration value="x">${about("The first.")}</xs:enumeration></xs:restriction>`,
          )}</xs:element>`,
        ),
      ),
      "a",
      "The element.\n\nThe type.\n\nThe restriction.\n\nIts base.\n\n- maxLength `9`: Short.\n\n- `x`: The first.\n\n`a`, restricted restricted xs:string.",
    ],
    [
      "of the members of a union",
      simpleType(
        `<xs:union>${about("The union.")}${simpleType(about("The first.") + restriction("xs:int", ""))}</xs:union>`,
        ' name="T"',
      ),
      "T",
      "The union.\n\nThe first.\n\nType `T` of `urn:test`.",
    ],
    [
      "of the type of a text",
      complexType(
        `<xs:simpleContent><xs:restriction base="tns:Base">${simpleType(about("The text.") + restriction("xs:int", ""))}</xs:restriction></xs:simpleContent>`,
      ) +
        '<xs:complexType name="Base"><xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent></xs:complexType>',
      "value",
      "The text.\n\nThe text, restricted xs:int.",
    ],
    [
      "of a reference, and of the element that it refers to",
      `<xs:element name="e" type="xs:int">${about("The element.")}</xs:element>${complexType(
        sequence(`<xs:element ref="tns:e">${about("The reference.")}</xs:element>`),
      )}`,
      "e",
      "The reference.\n\nThe element.\n\n`e`, xs:int.",
    ],
    [
      "of a global element, at the type that only it has",
      `<xs:element name="e">${about("The element.")}<xs:complexType>${about("The type.")}${elementsOf("a")}</xs:complexType></xs:element>`,
      "E",
      "The element.\n\nThe type.\n\nElement `e` of `urn:test`.",
    ],
    [
      "of elements that a schema names below mixed content",
      complexType(
        sequence(
          `<xs:element name="b" type="xs:int">${about("Bold.")}</xs:element><xs:any namespace="urn:x"/>${choice(
            '<xs:element name="i" type="tns:T"/><xs:any/>',
          )}`,
        ),
        ' mixed="true"',
      ),
      "content",
      "Text and elements, in the order in which they stand.\n\n- `b`, xs:int: Bold.\n- an element of `urn:x`\n- `i`, T",
    ],
    [
      "of elements that an extension adds to mixed content",
      complexType(elementsOf("a"), ' mixed="true"') +
        `<xs:complexType name="U"><xs:complexContent><xs:extension base="tns:T">${elementsOf("b")}</xs:extension></xs:complexContent></xs:complexType>`,
      "U",
      "Type `U` of `urn:test`.\n\nIts content may also have:\n- `b`, xs:string",
    ],
    [
      "of what must be unique below an element, which is not checked",
      `<xs:element name="e">${about("The element.")}<xs:complexType>${elementsOf("a")}</xs:complexType>
        <xs:key name="k">${about("The key.")}<xs:selector xpath="tns:row"/><xs:field xpath="@a"/><xs:field xpath="@b"/></xs:key>
        <xs:unique name="u"><xs:selector xpath=".//tns:id"/><xs:field xpath="."/></xs:unique>
        <xs:keyref name="r" refer="tns:k"><xs:selector xpath="tns:line"/><xs:field xpath="@no"/></xs:keyref></xs:element>`,
      "E",
      "The element.\n\nNot checked here: `@a` with `@b` of each `tns:row` is present and different (key `k`). The key.\nNot checked here: the value of each `.//tns:id` is different, where it is present (unique `u`).\nNot checked here: `@no` of each `tns:line` is one of the key `k` (keyref `r`).\n\nElement `e` of `urn:test`.",
    ],
    [
      "of names that an enumeration lists, which are not checked",
      simpleType(restriction("xs:QName", '<xs:enumeration value="tns:a"/>'), ' name="T"'),
      "T",
      "Not checked here: one of `tns:a`.\n\nType `T` of `urn:test`.",
    ],
  ])("%s", async (_what, schema, name, comment) => {
    expect(unwrapped(await documented(schema, name))).toBe(comment);
  });
});

/** A comment without the line breaks that only the width of the page makes. */
function unwrapped(comment: string | undefined): string | undefined {
  return comment?.replace(/(?<!\n)\n(?!\n|- |Not checked|@)/g, " ");
}

const documentation = (text: string): string => `<documentation>${text}</documentation>`;

const DOCUMENTED = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:test" targetNamespace="urn:test">${documentation("The contract.")}
  <types><xs:schema targetNamespace="urn:test" elementFormDefault="qualified">
    <xs:complexType name="Row">${about("A row.")}${elementsOf("a")}</xs:complexType>
    <xs:element name="put" type="tns:Row">${about("What is put.")}</xs:element>
    <xs:element name="putResponse">${about("What was put.")}<xs:complexType>${elementsOf("a")}</xs:complexType></xs:element>
    <xs:element name="session" type="xs:string">${about("The session.")}</xs:element>
    <xs:element name="refused" type="xs:string">${about("Why not.")}</xs:element>
  </xs:schema></types>
  <message name="In">${documentation("The request.")}<part name="in" element="tns:put">${documentation("Its part.")}</part></message>
  <message name="Out"><part name="out" element="tns:putResponse"/></message>
  <message name="Head"><part name="head" element="tns:session">${documentation("Of each call.")}</part></message>
  <message name="Refused">${documentation("A refusal.")}<part name="fault" element="tns:refused"/></message>
  <message name="Rpc"><part name="row" type="tns:Row">${documentation("The row.")}</part><part name="how" element="tns:session"/></message>
  <portType name="Rows">${documentation("For rows.")}
    <operation name="Put">${documentation("Puts.")}
      <input message="tns:In">${documentation("What to put.")}</input><output message="tns:Out">${documentation("What became of it.")}</output>
      <fault name="Refused" message="tns:Refused">${documentation("No room.")}</fault></operation>
    <operation name="Post"><input message="tns:Rpc"/></operation>
  </portType>
  ${["Rows", "Rows12"]
    .map(
      (name) => `<binding name="${name}" type="tns:Rows">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Put">${documentation("By SOAP.")}<soap:operation/>
      <input><soap:header message="tns:Head" part="head" use="literal"/><soap:body use="literal"/></input>
      <output><soap:body use="literal"/></output>
      <fault name="Refused">${documentation(`On ${name}.`)}<soap:fault name="Refused" use="literal"/></fault></operation>
    <operation name="Post"><soap:operation style="rpc"/><input><soap:body use="literal"/></input></operation>
  </binding>`,
    )
    .join("")}
  <service name="Store">${documentation("Stores *rows* */ of {@link x}.")}
    <port name="A" binding="tns:Rows"/><port name="B" binding="tns:Rows12"/>
    <port name="C" binding="tns:Rows">${documentation("Elsewhere.")}</port></service>
</definitions>`;

test.each<[what: string, file: string, name: string, comment: string]>([
  [
    "an operation, its messages and the element that is a body",
    "put.ts",
    "put",
    "Puts.\n\nBy SOAP.\n\nOperation `Put` of `Rows`; SOAP 1.1 only.\n\n@param request What to put. The request. Its part. What is put.\n@returns What became of it.\n@throws {SoapFaultError} with the detail `Refused`: No room. A refusal. On Rows. Why not.",
  ],
  [
    "the element of a body with a type of its own",
    "put.ts",
    "PutResponse",
    "What was put.\n\nResponse of `Put`: element `putResponse` of `urn:test`.",
  ],
  ["the element of a header, and its part", "put.ts", "session", "Of each call.\n\nThe session.\n\n`session`."],
  ["a fault and its element", "put.ts", "Refused", "No room.\n\nA refusal.\n\nOn Rows.\n\nWhy not.\n\n`refused`."],
  ["a part in style rpc", "post.ts", "row", "The row.\n\nPart `row`."],
  ["the element of a part in style rpc", "post.ts", "how", "The session.\n\nPart `how`."],
  [
    "the contract, its service, ports and port types",
    "index.ts",
    "export",
    "The contract.\n\nService `Store`: Stores *rows* *\\/ of \\{@link x}.\n\nPorts `A`, `B`: For rows.\n\nPort `C`: Elsewhere.\n\nFor rows.\n\n@packageDocumentation",
  ],
])("the documentation of a WSDL is that of the stubs: %s", async (_what, file, name, comment) => {
  const text = (await generated(DOCUMENTED)).get(file) ?? "";

  expect(unwrapped(commentOf(name, text))).toBe(comment);
});

test("ports whose bindings are documented differently share their stubs", async () => {
  expect([...(await generated(DOCUMENTED)).keys()]).toEqual(["post.ts", "put.ts", "test.ts", "index.ts"]);
});

function elementsOf(names: string): string {
  return sequence(elements(names));
}

test("marks that would show code in another order stand in no generated file", async () => {
  const documentation = "<xs:annotation><xs:documentation>a \u202e\u2066 b</xs:documentation></xs:annotation>";
  const schema = `<xs:simpleType name="T">${documentation}<xs:restriction base="xs:string"><xs:enumeration value="x\u202ey"/></xs:restriction></xs:simpleType>`;
  const text = (await generated(contractOf(schema, []))).get("test.ts") ?? "";

  expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  expect(text).toContain('"x\\u202ey"');
  expect(text).toContain("a \ufffd\ufffd b");
});
