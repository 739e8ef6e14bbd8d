import { xs } from "../schema/built-in-types.js";
import { contentCheck, exclusionCheck } from "../schema/content-check.js";
import { cached, once } from "../schema/lazy.js";
import { normalizing } from "../schema/lexical.js";
import type { MemberDescriptor, Name } from "../schema/member.js";
import { SchemaError } from "../schema/schema-error.js";
import { sizesOf } from "../schema/soap-array.js";
import {
  type ArrayType,
  arrayItem,
  type ComplexType,
  contentOf,
  membersOf,
  type PolymorphicType,
  type SimpleType,
  simpleTypeOf,
  type TypeDescriptor,
  typeOf,
} from "../schema/type-descriptor.js";
import { XSI } from "../xml/namespaces.js";
import { Later, type Work } from "../xml/slices.js";
import { escapeText, writeXml } from "../xml/write-xml.js";
import {
  attributeOf,
  elementsOf,
  expandedName,
  isBlank,
  textOf,
  type XmlElement,
  type XmlNode,
} from "../xml/xml-element.js";
import { attributesCodec, rejectUnknownAttribute, rejectUnknownAttributes } from "./attributes.js";
import { type Cursor, isInAnyOrder, type Reader, rejectRest, type Values } from "./cursor.js";
import { arranged, itemType, writeArrayType } from "./encoded-array.js";
import { readerByName } from "./members-by-name.js";
import { namedMembers, particleCodec, rejectViolation } from "./particles.js";
import { at } from "./path.js";
import { isQualifiedThroughout } from "./qualified-throughout.js";
import { parse, print } from "./text.js";
import { declarations, tagName, type Writer, writeAttribute, writeType } from "./writer.js";

/** Converts between a value and its element. */
export interface ElementCodec {
  encode(value: unknown, writer: Writer): string;
  /** The value, or {@link Later}. */
  decode(element: XmlElement, reader: Reader): unknown;
}

export function elementCodec(member: MemberDescriptor): ElementCodec {
  const { name, default: whenEmpty } = member;
  const type = typeOf(member);
  const codec = once(() => typeCodec(type));
  const rootNamespace = once(() => (isQualifiedThroughout(member) ? name[0] : ""));
  const decodeElement: ElementCodec["decode"] = (element, reader) => {
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
      if (references === undefined) {
        return decodeElement(element, reader);
      }
      // All members of a type have its codec. Only a default is the member's own.
      const mayBeDefault = whenEmpty !== undefined && references.follow(element).children.length === 0;
      const typeKey = mayBeDefault ? decodeElement : codec();
      return new Later(references.read(element, typeKey, (target) => decodeElement(target, reader)));
    },
  };
}

/** Converts between null and a nil element, if the member allows that. The given codec converts all other values. */
export function nillableCodec(member: MemberDescriptor, codec: ElementCodec): ElementCodec {
  const { isNillable = false, isAccessor = false } = member;
  const mayBeNil = (isEncoded: boolean): boolean => isNillable || (isAccessor && isEncoded);
  // Once: the function that a schema waits in may make another one each time.
  const type = once(() => typeOf(member));
  return {
    encode: (value, writer) => {
      if (value !== null) {
        return codec.encode(value, writer);
      }
      if (!mayBeNil(writer.encoding !== undefined)) {
        throw new SchemaError("must not be null: only encoded messages allow that, and this one is literal");
      }
      return encodeNil(member.name, writer);
    },
    decode: (element, reader) => {
      const target = reader.references?.follow(element) ?? element;
      const isAllowed = reader.isLenient || mayBeNil(reader.references !== undefined);
      if (target.attributes.length === 0 || (!isAllowed && type().kind === "any") || !isNil(target)) {
        return codec.decode(element, reader);
      }
      if (!isAllowed) {
        throw new SchemaError("must not be nil");
      }
      if (target.children.length > 0) {
        throw new SchemaError("expected no content where xsi:nil is true");
      }
      if (!reader.isLenient) {
        rejectUnknownAttributes(target, type());
      }
      return null;
    },
  };
}

function encodeNil(name: Name, outside: Writer): string {
  const isRoot = outside.defaultNamespace === undefined;
  const writer = isRoot ? rootWriter(name[0], outside) : outside;
  const nil = tagName(name, writer) + writeAttribute([XSI, "nil"], "true", writer);
  return isRoot ? `<${nil}${declarations(writer)}/>` : `<${nil}/>`;
}

