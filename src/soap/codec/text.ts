import { normalize } from "../schema/lexical.js";
import type { SimpleType } from "../schema/type-descriptor.js";
import type { XmlElement } from "../xml/xml-element.js";
import { prefixFor, type Writer } from "./writer.js";

/** The text of a value, not escaped. */
export function print(type: SimpleType, value: unknown, writer: Writer): string {
  return type.print(value, (namespace) => prefixFor(namespace, writer));
}

/** The value of a text of the element, or of one of its attributes. */
export function parse(type: SimpleType, text: string, { prefixes }: XmlElement): unknown {
  return type.parse(normalize(text, type.whiteSpace), prefixes);
}
