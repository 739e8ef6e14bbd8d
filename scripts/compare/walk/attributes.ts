import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { typeTitle } from "../../contract/model-index.js";
import type { AttributeUse, ComplexType } from "../../contract/service-model.js";
import { below, type ComparedPair, type Comparison, differenceAt, type Location } from "./comparison.js";
import { compareConstraints, compareDeclaredNames } from "./declarations.js";
import { foldedName, pairUp } from "./pair-up.js";
import { compareWildcards } from "./wildcards.js";

type Attributes = Pick<ComplexType, "attributes" | "anyAttribute">;

/** Compares the attributes and the attribute wildcards of two types. */
export function compareAttributes(
  older: Attributes,
  newer: Attributes,
  location: Location,
  pair: ComparedPair,
  comparison: Comparison,
): void {
  const { pairs, removed, added } = pairUp(
    older.attributes,
    newer.attributes,
    ({ name }) => expandedName(name),
    ({ name }) => name.name,
    ({ name }) => foldedName(name.name),
  );
  for (const [before, after] of pairs) {
    const at = below(location, `@${before.name.name}`);
    pair.differences.push(
      ...compareDeclaredNames("attribute", before.name, after.name, at),
      ...compareConstraints(before, after, at),
    );
    if (before.required !== after.required) {
      pair.differences.push(
        after.required
          ? differenceAt(at, { kind: "attribute-now-required", wire: "narrowed", code: "narrowed" })
          : differenceAt(at, { kind: "attribute-now-optional", wire: "widened", code: "widened" }),
      );
    }
    comparison.compareReferences(before.type, after.type, at, pair);
  }
  const locationOf = ({ name }: AttributeUse) => below(location, `@${name.name}`);
  for (const attribute of removed) {
    pair.differences.push(
      attribute.required
        ? differenceAt(locationOf(attribute), {
            kind: "required-attribute-removed",
            wire: "replaced",
            code: "replaced",
          })
        : differenceAt(locationOf(attribute), {
            kind: "optional-attribute-removed",
            wire: "narrowed",
            code: "replaced",
          }),
    );
  }
  for (const attribute of added) {
    const type = { new: typeTitle(attribute.type) };
    pair.differences.push(
      attribute.required
        ? differenceAt(locationOf(attribute), {
            kind: "required-attribute-added",
            ...type,
            wire: "replaced",
            code: "narrowed",
          })
        : differenceAt(locationOf(attribute), {
            kind: "optional-attribute-added",
            ...type,
            wire: "widened",
            code: "same",
          }),
    );
  }
  pair.differences.push(...compareWildcards(older.anyAttribute, newer.anyAttribute, below(location, "@*")));
}
