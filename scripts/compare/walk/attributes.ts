import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { typeTitle } from "../../contract/model-index.js";
import type { AttributeUse, ComplexType } from "../../contract/service-model.js";
import { below, differenceAt, type Scope } from "./comparison.js";
import { compareConstraints, compareDeclaredNames } from "./declarations.js";
import { foldedName, pairUp } from "./pair-up.js";
import { compareWildcards } from "./wildcards.js";

type Attributes = Pick<ComplexType, "attributes" | "anyAttribute">;

/** Compares the attributes and the attribute wildcards of two types. */
export function compareAttributes(older: Attributes, newer: Attributes, scope: Scope): void {
  const { pairs, removed, added } = pairUp(
    older.attributes,
    newer.attributes,
    ({ name }) => expandedName(name),
    ({ name }) => name.name,
    ({ name }) => foldedName(name.name),
  );
  for (const [before, after] of pairs) {
    const at = scope.below(`@${before.name.name}`);
    scope.add(
      ...compareDeclaredNames("attribute", before.name, after.name, at.location),
      ...compareConstraints(before, after, at.location),
    );
    if (before.required !== after.required) {
      scope.add(
        after.required
          ? differenceAt(at.location, { kind: "attribute-now-required", wire: "narrowed", code: "narrowed" })
          : differenceAt(at.location, { kind: "attribute-now-optional", wire: "widened", code: "widened" }),
      );
    }
    scope.comparison.compareReferences(before.type, after.type, at);
  }
  const locationOf = ({ name }: AttributeUse) => below(scope.location, `@${name.name}`);
  for (const attribute of removed) {
    const code = scope.comparison.effectOfRemoval(attribute.required);
    scope.add(
      attribute.required
        ? differenceAt(locationOf(attribute), { kind: "required-attribute-removed", wire: "replaced", code })
        : differenceAt(locationOf(attribute), { kind: "optional-attribute-removed", wire: "narrowed", code }),
    );
  }
  for (const attribute of added) {
    const type = { new: typeTitle(attribute.type) };
    scope.add(
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
  scope.add(...compareWildcards(older.anyAttribute, newer.anyAttribute, below(scope.location, "@*")));
}
