import { normalize } from "../schema/lexical.js";
import { SchemaError } from "../schema/schema-error.js";
import { Refusal, type SimpleType, type TextLimits } from "../schema/type-descriptor.js";
import { Later, type Work } from "../xml/slices.js";
import type { XmlElement } from "../xml/xml-element.js";
import { prefixFor, type Writer } from "./writer.js";

/** The text of a value, not escaped. */
export function print(type: SimpleType, value: unknown, writer: Writer): string {
  return type.print(value, (namespace) => prefixFor(namespace, writer));
}

/**
 * The value of a text of the element, or of one of its attributes: {@link Later} if it may have items.
 *
 * @throws {SchemaError} The type does not allow the text.
 */
export function parse(type: SimpleType, text: string, { prefixes }: XmlElement, limits: TextLimits): unknown {
  limits.pace.add(text.length);
  const lexical = normalize(text, type.whiteSpace);
  return type.parsing === undefined
    ? allowed(type.parse(lexical, prefixes, limits))
    : new Later(allowedOf(type.parsing(lexical, prefixes, limits)));
}

function* allowedOf(parsing: Work<unknown>): Work<unknown> {
  return allowed(yield* parsing);
}

function allowed(value: unknown): unknown {
  if (value instanceof Refusal) {
    throw new SchemaError(value.reason);
  }
  return value;
}
