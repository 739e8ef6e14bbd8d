import { cached } from "../../../src/soap/schema/lazy.js";
import { whiteSpaceOf } from "../../../src/soap/schema/lexical.js";
import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { type BuiltInType, type ModelIndex, resolveReference, typeTitle } from "../../contract/model-index.js";
import type { Facet, SimpleType } from "../../contract/service-model.js";
import { literalOf, literalsOf } from "../../emit/what/literals.js";
import { builtInEffect, EMPTIABLE, typescriptTypeOf } from "../verdict/built-in-values.js";
import { type Container, type Effect, effectOf, inverse, join } from "../verdict/change.js";
import { type Difference, differenceAt, type Effects, type Location } from "./comparison.js";
import { facetEffect, whiteSpaceEffect } from "./facet-effects.js";
import { pairUp } from "./pair-up.js";

/** A simple type, and the model in which its references are resolved. */
export interface SimpleTypeIn {
  readonly type: SimpleType | BuiltInType;
  readonly index: ModelIndex;
}

/**
 * Compares the values that two simple types allow. A facet is located at the named type that declares it, so that it is
 * reported once for all types derived from that one.
 *
 * @param location where the types are used.
 */
export function compareSimpleTypes(older: SimpleTypeIn, newer: SimpleTypeIn, location: Location): Difference[] {
  return compareRules(rulesOf(older), rulesOf(newer), location);
}

function compareRules(before: Rules, after: Rules, location: Location): Difference[] {
  const effect = compareVarieties(before, after);
  const changed =
    effect.wire === "same" && effect.code === "same" && titleOf(before.variety) === titleOf(after.variety)
      ? []
      : [
          differenceAt(placed(location, after.varietyOwner ?? before.varietyOwner), {
            kind: "type-changed",
            old: titleOf(before.variety),
            new: titleOf(after.variety),
            ...effect,
          }),
        ];
  return [...changed, ...compareEnumerations(before, after, location), ...compareFacets(before, after, location)];
}

/** The effect of all differences together. */
export function totalEffect(differences: Iterable<Effects>): Effects {
  let total: Effects = { wire: "same", code: "same" };
  for (const { wire, code } of differences) {
    total = { wire: join(total.wire, wire), code: join(total.code, code) };
  }
  return total;
}

// A type with the facets of its bases

interface Rules {
  readonly variety: Variety;
  /** The named type that declares the variety; undefined if it is anonymous. */
  readonly varietyOwner: Container | undefined;
  /** By value, its literal in code, where white space is normalized. */
  readonly values: { readonly set: ReadonlyMap<string, string>; readonly owner: Container | undefined } | undefined;
  readonly facets: ReadonlyMap<Facet["kind"], { readonly value: string; readonly owner: Container | undefined }>;
}

type Variety =
  | { readonly kind: "atomic"; readonly builtIn: string }
  | { readonly kind: "list"; readonly item: SimpleTypeIn; readonly title: string }
  | Union;

interface Union {
  readonly kind: "union";
  readonly members: readonly (SimpleTypeIn & { readonly title: string })[];
}

const rulesByType = new WeakMap<SimpleType | BuiltInType, Rules>();

/** The same object for the same type, so that two types are compared once. */
function rulesOf(simple: SimpleTypeIn): Rules {
  return cached(rulesByType, simple.type, () => readRules(simple));
}

function readRules({ type, index }: SimpleTypeIn): Rules {
  if (type.kind === "built-in") {
    const variety = { kind: "atomic", builtIn: type.name } as const;
    return { variety, varietyOwner: undefined, values: undefined, facets: new Map() };
  }
  const owner: Container | undefined = type.name && { kind: "type", name: expandedName(type.name) };
  const { variety } = type;
  switch (variety.kind) {
    case "list": {
      const item = simpleTypeIn(variety.item, index);
      const list: Variety = { kind: "list", item, title: typeTitle(variety.item) };
      return { variety: list, varietyOwner: owner, values: undefined, facets: new Map() };
    }
    case "union": {
      const members = variety.members.map((member) => ({ ...simpleTypeIn(member, index), title: typeTitle(member) }));
      return { variety: { kind: "union", members }, varietyOwner: owner, values: undefined, facets: new Map() };
    }
    case "restriction": {
      const base = rulesOf(simpleTypeIn(variety.base, index));
      const known = literalsOf(variety.base, index);
      const values = variety.facets.filter(({ kind }) => kind === "enumeration").map(({ value }) => value);
      return {
        variety: base.variety,
        varietyOwner: variety.base.name !== undefined && base.varietyOwner === undefined ? owner : base.varietyOwner,
        values:
          values.length > 0
            ? { set: new Map(values.map((value) => [value, literalOf(value, known) ?? value])), owner }
            : base.values,
        facets: new Map([...base.facets, ...ownFacets(variety.facets, base, owner)]),
      };
    }
  }
}

