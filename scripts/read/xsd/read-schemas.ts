import type { GlobalElement, NamedType } from "../../contract/service-model.js";
import { readAttributes, readAttributeType } from "./attributes.js";
import { refuseCircularDerivations } from "./check-derivations.js";
import { readComplexType } from "./complex-type.js";
import type { DeclarationTable, GlobalDeclaration } from "./declaration-table.js";
import { readGlobalElement } from "./element.js";
import { readGroupDefinition } from "./particle.js";
import { readSimpleType } from "./simple-type.js";

/** Reads the named types and global elements of all schemas: XML Schema 1.0 Part 1, Structures. */
export function readSchemas(declarations: DeclarationTable): { types: NamedType[]; elements: GlobalElement[] } {
  const types: NamedType[] = [];
  const elements: GlobalElement[] = [];
  refuseCircularDerivations(declarations);
  for (const declaration of declarations) {
    const { space, element, scope } = declaration;
    switch (space) {
      case "type":
        types.push(readNamedType(declaration));
        break;
      case "element":
        elements.push(readGlobalElement(declaration));
        break;
      // Groups and attributes are part of the types that refer to them. They are read here for their errors.
      case "group":
        readGroupDefinition(declaration);
        break;
      case "attributeGroup":
        readAttributes(element, scope, [declaration]);
        break;
      case "attribute":
        readAttributeType(element, scope);
    }
  }
  return { types, elements };
}

function readNamedType(declaration: GlobalDeclaration): NamedType {
  const { element, name } = declaration;
  return { ...(element.name === "complexType" ? readComplexType(declaration) : readSimpleType(declaration)), name };
}
