import { XSD } from "../../src/soap/xml/namespaces.js";
import { expandedName } from "../../src/soap/xml/xml-element.js";
import { groupBy } from "./group-by.js";
import type {
  ComplexType,
  GlobalElement,
  Message,
  NamedType,
  ServiceModel,
  SimpleType,
  TypeReference,
} from "./service-model.js";

/** A model's types and elements by `{namespace}name`. */
export interface ModelIndex {
  readonly types: ReadonlyMap<string, NamedType>;
  readonly elements: ReadonlyMap<string, GlobalElement>;
  /** By base, the types that are directly derived from it. An `xsi:type` may name them in its place. */
  readonly derivedTypes: ReadonlyMap<string, readonly (ComplexType & NamedType)[]>;
  /** By head, the elements of its substitution group. They may replace it. */
  readonly substitutes: ReadonlyMap<string, readonly GlobalElement[]>;
}

export function indexModel({ types, elements }: ServiceModel): ModelIndex {
  const complexTypes = types.filter((type) => type.kind === "complex");
  return {
    types: new Map(types.map((type) => [expandedName(type.name), type])),
    elements: new Map(elements.map((element) => [expandedName(element.name), element])),
    derivedTypes: groupBy(complexTypes, ({ derivation }) => derivation && expandedName(derivation.base)),
    substitutes: groupBy(elements, ({ substitutionGroup }) => substitutionGroup && expandedName(substitutionGroup)),
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

/** A short name for messages and documentation: `xs:int`, `Address`, `list of xs:int`. */
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

/** Whether the body of a message cannot hold anything. Callers of its stub may omit it. */
export function isEmptyMessage({ body }: Message, index: ModelIndex): boolean {
  const [part, ...others] = body;
  if (others.length > 0) {
    return false;
  }
  const element = part?.element && index.elements.get(expandedName(part.element));
  const type = element && resolveReference(element.type, index);
  if (type?.kind !== "complex") {
    return part === undefined;
  }
  const isPlain = !type.mixed && !type.abstract && type.derivation === undefined && type.array === undefined;
  return isPlain && type.content.kind === "empty" && type.attributes.length === 0 && type.anyAttribute === undefined;
}
