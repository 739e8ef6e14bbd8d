import { illegalCharacter, isNCName, showable } from "../../../src/soap/xml/characters.js";

/** NameStartChar of XML 1.0 (5th edition) §2.3, but for the colon. */
const NAME_START: readonly (readonly [first: number, last: number])[] = [
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2ff],
  [0x370, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
];

/** What NameChar adds. */
const NAME_REST: typeof NAME_START = [
  [0x2d, 0x2e],
  [0x30, 0x39],
  [0xb7, 0xb7],
  [0x300, 0x36f],
  [0x203f, 0x2040],
];

/** Char of §2.2. */
const CHARACTERS: typeof NAME_START = [
  [0x9, 0xa],
  [0xd, 0xd],
  [0x20, 0xd7ff],
  [0xe000, 0xfffd],
  [0x10000, 0x10ffff],
];

const isIn = (ranges: typeof NAME_START, code: number) => ranges.some(([first, last]) => first <= code && code <= last);

/** Every code point at which a table begins or ends, and its neighbours. */
const codes = [...NAME_START, ...NAME_REST, ...CHARACTERS]
  .flatMap(([first, last]) => [first - 1, first, last, last + 1])
  .filter((code) => code <= 0x10ffff);

test.each([...new Set([...codes, 0xaa, 0x3a, 0x212e, 0])])("the character %i is what XML 1.0 defines", (code) => {
  const character = String.fromCodePoint(code);
  expect(isNCName(character)).toBe(isIn(NAME_START, code));
  expect(isNCName(`a${character}`)).toBe(isIn(NAME_START, code) || isIn(NAME_REST, code));
  expect(illegalCharacter(`a${character}`) === undefined).toBe(isIn(CHARACTERS, code));
});

test("an NCName is not empty", () => {
  expect(isNCName("")).toBe(false);
});

/** Bidi_Control of UAX #9, and Cc. */
const MISLEADING: typeof NAME_START = [
  [0x0, 0x1f],
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
];

test("a line is shown with U+FFFD for each control character and direction mark, and nothing else", () => {
  const replaced = Array.from({ length: 0x3000 }, (_, code) => code).filter(
    (code) => showable(String.fromCodePoint(code)) === "\u{fffd}",
  );
  expect(replaced).toEqual(replaced.filter((code) => isIn(MISLEADING, code)));
  expect(replaced).toHaveLength(32 + 33 + 12);
  expect(showable("/a/\u202egnp\u2069.\u200fexe")).toBe("/a/\ufffdgnp\ufffd.\ufffdexe");
});
