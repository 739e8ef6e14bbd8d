import fc from "fast-check";
import { WsdlError } from "../../scripts/read/source/wsdl-error.js";
import { readFiles, schemaOf, wsdlAround } from "./read-outline.js";

/** The message of the error. */
async function refusalOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  return readFiles(files).then(
    () => "read",
    (error: unknown) => (error instanceof WsdlError ? error.message : `no WsdlError: ${String(error)}`),
  );
}

const complex = (body: string) => `<xs:complexType name="T">${body}</xs:complexType>`;
const derived = (content: string, derivation: string, base: string, body = "") =>
  complex(`<xs:${content}><xs:${derivation} base="${base}">${body}</xs:${derivation}></xs:${content}>`);
const restriction = (base: string, facets: string) =>
  `<xs:simpleType name="S"><xs:restriction base="${base}">\n${facets}</xs:restriction></xs:simpleType>`;

// The components start at line 3 of t.wsdl.
test.each<[name: string, { given: string; want: string }]>([
  [
    "a type that is not defined",
    {
      given: '<xs:element name="e" type="t:Nope"/>',
      want: 't.wsdl:3:1: <element name="e"> refers to the type {urn:t}Nope, which is not defined; no schema defines any type in the namespace urn:t',
    },
  ],
  [
    "a name that differs in case",
    {
      given: `${complex("")}\n  <xs:element name="e" type="t:t"/>`,
      want: 't.wsdl:4:3: <element name="e"> refers to the type {urn:t}t, which is not defined; did you mean "T"?',
    },
  ],
  [
    "a built-in type that there is not",
    {
      given: '<xs:element name="e" type="xs:strin"/>',
      want: 't.wsdl:3:1: <element name="e"> refers to the type {http://www.w3.org/2001/XMLSchema}strin, which is not defined; the namespace http://www.w3.org/2001/XMLSchema has anyType, anySimpleType, string, normalizedString, token, language, Name, NCName and 38 more',
    },
  ],
  [
    "an element that is not defined",
    {
      given: complex('<xs:sequence><xs:element ref="t:Nope"/></xs:sequence>'),
      want: 't.wsdl:3:39: <element ref="t:Nope"> refers to the element {urn:t}Nope, which is not defined; no schema defines any element in the namespace urn:t',
    },
  ],
  [
    "an attribute without namespace that is not defined",
    {
      given: complex('<xs:attribute ref="Nope"/>'),
      want: 't.wsdl:3:26: <attribute ref="Nope"> refers to the attribute {http://schemas.xmlsoap.org/wsdl/}Nope, which is not defined; no schema defines any attribute in the namespace http://schemas.xmlsoap.org/wsdl/',
    },
  ],
  [
    "a group that nothing refers to, and that is broken",
    {
      given: '<xs:group name="g"><xs:sequence><xs:group ref="t:h"/></xs:sequence></xs:group>',
      want: 't.wsdl:3:33: <group ref="t:h"> refers to the group {urn:t}h, which is not defined; the namespace urn:t has g',
    },
  ],
  [
    "a prefix that is not declared",
    {
      given: '<xs:element name="e" type="no:T"/>',
      want: 't.wsdl:3:1: <element name="e"> uses the prefix of "no:T", which is not declared; declared are: xml, xs, t',
    },
  ],
  [
    "a qualified name that is none",
    {
      given: '<xs:element name="e" type="a:b:c"/>',
      want: 't.wsdl:3:1: <element name="e"> says "a:b:c" where a qualified name belongs; expected prefix:name',
    },
  ],
  [
    "an unknown element of XML Schema",
    {
      given: complex("<xs:sequenc/>"),
      want: "t.wsdl:3:26: <sequenc> cannot stand in <complexType>; it may hold simpleContent, complexContent, group, all, choice, sequence, attribute, attributeGroup, anyAttribute, annotation",
    },
  ],
  [
    "an unknown attribute of XML Schema",
    {
      given: complex('<xs:sequence minOccur="0"/>'),
      want: 't.wsdl:3:26: <sequence> cannot have the attribute "minOccur"; it may have minOccurs, maxOccurs, id',
    },
  ],
  [
    "an element of another namespace in a schema",
    {
      given: complex('<x:y xmlns:x="urn:x"/>'),
      want: "t.wsdl:3:26: <y> cannot stand in <complexType>; it may hold simpleContent, complexContent, group, all, choice, sequence, attribute, attributeGroup, anyAttribute, annotation",
    },
  ],
  [
    "a component that is defined twice",
    {
      given: `${complex("")}\n<xs:simpleType name="T"><xs:list itemType="xs:int"/></xs:simpleType>`,
      want: 't.wsdl:4:1: <simpleType name="T"> defines {urn:t}T again; it is defined in t.wsdl:3',
    },
  ],
  [
    "a global component without a name",
    { given: "<xs:element/>", want: 't.wsdl:3:1: <element> has no attribute "name"; it is required' },
  ],
  [
    "a name that is none",
    {
      given: '<xs:element name="1 e"/>',
      want: 't.wsdl:3:1: <element name="1 e"> has a name that is no NCName; expected a letter or _, then letters, digits, . - or _',
    },
  ],
  [
    "an element with name and ref",
    {
      given: `${complex('<xs:sequence><xs:element name="a" ref="t:e"/></xs:sequence>')}<xs:element name="e"/>`,
      want: 't.wsdl:3:39: <element name="a"> has both name and ref; expected one of them',
    },
  ],
  [
    "an element with two types",
    {
      given: '<xs:element name="e" type="xs:int"><xs:complexType/></xs:element>',
      want: 't.wsdl:3:1: <element name="e"> has more than one type; expected either type or one complexType or simpleType',
    },
  ],
  [
    "default and fixed together",
    {
      given: '<xs:element name="e" default="1" fixed="1"/>',
      want: 't.wsdl:3:1: <element name="e"> has both default and fixed; expected one of them',
    },
  ],
  [
    "a boolean that is none",
    {
      given: '<xs:element name="e" nillable="yes"/>',
      want: 't.wsdl:3:1: <element name="e"> has nillable="yes"; expected true or false or 1 or 0',
    },
  ],
  [
    "a form that is none",
    {
      given: complex('<xs:sequence><xs:element name="a" form="Qualified"/></xs:sequence>'),
      want: 't.wsdl:3:39: <element name="a"> has form="Qualified"; expected qualified or unqualified',
    },
  ],
  [
    "a number of occurrences that is none",
    {
      given: complex('<xs:sequence minOccurs="-1"/>'),
      want: 't.wsdl:3:26: <sequence> has minOccurs="-1"; expected a whole number or "unbounded"',
    },
  ],
  [
    "more occurrences at least than at most",
    {
      given: complex('<xs:sequence><xs:element name="a" minOccurs="2"/></xs:sequence>'),
      want: 't.wsdl:3:39: <element name="a"> occurs at least 2 and at most 1 times; expected minOccurs up to maxOccurs',
    },
  ],
  [
    "two content models",
    {
      given: complex("<xs:sequence/><xs:choice/>"),
      want: 't.wsdl:3:1: <complexType name="T"> has more than one content model; expected one sequence, choice, all or group',
    },
  ],
  [
    "a group that is within itself",
    {
      given:
        '<xs:group name="g"><xs:sequence><xs:group ref="t:h"/></xs:sequence></xs:group>\n<xs:group name="h"><xs:choice><xs:group ref="t:g"/></xs:choice></xs:group>',
      want: 't.wsdl:4:31: <group ref="t:g"> refers to a group that it is part of; a group cannot hold itself',
    },
  ],
  [
    "an attribute group that is within itself",
    {
      given: '<xs:attributeGroup name="g"><xs:attributeGroup ref="t:g"/></xs:attributeGroup>',
      want: 't.wsdl:3:29: <attributeGroup ref="t:g"> refers to a group that it is part of; a group cannot hold itself',
    },
  ],
  [
    "an attribute that comes twice",
    {
      given: `${complex('<xs:attribute name="a"/><xs:attributeGroup ref="t:g"/>')}<xs:attributeGroup name="g"><xs:attribute name="a"/></xs:attributeGroup>`,
      want: 't.wsdl:3:50: <attributeGroup ref="t:g"> brings the attribute "a" a second time; a type has an attribute once',
    },
  ],
  [
    "types that derive from each other",
    {
      given: `${derived("complexContent", "extension", "t:U")}\n<xs:complexType name="U"><xs:complexContent><xs:restriction base="t:T"/></xs:complexContent></xs:complexType>`,
      want: 't.wsdl:3:1: <complexType name="T"> is derived from itself: {urn:t}T from {urn:t}U from {urn:t}T',
    },
  ],
  [
    "a union that has itself for a member",
    {
      given: '<xs:simpleType name="S"><xs:union memberTypes="xs:int t:S"/></xs:simpleType>',
      want: 't.wsdl:3:1: <simpleType name="S"> is derived from itself: {urn:t}S from {urn:t}S',
    },
  ],
  [
    "elements that stand for each other",
    {
      given: '<xs:element name="a" substitutionGroup="t:b"/>\n<xs:element name="b" substitutionGroup="t:a"/>',
      want: 't.wsdl:3:1: <element name="a"> is in a substitution group with itself; expected another element as its head',
    },
  ],
  [
    "a complex type where a simple one belongs",
    {
      given: `${complex("")}\n${restriction("t:T", "")}`,
      want: 't.wsdl:4:25: <restriction base="t:T"> refers to {urn:t}T, a complex type; expected a simple type',
    },
  ],
  [
    "an attribute of a complex type",
    {
      given: complex('<xs:attribute name="a" type="xs:anyType"/>'),
      want: 't.wsdl:3:26: <attribute name="a"> refers to {http://www.w3.org/2001/XMLSchema}anyType, a complex type; expected a simple type',
    },
  ],
  [
    "complex content of a simple type",
    {
      given: derived("complexContent", "extension", "xs:string"),
      want: 't.wsdl:3:45: <extension base="xs:string"> has a simple type as its base, in complexContent; expected a complex type, or simpleContent',
    },
  ],
  [
    "simple content that restricts a simple type",
    {
      given: derived("simpleContent", "restriction", "xs:string"),
      want: 't.wsdl:3:44: <restriction base="xs:string"> restricts a simple type, in simpleContent; expected a complex type as base, or a <simpleType> with this restriction',
    },
  ],
  [
    "simple content that extends a type of elements",
    {
      given: `${derived("simpleContent", "extension", "t:U")}<xs:complexType name="U"/>`,
      want: 't.wsdl:3:44: <extension base="t:U"> has a base without text; expected a base with simpleContent',
    },
  ],
  [
    "complexContent without a derivation",
    {
      given: complex("<xs:complexContent/>"),
      want: "t.wsdl:3:26: <complexContent> holds no derivation, or more than one; expected one extension or restriction",
    },
  ],
  [
    "a simple type without content",
    {
      given: '<xs:simpleType name="S"/>',
      want: 't.wsdl:3:1: <simpleType name="S"> holds no derivation, or more than one; expected one restriction, list or union',
    },
  ],
  [
    "a restriction without a base",
    {
      given: '<xs:simpleType name="S"><xs:restriction/></xs:simpleType>',
      want: "t.wsdl:3:25: <restriction> has no base type, or more than one; expected either base or one <simpleType>",
    },
  ],
  [
    "a list of nothing",
    {
      given: '<xs:simpleType name="S"><xs:list/></xs:simpleType>',
      want: "t.wsdl:3:25: <list> has no item type, or more than one; expected either itemType or one <simpleType>",
    },
  ],
  [
    "a union of nothing",
    {
      given: '<xs:simpleType name="S"><xs:union/></xs:simpleType>',
      want: "t.wsdl:3:25: <union> has no member types; expected memberTypes or <simpleType>",
    },
  ],
  [
    "a facet that does not fit",
    {
      given: restriction("xs:int", '<xs:maxLength value="3"/>'),
      want: 't.wsdl:4:1: <maxLength value="3"> is no facet of a decimal number; expected pattern, enumeration, whiteSpace, minInclusive, maxInclusive, minExclusive, maxExclusive, totalDigits, fractionDigits',
    },
  ],
  [
    "a facet that is there twice",
    {
      given: restriction("xs:string", '<xs:maxLength value="3"/><xs:maxLength value="3"/>'),
      want: 't.wsdl:4:26: <maxLength value="3"> is the second <maxLength> of its restriction; expected one at most',
    },
  ],
  [
    "a length that is no number",
    {
      given: restriction("xs:string", '<xs:maxLength value="-3"/>'),
      want: 't.wsdl:4:1: <maxLength value="-3"> has a bad value; expected a whole number, 0 or more',
    },
  ],
  [
    "a bound that is no value of the type",
    {
      given: restriction("xs:int", '<xs:minInclusive value="one"/>'),
      want: 't.wsdl:4:1: <minInclusive value="one"> has a bad value; expected a decimal number',
    },
  ],
  [
    "a bound of a date that is none",
    {
      given: restriction("xs:date", '<xs:minInclusive value="today"/>'),
      want: 't.wsdl:4:1: <minInclusive value="today"> has a bad value; expected a date, time or duration',
    },
  ],
  [
    "an enumeration of a type that derives from a number",
    {
      given: `${restriction("xs:float", "")}<xs:simpleType name="U"><xs:restriction base="t:S">\n<xs:enumeration value="x"/></xs:restriction></xs:simpleType>`,
      want: 't.wsdl:5:1: <enumeration value="x"> has a bad value; expected a floating-point number',
    },
  ],
  [
    "white space that is none",
    {
      given: restriction("xs:string", '<xs:whiteSpace value="trim"/>'),
      want: 't.wsdl:4:1: <whiteSpace value="trim"> has a bad value; expected preserve, replace or collapse',
    },
  ],
  [
    "zero digits",
    {
      given: restriction("xs:decimal", '<xs:totalDigits value="0"/>'),
      want: 't.wsdl:4:1: <totalDigits value="0"> has a bad value; expected a whole number, 1 or more',
    },
  ],
  [
    "a facet without a value",
    {
      given: restriction("xs:string", "<xs:pattern/>"),
      want: 't.wsdl:4:1: <pattern> has no attribute "value"; it is required',
    },
  ],
  [
    "a wildcard of no namespace that there is",
    {
      given: complex('<xs:sequence><xs:any namespace="urn:a ##any"/></xs:sequence>'),
      want: 't.wsdl:3:39: <any namespace="urn:a ##any"> has ##any in a list of namespaces; expected ##targetNamespace, ##local or a URI',
    },
  ],
  [
    "an arrayType that is none",
    {
      given: complex(
        '<xs:complexContent><xs:restriction base="e:Array" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/">\n<xs:attribute ref="e:arrayType" w:arrayType="xs:int" xmlns:w="http://schemas.xmlsoap.org/wsdl/"/></xs:restriction></xs:complexContent>',
      ),
      want: 't.wsdl:4:1: <attribute ref="e:arrayType"> has wsdl:arrayType="xs:int"; expected a type and brackets, "xsd:string[]"',
    },
  ],
  [
    "an array of more dimensions than there are types for",
    {
      given: complex(
        '<xs:complexContent><xs:restriction base="e:Array" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/">\n<xs:attribute ref="e:arrayType" w:arrayType="xs:int[][,,,]" xmlns:w="http://schemas.xmlsoap.org/wsdl/"/></xs:restriction></xs:complexContent>',
      ),
      want: 't.wsdl:4:1: <attribute ref="e:arrayType"> has wsdl:arrayType="xs:int[][,,,]"; expected an array of up to three dimensions',
    },
  ],
  [
    "an import of a file that there is not",
    {
      given: '<xs:import namespace="urn:a" schemaLocation="a.xsd"/>',
      want: 't.wsdl:3:1: <import schemaLocation="a.xsd"> of the namespace urn:a cannot be read: there is no such file',
    },
  ],
  [
    "an include without a location",
    { given: "<xs:include/>", want: 't.wsdl:3:1: <include> has no attribute "schemaLocation"; it is required' },
  ],
])("refuses %s", async (_, { given, want }) => {
  expect(await refusalOf({ "t.wsdl": wsdlAround(schemaOf(given)) })).toBe(want);
});

