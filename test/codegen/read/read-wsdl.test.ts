import type { Operation, Port, Service } from "../../../scripts/contract/service-model.js";
import { outlineOf, readFiles, schemaOf } from "../read-outline.js";

const NAMESPACES = `xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:http="http://schemas.xmlsoap.org/wsdl/http/"
  xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:t="urn:t" xmlns:x="urn:extension" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"`;

/** A contract with the messages `In` (parts `body`, `header`, `file`), `Out` and `Bad`; one operation, unless others are given. */
interface Given {
  readonly schema?: string;
  readonly messages?: string;
  readonly portType?: string;
  readonly binding?: string;
  readonly service?: string;
}

const SOAP = '<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>';
const ASK = '<operation name="Ask"><input message="t:In"/><output message="t:Out"/></operation>';
const BODY = '<soap:body use="literal"/>';
const BOUND = `<operation name="Ask"><soap:operation soapAction="urn:t#Ask"/><input>${BODY}</input><output>${BODY}</output></operation>`;

function contract(given: Given): string {
  return `<definitions ${NAMESPACES} targetNamespace="urn:t">
    <types>${schemaOf(`<xs:element name="ask" type="xs:string"/><xs:element name="answer" type="xs:string"/>
      <xs:element name="session" type="xs:string"/><xs:element name="trouble" type="xs:string"/>${given.schema ?? ""}`)}</types>
    ${given.messages ?? '<message name="In"><part name="body" element="t:ask"/></message>'}
    <message name="Out"><part name="body" element="t:answer"/></message>
    <message name="Bad"><part name="detail" element="t:trouble"/></message>
    <message name="Session"><part name="session" element="t:session"/></message>
    <portType name="Asking">${given.portType ?? ASK}</portType>
    <binding name="AskingSoap" type="t:Asking">${given.binding ?? SOAP + BOUND}</binding>
    ${given.service ?? '<service name="S"><port name="P" binding="t:AskingSoap"><soap:address location="http://h/s"/></port></service>'}
  </definitions>`;
}

async function readServices(given: Given): Promise<readonly Service[]> {
  return (await readFiles({ "t.wsdl": contract(given) })).services;
}

async function readPort(given: Given): Promise<Port> {
  const [port] = (await readServices(given)).flatMap(({ ports }) => ports);
  if (port === undefined) {
    throw new Error("expected a port");
  }
  return port;
}

const t = (name: string) => ({ namespace: "urn:t", name });

test("reads a service, its port and a document/literal operation", async () => {
  expect(await readServices({})).toEqual([
    {
      name: "S",
      ports: [
        {
          name: "P",
          binding: t("AskingSoap"),
          portType: t("Asking"),
          protocol: "soap11",
          address: "http://h/s",
          operations: [
            {
              name: "Ask",
              style: "document",
              soapAction: "urn:t#Ask",
              input: {
                name: "AskRequest",
                message: t("In"),
                body: [{ name: "body", element: t("ask") }],
                use: "literal",
                headers: [],
              },
              output: {
                name: "AskResponse",
                message: t("Out"),
                body: [{ name: "body", element: t("answer") }],
                use: "literal",
                headers: [],
              },
              faults: [],
              at: { document: "t.wsdl", line: 13, column: 29 },
            },
          ],
        },
      ],
    },
  ]);
});

const ports = (bindings: readonly string[]) =>
  `<service name="S">${bindings
    .map((binding) => `<port name="${binding}Port" binding="t:${binding}"/>`)
    .join("")}</service>`;

