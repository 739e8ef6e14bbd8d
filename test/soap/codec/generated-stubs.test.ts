import { SoapFaultError } from "../../../src/soap/index.js";
import { generated } from "../../codegen/generated-service.js";
import { contract, type Exchange, useExchange } from "./exchange.js";

const { answer, asked, call } = useExchange();

/** A call of a stub, what the server receives and responds, and the result of the call. */
interface StubCall {
  readonly stub: string;
  readonly request: unknown;
  readonly headers?: unknown;
  readonly asked: Partial<Exchange["asked"]>;
  readonly answer: Parameters<Exchange["answer"]>[0];
  readonly result: unknown;
}

test.each<readonly [string, StubCall]>([
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
    "document/literal with several parts: no element around them",
    {
      stub: "pair",
      request: { name: "x", id: 1 },
      asked: { body: '<name xmlns="urn:t">x</name><id xmlns="urn:t">1</id>' },
      answer: { body: '<name xmlns="urn:t">y</name><id xmlns="urn:t">2</id>' },
      result: { name: "y", id: 2 },
    },
  ],
  [
    "the parts attribute of soap:body",
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
    "an abstract element, replaced by a substitute",
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
    "the other overload of the operation",
    {
      stub: "find2",
      request: 1,
      asked: { action: '"urn:FindById"', body: '<id xmlns="urn:t">1</id>' },
      answer: { body: '<name xmlns="urn:t">x</name>' },
      result: "x",
    },
  ],
])("%s", async (_what, { stub, request, headers, asked: wanted, answer: answered, result }) => {
  answer(answered);
  await expect(call(stub, request, headers)).resolves.toEqual(result);
  expect(asked).toMatchObject(wanted);
});

test.each([
  ["Denied", '<denied xmlns="urn:t">no</denied>', "no"],
  ["Locked", '<x:locked xmlns:x="urn:t"><until>2030-01-01</until></x:locked>', { until: "2030-01-01" }],
])("the detail of a declared fault has its type: %s", async (name, detail, value) => {
  const fault = `<soap:Fault><faultcode>soap:Server</faultcode><faultstring>no</faultstring><detail>${detail}</detail></soap:Fault>`;
  answer({ status: 500, body: fault });
  const failure: unknown = await call("open", "x", {}).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SoapFaultError);
  expect(failure).toMatchObject({ detail: { name, value } });
});

test("the documentation of a stub names the attachments that it does not send", async () => {
  const stub = (await generated(contract)).get("attach.ts");
  expect(stub).toContain("The request is sent without its attachments `id`.");
  expect(stub).toContain("A response with its attachments `id` is rejected.");
});
