import {
  decodeFaultDetail,
  decodeResponse,
  encodeRequest,
  type Operation,
  SchemaError,
  type SoapVersion,
} from "../../../src/soap/index.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { elementsOf } from "../../../src/soap/xml/xml-element.js";
import { type GeneratedService, generated, generateService, operationOf } from "../../codegen/generated-service.js";

const encoded = 'use="encoded" namespace="urn:rpc" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"';
const array = (name: string, type: string) => `<xs:complexType name="${name}"><xs:complexContent>
  <xs:restriction base="enc:Array"><xs:attribute ref="enc:arrayType" wsdl:arrayType="${type}"/></xs:restriction>
</xs:complexContent></xs:complexType>`;

/** Each operation takes a value of a type, and returns one. */
const OPERATIONS = [
  ["Hello", "xs:string"],
  ["Ints", "t:ArrayOfInt"],
  ["Strings", "t:ArrayOfString"],
  ["Jagged", "t:Jagged"],
  ["Rows", "t:Rows"],
  ["Animals", "t:ArrayOfAnimal"],
  ["One", "t:Animal"],
  ["Objects", "t:Objects"],
  ["Tom", "t:Tom"],
] as const;

const each = (write: (name: string, type: string) => string) =>
  OPERATIONS.map(([name, type]) => write(name, type)).join("");

const contract = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:t="urn:types" targetNamespace="urn:types">
  <types><xs:schema targetNamespace="urn:types">
    ${array("ArrayOfInt", "xs:int[]")}${array("ArrayOfString", "xs:string[]")}${array("Jagged", "xs:int[][]")}
    ${array("Rows", "t:ArrayOfInt[]")}${array("ArrayOfAnimal", "t:Animal[]")}${array("Objects", "xs:anyType[]")}
    <xs:complexType name="Animal" abstract="true"><xs:sequence>
      <xs:element name="Name" type="xs:string"/><xs:element name="Age" type="xs:int" minOccurs="0"/>
    </xs:sequence></xs:complexType>
    <xs:complexType name="Dog"><xs:complexContent><xs:extension base="t:Animal"><xs:sequence>
      <xs:element name="Barks" type="xs:boolean"/><xs:element name="Friend" type="t:Animal" minOccurs="0"/>
    </xs:sequence></xs:extension></xs:complexContent></xs:complexType>
    <xs:complexType name="Cat"><xs:sequence><xs:element name="lives" type="xs:int"/></xs:sequence></xs:complexType>
    <xs:complexType name="Tom"><xs:complexContent><xs:extension base="t:Cat"/></xs:complexContent></xs:complexType>
    <xs:complexType name="Plain"><xs:sequence><xs:element name="text" type="xs:string"/></xs:sequence></xs:complexType>
    <xs:element name="Literal" type="t:Dog"/>
  </xs:schema></types>
  ${each(
    (name, type) => `<message name="${name}In"><part name="value" type="${type}"/></message>
  <message name="${name}Out"><part name="${name}Result" type="${type}"/><part name="count" type="xs:int"/></message>`,
  )}
  <message name="Refused"><part name="why" type="t:Animal"/></message>
  <message name="Literal"><part name="all" element="t:Literal"/></message>
  <portType name="Test">
    ${each((name) => `<operation name="${name}"><input message="t:${name}In"/><output message="t:${name}Out"/><fault name="Refused" message="t:Refused"/></operation>`)}
    <operation name="Literal"><input message="t:Literal"/><output message="t:Literal"/></operation>
  </portType>
  <binding name="Test" type="t:Test"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
    ${each(
      (
        name,
      ) => `<operation name="${name}"><soap:operation soapAction=""/><input><soap:body ${encoded}/></input><output><soap:body ${encoded}/></output>
      <fault name="Refused"><soap:fault name="Refused" ${encoded}/></fault></operation>`,
    )}
    <operation name="Literal"><soap:operation soapAction="" style="document"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
  </binding>
  <service name="Test"><port name="Test" binding="t:Test"><soap:address location="http://localhost/"/></port></service>
</definitions>`;

let service: GeneratedService;
beforeAll(async () => {
  service = await generateService(contract);
});

const operation = (name: string): Operation<unknown, unknown, object> =>
  operationOf(service, `${name.toLowerCase()}Operation`);

const body = (content: string) =>
  elementsOf(
    readXml(`<Body xmlns:r="urn:rpc" xmlns:types="urn:types" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"
      xmlns:enc12="http://www.w3.org/2003/05/soap-encoding" xmlns:rpc="http://www.w3.org/2003/05/soap-rpc"
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">${content}</Body>`),
  );