const including = (element: string) => wsdlAround(schemaOf(element));

test.each<[name: string, { given: Record<string, string | Uint8Array>; want: string }]>([
  [
    "what is not XML",
    { given: { "t.wsdl": "<a>\n <b></a>" }, want: "t.wsdl:2:5: not readable as XML: expected the end tag </b>" },
  ],
  [
    "nothing at all",
    { given: { "t.wsdl": "" }, want: "t.wsdl:1:1: not readable as XML: the document has no root element" },
  ],
  [
    "bytes that are not in their encoding",
    {
      given: { "t.wsdl": Buffer.from([0x3c, 0x61, 0xff, 0x3e]) },
      want: "t.wsdl:1:1: not readable as text: the bytes are not utf-8",
    },
  ],
  [
    "a web page",
    {
      given: { "t.wsdl": "<html/>" },
      want: "t.wsdl:1:1: <html> is not the start of a WSDL; expected <definitions> of http://schemas.xmlsoap.org/wsdl/",
    },
  ],
  [
    "WSDL 2.0",
    {
      given: { "t.wsdl": '<description xmlns="http://www.w3.org/ns/wsdl"/>' },
      want: "t.wsdl:1:1: <description> is not the start of a WSDL; expected <definitions> of http://schemas.xmlsoap.org/wsdl/; this is WSDL 2.0",
    },
  ],
  [
    "a schema where a WSDL belongs",
    {
      given: { "t.wsdl": schemaOf("") },
      want: "t.wsdl:1:1: <schema> is not the start of a WSDL; expected <definitions> of http://schemas.xmlsoap.org/wsdl/",
    },
  ],
  [
    "a WSDL where a schema belongs",
    {
      given: { "t.wsdl": including('<xs:include schemaLocation="t.wsdl"/>') },
      want: 't.wsdl:3:1: <include schemaLocation="t.wsdl"> leads to <definitions>; expected a <schema> of XML Schema',
    },
  ],
  [
    "an included schema that is broken, where it is broken",
    {
      given: {
        "t.wsdl": including('<xs:include schemaLocation="a.xsd"/>'),
        "a.xsd": schemaOf('\n <xs:element name="e" typ="x"/>'),
      },
      want: 'a.xsd:3:2: <element name="e"> cannot have the attribute "typ"; it may have name, ref, type, substitutionGroup, nillable, default, fixed, form, abstract, final, block, minOccurs, maxOccurs, id',
    },
  ],
  [
    "an included schema of another namespace",
    {
      given: {
        "t.wsdl": including('<xs:include schemaLocation="a.xsd"/>'),
        "a.xsd": schemaOf("").replace('targetNamespace="urn:t"', 'targetNamespace="urn:a"'),
      },
      want: 't.wsdl:3:1: <include schemaLocation="a.xsd"> leads to a schema of the namespace urn:a; expected urn:t',
    },
  ],
  [
    "an imported schema of another namespace",
    {
      given: {
        "t.wsdl": including('<xs:import namespace="urn:b" schemaLocation="a.xsd"/>'),
        "a.xsd": schemaOf("").replace('targetNamespace="urn:t"', ""),
      },
      want: 't.wsdl:3:1: <import schemaLocation="a.xsd"> leads to a schema of no namespace; expected urn:b',
    },
  ],
  [
    "a redefinition of what is not there",
    {
      given: {
        "t.wsdl": including(`<xs:redefine schemaLocation="a.xsd">\n${complex("")}</xs:redefine>`),
        "a.xsd": schemaOf(""),
      },
      want: 't.wsdl:4:1: <complexType name="T"> redefines what is not defined; expected the name of a component of the redefined schema',
    },
  ],
  [
    "a location that is no URL",
    {
      given: { "t.wsdl": including('<xs:include schemaLocation="http://["/>') },
      want: 't.wsdl:3:1: <include schemaLocation="http://["> has a location that is no URL',
    },
  ],
])("refuses %s", async (_, { given, want }) => {
  expect(await refusalOf(given)).toBe(want);
});

