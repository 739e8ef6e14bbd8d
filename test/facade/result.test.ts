import { toCallResult } from "../../src/call-result.js";
import type { ServiceError } from "../../src/errors.js";
import { checkResult, readAnswer, readConfirmation, readTicket } from "../../src/result.js";
import { type InfoRouterError, UnexpectedResponseError } from "../../src/soap/errors.js";
import { readXml } from "../../src/soap/xml/read-xml.js";
import { atOnce, inSlices, type Work } from "../../src/soap/xml/slices.js";
import type { XmlElement } from "../../src/soap/xml/xml-element.js";

const call = { operation: "DeleteFolder", requestId: "1", secrets: ["s3cret"] };

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
  expect(() => atOnce(readConfirmation(result, call))).toThrow(UnexpectedResponseError);
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

describe("a result is read in steps", () => {
  /** How often elements have been asked for their children. */
  let looks = 0;
  class CountedElement implements XmlElement {
    readonly namespace = "";
    readonly attributes: XmlElement["attributes"];
    readonly #children: readonly XmlElement[];

    constructor(
      readonly name: string,
      attributes: Readonly<Record<string, string>>,
      children: readonly XmlElement[],
    ) {
      this.attributes = Object.entries(attributes).map(([key, value]) => ({ name: key, namespace: "", value }));
      this.#children = children;
    }

    get children(): readonly XmlElement[] {
      looks += 1;
      return this.#children;
    }
  }

  const wide = (count: number, attributes: Readonly<Record<string, string>>): XmlElement[] =>
    Array.from({ length: count }, () => new CountedElement("item", attributes, []));
  const nested = (count: number, attributes: Readonly<Record<string, string>>): XmlElement[] =>
    Array.from({ length: count / 50 }, () => {
      let element = new CountedElement("item", attributes, []);
      for (let depth = 1; depth < 50; depth += 1) {
        element = new CountedElement("item", attributes, [element]);
      }
      return element;
    });
  const yes = { success: "true" };
  const failed = { path: "/s3cret", error: "no" };
  const no = { success: "false", error: "no" };

  const works: [name: string, content: (count: number) => XmlElement[], root: object, read: typeof readConfirmation][] =
    [
      ["a confirmation", (count) => wide(count, yes), yes, readConfirmation],
      ["nested data", (count) => nested(count, {}), yes, checkResult],
      ["failed items", (count) => wide(count, failed), no, readConfirmation],
      ["nested failed items", (count) => nested(count, failed), no, checkResult],
      [
        "a ticket",
        (count) => wide(count, yes),
        { ...yes, ticket: "T" },
        (result, of) => toVoid(readTicket(result, of)),
      ],
      ["what a call resolves with", (count) => wide(count, {}), yes, (result) => toVoid(toCallResult(result, {}))],
      ["nested, too", (count) => nested(count, {}), yes, (result) => toVoid(toCallResult(result, {}))],
    ];
  function* toVoid(work: Work<unknown>): Work<void> {
    yield* work;
  }

  function counted(work: Work<unknown>): { readonly steps: number; readonly total: number; readonly most: number } {
    let [steps, total, most] = [0, 0, 0];
    for (let done: boolean | undefined = false; !done; steps += 1) {
      looks = 0;
      try {
        ({ done } = work.next());
      } catch {
        done = true;
      }
      total += looks;
      most = Math.max(most, looks);
    }
    return { steps, total, most };
  }

  test.each(works)("which look at few elements each, and at each a few times: %s", (_name, content, root, read) => {
    const workOn = (count: number): Work<void> => {
      const element = new CountedElement("response", { ...root }, content(count));
      return read({ kind: "answer", element }, call);
    };
    const short = counted(workOn(2_000));
    const long = counted(workOn(16_000));
    expect(long.steps).toBeGreaterThanOrEqual(16_000 / 256);
    expect(long.steps).toBeLessThanOrEqual(10 * short.steps);
    expect(long.total).toBeLessThanOrEqual(8 * short.total);
    expect(long.total).toBeLessThanOrEqual(8 * 16_000);
    expect(Math.max(short.most, long.most)).toBeLessThanOrEqual(4 * 256);
    expect(counted(workOn(50)).steps).toBe(1);
  });
});

describe("work in slices", () => {
  test("that does not yield is done at once, without a promise", () => {
    expect(inSlices(readAnswer(readXml("<response success='true'/>"), call), () => {})).toHaveProperty(
      "name",
      "response",
    );
  });

  test("ends where it is no longer wanted, and is not gone on with", async () => {
    const reason = new Error("enough");
    let [steps, stepsThen, slices] = [0, 0, 0];
    function* longWork(): Work<void> {
      // More than can be done in three slices.
      for (steps = 1; steps < 10_000_000; steps += 1) {
        yield undefined;
      }
    }
    const work = inSlices(longWork(), () => {
      slices += 1;
      if (slices === 3) {
        stepsThen = steps;
        throw reason;
      }
    });
    await expect(work).rejects.toBe(reason);
    expect([slices, steps]).toEqual([3, stepsThen]);
  });
});
