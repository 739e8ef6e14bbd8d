import { XSD } from "../../../src/soap/xml/namespaces.js";
import { typeTitle } from "../../contract/model-index.js";
import type {
  AttributeUse,
  ElementParticle,
  GroupParticle,
  Occurrence,
  TypeReference,
  Wildcard,
  WildcardParticle,
} from "../../contract/service-model.js";
import type { Property } from "../print/definition.js";
import { code, escapeDocumentation } from "../print/documentation.js";
import { array, call, deferrable, type Expression, object, quoted } from "../print/expression.js";
import { type Declaration, runtime, schemaOf, typeOf } from "../print/symbol.js";
import { arrayOf, namedType, plainType, runtimeType, type TypeExpression, unionOf } from "../print/type-expression.js";
import type { EmitContext, EmittedType } from "./context.js";
import { documentFacets, fixedType } from "./simple-type.js";
import { ANY_ELEMENT, referToType } from "./type.js";

/** A property, with the member that maps it to XML. */
export interface MappedProperty extends Property {
  readonly member: Expression;
}

/** A property without its name. */
export type Draft = Omit<MappedProperty, "name">;

/** @param isWithinOptional whether what is around the element may be absent. */
export function elementProperty(particle: ElementParticle, isWithinOptional: boolean, context: EmitContext): Draft {
  const { name, type: reference, nillable, documentation } = particle;
  const { type, schema } = valueType(particle, context);
  const wire = [context.namespace(name.namespace), quoted(name.name)];
  const member = call(runtime("element"), ...wire, deferrable(schema), ...defaultOption(particle));
  return {
    ...(nillable
      ? occurring(unionOf(type, plainType("null")), call(runtime("nillable"), member), particle, isWithinOptional)
      : occurring(type, member, particle, isWithinOptional)),
    documentation: documented(
      documentation,
      ...documentAnonymous(reference, context),
      `${code(name.name)}${titleOf(reference)}${titleOfValue(particle)}.`,
    ),
  };
}

/** A reference to the head of a substitution group. */
export function substitutionProperty(
  particle: ElementParticle,
  substitution: Declaration,
  isWithinOptional: boolean,
): Draft {
  return {
    ...objectProperty(substitution, particle, isWithinOptional),
    documentation: documented(particle.documentation, `${code(particle.name.name)}, or an element that stands for it.`),
  };
}

/** Elements that repeat together. */
export function groupProperty(group: GroupParticle, declaration: Declaration, isWithinOptional: boolean): Draft {
  return {
    ...objectProperty(declaration, group, isWithinOptional),
    documentation: documented(group.documentation, "What repeats together, in the order in which it stands."),
  };
}

function objectProperty(declaration: Declaration, occurrence: Occurrence, isWithinOptional: boolean) {
  const member = call(runtime("group"), deferrable(schemaOf(declaration)));
  return occurring(namedType(typeOf(declaration)), member, occurrence, isWithinOptional);
}

export function wildcardProperty(wildcard: WildcardParticle, isWithinOptional: boolean, context: EmitContext): Draft {
  const member = call(runtime("anyElement"), ...wildcardArguments(wildcard, context));
  return {
    ...occurring(ANY_ELEMENT.type, member, wildcard, isWithinOptional),
    documentation: documented(wildcard.documentation, `An element${titleOfWildcard(wildcard)}.`),
  };
}

/** The text of simple content. */
export function textProperty(reference: TypeReference, context: EmitContext): Draft {
  const { type, schema } = referToType(reference, context);
  return {
    type,
    isOptional: false,
    documentation: `The text${titleOf(reference)}.`,
    member: call(runtime("text"), deferrable(schema)),
  };
}

export function attributeProperty(attribute: AttributeUse, context: EmitContext): Draft {
  const { name, type: reference, required, documentation } = attribute;
  const { type, schema } = valueType(attribute, context);
  const wire = [context.namespace(name.namespace), quoted(name.name)];
  const member = call(runtime("attribute"), ...wire, deferrable(schema), ...defaultOption(attribute));
  return {
    type,
    isOptional: !required,
    documentation: documented(
      documentation,
      ...documentAnonymous(reference, context),
      `Attribute ${code(name.name)}${titleOf(reference)}${titleOfValue(attribute)}.`,
    ),
    member: required ? member : call(runtime("optional"), member),
  };
}

