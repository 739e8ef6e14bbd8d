import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { ANY_TYPE } from "../../contract/built-in-types.js";
import { NameScope, propertyName } from "../../contract/names.js";
import type { Fault, HeaderPart, Message, Operation, Part, QName } from "../../contract/service-model.js";
import type { Property } from "../print/definition.js";
import { code, escapeDocumentation, paragraphs } from "../print/documentation.js";
import { call, type Expression, quoted } from "../print/expression.js";
import { type Declaration, runtime, schemaOf, typeOf } from "../print/symbol.js";
import { namedType, plainType, type TypeExpression, unionOf } from "../print/type-expression.js";
import { defineObject } from "./complex-type.js";
import type { EmitContext } from "./context.js";
import { documentElement } from "./element-documentation.js";
import type { MappedProperty } from "./property.js";
import type { ObjectShape } from "./shape.js";
import { referToType } from "./type.js";

/** A part of a message, or its whole body: the TypeScript type, and the member that maps it to XML. */
interface EmittedPart {
  readonly type: TypeExpression;
  readonly member: Expression;
}

/**
 * The body of a message. In style "document", a body of one part is the element of that part. In style "rpc", the body is
 * an element that holds the parts. Several parts in style "document" are the properties of an object.
 *
 * @param wrapper the name of the element around the parts, in style "rpc".
 * @param declare returns a declaration for an object that has no type in the contract.
 */
export function emitBody(
  message: Message,
  style: Operation["style"],
  wrapper: QName,
  declare: () => Declaration,
  documentation: string,
  context: EmitContext,
): EmittedPart {
  const [part, ...others] = message.body;
  if (style === "document" && part !== undefined && others.length === 0) {
    return emitPart(part, context);
  }
  const declaration = declare();
  defineObject(shapeOfParts(message, context), declaration, context, { documentation, isStandalone: true });
  const schema = schemaOf(declaration);
  const wire = [context.namespace(wrapper.namespace), quoted(wrapper.name)];
  return {
    type: namedType(typeOf(declaration)),
    member: style === "rpc" ? call(runtime("element"), ...wire, schema) : call(runtime("group"), schema),
  };
}

/** Declares the header blocks of a message. All are optional, since WSDL cannot declare which are required. */
export function declareHeaders(
  headers: readonly HeaderPart[],
  declaration: Declaration,
  documentation: string,
  context: EmitContext,
): void {
  const names = new NameScope();
  const properties = headers.map(({ part }): MappedProperty => {
    const { type, member } = emitPart(part, context);
    const name = part.element?.name ?? part.name;
    return {
      name: names.claim(propertyName(name)),
      documentation: paragraphs(documentPart(part, context), `${code(name)}.`),
      type,
      isOptional: true,
      member: call(runtime("optional"), member),
    };
  });
  const shape = shapeOfProperties(
    properties,
    headers.map(({ part }) => part),
    "all",
  );
  defineObject(shape, declaration, context, { documentation, isStandalone: true });
}

/**
 * Declares the details of the faults that an operation declares.
 *
 * @returns the members of the details by the names of the faults.
 */
export function declareFaults(
  faults: readonly Fault[],
  declaration: Declaration,
  documentation: string,
  context: EmitContext,
): readonly (readonly [key: string, member: Expression])[] {
  const names = new NameScope();
  const members: (readonly [string, Expression])[] = [];
  const properties = faults.map((fault): Property => {
    const { type, member } = emitPart(fault.part, context);
    const name = propertyKey(names.claim(fault.name));
    members.push([name, member]);
    const element = fault.part.element?.name ?? fault.part.name;
    const documentation = paragraphs(escapeDocumentation(fault.documentation), documentPart(fault.part, context));
    const about = paragraphs(documentation, `${code(element)}.`);
    return { name, documentation: about, type, isOptional: false };
  });
  context.define({ declaration, documentation, type: { kind: "object", properties } });
  return members;
}

/** The documentation of a part, and of its element unless the declaration of the element's type has it already. */
export function documentPart({ element: name, documentation }: Part, context: EmitContext): string {
  const element = name && context.index.elements.get(expandedName(name));
  const type = element?.type.anonymous;
  const isDeclared = type !== undefined && context.declarationOf(type) !== undefined;
  return paragraphs(escapeDocumentation(documentation), isDeclared ? "" : documentElement(element));
}

function emitPart(part: Part, context: EmitContext, kind: "element" | "accessor" = "element"): EmittedPart {
  const element = part.element && context.index.elements.get(expandedName(part.element));
  // An abstract element cannot occur itself, only one of its substitutes.
  const substitution = element?.abstract === true ? context.substitutionOf(element) : undefined;
  if (substitution !== undefined) {
    return { type: namedType(typeOf(substitution)), member: call(runtime("group"), schemaOf(substitution)) };
  }
  const { type, schema } = referToType(element?.type ?? { name: part.type ?? ANY_TYPE }, context);
  const { namespace, name } = part.element ?? { namespace: "", name: part.name };
  const member = call(runtime(kind), context.namespace(namespace), quoted(name), schema);
  const isNillable = element?.nillable === true;
  return {
    type: isNillable || kind === "accessor" ? unionOf(type, plainType("null")) : type,
    member: isNillable ? call(runtime("nillable"), member) : member,
  };
}

function shapeOfParts({ body, use }: Message, context: EmitContext): ObjectShape {
  const names = new NameScope();
  const properties = body.map((part): MappedProperty => {
    const { type, member } = emitPart(part, context, use === "encoded" ? "accessor" : "element");
    const name = names.claim(propertyName(part.name));
    const documentation = paragraphs(documentPart(part, context), `Part ${code(part.name)}.`);
    return { name, documentation, type, isOptional: false, member };
  });
  // Encoded parts may stand in any order (SOAP 1.1 §7.1).
  return shapeOfProperties(properties, body, use === "encoded" ? "all" : "sequence");
}

/** @param body the parts that the properties hold. */
function shapeOfProperties(
  properties: readonly MappedProperty[],
  body: readonly Part[],
  kind: "all" | "sequence",
): ObjectShape {
  const names = properties.map(({ name }) => name);
  const parts = names.map((key) => ({ kind: "key", key, isOptional: false }) as const);
  const content = kind === "all" && parts.length > 1 ? { kind, parts, isOptional: false } : undefined;
  const members = body.map((part, index) => {
    const of = { kind: "element", name: part.element ?? { namespace: "", name: part.name } } as const;
    return { of, property: names[index] ?? "" };
  });
  return { properties, members, content, groups: [], names, notes: [] };
}

/** A name as a property key, quoted where it is no identifier. */
function propertyKey(name: string): string {
  if (name === "__proto__") {
    // Without the brackets, it would set the prototype of the object.
    return `[${quoted(name)}]`;
  }
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : quoted(name);
}
