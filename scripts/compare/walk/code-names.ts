import type { ModelIndex, ResolvedType } from "../../contract/model-index.js";
import type { ComplexType } from "../../contract/service-model.js";
import type { Declaration } from "../../emit/print/symbol.js";
import { effectOf, join } from "../verdict/change.js";
import { below, type Difference, differenceAt, type Location, type Scope } from "./comparison.js";
import { type GeneratedCode, type Properties, type PropertyStep, titleOfStep, type Way } from "./generated-code.js";
import { totalEffect } from "./simple-types.js";
import { extendedBase } from "./type-content.js";

/** Compares the names of two declarations. Where one is missing, another difference reports that. */
export function compareDeclarations(
  older: Declaration | undefined,
  newer: Declaration | undefined,
  location: Location,
): Difference[] {
  return older === undefined || newer === undefined ? [] : compareDeclaredTypes(older.name, newer.name, location);
}

export function compareDeclaredTypes(old: string, now: string | undefined, location: Location): Difference[] {
  const names = { old, ...(now !== undefined && { new: now }) };
  return old === now
    ? []
    : [differenceAt(location, { kind: "generated-type-renamed", ...names, wire: "same", code: "replaced" })];
}

/**
 * Compares the names of the properties of members that both types have: a new member may take the name of another one.
 *
 * @param areBasesCompared whether the bases are a pair of their own, so that only what the types add is compared.
 */
export function compareProperties(
  older: ComplexType,
  newer: ComplexType,
  areBasesCompared: boolean,
  { location, comparison }: Scope,
  compare = comparison.isVerdictOnly ? comparePropertyNames : compareWays,
): Difference[] {
  const { generated } = comparison;
  const own = generated.newer.propertiesOf(newer);
  let all: Properties | undefined;
  const withBases = () => {
    all ??= propertiesWithBases(newer, comparison.newer, generated.newer);
    return all;
  };
  return compare(
    areBasesCompared
      ? generated.older.propertiesOf(older)
      : propertiesWithBases(older, comparison.older, generated.older),
    (key) => (areBasesCompared ? own.get(key) : undefined) ?? withBases().get(key),
    location,
  );
}

/** Those of the bases precede. */
function propertiesWithBases(type: ComplexType, index: ModelIndex, code: GeneratedCode): Properties {
  const toRoot: Properties[] = [];
  for (let one: ComplexType | undefined = type; one !== undefined; one = extendedBase(one, index)) {
    toRoot.push(code.propertiesOf(one));
  }
  const all = new Map<string, Way[]>();
  for (const [key, ways] of toRoot.reverse().flatMap((properties) => [...properties])) {
    const known = all.get(key) ?? [];
    all.set(key, known);
    known.push(...ways);
  }
  return all;
}

/** Compares the properties of the components that two objects have in common, also of those within groups that repeat. */
export function compareWays(
  older: Properties,
  newer: (key: string) => readonly Way[] | undefined,
  location: Location,
): Difference[] {
  // All that a group contains leads through its property.
  const seen = new Set<PropertyStep>();
  return [...older].flatMap(([key, were]) => {
    const are = newer(key) ?? [];
    // Where a component is there more or less often, that is reported. The first one stays the first one.
    const kept = were.length === are.length ? were : were.slice(0, 1);
    return kept.flatMap((was, index) => compareSteps(was, are[index] ?? was, location, seen));
  });
}

/** Compares two ways of equal length. In more or fewer objects, a component has no properties to compare. */
function compareSteps(older: Way, newer: Way, location: Location, seen: Set<PropertyStep>): Difference[] {
  const differences: Difference[] = [];
  for (const [index, was] of older.length === newer.length ? older.entries() : []) {
    const is = newer[index] ?? was;
    if (!seen.has(was) && (was.property !== is.property || was.object?.name !== is.object?.name)) {
      seen.add(was);
      const at = below(location, titleOfStep(was));
      if (was.property !== is.property) {
        differences.push(renamed(was.property, is.property, at));
      }
      if (was.object !== undefined && is.object !== undefined) {
        differences.push(...compareDeclaredTypes(was.object.name, is.object.name, at));
      }
    }
  }
  return differences;
}