export function anyAttributeProperty(wildcard: Wildcard, context: EmitContext): Draft {
  return {
    type: arrayOf(runtimeType("XmlAttribute")),
    isOptional: false,
    documentation: "Attributes that the contract does not name.",
    member: call(runtime("anyAttribute"), ...wildcardArguments(wildcard, context)),
  };
}

export const MIXED_CONTENT: Draft = {
  type: arrayOf(runtimeType("XmlNode")),
  isOptional: false,
  documentation: "Text and elements, in the order in which they stand.",
  member: call(runtime("mixed")),
};

/** The type of a value: a literal where the value is fixed. */
function valueType({ type, fixed }: Pick<ElementParticle, "type" | "fixed">, context: EmitContext): EmittedType {
  return (fixed === undefined ? undefined : fixedType(type, fixed, context)) ?? referToType(type, context);
}

/** Makes a type and its member optional or repeated, as the occurrence of the particle requires. */
function occurring(
  type: TypeExpression,
  member: Expression,
  { min, max }: Occurrence,
  isWithinOptional: boolean,
): Omit<Draft, "documentation"> {
  if (max === 1) {
    const isOptional = isWithinOptional || min === 0;
    return { type, isOptional, member: isOptional ? call(runtime("optional"), member) : member };
  }
  // An array that may be absent as a whole is never empty: absence already means that there are no items.
  const least = isWithinOptional ? Math.max(min, 1) : min;
  const limits = [
    ...(least > 0 ? [["min", String(least)] as const] : []),
    ...(max === "unbounded" ? [] : [["max", String(max)] as const]),
  ];
  const all = call(runtime("repeated"), member, ...(limits.length === 0 ? [] : [object(limits)]));
  return {
    type: arrayOf(type),
    isOptional: isWithinOptional,
    member: isWithinOptional ? call(runtime("optional"), all) : all,
  };
}

function defaultOption(value: Pick<ElementParticle, "default" | "fixed">): Expression[] {
  const lexical = value.default ?? value.fixed;
  return lexical === undefined ? [] : [object([["default", quoted(lexical)]])];
}

function wildcardArguments({ namespaces, targetNamespace }: Wildcard, context: EmitContext): Expression[] {
  if (namespaces === "##any") {
    return [];
  }
  return namespaces === "##other"
    ? [object([["not", context.namespace(targetNamespace)]])]
    : [array(namespaces.map((namespace) => context.namespace(namespace)))];
}

function documented(documentation: string | undefined, ...paragraphs: readonly string[]): string {
  const all = documentation === undefined ? paragraphs : [escapeDocumentation(documentation), ...paragraphs];
  return all.join("\n\n");
}

/** The facets of an anonymous type without a declaration, which has no comment of its own. */
function documentAnonymous({ anonymous }: TypeReference, context: EmitContext): string[] {
  return anonymous?.kind === "simple" && context.declarationOf(anonymous) === undefined
    ? documentFacets(anonymous, context)
    : [];
}

/** `, xs:int`: the type of the contract, where the TypeScript type does not show it. */
function titleOf(reference: TypeReference): string {
  const { name, anonymous } = reference;
  return name?.namespace === XSD || anonymous?.kind === "simple" ? `, ${typeTitle(reference)}` : "";
}

function titleOfValue({ default: absent, fixed }: Pick<ElementParticle, "default" | "fixed">): string {
  if (fixed !== undefined) {
    return `, always ${code(fixed)}`;
  }
  return absent === undefined ? "" : `, by default ${code(absent)}`;
}

function titleOfWildcard({ namespaces, targetNamespace }: Wildcard): string {
  switch (namespaces) {
    case "##any":
      return " of any name";
    case "##other":
      return ` of a namespace other than ${code(targetNamespace)}`;
    default:
      return ` of ${namespaces.map((one) => (one === "" ? "no namespace" : code(one))).join(" or ")}`;
  }
}
