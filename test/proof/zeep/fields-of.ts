import type { MemberDescriptor } from "../../../src/soap/schema/member.js";
import type { Message } from "../../../src/soap/schema/operation.js";
import { type ComplexType, membersOf, type TypeDescriptor, typeOf } from "../../../src/soap/schema/type-descriptor.js";
import {
  elementsOf,
  expandedName,
  textOf,
  type XmlAttribute,
  type XmlElement,
} from "../../../src/soap/xml/xml-element.js";

/** What stands at a place of a message. */
export interface Field {
  /** Made of the names in the XML: `Order/Item[2]/@unit`. */
  readonly path: string;
  /** `{}` for an element with content of its own, null for nil. */
  readonly text: string | null;
  /** Local name of the type, or of the built-in one that it is made of; a decimal may be written in many ways. */
  readonly type: string;
}

/** The fields of a value, by the places that its schema gives them in a message. */
export function fieldsOf(message: Message<unknown>, value: unknown): Field[] {
  const fields: Field[] = [];
  if ("body" in message) {
    const { body, headers } = value as { body: unknown; headers: unknown };
    addMember(fields, "Header/", message.headers, headers, numbering());
    addMember(fields, "", message.body, body, numbering());
  } else {
    addMember(fields, "", message, value, numbering());
  }
  return fields;
}

type Numbered = (name: string) => string;
type Values = Readonly<Record<string, unknown>>;

function addMember(
  fields: Field[],
  parent: string,
  member: MemberDescriptor,
  value: unknown,
  numbered: Numbered,
): void {
  if (value === undefined) {
    return;
  }
  const type = typeOf(member);
  for (const item of member.occurs === undefined ? [value] : (value as readonly unknown[])) {
    switch (member.kind) {
      case "group":
        addMembers(fields, parent, type as ComplexType, item as Values, numbered);
        break;
      case "any":
        addXml(fields, parent, item as XmlElement, numbered);
        break;
      default:
        add(fields, parent + numbered(member.name[1]), type, item);
    }
  }
}

function add(fields: Field[], path: string, type: TypeDescriptor, value: unknown): void {
  if (value === null) {
    fields.push({ path, text: null, type: type.kind });
    return;
  }
  switch (type.kind) {
    case "simple":
      fields.push({ path, text: print(value), type: type.name[1] });
      break;
    case "complex":
      fields.push({ path, text: "{}", type: type.kind });
      addMembers(fields, `${path}/`, type, value as Values, numbering());
      break;
    case "polymorphic": {
      const { $type } = value as { readonly $type?: string };
      const variant = type.variants().get($type) as ComplexType;
      add(fields, path, variant, value);
      if ($type !== undefined) {
        const [namespace = "", name = ""] = variant.name ?? [];
        fields.push({ path: `${path}/@xsi:type`, text: expandedName({ namespace, name }), type: "QName" });
      }
      break;
    }
    case "any":
      addXmlContent(fields, path, value as XmlElement);
      break;
    case "array":
      throw new TypeError("SOAP-encoded arrays are not among what is compared");
  }
}

function addMembers(fields: Field[], parent: string, type: ComplexType, values: Values, numbered: Numbered): void {
  for (const [property, member] of membersOf(type)) {
    const value = values[property];
    switch (member.kind) {
      case "attribute":
        addMember(fields, parent, { ...member, name: ["", `@${member.name[1]}`] }, value, numbering());
        break;
      case "text":
        addMember(fields, parent, { ...member, name: ["", "text()"] }, value, numbering());
        break;
      case "anyAttribute":
        for (const { name, value: text } of (value ?? []) as readonly XmlAttribute[]) {
          fields.push({ path: `${parent}@${name}`, text, type: "anySimpleType" });
        }
        break;
      default:
        addMember(fields, parent, member, value, numbered);
    }
  }
}

function addXml(fields: Field[], parent: string, element: XmlElement, numbered: Numbered): void {
  addXmlContent(fields, parent + numbered(element.name), element);
}

/** What stands where a schema allows anything. */
function addXmlContent(fields: Field[], path: string, element: XmlElement): void {
  fields.push({ path, text: textOf(element) || "{}", type: "anySimpleType" });
  for (const { name, value } of element.attributes) {
    fields.push({ path: `${path}/@${name}`, text: value, type: "anySimpleType" });
  }
  const numbered = numbering();
  for (const child of elementsOf(element)) {
    addXml(fields, `${path}/`, child, numbered);
  }
}

/** Names made unique among siblings: `name`, `name[2]`, `name[3]` … */
function numbering(): Numbered {
  const counts = new Map<string, number>();
  return (name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}[${count}]`;
  };
}

function print(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(print).join(" ");
  }
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value);
}

/** By type, the canonical text of all texts with the same value. */
const CANONICAL: Readonly<Record<string, (text: string) => string>> = {
  decimal: (text) => {
    const [, sign, whole = "", fraction = ""] = /^([+-]?)0*(\d*)\.?(\d*?)0*$/.exec(text) ?? [];
    return `${sign === "-" ? "-" : ""}${whole || "0"}.${fraction || "0"}`;
  },
  float: number,
  double: number,
  dateTime: (text) => {
    const [, seconds, fraction = "", zone = ""] = /^([^.Z+]*?T[\d:]*)(\.\d*?)?0*(Z|[+-][\d:]*)?$/.exec(text) ?? [];
    return zone === "" ? `${seconds}${fraction}` : new Date(seconds + zone).toISOString().replace(".000", fraction);
  },
  hexBinary: (text) => text.toLowerCase(),
};

function number(text: string): string {
  return String(Number(text.replace(/inf(inity)?/i, "Infinity")));
}

/** The canonical text of a field. */
export function canonical({ text, type }: Field): string | null {
  return text === null ? null : (CANONICAL[type]?.(text) ?? text);
}
