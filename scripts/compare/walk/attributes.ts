import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { typeTitle } from "../../contract/model-index.js";
import type { AttributeUse } from "../../contract/service-model.js";
import { below, type Comparison, findingAt, type Pair, type Site } from "./comparison.js";
import type { Shape } from "./complex-types.js";
import { compareConstraints, compareNames } from "./declarations.js";
import { foldedName, pairUp } from "./pair-up.js";
import { compareReferences } from "./types.js";
import { compareWildcards } from "./wildcards.js";

/** Compares the attributes of two types, and what other attributes they let in. */
export function compareAttributes(
  older: Pick<Shape, "attributes" | "anyAttribute">,
  newer: Pick<Shape, "attributes" | "anyAttribute">,
  site: Site,
  pair: Pair,
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
    const at = below(site, `@${before.name.name}`);
    pair.findings.push(
      ...compareNames("attribute", before.name, after.name, at),
      ...compareConstraints(before, after, at),
    );
    if (before.required !== after.required) {
      pair.findings.push(
        after.required
          ? findingAt(at, { kind: "attribute-now-required", wire: "narrowed", code: "narrowed" })
          : findingAt(at, { kind: "attribute-now-optional", wire: "widened", code: "widened" }),
      );
    }
    compareReferences(before.type, after.type, at, pair, comparison);
  }
  const siteOf = ({ name }: AttributeUse) => below(site, `@${name.name}`);
  for (const attribute of removed) {
    pair.findings.push(
      attribute.required
        ? findingAt(siteOf(attribute), { kind: "required-attribute-removed", wire: "replaced", code: "replaced" })
        : findingAt(siteOf(attribute), { kind: "optional-attribute-removed", wire: "narrowed", code: "replaced" }),
    );
  }
  for (const attribute of added) {
    const type = { new: typeTitle(attribute.type) };
    pair.findings.push(
      attribute.required
        ? findingAt(siteOf(attribute), {
            kind: "required-attribute-added",
            ...type,
            wire: "replaced",
            code: "narrowed",
          })
        : findingAt(siteOf(attribute), { kind: "optional-attribute-added", ...type, wire: "widened", code: "same" }),
    );
  }
  pair.findings.push(...compareWildcards(older.anyAttribute, newer.anyAttribute, below(site, "@*")));
}
