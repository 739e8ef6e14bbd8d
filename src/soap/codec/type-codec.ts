import { cached } from "../schema/lazy.js";
import { clark } from "../schema/member.js";
import { SchemaError } from "../schema/schema-error.js";
import { type ComplexType, membersOf, type PolymorphicType, type SimpleType, type TypeFacts } from "../schema/types.js";
import { XSI } from "../xml/namespaces.js";
import { escapeText } from "../xml/write-xml.js";
import { attributeOf, expandedName, type XmlElement } from "../xml/xml-element.js";
import { arrayCodec } from "./array-codec.js";
import { attributesCodec, refuseStranger } from "./attributes.js";
import { contentCodec } from "./content-codec.js";
import type { Reader, Values } from "./cursor.js";
import { onlyTextOf } from "./element-content.js";
import { parse, print } from "./text.js";
import { type Writer, writeType } from "./writer.js";

/** Between a value and the attributes and content of its element. */
export interface TypeCodec {
  /** Each with a blank before it. */
  attributes(value: unknown, writer: Writer): string;
  content(value: unknown, writer: Writer): string;
  decode(element: XmlElement, reader: Reader): unknown;
}

const typeCodecs = new WeakMap<TypeFacts, TypeCodec>();

export function typeCodec(facts: TypeFacts): TypeCodec {
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

/** `xsi:type="a:Dog"` as `{…}Dog`. */
function resolvedName(typeName: string, { prefixes }: XmlElement): string {
  const [name = "", prefix = ""] = typeName.trim().split(":", 2).reverse();
  return expandedName({ namespace: prefixes?.get(prefix) ?? "", name });
}
