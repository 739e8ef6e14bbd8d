import { expandedName } from "../../../src/soap/xml/xml-element.js";
import type { ModelIndex } from "../../contract/model-index.js";
import type { ElementParticle, GlobalElement, QName } from "../../contract/service-model.js";
import { compareDeclarations, compareWays } from "./code-names.js";
import {
  type ComparedPair,
  type Comparison,
  type Difference,
  differenceAt,
  type Location,
  Scope,
} from "./comparison.js";
import {
  compareDeclaredNames,
  compareElementConstraints,
  compareIdentityConstraints,
  compareNillable,
} from "./declarations.js";
import { pairUp } from "./pair-up.js";

/** Compares the substitution groups of two elements. Only a reference to a global element has one. */
export function compareSubstitutes(older: ElementParticle, newer: ElementParticle, { pair, comparison }: Scope): void {
  const before = older.reference ? comparison.older.elements.get(expandedName(older.name)) : undefined;
  const after = newer.reference ? comparison.newer.elements.get(expandedName(newer.name)) : undefined;
  if (before !== undefined && after !== undefined) {
    pair.uses.add(pairOfHeads(before, after, comparison));
    return;
  }
  const location = elementLocation(older.name);
  pair.differences.push(
    ...abstractDifferences(before?.abstract === true, after?.abstract === true, location),
    ...substituteDifferences(
      before === undefined ? [] : substitutesOf(before, comparison.older),
      after === undefined ? [] : substitutesOf(after, comparison.newer),
      false,
      location,
    ),
  );
}

export function pairOfHeads(older: GlobalElement, newer: GlobalElement, comparison: Comparison): ComparedPair {
  return comparison.pair("substitutes", older, newer, (pair) => {
    const location = elementLocation(older.name);
    const { pairs, removed, added } = pairUp(
      substitutesOf(older, comparison.older),
      substitutesOf(newer, comparison.newer),
      ({ name }) => expandedName(name),
      ({ name }) => name.name,
    );
    pair.differences.push(...abstractDifferences(older.abstract, newer.abstract, location));
    for (const [before, after] of pairs) {
      const at = elementLocation(before.name);
      pair.differences.push(
        ...compareDeclaredNames("element", before.name, after.name, at),
        ...compareNillable(before.nillable, after.nillable, at),
        ...compareElementConstraints(before, after, at, comparison),
        ...compareIdentityConstraints(before.constraints, after.constraints, at),
      );
      comparison.compareReferences(before.type, after.type, new Scope(at, pair, comparison));
      pair.uses.add(pairOfHeads(before, after, comparison));
    }
    // An element without substitutes is an ordinary property.
    const isOneOfSeveral = pairs.length + removed.length > 0 && pairs.length + added.length > 0;
    const [was, is] = [comparison.generated.older.unionOf(older), comparison.generated.newer.unionOf(newer)];
    const properties = comparison.generated.newer.propertiesIn(is);
    pair.differences.push(
      ...substituteDifferences(removed, added, isOneOfSeveral, location),
      ...(comparison.isVerdictOnly ? [] : compareDeclarations(was, is, location)),
      ...compareWays(comparison.generated.older.propertiesIn(was), (key) => properties.get(key), location),
    );
  });
}

export function abstractDifferences(wasAbstract: boolean, isAbstract: boolean, location: Location): Difference[] {
  if (wasAbstract === isAbstract) {
    return [];
  }
  return isAbstract
    ? [differenceAt(location, { kind: "abstract-added", wire: "narrowed", code: "replaced" })]
    : [differenceAt(location, { kind: "abstract-removed", wire: "widened", code: "widened" })];
}

/** @param isOneOfSeveral whether the element has substitutes in both contracts. */
function substituteDifferences(
  removed: readonly GlobalElement[],
  added: readonly GlobalElement[],
  isOneOfSeveral: boolean,
  location: Location,
): Difference[] {
  const differences: Difference[] = [];
  const names = (elements: readonly GlobalElement[]) => elements.map(({ name }) => name.name);
  if (added.length > 0) {
    const code = isOneOfSeveral ? "widened" : "replaced";
    differences.push(differenceAt(location, { kind: "substitutes-added", names: names(added), wire: "widened", code }));
  }
  if (removed.length > 0) {
    differences.push(
      differenceAt(location, {
        kind: "substitutes-removed",
        names: names(removed),
        wire: "narrowed",
        code: "replaced",
      }),
    );
  }
  return differences;
}

function substitutesOf({ name }: GlobalElement, { substitutes }: ModelIndex): readonly GlobalElement[] {
  return substitutes.get(expandedName(name)) ?? [];
}

export function elementLocation(name: QName): Location {
  return { place: { kind: "element", name: expandedName(name) }, path: [] };
}
