import { join } from "node:path";
import { ASMX, prepareAsmx } from "../../../support/hosts/start-asmx.js";
import { type Call, specifyServer } from "../specify-server.js";
import { BYTES, DECIMAL, LONGEST, LOWEST, like, sameMoment, TEXT, xml } from "../values.js";

const XSI = "http://www.w3.org/2001/XMLSchema-instance";

const values = {
  text: TEXT,
  big: LONGEST,
  amount: DECIMAL,
  ratio: -1.5e-7,
  at: "2024-02-29T23:59:59.123+14:00",
  data: BYTES,
  yes: true,
  colour: "dark green",
};
const full = { ...values, text: "", big: LOWEST, data: new Uint8Array(), colour: "Red", nothing: TEXT };
const at = sameMoment(values.at);

const lists = { names: [TEXT, ""], rows: [{ cells: [1, -2] }, { cells: [] }] };
const typed = (type: string, text: string) => ({
  ...xml("", "anyType", [text]),
  attributes: [{ name: "type", namespace: XSI, value: `xs:${type}` }],
  prefixes: new Map([["xs", "http://www.w3.org/2001/XMLSchema"]]),
});
const mixed = [typed("int", "1"), typed("string", TEXT)];
const jagged = [[1, 2], [], [3]];
const puppy = { $type: "Puppy", name: TEXT, tricks: -3, weeks: 9, friend: { $type: "Dog", name: "Rex", tricks: 0 } };
const zoo = [{ name: "Any" }, puppy, { $type: "Dog", name: "", tricks: 2 }];

/** Calls whose response has not one part alone. */
const others: readonly Call[] = [
  {
    operation: "Split",
    what: "out and ref parameters",
    request: { text: "one two three", count: 10 },
    response: { head: "one", count: 13 },
  },
  { operation: "Notify", what: "one way", request: { text: TEXT }, response: undefined },
];

const calls: readonly Call[] = [
  {
    operation: "EchoValues",
    what: "all members",
    request: { value: full },
    response: { echoValuesResult: { ...full, at } },
  },
  {
    operation: "EchoValues",
    what: "an absent member",
    request: { value: values },
    response: { echoValuesResult: { ...values, at } },
  },
  {
    operation: "EchoValues",
    what: "a null member",
    request: { value: { ...values, nothing: null } },
    response: { echoValuesResult: { ...values, at } },
  },
  {
    operation: "DescribeValues",
    what: "what ASMX read",
    request: { value: values },
    response: {
      describeValuesResult:
        `${TEXT}|${LONGEST}|${DECIMAL}|2024-02-29T09:59:59.1230000Z|` +
        `${Buffer.from(BYTES).toString("base64")}|True|DarkGreen|null`,
    },
  },
  {
    operation: "EchoLists",
    what: "arrays in structs in an array",
    request: { value: lists },
    response: { echoListsResult: lists },
  },
  {
    operation: "EchoLists",
    what: "an array of arrays in a struct",
    request: { value: { jagged } },
    response: { echoListsResult: { jagged } },
  },
  {
    operation: "EchoLists",
    what: "items of xs:anyType",
    request: { value: { mixed } },
    response: { echoListsResult: { mixed: ["1", TEXT].map((text) => expect.objectContaining({ children: [text] })) } },
  },
  {
    operation: "EchoLists",
    what: "null items",
    request: { value: { names: [TEXT, null], rows: [null, { cells: [1] }] } },
    response: { echoListsResult: { names: [TEXT, null], rows: [null, { cells: [1] }] } },
  },
  {
    operation: "DescribeLists",
    what: "what ASMX read",
    request: { value: { ...lists, jagged, mixed } },
    response: { describeListsResult: "2,2,3,2:Int32,String" },
  },
  {
    operation: "DescribeLists",
    what: "empty and absent arrays",
    request: { value: { names: [], jagged: [] } },
    response: { describeListsResult: "0,null,0,null:" },
  },
  {
    operation: "EchoTexts",
    what: "an array",
    request: { value: [TEXT, "", "x"] },
    response: { echoTextsResult: [TEXT, "", "x"] },
  },
  { operation: "EchoTexts", what: "an empty array", request: { value: [] }, response: { echoTextsResult: [] } },
  {
    operation: "EchoTexts",
    what: "null",
    request: { value: null },
    response: { echoTextsResult: null },
  },
  {
    operation: "EchoJagged",
    what: "an array of arrays",
    request: { value: jagged },
    response: { echoJaggedResult: jagged },
  },
  {
    operation: "EchoAnimal",
    what: "a type derived from a derived type, with a reference",
    request: { value: puppy },
    response: { echoAnimalResult: puppy },
  },
  {
    operation: "EchoAnimal",
    what: "null",
    request: { value: null },
    response: { echoAnimalResult: null },
  },
  {
    operation: "EchoZoo",
    what: "items of derived types",
    request: { value: zoo },
    response: { echoZooResult: zoo },
  },
  {
    operation: "DescribeZoo",
    what: "the types that ASMX read",
    request: { value: zoo },
    response: { describeZooResult: "Animal,Puppy,Dog" },
  },
  { operation: "EchoText", what: "a text", request: { value: TEXT }, response: { echoTextResult: TEXT } },
  { operation: "EchoText", what: "an empty text", request: { value: "" }, response: { echoTextResult: "" } },
  {
    operation: "EchoText",
    what: "null",
    request: { value: null },
    response: { echoTextResult: null },
  },
  {
    operation: "Greet",
    what: "a header",
    headers: { session: { user: "anna & <bob>" } },
    response: { greetResult: "Hello, anna & <bob>" },
  },
  { operation: "Greet", what: "no header", response: { greetResult: "Hello, stranger" } },
  { operation: "Divide", what: "an answer", request: { dividend: 7, divisor: 2 }, response: { divideResult: 3 } },
  {
    operation: "Divide",
    what: "a SoapException with a detail",
    request: { dividend: 7, divisor: 13 },
    error: {
      name: "SoapFaultError",
      faultCode: "Client",
      reason: expect.stringContaining("superstition"),
      detail: [like("Reason", "urn:rpc", ["no 13 & no <13>"])],
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
  title: "ASMX with SoapRpcService",
  needs: ASMX,
  prepare: () => prepareAsmx(join(__dirname, "app")),
  services: [
    {
      title: "rpc/encoded",
      path: "/rpc.asmx",
      versions: ["1.1", "1.2"],
      calls: [...calls, ...others],
    },
  ],
});
