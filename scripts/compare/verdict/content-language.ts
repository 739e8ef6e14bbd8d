import { type Branch, isEmptiable, keyOf, type Leaf, type Tree } from "../walk/content-tree.js";
import { type Effect, effectOf } from "./change.js";

/**
 * What happens to the sequences of elements that are allowed, when one content model becomes another one of the same
 * elements. Content models are regular expressions; whether one allows all that another does is found by following both,
 * element by element (Antimirov's partial derivatives). Numbers above one are taken for "many".
 */
export function languageEffect(older: Tree, newer: Tree): Effect {
  const [before, after] = [withoutNumbers(older), withoutNumbers(newer)];
  return effectOf(!allowsAll(before, after), !allowsAll(after, before));
}

/** More than that is given up: an `xs:all` of 20 elements has a million states. */
const MAX_STEPS = 20_000;

/** What is still to come: one of these lists of trees. */
type State = readonly (readonly Tree[])[];

/** Whether all that `narrower` allows is allowed by `wider`; false where that takes too long to find out. */
function allowsAll(wider: Tree, narrower: Tree): boolean {
  const titles = new Titles();
  const seen = new Set<string>();
  const open: [State, State][] = [[[[wider]], [[narrower]]]];
  let steps = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [allowed, found] = next;
    if (found.some(mayEnd) && !allowed.some(mayEnd)) {
      return false;
    }
    for (const key of new Set(found.flatMap(firstKeys))) {
      steps += 1;
      const after: [State, State] = [afterElement(allowed, key, titles), afterElement(found, key, titles)];
      const title = after.map((state) => titles.ofState(state)).join(" ");
      if (after[0].length === 0 || steps > MAX_STEPS) {
        return false;
      }
      if (!seen.has(title)) {
        seen.add(title);
        open.push(after);
      }
    }
  }
  return true;
}

function mayEnd(list: readonly Tree[]): boolean {
  return list.every(isEmptiable);
}

/** The elements that a list of trees may begin with. */
function firstKeys(list: readonly Tree[]): string[] {
  const end = list.findIndex((tree) => !isEmptiable(tree));
  return list.slice(0, end === -1 ? list.length : end + 1).flatMap((tree) => {
    if (tree.kind === "leaf") {
      return [keyOf(tree)];
    }
    return tree.kind === "sequence" ? firstKeys(tree.children) : tree.children.flatMap((child) => firstKeys([child]));
  });
}

function afterElement(state: State, key: string, titles: Titles): State {
  const lists = state.flatMap((list) => restsOfList(list, key));
  return [...new Map(lists.map((list) => [titles.ofList(list), list])).values()];
}

/** What may follow in a list of trees, once there was the element. */
function restsOfList(list: readonly Tree[], key: string): (readonly Tree[])[] {
  const rests: (readonly Tree[])[] = [];
  for (const [index, tree] of list.entries()) {
    rests.push(...restsOfTree(tree, key).map((rest) => [...rest, ...list.slice(index + 1)]));
    if (!isEmptiable(tree)) {
      break;
    }
  }
  return rests;
}

function restsOfTree(tree: Tree, key: string): (readonly Tree[])[] {
  const again = onceLess(tree);
  const after = again === undefined ? [] : [again];
  if (tree.kind === "leaf") {
    return keyOf(tree) === key ? [after] : [];
  }
  return restsOfGroup(tree, key).map((rest) => [...rest, ...after]);
}

/** What may follow within one occurrence of a group. */
function restsOfGroup({ kind, children }: Branch, key: string): (readonly Tree[])[] {
  switch (kind) {
    case "sequence":
      return restsOfList(children, key);
    case "choice":
      return children.flatMap((child) => restsOfTree(child, key));
    case "all":
      return children.flatMap((child) =>
        restsOfTree(child, key).map((rest) => {
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

/** Short texts that are equal for equal trees. */
class Titles {
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
    const inside = tree.kind === "leaf" ? keyOf(tree) : this.ofList(tree.children);
    const text = `${tree.kind} ${tree.min} ${tree.max} ${inside}`;
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    this.#known.set(tree, String(number));
    return String(number);
  }
}
