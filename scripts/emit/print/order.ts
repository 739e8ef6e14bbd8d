import type { Declaration, Definition } from "./declaration.js";
import { type Use, usesOf } from "./expression.js";

/** In which order definitions stand, so that a schema finds those that it is made of. */
export interface Order {
  /** By file, each definition after those it uses, as far as they do not use it in turn. */
  readonly files: ReadonlyMap<string, readonly Definition[]>;
  /** Whether a schema may not be there yet when that of a declaration is made. */
  isLater(use: Use, from: Declaration): boolean;
}

export function orderDefinitions(definitions: readonly Definition[]): Order {
  const used = new Map(definitions.map((definition) => [definition.declaration, schemasUsedBy(definition)]));
  const usedBy = (declaration: Declaration) => used.get(declaration) ?? [];

  const declarations = components([...used.keys()], (one) =>
    usedBy(one).filter(({ file }) => file === one.file),
  ).flat();
  const positions = new Map(declarations.map((declaration, position) => [declaration, position]));

  const filesUsedBy = new Map<string, Set<string>>();
  for (const [declaration, others] of used) {
    const files = filesUsedBy.get(declaration.file) ?? new Set();
    filesUsedBy.set(declaration.file, files);
    for (const { file } of others) {
      files.add(file);
    }
  }
  const cycles = components([...filesUsedBy.keys()], (file) => [...(filesUsedBy.get(file) ?? [])]);
  const cycleOf = new Map(cycles.flatMap((files, cycle) => files.map((file) => [file, cycle] as const)));

  const definitionOf = new Map(definitions.map((definition) => [definition.declaration, definition]));
  const files = new Map<string, Definition[]>();
  for (const declaration of declarations) {
    const definition = definitionOf.get(declaration);
    if (definition !== undefined) {
      const inFile = files.get(declaration.file) ?? [];
      inFile.push(definition);
      files.set(declaration.file, inFile);
    }
  }
  return {
    files,
    isLater: ({ source }, from) => {
      if (typeof source === "string" || "namespace" in source) {
        return false;
      }
      return source.file === from.file
        ? (positions.get(source) ?? 0) >= (positions.get(from) ?? 0)
        : cycleOf.get(source.file) === cycleOf.get(from.file);
    },
  };
}

function schemasUsedBy({ schema }: Definition): Declaration[] {
  return (schema === undefined ? [] : usesOf(schema))
    .map(({ source }) => source)
    .filter((source) => typeof source !== "string" && "file" in source);
}

/** The strongly connected components of a graph, each after those that it has edges to (Tarjan 1972). */
function components<Node>(nodes: readonly Node[], edgesOf: (node: Node) => readonly Node[]): Node[][] {
  const found: Node[][] = [];
  const numbers = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();

  const enter = (node: Node): Visit<Node> => {
    const number = numbers.size;
    numbers.set(node, number);
    open.push(node);
    isOpen.add(node);
    return { node, number, edges: edgesOf(node).values(), lowest: number };
  };
  const leave = ({ node, number, lowest }: Visit<Node>): void => {
    if (lowest === number) {
      const component = open.splice(open.lastIndexOf(node));
      for (const member of component) {
        isOpen.delete(member);
      }
      found.push(component.reverse());
    }
  };
  // Not by recursion: a chain of types may be longer than the stack is deep.
  for (const node of nodes) {
    const path = numbers.has(node) ? [] : [enter(node)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const next = visit.edges.next();
      const known = next.done === true ? undefined : numbers.get(next.value);
      if (next.done === true) {
        leave(visit);
        path.pop();
        const before = path.at(-1);
        if (before !== undefined) {
          before.lowest = Math.min(before.lowest, visit.lowest);
        }
      } else if (known === undefined) {
        path.push(enter(next.value));
      } else if (isOpen.has(next.value)) {
        visit.lowest = Math.min(visit.lowest, known);
      }
    }
  }
  return found;
}

interface Visit<Node> {
  readonly node: Node;
  readonly number: number;
  /** Those not followed yet. */
  readonly edges: Iterator<Node>;
  /** The lowest number of an open node that can be reached. */
  lowest: number;
}
