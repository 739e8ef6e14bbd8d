import { WsdlError } from "../../../scripts/read/source/wsdl-error.js";
import { readFiles, schemaOf, wsdlAround } from "../read-outline.js";
import { complex, contract, including, reportOf, SOAP } from "./graded.js";

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
      want: "t.wsdl:4:1: <complexType name=\"T\"> redefines what is not defined; expected the name of a component of the redefined schema; nothing else is left to generate",
    },
  ],
  [
    "a location that is no URL",
    {
      given: { "t.wsdl": including('<xs:include schemaLocation="http://["/>') },
      want: "t.wsdl:3:1: <include schemaLocation=\"http://[\"> has a location that is no URL",
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
      want: "t.wsdl:4:1: <message name=\"In\"> defines {urn:t}In again, and differently; it is defined in t.wsdl:3",
    },
  ],
  [
    "an unknown element of the SOAP binding",
    {
      given: { binding: "<soap:bindin/>" },
      want: "t.wsdl:6:30: <bindin> is no element of http://schemas.xmlsoap.org/wsdl/soap/; did you mean \"binding\"?; nothing else is left to generate",
    },
  ],
  [
    "an extension that is required and not understood",
    {
      given: { more: '<x:y xmlns:x="urn:x" wsdl:required="true"/>' },
      want: "t.wsdl:4:1: <y> of urn:x says wsdl:required=\"true\" and is not understood; take it out of the document if the messages are the same without it",
    },
  ],
])("refuses %s", async (_, { given, want }) => {
  expect(await reportOf({ "t.wsdl": contract(given) })).toEqual([want]);
});
  [
    "an include without a location",
    { given: "<xs:include/>", want: "t.wsdl:3:1: <include> has no attribute \"schemaLocation\"; it is required" },
  ],
