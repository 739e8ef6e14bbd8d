import { groupBy } from "../../contract/group-by.js";
import type { Change } from "../verdict/change.js";

/** A placeholder for the name of an operation. */
export const OPERATION = "<Operation>";

/**
 * Merges changes that differ only in the operation, for readers: nine requests have a renamed ticket, or fourteen results
 * have another type.
 */
export function mergeAlike(changes: readonly Change[]): Change[] {
  const groups = groupBy(changes, (change) => JSON.stringify({ ...generalized(change), operations: [] }));
  return [...groups.values()].map((alike) => {
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
