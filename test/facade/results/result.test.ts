import type { ServiceError } from "../../../src/errors.js";
import { checkResult, hasMissingFolderText, readAnswer, readConfirmation, readTicket } from "../../../src/result.js";
import { type InfoRouterError, UnexpectedResponseError } from "../../../src/soap/errors.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { atOnce, type Work } from "../../../src/soap/xml/slices.js";
import type { XmlElement } from "../../../src/soap/xml/xml-element.js";
import { hostileAnswers } from "../../support/hostile-answers.js";

const call = { operation: "DeleteFolder", requestId: "1", secrets: ["s3cret"] };

const answered = (xml: string) => ({ kind: "answer", element: readXml(xml) }) as const;

function read(xml: string): string {
  return atOnce(readAnswer(readXml(xml), call)).name;
}

function refusal(xml: string): Partial<InfoRouterError> {
  return failureOf(readAnswer(readXml(xml), call));
}

function failureOf(work: Work<unknown>): Partial<InfoRouterError> {
  try {
    atOnce(work);
  } catch (error) {
    return error as InfoRouterError;
  }
  throw new Error("It was taken for success.");
}

test.each([
  ["<response success='true'/>"],
  ["<response success='true' error=''/>"],
  ["<response success='TRUE'/>"],
  ["<response success='True' error=''/>"],
  ["<root success='true' error=''/>"],
  ["<Response success='true'/>"],
  ["<response success='true'> </response>"],
  ["<response success='true'><item path='/a/b'/></response>"],
  ["<response success='true'><log><item>/a/b</item></log></response>"],
  ["<response success='true'><logitem path='/a/b' status='success' message='ok'/></response>"],
])("takes %s for success", (xml) => {
  expect(read(xml)).toMatch(/^(response|root|Response)$/);
});

test.each([
  ["<response error='Access denied.'/>", "ACCESS_DENIED", "rejected"],
  ["<response error='Access denied.'> \n</response>", "ACCESS_DENIED", "rejected"],
  ["<response success='false' error='Access Denied'/>", "ACCESS_DENIED", "rejected"],
  ["<response success='false' error='[921]Insufficient rights'/>", "ACCESS_DENIED", "rejected"],
  ["<response success='false' error='[900] Authentication failed'/>", "AUTHENTICATION_FAILED", "rejected"],
  ["<response success='false' error='[901] Session expired or Invalid ticket'/>", "SESSION_EXPIRED", "rejected"],
  ["<response error='[901]Sitzung abgelaufen'/>", "SESSION_EXPIRED", "rejected"],
  ["<response error='Folder not found'/>", "FOLDER_NOT_FOUND", "rejected"],
  ["<response error='Folder not found.'/>", "FOLDER_NOT_FOUND", "rejected"],
  ["<response error='Folder not found: parent does not exist'/>", "UNCLASSIFIED", "rejected"],
  ["<response error='bad Request'/>", "BAD_REQUEST", "rejected"],
  ["<response error='Top-level domain cannot be deleted'/>", "TOP_LEVEL_FOLDER", "rejected"],
  ["<response error='SystemError: disk full'/>", "SYSTEM_ERROR", "unknown"],
  ["<response success='false' error='[1524] checked out'/>", "UNCLASSIFIED", "rejected"],
  ["<response success='false'/>", "UNCLASSIFIED", "unknown"],
  ["<response success='FALSE' error=''/>", "UNCLASSIFIED", "unknown"],
  ["<response success='false' error='[log]'/>", "PARTIAL", "unknown"],
  ["<response success='true' error='[log]'/>", "PARTIAL", "unknown"],
  ["<response success='false' error='MultiStatus'/>", "PARTIAL", "unknown"],
  ["<response success='true' error='Access denied.'/>", "ACCESS_DENIED", "unknown"],
  ["<response Error='Access denied.' error='Folder not found'/>", "FOLDER_NOT_FOUND", "unknown"],
  ["<response success='true' error='[901] Session expired'/>", "SESSION_EXPIRED", "unknown"],
  ["<response success='true'><logitem path='/a' status='failed'/></response>", "PARTIAL", "unknown"],
  ["<response success='true'><logitem name='/a' message='locked'/></response>", "PARTIAL", "unknown"],
  ["<response success='true'><item path='/a' error='locked'/></response>", "PARTIAL", "unknown"],
  ["<response success='true'><item path='/a' success='false'/></response>", "PARTIAL", "unknown"],
  ["<response success='true'><log><item>/a</item><error>locked</error></log></response>", "PARTIAL", "unknown"],
  ["<response success='false' error='No'><logitem path='/a' error='locked'/></response>", "PARTIAL", "unknown"],
])("takes %s for %s, %s", (xml, code, outcome) => {
  expect(refusal(xml)).toMatchObject({ name: "ServiceError", code, outcome });
});