const SOAP = '<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>';

/** Line 1 is the root, line 2 the schema, 3 and 4 the messages, 5 the port type, 6 the binding, 7 the service. */
const contract = ({
  root = "",
  messages = '<message name="In"><part name="a" type="xs:int"/></message>',
  more = "",
  portType = '<operation name="Ask"><input message="t:In"/></operation>',
  binding = `${SOAP}<operation name="Ask"><input><soap:body use="literal"/></input></operation>`,
  service = '<port name="P" binding="t:B"/>',
}) => `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t"${root}>
<types/>
${messages}
${more}
<portType name="A">${portType}</portType>
<binding name="B" type="t:A">${binding}</binding>
<service name="S">${service}</service></definitions>`;

test.each<[name: string, { given: Parameters<typeof contract>[0]; want: string }]>([
  [
    "a bound operation that the port type has not",
    {
      given: { binding: `${SOAP}<operation name="Nope"/>` },
      want: 't.wsdl:5:1: <portType name="A"> has no operation named "Nope", which {urn:t}B binds at t.wsdl:6; it has Ask',
    },
  ],
  [
    "a port of a binding that is not defined",
    {
      given: { service: '<port name="P" binding="t:Nope"/>' },
      want: 't.wsdl:7:19: <port name="P"> refers to the binding {urn:t}Nope, which is not defined; there is {urn:t}B',
    },
  ],
  [
    "a message that is not defined",
    {
      given: { messages: "" },
      want: 't.wsdl:5:42: <input message="t:In"> refers to the message {urn:t}In, which is not defined; there is none',
    },
  ],
  [
    "a part of an element that is not defined",
    {
      given: { messages: '<message name="In"><part name="a" element="t:nope"/></message>' },
      want: 't.wsdl:3:20: <part name="a"> refers to the element {urn:t}nope, which is not defined; no schema defines any element in the namespace urn:t',
    },
  ],
  [
    "a part of nothing",
    {
      given: { messages: '<message name="In"><part name="a"/></message>' },
      want: 't.wsdl:3:20: <part name="a"> has neither element nor type, or both; expected one of them',
    },
  ],
  [
    "two parts of one name",
    {
      given: { messages: '<message name="In"><part name="a" type="xs:int"/><part name="a" type="xs:int"/></message>' },
      want: 't.wsdl:3:50: <part name="a"> has the name of another part; expected parts of different names',
    },
  ],
  [
    "a message that is defined twice",
    {
      given: { more: '<message name="In"/>' },
      want: 't.wsdl:4:1: <message name="In"> defines {urn:t}In again; it is defined in t.wsdl:3',
    },
  ],
  [
    "a body of a part that the message has not",
    {
      given: { binding: `${SOAP}<operation name="Ask"><input><soap:body parts="a b"/></input></operation>` },
      want: 't.wsdl:6:123: <body> names the part "b" of the message {urn:t}In; it has a',
    },
  ],
  [
    "a header of a part that the message has not",
    {
      given: {
        binding: `${SOAP}<operation name="Ask"><input>\n<soap:header message="t:In" part="b" use="literal"/></input></operation>`,
      },
      want: 't.wsdl:7:1: <header message="t:In"> names the part "b" of the message {urn:t}In; it has a',
    },
  ],
  [
    "two bodies",
    {
      given: { binding: `${SOAP}<operation name="Ask"><input>\n<soap:body/><soap:body/></input></operation>` },
      want: "t.wsdl:7:13: <body> is a second one; expected one soap:body",
    },
  ],
  [
    "an unknown use",
    {
      given: { binding: `${SOAP}<operation name="Ask"><input>\n<soap:body use="Literal"/></input></operation>` },
      want: 't.wsdl:7:1: <body> has use="Literal"; expected literal or encoded',
    },
  ],
  [
    "a fault that the port type has not",
    {
      given: {
        binding: `${SOAP}<operation name="Ask">\n<fault name="F"><soap:fault name="F" use="literal"/></fault></operation>`,
      },
      want: 't.wsdl:7:1: <fault name="F"> is no fault of the operation in the port type; it has none',
    },
  ],
  [
    "two faults of one name",
    {
      given: {
        portType:
          '<operation name="Ask"><input message="t:In"/><fault name="F" message="t:In"/><fault name="F" message="t:In"/></operation>',
      },
      want: 't.wsdl:5:97: <fault name="F"> has the name of another fault; expected faults of different names',
    },
  ],
  [
    "a fault of two parts",
    {
      given: {
        more: '<message name="F"><part name="a" type="xs:int"/><part name="b" type="xs:int"/></message>',
        portType: '<operation name="Ask"><input message="t:In"/>\n<fault name="F" message="t:F"/></operation>',
      },
      want: 't.wsdl:6:1: <fault name="F"> has a message of 2 parts; the message of a fault has one part',
    },
  ],
  [
    "an operation with two inputs",
    {
      given: { portType: '<operation name="Ask"><input message="t:In"/><input message="t:In"/></operation>' },
      want: 't.wsdl:5:20: <operation name="Ask"> has more than one input; expected at most one',
    },
  ],
  [
    "an operation that is bound twice",
    {
      given: { binding: `${SOAP}<operation name="Ask"/>\n<operation name="Ask"/>` },
      want: 't.wsdl:7:1: <operation name="Ask"> is bound a second time; expected each operation of the port type once',
    },
  ],
  [
    "an overload that its binding does not identify",
    {
      given: {
        portType:
          '<operation name="Ask"><input name="One" message="t:In"/></operation><operation name="Ask"><input name="Two" message="t:In"/></operation>',
        binding: `${SOAP}\n<operation name="Ask"/>`,
      },
      want: 't.wsdl:7:1: <operation name="Ask"> does not say which overload it binds; expected <input name="…"> with one of One, Two',
    },
  ],
  [
    "an unknown element of WSDL",
    {
      given: { more: "<massage/>" },
      want: "t.wsdl:4:1: <massage> cannot stand in <definitions>; it may hold documentation, import, types, message, portType, binding, service",
    },
  ],
  [
    "an unknown element of the SOAP binding",
    {
      given: { binding: "<soap:bindin/>" },
      want: "t.wsdl:6:30: <bindin> is no element of http://schemas.xmlsoap.org/wsdl/soap/",
    },
  ],
  [
    "an unknown attribute of the SOAP binding",
    {
      given: { binding: `${SOAP}<operation name="Ask"><input>\n<soap:body part="a"/></input></operation>` },
      want: 't.wsdl:7:1: <body> cannot have the attribute "part"; it may have parts, use, encodingStyle, namespace',
    },
  ],
  [
    "an extension that is required and not understood",
    {
      given: { more: '<x:y xmlns:x="urn:x" wsdl:required="true"/>' },
      want: 't.wsdl:4:1: <y> of urn:x says wsdl:required="true" and is not understood; take it out of the document if the messages are the same without it',
    },
  ],
])("refuses %s", async (_, { given, want }) => {
  expect(await refusalOf({ "t.wsdl": contract(given) })).toBe(want);
});

