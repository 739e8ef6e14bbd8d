import type { MemberDescriptor, Name, Wildcard } from "../schema/member.js";
import { SchemaError } from "../schema/schema-error.js";
import { simpleTypeOf } from "../schema/type-descriptor.js";
import { SOAP_11, SOAP_12, SOAP_ENCODING, SOAP12_ENCODING, XML, XSI } from "../xml/namespaces.js";
import { checkAttributes } from "../xml/write-xml.js";
import { expandedName, type XmlAttribute, type XmlElement } from "../xml/xml-element.js";
import type { Values } from "./cursor.js";
import { within } from "./path.js";
import { parse, print } from "./text.js";
import { type Writer, writeAttribute, writeType } from "./writer.js";

/** Converts between some of an object's properties and the attributes of its element. */
export interface AttributesCodec {
  /** Each attribute with a blank before it. */
  encode(values: Values, writer: Writer): string;
  decode(element: XmlElement, values: Values): void;
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
  const [wildcardProperty, wildcard] = [...members].find(([, { kind }]) => kind === "anyAttribute") ?? [];

  const isWild = ({ namespace }: XmlAttribute): boolean => namespace !== XSI && allows(wildcard?.namespaces, namespace);

  const decodeOne = (found: XmlAttribute, element: XmlElement, values: Values): boolean => {
    const attribute = attributes.find(({ name }) => name[1] === found.name && name[0] === found.namespace);
    if (attribute !== undefined) {
      values[attribute.property] = attribute.decode(found.value, element);
    }
    return attribute !== undefined;
  };

  return {
    encode: (values, writer) => {
      let written = writer.encoding !== undefined && typeName !== undefined ? writeType(typeName, writer) : "";
      for (const attribute of attributes) {
        written += attribute.encode(values[attribute.property], writer);
      }
      for (const attribute of checkAttributes(anyAttributes(values, wildcardProperty))) {
        const { name, namespace, value } = attribute;
        if (!isWild(attribute) || attributes.some((one) => one.name[1] === name && one.name[0] === namespace)) {
          throw new SchemaError("expected no further attribute that the contract declares by name, or does not allow");
        }
        written += writeAttribute([namespace, name], value, writer);
      }
      return written;
    },
    decode: (element, values) => {
      const others = element.attributes.filter((found) => !decodeOne(found, element, values));
      for (const attribute of attributes) {
        if (values[attribute.property] === undefined) {
          attribute.supply(values, element);
        }
      }
      if (wildcard === undefined || wildcardProperty === undefined) {
        others.forEach(rejectUnknownAttribute);
        return;
      }
      values[wildcardProperty] = others.filter(isWild);
      others.filter((found) => !isWild(found)).forEach(rejectUnknownAttribute);
    },
  };
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

interface AttributeCodec {
  readonly property: string;
  readonly name: Name;
  encode(value: unknown, writer: Writer): string;
  decode(text: string, element: XmlElement): unknown;
  /** Sets the default of an absent attribute. */
  supply(values: Values, element: XmlElement): void;
}

function attributeCodec([property, member]: readonly [string, MemberDescriptor]): AttributeCodec {
  const { name, isOptional = false, default: whenAbsent } = member;
  const type = simpleTypeOf(member.schema);
  return {
    property,
    name,
    encode: (value, writer) => (value === undefined ? "" : writeAttribute(name, print(type, value, writer), writer)),
    decode: (text, element) => {
      try {
        return parse(type, text, element);
      } catch (error) {
        throw within(`@${name[1]}`, error);
      }
    },
    supply: (values, element) => {
      if (whenAbsent !== undefined) {
        values[property] = parse(type, whenAbsent, element);
      } else if (!isOptional) {
        throw new SchemaError(`expected attribute ${expandedName({ namespace: name[0], name: name[1] })}`);
      }
    },
  };
}

function anyAttributes(values: Values, property: string | undefined): readonly XmlAttribute[] {
  return property === undefined ? [] : (values[property] as readonly XmlAttribute[]);
}