function simpleTypeIn(reference: Parameters<typeof resolveReference>[0], index: ModelIndex): SimpleTypeIn {
  const type = resolveReference(reference, index);
  return { type: type.kind === "complex" ? { kind: "built-in", name: "anySimpleType" } : type, index };
}

/** Patterns of one derivation step are alternatives; a value must match every step (XML Schema Part 2 §4.3.4). */
function ownFacets(facets: readonly Facet[], base: Rules, owner: Container | undefined): Rules["facets"] {
  const own = new Map<Facet["kind"], { value: string; owner: Container | undefined }>();
  for (const { kind, value } of facets) {
    if (kind === "pattern") {
      const alternatives = own.get(kind);
      own.set(kind, { value: alternatives === undefined ? value : `${alternatives.value}|${value}`, owner });
    } else if (kind !== "enumeration") {
      own.set(kind, { value, owner });
    }
  }
  const [pattern, inherited] = [own.get("pattern"), base.facets.get("pattern")];
  if (pattern !== undefined && inherited !== undefined) {
    own.set("pattern", { value: `${inherited.value} and ${pattern.value}`, owner });
  }
  return own;
}

// Varieties

const varietyEffects = new WeakMap<Rules, WeakMap<Rules, Effects>>();

function compareVarieties(before: Rules, after: Rules): Effects {
  const effectsAfter = cached(varietyEffects, before, () => new WeakMap<Rules, Effects>());
  return cached(effectsAfter, after, () => varietyEffect(before, after));
}

function varietyEffect(before: Rules, after: Rules): Effects {
  // The values of two enumerations of one kind are compared apart.
  const typesOf = before.variety.kind === after.variety.kind ? ({ variety }: Rules) => typescript(variety) : literals;
  const units: Effect = haveLengthsOneUnit(before, after) ? "same" : "replaced";
  const isRespelt = titleOf(before.variety) !== titleOf(after.variety) && areRespelt(before, after);
  const code = join(codeEffect(typesOf(before), typesOf(after)), isRespelt ? "replaced" : "same");
  return { wire: join(wireEffect(before, after), units), code };
}

/** Whether a value of both enumerations is another literal in code, where blanks at its ends count for one of them. */
function areRespelt({ values: older }: Rules, { values: newer }: Rules): boolean {
  return [...(older?.set ?? [])].some(([value, literal]) => (newer?.set.get(value) ?? literal) !== literal);
}

/** Whether the lengths of both count the same, if both have a length: five characters are not five bytes. */
function haveLengthsOneUnit(before: Rules, after: Rules): boolean {
  const hasLength = ({ facets }: Rules) => [...facets.keys()].some((kind) => /length$/i.test(kind));
  return !hasLength(before) || !hasLength(after) || unitOf(before.variety) === unitOf(after.variety);
}

function unitOf(variety: Variety): "items" | "bytes" | "characters" {
  const type = variety.kind === "atomic" ? typescriptTypeOf(variety.builtIn) : "";
  if (variety.kind === "list" || type.endsWith("[]")) {
    return "items";
  }
  return type === "Uint8Array" ? "bytes" : "characters";
}

