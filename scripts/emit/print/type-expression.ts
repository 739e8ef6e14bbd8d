import type { ImportedName } from "./symbol.js";

/** A TypeScript type: a union of one or more members. */
export interface TypeExpression {
  readonly members: readonly string[];
  readonly names: readonly ImportedName[];
  /** The parts of a generic type, so that a long one can be broken between them. */
  readonly generic?: { readonly name: string; readonly arguments: readonly TypeExpression[] };
}

export function namedType(name: ImportedName): TypeExpression {
  return { members: [name.name], names: [name] };
}

/** A type of the run time, such as `XmlElement`. */
export function runtimeType(name: string): TypeExpression {
  return namedType({ name, source: "runtime", isType: true });
}

/** A type that needs no import: a type of TypeScript, a literal, or a union of them. */
export function plainType(...members: readonly string[]): TypeExpression {
  return { members, names: [] };
}

export function arrayOf(item: TypeExpression): TypeExpression {
  const text = flatType(item);
  return { members: [item.members.length > 1 ? `(${text})[]` : `${text}[]`], names: item.names };
}

/** `WithHeaders<A, B>`, of a generic type of the run time. */
export function genericType(name: string, ...args: readonly TypeExpression[]): TypeExpression {
  return {
    members: [`${name}<${args.map(flatType).join(", ")}>`],
    names: [...runtimeType(name).names, ...args.flatMap(({ names }) => names)],
    generic: { name, arguments: args },
  };
}

/** A union without duplicates. */
export function unionOf(...types: readonly TypeExpression[]): TypeExpression {
  const members = new Set(types.flatMap((type) => type.members));
  return { members: [...members], names: types.flatMap(({ names }) => names) };
}

/** The type on one line. */
export function flatType({ members }: TypeExpression): string {
  return members.join(" | ");
}
