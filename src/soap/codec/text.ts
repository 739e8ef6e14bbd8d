import { normalize } from "../schema/lexical.js";
import { SchemaError } from "../schema/schema-error.js";
import { Refusal, type SimpleType, type TextLimits } from "../schema/type-descriptor.js";
import type { XmlElement } from "../xml/xml-element.js";
import { prefixFor, type Writer } from "./writer.js";

/** The text of a value, not escaped. */
export function print(type: SimpleType, value: unknown, writer: Writer): string {
  return type.print(value, (namespace) => prefixFor(namespace, writer));
}

/**
 * The value of a text of the element, or of one of its attributes.
 *
 * @throws {SchemaError} The type does not allow the text.
 */
export function parse(type: SimpleType, text: string, { prefixes }: XmlElement, limits: TextLimits): unknown {
  const value = type.parse(normalize(text, type.whiteSpace), prefixes, limits);
  if (value instanceof Refusal) {
    throw new SchemaError(value.reason);
  }
  return value;
}
