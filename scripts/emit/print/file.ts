import type { StubDefinition } from "../what/stub.js";
import type { Definition, ObjectDefinition, Property } from "./declaration.js";
import { documentationText } from "./documentation.js";
import { call, deferred, type Place, print, printConstant, quoted, type Use, usesOf, WIDTH } from "./expression.js";
import { printImports } from "./imports.js";
import type { Order } from "./order.js";
import { type PrintStructureOptions, printStructure, type StatementStructures, StructureKind } from "./ts-morph.js";
import { flatType, type TypeExpression } from "./type-expression.js";

/** What a file holds. */
export interface FileContent {
  /** Path relative to the folder of the output. */
  readonly file: string;
  readonly definitions: readonly Definition[];
  readonly stub?: StubDefinition | undefined;
}

type Statement = string | StatementStructures;

/** Writes a file, laid out as the project's formatter does. */
export function emitFile({ file, definitions, stub }: FileContent, order: Order, runtime: string): string {
  const uses = [...definitions.flatMap(usesOfDefinition), ...(stub === undefined ? [] : usesOfStub(stub))];
  const statements: Statement[] = [
    printImports(uses, file, runtime),
    namespaceConstants(uses),
    ...definitions.flatMap((definition) => [typeStatement(definition), schemaStatement(definition, order)]),
    ...(stub === undefined ? [] : [descriptorStatement(stub), functionStatement(stub)]),
  ];
  const texts = statements.map((one) => (typeof one === "string" ? one : tidied(printStructure(one, LAYOUT))));
  return `${texts.filter((text) => text !== "").join("\n\n")}\n`;
}

const LAYOUT: PrintStructureOptions = { indentNumberOfSpaces: 2 };

/** Blanks are left where a line is broken, and ts-morph has no limit to lines. */
function tidied(text: string): string {
  const lines = text.split("\n").map((line) => broken(line.trimEnd()));
  return lines.join("\n").trimEnd();
}

function namespaceConstants(uses: readonly Use[]): string {
  const constants = new Map<string, string>();
  for (const { name, source } of uses) {
    if (typeof source === "object" && "namespace" in source) {
      constants.set(name, source.namespace);
    }
  }
  return [...constants].map(([name, namespace]) => printConstant(`const ${name}`, quoted(namespace))).join("\n");
}

function typeStatement({ declaration: { name }, type, documentation }: Definition): Statement {
  const docs = [documentationText(documentation, 0)];
  if (type.kind === "alias") {
    return {
      kind: StructureKind.TypeAlias,
      name,
      isExported: true,
      docs,
      type: aliasText(name, type.type),
    };
  }
  if (type.alternatives !== undefined) {
    return tidied(
      `${comment(documentation, 0)}export type ${name} = ${unionText(type.properties, type.alternatives)};`,
    );
  }
  return {
    kind: StructureKind.Interface,
    name,
    isExported: true,
    docs,
    ...(type.base && { extends: [type.base.name] }),
    properties: type.properties.map((property) => ({
      name: property.name,
      hasQuestionToken: property.isOptional !== false,
      type: propertyType(property, 2),
      docs: [documentationText(property.documentation, 2)],
    })),
  };
}

function schemaStatement({ declaration, schema }: Definition, order: Order): Statement {
  if (schema === undefined) {
    return "";
  }
  const { name } = declaration;
  const expression = deferred(schema, (use) => order.isLater(use, declaration));
  return printConstant(`export const ${name}Schema: z.ZodType<${name}>`, expression);
}

/** `export const deleteFolderOperation: Operation<DeleteFolderRequest, DeleteFolderResponse> = { … };` */
function descriptorStatement({ stub, typeArguments, descriptor }: StubDefinition): string {
  const start = `export const ${stub.constantName}: Operation`;
  const types = typeArguments.map(flatType);
  const flat = `${start}<${types.join(", ")}>`;
  const isSimple = !types.some((type) => type.includes("<"));
  const isLong = `${flat} = {`.length > WIDTH && !(isSimple && `${flat} =`.length <= WIDTH);
  return printConstant(isLong ? `${start}<${typeLines(types, 2)}>` : flat, descriptor);
}

function typeLines(types: readonly string[], indent: number): string {
  const margin = `\n${" ".repeat(indent)}`;
  const lines = types.map((type) => {
    const [, name = "", inner = ""] = /^(\w+)<(\w+, \w+)>$/.exec(type) ?? [];
    return type.length + indent < WIDTH || name === "" ? type : `${name}<${typeLines(inner.split(", "), indent + 2)}>`;
  });
  return `${margin}${lines.join(`,${margin}`)}\n${" ".repeat(indent - 2)}`;
}

