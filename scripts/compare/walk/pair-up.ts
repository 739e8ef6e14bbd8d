import { groupBy } from "../../contract/group-by.js";

/** The items that two lists have in common, and those of only one. */
export interface Pairing<T> {
  /** In the order of the older list. */
  readonly pairs: readonly (readonly [older: T, newer: T])[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/**
 * Pairs each item of the older list with its successor in the newer one: by the first key, then the remaining items by the
 * second key, and so on. An undefined key pairs nothing.
 */
export function pairUp<T>(
  older: readonly T[],
  newer: readonly T[],
  ...keys: readonly ((one: T) => string | undefined)[]
): Pairing<T> {
  const partners = new Map<T, T>();
  let added = newer;
  for (const key of keys) {
    const candidates = groupBy(added, key);
    for (const one of older.filter((candidate) => !partners.has(candidate))) {
      const own = key(one);
      const partner = own === undefined ? undefined : candidates.get(own)?.shift();
      if (partner !== undefined) {
        partners.set(one, partner);
      }
    }
    const taken = new Set(partners.values());
    added = added.filter((one) => !taken.has(one));
  }
  return {
    pairs: [...partners].sort(byPositionIn(older)),
    removed: older.filter((one) => !partners.has(one)),
    added,
  };
}

function byPositionIn<T>(list: readonly T[]): (first: readonly [T, T], second: readonly [T, T]) => number {
  const positions = new Map(list.map((one, index) => [one, index]));
  return ([first], [second]) => (positions.get(first) ?? 0) - (positions.get(second) ?? 0);
}

/** Equal for the spellings of one name: `authenticationTicket`, `AuthenticationTicket`, `authentication_ticket`. */
export function foldedName(name: string): string {
  return name.toLowerCase().replace(/[-._]/g, "");
}
