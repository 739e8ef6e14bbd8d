import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { XmlText } from "../../../src/soap/xml/xml-text.js";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const textOf = (text: string): XmlText =>
  new XmlText(text, 5, (message) => {
    throw new Error(message);
  });

test("the next angle is found from the first character on, and from each position after that", () => {
  const text = textOf("ab<c<");
  const found = [0, 1, 2, 3, 4, 5].map((position) => {
    text.position = position;
    return text.nextAngle();
  });
  expect(found).toEqual([2, 2, 2, 4, 4, 5]);
});

test.each([
  ["ab=", "ab", 2],
  ["ab c", "ab", 2],
  ["ab>", "ab", 2],
  ["ab/", "ab", 2],
  ["abc=", "ab", 0],
  ["ab", "ab", 0],
  ["xab=", "ab", 0],
  ["a", "ab", 0],
])("at the beginning of %j, the name %j is skipped up to %d", (whole, name, position) => {
  const text = textOf(whole);
  expect(text.skipName(name)).toBe(position > 0);
  expect(text.position).toBe(position);
});

test("a name is skipped from the position on, and not before", () => {
  const text = textOf("ab ab=");
  text.position = 3;
  expect(text.skipName("ab")).toBe(true);
  expect(text.position).toBe(5);
  text.position = 1;
  expect(text.skipName("ab")).toBe(false);
  expect(text.position).toBe(1);
});

describe("characters are checked", () => {
  const check = (whole: string, ends: readonly number[]): void => {
    const text = textOf(whole);
    for (const end of ends) {
      text.checkCharacters(end);
    }
  };

  test.each<[name: string, text: string, ends: number[]]>([
    ["up to the end that is asked for, and no further", "ab\u0001", [2]],
    ["no second time", "\u{1f600}b", [1, 2, 3]],
    ["with both halves of a character at the end", "a\u{1f600}b", [2, 4]],
    ["with one of 16 bits at the end", "a\uff5e\u{1f600}", [2, 4]],
    ["with a last one of both halves", "a\u{1f600}", [3]],
  ])("%s", (_name, whole, ends) => {
    expect(() => check(whole, ends)).not.toThrow();
  });

  test.each([
    ["one that XML does not allow", "ab\u0001", [3], "U+0001"],
    ["one that comes later", "ab\u0001", [2, 3], "U+0001"],
    ["half a character at the end", "a\ud83d", [2], "U+D83D"],
    ["half a character before another", "a\ud83db", [2, 3], "U+D83D"],
    ["the other half", "a\ude00b", [2], "U+DE00"],
  ])("and refused: %s", (_name, whole, ends, character) => {
    expect(() => check(whole, ends)).toThrow(`character ${character} is not allowed in XML 1.0`);
  });
});

test.each([
  ["an attribute", (text: string) => `<a b="${text}"/>`],
  ["a text", (text: string) => `<a>${text}</a>`],
])("the references in %s leave no piece each, which the garbage collector would have to visit", (_where, around) => {
  const xml = around("&lt;".repeat(1_000_000));
  const before = heapUsed();
  const element = readXml(xml);
  // A million characters. Pieces would have 32 bytes each.
  expect(heapUsed() - before).toBeLessThan(8_000_000);
  expect([...element.attributes.map(({ value }) => value), ...element.children]).toEqual(["<".repeat(1_000_000)]);
});
