import { contractOf } from "./contract-of.js";
import { generated } from "./generated-service.js";

/** What is generated for the components of a schema: declarations, without comments and imports. */
async function emitted(schema: string): Promise<string> {
  const text = (await generated(contractOf(schema, []))).get("test.ts") ?? "";
  return text
    .replace(/^import [^;]*;$/gm, "")
    .replace(/^ *\/\*\*.*?\*\/$/gms, "")
    .replace(/^\/\/.*$/gm, "")
    .replace(/\n{2,}/g, "\n")
    .trim();
}

const type = (name: string, content: string, attributes = ""): string =>
  `<xs:complexType name="${name}"${attributes}>${content}</xs:complexType>`;
const sequence = (content: string): string => `<xs:sequence>${content}</xs:sequence>`;
const element = (name: string, of = "xs:string", more = ""): string =>
  `<xs:element name="${name}" type="${of}"${more === "" ? "" : ` ${more}`}/>`;
const derived = (how: string, base: string, content: string): string =>
  `<xs:complexContent><xs:${how} base="${base}">${content}</xs:${how}></xs:complexContent>`;
const simple = (name: string, content: string): string => `<xs:simpleType name="${name}">${content}</xs:simpleType>`;
const restriction = (base: string, facets: string): string =>
  `<xs:restriction base="${base}">${facets}</xs:restriction>`;

