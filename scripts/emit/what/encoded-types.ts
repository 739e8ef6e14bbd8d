import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { type ModelIndex, resolveReference } from "../../contract/model-index.js";
import type { ComplexType, Message, Operation, Part, TypeReference } from "../../contract/service-model.js";
import { typedComponentsOf } from "../../contract/typed-components.js";

/** The complex types that encoded messages may hold, with their bases and the types derived from them. */
export function encodedTypes(
  operations: readonly { readonly operation: Operation }[],
  index: ModelIndex,
): ReadonlySet<ComplexType> {
  const found = new Set<ComplexType>();
  const add = (reference: TypeReference | undefined): void => {
    const type = reference && resolveReference(reference, index);
    if (type?.kind === "complex") {
      found.add(type);
    }
  };
  for (const part of operations.flatMap(({ operation }) => encodedParts(operation))) {
    add(part.element === undefined ? { name: part.type } : index.elements.get(expandedName(part.element))?.type);
  }
  // The set grows while it is read.
  for (const type of found) {
    typedComponentsOf(type).forEach((component) => {
      add(component.type);
    });
    add(type.derivation && { name: type.derivation.base });
    for (const derived of (type.name && index.derivedTypes.get(expandedName(type.name))) ?? []) {
      found.add(derived);
    }
  }
  return found;
}

function encodedParts({ input, output, faults }: Operation): readonly Part[] {
  const partsOf = (message: Message | undefined): readonly Part[] => [
    ...(message?.use === "encoded" ? message.body : []),
    ...(message?.headers ?? []).filter(({ use }) => use === "encoded").map(({ part }) => part),
  ];
  const ofFaults = faults.filter(({ use }) => use === "encoded").map(({ part }) => part);
  return [...partsOf(input), ...partsOf(output), ...ofFaults];
}
