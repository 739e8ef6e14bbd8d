import { type Effect, effectOf } from "./change.js";

/** For a built-in type, the next ones that take each text that it takes; `string`, which takes any, where nothing is said. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  byte: ["short"],
  short: ["int"],
  int: ["long"],
  long: ["integer"],
  integer: ["decimal"],
  decimal: ["double"],
  double: ["float", "string"],
  float: ["double"],
  unsignedByte: ["unsignedShort", "short"],
  unsignedShort: ["unsignedInt", "int"],
  unsignedInt: ["unsignedLong", "long"],
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

/** What happens to the texts that are allowed when a built-in type becomes another one. */
export function builtInEffect(older: string, newer: string): Effect {
  return effectOf(!isWithin(newer, older), !isWithin(older, newer));
}

function isWithin(narrower: string, wider: string): boolean {
  const reached = new Set([narrower]);
  // The set grows while it is read.
  for (const name of reached) {
    for (const next of WIDER[name] ?? ["string"]) {
      reached.add(next);
    }
  }
  return reached.has(wider);
}

const NUMBERS = "byte short int unsignedByte unsignedShort unsignedInt float double".split(" ");
const BIGINTS = "long integer unsignedLong nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger".split(
  " ",
);

/** The TypeScript type of a built-in type's values; string where nothing is said. */
const TYPESCRIPT: ReadonlyMap<string, string> = new Map([
  ...NUMBERS.map((name) => [name, "number"] as const),
  ...BIGINTS.map((name) => [name, "bigint"] as const),
  ["boolean", "boolean"],
  ["base64Binary", "Uint8Array"],
  ["hexBinary", "Uint8Array"],
  ["NMTOKENS", "string[]"],
  ["IDREFS", "string[]"],
  ["ENTITIES", "string[]"],
  ["anyType", "XmlElement"],
]);

export function typescriptOf(builtIn: string): string {
  return TYPESCRIPT.get(builtIn) ?? "string";
}
