import { append } from "../../contract/append.js";
import { typeTitle } from "../../contract/model-index.js";
import type { ElementParticle, WildcardParticle } from "../../contract/service-model.js";
import { type Effect, effectOf, join } from "../verdict/change.js";
import {
  type Branch,
  isEmptiable,
  type Leaf,
  type LeafIn,
  leafKey,
  leavesOf,
  mapLeaves,
  type Tree,
  treeTitle,
} from "../verdict/content-tree.js";
import { below, type Difference, differenceAt, type Location, type Scope } from "./comparison.js";
import {
  compareDeclaredNames,
  compareElementConstraints,
  compareIdentityConstraints,
  compareNillable,
} from "./declarations.js";
import { foldedName, pairUp } from "./pair-up.js";
import { compareStructure } from "./structure.js";
import { compareSubstitutes, elementLocation } from "./substitutes.js";
import { compareWildcards, wildcardTitle } from "./wildcards.js";

/**
 * Compares two content models: the elements and wildcards of both, those of only one, and the occurrence and grouping of
 * those of both.
 */
export function compareContent(older: Tree | undefined, newer: Tree | undefined, scope: Scope): void {
  const { pairs, removed, added } = pairUp(
    leavesOf(older),
    leavesOf(newer),
    ({ leaf }) => leafKey(leaf),
    ({ leaf }) => (leaf.particle.kind === "element" ? leaf.particle.name.name : undefined),
    ({ leaf }) => (leaf.particle.kind === "element" ? foldedName(leaf.particle.name.name) : undefined),
  );
  const partners = new Partners(pairs.map(([was, is]) => [was.leaf, is.leaf]));
  const isUnmatched = ({ leaf }: LeafIn) => partners.of(leaf) === undefined;
  const [keptBefore, keptAfter] = [pairs.map(([was]) => was), pairs.map(([, is]) => is)];
  scope.add(
    ...unmatchedAmong(removed.filter(isUnmatched), keptBefore).map((unmatched) => removal(unmatched, scope)),
    ...unmatchedAmong(added.filter(isUnmatched), keptAfter).map((unmatched) => addition(unmatched, scope.location)),
  );

  for (const [{ leaf: was }, { leaf: is }] of pairs) {
    compareParticles(was.particle, is.particle, scope);
  }
  const asBefore = (leaf: Leaf): Leaf | undefined => {
    const particle = partners.of(leaf);
    return particle && { ...leaf, particle };
  };
  const again = codeEffectOfSeveral(older, newer);
  const structure = compareStructure(mapLeaves(older, asBefore), mapLeaves(newer, asBefore), scope.location).map(
    (difference) =>
      difference.kind === "content-model-changed" ? { ...difference, code: join(difference.code, again) } : difference,
  );
  scope.add(...structure);
  if (older === undefined || newer === undefined) {
    return;
  }
  const isRegrouped = pairs.some(([was, is]) => objectsAround(was) !== objectsAround(is));
  const known = structure.reduce<Effect>((all, { code }) => join(all, code), "same");
  const code = join(known, isRegrouped ? "replaced" : again);
  if (code !== known) {
    const [old, now] = [treeTitle(older), treeTitle(newer)];
    scope.add(differenceAt(scope.location, { kind: "content-model-changed", old, new: now, wire: "same", code }));
  }
}

/**
 * In code, an element that is there a second time has a second property; in another branch of a choice, it has the first. The first
 * property keeps its name, also where a new element stands before the one that had it. An array is set, if only to an empty one,
 * unless it is in a branch of a choice or in an optional group.
 */
function codeEffectOfSeveral(older: Tree | undefined, newer: Tree | undefined): Effect {
  const after = propertiesIn(newer);
  return [...propertiesIn(older)].reduce<Effect>((effect, [key, were]) => {
    const are = after.get(key) ?? were;
    return join(
      join(effect, effectOfKinds(were, are)),
      effectOf(isWithout(were, are, "required"), isWithout(are, were, "required")),
    );
  }, "same");
}

function effectOfKinds(were: readonly Property[], all: readonly Property[]): Effect {
  if (were.length > all.length) {
    return "replaced";
  }
  const are = all.slice(0, were.length);
  const kinds = effectOf(isWithout(are, were, "single", "array"), isWithout(were, are, "single", "array"));
  return were.length === all.length
    ? kinds
    : join(kinds, effectOf(isWithout(were, all, "needed"), isWithout(all, were, "needed")));
}

function isWithout(first: readonly Property[], second: readonly Property[], ...which: (keyof Property)[]): boolean {
  return which.some((one) => first.some((property, index) => property[one] && second[index]?.[one] !== true));
}

interface Property {
  /** Whether code has to set it, if only to an empty array. */
  readonly required: boolean;
  /** Whether each branch of a choice needs it which contains the element. */
  readonly needed: boolean;
  /** What it is in some branch of a choice. */
  readonly single: boolean;
  readonly array: boolean;
}

