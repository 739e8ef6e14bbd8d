import type { ComplexType, ElementParticle, GlobalElement, GroupParticle } from "../../contract/service-model.js";
import { type Declaration, schemaOf, type TypeDefinition, typeOf } from "../print/declaration.js";
import { code, escapeDocumentation } from "../print/documentation.js";
import { array, call, type Expression, object, quoted, reference, runtime, type Use } from "../print/expression.js";
import { arrayOf, namedType, plainType } from "../print/type-expression.js";
import type { EmitContext, TypeUse } from "./context.js";
import { type NamedComplexType, substitutesFor, typesDerivedFrom } from "./derived-types.js";
import { baseOf, type Group, type Part, type Shape, shapeOf, shapeOfGroup } from "./shape.js";
import { useType } from "./type.js";

/** Declares a complex type: its interface and its schema. */
export function defineComplexType(
  type: ComplexType,
  declaration: Declaration,
  about: string,
  context: EmitContext,
): void {
  const documentation = [type.documentation && escapeDocumentation(type.documentation), about]
    .filter(Boolean)
    .join("\n\n");
  if (type.array !== undefined) {
    const items = arrayUse(type.array, context);
    context.define({ declaration, documentation, type: { kind: "alias", type: items.type }, schema: items.schema });
    return;
  }
  const base = baseOf(type, context);
  const shape = shapeOf(type, declaration, context);
  defineShape(shape, declaration, context, {
    documentation,
    base: base?.declaration,
    name: context.isEncoded ? type.name : undefined,
    isAlone: !context.isExtended(type) && type.derivation === undefined,
  });
}

/** Declares what stands for a reference to the head of a substitution group: one of its elements. */
export function defineSubstitution(head: GlobalElement, declaration: Declaration, context: EmitContext): void {
  const elements = [head, ...substitutesFor(head, context.index)].filter(({ abstract }) => !abstract);
  const particles = elements.map(
    (element): ElementParticle => ({ ...element, kind: "element", reference: false, min: 1, max: 1 }),
  );
  const choice: GroupParticle = { kind: "choice", min: 1, max: 1, particles };
  defineShape(shapeOfGroup(choice, declaration, context), declaration, context, {
    documentation: `Element ${code(head.name.name)} of ${code(head.name.namespace)}, or one that stands for it.`,
    isAlone: true,
  });
}

/** Declares what an element of a type may hold: the type itself, or one derived from it, told by `$type`. */
export function defineVariants(type: NamedComplexType, declaration: Declaration, context: EmitContext): void {
  const own = variantOf(type, context);
  const derived = concreteTypesDerivedFrom(type, context).map((one) => variantOf(one, context));
  const declared = type.abstract ? undefined : own;
  const members = [
    ...(declared === undefined ? [] : [`({ $type?: undefined } & ${declared.use.name})`]),
    ...derived.map(({ use }) => `({ $type: ${quoted(use.name)} } & ${use.name})`),
  ];
  const uses = [...(declared === undefined ? [] : [declared]), ...derived].map(({ use }) => use);
  const entries = derived.map(({ use, variant }) => [use.name, variant] as const);
  context.define({
    declaration,
    documentation: `${code(own.use.name)}, or a type derived from it, which ${code("$type")} tells.`,
    type: { kind: "alias", type: { members: members.length === 1 ? members.map(unparenthesized) : members, uses } },
    schema: call(runtime("polymorphic"), object(entries, true), ...(declared === undefined ? [] : [declared.variant])),
  });
}

/** The types that an element of a type may have instead. */
export function concreteTypesDerivedFrom(type: NamedComplexType, { index }: EmitContext): NamedComplexType[] {
  return typesDerivedFrom(type, index).filter(({ abstract, array: isArray }) => !abstract && isArray === undefined);
}

function variantOf(type: NamedComplexType, context: EmitContext): { readonly use: Use; readonly variant: Expression } {
  const declaration = context.declarationOf(type);
  if (declaration === undefined) {
    throw new Error(`the type ${type.name.name} has no declaration`);
  }
  const { namespace, name } = type.name;
  const variant = array([context.namespace(namespace), quoted(name), reference(schemaOf(declaration))]);
  return { use: typeOf(declaration), variant };
}

function unparenthesized(member: string): string {
  return member.slice(1, -1);
}

/** A SOAP-encoded array: of arrays where it has several brackets, within arrays where one bracket has commas. */
function arrayUse({ item, dimensions }: NonNullable<ComplexType["array"]>, context: EmitContext): TypeUse {
  let { type, schema } = useType(item, context);
  for (const [bracket] of dimensions.matchAll(/\[[^\]]*\]/g)) {
    const count = bracket.split(",").length;
    schema = call(runtime("soapArray"), reference(schema), ...(count === 1 ? [] : [String(count)]));
    for (let dimension = 0; dimension < count; dimension += 1) {
      type = arrayOf(type);
    }
  }
  return { type, schema };
}

