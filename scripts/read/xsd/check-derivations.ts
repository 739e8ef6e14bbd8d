import { attributeOf, elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { refuse } from "../source/source-document.js";
import { type DeclarationTable, type GlobalDeclaration, originalOf, resolveTypeName } from "./declaration-table.js";

/**
 * Marks the types as broken that derive from themselves, or are lists or unions of themselves (XML Schema Part 1 §3.4.6,
 * Part 2 §4.1.5), and the types that derive from them. Following the bases of any other type always ends.
 */
export function breakCircularDerivations(declarations: DeclarationTable): void {
  const finished = new Set<GlobalDeclaration>();
  const follow = (declaration: GlobalDeclaration, path: readonly GlobalDeclaration[]): void => {
    if (finished.has(declaration)) {
      return;
    }
    if (path.includes(declaration)) {
      const names = [...path.slice(path.indexOf(declaration)), declaration].map(({ name }) => expandedName(name));
      refuse(declaration.scope, declaration.element, `is derived from itself: ${names.join(" from ")}`);
    }
    for (const base of basesOf(declaration.element, declaration)) {
      follow(base, [...path, declaration]);
    }
    finished.add(declaration);
  };
  for (const declaration of declarations) {
    if (declaration.space === "type") {
      declarations.attempt(declaration, () => follow(declaration, []));
    }
  }
}

const DERIVATIONS: ReadonlySet<string> = new Set([
  "complexContent",
  "simpleContent",
  "extension",
  "restriction",
  "simpleType",
  "list",
  "union",
]);

/** The global types that a type is derived from, directly or by a simple type within it. */
function basesOf(element: XmlElement, type: GlobalDeclaration): GlobalDeclaration[] {
  const names = ["base", "itemType", "memberTypes"]
    .flatMap((attribute) => attributeOf(element, attribute)?.split(/\s+/) ?? [])
    .filter((name) => name !== "");
  const own = names.map((name) => {
    const base = resolveTypeName(name, element, type.scope);
    return originalOf(base, type) ?? base.declaration;
  });
  const inner = elementsOf(element).filter(({ name }) => DERIVATIONS.has(name));
  return [...own.filter((base) => base !== undefined), ...inner.flatMap((child) => basesOf(child, type))];
}
