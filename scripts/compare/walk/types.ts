import { XSD } from "../../../src/soap/xml/namespaces.js";
import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { stronglyConnectedComponents } from "../../contract/connected-components.js";
import { type BuiltInType, type ResolvedType, resolveReference, typeTitle } from "../../contract/model-index.js";
import type { QName, SimpleType, TypeReference } from "../../contract/service-model.js";
import { typedComponentsOf } from "../../contract/typed-components.js";
import type { Effect } from "../verdict/change.js";
import {
  type ComparedPair,
  type Comparison,
  differenceAt,
  type Effects,
  type Location,
  type Scope,
} from "./comparison.js";
import { pairOfComplexTypes, type pairOfContents } from "./complex-types.js";
import { compareTypeNames } from "./declarations.js";
import { compareSimpleTypes, type SimpleTypeIn, totalEffect } from "./simple-types.js";
import { flattenedContent } from "./type-content.js";

/**
 * Compares the types of an element, an attribute or a text in both models. Differences within a named type are located at
 * that type. A reference to another type is one difference at the location of the reference.
 */
export function compareReferences(older: TypeReference, newer: TypeReference, scope: Scope): void {
  const { comparison, location } = scope;
  const [before, after] = [resolveReference(older, comparison.older), resolveReference(newer, comparison.newer)];
  const inside = commonLocation(older, newer, location, comparison);
  comparison.meet(before, after);
  if (inside !== undefined && before.kind === "complex" && after.kind === "complex") {
    scope.pair.uses.add(pairOfComplexTypes(before, after, inside, comparison));
    return;
  }
  if (inside !== undefined && before.kind !== "complex" && after.kind !== "complex") {
    scope.add(...compareTypeNames(before, after, inside, comparison));
    scope.add(...compareSimpleTypes(...simpleTypes(before, after, comparison), inside));
    if (before.kind === "simple" && after.kind === "simple" && !comparison.isVerdictOnly) {
      scope.pair.uses.add(pairOfInnerNames(before, after, inside, comparison));
    }
    return;
  }
  const effect = effectBetween(before, after, comparison);
  const [old, now] = [titleIn(older, before, inside), titleIn(newer, after, inside)];
  if (old !== now || effect.wire !== "same" || effect.code !== "same") {
    scope.add(differenceAt(inside ?? location, { kind: "type-changed", old, new: now, ...effect }));
  }
}

/** The names in code of the types that two simple types consist of: of their bases, their items and their members. */
function pairOfInnerNames(
  older: SimpleType,
  newer: SimpleType,
  location: Location,
  comparison: Comparison,
): ComparedPair {
  return comparison.pair("names", older, newer, (pair) => {
    const [were, are] = [typedComponentsOf(older), typedComponentsOf(newer)];
    for (const [index, was] of were.length === are.length ? were.entries() : []) {
      const { type } = are[index] ?? was;
      const inside = commonLocation(was.type, type, location, comparison);
      const [before, after] = [resolveReference(was.type, comparison.older), resolveReference(type, comparison.newer)];
      comparison.meet(before, after);
      if (inside !== undefined && before.kind === "simple" && after.kind === "simple") {
        pair.differences.push(...compareTypeNames(before, after, inside, comparison));
        pair.uses.add(pairOfInnerNames(before, after, inside, comparison));
      }
    }
  });
}

/**
 * The location of the differences between two types: the type if it has a name, or else the location of the reference.
 * Undefined if the reference leads to another type, so that the two are not versions of one type.
 */
function commonLocation(
  older: TypeReference,
  newer: TypeReference,
  location: Location,
  comparison: Comparison,
): Location | undefined {
  const [before, after] = [older.name, newer.name];
  const named = before ?? after;
  if (comparison.isVerdictOnly || named === undefined) {
    return location;
  }
  if (before !== undefined && after !== undefined && expandedName(before) === expandedName(after)) {
    return typeLocation(named);
  }
  if (isBuiltIn(before) || isBuiltIn(after)) {
    const [anonymous] = [older.anonymous, newer.anonymous].filter((type) => type !== undefined);
    return anonymous?.kind === "simple" ? location : undefined;
  }
  const isKept = before !== undefined && comparison.newer.types.has(expandedName(before));
  const wasThere = after !== undefined && comparison.older.types.has(expandedName(after));
  if (!isKept && !wasThere) {
    return typeLocation(named);
  }
  // With two names, the reference changed. With one, an anonymous type took the place of a named one, or the reverse.
  return before !== undefined && after !== undefined ? undefined : location;
}

