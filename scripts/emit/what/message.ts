import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { ANY_TYPE } from "../../contract/built-in-types.js";
import { NameScope, propertyName } from "../../contract/names.js";
import type { Fault, HeaderPart, Message, Operation, Part, QName } from "../../contract/service-model.js";
import { type Declaration, type Property, schemaOf, typeOf } from "../print/declaration.js";
import { code, escapeDocumentation } from "../print/documentation.js";
import { call, type Expression, quoted, runtime } from "../print/expression.js";
import { namedType, plainType, type TypeExpression, unionOf } from "../print/type-expression.js";
import { defineShape } from "./complex-type.js";
import type { EmitContext } from "./context.js";
import type { Shape, ShapedProperty } from "./shape.js";
import { useType } from "./type.js";

/** What stands in a message: a type, and the member that stands for it in XML. */
export interface MessageUse {
  readonly type: TypeExpression;
  readonly member: Expression;
}

/**
 * The body of a message. Of the document style, the one element that it holds is the message; of the rpc style, an
 * element around its parts. Several parts without an element around them are properties of the message, too.
 *
 * @param wrapper the element around the parts, in the rpc style.
 * @param declare gives the declaration of what has no type in the contract.
 */
export function useBody(
  message: Message,
  style: Operation["style"],
  wrapper: QName,
  declare: () => Declaration,
  documentation: string,
  context: EmitContext,
): MessageUse {
  const [part, ...others] = message.body;
  if (style === "document" && part !== undefined && others.length === 0) {
    return usePart(part, context);
  }
  const declaration = declare();
  defineShape(shapeOfParts(message, context), declaration, context, { documentation, isAlone: true });
  const schema = schemaOf(declaration);
  const wire = [context.namespace(wrapper.namespace), quoted(wrapper.name)];
  return {
    type: namedType(typeOf(declaration)),
    member: style === "rpc" ? call(runtime("element"), ...wire, schema) : call(runtime("group"), schema),
  };
}

/** Declares the header blocks of a message. Each may be absent: WSDL has no word for which must be there. */
export function useHeaders(
  headers: readonly HeaderPart[],
  declaration: Declaration,
  documentation: string,
  context: EmitContext,
): void {
  const names = new NameScope();
  const properties = headers.map(({ part }): ShapedProperty => {
    const { type, member } = usePart(part, context);
    const name = part.element?.name ?? part.name;
    return {
      name: names.claim(propertyName(name)),
      documentation: `${code(name)}.`,
      type,
      isOptional: true,
      member: call(runtime("optional"), member),
    };
  });
  const shape = shapeOfProperties(properties, "all", true);
  defineShape(shape, declaration, context, { documentation, isAlone: true });
}

/** Declares the details of the faults that an operation declares, by the names of the faults. */
export function useFaults(
  faults: readonly Fault[],
  declaration: Declaration,
  documentation: string,
  context: EmitContext,
): readonly (readonly [key: string, member: Expression])[] {
  const names = new NameScope();
  const members: (readonly [string, Expression])[] = [];
  const properties = faults.map((fault): Property => {
    const { type, member } = usePart(fault.part, context);
    const name = propertyKey(names.claim(fault.name));
    members.push([name, member]);
    const element = fault.part.element?.name ?? fault.part.name;
    const about = [fault.documentation && escapeDocumentation(fault.documentation), `${code(element)}.`];
    return { name, documentation: about.filter(Boolean).join("\n\n"), type, isOptional: false };
  });
  context.define({ declaration, documentation, type: { kind: "object", properties } });
  return members;
}

function usePart(part: Part, context: EmitContext): MessageUse {
  const element = part.element && context.index.elements.get(expandedName(part.element));
  // An abstract element never stands in a message itself.
  const substitution = element?.abstract === true ? context.substitutionOf(element) : undefined;
  if (substitution !== undefined) {
    return { type: namedType(typeOf(substitution)), member: call(runtime("group"), schemaOf(substitution)) };
  }
  const { type, schema } = useType(element?.type ?? { name: part.type ?? ANY_TYPE }, context);
  const { namespace, name } = part.element ?? { namespace: "", name: part.name };
  const member = call(runtime("element"), context.namespace(namespace), quoted(name), schema);
  return element?.nillable === true
    ? { type: unionOf(type, plainType("null")), member: call(runtime("nillable"), member) }
    : { type, member };
}

function shapeOfParts({ body, use }: Message, context: EmitContext): Shape {
  const names = new NameScope();
  const properties = body.map((part): ShapedProperty => {
    const { type, member } = usePart(part, context);
    const name = names.claim(propertyName(part.name));
    return { name, documentation: `Part ${code(part.name)}.`, type, isOptional: false, member };
  });
  // Encoded parts may stand in any order (SOAP 1.1 §7.1).
  return shapeOfProperties(properties, use === "encoded" ? "all" : "sequence", false);
}

function shapeOfProperties(
  properties: readonly ShapedProperty[],
  kind: "all" | "sequence",
  isOptional: boolean,
): Shape {
  const names = properties.map(({ name }) => name);
  const parts = names.map((key) => ({ kind: "key", key, isOptional }) as const);
  const content = kind === "all" && parts.length > 1 ? { kind, parts, isOptional: false } : undefined;
  return { properties, content, groups: [], names };
}

/** A name as the key of an object: as it is, if it can be. */
function propertyKey(name: string): string {
  if (name === "__proto__") {
    // Without the brackets it would be the object's prototype, and no key.
    return `[${quoted(name)}]`;
  }
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : quoted(name);
}
