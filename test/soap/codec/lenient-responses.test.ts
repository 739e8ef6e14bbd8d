import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InfoRouterClient, type InfoRouterOperations } from "../../../src/index.js";
import { readSettings, type Settings } from "../../../src/soap/client/settings.js";
import { soapClientOf } from "../../../src/soap/client/soap-client.js";
import {
  createSoapClient,
  decodeResponse,
  encodeRequest,
  InvalidInputError,
  type Operation,
  SchemaError,
  type SoapClient,
  type TransportResponse,
  UnexpectedResponseError,
} from "../../../src/soap/index.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { elementsOf } from "../../../src/soap/xml/xml-element.js";
import { generated, generateService, operationOf } from "../../codegen/generated-service.js";
import { answer, envelope } from "../../support/soap-messages.js";

const contract = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:test" targetNamespace="urn:test">
  <types><xs:schema targetNamespace="urn:test" elementFormDefault="qualified">
    <xs:complexType name="Account"><xs:sequence>
      <xs:element name="id" type="xs:int"/><xs:element name="owner" type="xs:string"/>
      <xs:element name="map" type="t:Map"/><xs:element name="tag" type="xs:string" maxOccurs="unbounded"/>
      <xs:choice><xs:element name="card" type="xs:string"/><xs:element name="iban" type="xs:string"/></xs:choice>
      <xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:element name="key" type="xs:string"/><xs:element name="value" type="xs:int"/><xs:choice><xs:element name="on" type="xs:date"/><xs:element name="off" type="xs:date"/></xs:choice></xs:sequence>
    </xs:sequence><xs:attribute name="state" type="xs:string" use="required"/></xs:complexType>
    <xs:complexType name="Savings"><xs:complexContent><xs:extension base="t:Account"><xs:sequence>
      <xs:element name="rate" type="xs:double"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
    <xs:complexType name="Map"><xs:sequence><xs:element name="entry" type="xs:string" minOccurs="0" maxOccurs="2"/></xs:sequence></xs:complexType>
    <xs:element name="Account" type="t:Account"/>
    <xs:element name="Session" type="t:Map"/>
  </xs:schema></types>
  <message name="Account"><part name="account" element="t:Account"/></message>
  <message name="Session"><part name="session" element="t:Session"/></message>
  <portType name="Test"><operation name="Get"><input message="t:Account"/><output message="t:Account"/></operation></portType>
  <binding name="Test" type="t:Test"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Get"><soap:operation soapAction=""/><input><soap:body use="literal"/></input>
      <output><soap:body use="literal"/><soap:header message="t:Session" part="session" use="literal"/></output></operation></binding>
  <service name="Test"><port name="Test" binding="t:Test"/></service>
</definitions>`;

const bare = contract.replace(/<soap:header[^>]*>/, "");

const account = (content: string, attributes = ' state="open"') =>
  `<Account xmlns="urn:test" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"${attributes}>${content}</Account>`;

const ID = "<id>1</id>";
const WHOLE = `${ID}<owner>Eve</owner><map/><tag>a</tag><card>4111</card>`;
const whole = { state: "open", id: 1, owner: "Eve", map: { entry: [] }, tag: ["a"], card: "4111", items: [] };

type Get = Operation<unknown, unknown>;
let strict: Get;
let lenient: Get;
let stubs: Readonly<Record<"strict" | "lenient", (soap: SoapClient, request: unknown) => Promise<unknown>>>;

beforeAll(async () => {
  const [one, other] = [await generateService(bare), await generateService(bare, { lenientResponses: true })];
  [strict, lenient] = [operationOf(one, "getOperation"), operationOf(other, "getOperation")];
  stubs = { strict: one.exports["get"], lenient: other.exports["get"] } as typeof stubs;
});

const read = (operation: Get, xml: string): unknown => decodeResponse(operation, [readXml(xml)], []);