test.each([
  ["<response/>"],
  ["<response success=''/>"],
  ["<response success='yes'/>"],
  ["<response success='1'/>"],
  ["<response success=' true'/>"],
  ["<response error=''/>"],
  ["<response Success='true'/>"],
  ["<response xmlns:x='u' x:success='true'/>"],
  ["<response><success>true</success></response>"],
])("takes %s for no answer at all", (xml) => {
  expect(refusal(xml)).toMatchObject({ name: "UnexpectedResponseError", outcome: "unknown" });
});

test.each([
  [undefined],
  [{ kind: "value", element: readXml("<DeleteFolderResult>true</DeleteFolderResult>") }],
] as const)("confirms nothing by a result that is no element: %j", (result) => {
  expect(() => atOnce(readConfirmation(result, call))).toThrow(UnexpectedResponseError);
});

test.each([
  ["<response xmlns='http://tempuri.org/' success='true'/>", true],
  ["<response xmlns='http://tempuri.org' success='true'/>", false],
  ["<response success='true'><item path='/a' success='true'/><item path='/b' success='true'/></response>", true],
  ["<response success='true'><item path='/a' success='true'> </item></response>", true],
  ["<response success='true'><item path='/a' success='true'/><deleted/></response>", false],
  ["<response success='true'><item path='/a' success='true' paths='2'/></response>", false],
  ["<response success='true'><item path='/a' success='true' xpath=''/></response>", false],
])("takes %s for a confirmation: %p", (xml, isConfirmed) => {
  const confirm = () => readConfirmation(answered(xml), call);
  if (isConfirmed) {
    expect(() => atOnce(confirm())).not.toThrow();
  } else {
    expect(failureOf(confirm())).toMatchObject({ code: "NOT_THE_CONTRACT", outcome: "unknown" });
  }
});

/** Those that are named by the element that the service returns. */
const elements = hostileAnswers.filter(({ name }) => name.startsWith("<"));

test.each(elements)("takes $name for a confirmation, or says why not", ({ name: xml, want }) => {
  const confirm = () => readConfirmation(answered(xml), call);
  if (want === "deleted") {
    expect(() => atOnce(confirm())).not.toThrow();
  } else {
    expect(failureOf(confirm())).toMatchObject(want);
  }
});

test("there are at least 80 such elements", () => {
  expect(elements.length).toBeGreaterThanOrEqual(80);
});

test("keeps the service's text, number and failed items, without the secrets in them", () => {
  const xml = `<response success="false" error="[77] ticket s3cret"><item path="/a/S3CRET" error="no s3cret"/></response>`;
  expect(refusal(xml)).toMatchObject({
    serviceCode: 77,
    serviceMessage: "[77] ticket [redacted]",
    failedItems: [{ item: "/a/[redacted]", message: "no [redacted]" }],
  });
});

test.each([
  ["<root success='true' error='' ticket='T'/>", "T"],
  ["<root success='true'/>", "NOT_THE_CONTRACT"],
  ["<root success='true' ticket=''/>", "NOT_THE_CONTRACT"],
  ["<root ticket='T'/>", "NOT_THE_CONTRACT"],
  ["<root success='false' ticket='T'/>", "UNCLASSIFIED"],
  ["<root success='true' error='[900] Authentication failed' ticket='T'/>", "AUTHENTICATION_FAILED"],
])("takes from %s the ticket, or its refusal: %s", (xml, want) => {
  const ticketOrCode = (): string => {
    try {
      const result = { kind: "answer", element: readXml(xml) } as const;
      return atOnce(readTicket(result, { ...call, operation: "AuthenticateUser" }));
    } catch (error) {
      return (error as InfoRouterError).code;
    }
  };
  expect(ticketOrCode()).toBe(want);
});

test.each([
  ["<response success='false' error='[901] Session expired'/>", 901],
  ["<response success='false' error='Session expired' errorCode='4010'/>", 4010],
  ["<response success='false' error='Session expired' ErrorCode='4010'/>", 4010],
  ["<response success='false' error='[901] Session expired' errorCode='4010'/>", 4010],
  ["<response success='false' error='[901] Session expired' errorCode=''/>", 901],
  ["<response success='false' error='Refused'/>", undefined],
])("takes from %s the number %p", (xml, serviceCode) => {
  expect(refusal(xml)).toHaveProperty("serviceCode", serviceCode);
});

test.each<[reason: string, work: () => Work<unknown>]>([
  ["it has neither success nor error", () => readAnswer(readXml("<response/>"), call)],
  ["its DeleteFolderResult does not hold exactly one element", () => readConfirmation(undefined, call)],
  ["it has no ticket", () => readTicket(answered("<root success='true'/>"), call)],
  [
    'it reports success, but also has "warnings", which no known confirmation has',
    () => readConfirmation(answered("<response success='true' warnings='1'/>"), call),
  ],
  [
    'it reports success, but also has "x[redacted]", which no known confirmation has',
    () => readConfirmation(answered("<response success='true'><xs3cret/></response>"), call),
  ],
  [
    `it reports success, but also has "${"x".repeat(100)}", which no known confirmation has`,
    () => readConfirmation(answered(`<response success='true' ${"x".repeat(200)}=''/>`), call),
  ],
  [
    "it reports success, but also has a text, which no known confirmation has",
    () => readConfirmation(answered("<response success='true'>text</response>"), call),
  ],
])("says why an answer is unexpected: %s", (reason, work) => {
  expect(failureOf(work())).toMatchObject({
    name: "UnexpectedResponseError",
    code: "NOT_THE_CONTRACT",
    message: expect.stringContaining(`DeleteFolder: an unexpected answer: ${reason}`),
    operation: "DeleteFolder",
    requestId: "1",
    outcome: "unknown",
    httpStatus: 200,
  });
});