/** What of XML Schema, and what becomes of it. */
const cases: readonly (readonly [what: string, schema: string])[] = [
  [
    "a sequence, and the occurrence of its elements",
    type(
      "T",
      sequence(
        element("Name") +
          element("old", "xs:int", 'minOccurs="0"') +
          element("all", "xs:long", 'minOccurs="0" maxOccurs="unbounded"') +
          element("some", "xs:date", 'minOccurs="2" maxOccurs="3"'),
      ),
    ),
  ],
  [
    "nil, default and fixed",
    type(
      "T",
      sequence(
        element("a", "xs:int", 'nillable="true"') +
          element("b", "xs:int", 'default="1"') +
          element("c", "xs:token", 'fixed="x"'),
      ),
    ),
  ],
  [
    "a fixed value, with a literal or without",
    simple("Flags", '<xs:list itemType="xs:NMTOKEN"/>') +
      type(
        "T",
        sequence(
          element("a", "xs:boolean", 'fixed="1"') +
            element("b", "xs:NMTOKENS", 'fixed="x  y"') +
            element("c", "xs:hexBinary", 'fixed="ff"') +
            element("d", "xs:QName", 'fixed="tns:x"') +
            element("e", "xs:boolean", 'fixed="yes"') +
            element("h", "xs:anyType", 'fixed="x"'),
        ) +
          '<xs:attribute name="f" type="xs:boolean" fixed="false"/><xs:attribute name="g" type="tns:Flags" fixed="x"/>',
      ),
  ],
  ["a sequence of nothing", type("T", "")],
  [
    "a choice",
    type(
      "T",
      `<xs:choice>${element("card")}${sequence(element("iban") + element("bic", "xs:string", 'minOccurs="0"'))}</xs:choice>`,
    ),
  ],
  [
    "a choice whose alternatives all require an element",
    type(
      "T",
      `<xs:choice>${element("x")}${sequence(element("a") + element("x"))}${sequence(element("x") + element("b"))}</xs:choice>`,
    ),
  ],
  [
    "a choice that may be absent, among others",
    type(
      "T",
      sequence(`${element("id")}<xs:choice minOccurs="0">${element("a")}${element("b", "xs:int")}</xs:choice>`),
    ),
  ],
  [
    "a choice with an alternative that is empty (Part 1 §3.9.6)",
    type("T", `<xs:choice>${element("a")}${element("b", "xs:int")}<xs:sequence/></xs:choice>`),
  ],
  ["a choice of nothing but empty groups", type("T", `<xs:choice>${sequence("")}${sequence("")}</xs:choice>`)],
  [
    "a choice of too many to write out",
    type("T", `<xs:choice>${["a", "b", "c", "d", "e", "f"].map((name) => element(name)).join("")}</xs:choice>`),
  ],
  ["a repeated choice", type("T", `<xs:choice maxOccurs="unbounded">${element("a")}${element("b")}</xs:choice>`)],
  [
    "an optional sequence",
    type(
      "T",
      sequence(
        `${sequence(element("from") + element("to"))}`.replace("<xs:sequence>", '<xs:sequence minOccurs="0">') +
          element("z"),
      ),
    ),
  ],
  ["all", type("T", `<xs:all>${element("a")}${element("b", "xs:int", 'minOccurs="0"')}</xs:all>`)],
  [
    "groups of elements and of attributes",
    `<xs:group name="g">${sequence(element("a"))}</xs:group><xs:attributeGroup name="h"><xs:attribute name="b" type="xs:int"/></xs:attributeGroup>${type("T", '<xs:group ref="tns:g" minOccurs="0"/><xs:attributeGroup ref="tns:h"/>')}`,
  ],
  [
    "references and form",
    `<xs:element name="r" type="xs:int"/><xs:attribute name="s" type="xs:int"/>${type("T", `${sequence(`<xs:element ref="tns:r"/>${element("l", "xs:int", 'form="unqualified"')}`)}<xs:attribute ref="tns:s"/>`)}`,
  ],
  [
    "attributes",
    type(
      "T",
      `<xs:attribute name="a" use="required" type="xs:int"/><xs:attribute name="b"/><xs:attribute name="c" type="xs:int" default="5"/><xs:attribute name="d" type="xs:string" fixed="x"/>`,
    ),
  ],
  [
    "an attribute with the name of an element",
    type("T", `${sequence(element("id"))}<xs:attribute name="id" type="xs:int"/>`),
  ],
  [
    "simple content",
    type(
      "T",
      '<xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="xs:token"/></xs:extension></xs:simpleContent>',
    ),
  ],
  [
    "an extension",
    type("A", sequence(element("a"))) + type("B", derived("extension", "tns:A", sequence(element("b")))),
  ],
  [
    "a restriction, which repeats the content that it keeps",
    type(
      "A",
      sequence(element("a", "xs:string", 'minOccurs="0"') + element("b", "xs:string", 'minOccurs="0"')) +
        '<xs:attribute name="x"/><xs:attribute name="y"/>',
    ) +
      type("B", derived("restriction", "tns:A", `${sequence(element("a"))}<xs:attribute name="x" use="prohibited"/>`)),
  ],
  [
    "an abstract type, where it is used",
    type("A", sequence(element("a")), ' abstract="true"') +
      type("B", derived("extension", "tns:A", "")) +
      type("T", sequence(element("it", "tns:A"))),
  ],
  [
    "a type that others extend, where it is used",
    type("A", sequence(element("a"))) +
      type("B", derived("extension", "tns:A", sequence(element("b")))) +
      type("T", sequence(element("it", "tns:A"))),
  ],
  [
    "a substitution group",
    `${element("shape", "xs:string", 'abstract="true"')}${element("circle", "xs:string", 'substitutionGroup="tns:shape"')}${element("square", "xs:string", 'substitutionGroup="tns:shape"')}${type("T", sequence('<xs:element ref="tns:shape"/>'))}`,
  ],
  ["recursion", type("Tree", sequence(element("leaf", "tns:Tree", 'minOccurs="0"')))],
  [
    "types that hold each other",
    type("A", sequence(element("b", "tns:B"))) + type("B", sequence(element("a", "tns:A", 'minOccurs="0"'))),
  ],
  [
    "an anonymous type",
    type(
      "T",
      sequence(`<xs:element name="line">${type("", sequence(element("no"))).replace(' name=""', "")}</xs:element>`),
    ),
  ],
  [
    "any element, any attribute, any type",
    type(
      "T",
      `${sequence(`${element("data", "xs:anyType")}<xs:any namespace="##other" minOccurs="0" maxOccurs="unbounded"/>`)}<xs:anyAttribute namespace="##local urn:x"/>`,
    ),
  ],
  ["mixed content", type("T", sequence(element("b")), ' mixed="true"')],
  [
    "enumerations",
    simple("Color", restriction("xs:token", '<xs:enumeration value="red"/><xs:enumeration value="dark  blue"/>')) +
      simple("Size", restriction("xs:int", '<xs:enumeration value="01"/><xs:enumeration value="2"/>')) +
      simple("Big", restriction("xs:long", '<xs:enumeration value="9007199254740993"/>')),
  ],
  [
    "facets",
    simple(
      "Code",
      restriction("xs:string", '<xs:pattern value="[A-Z]\\d{2}"/><xs:pattern value="none"/><xs:maxLength value="4"/>'),
    ) +
      simple(
        "Percent",
        restriction(
          "xs:decimal",
          '<xs:minInclusive value="0"/><xs:maxExclusive value="100.00"/><xs:fractionDigits value="2"/>',
        ),
      ) +
      simple("Count", restriction("xs:long", '<xs:minExclusive value="0"/>')) +
      simple("Line", restriction("xs:string", '<xs:whiteSpace value="collapse"/>')),
  ],
  [
    "a pattern that JavaScript cannot express",
    simple("Code", restriction("xs:string", '<xs:pattern value="\\p{IsKhmer}+"/>')),
  ],
  [
    "lists and unions",
    simple("Sizes", '<xs:list itemType="xs:int"/>') +
      simple(
        "Either",
        `<xs:union memberTypes="xs:int tns:Sizes"><xs:simpleType>${restriction("xs:string", '<xs:enumeration value="none"/>')}</xs:simpleType></xs:union>`,
      ),
  ],
  [
    "a union of numbers and a bigint that is a literal",
    simple(
      "Either",
      `<xs:union memberTypes="xs:int"><xs:simpleType>${restriction("xs:long", '<xs:enumeration value="5"/>')}</xs:simpleType></xs:union>`,
    ),
  ],
  [
    "a union of some values and any others, which editors still complete",
    simple("Color", restriction("xs:token", '<xs:enumeration value="red"/><xs:enumeration value="blue"/>')) +
      simple("Custom", restriction("xs:string", '<xs:pattern value="x-.*"/>')) +
      simple("Open", '<xs:union memberTypes="tns:Color xs:string"/>') +
      simple("Named", '<xs:union memberTypes="tns:Color tns:Custom"/>') +
      simple("Wider", '<xs:union memberTypes="tns:Open xs:token xs:int"/>') +
      simple(
        "Count",
        `<xs:union memberTypes="xs:int"><xs:simpleType>${restriction("xs:int", '<xs:enumeration value="-1"/>')}</xs:simpleType></xs:union>`,
      ) +
      simple("Colors", '<xs:list itemType="tns:Open"/>') +
      simple("Texts", '<xs:union memberTypes="tns:Custom xs:string"/>') +
      type("T", `${sequence(element("a", "tns:Named"))}<xs:attribute name="b" type="tns:Open"/>`),
  ],
  [
    "an enumeration of lists, of a union, of bytes, of names",
    simple("Flags", restriction("xs:NMTOKENS", '<xs:enumeration value="a"/><xs:enumeration value="a b"/>')) +
      simple("Sizes", '<xs:list itemType="xs:int"/>') +
      simple("Pairs", restriction("tns:Sizes", '<xs:enumeration value="1 02"/><xs:minLength value="2"/>')) +
      simple("Either", '<xs:union memberTypes="xs:int xs:token"/>') +
      simple("Some", restriction("tns:Either", '<xs:enumeration value="1"/><xs:enumeration value="none"/>')) +
      simple("Key", restriction("xs:base64Binary", '<xs:enumeration value="AQID"/>')) +
      simple("Name", restriction("xs:QName", '<xs:enumeration value="tns:a"/>')),
  ],
  [
    "an encoded array, of arrays, and of dimensions",
    ["int[]", "int[][]", "int[,]", "int[][,]"]
      .map((of, index) =>
        type(
          `T${index}`,
          derived(
            "restriction",
            "enc:Array",
            `<xs:attribute ref="enc:arrayType" wsdl:arrayType="xs:${of}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"/>`,
          ),
        ).replace("<xs:complexType", '<xs:complexType xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/"'),
      )
      .join(""),
  ],
  [
    "names with another meaning in TypeScript",
    ["Promise", "Record", "XmlElement", "Operation", "Order", "order"]
      .map((name) => simple(name, restriction("xs:string", "")))
      .join("") +
      type(
        "T",
        sequence(
          ["class", "then", "constructor", "first-name", "2nd", "Straße", "UID"]
            .map((name) => element(name))
            .join("")
            .replaceAll('"2nd"', '"_2nd"'),
        ),
      ),
  ],
];

test.each(cases)("%s", async (_what, schema) => {
  expect(await emitted(schema)).toMatchSnapshot();
});

test.each([
  ["one part without content", "", true],
  ["two parts, of which the first has no content", '<part name="note" element="tns:Note"/>', false],
])("only an empty request may be omitted: that of %s", async (_what, more, mayOmit) => {
  const schema = '<xs:element name="Ping"><xs:complexType/></xs:element><xs:element name="Note" type="xs:string"/>';
  const contract = contractOf(schema, ["Ping"]).replace("</message>", `${more}</message>`);
  const stub = (await generated(contract)).get("ping.ts") ?? "";
  expect(/request: PingRequest = \{\}|request: Ping = \{\}/.test(stub)).toBe(mayOmit);
});
