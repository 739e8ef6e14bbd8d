import { join } from "node:path";
import type { XmlElement } from "../../../../src/soap/index.js";
import { readXml } from "../../../../src/soap/xml/read-xml.js";
import { ASMX, prepareAsmx } from "../../../support/hosts/start-asmx.js";
import { type Call, specifyServer } from "../specify-server.js";
import { BYTES, DECIMAL, LONGEST, LOWEST, like, sameMoment, TEXT, xml } from "../values.js";

const values = {
  text: TEXT,
  big: LONGEST,
  huge: 2n ** 64n - 1n,
  amount: DECIMAL,
  ratio: -1.5e-7,
  at: "2024-02-29T23:59:59.123+14:00",
  day: "2024-02-29",
  data: BYTES,
  yes: true,
  colour: "dark green",
  number: null,
  moment: null,
  nullable: null,
  id: "01234567-89ab-cdef-0123-456789abcdef",
  version: -1,
};
const more = {
  ...values,
  text: "",
  big: LOWEST,
  data: new Uint8Array(),
  number: 7,
  moment: "1999-12-31T23:59:59Z",
  nullable: "",
  optional: TEXT,
  note: `"${TEXT.replace("\t", "")}"`,
};
const at = sameMoment(values.at);

const lists = {
  names: { string: [TEXT, null, ""] },
  numbers: { int: [1, null, -2] },
  jagged: { arrayOfInt1: [{ int: [1, 2] }, { int: [] }, null, { int: [3] }] },
  rows: { row: [{ cells: { cell: [1, 2] }, tag: ["a", "b"] }, null, { tag: [] }] },
};
const emptyLists = { names: { string: [] }, numbers: { int: [] }, jagged: { arrayOfInt1: [] }, rows: { row: [] } };

const kitten = { $type: "Kitten", name: TEXT, purrs: true, weeks: 9 };
const zoo = [{ $type: "Dog", name: "Rex", tricks: -3 }, null, kitten, { $type: "Cat", purrs: null }];

const XSD = "http://www.w3.org/2001/XMLSchema";
const DIFFGRAM = "urn:schemas-microsoft-com:xml-diffgram-v1";

const bold = xml("", "b", [TEXT], { at: '<"&>' });
const note = xml("urn:note", "note", ["before ", bold, " after"]);

/** A DataSet of one table, as its schema and its rows. */
function dataSet(...names: readonly string[]): { any: XmlElement; anyElement: XmlElement } {
  const schema = `<xs:schema xmlns:xs="${XSD}" id="Staff" targetNamespace="urn:staff" elementFormDefault="qualified">
    <xs:element name="Staff" xmlns:d="urn:schemas-microsoft-com:xml-msdata" d:IsDataSet="true"><xs:complexType>
      <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="Person"><xs:complexType><xs:sequence>
        <xs:element name="Name" type="xs:string" minOccurs="0"/>
      </xs:sequence></xs:complexType></xs:element></xs:choice>
    </xs:complexType></xs:element></xs:schema>`;
  const rows = names.map((name) => xml("urn:staff", "Person", [xml("urn:staff", "Name", [name])]));
  return { any: readXml(schema), anyElement: xml(DIFFGRAM, "diffgram", [xml("urn:staff", "Staff", rows)]) };
}

/** The rows of a DataSet as they come: with attributes for what changed. */
const rowsOf = (rows: readonly Readonly<Record<string, string>>[]) => ({
  items: [
    {
      any: expect.objectContaining({ name: "schema", namespace: XSD }),
      anyElement: like("diffgram", DIFFGRAM, [
        like(
          "Staff",
          "urn:staff",
          rows.map((row) =>
            like(
              "Person",
              "urn:staff",
              Object.entries(row).map(([column, text]) => like(column, "urn:staff", [text])),
            ),
          ),
        ),
      ]),
    },
  ],
});

