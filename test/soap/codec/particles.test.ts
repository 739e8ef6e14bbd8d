import { anElement, element, sequence, specifyCodec } from "./specify-codec.js";

specifyCodec([
  {
    title: "xs:sequence (XSD Part 1 §3.8)",
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
  {
    title: "an empty xs:complexType (XSD Part 1 §3.4)",
    type: "<xs:complexType/>",
    values: [[{}, ""]],
  },
  {
    title: "minOccurs and maxOccurs of an element (XSD Part 1 §3.9)",
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
  {
    title: "a repeated group whose occurrences may have no elements (XSD Part 1 §3.9.6)",
    type: `<xs:complexType><xs:choice minOccurs="2" maxOccurs="3">${element("a", "xs:int", 'minOccurs="0"')}${element("b", "xs:int")}</xs:choice></xs:complexType>`,
    values: [
      [{ items: [] }, ""],
      [{ items: [{ b: 1 }] }, "<b>1</b>"],
      [{ items: [{ b: 1 }, { a: 2 }, { b: 3 }] }, "<b>1</b><a>2</a><b>3</b>"],
    ],
    refused: [["<b>1</b><b>2</b><b>3</b><b>4</b>", "e: expected at most 3 of the group, found 4"]],
    unwritable: [[{ items: [{}, {}, {}, {}] }, "items: Too big: expected array to have <=3 items"]],
  },
  {
    title: "an element in a repeated group, which may begin the next occurrence of the group (XSD Part 1 §3.8.6)",
    type: `<xs:complexType><xs:sequence maxOccurs="3">${element("a", "xs:int", 'minOccurs="0"')}${element("b", "xs:int", 'maxOccurs="2"')}</xs:sequence></xs:complexType>`,
    values: [
      [{ items: [{ b: [1, 2] }, { b: [3] }] }, "<b>1</b><b>2</b><b>3</b>"],
      [
        { items: [{ a: 1, b: [2, 3] }, { b: [4, 5] }, { a: 6, b: [7] }] },
        "<a>1</a><b>2</b><b>3</b><b>4</b><b>5</b><a>6</a><b>7</b>",
      ],
    ],
    refused: [["<b>1</b>".repeat(7), "e: expected at most 3 of the group, found 4"]],
  },
  {
    title: "a long xs:sequence of optional, repeated and required elements (XSD Part 1 §3.8)",
    type: sequence(
      [...Array(20).keys()].map((index) => element(`o${index}`, "xs:int", 'minOccurs="0"')).join("") +
        element("list", "xs:int", 'minOccurs="0" maxOccurs="unbounded"') +
        element("r", "xs:int") +
        [...Array(20).keys()].map((index) => element(`p${index}`, "xs:int", 'minOccurs="0"')).join(""),
    ),
    values: [
      [{ list: [], r: 1 }, "<r>1</r>"],
      [
        { o3: 3, o19: 19, list: [1, 2], r: 1, p0: 0, p19: 19 },
        "<o3>3</o3><o19>19</o19><list>1</list><list>2</list><r>1</r><p0>0</p0><p19>19</p19>",
      ],
    ],
    refused: [
      ["", "e: expected {urn:test}r, found the end"],
      ["<o1>1</o1><p1>1</p1>", "e: expected {urn:test}r, found {urn:test}p1"],
      ["<o2>1</o2><o1>1</o1><r>1</r>", "e: expected {urn:test}r, found {urn:test}o1"],
      [
        "<r>1</r><p2>1</p2><p1>1</p1>",
        "e: unexpected element {urn:test}p1: unknown here, out of order, or one too many",
      ],
      [
        "<r>1</r><p2>1</p2><p2>1</p2>",
        "e: unexpected element {urn:test}p2: unknown here, out of order, or one too many",
      ],
    ],
  },
  {
    title: "xs:choice (XSD Part 1 §3.8)",
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
  {
    title: "xs:choice, optional, with a name in two of its branches (XSD Part 1 §3.8)",
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
  {
    title: "xs:choice, with a branch that starts with the second element of another (XSD Part 1 §3.8)",
    type: `<xs:complexType><xs:choice>
      <xs:sequence>${element("a", "xs:int")}${element("b", "xs:int")}</xs:sequence>
      <xs:sequence>${element("b", "xs:int")}${element("c", "xs:int")}</xs:sequence>
    </xs:choice></xs:complexType>`,
    values: [
      [{ a: 1, b: 2 }, "<a>1</a><b>2</b>"],
      [{ b: 1, c: 2 }, "<b>1</b><c>2</c>"],
    ],
  },
  {
    title: "xs:choice, with a branch that may be empty (XSD Part 1 §3.8)",
    type: `<xs:complexType><xs:choice>${element("a", "xs:string", 'minOccurs="0"')}${element("b", "xs:int")}</xs:choice></xs:complexType>`,
    values: [
      [{}, ""],
      [{ a: "x" }, "<a>x</a>"],
      [{ b: 1 }, "<b>1</b>"],
    ],
  },
  {
    title: "xs:choice, repeated, keeps the order of its elements (XSD Part 1 §3.9)",
    type: `<xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded">
      ${element("and", "xs:string")}${element("or", "xs:int")}
    </xs:choice></xs:complexType>`,
    values: [
      [{ items: [] }, ""],
      [{ items: [{ or: 1 }, { and: "x" }, { or: 2 }] }, "<or>1</or><and>x</and><or>2</or>"],
    ],
  },
  {
    title: "xs:sequence, repeated, inside a sequence (XSD Part 1 §3.9)",
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
  {
    title: "a repeated group of one element is an array of it (XSD Part 1 §3.9)",
    type: `<xs:complexType><xs:choice maxOccurs="unbounded">${element("a", "xs:int")}</xs:choice></xs:complexType>`,
    values: [[{ a: [1, 2] }, "<a>1</a><a>2</a>"]],
  },
  {
    title: "a repeated group of one element that occurs in pairs (XSD Part 1 §3.9)",
    type: `<xs:complexType><xs:sequence minOccurs="0" maxOccurs="unbounded">${element("a", "xs:int", 'minOccurs="2" maxOccurs="2"')}</xs:sequence></xs:complexType>`,
    values: [
      [{ items: [] }, ""],
      [{ items: [{ a: [1, 2] }, { a: [3, 4] }] }, "<a>1</a><a>2</a><a>3</a><a>4</a>"],
    ],
    refused: [["<a>1</a><a>2</a><a>3</a>", "e: expected at least 2 of {urn:test}a, found 1"]],
    unwritable: [[{ items: [{ a: [1] }] }, "items/0/a: Too small: expected array to have >=2 items"]],
  },
  {
    title: "an optional group of one element that occurs at least twice (XSD Part 1 §3.9)",
    type: sequence(`<xs:sequence minOccurs="0">${element("a", "xs:int", 'minOccurs="2" maxOccurs="3"')}</xs:sequence>`),
    values: [
      [{}, ""],
      [{ a: [1, 2] }, "<a>1</a><a>2</a>"],
    ],
    refused: [["<a>1</a>", "e: expected at least 2 of {urn:test}a, found 1"]],
    unwritable: [[{ a: [1] }, "a: Too small: expected array to have >=2 items"]],
  },
  {
    title: "xs:sequence, optional (XSD Part 1 §3.9)",
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
  {
    title: "xs:all (XSD Part 1 §3.8)",
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
  {
    title: "two elements of one name in a sequence (XSD Part 1 §3.8)",
    type: sequence(element("a", "xs:int") + element("b", "xs:int") + element("a", "xs:string")),
    values: [[{ a: 1, b: 2, a2: "x" }, "<a>1</a><b>2</b><a>x</a>"]],
  },
  {
    title: "xs:any (XSD Part 1 §3.10)",
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
  {
    title: "the xs:schema of a .NET DataSet, and the xs:any after it",
    type: sequence('<xs:element ref="xs:schema" minOccurs="0"/><xs:any processContents="skip"/>'),
    isUnknownToLibxml2: true,
    values: [[{ any: anElement("diffgram", "urn:d") }, '<diffgram xmlns="urn:d"/>']],
  },
  {
    title: "elements with the names of Object.prototype's members",
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
]);
