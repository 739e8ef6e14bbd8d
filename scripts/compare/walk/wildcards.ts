import type { Wildcard } from "../../contract/service-model.js";
import { isWithin } from "../../contract/wildcards.js";
import { type Effect, effectOf, join } from "../verdict/change.js";
import { type Difference, differenceAt, type Location } from "./comparison.js";

/** Compares two wildcards. A missing one allows nothing. In code, a wildcard is a property with an array. */
export function compareWildcards(
  older: Wildcard | undefined,
  newer: Wildcard | undefined,
  location: Location,
): Difference[] {
  if (older === undefined || newer === undefined) {
    if (newer !== undefined) {
      return [
        differenceAt(location, {
          kind: "wildcard-added",
          new: wildcardTitle(newer),
          wire: "widened",
          code: "narrowed",
        }),
      ];
    }
    return older === undefined
      ? []
      : [
          differenceAt(location, {
            kind: "wildcard-removed",
            old: wildcardTitle(older),
            wire: "narrowed",
            code: "replaced",
          }),
        ];
  }
  const [old, now] = [wildcardTitle(older), wildcardTitle(newer)];
  if (old === now) {
    return [];
  }
  // The client validates nothing that a wildcard matched, so less validation breaks nothing.
  const isStricter = STRICTNESS[newer.processContents] > STRICTNESS[older.processContents];
  const wire = join(namespacesEffect(older, newer), isStricter ? "narrowed" : "same");
  return [differenceAt(location, { kind: "wildcard-changed", old, new: now, wire, code: "same" })];
}

const STRICTNESS: Readonly<Record<Wildcard["processContents"], number>> = { skip: 0, lax: 1, strict: 2 };

function namespacesEffect(older: Wildcard, newer: Wildcard): Effect {
  return effectOf(!isWithin(newer, older), !isWithin(older, newer));
}

export function wildcardTitle({ namespaces, targetNamespace, processContents }: Wildcard): string {
  const checked = processContents === "strict" ? "" : ` (${processContents})`;
  if (namespaces === "##any") {
    return `any namespace${checked}`;
  }
  if (namespaces === "##other") {
    return `any namespace but ${targetNamespace || "none"}${checked}`;
  }
  return `${namespaces.map((namespace) => namespace || "no namespace").join(" or ")}${checked}`;
}
