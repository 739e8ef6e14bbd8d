import type { XmlElement } from "../xml/xml-element.js";

/**
 * Keeps what is found for an element, where only the names of the element decide: it may be asked about at each level of
 * groups within groups, and each of them may have hundreds of parts.
 *
 * @param size the number of names that are usual. A wildcard allows any number of names, of which some are kept.
 */
export function foundByName<T>(size: number, find: (element: XmlElement) => T): (element: XmlElement) => T {
  const found = new Map<string, Map<string, { readonly result: T }>>();
  let free = 100 + 4 * size;
  return (element) => {
    const { namespace, name } = element;
    const known = found.get(name);
    const kept = known?.get(namespace);
    if (kept !== undefined) {
      return kept.result;
    }
    const result = find(element);
    if (free > 0 && namespace.length <= LONGEST_NAMESPACE) {
      free -= 1;
      found.set(copyOf(name), (known ?? new Map<string, { readonly result: T }>()).set(copyOf(namespace), { result }));
    }
    return result;
  };
}

const LONGEST_NAMESPACE = 1000;

/** A name is a slice of its document, and would keep all of that in memory. */
function copyOf(text: string): string {
  return Buffer.from(text).toString();
}
