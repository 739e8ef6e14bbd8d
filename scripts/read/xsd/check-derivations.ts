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
  /** Read once: types of a long chain of derivations are followed again for each type above them. */
  const bases = new Map<GlobalDeclaration, readonly GlobalDeclaration[]>();
  const path = new Set<GlobalDeclaration>();
  const follow = (declaration: GlobalDeclaration): number => {
    const known = sizes.get(declaration);
    if (known !== undefined) {
      return known;
    }
    if (path.has(declaration)) {
      const circle = [...path, declaration].slice([...path].indexOf(declaration));
      const names = circle.map(({ name }) => expandedName(name));
      refuse(declaration.scope, declaration.element, `is derived from itself: ${names.join(" from ")}`);
    }
    const depth = path.size;
    let size = 1;
    path.add(declaration);
    for (const base of depth < MAX_SIZE ? basesOfOnce(declaration) : []) {
      declarations.refuseBroken(base);
      size += follow(base);
    }
    path.delete(declaration);
    if (Math.max(size, depth) >= MAX_SIZE) {
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
  const basesOfOnce = (declaration: GlobalDeclaration): readonly GlobalDeclaration[] => {
    const found = bases.get(declaration) ?? basesOf(declaration.element, declaration);
    bases.set(declaration, found);
    return found;
  };
  for (const declaration of declarations) {
    if (declaration.space === "type") {
      path.clear();
      declarations.attempt(declaration, () => {
        follow(declaration);
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
