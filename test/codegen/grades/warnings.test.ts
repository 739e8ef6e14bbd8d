import { schemaOf, wsdlAround } from "../read-outline.js";
import { complex, contract, including, reportOf, restriction, SOAP } from "./graded.js";

const deep = complex("<xs:sequence>".repeat(40) + "</xs:sequence>".repeat(40));

// The components start at line 3 of t.wsdl.
test.each<[name: string, { given: string; want: string | readonly string[] }]>([
  [
    "an unknown attribute of XML Schema",
    {
      given: complex('<xs:sequence minOccur="0"/>'),
      want: 't.wsdl:3:26: warning: <sequence> cannot have the attribute "minOccur", which is ignored; did you mean "minOccurs"?',
    },
  ],
  [
    "an element of another namespace in a schema",
    {
      given: complex('<x:y xmlns:x="urn:x"/>'),
      want: "t.wsdl:3:26: warning: <y> cannot stand in <complexType> and is ignored; it may hold simpleContent, complexContent, group, all, choice, sequence, attribute, attributeGroup, anyAttribute, annotation",
    },
  ],
  [
    "an arrayType without brackets",
    {
      given: complex(
        '<xs:complexContent><xs:restriction base="e:Array" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/">\n<xs:attribute ref="e:arrayType" w:arrayType="xs:int" xmlns:w="http://schemas.xmlsoap.org/wsdl/"/></xs:restriction></xs:complexContent>',
      ),
      want: 't.wsdl:4:1: warning: <attribute ref="e:arrayType"> has wsdl:arrayType="xs:int"; expected a type and brackets, "xsd:string[]"; one dimension is assumed',
    },
  ],
  [
    "an import of a missing file",
    {
      given: '<xs:import namespace="urn:a" schemaLocation="a.xsd"/>',
      want: 't.wsdl:3:1: warning: <import schemaLocation="a.xsd"> of the namespace urn:a cannot be read: there is no such file; nothing else is undefined without it',
    },
  ],
  [
    "an attribute that decides how often an element occurs, and is misspelt",
    {
      given: complex('<xs:sequence><xs:element name="a" minOcurs="0" nilable="true"/></xs:sequence>'),
      want: [
        't.wsdl:3:39: warning: <element name="a"> cannot have the attribute "minOcurs", which is ignored; did you mean "minOccurs"?',
        't.wsdl:3:39: warning: <element name="a"> cannot have the attribute "nilable", which is ignored; did you mean "nillable"?',
      ],
    },
  ],
  [
    "an attribute that a complexType cannot have",
    {
      given: complex("").replace(">", ' base="xs:int">'),
      want: 't.wsdl:3:1: warning: <complexType name="T"> cannot have the attribute "base", which is ignored; it may have name, mixed, abstract, final, block, id',
    },
  ],
  [
    "an unknown element in an annotation",
    {
      given: complex("<xs:annotation><xs:dokumentation/></xs:annotation>"),
      want: "t.wsdl:3:41: warning: <dokumentation> cannot stand in <annotation> and is ignored; it may hold documentation, appinfo, annotation",
    },
  ],
  [
    "documentation without an annotation",
    {
      given: complex("<xs:documentation>a</xs:documentation>"),
      want: "t.wsdl:3:26: warning: <documentation> cannot stand in <complexType> and is ignored; it may hold simpleContent, complexContent, group, all, choice, sequence, attribute, attributeGroup, anyAttribute, annotation",
    },
  ],
  [
    "components that are defined again with the same meaning, once for a document",
    {
      given: `${complex("")}${restriction("xs:int", "")}
<xs:complexType xmlns:t="urn:other" name="T"><xs:annotation/></xs:complexType><x:simpleType xmlns:x="http://www.w3.org/2001/XMLSchema" name="S"><x:restriction base="x:int"/></x:simpleType>`,
      want: 't.wsdl:5:1: warning: <complexType name="T"> defines {urn:t}T, {urn:t}S again, with the same meaning; it is defined in t.wsdl:3',
    },
  ],
  [
    "a component that is defined again with the same meaning, forty elements deep",
    {
      given: `${deep}\n${deep}`,
      want: 't.wsdl:4:1: warning: <complexType name="T"> defines {urn:t}T again, with the same meaning; it is defined in t.wsdl:3',
    },
  ],
  [
    "an include without a location",
    {
      given: "<xs:include/>",
      want: 't.wsdl:3:1: warning: <include> has no attribute "schemaLocation", and brings nothing; it is required',
    },
  ],
  [
    "a facet that occurs twice with one value",
    {
      given: restriction("xs:string", '<xs:maxLength value="3"/><xs:maxLength value="3"/>'),
      want: 't.wsdl:4:26: warning: <maxLength value="3"> is the second <maxLength> of its restriction, with the same value; expected one at most',
    },
  ],
  [
    "an attribute that comes twice with one meaning",
    {
      given: `${complex('<xs:attribute name="a"/><xs:attributeGroup ref="t:g"/>')}<xs:attributeGroup name="g"><xs:attribute name="a"/></xs:attributeGroup>`,
      want: 't.wsdl:3:50: warning: <attributeGroup ref="t:g"> brings the attribute "a" a second time, with the same meaning; a type has an attribute once',
    },
  ],
  [
    "an attribute of a group that comes twice, by two other groups",
    {
      given: `${complex('<xs:attributeGroup ref="t:f"/><xs:attributeGroup ref="t:g"/>')}
<xs:attributeGroup name="f"><xs:attributeGroup ref="t:h"/></xs:attributeGroup><xs:attributeGroup name="g"><xs:attributeGroup ref="t:h"/></xs:attributeGroup>
<xs:attributeGroup name="h"><xs:attribute name="a"><xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType></xs:attribute></xs:attributeGroup>`,
      want: 't.wsdl:3:56: warning: <attributeGroup ref="t:g"> brings the attribute "a" a second time, with the same meaning; a type has an attribute once',
    },
  ],
  [
    "an attribute of the base that an extension declares again",
    {
      given: `${complex('<xs:complexContent><xs:extension base="t:U"><xs:attribute name="a"/></xs:extension></xs:complexContent>')}
<xs:complexType name="U"><xs:complexContent><xs:extension base="t:V"/></xs:complexContent></xs:complexType>
<xs:complexType name="V"><xs:attribute name="a"/></xs:complexType>`,
      want: 't.wsdl:3:45: warning: <extension base="t:U"> brings the attribute "a" a second time, with the same meaning; a type has an attribute once',
    },
  ],
  [
    "an attribute of the base that an extension refers to again, and whose type has no name",
    {
      given: `${complex('<xs:complexContent><xs:extension base="t:U"><xs:attribute ref="xml:lang"/></xs:extension></xs:complexContent>')}
<xs:complexType name="U"><xs:attribute ref="xml:lang"/></xs:complexType>`,
      want: 't.wsdl:3:45: warning: <extension base="t:U"> brings the attribute "{http://www.w3.org/XML/1998/namespace}lang" a second time, with the same meaning; a type has an attribute once',
    },
  ],
])("warns of %s", async (_, { given, want }) => {
  const whole = '\n<xs:element name="good"/>';

  expect(await reportOf({ "t.wsdl": wsdlAround(schemaOf(given + whole)) })).toEqual([want].flat());
});

