import { stronglyConnectedComponents } from "../../contract/connected-components.js";
import { type Change, type ChangeKind, type Direction, type Impact, impactOf } from "../verdict/change.js";
import type { ComparedPair, Difference } from "./comparison.js";
import type { OperationDifferences } from "./operations.js";

/**
 * Turns differences into changes: each one once, with all operations that it concerns, and its impact on callers in each
 * direction in which it occurs.
 *
 * @param operations titles of all operations, in the order in which changes list them.
 */
export function changesOf(found: readonly OperationDifferences[], operations: readonly string[]): Change[] {
  const users = usersOf(found, operations);
  const gathered = new Map<string, Gathered>();
  for (const [pair, usersOfPair] of users) {
    for (const difference of pair.differences) {
      const key = differenceKey(difference);
      const known = gathered.get(key) ?? { difference, names: new Set(), users: 0n, impact: {} };
      gathered.set(key, known);
      addDifference(known, difference, usersOfPair);
    }
  }
  return [...gathered.values()].sort(byFirstUser).map((one) => changeOf(one, operations));
}

/** Operations as bits: the first one is 1, the second one 2, the third one 4. */
type Users = Map<Direction, bigint>;

/** For each pair, the operations whose messages use it. */
function usersOf(
  found: readonly OperationDifferences[],
  operations: readonly string[],
): ReadonlyMap<ComparedPair, Users> {
  const bits = new Map(operations.map((title, index) => [title, 1n << BigInt(index)]));
  const users = new Map<ComparedPair, Users>();
  for (const { pair, direction, operations: titles } of found) {
    const own = titles.reduce((sum, title) => sum | (bits.get(title) ?? 0n), 0n);
    addUsers(users, pair, new Map([[direction, own]]));
  }
  // The map grows during the iteration.
  for (const [pair, usersOfPair] of users) {
    for (const used of pair.uses) {
      addUsers(users, used, usersOfPair);
    }
  }
  // Pairs that use each other have the same users. They pass them on before the pairs that they use do.
  for (const group of stronglyConnectedComponents([...users.keys()], ({ uses }) => uses).reverse()) {
    for (const pair of group) {
      addUsers(users, group[0] ?? pair, users.get(pair));
    }
    for (const one of group.flatMap((pair) => [pair, ...pair.uses])) {
      addUsers(users, one, users.get(group[0] ?? one));
    }
  }
  return users;
}

function addUsers(users: Map<ComparedPair, Users>, pair: ComparedPair, more: Users = new Map()): void {
  const known = users.get(pair) ?? new Map<Direction, bigint>();
  users.set(pair, known);
  for (const [direction, operations] of more) {
    known.set(direction, (known.get(direction) ?? 0n) | operations);
  }
}

/** A change that still collects its operations. */
interface Gathered {
  readonly difference: Difference;
  readonly names: Set<string>;
  readonly impact: Partial<Record<Direction, Impact>>;
  users: bigint;
}

function addDifference(gathered: Gathered, { names, wire, code }: Difference, users: Users): void {
  for (const name of names ?? []) {
    gathered.names.add(name);
  }
  for (const [direction, operations] of users) {
    gathered.users |= operations;
    gathered.impact[direction] = worse(gathered.impact[direction], impactOf(direction, wire, code));
  }
}

function worse(first: Impact | undefined, second: Impact): Impact {
  return {
    clients: first?.clients === "break" ? "break" : second.clients,
    code: first?.code === "breaks" ? "breaks" : second.code,
  };
}

/** Kinds whose differences are merged into one change with all their names. */
const ONE_CHANGE: ReadonlySet<ChangeKind> = new Set(["namespace-changed", "soap-action-changed"]);

function differenceKey({ kind, place, path, old, new: now, names }: Difference): string {
  return JSON.stringify([kind, place, path, old, now, ONE_CHANGE.has(kind) ? [] : names]);
}

/** Orders by the first operation, which is the lowest bit. */
function byFirstUser({ users: first }: Gathered, { users: second }: Gathered): number {
  const [one, other] = [first & -first, second & -second];
  return one === other ? 0 : one < other ? -1 : 1;
}

function changeOf({ difference, names, users, impact }: Gathered, operations: readonly string[]): Change {
  const { wire, code, names: _, ...change } = difference;
  const isUser = (_title: string, index: number) => ((users >> BigInt(index)) & 1n) === 1n;
  return { ...change, operations: operations.filter(isUser), ...(names.size > 0 && { names: [...names] }), impact };
}
