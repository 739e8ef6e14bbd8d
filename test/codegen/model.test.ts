import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../scripts/model.js";
import { readContract } from "../../scripts/read/read-contract.js";

const root = join(__dirname, "../..");
const srv = join(root, "wsdl/srv.wsdl");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "model-"));
  await writeFile(join(folder, "small.wsdl"), SMALL);
  await writeFile(join(folder, "text.wsdl"), "text");
});

afterAll(() => rm(folder, { recursive: true }));

const SMALL = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" xmlns:o="urn:other" targetNamespace="urn:t" name="Small">
  <types>
    <xs:schema targetNamespace="urn:t">
      <xs:element name="Find" type="t:Find"/>
      <xs:complexType name="Find">
        <xs:sequence>
          <xs:element name="path" type="xs:string" nillable="true"/>
          <xs:choice minOccurs="0">
            <xs:element name="order" type="t:Order" default="size"/>
            <xs:element name="limit" maxOccurs="3">
              <xs:simpleType><xs:restriction base="xs:int"><xs:minInclusive value="1"/></xs:restriction></xs:simpleType>
            </xs:element>
          </xs:choice>
          <xs:element name="root" type="t:Folder" minOccurs="0" maxOccurs="unbounded"/>
          <xs:element name="trash" type="t:Folder"/>
          <xs:any namespace="##other" minOccurs="0" processContents="lax"/>
        </xs:sequence>
        <xs:attribute name="depth" type="xs:unsignedByte" use="required"/>
        <xs:anyAttribute/>
      </xs:complexType>
      <xs:simpleType name="Order">
        <xs:restriction base="xs:token"><xs:enumeration value="name of the folder"/><xs:enumeration value="size"/></xs:restriction>
      </xs:simpleType>
      <xs:complexType name="Entry" abstract="true">
        <xs:sequence><xs:element name="id" type="xs:int"/></xs:sequence>
      </xs:complexType>
      <xs:complexType name="Folder">
        <xs:complexContent><xs:extension base="t:Entry">
          <xs:sequence><xs:element name="folder" type="t:Folder" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
        </xs:extension></xs:complexContent>
      </xs:complexType>
      <xs:element name="Failure">
        <xs:complexType mixed="true"><xs:sequence><xs:element ref="t:Failure" minOccurs="0"/></xs:sequence></xs:complexType>
      </xs:element>
      <xs:element name="Ticket">
        <xs:complexType><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="for" type="xs:anyURI" fixed="a"/></xs:extension></xs:simpleContent></xs:complexType>
      </xs:element>
    </xs:schema>
    <xs:schema targetNamespace="urn:other" elementFormDefault="qualified">
      <xs:complexType name="Entries"><xs:sequence><xs:element name="entry" type="t:Entry" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
    </xs:schema>
  </types>
  <message name="Ticket"><part name="ticket" element="t:Ticket"/></message>
  <message name="Find"><part name="body" element="t:Find"/></message>
  <message name="Failure"><part name="failure" element="t:Failure"/></message>
  <message name="Count"><part name="path" type="xs:string"/><part name="of" type="o:Entries"/></message>
  <portType name="Finder">
    <operation name="Find"><input message="t:Find"/><fault name="failed" message="t:Failure"/></operation>
    <operation name="Count"><input message="t:Count"/><output message="t:Count"/></operation>
  </portType>
  <binding name="Finder" type="t:Finder">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Find">
      <soap:operation soapAction="urn:t/Find"/>
      <input><soap:header message="t:Ticket" part="ticket" use="literal"/><soap:body use="literal"/></input>
      <fault name="failed"><soap:fault name="failed" use="literal"/></fault>
    </operation>
    <operation name="Count">
      <soap:operation style="rpc" soapAction="urn:t/Count"/>
      <input><soap:body use="literal" namespace="urn:t"/></input>
      <output><soap:body use="encoded" namespace="urn:other" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/></output>
    </operation>
  </binding>
  <service name="Small">
    <port name="One" binding="t:Finder"><soap:address location="http://localhost/"/></port>
    <port name="Two" binding="t:Finder"/>
  </service>
</definitions>`;

test("prints services, ports, operations, and messages as trees", async () => {
  expect(await run([join(folder, "small.wsdl")])).toEqual({
    exitCode: 0,
    error: "",
    output: `small.wsdl
  tns  urn:t
  xs   http://www.w3.org/2001/XMLSchema
  ns2  urn:other

