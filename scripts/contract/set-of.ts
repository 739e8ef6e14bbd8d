const sets = new WeakMap<readonly unknown[], ReadonlySet<unknown>>();

/**
 * The items of a list as a set, which is kept with the list. Do not change the list afterwards. Two lists of a hundred thousand items
 * have ten thousand million pairs.
 */
export function setOf<T>(list: readonly T[]): ReadonlySet<T> {
  const set = sets.get(list) ?? new Set(list);
  sets.set(list, set);
  return set as ReadonlySet<T>;
}
