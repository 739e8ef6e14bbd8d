import { LONG_TEXT, normalize, normalizing } from "../schema/lexical.js";
import { SchemaError } from "../schema/schema-error.js";
import { Refusal, type SimpleType, type TextLimits } from "../schema/type-descriptor.js";
import { Later, type Work } from "../xml/slices.js";
import type { Prefixes, XmlElement } from "../xml/xml-element.js";
import { prefixFor, type Writer } from "./writer.js";

/** The text of a value, not escaped. */
export function print(type: SimpleType, value: unknown, writer: Writer): string {
  return type.print(value, (namespace) => prefixFor(namespace, writer));
}

/**
 * The value of a text of the element, or of one of its attributes: {@link Later} if it is long or may have items.
 *
 * @throws {SchemaError} The type does not allow the text.
 */
export function parse(type: SimpleType, text: string, { prefixes }: XmlElement, limits: TextLimits): unknown {
  limits.pace.add(text.length);
  return type.parsing === undefined && text.length < LONG_TEXT
    ? allowed(type.parse(normalize(text, type.whiteSpace), prefixes, limits))
    : new Later(parsing(type, text, prefixes, limits));
}

function* parsing(type: SimpleType, text: string, prefixes: Prefixes | undefined, limits: TextLimits): Work<unknown> {
  const lexical = yield* normalizing(text, type.whiteSpace);
  return allowed(type.parsing ? yield* type.parsing(lexical, prefixes, limits) : type.parse(lexical, prefixes, limits));
}

function allowed(value: unknown): unknown {
  if (value instanceof Refusal) {
    throw new SchemaError(value.reason);
  }
  return value;
}
