import { emitService } from "../../../scripts/emit/service.js";
import { readFiles, schemaOf } from "../read-outline.js";
import { contract, diagnosticLines, operationsOf, reportOf, SOAP } from "./graded.js";

test.each<[name: string, { given: Parameters<typeof contract>[0]; want: string }]>([
  [
    "a bound operation that the port type does not have",
    {
      given: { binding: `${SOAP}<operation name="Nope"/>` },
      want: 't.wsdl:5:1: left out: operation Nope of port type A: <portType name="A"> has no operation named "Nope", which {urn:t}B binds at t.wsdl:6; it has Ask, Rest',
    },
  ],
  [
    "a port of a binding that is not defined",
    {
      given: { service: '<port name="P" binding="t:Nope"/>' },
      want: 't.wsdl:7:19: left out: port P of service S: <port name="P"> refers to the binding {urn:t}Nope, which is not defined; there is {urn:t}B',
    },
  ],
  [
    "a message that is not defined",
    {
      given: { messages: "" },
      want: 't.wsdl:5:42: left out: operation Ask of port type A: <input message="t:In"> refers to the message {urn:t}In, which is not defined; there is {urn:t}Nothing',
    },
  ],
  [
    "a part of an element that is not defined",
    {
      given: { messages: '<message name="In"><part name="a" element="t:nope"/></message>' },
      want: 't.wsdl:3:20: left out: operation Ask of port type A: <part name="a"> refers to the element {urn:t}nope, which is not defined; no schema defines any element in the namespace urn:t',
    },
  ],
  [
    "a part without element and type",
    {
      given: { messages: '<message name="In"><part name="a"/></message>' },
      want: 't.wsdl:3:20: left out: operation Ask of port type A: <part name="a"> has neither element nor type, or both; expected one of them',
    },
  ],
  [
    "two parts of one name",
    {
      given: { messages: '<message name="In"><part name="a" type="xs:int"/><part name="a" type="xs:int"/></message>' },
      want: 't.wsdl:3:50: left out: operation Ask of port type A: <part name="a"> has the name of another part; expected parts of different names',
    },
  ],
  [
    "a body of a part that the message does not have",
    {
      given: { binding: `${SOAP}<operation name="Ask"><input><soap:body parts="a b"/></input></operation>` },
      want: 't.wsdl:6:123: left out: operation Ask of port type A: <body> names the part "b" of the message {urn:t}In; it has a',
    },
  ],
  [
    "a header of a part that the message does not have",
    {
      given: {
        binding: `${SOAP}<operation name="Ask"><input>\n<soap:header message="t:In" part="b" use="literal"/></input></operation>`,
      },
      want: 't.wsdl:7:1: left out: header b of operation Ask of port type A: <header message="t:In"> names the part "b" of the message {urn:t}In; it has a',
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
      want: 't.wsdl:7:1: left out: operation Ask of port type A: <body> has use="Literal"; expected literal or encoded',
    },
  ],
  [
    "a fault of two parts",
    {
      given: {
        more: '<message name="F"><part name="a" type="xs:int"/><part name="b" type="xs:int"/></message>',
        portType: '<operation name="Ask"><input message="t:In"/>\n<fault name="F" message="t:F"/></operation>',
      },
      want: 't.wsdl:6:1: left out: fault F of operation Ask of port type A: <fault name="F"> has a message of 2 parts; the message of a fault has one part',
    },
  ],
  [
    "a fault of a message that is not defined",
    {
      given: {
        portType: '<operation name="Ask"><input message="t:In"/>\n<fault name="F" message="t:None"/></operation>',
      },
      want: 't.wsdl:6:1: left out: fault F of operation Ask of port type A: <fault name="F"> refers to the message {urn:t}None, which is not defined; there is {urn:t}In, {urn:t}Nothing',
    },
  ],
  [
    "a header of a message that is not defined",
    {
      given: {
        binding: `${SOAP}<operation name="Ask"><input>\n<soap:header message="t:None" part="a" use="literal"/></input></operation>`,
      },
      want: 't.wsdl:7:1: left out: header a of operation Ask of port type A: <header message="t:None"> refers to the message {urn:t}None, which is not defined; there is {urn:t}In, {urn:t}Nothing',
    },
  ],
  [
    "a port of a binding of a port type that is not defined",
    {
      given: {
        more: `<binding name="C" type="t:None">${SOAP}</binding>`,
        service: '<port name="P" binding="t:B"/><port name="Q" binding="t:C"/>',
      },
      want: 't.wsdl:4:1: left out: port Q of service S: <binding name="C"> refers to the portType {urn:t}None, which is not defined; there is {urn:t}A',
    },
  ],
  [
    "an operation with two inputs",
    {
      given: { portType: '<operation name="Ask"><input message="t:In"/><input message="t:In"/></operation>' },
      want: 't.wsdl:5:20: left out: operation Ask of port type A: <operation name="Ask"> has more than one input; expected at most one',
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
      want: 't.wsdl:7:1: left out: operation Ask of port type A: <operation name="Ask"> does not say which overload it binds; expected <input name="…"> with one of One, Two',
    },
  ],
  [
    "an unknown element of WSDL",
    {
      given: { more: "<massage/>" },
      want: 't.wsdl:4:1: left out: <massage> cannot stand in <definitions>; did you mean "message"?',
    },
  ],
  [
    "an operation that is bound twice, and differently",
    {
      given: {
        binding: `${SOAP}<operation name="Ask"/>\n<operation name="Ask"><input><soap:body use="encoded"/></input></operation>`,
      },
      want: 't.wsdl:7:1: left out: operation Ask of port type A: <operation name="Ask"> is bound a second time, and differently; expected each operation of the port type once',
    },
  ],
  [
    "two faults of one name, and of different messages",
    {
      given: {
        more: '<message name="F"><part name="a" type="xs:string"/></message>',
        portType:
          '<operation name="Ask"><input message="t:In"/><fault name="F" message="t:In"/>\n<fault name="F" message="t:F"/></operation>',
      },
      want: 't.wsdl:6:1: left out: fault F of operation Ask of port type A: <fault name="F"> has the name of another fault; expected faults of different names',
    },
  ],
  [
    "an extension of an operation that is required and not understood",
    {
      given: { binding: `${SOAP}<operation name="Ask">\n<x:y xmlns:x="urn:x" wsdl:required="true"/></operation>` },
      want: 't.wsdl:7:1: left out: operation Ask of port type A: <y> of urn:x says wsdl:required="true" and is not understood; take it out of the document if the messages are the same without it',
    },
  ],
  [
    "an operation whose message has a broken type, by way of another type and an element",
    {
      given: {
        types:
          schemaOf(`<xs:element name="ask"><xs:complexType><xs:sequence><xs:element ref="t:who"/></xs:sequence></xs:complexType></xs:element>
<xs:element name="who" type="t:Person"/>
<xs:complexType name="Person"><xs:sequence><xs:element name="name" type="t:Nope"/></xs:sequence></xs:complexType>`),
        messages: '<message name="In"><part name="a" element="t:ask"/></message>',
      },
      want: 't.wsdl:5:44: left out: operation Ask of port type A: <element name="name"> refers to the type {urn:t}Nope, which is not defined; the namespace urn:t has Person',
    },
  ],
])("leaves out %s", async (_, { given, want }) => {
  const model = await readFiles({ "t.wsdl": contract(given) });

  expect(diagnosticLines(model)).toEqual([want]);
  expect(operationsOf(model)).toContain("Rest");
});

