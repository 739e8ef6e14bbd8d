import fc from "fast-check";
import { translatePattern } from "../../../scripts/emit/what/pattern.js";
import { isLinear, patternTest } from "../../../src/soap/schema/pattern.js";
import { Limit } from "../../../src/soap/schema/schema-error.js";
import { describeProperties } from "../../support/property-seed.js";

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, "u");

/** A RegExp of the pattern that fails the test if it is asked. */
const unasked = (pattern: string): RegExp =>
  Object.assign(whole(pattern), {
    test: () => {
      throw new Error("the RegExp was asked");
    },
  });

const LONG = 20_000;

test.each<[pattern: string, texts: readonly (readonly [text: string, matches: boolean])[]]>([
  [
    "(?:A{0,1}\\p{Nd}{1,4}(?:\\.)?)+",
    [
      ["A1234.".repeat(LONG), true],
      [`${"1".repeat(LONG)}A`, false],
    ],
  ],
  [
    "(?:a+)+b",
    [
      [`${"a".repeat(LONG)}b`, true],
      ["a".repeat(LONG), false],
    ],
  ],
  [
    "(?:a|a)*",
    [
      ["a".repeat(LONG), true],
      [`${"a".repeat(LONG)}b`, false],
    ],
  ],
  [
    "(?:a?){50}a{50}",
    [
      ["a".repeat(50), true],
      ["a".repeat(101), false],
    ],
  ],
  [
    "(?:a?){1}".repeat(900),
    [
      ["a".repeat(900), true],
      ["a".repeat(2_000), false],
    ],
  ],
  [
    "[^@]+@[^@]+\\.[^@]+",
    [
      [`${"a".repeat(LONG)}@${".".repeat(LONG)}`, true],
      [`a@${".".repeat(LONG)}@`, false],
    ],
  ],
  [
    ".*[0-9a-f]{32}",
    [
      [`${"x".repeat(LONG)}${"a".repeat(32)}`, true],
      [`${"a".repeat(LONG)}x`, false],
    ],
  ],
  [
    "a*(?:a{900}|b)c",
    [
      [`${"a".repeat(LONG)}c`, true],
      ["a".repeat(LONG), false],
    ],
  ],
  [
    "(?:(?![aeiou])[a-z]|\\u{1F600}|𝄞)*x{2,}",
    [
      [`${"b😀𝄞".repeat(LONG)}xx`, true],
      [`${"b😀𝄞".repeat(LONG)}axx`, false],
      [`${"b😀𝄞".repeat(LONG)}x`, false],
    ],
  ],
])("follows all ways through a long text at once: %s", (pattern, texts) => {
  for (const [text, matches] of texts) {
    expect(patternTest(unasked(pattern))(text)).toBe(matches);
  }
});

test.each<[pattern: string, text: string]>([
  ["(?:[a-z]{1,30} ?)+", "a".repeat(LONG)],
  ["(?:[A-Za-z]+\\s?)+", "Lorem ipsum ".repeat(LONG / 10)],
  ["[a-z]*[a-z]{0,9}[a-z]{0,9}!", "a".repeat(LONG)],
])("a text leads to few new places: %s", (pattern, text) => {
  const steps = new Limit(10_000, "steps");
  const add = jest.spyOn(steps, "add");
  const isMatch = patternTest(unasked(pattern));
  expect(isMatch(text, steps)).toBe(!pattern.endsWith("!"));
  expect(add).toHaveBeenCalled();
  add.mockClear();
  isMatch(text, steps);
  expect(add).not.toHaveBeenCalled();
});