function isNil(element: XmlElement): boolean {
  const nil = attributeOf(element, "nil", XSI);
  const [, yes, no] = /^[\t\n\r ]*(?:(true|1)|(false|0))[\t\n\r ]*$/.exec(nil ?? "false") ?? [];
  if (yes === undefined && no === undefined) {
    throw new SchemaError("expected xsi:nil to be true or false");
  }
  return yes !== undefined;
}

function rootWriter(defaultNamespace: string, { encoding }: Writer): Writer {
  return { encoding, defaultNamespace, prefixes: new Map() };
}

/** `soap:encodingStyle="…"` with the blank before it, if the message is encoded. */
function encodingStyle(writer: Writer): string {
  const { encoding } = writer;
  return encoding === undefined ? "" : writeAttribute([encoding.envelope, "encodingStyle"], encoding.namespace, writer);
}

/** An element as data, for a wildcard. */
export const anyElementCodec: ElementCodec = {
  encode: (value, { defaultNamespace }) => writeXml(value as XmlElement, defaultNamespace),
  decode: (element) => element,
};

/** An element of `xs:anyType`, as data. It must have the member's name. */
export function anyTypeCodec({ name: [namespace, name] }: MemberDescriptor): ElementCodec {
  return {
    encode: (value, writer) => {
      const found = value as XmlElement;
      if (found.name !== name || found.namespace !== namespace) {
        throw new SchemaError(`expected an element ${expandedName({ namespace, name })}, found ${expandedName(found)}`);
      }
      return anyElementCodec.encode(value, writer);
    },
    decode: (element, { references }) => {
      const target = references?.targetOf(element);
      return target === undefined ? element : { ...target, name, namespace };
    },
  };
}

/** Converts between a value and the attributes and content of its element. */
interface TypeCodec {
  /** Each attribute with a blank before it. */
  attributes(value: unknown, writer: Writer): string;
  content(value: unknown, writer: Writer): string;
  /** The value, or {@link Later}. */
  decode(element: XmlElement, reader: Reader): unknown;
}

const typeCodecs = new WeakMap<TypeDescriptor, TypeCodec>();

function typeCodec(type: TypeDescriptor): TypeCodec {
  return cached(typeCodecs, type, () => makeTypeCodec(type));
}

function makeTypeCodec(type: TypeDescriptor): TypeCodec {
  switch (type.kind) {
    case "simple":
      return simpleCodec(type);
    case "complex":
      return complexCodec(type);
    case "polymorphic":
      return polymorphicCodec(type);
    case "array":
      return arrayCodec(type);
    case "any":
      throw new TypeError("xs:anyType is read and written as a whole element");
  }
}

function simpleCodec(type: SimpleType): TypeCodec {
  return {
    attributes: (_, writer) => (writer.encoding !== undefined ? writeType(type.name, writer) : ""),
    content: (value, writer) => escapeText(print(type, value, writer)),
    decode: (element, reader) => {
      checkAttributes(element, reader);
      return parse(type, onlyTextOf(element), element, reader);
    },
  };
}

function complexCodec(type: ComplexType): TypeCodec {
  const attributes = attributesCodec(membersOf(type), type.name);
  const content = contentCodec(type);
  const decoding = function* (element: XmlElement, reader: Reader): Work<Values> {
    const values: Values = {};
    if (reader.pace.isDue()) {
      yield undefined;
    }
    for (const part of [attributes, content]) {
      const work = part.decode(element, values, reader);
      if (work !== undefined) {
        yield* work;
      }
    }
    return values;
  };
  return {
    attributes: (value, writer) => attributes.encode(value as Values, writer),
    content: (value, writer) => content.encode(value as Values, writer),
    decode: (element, reader) => new Later(decoding(element, reader)),
  };
}

const QNAME = simpleTypeOf(xs.QName);

/** One of several types: `$type` names it in values, and `xsi:type` in XML. */
function polymorphicCodec({ variants }: PolymorphicType): TypeCodec {
  const all = [...variants()].map(([$type, type]) => ({ $type, name: type.name, codec: complexCodec(type) }));
  const byType = new Map(all.map((variant) => [variant.$type, variant]));
  const byName = new Map(
    all.map((variant) => [expandedName({ namespace: variant.name[0], name: variant.name[1] }), variant]),
  );
  const variantOf = (value: unknown) => {
    const variant = byType.get((value as { readonly $type?: string }).$type);
    if (variant === undefined) {
      throw new SchemaError(`expected a $type of ${[...byType.keys()].join(", ")}`);
    }
    return variant;
  };
  function* decoding(element: XmlElement, reader: Reader): Work<Values> {
    const typeName = attributeOf(element, "type", XSI);
    const name = typeName && parse(QNAME, yield* normalizing(typeName, "collapse"), element, reader);
    const variant = typeName === undefined ? byType.get(undefined) : byName.get(name as string);
    if (variant === undefined) {
      throw new SchemaError(`expected an xsi:type of ${[...byName.keys()].join(", ")}`);
    }
    const { work } = variant.codec.decode(element, reader) as Later;
    const values = (yield* work) as Values;
    return variant.$type === undefined ? values : { $type: variant.$type, ...values };
  }
  return {
    attributes: (value, writer) => {
      const { $type, name, codec } = variantOf(value);
      const type = $type === undefined || writer.encoding !== undefined ? "" : writeType(name, writer);
      return type + codec.attributes(value, writer);
    },
    content: (value, writer) => variantOf(value).codec.content(value, writer),
    decode: (element, reader) => new Later(decoding(element, reader)),
  };
}