/** By element, its properties in their order. */
function propertiesIn(
  tree: Tree | undefined,
  isWithinOptional = false,
  isOptionalInBranch = false,
): ReadonlyMap<string, readonly Property[]> {
  if (tree === undefined) {
    return new Map();
  }
  if (tree.kind === "leaf") {
    const array = tree.max !== 1;
    const required = !isWithinOptional && (tree.min > 0 || array);
    return new Map([
      [leafKey(tree), [{ required, needed: !isOptionalInBranch && tree.min > 0, single: !array, array }]],
    ]);
  }
  // A group that repeats is an object of its own.
  const isOptional = tree.kind === "choice" || (tree.max === 1 && (isWithinOptional || tree.min === 0));
  const inBranch = tree.kind !== "choice" && tree.max === 1 && (isOptionalInBranch || tree.min === 0);
  const all = new Map<string, (readonly Property[])[]>();
  for (const [key, properties] of tree.children.flatMap((child) => [...propertiesIn(child, isOptional, inBranch)])) {
    append(all, key, properties);
  }
  const together = tree.kind === "choice" ? ofBranches : (lists: readonly (readonly Property[])[]) => lists.flat();
  return new Map([...all].map(([key, lists]) => [key, together(lists)]));
}

function ofBranches(lists: readonly (readonly Property[])[]): Property[] {
  const byIndex = new Map<number, Property[]>();
  for (const [index, property] of lists.flatMap((list) => [...list.entries()])) {
    append(byIndex, index, property);
  }
  return [...byIndex.values()].map((same) => ({
    required: same.some(({ required }) => required),
    needed: same.length === lists.length && same.every(({ needed }) => needed),
    single: same.some(({ single }) => single),
    array: same.some(({ array }) => array),
  }));
}

/** In code, a group that repeats is an array of objects; a repeated element that is alone in its group is an array. */
function objectsAround({ ancestors }: LeafIn): number {
  return ancestors.filter(({ max }) => max !== 1).length;
}

type LeafParticle = ElementParticle | WildcardParticle;

/** Maps particles of either contract to those of the older one. An element may occur in several branches of a choice. */
class Partners {
  readonly #byParticle = new Map<LeafParticle, LeafParticle>();
  readonly #byKey = new Map<string, LeafParticle>();

  constructor(pairs: readonly (readonly [older: Leaf, newer: Leaf])[]) {
    for (const [older, newer] of pairs) {
      this.#byParticle.set(older.particle, older.particle).set(newer.particle, older.particle);
    }
    for (const [older, newer] of pairs.filter(([{ particle }]) => particle.kind === "element")) {
      this.#byKey.set(leafKey(older), older.particle).set(leafKey(newer), older.particle);
    }
  }

  of(leaf: Leaf): LeafParticle | undefined {
    return this.#byParticle.get(leaf.particle) ?? this.#byKey.get(leafKey(leaf));
  }
}

function compareParticles(older: LeafParticle, newer: LeafParticle, scope: Scope): void {
  if (older.kind === "element" && newer.kind === "element") {
    const at = scope.below(older.name.name);
    scope.add(
      ...compareDeclaredNames("element", older.name, newer.name, at.location),
      ...compareNillable(older.nillable, newer.nillable, at.location),
      ...compareElementConstraints(older, newer, at.location, scope.comparison),
      ...compareIdentityConstraints(older.constraints, newer.constraints, at.location),
    );
    const ofType = older.reference ? scope.at(elementLocation(older.name)) : at;
    scope.comparison.compareReferences(older.type, newer.type, ofType);
    compareSubstitutes(older, newer, scope);
  }
  if (older.kind === "any" && newer.kind === "any") {
    scope.add(...compareWildcards(older, newer, below(scope.location, "*")));
  }
}

/**
 * A part that only one of two content models contains: a single leaf, or the leaves that form a branch of a common choice
 * or a required choice of their own.
 */
type Unmatched = Single | { readonly presence: "branch" | "choice"; readonly leaves: readonly Leaf[] };

interface Single {
  readonly presence: "required" | "optional";
  readonly leaf: Leaf;
  /** What has a property in code: the leaf, or the outermost group around it that repeats and is as new. */
  readonly property: Tree;
  /** Around the property, within the same object. */
  readonly ancestors: readonly Branch[];
}

/** @param kept the leaves that both content models contain. */
function unmatchedAmong(leaves: readonly LeafIn[], kept: readonly LeafIn[]): Unmatched[] {
  const keptBranches = new Set(kept.flatMap(({ ancestors }) => ancestors));
  const together = new Map<Tree, { presence: "branch" | "choice"; leaves: Leaf[] }>();
  const all: Unmatched[] = [];
  for (const { leaf, ancestors } of leaves) {
    const { presence, group } = presenceOf(leaf, ancestors, keptBranches);
    if (group === undefined) {
      all.push({ presence, leaf, ...propertyOf(leaf, ancestors, keptBranches) });
      continue;
    }
    const known = together.get(group);
    if (known === undefined) {
      const unmatched = { presence, leaves: [leaf] };
      together.set(group, unmatched);
      all.push(unmatched);
    } else {
      known.leaves.push(leaf);
    }
  }
  return all;
}

