import type { GlobalElement, NamedType } from "../../contract/service-model.js";
import { readAttributes, readAttributeType } from "./attributes.js";
import { refuseCircularDerivations } from "./check-derivations.js";
import { readComplexType } from "./complex-type.js";
import type { Component, Components } from "./components.js";
import { readGlobalElement } from "./element.js";
import { readGroupDefinition } from "./particle.js";
import { readSimpleType } from "./simple-type.js";

/** Reads the named types and global elements of all schemas: XML Schema 1.0 Part 1, Structures. */
export function readSchema(components: Components): { types: NamedType[]; elements: GlobalElement[] } {
  const types: NamedType[] = [];
  const elements: GlobalElement[] = [];
  refuseCircularDerivations(components);
  for (const component of components) {
    switch (component.kind) {
      case "type":
        types.push(readNamedType(component));
        break;
      case "element":
        elements.push(readGlobalElement(component));
        break;
      // These are in the model where something refers to them. Here it is found what is wrong with the others.
      case "group":
        readGroupDefinition(component);
        break;
      case "attributeGroup":
        readAttributes(component.element, component.scope, [component]);
        break;
      case "attribute":
        readAttributeType(component.element, component.scope);
    }
  }
  return { types, elements };
}

function readNamedType(component: Component): NamedType {
  const { element, name } = component;
  return { ...(element.name === "complexType" ? readComplexType(component) : readSimpleType(component)), name };
}
