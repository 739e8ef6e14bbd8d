import { schemaOf, wsdlAround } from "../read-outline.js";
import { complex, derived, reportOf, restriction } from "./graded.js";

// The components start at line 3 of t.wsdl.
test.each<[name: string, { given: string; want: string }]>([
  [
    "a type that is not defined",
    {
      given: '<xs:element name="e" type="t:Nope"/>',
      want: 't.wsdl:3:1: left out: element e: <element name="e"> refers to the type {urn:t}Nope, which is not defined; no schema defines any type in the namespace urn:t',
    },
  ],
  [
    "a name that differs in case",
    {
      given: `${complex("")}\n  <xs:element name="e" type="t:t"/>`,
      want: 't.wsdl:4:3: left out: element e: <element name="e"> refers to the type {urn:t}t, which is not defined; did you mean "T"?',
    },
  ],
  [
    "an unknown built-in type",
    {
      given: '<xs:element name="e" type="xs:strin"/>',
      want: 't.wsdl:3:1: left out: element e: <element name="e"> refers to the type {http://www.w3.org/2001/XMLSchema}strin, which is not defined; the namespace http://www.w3.org/2001/XMLSchema has anyType, anySimpleType, string, normalizedString, token, language, Name, NCName and 38 more',
    },
  ],
  [
    "an element that is not defined",
    {
      given: complex('<xs:sequence><xs:element ref="t:Nope"/></xs:sequence>'),
      want: 't.wsdl:3:39: left out: complexType T: <element ref="t:Nope"> refers to the element {urn:t}Nope, which is not defined; the namespace urn:t has good',
    },
  ],
  [
    "an attribute without namespace that is not defined",
    {
      given: complex('<xs:attribute ref="Nope"/>'),
      want: 't.wsdl:3:26: left out: complexType T: <attribute ref="Nope"> refers to the attribute {http://schemas.xmlsoap.org/wsdl/}Nope, which is not defined; no schema defines any attribute in the namespace http://schemas.xmlsoap.org/wsdl/',
    },
  ],
  [
    "a group that nothing refers to, and that is broken",
    {
      given: '<xs:group name="g"><xs:sequence><xs:group ref="t:h"/></xs:sequence></xs:group>',
      want: 't.wsdl:3:33: left out: group g: <group ref="t:h"> refers to the group {urn:t}h, which is not defined; the namespace urn:t has g',
    },
  ],
  [
    "a prefix that is not declared",
    {
      given: '<xs:element name="e" type="no:T"/>',
      want: 't.wsdl:3:1: left out: element e: <element name="e"> uses the prefix of "no:T", which is not declared; declared are: xml, xs, t',
    },
  ],
  [
    "an invalid qualified name",
    {
      given: '<xs:element name="e" type="a:b:c"/>',
      want: 't.wsdl:3:1: left out: element e: <element name="e"> says "a:b:c" where a qualified name belongs; expected prefix:name',
    },
  ],
  [
    "an unknown element of XML Schema",
    {
      given: complex("<xs:sequenc/>"),
      want: 't.wsdl:3:26: left out: complexType T: <sequenc> cannot stand in <complexType>; did you mean "sequence"?',
    },
  ],
  [
    "a component that is defined twice",
    {
      given: `${complex("")}\n<xs:simpleType name="T"><xs:list itemType="xs:int"/></xs:simpleType>`,
      want: 't.wsdl:4:1: left out: complexType T: <simpleType name="T"> defines {urn:t}T again, and differently; it is defined in t.wsdl:3',
    },
  ],
  [
    "a global component without a name",
    {
      given: "<xs:element/>",
      want: 't.wsdl:3:1: left out: element: <element> has no attribute "name"; it is required',
    },
  ],
  [
    "an invalid name",
    {
      given: '<xs:element name="1 e"/>',
      want: 't.wsdl:3:1: left out: element: <element name="1 e"> has a name that is no NCName; expected a letter or _, then letters, digits, . - or _',
    },
  ],
  [
    "an element with name and ref",
    {
      given: `${complex('<xs:sequence><xs:element name="a" ref="t:e"/></xs:sequence>')}<xs:element name="e"/>`,
      want: 't.wsdl:3:39: left out: complexType T: <element name="a"> has both name and ref; expected one of them',
    },
  ],
  [
    "an element with two types",
    {
      given: '<xs:element name="e" type="xs:int"><xs:complexType/></xs:element>',
      want: 't.wsdl:3:1: left out: element e: <element name="e"> has more than one type; expected either type or one complexType or simpleType',
    },
  ],
  [
    "default and fixed together",
    {
      given: '<xs:element name="e" default="1" fixed="1"/>',
      want: 't.wsdl:3:1: left out: element e: <element name="e"> has both default and fixed; expected one of them',
    },
  ],
  [
    "an invalid boolean",
    {
      given: '<xs:element name="e" nillable="yes"/>',
      want: 't.wsdl:3:1: left out: element e: <element name="e"> has nillable="yes"; expected true or false or 1 or 0',
    },
  ],
  [
    "an unknown form",
    {
      given: complex('<xs:sequence><xs:element name="a" form="Qualified"/></xs:sequence>'),
      want: 't.wsdl:3:39: left out: complexType T: <element name="a"> has form="Qualified"; expected qualified or unqualified',
    },
  ],
  [
    "an invalid number of occurrences",
    {
      given: complex('<xs:sequence minOccurs="-1"/>'),
      want: 't.wsdl:3:26: left out: complexType T: <sequence> has minOccurs="-1"; expected a whole number or "unbounded"',
    },
  ],
  [
    "a minOccurs above maxOccurs",
    {
      given: complex('<xs:sequence><xs:element name="a" minOccurs="2"/></xs:sequence>'),
      want: 't.wsdl:3:39: left out: complexType T: <element name="a"> occurs at least 2 and at most 1 times; expected minOccurs up to maxOccurs',
    },
  ],
  [
    "two content models",
    {
      given: complex("<xs:sequence/><xs:choice/>"),
      want: 't.wsdl:3:1: left out: complexType T: <complexType name="T"> has more than one content model; expected one sequence, choice, all or group',
    },
  ],
  [
    "a group that contains itself",
    {
      given:
        '<xs:group name="g"><xs:sequence><xs:group ref="t:h"/></xs:sequence></xs:group>\n<xs:group name="h"><xs:choice><xs:group ref="t:g"/></xs:choice></xs:group>',
      want: 't.wsdl:4:31: left out: group g, group h: <group ref="t:g"> refers to a group that it is part of; a group cannot hold itself',
    },
  ],
  [
    "an attribute group that contains itself",
    {
      given: '<xs:attributeGroup name="g"><xs:attributeGroup ref="t:g"/></xs:attributeGroup>',
      want: 't.wsdl:3:29: left out: attributeGroup g: <attributeGroup ref="t:g"> refers to a group that it is part of; a group cannot hold itself',
    },
  ],
  [
    "an attribute that comes twice",
    {
      given: `${complex('<xs:attribute name="a"/><xs:attributeGroup ref="t:g"/>')}<xs:attributeGroup name="g"><xs:attribute name="a" type="xs:int"/></xs:attributeGroup>`,
      want: 't.wsdl:3:50: left out: complexType T: <attributeGroup ref="t:g"> brings the attribute "a" a second time; a type has an attribute once',
    },
  ],
  [
    "an attribute of the base that an extension declares in another way",
    {
      given: `${complex('<xs:complexContent><xs:extension base="t:U"><xs:attribute name="a"/></xs:extension></xs:complexContent>')}
<xs:complexType name="U"><xs:attribute name="a" type="xs:int"/></xs:complexType>`,
      want: 't.wsdl:3:45: left out: complexType T: <extension base="t:U"> brings the attribute "a" a second time; a type has an attribute once',
    },
  ],
  [
    "an attribute of the base whose type has no name, and that an extension declares with other values",
    {
      given: `${complex('<xs:complexContent><xs:extension base="t:U"><xs:attribute name="a"><xs:simpleType><xs:restriction base="xs:int"><xs:minInclusive value="1"/></xs:restriction></xs:simpleType></xs:attribute></xs:extension></xs:complexContent>')}
<xs:complexType name="U"><xs:attribute name="a"><xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType></xs:attribute></xs:complexType>`,
      want: 't.wsdl:3:45: left out: complexType T: <extension base="t:U"> brings the attribute "a" a second time; a type has an attribute once',
    },
  ],
  [
    "types that derive from each other",
    {
      given: `${derived("complexContent", "extension", "t:U")}\n<xs:complexType name="U"><xs:complexContent><xs:restriction base="t:T"/></xs:complexContent></xs:complexType>`,
      want: 't.wsdl:3:1: left out: complexType T, complexType U: <complexType name="T"> is derived from itself: {urn:t}T from {urn:t}U from {urn:t}T',
    },
  ],
  [
    "a union that has itself for a member",
    {
      given: '<xs:simpleType name="S"><xs:union memberTypes="xs:int t:S"/></xs:simpleType>',
      want: 't.wsdl:3:1: left out: simpleType S: <simpleType name="S"> is derived from itself: {urn:t}S from {urn:t}S',
    },
  ],
  [
    "elements that stand for each other",
    {
      given: '<xs:element name="a" substitutionGroup="t:b"/>\n<xs:element name="b" substitutionGroup="t:a"/>',
      want: 't.wsdl:3:1: left out: element a, element b: <element name="a"> is in a substitution group with itself; expected another element as its head',
    },
  ],
  [
    "a complex type where a simple one belongs",
    {
      given: `${complex("")}\n${restriction("t:T", "")}`,
      want: 't.wsdl:4:25: left out: simpleType S: <restriction base="t:T"> refers to {urn:t}T, a complex type; expected a simple type',
    },
  ],
  [
    "an attribute of a complex type",
    {
      given: complex('<xs:attribute name="a" type="xs:anyType"/>'),
      want: 't.wsdl:3:26: left out: complexType T: <attribute name="a"> refers to {http://www.w3.org/2001/XMLSchema}anyType, a complex type; expected a simple type',
    },
  ],
  [
    "complex content of a simple type",
    {
      given: derived("complexContent", "extension", "xs:string"),
      want: 't.wsdl:3:45: left out: complexType T: <extension base="xs:string"> has a simple type as its base, in complexContent; expected a complex type, or simpleContent',
    },
  ],
  [
    "simple content that restricts a simple type",
    {
      given: derived("simpleContent", "restriction", "xs:string"),
      want: 't.wsdl:3:44: left out: complexType T: <restriction base="xs:string"> restricts a simple type, in simpleContent; expected a complex type as base, or a <simpleType> with this restriction',
    },
  ],
  [
    "simple content that extends a type of elements",
    {
      given: `${derived("simpleContent", "extension", "t:U")}<xs:complexType name="U"/>`,
      want: 't.wsdl:3:44: left out: complexType T: <extension base="t:U"> has a base without text; expected a base with simpleContent',
    },
  ],
  [
    "complexContent without a derivation",
    {
      given: complex("<xs:complexContent/>"),
      want: "t.wsdl:3:26: left out: complexType T: <complexContent> holds no derivation, or more than one; expected one extension or restriction",
    },
  ],
  [
    "a simple type without content",
    {
      given: '<xs:simpleType name="S"/>',
      want: 't.wsdl:3:1: left out: simpleType S: <simpleType name="S"> holds no derivation, or more than one; expected one restriction, list or union',
    },
  ],
  [
    "a restriction without a base",
    {
      given: '<xs:simpleType name="S"><xs:restriction/></xs:simpleType>',
      want: "t.wsdl:3:25: left out: simpleType S: <restriction> has no base type, or more than one; expected either base or one <simpleType>",
    },
  ],
  [
    "a list without an item type",
    {
      given: '<xs:simpleType name="S"><xs:list/></xs:simpleType>',
      want: "t.wsdl:3:25: left out: simpleType S: <list> has no item type, or more than one; expected either itemType or one <simpleType>",
    },
  ],
  [
    "a union without member types",
    {
      given: '<xs:simpleType name="S"><xs:union/></xs:simpleType>',
      want: "t.wsdl:3:25: left out: simpleType S: <union> has no member types; expected memberTypes or <simpleType>",
    },
  ],
  [
    "a facet that does not fit",
    {
      given: restriction("xs:int", '<xs:maxLength value="3"/>'),
      want: 't.wsdl:4:1: left out: simpleType S: <maxLength value="3"> is no facet of a decimal number; expected pattern, enumeration, whiteSpace, minInclusive, maxInclusive, minExclusive, maxExclusive, totalDigits, fractionDigits',
    },
  ],
  [
    "a facet that occurs twice",
    {
      given: restriction("xs:string", '<xs:maxLength value="3"/><xs:maxLength value="4"/>'),
      want: 't.wsdl:4:26: left out: simpleType S: <maxLength value="4"> is the second <maxLength> of its restriction; expected one at most',
    },
  ],
  [
    "a length that is no number",
    {
      given: restriction("xs:string", '<xs:maxLength value="-3"/>'),
      want: 't.wsdl:4:1: left out: simpleType S: <maxLength value="-3"> has a bad value; expected a whole number, 0 or more',
    },
  ],
  [
    "a bound that is no value of the type",
    {
      given: restriction("xs:int", '<xs:minInclusive value="one"/>'),
      want: 't.wsdl:4:1: left out: simpleType S: <minInclusive value="one"> has a bad value; expected a decimal number',
    },
  ],
  [
    "a bound that is no date",
    {
      given: restriction("xs:date", '<xs:minInclusive value="today"/>'),
      want: 't.wsdl:4:1: left out: simpleType S: <minInclusive value="today"> has a bad value; expected a date, time or duration',
    },
  ],
  [
    "an enumeration of a type that derives from a number",
    {
      given: `${restriction("xs:float", "")}<xs:simpleType name="U"><xs:restriction base="t:S">\n<xs:enumeration value="x"/></xs:restriction></xs:simpleType>`,
      want: 't.wsdl:5:1: left out: simpleType U: <enumeration value="x"> has a bad value; expected a floating-point number',
    },
  ],
  [
    "an unknown whiteSpace",
    {
      given: restriction("xs:string", '<xs:whiteSpace value="trim"/>'),
      want: 't.wsdl:4:1: left out: simpleType S: <whiteSpace value="trim"> has a bad value; expected preserve, replace or collapse',
    },
  ],
  [
    "zero digits",
    {
      given: restriction("xs:decimal", '<xs:totalDigits value="0"/>'),
      want: 't.wsdl:4:1: left out: simpleType S: <totalDigits value="0"> has a bad value; expected a whole number, 1 or more',
    },
  ],
  [
    "a facet without a value",
    {
      given: restriction("xs:string", "<xs:pattern/>"),
      want: 't.wsdl:4:1: left out: simpleType S: <pattern> has no attribute "value"; it is required',
    },
  ],
  [
    "a wildcard with ##any in a list of namespaces",
    {
      given: complex('<xs:sequence><xs:any namespace="urn:a ##any"/></xs:sequence>'),
      want: 't.wsdl:3:39: left out: complexType T: <any namespace="urn:a ##any"> has ##any in a list of namespaces; expected ##targetNamespace, ##local or a URI',
    },
  ],
  [
    "an array of more than three dimensions",
    {
      given: complex(
        '<xs:complexContent><xs:restriction base="e:Array" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/">\n<xs:attribute ref="e:arrayType" w:arrayType="xs:int[][,,,]" xmlns:w="http://schemas.xmlsoap.org/wsdl/"/></xs:restriction></xs:complexContent>',
      ),
      want: 't.wsdl:4:1: left out: complexType T: <attribute ref="e:arrayType"> has wsdl:arrayType="xs:int[][,,,]"; expected an array of up to three dimensions',
    },
  ],
])("leaves out %s", async (_, { given, want }) => {
  const whole = '\n<xs:element name="good"/>';

  expect(await reportOf({ "t.wsdl": wsdlAround(schemaOf(given + whole)) })).toEqual([want]);
});

test("is an error where nothing else is left", async () => {
  expect(await reportOf({ "t.wsdl": wsdlAround(schemaOf('<xs:element name="e" type="t:Nope"/>')) })).toEqual([
    't.wsdl:3:1: <element name="e"> refers to the type {urn:t}Nope, which is not defined; no schema defines any type in the namespace urn:t; nothing else is left to generate',
  ]);
});
