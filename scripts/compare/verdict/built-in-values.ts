import { BUILT_IN_TYPES } from "../../contract/built-in-types.js";
import { type Effect, effectOf } from "./change.js";

/**
 * The next wider types: each allows all texts of the key, and holds its values exactly. A float has 24 bits for them, a double 53.
 * The next wider type of any other type is `string`.
 */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  byte: ["short"],
  short: ["int", "float"],
  int: ["long", "double"],
  long: ["integer"],
  integer: ["decimal"],
  float: ["double"],
  unsignedByte: ["unsignedShort", "short"],
  unsignedShort: ["unsignedInt", "int", "float"],
  unsignedInt: ["unsignedLong", "long", "double"],
  unsignedLong: ["nonNegativeInteger"],
  positiveInteger: ["nonNegativeInteger"],
  nonNegativeInteger: ["integer"],
  negativeInteger: ["nonPositiveInteger"],
  nonPositiveInteger: ["integer"],
  ID: ["NCName"],
  IDREF: ["NCName", "IDREFS"],
  ENTITY: ["NCName", "ENTITIES"],
  NCName: ["Name", "QName", "anyURI"],
  Name: ["NMTOKEN"],
  NMTOKEN: ["token", "NMTOKENS"],
  IDREFS: ["NMTOKENS"],
  ENTITIES: ["NMTOKENS"],
  NMTOKENS: ["token"],
  language: ["token"],
  token: ["normalizedString"],
  normalizedString: ["string"],
  string: ["anySimpleType"],
  anySimpleType: ["anyType"],
  anyType: [],
};

/** How the set of allowed texts changes from one built-in type to another. */
export function builtInEffect(older: string, newer: string): Effect {
  return effectOf(!isWithin(newer, older), !isWithin(older, newer));
}

function isWithin(narrower: string, wider: string): boolean {
  const reached = new Set([narrower]);
  // The set grows during the iteration.
  for (const name of reached) {
    for (const next of WIDER[name] ?? ["string"]) {
      reached.add(next);
    }
  }
  return reached.has(wider);
}

/** The TypeScript type of a built-in type's values. */
export function typescriptTypeOf(builtIn: string): string {
  return BUILT_IN_TYPES.get(builtIn)?.typescript ?? "string";
}

/** Built-in types that allow an empty text. */
export const EMPTIABLE: ReadonlySet<string> = new Set(
  "anySimpleType string normalizedString token anyURI hexBinary base64Binary".split(" "),
);
