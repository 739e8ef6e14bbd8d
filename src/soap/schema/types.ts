import * as z from "zod";
import type { XmlAttribute, XmlElement, XmlNode } from "../xml/xml-element.js";
import { contentCheck } from "./content-check.js";
import { contentModel } from "./content-model.js";
import { isEmptiableGroup } from "./emptiable.js";
import { cached, type Lazy, once, resolve } from "./lazy.js";
import type { Member, MemberDescriptor, Members, Name, Occurs, Wildcard } from "./member.js";
import type { Message, WithHeaders } from "./operation.js";
import { type Group, type Particle, sequence } from "./particle.js";
import { type ComplexType, complexTypeOf, contentOf, membersOf, register } from "./type-descriptor.js";

interface MemberOptions {
  readonly default?: string;
}

/** `xs:element`. */
export function element<T>(namespace: string, name: string, schema: Lazy<T>, options: MemberOptions = {}): Member<T> {
  return { kind: "element", name: [namespace, name], schema, ...options };
}

/** A member of a SOAP-encoded struct: a value or null, which an encoded message may also leave out (SOAP 1.1 §5.1). */
export function accessor<T>(
  namespace: string,
  name: string,
  schema: Lazy<T>,
  options: MemberOptions = {},
): Member<T | null> {
  return { ...element(namespace, name, schema, options), isAccessor: true } as MemberDescriptor;
}

/** `xs:attribute`. */
export function attribute<T>(namespace: string, name: string, schema: Lazy<T>, options: MemberOptions = {}): Member<T> {
  return { kind: "attribute", name: [namespace, name], schema, ...options };
}

/** The text of an element with `xs:simpleContent`. */
export function text<T>(schema: Lazy<T>): Member<T> {
  return { kind: "text", name: ["", ""], schema };
}

/** `xs:any`: an element of one of these namespaces. Default: of any. */
export function anyElement(namespaces?: Wildcard): Member<XmlElement> {
  return { kind: "any", name: ["", ""], schema: xmlElement, namespaces };
}

/** `xs:anyAttribute`. */
export function anyAttribute(namespaces?: Wildcard): Member<XmlAttribute[]> {
  return { kind: "anyAttribute", name: ["", ""], schema: xmlAttributes, namespaces };
}

/** A group of elements that has no element of its own around it, such as a repeated `xs:choice`. */
export function group<T>(schema: Lazy<T>): Member<T> {
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
export function optional(one: MemberDescriptor | Particle): MemberDescriptor | Group {
  return typeof one === "string" || "particles" in one
    ? { kind: "optional", particles: [one] }
    : { ...one, isOptional: true };
}

/** `maxOccurs` of more than 1: an array. */
export function repeated<T>(member: Member<T>, occurs: Occurs = {}): Member<T[]> {
  return { ...member, occurs } as MemberDescriptor;
}

/** `nillable="true"`: the element's value, or null for `xsi:nil`. */
export function nillable<T>(member: Member<T>): Member<T | null> {
  return { ...member, isNillable: true } as MemberDescriptor;
}

/** A message with header blocks: the elements that the schema's members name, in any order. */
export function withHeaders<Body, Headers>(
  body: Member<Body>,
  headers: Lazy<Headers>,
): Message<WithHeaders<Body, Headers>> {
  return { body, headers: group(headers) };
}

interface ComplexTypeOptions<T> {
  /** Default: a sequence of the members. */
  readonly content?: Group<keyof T & string>;
  /** Needed only if messages name their types with `xsi:type`. */
  readonly name?: Name;
}

/**
 * `xs:complexType`: the zod schema of an object that has the members' properties and no others. `T` is the declared type
 * of the object; the compiler requires a member for each of its properties.
 */
export function complexType<T>(
  members: NoInfer<Members<T>>,
  options: NoInfer<ComplexTypeOptions<T>> = {},
): z.ZodType<T> {
  return makeComplexType(members, options);
}

/** `xs:extension` of a complex type: the members of its base, then these. */
export function extension<T, Base>(
  base: Lazy<Base>,
  members: NoInfer<Members<T, Exclude<keyof T, keyof Base>>>,
  options: NoInfer<ComplexTypeOptions<T>> = {},
): z.ZodType<T> {
  return makeComplexType(members, options, base);
}

function makeComplexType<T>(
  membersByName: object,
  { content, name }: ComplexTypeOptions<never>,
  base?: Lazy<unknown>,
): z.ZodType<T> {
  const members: ReadonlyMap<string, MemberDescriptor> = new Map(Object.entries(membersByName));
  const particles = [...members].filter(([, member]) => isParticle(member)).map(([property]) => property);
  const model = contentModel(content ?? sequence(...particles), members);
  const type: ComplexType = { kind: "complex", name, base, members, content: model };
  return typed<T>(
    register(
      z.lazy(() => objectSchema(type)),
      type,
    ),
  );
}

/** Whether the member is part of the content model; attributes, text and mixed content are not. */
function isParticle({ kind }: MemberDescriptor): boolean {
  return kind === "element" || kind === "any" || kind === "group";
}

/** One of a type's variants: the type's qualified name, and its schema. */
type Variant = readonly [namespace: string, name: string, schema: Lazy<object>];

/**
 * A complex type that `xsi:type` may narrow. In values, `$type` names one of the `variants`. A value without `$type` has
 * the declared type itself, which is absent if it is abstract.
 */
export function polymorphic<T>(variants: Readonly<Record<string, Variant>>, declared?: Variant): z.ZodType<T> {
  const typesOf = once(() => {
    const all = [...(declared === undefined ? [] : [[undefined, declared] as const]), ...Object.entries(variants)];
    return new Map(
      all.map(([$type, [namespace, name, schema]]) => [
        $type,
        { ...complexTypeOf(schema), name: [namespace, name] as const },
      ]),
    );
  });
  const schema = z.lazy(() => {
    const options = [...typesOf()].map(([$type, type]) => objectSchema(type, { $type: discriminator($type) }));
    return z.discriminatedUnion("$type", options as [z.ZodObject, ...z.ZodObject[]]);
  });
  return typed<T>(register(schema, { kind: "polymorphic", variants: typesOf }));
}

function discriminator($type: string | undefined): z.ZodType {
  return $type === undefined ? z.undefined().optional() : z.literal($type);
}

function objectSchema(type: ComplexType, extraShape: z.ZodRawShape = {}): z.ZodObject {
  const shape = [...membersOf(type)].map(([property, member]) => [property, schemaOf(member)] as const);
  const all = { ...extraShape, ...Object.fromEntries(shape) };
  const object = z.strictObject(all, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? unknownProperties(issue.keys, Object.keys(all)) : undefined,
  });
  const check = contentCheck(contentOf(type));
  return check === undefined
    ? object
    : object.check(({ value, issues }) => {
        const message = check(value);
        if (message !== undefined) {
          issues.push({ code: "custom", message, input: value });
        }
      });
}

