import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  decodeRequest,
  encodeRequest,
  type Operation,
  SchemaError,
  type XmlAttribute,
  type XmlElement,
  type XmlNode,
} from "../../../src/soap/index.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { contractOf, SCHEMA_ATTRIBUTES } from "../../codegen/contract-of.js";
import { generateService, operationOf } from "../../codegen/generated-service.js";

const XSD = "http://www.w3.org/2001/XMLSchema";

/** The type of the element `e`, what else its schema has, and values with the XML that they are. */
interface Case {
  readonly type: string;
  readonly others?: string;
  readonly values: readonly (readonly [value: unknown, xml: string])[];
  readonly isUnknownToLibxml2?: boolean;
  /** What is no such XML, and what the error says. */
  readonly refused?: readonly (readonly [xml: string, error: string])[];
  /** Values that no XML can be, and what the error says. */
  readonly unwritable?: readonly (readonly [value: unknown, error: string])[];
}

const sequence = (content: string) => `<xs:complexType><xs:sequence>${content}</xs:sequence></xs:complexType>`;
const element = (name: string, type: string, more = "") => `<xs:element name="${name}" type="${type}" ${more}/>`;

const anElement = (name: string, namespace: string, attributes: XmlAttribute[] = [], children: XmlNode[] = []) => ({
  name,
  namespace,
  attributes,
  children,
});

