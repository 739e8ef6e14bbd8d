import { append } from "./append.js";

/** `Map.groupBy`, which Node.js has since version 21. Leaves out items whose key is undefined. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) {
      append(groups, key, item);
    }
  }
  return groups;
}
