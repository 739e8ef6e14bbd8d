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
  for (const declaration of declarations) {
    if (declaration.space === "type") {
      declarations.attempt(declaration, () => {
        const size = sizes.get(declaration) ?? follow(declaration, sizes);
        if (declaration.element.name === "complexType") {
          refuseIfTooMany(declarations.count("bases", size - 1), declaration);
        }
      });
    }
  }
}

/** A type whose bases are being followed. */
interface Step {
  readonly declaration: GlobalDeclaration;
  /** Those that are still to be followed. */
  readonly bases: GlobalDeclaration[];
  size: number;
}

/**
 * Follows the bases of a type, and marks as broken the types on the way to one that is broken: each type is followed once.
 * It does not call itself, because a chain of types may be longer than the stack is deep.
 */
function follow(start: GlobalDeclaration, sizes: Map<GlobalDeclaration, number>): number {
  const { declarations } = start.scope;
  const path = new Map<GlobalDeclaration, Step>();
  const enter = (declaration: GlobalDeclaration): Step => {
    const step: Step = { declaration, bases: [], size: 1 };
    path.set(declaration, step);
    step.bases.push(...basesOf(declaration.element, declaration).reverse());
    return step;
  };
  try {
    const steps = [enter(start)];
    for (let step = steps.at(-1); step !== undefined; step = steps.at(-1)) {
      const base = step.bases.pop();
      if (base === undefined) {
        leave(step, sizes);
        path.delete(step.declaration);
        steps.pop();
        const above = steps.at(-1);
        if (above !== undefined) {
          above.size += step.size;
        }
      } else {
        declarations.refuseBroken(base);
        refuseCircle(base, [...(path.has(base) ? path.keys() : [])]);
        const known = sizes.get(base);
        if (known === undefined) {
          steps.push(enter(base));
        } else {
          step.size += known;
        }
      }
    }
    return sizes.get(start) ?? 0;
  } catch (error) {
    for (const declaration of path.keys()) {
      declarations.attempt(declaration, () => {
        throw error;
      });
    }
    throw error;
  }
}

function leave({ declaration, size }: Step, sizes: Map<GlobalDeclaration, number>): void {
  if (size >= MAX_SIZE) {
    const found = `is made of more than ${MAX_SIZE} types, once all of them are followed`;
    refuse(declaration.scope, declaration.element, found, "expected fewer");
  }
  sizes.set(declaration, size);
}

/** @param path the types that are being followed, if the declaration is one of them. */
function refuseCircle(declaration: GlobalDeclaration, path: readonly GlobalDeclaration[]): void {
  if (path.length > 0) {
    const circle = [...path.slice(path.indexOf(declaration)), declaration];
    const names = circle.map(({ name }) => expandedName(name));
    refuse(declaration.scope, declaration.element, `is derived from itself: ${names.join(" from ")}`);
  }
}

const MAX_SIZE = 1_000;

/** Ten times the number in large contracts. Each base has a variant for each type that is derived from it. */
const MAX_BASES_OF_ALL = 200_000;

function refuseIfTooMany(total: number, { element, scope }: GlobalDeclaration): void {
  if (total > MAX_BASES_OF_ALL) {
    const found = `and others have more than ${MAX_BASES_OF_ALL} base types, once all of them are followed`;
    refuse(scope, element, found, "expected fewer");
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
