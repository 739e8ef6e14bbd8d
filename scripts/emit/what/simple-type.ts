import { normalize, type WhiteSpace, whiteSpaceOf } from "../../../src/soap/schema/lexical.js";
import { BUILT_IN_TYPES } from "../../contract/built-in-types.js";
import { resolveReference } from "../../contract/model-index.js";
import type { Facet, SimpleType, TypeReference } from "../../contract/service-model.js";
import { code, escapeDocumentation, paragraphs } from "../print/documentation.js";
import { array, call, type Expression, object, quoted } from "../print/expression.js";
import { type Declaration, runtime, schemaOf, typeOf, xs } from "../print/symbol.js";
import { arrayOf, flatType, namedType, plainType, unionOf } from "../print/type-expression.js";
import type { EmitContext, EmittedType } from "./context.js";
import { translatePattern } from "./pattern.js";

/** The kind of TypeScript literal that the values of a type have, and how their white space is normalized. */
interface Literals {
  readonly kind: "text" | "number" | "bigint" | "none";
  readonly whiteSpace: WhiteSpace;
}

/** The emitted type that a reference to a simple type leads to. */
export function referToSimpleType(reference: TypeReference, context: EmitContext): EmittedType {
  const type = resolveReference(reference, context.index);
  if (type.kind === "built-in") {
    return { type: plainType(BUILT_IN_TYPES.get(type.name)?.typescript ?? "string"), schema: xs(type.name) };
  }
  if (type.kind === "complex") {
    throw new Error(`expected a simple type, found the complex type ${type.name?.name ?? ""}`);
  }
  const declaration = context.declarationOf(type);
  return declaration === undefined
    ? emitSimpleType(type, context)
    : { type: namedType(typeOf(declaration)), schema: schemaOf(declaration) };
}

/** Declares a simple type: an alias and its schema. */
export function defineSimpleType(
  type: SimpleType,
  declaration: Declaration,
  about: string,
  context: EmitContext,
): void {
  const { type: alias, schema } = emitSimpleType(type, context);
  context.define({
    declaration,
    documentation: paragraphs(escapeDocumentation(type.documentation), ...documentFacets(type, context), about),
    type: { kind: "alias", type: alias },
    schema,
  });
}

/** A simple type, written in place. */
function emitSimpleType(type: SimpleType, context: EmitContext): EmittedType {
  const { variety } = type;
  const options = nameOptions(type, context);
  switch (variety.kind) {
    case "list": {
      const item = referToSimpleType(variety.item, context);
      return { type: arrayOf(item.type), schema: call(runtime("list"), item.schema, ...options) };
    }
    case "union": {
      const members = variety.members.map((member) => referToSimpleType(member, context));
      return {
        type: unionOf(...members.map((member) => member.type)),
        schema: call(runtime("union"), ...members.map(({ schema }) => schema)),
      };
    }
    case "restriction":
      return restrict(variety.base, variety.facets, context, options);
  }
}

/** The type of a fixed value: its literal. Undefined where the value has no literal. */
export function fixedType(reference: TypeReference, value: string, context: EmitContext): EmittedType | undefined {
  const literal = literalOf(value, literalsOf(reference, context));
  if (literal === undefined) {
    return undefined;
  }
  const { schema } = referToSimpleType(reference, context);
  return { type: plainType(literal), schema: call(runtime("enumeration"), schema, array([literal])) };
}

function restrict(
  base: TypeReference,
  facets: readonly Facet[],
  context: EmitContext,
  options: readonly Expression[],
): EmittedType {
  const literals = literalsOf(base, context);
  const { type, schema } = referToSimpleType(base, context);
  const others = facets.filter(({ kind }) => kind !== "enumeration");
  const values = enumerationOf(facets, literals);
  if (values !== undefined) {
    const whiteSpace = others.find(({ kind }) => kind === "whiteSpace");
    const wider =
      whiteSpace && call(runtime("restriction"), schema, object([["whiteSpace", quoted(whiteSpace.value)]]));
    return {
      type: plainType(...values),
      schema: call(runtime("enumeration"), wider ?? schema, array(values), ...options),
    };
  }
  const entries = facetEntries(others, literals);
  return entries.length === 0 && options.length === 0
    ? { type, schema }
    : { type, schema: call(runtime("restriction"), schema, object(entries), ...options) };
}

/** The values of an enumeration as literals; undefined where there is none, or where a value has no literal. */
function enumerationOf(facets: readonly Facet[], literals: Literals): string[] | undefined {
  const values = facets.filter(({ kind }) => kind === "enumeration").map(({ value }) => literalOf(value, literals));
  const known = values.filter((value) => value !== undefined);
  return values.length === 0 || known.length < values.length ? undefined : [...new Set(known)];
}