const cases: Readonly<Record<string, Case>> = {
  "a sequence": {
    type: sequence(element("b", "xs:string") + element("A", "xs:int", 'minOccurs="0"')),
    values: [
      [{ b: "x", a: 1 }, "<b>x</b><A>1</A>"],
      [{ a: 2, b: "the contract's order" }, "<b>the contract's order</b><A>2</A>"],
      [{ b: "" }, "<b/>"],
    ],
    refused: [
      ["<A>1</A>", "e: expected {urn:test}b, found {urn:test}A"],
      ["", "e: expected {urn:test}b, found the end"],
      ["<b/><b/>", "e: unexpected element {urn:test}b: unknown here, out of order, or one too many"],
      ["<A>1</A><b/>", "e: expected {urn:test}b, found {urn:test}A"],
      ["<b/><c/>", "e: unexpected element {urn:test}c: unknown here, out of order, or one too many"],
      ["<b>x<i/></b>", "e/b: expected text, found element {urn:test}i"],
      ["<b/>text", "e: expected elements only, found text between them"],
      ["<b/><A>1.0</A>", "e/A: expected an xs:int"],
      ['<b id="1"/>', "e/b: unexpected attribute id"],
      ['<b xmlns=""/>', "e: expected {urn:test}b, found b"],
    ],
  },
  "a sequence of nothing": { type: "<xs:complexType/>", values: [[{}, ""]] },
  "a simple type": { type: '<xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType>', values: [[42, "42"]] },
  repetition: {
    type: sequence(
      element("item", "xs:int", 'minOccurs="0" maxOccurs="unbounded"') +
        element("two", "xs:string", 'minOccurs="2" maxOccurs="2"'),
    ),
    values: [
      [{ item: [], two: ["a", "b"] }, "<two>a</two><two>b</two>"],
      [{ item: [1, 2], two: ["a", "b"] }, "<item>1</item><item>2</item><two>a</two><two>b</two>"],
    ],
    refused: [
      ["<item>1</item><item>x</item>", "e/item[1]: expected an xs:int"],
      ["<two/>", "e: expected at least 2 of {urn:test}two, found 1"],
      ["<two/><two/><two/>", "e: expected at most 2 of {urn:test}two, found 3"],
    ],
  },
  "nil, empty and absent": {
    type: sequence(
      element("a", "xs:string", 'nillable="true" minOccurs="0"') +
        element("list", "xs:int", 'nillable="true" minOccurs="0" maxOccurs="unbounded"'),
    ),
    values: [
      [{ list: [] }, ""],
      [{ a: null, list: [] }, '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'],
      [{ a: "", list: [] }, "<a/>"],
      [
        { list: [1, null] },
        '<list>1</list><list xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>',
      ],
    ],
    refused: [
      [
        '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true">x</a>',
        "e/a: expected no content where xsi:nil is true",
      ],
      [
        '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true" error="no"/>',
        "e/a: unexpected attribute error",
      ],
    ],
  },
  "nil where it is not allowed": {
    type: sequence(element("a", "xs:string")),
    values: [],
    refused: [
      ['<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="1"/>', "e/a: must not be nil"],
      [
        '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="True"/>',
        "e/a: expected xsi:nil to be true or false",
      ],
    ],
  },
  "attributes of the standards": {
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
  "a choice": {
    type: `<xs:complexType><xs:choice>
      ${element("card", "xs:string")}
      <xs:sequence>${element("iban", "xs:string")}${element("bic", "xs:string", 'minOccurs="0"')}</xs:sequence>
    </xs:choice></xs:complexType>`,
    values: [
      [{ card: "4111" }, "<card>4111</card>"],
      [{ iban: "DE", bic: "X" }, "<iban>DE</iban><bic>X</bic>"],
      [{ iban: "DE" }, "<iban>DE</iban>"],
    ],
    refused: [
      ["", "e: expected one of card, iban, bic, found the end"],
      ["<bic/>", "e: expected one of card, iban, bic, found {urn:test}bic"],
      ["<card/><iban/>", "e: unexpected element {urn:test}iban: unknown here, out of order, or one too many"],
    ],
  },
  "a choice among others, with properties that alternatives share": {
    type: sequence(`${element("id", "xs:int")}
      <xs:choice minOccurs="0">
        <xs:sequence>${element("name", "xs:string")}${element("first", "xs:string")}</xs:sequence>
        <xs:sequence>${element("company", "xs:string")}${element("name", "xs:string")}</xs:sequence>
      </xs:choice>
      ${element("end", "xs:int", 'minOccurs="0"')}`),
    values: [
      [{ id: 1 }, "<id>1</id>"],
      [{ id: 1, name: "N", first: "F", end: 2 }, "<id>1</id><name>N</name><first>F</first><end>2</end>"],
      [{ id: 1, company: "C", name: "N" }, "<id>1</id><company>C</company><name>N</name>"],
    ],
    refused: [["<id>1</id><name/><end>1</end>", "e: expected {urn:test}first, found {urn:test}end"]],
  },
  "a choice of which one alternative begins with what another one goes on with": {
    type: `<xs:complexType><xs:choice>
      <xs:sequence>${element("a", "xs:int")}${element("b", "xs:int")}</xs:sequence>
      <xs:sequence>${element("b", "xs:int")}${element("c", "xs:int")}</xs:sequence>
    </xs:choice></xs:complexType>`,
    values: [
      [{ a: 1, b: 2 }, "<a>1</a><b>2</b>"],
      [{ b: 1, c: 2 }, "<b>1</b><c>2</c>"],
    ],
  },
  "a choice of which one alternative may be empty": {
    type: `<xs:complexType><xs:choice>${element("a", "xs:string", 'minOccurs="0"')}${element("b", "xs:int")}</xs:choice></xs:complexType>`,
    values: [
      [{}, ""],
      [{ a: "x" }, "<a>x</a>"],
      [{ b: 1 }, "<b>1</b>"],
    ],
  },
  "a repeated choice": {
    type: `<xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded">
      ${element("and", "xs:string")}${element("or", "xs:int")}
    </xs:choice></xs:complexType>`,
    values: [
      [{ items: [] }, ""],
      [{ items: [{ or: 1 }, { and: "x" }, { or: 2 }] }, "<or>1</or><and>x</and><or>2</or>"],
    ],
  },
  "a repeated sequence within a sequence": {
    type: sequence(`${element("head", "xs:int")}
      <xs:sequence maxOccurs="unbounded">${element("key", "xs:string")}${element("value", "xs:string", 'minOccurs="0"')}</xs:sequence>`),
    values: [
      [
        { head: 1, items: [{ key: "a", value: "1" }, { key: "b" }] },
        "<head>1</head><key>a</key><value>1</value><key>b</key>",
      ],
    ],
    refused: [["<head>1</head>", "e: expected at least 1 of the group, found 0"]],
  },
  "a repeated group of one element": {
    type: `<xs:complexType><xs:choice maxOccurs="unbounded">${element("a", "xs:int")}</xs:choice></xs:complexType>`,
    values: [[{ a: [1, 2] }, "<a>1</a><a>2</a>"]],
  },
  "an optional sequence": {
    type: sequence(`<xs:sequence minOccurs="0">
      ${element("from", "xs:int")}${element("to", "xs:int", 'minOccurs="0"')}${element("step", "xs:int", 'minOccurs="0" maxOccurs="unbounded"')}
    </xs:sequence>${element("z", "xs:int", 'minOccurs="0"')}`),
    values: [
      [{}, ""],
      [{ from: 1, z: 2 }, "<from>1</from><z>2</z>"],
      [{ from: 1, to: 2, step: [3] }, "<from>1</from><to>2</to><step>3</step>"],
    ],
    refused: [["<to>1</to>", "e: unexpected element {urn:test}to: unknown here, out of order, or one too many"]],
  },
  all: {
    type: `<xs:complexType><xs:all>${element("a", "xs:int")}${element("b", "xs:int", 'minOccurs="0"')}</xs:all></xs:complexType>`,
    values: [
      [{ a: 1 }, "<a>1</a>"],
      [{ a: 1, b: 2 }, "<a>1</a><b>2</b>"],
    ],
    refused: [
      ["<b>1</b>", "e: expected {urn:test}a, found the end"],
      ["<a>1</a><b>1</b><a>2</a>", "e: unexpected element {urn:test}a: unknown here, out of order, or one too many"],
    ],
  },
  "the same name twice": {
    type: sequence(element("a", "xs:int") + element("b", "xs:int") + element("a", "xs:string")),
    values: [[{ a: 1, b: 2, a2: "x" }, "<a>1</a><b>2</b><a>x</a>"]],
  },
  attributes: {
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
  defaults: {
    type: `<xs:complexType><xs:sequence>${element("size", "xs:int", 'default="5"')}${element("kind", "xs:string", 'fixed="k" minOccurs="0"')}</xs:sequence>
      <xs:attribute name="unit" default="cm"/><xs:attribute name="version" fixed="1.0"/></xs:complexType>`,
    values: [
      [{ size: 1, unit: "mm", version: "1.0" }, ' unit="mm" version="1.0"><size>1</size>'],
      [{ size: 1, kind: "k", unit: "mm", version: "1.0" }, ' unit="mm" version="1.0"><size>1</size><kind>k</kind>'],
    ],
    refused: [["<size>1</size><kind>other</kind>", "e/kind: expected one of k"]],
  },
  "a default where the value is empty": {
    type: sequence(element("note", "xs:string", 'default="none"')),
    values: [[{ note: "x" }, "<note>x</note>"]],
    unwritable: [[{ note: "" }, "note: expected a value other than the empty text, which stands for none"]],
  },
  "simple content": {
    type: `<xs:complexType><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>`,
    values: [[{ value: "10.50", currency: "EUR" }, ' currency="EUR">10.50']],
    refused: [[">ten", "e: expected an xs:decimal"]],
  },
  extension: {
    type: `<xs:complexType><xs:complexContent><xs:extension base="tns:Base"><xs:sequence>${element("b", "xs:int")}</xs:sequence><xs:attribute name="y" type="xs:int"/></xs:extension></xs:complexContent></xs:complexType>`,
    others: `<xs:complexType name="Base"><xs:sequence>${element("a", "xs:int")}</xs:sequence><xs:attribute name="x" type="xs:int"/></xs:complexType>`,
    values: [[{ a: 1, b: 2, x: 3, y: 4 }, ' x="3" y="4"><a>1</a><b>2</b>']],
  },
  restriction: {
    type: `<xs:complexType><xs:complexContent><xs:restriction base="tns:Base"><xs:sequence>${element("a", "xs:int")}</xs:sequence></xs:restriction></xs:complexContent></xs:complexType>`,
    others: `<xs:complexType name="Base"><xs:sequence>${element("a", "xs:int", 'minOccurs="0"')}${element("b", "xs:int", 'minOccurs="0"')}</xs:sequence></xs:complexType>`,
    values: [[{ a: 1 }, "<a>1</a>"]],
    refused: [["", "e: expected {urn:test}a, found the end"]],
  },
  "an abstract type": {
    type: sequence(element("pet", "tns:Animal", 'maxOccurs="unbounded"')),
    others: `<xs:complexType name="Animal" abstract="true"><xs:sequence>${element("name", "xs:string")}</xs:sequence></xs:complexType>
      <xs:complexType name="Dog"><xs:complexContent><xs:extension base="tns:Animal"><xs:sequence>${element("barks", "xs:boolean")}</xs:sequence></xs:extension></xs:complexContent></xs:complexType>
      <xs:complexType name="Puppy"><xs:complexContent><xs:extension base="tns:Dog"/></xs:complexContent></xs:complexType>`,
    values: [
      [
        {
          pet: [
            { $type: "Dog", name: "Rex", barks: true },
            { $type: "Puppy", name: "Bo", barks: false },
          ],
        },
        '<pet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="urn:test" xsi:type="t:Dog"><name>Rex</name><barks>true</barks></pet>' +
          '<pet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:u="urn:test" xsi:type=" u:Puppy "><name>Bo</name><barks>false</barks></pet>',
      ],
    ],
    refused: [
      ["<pet><name/></pet>", "e/pet[0]: expected an xsi:type of {urn:test}Dog, {urn:test}Puppy"],
      [
        '<pet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Cat"><name/></pet>',
        "e/pet[0]: expected an xsi:type of {urn:test}Dog, {urn:test}Puppy",
      ],
    ],
  },
  "a type that others extend": {
    type: sequence(element("pet", "tns:Animal", 'minOccurs="0"') + element("dog", "tns:Dog", 'minOccurs="0"')),
    others: `<xs:complexType name="Animal"><xs:sequence>${element("name", "xs:string")}</xs:sequence></xs:complexType>
      <xs:complexType name="Dog"><xs:complexContent><xs:extension base="tns:Animal"><xs:sequence>${element("barks", "xs:boolean")}</xs:sequence></xs:extension></xs:complexContent></xs:complexType>`,
    values: [
      [
        { pet: { name: "any" }, dog: { name: "Rex", barks: true } },
        "<pet><name>any</name></pet><dog><name>Rex</name><barks>true</barks></dog>",
      ],
      [
        { pet: { $type: "Dog", name: "Rex", barks: true } },
        '<pet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="urn:test" xsi:type="t:Dog"><name>Rex</name><barks>true</barks></pet>',
      ],
    ],
  },
  "a substitution group": {
    type: sequence('<xs:element ref="tns:shape" minOccurs="0" maxOccurs="unbounded"/>'),
    others: `<xs:element name="shape" type="xs:string" abstract="true"/><xs:element name="circle" substitutionGroup="tns:shape"/>
      <xs:element name="square" substitutionGroup="tns:shape"/><xs:element name="cube" substitutionGroup="tns:square"/>`,
    values: [
      [{ shape: [{ cube: "1" }, { circle: "2" }] }, "<cube>1</cube><circle>2</circle>"],
      [{ shape: [] }, ""],
    ],
  },
  recursion: {
    type: sequence(element("tree", "tns:Tree")),
    others: `<xs:complexType name="Tree"><xs:sequence>${element("leaf", "tns:Tree", 'minOccurs="0" maxOccurs="unbounded"')}</xs:sequence></xs:complexType>`,
    values: [
      [{ tree: { leaf: [{ leaf: [] }, { leaf: [{ leaf: [] }] }] } }, "<tree><leaf/><leaf><leaf/></leaf></tree>"],
    ],
  },
  "references to elements, with an anonymous type that holds itself": {
    type: sequence('<xs:element ref="tns:part" minOccurs="0"/>'),
    others: `<xs:element name="part">${sequence('<xs:element ref="tns:part" minOccurs="0"/>')}</xs:element>`,
    values: [[{ part: { part: { part: {} } } }, "<part><part><part/></part></part>"]],
  },
  "local elements without namespace": {
    type: sequence(element("a", "xs:int", 'form="unqualified"') + element("b", "xs:int")),
    values: [[{ a: 1, b: 2 }, '<a xmlns="">1</a><b>2</b>']],
  },
  enumerations: {
    type: sequence(element("color", "tns:Color") + element("size", "tns:Size")),
    others: `<xs:simpleType name="Color"><xs:restriction base="xs:token"><xs:enumeration value="dark  blue"/><xs:enumeration value='"red"'/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Size"><xs:restriction base="xs:int"><xs:enumeration value="01"/><xs:enumeration value="2"/></xs:restriction></xs:simpleType>`,
    values: [[{ color: '"red"', size: 1 }, '<color>"red"</color><size>1</size>']],
    refused: [["<color>green</color><size>1</size>", 'e/color: expected one of dark blue, "red"']],
  },
  "lists and unions": {
    type: sequence(element("numbers", "tns:Numbers") + element("either", "tns:Either")),
    others: `<xs:simpleType name="Numbers"><xs:restriction><xs:simpleType><xs:list itemType="xs:long"/></xs:simpleType><xs:maxLength value="2"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Either"><xs:union memberTypes="xs:int xs:boolean xs:string"/></xs:simpleType>`,
    values: [
      [{ numbers: [1n, 9007199254740993n], either: 5 }, "<numbers>1 9007199254740993</numbers><either>5</either>"],
      [{ numbers: [], either: true }, "<numbers/><either>true</either>"],
      [{ numbers: [1n], either: " text " }, "<numbers>1</numbers><either> text </either>"],
    ],
    refused: [["<numbers>1 2 3</numbers><either/>", "e/numbers: expected a length of at most 2"]],
  },
  "any element": {
    type: sequence(
      `${element("a", "xs:int")}<xs:any minOccurs="0" namespace="##other" processContents="skip"/><xs:any minOccurs="0" maxOccurs="2" namespace="##targetNamespace ##local" processContents="skip"/>`,
    ),
    values: [
      [{ a: 1, anyElement: [] }, "<a>1</a>"],
      [
        {
          a: 1,
          any: anElement("o", "urn:other", [], ["x ", anElement("i", "")]),
          anyElement: [anElement("b", "urn:test")],
        },
        '<a>1</a><p:o xmlns:p="urn:other">x <i xmlns=""/></p:o><b/>',
      ],
      [
        { a: 1, anyElement: [anElement("n", "", [{ name: "x", namespace: "urn:x", value: '"' }])] },
        '<a>1</a><n xmlns="" xmlns:x="urn:x" x:x="&quot;"/>',
      ],
    ],
    refused: [
      [
        '<a>1</a><o xmlns="urn:other"/><o xmlns="urn:other"/>',
        "e: unexpected element {urn:other}o: unknown here, out of order, or one too many",
      ],
    ],
  },
  "any attribute": {
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
  "any type": {
    type: sequence(
      element("data", "xs:anyType", 'nillable="true"') +
        element("more", "xs:anyType", 'minOccurs="0" maxOccurs="unbounded"'),
    ),
    values: [
      [{ data: null, more: [] }, '<data xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'],
      [
        {
          data: anElement("data", "urn:test", [], ["text"]),
          more: [anElement("more", "urn:test", [], [anElement("x", "")])],
        },
        '<data>text</data><more><x xmlns=""/></more>',
      ],
    ],
  },
  "mixed content": {
    type: `<xs:complexType mixed="true"><xs:sequence><xs:element name="b" type="xs:string" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:attribute name="lang" type="xs:language"/></xs:complexType>`,
    values: [
      [{ content: [] }, ""],
      [
        { lang: "en", content: ["one ", anElement("b", "urn:test", [], ["two"]), " three"] },
        ' lang="en">one <b>two</b> three',
      ],
    ],
  },
  "the element of a schema, and data that follow it": {
    type: sequence('<xs:element ref="xs:schema" minOccurs="0"/><xs:any processContents="skip"/>'),
    isUnknownToLibxml2: true,
    values: [[{ any: anElement("diffgram", "urn:d") }, '<diffgram xmlns="urn:d"/>']],
  },
  "qualified names": {
    type: sequence(element("name", "xs:QName") + element("local", "xs:QName")),
    values: [
      [
        { name: "{urn:x}a", local: "b" },
        '<name xmlns:ns2="urn:x">ns2:a</name><t:local xmlns:t="urn:test" xmlns="">b</t:local>',
      ],
    ],
    refused: [["<name>p:a</name>", "e/name: expected an xs:QName"]],
  },
  "a name like those of all objects": {
    type: sequence(
      ["constructor", "toString", "__proto__", "then", "hasOwnProperty"]
        .map((name) => element(name, "xs:int", 'minOccurs="0"'))
        .join(""),
    ),
    values: [
      [{}, ""],
      [
        { constructor_: 1, toString_: 2, proto: 3, then_: 4, hasOwnProperty_: 5 },
        "<constructor>1</constructor><toString>2</toString><__proto__>3</__proto__><then>4</then><hasOwnProperty>5</hasOwnProperty>",
      ],
    ],
  },
};

describe.each(Object.entries(cases))(
  "%s",
  (_name, { type, others = "", values, refused = [], unwritable = [], isUnknownToLibxml2 = false }) => {
    const schema = `<xs:element name="e">${type}</xs:element>${others}`;
    let operation: Operation<unknown, unknown>;

    beforeAll(async () => {
      operation = operationOf(await generateService(contractOf(schema, ["e"])), "eOperation");
    });

    if (values.length > 0) {
      test.each(values)("writes and reads %p", (value, xml) => {
        const { body } = encodeRequest(operation, value);

        expect(comparable(readXml(body))).toEqual(comparable(readXml(wrapped(xml))));
        expect(withoutPrefixes(decodeRequest(operation, [readXml(body)], []))).toEqual(value);
        expect(withoutPrefixes(decodeRequest(operation, [readXml(wrapped(xml))], []))).toEqual(value);
        expect(isUnknownToLibxml2 ? "" : invalidities(body, schema)).toBe("");
      });
    }

    if (unwritable.length > 0) {
      test.each(unwritable)("does not write %p", (value, error) => {
        expect(() => encodeRequest(operation, value)).toThrow(new SchemaError(error));
      });
    }

    if (refused.length > 0) {
      test.each(refused)("refuses %s", (xml, error) => {
        expect(() => decodeRequest(operation, [readXml(wrapped(xml))], [])).toThrow(new SchemaError(error));
      });
    }
  },
);

/** Content, or attributes and content, of the element `e`. */
function wrapped(xml: string): string {
  return `<e xmlns="urn:test"${/^ |^>/.test(xml) ? xml : `>${xml}`}</e>`;
}

/** The value, with elements in it as they are compared: the prefixes in scope may differ. */
function withoutPrefixes(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutPrefixes);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([key]) => key !== "prefixes");
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutPrefixes(inner)]));
}

/** The tree without prefixes, which may differ. */
function comparable({ name, namespace, attributes, children }: XmlElement): object {
  const values = attributes.map((attribute) =>
    attribute.name === "type" ? attribute.value.replace(/^.*:|\s/g, "") : attribute.value,
  );
  return {
    name: `{${namespace}}${name}`,
    attributes: attributes.map((attribute, index) => [`{${attribute.namespace}}${attribute.name}`, values[index]]),
    children: children.map((child) => (typeof child === "string" ? child : comparable(child))),
  };
}

/** What libxml2 says against the document, where it is installed. */
function invalidities(xml: string, schema: string): string {
  const folder = mkdtempSync(join(tmpdir(), "valid-"));
  try {
    const [xsd, document] = [join(folder, "schema.xsd"), join(folder, "document.xml")];
    writeFileSync(xsd, `<xs:schema xmlns:xs="${XSD}" xmlns:tns="urn:test" ${SCHEMA_ATTRIBUTES}>${schema}</xs:schema>`);
    writeFileSync(document, xml);
    const { error, status, stderr } = spawnSync("xmllint", ["--noout", "--nonet", "--schema", xsd, document]);
    return error !== undefined || status === 0 ? "" : stderr.toString();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