/** The effect on the values of the two varieties. */
function wireEffect(before: Rules, after: Rules): Effect {
  const [older, newer] = [before.variety, after.variety];
  if (older.kind === "atomic" && newer.kind === "atomic") {
    const areWords = before.values !== undefined && after.values !== undefined && isText(older) && isText(newer);
    // The words of two enumerations are compared apart.
    return areWords ? blanksEffect(older.builtIn, newer.builtIn) : builtInEffect(older.builtIn, newer.builtIn);
  }
  if (older.kind === "list" && newer.kind === "list") {
    return effectOfTypes(older.item, newer.item);
  }
  if (older.kind === "union" && newer.kind === "union") {
    const isIn = (union: Union) => (member: SimpleTypeIn) => isAmong(rulesOf(member), union.members);
    const effect = effectOf(!newer.members.every(isIn(older)), !older.members.every(isIn(newer)));
    const { pairs } = pairUp(older.members, newer.members, ({ title }) => title);
    return isReordered(pairs, newer.members) ? "replaced" : effect;
  }
  if (newer.kind === "atomic" || (older.kind === "union" && newer.kind === "list")) {
    return inverse(wireEffect(after, before));
  }
  // An atomic type became a list of it, or a member of a union.
  const isString = older.kind === "atomic" && older.builtIn === "string";
  if (newer.kind === "list") {
    return isString ? "narrowed" : isAmong(before, [newer.item]) ? "widened" : "replaced";
  }
  if (isAmong(before, newer.members)) {
    // There are no texts besides all texts.
    return isString ? "same" : "widened";
  }
  return isString ? "narrowed" : "replaced";
}

/** The most comparisons with members of the unions of a contract. After these, no member counts as one that allows as much. */
const MAX_COMPARISONS = 2_000_000;

const comparisons = new WeakMap<ModelIndex, number>();

/** Whether one of the members allows all that the rules allow. */
function isAmong(rules: Rules, members: readonly SimpleTypeIn[]): boolean {
  return members.some((member) => {
    const count = (comparisons.get(member.index) ?? 0) + 1;
    comparisons.set(member.index, count);
    if (count > MAX_COMPARISONS) {
      return false;
    }
    const { wire } = totalEffect(compareRules(rules, rulesOf(member), NOWHERE));
    return wire === "same" || wire === "widened";
  });
}

function isText(variety: Variety): boolean {
  return [...typescript(variety)].every((type) => type === "string");
}

/** The effect of blanks around a word, which a type allows unless it keeps all white space. */
function blanksEffect(older: string, newer: string): Effect {
  const keeps = (builtIn: string) => whiteSpaceOf(builtIn) === "preserve";
  return effectOf(keeps(older) && !keeps(newer), !keeps(older) && keeps(newer));
}

/**
 * Whether members of a union that have several TypeScript types are in another order. A text is a value of the first member
 * that allows it: `1` is a number in a union of `xs:int` and `xs:string`, and a text in one of `xs:string` and `xs:int`.
 */
function isReordered(
  pairs: readonly (readonly [SimpleTypeIn, SimpleTypeIn])[],
  newer: readonly SimpleTypeIn[],
): boolean {
  const types = (members: readonly SimpleTypeIn[]) =>
    members.map((member) => [...typescript(rulesOf(member).variety)].sort().join("|")).join(" ");
  const kept = pairs.map(([, after]) => after);
  return types(kept) !== types(newer.filter((member) => kept.includes(member)));
}

function effectOfTypes(older: SimpleTypeIn, newer: SimpleTypeIn): Effect {
  return totalEffect(compareSimpleTypes(older, newer, NOWHERE)).wire;
}

const NOWHERE: Location = { place: { kind: "type", name: "" }, path: [] };

function titleOf(variety: Variety): string {
  switch (variety.kind) {
    case "atomic":
      return `xs:${variety.builtIn}`;
    case "list":
      return `list of ${variety.title}`;
    case "union":
      return variety.members.map(({ title }) => title).join(" or ");
  }
}

/** The TypeScript types of the values. Of an enumeration within a list or union: its values, each after its type. */
function typescript(variety: Variety): ReadonlySet<string> {
  switch (variety.kind) {
    case "atomic":
      return new Set([typescriptTypeOf(variety.builtIn)]);
    case "list":
      return new Set([...literals(rulesOf(variety.item))].map((type) => `[] of ${type}`));
    case "union":
      return new Set(variety.members.flatMap((member) => [...literals(rulesOf(member))]));
  }
}

