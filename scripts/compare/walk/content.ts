import { typeTitle } from "../../contract/model-index.js";
import type { ElementParticle, WildcardParticle } from "../../contract/service-model.js";
import { below, type Comparison, type Finding, findingAt, type Pair, type Site } from "./comparison.js";
import {
  type Branch,
  isEmptiable,
  keyOf,
  type Leaf,
  type LeafIn,
  leavesOf,
  mapLeaves,
  type Tree,
} from "./content-tree.js";
import { compareConstraints, compareNames, compareNillable } from "./declarations.js";
import { foldedName, pairUp } from "./pair-up.js";
import { compareStructure } from "./structure.js";
import { compareSubstitutes, elementSite } from "./substitutes.js";
import { compareReferences } from "./types.js";
import { compareWildcards, wildcardTitle } from "./wildcards.js";

/**
 * Compares two content models: the elements and wildcards that both have, those that only one has, and, of the former,
 * how often they occur and how they are grouped.
 */
export function compareContent(
  older: Tree | undefined,
  newer: Tree | undefined,
  site: Site,
  pair: Pair,
  comparison: Comparison,
): void {
  const { pairs, removed, added } = pairUp(
    leavesOf(older),
    leavesOf(newer),
    ({ leaf }) => keyOf(leaf),
    ({ leaf }) => (leaf.particle.kind === "element" ? leaf.particle.name.name : undefined),
    ({ leaf }) => (leaf.particle.kind === "element" ? foldedName(leaf.particle.name.name) : undefined),
  );
  const partners = new Partners(pairs.map(([was, is]) => [was.leaf, is.leaf]));
  const isStranger = ({ leaf }: LeafIn) => partners.of(leaf) === undefined;
  const [kept, found] = [pairs.map(([was]) => was), pairs.map(([, is]) => is)];
  pair.findings.push(
    ...strangersAmong(removed.filter(isStranger), kept).map((stranger) => removal(stranger, site)),
    ...strangersAmong(added.filter(isStranger), found).map((stranger) => addition(stranger, site)),
  );

  for (const [{ leaf: was }, { leaf: is }] of pairs) {
    compareParticles(was.particle, is.particle, site, pair, comparison);
  }
  const asBefore = (leaf: Leaf): Leaf | undefined => {
    const particle = partners.of(leaf);
    return particle && { ...leaf, particle };
  };
  pair.findings.push(...compareStructure(mapLeaves(older, asBefore), mapLeaves(newer, asBefore), site));
}

type LeafParticle = ElementParticle | WildcardParticle;

/** What elements and wildcards of both contracts were in the older one. An element may stand in several branches of a choice. */
class Partners {
  readonly #byParticle = new Map<LeafParticle, LeafParticle>();
  readonly #byKey = new Map<string, LeafParticle>();

  constructor(pairs: readonly (readonly [older: Leaf, newer: Leaf])[]) {
    for (const [older, newer] of pairs) {
      this.#byParticle.set(older.particle, older.particle).set(newer.particle, older.particle);
    }
    for (const [older, newer] of pairs.filter(([{ particle }]) => particle.kind === "element")) {
      this.#byKey.set(keyOf(older), older.particle).set(keyOf(newer), older.particle);
    }
  }

  of(leaf: Leaf): LeafParticle | undefined {
    return this.#byParticle.get(leaf.particle) ?? this.#byKey.get(keyOf(leaf));
  }
}

function compareParticles(
  older: LeafParticle,
  newer: LeafParticle,
  site: Site,
  pair: Pair,
  comparison: Comparison,
): void {
  if (older.kind === "element" && newer.kind === "element") {
    const at = below(site, older.name.name);
    pair.findings.push(
      ...compareNames("element", older.name, newer.name, at),
      ...compareNillable(older.nillable, newer.nillable, at),
      ...compareConstraints(older, newer, at),
    );
    compareReferences(older.type, newer.type, older.reference ? elementSite(older.name) : at, pair, comparison);
    compareSubstitutes(older, newer, pair, comparison);
  }
  if (older.kind === "any" && newer.kind === "any") {
    pair.findings.push(...compareWildcards(older, newer, below(site, "*")));
  }
}

