import { join } from "node:path";
import { prepareFolder } from "../../../support/hosts/start-host.js";
import { type Call, specifyServer } from "../specify-server.js";
import { BYTES, DECIMAL, LONGEST, LOWEST, like, sameMoment, TEXT, xml } from "../values.js";

const XSI = "http://www.w3.org/2001/XMLSchema-instance";

const values = {
  amount: DECIMAL,
  at: "2024-02-29T23:59:59.123+14:00",
  big: LONGEST,
  colour: "darkGreen",
  data: BYTES,
  id: "01234567-89ab-cdef-0123-456789abcdef",
  letter: "漢".charCodeAt(0),
  maybeColour: null,
  moment: null,
  number: null,
  ratio: -1.5e-7,
  span: "-P1DT2H3M4.5S",
  text: TEXT,
  yes: true,
};
const more = {
  ...values,
  big: LOWEST,
  data: new Uint8Array(),
  maybeColour: "red",
  moment: "1999-12-31T23:59:59Z",
  number: 7,
  optional: TEXT,
  text: "",
};
const at = sameMoment(values.at);

const puppy = { $type: "Puppy", name: TEXT, tricks: -3, weeks: 9 };
const dog = { $type: "Dog", name: null, tricks: 0 };
const lists = {
  cages: {
    keyValueOfintAnimaltFvpzXkR: [
      { key: 1, value: puppy },
      { key: 2, value: null },
      { key: -3, value: { name: "Any" } },
    ],
  },
  counts: {
    keyValueOfstringint: [
      { key: TEXT, value: 1 },
      { key: "", value: -2 },
    ],
  },
  jagged: { arrayOfint: [{ int: [1, 2] }, { int: [] }, null, { int: [3] }] },
  names: { string: [TEXT, null, ""] },
  numbers: { int: [1, null, -2] },
};
const empty = {
  cages: { keyValueOfintAnimaltFvpzXkR: [] },
  counts: { keyValueOfstringint: [] },
  jagged: { arrayOfint: [] },
  names: { string: [] },
  numbers: { int: [] },
};
const nulls = { cages: null, counts: null, jagged: null, names: null, numbers: null };

/** What a client receives of an exception. */
const hidden = expect.stringContaining("unable to process the request due to an internal error");