describe("groups that repeat keep what the contract allows", () => {
  const groups = contract
    .replace(/<soap:header[^>]*>/, "")
    .replace(
      /<xs:complexType name="Account">.*?<\/xs:complexType>/s,
      `<xs:complexType name="Account"><xs:sequence>
        <xs:element ref="t:shape" minOccurs="0" maxOccurs="unbounded"/>
        <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:sequence><xs:element name="in" type="xs:int"/><xs:element name="by" type="xs:string"/></xs:sequence>
          <xs:element name="out" type="xs:int" nillable="true"/></xs:choice>
        <xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:element name="line" type="xs:string" minOccurs="0" maxOccurs="unbounded"/><xs:element name="sum" type="xs:int"/></xs:sequence>
      </xs:sequence></xs:complexType>
      <xs:element name="shape" type="xs:string"/><xs:element name="disk" type="xs:string" substitutionGroup="t:shape"/>`,
    )
    .replace(/<xs:complexType name="Savings">.*?<\/xs:complexType>/s, "");
  let operations: readonly Get[];

  beforeAll(async () => {
    const services = [await generateService(groups), await generateService(groups, { lenientResponses: true })];
    operations = services.map((service) => operationOf(service, "getOperation"));
  });

  test.each<readonly [what: string, xml: string, value: object]>([
    [
      "substitutes of one element, one after the other",
      "<shape>a</shape><disk>b</disk><shape>c</shape>",
      { shape: [{ shape: "a" }, { disk: "b" }, { shape: "c" }], items: [], groups: [] },
    ],
    [
      "the alternatives of a choice",
      "<out>1</out><in>2</in><by>x</by><in>3</in><by>y</by><out>4</out>",
      { shape: [], items: [{ out: 1 }, { in: 2, by: "x" }, { in: 3, by: "y" }, { out: 4 }], groups: [] },
    ],
    [
      "an alternative that is null",
      '<in>2</in><by>x</by><out xsi:nil="true"/>',
      { shape: [], items: [{ in: 2, by: "x" }, { out: null }], groups: [] },
    ],
    [
      "a list at the beginning of each",
      "<line>a</line><line>b</line><sum>2</sum><line>c</line><sum>1</sum>",
      {
        shape: [],
        items: [],
        groups: [
          { line: ["a", "b"], sum: 2 },
          { line: ["c"], sum: 1 },
        ],
      },
    ],
    [
      "a list that only the second has",
      "<sum>0</sum><line>c</line><sum>1</sum>",
      {
        shape: [],
        items: [],
        groups: [
          { line: [], sum: 0 },
          { line: ["c"], sum: 1 },
        ],
      },
    ],
  ])("%s", (_, xml, value) => {
    for (const operation of operations) {
      expect(read(operation, account(xml, ""))).toEqual(value);
    }
  });

  test("and take a null for nothing where the contract does not allow it", () => {
    const xml = account('<out>1</out><in xsi:nil="true"/>', "");
    expect(operations.slice(1).map((operation) => read(operation, xml))).toEqual([
      { shape: [], items: [{ out: 1, in: null }], groups: [] },
    ]);
  });
});

test("a response that keeps to the contract is the same value", () => {
  expect(read(strict, account(WHOLE))).toEqual(whole);
  expect(read(lenient, account(WHOLE))).toEqual(whole);
});

