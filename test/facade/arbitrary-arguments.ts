import fc from "fast-check";
import { anyText, isXmlText } from "../support/arbitrary-texts.js";

/** The rules of paths, written a second time: two or more visible segments between single separators. */
export function isPath(path: string): boolean {
  const separators = [...path].flatMap((character, index) => (/[/\\]/.test(character) ? [index] : []));
  const isControl = (character: string): boolean => /^\p{Cc}$/u.test(character);
  const inner = path.slice(separators[0] === 0 ? 1 : 0, /[/\\]$/.test(path.slice(1)) ? -1 : undefined);
  const segments = inner.split("/").flatMap((part) => part.split("\\"));
  const isReadable = (segment: string): boolean =>
    [...segment.normalize("NFKC")].some((character) => !/^[./\\\s]$|^\p{Cf}$/u.test(character));
  return isXmlText(path) && ![...path].some(isControl) && segments.length >= 2 && segments.every(isReadable);
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