/**
 * What only one of two content models has. Leaves are told one by one, but together where they are a branch of a choice
 * that both have, or a choice of their own of which one must be there.
 */
type Stranger = Single | { readonly presence: "branch" | "choice"; readonly leaves: readonly Leaf[] };

interface Single extends LeafIn {
  readonly presence: "required" | "optional";
}

/** @param kept the leaves that both content models have. */
function strangersAmong(leaves: readonly LeafIn[], kept: readonly LeafIn[]): Stranger[] {
  const keptBranches = new Set(kept.flatMap(({ ancestors }) => ancestors));
  const together = new Map<Tree, { presence: "branch" | "choice"; leaves: Leaf[] }>();
  const strangers: Stranger[] = [];
  for (const { leaf, ancestors } of leaves) {
    const { presence, group } = presenceOf(leaf, ancestors, keptBranches);
    if (group === undefined) {
      strangers.push({ presence, leaf, ancestors });
      continue;
    }
    const known = together.get(group);
    if (known === undefined) {
      const stranger = { presence, leaves: [leaf] };
      together.set(group, stranger);
      strangers.push(stranger);
    } else {
      known.leaves.push(leaf);
    }
  }
  return strangers;
}

type Presence =
  | { readonly presence: "required" | "optional"; readonly group?: undefined }
  | { readonly presence: "branch" | "choice"; readonly group: Tree };

/** Whether a leaf must be there in messages that have all else, and with which others it goes together. */
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

function addition(stranger: Stranger, site: Site): Finding {
  switch (stranger.presence) {
    case "branch":
      return findingAt(site, { kind: "choice-branch-added", ...namesOf(stranger), wire: "widened", code: "widened" });
    case "choice":
      return findingAt(site, {
        kind: "required-choice-added",
        ...namesOf(stranger),
        wire: "replaced",
        code: "narrowed",
      });
    default: {
      const { presence, leaf } = stranger;
      const wire = presence === "required" ? "replaced" : "widened";
      const code = isRequiredProperty(stranger) ? "narrowed" : "same";
      return leaf.particle.kind === "any"
        ? findingAt(below(site, "*"), { kind: "wildcard-added", new: wildcardTitle(leaf.particle), wire, code })
        : findingAt(below(site, leaf.particle.name.name), {
            kind: `${presence}-element-added`,
            new: typeTitle(leaf.particle.type),
            wire,
            code,
          });
    }
  }
}

/** Whether code has to say something, be it an empty array. What is missing of an optional group is found at run time only. */
function isRequiredProperty({ presence, leaf, ancestors }: Single): boolean {
  const isWithinChoice = ancestors.some(({ kind }) => kind === "choice");
  const isWithinOptional = ancestors.some(({ min }) => min === 0);
  return isWithinChoice ? presence === "required" : !isWithinOptional && (presence === "required" || leaf.max !== 1);
}

function removal(stranger: Stranger, site: Site): Finding {
  switch (stranger.presence) {
    case "branch":
      return findingAt(site, {
        kind: "choice-branch-removed",
        ...namesOf(stranger),
        wire: "narrowed",
        code: "replaced",
      });
    case "choice":
      return findingAt(site, {
        kind: "required-choice-removed",
        ...namesOf(stranger),
        wire: "replaced",
        code: "replaced",
      });
    default: {
      const { presence, leaf } = stranger;
      const wire = presence === "required" ? "replaced" : "narrowed";
      return leaf.particle.kind === "any"
        ? findingAt(below(site, "*"), {
            kind: "wildcard-removed",
            old: wildcardTitle(leaf.particle),
            wire,
            code: "replaced",
          })
        : findingAt(below(site, leaf.particle.name.name), {
            kind: `${presence}-element-removed`,
            old: typeTitle(leaf.particle.type),
            wire,
            code: "replaced",
          });
    }
  }
}

function namesOf({ leaves }: Extract<Stranger, { leaves: readonly Leaf[] }>): { readonly names: readonly string[] } {
  return { names: leaves.map(({ particle }) => (particle.kind === "any" ? "any element" : particle.name.name)) };
}