function facetEntries(facets: readonly Facet[], literals: Literals): (readonly [string, string])[] {
  const patterns = patternOf(facets);
  const entries = facets.flatMap(({ kind, value }): (readonly [string, string])[] => {
    switch (kind) {
      case "enumeration":
      case "pattern":
        return [];
      case "whiteSpace":
        return [[kind, quoted(value)]];
      case "minInclusive":
      case "maxInclusive":
      case "minExclusive":
      case "maxExclusive": {
        const bound = literalOf(value, literals);
        return bound === undefined ? [] : [[kind, bound]];
      }
      default:
        return [[kind, String(Number(value))]];
    }
  });
  return patterns === undefined ? entries : [...entries, ["pattern", `/${patterns}/u`]];
}

/** Patterns of one derivation step are alternatives: XML Schema Part 2 §4.3.4.3. */
function patternOf(facets: readonly Facet[]): string | undefined {
  const patterns = facets.filter(({ kind }) => kind === "pattern").map(({ value }) => value);
  return patterns.length === 0 ? undefined : translatePattern(patterns.join("|"));
}

/** The documentation of a type's values, and the facets that the generated code does not check. */
export function documentFacets({ variety }: SimpleType, context: EmitContext): string[] {
  if (variety.kind !== "restriction") {
    return [];
  }
  const { base, facets } = variety;
  const values = facets.filter(({ kind }) => kind === "enumeration");
  const patterns = facets.filter(({ kind }) => kind === "pattern");
  const isUntranslated = patterns.length > 0 && patternOf(facets) === undefined;
  const isUnchecked = values.length > 0 && enumerationOf(facets, literalsOf(base, context)) === undefined;
  const documented = values.filter(({ documentation }) => documentation !== undefined);
  return [
    documented
      .map(
        ({ value, documentation = "" }) =>
          `- ${code(value)}: ${escapeDocumentation(documentation).replace(/\n+/g, " ")}`,
      )
      .join("\n"),
    isUntranslated ? `Not checked here: the pattern ${patterns.map(({ value }) => code(value)).join(" or ")}.` : "",
    isUnchecked ? `Not checked here: one of ${values.map(({ value }) => code(value)).join(", ")}.` : "",
  ].filter((paragraph) => paragraph !== "");
}

/** Half a line, in characters: an anonymous enumeration up to this length is written in place; a longer one is declared. */
const MAX_INLINE_ENUMERATION = 60;

/** Whether the values of the type are too long to be written in place. */
export function isLongEnumeration(type: SimpleType, context: EmitContext): boolean {
  const { variety } = type;
  const values =
    variety.kind === "restriction" ? enumerationOf(variety.facets, literalsOf(variety.base, context)) : undefined;
  return values !== undefined && flatType(plainType(...values)).length > MAX_INLINE_ENUMERATION;
}

function literalsOf(reference: TypeReference, context: EmitContext): Literals {
  const type = resolveReference(reference, context.index);
  if (type.kind === "built-in") {
    return { kind: literalKindOf(type.name), whiteSpace: whiteSpaceOf(type.name) };
  }
  if (type.kind === "complex" || type.variety.kind !== "restriction") {
    return { kind: "none", whiteSpace: "collapse" };
  }
  const { kind, whiteSpace } = literalsOf(type.variety.base, context);
  const facet = type.variety.facets.find((one) => one.kind === "whiteSpace")?.value;
  return { kind, whiteSpace: WHITE_SPACES.find((one) => one === facet) ?? whiteSpace };
}

function literalKindOf(builtIn: string): Literals["kind"] {
  const { typescript } = BUILT_IN_TYPES.get(builtIn) ?? {};
  if (typescript === "number" || typescript === "bigint") {
    return typescript;
  }
  // A literal cannot hold the namespace that the prefix of a qualified name stands for.
  return typescript === "string" && builtIn !== "QName" && builtIn !== "NOTATION" ? "text" : "none";
}

const WHITE_SPACES = ["preserve", "replace", "collapse"] as const;

function literalOf(value: string, { kind, whiteSpace }: Literals): string | undefined {
  const lexical = normalize(value, whiteSpace);
  switch (kind) {
    case "text":
      return quoted(lexical);
    case "number":
      return Number.isFinite(Number(lexical)) && lexical !== "" ? String(Number(lexical)) : undefined;
    case "bigint":
      return /^[+-]?\d+$/.test(lexical) ? `${BigInt(lexical)}n` : undefined;
    case "none":
      return undefined;
  }
}

/** The name of the type, which encoded messages carry as `xsi:type`. */
function nameOptions(type: SimpleType, context: EmitContext): Expression[] {
  const { name } = type;
  return context.isEncoded && name !== undefined && context.declarationOf(type) !== undefined
    ? [object([["name", array([quoted(name.namespace), quoted(name.name)])]])]
    : [];
}
