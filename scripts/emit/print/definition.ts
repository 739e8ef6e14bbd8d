import { type Expression, namesIn } from "./expression.js";
import type { Declaration, ImportedName } from "./symbol.js";
import { runtimeType, type TypeExpression } from "./type-expression.js";

/** The content of a declaration: its type and its schema. */
export interface Definition {
  readonly declaration: Declaration;
  readonly documentation: string;
  readonly type: TypeDefinition;
  /** Absent for a type that no element or attribute has as a whole. */
  readonly schema?: Expression;
}

export type TypeDefinition = ObjectDefinition | AliasDefinition | VariantsDefinition;

/** An interface; or, with alternatives, a union of objects with one alternative each. */
export interface ObjectDefinition {
  readonly kind: "object";
  readonly base?: ImportedName;
  readonly properties: readonly Property[];
  readonly alternatives?: readonly (readonly Property[])[];
}

interface AliasDefinition {
  readonly kind: "alias";
  readonly type: TypeExpression;
}

/** A union of types, each named by its property `$type`. */
interface VariantsDefinition {
  readonly kind: "variants";
  readonly variants: readonly Variant[];
}

export interface Variant {
  readonly type: ImportedName;
  /** The value of `$type`; absent for the declared type itself, which needs none. */
  readonly tag?: string;
}

export interface Property {
  readonly name: string;
  readonly documentation: string;
  readonly type: TypeExpression;
  /** In an alternative of a union, `"absent"` marks a property of another alternative. */
  readonly isOptional: boolean | "absent";
}

/** The operation of a file: its descriptor and its stub. */
export interface StubDefinition {
  readonly functionName: string;
  readonly constantName: string;
  readonly documentation: string;
  /** Type arguments of `Operation`: request, response, and the faults if the operation declares any. */
  readonly typeArguments: readonly TypeExpression[];
  readonly descriptor: Expression;
  readonly parameters: readonly Parameter[];
  readonly returnType: TypeExpression;
  /** The request that the stub passes to the client, as code. */
  readonly argument: string;
}

interface Parameter {
  readonly name: string;
  readonly type: TypeExpression;
  readonly isOptional?: boolean;
  readonly initializer?: string;
}

/** The names that the code of a type and its schema refers to. */
export function namesInDefinition({ type, schema }: Definition): ImportedName[] {
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

/** The names that the code of a stub refers to. */
export function namesInStub({ typeArguments, descriptor, parameters, returnType }: StubDefinition): ImportedName[] {
  const types = [runtimeType("Operation"), ...typeArguments, ...parameters.map(({ type }) => type), returnType];
  return [...types.flatMap(({ names }) => names), ...namesIn(descriptor)];
}
