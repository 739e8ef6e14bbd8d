import type { z } from "zod";
import { allows, attributesCodec, refuseStranger } from "./attributes-codec.js";
import { alternative, type Group, keysOf, type Particle, violation } from "./content-model.js";
import { refusePartialArray, shaped, sizesOf, writeArrayType } from "./encoded-array.js";
import type { MemberFacts, Name, Occurs } from "./member.js";
import {
  declarations,
  type Encoding,
  SOAP_ENCODING,
  SOAP12_ENCODING,
  tagName,
  type Writer,
  writeAttribute,
  writeType,
  XSD,
} from "./message-writer.js";
import type { References } from "./references.js";
import {
  type ArrayType,
  type ComplexType,
  contentOf,
  isPresent,
  membersOf,
  once,
  type PolymorphicType,
  type SimpleType,
  schemaOf,
  type TypeFacts,
  typeFactsOf,
} from "./schema.js";
import { SchemaError, within } from "./schema-error.js";
import { parse, print, simpleType } from "./simple-codec.js";
import { escapeText, writeXml } from "./write-xml.js";
import {
  attributeOf,
  elementsOf,
  isBlank,
  qualifiedName,
  textOf,
  type XmlAttribute,
  type XmlElement,
  type XmlNode,
  XSI,
} from "./xml-element.js";

/**
 * Writes a value as the elements that the member names: one, or one for each part of a message. Each declares what it
 * needs: its namespace as the default one if all below it is qualified, else with a prefix, and others with prefixes.
 *
 * @param encoding in which elements say their types, and the outermost ones which encoding that is (SOAP 1.1 §4.1.1).
 * @throws {SchemaError} if the value is not the schema's.
 */
export function encode(member: MemberFacts, value: unknown, encoding?: Encoding): string {
  const { schema, codec } = root(member);
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const { path, message } = checked.error.issues[0] ?? { path: [], message: "not of the schema" };
    throw new SchemaError(message, path.map(String));
  }
  try {
    return codec.encode({ [ROOT]: checked.data }, { encoding, prefixes: new Map() });
  } catch (error) {
    throw error instanceof SchemaError ? new SchemaError(error.reason, error.path.slice(1)) : error;
  }
}

/**
 * Reads a value from the elements that the member names.
 *
 * Strict: an element or attribute that the contract does not name, a second one where it has one, and text between
 * elements are errors. Only attributes of XML Schema's and SOAP's own namespaces may stand anywhere.
 *
 * @param references of an encoded message.
 * @throws {SchemaError} if the elements are not the contract's.
 */
export function decode(member: MemberFacts, elements: readonly XmlElement[], references?: References): unknown {
  const cursor: Cursor = { elements, index: 0 };
  const values: Values = {};
  root(member).codec.decode(cursor, values, { references });
  refuseRest(cursor);
  return values[ROOT];
}

const ROOT = "root";

/** What the elements of a message are checked and written with. */
interface Root {
  readonly schema: z.ZodType;
  readonly codec: ParticleCodec;
}

const roots = new WeakMap<MemberFacts, Root>();

function root(member: MemberFacts): Root {
  return cached(roots, member, () => ({ schema: schemaOf(member), codec: particleCodec(ROOT, member) }));
}

/** What the elements of a message have in common while they are read. */
interface Reader {
  readonly references: References | undefined;
}

/** Between a value and the attributes and content of its element. */
interface TypeCodec {
  /** Each with a blank before it. */
  attributes(value: unknown, writer: Writer): string;
  content(value: unknown, writer: Writer): string;
  decode(element: XmlElement, reader: Reader): unknown;
}

/** Between a value and its element. */
interface ElementCodec {
  encode(value: unknown, writer: Writer): string;
  decode(element: XmlElement, reader: Reader): unknown;
}

/** Between an object's properties and the children of its element. */
interface ParticleCodec {
  encode(values: Values, writer: Writer): string;
  /** Takes its elements from the cursor, and puts what they say into the values. */
  decode(cursor: Cursor, values: Values, reader: Reader): void;
  /** Whether it can begin with the element. */
  starts(element: XmlElement): boolean;
  /** Whether it can be nothing at all. */
  readonly isEmptiable: boolean;
}

type Values = Record<string, unknown>;

interface Cursor {
  readonly elements: readonly XmlElement[];
  index: number;
}

// Types

const typeCodecs = new WeakMap<TypeFacts, TypeCodec>();