/** Of a shape, what its definition needs besides. */
interface ShapeOptions {
  readonly documentation: string;
  readonly base?: Declaration | undefined;
  readonly name?: ComplexType["name"];
  /** Whether no type is derived from it, nor it from another. */
  readonly isAlone: boolean;
}

/** Declares an object and the objects within it. */
export function defineShape(
  shape: Shape,
  declaration: Declaration,
  context: EmitContext,
  { documentation, base, name, isAlone }: ShapeOptions,
): void {
  for (const group of shape.groups) {
    defineShape(group.shape, group.declaration, context, {
      documentation: `What repeats together in ${code(declaration.name)}.`,
      isAlone: true,
    });
  }
  const members = object(
    shape.properties.map(({ name: property, member }) => [property, member]),
    true,
  );
  const options = [
    ...(shape.content === undefined ? [] : [["content", contentExpression(shape.content)] as const]),
    ...(name === undefined ? [] : [["name", array([quoted(name.namespace), quoted(name.name)])] as const]),
  ];
  const args = options.length === 0 ? [members] : [members, object(options)];
  const union = isAlone ? unionType(shape) : undefined;
  context.define({
    declaration,
    documentation: [documentation, union === undefined ? rulesOf(shape.content) : ""].filter(Boolean).join("\n\n"),
    type: union ?? objectType(shape, base && typeOf(base), isAlone),
    schema:
      base === undefined
        ? call(runtime("complexType"), ...args)
        : call(runtime("extension"), reference(schemaOf(base)), ...args),
  });
}

function objectType({ properties }: Shape, base: Use | undefined, isAlone: boolean): TypeDefinition {
  if (properties.length > 0) {
    return { kind: "object", properties, ...(base && { base }) };
  }
  if (base !== undefined) {
    return { kind: "alias", type: namedType(base) };
  }
  // A record of nothing could not be extended.
  return { kind: "alias", type: plainType(isAlone ? "Record<string, never>" : "object") };
}

const MAX_ALTERNATIVES = 5;
const MAX_PROPERTIES = 10;

/** A union of objects, if the type has one choice and its alternatives are few and flat. */
function unionType({ properties, content }: Shape): TypeDefinition | undefined {
  const parts =
    content?.kind === "sequence" && !content.isOptional ? content.parts : content === undefined ? [] : [content];
  const [choice, ...otherGroups] = parts.filter((part) => part.kind !== "key");
  if (choice?.kind !== "choice" || otherGroups.length > 0 || !choice.parts.every(isFlat)) {
    return undefined;
  }
  const keys = new Set(choice.parts.flatMap(keysOf).map(({ key }) => key));
  if (choice.parts.length > MAX_ALTERNATIVES || keys.size > MAX_PROPERTIES) {
    return undefined;
  }
  const chosen = properties.filter(({ name }) => keys.has(name));
  const alternatives = choice.parts.map((part) => {
    const optionality = new Map(keysOf(part).map(({ key, isOptional }) => [key, isOptional]));
    return chosen.map((property) => ({
      ...property,
      isOptional: optionality.get(property.name) ?? ("absent" as const),
    }));
  });
  const nothing = chosen.map((property) => ({ ...property, isOptional: "absent" as const }));
  return {
    kind: "object",
    properties: properties.filter(({ name }) => !keys.has(name)),
    alternatives: choice.isOptional ? [...alternatives, nothing] : alternatives,
  };
}

function isFlat(part: Part): boolean {
  return (
    part.kind === "key" ||
    (part.kind === "sequence" && !part.isOptional && part.parts.every(({ kind }) => kind === "key"))
  );
}

function keysOf(part: Part): Extract<Part, { kind: "key" }>[] {
  return part.kind === "key" ? [part] : part.parts.flatMap(keysOf);
}

/** Says of a choice what the interface cannot. */
function rulesOf(content: Group | undefined): string {
  const parts: readonly Part[] = content?.kind === "sequence" ? content.parts : content === undefined ? [] : [content];
  return parts
    .filter((part): part is Group => part.kind === "choice")
    .map(({ parts: alternatives, isOptional }) => {
      const names = alternatives.map((part) =>
        keysOf(part)
          .map(({ key }) => code(key))
          .join(" with "),
      );
      return `${isOptional ? "At most one" : "Exactly one"} of ${names.join(", ")}.`;
    })
    .join("\n");
}

/**
 * The content model: `sequence("amount", choice("card", "iban"))`. What is optional is part of it only within a choice or an
 * optional group, as `contentModel` of the run time defines.
 */
function contentExpression(part: Part, isWithinChoice = false): Expression {
  const isInner = isWithinChoice || part.kind === "choice" || part.isOptional;
  const expression =
    part.kind === "key"
      ? quoted(part.key)
      : call(runtime(part.kind), ...part.parts.map((one) => contentExpression(one, isInner)));
  return part.isOptional && (isWithinChoice || part.kind !== "key")
    ? call(runtime("optional"), expression)
    : expression;
}