describe("a lenient reading accepts, and a strict one rejects, a response", () => {
  test.each<readonly [what: string, xml: string, value: object]>([
    [
      "without a map that Metro leaves out when it is null",
      account(WHOLE.replace("<map/>", "")),
      { ...whole, map: undefined },
    ],
    [
      "with nil where nothing is nillable, as WCF sends for int?",
      account(WHOLE.replace(ID, '<id xsi:nil="true"/>')),
      { ...whole, id: null },
    ],
    [
      "with members in the order of Axis",
      account("<card>4111</card><tag>a</tag><map/><owner>Eve</owner><id>1</id>"),
      whole,
    ],
    ["with the items of an array apart", account(`<tag>b</tag>${WHOLE}`), { ...whole, tag: ["b", "a"] }],
    ["without any member", account("", ""), { tag: [], items: [] }],
    [
      "with elements that a later version of the server has",
      account(`<new><x/></new>${WHOLE}<id xmlns="urn:other">2</id>`),
      whole,
    ],
    [
      "with attributes of that kind",
      account(WHOLE.replace("<owner>", '<owner new="1">').replace("<map/>", '<map new="1"/>'), ' state="open" new="1"'),
      whole,
    ],
    [
      "with too many of an element",
      account(WHOLE.replace("<map/>", "<map><entry>1</entry><entry>2</entry><entry>3</entry></map>")),
      { ...whole, map: { entry: ["1", "2", "3"] } },
    ],
    [
      "with a null item",
      account(WHOLE.replace("<tag>a</tag>", '<tag>a</tag><tag xsi:nil="1"/>')),
      { ...whole, tag: ["a", null] },
    ],
    [
      "with nil that has attributes",
      account(WHOLE.replace("<map/>", '<map xsi:nil="true" new="1"/>')),
      { ...whole, map: null },
    ],
    ["without either of a choice", account(WHOLE.replace("<card>4111</card>", "")), { ...whole, card: undefined }],
    ["with nil beside the other of a choice", account(`${WHOLE}<iban xsi:nil="true"/>`), { ...whole, iban: null }],
    [
      "with groups that repeat, in any order within each",
      account(`${WHOLE}<value>1</value><key>a</key><key>b</key><key>c</key><value>3</value>`),
      { ...whole, items: [{ value: 1, key: "a" }, { key: "b" }, { key: "c", value: 3 }] },
    ],
    [
      "with groups that repeat before the others",
      account(`<key>a</key><value>1</value>${WHOLE}`),
      { ...whole, items: [{ key: "a", value: 1 }] },
    ],
    [
      "of a derived type",
      account(`<rate>0.5</rate>${ID}`, ' xsi:type="Savings"'),
      { $type: "Savings", id: 1, rate: 0.5, tag: [], items: [] },
    ],
  ])("%s", (_, xml, value) => {
    expect(() => read(strict, xml)).toThrow(SchemaError);
    expect(read(lenient, xml)).toEqual(value);
  });
});

describe("a lenient reading rejects a response", () => {
  test.each<readonly [what: string, xml: string, error: string]>([
    ["with a value of another type", account(WHOLE.replace(ID, "<id>one</id>")), "Account/id: expected an xs:int"],
    ["with an empty value of another type", account(WHOLE.replace(ID, "<id/>")), "Account/id: expected an xs:int"],
    ["with two values of a member", account(`${WHOLE}<id>2</id>`), "Account: unexpected element {urn:test}id"],
    ["with both of a choice", account(`${WHOLE}<iban>DE</iban>`), "Account: expected at most one of card, iban"],
    [
      "with both of a choice in a group that repeats",
      account(`${WHOLE}<key>a</key><on>2020-01-01</on><off>2020-01-02</off>`),
      "Account: expected at most one of on, off",
    ],
    [
      "with nil around content",
      account(WHOLE.replace(ID, '<id xsi:nil="true">1</id>')),
      "Account/id: expected no content",
    ],
    ["with text between its elements", account(`x${WHOLE}`), "Account: expected elements only"],
    [
      "of a type that the contract does not derive",
      account(WHOLE, ' xsi:type="Loan"'),
      "Account: expected an xsi:type",
    ],
    ["that is nil", account("", ' xsi:nil="true"'), "Account: must not be nil"],
    ["of another name", "<Account/>", "expected {urn:test}Account, found Account"],
  ])("%s", (_, xml, error) => {
    expect(() => read(lenient, xml)).toThrow(error);
  });

  test("that has a second element in its body", () => {
    expect(() => decodeResponse(lenient, [readXml(account(WHOLE)), readXml("<x/>")], [])).toThrow(
      "unexpected element x",
    );
  });
});

test("requests stay strict", () => {
  expect(encodeRequest(lenient, whole)).toEqual(encodeRequest(strict, whole));
  expect(() => encodeRequest(lenient, { ...whole, owner: null })).toThrow(SchemaError);
  const { owner: _, ...incomplete } = whole;
  expect(() => encodeRequest(lenient, incomplete)).toThrow(SchemaError);
});

test("headers of a response are read leniently, too", async () => {
  const operation = operationOf(await generateService(contract, { lenientResponses: true }), "getOperation");
  const header = readXml('<Session xmlns="urn:test" new="1"><new/><entry>x</entry></Session>');
  expect(decodeResponse(operation, [readXml(account(WHOLE))], [header])).toEqual({
    body: whole,
    headers: { session: { entry: ["x"] } },
  });
});

