import type * as z from "zod";
import type { Pace, Work } from "../xml/slices.js";
import type { Prefixes } from "../xml/xml-element.js";
import type { ContentModel } from "./content-model.js";
import { type Lazy, resolve } from "./lazy.js";
import type { WhiteSpace } from "./lexical.js";
import type { MemberDescriptor, Name } from "./member.js";
import type { Limit } from "./schema-error.js";

/** How the values of a schema are written in XML. */
export type TypeDescriptor = SimpleType | ComplexType | PolymorphicType | ArrayType | AnyType;

/** A simple type: its values are texts in XML. */
export interface SimpleType<T = unknown> {
  readonly kind: "simple";
  /** The name for `xsi:type`: its own, or that of the nearest built-in type that it is derived from. */
  readonly name: Name;
  readonly whiteSpace: WhiteSpace;
  /** Reads a text after its white space is normalized. */
  parse(text: string, prefixes: Prefixes | undefined, limits?: TextLimits): T | Refusal;
  /** Does what `parse` does, with pauses. Undefined if a text has no items that need any. */
  readonly parsing?: Parsing<T> | undefined;
  print(value: T, prefixFor: (namespace: string) => string): string;
  /** Further texts of a value, for a pattern that does not allow what `print` writes. Undefined if there are none. */
  readonly otherForms?: OtherForms<T> | undefined;
  /** Undefined if the type has no order. */
  readonly order?: Order<T> | undefined;
  /** One text for all values that are equal, as `1.0` and `1`. Undefined if only a value itself is equal to it. */
  readonly canonical?: Canonical<T> | undefined;
  /** Whether its texts contain names, whose prefixes are resolved. */
  readonly isQualified?: boolean | undefined;
}

/** What the texts of a message may have together. */
export interface TextLimits {
  /** Of lists. */
  readonly items: Limit;
  /** Of patterns. */
  readonly steps: Limit;
  readonly pace: Pace;
}

type Parsing<T> = (text: string, prefixes: Prefixes | undefined, limits?: TextLimits) => Work<T | Refusal>;

/**
 * A type does not allow a text. Not an error, since a union may try each of its types for a million items of a list, and
 * an error costs much more than its text.
 */
export class Refusal {
  readonly #reason: () => string;

  constructor(reason: () => string) {
    this.#reason = reason;
  }

  get reason(): string {
    return this.#reason();
  }
}

/** Compares values with bounds, each of which is made comparable once. */
export interface Order<T, Key = unknown> {
  /** What is compared of a value. A method, so that it is bivariant: `SimpleType<T>` stays assignable to `SimpleType<unknown>`. */
  keyOf(value: T): Key;
  /** Compares like `Array.prototype.sort`. NaN if the two have no order. */
  compare(left: Key, right: Key): number;
}

type Canonical<T> = { canonical(value: T): string }["canonical"];
type OtherForms<T> = { otherForms(value: T): readonly string[] }["otherForms"];

export interface ComplexType {
  readonly kind: "complex";
  readonly name?: Name | undefined;
  /** The type that it extends. */
  readonly base?: Lazy<unknown> | undefined;
  /** By property, without those of the base. */
  readonly members: ReadonlyMap<string, MemberDescriptor>;
  /** Without that of the base. */
  readonly content: ContentModel;
}

export interface PolymorphicType {
  readonly kind: "polymorphic";
  /** By `$type`; undefined stands for the declared type itself. */
  readonly variants: () => ReadonlyMap<string | undefined, ComplexType & { readonly name: Name }>;
}

/** A SOAP-encoded array (SOAP 1.1 §5.4.2). */
export interface ArrayType {
  readonly kind: "array";
  readonly item: Lazy<unknown>;
  readonly dimensions: number;
  /** The type that the contract declares for the items, if it is not the name of their schema. */
  readonly itemType?: Name | undefined;
}

/** `xs:anyType`: the value is the element itself, as data. */
interface AnyType {
  readonly kind: "any";
}

const registry = new WeakMap<z.core.$ZodType, TypeDescriptor>();

/** Registers the descriptor of this very object. A zod method such as `refine` returns another object, without one. */
export function register<Schema extends z.ZodType>(schema: Schema, type: TypeDescriptor): Schema {
  registry.set(schema, type);
  return schema;
}

function descriptorOf(schema: z.core.$ZodType): TypeDescriptor | undefined {
  return registry.get(schema);
}

/** The type of a member. */
export function typeOf({ name: [, name], schema }: Pick<MemberDescriptor, "name" | "schema">): TypeDescriptor {
  const type = descriptorOf(resolve(schema));
  if (type === undefined) {
    const wanted = "expected one of xs, or one made from these, of the same copy of inforouter-soap-client";
    throw new TypeError(`the schema of ${name} has no XML type; ${wanted}`);
  }
  return type;
}

/** The simple type of a schema. */
export function simpleTypeOf(schema: object): SimpleType {
  const type = descriptorOf(resolve(schema));
  if (type?.kind !== "simple") {
    throw new TypeError("expected the schema of a simple type: one of xs, or one made from it");
  }
  return type;
}

/** The complex type of a schema. */
export function complexTypeOf(schema: object): ComplexType {
  const type = descriptorOf(resolve(schema));
  if (type?.kind !== "complex") {
    throw new TypeError("expected a schema made by complexType() or extension()");
  }
  return type;
}

/** The complex types that a value of the type may have: several if it is polymorphic, none if it has no members. */
export function variantsOf(type: TypeDescriptor): readonly ComplexType[] {
  return type.kind === "polymorphic" ? [...type.variants().values()] : type.kind === "complex" ? [type] : [];
}

/** The members of a complex type by property, those of its base first. */
export function membersOf(type: ComplexType): Map<string, MemberDescriptor> {
  return new Map(withBases(type).flatMap(({ members }) => [...members]));
}

/** The content model of a complex type, that of its base first. */
export function contentOf(type: ComplexType): ContentModel {
  return type.base === undefined
    ? type.content
    : { kind: "sequence", particles: withBases(type).map(({ content }) => content) };
}

/** The types that a complex type extends, the first of them first, and itself. */
function withBases(type: ComplexType): readonly ComplexType[] {
  const types = [type];
  for (let base = type.base; base !== undefined; base = types.at(-1)?.base) {
    types.push(complexTypeOf(base));
  }
  return types.reverse();
}

/** The member for an item of an array. Items may have any name when they are read; most tools write this one. */
export function arrayItem({ item }: ArrayType): MemberDescriptor {
  return { kind: "element", name: ["", "item"], schema: item, isNillable: true };
}