test("a text that leads to very many places is followed to its end", () => {
  const pattern = "(?:[^a]{1,30} ?)+";
  const text = Array.from({ length: 20_000 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join("");
  expect(patternTest(unasked(pattern))(text)).toBe(true);
  expect(patternTest(unasked(pattern))(`${text}a`)).toBe(false);
});

test.each<[pattern: string, text: string]>([
  ["[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "a".repeat(LONG)],
  ["[A-Z]{1,3}\\d{0,4000}", `A${"1".repeat(LONG)}`],
  ["-?\\d+(?:\\.\\d{1,2})?", `-${"1".repeat(LONG)}`],
  ["\\d+[A-Z]{3}", "1".repeat(LONG)],
  ["\\+?[0-9]{900}", "1".repeat(900)],
  ["[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", "DE00123456789012345678"],
  ["\\d+\\.\\d+", "1".repeat(10)],
])("tests with the RegExp itself where a text can match in few ways only: %s", (pattern, text) => {
  expect(() => patternTest(unasked(pattern))(text)).toThrow("the RegExp was asked");
  expect(patternTest(whole(pattern))(text)).toBe(whole(pattern).test(text));
});

test.each<[what: string, pattern: RegExp, matching: string, other: string]>([
  ["without an end", /^(?:a+)+/u, "aab", "b"],
  ["without a beginning", /(?:a+)+$/u, "baa", "b"],
  ["of alternatives without a group around them", /^a|b$/u, "ax", "x"],
  ["of two groups", /^(?:a)|(?:b)$/u, "ax", "x"],
  ["with a flag", /^(?:a+)+$/iu, "aA", "b"],
  ["with a back reference", /^(?:(a+)\1)$/u, "aa", "a"],
  ["with the halves of a character", /^(?:(?:\ud83d\ude00|a)+)$/u, "😀a", "b"],
  ["with a word boundary", /^(?:(?:a+\b)+)$/u, "aa", "b"],
  ["with a condition that is not repeated", /^(?:(?:(?!b)[ab]{2})+)$/u, "ab", "ba"],
  [
    "of very many groups within each other",
    new RegExp(`^(?:${"(?:".repeat(500)}a*${")*".repeat(500)})$`, "u"),
    "aa",
    "b",
  ],
  ["that counts up to more than can be followed", /^(?:(?:a{0,200}b?){0,200})$/u, "ab", "c"],
])("a RegExp of another form is itself the test: one %s", (_what, pattern, matching, other) => {
  expect(isLinear(pattern)).toBe(false);
  expect(patternTest(pattern)(matching)).toBe(true);
  expect(patternTest(pattern)(other)).toBe(false);
});

/** Patterns over few characters, so that their repetitions share texts in many ways. */
const { pattern: anyPattern } = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom("a", "b", "[ab]", "[^a]", "(?:(?![b])[a-c])", "\\p{Lu}", "\\.", "𝄞", "[^\\n\\r]"),
    },
    { weight: 2, arbitrary: tie("pattern").map((inner) => `(?:${inner})`) },
  ),
  pattern: fc.oneof(
    { maxDepth: 4 },
    fc.constant(""),
    tie("atom"),
    fc
      .tuple(tie("atom"), fc.constantFrom("?", "*", "+", "{2}", "{0}", "{0,2}", "{1,3}", "{2,}"))
      .map(([atom, times]) => atom + times),
    fc.array(tie("pattern"), { maxLength: 3 }).map((parts) => parts.join("")),
    fc
      .array(tie("pattern"), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join("|"))
      .map((one) => `(?:${one})`),
  ),
}));

describeProperties(() => {
  test("agrees with the RegExp on patterns and texts of all kinds", () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c", "A", ".", "𝄞", "\n"), maxLength: 7 }), {
      minLength: 10,
      maxLength: 10,
    });
    let matching = 0;
    fc.assert(
      fc.property(anyPattern, texts, (pattern, all) => {
        // A repetition of alternatives matches in too many ways, so that the RegExp is not asked.
        const source = `(?:${pattern}|b)*(?:${pattern})`;
        const isMatch = patternTest(unasked(source));
        const steps = new Limit(Number.POSITIVE_INFINITY, "steps");
        for (const text of all) {
          const expected = whole(source).test(text);
          matching += expected ? 1 : 0;
          expect([source, text, isMatch(text)]).toEqual([source, text, expected]);
          // With what is known of the texts before.
          expect([source, text, isMatch(text, steps)]).toEqual([source, text, expected]);
        }
      }),
      { numRuns: 1000 },
    );
    expect(matching).toBeGreaterThan(100);
  });
});

test.each([
  ["(A{0,1}\\d{1,4}(\\.)?)+"],
  ["[\\i-[:]][\\c-[:]]*"],
  ["\\p{L}+(\\s[^\\P{Lu}]|.)*"],
  ["(([a-z0-9-]{1,63})\\.){1,10}[a-z]{2,}"],
])("is linear for what the generator makes of %s", (pattern) => {
  const source = translatePattern(pattern);
  expect(source !== undefined && isLinear(new RegExp(source, "u"))).toBe(true);
});
