import type { Occurrence } from "../../contract/service-model.js";
import type { Effect } from "../verdict/change.js";
import { keysInSeveralLeaves, languageEffect } from "../verdict/content-language.js";
import { type Branch, type Leaf, leafKey, leavesOf, type Tree, treeTitle } from "../verdict/content-tree.js";
import { below, type Difference, differenceAt, type Location } from "./comparison.js";
import { compareOccurrence } from "./declarations.js";
import { pairUp } from "./pair-up.js";

/** Compares the occurrence and grouping of the same elements. */
export function compareStructure(older: Tree | undefined, newer: Tree | undefined, location: Location): Difference[] {
  return older === undefined || newer === undefined ? [] : compareTrees(older, newer, false, location);
}

/** @param isWithinChoice whether a branch of a choice holds the trees in its object. */
function compareTrees(older: Tree, newer: Tree, isWithinChoice: boolean, location: Location): Difference[] {
  if (older.kind === "leaf" && newer.kind === "leaf") {
    return compareOccurrence(older, newer, leafLocation(older, location), isWithinChoice);
  }
  if (older.kind === "leaf" || newer.kind === "leaf") {
    return regrouping(older, newer, location);
  }
  const children = commonChildren(older, newer);
  if (children === undefined) {
    return regrouping(older, newer, location);
  }
  // A group that repeats is an object of its own.
  const isInChoice = older.kind === "choice" || (older.max === 1 && isWithinChoice);
  return [
    ...orderDifferences(children, newer, location),
    ...compareOccurrence(older, newer, below(location, treeTitle({ ...older, min: 1, max: 1 }, true)), isWithinChoice),
    ...children.flatMap(([before, after]) => compareTrees(before, after, isInChoice, location)),
  ];
}

function leafLocation({ particle }: Leaf, location: Location): Location {
  return below(location, particle.kind === "any" ? "*" : particle.name.name);
}

/** Pairs of children with the same elements; undefined if some child has no partner. */
function commonChildren(older: Branch, newer: Branch): readonly (readonly [Tree, Tree])[] | undefined {
  if (older.kind !== newer.kind) {
    return undefined;
  }
  const { pairs, removed, added } = pairUp(older.children, newer.children, keysOf);
  return removed.length === 0 && added.length === 0 ? pairs : undefined;
}

/** The elements of a tree, in no order. */
function keysOf(tree: Tree): string {
  return sortedKeys(tree).join(" ");
}

const sorted = new WeakMap<Tree, readonly string[]>();

function sortedKeys(tree: Tree): readonly string[] {
  const keys = sorted.get(tree) ?? (tree.kind === "leaf" ? [leafKey(tree)] : tree.children.flatMap(sortedKeys).sort());
  sorted.set(tree, keys);
  return keys;
}

function orderDifferences(children: readonly (readonly [Tree, Tree])[], newer: Tree, location: Location): Difference[] {
  const inOlderOrder = children.map(([, after]) => after);
  if (newer.kind !== "sequence" || inOlderOrder.every((child, index) => child === newer.children[index])) {
    return [];
  }
  const titles = (trees: readonly Tree[]) => trees.map((tree) => treeTitle({ ...tree, min: 1, max: 1 }, true));
  return [
    differenceAt(location, {
      kind: "order-changed",
      old: titles(inOlderOrder).join(", "),
      new: titles(newer.children).join(", "),
      names: titles(movedAmong(inOlderOrder, newer.children)),
      wire: "replaced",
      code: "same",
    }),
  ];
}

/** The smallest set of trees to move from the older order to the newer one. */
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

/** The first pile whose top is greater than the number. The tops are in ascending order. */
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

/**
 * A new grouping. It covers whether elements are required, and how often those of several leaves occur. Whether another one repeats,
 * and how often, is reported as well.
 */
function regrouping(older: Tree, newer: Tree, location: Location): Difference[] {
  const wire = languageEffect(older, newer);
  const [old, now] = [treeTitle(older), treeTitle(newer)];
  const code = codeEffect([...branchesOf(older), ...branchesOf(newer)], wire);
  const regrouped = differenceAt(location, { kind: "content-model-changed", old, new: now, wire, code });
  const several = new Set([older, newer].flatMap(keysInSeveralLeaves));
  const leaves = new Map(leavesOf(newer).map(({ leaf }) => [leaf.particle, leaf]));
  const repetitions = leavesOf(older).flatMap(({ leaf: was }) => {
    const is = several.has(leafKey(was)) ? was : (leaves.get(was.particle) ?? was);
    return compareOccurrence(onceIfOptional(was), onceIfOptional(is), leafLocation(was, location));
  });
  return [regrouped, ...repetitions];
}

function onceIfOptional({ min, max }: Leaf): Occurrence {
  return { min: Math.max(min, 1), max };
}

/** In code, a repeated group is an array of objects, and order does not matter. */
function codeEffect(branches: readonly Branch[], wire: Effect): Effect {
  if (branches.some(({ max }) => max !== 1)) {
    return "replaced";
  }
  return branches.every(({ kind, min }) => kind !== "choice" && min === 1) ? "same" : wire;
}

function branchesOf(tree: Tree): Branch[] {
  return tree.kind === "leaf" ? [] : [tree, ...tree.children.flatMap(branchesOf)];
}
