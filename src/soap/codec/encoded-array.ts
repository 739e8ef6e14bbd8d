import type { Name } from "../schema/member.js";
import { SchemaError } from "../schema/schema-error.js";
import type { Sizes } from "../schema/soap-array.js";
import { SOAP_ENCODING, SOAP12_ENCODING } from "../xml/namespaces.js";
import { attributeOf, type XmlElement } from "../xml/xml-element.js";
import { prefixFor, type Writer, writeAttribute, writeType } from "./writer.js";

/** The type and number of the items as attributes, each with a blank before it (SOAP 1.1 §5.4.2, SOAP 1.2 Part 2 §3.1.4). */
export function writeArrayType([namespace, name]: Name, sizes: Sizes, writer: Writer): string {
  const encoding = writer.encoding?.namespace ?? SOAP_ENCODING;
  const type = `${prefixFor(namespace, writer)}:${name}`;
  if (encoding === SOAP12_ENCODING) {
    return (
      writeAttribute([encoding, "itemType"], type, writer) +
      writeAttribute([encoding, "arraySize"], sizes.join(" "), writer)
    );
  }
  return writeType([encoding, "Array"], writer) + writeAttribute([encoding, "arrayType"], `${type}[${sizes}]`, writer);
}

/**
 * Arranges the items of an array, a flat list in XML, in the dimensions that the contract declares.
 *
 * @throws {SchemaError} if the array has another number of dimensions, or several without a size for each.
 */
export function shaped(items: readonly unknown[], element: XmlElement, dimensions: number): readonly unknown[] {
  const sizes = readSizes(element);
  if (sizes !== undefined && sizes.length !== dimensions) {
    throw new SchemaError(`expected an array of dimensions: ${dimensions}, found: ${sizes.length}`);
  }
  if (dimensions === 1) {
    return items;
  }
  const known = sizes?.map((size) => size ?? Number.NaN) ?? [];
  const count = known.reduce((product, size) => product * size, 1);
  if (sizes === undefined || count !== items.length) {
    throw new SchemaError("expected an arrayType with the size of each dimension, and as many items as it declares");
  }
  return nested(items, known);
}

function nested(items: readonly unknown[], [size = 0, ...others]: Sizes): readonly unknown[] {
  const each = items.length / size;
  return others.length === 0
    ? items
    : Array.from({ length: size }, (_, row) => nested(items.slice(row * each, (row + 1) * each), others));
}

/** The sizes that an array declares, undefined for an open one. Undefined if it declares none. */
function readSizes(element: XmlElement): readonly (number | undefined)[] | undefined {
  const [, brackets] = /\[([\d,\s]*)\]\s*$/.exec(attributeOf(element, "arrayType", SOAP_ENCODING) ?? "") ?? [];
  const sizes = brackets?.split(",") ?? attributeOf(element, "arraySize", SOAP12_ENCODING)?.trim().split(/\s+/);
  return sizes?.map((size) => (/^\s*\d+\s*$/.test(size) ? Number(size) : undefined));
}

/**
 * Rejects an array that leaves items out: without them, the others would get other positions (SOAP 1.1 §5.4.2.1,
 * §5.4.2.2).
 */
export function rejectPartialArray(element: XmlElement, items: readonly XmlElement[]): void {
  const offset = attributeOf(element, "offset", SOAP_ENCODING);
  const isPartial = offset !== undefined && !/^\s*\[[0,\s]*\]\s*$/.test(offset);
  if (isPartial || items.some((item) => attributeOf(item, "position", SOAP_ENCODING) !== undefined)) {
    throw new SchemaError("expected a whole array, found one with items left out: offset or position");
  }
}
