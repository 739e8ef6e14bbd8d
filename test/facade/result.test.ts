import { readAnswer, readConfirmation, readTicket } from "../../src/result.js";
import { type InfoRouterError, UnexpectedResponseError } from "../../src/soap/errors.js";
import { readXml } from "../../src/soap/xml/read-xml.js";

const call = { operation: "DeleteFolder", requestId: "1", secrets: ["s3cret"] };

function read(xml: string): string {
  return readAnswer(readXml(xml), call).name;
}

function refusal(xml: string): Partial<InfoRouterError> {
  try {
    readAnswer(readXml(xml), call);
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
  expect(() => readConfirmation(result, call)).toThrow(UnexpectedResponseError);
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
      return readTicket({ kind: "answer", element: readXml(xml) }, { ...call, operation: "AuthenticateUser" });
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
