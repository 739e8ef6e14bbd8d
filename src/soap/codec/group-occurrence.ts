import type { TakeProperty } from "../schema/exclusions.js";
import type { MemberDescriptor } from "../schema/member.js";
import { XSI } from "../xml/namespaces.js";
import { attributeOf, type XmlElement } from "../xml/xml-element.js";

/** A member of a content model whose elements a group may have. */
export interface PlacedMember {
  readonly property: string;
  /** Its place in the contract. */
  readonly place: number;
  /** The elements and wildcards that belong to it. */
  readonly elements: readonly MemberDescriptor[];
}

/**
 * One occurrence of a group, whose members are read in any order. Decides which element is the first of the next occurrence. In a
 * valid message, that is the one that the contract demands.
 */
export class GroupOccurrence {
  readonly #take: TakeProperty;
  readonly #starts: (element: XmlElement) => boolean;
  #last: PlacedMember | undefined;
  /** Whether the elements so far stand in the order of the contract. */
  #isInOrder = true;

  /** @param starts whether an element may be the first of an occurrence, in the contract. */
  constructor(take: TakeProperty, starts: (element: XmlElement) => boolean) {
    this.#take = take;
    this.#starts = starts;
  }

  /**
   * Whether an element begins the next occurrence. If not, it belongs to this one.
   *
   * @param candidates the members that the element may belong to.
   * @param chosen the one that it would give a value.
   */
  isNext(element: XmlElement, candidates: readonly PlacedMember[], chosen: PlacedMember): boolean {
    const last = this.#last;
    if (chosen === last || isIdle(element, chosen)) {
      return false;
    }
    const starts = this.#starts(element);
    const isBack = last !== undefined && candidates.every(({ place }) => place < last.place);
    const isExcluded = !this.#take(chosen.property);
    if (starts && (isExcluded || (isBack && this.#isInOrder))) {
      return true;
    }
    this.#isInOrder &&= !isBack && (last !== undefined || starts);
    this.#last = last === undefined ? chosen : (candidates.find(({ place }) => place >= last.place) ?? chosen);
    return false;
  }
}

/** Whether an element is null where the contract does not allow that: such a null says no more than no element would. */
function isIdle(element: XmlElement, { elements }: PlacedMember): boolean {
  const isNil = /^\s*(?:true|1)\s*$/.test(attributeOf(element, "nil", XSI) ?? "");
  return isNil && !elements.some((one) => one.isNillable === true);
}