const BROKEN = schemaOf('<xs:complexType name="T"><xs:attribute name="a" type="t:Nope"/></xs:complexType>');

test("leaves out faults and headers, and keeps the operation, which names them", async () => {
  const model = await readFiles({
    "t.wsdl": contract({
      types: BROKEN,
      more: '<message name="M"><part name="session" type="t:T"/></message>',
      portType: '<operation name="Ask"><input message="t:In"/><fault name="F" message="t:M"/></operation>',
      binding: `${SOAP}<operation name="Ask"><input><soap:body use="literal"/><soap:header message="t:M" part="session" use="literal"/></input></operation>`,
    }),
  });
  const reason = '<attribute name="a"> refers to the type {urn:t}Nope, which is not defined; the namespace urn:t has T';
  const texts = emitService(model);

  expect(diagnosticLines(model)).toEqual([
    `t.wsdl:3:26: left out: header session of operation Ask of port type A: ${reason}`,
    `t.wsdl:3:26: left out: fault F of operation Ask of port type A: ${reason}`,
  ]);
  expect(texts.get("ask.ts")?.replace(/\s*\n \*\s*/g, " ")).toContain(
    `The header \`session\` of the contract is left out: ${reason}. The fault \`F\` of the contract is left out: ${reason}.`,
  );
  expect(texts.get("index.ts")).toContain(
    `// Left out, because the contract is broken there:\n// t.wsdl:3:26: left out: header session of operation Ask of port type A: ${reason}\n`,
  );
});

test("names an operation once that several bindings leave out for one reason", async () => {
  const wsdl = contract({ messages: '<message name="In"><part name="a" type="t:Nope"/></message>' });
  const [binding = ""] = /<binding[\s\S]*?<\/binding>/.exec(wsdl) ?? [];
  const twice = wsdl
    .replace(binding, binding + binding.replace('"B"', '"C"'))
    .replace('<port name="P" binding="t:B"/>', '<port name="P" binding="t:B"/><port name="Q" binding="t:C"/>');

  expect(await reportOf({ "t.wsdl": twice })).toHaveLength(1);
});

test("a selected operation that is left out is refused with the reason", async () => {
  const model = await readFiles({
    "t.wsdl": contract({ messages: '<message name="In"><part name="a" type="t:Nope"/></message>' }),
  });

  expect(() => emitService(model, { operations: ["Ask"] })).toThrow(
    "the operation Ask is left out: t.wsdl:3:20: left out: operation Ask of port type A: <part",
  );
});

test("reads the bindings where the only ports refer to bindings that are not defined", async () => {
  const model = await readFiles({ "t.wsdl": contract({ service: '<port name="P" binding="t:Nope"/>' }) });

  expect(model.services).toMatchObject([{ name: "S", ports: [{ name: "B", operations: [{}, {}] }] }]);
});

test("a header that is left out is not sent in the body", async () => {
  const model = await readFiles({
    "t.wsdl": contract({
      messages: '<message name="In"><part name="a" type="xs:int"/><part name="b" type="xs:int"/></message>',
      binding: `${SOAP}<operation name="Ask"><input><soap:body use="literal"/><soap:header message="t:In" part="b" use="Literal"/></input></operation>`,
    }),
  });

  expect(model.services[0]?.ports[0]?.operations[0]?.input).toMatchObject({ body: [{ name: "a" }], headers: [] });
});
