import {
  anyAttribute,
  attribute,
  complexType,
  decodeRequest,
  element as elementOf,
  encodeRequest,
  optional,
  repeated,
  SchemaError,
  type XmlAttribute,
  xs,
} from "../../../src/soap/index.js";
import { XSI } from "../../../src/soap/xml/namespaces.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { element, sequence, specifyCodec } from "./specify-codec.js";

specifyCodec([
  {
    title: "attributes of SOAP and XML that the type does not declare (XSD Part 1 §3.4.4)",
    type: sequence(element("a", "xs:string")),
    values: [],
    refused: [
      [
        '<a xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:Fault="no"/>',
        "e/a: unexpected attribute {http://schemas.xmlsoap.org/soap/envelope/}Fault",
      ],
      ['<a xml:error="no"/>', "e/a: unexpected attribute {http://www.w3.org/XML/1998/namespace}error"],
    ],
  },
  {
    title: "xs:attribute, required, optional and qualified (XSD Part 1 §3.2, §3.5)",
    type: `<xs:complexType><xs:sequence>${element("id", "xs:int")}</xs:sequence>
      <xs:attribute name="id" type="xs:int" use="required"/><xs:attribute name="note" type="xs:string"/>
      <xs:attribute name="sizes"><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType></xs:attribute>
      <xs:attribute name="at" type="xs:date" form="qualified"/>
    </xs:complexType>`,
    values: [
      [{ id: 1, idAttribute: 2 }, ' id="2"><id>1</id>'],
      [
        { id: 1, idAttribute: 2, note: 'a "b"\t\n<&', sizes: [1, 2] },
        ' id="2" note="a &quot;b&quot;&#x9;&#xA;&lt;&amp;" sizes="1 2"><id>1</id>',
      ],
      [{ id: 1, idAttribute: 2, at: "2024-02-29" }, ' xmlns:t="urn:test" id="2" t:at="2024-02-29"><id>1</id>'],
    ],
    refused: [
      ["<id>1</id>", "e: expected attribute id"],
      [' id="x"><id>1</id>', "e/@id: expected an xs:int"],
      [' id="1" other="x"><id>1</id>', "e: unexpected attribute other"],
    ],
  },
  {
    title: "default and fixed of elements and attributes (XSD Part 1 §3.2, §3.3)",
    type: `<xs:complexType><xs:sequence>${element("size", "xs:int", 'default="5"')}${element("kind", "xs:string", 'fixed="k" minOccurs="0"')}</xs:sequence>
      <xs:attribute name="unit" default="cm"/><xs:attribute name="version" fixed="1.0"/></xs:complexType>`,
    values: [
      [{ size: 1, unit: "mm", version: "1.0" }, ' unit="mm" version="1.0"><size>1</size>'],
      [{ size: 1, kind: "k", unit: "mm", version: "1.0" }, ' unit="mm" version="1.0"><size>1</size><kind>k</kind>'],
    ],
    refused: [["<size>1</size><kind>other</kind>", "e/kind: expected one of k"]],
  },
  {
    title: "xs:anyAttribute (XSD Part 1 §3.10)",
    type: `<xs:complexType><xs:sequence/><xs:attribute name="attributes"/><xs:anyAttribute namespace="##other" processContents="skip"/></xs:complexType>`,
    values: [
      [{ attributes: "mine", otherAttributes: [] }, ' attributes="mine">'],
      [
        {
          otherAttributes: [
            { name: "lang", namespace: "http://www.w3.org/XML/1998/namespace", value: "en" },
            { name: "a", namespace: "urn:other", value: "<" },
          ],
        },
        ' xml:lang="en" xmlns:o="urn:other" o:a="&lt;">',
      ],
    ],
    refused: [[' own="x">', "e: unexpected attribute own"]],
  },
]);

test.each<[what: string, attributes: readonly XmlAttribute[]]>([
  ["that declares a namespace", [{ name: "xmlns", namespace: "", value: "urn:x" }]],
  ["in the namespace of declarations", [{ name: "a", namespace: "http://www.w3.org/2000/xmlns/", value: "urn:x" }]],
  ["that the contract names", [{ name: "lang", namespace: "", value: "de" }]],
  ["that the contract does not allow there", [{ name: "a", namespace: "urn:b", value: "" }]],
  ["that means something to SOAP", [{ name: "nil", namespace: XSI, value: "true" }]],
  ["that is there twice", Array(2).fill({ name: "a", namespace: "urn:a", value: "" })],
  ["with a name that is none", [{ name: 'a="" b', namespace: "urn:a", value: "" }]],
])("xs:anyAttribute writes no attribute %s", (_what, others) => {
  const type = complexType<{ lang: string; others: XmlAttribute[] }>({
    lang: attribute("", "lang", xs.string),
    others: anyAttribute(["", "urn:a", XSI, "http://www.w3.org/2000/xmlns/"]),
  });
  const operation = { name: "a", soapAction: "", input: elementOf("", "a", type) };
  const good = [{ name: "a", namespace: "urn:a", value: "<" }];
  expect(encodeRequest(operation, { lang: "en", others: good }).body).toBe(
    '<a xmlns:ns1="urn:a" lang="en" ns1:a="&lt;"/>',
  );
  expect(() => encodeRequest(operation, { lang: "en", others: [...others] })).toThrow(SchemaError);
});

test("elements are read without asking for each of ten thousand attributes that they may have", () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `a${index}`);
  const row = complexType<object>(
    Object.fromEntries(names.map((name) => [name, optional(attribute("", name, xs.int))])),
  );
  const rows = complexType<{ row: object[] }>({ row: repeated(elementOf("", "row", row)) });
  const operation = { name: "e", soapAction: "", input: elementOf("", "e", rows) };
  const xml = `<e>${"<row/>".repeat(99_999)}<row a9="1" a1="2"/></e>`;

  // That takes a minute where each row is asked for each attribute.
  const read = decodeRequest(operation, [readXml(xml)], []) as { row: object[] };
  expect(Object.entries(read.row.at(-1) ?? {})).toEqual([
    ["a1", 2],
    ["a9", 1],
  ]);
});

test("elements are read without asking for each of ten thousand optional elements that they may have", () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `a${index}`);
  const row = complexType<object>(
    Object.fromEntries(names.map((name) => [name, optional(elementOf("", name, xs.int))])),
  );
  const rows = complexType<{ row: object[] }>({ row: repeated(elementOf("", "row", row)) });
  const operation = { name: "e", soapAction: "", input: elementOf("", "e", rows) };
  const xml = `<e>${"<row/>".repeat(99_999)}<row><a1>2</a1><a9>1</a9></row></e>`;

  // That takes a minute where each row is asked for each element.
  const read = decodeRequest(operation, [readXml(xml)], []) as { row: object[] };
  expect(read.row.at(-1)).toEqual({ a1: 2, a9: 1 });
  expect(() => decodeRequest(operation, [readXml("<e><row><a9>1</a9><a1>2</a1></row></e>")], [])).toThrow(
    "unexpected element a1: unknown here, out of order, or one too many",
  );
});
