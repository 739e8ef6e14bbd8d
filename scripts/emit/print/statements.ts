import type { Definition, Property, StubDefinition, TypeDefinition, Variant } from "./definition.js";
import { documentationText } from "./documentation.js";
import { call, print, printConstant, quoted, WIDTH } from "./expression.js";
import type { ImportedName } from "./symbol.js";
import {
  type OptionalKind,
  type PropertySignatureStructure,
  printStructure,
  type StatementStructures,
  StructureKind,
} from "./ts-morph.js";
import { flatType, type TypeExpression } from "./type-expression.js";

/**
 * Characters that ts-morph must not see in a text, each with one that no contract contains in its place. ts-morph has no line
 * width, and indents the lines after a line break further than the formatter does: this module chooses the line breaks. In a
 * literal that ends with a backslash, ts-morph misses the closing quotation mark, and takes what follows for a comment.
 */
const HIDDEN: ReadonlyMap<string, string> = new Map([
  ["\n", "\0"],
  ["\\", "\x01"],
  ['"', "\x02"],
  ["'", "\x03"],
  ["`", "\x04"],
  ["/", "\x05"],
]);
const SHOWN: ReadonlyMap<string, string> = new Map([...HIDDEN].map(([character, instead]) => [instead, character]));

function hidden(text: string): string {
  return text.replace(/[\n\\"'`/]/g, (character) => HIDDEN.get(character) ?? character);
}

/** Prints a declaration by ts-morph, without the blank that ts-morph writes before some line breaks. */
function declare(structure: StatementStructures): string {
  return printStructure(structure, { indentNumberOfSpaces: 2 })
    .trimEnd()
    .replaceAll(/ ?(\0)|\p{Cc}/gu, (found, lineBreak: string = found) => SHOWN.get(lineBreak) ?? found);
}

/** `export interface Folder { … }` or `export type Folder = …;` */
export function printType({ declaration: { name }, type, documentation }: Definition): string {
  const common = { name, isExported: true, docs: [documentationText(documentation, 0)] };
  if (type.kind !== "object" || type.alternatives !== undefined) {
    return declare({ ...common, kind: StructureKind.TypeAlias, type: hidden(aliasText(name, type)) });
  }
  const { base, properties } = type;
  const isLong = base !== undefined && `export interface ${name} extends ${base.name} {`.length > WIDTH;
  return declare({
    ...common,
    kind: StructureKind.Interface,
    // ts-morph writes one blank before `extends`; the formatter indents it by two.
    name: isLong ? hidden(`${name}\n `) : name,
    ...(base && { extends: [base.name] }),
    properties: signaturesOf(properties, 0),
  });
}

function aliasText(name: string, type: TypeDefinition): string {
  switch (type.kind) {
    case "alias":
      return unionText(name, type.type.members);
    case "variants":
      return unionText(name, variantTexts(type.variants));
    case "object":
      return alternativesText(type.properties, type.alternatives ?? []);
  }
}

/** The properties of an object that stands in column `margin`. */
function signaturesOf(properties: readonly Property[], margin: number): OptionalKind<PropertySignatureStructure>[] {
  return properties.map((property) => ({
    name: property.name,
    hasQuestionToken: property.isOptional !== false,
    type: hidden(propertyType(property, margin)),
    ...(property.isOptional !== "absent" && { docs: [documentationText(property.documentation, margin + 2)] }),
  }));
}

/** The type of a property. A union that is too long for one line has a line for each member, unless it is `Name | null`. */
function propertyType({ name, type, isOptional }: Property, margin: number): string {
  if (isOptional === "absent") {
    return "undefined";
  }
  const members = isOptional ? [...type.members, "undefined"] : type.members;
  const flat = members.join(" | ");
  const isLong = margin + `  ${name}${isOptional ? "?" : ""}: ${flat};`.length > WIDTH;
  const isNullable = members.length === 2 && members[1] === "null" && members[0] === type.names[0]?.name;
  return isLong && members.length > 1 && !isNullable ? members.map((member) => `\n    | ${member}`).join("") : flat;
}

/** The type of an alias: on the line of its name if it fits, else on lines of its own. */
function unionText(name: string, members: readonly string[]): string {
  const flat = members.join(" | ");
  if (`export type ${name} = ${flat};`.length <= WIDTH) {
    return flat;
  }
  return members.length === 1 ? `\n  ${flat}` : members.map((member) => `\n  | ${member}`).join("");
}

/** `({ $type: "Dog" } & Dog)`; a single variant has no parentheses. */
function variantTexts(variants: readonly Variant[]): string[] {
  const [open, close] = variants.length === 1 ? ["", ""] : ["(", ")"];
  return variants.map(({ type, tag }) => {
    const property = tag === undefined ? "$type?: undefined" : `$type: ${quoted(tag)}`;
    const flat = `${open}{ ${property} } & ${type.name}${close}`;
    const isLong = `  | ${flat};`.length > WIDTH && variants.length > 1;
    return isLong ? `${open}{\n      ${property};\n    } & ${type.name}${close}` : flat;
  });
}

/** `{ amount: string } & ({ card: Card; iban?: undefined } | { card?: undefined; iban: string })` */
function alternativesText(properties: readonly Property[], alternatives: readonly (readonly Property[])[]): string {
  const union = alternatives.map((alternative) => `\n  | ${objectText(alternative, 4)}`).join("");
  return properties.length === 0 ? union : `${objectText(properties, 0)} & (${union}\n)`;
}

/** An object type, as the body of an interface. */
function objectText(properties: readonly Property[], margin: number): string {
  const head = "interface _ ";
  const structure = { kind: StructureKind.Interface, name: "_", properties: signaturesOf(properties, margin) } as const;
  return declare(structure)
    .slice(head.length)
    .replaceAll("\n", `\n${" ".repeat(margin)}`);
}

/** `export const deleteFolderOperation: Operation<DeleteFolderRequest, DeleteFolderResponse> = { … };` */
export function printDescriptor({ constantName, typeArguments, descriptor }: StubDefinition): string {
  const start = `export const ${constantName}: Operation`;
  const flat = `${start}<${typeArguments.map(flatType).join(", ")}>`;
  const hasGeneric = typeArguments.some(({ generic }) => generic !== undefined);
  const isLong = hasGeneric ? `${flat} = {`.length > WIDTH : `${flat} =`.length > WIDTH;
  return printConstant(isLong ? `${start}<${brokenArguments(typeArguments, 2)}>` : flat, descriptor);
}

/** Type arguments on lines of their own; a generic type that is too long for its line is broken in turn. */
function brokenArguments(types: readonly TypeExpression[], indent: number): string {
  const margin = `\n${" ".repeat(indent)}`;
  const lines = types.map((type) => {
    const { generic } = type;
    const flat = flatType(type);
    return generic === undefined || flat.length + indent < WIDTH
      ? flat
      : `${generic.name}<${brokenArguments(generic.arguments, indent + 2)}>`;
  });
  return `${margin}${lines.join(`,${margin}`)}\n${" ".repeat(indent - 2)}`;
}

/** `export function deleteFolder(soap: SoapClient, …): Promise<DeleteFolderResponse> { … }` */
export function printFunction(stub: StubDefinition): string {
  const { functionName, documentation, returnType, argument } = stub;
  const returned = flatType(returnType);
  const parameters = stub.parameters.map(({ name, type, isOptional = false, initializer }) => ({
    name,
    type: flatType(type),
    hasQuestionToken: isOptional,
    ...(initializer !== undefined && { initializer }),
  }));
  const list = parameters.map(({ name, type, hasQuestionToken, initializer }) => {
    const value = initializer === undefined ? "" : ` = ${initializer}`;
    return `${name}${hasQuestionToken ? "?" : ""}: ${type}${value}`;
  });
  const isLong = `export function ${functionName}(${list.join(", ")}): Promise<${returned}> {`.length > WIDTH;
  const isReturnLong = isLong && `): Promise<${returned}> {`.length > WIDTH;
  return declare({
    kind: StructureKind.Function,
    name: functionName,
    isExported: true,
    docs: [documentationText(documentation, 0)],
    parameters: isLong ? parameters.map(onOwnLine) : parameters,
    returnType: `Promise<${isReturnLong ? hidden(brokenArguments([returnType], 2)) : returned}>`,
    statements: [`return ${print(call(SOAP_CALL, stub.constantName, argument, "options"), RETURNED)};`],
  });
}

function onOwnLine<Parameter>(parameter: Parameter, index: number, { length }: readonly Parameter[]) {
  const trailingTrivia = index === length - 1 ? hidden(",\n") : ",";
  return { ...parameter, leadingTrivia: hidden("\n  "), trailingTrivia };
}

const SOAP_CALL: ImportedName = { name: "soap", text: "soap.call", source: "runtime" };

/** After `return `, in a body that ts-morph indents. */
const RETURNED = { indent: 0, column: "  return ".length, after: 1 };
