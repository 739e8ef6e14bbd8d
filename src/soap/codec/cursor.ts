import { Limit, SchemaError } from "../schema/schema-error.js";
import type { TextLimits } from "../schema/type-descriptor.js";
import { Pace } from "../xml/slices.js";
import { expandedName, type XmlElement } from "../xml/xml-element.js";
import type { References } from "./references.js";

/** The context of reading, which all elements of a message share. */
export interface Reader extends TextLimits {
  /** The references of an encoded message; undefined for a literal one. */
  readonly references: References | undefined;
  /** Whether members may be missing or null, and undeclared elements and attributes are passed over. */
  readonly isLenient: boolean;
  /**
   * The values that have no element or attribute of their own: a list without items, null or a default for what is left
   * out, the object of a group.
   */
  readonly implied: Limit;
}

/** Limits of a message that is read. Of implied values, each element, attribute and text of a response may have eight. */
export function limits(): Pick<Reader, "implied" | keyof TextLimits> {
  return {
    implied: new Limit(2_000_000, "empty lists, groups, nulls and defaults"),
    items: new Limit(1_000_000, "items of lists that are texts"),
    steps: new Limit(5_000_000, "steps to compare texts with an xs:pattern"),
    pace: new Pace(),
  };
}

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
