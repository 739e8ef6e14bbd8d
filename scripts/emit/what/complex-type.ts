import { alternativesOf, type Particle, wordsOf } from "../../../src/soap/schema/particle.js";
import { resolveReference } from "../../contract/model-index.js";
import type {
  ComplexType,
  ElementParticle,
  GlobalElement,
  GroupParticle,
  TypeReference,
} from "../../contract/service-model.js";
import type { ObjectDefinition, TypeDefinition } from "../print/definition.js";
import { code, escapeDocumentation, paragraphs } from "../print/documentation.js";
import { array, call, deferrable, type Expression, object, quoted } from "../print/expression.js";
import { type Declaration, type ImportedName, runtime, schemaOf, typeOf } from "../print/symbol.js";
import { arrayOf, namedType, plainType, unionOf } from "../print/type-expression.js";
import type { EmitContext, EmittedType, TypeOrigin } from "./context.js";
import { type NamedComplexType, substitutesFor, typesDerivedFrom } from "./derived-types.js";
import { documentElement } from "./element-documentation.js";
import { baseOf, type ContentKey, type ContentPart, groupShape, type ObjectShape, objectShape } from "./shape.js";
import { referToType } from "./type.js";

/** Declares a complex type: its interface and its schema. */
export function defineComplexType(
  type: ComplexType,
  declaration: Declaration,
  { about, element }: TypeOrigin,
  context: EmitContext,
): void {
  const documentation = paragraphs(documentElement(element), escapeDocumentation(type.documentation), about);
  if (type.array !== undefined) {
    const items = soapArrayOf(type.array, context);
    context.define({ declaration, documentation, type: { kind: "alias", type: items.type }, schema: items.schema });
    return;
  }
  const base = baseOf(type, context);
  const shape = objectShape(type, declaration, context);
  defineObject(shape, declaration, context, {
    documentation,
    base: base?.declaration,
    name: context.isEncoded ? type.name : undefined,
    isStandalone: !context.hasDerivedTypes(type) && type.derivation === undefined,
  });
}

/** Declares the union of the head of a substitution group and its substitutes: an object with one of the elements. */
export function defineSubstitution(head: GlobalElement, declaration: Declaration, context: EmitContext): void {
  const elements = [head, ...substitutesFor(head, context.index)].filter(({ abstract }) => !abstract);
  const particles = elements.map(
    (element): ElementParticle => ({ ...element, kind: "element", reference: false, min: 1, max: 1 }),
  );
  const choice: GroupParticle = { kind: "choice", min: 1, max: 1, particles };
  defineObject(groupShape(choice, declaration, false, context), declaration, context, {
    documentation: paragraphs(
      documentElement(head),
      `Element ${code(head.name.name)} of ${code(head.name.namespace)}, or one that stands for it.`,
    ),
    isStandalone: true,
  });
}

/** Declares the union of a type and the types derived from it. The property `$type` names the derived type. */
export function defineVariants(type: NamedComplexType, declaration: Declaration, context: EmitContext): void {
  const own = variantOf(type, context);
  const derived = concreteTypesDerivedFrom(type, context).map((one) => variantOf(one, context));
  const declared = type.abstract ? [] : [own];
  const entries = derived.map(({ name, variant }) => [name.name, variant] as const);
  context.define({
    declaration,
    documentation: `${code(own.name.name)}, or a type derived from it, named by ${code("$type")}.`,
    type: {
      kind: "variants",
      variants: [
        ...declared.map(({ name }) => ({ type: name })),
        ...derived.map(({ name }) => ({ type: name, tag: name.name })),
      ],
    },
    schema: call(runtime("polymorphic"), object(entries, true), ...declared.map(({ variant }) => variant)),
  });
}

/** The types that `xsi:type` may name in place of a type. */
export function concreteTypesDerivedFrom(type: NamedComplexType, { index }: EmitContext): NamedComplexType[] {
  return typesDerivedFrom(type, index).filter(({ abstract, array: isArray }) => !abstract && isArray === undefined);
}

function variantOf(
  type: NamedComplexType,
  context: EmitContext,
): { readonly name: ImportedName; readonly variant: Expression } {
  const declaration = context.declarationOf(type);
  if (declaration === undefined) {
    throw new Error(`the type ${type.name.name} has no declaration`);
  }
  const { namespace, name } = type.name;
  const variant = array([context.namespace(namespace), quoted(name), deferrable(schemaOf(declaration))]);
  return { name: typeOf(declaration), variant };
}

/** A SOAP-encoded array. Several brackets are arrays of arrays; commas within a bracket are dimensions of one array. */
function soapArrayOf({ item, dimensions }: NonNullable<ComplexType["array"]>, context: EmitContext): EmittedType {
  let { type, schema } = referToType(item, context);
  let itemType = hasOtherName(item, context) ? item.name : undefined;
  for (const [bracket] of dimensions.matchAll(/\[[^\]]*\]/g)) {
    const count = bracket.split(",").length;
    const options = object([
      ["dimensions", count === 1 ? undefined : String(count)],
      ["itemType", itemType && array([context.namespace(itemType.namespace), quoted(itemType.name)])],
    ]);
    const isPlain = count === 1 && itemType === undefined;
    schema = call(runtime("soapArray"), deferrable(schema), ...(isPlain ? [] : [options]));
    type = unionOf(type, plainType("null"));
    for (let dimension = 0; dimension < count; dimension += 1) {
      type = arrayOf(type);
    }
    itemType = undefined;
  }
  return { type, schema };
}

