import { toCallResult } from "../../../src/call-result.js";
import { checkResult, readAnswer, readConfirmation, readTicket } from "../../../src/result.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { inSlices, type Work } from "../../../src/soap/xml/slices.js";
import type { XmlElement } from "../../../src/soap/xml/xml-element.js";
import { StagedHandlers } from "../../../src/staged-handlers.js";

const call = { operation: "DeleteFolder", requestId: "1", secrets: ["s3cret"] };

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

  test("also after each 256 failed items, once where they are found and once where their texts are redacted", () => {
    const element = new CountedElement("response", no, wide(2_000, failed));
    const work = readConfirmation({ kind: "answer", element }, { ...call, secrets: [] });
    expect(counted(work).steps).toBe(7 + 7 + 1);
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

describe("no text of an answer that is as long as the answer is put in lower case", () => {
  const long = "\u0130".repeat(100_000);
  const read = async (result: string): Promise<void> =>
    inSlices(readConfirmation({ kind: "answer", element: readXml(result) }, call), () => {});
  afterEach(() => jest.restoreAllMocks());

  test.each([
    ["success", `<response success="${long}" error="x"/>`],
    ["success of an item", `<response success="true"><item success="${long}"/></response>`],
    ["status of an item", `<response success="true"><item status="${long}"/></response>`],
  ])("%s", async (_name, result) => {
    const lower = jest.spyOn(String.prototype, "toLowerCase");
    await expect(read(result)).rejects.toThrow();
    const lengths = new Set(lower.mock.contexts.map((text) => String(text).length));
    expect([...lengths].filter((length) => length > 100)).toEqual([]);
  });

  test("a handler that is remembered", () => {
    const lower = jest.spyOn(String.prototype, "toLowerCase");
    const handlers = new StagedHandlers();
    const noteResult = (downloadHandler: string) =>
      handlers.noteResult("GetDownloadHandler", { attributes: { downloadHandler } }, "ticket");
    noteResult(`-${long}`);
    expect(lower).not.toHaveBeenCalled();
    noteResult("{A1B2C3D4-E5F6-7890-ABCD-EF1234567890}");
    expect(handlers.remove("a1b2c3d4e5f67890abcdef1234567890", "ticket")).toBe(true);
  });
});
