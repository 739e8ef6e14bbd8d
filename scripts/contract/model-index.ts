import { XSD } from "../../src/soap/xml/namespaces.js";
import { expandedName } from "../../src/soap/xml/xml-element.js";
import { append } from "./append.js";
import type {
  ComplexType,
  GlobalElement,
  NamedType,
  ServiceModel,
  SimpleType,
  TypeReference,
} from "./service-model.js";

/** A model's types and elements by `{namespace}name`. */
export interface ModelIndex {
  readonly types: ReadonlyMap<string, NamedType>;
  readonly elements: ReadonlyMap<string, GlobalElement>;
  /** By the type that they are derived from, directly: what an `xsi:type` may say in its place. */
  readonly derivedTypes: ReadonlyMap<string, readonly (ComplexType & NamedType)[]>;
  /** By the element that heads their substitution group: what may stand in its place. */
  readonly substitutes: ReadonlyMap<string, readonly GlobalElement[]>;
}

export function indexModel({ types, elements }: ServiceModel): ModelIndex {
  const derivedTypes = new Map<string, (ComplexType & NamedType)[]>();
  for (const type of types) {
    if (type.kind === "complex" && type.derivation !== undefined) {
      append(derivedTypes, expandedName(type.derivation.base), type);
    }
  }
  const substitutes = new Map<string, GlobalElement[]>();
  for (const element of elements) {
    if (element.substitutionGroup !== undefined) {
      append(substitutes, expandedName(element.substitutionGroup), element);
    }
  }
  return {
    types: new Map(types.map((type) => [expandedName(type.name), type])),
    elements: new Map(elements.map((element) => [expandedName(element.name), element])),
    derivedTypes,
    substitutes,
  };
}

export type ResolvedType = ComplexType | SimpleType | BuiltInType;

export interface BuiltInType {
  readonly kind: "built-in";
  /** Local name: `int`. */
  readonly name: string;
}

export function resolveReference({ name, anonymous }: TypeReference, index: ModelIndex): ResolvedType {
  if (anonymous !== undefined) {
    return anonymous;
  }
  return index.types.get(expandedName(name)) ?? { kind: "built-in", name: name.name };
}

/** How a person calls the type: `xs:int`, `Address`, `list of xs:int`. */
export function typeTitle({ name, anonymous }: TypeReference): string {
  if (name !== undefined) {
    return name.namespace === XSD ? `xs:${name.name}` : name.name;
  }
  if (anonymous.kind === "complex") {
    return "a type of its own";
  }
  const { variety } = anonymous;
  switch (variety.kind) {
    case "restriction":
      return `restricted ${typeTitle(variety.base)}`;
    case "list":
      return `list of ${typeTitle(variety.item)}`;
    case "union":
      return variety.members.map(typeTitle).join(" or ");
  }
}
