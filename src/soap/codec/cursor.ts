import { SchemaError } from "../schema/schema-error.js";
import { expandedName, type XmlElement } from "../xml/xml-element.js";
import type { References } from "./references.js";

/** The context of reading, which all elements of a message share. */
export interface Reader {
  /** The references of an encoded message; undefined for a literal one. */
  readonly references: References | undefined;
  /** Whether members may be missing or null, and undeclared elements and attributes are passed over. */
  readonly isLenient: boolean;
  readonly implied: ImpliedValues;
}

/**
 * Counts the values of a message that have no element or attribute of their own: a list without items, null or a default
 * for what is left out, the object of a group. Without a limit, a short message could demand any amount of memory.
 */
export class ImpliedValues {
  #count = 0;

  /** Returns the value. */
  add<T>(value: T, count = 1): T {
    this.#count += count;
    if (this.#count > MAX_IMPLIED_VALUES) {
      throw new SchemaError(
        `expected at most ${MAX_IMPLIED_VALUES} empty lists, groups, nulls and defaults in a message`,
      );
    }
    return value;
  }
}

/** Eight for each of the elements, attributes and texts that a response may have. */
const MAX_IMPLIED_VALUES = 2_000_000;

/** Whether the members of an element may stand in any order. */
export function isInAnyOrder({ references, isLenient }: Reader): boolean {
  return isLenient || references !== undefined;
}

/** The properties of an object. */
export type Values = Record<string, unknown>;

/** The children of an element, and the number of those that are read. */
export interface Cursor {
  readonly elements: readonly XmlElement[];
  index: number;
  /** The number of groups that are being read. An element too many for one occurrence of a group may begin the next one. */
  groups?: number;
}

/** The next element; undefined at the end. */
export function current({ elements, index }: Cursor): XmlElement | undefined {
  return elements[index];
}

export function rejectRest(cursor: Cursor): void {
  const rest = current(cursor);
  if (rest !== undefined) {
    throw new SchemaError(`unexpected element ${expandedName(rest)}: unknown here, out of order, or one too many`);
  }
}

/** The name of an element for errors. */
export function describe(element: XmlElement | undefined): string {
  return element === undefined ? "the end" : expandedName(element);
}