function typeCodec(facts: TypeFacts): TypeCodec {
  return cached(typeCodecs, facts, () => makeTypeCodec(facts));
}

function makeTypeCodec(facts: TypeFacts): TypeCodec {
  switch (facts.kind) {
    case "simple":
      return simpleCodec(facts);
    case "complex":
      return complexCodec(facts);
    case "polymorphic":
      return polymorphicCodec(facts);
    case "array":
      return arrayCodec(facts);
    case "any":
      throw new TypeError("xs:anyType is read and written as a whole element");
  }
}

function simpleCodec(type: SimpleType): TypeCodec {
  return {
    attributes: (_, writer) => (writer.encoding !== undefined ? writeType(type.name, writer) : ""),
    content: (value, writer) => escapeText(print(type, value, writer)),
    decode: (element) => {
      element.attributes.forEach(refuseStranger);
      return parse(type, onlyTextOf(element), element);
    },
  };
}

/** An object: its attributes, and its text or its elements. */
function complexCodec(type: ComplexType): TypeCodec {
  const members = membersOf(type);
  const attributes = attributesCodec(members, type.name);
  const content = contentCodec(type, members);
  return {
    attributes: (value, writer) => attributes.encode(value as Values, writer),
    content: (value, writer) => content.encode(value as Values, writer),
    decode: (element, reader) => {
      const values: Values = {};
      attributes.decode(element, values);
      content.decode(element, values, reader);
      return values;
    },
  };
}

interface ContentCodec {
  encode(values: Values, writer: Writer): string;
  decode(element: XmlElement, values: Values, reader: Reader): void;
}

function contentCodec(type: ComplexType, members: ReadonlyMap<string, MemberFacts>): ContentCodec {
  for (const [property, member] of members) {
    if (member.kind === "text") {
      return textCodec(property, simpleType(typeFactsOf(member)));
    }
    if (member.kind === "mixed") {
      return mixedCodec(property);
    }
  }
  return elementsCodec(contentOf(type), members);
}

function textCodec(property: string, type: SimpleType): ContentCodec {
  return {
    encode: (values, writer) => escapeText(print(type, values[property], writer)),
    decode: (element, values) => {
      values[property] = parse(type, onlyTextOf(element), element);
    },
  };
}

function mixedCodec(property: string): ContentCodec {
  const write = (node: XmlNode, { defaultNamespace }: Writer): string =>
    typeof node === "string" ? escapeText(node) : writeXml(node, defaultNamespace);
  return {
    encode: (values, writer) => (values[property] as readonly XmlNode[]).map((node) => write(node, writer)).join(""),
    decode: (element, values) => {
      values[property] = element.children;
    },
  };
}

function elementsCodec(content: Group, members: ReadonlyMap<string, MemberFacts>): ContentCodec {
  const particle = groupCodec(content, members);
  return {
    encode: (values, writer) => particle.encode(values, writer),
    decode: (element, values, reader) => {
      const cursor: Cursor = { elements: onlyElementsOf(element), index: 0 };
      particle.decode(cursor, values, reader);
      refuseRest(cursor);
      refuseViolation(content, values);
    },
  };
}

/** One of several types, told by `$type` in values and by `xsi:type` in XML. */
function polymorphicCodec({ variants }: PolymorphicType): TypeCodec {
  const byType = new Map(
    [...variants()].map(([$type, type]) => [$type, { name: type.name, codec: complexCodec(type) }]),
  );
  const byName = new Map([...byType].map(([$type, { name, codec }]) => [clark(name), { $type, codec }]));
  const variantOf = (value: unknown) => {
    const { $type } = value as { readonly $type?: string };
    const variant = byType.get($type);
    if (variant === undefined) {
      throw new SchemaError(`expected a $type of ${[...byType.keys()].join(", ")}`);
    }
    return { ...variant, isDeclared: $type === undefined };
  };
  return {
    attributes: (value, writer) => {
      const { name, codec, isDeclared } = variantOf(value);
      return (
        (isDeclared || writer.encoding !== undefined ? "" : writeType(name, writer)) + codec.attributes(value, writer)
      );
    },
    content: (value, writer) => variantOf(value).codec.content(value, writer),
    decode: (element, reader) => {
      const typeName = attributeOf(element, "type", XSI);
      const declared = byType.get(undefined);
      const variant =
        typeName === undefined
          ? declared && { $type: undefined, codec: declared.codec }
          : byName.get(resolvedName(typeName, element));
      if (variant === undefined) {
        throw new SchemaError(`expected an xsi:type of ${[...byName.keys()].join(", ")}`);
      }
      const values = variant.codec.decode(element, reader) as Values;
      return variant.$type === undefined ? values : { $type: variant.$type, ...values };
    },
  };
}

