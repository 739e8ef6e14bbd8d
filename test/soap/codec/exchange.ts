import { createServer } from "node:http";
import { createSoapClient, type SoapClient, type SoapVersion } from "../../../src/soap/index.js";
import { generateService } from "../../codegen/generated-service.js";
import { listen } from "../../support/listen.js";
import { SOAP } from "../../support/soap-messages.js";

const literal = 'use="literal"';
const named = `${literal} namespace="urn:rpc"`;
const encoded = 'use="encoded" namespace="urn:rpc" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"';

/** An operation of the contract: what its messages hold, in the portType and in the binding. */
interface Declared {
  readonly name: string;
  readonly style?: "rpc" | "document";
  readonly input: string;
  readonly inputName?: string;
  /** Of the binding. */
  readonly request: string;
  readonly output?: string;
  readonly response?: string;
  readonly faults?: string;
}

const session = `<soap:body ${literal}/><soap:header message="t:Session" part="session" ${literal}/>`;

const attached = `<mime:multipartRelated xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/">
  <mime:part><soap:body parts="name" ${literal}/></mime:part>
  <mime:part><mime:content part="id" type="image/png"/></mime:part>
</mime:multipartRelated>`;
const bare = `<soap:body ${literal}/>`;

const operations: readonly Declared[] = [
  {
    name: "Add",
    style: "rpc",
    input: "Numbers",
    request: `<soap:body ${named}/>`,
    output: "Total",
    response: `<soap:body ${named}/>`,
  },
  {
    name: "Sum",
    style: "rpc",
    input: "Table",
    request: `<soap:body ${encoded}/>`,
    output: "People",
    response: `<soap:body ${encoded}/>`,
  },
  { name: "Open", input: "Name", request: session, output: "Id", response: session, faults: "Denied Locked" },
  {
    name: "Pair",
    input: "Pair",
    request: bare,
    output: "Pair",
    response: bare,
  },
  {
    name: "Part",
    input: "Pair",
    request: `<soap:body parts="id" ${literal}/>`,
    output: "Pair",
    response: `<soap:body parts="name" ${literal}/>`,
  },
  { name: "Note", input: "Name", request: bare },
  {
    name: "Find",
    input: "Name",
    inputName: "FindByName",
    request: bare,
    output: "Id",
    response: bare,
  },
  {
    name: "Find",
    input: "Id",
    inputName: "FindById",
    request: bare,
    output: "Name",
    response: bare,
  },
  { name: "Draw", input: "Shape", request: bare, output: "Shape", response: bare },
  { name: "Attach", input: "Pair", request: attached, output: "Pair", response: attached },
];

const each = (write: (operation: Declared) => string): string => operations.map(write).join("");
const faultsOf = ({ faults = "" }: Declared): string[] => faults.split(" ").filter((fault) => fault !== "");

/** All operations, bound to a version of SOAP. */
const binding = (
  name: string,
  version: "soap" | "soap12",
): string => `<binding name="${name}" type="t:Test" xmlns:soap="http://schemas.xmlsoap.org/wsdl/${version}/"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    ${each(
      (operation) => `<operation name="${operation.name}">
      <soap:operation soapAction="urn:${operation.inputName ?? operation.name}" style="${operation.style ?? "document"}"/>
      <input${operation.inputName === undefined ? "" : ` name="${operation.inputName}"`}>${operation.request}</input>
      ${operation.response === undefined ? "" : `<output>${operation.response}</output>`}
      ${faultsOf(operation)
        .map((fault) => `<fault name="${fault}"><soap:fault name="${fault}" ${literal}/></fault>`)
        .join("")}
    </operation>`,
    )}
  </binding>`;

