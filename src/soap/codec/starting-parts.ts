import type { MemberDescriptor } from "../schema/member.js";
import type { XmlElement } from "../xml/xml-element.js";
import { allows } from "./attributes.js";

/** Finds the parts of a content model that an element can begin: their indexes, in order. */
export type StartingParts = (element: XmlElement) => readonly number[];

/**
 * Makes an index of the names that can begin the parts of a content model.
 *
 * The time depends neither on the number of parts nor on the element's names, of which a wildcard allows any number: a
 * content model may have thousands of parts, and a response as many elements.
 *
 * @param parts the members, elements or wildcards, that can begin each part.
 */
export function startingParts(parts: readonly (readonly MemberDescriptor[])[]): StartingParts {
  const wildcards = parts.flatMap((members, index) =>
    members.flatMap(({ kind, namespaces }) => (kind === "any" ? [{ index, namespaces }] : [])),
  );
  /** The wildcards that allow the namespace. */
  const wildIn = (namespace: string): readonly number[] =>
    wildcards.flatMap(({ index, namespaces }) => (allows(namespaces, namespace) ? [index] : []));

  const known = new Map<string, NamesOfNamespace>();
  const namesOf = (namespace: string): NamesOfNamespace => {
    const names = known.get(namespace) ?? { named: new Map(), others: wildIn(namespace) };
    known.set(namespace, names);
    return names;
  };
  parts.forEach((members, index) => {
    for (const { kind, name, namespaces = [] } of members) {
      if (kind === "any") {
        ("not" in namespaces ? [namespaces.not, ""] : namespaces).forEach(namesOf);
      } else {
        const [namespace, local] = name;
        const { named, others } = namesOf(namespace);
        const indexes = named.get(local) ?? [...others];
        indexes.push(index);
        named.set(local, indexes);
      }
    }
  });
  for (const { named } of known.values()) {
    named.forEach((indexes) => void indexes.sort(inOrder));
  }
  const elsewhere = wildIn(UNNAMED);
  return ({ namespace, name }) => {
    const names = known.get(namespace);
    return names === undefined ? elsewhere : (names.named.get(name) ?? names.others);
  };
}

/** Stands for all namespaces that a content model does not name, which are alike to its wildcards. XML allows no such name. */
const UNNAMED = "\0";

/** The indexes of the parts that elements of a namespace can begin. */
interface NamesOfNamespace {
  /** By local name. */
  readonly named: Map<string, number[]>;
  /** Elements of other names. */
  readonly others: readonly number[];
}

function inOrder(one: number, other: number): number {
  return one - other;
}