function literals({ variety, values }: Rules): ReadonlySet<string> {
  const types = [...typescript(variety)];
  return new Set(
    values === undefined ? types : types.flatMap((type) => [...values.set.values()].map((value) => `${type}=${value}`)),
  );
}

/** Code that compares with a removed value of an enumeration does not compile either. */
function codeEffect(older: ReadonlySet<string>, newer: ReadonlySet<string>): Effect {
  const removed = [...older].filter((type) => !isWithin(type, newer));
  const added = [...newer].filter((type) => !isWithin(type, older));
  return effectOf(added.length > 0 || removed.some((type) => type.includes("=")), removed.length > 0);
}

/** A literal is also within its type: in `"A" | string`, code may compare with any text. */
function isWithin(type: string, types: ReadonlySet<string>): boolean {
  return types.has(type) || types.has(type.replace(/=.*/s, ""));
}

const emptiable = new WeakMap<Rules, boolean>();

/** Whether an empty text is a value of the type. A pattern counts as one that allows it. */
export function allowsEmptyText(simple: SimpleTypeIn): boolean {
  const rules = rulesOf(simple);
  return cached(emptiable, rules, () => areEmptiable(rules));
}

function areEmptiable({ variety, values, facets }: Rules): boolean {
  const least = facets.get("minLength")?.value ?? facets.get("length")?.value ?? "0";
  if (values?.set.has("") === false || Number(least) > 0) {
    return false;
  }
  return variety.kind === "union"
    ? variety.members.some(allowsEmptyText)
    : variety.kind === "list" || EMPTIABLE.has(variety.builtIn);
}

// Enumerations and other facets

function compareEnumerations({ values: older }: Rules, { values: newer }: Rules, location: Location): Difference[] {
  if (older === undefined || newer === undefined) {
    if (older === newer) {
      return [];
    }
    const [facet, values] =
      newer === undefined ? (["facet-removed", older] as const) : (["facet-added", newer] as const);
    const effect = newer === undefined ? "widened" : "narrowed";
    const list = [...(values?.set.keys() ?? [])].join(", ");
    return [
      differenceAt(placed(location, values?.owner), {
        kind: facet,
        names: ["enumeration"],
        ...(newer === undefined ? { old: list } : { new: list }),
        wire: effect,
        code: effect,
      }),
    ];
  }
  const added = [...newer.set.keys()].filter((value) => !older.set.has(value));
  const removed = [...older.set.keys()].filter((value) => !newer.set.has(value));
  return [
    ...(added.length === 0
      ? []
      : [
          differenceAt(placed(location, newer.owner), {
            kind: "enumeration-values-added",
            names: added,
            wire: "widened",
            code: "widened",
          }),
        ]),
    ...(removed.length === 0
      ? []
      : [
          differenceAt(placed(location, newer.owner), {
            kind: "enumeration-values-removed",
            names: removed,
            wire: "narrowed",
            // Code that compares with a removed value does not compile either.
            code: "replaced",
          }),
        ]),
  ];
}

function compareFacets(olderRules: Rules, newerRules: Rules, location: Location): Difference[] {
  const { facets: older } = olderRules;
  const { facets: newer, variety } = newerRules;
  return [...new Set([...older.keys(), ...newer.keys()])].flatMap((kind): Difference[] => {
    const [before, after] = [older.get(kind), newer.get(kind)];
    const wire =
      kind === "whiteSpace"
        ? whiteSpaceEffect(olderRules, newerRules)
        : facetEffect(kind, older, newer, variety.kind === "atomic" ? variety.builtIn : "");
    if (before?.value === after?.value || (wire === "same" && kind !== "whiteSpace")) {
      return [];
    }
    return [
      differenceAt(placed(location, after?.owner ?? before?.owner), {
        kind: before === undefined ? "facet-added" : after === undefined ? "facet-removed" : "facet-changed",
        names: [kind],
        ...(before && { old: before.value }),
        ...(after && { new: after.value }),
        wire,
        code: kind === "whiteSpace" && areRespelt(olderRules, newerRules) ? "replaced" : "same",
      }),
    ];
  });
}

/** The named type that owns a rule, or else the location of the type. */
function placed(location: Location, owner: Container | undefined): Location {
  return owner === undefined ? location : { place: owner, path: [] };
}
