import { XSD } from "../../../src/soap/xml/namespaces.js";
import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { type BuiltInType, type ResolvedType, resolveReference, typeTitle } from "../../contract/model-index.js";
import { typeName } from "../../contract/names.js";
import type { QName, SimpleType, TypeReference } from "../../contract/service-model.js";
import { type Comparison, type Finding, findingAt, type Pair, reachableFrom, type Site } from "./comparison.js";
import { pairOfComplexTypes, shapeOf } from "./complex-types.js";
import { compareSimpleTypes, type EffectOnCallers, type SimpleTypeIn, totalEffect } from "./simple-types.js";

/**
 * Compares the types that something has in both models. Differences within a named type are found at that type; where
 * another type is referred to, that is one difference at the site.
 */
export function compareReferences(
  older: TypeReference,
  newer: TypeReference,
  site: Site,
  pair: Pair,
  comparison: Comparison,
): void {
  const [before, after] = [resolveReference(older, comparison.older), resolveReference(newer, comparison.newer)];
  const inside = commonSite(older, newer, site, comparison);
  if (inside !== undefined && before.kind === "complex" && after.kind === "complex") {
    pair.uses.add(pairOfComplexTypes(before, after, inside, comparison));
    return;
  }
  if (inside !== undefined && before.kind !== "complex" && after.kind !== "complex") {
    pair.findings.push(...renamings(before, after, inside, comparison));
    pair.findings.push(...compareSimpleTypes(...simpleTypes(before, after, comparison), inside));
    return;
  }
  const effect = effectBetween(before, after, comparison);
  const [old, now] = [titleIn(older, before, inside), titleIn(newer, after, inside)];
  if (old !== now || effect.wire !== "same" || effect.code !== "same") {
    pair.findings.push(findingAt(inside ?? site, { kind: "type-changed", old, new: now, ...effect }));
  }
}

/**
 * Where the differences between two types are found: at the type, if it has a name, be it a new one, or else at the site.
 * Undefined if the one has not become the other, but another one is referred to.
 */
function commonSite(older: TypeReference, newer: TypeReference, site: Site, comparison: Comparison): Site | undefined {
  const [before, after] = [older.name, newer.name];
  const named = before ?? after;
  if (comparison.isAside || named === undefined) {
    return site;
  }
  if (before !== undefined && after !== undefined && expandedName(before) === expandedName(after)) {
    return typeSite(named);
  }
  if (isBuiltIn(before) || isBuiltIn(after)) {
    const [anonymous] = [older.anonymous, newer.anonymous].filter((type) => type !== undefined);
    return anonymous?.kind === "simple" ? site : undefined;
  }
  const isKept = before !== undefined && comparison.newer.types.has(expandedName(before));
  const wasThere = after !== undefined && comparison.older.types.has(expandedName(after));
  if (!isKept && !wasThere) {
    return typeSite(named);
  }
  // Between two names, the other one is referred to; with one name, the type itself stands here now, or did.
  return before !== undefined && after !== undefined ? undefined : site;
}

function typeSite(name: QName): Site {
  return { place: { kind: "type", name: expandedName(name) }, path: [] };
}

function isBuiltIn(name: QName | undefined): boolean {
  return name?.namespace === XSD;
}

/** A type that has another name than before. Code imports it by its name; messages have it only where they are encoded. */
export function renamings(before: ResolvedType, after: ResolvedType, site: Site, comparison: Comparison): Finding[] {
  const [old, now] = [nameOf(before), nameOf(after)];
  if (old === undefined || now === undefined || old === now || comparison.isAside) {
    return [];
  }
  const code = typeName(old) === typeName(now) ? "same" : "replaced";
  return [
    findingAt(site, { kind: "type-renamed", old, new: now, wire: comparison.isEncoded ? "replaced" : "same", code }),
  ];
}

function nameOf(type: ResolvedType): string | undefined {
  return type.kind === "built-in" ? undefined : type.name?.name;
}

/** What it does to callers if the one type stands where the other one stood. */
function effectBetween(before: ResolvedType, after: ResolvedType, comparison: Comparison): EffectOnCallers {
  if (before.kind === "complex" && after.kind === "complex") {
    const pair = pairOfComplexTypes(before, after, NOWHERE, comparison.aside);
    comparison.aside.run();
    return totalEffect([...reachableFrom(pair)].flatMap(({ findings }) => findings));
  }
  if (before.kind !== "complex" && after.kind !== "complex") {
    return totalEffect(compareSimpleTypes(...simpleTypes(before, after, comparison), NOWHERE));
  }
  if (isAnyType(before) || isAnyType(after)) {
    return { wire: isAnyType(after) ? "widened" : "narrowed", code: "replaced" };
  }
  return { wire: wireEffectOfAttributes(before, after, comparison), code: "replaced" };
}

const NOWHERE: Site = { place: { kind: "type", name: "" }, path: [] };

/** A text has got attributes, or lost them, if one of the types is complex and holds text. */
function wireEffectOfAttributes(
  before: ResolvedType,
  after: ResolvedType,
  comparison: Comparison,
): EffectOnCallers["wire"] {
  const isWidening = after.kind === "complex";
  const [complex, index] = isWidening ? [after, comparison.newer] : [before, comparison.older];
  const shape = complex.kind === "complex" ? shapeOf(complex, index) : undefined;
  if (shape?.text === undefined || shape.attributes.some(({ required }) => required)) {
    return "replaced";
  }
  const text = resolveReference(shape.text, index);
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

/** Where a type is no other one, but another kind of one, its name says nothing. */
function titleIn(reference: TypeReference, type: ResolvedType, inside: Site | undefined): string {
  if (inside === undefined) {
    return typeTitle(reference);
  }
  return type.kind === "complex" ? "a complex type" : "a simple type";
}
