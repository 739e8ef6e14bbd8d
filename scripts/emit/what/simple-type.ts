import { XSD } from "../../../src/soap/xml/namespaces.js";
import { BUILT_IN_TYPES } from "../../contract/built-in-types.js";
import { resolveReference } from "../../contract/model-index.js";
import type { Facet, SimpleType, TypeReference } from "../../contract/service-model.js";
import { setOf } from "../../contract/set-of.js";
import { typedComponentsOf } from "../../contract/typed-components.js";
import { code, escapeDocumentation, paragraphs } from "../print/documentation.js";
import { array, call, deferrable, type Expression, object, quoted } from "../print/expression.js";
import { type Declaration, runtime, schemaOf, typeOf, xs } from "../print/symbol.js";
import { arrayOf, flatType, namedType, plainType, type TypeExpression, unionOf } from "../print/type-expression.js";
import type { EmitContext, EmittedType, TypeOrigin } from "./context.js";
import { documentElement } from "./element-documentation.js";
import { enumerationOf, type Literals, literalOf, literalsFor, literalsOf } from "./literals.js";
import { translatePattern } from "./pattern.js";

type SimpleRestriction = Extract<SimpleType["variety"], { readonly kind: "restriction" }>;

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
  { about, element }: TypeOrigin,
  context: EmitContext,
): void {
  const { type: alias, schema } = emitSimpleType(type, context);
  const isAlias = typeof schema !== "string" && "source" in schema && typeof schema.source !== "string";
  context.define({
    declaration,
    documentation: paragraphs(documentElement(element), ...documentSimpleType(type, context), about),
    type: { kind: "alias", type: alias },
    // The other schema may stand in a file that is not initialized yet. Only an argument of the run time can wait for it.
    schema: isAlias ? call(runtime("restriction"), deferrable(schema), object([])) : schema,
  });
}

/** A simple type, written in place. */
function emitSimpleType(type: SimpleType, context: EmitContext): EmittedType {
  const { variety } = type;
  const options = nameOptions(type, context);
  switch (variety.kind) {
    case "list": {
      const item = referToSimpleType(variety.item, context);
      return { type: arrayOf(item.type), schema: call(runtime("list"), deferrable(item.schema), ...options) };
    }
    case "union": {
      const members = variety.members.map((member) => referToSimpleType(member, context));
      const type = openUnion(variety.members, members, context);
      return { type, schema: call(runtime("union"), ...members.map(({ schema }) => deferrable(schema))) };
    }
    case "restriction":
      return restrict(variety.base, variety.facets, context, options);
  }
}

/**
 * A union in which the literals of one type stay visible beside the values of another: `"A" | "B" | (string & {})`. Without
 * the intersection, TypeScript makes `string` of it.
 */
function openUnion(
  members: readonly TypeReference[],
  emitted: readonly EmittedType[],
  context: EmitContext,
): TypeExpression {
  const values = members.map((member) => valuesOf(member, context));
  const literals = new Set(values.flatMap(({ literal }) => [...literal]));
  return unionOf(
    ...emitted.map(({ type }, index) => {
      const isCovering = [...(values[index]?.any ?? [])].some((one) => literals.has(one));
      return isCovering ? { ...type, members: [`(${flatType(type)} & {})`] } : type;
    }),
  );
}

/** `any`: the TypeScript types that a simple type allows as a whole. `literal`: those of which it allows only literals. */
function valuesOf(reference: TypeReference, context: EmitContext): Record<"any" | "literal", ReadonlySet<string>> {
  const type = resolveReference(reference, context.index);
  if (type.kind === "built-in") {
    return { any: new Set([BUILT_IN_TYPES.get(type.name)?.typescript ?? "string"]), literal: new Set() };
  }
  if (type.kind === "complex" || type.variety.kind === "list") {
    return { any: new Set(), literal: new Set() };
  }
  if (type.variety.kind === "restriction") {
    const { base, facets } = type.variety;
    const { any, literal } = valuesOf(base, context);
    return enumerationOf(facets, literalsOf(base, context.index)) === undefined
      ? { any, literal }
      : { any: new Set(), literal: any };
  }
  const members = type.variety.members.map((member) => valuesOf(member, context));
  const literal = new Set(members.flatMap((member) => [...member.literal]));
  // An open union has the intersection already.
  return { any: new Set(members.flatMap(({ any }) => [...any]).filter((one) => !literal.has(one))), literal };
}

