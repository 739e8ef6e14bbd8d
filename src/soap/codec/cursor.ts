import { SchemaError } from "../schema/schema-error.js";
import { expandedName, type XmlElement } from "../xml/xml-element.js";
import type { References } from "./references.js";

/** What the elements of a message have in common while they are read. */
export interface Reader {
  readonly references: References | undefined;
}

/** An object's properties, and what stands for them. */
export type Values = Record<string, unknown>;

/** The children of an element, and how many of them are read. */
export interface Cursor {
  readonly elements: readonly XmlElement[];
  index: number;
}

/** The next element; undefined at the end. */
export function current({ elements, index }: Cursor): XmlElement | undefined {
  return elements[index];
}

export function refuseRest(cursor: Cursor): void {
  const rest = current(cursor);
  if (rest !== undefined) {
    throw new SchemaError(`unexpected element ${expandedName(rest)}: unknown here, out of order, or one too many`);
  }
}

/** An element as errors call it. */
export function describe(element: XmlElement | undefined): string {
  return element === undefined ? "the end" : expandedName(element);
}
