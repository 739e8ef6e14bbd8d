import type { Group } from "../schema/content-model.js";
import type { MemberFacts } from "../schema/member.js";
import { type ComplexType, contentOf, type SimpleType, typeFactsOf } from "../schema/types.js";
import { escapeText, writeXml } from "../xml/write-xml.js";
import type { XmlElement, XmlNode } from "../xml/xml-element.js";
import { type Cursor, type Reader, refuseRest, type Values } from "./cursor.js";
import { onlyElementsOf, onlyTextOf } from "./element-content.js";
import { groupCodec, refuseViolation } from "./group-codec.js";
import { parse, print, simpleType } from "./text.js";
import type { Writer } from "./writer.js";

/** Between an object's properties and what its element holds. */
interface ContentCodec {
  encode(values: Values, writer: Writer): string;
  decode(element: XmlElement, values: Values, reader: Reader): void;
}

export function contentCodec(type: ComplexType, members: ReadonlyMap<string, MemberFacts>): ContentCodec {
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
