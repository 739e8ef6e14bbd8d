import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { type ModelIndex, typeTitle } from "../../contract/model-index.js";
import type { ComplexType, QName } from "../../contract/service-model.js";
import { type Effect, inverse } from "../verdict/change.js";
import { treeOf } from "../verdict/content-tree.js";
import { compareAttributes } from "./attributes.js";
import { compareForms, compareProperties } from "./code-names.js";
import {
  type ComparedPair,
  type Comparison,
  type Difference,
  differenceAt,
  type Location,
  Scope,
} from "./comparison.js";
import { compareContent } from "./content.js";
import { compareDeclaredNames, compareGeneratedNames, compareTypeNames } from "./declarations.js";
import { pairUp } from "./pair-up.js";
import { extendedBase, type FlattenedContent, flattenedContent, ownContent } from "./type-content.js";

/** Two types of an element, with the derived types that `xsi:type` may name instead. */
export function pairOfComplexTypes(
  older: ComplexType,
  newer: ComplexType,
  location: Location,
  comparison: Comparison,
): ComparedPair {
  return comparison.pair("type", older, newer, (pair) => {
    pair.uses.add(pairOfContents(older, newer, location, comparison));
    // Code may switch over `$type`, which no longer has the name of a derived type that became abstract.
    const code = newer.abstract && older.derivation !== undefined ? "replaced" : "narrowed";
    pair.differences.push(
      ...compareTypeNames(older, newer, location, comparison),
      ...flagDifferences("abstract", older.abstract, newer.abstract, ["narrowed", code], location),
    );
    compareDerivedTypes(older, newer, new Scope(location, pair, comparison));
  });
}

/** Compares the types that are derived directly from two types. Each pair of these compares its own derived types. */
function compareDerivedTypes(older: ComplexType, newer: ComplexType, scope: Scope): void {
  const derivedFrom = ({ name }: ComplexType, { derivedTypes }: ModelIndex) =>
    name === undefined ? [] : (derivedTypes.get(expandedName(name)) ?? []);
  const { pairs, removed, added } = pairUp(
    derivedFrom(older, scope.comparison.older),
    derivedFrom(newer, scope.comparison.newer),
    ({ name }) => expandedName(name),
    ({ name }) => name.name,
  );
  for (const [before, after] of pairs) {
    const place = { kind: "type", name: expandedName(before.name) } as const;
    scope.pair.uses.add(pairOfComplexTypes(before, after, { place, path: [] }, scope.comparison));
    scope.add(...compareDeclaredNames("element", before.name, after.name, scope.location));
  }
  // The first derived type only adds properties. With several, code may switch over `$type`.
  const isOneOfSeveral = pairs.length + removed.length > 0 || older.derivation !== undefined;
  const names = (types: readonly { readonly name: QName }[]) => types.map(({ name }) => name.name);
  if (added.length > 0) {
    scope.add(
      differenceAt(scope.location, {
        kind: "derived-types-added",
        names: names(added),
        wire: "widened",
        code: isOneOfSeveral ? "widened" : "same",
      }),
    );
  }
  if (removed.length > 0) {
    scope.add(
      differenceAt(scope.location, {
        kind: "derived-types-removed",
        names: names(removed),
        wire: "narrowed",
        code: "replaced",
      }),
    );
  }
}

/** The content of two complex types. If both extend the same base, only what they add: the base is a pair of its own. */
export function pairOfContents(
  older: ComplexType,
  newer: ComplexType,
  location: Location,
  comparison: Comparison,
): ComparedPair {
  return comparison.pair("content", older, newer, (pair) => {
    comparison.meet(older, newer);
    const bases = commonBases(older, newer, comparison);
    addNamesOfBases(older, newer, pair, comparison);
    if (bases !== undefined) {
      const [before, after] = bases;
      const place = { kind: "type", name: expandedName(before.name ?? { namespace: "", name: "" }) } as const;
      pair.uses.add(pairOfContents(before, after, { place, path: [] }, comparison));
    }
    const [before, after] =
      bases === undefined
        ? [flattenedContent(older, comparison.older), flattenedContent(newer, comparison.newer)]
        : [ownContent(older), ownContent(newer)];
    pair.differences.push(
      ...baseDifferences(older, newer, location),
      ...flagDifferences("mixed", before.mixed, after.mixed, ["widened", "replaced"], location),
    );
    const scope = new Scope(location, pair, comparison);
    compareArrays(older, newer, scope);
    scope.add(...compareProperties(older, newer, bases !== undefined, scope));
    compareText(before, after, scope);
    compareContent(treeOf(before.particles), treeOf(after.particles), scope);
    compareAttributes(before, after, scope);
    scope.add(...compareForms(older, newer, bases !== undefined, pair.differences, scope));
  });
}

