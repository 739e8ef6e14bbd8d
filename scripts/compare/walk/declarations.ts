import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { type ModelIndex, type ResolvedType, resolveReference } from "../../contract/model-index.js";
import { propertyName } from "../../contract/names.js";
import type { IdentityConstraint, Occurrence, QName, TypeReference } from "../../contract/service-model.js";
import { type Effect, effectOf, join } from "../verdict/change.js";
import { compareDeclarations, compareDeclaredTypes, nameInCode } from "./code-names.js";
import { type Comparison, type Difference, differenceAt, type Location } from "./comparison.js";
import { pairUp } from "./pair-up.js";
import { allowsEmptyText, type SimpleTypeIn } from "./simple-types.js";
import { extendedBase } from "./type-content.js";

/** Compares the names of an element or attribute. */
export function compareDeclaredNames(
  kind: "element" | "attribute",
  older: QName,
  newer: QName,
  location: Location,
): Difference[] {
  const differences: Difference[] = [];
  if (older.namespace !== newer.namespace) {
    differences.push({
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
    differences.push(
      differenceAt(location, { kind: `${kind}-respelt`, old: older.name, new: newer.name, wire: "replaced", code }),
    );
  }
  return differences;
}

/**
 * Compares the names of two types. Code imports types by their local names. Only encoded messages contain names, and there
 * an array has that of its items.
 */
export function compareTypeNames(
  before: ResolvedType,
  after: ResolvedType,
  location: Location,
  comparison: Comparison,
): Difference[] {
  const [old, now] = [nameOf(before), nameOf(after)];
  const { generated, isVerdictOnly } = comparison;
  const ofVariants = isVerdictOnly ? [] : compareVariants(before, after, location, comparison);
  const isWritten = comparison.isEncoded && !(before.kind === "complex" && before.array !== undefined);
  if (old?.name === now?.name || old === undefined || now === undefined) {
    return [
      ...(isWritten && old && now ? compareDeclaredNames("element", old, now, location) : []),
      ...(isVerdictOnly ? [] : compareGeneratedNames(before, after, location, comparison)),
      ...ofVariants,
    ];
  }
  const isAlike = isVerdictOnly || nameInCode(before, generated.older) === nameInCode(after, generated.newer);
  return [
    differenceAt(location, {
      kind: "type-renamed",
      old: old.name,
      new: now.name,
      wire: isWritten ? "replaced" : "same",
      code: isAlike ? "same" : "replaced",
    }),
    ...ofVariants,
  ];
}

/**
 * The name of a type in code depends on other types and messages too. A type of the older contract that is still there keeps its
 * name, also where an anonymous type takes its place. `soapenc:Array` itself has none.
 */
export function compareGeneratedNames(
  before: ResolvedType,
  after: ResolvedType,
  location: Location,
  { generated, newer }: Comparison,
): Difference[] {
  const [old, now] = [nameInCode(before, generated.older), nameInCode(after, generated.newer)];
  const [was, is] = [nameOf(before), nameOf(after)];
  const isStillThere = was !== undefined && is === undefined && newer.types.has(expandedName(was));
  const isUntyped = now === undefined && after.kind === "complex";
  return old === undefined || isStillThere || isUntyped ? [] : compareDeclaredTypes(old, now, location);
}

/** Compares the names of the unions of two types and the types derived from them. */
function compareVariants(
  before: ResolvedType,
  after: ResolvedType,
  location: Location,
  { generated: { older, newer } }: Comparison,
): Difference[] {
  return before.kind === "complex" && after.kind === "complex"
    ? compareDeclarations(older.unionOf(before), newer.unionOf(after), location)
    : [];
}

function nameOf(type: ResolvedType): QName | undefined {
  return type.kind === "built-in" ? undefined : type.name;
}

/** The value constraint of an element or attribute (XML Schema Part 1 §3.2.1). */
interface Constraints {
  readonly default?: string;
  readonly fixed?: string;
}

/** Compares the value constraints of two elements. An empty element has the default, so that an empty text cannot be sent. */
export function compareElementConstraints(
  older: Constraints & { readonly type: TypeReference },
  newer: Constraints,
  location: Location,
  comparison: Comparison,
): Difference[] {
  const differences = compareConstraints(older, newer, location);
  const index = comparison.older;
  const isNarrowed = ({ kind }: Difference) => {
    const type = kind === "default-added" ? simpleTypeOf(older.type, index) : undefined;
    return type !== undefined && allowsEmptyText({ type, index });
  };
  return differences.map((one) => (isNarrowed(one) ? { ...one, wire: "narrowed" } : one));
}

/** The simple type of an element, or of the text of one with attributes. */
function simpleTypeOf(reference: TypeReference, index: ModelIndex): SimpleTypeIn["type"] | undefined {
  let type: ResolvedType | undefined = resolveReference(reference, index);
  while (type?.kind === "complex") {
    const text: TypeReference | undefined = type.content.kind === "simple" ? type.content.type : undefined;
    type = text === undefined ? extendedBase(type, index) : resolveReference(text, index);
  }
  return type;
}

/** Compares `default` and `fixed`. In code, a fixed value is a literal type. */
export function compareConstraints(older: Constraints, newer: Constraints, location: Location): Difference[] {
  return [
    ...compareConstraint("default", older.default, newer.default, location),
    ...compareConstraint("fixed", older.fixed, newer.fixed, location),
  ];
}

/** A sender that omits an element means the old default, but the receiver fills in the new one: the value changes. */
const WIRE_EFFECTS = {
  default: { added: "same", removed: "replaced", changed: "replaced" },
  fixed: { added: "narrowed", removed: "widened", changed: "replaced" },
} as const;

function compareConstraint(
  constraint: "default" | "fixed",
  older: string | undefined,
  newer: string | undefined,
  location: Location,
): Difference[] {
  if (older === newer) {
    return [];
  }
  const difference = (what: "added" | "removed" | "changed"): Difference[] => {
    const wire = WIRE_EFFECTS[constraint][what];
    const values = { ...(older !== undefined && { old: older }), ...(newer !== undefined && { new: newer }) };
    const code = constraint === "fixed" ? wire : "same";
    return [differenceAt(location, { kind: `${constraint}-${what}`, ...values, wire, code })];
  };
  if (older === undefined) {
    return difference("added");
  }
  return difference(newer === undefined ? "removed" : "changed");
}

/** Compares `xs:key`, `xs:unique` and `xs:keyref`. Clients do not check them, so that a response never breaks one. */
export function compareIdentityConstraints(
  older: readonly IdentityConstraint[] = [],
  newer: readonly IdentityConstraint[] = [],
  location: Location,
): Difference[] {
  const { removed, added } = pairUp(older, newer, ruleOf);
  const names = (constraints: readonly IdentityConstraint[]) => constraints.map(({ name }) => name);
  return [
    ...(added.length === 0
      ? []
      : [differenceAt(location, { kind: "key-added", names: names(added), wire: "narrowed", code: "same" })]),
    ...(removed.length === 0
      ? []
      : [differenceAt(location, { kind: "key-removed", names: names(removed), wire: "same", code: "same" })]),
  ];
}

/** A prefix in an XPath. Behind its first character no other one begins: a long name would be read from each of its characters. */
const PREFIX = /(?<![^\s/@|:])[^\s/@|:]+:(?!:)/g;

/** What a constraint demands, without its own name and the prefixes of its paths. */
function ruleOf({ kind, refer, selector, fields }: IdentityConstraint): string {
  const paths = [selector, ...fields].map((path) => path.replace(PREFIX, "").replace(/\s+/g, ""));
  return JSON.stringify([kind, refer, ...paths]);
}

/** Compares `nillable`. */
export function compareNillable(older: boolean, newer: boolean, location: Location): Difference[] {
  if (older === newer) {
    return [];
  }
  return newer
    ? [differenceAt(location, { kind: "nillable-added", wire: "widened", code: "widened" })]
    : [differenceAt(location, { kind: "nillable-removed", wire: "narrowed", code: "narrowed" })];
}

/**
 * Compares `minOccurs` and `maxOccurs` of an element, a wildcard or a group.
 *
 * @param isWithinChoice whether a branch of a choice holds it in its object.
 */
export function compareOccurrence(
  older: Occurrence,
  newer: Occurrence,
  location: Location,
  isWithinChoice = false,
): Difference[] {
  if (older.min === newer.min && older.max === newer.max) {
    return [];
  }
  const differences: Difference[] = [];
  const hasOtherMin = (older.min === 0) !== (newer.min === 0);
  const hasOtherMax = (older.max === 1) !== (newer.max === 1);
  // The property of a repeated element may be an empty array. Only an alternative of a union may be without it.
  const isSet = older.max !== 1 && newer.max !== 1 && !isWithinChoice;
  const titles = { old: occurrenceTitle(older), new: occurrenceTitle(newer) };
  if (hasOtherMin) {
    differences.push(
      newer.min === 0
        ? differenceAt(location, { kind: "element-now-optional", wire: "widened", code: isSet ? "same" : "widened" })
        : differenceAt(location, {
            kind: "element-now-required",
            wire: "narrowed",
            code: isSet ? "same" : "narrowed",
          }),
    );
  }
  const rest = { min: hasOtherMin ? older.min : newer.min, max: hasOtherMax ? older.max : newer.max };
  const wire = boundsEffect(older, rest);
  if (hasOtherMax) {
    const [kind, effect] =
      newer.max === 1 ? (["element-now-single", "narrowed"] as const) : (["element-now-repeated", "widened"] as const);
    differences.push(differenceAt(location, { kind, ...titles, wire: join(effect, wire), code: "replaced" }));
  } else if (wire !== "same") {
    differences.push(differenceAt(location, { kind: "occurrence-changed", ...titles, wire, code: "same" }));
  }
  return differences;
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