/** Whether the schema of a named type lacks the type's name, as that of an array or of a type with derived types does. */
function hasOtherName(reference: TypeReference, context: EmitContext): boolean {
  const type = resolveReference(reference, context.index);
  return (
    type.kind === "complex" &&
    (type.array !== undefined || context.variantsOf(type) !== undefined || context.declarationOf(type) === undefined)
  );
}

interface ObjectOptions {
  readonly documentation: string;
  readonly base?: Declaration | undefined;
  /** Name of the type, for the `xsi:type` of encoded messages. */
  readonly name?: ComplexType["name"];
  /** Whether the type neither extends another type nor is extended. Only such a type can be a union. */
  readonly isStandalone: boolean;
}

/** Declares an object, and those of the groups that repeat within it. */
export function defineObject(
  shape: ObjectShape,
  declaration: Declaration,
  context: EmitContext,
  { documentation, base, name, isStandalone }: ObjectOptions,
): void {
  for (const group of shape.groups) {
    defineObject(group.shape, group.declaration, context, {
      documentation: `One occurrence of the repeated group in ${code(declaration.name)}.`,
      isStandalone: true,
    });
  }
  const union = isStandalone ? unionType(shape) : undefined;
  const isRequired = (property: string) =>
    union?.alternatives?.every((all) =>
      all.some(({ name: one, isOptional }) => one === property && isOptional === false),
    );
  const members = object(
    shape.properties.map(({ name: property, member, whenRequired = member }) => [
      property,
      isRequired(property) === true ? whenRequired : member,
    ]),
    true,
  );
  const content = shape.content && particleOf(shape.content);
  const options = object([
    ["content", content && contentExpression(content)],
    ["name", name && array([quoted(name.namespace), quoted(name.name)])],
  ]);
  const args = content === undefined && name === undefined ? [members] : [members, options];
  const definition = {
    declaration,
    documentation: paragraphs(
      documentation,
      ...shape.notes,
      union === undefined && content ? rulesOf(content).join("\n") : "",
    ),
    type: union ?? objectType(shape, base && typeOf(base), isStandalone),
    schema:
      base === undefined
        ? call(runtime("complexType"), ...args)
        : call(runtime("extension"), deferrable(schemaOf(base)), ...args),
  };
  context.define(definition, shape.members);
}

function objectType(
  { properties }: ObjectShape,
  base: ImportedName | undefined,
  isStandalone: boolean,
): TypeDefinition {
  if (properties.length > 0) {
    return { kind: "object", properties, ...(base && { base }) };
  }
  if (base !== undefined) {
    return { kind: "alias", type: namedType(base) };
  }
  // `Record<string, never>` cannot be extended.
  return { kind: "alias", type: plainType(isStandalone ? "Record<string, never>" : "object") };
}

/** A choice beyond these limits is an interface, with the rule of the choice in its comment. */
const MAX_ALTERNATIVES = 5;
const MAX_PROPERTIES = 10;

/** A union of objects, if the type has exactly one choice, with few alternatives of properties only. */
function unionType({ properties, content }: ObjectShape): ObjectDefinition | undefined {
  const parts =
    content?.kind === "sequence" && !content.isOptional ? content.parts : content === undefined ? [] : [content];
  const [choice, ...otherGroups] = parts.filter((part) => part.kind !== "key");
  if (choice?.kind !== "choice" || otherGroups.length > 0 || !choice.parts.every(isListOfKeys)) {
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

/** Whether an alternative is a property, or a sequence of properties. */
function isListOfKeys(part: ContentPart): boolean {
  return (
    part.kind === "key" ||
    (part.kind === "sequence" && !part.isOptional && part.parts.every(({ kind }) => kind === "key"))
  );
}

function keysOf(part: ContentPart): ContentKey[] {
  return part.kind === "key" ? [part] : part.parts.flatMap(keysOf);
}

/** The rules of choices and of optional groups, a sentence for each: an interface cannot express them. */
function rulesOf(particle: Particle): string[] {
  if (typeof particle === "string") {
    return [];
  }
  const { kind, particles } = particle;
  const [only] = kind === "optional" ? particles : [];
  if (kind === "choice") {
    return [`Exactly one of ${alternativesOf(particle, code)}.`];
  }
  if (only === undefined) {
    return particles.flatMap(rulesOf);
  }
  if (typeof only === "string") {
    return [];
  }
  return only.kind === "choice"
    ? [`At most one of ${alternativesOf(only, code)}.`]
    : [`Together, or not at all: ${wordsOf(only, code)}.`];
}

function particleOf(part: ContentPart): Particle {
  const one = part.kind === "key" ? part.key : { kind: part.kind, particles: part.parts.map(particleOf) };
  return part.isOptional ? { kind: "optional", particles: [one] } : one;
}

/** The content model as an argument for the run time: `sequence("amount", choice("card", "iban"))`. */
function contentExpression(particle: Particle): Expression {
  return typeof particle === "string"
    ? quoted(particle)
    : call(runtime(particle.kind), ...particle.particles.map(contentExpression));
}