test.each<[name: string, { given: Record<string, string | Uint8Array>; want: string }]>([
  [
    "a WSDL where a schema belongs",
    {
      given: { "t.wsdl": including('<xs:include schemaLocation="t.wsdl"/>') },
      want: 't.wsdl:3:1: warning: <include schemaLocation="t.wsdl"> leads to <definitions>; expected a <schema> of XML Schema; nothing else is undefined without it',
    },
  ],
  [
    "an included schema that is broken, where it is broken",
    {
      given: {
        "t.wsdl": including('<xs:include schemaLocation="a.xsd"/>'),
        "a.xsd": schemaOf('\n <xs:element name="e" typ="x"/>'),
      },
      want: 'a.xsd:3:2: warning: <element name="e"> cannot have the attribute "typ", which is ignored; did you mean "type"?',
    },
  ],
  [
    "an included schema of another namespace",
    {
      given: {
        "t.wsdl": including('<xs:include schemaLocation="a.xsd"/>'),
        "a.xsd": schemaOf("").replace('targetNamespace="urn:t"', 'targetNamespace="urn:a"'),
      },
      want: 't.wsdl:3:1: warning: <include schemaLocation="a.xsd"> leads to a schema of the namespace urn:a; expected urn:t',
    },
  ],
  [
    "an imported schema of another namespace",
    {
      given: {
        "t.wsdl": including('<xs:import namespace="urn:b" schemaLocation="a.xsd"/>'),
        "a.xsd": schemaOf("").replace('targetNamespace="urn:t"', ""),
      },
      want: 't.wsdl:3:1: warning: <import schemaLocation="a.xsd"> leads to a schema of no namespace; expected urn:b',
    },
  ],
  [
    "a blank line before the XML declaration",
    {
      given: { "t.wsdl": `\n\n<?xml version="1.0" encoding="iso-8859-1"?>\n${contract({})}` },
      want: "t.wsdl:3:1: warning: the XML declaration has blanks before it; expected it at the very start",
    },
  ],
  [
    "a blank line before the XML declaration, after the byte order mark that each document from the network gets",
    {
      given: { "t.wsdl": `\uFEFF\n\n<?xml version="1.0" encoding="iso-8859-1"?>\n${contract({})}` },
      want: "t.wsdl:3:1: warning: the XML declaration has blanks before it; expected it at the very start",
    },
  ],
  [
    "a schema that two files have, once",
    {
      given: {
        "t.wsdl": including('<xs:include schemaLocation="a.xsd"/><xs:include schemaLocation="b.xsd"/>'),
        "a.xsd": schemaOf(complex("")),
        "b.xsd": schemaOf(complex("")),
      },
      want: 'b.xsd:2:1: warning: <complexType name="T"> defines {urn:t}T again, with the same meaning; it is defined in a.xsd:2',
    },
  ],
])("warns of %s", async (_, { given, want }) => {
  expect(await reportOf(given)).toEqual([want]);
});

