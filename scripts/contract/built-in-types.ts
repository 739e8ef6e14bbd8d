import { XSD } from "../../src/soap/xml/namespaces.js";
import type { QName } from "./service-model.js";

/** What decides which facets fit a type: XML Schema Part 2 §4.1.5. `ordered` are dates, times and durations. */
export type FacetFamily = "any" | "string" | "boolean" | "decimal" | "float" | "ordered" | "list" | "union";

/** What is known of a type that XML Schema brings along. */
export interface BuiltIn {
  readonly variety: FacetFamily;
  /** What its values are in TypeScript. */
  readonly typescript: string;
}

const TABLE: readonly (readonly [FacetFamily, typescript: string, names: string])[] = [
  ["any", "XmlElement", "anyType"],
  ["string", "string", "anySimpleType string normalizedString token language Name NCName NMTOKEN ID IDREF ENTITY"],
  ["string", "string", "anyURI QName NOTATION"],
  ["string", "Uint8Array", "base64Binary hexBinary"],
  ["boolean", "boolean", "boolean"],
  ["decimal", "string", "decimal"],
  [
    "decimal",
    "bigint",
    "integer long nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger unsignedLong",
  ],
  ["decimal", "number", "int short byte unsignedInt unsignedShort unsignedByte"],
  ["float", "number", "float double"],
  ["ordered", "string", "duration dateTime time date gYearMonth gYear gMonthDay gDay gMonth"],
  ["list", "string[]", "NMTOKENS IDREFS ENTITIES"],
];

/** The types that XML Schema brings along, by name. `anyType` alone is complex. */
export const BUILT_IN_TYPES: ReadonlyMap<string, BuiltIn> = new Map(
  TABLE.flatMap(([variety, typescript, names]) =>
    names.split(" ").map((name) => [name, { variety, typescript }] as const),
  ),
);

/** `xs:anyType`: the type of what declares none (XML Schema Part 1 §3.3.2). */
export const ANY_TYPE: QName = { namespace: XSD, name: "anyType" };
