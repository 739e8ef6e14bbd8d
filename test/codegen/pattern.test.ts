import { translatePattern } from "../../scripts/emit/what/pattern.js";

const matches = (pattern: string, text: string): boolean | undefined => {
  const source = translatePattern(pattern);
  return source === undefined ? undefined : new RegExp(source, "u").test(text);
};

test.each<[rule: string, pattern: string, matching: readonly string[], others: readonly string[]]>([
  ["a pattern matches the whole text", "a|bc", ["a", "bc"], ["ab", "abc", ""]],
  ["^ and $ are characters", "^a$", ["^a$"], ["a"]],
  [". is any character but line breaks", ".", ["𝄞", "\u2028"], ["\n", "\r", ""]],
  ["a class without others (Part 2, Appendix F)", "[a-z-[aeiou]]", ["b"], ["a", "B"]],
  ["a repeated class without others", "[a-z-[aeiou]]{2}", ["bc"], ["ba", "ab", "b"]],
  ["a class without others without others", "[a-z-[a-f-[ef]]]+", ["ez"], ["ae", "ea"]],
  ["characters of names", "\\i\\c*", ["_a-1", "ä"], ["1a", "-"]],
  ["digits of all scripts", "\\d\\D", ["1a", "١a"], ["a1"]],
  ["a long pattern", "a".repeat(10_000), ["a".repeat(10_000)], ["a"]],
  ["characters with escapes that they need not have", "\\/\\$\\@[\\.\\,]", ["/$@,"], ["\\/$@,"]],
  ["a range of marks that reverse a text", "[\u202a-\u202e]\u2066", ["\u202b\u2066"], ["-\u2066"]],
  ["a block of Unicode", "\\p{IsGreek}+", ["αβ"], ["ab"]],
])("%s: %.50s", (_rule, pattern, matching, others) => {
  expect(matching.filter((text) => matches(pattern, text) !== true)).toEqual([]);
  expect(others.filter((text) => matches(pattern, text) !== false)).toEqual([]);
});

test.each([
  "(a",
  "[a",
  "\\p{IsKhmer}",
  "\\bword\\b",
  "[\\x]",
  "[]a]",
  "[^]a]",
  "\\u0041",
  "\\1",
  "(a{0,200}b?){0,200}",
  "a".repeat(100_000),
  `${"(".repeat(5_000)}a${")".repeat(5_000)}`,
  `${"[a-z-".repeat(30_000)}[b]${"]".repeat(30_000)}`,
])("there is no translation of %.50s", (pattern) => {
  expect(translatePattern(pattern)).toBeUndefined();
});

test("marks that reverse the order of a text have escapes", () => {
  expect(translatePattern("a\u202e[\u2066x]\u061c")).toBe("^(?:a\\u202e[\\u2066x]\\u061c)$");
});

test("a pattern has more alternatives than a call has arguments", () => {
  expect(matches(`${"a|".repeat(130_000)}b`, "b")).toBe(true);
});
