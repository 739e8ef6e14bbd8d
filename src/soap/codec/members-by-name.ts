import { once } from "../schema/lazy.js";
import { Later, type Work } from "../xml/slices.js";
import type { XmlElement } from "../xml/xml-element.js";
import { type Cursor, current, type Reader, type Values } from "./cursor.js";
import type { GroupOccurrence, PlacedMember } from "./group-occurrence.js";
import { startingParts } from "./starting-parts.js";

/** A member of a content model that is read wherever its element stands. */
export interface NamedMember extends PlacedMember {
  readonly isRepeated: boolean;
  /** Whether it is outside of any choice and any optional group. */
  readonly isRequired: boolean;
  /** Whether its value is null if its element is left out (SOAP 1.1 §5.1). */
  readonly isAccessor: boolean;
  /** Reads one occurrence, perhaps {@link Later}. The index is for error paths only. */
  decode(cursor: Cursor, reader: Reader, index?: number): unknown;
  /** Throws a SchemaError unless it may occur this often. */
  checkCount(count: number): void;
}

/**
 * Finds accessors by names without a namespace, which they have in an encoded message (SOAP 1.1 §5.1), also where the schema
 * qualifies its local elements: PHP and .NET write it so.
 */
function unqualifiedAccessors(
  members: readonly NamedMember[],
): (element: XmlElement, reader: Reader) => readonly number[] {
  const indexes = once(() => {
    const byName = new Map<string, number[]>();
    members.forEach(({ isAccessor, elements }, index) => {
      for (const { name } of isAccessor ? elements : []) {
        byName.set(name[1], [...(byName.get(name[1]) ?? []), index]);
      }
    });
    return byName;
  });
  return ({ namespace, name }, { references }) =>
    namespace === "" && references !== undefined ? (indexes().get(name) ?? NONE) : NONE;
}

const NONE: readonly number[] = [];

/**
 * @param occurrence that of the group. Undefined where the members are the whole content of their element; only then are
 *   elements passed over.
 */
type ReadByName = (cursor: Cursor, values: Values, reader: Reader, occurrence?: GroupOccurrence) => Work<void>;

/**
 * Reads members in any order, as in an encoded struct: only their names distinguish them (SOAP 1.1 §5.4.1). Ends at the
 * first element that is one too many or belongs to no member. A lenient reading may pass over elements of no member.
 */
export function readerByName(members: readonly NamedMember[]): ReadByName {
  const ordered = members.map((member, order) => ({ ...member, order }));
  const startingWith = startingParts(members.map(({ elements }) => elements));
  const unqualified = unqualifiedAccessors(ordered);
  const required = ordered.filter(({ isRequired }) => isRequired);
  const requiredLists = required.filter(({ isRepeated }) => isRepeated);
  return function* (cursor, values, reader, occurrence) {
    const passesOver = occurrence === undefined && reader.isLenient;
    const lists = new Set<(typeof ordered)[number]>();
    for (let element = current(cursor); element !== undefined; element = current(cursor)) {
      const qualified = startingWith(element);
      const indexes = qualified.length > 0 ? qualified : unqualified(element, reader);
      const candidates = indexes.flatMap((index) => ordered[index] ?? []);
      if (candidates.length === 0 && passesOver) {
        cursor.index += 1;
        continue;
      }
      const member = candidates.find((one) => one.isRepeated || values[one.property] === undefined);
      if (member === undefined || occurrence?.isNext(element, candidates, member)) {
        break;
      }
      const { property, isRepeated } = member;
      const items = (values[property] ?? []) as unknown[];
      if (reader.pace.isDue()) {
        yield undefined;
      }
      const read = member.decode(cursor, reader, isRepeated ? items.length : undefined);
      const value = read instanceof Later ? yield* read.work : read;
      if (isRepeated) {
        items.push(value);
        lists.add(member);
      }
      values[property] = isRepeated ? items : value;
    }
    // Only members that are required or present, since a type may have thousands, and a message as many elements without any.
    const others = [...lists].filter(({ isRequired }) => !isRequired);
    const remaining = reader.isLenient ? requiredLists : [...required, ...others];
    for (const member of others.length === 0
      ? remaining
      : remaining.toSorted((one, other) => one.order - other.order)) {
      const { property, isRepeated, isAccessor } = member;
      if (reader.pace.isDue()) {
        yield undefined;
      }
      if (isRepeated) {
        values[property] ??= reader.implied.add([]);
        if (!reader.isLenient) {
          member.checkCount((values[property] as readonly unknown[]).length);
        }
      } else if (values[property] === undefined && !reader.isLenient) {
        const read = isAccessor ? reader.implied.add(null) : member.decode(cursor, reader);
        values[property] = read instanceof Later ? yield* read.work : read;
      }
    }
  };
}