function typeLocation(name: QName): Location {
  return { place: { kind: "type", name: expandedName(name) }, path: [] };
}

function isBuiltIn(name: QName | undefined): boolean {
  return name?.namespace === XSD;
}

/**
 * The effects of replacing one type with the other.
 *
 * @param pairOf leaves out the types derived from both if it is {@link pairOfContents}.
 */
export function effectBetween(
  before: ResolvedType,
  after: ResolvedType,
  comparison: Comparison,
  pairOf: typeof pairOfContents = pairOfComplexTypes,
): Effects {
  if (before.kind === "complex" && after.kind === "complex") {
    const pair = pairOf(before, after, NOWHERE, comparison.verdictOnly);
    comparison.verdictOnly.run();
    return totalOf(pair);
  }
  if (before.kind !== "complex" && after.kind !== "complex") {
    return totalEffect(compareSimpleTypes(...simpleTypes(before, after, comparison), NOWHERE));
  }
  if (isAnyType(before) || isAnyType(after)) {
    return { wire: isAnyType(after) ? "widened" : "narrowed", code: "replaced" };
  }
  return { wire: wireEffectOfAttributes(before, after, comparison), code: "replaced" };
}

/** Kept, because thousands of references may lead to pairs that use each other. */
const totals = new WeakMap<ComparedPair, Effects>();

/** The effect of all differences of a pair and of those that it uses. */
function totalOf(pair: ComparedPair): Effects {
  const unknown = ({ uses }: ComparedPair) => [...uses].filter((used) => !totals.has(used));
  // Pairs that use each other have one total, which needs those of the pairs that they use besides.
  for (const group of totals.has(pair) ? [] : stronglyConnectedComponents([pair], unknown)) {
    const inside = group.flatMap(({ differences }) => differences);
    const outside = group.flatMap(({ uses }) => [...uses]).flatMap((used) => totals.get(used) ?? []);
    const total = totalEffect([...inside, ...outside]);
    for (const one of group) {
      totals.set(one, total);
    }
  }
  return totals.get(pair) ?? totalEffect(pair.differences);
}

const NOWHERE: Location = { place: { kind: "type", name: "" }, path: [] };

/** The effect on messages if one type is simple and the other is complex: text gains or loses its attributes. */
function wireEffectOfAttributes(before: ResolvedType, after: ResolvedType, comparison: Comparison): Effect {
  const isWidening = after.kind === "complex";
  const [complex, index] = isWidening ? [after, comparison.newer] : [before, comparison.older];
  const content = complex.kind === "complex" ? flattenedContent(complex, index) : undefined;
  if (content?.text === undefined || content.attributes.some(({ required }) => required)) {
    return "replaced";
  }
  const text = resolveReference(content.text, index);
  const { wire } = isWidening ? effectBetween(before, text, comparison) : effectBetween(text, after, comparison);
  return totalEffect([
    { wire: isWidening ? "widened" : "narrowed", code: "same" },
    { wire, code: "same" },
  ]).wire;
}

function isAnyType(type: ResolvedType): boolean {
  return type.kind === "built-in" && type.name === "anyType";
}

function simpleTypes(
  before: SimpleType | BuiltInType,
  after: SimpleType | BuiltInType,
  { older, newer }: Comparison,
): [SimpleTypeIn, SimpleTypeIn] {
  return [
    { type: before, index: older },
    { type: after, index: newer },
  ];
}

/** Two versions of one type have the same name, so a change between simple and complex is named by the kind. */
function titleIn(reference: TypeReference, type: ResolvedType, inside: Location | undefined): string {
  if (inside === undefined) {
    return typeTitle(reference);
  }
  return type.kind === "complex" ? "a complex type" : "a simple type";
}
