import { XSD } from "../../../src/soap/xml/namespaces.js";
import { typeTitle } from "../../contract/model-index.js";
import type {
  AttributeUse,
  Content,
  ElementParticle,
  GroupParticle,
  Occurrence,
  Particle,
  TypeReference,
  Wildcard,
  WildcardParticle,
} from "../../contract/service-model.js";
import type { Property } from "../print/definition.js";
import { code, escapeDocumentation, paragraphs } from "../print/documentation.js";
import { array, call, deferrable, type Expression, object, quoted } from "../print/expression.js";
import { type Declaration, runtime, schemaOf, typeOf } from "../print/symbol.js";
import { arrayOf, namedType, plainType, runtimeType, type TypeExpression, unionOf } from "../print/type-expression.js";
import type { EmitContext } from "./context.js";
import { documentElement } from "./element-documentation.js";
import { dependsOnPrefixes, documentInPlace, fixedType } from "./simple-type.js";
import { ANY_ELEMENT, referToType } from "./type.js";

/** A property, with the member that maps it to XML. */
export interface MappedProperty extends Property {
  readonly member: Expression;
  /** The member where each alternative of a choice requires the property. */
  readonly whenRequired?: Expression;
}

/** A property without its name. */
export type Draft = Omit<MappedProperty, "name">;

/**
 * @param isWithinOptional whether the element is within a choice or an optional group.
 * @param isEncoded whether it is a member of a SOAP-encoded struct.
 */
export function elementProperty(
  particle: ElementParticle,
  isWithinOptional: boolean,
  isEncoded: boolean,
  context: EmitContext,
): Draft {
  const { type, member, documentation } = valueProperty(isEncoded ? "accessor" : "element", "", particle, context);
  const nullable = isEncoded || particle.nillable ? unionOf(type, plainType("null")) : type;
  const one = particle.nillable ? call(runtime("nillable"), member) : member;
  return { ...occurring(nullable, one, particle, isWithinOptional), documentation };
}

export function attributeProperty(attribute: AttributeUse, context: EmitContext): Draft {
  const { member, ...rest } = valueProperty("attribute", "Attribute ", attribute, context);
  return attribute.required
    ? { ...rest, isOptional: false, member }
    : { ...rest, isOptional: true, member: call(runtime("optional"), member) };
}

function valueProperty(kind: "element" | "accessor" | "attribute", title: string, value: Value, context: EmitContext) {
  const { name, type: reference, fixed, default: declared = fixed } = value;
  const { type, schema } =
    (fixed === undefined ? undefined : fixedType(reference, fixed, context)) ?? referToType(reference, context);
  const implied = dependsOnPrefixes(reference, context) ? undefined : declared;
  const options = implied === undefined ? [] : [object([["default", quoted(implied)]])];
  const about = `${title}${code(name.name)}${titleOf(reference)}${titleOfValue(value)}.`;
  return {
    type,
    member: call(runtime(kind), context.namespace(name.namespace), quoted(name.name), deferrable(schema), ...options),
    documentation: paragraphs(documentElement(value), ...documentInPlace(reference, context), about),
  };
}

type Value = Pick<ElementParticle, "name" | "type" | "default" | "fixed" | "constraints" | "documentation">;

/** A particle that is an object of its own: a group that repeats, or one of the elements of a substitution group. */
export function objectProperty(
  declaration: Declaration,
  particle: ElementParticle | GroupParticle,
  isWithinOptional: boolean,
  about: string,
): Draft {
  const member = call(runtime("group"), deferrable(schemaOf(declaration)));
  return {
    ...occurring(namedType(typeOf(declaration)), member, particle, isWithinOptional),
    documentation: paragraphs(documentElement(particle), about),
  };
}

export function wildcardProperty(wildcard: WildcardParticle, isWithinOptional: boolean, context: EmitContext): Draft {
  const member = call(runtime("anyElement"), ...wildcardArguments(wildcard, context));
  return {
    ...occurring(ANY_ELEMENT.type, member, wildcard, isWithinOptional),
    documentation: paragraphs(escapeDocumentation(wildcard.documentation), `An element${titleOfWildcard(wildcard)}.`),
  };
}