/** A WSDL with an operation of each style, over both versions of SOAP. */
export const contract = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:t="urn:t" targetNamespace="urn:t">
  <types><xs:schema targetNamespace="urn:t">
    <xs:complexType name="Row"><xs:complexContent><xs:restriction base="enc:Array">
      <xs:attribute ref="enc:arrayType" wsdl:arrayType="xs:int[]"/></xs:restriction></xs:complexContent></xs:complexType>
    <xs:complexType name="Grid"><xs:complexContent><xs:restriction base="enc:Array">
      <xs:attribute ref="enc:arrayType" wsdl:arrayType="xs:long[,]"/></xs:restriction></xs:complexContent></xs:complexType>
    <xs:complexType name="Rows"><xs:complexContent><xs:restriction base="enc:Array">
      <xs:attribute ref="enc:arrayType" wsdl:arrayType="t:Row[]"/></xs:restriction></xs:complexContent></xs:complexType>
    <xs:complexType name="Person"><xs:sequence>
      <xs:element name="name" type="xs:string"/><xs:element name="boss" type="t:Person" minOccurs="0" nillable="true"/>
      <xs:element name="friend" type="t:Person" minOccurs="0"/><xs:element name="note" type="xs:anyType" minOccurs="0"/>
    </xs:sequence></xs:complexType>
    <xs:element name="name" type="xs:string"/><xs:element name="id" type="xs:int"/>
    <xs:element name="shape" type="xs:int" abstract="true"/>
    <xs:element name="circle" substitutionGroup="t:shape"/><xs:element name="square" substitutionGroup="t:shape"/>
    <xs:element name="session" type="xs:string"/><xs:element name="denied" type="xs:string"/>
    <xs:element name="locked"><xs:complexType><xs:sequence><xs:element name="until" type="xs:date"/></xs:sequence></xs:complexType></xs:element>
  </xs:schema></types>
  <message name="Numbers"><part name="a" type="xs:int"/><part name="b" type="xs:int"/></message>
  <message name="Total"><part name="total" type="xs:long"/></message>
  <message name="Table"><part name="rows" type="t:Rows"/><part name="grid" type="t:Grid"/><part name="person" type="t:Person"/></message>
  <message name="People"><part name="one" type="t:Person"/><part name="two" type="t:Person"/><part name="grid" type="t:Grid"/></message>
  <message name="Name"><part name="name" element="t:name"/></message><message name="Id"><part name="id" element="t:id"/></message>
  <message name="Shape"><part name="shape" element="t:shape"/></message>
  <message name="Pair"><part name="name" element="t:name"/><part name="id" element="t:id"/></message>
  <message name="Session"><part name="session" element="t:session"/></message>
  <message name="Denied"><part name="detail" element="t:denied"/></message>
  <message name="Locked"><part name="detail" element="t:locked"/></message>
  <portType name="Test">
    ${each(
      (operation) => `<operation name="${operation.name}">
      <input message="t:${operation.input}"${operation.inputName === undefined ? "" : ` name="${operation.inputName}"`}/>
      ${operation.output === undefined ? "" : `<output message="t:${operation.output}"/>`}
      ${faultsOf(operation)
        .map((fault) => `<fault name="${fault}" message="t:${fault}"/>`)
        .join("")}
    </operation>`,
    )}
  </portType>
  ${binding("Test", "soap")}
  ${binding("Test12", "soap12")}
  <service name="Test"><port name="Test" binding="t:Test"/><port name="Test12" binding="t:Test12"/></service>
</definitions>`;

type Stub = (soap: SoapClient, request: unknown, headers?: unknown) => Promise<unknown>;

/** Stubs generated from the contract, and the server that they call. */
export interface Exchange {
  /** What the server received last. */
  readonly asked: { readonly action: string; readonly header: string; readonly body: string };
  /** Sets the next response: default status 200, and no header and body. */
  answer(response: { readonly status?: number; readonly header?: string; readonly body?: string }): void;
  call(stub: string, request: unknown, headers?: unknown, soapVersion?: SoapVersion): Promise<unknown>;
}

/** Call it at the top of a suite: it registers hooks. */
export function useExchange(): Exchange {
  let next = { status: 200, header: "", body: "" };
  const asked = { action: "", header: "", body: "" };
  let stubs: Readonly<Record<string, Stub>>;
  let endpoint: string;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const version = text.includes(SOAP["1.2"].namespace) ? "1.2" : "1.1";
      const contentType = request.headers["content-type"] ?? "";
      Object.assign(asked, {
        action: request.headers["soapaction"] ?? /action=("[^"]*")/.exec(contentType)?.[1],
        header: /<soap:Header>(.*)<\/soap:Header>/s.exec(text)?.[1] ?? "",
        body: /<soap:Body>(.*)<\/soap:Body>/s.exec(text)?.[1],
      });
      const { namespace, contentType: type } = SOAP[version];
      const head = next.header === "" ? "" : `<soap:Header>${next.header}</soap:Header>`;
      const xml = `<soap:Envelope xmlns:soap="${namespace}">${head}<soap:Body>${next.body}</soap:Body></soap:Envelope>`;
      response.writeHead(next.status, { "Content-Type": type }).end(next.status === 202 ? "" : xml);
    });
  });

  beforeAll(async () => {
    stubs = (await generateService(contract)).exports as typeof stubs;
    endpoint = await listen(server);
  });
  afterAll(() => server.close());

  return {
    asked,
    answer: (response) => {
      next = { status: 200, header: "", body: "", ...response };
    },
    call: async (stub, request, headers, soapVersion = "1.1") => {
      await using soap = createSoapClient({ endpoint, soapVersion });
      const args = headers === undefined ? [request] : [request, headers];
      return await stubs[stub]?.(soap, ...(args as [unknown]));
    },
  };
}
