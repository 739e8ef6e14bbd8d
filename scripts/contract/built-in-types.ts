import { XSD } from "../../src/soap/xml/namespaces.js";
import type { QName } from "./service-model.js";

/** Decides which facets a type may have: XML Schema Part 2 §4.1.5. `ordered` are dates, times and durations. */
export type FacetFamily = "any" | "string" | "boolean" | "decimal" | "float" | "ordered" | "list" | "union";

/**
 * The types of XML Schema Part 2 §3. The run time declares them a second time, as `xs`, because the generator does not
 * load zod; `built-in-types.test.ts` compares the two.
 */
const TABLE: readonly (readonly [FacetFamily, typescript: string, names: string])[] = [
  ["any", "XmlElement", "anyType"],
  ["string", "string", "anySimpleType string normalizedString"],
  ["string", "string", "token language Name NCName NMTOKEN ID IDREF ENTITY anyURI QName NOTATION"],
  ["string", "Uint8Array", "base64Binary hexBinary"],
  ["boolean", "boolean", "boolean"],
  ["decimal", "string", "decimal"],
  ["decimal", "bigint", "integer long nonNegativeInteger positiveInteger nonPositiveInteger"],
  ["decimal", "bigint", "negativeInteger unsignedLong"],
  ["decimal", "number", "int short byte unsignedInt unsignedShort unsignedByte"],
  ["float", "number", "float double"],
  ["ordered", "string", "duration dateTime time date gYearMonth gYear gMonthDay gDay gMonth"],
  ["list", "string[]", "NMTOKENS IDREFS ENTITIES"],
];

interface BuiltIn {
  readonly family: FacetFamily;
  /** The TypeScript type of its values. */
  readonly typescript: string;
}

/** The types of XML Schema Part 2 §3, by name. `anyType` is complex, the others are simple. */
export const BUILT_IN_TYPES: ReadonlyMap<string, BuiltIn> = new Map(
  TABLE.flatMap(([family, typescript, names]) =>
    names.split(" ").map((name) => [name, { family, typescript }] as const),
  ),
);

/** `xs:anyType`: the type of an element that declares none (XML Schema Part 1 §3.3.2). */
export const ANY_TYPE: QName = { namespace: XSD, name: "anyType" };