/** A value of xs:anyType, with the type that it has. */
const typed = (type: string, text: string) => ({
  ...xml("urn:wcf", "value", [text]),
  attributes: [{ name: "type", namespace: XSI, value: `xs:${type}` }],
  prefixes: new Map([["xs", "http://www.w3.org/2001/XMLSchema"]]),
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
  {
    operation: "DescribeValues",
    what: "what WCF read",
    request: { value: values },
    response: {
      describeValuesResult:
        `${TEXT}|${LONGEST}|${DECIMAL}|2024-02-29T09:59:59.1230000Z|-1.02:03:04.5000000|${values.id}|` +
        `${Buffer.from(BYTES).toString("base64")}|True|DarkGreen|null|null|null|漢`,
    },
  },
  {
    operation: "EchoLists",
    what: "dictionaries and jagged arrays, with nil and empty items",
    request: { value: lists },
    response: { echoListsResult: lists },
  },
  { operation: "EchoLists", what: "empty", request: { value: empty }, response: { echoListsResult: empty } },
  { operation: "EchoLists", what: "nil", request: { value: nulls }, response: { echoListsResult: nulls } },
  {
    operation: "EchoLists",
    what: "absent, which comes back as nil",
    request: { value: {} },
    response: { echoListsResult: nulls },
  },
  {
    operation: "CountItems",
    what: "items that WCF read",
    request: { value: lists },
    response: { countItemsResult: { int: [3, 3, 4, 2, 3] } },
  },
  {
    operation: "EchoAnimal",
    what: "the declared type",
    request: { value: { name: "Any" } },
    response: { echoAnimalResult: { name: "Any" } },
  },
  {
    operation: "EchoAnimal",
    what: "a known type of a known type",
    request: { value: puppy },
    response: { echoAnimalResult: puppy },
  },
  {
    operation: "EchoZoo",
    what: "items of known types, and nil",
    request: { value: { animal: [dog, null, puppy, { name: "" }] } },
    response: { echoZooResult: { animal: [dog, null, puppy, { name: "" }] } },
  },
  {
    operation: "Describe",
    what: "the type that WCF read",
    request: { value: puppy },
    response: { describeResult: `Puppy ${TEXT}` },
  },
  { operation: "Describe", what: "no animal", response: { describeResult: "none" } },
  { operation: "EchoNullable", what: "a number", request: { value: -5 }, response: { echoNullableResult: -5 } },
  {
    operation: "EchoNullable",
    what: "nil, which the contract does not allow",
    error: { name: "UnexpectedResponseError", message: expect.stringContaining("--lenient-responses") },
  },
  { operation: "EchoText", what: "a text", request: { value: TEXT }, response: { echoTextResult: TEXT } },
  { operation: "EchoText", what: "an empty text", request: { value: "" }, response: { echoTextResult: "" } },
  { operation: "EchoText", what: "nil", request: { value: null }, response: { echoTextResult: null } },
  {
    operation: "EchoObject",
    what: "a text of xs:anyType",
    request: { value: typed("string", TEXT) },
    response: { echoObjectResult: like("EchoObjectResult", "urn:wcf", [TEXT]) },
  },
  {
    operation: "EchoObject",
    what: "a number of xs:anyType",
    request: { value: typed("long", `${LONGEST}`) },
    response: { echoObjectResult: like("EchoObjectResult", "urn:wcf", [`${LONGEST}`]) },
  },
  {
    operation: "Reverse",
    what: "a dictionary",
    request: { value: { keyValueOfstringstring: [{ key: "key", value: TEXT }] } },
    response: { reverseResult: { keyValueOfstringstring: [{ key: TEXT, value: "key" }] } },
  },
  {
    operation: "Split",
    what: "an out parameter, which Mono leaves out of the contract",
    request: { text: "one two three" },
    error: {
      name: "UnexpectedResponseError",
      message: expect.stringContaining("unexpected element {urn:wcf}count"),
      outcome: "unknown",
    },
  },
  { operation: "Notify", what: "one way", request: { text: TEXT }, response: undefined },
  {
    operation: "Divide",
    what: "an answer",
    request: { dividend: 7, divisor: 2 },
    response: { divideResult: 3 },
  },
  {
    operation: "Divide",
    what: "the fault of the fault contract, which Mono does not publish",
    request: { dividend: 7, divisor: 0 },
    error: {
      name: "SoapFaultError",
      faultCode: "Sender",
      reason: "division by zero",
      detail: [
        like("Division", "urn:wcf:faults", [
          like("Dividend", "urn:wcf:faults", ["7"]),
          like("Hint", "urn:wcf:faults", ["not by <0> & co"]),
        ]),
      ],
    },
  },
  {
    operation: "Divide",
    what: "a fault outside of the fault contract, which Mono hides",
    request: { dividend: 7, divisor: 13 },
    error: { name: "SoapFaultError", faultCode: "InternalServiceFault", reason: hidden },
  },
  {
    operation: "Divide",
    what: "an exception",
    request: { dividend: 7, divisor: 14 },
    error: { name: "SoapFaultError", faultCode: "InternalServiceFault", reason: hidden },
  },
];

/** The calls whose responses break the contract, with what is read of them leniently. */
const lenientCalls: readonly Call[] = [
  { operation: "EchoNullable", what: "nil, which the contract does not allow", response: { echoNullableResult: null } },
  {
    operation: "Split",
    what: "an out parameter, which Mono leaves out of the contract",
    request: { text: "one two three" },
    response: { splitResult: "one" },
  },
];

specifyServer({
  title: "WCF on Mono",
  needs: {
    user: "WCF on Mono",
    programs: ["bash", "mcs", "mono", ["test", "-e", "/usr/lib/mono/4.5/System.ServiceModel.dll"]],
    packages: ["libmono-system-servicemodel4.0a-cil", "mono-mcs", "mono-runtime"],
  },
  prepare: async () => {
    const { folder, port } = await prepareFolder("wcf", join(__dirname, "app"));
    const compile = "mcs -nologo -out:Server.exe -r:System.ServiceModel,System.Runtime.Serialization app/*.cs";
    const server = ["bash", "-c", `${compile} && exec mono Server.exe ${port}`];
    return { folder, port, command: ["bash", join(__dirname, "../host.sh"), folder, ...server] };
  },
  services: [
    { title: "BasicHttpBinding", path: "/service", versions: ["1.1"], calls },
    {
      title: "BasicHttpBinding, read leniently",
      path: "/service",
      versions: ["1.1"],
      calls: [...calls.filter(({ error }) => error?.["name"] !== "UnexpectedResponseError"), ...lenientCalls],
      generate: ["--lenient-responses"],
    },
  ],
});
