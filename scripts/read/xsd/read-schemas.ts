import type { GlobalElement, NamedType } from "../../contract/service-model.js";
import { readAttributes, readAttributeType } from "./attributes.js";
import { breakEndlessDerivations } from "./check-derivations.js";
import { readComplexType } from "./complex-type.js";
import type { DeclarationTable, GlobalDeclaration } from "./declaration-table.js";
import { readGlobalElement } from "./element.js";
import { readGroupDefinition } from "./particle.js";
import { readSimpleType } from "./simple-type.js";

/** The components of all schemas. */
export interface Schemas {
  readonly types: readonly NamedType[];
  readonly elements: readonly GlobalElement[];
}

/**
 * Reads the named types and global elements of all schemas: XML Schema 1.0 Part 1, Structures. Those that are broken are
 * absent, and the table has their errors. Others may refer to them.
 */
export function readSchemas(declarations: DeclarationTable): Schemas {
  const types: NamedType[] = [];
  const elements: GlobalElement[] = [];
  breakEndlessDerivations(declarations);
  for (const declaration of declarations) {
    declarations.attempt(declaration, () => {
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
    });
  }
  return { types, elements };
}

function readNamedType(declaration: GlobalDeclaration): NamedType {
  const { element, name } = declaration;
  return { ...(element.name === "complexType" ? readComplexType(declaration) : readSimpleType(declaration)), name };
}
