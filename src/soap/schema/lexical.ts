/** Lexical forms and white space of the built-in types (XML Schema Part 2), for the run time and the generator. */

export const INTEGER = /^[+-]?[0-9]+$/;
export const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;
export const FLOAT = /^(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN)$/;

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

/** Applies the whiteSpace facet. */
export function normalize(text: string, whiteSpace: WhiteSpace): string {
  switch (whiteSpace) {
    case "preserve":
      return text;
    case "replace":
      return text.replace(/[\t\n\r]/g, " ");
    case "collapse":
      return /[\t\n\r]|^ | $| {2}/.test(text) ? text.replace(/[\t\n\r ]+/g, " ").replace(/^ | $/g, "") : text;
  }
}