/** The text of simple content. */
export function textProperty(reference: TypeReference, context: EmitContext): Draft {
  const { type, schema } = referToType(reference, context);
  return {
    type,
    isOptional: false,
    documentation: paragraphs(...documentInPlace(reference, context), `The text${titleOf(reference)}.`),
    member: call(runtime("text"), deferrable(schema)),
  };
}

export function anyAttributeProperty(wildcard: Wildcard, context: EmitContext): Draft {
  return {
    type: arrayOf(runtimeType("XmlAttribute")),
    isOptional: false,
    documentation: paragraphs(
      escapeDocumentation(wildcard.documentation),
      "Attributes that the contract does not name.",
    ),
    member: call(runtime("anyAttribute"), ...wildcardArguments(wildcard, context)),
  };
}

/** Text and elements of mixed content. All elements are data here, without types of their own. */
export function mixedProperty(content: Content, context: EmitContext): Draft {
  return {
    type: arrayOf(runtimeType("XmlNode")),
    isOptional: false,
    documentation: paragraphs("Text and elements, in the order in which they stand.", documentMixed(content, context)),
    member: call(runtime("mixed")),
  };
}

/** A list of the elements that a contract names below mixed content. */
export function documentMixed(content: Content, context: EmitContext): string {
  const particles = content.kind === "particle" ? leavesOf(content.particle) : [];
  const named = particles.filter((particle) => particle.kind === "element" || titleOfWildcard(particle) !== ANY_NAME);
  const items = named.map((particle) => {
    const isElement = particle.kind === "element";
    const about = paragraphs(documentElement(particle), ...(isElement ? documentInPlace(particle.type, context) : []));
    const title = isElement
      ? `${code(particle.name.name)}, ${typeTitle(particle.type)}`
      : `an element${titleOfWildcard(particle)}`;
    return `- ${title}${about === "" ? "" : `: ${about.replace(/\s+/g, " ")}`}`;
  });
  return [...new Set(items)].join("\n");
}

function leavesOf(particle: Particle): (ElementParticle | WildcardParticle)[] {
  return particle.kind === "element" || particle.kind === "any" ? [particle] : particle.particles.flatMap(leavesOf);
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
    return { type, isOptional, member: isOptional ? call(runtime("optional"), member) : member, whenRequired: member };
  }
  // An array that may be absent as a whole is never empty: absence already means that there are no items.
  const least = isWithinOptional ? Math.max(min, 1) : min;
  const [lower, upper] = [least > 0 ? String(least) : undefined, max === "unbounded" ? undefined : String(max)];
  const limits =
    lower === undefined && upper === undefined
      ? []
      : [
          object([
            ["min", lower],
            ["max", upper],
          ]),
        ];
  const all = call(runtime("repeated"), member, ...limits);
  return {
    type: arrayOf(type),
    isOptional: isWithinOptional,
    member: isWithinOptional ? call(runtime("optional"), all) : all,
    whenRequired: all,
  };
}

function wildcardArguments({ namespaces, targetNamespace }: Wildcard, context: EmitContext): Expression[] {
  if (namespaces === "##any") {
    return [];
  }
  return namespaces === "##other"
    ? [object([["not", context.namespace(targetNamespace)]])]
    : [array(namespaces.map((namespace) => context.namespace(namespace)))];
}

/** `, xs:int`: the type of the contract, where the TypeScript type does not show it. */
function titleOf(reference: TypeReference): string {
  const { name, anonymous } = reference;
  return name?.namespace === XSD || anonymous?.kind === "simple" ? `, ${typeTitle(reference)}` : "";
}

function titleOfValue({ default: implied, fixed }: Value): string {
  if (fixed !== undefined) {
    return `, always ${code(fixed)}`;
  }
  return implied === undefined ? "" : `, by default ${code(implied)}`;
}

const ANY_NAME = " of any name";

function titleOfWildcard({ namespaces, targetNamespace }: Wildcard): string {
  switch (namespaces) {
    case "##any":
      return ANY_NAME;
    case "##other":
      return ` of a namespace other than ${code(targetNamespace)}`;
    default:
      return ` of ${namespaces.map((one) => (one === "" ? "no namespace" : code(one))).join(" or ")}`;
  }
}
