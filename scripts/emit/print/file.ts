import { type Definition, namesInDefinition, namesInStub, type StubDefinition } from "./definition.js";
import { deferred, printConstant, quoted } from "./expression.js";
import { printImports } from "./imports.js";
import type { Order } from "./order.js";
import { printDescriptor, printFunction, printType } from "./statements.js";
import type { Declaration, ImportedName } from "./symbol.js";

/** The content of a file. */
export interface FileContent {
  /** Path relative to the output folder. */
  readonly file: string;
  readonly definitions: readonly Definition[];
  readonly stub?: StubDefinition | undefined;
}

/** The texts of the declarations of a service. */
export interface Printed {
  /** The type of each definition, and all of each stub. They are most of the work, and the same in every layout. */
  readonly declarations: ReadonlyMap<Definition | StubDefinition, string>;
  /** Which schemas wait for others in thunks depends on the layout. */
  readonly schemas: ReadonlyMap<Definition, string>;
}

/** Prints a file, laid out as the project's formatter does. */
export function printFile(
  { file, definitions, stub }: FileContent,
  printed: Printed,
  pathOf: (declaration: Declaration) => string,
  runtime: string,
): string {
  const names = [...definitions.flatMap(namesInDefinition), ...(stub === undefined ? [] : namesInStub(stub))];
  const statements = [
    printImports(names, file, pathOf, runtime),
    printNamespaces(names),
    ...definitions.map((definition) => definitionText(definition, printed)),
    ...(stub === undefined ? [] : [printed.declarations.get(stub)]),
  ];
  return `${statements.filter(Boolean).join("\n\n")}\n`;
}

/** The text of a type and its schema. */
export function definitionText(definition: Definition, { declarations, schemas }: Printed): string {
  return [declarations.get(definition), schemas.get(definition)].filter(Boolean).join("\n\n");
}

export function printDeclarations(
  definitions: readonly Definition[],
  stubs: readonly StubDefinition[],
): Printed["declarations"] {
  return new Map<Definition | StubDefinition, string>([
    ...definitions.map((definition) => [definition, printType(definition)] as const),
    ...stubs.map((stub) => [stub, `${printDescriptor(stub)}\n\n${printFunction(stub)}`] as const),
  ]);
}

export function printSchemas(definitions: readonly Definition[], order: Order): Printed["schemas"] {
  return new Map(definitions.map((definition) => [definition, printSchema(definition, order)]));
}

function printNamespaces(names: readonly ImportedName[]): string {
  const constants = new Map<string, string>();
  for (const { name, source } of names) {
    if (typeof source === "object" && "namespace" in source) {
      constants.set(name, source.namespace);
    }
  }
  return [...constants].map(([name, namespace]) => printConstant(`const ${name}`, quoted(namespace))).join("\n");
}

function printSchema({ declaration, schema }: Definition, order: Order): string {
  if (schema === undefined) {
    return "";
  }
  const { name } = declaration;
  const expression = deferred(schema, (one) => order.isLater(one, declaration));
  return printConstant(`export const ${name}Schema: z.ZodType<${name}>`, expression);
}
