import type { Expression, Use } from "./expression.js";
import type { TypeExpression } from "./type-expression.js";

/** A type that a file declares, with the schema `${name}Schema` beside it. */
export interface Declaration {
  readonly name: string;
  /** Path of the file, relative to the folder of the output. */
  readonly file: string;
}

/** What a declaration says. */
export interface Definition {
  readonly declaration: Declaration;
  readonly documentation: string;
  readonly type: TypeDefinition;
  /** Absent for a type that never stands in XML as a whole. */
  readonly schema?: Expression;
}

export type TypeDefinition = ObjectDefinition | AliasDefinition;

/** An interface; with alternatives, a union of objects that have one of them each. */
export interface ObjectDefinition {
  readonly kind: "object";
  readonly base?: Use;
  readonly properties: readonly Property[];
  readonly alternatives?: readonly (readonly Property[])[];
}

export interface AliasDefinition {
  readonly kind: "alias";
  readonly type: TypeExpression;
}

export interface Property {
  readonly name: string;
  readonly documentation: string;
  readonly type: TypeExpression;
  /** In an alternative of a union, `"absent"` is a property of another one. */
  readonly isOptional: boolean | "absent";
}

/** The type, as a name to be written. */
export function typeOf(declaration: Declaration): Use {
  return { name: declaration.name, source: declaration, isType: true };
}

/** The schema, as a name to be written. */
export function schemaOf(declaration: Declaration): Use {
  return { name: `${declaration.name}Schema`, source: declaration };
}
