import { expandedName } from "../../../src/soap/xml/xml-element.js";
import type {
  ElementParticle,
  GroupParticle,
  Occurrence,
  Particle,
  WildcardParticle,
} from "../../contract/service-model.js";

/** A content model in normal form: without groups of one, sequences within sequences, and empty groups. */
export type Tree = Leaf | Branch;

export interface Leaf extends Occurrence {
  readonly kind: "leaf";
  readonly particle: ElementParticle | WildcardParticle;
}

export interface Branch extends Occurrence {
  readonly kind: GroupParticle["kind"];
  readonly children: readonly Tree[];
}

const ONCE: Occurrence = { min: 1, max: 1 };

/** The sequence of several content models; undefined if it is empty. */
export function treeOf(particles: readonly Particle[]): Tree | undefined {
  return simplified({ kind: "sequence", ...ONCE, children: particles.map(rawTree) });
}

function rawTree(particle: Particle): Tree {
  const { min, max } = particle;
  return particle.kind === "element" || particle.kind === "any"
    ? { kind: "leaf", min, max, particle }
    : { kind: particle.kind, min, max, children: particle.particles.map(rawTree) };
}

function simplified(tree: Tree): Tree | undefined {
  if (tree.kind === "leaf") {
    return tree;
  }
  const inner = tree.children.map(simplified);
  const children = inner.filter((child) => child !== undefined).flatMap((child) => unwrapped(child, tree.kind));
  // An empty branch may be chosen.
  const isOptional = tree.kind === "choice" && inner.includes(undefined);
  const min = isOptional ? 0 : tree.min;
  const [first, ...others] = children;
  if (first === undefined) {
    return undefined;
  }
  const occurrence = others.length === 0 ? product({ min, max: tree.max }, first) : undefined;
  return occurrence === undefined ? { kind: tree.kind, min, max: tree.max, children } : { ...first, ...occurrence };
}

/** Replaces a group that occurs once in a group of its kind with its children. */
function unwrapped(tree: Tree, parent: GroupParticle["kind"]): readonly Tree[] {
  return tree.kind !== "leaf" && tree.kind === parent && isOnce(tree) ? tree.children : [tree];
}

/** The occurrence of a particle alone in a group; undefined if it has gaps, such as 0, 2 or 4 times. */
function product(outer: Occurrence, inner: Occurrence): Occurrence | undefined {
  const hasNoGaps = isOnce(outer) || isOnce(inner) || inner.min <= 1;
  return hasNoGaps ? { min: outer.min * inner.min, max: times(outer.max, inner.max) } : undefined;
}

function times(first: Occurrence["max"], second: Occurrence["max"]): Occurrence["max"] {
  return first === "unbounded" || second === "unbounded" ? "unbounded" : first * second;
}

function isOnce({ min, max }: Occurrence): boolean {
  return min === 1 && max === 1;
}

/** A leaf with its ancestors, the outermost one first. */
export interface LeafIn {
  readonly leaf: Leaf;
  readonly ancestors: readonly Branch[];
}

export function leavesOf(tree: Tree | undefined, ancestors: readonly Branch[] = []): LeafIn[] {
  if (tree === undefined) {
    return [];
  }
  return tree.kind === "leaf"
    ? [{ leaf: tree, ancestors }]
    : tree.children.flatMap((child) => leavesOf(child, [...ancestors, tree]));
}

/** Whether a tree matches the empty sequence (XML Schema Part 1 §3.9.6). */
export function isEmptiable(tree: Tree): boolean {
  if (tree.min === 0 || tree.kind === "leaf") {
    return tree.min === 0;
  }
  return tree.kind === "choice" ? tree.children.some(isEmptiable) : tree.children.every(isEmptiable);
}

/** Replaces each leaf of a tree, or removes it where `replace` returns undefined. */
export function mapLeaves(tree: Tree | undefined, replace: (leaf: Leaf) => Leaf | undefined): Tree | undefined {
  const replaced = tree && withReplaced(tree, replace);
  return replaced && simplified(replaced);
}

function withReplaced(tree: Tree, replace: (leaf: Leaf) => Leaf | undefined): Tree | undefined {
  if (tree.kind === "leaf") {
    return replace(tree);
  }
  const children = tree.children.map((child) => withReplaced(child, replace)).filter((child) => child !== undefined);
  return children.length === 0 ? undefined : { ...tree, children };
}

/** Identifies an element. All wildcards have the same key. */
export function leafKey({ particle }: Leaf): string {
  return particle.kind === "any" ? "*" : expandedName(particle.name);
}

/** In the notation of a DTD: `a, b?, (c | d)*`. */
export function treeTitle(tree: Tree, isInner = false): string {
  if (tree.kind === "leaf") {
    return (tree.particle.kind === "any" ? "any element" : tree.particle.name.name) + repetition(tree);
  }
  const separator = { sequence: ", ", choice: " | ", all: " & " }[tree.kind];
  const inside = tree.children.map((child) => treeTitle(child, true)).join(separator);
  const times = repetition(tree);
  return isInner || times !== "" ? `(${inside})${times}` : inside;
}

function repetition({ min, max }: Occurrence): string {
  if (max === 1) {
    return min === 0 ? "?" : "";
  }
  if (max === "unbounded" && min <= 1) {
    return min === 0 ? "*" : "+";
  }
  return `{${min}..${max === "unbounded" ? "" : max}}`;
}