const COUNT = '<count xsi:type="xsd:int">1</count>';
const dog = { $type: "Dog", name: "Rex", age: 3, barks: true };
const REX =
  '<Name xsi:type="xsd:string">Rex</Name><Age xsi:type="xsd:int">3</Age><Barks xsi:type="xsd:boolean">true</Barks>';

describe("a response", () => {
  test.each<readonly [rule: string, operation: string, response: string, value: object]>([
    [
      "ASMX leaves out a result that is null (SOAP 1.1 §5.1)",
      "Hello",
      "<r:HelloResponse/>",
      { helloResult: null, count: null },
    ],
    [
      "ASMX leaves out a null result in SOAP 1.2, too, but names it (SOAP 1.2 Part 2 §4.2.1)",
      "Hello",
      '<r:HelloResponse><rpc:result xmlns="">HelloResult</rpc:result></r:HelloResponse>',
      { helloResult: null, count: null },
    ],
    [
      "PHP and Axis send nil for null",
      "Hello",
      `<r:HelloResponse><HelloResult xsi:nil="true"/><count xsi:type="xsd:int" xsi:nil="1"/></r:HelloResponse>`,
      { helloResult: null, count: null },
    ],
    [
      "ASMX sends arrays beside the message, with null items as nil (§5.4.2)",
      "Strings",
      `<r:StringsResponse><StringsResult href="#id1"/>${COUNT}</r:StringsResponse>
       <soapenc:Array id="id1" soapenc:arrayType="xsd:string[3]"><Item>a</Item><Item xsi:nil="true" /><Item>b</Item></soapenc:Array>`,
      { stringsResult: ["a", null, "b"], count: 1 },
    ],
    [
      "ASMX sends arrays of arrays as references",
      "Jagged",
      `<r:JaggedResponse><JaggedResult href="#id1"/>${COUNT}</r:JaggedResponse>
       <soapenc:Array id="id1" soapenc:arrayType="xsd:int[][3]"><Item href="#id2"/><Item xsi:nil="true"/><Item href="#id3"/></soapenc:Array>
       <soapenc:Array id="id2" soapenc:arrayType="xsd:int[1]"><Item>1</Item></soapenc:Array>
       <soapenc:Array id="id3" soapenc:arrayType="xsd:int[2]"><Item>2</Item><Item>3</Item></soapenc:Array>`,
      { jaggedResult: [[1], null, [2, 3]], count: 1 },
    ],
    [
      "PHP sends arrays of arrays in SOAP 1.2 in place",
      "Jagged",
      `<r:JaggedResponse><rpc:result>JaggedResult</rpc:result><JaggedResult enc12:itemType="xsd:int[]" enc12:arraySize="2" xsi:type="types:Jagged">
         <item enc12:itemType="xsd:int" enc12:arraySize="1" xsi:type="enc12:Array"><item xsi:type="xsd:int">1</item></item><item xsi:nil="true"/>
       </JaggedResult>${COUNT}</r:JaggedResponse>`,
      { jaggedResult: [[1], null], count: 1 },
    ],
    [
      "ASMX sends items of derived types by xsi:type",
      "Animals",
      `<r:AnimalsResponse><AnimalsResult href="#id1"/>${COUNT}</r:AnimalsResponse>
       <soapenc:Array id="id1" soapenc:arrayType="types:Animal[2]"><Item href="#id2"/><Item xsi:nil="true"/></soapenc:Array>
       <types:Dog id="id2" xsi:type="types:Dog">${REX}<Friend href="#id3"/></types:Dog>
       <types:Dog id="id3" xsi:type="types:Dog"><Barks>0</Barks></types:Dog>`,
      {
        animalsResult: [{ ...dog, friend: { $type: "Dog", name: null, barks: false } }, null],
        count: 1,
      },
    ],
    [
      "Axis sends the members of a struct in the order of its classes, the base last (§5.4.1)",
      "One",
      `<r:OneResponse><OneResult href="#id0"/>${COUNT}</r:OneResponse>
       <multiRef id="id0" soapenc:root="0" xsi:type="types:Dog"><Barks xsi:type="xsd:boolean">true</Barks>
       <Age xsi:type="xsd:int">3</Age><Name xsi:type="xsd:string">Rex</Name></multiRef>`,
      { oneResult: dog, count: 1 },
    ],
    [
      "a server may send what is referred to before the message, marked as no root (§5.6)",
      "One",
      `<types:Dog id="i" soapenc:root="0" xsi:type="types:Dog">${REX}</types:Dog>
       <r:OneResponse><OneResult href="#i"/>${COUNT}</r:OneResponse>`,
      { oneResult: dog, count: 1 },
    ],
    [
      "Apache SOAP names each return value `return`, by position (§7.1)",
      "Hello",
      `<r:HelloResponse><return xsi:type="xsd:string">hi</return>${COUNT}</r:HelloResponse>`,
      { helloResult: "hi", count: 1 },
    ],
    [
      "a server may name the return value with a namespace (§7.1)",
      "Hello",
      `<r:HelloResponse>${COUNT.replace("count", "types:x").replace("/count", "/types:x").replace(">1<", ">hi<")}${COUNT}</r:HelloResponse>`,
      { helloResult: "hi", count: 1 },
    ],
    [
      "in SOAP 1.2, rpc:result names the return value, wherever it stands",
      "Hello",
      `<r:HelloResponse><rpc:result>r:out</rpc:result>${COUNT}<r:out>hi</r:out></r:HelloResponse>`,
      { helloResult: "hi", count: 1 },
    ],
    [
      "a null return value that is left out is not mistaken for the next one",
      "Hello",
      `<r:HelloResponse>${COUNT}</r:HelloResponse>`,
      { helloResult: null, count: 1 },
    ],
    [
      "ASMX sends items of any type with their type",
      "Objects",
      `<r:ObjectsResponse><ObjectsResult href="#id1"/>${COUNT}</r:ObjectsResponse>
       <soapenc:Array id="id1" soapenc:arrayType="xsd:anyType[3]"><Item xsi:type="xsd:int">1</Item><Item xsi:nil="true"/><Item href="#s"/></soapenc:Array><s id="s">x</s>`,
      {
        objectsResult: [
          expect.objectContaining({ name: "Item", children: ["1"] }),
          null,
          expect.objectContaining({ children: ["x"] }),
        ],
        count: 1,
      },
    ],
    [
      "an array that leaves items out has null there: from an offset on (§5.4.2.1)",
      "Ints",
      `<r:IntsResponse><IntsResult soapenc:arrayType="xsd:int[5]" soapenc:offset="[2]"><i>3</i><i>4</i></IntsResult>${COUNT}</r:IntsResponse>`,
      { intsResult: [null, null, 3, 4, null], count: 1 },
    ],
    [
      "an array that leaves items out has null there: between positions (§5.4.2.2)",
      "Ints",
      `<r:IntsResponse><IntsResult soapenc:arrayType="xsd:int[4]"><i soapenc:position="[3]">4</i><i soapenc:position="[1]">2</i></IntsResult>${COUNT}</r:IntsResponse>`,
      { intsResult: [null, 2, null, 4], count: 1 },
    ],
  ])("%s", (_, name, response, value) => {
    expect(decodeResponse(operation(name), body(response), [])).toEqual(value);
  });

  test.each<readonly [what: string, operation: string, response: string, error: string]>([
    [
      "an unknown member",
      "One",
      `<r:R><OneResult xsi:type="types:Dog">${REX}<Tail/></OneResult></r:R>`,
      "unexpected element Tail",
    ],
    [
      "a member twice",
      "One",
      `<r:R><OneResult xsi:type="types:Dog">${REX}<Age>4</Age></OneResult></r:R>`,
      "one too many",
    ],
    ["an unknown part beside the return value", "Hello", `<r:R><HelloResult/><x/></r:R>`, "unexpected element x"],
    ["an unknown part before it", "Hello", "<r:R><x/><HelloResult/></r:R>", "unexpected element x"],
    ["nil around content", "Hello", '<r:R><HelloResult xsi:nil="true">x</HelloResult></r:R>', "expected no content"],
    [
      "a type that the contract does not derive",
      "One",
      '<r:R><OneResult xsi:type="types:Cat"/></r:R>',
      "expected an xsi:type",
    ],
    [
      "a position outside of the array",
      "Ints",
      '<r:R><IntsResult soapenc:arrayType="xsd:int[2]"><i soapenc:position="[2]">1</i></IntsResult></r:R>',
      "a position of its own within the declared size",
    ],
    [
      "a position twice",
      "Ints",
      '<r:R><IntsResult soapenc:arrayType="xsd:int[2]"><i soapenc:position="[1]">1</i><i soapenc:position="[1]">2</i></IntsResult></r:R>',
      "a position of its own within the declared size",
    ],
    [
      "a position in an array of no size",
      "Ints",
      '<r:R><IntsResult><i soapenc:position="[0]">1</i></IntsResult></r:R>',
      "a position of its own within the declared size",
    ],
    [
      "one item of an array of a billion",
      "Ints",
      '<r:R><IntsResult soapenc:arrayType="xsd:int[1000000000]"><i soapenc:position="[7]">1</i></IntsResult></r:R>',
      "of up to 100000 items",
    ],
    [
      "an invalid position",
      "Ints",
      '<r:R><IntsResult soapenc:arrayType="xsd:int[2]"><i soapenc:position="first">1</i></IntsResult></r:R>',
      "a position of its own within the declared size",
    ],
  ])("with %s is rejected", (_, name, response, error) => {
    expect(() => decodeResponse(operation(name), body(response), [])).toThrow(SchemaError);
    expect(() => decodeResponse(operation(name), body(response), [])).toThrow(error);
  });

  test("with two references that lead to a nil is null, and not an empty text", () => {
    const response = '<r:R><HelloResult href="#a"/></r:R><x id="a" href="#b"/><x id="b" xsi:nil="true"/>';
    expect(decodeResponse(operation("Hello"), body(response), [])).toEqual({ helloResult: null, count: null });
  });
});

