import fc from "fast-check";
import { anyText, isXmlText } from "../support/arbitrary-texts.js";

/** The path rules, written a second time: segments between single separators, two or more, each with something to read. */
export function isPath(path: string, { allowUnusualPath = false } = {}): boolean {
  const isControl = (character: string): boolean => /^\p{Cc}$/u.test(character);
  const slashes: Readonly<Record<string, string>> = { "\u2044": "/", "\u2215": "/", "\u2216": "\\" };
  const read = [...path].map((character) => slashes[character] ?? character).join("");
  const divide = (text: string) => {
    const start = /^[/\\]/.test(text) ? 1 : 0;
    const inner = text.slice(start, text.length > start && /[/\\]$/.test(text) ? -1 : undefined);
    return { segments: inner.split("/").flatMap((part) => part.split("\\")), slashes: text.split(/[/\\]/).length };
  };
  const [asWritten, asRead] = [divide(path), divide(read.normalize("NFKC"))];
  const isReadable = (one: string): boolean => [...one].some((c) => c !== "." && !isIgnored(c) && !isBlank(c));
  const isUsual = (one: string): boolean => {
    const seen = [...one].filter((character) => !isIgnored(character));
    return (
      !isBlank(seen[0] ?? "") &&
      !isBlank(seen.at(-1) ?? "") &&
      seen.at(-1) !== "." &&
      !/[*?]|^[a-z]:|%[\da-f]{2}|%u[\da-f]{4}/i.test(one)
    );
  };
  return (
    isXmlText(path) &&
    ![...path].some(isControl) &&
    asWritten.segments.length >= 2 &&
    asRead.segments.every(isReadable) &&
    (allowUnusualPath ||
      (asRead.slashes === asWritten.slashes && asRead.segments.every(isUsual) && asRead.segments[0]?.[0] !== "~"))
  );
}

function isBlank(character: string): boolean {
  return /^[\s\u2800\u{16fe4}\u{1d159}]$/u.test(character) && !isIgnored(character);
}

function isIgnored(character: string): boolean {
  return /^[\p{Cf}\p{Default_Ignorable_Code_Point}]$/u.test(character);
}

const segment = fc.oneof(
  anyText,
  fc.constantFrom(
    "",
    ".",
    "..",
    "...",
    " ",
    ". .",
    "\u00a0",
    "\u200b",
    "\u2024",
    "\uff0e\uff0e",
    "\u2025",
    "\uff0f",
    "\uff0f..",
    "a\u2215b",
    "\u3164",
    "\u2800",
    "\u{e0001}\u034f",
    "*",
    "a?",
    "%2e%2E",
    "C:",
    "~F1",
    " a",
    "a ",
    "a.\u200b",
    "a",
    "a.",
    ".a",
    "a b",
  ),
  fc.string({ unit: "grapheme", minLength: 1 }),
);
const separator = fc.constantFrom("/", "\\");
export const anyPath = fc
  .tuple(
    fc.constantFrom("", "/", "\\", "//"),
    segment,
    fc.array(fc.tuple(separator, segment), { maxLength: 4 }),
    fc.constantFrom("", "/", "\\", "\\/"),
  )
  .map(([start, first, others, end]) => start + first + others.flat().join("") + end);

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdefABCDEF"), minLength: length, maxLength: length });
const digits = fc.tuple(hex(8), hex(4), hex(4), hex(4), hex(12));
/** .NET accepts these around a GUID. */
export const blanks = fc.string({
  unit: fc.constantFrom(..." \t\r\n\u00a0\u0085\u2003\u3000"),
  minLength: 1,
  maxLength: 2,
});
/** Four of the five forms that `Guid.Parse` of .NET reads. */
export const guidForms: Readonly<Record<string, fc.Arbitrary<string>>> = {
  N: digits.map((groups) => groups.join("")),
  D: digits.map((groups) => groups.join("-")),
  B: digits.map((groups) => `{${groups.join("-")}}`),
  P: digits.map((groups) => `(${groups.join("-")})`),
};
/** The fifth, X. */
export const numbersForm = digits.map(([a, b, c, d, e]) => {
  const bytes = (d + e).match(/../g)?.map((byte) => `0x${byte}`) ?? [];
  return `{0x${a},0x${b},0x${c},{${bytes.join(",")}}}`;
});
