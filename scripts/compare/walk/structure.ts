import type { Effect } from "../verdict/change.js";
import { languageEffect } from "../verdict/content-language.js";
import { below, type Finding, findingAt, type Site } from "./comparison.js";
import { type Branch, keyOf, type Leaf, leavesOf, type Tree, treeTitle } from "./content-tree.js";
import { compareOccurrence } from "./declarations.js";
import { pairUp } from "./pair-up.js";

/** Compares how often the same elements occur, and how they are grouped. */
export function compareStructure(older: Tree | undefined, newer: Tree | undefined, site: Site): Finding[] {
  return older === undefined || newer === undefined ? [] : compareTrees(older, newer, site);
}

function compareTrees(older: Tree, newer: Tree, site: Site): Finding[] {
  if (older.kind === "leaf" && newer.kind === "leaf") {
    return compareOccurrence(older, newer, leafSite(older, site));
  }
  const children = older.kind === "leaf" || newer.kind === "leaf" ? undefined : commonChildren(older, newer);
  if (children === undefined) {
    return regrouping(older, newer, site);
  }
  return [
    ...orderFindings(children, newer, site),
    ...compareOccurrence(older, newer, below(site, treeTitle({ ...older, min: 1, max: 1 }, true))),
    ...children.flatMap(([before, after]) => compareTrees(before, after, site)),
  ];
}

function leafSite({ particle }: Leaf, site: Site): Site {
  return below(site, particle.kind === "any" ? "*" : particle.name.name);
}

/** Pairs of groups or leaves that hold the same elements; undefined if the groups are not made of such pairs. */
function commonChildren(older: Branch, newer: Branch): readonly (readonly [Tree, Tree])[] | undefined {
  if (older.kind !== newer.kind) {
    return undefined;
  }
  const { pairs, removed, added } = pairUp(older.children, newer.children, keysOf);
  return removed.length === 0 && added.length === 0 ? pairs : undefined;
}

/** What a group holds, in no order. */
function keysOf(tree: Tree): string {
  return leavesOf(tree)
    .map(({ leaf }) => keyOf(leaf))
    .sort()
    .join(" ");
}

function orderFindings(children: readonly (readonly [Tree, Tree])[], newer: Tree, site: Site): Finding[] {
  const inOlderOrder = children.map(([, after]) => after);
  if (newer.kind !== "sequence" || inOlderOrder.every((child, index) => child === newer.children[index])) {
    return [];
  }
  const titles = (trees: readonly Tree[]) => trees.map((tree) => treeTitle({ ...tree, min: 1, max: 1 }, true));
  return [
    findingAt(site, {
      kind: "order-changed",
      old: titles(inOlderOrder).join(", "),
      new: titles(newer.children).join(", "),
      names: titles(movedAmong(inOlderOrder, newer.children)),
      wire: "replaced",
      code: "same",
    }),
  ];
}

/** The fewest that have to be moved to come from the one order to the other. */
function movedAmong(older: readonly Tree[], newer: readonly Tree[]): Tree[] {
  const positions = new Map(older.map((tree, index) => [tree, index]));
  const stays = longestIncreasing(newer.map((tree) => positions.get(tree) ?? 0));
  return newer.filter((_, index) => !stays.has(index));
}

/** Indices of a longest increasing subsequence, found by patience sorting. */
function longestIncreasing(numbers: readonly number[]): ReadonlySet<number> {
  const tops: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const [index, number] of numbers.entries()) {
    const pile = firstAbove(number, tops, numbers);
    before.set(index, tops[pile - 1]);
    tops[pile] = index;
  }
  const longest = new Set<number>();
  for (let index = tops.at(-1); index !== undefined; index = before.get(index)) {
    longest.add(index);
  }
  return longest;
}

/** The first of the piles, whose tops rise, that has a greater number on top. */
function firstAbove(number: number, tops: readonly number[], numbers: readonly number[]): number {
  let [low, high] = [0, tops.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[tops[middle] ?? 0] ?? 0) > number) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** Other groups. Whether an element is required is part of that; whether it repeats is worth telling besides. */
function regrouping(older: Tree, newer: Tree, site: Site): Finding[] {
  const wire = languageEffect(older, newer);
  const [old, now] = [treeTitle(older), treeTitle(newer)];
  const code = codeEffect([...branchesOf(older), ...branchesOf(newer)], wire);
  const regrouped = findingAt(site, { kind: "content-model-changed", old, new: now, wire, code });
  const leaves = new Map(leavesOf(newer).map(({ leaf }) => [leaf.particle, leaf]));
  const repetitions = leavesOf(older).flatMap(({ leaf: was }) => {
    const is = leaves.get(was.particle) ?? was;
    return compareOccurrence({ min: 0, max: was.max }, { min: 0, max: is.max }, leafSite(was, site));
  });
  return [regrouped, ...repetitions];
}

/** In code, elements that repeat together are objects of their own, and order is nothing. */
function codeEffect(branches: readonly Branch[], wire: Effect): Effect {
  if (branches.some(({ max }) => max !== 1)) {
    return "replaced";
  }
  return branches.every(({ kind, min }) => kind !== "choice" && min === 1) ? "same" : wire;
}

function branchesOf(tree: Tree): Branch[] {
  return tree.kind === "leaf" ? [] : [tree, ...tree.children.flatMap(branchesOf)];
}