/** The type of a fixed value: its literal, if it has one. Undefined where the value cannot be checked. */
export function fixedType(reference: TypeReference, value: string, context: EmitContext): EmittedType | undefined {
  const resolved = resolveReference(reference, context.index);
  if (resolved.kind === "complex" || (resolved.kind === "built-in" && resolved.name === "anyType")) {
    return undefined;
  }
  const literals = literalsOf(reference, context.index);
  const literal = literalOf(value, literals);
  const { type, schema } = referToSimpleType(reference, context);
  if (literal !== undefined) {
    const wide = referToSimpleType(baseWith([literal], reference, context), context);
    return {
      type: plainType(literal),
      schema: call(runtime("enumeration"), deferrable(wide.schema), array([literal])),
    };
  }
  return isComparable(reference, context) ? { type, schema: oneOf(schema, [value]) } : undefined;
}

function restrict(
  base: TypeReference,
  facets: readonly Facet[],
  context: EmitContext,
  options: readonly Expression[],
): EmittedType {
  const literals = literalsOf(base, context.index);
  const { type, schema } = referToSimpleType(base, context);
  const others = facets.filter(({ kind }) => kind !== "enumeration");
  const values = enumerationOf(facets, literals);
  if (values !== undefined) {
    const whiteSpace = others.find(({ kind }) => kind === "whiteSpace");
    const wide = deferrable(referToSimpleType(baseWith(values, base, context), context).schema);
    const wider = whiteSpace && call(runtime("restriction"), wide, object([["whiteSpace", quoted(whiteSpace.value)]]));
    return {
      type: plainType(...values),
      schema: call(runtime("enumeration"), wider ?? wide, array(values), ...options),
    };
  }
  const texts = facets.filter(({ kind }) => kind === "enumeration").map(({ value }) => value);
  if (texts.length > 0 && isComparable(base, context)) {
    const narrowed = listOfWords(base, texts, context) ?? { type, schema };
    return { type: narrowed.type, schema: oneOf(narrowed.schema, texts, ...options) };
  }
  const entries = facetEntries(facets, literals, context);
  return entries.length === 0 && options.length === 0
    ? { type, schema }
    : { type, schema: call(runtime("restriction"), deferrable(schema), object(entries), ...options) };
}

/**
 * The type, or else the nearest base whose TypeScript type has the literals. An enumeration may repeat a value of its base in
 * another form, `1` for `1.0`, and careless contracts add values.
 */
function baseWith(literals: readonly string[], reference: TypeReference, context: EmitContext): TypeReference {
  for (let wide = reference; ; ) {
    const type = resolveReference(wide, context.index);
    if (type.kind !== "simple" || type.variety.kind !== "restriction") {
      return reference;
    }
    const { base, facets } = type.variety;
    const known = enumerationOf(facets, literalsOf(base, context.index));
    if (known !== undefined) {
      const words = setOf(known);
      return literals.every((literal) => words.has(literal)) ? reference : baseWith(literals, base, context);
    }
    wide = base;
  }
}

/** An enumeration of values that have no literals: lists, unions, binary data. */
function oneOf(schema: Expression, texts: readonly string[], ...options: readonly Expression[]): Expression {
  const enumeration = array([...new Set(texts)].map(quoted));
  return call(runtime("restriction"), deferrable(schema), object([["enumeration", enumeration]]), ...options);
}

/** A list of the words of an enumeration; undefined if the type is no list, or a word has no literal. */
function listOfWords(
  reference: TypeReference,
  texts: readonly string[],
  context: EmitContext,
): EmittedType | undefined {
  const item = itemOf(reference, context);
  const words = texts.flatMap((text) => text.split(/\s+/)).filter((word) => word !== "");
  const values = item && literalsFor(words, literalsOf(item, context.index));
  if (item === undefined || values === undefined || values.length === 0) {
    return undefined;
  }
  const { schema } = referToSimpleType(baseWith(values, item, context), context);
  const enumeration = call(runtime("enumeration"), deferrable(schema), array(values));
  return { type: arrayOf(plainType(...values)), schema: call(runtime("list"), enumeration) };
}

/** The type of the items of a list type. */
function itemOf(reference: TypeReference, context: EmitContext): TypeReference | undefined {
  const type = resolveReference(reference, context.index);
  if (type.kind === "built-in") {
    const { family } = BUILT_IN_TYPES.get(type.name) ?? {};
    return family === "list" ? { name: { namespace: XSD, name: type.name.replace(/S$/, "") } } : undefined;
  }
  if (type.kind === "complex" || type.variety.kind === "union") {
    return undefined;
  }
  return type.variety.kind === "list" ? type.variety.item : itemOf(type.variety.base, context);
}

/** Whether the run time can compare the values of a type that has no literals with a text of the contract. */
function isComparable(reference: TypeReference, context: EmitContext): boolean {
  return literalsOf(reference, context.index).kind === "none" && !dependsOnPrefixes(reference, context);
}