test("reads SOAP 1.1 and SOAP 1.2 bindings of several port types, and only the names of operations of HTTP bindings", async () => {
  const http = (name: string, verb: string) =>
    `<binding name="${name}" type="t:ByHttp"><http:binding verb="${verb}"/><operation name="Get"><http:operation location="/Get"/><input><http:urlEncoded/></input><output><mime:mimeXml part="Body"/></output></operation></binding>`;
  const services = await readServices({
    service: `<message name="Raw"><part name="undefined"/></message>
      <portType name="ByHttp"><operation name="Get"><input message="t:Raw"/><output message="t:Nowhere"/></operation></portType>
      <binding name="Soap12" type="t:Asking"><soap12:binding transport="http://schemas.xmlsoap.org/soap/http"/>
        <operation name="Ask"><soap12:operation soapAction="urn:t#Ask" style="document" soapActionRequired="true"/><input><soap12:body use="literal"/></input><output><soap12:body use="literal"/></output></operation></binding>
      ${http("HttpGet", "GET")}${http("HttpPost", "post")}${http("HttpPut", "PUT")}
      <binding name="Tcp" type="t:Asking"><soap12:binding transport="http://schemas.microsoft.com/soap/tcp"/></binding>
      <binding name="Other" type="t:Asking"><x:binding/></binding>
      ${ports(["AskingSoap", "Soap12", "HttpGet", "HttpPost", "HttpPut", "Tcp", "Other"])}`,
  });

  expect(
    services.flatMap((service) => service.ports.map((port) => [port.name, port.protocol, operationNames(port)])),
  ).toEqual([
    ["AskingSoapPort", "soap11", ["Ask"]],
    ["Soap12Port", "soap12", ["Ask"]],
    ["HttpGetPort", "http-get", ["Get"]],
    ["HttpPostPort", "http-post", ["Get"]],
  ]);
});

test("reads the address of a port without what may be secret, because it is printed", async () => {
  const location = "https://jane:secret@h/s?WSDL&amp;key=secret";
  const service = `<service name="S"><port name="P" binding="t:AskingSoap"><soap:address location="${location}"/></port></service>`;
  const [{ ports } = { ports: [] }] = await readServices({ service });
  expect(ports.map(({ address }) => address)).toEqual(["https://h/s?WSDL&..."]);
});

test("reads several services", async () => {
  const services = await readServices({
    service: '<service name="A"><port name="P" binding="t:AskingSoap"/></service><service name="B"/>',
  });

  expect(services.map(({ name, ports }) => [name, ports.length])).toEqual([
    ["A", 1],
    ["B", 0],
  ]);
});

test("makes a service of the bindings where the WSDL has no service", async () => {
  expect(await readServices({ service: "" })).toMatchObject([{ name: "t", ports: [{ name: "AskingSoap" }] }]);
});

test("reads a port type, a binding and messages from other documents", async () => {
  const [definitions, end] = [`<definitions ${NAMESPACES} targetNamespace="urn:t">`, "</definitions>"];
  const { services } = await readFiles({
    "t.wsdl": `${definitions}<import namespace="urn:t" location="b.wsdl"/><service name="S"><port name="P" binding="t:B"/></service>${end}`,
    "b.wsdl": `${definitions}<import namespace="urn:t" location="p.wsdl"/><binding name="B" type="t:Asking">${SOAP}${BOUND}</binding>${end}`,
    "p.wsdl": `${definitions}<import namespace="urn:t" location="m.wsdl"/><portType name="Asking">${ASK}</portType>${end}`,
    "m.wsdl": `${definitions}<message name="In"><part name="in" type="xs:string"/></message><message name="Out"><part name="out" type="xs:string"/></message>${end}`,
  });

  expect(services).toMatchObject([{ ports: [{ operations: [{ name: "Ask", at: { document: "p.wsdl" } }] }] }]);
});

const binding = (operation: string, soapBinding = SOAP) => ({ binding: `${soapBinding}${operation}` });
const THREE_PARTS =
  '<message name="In"><part name="header" element="t:session"/><part name="body" element="t:ask"/><part name="file" type="xs:base64Binary"/></message>';

