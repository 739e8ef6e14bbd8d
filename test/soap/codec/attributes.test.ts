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
  type XmlElement,
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
  {
    title: "xs:anyAttribute of an extension, beside that of its base (XSD Part 1 §3.4.2)",
    type: `<xs:complexType><xs:complexContent><xs:extension base="tns:Base"><xs:anyAttribute namespace="##local urn:b" processContents="skip"/></xs:extension></xs:complexContent></xs:complexType>`,
    others: `<xs:complexType name="Base"><xs:sequence/><xs:anyAttribute namespace="urn:a" processContents="skip"/></xs:complexType>`,
    values: [
      [{ attributes: [], otherAttributes: [] }, ">"],
      [
        {
          attributes: [{ name: "x", namespace: "urn:a", value: "1" }],
          otherAttributes: [
            { name: "x", namespace: "urn:b", value: "2" },
            { name: "x", namespace: "", value: "3" },
          ],
        },
        ' xmlns:a="urn:a" xmlns:b="urn:b" a:x="1" b:x="2" x="3">',
      ],
    ],
    refused: [[' xmlns:c="urn:c" c:x="1">', "e: unexpected attribute {urn:c}x"]],
    unwritable: [
      [
        { attributes: [{ name: "x", namespace: "urn:c", value: "1" }], otherAttributes: [] },
        "expected only attributes that the contract allows here without naming them",
      ],
    ],
  },
  {
    title: "xs:anyAttribute of an extension that allows no more than that of its base",
    type: `<xs:complexType><xs:complexContent><xs:extension base="tns:Base"><xs:anyAttribute namespace="urn:a" processContents="skip"/></xs:extension></xs:complexContent></xs:complexType>`,
    others: `<xs:complexType name="Base"><xs:sequence/><xs:anyAttribute namespace="##other" processContents="skip"/></xs:complexType>`,
    values: [[{ attributes: [{ name: "x", namespace: "urn:a", value: "1" }] }, ' xmlns:a="urn:a" a:x="1">']],
  },
  {
    title: "xs:anyAttribute of an extension whose base has an element named attributes",
    type: `<xs:complexType><xs:complexContent><xs:extension base="tns:Base"><xs:anyAttribute namespace="urn:a" processContents="skip"/></xs:extension></xs:complexContent></xs:complexType>`,
    others: `<xs:complexType name="Base"><xs:sequence>${element("attributes", "xs:int")}</xs:sequence></xs:complexType>`,
    values: [
      [
        { attributes: 5, otherAttributes: [{ name: "x", namespace: "urn:a", value: "1" }] },
        ' xmlns:a="urn:a" a:x="1"><attributes>5</attributes>',
      ],
    ],
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

describe("elements are read without a look for each of a thousand", () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `a${index}`);
  const numbers = names.map((_, index) => index % 10);
  const read = (members: Parameters<typeof complexType>[0], rows: readonly XmlElement[]): unknown => {
    const type = complexType<{ row: object[] }>({ row: repeated(elementOf("", "row", complexType<object>(members))) });
    const operation = { name: "e", soapAction: "", input: elementOf("", "e", type) };
    return decodeRequest(operation, [{ ...readXml("<e/>"), children: rows }], []);
  };

  test("attributes that they may have", () => {
    let looks = 0;
    const rowOf = (xml: string): XmlElement => {
      const { attributes, ...rest } = readXml(xml);
      const row = { ...rest, name: "row", namespace: "", children: [] };
      return Object.defineProperty(row, "attributes", {
        get: () => {
          looks += 1;
          return attributes;
        },
      }) as unknown as XmlElement;
    };
    const members = Object.fromEntries(names.map((name) => [name, optional(attribute("", name, xs.int))]));
    const rows = numbers.map((number) => rowOf(number === 0 ? "<row/>" : `<row a9="1" a${number % 9}="2"/>`));
    const [, second] = (read(members, rows) as { row: object[] }).row;
    expect(Object.entries(second ?? {})).toEqual([
      ["a1", 2],
      ["a9", 1],
    ]);
    // Each row is looked at as a whole, and for each attribute that it has.
    expect(looks).toBeLessThanOrEqual(5 * rows.length);
  });

  test("optional elements that they may have", () => {
    let looks = 0;
    const cellOf = (name: string): XmlElement =>
      Object.defineProperty({ namespace: "", attributes: [], children: ["1"] }, "name", {
        get: () => {
          looks += 1;
          return name;
        },
      }) as unknown as XmlElement;
    const members = Object.fromEntries(names.map((name) => [name, optional(elementOf("", name, xs.int))]));
    const rows = numbers.map((number) => ({
      ...readXml("<row/>"),
      name: "row",
      namespace: "",
      attributes: [],
      children: [cellOf(`a${number}`), cellOf("a999")],
    }));
    const [first] = (read(members, rows) as { row: object[] }).row;
    expect(first).toEqual({ a0: 1, a999: 1 });
    // No part is asked for a name: an index has those of all parts.
    expect(looks).toBeLessThanOrEqual(50 * rows.length);
    expect(() => read(members, [readXml("<row><a9>1</a9><a1>2</a1></row>")])).toThrow(
      "unexpected element a1: unknown here, out of order, or one too many",
    );
  });
});
