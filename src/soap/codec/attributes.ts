import { cached } from "../schema/lazy.js";
import type { MemberDescriptor, Name, Wildcard } from "../schema/member.js";
import { SchemaError } from "../schema/schema-error.js";
import { membersOf, simpleTypeOf, type TypeDescriptor } from "../schema/type-descriptor.js";
import { SOAP_11, SOAP_12, SOAP_ENCODING, SOAP12_ENCODING, XML, XSI } from "../xml/namespaces.js";
import { Later, type Work } from "../xml/slices.js";
import { checkAttributes } from "../xml/write-xml.js";
import { attributeOf, expandedName, type XmlAttribute, type XmlElement } from "../xml/xml-element.js";
import type { Reader, Values } from "./cursor.js";
import { at } from "./path.js";
import { parse, print } from "./text.js";
import { type Writer, writeAttribute, writeType } from "./writer.js";

/** Converts between some of an object's properties and the attributes of its element. */
interface AttributesCodec {
  /** Each attribute with a blank before it. */
  encode(values: Values, writer: Writer): string;
  decode(element: XmlElement, values: Values, reader: Reader): Work<void> | undefined;
}

/** Attributes that the standards allow on any element: names by namespace. */
const STANDARDS: ReadonlyMap<string, readonly string[]> = new Map([
  [XSI, ["type", "nil", "schemaLocation", "noNamespaceSchemaLocation"]],
  [XML, ["lang", "space", "base", "id"]],
  [SOAP_11, ["encodingStyle", "mustUnderstand", "actor"]],
  [SOAP_ENCODING, ["arrayType", "offset", "position", "root"]],
  [SOAP_12, ["encodingStyle", "mustUnderstand", "role", "relay"]],
  [SOAP12_ENCODING, ["id", "ref", "itemType", "arraySize", "nodeType"]],
]);

/** @param typeName the `xsi:type` in an encoded message. */
export function attributesCodec(
  members: ReadonlyMap<string, MemberDescriptor>,
  typeName: Name | undefined,
): AttributesCodec {
  const attributes = [...members].filter(([, { kind }]) => kind === "attribute").map(attributeCodec);
  const byLocalName = new Map<string, AttributeCodec[]>();
  for (const attribute of attributes) {
    const [, local] = attribute.name;
    byLocalName.set(local, [...(byLocalName.get(local) ?? []), attribute]);
  }
  const declarationOf = ({ name, namespace }: XmlAttribute) =>
    byLocalName.get(name)?.find((attribute) => attribute.name[0] === namespace);
  // A type that extends another may have a wildcard of its own. The first that allows an attribute has it.
  const wildcards = [...members].filter(([, { kind }]) => kind === "anyAttribute");

  const withDefault = attributes.filter(({ hasDefault }) => hasDefault);
  const expected = attributes.filter(({ isRequired, hasDefault }) => isRequired || hasDefault);
  /** In the order of the contract. A type may have thousands of attributes, and a response as many elements that have none. */
  const present = (found: ReadonlySet<AttributeCodec>, isLenient: boolean) => {
    const absent = isLenient ? withDefault : expected;
    return found.size === 0
      ? absent
      : [...new Set([...absent, ...found])].sort((one, other) => one.order - other.order);
  };
  const wildcardOf = ({ namespace }: XmlAttribute): string | undefined =>
    namespace === XSI ? undefined : wildcards.find(([, wildcard]) => allows(wildcard.namespaces, namespace))?.[0];

  return {
    encode: (values, writer) => {
      let written = writer.encoding !== undefined && typeName !== undefined ? writeType(typeName, writer) : "";
      for (const attribute of attributes) {
        written += attribute.encode(values[attribute.property], writer);
      }
      const others = wildcards.flatMap(([property]) => values[property] as readonly XmlAttribute[]);
      for (const attribute of checkAttributes(others)) {
        if (wildcardOf(attribute) === undefined || declarationOf(attribute) !== undefined) {
          throw new SchemaError("expected only attributes that the contract allows here without naming them");
        }
        written += writeAttribute([attribute.namespace, attribute.name], attribute.value, writer);
      }
      return written;
    },
    decode: (element, values, reader) => {
      const { isLenient, implied } = reader;
      const found = new Set<AttributeCodec>();
      const others: XmlAttribute[] = [];
      const later: (readonly [property: string, value: Later])[] = [];
      for (const attribute of element.attributes) {
        const declaration = declarationOf(attribute);
        if (declaration === undefined) {
          others.push(attribute);
        } else {
          found.add(declaration);
        }
      }
      for (const attribute of present(found, isLenient)) {
        const value = attribute.decode(element, reader);
        if (value !== undefined) {
          values[attribute.property] = found.has(attribute) ? value : implied.add(value);
        }
        if (value instanceof Later) {
          later.push([attribute.property, value]);
        }
      }
      for (const [property] of wildcards) {
        values[property] = others.filter((attribute) => wildcardOf(attribute) === property);
      }
      if (!isLenient) {
        others.filter((attribute) => wildcardOf(attribute) === undefined).forEach(rejectUnknownAttribute);
      }
      return later.length === 0 ? undefined : setLater(values, later);
    },
  };
}

