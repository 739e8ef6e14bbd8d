import { append } from "../../contract/append.js";
import { stronglyConnectedComponents } from "../../contract/connected-components.js";
import type { Definition } from "./definition.js";
import { namesIn } from "./expression.js";
import type { Declaration, ImportedName } from "./symbol.js";

/** An order of definitions in which the schemas that a schema refers to are initialized first. */
export interface Order {
  /** The definitions by path: each after those that it refers to, except where they refer to each other in a circle. */
  readonly files: ReadonlyMap<string, readonly Definition[]>;
  /** Whether the schema of `name` may still be uninitialized when the schema of `from` is initialized. */
  isLater(name: ImportedName, from: Declaration): boolean;
}

/** @param pathOf the path of the file that a declaration stands in. */
export function orderDefinitions(
  definitions: readonly Definition[],
  pathOf: (declaration: Declaration) => string,
): Order {
  const referred = new Map(definitions.map((definition) => [definition.declaration, schemasReferredBy(definition)]));
  const referredBy = (declaration: Declaration) => referred.get(declaration) ?? [];

  const declarations = stronglyConnectedComponents([...referred.keys()], (one) =>
    referredBy(one).filter((other) => pathOf(other) === pathOf(one)),
  ).flat();
  const positions = new Map(declarations.map((declaration, position) => [declaration, position]));

  const filesReferredBy = new Map<string, string[]>();
  for (const [declaration, others] of referred) {
    for (const other of others) {
      append(filesReferredBy, pathOf(declaration), pathOf(other));
    }
  }
  const paths = new Set(declarations.map(pathOf));
  const circles = stronglyConnectedComponents([...paths], (file) => filesReferredBy.get(file) ?? []);
  const circleOf = new Map(circles.flatMap((files, circle) => files.map((file) => [file, circle] as const)));

  const definitionOf = new Map(definitions.map((definition) => [definition.declaration, definition]));
  const files = new Map<string, Definition[]>();
  for (const declaration of declarations) {
    const definition = definitionOf.get(declaration);
    if (definition !== undefined) {
      append(files, pathOf(declaration), definition);
    }
  }
  return {
    files,
    isLater: ({ source }, from) => {
      if (typeof source === "string" || "namespace" in source) {
        return false;
      }
      const [path, ownPath] = [pathOf(source), pathOf(from)];
      return path === ownPath
        ? (positions.get(source) ?? 0) >= (positions.get(from) ?? 0)
        : circleOf.get(path) === circleOf.get(ownPath);
    },
  };
}

function schemasReferredBy({ schema }: Definition): Declaration[] {
  return (schema === undefined ? [] : namesIn(schema))
    .map(({ source }) => source)
    .filter((source) => typeof source !== "string" && "file" in source);
}
