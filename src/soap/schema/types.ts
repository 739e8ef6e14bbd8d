import * as z from "zod";
import { isRectangular, sizesOf } from "../codec/encoded-array.js";
import type { Message, WithHeaders } from "../message/messages.js";
import type { Prefixes, XmlAttribute, XmlElement, XmlNode } from "../xml/xml-element.js";
import { type Group, type Particle, sequence, violation } from "./content-model.js";
import { once } from "./lazy.js";
import type { Member, MemberFacts, Members, Name, Occurs, Wildcard } from "./member.js";

/** A schema, or a function that returns it where it is declared further down or in a file of an import cycle. */
export type Reference<T> = z.ZodType<T> | (() => z.ZodType<T>);

interface MemberOptions {
  readonly default?: string;
}

/** `xs:element`. */
export function element<T>(
  namespace: string,
  name: string,
  schema: Reference<T>,
  options: MemberOptions = {},
): Member<T> {
  return { kind: "element", name: [namespace, name], schema, ...options };
}

/** `xs:attribute`. */
export function attribute<T>(
  namespace: string,
  name: string,
  schema: Reference<T>,
  options: MemberOptions = {},
): Member<T> {
  return { kind: "attribute", name: [namespace, name], schema, ...options };
}

/** The text of an element with `xs:simpleContent`. */
export function text<T>(schema: Reference<T>): Member<T> {
  return { kind: "text", name: ["", ""], schema };
}

/** `xs:any`: an element of these namespaces, or of any. */
export function anyElement(namespaces?: Wildcard): Member<XmlElement> {
  return { kind: "any", name: ["", ""], schema: xmlElement, namespaces };
}

/** `xs:anyAttribute`. */
export function anyAttribute(namespaces?: Wildcard): Member<XmlAttribute[]> {
  return { kind: "anyAttribute", name: ["", ""], schema: xmlAttributes, namespaces };
}

/** Elements that stand among the others without an element around them: a repeated `xs:choice`, for one. */
export function group<T>(schema: Reference<T>): Member<T> {
  return { kind: "group", name: ["", ""], schema };
}

/** The content of a mixed type: text and elements in their order. */
export function mixed(): Member<XmlNode[]> {
  return { kind: "mixed", name: ["", ""], schema: xmlNodes };
}

/** `minOccurs="0"`: the member, or nothing. */
export function optional<T>(member: Member<T>): Member<T | undefined>;
/** `minOccurs="0"` within a content model: all of the particle, or nothing. */
export function optional<const Key extends string>(particle: Particle<Key>): Group<Key>;
export function optional(one: MemberFacts | Particle): MemberFacts | Group {
  return typeof one === "string" || "particles" in one
    ? { kind: "optional", particles: [one] }
    : { ...one, isOptional: true };
}

/** `maxOccurs` of more than 1: the member, again and again. */
export function repeated<T>(member: Member<T>, occurs: Occurs = {}): Member<T[]> {
  return { ...member, occurs } as MemberFacts;
}

/** `nillable="true"`: the element, or its nil. */
export function nillable<T>(member: Member<T>): Member<T | null> {
  return { ...member, isNillable: true } as MemberFacts;
}

/** A message with header blocks: the elements that the schema's members name, in any order. */
export function withHeaders<Body, Headers>(
  body: Member<Body>,
  headers: Reference<Headers>,
): Message<WithHeaders<Body, Headers>> {
  return { body, headers: group(headers) };
}

/** What is known of a type besides its zod schema. */
export type TypeFacts = SimpleType | ComplexType | PolymorphicType | ArrayType | AnyType;

/** A simple type's way between value and text. */
export interface SimpleType<T = unknown> {
  readonly kind: "simple";
  /** The type as an `xsi:type` names it: itself, or the nearest built-in one that it is made of. */
  readonly name: Name;
  readonly whiteSpace: "preserve" | "replace" | "collapse";
  /** Reads a text whose white space is as the type wants it. Throws a SchemaError if it is none of the type's. */
  parse(text: string, prefixes: Prefixes | undefined): T;
  print(value: T, prefixFor: (namespace: string) => string): string;
  /** Undefined where the type has no order. */
  readonly compare?: Ordering<T> | undefined;
}

/** Below zero, zero or above. It is a method's type, so that the facts of a type are among the facts of any type. */
type Ordering<T> = { compare(left: T, right: T): number }["compare"];

export interface ComplexType {
  readonly kind: "complex";
  readonly name?: Name | undefined;
  readonly base?: Reference<unknown> | undefined;
  readonly members: ReadonlyMap<string, MemberFacts>;
  readonly content: Group;
}

