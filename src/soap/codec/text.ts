import type { SimpleType, TypeFacts } from "../schema/types.js";
import type { XmlElement } from "../xml/xml-element.js";
import { prefixFor, type Writer } from "./writer.js";

/** A value's text, without any escaping. */
export function print(type: SimpleType, value: unknown, writer: Writer): string {
  return type.print(value, (namespace) => prefixFor(namespace, writer));
}

/** The value that a text of the element, or of one of its attributes, stands for. */
export function parse(type: SimpleType, text: string, { prefixes }: XmlElement): unknown {
  return type.parse(normalize(text, type.whiteSpace), prefixes);
}

/** The whiteSpace facet (XML Schema Part 2 §4.3.6). */
export function normalize(text: string, whiteSpace: SimpleType["whiteSpace"]): string {
  switch (whiteSpace) {
    case "preserve":
      return text;
    case "replace":
      return text.replace(/[\t\n\r]/g, " ");
    case "collapse":
      return /[\t\n\r]|^ | $| {2}/.test(text) ? text.replace(/[\t\n\r ]+/g, " ").replace(/^ | $/g, "") : text;
  }
}

export function simpleType(facts: TypeFacts | undefined): SimpleType {
  if (facts?.kind !== "simple") {
    throw new TypeError("expected the schema of a simple type: one of xs, or one made from it");
  }
  return facts;
}
