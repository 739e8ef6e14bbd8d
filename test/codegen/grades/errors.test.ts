import fc from "fast-check";
import { WsdlError } from "../../../scripts/read/source/wsdl-error.js";
import { readFiles, schemaOf } from "../read-outline.js";
import { complex, contract, including, reportOf, restriction } from "./graded.js";

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
    "a redefinition of what is not there",
    {
      given: {
        "t.wsdl": including(`<xs:redefine schemaLocation="a.xsd">\n${complex("")}</xs:redefine>`),
        "a.xsd": schemaOf(""),
      },
      want: 't.wsdl:4:1: <complexType name="T"> redefines what is not defined; expected the name of a component of the redefined schema; nothing else is left to generate',
    },
  ],
  [
    "a location that is no URL",
    {
      given: { "t.wsdl": including('<xs:include schemaLocation="http://["/>') },
      want: 't.wsdl:3:1: <include schemaLocation="http://..."> has a location that is no URL',
    },
  ],
  [
    "an import that cannot be read, and that something refers to",
    {
      given: {
        "t.wsdl": contract({
          types: schemaOf('<xs:import namespace="urn:a" schemaLocation="a.xsd"/>'),
          messages: '<message name="In"><part name="a" type="a:T" xmlns:a="urn:a"/></message>',
        }),
      },
      want: 't.wsdl:3:1: <import schemaLocation="a.xsd"> of the namespace urn:a cannot be read: there is no such file',
    },
  ],
  [
    "an included schema that is not XML, and that something refers to",
    {
      given: {
        "t.wsdl": contract({
          types: schemaOf('<xs:include schemaLocation="a.xsd"/>'),
          messages: '<message name="In"><part name="a" type="t:T"/></message>',
        }),
        "a.xsd": "<a>",
      },
      want: "a.xsd:1:4: not readable as XML: the document ends within an element",
    },
  ],
  [
    "a WSDL that cannot be read, and that a port needs",
    {
      given: {
        "t.wsdl": contract({
          more: '<import namespace="urn:t" location="a.wsdl"/>',
          service: '<port name="P" binding="t:C"/>',
        }),
      },
      want: 't.wsdl:4:1: <import location="a.wsdl"> of the namespace urn:t cannot be read: there is no such file',
    },
  ],
  [
    "a type in use that is defined differently again",
    {
      given: {
        "t.wsdl": contract({
          types: schemaOf(`${complex('<xs:sequence><xs:element name="a" type="t:S"/></xs:sequence>')}
            <xs:simpleType name="S"><xs:list itemType="xs:int"/></xs:simpleType>
            <xs:simpleType name="S"><xs:list itemType="xs:string"/></xs:simpleType>`),
          messages: '<message name="In"><part name="a" type="t:T"/></message>',
        }),
      },
      want: 't.wsdl:5:13: <simpleType name="S"> defines {urn:t}S again, and differently; it is defined in t.wsdl:4',
    },
  ],
])("refuses %s", async (_, { given, want }) => {
  expect(await reportOf(given)).toEqual([want]);
});

test.each<[name: string, { given: Parameters<typeof contract>[0]; want: string }]>([
  [
    "a message that is defined twice",
    {
      given: { more: '<message name="In"/>' },
      want: 't.wsdl:4:1: <message name="In"> defines {urn:t}In again, and differently; it is defined in t.wsdl:3',
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
  expect(await reportOf({ "t.wsdl": contract(given) })).toEqual([want]);
});

test("is an error where HTTP operations alone are left of a contract with SOAP", async () => {
  const http = "http://schemas.xmlsoap.org/wsdl/http/";
  const wsdl = contract({
    more: `<binding name="H" type="t:A"><h:binding xmlns:h="${http}" verb="GET"/><operation name="Ask"/></binding>`,
    service: '<port name="P" binding="t:B"/><port name="Q" binding="t:H"/>',
  });

  expect(await reportOf({ "t.wsdl": wsdl.replaceAll(/message="t:(?:In|Nothing)"/g, 'message="t:None"') })).toEqual([
    expect.stringMatching(/ refers to the message \{urn:t\}None, .*; nothing else is left to generate$/),
  ]);
});

test("is an error where nothing of a contract is left", async () => {
  const wsdl = contract({ binding: "<soap:bindin/>" });

  expect(await reportOf({ "t.wsdl": wsdl })).toEqual([
    't.wsdl:6:30: <bindin> is no element of http://schemas.xmlsoap.org/wsdl/soap/; did you mean "binding"?; nothing else is left to generate',
  ]);
});

test("an error has document, line, column, found and expected as properties", async () => {
  const refusal: unknown = await readFiles({ "t.wsdl": including('\n <xs:include schemaLocation="http://["/>') }).catch(
    (error) => error,
  );

  expect(refusal).toBeInstanceOf(WsdlError);
  expect(refusal).toMatchObject({
    name: "WsdlError",
    document: "t.wsdl",
    line: 4,
    column: 2,
    found: '<include schemaLocation="http://..."> has a location that is no URL',
    expected: undefined,
  });
});

test("reads or refuses a contract with any change of an attribute, and never fails in another way", async () => {
  const text = contract({
    types:
      schemaOf(`${complex('<xs:sequence minOccurs="0"><xs:element ref="t:e" maxOccurs="2"/></xs:sequence><xs:attributeGroup ref="t:g"/>')}
      <xs:element name="e" type="t:T" substitutionGroup="t:h"/><xs:element name="h" type="xs:anyType"/>
      <xs:attributeGroup name="g"><xs:attribute name="a" type="t:S" use="required"/></xs:attributeGroup>
      ${restriction("xs:int", '<xs:minInclusive value="1"/>')}
      <xs:complexType name="U"><xs:complexContent><xs:extension base="t:T"><xs:anyAttribute namespace="##other"/></xs:extension></xs:complexContent></xs:complexType>`),
    messages: '<message name="In"><part name="a" type="t:U"/></message>',
  });
  const attributes = [...text.matchAll(/(?<= [\w:]+=")[^"]*/g)].map(({ 0: value, index }) => ({ value, index }));
  const anyAttribute = fc.constantFrom(...attributes);
  const anyValue = fc.oneof(
    anyAttribute.map(({ value }) => value),
    fc.string({ unit: fc.constantFrom(..."at:0#[] ") }),
  );

  expect(await reportOf({ "t.wsdl": text })).toEqual([]);
  await fc.assert(
    fc.asyncProperty(anyAttribute, anyValue, async ({ value, index }, changed) => {
      const mutant = text.slice(0, index) + changed + text.slice(index + value.length);

      for (const line of await reportOf({ "t.wsdl": mutant })) {
        expect(line).toMatch(/^t\.wsdl:\d+:\d+: /);
      }
    }),
    { numRuns: 1000 },
  );
});