test.each<[name: string, { given: Parameters<typeof contract>[0]; want: string }]>([
  [
    "bindings of which none is for HTTP",
    {
      given: {
        binding: `${SOAP.replace("soap/http", "soap/smtp")}<operation name="Ask"><input><soap:body use="literal"/></input></operation>`,
      },
      want: 't.wsdl:6:1: warning: <binding name="B"> and others have no port over HTTP, so that there are no operations; expected a port of SOAP over HTTP',
    },
  ],
  [
    "a fault that the port type does not have",
    {
      given: {
        binding: `${SOAP}<operation name="Ask">\n<fault name="F"><soap:fault name="F" use="literal"/></fault></operation>`,
      },
      want: 't.wsdl:7:1: warning: <fault name="F"> is no fault of the operation in the port type, and is ignored; it has none',
    },
  ],
  [
    "two faults of one name",
    {
      given: {
        portType:
          '<operation name="Ask"><input message="t:In"/><fault name="F" message="t:In"/><fault name="F" message="t:In"/></operation>',
      },
      want: 't.wsdl:5:97: warning: <fault name="F"> has the name and the meaning of another fault, and is ignored; expected faults of different names',
    },
  ],
  [
    "an operation that is bound twice",
    {
      given: { binding: `${SOAP}<operation name="Ask"/>\n<operation name="Ask"/>` },
      want: 't.wsdl:7:1: warning: <operation name="Ask"> is bound a second time, with the same meaning; expected each operation of the port type once',
    },
  ],
  [
    "an unknown attribute of the SOAP binding",
    {
      given: { binding: `${SOAP}<operation name="Ask"><input>\n<soap:body part="a"/></input></operation>` },
      want: 't.wsdl:7:1: warning: <body> cannot have the attribute "part", which is ignored; did you mean "parts"?',
    },
  ],
  [
    "a message attribute of a body",
    {
      given: { binding: `${SOAP}<operation name="Ask"><input>\n<soap:body message="t:In"/></input></operation>` },
      want: 't.wsdl:7:1: warning: <body message="t:In"> cannot have the attribute "message", which is ignored; it may have parts, use, encodingStyle, namespace',
    },
  ],
  [
    "a message that is defined again with the same meaning",
    {
      given: { more: '<message name="In"><documentation/><part type="xs:int" name="a"/></message>' },
      want: 't.wsdl:4:1: warning: <message name="In"> defines {urn:t}In again, with the same meaning; it is defined in t.wsdl:3',
    },
  ],
  [
    "a WSDL import without a location",
    {
      given: { more: '<import namespace="urn:a"/>' },
      want: 't.wsdl:4:1: warning: <import namespace="urn:a"> has no attribute "location", and brings nothing; it is required',
    },
  ],
  [
    "a header whose element no schema declares",
    {
      given: {
        more: '<message name="H"><part name="h" element="t:Security"/></message>',
        binding: `${SOAP}<operation name="Ask"><input><soap:body use="literal"/><soap:header message="t:H" part="h" use="literal"/></input></operation>`,
      },
      want: 't.wsdl:4:19: warning: <part name="h"> refers to the element {urn:t}Security, which is not defined; as a header, it is given any content',
    },
  ],
])("warns of %s", async (_, { given, want }) => {
  expect(await reportOf({ "t.wsdl": contract(given) })).toEqual([want]);
});