test.each<[name: string, { given: Given; want: object }]>([
  [
    "the style of the operation before that of the binding",
    {
      given: binding(
        BOUND.replace("soapAction=", 'style="document" soapAction='),
        SOAP.replace("/>", ' style="rpc"/>'),
      ),
      want: { style: "document" },
    },
  ],
  [
    "rpc/literal, with the namespace of the wrapper",
    {
      given: {
        messages: '<message name="In"><part name="a" type="xs:int"/><part name="b" type="t:T"/></message>',
        schema: '<xs:complexType name="T"/>',
        ...binding(BOUND.replace("<soap:body", '<soap:body namespace="urn:w"'), SOAP.replace("/>", ' style="rpc"/>')),
      },
      want: {
        style: "rpc",
        input: {
          namespace: "urn:w",
          use: "literal",
          body: [
            { name: "a", type: { namespace: "http://www.w3.org/2001/XMLSchema", name: "int" } },
            { name: "b", type: t("T") },
          ],
        },
      },
    },
  ],
  [
    "rpc/encoded, with the style of the encoding",
    {
      given: binding(
        BOUND.replaceAll("literal", "encoded").replaceAll(
          "<soap:body",
          '<soap:body encodingStyle="urn:e" namespace=""',
        ),
      ),
      want: {
        input: { use: "encoded", encodingStyle: "urn:e", namespace: "" },
        output: { use: "encoded", encodingStyle: "urn:e" },
      },
    },
  ],
  ["no SOAPAction where the binding has none", { given: binding('<operation name="Ask"/>'), want: { soapAction: "" } }],
  [
    "a body of all parts where the binding has no parts attribute",
    {
      given: { messages: THREE_PARTS },
      want: { input: { body: [{ name: "header" }, { name: "body" }, { name: "file" }] } },
    },
  ],
  [
    "a body of the parts that the binding lists, in its order",
    {
      given: { messages: THREE_PARTS, ...binding(BOUND.replace("<soap:body", '<soap:body parts=" file body"')) },
      want: { input: { body: [{ name: "file" }, { name: "body" }] } },
    },
  ],
  [
    "an empty body where the binding lists no parts",
    { given: binding(BOUND.replace("<soap:body", '<soap:body parts=""')), want: { input: { body: [] } } },
  ],
  [
    "no part in the body that is in a header",
    {
      given: {
        messages: THREE_PARTS,
        ...binding(BOUND.replace(BODY, `<soap:header message="t:In" part="header" use="literal"/>${BODY}`)),
      },
      want: {
        input: {
          headers: [{ part: { name: "header", element: t("session") }, message: t("In"), use: "literal" }],
          body: [{ name: "body" }, { name: "file" }],
        },
      },
    },
  ],
  [
    "headers of other messages, with the headers of their faults",
    {
      given: binding(
        BOUND.replace(
          BODY,
          `<soap:header message="t:Session" part="session" use="encoded"><soap:headerfault message="t:Bad" part="detail" use="literal"/></soap:header>${BODY}`,
        ),
      ),
      want: {
        input: {
          headers: [
            {
              part: { name: "session", element: t("session") },
              message: t("Session"),
              use: "encoded",
              faults: [{ part: { name: "detail", element: t("trouble") }, message: t("Bad"), use: "literal" }],
            },
          ],
          body: [{ name: "body" }],
        },
      },
    },
  ],
  [
    "the SOAP body of a multipart message, without the attachments",
    {
      given: {
        messages: THREE_PARTS,
        ...binding(
          BOUND.replace(
            BODY,
            `<mime:multipartRelated><mime:part><soap:header message="t:In" part="header"/>${BODY}</mime:part><mime:part><mime:content part="file" type="image/png"/></mime:part></mime:multipartRelated>`,
          ),
        ),
      },
      want: {
        input: { body: [{ name: "body" }], headers: [{ part: { name: "header" } }], attachments: ["file"] },
      },
    },
  ],
  [
    "a notification, which sends an empty body",
    {
      given: {
        portType: '<operation name="Ask"><output message="t:Out"/></operation>',
        ...binding(`<operation name="Ask"><output>${BODY}</output></operation>`),
      },
      want: { input: { body: [] }, output: { name: "Ask", body: [{ name: "body" }] } },
    },
  ],
  [
    "the faults that the port type declares",
    {
      given: {
        portType: ASK.replace(
          "</operation>",
          '<fault name="F" message="t:Bad"/><fault name="G" message="t:Bad"/></operation>',
        ),
        ...binding(
          BOUND.replace("</operation>", '<fault name="F"><soap:fault name="F" use="encoded"/></fault></operation>'),
        ),
      },
      want: {
        faults: [
          { name: "F", use: "encoded", part: { name: "detail", element: t("trouble") } },
          { name: "G", use: "literal", part: { name: "detail", element: t("trouble") } },
        ],
      },
    },
  ],
  [
    "documentation of the operation, its messages and faults",
    {
      given: {
        messages:
          '<message name="In"><documentation>of the message</documentation><part name="body" element="t:ask"/></message>',
        portType: `<operation name="Ask"><documentation> Asks
          it. </documentation><input message="t:In"/><output message="t:Out"><documentation>of the output</documentation></output>
          <fault name="F" message="t:Bad"><documentation>of the fault</documentation></fault></operation>`,
      },
      want: {
        documentation: "Asks it.",
        input: { documentation: "of the message" },
        output: { documentation: "of the output" },
        faults: [{ documentation: "of the fault" }],
      },
    },
  ],
])("reads %s", async (_, { given, want }) => {
  const { operations } = await readPort(given);

  expect(operations).toMatchObject([want]);
});

