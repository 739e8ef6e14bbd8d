/** Lexical forms and white space of the built-in types (XML Schema Part 2), for the run time and the generator. */

import { atOnce, type Work } from "../xml/slices.js";

export const INTEGER = /^[+-]?[0-9][0-9]*$/;
export const DECIMAL = /^[+-]?(?:[0-9][0-9]*(?:\.[0-9]*)?|\.[0-9][0-9]*)$/;
export const FLOAT = /^(?:[+-]?(?:[0-9][0-9]*(?:\.[0-9]*)?|\.[0-9][0-9]*)(?:[eE][+-]?[0-9][0-9]*)?|-?INF|NaN)$/;

/** The whiteSpace facet (§4.3.6). */
export type WhiteSpace = "preserve" | "replace" | "collapse";

const WHITE_SPACE: ReadonlyMap<string, WhiteSpace> = new Map([
  ["string", "preserve"],
  ["anySimpleType", "preserve"],
  ["normalizedString", "replace"],
]);

/** The whiteSpace facet of a built-in type. */
export function whiteSpaceOf(builtIn: string): WhiteSpace {
  return WHITE_SPACE.get(builtIn) ?? "collapse";
}

/** Characters of a text that is read with pauses. */
export const LONG_TEXT = 16_384;

/** Applies the whiteSpace facet. */
export function normalize(text: string, whiteSpace: WhiteSpace): string {
  return isNormal(text, whiteSpace) ? text : atOnce(normalizing(text, whiteSpace));
}

/** Does what {@link normalize} does, with pauses. */
export function* normalizing(text: string, whiteSpace: WhiteSpace): Work<string> {
  if (isNormal(text, whiteSpace)) {
    return text;
  }
  return whiteSpace === "replace"
    ? yield* replacing(text, /[\t\n\r]/, " ")
    : (yield* replacing(text, BLANKS, " ")).replace(/^ | $/g, "");
}

function isNormal(text: string, whiteSpace: WhiteSpace): boolean {
  switch (whiteSpace) {
    case "preserve":
      return true;
    case "replace":
      return !/[\t\n\r]/.test(text);
    case "collapse":
      return !/[\t\n\r]|^ | $| {2}/.test(text);
  }
}

/** No piece ends within them, since they are replaced together. */
const BLANKS = /[\t\n\r ][\t\n\r ]*/;
const PIECE = 8_192;
const SPACE = 32;

/**
 * Replaces all occurrences, piece by piece: `replaceAll`, and `split` of the whole text, need fifty times the memory of a
 * text of blanks.
 */
export function replaceInPieces(text: string, what: string | RegExp, by: string): string {
  return atOnce(replacing(text, what, by));
}

function* replacing(text: string, what: string | RegExp, by: string): Work<string> {
  let replaced = "";
  let start = 0;
  while (start < text.length) {
    let end = start + PIECE;
    while (what === BLANKS && text.charCodeAt(end) <= SPACE) {
      end += 1;
    }
    replaced += text.slice(start, end).split(what).join(by);
    start = end;
    yield undefined;
  }
  return replaced;
}

/** The digits of a decimal without the sign, leading zeros, and trailing zeros of the fraction. */
export function digitsOf(decimal: string): string {
  let start = decimal.startsWith("-") || decimal.startsWith("+") ? 1 : 0;
  while (decimal[start] === "0") {
    start += 1;
  }
  const digits = decimal.slice(start);
  const significant = digits.includes(".") ? withoutTrailingZeros(digits) : digits;
  return significant.endsWith(".") ? significant.slice(0, -1) : significant;
}

/** Not with /0+$/, which would try all zeros anew at each of them. */
export function withoutTrailingZeros(fraction: string): string {
  let end = fraction.length;
  while (fraction[end - 1] === "0") {
    end -= 1;
  }
  return fraction.slice(0, end);
}

/** Decimals have no greatest number of digits: a number or bigint of them would be inexact, or slow. */
export function compareDecimals(left: string, right: string): number {
  return compareCanonical(canonicalDecimal(left), canonicalDecimal(right));
}

/** Compares what {@link canonicalDecimal} returned. */
export function compareCanonical(one: string, other: string): number {
  const [isOneNegative, isOtherNegative] = [one.startsWith("-"), other.startsWith("-")];
  if (isOneNegative !== isOtherNegative) {
    return isOneNegative ? -1 : 1;
  }
  return isOneNegative ? compareDigits(other.slice(1), one.slice(1)) : compareDigits(one, other);
}

/** Compares what {@link digitsOf} returned: the longer whole number is greater; equally long ones compare as texts. */
function compareDigits(left: string, right: string): number {
  const wholeLength = (digits: string) => (digits.includes(".") ? digits.indexOf(".") : digits.length);
  const longer = wholeLength(left) - wholeLength(right);
  return longer !== 0 || left === right ? longer : left < right ? -1 : 1;
}

/** One text for all equal decimals. */
export function canonicalDecimal(value: string): string {
  const digits = digitsOf(value);
  return value.startsWith("-") && digits !== "" ? `-${digits}` : digits;
}

/** No pattern of a contract asks for more zeros. */
const MOST_ZEROS = 20;

/** Other texts of a number: with a sign, with zeros in front, and, of a float, with zeros at the end. */
export function otherNumbers(number: string, isFloat = false): string[] {
  const [, sign = "", digits, fraction = ""] = /^(-?)(\d+)(\.\d+)?$/.exec(number) ?? [];
  if (digits === undefined) {
    return [];
  }
  const zeros = Array.from({ length: MOST_ZEROS }, (_, index) => "0".repeat(index + 1));
  const ends = isFloat ? zeros.map((some) => `${sign}${digits}${fraction || "."}${some}`) : [];
  const all = [...ends, ...zeros.map((some) => `${sign}${some}${digits}${fraction}`)];
  return sign === "" ? [...all, ...[number, ...all].map((text) => `+${text}`)] : all;
}