const calls: readonly Call[] = [
  {
    operation: "EchoValues",
    what: "nil and absent",
    request: { value: values },
    response: { echoValuesResult: { ...values, at } },
  },
  {
    operation: "EchoValues",
    what: "empty and present",
    request: { value: more },
    response: { echoValuesResult: { ...more, at, moment: sameMoment(more.moment) } },
  },
  { operation: "EchoValues", what: "absent altogether", response: {} },
  {
    operation: "DescribeValues",
    what: "what ASMX read",
    request: { value: { ...values, note: "<&\t>" } },
    response: {
      describeValuesResult:
        `${TEXT}|${LONGEST}|${values.huge}|${DECIMAL}|2024-02-29T09:59:59.1230000Z|2024-02-29|` +
        `${Buffer.from(BYTES).toString("base64")}|True|DarkGreen|null|null|null|${values.id}|-1|[<&\t>]`,
    },
  },
  {
    operation: "EchoLists",
    what: "jagged, with nil and empty items",
    request: { value: lists },
    response: { echoListsResult: lists },
  },
  { operation: "EchoLists", what: "empty", request: { value: emptyLists }, response: { echoListsResult: emptyLists } },
  { operation: "EchoLists", what: "absent", request: { value: {} }, response: { echoListsResult: {} } },
  {
    operation: "CountItems",
    what: "items that ASMX read",
    request: { value: lists },
    response: { countItemsResult: { int: [3, 3, 4, 3] } },
  },
  {
    operation: "CountItems",
    what: "empty and absent arrays",
    request: { value: { names: { string: [] }, rows: { row: [] } } },
    response: { countItemsResult: { int: [0, -1, -1, 0] } },
  },
  {
    operation: "EchoAnimal",
    what: "a type derived from a derived type",
    request: { value: kitten },
    response: { echoAnimalResult: kitten },
  },
  {
    operation: "EchoZoo",
    what: "items of derived types, and nil",
    request: { value: { animal: zoo } },
    response: { echoZooResult: { animal: zoo } },
  },
  {
    operation: "Describe",
    what: "the type that ASMX read",
    request: { value: kitten },
    response: { describeResult: `Kitten ${TEXT}` },
  },
  { operation: "Describe", what: "no animal", response: { describeResult: "none" } },
  {
    operation: "EchoPayment",
    what: "each branch of a choice: a decimal",
    request: { value: { cash: "12.50" } },
    response: { echoPaymentResult: { cash: "12.50" } },
  },
  {
    operation: "EchoPayment",
    what: "each branch of a choice: a structure",
    request: { value: { card: { number: TEXT } } },
    response: { echoPaymentResult: { card: { number: TEXT } } },
  },
  {
    operation: "DescribePayment",
    what: "the branch that ASMX read",
    request: { value: { voucher: "free" } },
    response: { describePaymentResult: "String" },
  },
  {
    operation: "EchoNullable",
    what: "nil",
    request: { value: null },
    response: { echoNullableResult: null },
  },
  { operation: "EchoNullable", what: "a number", request: { value: -5 }, response: { echoNullableResult: -5 } },
  { operation: "EchoText", what: "a text", request: { value: TEXT }, response: { echoTextResult: TEXT } },
  { operation: "EchoText", what: "an empty text", request: { value: "" }, response: { echoTextResult: "" } },
  { operation: "EchoText", what: "absent", response: {} },
  {
    operation: "EchoXml",
    what: "XML with mixed content",
    request: { value: { any: note } },
    response: {
      echoXmlResult: {
        any: like("note", "urn:note", ["before ", expect.objectContaining(bold), " after"]),
      },
    },
  },
  {
    operation: "EchoDataSet",
    what: "rows",
    request: { value: { items: [dataSet(TEXT, "Eve")] } },
    response: { echoDataSetResult: rowsOf([{ Name: TEXT }, { Name: "Eve" }]) },
  },
  {
    operation: "Staff",
    what: "rows, one without a column",
    response: { staffResult: rowsOf([{ Name: "安娜 & <Bob> 😀", Salary: "1234567.89" }, { Name: "Eve" }]) },
  },
  {
    operation: "Split",
    what: "out and ref parameters",
    request: { text: "one two three", count: 10 },
    response: { head: "one", count: 13 },
  },
  {
    operation: "Greet",
    what: "headers in both directions",
    headers: { session: { user: "anna & <bob>", attributes: [] } },
    response: {
      body: { greetResult: "Hello, anna & <bob>" },
      headers: { session: { user: ">bob< & anna", attributes: [] } },
    },
  },
  { operation: "Greet", what: "no header", response: { body: { greetResult: "Hello, stranger" }, headers: {} } },
  { operation: "Notify", what: "one way", request: { text: TEXT }, response: undefined },
  {
    operation: "Bare",
    what: "a part without a wrapper",
    request: { cells: { cell: [1] }, tag: [] },
    response: { cells: { cell: [1] }, tag: [] },
  },
  {
    operation: "Divide",
    what: "an answer",
    request: { dividend: 7, divisor: 2 },
    response: { divideResult: 3 },
  },
  {
    operation: "Divide",
    what: "a SoapException with a detail",
    request: { dividend: 7, divisor: 13 },
    error: {
      name: "SoapFaultError",
      faultCode: "Client",
      reason: expect.stringContaining("superstition"),
      detail: [like("Reason", "urn:rich", ["no 13 & no <13>"])],
    },
  },
  {
    operation: "Divide",
    what: "any other exception",
    request: { dividend: 7, divisor: 0 },
    error: { name: "SoapFaultError", faultCode: "Server", reason: expect.stringContaining("divide by zero") },
  },
];

specifyServer({
  title: "ASMX with rich types",
  needs: ASMX,
  prepare: () => prepareAsmx(join(__dirname, "app")),
  services: [{ title: "document/literal", path: "/rich.asmx", versions: ["1.1", "1.2"], calls }],
});
