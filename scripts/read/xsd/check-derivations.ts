import { attributeOf, elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { refuse } from "../source/source-document.js";
import { type DeclarationTable, type GlobalDeclaration, originalOf, resolveTypeName } from "./declaration-table.js";

/**
 * Marks as broken the types that derive from themselves, or are lists or unions of themselves (XML Schema Part 1 §3.4.6,
 * Part 2 §4.1.5), those that are made of more types than any contract needs, and the types that derive from either.
 * Following the bases of any other type ends, and soon.
 */
export function breakEndlessDerivations(declarations: DeclarationTable): void {
  /** The number of types that a type is made of, each as often as it is reached. */
  const sizes = new Map<GlobalDeclaration, number>();
  const follow = (declaration: GlobalDeclaration, path: readonly GlobalDeclaration[]): number => {
    const known = sizes.get(declaration);
    if (known !== undefined) {
      return known;
    }
    if (path.includes(declaration)) {
      const names = [...path.slice(path.indexOf(declaration)), declaration].map(({ name }) => expandedName(name));
      refuse(declaration.scope, declaration.element, `is derived from itself: ${names.join(" from ")}`);
    }
    let size = 1;
    for (const base of path.length < MAX_SIZE ? basesOf(declaration.element, declaration) : []) {
      size += follow(base, [...path, declaration]);
    }
    if (Math.max(size, path.length) >= MAX_SIZE) {
      refuse(
        declaration.scope,
        declaration.element,
        `is made of more than ${MAX_SIZE} types, once all of them are followed`,
        "expected fewer",
      );
    }
    sizes.set(declaration, size);
    return size;
  };
  for (const declaration of declarations) {
    if (declaration.space === "type") {
      declarations.attempt(declaration, () => {
        follow(declaration, []);
      });
    }
  }
}

const MAX_SIZE = 1_000;

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
