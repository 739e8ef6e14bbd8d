import { join } from "node:path";
import { prepareFolder } from "../../../support/hosts/start-host.js";
import { type Call, specifyServer } from "../specify-server.js";
import { BYTES, DECIMAL, LONGEST, LOWEST, TEXT } from "../values.js";

const values = {
  text: TEXT,
  big: LONGEST,
  amount: DECIMAL,
  ratio: -1.5e-7,
  at: "2024-02-29T23:59:59.123+14:00",
  data: BYTES,
  yes: true,
  colour: "dark green",
  nullable: null,
};
const more = { ...values, text: "", big: LOWEST, data: new Uint8Array(), nullable: "", either: 7, optional: TEXT };
const described = '"ratio":-1.5e-7,"at":"2024-02-29T23:59:59.123+14:00"';

const scalars: readonly Call[] = [
  { operation: "EchoValues", what: "nil and absent", request: { value: values }, response: { value: values } },
  { operation: "EchoValues", what: "empty and present", request: { value: more }, response: { value: more } },
  {
    operation: "DescribeValues",
    what: "what PHP read",
    request: { value: { ...values, text: TEXT } },
    response: {
      description: expect.stringContaining(
        `{"text":${JSON.stringify(TEXT)},"big":${LONGEST},"amount":"${DECIMAL}",${described},` +
          `"data":"${Buffer.from(BYTES).toString("hex")}","yes":true,"colour":"dark green","nullable":null}`,
      ),
    },
  },
];

const animals: readonly Call[] = [
  {
    operation: "EchoAnimal",
    what: "the declared type",
    request: { value: { name: "Any" } },
    response: { value: { name: "Any" } },
  },
  {
    operation: "EchoAnimal",
    what: "a derived type",
    request: { value: { $type: "Dog", name: TEXT, tricks: -3 } },
    response: { value: { $type: "Dog", name: TEXT, tricks: -3 } },
  },
];

const literalLists: readonly Call[] = [
  {
    operation: "EchoLists",
    what: "nested, with nil and empty items",
    request: { value: { name: [TEXT, null, ""], row: [{ cell: [1, -2] }, { cell: [] }, { cell: [3] }] } },
    response: { value: { name: [TEXT, null, ""], row: [{ cell: [1, -2] }, { cell: [] }, { cell: [3] }] } },
  },
  {
    operation: "EchoLists",
    what: "empty",
    request: { value: { name: [], row: [] } },
    response: { value: { name: [], row: [] } },
  },
];

const faults: readonly Call[] = [
  { operation: "Divide", what: "an answer", request: { dividend: 7, divisor: 2 }, response: { quotient: 3 } },
  {
    operation: "Divide",
    what: "the declared fault",
    request: { dividend: 7, divisor: 0 },
    error: {
      name: "SoapFaultError",
      faultCode: "Client",
      reason: "division by zero",
      detail: { name: "Division", value: { dividend: 7, hint: "not by <0> & co" } },
    },
  },
  {
    operation: "Divide",
    what: "a fault that is not declared",
    request: { dividend: 7, divisor: 13 },
    error: { name: "SoapFaultError", faultCode: "Server", reason: "no 13 & no <13>", detail: expect.any(Array) },
  },
  {
    operation: "Divide",
    what: "an exception, for which PHP sends nothing but the status",
    request: { dividend: 7, divisor: 14 },
    error: { name: "UnexpectedResponseError", httpStatus: 500, outcome: "unknown" },
  },
];

const split: Call = {
  operation: "Split",
  what: "two results",
  request: { text: "one two three" },
  response: { head: "one", tail: "two three" },
};

const twins: Call = {
  operation: "Twins",
  what: "one object twice, by reference",
  request: { value: { $type: "Dog", name: "Rex", tricks: 2 } },
  response: {
    one: { $type: "Dog", name: "Rex", tricks: 2 },
    other: { $type: "Dog", name: "Rex", tricks: 2 },
  },
};

const headers: readonly Call[] = [
  {
    operation: "Greet",
    what: "headers in both directions",
    headers: { session: "anna & <bob>" },
    response: { body: { greeting: "Hello, anna & <bob>" }, headers: { session: ">bob< & anna" } },
  },
  { operation: "Greet", what: "no header", response: { body: { greeting: "Hello, stranger" }, headers: {} } },
  { operation: "Notify", what: "one way", request: { text: TEXT }, response: undefined },
];

const encodedArrays: readonly Call[] = [
  {
    operation: "EchoLists",
    what: "arrays in structs in an array",
    request: { value: { names: [TEXT, ""], rows: [{ cells: [1, -2] }, { cells: [] }] } },
    response: { value: { names: [TEXT, ""], rows: [{ cells: [1, -2] }, { cells: [] }] } },
  },
  {
    operation: "EchoLists",
    what: "null items",
    request: { value: { names: [TEXT, null], rows: [null, { cells: [1] }] } },
    response: { value: { names: [TEXT, null], rows: [null, { cells: [1] }] } },
  },
  {
    operation: "EchoLists",
    what: "empty arrays",
    request: { value: { names: [], rows: [] } },
    response: { value: { names: [], rows: [] } },
  },
  {
    operation: "EchoLists",
    what: "null arrays",
    request: { value: { names: null, rows: null } },
    response: { value: { names: null, rows: null } },
  },
  {
    operation: "EchoMatrix",
    what: "an array of arrays",
    request: { value: [[1, 2], [], [3]] },
    response: { value: [[1, 2], [], [3]] },
  },
  {
    operation: "EchoZoo",
    what: "items of derived types",
    request: { value: [{ name: "Any" }, { $type: "Dog", name: "Rex", tricks: 2 }] },
    response: { value: [{ name: "Any" }, { $type: "Dog", name: "Rex", tricks: 2 }] },
  },
  { operation: "EchoAnimal", what: "null", request: { value: null }, response: { value: null } },
];

specifyServer({
  title: "PHP's SoapServer",
  needs: {
    user: "PHP's SoapServer",
    programs: ["bash", "php", ["php", "--ri", "soap"]],
    packages: ["php-cli", "php-soap"],
  },
  prepare: async () => {
    const { folder, port } = await prepareFolder("php", join(__dirname, "app"));
    const server = ["php", "-S", `127.0.0.1:${port}`, "-t", "app"];
    return { folder, port, command: ["bash", join(__dirname, "../host.sh"), folder, ...server] };
  },
  services: [
    {
      title: "document/literal",
      path: "/document.php",
      versions: ["1.1", "1.2"],
      calls: [...scalars, ...literalLists, ...animals, ...faults, ...headers],
    },
    {
      title: "rpc/literal",
      path: "/rpc.php",
      versions: ["1.1", "1.2"],
      calls: [...scalars, ...literalLists, ...animals, ...faults, split],
    },
    {
      title: "rpc/encoded",
      path: "/encoded.php",
      versions: ["1.1", "1.2"],
      calls: [...scalars, ...animals, ...faults, ...encodedArrays, split, twins],
    },
  ],
});
