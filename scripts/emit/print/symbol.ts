/** A type that a file declares, with the schema `${name}Schema` beside it. */
export interface Declaration {
  readonly name: string;
  /** The file of its stub or of its namespace in the layout of one folder. */
  readonly file: string;
}

/** A namespace URI. Each file that refers to it declares a constant for it. */
export interface Namespace {
  readonly namespace: string;
}

/** Where a name comes from: a generated declaration, a namespace constant, the run time, or zod. */
export type Source = Declaration | Namespace | "runtime" | "zod";

/** A name that a file imports, unless the file itself declares it. */
export interface ImportedName {
  readonly name: string;
  readonly source: Source;
  /** The text to write, where it is more than the name: `xs.string`. */
  readonly text?: string;
  /** Whether it is only a type, so that its import is erased. */
  readonly isType?: boolean;
}

/** The name of the declared type. */
export function typeOf(declaration: Declaration): ImportedName {
  return { name: declaration.name, source: declaration, isType: true };
}

/** The name of the declared schema. */
export function schemaOf(declaration: Declaration): ImportedName {
  return { name: `${declaration.name}Schema`, source: declaration };
}

/** A function of the run time. */
export function runtime(name: string): ImportedName {
  return { name, source: "runtime" };
}

/** The schema of a built-in type: `xs.string`. */
export function xs(name: string): ImportedName {
  return { name: "xs", source: "runtime", text: `xs.${name}` };
}