service Small
  port One  SOAP 1.1  http://localhost/
    operation Find
      SOAPAction "urn:t/Find"
      input Find  document/literal
        header  literal
          tns:Ticket
            text  xs:string
            @for  xs:anyURI  fixed="a"
        tns:Find  tns:Find
          path  xs:string  nillable
          choice  0..1
            order  tns:Order  default="size"  = xs:token (one of name of the
                  folder, size)
            limit  xs:int (minInclusive=1)  1..3
          root  tns:Folder  0..*
            id  xs:int
            folder  tns:Folder  0..*  (recursive)
          trash  tns:Folder  (see above)
          any  (##other than urn:t lax)  0..1
          @depth  xs:unsignedByte  required
          @any (##any strict)
      no output (one-way)
      fault failed  literal
        tns:Failure
          text between the elements
          tns:Failure  0..1  (recursive)
    operation Count
      SOAPAction "urn:t/Count"
      input CountRequest  rpc/literal
        tns:Count
          path  xs:string
          of  ns2:Entries
            ns2:entry  tns:Entry  1..*  abstract  or xsi:type tns:Folder
              id  xs:int
      output CountResponse  rpc/encoded
        ns2:CountResponse
          path  xs:string
          of  ns2:Entries
            ns2:entry  tns:Entry  1..*  abstract  or xsi:type tns:Folder
              id  xs:int
  port Two  SOAP 1.1
    operations of One
`,
  });
});

test("prints the contract of infoRouter in 80 columns", async () => {
  const { exitCode, output } = await run([srv]);

  expect(exitCode).toBe(0);
  expect(output.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(output).toContain(`
    operation DeleteFolder
      SOAPAction "http://tempuri.org/DeleteFolder"
      input DeleteFolderRequest  document/literal
        tns:DeleteFolder
          tns:authenticationTicket  xs:string  0..1
          tns:Path  xs:string  0..1
      output DeleteFolderResponse  document/literal
        tns:DeleteFolderResponse
          tns:DeleteFolderResult  0..1
            any  (##any strict)
`);
  expect(output).toContain("  port SrvSoap12  SOAP 1.2  http://localhost/srv.asmx\n    operations of SrvSoap\n");
  expect(output).toMatch(/ {2}port SrvHttpGet {2}HTTP GET .*\n {4}operations, not read: DeleteFolder, /);
});

test("prints chosen operations only", async () => {
  const { output } = await run([srv, "--port", "SrvSoap", "--operation", "LogOut", "--operation", "DeleteFolder"]);

  expect(output.match(/(?:port|operation) \w+/g)).toEqual([
    "port SrvSoap",
    "operation DeleteFolder",
    "operation LogOut",
  ]);
});

test("prints control characters of a contract as blanks", async () => {
  await writeFile(join(folder, "controls.wsdl"), SMALL.replace("name of the folder", "\u009b31m&#10;\u0085red"));
  const { output } = await run([join(folder, "controls.wsdl")]);

  expect(output).not.toMatch(/[^\P{Cc}\n]/u);
});

test("--json prints the model", async () => {
  const { exitCode, output, error } = await run([srv, "--json"]);

  expect([exitCode, error]).toEqual([0, ""]);
  expect(JSON.parse(output)).toEqual(await readContract(srv, {}));
});

test("--json prints an object that occurs again as a JSON pointer to the first", async () => {
  const { output } = await run([join(folder, "small.wsdl"), "--json"]);
  const model = JSON.parse(output);
  const failure = model.elements.find(({ name }: { name: { name: string } }) => name.name === "Failure");
  const index = model.elements.indexOf(failure);

  expect(failure.type.anonymous.content.particle.particles[0].type.anonymous).toEqual({
    $ref: `#/elements/${index}/type/anonymous`,
  });
});

test.each<[title: string, { given: () => string[]; want: string }]>([
  ["no WSDL", { given: () => [], want: "expected one WSDL, found 0; see --help" }],
  ["two WSDLs", { given: () => [srv, srv], want: "expected one WSDL, found 2; see --help" }],
  ["a missing file", { given: () => ["no.wsdl"], want: "no.wsdl cannot be read: there is no such file" }],
  [
    "a file that is not XML",
    {
      given: () => [join(folder, "text.wsdl")],
      want: "text.wsdl:1:1: not readable as XML: there is text outside of the root element",
    },
  ],
  [
    "an address without --allow-network",
    {
      given: () => ["http://127.0.0.1:9/srv.asmx?WSDL&ticket=secret"],
      want: "http://127.0.0.1:9/srv.asmx?WSDL&... cannot be read: it is on the network; ",
    },
  ],
  [
    "an origin that is not one",
    {
      given: () => [srv, "--allow-network=dms.example.com"],
      want: "--allow-network: expected an origin",
    },
  ],
  [
    "an unknown operation",
    {
      given: () => [srv, "--operation", "Delete"],
      want: "there is no operation named Delete; did you mean DeleteDocument, DeleteDomain, ",
    },
  ],
  ["an unknown option", { given: () => [srv, "--jsn"], want: "Unknown option '--jsn'; see --help" }],
])("refuses %s in one line", async (_, { given, want }) => {
  const { exitCode, output, error } = await run(given());

  expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
  expect(error).toMatch(/^model: .*\n$/);
  expect(error).toContain(want);
});

test("takes an origin after --allow-network, and not for a second WSDL", async () => {
  const { exitCode, output } = await run([srv, "--allow-network", "https://schemas.example.com", "--port", "SrvSoap"]);

  expect({ exitCode, hasPort: output.includes("SrvSoap") }).toEqual({ exitCode: 0, hasPort: true });
});

test("--help explains the options and the marks, in 80 columns", async () => {
  const { exitCode, output } = await run(["--help"]);

  expect(exitCode).toBe(0);
  expect(output).toContain("npm run model -- WSDL");
  expect(output.split("\n").filter((line) => line.length > 80)).toEqual([]);
});