/** A SOAP-encoded array: a value for each child, whatever its name. */
function arrayCodec(type: ArrayType): TypeCodec {
  const { dimensions } = type;
  const codec = once(() => elementCodec(arrayItem(type)));
  return {
    attributes: (value, writer) =>
      writeArrayType(typeName(typeFactsOf(arrayItem(type)), writer), sizesOf(value, dimensions), writer),
    content: (value, writer) => {
      const items = (value as readonly unknown[]).flat(dimensions - 1);
      return items.map((one) => codec().encode(one, writer)).join("");
    },
    decode: (element, reader) => {
      element.attributes.forEach(refuseStranger);
      const children = onlyElementsOf(element);
      refusePartialArray(element, children);
      const items = children.map((child, index) => at(`${child.name}[${index}]`, () => codec().decode(child, reader)));
      return shaped(items, element, dimensions);
    },
  };
}

function typeName(facts: TypeFacts, { encoding }: Writer): Name {
  switch (facts.kind) {
    case "array":
      return encoding?.namespace === SOAP12_ENCODING ? [XSD, "anyType"] : [SOAP_ENCODING, "Array"];
    case "simple":
    case "complex":
      return facts.name ?? [XSD, "anyType"];
    default:
      return [XSD, "anyType"];
  }
}

// Elements

/** One element. */
function elementCodec(member: MemberFacts): ElementCodec {
  const { name, default: whenEmpty } = member;
  const facts = typeFactsOf(member);
  const codec = once(() => typeCodec(facts));
  const rootNamespace = once(() => (isQualifiedThroughout(member) ? name[0] : ""));
  const decodeElement: ElementCodec["decode"] = (element, reader) => {
    if (element.attributes.length > 0 && isNil(element)) {
      throw new SchemaError("must not be nil");
    }
    const isDefault = whenEmpty !== undefined && element.children.length === 0;
    return codec().decode(isDefault ? { ...element, children: [whenEmpty] } : element, reader);
  };
  return {
    encode: (value, outside) => {
      const isRoot = outside.defaultNamespace === undefined;
      const writer = isRoot ? rootWriter(rootNamespace(), outside) : outside;
      const tag = tagName(name, writer);
      const attributes = codec().attributes(value, writer);
      const content = codec().content(value, writer);
      if (content === "" && whenEmpty) {
        throw new SchemaError(`expected a value other than the empty text, which stands for ${whenEmpty}`);
      }
      const style = isRoot ? encodingStyle(writer) : "";
      const start = isRoot ? tag + declarations(writer) + style + attributes : tag + attributes;
      return content === "" ? `<${start}/>` : `<${start}>${content}</${tag}>`;
    },
    decode: (element, reader) => {
      const { references } = reader;
      return references === undefined
        ? decodeElement(element, reader)
        : references.read(element, decodeElement, (target) => decodeElement(target, reader));
    },
  };
}

function encodeNil(name: Name, outside: Writer): string {
  const isRoot = outside.defaultNamespace === undefined;
  const writer = isRoot ? rootWriter(name[0], outside) : outside;
  const nil = tagName(name, writer) + writeAttribute([XSI, "nil"], "true", writer);
  return isRoot ? `<${nil}${declarations(writer)}/>` : `<${nil}/>`;
}

function rootWriter(defaultNamespace: string, { encoding }: Writer): Writer {
  return { encoding, defaultNamespace, prefixes: new Map() };
}

/** `soap:encodingStyle="…"`, with the blank before it, if the message is encoded. */
function encodingStyle(writer: Writer): string {
  const { encoding } = writer;
  return encoding === undefined ? "" : writeAttribute([encoding.envelope, "encodingStyle"], encoding.namespace, writer);
}

/** An element as it stands: `xs:anyType`, and what a wildcard takes. */
const anyElementCodec: ElementCodec = {
  encode: (value, { defaultNamespace }) => writeXml(value as XmlElement, defaultNamespace),
  decode: (element) => element,
};

function anyTypeCodec({ name: [namespace, name] }: MemberFacts): ElementCodec {
  return {
    encode: (value, writer) => {
      const found = value as XmlElement;
      if (found.name !== name || found.namespace !== namespace) {
        throw new SchemaError(`expected an element ${clark([namespace, name])}, found ${qualifiedName(found)}`);
      }
      return anyElementCodec.encode(value, writer);
    },
    decode: (element, { references }) => {
      const target = references?.targetOf(element);
      return target === undefined ? element : { ...target, name, namespace };
    },
  };
}