/** Whether texts of a simple type depend on prefixes. The model does not have the prefixes of the contract. */
export function dependsOnPrefixes(reference: TypeReference, context: EmitContext): boolean {
  const type = resolveReference(reference, context.index);
  if (type.kind === "built-in") {
    return type.name === "QName" || type.name === "NOTATION";
  }
  return type.kind === "simple" && typedComponentsOf(type).some((part) => dependsOnPrefixes(part.type, context));
}

function facetEntries(
  facets: readonly Facet[],
  literals: Literals,
  context: EmitContext,
): (readonly [string, string])[] {
  const patterns = patternOf(facets, context);
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
function patternOf(facets: readonly Facet[], context: EmitContext): string | undefined {
  const known = translated.get(facets);
  if (known !== undefined) {
    return known.pattern;
  }
  const patterns = facets.filter(({ kind }) => kind === "pattern").map(({ value }) => value);
  const pattern = patterns.length === 0 ? undefined : translateIfShort(patterns.join("|"), context);
  translated.set(facets, { pattern });
  return pattern;
}

/** A pattern is translated once, not for each type with a group that has it: a long one takes long. */
const translated = new WeakMap<readonly Facet[], { readonly pattern: string | undefined }>();

function translateIfShort(pattern: string, context: EmitContext): string | undefined {
  const length = (lengths.get(context) ?? 0) + pattern.length;
  if (length > MAX_LENGTH) {
    return undefined;
  }
  lengths.set(context, length);
  return translatePattern(pattern);
}

/** The length of all patterns that were translated. */
const lengths = new WeakMap<EmitContext, number>();

/** A hundred times that of all patterns of a large contract. JavaScript may take a kilobyte of memory for each character. */
const MAX_LENGTH = 500_000;

/** The documentation of a type and its facets, with those that the generated code does not check. */
export function documentSimpleType(type: SimpleType, context: EmitContext): string[] {
  const { variety } = type;
  const inner = typedComponentsOf(type).flatMap((component) => documentInPlace(component.type, context));
  const facets = variety.kind === "restriction" ? documentFacets(variety, context) : [];
  return [escapeDocumentation(type.documentation), ...inner, ...facets].filter((paragraph) => paragraph !== "");
}

/** The documentation of a type that is written in place, and so has no comment of its own. */
export function documentInPlace({ anonymous }: TypeReference, context: EmitContext): string[] {
  return anonymous?.kind === "simple" && context.declarationOf(anonymous) === undefined
    ? documentSimpleType(anonymous, context)
    : [];
}

function documentFacets({ base, facets }: SimpleRestriction, context: EmitContext): string[] {
  const values = facets.filter(({ kind }) => kind === "enumeration");
  const patterns = facets.filter(({ kind }) => kind === "pattern");
  const isUntranslated = patterns.length > 0 && patternOf(facets, context) === undefined;
  const isUnchecked =
    values.length > 0 &&
    !isComparable(base, context) &&
    enumerationOf(facets, literalsOf(base, context.index)) === undefined;
  const documented = facets.filter(({ documentation }) => documentation !== undefined);
  return [
    documented
      .map(({ kind, value, documentation = "" }) => {
        const title = kind === "enumeration" ? code(value) : `${kind} ${code(value)}`;
        return `- ${title}: ${escapeDocumentation(documentation).replace(/\n+/g, " ")}`;
      })
      .join("\n"),
    isUntranslated ? `Not checked here: the pattern ${patterns.map(({ value }) => code(value)).join(" or ")}.` : "",
    isUnchecked ? `Not checked here: one of ${values.map(({ value }) => code(value)).join(", ")}.` : "",
  ];
}

/** Half a line, in characters: an anonymous enumeration up to this length is written in place; a longer one is declared. */
const MAX_INLINE_ENUMERATION = 60;

/** Whether the values of the type are too long to be written in place. */
export function isLongEnumeration(type: SimpleType, context: EmitContext): boolean {
  const { variety } = type;
  const values =
    variety.kind === "restriction" ? enumerationOf(variety.facets, literalsOf(variety.base, context.index)) : undefined;
  return values !== undefined && flatType(plainType(...values)).length > MAX_INLINE_ENUMERATION;
}

/** The name of the type, which encoded messages carry as `xsi:type`. */
function nameOptions(type: SimpleType, context: EmitContext): Expression[] {
  const { name } = type;
  return context.isEncoded && name !== undefined && context.declarationOf(type) !== undefined
    ? [object([["name", array([quoted(name.namespace), quoted(name.name)])]])]
    : [];
}