describe("a request", () => {
  test.each<readonly [rule: string, operation: string, value: unknown, version: SoapVersion, xml: string]>([
    ["null is nil", "Hello", null, "1.1", '<value xsi:nil="true"/>'],
    [
      "an item that is null is nil",
      "Strings",
      ["a", null],
      "1.1",
      'soapenc:arrayType="xsd:string[2]"><item xsi:type="xsd:string">a</item><item xsi:nil="true"/>',
    ],
    [
      "arrays of arrays have the type of the contract",
      "Jagged",
      [[1], null],
      "1.1",
      'soapenc:arrayType="xsd:int[][2]"><item xsi:type="soapenc:Array" soapenc:arrayType="xsd:int[1]">',
    ],
    ["so do arrays of named arrays", "Rows", [[1]], "1.1", 'soapenc:arrayType="ns2:ArrayOfInt[1]"'],
    ["and those of SOAP 1.2", "Rows", [[1]], "1.2", 'soapenc:itemType="ns2:ArrayOfInt" soapenc:arraySize="1"'],
    [
      "and arrays of an abstract type, whose items have theirs",
      "Animals",
      [dog],
      "1.1",
      'soapenc:arrayType="ns2:Animal[1]"><item xsi:type="ns2:Dog">',
    ],
    ["a member that is null is nil", "One", { ...dog, name: null }, "1.1", '<Name xsi:nil="true"/><Age'],
    [
      "items of any type are written unchanged",
      "Objects",
      [{ name: "i", namespace: "", attributes: [], children: ["1"] }, null],
      "1.1",
      'soapenc:arrayType="xsd:anyType[2]"><i>1</i><item xsi:nil="true"/>',
    ],
  ])("%s", (_, name, value, version, xml) => {
    expect(encodeRequest(operation(name), { value }, version).body).toContain(xml);
  });
});

