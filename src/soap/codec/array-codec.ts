import { once } from "../schema/lazy.js";
import type { MemberFacts, Name } from "../schema/member.js";
import { at } from "../schema/schema-error.js";
import { type ArrayType, type TypeFacts, typeFactsOf } from "../schema/types.js";
import { SOAP_ENCODING, SOAP12_ENCODING, XSD } from "../xml/namespaces.js";
import { refuseStranger } from "./attributes.js";
import { elementCodec } from "./element-codec.js";
import { onlyElementsOf } from "./element-content.js";
import { refusePartialArray, shaped, sizesOf, writeArrayType } from "./encoded-array.js";
import type { TypeCodec } from "./type-codec.js";
import type { Writer } from "./writer.js";

/** A SOAP-encoded array: a value for each child, whatever its name. */
export function arrayCodec(type: ArrayType): TypeCodec {
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

/** Items of encoded arrays may have any name; ours have the one that most tools give them. */
export function arrayItem({ item }: ArrayType): MemberFacts {
  return { kind: "element", name: ["", "item"], schema: item };
}