// Particles

/** What a member stands for once: an element, or a group of them. */
interface Unit {
  /** For paths and errors. */
  readonly title: string;
  readonly isEmptiable: boolean;
  starts(element: XmlElement): boolean;
  encode(value: unknown, writer: Writer): string;
  /** The index is for paths only; none where there is but one. */
  decode(cursor: Cursor, reader: Reader, index?: number): unknown;
}

function unitOf(member: MemberFacts): Unit {
  const { kind, name, namespaces, isNillable = false } = member;
  const facts = typeFactsOf(member);
  if (kind === "group") {
    return groupUnit(facts);
  }
  if (kind === "any") {
    return elementUnit("any element", anyElementCodec, (element) => allows(namespaces, element.namespace));
  }
  const codec = facts.kind === "any" ? anyTypeCodec(member) : elementCodec(member);
  const isNamed = (element: XmlElement) => element.name === name[1] && element.namespace === name[0];
  return elementUnit(clark(name), isNillable ? nillableCodec(member, codec) : codec, isNamed);
}

function nillableCodec(member: MemberFacts, codec: ElementCodec): ElementCodec {
  return {
    encode: (value, writer) => (value === null ? encodeNil(member.name, writer) : codec.encode(value, writer)),
    decode: (element, reader) => {
      const target = reader.references?.follow(element) ?? element;
      if (!isNil(target)) {
        return codec.decode(element, reader);
      }
      if (target.children.length > 0) {
        throw new SchemaError("expected no content where xsi:nil is true");
      }
      refuseStrangers(target, typeFactsOf(member));
      return null;
    },
  };
}

/** Refuses the attributes of a nil that its type, or one in its place, does not have either. */
function refuseStrangers({ attributes }: XmlElement, facts: TypeFacts): void {
  const types = facts.kind === "polymorphic" ? [...facts.variants().values()] : facts.kind === "complex" ? [facts] : [];
  const members = types.flatMap((type) => [...membersOf(type).values()]);
  const isKnown = ({ name, namespace }: XmlAttribute): boolean =>
    facts.kind === "any" ||
    members.some((member) =>
      member.kind === "anyAttribute"
        ? allows(member.namespaces, namespace)
        : member.kind === "attribute" && member.name[1] === name && member.name[0] === namespace,
    );
  attributes.filter((attribute) => !isKnown(attribute)).forEach(refuseStranger);
}

function elementUnit(title: string, codec: ElementCodec, starts: Unit["starts"]): Unit {
  return {
    title,
    isEmptiable: false,
    starts,
    encode: (value, writer) => codec.encode(value, writer),
    decode: (cursor, reader, index) => {
      const element = current(cursor);
      if (element === undefined || !starts(element)) {
        throw new SchemaError(`expected ${title}, found ${describe(element)}`);
      }
      cursor.index += 1;
      const step = index === undefined ? element.name : `${element.name}[${index}]`;
      return at(step, () => codec.decode(element, reader));
    },
  };
}

function groupUnit(facts: TypeFacts): Unit {
  if (facts.kind !== "complex") {
    throw new TypeError(`expected the schema of a complex type for a group, found a ${facts.kind} one`);
  }
  const content = contentOf(facts);
  const particle = groupCodec(content, membersOf(facts));
  return {
    title: "the group",
    isEmptiable: particle.isEmptiable,
    starts: particle.starts,
    encode: (value, writer) => particle.encode(value as Values, writer),
    decode: (cursor, reader) => {
      const values: Values = {};
      particle.decode(cursor, values, reader);
      refuseViolation(content, values);
      return values;
    },
  };
}

/** A member as often as it occurs. */
function particleCodec(property: string, member: MemberFacts): ParticleCodec {
  const { isOptional = false, occurs } = member;
  const unit = unitOf(member);
  return occurs === undefined ? single(property, unit, isOptional) : repeated(property, unit, isOptional, occurs);
}

function single(property: string, unit: Unit, isOptional: boolean): ParticleCodec {
  return {
    isEmptiable: isOptional || unit.isEmptiable,
    starts: unit.starts,
    encode: (values, writer) => {
      const value = values[property];
      return value === undefined ? "" : at(property, () => unit.encode(value, writer));
    },
    decode: (cursor, values, reader) => {
      const element = current(cursor);
      if (!isOptional || (element !== undefined && unit.starts(element))) {
        values[property] = unit.decode(cursor, reader);
      }
    },
  };
}