function* setLater(values: Values, all: readonly (readonly [property: string, value: Later])[]): Work<void> {
  for (const [property, { work }] of all) {
    values[property] = yield* work;
  }
}

/** Whether a wildcard allows names of the namespace. */
export function allows(wildcard: Wildcard | undefined, namespace: string): boolean {
  if (wildcard === undefined) {
    return true;
  }
  return "not" in wildcard ? namespace !== "" && namespace !== wildcard.not : wildcard.includes(namespace);
}

/** Rejects an attribute that neither the contract declares nor a standard allows. */
export function rejectUnknownAttribute(attribute: XmlAttribute): void {
  if (STANDARDS.get(attribute.namespace)?.includes(attribute.name) !== true) {
    throw new SchemaError(`unexpected attribute ${expandedName(attribute)}`);
  }
}

/** Rejects the attributes of a nil element that its type, or a variant of it, does not declare. */
export function rejectUnknownAttributes({ attributes }: XmlElement, type: TypeDescriptor): void {
  const isDeclared = cached(declaredAttributes, type, () => attributesOfType(type));
  attributes.filter((attribute) => !isDeclared(attribute)).forEach(rejectUnknownAttribute);
}

/** Kept, since a response may have many nil elements of a type with thousands of attributes. */
const declaredAttributes = new WeakMap<TypeDescriptor, (attribute: XmlAttribute) => boolean>();

function attributesOfType(type: TypeDescriptor): (attribute: XmlAttribute) => boolean {
  const types = type.kind === "polymorphic" ? [...type.variants().values()] : type.kind === "complex" ? [type] : [];
  const members = types.flatMap((one) => [...membersOf(one).values()]);
  const wildcards = members.filter(({ kind }) => kind === "anyAttribute");
  const named = members.filter(({ kind }) => kind === "attribute");
  const names = new Set(named.map(({ name: [namespace, name] }) => expandedName({ namespace, name })));
  return (attribute) =>
    type.kind === "any" ||
    names.has(expandedName(attribute)) ||
    wildcards.some(({ namespaces }) => allows(namespaces, attribute.namespace));
}

interface AttributeCodec {
  readonly property: string;
  readonly name: Name;
  /** Its place in the contract. */
  readonly order: number;
  /** Whether a strict reading rejects an element without it. */
  readonly isRequired: boolean;
  /** Whether an element without it gets its default. */
  readonly hasDefault: boolean;
  encode(value: unknown, writer: Writer): string;
  /** The value of the attribute, or its default, perhaps {@link Later}; undefined if there is neither. */
  decode(element: XmlElement, reader: Reader): unknown;
}

function attributeCodec([property, member]: readonly [string, MemberDescriptor], order: number): AttributeCodec {
  const [namespace, name] = member.name;
  const type = simpleTypeOf(member.schema);
  return {
    property,
    name: member.name,
    order,
    isRequired: member.isOptional !== true,
    hasDefault: member.default !== undefined,
    encode: (value, writer) =>
      value === undefined ? "" : writeAttribute(member.name, print(type, value, writer), writer),
    decode: (element, reader) => {
      const text = attributeOf(element, name, namespace) ?? member.default;
      if (text !== undefined) {
        return at(`@${name}`, () => parse(type, text, element, reader));
      }
      if (member.isOptional !== true && !reader.isLenient) {
        throw new SchemaError(`expected attribute ${expandedName({ namespace, name })}`);
      }
      return undefined;
    },
  };
}