describe("a call", () => {
  const options = (xml: string) => ({
    endpoint: "http://127.0.0.1:9/",
    transport: async (): Promise<TransportResponse> => ({
      status: 200,
      headers: { "content-type": "text/xml" },
      body: Buffer.from(envelope(xml)),
    }),
  });
  const incomplete = account(ID);
  const wrong = account("<id>one</id>");
  const NAMES_OPTION = "; a stub that is generated with --lenient-responses reads it";
  const errorOf = async (soap: SoapClient, stub: "strict" | "lenient") => {
    const error: unknown = await stubs[stub](soap, whole).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    return error as UnexpectedResponseError;
  };

  test("whose response is rejected names the option in the error, if it would help", async () => {
    const soap = createSoapClient(options(incomplete));
    await expect(stubs.lenient(soap, whole)).resolves.toMatchObject({ id: 1 });
    const error = await errorOf(soap, "strict");
    expect(error).toMatchObject({ code: "NOT_THE_CONTRACT", outcome: "unknown" });
    expect(error.message).toContain(`expected {urn:test}owner, found the end${NAMES_OPTION}`);
  });

  test("whose response is rejected does not name the option where it would not help", async () => {
    const soap = createSoapClient(options(wrong));
    expect((await errorOf(soap, "strict")).message).not.toContain("lenient");
    expect((await errorOf(soap, "lenient")).message).not.toContain("lenient");
  });

  test("of the facade is read strictly with any stub, and names no option", async () => {
    const settings: Settings = readSettings(options(incomplete));
    for (const stub of ["strict", "lenient"] as const) {
      expect((await errorOf(soapClientOf(settings), stub)).message).not.toContain("lenient");
    }
  });

  test("with a request that breaks the contract is refused before it is sent", async () => {
    const call = stubs.lenient(createSoapClient(options(incomplete)), { ...whole, id: null });
    await expect(call).rejects.toThrow(InvalidInputError);
  });
});

test("generated code has the type of a lenient response", async () => {
  const text = (wsdl: string, lenientResponses?: boolean) =>
    generated(wsdl, { lenientResponses }).then((texts) => texts.get("get.ts") ?? "");
  expect(await text(bare)).not.toContain("enient");
  expect(await text(bare, true)).toContain("Promise<Lenient<AnyAccount>>");
  expect(await text(bare, true)).toContain("output: lenient(element(");
  expect(await text(bare, true)).toContain("Any member of the response may be missing or null: it is read leniently.");
  expect(await text(contract, true)).toContain(
    "Promise<WithHeaders<Lenient<AnyAccount>, Lenient<GetResponseHeaders>>>",
  );
});

test("no lenient reading confirms a deletion, with any stubs", async () => {
  const wsdl = readFileSync(join(__dirname, "../../../wsdl/srv.wsdl"), "utf8");
  const names = ["DeleteFolder", "DeleteDownloadHandler", "AuthenticateUser"];
  const service = await generateService(wsdl, { lenientResponses: true, operations: names });
  const operations = service.exports as unknown as InfoRouterOperations;
  const confirmed = answer("DeleteFolder", '<response success="true" error="" />');
  const clientOf = (body: string): InfoRouterClient => {
    const transport = async (): Promise<TransportResponse> => ({
      status: 200,
      headers: { "content-type": "text/xml" },
      body: Buffer.from(body),
    });
    return new InfoRouterClient({ endpoint: "http://127.0.0.1:9/", ticket: "ticket-1", operations, transport });
  };
  await expect(clientOf(confirmed).deleteFolder("/a/b")).resolves.toMatchObject({ outcome: "deleted" });

  const doubtful = confirmed.replace("</DeleteFolderResult>", "$&<Failed/>");
  const body = elementsOf(readXml(doubtful)).flatMap(elementsOf);
  expect(() => decodeResponse(operationOf(service, "deleteFolderOperation"), body, [])).not.toThrow();
  await expect(clientOf(doubtful).deleteFolder("/a/b")).rejects.toMatchObject({
    name: "UnexpectedResponseError",
    outcome: "unknown",
    message: expect.not.stringContaining("lenient"),
  });
});
