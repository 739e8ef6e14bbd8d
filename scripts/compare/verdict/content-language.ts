import { type Effect, effectOf } from "./change.js";
import { type Branch, isEmptiable, type Leaf, leafKey, leavesOf, type Tree } from "./content-tree.js";

/**
 * How the set of allowed element sequences changes between two content models of the same elements. Content models are
 * regular expressions; inclusion is tested by following both, element by element (Antimirov's partial derivatives).
 * There, `minOccurs` above one counts as one, and `maxOccurs` above one as unbounded. The least and greatest numbers of elements
 * are compared separately.
 */
export function languageEffect(older: Tree, newer: Tree): Effect {
  const [before, after] = [withoutNumbers(older), withoutNumbers(newer)];
  const counted = new Set([
    ...keysInSeveralLeaves(older),
    ...keysInSeveralLeaves(newer),
    ...keysOfSameNumbers(older, newer),
  ]);
  const [countsBefore, countsAfter] = [countsIn(older, counted), countsIn(newer, counted)];
  return effectOf(
    exceeds(countsAfter, countsBefore) || !allowsAll(before, after),
    exceeds(countsBefore, countsAfter) || !allowsAll(after, before),
  );
}

/** The least and greatest number of elements that a model allows: of each key, and under `undefined` of all keys together. */
type Counts = ReadonlyMap<string | undefined, Count>;

interface Count {
  readonly least: number;
  readonly most: number;
}

const NONE: Count = { least: 0, most: 0 };

export function keysInSeveralLeaves(tree: Tree | undefined): string[] {
  const keys = leavesOf(tree).map(({ leaf }) => leafKey(leaf));
  const known = new Set<string>();
  return keys.filter((key) => known.size === known.add(key).size);
}

/** The keys of leaves that occur equally often in both models: the groups around them alone change their numbers. */
function keysOfSameNumbers(older: Tree, newer: Tree): string[] {
  const occurrences = new Map(leavesOf(older).map(({ leaf }) => [leafKey(leaf), leaf]));
  return leavesOf(newer).flatMap(({ leaf }) => {
    const was = occurrences.get(leafKey(leaf));
    return was?.min === leaf.min && was.max === leaf.max ? [leafKey(leaf)] : [];
  });
}

/**
 * Counts a leaf that may repeat as unbounded: a change of its own numbers is reported by itself.
 *
 * @param counted the keys whose numbers count nevertheless: those of several leaves, which together allow more than each of
 *   them, and those whose numbers are the same.
 */
function countsIn(tree: Tree, counted: ReadonlySet<string>): Counts {
  if (tree.kind === "leaf") {
    const { min, max } = counted.has(leafKey(tree)) ? tree : withoutNumbers(tree);
    const count = { least: min, most: max === "unbounded" ? Number.POSITIVE_INFINITY : max };
    return new Map([
      [undefined, count],
      [leafKey(tree), count],
    ]);
  }
  const children = tree.children.map((child) => countsIn(child, counted));
  const byKey = new Map<string | undefined, Count[]>();
  for (const [key, count] of children.flatMap((counts) => [...counts])) {
    const known = byKey.get(key);
    known?.push(count);
    byKey.set(key, known ?? [count]);
  }
  const inOne = tree.kind === "choice" ? (counts: Count[]) => ofChoice(counts, children.length) : sumOf;
  return new Map([...byKey].map(([key, counts]) => [key, repeated(inOne(counts), tree)]));
}

/** @param branches the number of branches, of which some may have none. */
function ofChoice(counts: readonly Count[], branches: number): Count {
  const all = counts.length < branches ? [...counts, NONE] : counts;
  return all.reduce(({ least, most }, one) => ({ least: Math.min(least, one.least), most: Math.max(most, one.most) }));
}

function sumOf(counts: readonly Count[]): Count {
  return counts.reduce(({ least, most }, one) => ({ least: least + one.least, most: most + one.most }));
}

function repeated({ least, most }: Count, { min, max }: Tree): Count {
  const times = max === "unbounded" ? Number.POSITIVE_INFINITY : max;
  return { least: least * min, most: most === 0 || times === 0 ? 0 : most * times };
}

/** Whether the first counts allow a number of elements that the second do not. */
function exceeds(first: Counts, second: Counts): boolean {
  return [...first].some(([key, { least, most }]) => {
    const other = second.get(key) ?? NONE;
    return most > other.most || least < other.least;
  });
}

/** The search gives up after so many steps: an `xs:all` of 20 elements has a million states. */
const MAX_STEPS = 20_000;

/** The trees that all steps together may look at and list. A step of `a?, a?, a?, …` lists the square of their number. */
const MAX_WORK = 5_000_000;

/** The work that is left. Once it is spent, what the functions return is incomplete. */
class Budget {
  #left = MAX_WORK;

  spend(trees: number): void {
    this.#left -= trees;
  }

  get isSpent(): boolean {
    return this.#left < 0;
  }
}