test("an error has document, line, column, found and expected as properties", async () => {
  const refusal: unknown = await readFiles({ "t.wsdl": wsdlAround(schemaOf("\n <xs:element/>")) }).catch(
    (error) => error,
  );

  expect(refusal).toBeInstanceOf(WsdlError);
  expect(refusal).toMatchObject({
    name: "WsdlError",
    document: "t.wsdl",
    line: 4,
    column: 2,
    found: '<element> has no attribute "name"',
    expected: "it is required",
  });
});

test("reads or refuses a contract, whatever happens to its attributes, and never fails otherwise", async () => {
  const text = contract({
    more: schemaOf(`${complex('<xs:sequence minOccurs="0"><xs:element ref="t:e" maxOccurs="2"/></xs:sequence><xs:attributeGroup ref="t:g"/>')}
      <xs:element name="e" type="t:T" substitutionGroup="t:h"/><xs:element name="h" type="xs:anyType"/>
      <xs:attributeGroup name="g"><xs:attribute name="a" type="t:S" use="required"/></xs:attributeGroup>
      ${restriction("xs:int", '<xs:minInclusive value="1"/>')}
      <xs:complexType name="U"><xs:complexContent><xs:extension base="t:T"><xs:anyAttribute namespace="##other"/></xs:extension></xs:complexContent></xs:complexType>`)
      .replace("<xs:schema", "<types><xs:schema")
      .replace("</xs:schema>", "</xs:schema></types>"),
  });
  const attributes = [...text.matchAll(/(?<= [\w:]+=")[^"]*/g)].map(({ 0: value, index }) => ({ value, index }));
  const anyAttribute = fc.constantFrom(...attributes);
  const anyValue = fc.oneof(
    anyAttribute.map(({ value }) => value),
    fc.string({ unit: fc.constantFrom(..."at:0#[] ") }),
  );

  expect(await refusalOf({ "t.wsdl": text })).toBe("read");
  await fc.assert(
    fc.asyncProperty(anyAttribute, anyValue, async ({ value, index }, changed) => {
      const mutant = text.slice(0, index) + changed + text.slice(index + value.length);

      expect(await refusalOf({ "t.wsdl": mutant })).toMatch(/^read$|^t\.wsdl:\d+:\d+: /);
    }),
    { numRuns: 1000 },
  );
});
