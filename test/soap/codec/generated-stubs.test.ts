import { createServer } from "node:http";
import {
  createSoapClient,
  type SoapClient,
  SoapFaultError,
  type SoapVersion,
  UnexpectedResponseError,
} from "../../../src/soap/index.js";
import { generated, generateService } from "../../codegen/generated-service.js";
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

const contract = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
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
  <binding name="Test" type="t:Test"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
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
  </binding>
  <service name="Test"><port name="Test" binding="t:Test"><soap:address location="http://localhost/"/></port></service>
</definitions>`;

type Stub = (soap: SoapClient, request: unknown, headers?: unknown) => Promise<unknown>;

/** What the server answers, and what it was asked. */
const answer = { status: 200, header: "", body: "" };
const asked = { action: "", header: "", body: "" };

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
    const head = answer.header === "" ? "" : `<soap:Header>${answer.header}</soap:Header>`;
    const xml = `<soap:Envelope xmlns:soap="${namespace}">${head}<soap:Body>${answer.body}</soap:Body></soap:Envelope>`;
    response.writeHead(answer.status, { "Content-Type": type }).end(answer.status === 202 ? "" : xml);
  });
});

let stubs: Readonly<Record<string, Stub>>;
let endpoint: string;

beforeAll(async () => {
  stubs = (await generateService(contract)).exports as typeof stubs;
  endpoint = await listen(server);
});
afterAll(() => server.close());

async function call(
  stub: string,
  request: unknown,
  headers?: unknown,
  soapVersion: SoapVersion = "1.1",
): Promise<unknown> {
  await using soap = createSoapClient({ endpoint, soapVersion });
  const args = headers === undefined ? [request] : [request, headers];
  return await stubs[stub]?.(soap, ...(args as [unknown]));
}

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const ENC = 'xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"';

/** A call of a stub, what stands in its request, what is answered, and what comes of that. */
interface Exchange {
  readonly stub: string;
  readonly request: unknown;
  readonly headers?: unknown;
  readonly asked: Partial<typeof asked>;
  readonly answer: Partial<typeof answer>;
  readonly result: unknown;
}

test.each<readonly [string, Exchange]>([
  [
    "rpc/literal: parts in an element of the operation's name",
    {
      stub: "add",
      request: { a: 1, b: 2 },
      asked: { action: '"urn:Add"', body: '<ns1:Add xmlns:ns1="urn:rpc"><a>1</a><b>2</b></ns1:Add>' },
      answer: { body: '<r:AddResponse xmlns:r="urn:rpc"><total>9007199254740993</total></r:AddResponse>' },
      result: { total: 9007199254740993n },
    },
  ],
  [
    "a message of several parts without an element around them",
    {
      stub: "pair",
      request: { name: "x", id: 1 },
      asked: { body: '<name xmlns="urn:t">x</name><id xmlns="urn:t">1</id>' },
      answer: { body: '<name xmlns="urn:t">y</name><id xmlns="urn:t">2</id>' },
      result: { name: "y", id: 2 },
    },
  ],
  [
    "the one of several parts that the binding names",
    {
      stub: "part",
      request: 1,
      asked: { body: '<id xmlns="urn:t">1</id>' },
      answer: { body: '<name xmlns="urn:t">y</name>' },
      result: "y",
    },
  ],
  [
    "header parts of request and response",
    {
      stub: "open",
      request: "x",
      headers: { session: "s1" },
      asked: { header: '<session xmlns="urn:t">s1</session>', body: '<name xmlns="urn:t">x</name>' },
      answer: { header: '<session xmlns="urn:t">s2</session><other xmlns="urn:o"/>', body: '<id xmlns="urn:t">1</id>' },
      result: { body: 1, headers: { session: "s2" } },
    },
  ],
  [
    "header parts that are left out",
    {
      stub: "open",
      request: "x",
      headers: {},
      asked: { header: "", body: '<name xmlns="urn:t">x</name>' },
      answer: { body: '<id xmlns="urn:t">1</id>' },
      result: { body: 1, headers: {} },
    },
  ],
  [
    "a one-way operation, acknowledged",
    {
      stub: "note",
      request: "x",
      asked: { action: '"urn:Note"', body: '<name xmlns="urn:t">x</name>' },
      answer: { status: 202 },
      result: undefined,
    },
  ],
  [
    "an overloaded operation",
    {
      stub: "find",
      request: "x",
      asked: { action: '"urn:FindByName"', body: '<name xmlns="urn:t">x</name>' },
      answer: { body: '<id xmlns="urn:t">1</id>' },
      result: 1,
    },
  ],
  [
    "an abstract element, in whose place another one stands",
    {
      stub: "draw",
      request: { circle: 1 },
      asked: { body: '<circle xmlns="urn:t">1</circle>' },
      answer: { body: '<square xmlns="urn:t">2</square>' },
      result: { square: 2 },
    },
  ],
  [
    "the envelope of a message with attachments",
    {
      stub: "attach",
      request: "x",
      asked: { body: '<name xmlns="urn:t">x</name>' },
      answer: { body: '<name xmlns="urn:t">y</name>' },
      result: "y",
    },
  ],
  [
    "the other one of its name",
    {
      stub: "find2",
      request: 1,
      asked: { action: '"urn:FindById"', body: '<id xmlns="urn:t">1</id>' },
      answer: { body: '<name xmlns="urn:t">x</name>' },
      result: "x",
    },
  ],
])("%s", async (_what, { stub, request, headers, asked: wanted, answer: answered, result }) => {
  Object.assign(answer, { status: 200, header: "", body: "" }, answered);
  await expect(call(stub, request, headers)).resolves.toEqual(result);
  expect(asked).toMatchObject(wanted);
});

test.each([
  ["Denied", '<denied xmlns="urn:t">no</denied>', "no"],
  ["Locked", '<x:locked xmlns:x="urn:t"><until>2030-01-01</until></x:locked>', { until: "2030-01-01" }],
])("a declared fault %s has its detail typed", async (name, detail, value) => {
  const fault = `<soap:Fault><faultcode>soap:Server</faultcode><faultstring>no</faultstring><detail>${detail}</detail></soap:Fault>`;
  Object.assign(answer, { status: 500, header: "", body: fault });
  const failure: unknown = await call("open", "x", {}).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SoapFaultError);
  expect(failure).toMatchObject({ detail: { name, value } });
});

test("a stub says which attachments it leaves out", async () => {
  const stub = (await generated(contract)).get("attach.ts");
  expect(stub).toContain("The request is sent without its attachments `id`.");
  expect(stub).toContain("A response that brings its attachments `id` is refused.");
});

describe("rpc/encoded", () => {
  const request = {
    rows: [[1, 2], [3]],
    grid: [
      [1n, 2n, 3n],
      [4n, 5n, 6n],
    ],
    person: { name: "A", boss: null, friend: { name: "B" } },
  };
  const answered = (people: string, more = ""): string =>
    `<r:SumResponse xmlns:r="urn:rpc" ${ENC}>${people}</r:SumResponse>${more}`;
  const grid = (inner = "", type = "soapenc:arrayType") =>
    `<grid ${type}="x:long[2,1]">${inner || "<i>1</i><i>2</i>"}</grid>`;
  const PEOPLE = "<one><name>A</name></one><two><name>B</name></two>";
  const people = { one: { name: "A" }, two: { name: "B" }, grid: [[1n], [2n]] };

  test.each([
    [
      "1.1",
      `<ns1:Sum xmlns:ns1="urn:rpc" ${ENC} ${XSI} xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:ns5="urn:t" xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">`,
      '<rows xsi:type="soapenc:Array" soapenc:arrayType="soapenc:Array[2]">',
      '<item xsi:type="soapenc:Array" soapenc:arrayType="xsd:int[2]">',
      '<grid xsi:type="soapenc:Array" soapenc:arrayType="xsd:long[2,3]">',
    ],
    [
      "1.2",
      'soap:encodingStyle="http://www.w3.org/2003/05/soap-encoding">',
      '<rows soapenc:itemType="xsd:anyType" soapenc:arraySize="2">',
      '<item soapenc:itemType="xsd:int" soapenc:arraySize="2">',
      '<grid soapenc:itemType="xsd:long" soapenc:arraySize="2 3">',
    ],
  ] as const)("says types, array types and the encoding of SOAP %s", async (version, start, ...tags) => {
    Object.assign(answer, { status: 200, header: "", body: answered(PEOPLE + grid()) });
    await expect(call("sum", request, undefined, version)).resolves.toEqual(people);
    expect(asked.body).toContain(tags[0]);
    for (const text of [start, ...tags, '<item xsi:type="xsd:int">3</item>', "<boss xsi:nil="]) {
      expect(asked.body).toContain(text);
    }
  });

  test.each<readonly [string, string, object]>([
    [
      "what href points to",
      answered(`<one href="#1"/><two href="#2"/>${grid()}`, '<m id="1"><name>A</name></m><m id="2"><name>B</name></m>'),
      people,
    ],
    [
      "what is pointed to twice, and by what is pointed to, as one value",
      answered(
        `<one href="#1"/><two><name>B</name><boss href="#1"/></two>${grid()}`,
        '<m id="1"><name>A</name><friend href="#2"/></m><m id="2"><name href="#n"/></m><m id="n">C</m>',
      ),
      {
        ...people,
        one: { name: "A", friend: { name: "C" } },
        two: { name: "B", boss: { name: "A", friend: { name: "C" } } },
      },
    ],
    [
      "nil, and any type, where href points to them",
      answered(
        `<one><name>A</name><boss href="#0"/></one><two><name>B</name><boss id="b" xsi:nil="1" ${XSI}/><note href="#s"/></two>${grid()}`,
        `<m id="0" ${XSI} xsi:nil="true"/><m id="s">text</m>`,
      ),
      {
        ...people,
        one: { name: "A", boss: null },
        two: { name: "B", boss: null, note: { name: "note", children: ["text"] } },
      },
    ],
    [
      "enc:ref, enc:itemType and enc:arraySize of SOAP 1.2",
      answered(
        `<one e:ref="1"/><two e:id="1"><name>B</name></two>${grid("", "e:itemType='x:long' e:arraySize").replace("[2,1]", "").replace('x:long"', '2 1"')}`,
      ).replace(ENC, 'xmlns:e="http://www.w3.org/2003/05/soap-encoding"'),
      { ...people, one: { name: "B" } },
    ],
    ["an array of no rows", answered(PEOPLE + grid(" ").replace("[2,1]", "[0,3]")), { ...people, grid: [] }],
    ["an array of empty rows", answered(PEOPLE + grid(" ").replace("[2,1]", "[2,0]")), { ...people, grid: [[], []] }],
  ])("reads %s", async (_what, body, result) => {
    Object.assign(answer, { status: 200, header: "", body });
    await expect(call("sum", request)).resolves.toMatchObject(result);
  });

  const deep = Array.from(
    { length: 5000 },
    (_, id) => `<m id="${id}"><name>x</name><boss href="#${id + 1}"/></m>`,
  ).join("");

  test.each([
    [
      "an element that refers to itself",
      `<one href="#1"/>`,
      '<m id="1"><name>A</name><boss href="#1"/></m>',
      "refers to one that contains it",
    ],
    [
      "elements that refer to each other",
      `<one href="#1"/>`,
      '<m id="1"><name>A</name><boss href="#2"/></m><m id="2"><name>B</name><boss href="#1"/></m>',
      "refers to one that contains it",
    ],
    ["a reference to itself", `<one id="1" href="#1"/>`, "", "refers to one that contains it"],
    ["a reference to nothing", `<one href="#1"/>`, "", "refers to an id that no element has"],
    ["a reference to an attachment", `<one href="cid:1"/>`, "", "refers to an id that no element has"],
    [
      "a reference to two elements",
      `<one href="#1"/>`,
      '<m id="1"/><m id="1"/>',
      "refers to an id that several elements have",
    ],
    ["more references than the stack is deep", `<one href="#0"/>`, deep, ""],
    [
      "a row that is missing",
      `${PEOPLE}<grid soapenc:arrayType="x:long[2,2]"><i>1</i></grid>`,
      "",
      "as many items as it declares",
    ],
    ["an array that does not say its sizes", `${PEOPLE}<grid><i>1</i></grid>`, "", "the size of each dimension"],
    [
      "an array of other dimensions",
      `${PEOPLE}<grid soapenc:arrayType="x:long[1]"><i>1</i></grid>`,
      "",
      "of dimensions: 2, found: 1",
    ],
    [
      "a part of an array",
      `${PEOPLE}<grid soapenc:arrayType="x:long[1,1]" soapenc:offset="[0,1]"><i>1</i></grid>`,
      "",
      "offset or position",
    ],
    [
      "a sparse array",
      `${PEOPLE}<grid soapenc:arrayType="x:long[1,1]"><i soapenc:position="[0,0]">1</i></grid>`,
      "",
      "offset or position",
    ],
  ])("refuses %s", async (_what, parts, more, reason) => {
    Object.assign(answer, { status: 200, header: "", body: answered(parts, more) });
    const failure: unknown = await call("sum", request).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnexpectedResponseError);
    expect(failure).toMatchObject({ code: "NOT_THE_CONTRACT", message: expect.stringContaining(reason) });
  });

  test("reads what is pointed to by every pair of pairs, as often as it stands there", async () => {
    const pairs = Array.from(
      { length: 60 },
      (_, id) => `<m id="${id}"><name>x</name><boss href="#${id + 1}"/><friend href="#${id + 1}"/></m>`,
    );
    const body = answered(
      `<one href="#0"/><two><name>B</name></two>${grid()}`,
      `${pairs.join("")}<m id="60"><name>end</name></m>`,
    );
    Object.assign(answer, { status: 200, header: "", body });
    const { one } = (await call("sum", request)) as { one: { boss: object; friend: object } };
    expect(one.boss).toEqual(expect.objectContaining({ name: "x" }));
  });

  test("sends no rows of different lengths", async () => {
    await expect(call("sum", { ...request, grid: [[1n], []] })).rejects.toMatchObject({
      name: "InvalidInputError",
      message: expect.stringContaining("expected rows of one length"),
    });
  });
});