/** Rejects attributes of an element whose type has none. */
function checkAttributes({ attributes }: XmlElement, { isLenient }: Reader): void {
  if (!isLenient) {
    attributes.forEach(rejectUnknownAttribute);
  }
}

/** An item of `xs:anyType`, as data. It may have any name. */
const anyItemCodec: ElementCodec = {
  encode: anyElementCodec.encode,
  decode: (element, { references }) => references?.targetOf(element) ?? element,
};

/** A SOAP-encoded array: an item for each child, whatever its name. */
function arrayCodec(type: ArrayType): TypeCodec {
  const { dimensions } = type;
  const item = arrayItem(type);
  const codec = once(() => nillableCodec(item, typeOf(item).kind === "any" ? anyItemCodec : elementCodec(item)));
  const decoding = function* (element: XmlElement, reader: Reader): Work<unknown> {
    checkAttributes(element, reader);
    const children = onlyElementsOf(element);
    const items: unknown[] = [];
    for (const child of children) {
      if (reader.pace.isDue()) {
        yield undefined;
      }
      const item = at(`${child.name}[${items.length}]`, () => codec().decode(child, reader));
      items.push(item instanceof Later ? yield* item.work : item);
    }
    return arranged(items, children, element, dimensions, reader.implied);
  };
  return {
    attributes: (value, writer) => writeArrayType(itemType(type, writer), sizesOf(value, dimensions), writer),
    content: (value, writer) => {
      const items = (value as readonly unknown[]).flat(dimensions - 1);
      return items.map((one) => codec().encode(one, writer)).join("");
    },
    decode: (element, reader) => new Later(decoding(element, reader)),
  };
}

/** Converts between an object's properties and the content of its element. */
interface ContentCodec {
  encode(values: Values, writer: Writer): string;
  decode(element: XmlElement, values: Values, reader: Reader): Work<void> | undefined;
}

function contentCodec(type: ComplexType): ContentCodec {
  for (const [property, member] of membersOf(type)) {
    if (member.kind === "text") {
      return textCodec(property, simpleTypeOf(member.schema));
    }
    if (member.kind === "mixed") {
      return mixedCodec(property);
    }
  }
  return elementsCodec(type);
}

function textCodec(property: string, type: SimpleType): ContentCodec {
  return {
    encode: (values, writer) => escapeText(print(type, values[property], writer)),
    *decode(element, values, reader) {
      const value = parse(type, onlyTextOf(element), element, reader);
      values[property] = value instanceof Later ? yield* value.work : value;
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
      return undefined;
    },
  };
}

function elementsCodec(type: ComplexType): ContentCodec {
  const content = contentOf(type);
  const particle = particleCodec(content);
  const readMembers = once(() => readerByName(namedMembers(content)));
  const check = contentCheck(content);
  const exclusions = once(() => exclusionCheck(content));
  return {
    encode: particle.encode,
    *decode(element, values, reader) {
      const cursor: Cursor = { elements: onlyElementsOf(element), index: 0 };
      if (isInAnyOrder(reader)) {
        yield* readMembers()(cursor, values, reader);
      } else {
        yield* particle.decode(cursor, values, reader) ?? [];
      }
      rejectRest(cursor);
      rejectViolation(reader.isLenient ? exclusions() : check, values);
    },
  };
}

/** The children of an element that may have no text. */
function onlyElementsOf(element: XmlElement): readonly XmlElement[] {
  if (element.children.some((child) => typeof child === "string" && !isBlank(child))) {
    throw new SchemaError("expected elements only, found text between them");
  }
  return elementsOf(element);
}

/** The text of an element that may have no children. */
function onlyTextOf(element: XmlElement): string {
  const unexpected = element.children.find((child) => typeof child !== "string");
  if (unexpected !== undefined) {
    throw new SchemaError(`expected text, found element ${expandedName(unexpected)}`);
  }
  return textOf(element);
}
