import { normalize, type WhiteSpace, whiteSpaceOf } from "../../../src/soap/schema/lexical.js";
import { BUILT_IN_TYPES } from "../../contract/built-in-types.js";
import { type ModelIndex, resolveReference } from "../../contract/model-index.js";
import type { Facet, TypeReference } from "../../contract/service-model.js";
import { quoted } from "../print/expression.js";

/** The kind of TypeScript literal that the values of a type have, and how their white space is normalized. */
export interface Literals {
  readonly kind: "text" | "number" | "bigint" | "boolean" | "none";
  readonly whiteSpace: WhiteSpace;
}

/** The values of an enumeration as literals; undefined where there is none, or where a value has no literal. */
export function enumerationOf(facets: readonly Facet[], literals: Literals): readonly string[] | undefined {
  const known = enumerations.get(facets) ?? new Map<string, readonly string[] | undefined>();
  enumerations.set(facets, known);
  const key = `${literals.kind} ${literals.whiteSpace}`;
  if (!known.has(key)) {
    const values = facets.filter(({ kind }) => kind === "enumeration").map(({ value }) => value);
    known.set(key, values.length === 0 ? undefined : literalsFor(values, literals));
  }
  return known.get(key);
}

/** Kept, because each restriction of an enumeration asks for those of its bases: thousands of thousands would take long. */
const enumerations = new WeakMap<readonly Facet[], Map<string, readonly string[] | undefined>>();

/** Each literal once; undefined where a value has none. */
export function literalsFor(values: readonly string[], literals: Literals): string[] | undefined {
  const known = values.map((value) => literalOf(value, literals)).filter((value) => value !== undefined);
  return known.length < values.length ? undefined : [...new Set(known)];
}

export function literalsOf(reference: TypeReference, index: ModelIndex): Literals {
  const type = resolveReference(reference, index);
  if (type.kind === "built-in") {
    return { kind: literalKindOf(type.name), whiteSpace: whiteSpaceOf(type.name) };
  }
  if (type.kind === "complex" || type.variety.kind !== "restriction") {
    return { kind: "none", whiteSpace: "collapse" };
  }
  const { kind, whiteSpace } = literalsOf(type.variety.base, index);
  const facet = type.variety.facets.find((one) => one.kind === "whiteSpace")?.value;
  return { kind, whiteSpace: WHITE_SPACES.find((one) => one === facet) ?? whiteSpace };
}

function literalKindOf(builtIn: string): Literals["kind"] {
  const { typescript } = BUILT_IN_TYPES.get(builtIn) ?? {};
  if (typescript === "number" || typescript === "bigint" || typescript === "boolean") {
    return typescript;
  }
  // A literal cannot hold the namespace that the prefix of a qualified name stands for.
  return typescript === "string" && builtIn !== "QName" && builtIn !== "NOTATION" ? "text" : "none";
}

const WHITE_SPACES = ["preserve", "replace", "collapse"] as const;

export function literalOf(value: string, { kind, whiteSpace }: Literals): string | undefined {
  const lexical = normalize(value, whiteSpace);
  switch (kind) {
    case "text":
      return quoted(lexical);
    case "number":
      return Number.isFinite(Number(lexical)) && lexical !== "" ? String(Number(lexical)) : undefined;
    case "bigint":
      return /^[+-]?\d+$/.test(lexical) ? `${BigInt(lexical)}n` : undefined;
    case "boolean":
      return BOOLEANS.get(lexical);
    case "none":
      return undefined;
  }
}

/** The lexical forms of XML Schema Part 2 §3.2.2.1. */
const BOOLEANS: ReadonlyMap<string, string> = new Map([
  ["true", "true"],
  ["1", "true"],
  ["false", "false"],
  ["0", "false"],
]);