/** In code, a group that repeats is an array of objects. */
function propertyOf(leaf: Leaf, ancestors: readonly Branch[], kept: ReadonlySet<Branch>) {
  const outermost = ancestors.findIndex((group) => group.max !== 1 && !kept.has(group));
  const around = outermost === -1 ? ancestors : ancestors.slice(0, outermost);
  const object = around.findLastIndex(({ max }) => max !== 1);
  return { property: ancestors[outermost] ?? leaf, ancestors: around.slice(Math.max(object, 0)) };
}

type Presence =
  | { readonly presence: "required" | "optional"; readonly group?: undefined }
  | { readonly presence: "branch" | "choice"; readonly group: Tree };

/** Whether otherwise complete messages must contain a leaf, and the group that it forms with other leaves. */
function presenceOf(leaf: Leaf, ancestors: readonly Branch[], keptBranches: ReadonlySet<Branch>): Presence {
  let isRequired = !isEmptiable(leaf);
  let choice: Branch | undefined;
  let child: Tree = leaf;
  for (const ancestor of ancestors.toReversed()) {
    const isKept = keptBranches.has(ancestor);
    if (ancestor.kind === "choice" && isKept) {
      return { presence: "branch", group: child };
    }
    if (isKept) {
      break;
    }
    if (ancestor.kind === "choice") {
      choice = ancestor;
      isRequired = true;
    }
    isRequired &&= !isEmptiable(ancestor);
    child = ancestor;
  }
  if (!isRequired) {
    return { presence: "optional" };
  }
  return choice === undefined ? { presence: "required" } : { presence: "choice", group: choice };
}

function addition(unmatched: Unmatched, location: Location): Difference {
  switch (unmatched.presence) {
    case "branch":
      return differenceAt(location, {
        kind: "choice-branch-added",
        ...namesOf(unmatched),
        wire: "widened",
        code: "widened",
      });
    case "choice":
      return differenceAt(location, {
        kind: "required-choice-added",
        ...namesOf(unmatched),
        wire: "replaced",
        code: "narrowed",
      });
    default: {
      const { presence, leaf } = unmatched;
      const wire = presence === "required" ? "replaced" : "widened";
      const code = isRequiredProperty(unmatched) ? "narrowed" : "same";
      return leaf.particle.kind === "any"
        ? differenceAt(below(location, "*"), { kind: "wildcard-added", new: wildcardTitle(leaf.particle), wire, code })
        : differenceAt(below(location, leaf.particle.name.name), {
            kind: `${presence}-element-added`,
            new: typeTitle(leaf.particle.type),
            wire,
            code,
          });
    }
  }
}

/** Whether code must set the property, if only to an empty array. The types do not require the parts of an optional group. */
function isRequiredProperty({ presence, property, ancestors }: Single): boolean {
  const isWithinChoice = ancestors.some(({ kind }) => kind === "choice");
  const isWithinOptional = ancestors.some(({ min, max }) => min === 0 && max === 1);
  return isWithinChoice
    ? presence === "required"
    : !isWithinOptional && (presence === "required" || property.max !== 1);
}

function removal(unmatched: Unmatched, { location, comparison }: Scope): Difference {
  switch (unmatched.presence) {
    case "branch":
      return differenceAt(location, {
        kind: "choice-branch-removed",
        ...namesOf(unmatched),
        wire: "narrowed",
        code: "replaced",
      });
    case "choice":
      return differenceAt(location, {
        kind: "required-choice-removed",
        ...namesOf(unmatched),
        wire: "replaced",
        code: "replaced",
      });
    default: {
      const { presence, leaf } = unmatched;
      const wire = presence === "required" ? "replaced" : "narrowed";
      const code = comparison.effectOfRemoval(isRequiredProperty(unmatched));
      return leaf.particle.kind === "any"
        ? differenceAt(below(location, "*"), {
            kind: "wildcard-removed",
            old: wildcardTitle(leaf.particle),
            wire,
            code,
          })
        : differenceAt(below(location, leaf.particle.name.name), {
            kind: `${presence}-element-removed`,
            old: typeTitle(leaf.particle.type),
            wire,
            code,
          });
    }
  }
}

function namesOf({ leaves }: Extract<Unmatched, { leaves: readonly Leaf[] }>): { readonly names: readonly string[] } {
  return { names: leaves.map(({ particle }) => (particle.kind === "any" ? "any element" : particle.name.name)) };
}
