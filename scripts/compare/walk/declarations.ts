import { propertyName } from "../../contract/names.js";
import type { Occurrence, QName } from "../../contract/service-model.js";
import { type Effect, effectOf, join } from "../verdict/change.js";
import { type Finding, findingAt, type Site } from "./comparison.js";

/** Compares how an element or attribute is called. */
export function compareNames(kind: "element" | "attribute", older: QName, newer: QName, site: Site): Finding[] {
  const findings: Finding[] = [];
  if (older.namespace !== newer.namespace) {
    findings.push({
      kind: "namespace-changed",
      old: older.namespace,
      new: newer.namespace,
      names: [kind === "attribute" ? `@${older.name}` : older.name],
      wire: "replaced",
      code: "same",
    });
  }
  if (older.name !== newer.name) {
    const code = propertyName(older.name) === propertyName(newer.name) ? "same" : "replaced";
    findings.push(
      findingAt(site, { kind: `${kind}-respelt`, old: older.name, new: newer.name, wire: "replaced", code }),
    );
  }
  return findings;
}

/** The values that an element or attribute has without being given any, or is the only one allowed. */
interface Constraints {
  readonly default?: string;
  readonly fixed?: string;
}

/** Compares `default` and `fixed`. A fixed value is a type of its own. */
export function compareConstraints(older: Constraints, newer: Constraints, site: Site): Finding[] {
  return [
    ...compareValues("default", older.default, newer.default, site),
    ...compareValues("fixed", older.fixed, newer.fixed, site),
  ];
}

/** Who left a value out meant the default that there was, and who reads fills it in: another one is another value. */
const WIRE_EFFECTS = {
  default: { added: "same", removed: "replaced", changed: "replaced" },
  fixed: { added: "narrowed", removed: "widened", changed: "replaced" },
} as const;

function compareValues(
  constraint: "default" | "fixed",
  older: string | undefined,
  newer: string | undefined,
  site: Site,
): Finding[] {
  if (older === newer) {
    return [];
  }
  const found = (what: "added" | "removed" | "changed"): Finding[] => {
    const wire = WIRE_EFFECTS[constraint][what];
    const values = { ...(older !== undefined && { old: older }), ...(newer !== undefined && { new: newer }) };
    const code = constraint === "fixed" ? wire : "same";
    return [findingAt(site, { kind: `${constraint}-${what}`, ...values, wire, code })];
  };
  if (older === undefined) {
    return found("added");
  }
  return found(newer === undefined ? "removed" : "changed");
}

/** Compares `nillable`. */
export function compareNillable(older: boolean, newer: boolean, site: Site): Finding[] {
  if (older === newer) {
    return [];
  }
  return newer
    ? [findingAt(site, { kind: "nillable-added", wire: "widened", code: "widened" })]
    : [findingAt(site, { kind: "nillable-removed", wire: "narrowed", code: "narrowed" })];
}

/** Compares how often an element, a wildcard or a group occurs. */
export function compareOccurrence(older: Occurrence, newer: Occurrence, site: Site): Finding[] {
  if (older.min === newer.min && older.max === newer.max) {
    return [];
  }
  const findings: Finding[] = [];
  const hasOtherMin = (older.min === 0) !== (newer.min === 0);
  const hasOtherMax = (older.max === 1) !== (newer.max === 1);
  // An array is there in any case, be it empty.
  const isArray = older.max !== 1 && newer.max !== 1;
  const titles = { old: occurrenceTitle(older), new: occurrenceTitle(newer) };
  if (hasOtherMin) {
    findings.push(
      newer.min === 0
        ? findingAt(site, { kind: "element-now-optional", wire: "widened", code: isArray ? "same" : "widened" })
        : findingAt(site, { kind: "element-now-required", wire: "narrowed", code: isArray ? "same" : "narrowed" }),
    );
  }
  const rest = { min: hasOtherMin ? older.min : newer.min, max: hasOtherMax ? older.max : newer.max };
  const wire = boundsEffect(older, rest);
  if (hasOtherMax) {
    const [kind, effect] =
      newer.max === 1 ? (["element-now-single", "narrowed"] as const) : (["element-now-repeated", "widened"] as const);
    findings.push(findingAt(site, { kind, ...titles, wire: join(effect, wire), code: "replaced" }));
  } else if (wire !== "same") {
    findings.push(findingAt(site, { kind: "occurrence-changed", ...titles, wire, code: "same" }));
  }
  return findings;
}

function boundsEffect(older: Occurrence, newer: Occurrence): Effect {
  const most = ({ max }: Occurrence) => (max === "unbounded" ? Number.POSITIVE_INFINITY : max);
  const widens = newer.min < older.min || most(newer) > most(older);
  const narrows = newer.min > older.min || most(newer) < most(older);
  return effectOf(widens, narrows);
}

/** `any number of times`, `at least once`, `2 to 5 times`. */
function occurrenceTitle({ min, max }: Occurrence): string {
  const times = (count: number) => (count === 1 ? "once" : `${count} times`);
  if (max === "unbounded") {
    return min === 0 ? "any number of times" : `at least ${times(min)}`;
  }
  if (min === 0) {
    return `at most ${times(max)}`;
  }
  return min === max ? times(min) : `${min} ${max === min + 1 ? "or" : "to"} ${max} times`;
}