function functionStatement({ stub, documentation, parameters, returnType, argument }: StubDefinition): Statement {
  return {
    kind: StructureKind.Function,
    name: stub.functionName,
    isExported: true,
    docs: [documentationText(documentation, 0)],
    parameters: parameters.map(({ name, type, isOptional = false, initializer }) => ({
      name,
      type: flatType(type),
      hasQuestionToken: isOptional,
      ...(initializer !== undefined && { initializer }),
    })),
    returnType: `Promise<${flatType(returnType)}>`,
    statements: [`return ${print(call(SOAP_CALL, stub.constantName, argument, "options"), RETURNED)};`],
  };
}

const SOAP_CALL: Use = { name: "soap", text: "soap.call", source: "runtime" };

/** Behind `return `. ts-morph indents what is in a function. */
const RETURNED: Place = { indent: 0, column: "  return ".length, after: 1 };

/** Breaks the lines that ts-morph writes in one piece: parameters, and what an interface extends. */
function broken(line: string): string {
  if (line.length <= WIDTH) {
    return line;
  }
  const [, start, parameters, end] = /^(export function [^(]+\()(soap: .*)(\): Promise<.*> \{)$/.exec(line) ?? [];
  return parameters === undefined
    ? line.replace(/^(export interface \S+) (extends \S+ \{)$/, "$1\n  $2")
    : `${start}\n  ${parameters.replaceAll(/, (?=\w+\??: )/g, ",\n  ")},\n${brokenReturnType(end)}`;
}

function brokenReturnType(line = ""): string {
  return line.length <= WIDTH ? line : line.replace(/^(\): Promise<)(.*)(> \{)$/, "$1\n  $2\n$3");
}

function aliasText(name: string, type: TypeExpression): string {
  const flat = flatType(type);
  if (`export type ${name} = ${flat};`.length <= WIDTH) {
    return flat;
  }
  return type.members.length === 1
    ? `\n${flat}`
    : type.members.map((member) => `\n| ${brokenVariant(member)}`).join("");
}

/** `({ $type: "Dog" } & Dog)`, which ends in the column after the semicolon. */
function brokenVariant(member: string): string {
  return "  | ".length + member.length + 1 <= WIDTH ? member : member.replace(/^\(\{ (.*?) \}/, "({\n    $1;\n  }");
}

/** The type of a property, with a line for each member of a union that is too long for one. */
function propertyType({ name, type, isOptional }: Property, indent: number): string {
  if (isOptional === "absent") {
    return "undefined";
  }
  const members = isOptional ? [...type.members, "undefined"] : type.members;
  const flat = members.join(" | ");
  const isLong = `${name}${isOptional ? "?" : ""}: ${flat};`.length + indent > WIDTH;
  return isLong && members.length > 1 ? members.map((member) => `\n| ${member}`).join("") : flat;
}

/** `{ amount: string } & ({ card: Card; iban?: undefined } | { card?: undefined; iban: string })` */
function unionText(
  properties: readonly Property[],
  alternatives: NonNullable<ObjectDefinition["alternatives"]>,
): string {
  const indent = properties.length === 0 ? 2 : 2;
  const union = alternatives
    .map((alternative) => `\n${" ".repeat(indent)}| ${objectText(alternative, indent + 2)}`)
    .join("");
  return properties.length === 0 ? union : `${objectText(properties, 0)} & (${union}\n)`;
}

function objectText(properties: readonly Property[], indent: number): string {
  const inner = " ".repeat(indent + 2);
  const members = properties.map((property) => {
    const isAbsent = property.isOptional === "absent";
    const type = propertyType(property, indent + 2).replaceAll("\n", `\n${inner}  `);
    const mark = property.isOptional === false ? "" : "?";
    return `${isAbsent ? "" : comment(property.documentation, indent + 2)}${inner}${property.name}${mark}: ${type};\n`;
  });
  return `{\n${members.join("")}${" ".repeat(indent)}}`;
}

function comment(documentation: string, indent: number): string {
  const margin = " ".repeat(indent);
  const [first = "", ...others] = documentationText(documentation, indent).split("\n");
  if (others.length === 0) {
    return `${margin}/** ${first} */\n`;
  }
  const all = first === "" ? others : [first, ...others];
  return `${margin}/**\n${all.map((line) => `${margin} * ${line}\n`).join("")}${margin} */\n`;
}

function usesOfDefinition({ type, schema }: Definition): Use[] {
  const schemaUses = schema === undefined ? [] : [ZOD_TYPE, ...usesOf(schema)];
  if (type.kind === "alias") {
    return [...type.type.uses, ...schemaUses];
  }
  const properties = [...type.properties, ...(type.alternatives ?? []).flat()];
  const base = type.base === undefined ? [] : [type.base];
  return [...base, ...properties.flatMap((property) => property.type.uses), ...schemaUses];
}

const ZOD_TYPE: Use = { name: "z", source: "zod", isType: true };

function usesOfStub({ typeArguments, descriptor, parameters, returnType }: StubDefinition): Use[] {
  const types = [...typeArguments, ...parameters.map(({ type }) => type), returnType];
  const operation: Use = { name: "Operation", source: "runtime", isType: true };
  return [operation, ...types.flatMap(({ uses }) => uses), ...usesOf(descriptor)];
}
