import type { Name } from "../schema/member.js";
import { type Limit, SchemaError } from "../schema/schema-error.js";
import type { Sizes } from "../schema/soap-array.js";
import { type ArrayType, arrayItem, type TypeDescriptor, typeOf } from "../schema/type-descriptor.js";
import { SOAP_ENCODING, SOAP12_ENCODING, XSD } from "../xml/namespaces.js";
import { attributeOf, type XmlElement } from "../xml/xml-element.js";
import { prefixFor, type Writer, writeAttribute, writeType } from "./writer.js";

/**
 * The type of the items as the contract declares it: `xsd:int`, `ns1:Row`, or `xsd:int[]` for arrays of arrays. Servers
 * reject any other (SOAP 1.1 §5.4.2, WSDL 1.1 §2.2).
 */
export function itemType(array: ArrayType, writer: Writer): string {
  const item = typeOf(arrayItem(array));
  const name = array.itemType ?? nameOf(item);
  if (name === undefined && item.kind === "array" && writer.encoding?.namespace !== SOAP12_ENCODING) {
    return `${itemType(item, writer)}[${",".repeat(item.dimensions - 1)}]`;
  }
  const [namespace, local] = name ?? [XSD, "anyType"];
  return namespace === "" ? local : `${prefixFor(namespace, writer)}:${local}`;
}

function nameOf(type: TypeDescriptor): Name | undefined {
  return type.kind === "simple" || type.kind === "complex" ? type.name : undefined;
}

/** The type and number of the items as attributes, each with a blank before it (SOAP 1.1 §5.4.2, SOAP 1.2 Part 2 §3.1.4). */
export function writeArrayType(type: string, sizes: Sizes, writer: Writer): string {
  const encoding = writer.encoding?.namespace ?? SOAP_ENCODING;
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
 * @param elements the items in XML, in the same order.
 * @throws {SchemaError} if the array has another number of dimensions, or several without a size for each.
 */
export function arranged(
  items: readonly unknown[],
  elements: readonly XmlElement[],
  array: XmlElement,
  dimensions: number,
  implied: Limit,
): readonly unknown[] {
  const sizes = readSizes(array, dimensions);
  return shaped(placed(items, elements, array, sizes, implied), sizes, dimensions, implied);
}

/** The size of each dimension that an array declares, undefined for an open dimension. Undefined if it declares no sizes. */
type DeclaredSizes = readonly (number | undefined)[] | undefined;

function shaped(
  items: readonly unknown[],
  sizes: DeclaredSizes,
  dimensions: number,
  implied: Limit,
): readonly unknown[] {
  if (dimensions === 1) {
    return items;
  }
  const known = sizes?.map((size) => size ?? Number.NaN) ?? [];
  const count = known.reduce((product, size) => product * size, 1);
  // Where a size is 0, the others only declare empty arrays, as many as they like.
  const arrays = known.reduce((product, size) => product * Math.max(size, 1), 1);
  const isTooLarge = arrays > Math.max(count, MAX_SPARSE_ITEMS);
  if (sizes === undefined || count !== items.length || isTooLarge) {
    throw new SchemaError("expected an arrayType with the size of each dimension, and as many items as it declares");
  }
  return nested(items, count === 0 ? implied.add(known, arrays) : known);
}

function nested(items: readonly unknown[], [size = 0, ...others]: Sizes): readonly unknown[] {
  const each = items.length / size;
  return others.length === 0
    ? items
    : Array.from({ length: size }, (_, row) => nested(items.slice(row * each, (row + 1) * each), others));
}

function readSizes(element: XmlElement, dimensions: number): DeclaredSizes {
  const [, brackets] = /\[([\d,\s]*)\]\s*$/.exec(attributeOf(element, "arrayType", SOAP_ENCODING) ?? "") ?? [];
  // One more shows that there are too many: of eight million, half a gigabyte would be made.
  const most = dimensions + 1;
  const sizes =
    brackets?.split(",", most) ?? attributeOf(element, "arraySize", SOAP12_ENCODING)?.trim().split(/\s\s*/, most);
  if (sizes !== undefined && sizes.length !== dimensions) {
    const found = sizes.length < most ? sizes.length : "more";
    throw new SchemaError(`expected an array of dimensions: ${dimensions}, found: ${found}`);
  }
  return sizes?.map((size) => (/^\s*\d\d*\s*$/.test(size) ? Number(size) : undefined));
}

/** The most items of an array that leaves some out. Without a limit, a short response could demand any amount of memory. */
const MAX_SPARSE_ITEMS = 100_000;

/**
 * Puts the items of an array that leaves some out at their positions (SOAP 1.1 §5.4.2.1, §5.4.2.2). Those left out are
 * null (§5.1).
 */
function placed(
  items: readonly unknown[],
  elements: readonly XmlElement[],
  array: XmlElement,
  declared: DeclaredSizes,
  implied: Limit,
): readonly unknown[] {
  const offset = attributeOf(array, "offset", SOAP_ENCODING);
  const positions = elements.map((element) => attributeOf(element, "position", SOAP_ENCODING));
  if (offset === undefined && positions.every((position) => position === undefined)) {
    return items;
  }
  const sizes = declared?.map((size) => size ?? Number.NaN) ?? [Number.NaN];
  const count = sizes.reduce((product, size) => product * size, 1);
  const length = count <= MAX_SPARSE_ITEMS ? count : 0;
  const all: unknown[] = implied.add(
    Array.from({ length }, () => null),
    Math.max(length - items.length, 0),
  );
  const first = offset === undefined ? 0 : indexAt(offset, sizes);
  const seen = new Set<number>();
  items.forEach((item, order) => {
    const position = positions[order];
    const index = position === undefined ? first + order : indexAt(position, sizes);
    if (!(index < all.length) || seen.has(index)) {
      throw new SchemaError(
        `expected each item at a position of its own within the declared size, of up to ${MAX_SPARSE_ITEMS} items`,
      );
    }
    seen.add(index);
    all[index] = item;
  });
  return all;
}

/** The index of a position such as `[2,0]` in the flat list of all items, in which the last dimension runs fastest. */
function indexAt(position: string, sizes: Sizes): number {
  const [, numbers = ""] = /^\s*\[([\d,\s]*)\]\s*$/.exec(position) ?? [];
  const coordinates = numbers
    .split(",", sizes.length + 1)
    .map((number) => (/^\s*\d\d*\s*$/.test(number) ? Number(number) : Number.NaN));
  const isWithin = coordinates.length === sizes.length && coordinates.every((one, axis) => one < (sizes[axis] ?? 0));
  return isWithin ? coordinates.reduce((index, one, axis) => index * (sizes[axis] ?? 0) + one, 0) : Number.NaN;
}