/** The same for two types that have objects of their own, whose names count for nothing. */
function comparePropertyNames(...args: Parameters<typeof compareWays>): Difference[] {
  return compareWays(...args).filter(({ kind }) => kind === "property-renamed");
}

/**
 * Compares what may differ although the properties have their names: a component is in one more object, or in one branch of a
 * choice less, or the object of a group is a union no more.
 */
function compareObjects(...[older, newer, location]: Parameters<typeof compareWays>): Difference[] {
  const seen = new Set<PropertyStep>();
  return [...older].flatMap(([key, were]) => {
    const are = newer(key) ?? [];
    const isAlike = were.length === are.length && were.every(({ length }, index) => length === are[index]?.length);
    if (isAlike) {
      return were.flatMap((was, index) =>
        was.flatMap((step, at) => compareUnions(step, are[index]?.[at], location, seen)),
      );
    }
    const known = new Set(are.map(propertiesOnWay));
    return were.flatMap((was, index) => {
      const is = are[index] ?? are.at(-1);
      const [outermost] = was;
      if (is === undefined || outermost === undefined || seen.has(outermost) || known.has(propertiesOnWay(was))) {
        return [];
      }
      seen.add(outermost);
      // What a group contains is in as many objects as the group.
      const [old, now] = was.length > 1 && is.length > 1 ? [was.slice(0, -1), is.slice(0, -1)] : [was, is];
      return [renamed(propertiesOnWay(old), propertiesOnWay(now), below(location, titleOfStep(outermost)))];
    });
  });
}

function compareUnions(
  older: PropertyStep,
  newer: PropertyStep | undefined,
  location: Location,
  seen: Set<PropertyStep>,
): Difference[] {
  const [was, is] = [older.object, newer?.object];
  if (was === undefined || is === undefined || was.isUnion === is.isUnion || seen.has(older)) {
    return [];
  }
  seen.add(older);
  return formDifference(
    { ...was, isNullable: false },
    { ...is, isNullable: false },
    below(location, titleOfStep(older)),
  );
}

function propertiesOnWay(way: Way): string {
  return way.map(({ property }) => property).join(".");
}

function renamed(old: string, now: string, location: Location): Difference {
  return differenceAt(location, { kind: "property-renamed", old, new: now, wire: "same", code: "replaced" });
}

/**
 * Compares what the names of the properties do not show: another type that extends a choice makes an interface of its union, a
 * SOAP-encoded message makes each member nullable, and an empty group may make a group an object of its own.
 *
 * @param known the other differences of the types, which may say so already.
 */
export function compareForms(
  older: ComplexType,
  newer: ComplexType,
  areBasesCompared: boolean,
  known: readonly Difference[],
  scope: Scope,
): Difference[] {
  const { location, comparison } = scope;
  const [was, is] = [comparison.generated.older.formOf(older), comparison.generated.newer.formOf(newer)];
  const { code: total } = totalEffect(known);
  if (total === "replaced") {
    return [];
  }
  const ofObjects = compareProperties(older, newer, areBasesCompared, scope, compareObjects);
  return [...formDifference(was, is, location), ...ofObjects].filter(({ code }) => join(total, code) !== total);
}

interface Form {
  readonly isUnion: boolean;
  readonly isNullable: boolean;
}

function formDifference(was: Form, is: Form, location: Location): Difference[] {
  const isNullable = effectOf(is.isNullable && !was.isNullable, was.isNullable && !is.isNullable);
  const isUnion = effectOf(was.isUnion && !is.isUnion, is.isUnion && !was.isUnion);
  const code = join(isNullable, isUnion);
  const title = (form: Form) =>
    `${form.isUnion ? "a union" : "an interface"}${form.isNullable ? " with members that may be null" : ""}`;
  const titles = { old: title(was), new: title(is) };
  return code === "same"
    ? []
    : [differenceAt(location, { kind: "generated-type-changed", ...titles, wire: "same", code })];
}

/** The name of a type in code; undefined if it has none. */
export function nameInCode(type: ResolvedType, code: GeneratedCode): string | undefined {
  return type.kind === "built-in" ? undefined : code.declarationOf(type)?.name;
}
