import { once } from "../schema/lazy.js";
import { clark, type MemberFacts, type Name } from "../schema/member.js";
import { SchemaError } from "../schema/schema-error.js";
import { membersOf, type TypeFacts, typeFactsOf } from "../schema/types.js";
import { XSI } from "../xml/namespaces.js";
import { writeXml } from "../xml/write-xml.js";
import { expandedName, type XmlAttribute, type XmlElement } from "../xml/xml-element.js";
import { allows, refuseStranger } from "./attributes.js";
import type { Reader } from "./cursor.js";
import { isNil } from "./element-content.js";
import { isQualifiedThroughout } from "./qualified-throughout.js";
import { typeCodec } from "./type-codec.js";
import { declarations, tagName, type Writer, writeAttribute } from "./writer.js";

/** Between a value and its element. */
export interface ElementCodec {
  encode(value: unknown, writer: Writer): string;
  decode(element: XmlElement, reader: Reader): unknown;
}

/** One element. */
export function elementCodec(member: MemberFacts): ElementCodec {
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

/** An element, or its nil as null. */
export function nillableCodec(member: MemberFacts, codec: ElementCodec): ElementCodec {
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
export const anyElementCodec: ElementCodec = {
  encode: (value, { defaultNamespace }) => writeXml(value as XmlElement, defaultNamespace),
  decode: (element) => element,
};

/** An element of `xs:anyType`, which must have the member's name. */
export function anyTypeCodec({ name: [namespace, name] }: MemberFacts): ElementCodec {
  return {
    encode: (value, writer) => {
      const found = value as XmlElement;
      if (found.name !== name || found.namespace !== namespace) {
        throw new SchemaError(`expected an element ${clark([namespace, name])}, found ${expandedName(found)}`);
      }
      return anyElementCodec.encode(value, writer);
    },
    decode: (element, { references }) => {
      const target = references?.targetOf(element);
      return target === undefined ? element : { ...target, name, namespace };
    },
  };
}