export interface PolymorphicType {
  readonly kind: "polymorphic";
  /** By `$type`; undefined stands for the declared type itself. */
  readonly variants: () => ReadonlyMap<string | undefined, ComplexType & { readonly name: Name }>;
}

/** A SOAP-encoded array (SOAP 1.1 §5.4.2). */
export interface ArrayType {
  readonly kind: "array";
  readonly item: Reference<unknown>;
  readonly dimensions: number;
}

/** `xs:anyType`: the element as it stands. */
export interface AnyType {
  readonly kind: "any";
}

interface ComplexTypeOptions<T> {
  /** Needed only where the order is more than one after the other. */
  readonly content?: Group<keyof T & string>;
  /** Needed only where messages name their types: `xsi:type`. */
  readonly name?: Name;
}

const registry = new WeakMap<z.core.$ZodType, TypeFacts>();

/** Makes the facts known of a schema, which must be this very object: zod's methods return others. */
export function register<Schema extends z.ZodType>(schema: Schema, facts: TypeFacts): Schema {
  registry.set(schema, facts);
  return schema;
}

export function factsOf(schema: z.core.$ZodType): TypeFacts | undefined {
  return registry.get(schema);
}

/** What is known of the type of a member. */
export function typeFactsOf({ name: [, name], schema }: Pick<MemberFacts, "name" | "schema">): TypeFacts {
  const facts = factsOf(resolve(schema));
  if (facts === undefined) {
    throw new TypeError(`the schema of ${name} says nothing of XML; expected one of xs, or one made from these`);
  }
  return facts;
}

/** The schema itself, whether it was given or is still to be fetched. */
export function resolve(reference: object): z.ZodType {
  return (typeof reference === "function" ? reference() : reference) as z.ZodType;
}

/**
 * `xs:complexType`: the zod schema of an object that has the members' properties and no others. `T` is what the schema
 * is declared to be; the compiler wants a member for each of its properties.
 */
export function complexType<T>(
  members: NoInfer<Members<T>>,
  options: NoInfer<ComplexTypeOptions<T>> = {},
): z.ZodType<T> {
  return makeComplexType(members, options);
}

/** `xs:extension` of a complex type: its base's members, then these. */
export function extension<T, Base>(
  base: Reference<Base>,
  members: NoInfer<Members<T, Exclude<keyof T, keyof Base>>>,
  options: NoInfer<ComplexTypeOptions<T>> = {},
): z.ZodType<T> {
  return makeComplexType(members, options, base);
}

/** One of a type's variants: the type's qualified name, and its schema. */
export type Variant = readonly [namespace: string, name: string, schema: Reference<object>];

/**
 * A complex type that `xsi:type` may narrow. In values, `$type` says to which of the `variants`; without it, the value
 * is of the declared type itself, which is left out if it is abstract.
 */
export function polymorphic<T>(variants: Readonly<Record<string, Variant>>, declared?: Variant): z.ZodType<T> {
  const typesOf = once(() => {
    const all = [...(declared === undefined ? [] : [[undefined, declared] as const]), ...Object.entries(variants)];
    return new Map(
      all.map(([$type, [namespace, name, schema]]) => [
        $type,
        { ...complexFacts(schema), name: [namespace, name] as const },
      ]),
    );
  });
  const schema = z.lazy(() => {
    const options = [...typesOf()].map(([$type, type]) => objectSchema(type, { $type: discriminator($type) }));
    return z.discriminatedUnion("$type", options as [z.ZodObject, ...z.ZodObject[]]);
  });
  return typed<T>(register(schema, { kind: "polymorphic", variants: typesOf }));
}

/**
 * A SOAP-encoded array (SOAP 1.1 §5.4.2): elements of any name, one after the other. One of several dimensions, such as
 * `xsd:int[,]`, is an array of arrays that are equally long.
 */
export function soapArray<T>(item: Reference<T>): z.ZodType<T[]>;
export function soapArray<T>(item: Reference<T>, dimensions: 2): z.ZodType<T[][]>;
export function soapArray<T>(item: Reference<T>, dimensions: 3): z.ZodType<T[][][]>;
export function soapArray<T>(item: Reference<T>, dimensions = 1): z.ZodType {
  const schema = z.lazy(() => arrayWithin(resolve(item), dimensions));
  return register(schema, { kind: "array", item, dimensions });
}

function arrayWithin(item: z.ZodType, dimensions: number): z.ZodType {
  let schema = item;
  for (let dimension = 0; dimension < dimensions; dimension += 1) {
    schema = z.array(schema);
  }
  return dimensions === 1
    ? schema
    : schema.refine((value) => isRectangular(value, sizesOf(value, dimensions)), "expected rows of one length");
}