test.each([
  ["without a namespace", "why"],
  ["in the namespace of soap:fault, as PHP writes it (WSDL 1.1 §3.6)", "r:why"],
])("a fault of an encoded operation is read by the encoding, too: its detail %s", (_, name) => {
  const detail = body(`<${name} xsi:type="types:Dog"><Barks>1</Barks><Name xsi:nil="true"/></${name}>`);
  expect(decodeFaultDetail(operation("Hello"), detail)).toEqual({
    name: "Refused",
    value: { $type: "Dog", name: null, barks: true },
  });
});

test("a literal message with a type of encoded ones has neither null nor another order", () => {
  const literal = operation("Literal");
  const read = (content: string) => () =>
    decodeResponse(literal, body(`<types:Literal>${content}</types:Literal>`), []);
  const { $type: _, ...value } = dog;
  expect(read(REX)()).toEqual(value);
  expect(encodeRequest(literal, value).body).toContain("<Name>Rex</Name>");
  expect(() => encodeRequest(literal, { ...value, name: null })).toThrow("must not be null: only encoded messages");
  expect(read(REX.replace(/<Name.*<\/Name>/, '<Name xsi:nil="true"/>'))).toThrow("Name: must not be nil");
  expect(read(REX.replace(/<Name.*<\/Name>/, ""))).toThrow("expected Name, found Age");
  expect(read(REX.replace(/(<Name.*)(<Barks.*)/, "$2$1"))).toThrow("expected Name, found Barks");
});

test.each<readonly [rule: string, file: string, text: string]>([
  ["a parameter may be null", "hello.ts", "value: string | null;"],
  ["a result may be null", "hello.ts", "helloResult: string | null;"],
  ["a member may be null", "types.ts", "name: string | null;"],
  ["so may one of a derived type", "types.ts", "barks: boolean | null;"],
  ["and one of a base", "types.ts", "lives: number | null;"],
  ["an optional member may be null as well as absent", "types.ts", "age?: number | null | undefined;"],
  ["an item may be null", "types.ts", "export type ArrayOfString = (string | null)[];"],
  ["so may each of the arrays in an array", "types.ts", "export type Jagged = ((number | null)[] | null)[];"],
  ["a member of a type that only literal messages could hold may not", "types.ts", "  text: string;"],
])("in TypeScript, %s", async (_, file, text) => {
  expect((await generated(contract)).get(file)).toContain(text);
});