function repeated(
  property: string,
  unit: Unit,
  isOptional: boolean,
  { min = 0, max = Number.POSITIVE_INFINITY }: Occurs,
): ParticleCodec {
  return {
    isEmptiable: isOptional || min === 0 || unit.isEmptiable,
    starts: unit.starts,
    encode: (values, writer) => {
      const items = (values[property] ?? []) as readonly unknown[];
      return items.map((item, index) => at(`${property}[${index}]`, () => unit.encode(item, writer))).join("");
    },
    decode: (cursor, values, reader) => {
      const items: unknown[] = [];
      for (let next = current(cursor); next !== undefined && unit.starts(next); next = current(cursor)) {
        items.push(unit.decode(cursor, reader, items.length));
      }
      const isMissing = items.length < min && !unit.isEmptiable && !(isOptional && items.length === 0);
      if (isMissing || items.length > max) {
        const limit = isMissing ? `at least ${min}` : `at most ${max}`;
        throw new SchemaError(`expected ${limit} of ${unit.title}, found ${items.length}`);
      }
      if (items.length > 0 || !isOptional) {
        values[property] = items;
      }
    },
  };
}

/**
 * A compositor over the members of a type.
 *
 * @param isChosen whether it is within a choice or something optional. There a member is required, although its property
 *   may be absent.
 */
function groupCodec(particle: Particle, members: ReadonlyMap<string, MemberFacts>, isChosen = false): ParticleCodec {
  if (typeof particle === "string") {
    const member = members.get(particle);
    if (member === undefined) {
      throw new TypeError(`the content model names ${particle}, which is not a member of the type`);
    }
    return particleCodec(particle, isChosen ? { ...member, isOptional: false } : member);
  }
  const { kind, particles } = particle;
  const isInner = isChosen || kind === "optional" || kind === "choice";
  const parts = particles.map((part) => groupCodec(part, members, isInner));
  switch (kind) {
    case "sequence":
      return sequenceCodec(parts);
    case "optional":
      return optionalCodec(sequenceCodec(parts));
    case "all":
      return allCodec(parts);
    case "choice":
      return choiceCodec(particle, parts);
  }
}

function sequenceCodec(parts: readonly ParticleCodec[]): ParticleCodec {
  const required = parts.findIndex(({ isEmptiable }) => !isEmptiable);
  const first = required === -1 ? parts : parts.slice(0, required + 1);
  return {
    isEmptiable: required === -1,
    starts: (element) => first.some((part) => part.starts(element)),
    encode: (values, writer) => encodeAll(parts, values, writer),
    decode: (cursor, values, reader) => {
      for (const part of parts) {
        part.decode(cursor, values, reader);
      }
    },
  };
}

function optionalCodec(codec: ParticleCodec): ParticleCodec {
  return {
    ...codec,
    isEmptiable: true,
    decode: (cursor, values, reader) => {
      const element = current(cursor);
      if (element !== undefined && codec.starts(element)) {
        codec.decode(cursor, values, reader);
      }
    },
  };
}

function allCodec(parts: readonly ParticleCodec[]): ParticleCodec {
  return {
    isEmptiable: parts.every(({ isEmptiable }) => isEmptiable),
    starts: (element) => parts.some((part) => part.starts(element)),
    encode: (values, writer) => encodeAll(parts, values, writer),
    decode: (cursor, values, reader) => {
      const open = new Set(parts);
      for (let part = next(open, cursor); part !== undefined; part = next(open, cursor)) {
        open.delete(part);
        part.decode(cursor, values, reader);
      }
      // What has not been met may be absent, or has an error to raise.
      for (const part of open) {
        part.decode(cursor, values, reader);
      }
    },
  };
}

function choiceCodec(choice: Group, parts: readonly ParticleCodec[]): ParticleCodec {
  const isEmptiable = parts.some((part) => part.isEmptiable);
  return {
    isEmptiable,
    starts: (element) => parts.some((part) => part.starts(element)),
    encode: (values, writer) => {
      const chosen = alternative(choice, (property) => isPresent(values[property]));
      return chosen === undefined ? "" : (parts[choice.particles.indexOf(chosen)]?.encode(values, writer) ?? "");
    },
    decode: (cursor, values, reader) => {
      const chosen = next(parts, cursor);
      if (chosen === undefined && !isEmptiable) {
        throw new SchemaError(`expected one of ${keysOf(choice).join(", ")}, found ${describe(current(cursor))}`);
      }
      chosen?.decode(cursor, values, reader);
    },
  };
}