function unknownProperties(unknown: readonly string[], known: readonly string[]): string {
  const found = listed(unknown.map((property) => JSON.stringify(property)));
  return `unknown ${unknown.length === 1 ? "property" : "properties"} ${found}; expected ${listed(known) || "none"}`;
}

const MOST_LISTED = 10;

function listed(properties: readonly string[]): string {
  return `${properties.slice(0, MOST_LISTED).join(", ")}${properties.length > MOST_LISTED ? " …" : ""}`;
}

const schemas = new WeakMap<MemberDescriptor, z.ZodType>();

/** The zod schema of a member's property: the same for all types that extend the one that has the member. */
export function schemaOf(member: MemberDescriptor): z.ZodType {
  return cached(schemas, member, () => {
    const { schema, isNillable, isAccessor, occurs, isOptional = false } = member;
    const one = isNillable || isAccessor ? resolve(schema).nullable() : resolve(schema);
    const all = occurs === undefined ? one : arrayOf(one, occursOf(member));
    return isOptional ? all.optional() : all;
  });
}

/** Occurrences of a group that have no elements cannot be seen in a message, so that an array need not have them. */
function occursOf(member: MemberDescriptor): Occurs {
  const { occurs = {} } = member;
  return isEmptiableGroup(member) ? { ...occurs, min: 0 } : occurs;
}

function arrayOf(schema: z.ZodType, { min = 0, max = Number.POSITIVE_INFINITY }: Occurs): z.ZodType {
  return z.array(schema).check(z.minLength(min), z.maxLength(max));
}

/** Declares the schema's values as `T`. The members have been compared with `T`; zod's inferred types cannot be. */
function typed<T>(schema: z.ZodType): z.ZodType<T> {
  return schema as z.ZodType<T>;
}

/** The schema of `xs:anyType`: any element, as data. */
export const xmlElement: z.ZodType<XmlElement> = register(
  z.custom<XmlElement>(isXmlElement, "expected an XmlElement"),
  { kind: "any" },
);

const xmlAttribute = z.strictObject({ name: z.string(), namespace: z.string(), value: z.string() });
const xmlAttributes = z.array(xmlAttribute);
const xmlNodes = z.array(z.custom<XmlNode>(isXmlNode, "expected a string or an XmlElement"));

/** Checks the surface only. The writer checks names, values and children. */
function isXmlElement(value: unknown): value is XmlElement {
  const { name, namespace, attributes, children } = Object(value);
  return (
    typeof name === "string" && typeof namespace === "string" && Array.isArray(attributes) && Array.isArray(children)
  );
}

function isXmlNode(value: unknown): value is XmlNode {
  return typeof value === "string" || isXmlElement(value);
}
