import { contract, reportOf, SOAP } from "./graded.js";

test.each<[name: string, { given: Parameters<typeof contract>[0]; want: string }]>([
  [
    "a bound operation that the port type has not",
    {
      given: { binding: `${SOAP}<operation name="Nope"/>` },
      want: "t.wsdl:5:1: left out: operation Nope of port type A: <portType name=\"A\"> has no operation named \"Nope\", which {urn:t}B binds at t.wsdl:6; it has Ask, Rest",
    },
  ],
  [
    "a port of a binding that is not defined",
    {
      given: { service: '<port name="P" binding="t:Nope"/>' },
      want: "t.wsdl:7:19: left out: port P of service S: <port name=\"P\"> refers to the binding {urn:t}Nope, which is not defined; there is {urn:t}B",
    },
  ],
  [
    "a message that is not defined",
    {
      given: { messages: "" },
      want: "t.wsdl:5:42: left out: operation Ask of port type A: <input message=\"t:In\"> refers to the message {urn:t}In, which is not defined; there is {urn:t}Good",
    },
  ],
  [
    "a part of an element that is not defined",
    {
      given: { messages: '<message name="In"><part name="a" element="t:nope"/></message>' },
      want: "t.wsdl:3:20: left out: operation Ask of port type A: <part name=\"a\"> refers to the element {urn:t}nope, which is not defined; no schema defines any element in the namespace urn:t",
    },
  ],
  [
    "a part of nothing",
    {
      given: { messages: '<message name="In"><part name="a"/></message>' },
      want: "t.wsdl:3:20: left out: operation Ask of port type A: <part name=\"a\"> has neither element nor type, or both; expected one of them",
    },
  ],
  [
    "two parts of one name",
    {
      given: { messages: '<message name="In"><part name="a" type="xs:int"/><part name="a" type="xs:int"/></message>' },
      want: "t.wsdl:3:50: left out: operation Ask of port type A: <part name=\"a\"> has the name of another part; expected parts of different names",
    },
  ],
  [
    "a body of a part that the message has not",
    {
      given: { binding: `${SOAP}<operation name="Ask"><input><soap:body parts="a b"/></input></operation>` },
      want: "t.wsdl:6:123: left out: operation Ask of port type A: <body> names the part \"b\" of the message {urn:t}In; it has a",
    },
  ],
  [
    "a header of a part that the message has not",
    {
      given: {
        binding: `${SOAP}<operation name="Ask"><input>\n<soap:header message="t:In" part="b" use="literal"/></input></operation>`,
      },
      want: "t.wsdl:7:1: left out: header b of operation Ask of port type A: <header message=\"t:In\"> names the part \"b\" of the message {urn:t}In; it has a",
    },
  ],
  [
    "two bodies",
    {
      given: { binding: `${SOAP}<operation name="Ask"><input>\n<soap:body/><soap:body/></input></operation>` },
      want: "t.wsdl:7:13: left out: operation Ask of port type A: <body> is a second one; expected one soap:body",
    },
  ],
  [
    "an unknown use",
    {
      given: { binding: `${SOAP}<operation name="Ask"><input>\n<soap:body use="Literal"/></input></operation>` },
      want: "t.wsdl:7:1: left out: operation Ask of port type A: <body> has use=\"Literal\"; expected literal or encoded",
    },
  ],
  [
    "a fault of two parts",
    {
      given: {
        more: '<message name="F"><part name="a" type="xs:int"/><part name="b" type="xs:int"/></message>',
        portType: '<operation name="Ask"><input message="t:In"/>\n<fault name="F" message="t:F"/></operation>',
      },
      want: "t.wsdl:6:1: left out: fault F of operation Ask of port type A: <fault name=\"F\"> has a message of 2 parts; the message of a fault has one part",
    },
  ],
  [
    "an operation with two inputs",
    {
      given: { portType: '<operation name="Ask"><input message="t:In"/><input message="t:In"/></operation>' },
      want: "t.wsdl:5:20: left out: operation Ask of port type A: <operation name=\"Ask\"> has more than one input; expected at most one",
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
      want: "t.wsdl:7:1: left out: operation Ask of port type A: <operation name=\"Ask\"> does not say which overload it binds; expected <input name=\"…\"> with one of One, Two",
    },
  ],
  [
    "an unknown element of WSDL",
    {
      given: { more: "<massage/>" },
      want: "t.wsdl:4:1: left out: <massage> cannot stand in <definitions>; did you mean \"message\"?",
    },
  ],
])("leaves out %s", async (_, { given, want }) => {
  expect(await reportOf({ "t.wsdl": contract(given) })).toEqual([want]);
});