test("a refusal names its operation and call, and not the ticket that it gives all the same", () => {
  const work = readTicket(answered("<root success='false' error='no T1CK3T' ticket='T1CK3T'/>"), call);
  expect(failureOf(work)).toMatchObject({ operation: "DeleteFolder", requestId: "1", serviceMessage: "no [redacted]" });
});

test.each([
  ["Folder not found", true],
  ["[77] folder not found.", true],
  ["Target folder cannot be found", true],
  ["User not found", false],
  ["Folder not found: parent does not exist", false],
])("knows the texts of a folder that is not there, whatever the number: %s, %p", (error, expected) => {
  const failure = refusal(`<response success="false" error="${error}" errorCode="4041"/>`);
  expect(hasMissingFolderText(failure as ServiceError)).toBe(expected);
});

test.each([
  ["<item path='/p' name='n' error='e' message='m'>t</item>", { item: "/p", message: "e" }],
  ["<logitem name='n' message='m'>t</logitem>", { item: "n", message: "m" }],
  ["<item status='failed'> t </item>", { item: "", message: "t" }],
  ["<log><item>/p</item><error> e </error></log>", { item: "", message: "e" }],
])("lists of %s what failed, and why", (xml, item) => {
  const { failedItems } = refusal(`<response success="true">${xml}</response>`) as Partial<ServiceError>;
  expect(failedItems).toEqual([item]);
});

test.each([
  ["<item error='x'/>", true],
  ["<logitem error='x'/>", true],
  ["<logitem status='failed'/>", true],
  ["<logitem status='FAILED'/>", true],
  ["<item success='false'/>", true],
  ["<item success='False'/>", true],
  ["<log><item>a</item><error>x</error></log>", true],
  ["<folder><log>text<error>x</error></log></folder>", true],
  ["<item error=''/>", false],
  ["<item/>", false],
  ["<items error='x'/>", false],
  ["<myitem error='x'/>", false],
  ["<LOGITEM error='x'/>", false],
  ["<item status='failed before'/>", false],
  ["<item status='not failed'/>", false],
  ["<item success='false alarm'/>", false],
  ["<item success='not false'/>", false],
  ["<log><item>a</item></log>", false],
  ["<log>text</log>", false],
  ["<log><folder error='x'/></log>", false],
  ["<Log><error>x</error></Log>", false],
  ["<error>x</error>", false],
  ["<log><item>a</item></log><folder error='x'/>", false],
  ["<response error='x'/>", true],
  ["<Response success='false'/>", true],
  ["<root status='failed'/>", true],
  ["<RESPONSE error='x'/>", false],
  ["<item error='x'/><folder error='x'/>", true],
])("takes %s in the answer of an operation that is not a deletion for a failure: %p", (xml, hasFailed) => {
  const check = () => checkResult(answered(`<root success="true">${xml}</root>`), call);
  if (hasFailed) {
    expect(failureOf(check())).toMatchObject({ code: "PARTIAL", failedItems: [{}] });
  } else {
    expect(() => atOnce(check())).not.toThrow();
  }
});

test("a value, or nothing, is no failure of an operation that is not a deletion", () => {
  expect(() => atOnce(checkResult(undefined, call))).not.toThrow();
  expect(() => atOnce(checkResult({ kind: "value", element: readXml("<r error='x'/>") }, call))).not.toThrow();
});

test("a result that could be a refusal and cannot be read is none of success", () => {
  const check = checkResult({ kind: "unclear", element: readXml("<r><a/><b/></r>") }, call);
  expect(failureOf(check)).toMatchObject({ name: "UnexpectedResponseError" });
});

const LISTS = `<response success="false" error="no">
  <folder error="data"><item path="/1" error="a"/><folder><log><item>/2</item><error>b</error></log></folder></folder>
  <item path="/3" error="c"><folder path="/4" error="d"/></item><folder path="/5" error="data"/>
</response>`;

test.each<[of: string, failed: string[], read: (result: { kind: "answer"; element: XmlElement }) => Work<unknown>]>([
  ["a deletion, all of them", ["data", "a", "b", "c", "d", "data"], (result) => readConfirmation(result, call)],
  ["another operation, those in a report", ["a", "b", "c", "d"], (result) => checkResult(result, call)],
])("lists what failed in the order of the answer: of %s", (_of, failed, read) => {
  const { failedItems = [] } = failureOf(read({ kind: "answer", element: readXml(LISTS) })) as Partial<ServiceError>;
  expect(failedItems.map(({ message }) => message)).toEqual(failed);
});
