import { expandedName } from "../../../src/soap/xml/xml-element.js";
import type { ModelIndex } from "../../contract/model-index.js";
import type { ElementParticle, GlobalElement, QName } from "../../contract/service-model.js";
import { type Comparison, findingAt, type Pair, type Site } from "./comparison.js";
import { compareNames, compareNillable } from "./declarations.js";
import { pairUp } from "./pair-up.js";
import { compareReferences } from "./types.js";

/** Compares the substitution groups of two references to global elements: what may stand in their place. */
export function compareSubstitutes(
  older: ElementParticle,
  newer: ElementParticle,
  pair: Pair,
  comparison: Comparison,
): void {
  const before = older.reference ? comparison.older.elements.get(expandedName(older.name)) : undefined;
  const after = newer.reference ? comparison.newer.elements.get(expandedName(newer.name)) : undefined;
  if (before !== undefined && after !== undefined) {
    pair.uses.add(pairOfHeads(before, after, comparison));
  }
}

function pairOfHeads(older: GlobalElement, newer: GlobalElement, comparison: Comparison): Pair {
  return comparison.pair("substitutes", older, newer, (pair) => {
    const site = elementSite(older.name);
    if (older.abstract !== newer.abstract) {
      pair.findings.push(
        newer.abstract
          ? findingAt(site, { kind: "abstract-added", wire: "narrowed", code: "replaced" })
          : findingAt(site, { kind: "abstract-removed", wire: "widened", code: "widened" }),
      );
    }
    const { pairs, removed, added } = pairUp(
      substitutesOf(older, comparison.older),
      substitutesOf(newer, comparison.newer),
      ({ name }) => expandedName(name),
      ({ name }) => name.name,
    );
    for (const [before, after] of pairs) {
      const at = elementSite(before.name);
      pair.findings.push(
        ...compareNames("element", before.name, after.name, at),
        ...compareNillable(before.nillable, after.nillable, at),
      );
      compareReferences(before.type, after.type, at, pair, comparison);
      pair.uses.add(pairOfHeads(before, after, comparison));
    }
    // An element without substitutes is a property like any other.
    const isOneOfSeveral = pairs.length + removed.length > 0 && pairs.length + added.length > 0;
    const names = (elements: readonly GlobalElement[]) => elements.map(({ name }) => name.name);
    if (added.length > 0) {
      pair.findings.push(
        findingAt(site, {
          kind: "substitutes-added",
          names: names(added),
          wire: "widened",
          code: isOneOfSeveral ? "widened" : "replaced",
        }),
      );
    }
    if (removed.length > 0) {
      pair.findings.push(
        findingAt(site, { kind: "substitutes-removed", names: names(removed), wire: "narrowed", code: "replaced" }),
      );
    }
  });
}

function substitutesOf({ name }: GlobalElement, { substitutes }: ModelIndex): readonly GlobalElement[] {
  return substitutes.get(expandedName(name)) ?? [];
}

export function elementSite(name: QName): Site {
  return { place: { kind: "element", name: expandedName(name) }, path: [] };
}