test("reads a one-way operation, whose input has the operation's name", async () => {
  const { operations } = await readPort({
    portType: '<operation name="Ask"><input message="t:In"/></operation>',
    ...binding(`<operation name="Ask"><input>${BODY}</input></operation>`),
  });

  expect(operations).toMatchObject([{ input: { name: "Ask", body: [{ name: "body" }] } }]);
  expect(operations[0]).not.toHaveProperty("output");
});

test("distinguishes overloads by the names of their inputs, or by the default names", async () => {
  const named = (name: string) => `<operation name="Ask"><input name="${name}"/></operation>`;
  const { operations } = await readPort({
    portType: `<operation name="Ask"><input message="t:In"/><output message="t:Out"/></operation>
      <operation name="Ask"><input name="AskMore" message="t:Session"/><output message="t:Out"/></operation>`,
    ...binding(`${named("AskMore")}<operation name="Ask"><input/><output/></operation>`),
  });

  expect(operations.map(({ input }) => [input.name, input.message])).toEqual([
    ["AskMore", t("Session")],
    ["AskRequest", t("In")],
  ]);
});

test("finds an operation without overloads by its name, whatever the name of its input", async () => {
  const { operations } = await readPort(binding(BOUND.replace("<input>", '<input name="Different">')));

  expect(operations).toMatchObject([{ name: "Ask", input: { name: "AskRequest" } }]);
});

test("reads documentation of the contract, the service and operations of the binding", async () => {
  const text = contract({
    ...binding(BOUND.replace('"Ask">', '"Ask"><documentation>bound</documentation>')),
    service:
      '<documentation>whole</documentation><service name="S"><documentation>service</documentation><port name="P" binding="t:AskingSoap"/></service>',
  });

  expect(await readFiles({ "t.wsdl": text })).toMatchObject({
    documentation: "whole",
    services: [{ documentation: "service", ports: [{ operations: [{ documentation: "bound" }] }] }],
  });
});

test("reads a header of an unknown element as xs:anyType, because headers come from other specifications", async () => {
  const { services, elements } = await readFiles({
    "t.wsdl": contract({
      messages:
        '<message name="In"><part name="body" element="t:ask"/><part name="security" element="x:Security"/></message>',
      ...binding(BOUND.replace(BODY, `<soap:header message="t:In" part="security" use="literal"/>${BODY}`)),
    }),
  });

  const name = { namespace: "urn:extension", name: "Security" };
  expect(services).toMatchObject([
    { ports: [{ operations: [{ input: { headers: [{ part: { element: name } }] } }] }] },
  ]);
  expect(elements).toContainEqual(
    expect.objectContaining({
      name,
      type: { name: { namespace: "http://www.w3.org/2001/XMLSchema", name: "anyType" } },
    }),
  );
});

test("ignores extensions of the contract, and required WS-Policy and WS-Addressing", async () => {
  const extended = contract({
    binding: `<x:policy><anything/></x:policy>${SOAP}${BOUND}`,
    service:
      '<wsp:UsingPolicy xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy" wsdl:required="true"/><service name="S"><port name="P" binding="t:AskingSoap" x:more="1"><wsaw:UsingAddressing xmlns:wsaw="http://www.w3.org/2006/05/addressing/wsdl" wsdl:required="true"/></port></service>',
  });

  expect((await readFiles({ "t.wsdl": extended })).services).toHaveLength(1);
});

const ENC = 'xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/"';

test("adds the types of the encoding that parts and elements refer to, and no others", async () => {
  const { types } = await readFiles({
    "t.wsdl": contract({
      messages: `<message name="In"><part name="body" type="enc:string" ${ENC}/></message>`,
      schema: `<xs:element name="e" type="enc:Array" ${ENC}/>`,
    }),
  });

  expect(types.map((type) => [type.name.name, outlineOf(type)])).toEqual([
    ["string", "xs:string"],
    ["Array", "(any(##any lax) 0..*)"],
  ]);
});

function operationNames(port: Port): string[] {
  return port.operations.map((operation: Operation) => operation.name);
}