/** The names of the bases in code, and those of their bases: nothing but these types may refer to them. */
function addNamesOfBases(older: ComplexType, newer: ComplexType, { uses }: ComparedPair, comparison: Comparison): void {
  const [before, after] = [extendedBase(older, comparison.older), extendedBase(newer, comparison.newer)];
  if (before === undefined || after === undefined) {
    return;
  }
  comparison.meet(before, after);
  const [was, is] = [before.name, after.name];
  if (was === undefined || is === undefined || comparison.isVerdictOnly) {
    return;
  }
  const isOther = comparison.newer.types.has(expandedName(was)) || comparison.older.types.has(expandedName(is));
  if (was.name === is.name || !isOther) {
    const location = { place: { kind: "type", name: expandedName(was) }, path: [] } as const;
    const names = comparison.pair("base", before, after, (pair) => {
      pair.differences.push(...compareGeneratedNames(before, after, location, comparison));
      addNamesOfBases(before, after, pair, comparison);
    });
    uses.add(names);
  }
}

function commonBases(
  older: ComplexType,
  newer: ComplexType,
  comparison: Comparison,
): [ComplexType, ComplexType] | undefined {
  const [before, after] = [extendedBase(older, comparison.older), extendedBase(newer, comparison.newer)];
  return before !== undefined && after !== undefined && before.name?.name === after.name?.name
    ? [before, after]
    : undefined;
}

/** A new base alone changes no message: the flattened contents are compared as well. */
function baseDifferences(older: ComplexType, newer: ComplexType, location: Location): Difference[] {
  const [old, now] = [older.derivation?.base.name, newer.derivation?.base.name];
  return old === now
    ? []
    : [
        differenceAt(location, {
          kind: "base-type-changed",
          ...(old !== undefined && { old }),
          ...(now !== undefined && { new: now }),
          wire: "same",
          code: "same",
        }),
      ];
}

function flagDifferences(
  flag: "abstract" | "mixed",
  older: boolean,
  newer: boolean,
  [wire, code]: readonly [wire: Effect, code: Effect],
  location: Location,
): Difference[] {
  if (older === newer) {
    return [];
  }
  return newer
    ? [differenceAt(location, { kind: `${flag}-added`, wire, code })]
    : [differenceAt(location, { kind: `${flag}-removed`, wire: inverse(wire), code: inverse(code) })];
}

/** Compares SOAP-encoded arrays (SOAP 1.1 §5.4.2). */
function compareArrays({ array: older }: ComplexType, { array: newer }: ComplexType, scope: Scope): void {
  const areArrays = older !== undefined && newer !== undefined;
  if (areArrays) {
    scope.comparison.compareReferences(older.item, newer.item, scope.below("item"));
  }
  const dimensionsOf = (array: typeof older) => array?.dimensions.replace(/[^[\],]/g, "");
  if (dimensionsOf(older) !== dimensionsOf(newer)) {
    const of = (array: NonNullable<typeof older>) =>
      areArrays ? `${typeTitle(array.item)}${dimensionsOf(array)}` : typeTitle(array.item);
    const title = (array: typeof older) => (array === undefined ? "no array" : `an array of ${of(array)}`);
    const [old, now] = [title(older), title(newer)];
    scope.add(
      differenceAt(scope.location, { kind: "type-changed", old, new: now, wire: "replaced", code: "replaced" }),
    );
  }
}

function compareText(older: FlattenedContent, newer: FlattenedContent, scope: Scope): void {
  if (older.text !== undefined && newer.text !== undefined) {
    scope.comparison.compareReferences(older.text, newer.text, scope.below("text()"));
    return;
  }
  if (older.text !== newer.text) {
    const [old, now] = [titleOfContent(older), titleOfContent(newer)];
    scope.add(
      differenceAt(scope.location, { kind: "type-changed", old, new: now, wire: "replaced", code: "replaced" }),
    );
  }
}

function titleOfContent({ text, particles }: FlattenedContent): string {
  if (text !== undefined) {
    return `text (${typeTitle(text)})`;
  }
  return particles.length === 0 ? "empty" : "made of elements";
}
