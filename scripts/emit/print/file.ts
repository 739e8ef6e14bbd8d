import type { Definition, StubDefinition, TypeDefinition } from "./definition.js";
import { deferred, namesIn, printConstant, quoted } from "./expression.js";
import { printImports } from "./imports.js";
import type { Order } from "./order.js";
import { printDescriptor, printFunction, printType } from "./statements.js";
import type { Declaration, ImportedName } from "./symbol.js";
import { runtimeType } from "./type-expression.js";

/** The content of a file. */
export interface FileContent {
  /** Path relative to the output folder. */
  readonly file: string;
  readonly definitions: readonly Definition[];
  readonly stub?: StubDefinition | undefined;
}

/** Prints a file, laid out as the project's formatter does. */
export function printFile(
  { file, definitions, stub }: FileContent,
  order: Order,
  pathOf: (declaration: Declaration) => string,
  runtime: string,
): string {
  const names = [...definitions.flatMap(namesInDefinition), ...(stub === undefined ? [] : namesInStub(stub))];
  const statements = [
    printImports(names, file, pathOf, runtime),
    printNamespaces(names),
    ...definitions.map((definition) => printDefinition(definition, order)),
    ...(stub === undefined ? [] : [printDescriptor(stub), printFunction(stub)]),
  ];
  return `${statements.filter((text) => text !== "").join("\n\n")}\n`;
}

/** Prints a type and its schema. */
export function printDefinition(definition: Definition, order: Order): string {
  return [typeTextOf(definition), printSchema(definition, order)].filter(Boolean).join("\n\n");
}

const typeTexts = new WeakMap<Definition, string>();

/** The text of a type is the same in every layout. It is most of the work of printing, so each is printed once. */
function typeTextOf(definition: Definition): string {
  const text = typeTexts.get(definition) ?? printType(definition);
  typeTexts.set(definition, text);
  return text;
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

function namesInDefinition({ type, schema }: Definition): ImportedName[] {
  return [...namesInType(type), ...(schema === undefined ? [] : [ZOD_TYPE, ...namesIn(schema)])];
}

function namesInType(type: TypeDefinition): readonly ImportedName[] {
  switch (type.kind) {
    case "alias":
      return type.type.names;
    case "variants":
      return type.variants.map((variant) => variant.type);
    case "object": {
      const properties = [...type.properties, ...(type.alternatives ?? []).flat()];
      const base = type.base === undefined ? [] : [type.base];
      return [...base, ...properties.flatMap((property) => property.type.names)];
    }
  }
}

const ZOD_TYPE: ImportedName = { name: "z", source: "zod", isType: true };

function namesInStub({ typeArguments, descriptor, parameters, returnType }: StubDefinition): ImportedName[] {
  const types = [runtimeType("Operation"), ...typeArguments, ...parameters.map(({ type }) => type), returnType];
  return [...types.flatMap(({ names }) => names), ...namesIn(descriptor)];
}
