import { type Change, type ChangeKind, type Direction, type Impact, impactOf } from "../verdict/change.js";
import type { Finding, Pair } from "./comparison.js";
import type { Observation } from "./operations.js";

/**
 * Makes changes of observations: each finding once, with all operations whose messages are made of it, and what it does
 * to callers in each direction in which they meet it.
 *
 * @param operations titles of all operations, in the order in which changes are to name them.
 */
export function changesOf(observations: readonly Observation[], operations: readonly string[]): Change[] {
  const users = usersOf(observations, operations);
  const gathered = new Map<string, Gathered>();
  for (const [pair, usersOfPair] of users) {
    for (const finding of pair.findings) {
      const key = keyOf(finding);
      const known = gathered.get(key) ?? { finding, names: new Set(), users: 0n, impact: {} };
      gathered.set(key, known);
      add(known, finding, usersOfPair);
    }
  }
  return [...gathered.values()].sort(byFirstUser).map((one) => changeOf(one, operations));
}

/** Operations as bits: the first one is 1, the second one 2, the third one 4. */
type Users = Map<Direction, bigint>;

/** For each pair, the operations whose messages it is met in. */
function usersOf(observations: readonly Observation[], operations: readonly string[]): ReadonlyMap<Pair, Users> {
  const bits = new Map(operations.map((title, index) => [title, 1n << BigInt(index)]));
  const users = new Map<Pair, Users>();
  for (const { pair, direction, operations: titles } of observations) {
    const own = titles.reduce((sum, title) => sum | (bits.get(title) ?? 0n), 0n);
    meet(users, pair, new Map([[direction, own]]));
  }
  // Pairs refer to each other in circles, so it is done again until nothing is new; the map grows while it is read.
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const [pair, usersOfPair] of users) {
      for (const used of pair.uses) {
        isNew = meet(users, used, usersOfPair) || isNew;
      }
    }
  }
  return users;
}

/** Whether there were users that it did not have. */
function meet(users: Map<Pair, Users>, pair: Pair, more: Users): boolean {
  const known = users.get(pair) ?? new Map<Direction, bigint>();
  users.set(pair, known);
  let isNew = false;
  for (const [direction, operations] of more) {
    const before = known.get(direction) ?? 0n;
    known.set(direction, before | operations);
    isNew ||= (before | operations) !== before;
  }
  return isNew;
}

/** A change in the making. */
interface Gathered {
  readonly finding: Finding;
  readonly names: Set<string>;
  readonly impact: Partial<Record<Direction, Impact>>;
  users: bigint;
}

function add(gathered: Gathered, { names, wire, code }: Finding, users: Users): void {
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

/** Changes that are one, whatever number of things they are about. */
const SWEEPING: ReadonlySet<ChangeKind> = new Set(["namespace-changed", "soap-action-changed"]);

function keyOf({ kind, place, path, old, new: now, names }: Finding): string {
  return JSON.stringify([kind, place, path, old, now, SWEEPING.has(kind) ? [] : names]);
}

/** By the first operation that is concerned. Bits are compared from the lowest one up. */
function byFirstUser({ users: first }: Gathered, { users: second }: Gathered): number {
  const [one, other] = [first & -first, second & -second];
  return one === other ? 0 : one < other ? -1 : 1;
}

function changeOf({ finding, names, users, impact }: Gathered, operations: readonly string[]): Change {
  const { wire, code, names: _, ...change } = finding;
  const isUser = (_title: string, index: number) => ((users >> BigInt(index)) & 1n) === 1n;
  return { ...change, operations: operations.filter(isUser), ...(names.size > 0 && { names: [...names] }), impact };
}
