import { complexType, encodeRequest, polymorphic, xs, element as xsElement } from "../../../src/soap/index.js";
import { anElement, element, sequence, specifyCodec } from "./specify-codec.js";

specifyCodec([
  {
    title: "an element with an anonymous xs:simpleType (XSD Part 1 §3.14)",
    type: '<xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType>',
    values: [[42, "42"]],
  },
  {
    title: "nillable: null, empty and absent are three values (XSD Part 1 §2.6.2)",
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
  {
    title: "xsi:nil without nillable (XSD Part 1 §3.3.4)",
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
  {
    title: "default of an empty element (XSD Part 1 §3.3.4)",
    type: sequence(element("note", "xs:string", 'default="none"')),
    values: [[{ note: "x" }, "<note>x</note>"]],
    unwritable: [[{ note: "" }, "note: expected a value other than the empty text, which stands for none"]],
  },
  {
    title: "xs:simpleContent: a value with attributes (XSD Part 1 §3.4)",
    type: `<xs:complexType><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>`,
    values: [[{ value: "10.50", currency: "EUR" }, ' currency="EUR">10.50']],
    refused: [[">ten", "e: expected an xs:decimal"]],
  },
  {
    title: "xs:extension: the base's content first (XSD Part 1 §3.4)",
    type: `<xs:complexType><xs:complexContent><xs:extension base="tns:Base"><xs:sequence>${element("b", "xs:int")}</xs:sequence><xs:attribute name="y" type="xs:int"/></xs:extension></xs:complexContent></xs:complexType>`,
    others: `<xs:complexType name="Base"><xs:sequence>${element("a", "xs:int")}</xs:sequence><xs:attribute name="x" type="xs:int"/></xs:complexType>`,
    values: [[{ a: 1, b: 2, x: 3, y: 4 }, ' x="3" y="4"><a>1</a><b>2</b>']],
  },
  {
    title: "xs:restriction: only the restricted content (XSD Part 1 §3.4)",
    type: `<xs:complexType><xs:complexContent><xs:restriction base="tns:Base"><xs:sequence>${element("a", "xs:int")}</xs:sequence></xs:restriction></xs:complexContent></xs:complexType>`,
    others: `<xs:complexType name="Base"><xs:sequence>${element("a", "xs:int", 'minOccurs="0"')}${element("b", "xs:int", 'minOccurs="0"')}</xs:sequence></xs:complexType>`,
    values: [[{ a: 1 }, "<a>1</a>"]],
    refused: [["", "e: expected {urn:test}a, found the end"]],
  },
  {
    title: "an abstract type needs xsi:type (XSD Part 1 §2.6.1, §3.4)",
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
          `<pet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:u="urn:test" xsi:type="${" ".repeat(20_000)}u:Puppy "><name>Bo</name><barks>false</barks></pet>`,
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
  {
    title: "xsi:type of a type that extends the declared one (XSD Part 1 §2.6.1)",
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
  {
    title: "a substitution group, with an abstract head (XSD Part 1 §2.2.2.2)",
    type: sequence('<xs:element ref="tns:shape" minOccurs="0" maxOccurs="unbounded"/>'),
    others: `<xs:element name="shape" type="xs:string" abstract="true"/><xs:element name="circle" substitutionGroup="tns:shape"/>
      <xs:element name="square" substitutionGroup="tns:shape"/><xs:element name="cube" substitutionGroup="tns:square"/>`,
    values: [
      [{ shape: [{ cube: "1" }, { circle: "2" }] }, "<cube>1</cube><circle>2</circle>"],
      [{ shape: [] }, ""],
    ],
  },
  {
    title: "a type that contains itself (XSD Part 1 §3.4)",
    type: sequence(element("tree", "tns:Tree")),
    others: `<xs:complexType name="Tree"><xs:sequence>${element("leaf", "tns:Tree", 'minOccurs="0" maxOccurs="unbounded"')}</xs:sequence></xs:complexType>`,
    values: [
      [{ tree: { leaf: [{ leaf: [] }, { leaf: [{ leaf: [] }] }] } }, "<tree><leaf/><leaf><leaf/></leaf></tree>"],
    ],
  },
  {
    title: "an element that refers to itself, with an anonymous type (XSD Part 1 §3.3)",
    type: sequence('<xs:element ref="tns:part" minOccurs="0"/>'),
    others: `<xs:element name="part">${sequence('<xs:element ref="tns:part" minOccurs="0"/>')}</xs:element>`,
    values: [[{ part: { part: { part: {} } } }, "<part><part><part/></part></part>"]],
  },
  {
    title: 'form="unqualified" (XSD Part 1 §3.3.2)',
    type: sequence(element("a", "xs:int", 'form="unqualified"') + element("b", "xs:int")),
    values: [[{ a: 1, b: 2 }, '<a xmlns="">1</a><b>2</b>']],
  },
  {
    title: "xs:enumeration: normalized, compared as values (XSD Part 2 §4.3.5)",
    type: sequence(element("color", "tns:Color") + element("size", "tns:Size")),
    others: `<xs:simpleType name="Color"><xs:restriction base="xs:token"><xs:enumeration value="dark  blue"/><xs:enumeration value='"red"'/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Size"><xs:restriction base="xs:int"><xs:enumeration value="01"/><xs:enumeration value="2"/></xs:restriction></xs:simpleType>`,
    values: [[{ color: '"red"', size: 1 }, '<color>"red"</color><size>1</size>']],
    refused: [["<color>green</color><size>1</size>", 'e/color: expected one of dark blue, "red"']],
  },
  {
    title: "xs:list and xs:union (XSD Part 2 §2.5.1)",
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
  {
    title: "xs:anyType (XSD Part 1 §3.4.7)",
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
  {
    title: "mixed content keeps texts and elements in their order (XSD Part 1 §3.4)",
    type: `<xs:complexType mixed="true"><xs:sequence><xs:element name="b" type="xs:string" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:attribute name="lang" type="xs:language"/></xs:complexType>`,
    values: [
      [{ content: [] }, ""],
      [
        { lang: "en", content: ["one ", anElement("b", "urn:test", [], ["two"]), " three"] },
        ' lang="en">one <b>two</b> three',
      ],
    ],
  },
  {
    title: "xs:QName: prefixes in scope (XSD Part 2 §3.2.18)",
    type: sequence(element("name", "xs:QName") + element("local", "xs:QName")),
    values: [
      [
        { name: "{urn:x}a", local: "b" },
        '<name xmlns:ns2="urn:x">ns2:a</name><t:local xmlns:t="urn:test" xmlns="">b</t:local>',
      ],
    ],
    refused: [
      ["<name>p:a</name>", "e/name: expected an xs:QName"],
      ["<name>:a</name>", "e/name: expected an xs:QName"],
    ],
    unwritable: [
      [{ name: "{http://www.w3.org/2000/xmlns/}a", local: "b" }, "name: expected an xs:QName as {namespace}name"],
    ],
  },
  {
    title: "the default of an xs:QName is left out, since it depends on the prefixes of the contract",
    type: sequence(element("name", "xs:QName", 'default="tns:a"')),
    values: [[{ name: "{urn:x}a" }, '<name xmlns:ns2="urn:x">ns2:a</name>']],
    refused: [['<name xmlns:tns="urn:other"/>', "e/name: expected an xs:QName"]],
  },
  ...[
    ["a union", '<xs:union memberTypes="xs:int xs:QName"/>', "b"],
    ["a union in a list", '<xs:list itemType="tns:Either"/>', [1, "b"]],
    ["a restriction of a union", '<xs:restriction base="tns:Either"><xs:pattern value="b"/></xs:restriction>', "b"],
  ].map(([what, variety, value]) => ({
    title: `xs:QName within ${what}: a name without namespace stays one`,
    type: sequence(element("name", "tns:Name")),
    others: `<xs:simpleType name="Name">${variety}</xs:simpleType>
      <xs:simpleType name="Either"><xs:union memberTypes="xs:int xs:QName"/></xs:simpleType>`,
    values: [[{ name: value }, `<t:name xmlns:t="urn:test" xmlns="">${[value].flat().join(" ")}</t:name>`]] as const,
  })),
]);

test("a type without namespace has no default namespace around its name (XSD Part 1 §2.6.1)", () => {
  const puppy = complexType<{ name: string }>({ name: xsElement("urn:test", "name", xs.string) });
  const pet = polymorphic<{ $type: string; name: string }>({ Puppy: ["", "Puppy", puppy] });
  const operation = { name: "e", soapAction: "", input: xsElement("urn:test", "e", pet) };
  const { body } = encodeRequest(operation, { $type: "Puppy", name: "Bo" });

  expect(body).toMatch(/^<ns1:e [^>]*xsi:type="Puppy"/);
  expect(body).not.toContain("xmlns=");
});
