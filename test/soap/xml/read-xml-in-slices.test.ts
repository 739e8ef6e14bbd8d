import { readXml, readXmlInSlices, type XmlLimits } from "../../../src/soap/xml/read-xml.js";
import { read, refusalOf, refused, resultOf, treeOf } from "./documents.js";

const SLICE = 16 * 1024;

/** Begins each document after a comment that ends shortly before a slice does. */
const shifted = (text: string, before: number): string => `<!--${"-x".repeat((SLICE - before - 8) / 2)}-->${text}`;

const inSlices = (text: string, limits: XmlLimits = {}): Promise<unknown> =>
  readXmlInSlices(text, limits, () => {}).then(treeOf, refusalOf);

/** Without the offset: a slice that has a fault is refused before any of it is read. */
const reasonOf = (result: unknown): unknown => (typeof result === "string" ? result.replace(/^\d+: /, "") : result);

const documents = [...read, ...refused]
  .map(([name, text, , limits]) => [name, text, limits] as const)
  // They would not stand at the beginning; and half a character is refused as such only when its slice is read.
  .filter(([, text]) => !text.startsWith("<?xml") && !text.includes("\ud800"));

test.each(documents)(
  "a document is what it is at once, wherever a slice ends in it: %s",
  async (_name, text, limits) => {
    for (let before = 0; before <= text.length + 2; before += 2) {
      for (const document of [text, ` ${text}`]) {
        const whole = shifted(document, before);
        const want = resultOf(() => readXml(whole, limits));
        expect(reasonOf(await inSlices(whole, limits))).toEqual(reasonOf(want));
      }
    }
  },
);

test("a document that ends after a long value is refused as one that ends within an element", async () => {
  const refusal = await inSlices(`<a b='${"x".repeat(SLICE)}&amp;'`);
  expect(reasonOf(refusal)).toBe("the document ends within an element");
});

test("a document that is no longer wanted is left between two slices", async () => {
  const text = `<a>${"x".repeat(3 * SLICE)}</a>`;
  const enough = new Error("enough");
  const beforeEachSlice = jest.fn<void, []>().mockImplementationOnce(() => {});
  beforeEachSlice.mockImplementationOnce(() => {
    throw enough;
  });
  await expect(readXmlInSlices(text, {}, beforeEachSlice)).rejects.toBe(enough);
  expect(beforeEachSlice).toHaveBeenCalledTimes(2);
});

test.each([
  [3 * SLICE, 2],
  [3 * SLICE + 1, 3],
  [SLICE, 0],
])("between the slices of %d characters, the caller is asked %d times", async (length, times) => {
  const beforeEachSlice = jest.fn();
  await readXmlInSlices(`<a>${"x".repeat(length - 7)}</a>`, {}, beforeEachSlice);
  expect(beforeEachSlice).toHaveBeenCalledTimes(times);
});