/** The zod schema of a member's property. */
export function schemaOf({ schema, isNillable = false, occurs, isOptional = false }: MemberFacts): z.ZodType {
  const one = isNillable ? resolve(schema).nullable() : resolve(schema);
  const all = occurs === undefined ? one : arrayOf(one, occurs);
  return isOptional ? all.optional() : all;
}

function arrayOf(schema: z.ZodType, { min = 0, max = Number.POSITIVE_INFINITY }: Occurs): z.ZodType {
  return z.array(schema).check(z.minLength(min), z.maxLength(max));
}

/** The members of a complex type by property, those of its base first. */
export function membersOf(type: ComplexType): Map<string, MemberFacts> {
  return new Map([...(type.base === undefined ? [] : membersOf(complexFacts(type.base))), ...type.members]);
}

/** The order of a complex type's elements, those of its base first. */
export function contentOf(type: ComplexType): Group {
  return type.base === undefined ? type.content : sequence(contentOf(complexFacts(type.base)), type.content);
}

function makeComplexType<T>(
  members: object,
  { content, name }: ComplexTypeOptions<never>,
  base?: Reference<unknown>,
): z.ZodType<T> {
  const byProperty: ReadonlyMap<string, MemberFacts> = new Map(Object.entries(members));
  const inOrder = [...byProperty].filter(([, member]) => isParticle(member)).map(([property]) => property);
  const type: ComplexType = {
    kind: "complex",
    name,
    base,
    members: byProperty,
    content: content ?? sequence(...inOrder),
  };
  return typed<T>(
    register(
      z.lazy(() => objectSchema(type)),
      type,
    ),
  );
}

function objectSchema(type: ComplexType, extraShape: z.ZodRawShape = {}): z.ZodObject {
  const members = membersOf(type);
  const shape = [...members].map(([property, member]) => [property, schemaOf(member)] as const);
  const object = z.strictObject({ ...extraShape, ...Object.fromEntries(shape) });
  const content = contentOf(type);
  return isFlat(content) ? object : object.check(contentCheck(content));
}

function contentCheck(content: Group): z.core.CheckFn<Record<string, unknown>> {
  return ({ value, issues }) => {
    const message = violation(content, (key) => isPresent(value[key]));
    if (message !== undefined) {
      issues.push({ code: "custom", message, input: value });
    }
  };
}

/** Whether there is something to be written for a property's value. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function discriminator($type: string | undefined): z.ZodType {
  return $type === undefined ? z.undefined().optional() : z.literal($type);
}

function complexFacts(reference: Reference<unknown>): ComplexType {
  const facts = factsOf(resolve(reference));
  if (facts?.kind !== "complex") {
    throw new TypeError("expected a schema made by complexType() or extension()");
  }
  return facts;
}

/** Whether the member stands among the elements; attributes and text stand elsewhere. */
function isParticle({ kind }: MemberFacts): boolean {
  return kind === "element" || kind === "any" || kind === "group";
}

/** Whether zod alone can tell which members are missing. */
function isFlat(particle: Particle): boolean {
  return (
    typeof particle === "string" ||
    ((particle.kind === "sequence" || particle.kind === "all") && particle.particles.every(isFlat))
  );
}

/** The members hold `T` to the schema; zod's own types, which the compiler cannot compare with it, are dropped here. */
function typed<T>(schema: z.ZodType): z.ZodType<T> {
  return schema as z.ZodType<T>;
}

/** An element as data, which is all that is known of `xs:anyType`. */
export const xmlElement: z.ZodType<XmlElement> = register(
  z.custom<XmlElement>(isXmlElement, "expected an XmlElement"),
  {
    kind: "any",
  },
);

const xmlAttribute = z.strictObject({ name: z.string(), namespace: z.string(), value: z.string() });
const xmlAttributes = z.array(xmlAttribute);
const xmlNodes = z.array(z.custom<XmlNode>(isXmlNode, "expected a string or an XmlElement"));

/** On its surface; what it holds is looked at when it is written. */
function isXmlElement(value: unknown): value is XmlElement {
  const { name, namespace, attributes, children } = Object(value);
  return (
    typeof name === "string" && typeof namespace === "string" && Array.isArray(attributes) && Array.isArray(children)
  );
}

function isXmlNode(value: unknown): value is XmlNode {
  return typeof value === "string" || isXmlElement(value);
}

export { SchemaError } from "./schema-error.js";
