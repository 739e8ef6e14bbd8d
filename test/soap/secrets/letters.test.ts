import { BLANK, IGNORED, letterOf, onlyLetterOf } from "../../../src/soap/secrets/letters.js";

const units = Array.from({ length: 0x10000 }, (_, unit) => unit);
/** What each unit is compared as. */
let codes: number[] = [];
beforeAll(() => {
  codes = units.map(letterOf);
});
const text = (unit: number): string => String.fromCharCode(unit);
const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

describe("in a search, each UTF-16 unit", () => {
  test("is ignored if and only if it is invisible, an accent, U+FFFD, or U+FFFF, which stands between texts", () => {
    const ignored = /\p{Default_Ignorable_Code_Point}|[\u0300-\u036f]|[\ufffd\uffff]/u;
    const wrong = units.filter((unit) => !isSurrogate(unit) && (codes[unit] === IGNORED) !== ignored.test(text(unit)));
    expect(wrong).toEqual([]);
  });

  test("is a blank if and only if it is white space, a control character, or the plus sign of HTML forms", () => {
    const wrong = units.filter((unit) => (codes[unit] === BLANK) !== /[\p{White_Space}\p{Cc}+]/u.test(text(unit)));
    expect(wrong).toEqual([]);
  });

  test("is else its small letter, where that is one unit, without the accents of Latin, Greek and Cyrillic", () => {
    const wrong = units.filter((unit) => {
      const [base = ""] = /[\u0080-\u024f\u0370-\u052f\u1e00-\u1fff]/.test(text(unit))
        ? text(unit).normalize("NFD")
        : text(unit);
      const small = unit === 0x131 ? "i" : unit === 0x3c2 ? "σ" : base.toLowerCase();
      const code = codes[unit];
      return code !== IGNORED && code !== BLANK && code !== (small.length === 1 ? small.charCodeAt(0) : unit);
    });
    expect(wrong).toEqual([]);
  });

  test("is ignored where only letters and digits count, and it is another character of ASCII, or punctuation", () => {
    const wrong = units.filter((unit) => {
      const isCompared = /[0-9a-z\u0080-\u0589\u058b-\u200f\u205f-\u2211\u2213-\ufe62\ufe64-\uff0c\uff0e-\uffff]/.test(
        text(codes[unit] ?? 0),
      );
      return onlyLetterOf(unit) !== (isCompared ? codes[unit] : IGNORED);
    });
    expect(wrong).toEqual([]);
  });
});

test.each([
  ["A", "a"],
  ["Z", "z"],
  ["@", "@"],
  ["[", "["],
  ["\u00c9", "e"],
  ["\u0130", "i"],
  ["\u0131", "i"],
  ["\u1eff", "\u1eff"],
  ["\u0419", "\u0438"],
  ["\u038c", "\u03bf"],
  ["\u03a3", "\u03c3"],
  ["\u03c2", "\u03c3"],
  ["\u0531", "\u0561"],
  ["\ud83d", "\ud83d"],
])("%j is compared as %j", (unit, compared) => {
  expect(letterOf(unit.charCodeAt(0))).toBe(compared.charCodeAt(0));
});
