import { expandedName } from "../../../src/soap/xml/xml-element.js";
import type { ModelIndex } from "../../contract/model-index.js";
import type { ComplexType, GlobalElement, NamedType, QName } from "../../contract/service-model.js";

/** A complex type with a name. */
export type NamedComplexType = ComplexType & NamedType;

/** All types derived from a type, directly or indirectly, each before the types derived from it. */
export function typesDerivedFrom(type: NamedComplexType, { derivedTypes }: ModelIndex): NamedComplexType[] {
  return descendants<NamedComplexType>(type, derivedTypes);
}

/** All elements that can substitute for an element, directly or indirectly, each before its own substitutes. */
export function substitutesFor(element: GlobalElement, { substitutes }: ModelIndex): GlobalElement[] {
  return descendants(element, substitutes);
}

function descendants<T extends { readonly name: QName }>(
  ancestor: T,
  children: ReadonlyMap<string, readonly T[]>,
): T[] {
  const direct = children.get(expandedName(ancestor.name)) ?? [];
  return direct.flatMap((child) => [child, ...descendants(child, children)]);
}