function encodeAll(parts: readonly ParticleCodec[], values: Values, writer: Writer): string {
  let written = "";
  for (const part of parts) {
    written += part.encode(values, writer);
  }
  return written;
}

/** The part that begins with the next element. */
function next(parts: Iterable<ParticleCodec>, cursor: Cursor): ParticleCodec | undefined {
  const element = current(cursor);
  if (element !== undefined) {
    for (const part of parts) {
      if (part.starts(element)) {
        return part;
      }
    }
  }
  return undefined;
}

function current({ elements, index }: Cursor): XmlElement | undefined {
  return elements[index];
}

// What is refused, and what errors say

function refuseRest(cursor: Cursor): void {
  const rest = current(cursor);
  if (rest !== undefined) {
    throw new SchemaError(`unexpected element ${qualifiedName(rest)}: unknown here, out of order, or one too many`);
  }
}

/** In a choice, the elements alone do not tell what is missing. */
function refuseViolation(content: Group, values: Values): void {
  const reason = violation(content, (property) => isPresent(values[property]));
  if (reason !== undefined) {
    throw new SchemaError(reason);
  }
}

function onlyElementsOf(element: XmlElement): readonly XmlElement[] {
  if (element.children.some((child) => typeof child === "string" && !isBlank(child))) {
    throw new SchemaError("expected elements only, found text between them");
  }
  return elementsOf(element);
}

function onlyTextOf(element: XmlElement): string {
  const stranger = element.children.find((child) => typeof child !== "string");
  if (stranger !== undefined) {
    throw new SchemaError(`expected text, found element ${qualifiedName(stranger)}`);
  }
  return textOf(element);
}

function isNil(element: XmlElement): boolean {
  const nil = attributeOf(element, "nil", XSI);
  const [, yes, no] = /^[\t\n\r ]*(?:(true|1)|(false|0))[\t\n\r ]*$/.exec(nil ?? "false") ?? [];
  if (yes === undefined && no === undefined) {
    throw new SchemaError("expected xsi:nil to be true or false");
  }
  return yes !== undefined;
}

function describe(element: XmlElement | undefined): string {
  return element === undefined ? "the end" : qualifiedName(element);
}

function clark([namespace, name]: Name): string {
  return qualifiedName({ namespace, name });
}

/** Does it one step further in, as far as errors are concerned. */
function at<T>(step: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw within(step, error);
  }
}

// What a message needs as a whole

/** Whether no element below is without namespace, so that a default namespace is in nobody's way. */
function isQualifiedThroughout(member: MemberFacts, seen = new Set<TypeFacts>()): boolean {
  if (member.kind === "element" && member.name[0] === "") {
    return false;
  }
  if (member.kind === "mixed" || member.kind === "anyAttribute") {
    // Elements as data declare what they need themselves.
    return true;
  }
  const facts = typeFactsOf(member);
  if (facts.kind === "simple" && (facts.name[1] === "QName" || facts.name[1] === "NOTATION")) {
    // A value of these may be without namespace, too.
    return false;
  }
  if (seen.has(facts)) {
    return true;
  }
  seen.add(facts);
  return membersWithin(facts).every((one) => isQualifiedThroughout(one, seen));
}

function membersWithin(facts: TypeFacts): readonly MemberFacts[] {
  switch (facts.kind) {
    case "complex":
      return [...membersOf(facts).values()];
    case "polymorphic":
      return [...facts.variants().values()].flatMap(membersWithin);
    case "array":
      return [arrayItem(facts)];
    default:
      return [];
  }
}

/** Items of encoded arrays may have any name; ours have the one that most tools give them. */
function arrayItem({ item }: ArrayType): MemberFacts {
  return { kind: "element", name: ["", "item"], schema: item };
}

/** `xsi:type="a:Dog"` as `{…}Dog`. */
function resolvedName(typeName: string, { prefixes }: XmlElement): string {
  const [name = "", prefix = ""] = typeName.trim().split(":", 2).reverse();
  return qualifiedName({ namespace: prefixes?.get(prefix) ?? "", name });
}

function cached<Key extends object, Value>(cache: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  let value = cache.get(key);
  if (value === undefined) {
    value = make();
    cache.set(key, value);
  }
  return value;
}
