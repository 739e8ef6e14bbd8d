import type { Change } from "../verdict/change.js";

/** A placeholder for the name of an operation. */
export const OPERATION = "<Operation>";

/**
 * Merges changes that differ only in the operation, for people to read: the ticket of nine requests was renamed, or the
 * results of fourteen operations have another type.
 */
export function mergeAlike(changes: readonly Change[]): Change[] {
  const merged = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify({ ...generalized(change), operations: [] });
    const alike = merged.get(key);
    if (alike === undefined) {
      merged.set(key, [change]);
    } else {
      alike.push(change);
    }
  }
  return [...merged.values()].map((alike) => {
    const [first] = alike as [Change, ...Change[]];
    return alike.length === 1
      ? first
      : { ...generalized(first), operations: alike.flatMap(({ operations }) => operations) };
  });
}

/** Replaces the name of the operation, if the change concerns only one. */
function generalized(change: Change): Change {
  const [operation, ...others] = change.operations;
  if (operation === undefined || others.length > 0) {
    return change;
  }
  const general = (text: string) => text.replaceAll(operation, OPERATION);
  const { place, path, old, new: now, names } = change;
  return {
    ...change,
    ...(place && { place: { ...place, name: general(place.name) } }),
    ...(path !== undefined && { path: general(path) }),
    ...(old !== undefined && { old: general(old) }),
    ...(now !== undefined && { new: general(now) }),
    ...(names && { names: names.map(general) }),
  };
}
