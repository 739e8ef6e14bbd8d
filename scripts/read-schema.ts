import { refuseCircularDerivations } from "./check-derivations.js";
import type { Component, Components } from "./components.js";
import { readComplexType } from "./read-complex-type.js";
import { readGlobalElement } from "./read-element.js";
import { readSimpleType } from "./read-simple-type.js";
import type { GlobalElement, NamedType } from "./service-model.js";

/** Reads the named types and global elements of all schemas: XML Schema 1.0 Part 1, Structures. */
export function readSchema(components: Components): { types: NamedType[]; elements: GlobalElement[] } {
  const types: NamedType[] = [];
  const elements: GlobalElement[] = [];
  refuseCircularDerivations(components);
  for (const component of components) {
    if (component.kind === "type") {
      types.push(readNamedType(component));
    }
    if (component.kind === "element") {
      elements.push(readGlobalElement(component));
    }
  }
  return { types, elements };
}

function readNamedType(component: Component): NamedType {
  const { element, name } = component;
  return { ...(element.name === "complexType" ? readComplexType(component) : readSimpleType(component)), name };
}
