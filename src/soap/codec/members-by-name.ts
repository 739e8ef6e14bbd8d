import type { XmlElement } from "../xml/xml-element.js";
import { type Cursor, current, type Reader, type Values } from "./cursor.js";

/** A member of a content model that is read wherever its element stands. */
export interface NamedMember {
  readonly property: string;
  readonly isRepeated: boolean;
  /** Whether it is outside of any choice and any optional group. */
  readonly isRequired: boolean;
  /** Whether its value is null if its element is left out (SOAP 1.1 §5.1). */
  readonly isAccessor: boolean;
  starts(element: XmlElement): boolean;
  /** Reads one occurrence. The index is for error paths only. */
  decode(cursor: Cursor, reader: Reader, index?: number): unknown;
  /** Throws a SchemaError unless it may occur this often. */
  checkCount(count: number): void;
}

/**
 * Reads members in any order, as in an encoded struct: only their names distinguish them (SOAP 1.1 §5.4.1). Ends at the
 * first element that is one too many or belongs to no member. A lenient reading may pass over elements of no member.
 *
 * @param isWhole whether the members are the whole content of their element. Only then are elements passed over.
 */
export function readByName(
  members: readonly NamedMember[],
  cursor: Cursor,
  values: Values,
  reader: Reader,
  isWhole: boolean,
): void {
  const passesOver = isWhole && reader.isLenient;
  for (let element = current(cursor); element !== undefined; element = current(cursor)) {
    const candidates = members.filter(({ starts }) => starts(element));
    if (candidates.length === 0 && passesOver) {
      cursor.index += 1;
      continue;
    }
    const member = candidates.find((one) => one.isRepeated || values[one.property] === undefined);
    if (member === undefined) {
      break;
    }
    const { property, isRepeated } = member;
    const items = (values[property] ?? []) as unknown[];
    const value = member.decode(cursor, reader, isRepeated ? items.length : undefined);
    if (isRepeated) {
      items.push(value);
    }
    values[property] = isRepeated ? items : value;
  }
  for (const member of members) {
    const { property, isRepeated, isRequired, isAccessor } = member;
    if (isRepeated && (isRequired || values[property] !== undefined)) {
      values[property] ??= [];
      if (!reader.isLenient) {
        member.checkCount((values[property] as readonly unknown[]).length);
      }
    } else if (isRequired && values[property] === undefined && !reader.isLenient) {
      values[property] = isAccessor ? null : member.decode(cursor, reader);
    }
  }
}