/** The alternatives for the rest of the input: each is a list of trees to match in sequence. */
type State = readonly (readonly Tree[])[];

/** Whether `wider` allows every sequence that `narrower` allows; false as well if the search gives up. */
function allowsAll(wider: Tree, narrower: Tree): boolean {
  const stateKeys = new StateKeys();
  const budget = new Budget();
  const seen = new Set<string>();
  const open: [State, State][] = [[[[wider]], [[narrower]]]];
  let steps = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [allowed, found] = next;
    if (found.some(mayEnd) && !allowed.some(mayEnd)) {
      return false;
    }
    for (const element of new Set(found.flatMap(firstKeys))) {
      steps += 1;
      const after: [State, State] = [
        afterElement(allowed, element, stateKeys, budget),
        afterElement(found, element, stateKeys, budget),
      ];
      if (after[0].length === 0 || steps > MAX_STEPS || budget.isSpent) {
        return false;
      }
      const key = after.map((state) => stateKeys.ofState(state)).join(" ");
      if (!seen.has(key)) {
        seen.add(key);
        open.push(after);
      }
    }
  }
  return true;
}

function mayEnd(list: readonly Tree[]): boolean {
  return list.every(isEmptiable);
}

/** The keys of the elements that a list of trees may begin with. */
function firstKeys(list: readonly Tree[]): string[] {
  const end = list.findIndex((tree) => !isEmptiable(tree));
  return list.slice(0, end === -1 ? list.length : end + 1).flatMap((tree) => {
    if (tree.kind === "leaf") {
      return [leafKey(tree)];
    }
    return tree.kind === "sequence" ? firstKeys(tree.children) : tree.children.flatMap((child) => firstKeys([child]));
  });
}

function afterElement(state: State, element: string, stateKeys: StateKeys, budget: Budget): State {
  const lists = state.flatMap((list) => restsOfList(list, element, budget));
  return [...new Map(lists.map((list) => [stateKeys.ofList(list), list])).values()];
}

/** The alternatives for the rest of a list of trees after the element with the key. */
function restsOfList(list: readonly Tree[], key: string, budget: Budget): (readonly Tree[])[] {
  const rests: (readonly Tree[])[] = [];
  for (const [index, tree] of list.entries()) {
    const ofTree = restsOfTree(tree, key, budget);
    budget.spend(ofTree.length * (list.length - index));
    if (budget.isSpent) {
      break;
    }
    rests.push(...ofTree.map((rest) => [...rest, ...list.slice(index + 1)]));
    if (!isEmptiable(tree)) {
      break;
    }
  }
  return rests;
}

function restsOfTree(tree: Tree, key: string, budget: Budget): (readonly Tree[])[] {
  budget.spend(1);
  const again = onceLess(tree);
  const after = again === undefined ? [] : [again];
  if (tree.kind === "leaf") {
    return leafKey(tree) === key ? [after] : [];
  }
  return restsOfGroup(tree, key, budget).map((rest) => {
    budget.spend(rest.length);
    return [...rest, ...after];
  });
}

/** The alternatives for the rest of one occurrence of a group after the element with the key. */
function restsOfGroup({ kind, children }: Branch, key: string, budget: Budget): (readonly Tree[])[] {
  switch (kind) {
    case "sequence":
      return restsOfList(children, key, budget);
    case "choice":
      return children.flatMap((child) => restsOfTree(child, key, budget));
    case "all":
      return children.flatMap((child) =>
        restsOfTree(child, key, budget).map((rest) => {
          budget.spend(children.length);
          const others = children.filter((other) => other !== child);
          return others.length === 0 ? rest : [...rest, { kind, min: 1, max: 1, children: others }];
        }),
      );
  }
}

function onceLess<T extends Tree>(tree: T): T | undefined {
  return tree.max === "unbounded" ? { ...tree, min: 0 } : undefined;
}

function withoutNumbers(tree: Tree): Tree {
  const occurrence = { min: Math.min(tree.min, 1), max: tree.max === 1 ? 1 : ("unbounded" as const) };
  return tree.kind === "leaf"
    ? { ...tree, ...occurrence }
    : { ...tree, ...occurrence, children: tree.children.map(withoutNumbers) };
}

/** Short texts, equal for equal trees. */
class StateKeys {
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<Branch | Leaf, string>();

  ofState(state: State): string {
    return state
      .map((list) => this.ofList(list))
      .sort()
      .join("/");
  }

  ofList(list: readonly Tree[]): string {
    return list.map((tree) => this.#ofTree(tree)).join();
  }

  #ofTree(tree: Tree): string {
    const known = this.#known.get(tree);
    if (known !== undefined) {
      return known;
    }
    const inside = tree.kind === "leaf" ? leafKey(tree) : this.ofList(tree.children);
    const text = `${tree.kind} ${tree.min} ${tree.max} ${inside}`;
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    this.#known.set(tree, String(number));
    return String(number);
  }
}
