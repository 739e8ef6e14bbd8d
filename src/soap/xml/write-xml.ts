import { SchemaError } from "../schema/schema-error.js";
import { XML, XMLNS } from "./namespaces.js";
import { expandedName, type XmlAttribute, type XmlElement, type XmlNode } from "./xml-element.js";

/** Everything but what XML can carry and the writer leaves as it is. */
const NOT_PLAIN_TEXT = /[^\t\n\x20-\x25\x27-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd]/;
const NOT_PLAIN_ATTRIBUTE = /[^\x20\x21\x23-\x25\x27-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd]/;

const TEXT_REFERENCES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  // Never `]]>` in text (XML 1.0 §2.4).
  [">", "&gt;"],
  // A literal one would be read as a line feed (XML 1.0 §2.11).
  ["\r", "&#xD;"],
]);

const ATTRIBUTE_REFERENCES: ReadonlyMap<string, string> = new Map([
  ...TEXT_REFERENCES,
  ['"', "&quot;"],
  // Literal ones would be read as blanks (XML 1.0 §3.3.3).
  ["\t", "&#x9;"],
  ["\n", "&#xA;"],
]);

/**
 * Writes a text so that a reader gets it back letter for letter.
 *
 * @throws {SchemaError} if it has a character that XML 1.0 does not allow.
 */
export function escapeText(text: string): string {
  return NOT_PLAIN_TEXT.test(text) ? withReferences(text, TEXT_REFERENCES) : text;
}

/**
 * Writes an attribute's value, for double quotes, so that a reader gets it back letter for letter.
 *
 * @throws {SchemaError} if it has a character that XML 1.0 does not allow.
 */
export function escapeAttribute(value: string): string {
  return NOT_PLAIN_ATTRIBUTE.test(value) ? withReferences(value, ATTRIBUTE_REFERENCES) : value;
}

function withReferences(text: string, references: ReadonlyMap<string, string>): string {
  const illegal = illegalCharacter(text);
  if (illegal !== undefined) {
    throw new SchemaError(`character ${illegal} is not allowed in XML 1.0`);
  }
  return text.replace(/[&<>"\r\t\n]/g, (character) => references.get(character) ?? character);
}

/** The first character that XML 1.0 §2.2 does not allow, as `U+0000`; undefined where there is none. */
export function illegalCharacter(text: string): string | undefined {
  const found = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.exec(text)?.[0].codePointAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A name without prefix, as Namespaces in XML 1.0 §3 has it. */
const NC_NAME =
  /^[A-Z_a-z\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{2ff}\u{370}-\u{37d}\u{37f}-\u{1fff}\u{200c}-\u{200d}\u{2070}-\u{218f}\u{2c00}-\u{2fef}\u{3001}-\u{d7ff}\u{f900}-\u{fdcf}\u{fdf0}-\u{fffd}\u{10000}-\u{effff}][-.0-9A-Z_a-z\u{b7}\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{37d}\u{37f}-\u{1fff}\u{200c}-\u{200d}\u{203f}-\u{2040}\u{2070}-\u{218f}\u{2c00}-\u{2fef}\u{3001}-\u{d7ff}\u{f900}-\u{fdcf}\u{fdf0}-\u{fffd}\u{10000}-\u{effff}]*$/u;

/** Whether the name can be that of an element or attribute. */
export function isName(name: string): boolean {
  return NC_NAME.test(name);
}

/** The name, if it can be that of an element or attribute. */
export function checkName(name: string): string {
  if (!isName(name)) {
    throw new SchemaError("a name of an element or attribute is not a name in XML 1.0");
  }
  return name;
}

/**
 * Writes an element and its content as they are. An element whose namespace differs from its parent's declares it as
 * the default namespace; prefixes for attributes and for values that are qualified names are declared where needed.
 *
 * @param defaultNamespace the default namespace where the text will stand.
 * @throws {SchemaError} if a text has a character, or a name a form, that XML 1.0 does not allow.
 */
export function writeXml(element: XmlElement, defaultNamespace = "", inScope = XML_ONLY): string {
  const { name, namespace, attributes, children, prefixes } = readElement(element);
  const declared = new Map(prefixesOfValues([...attributes, ...children], prefixes, inScope));
  let tag = name;
  for (const attribute of attributes) {
    const prefix = attribute.namespace === "" ? "" : `${prefixFor(attribute.namespace, inScope, declared)}:`;
    tag += ` ${prefix}${attribute.name}="${escapeAttribute(attribute.value)}"`;
  }
  if (namespace !== defaultNamespace) {
    tag += ` xmlns="${escapeAttribute(namespace)}"`;
  }
  for (const [prefix, meaning] of declared) {
    tag += ` xmlns:${prefix}="${escapeAttribute(meaning)}"`;
  }
  if (children.length === 0) {
    return `<${tag}/>`;
  }
  const scope = declared.size === 0 ? inScope : new Map([...inScope, ...declared]);
  const content = children.map((child) =>
    typeof child === "string" ? escapeText(child) : writeXml(child, namespace, scope),
  );
  return `<${tag}>${content.join("")}</${name}>`;
}

const XML_ONLY: ReadonlyMap<string, string> = new Map([["xml", XML]]);

/** A copy, of which it is certain that what was checked is what is written: each property is read once. */
function readElement(element: XmlElement): XmlElement {
  const { name, namespace, attributes, children, prefixes }: Partial<XmlElement> = Object(element);
  if (typeof name !== "string" || !isNamespace(namespace) || !Array.isArray(attributes) || !Array.isArray(children)) {
    throw new SchemaError("expected an XmlElement");
  }
  if (namespace === XML) {
    throw new SchemaError(`no element can be in the namespace ${XML}`);
  }
  return {
    name: checkName(name),
    namespace,
    attributes: checkAttributes(attributes),
    children: Array.from<XmlNode>(children),
    prefixes,
  };
}

/**
 * A copy of the attributes, if they can stand together in one element.
 *
 * @throws {SchemaError} if one is none, declares a namespace, or is there twice.
 */
export function checkAttributes(attributes: readonly XmlAttribute[]): XmlAttribute[] {
  const taken = new Set<string>();
  return Array.from(attributes, (attribute) => {
    const { name, namespace, value }: Partial<XmlAttribute> = Object(attribute);
    if (typeof name !== "string" || typeof value !== "string" || !isNamespace(namespace)) {
      throw new SchemaError("expected attributes with name, namespace and value");
    }
    if (name === "xmlns" && namespace === "") {
      throw new SchemaError(
        "an attribute cannot declare a namespace; those of elements and attributes are declared by themselves",
      );
    }
    const qualified = expandedName({ namespace, name: checkName(name) });
    if (taken.has(qualified)) {
      throw new SchemaError("an element has an attribute twice");
    }
    taken.add(qualified);
    return { name, namespace, value };
  });
}

/**
 * Whether elements or attributes can be in it: not in that of namespace declarations (Namespaces in XML 1.0 §3). Blanks
 * around a name some readers keep, and others drop.
 */
function isNamespace(value: unknown): value is string {
  return typeof value === "string" && value !== XMLNS && value === value.trim();
}

/** Where a value is a qualified name, as in `xsi:type="a:Dog"`, its prefix must mean what it meant. */
function* prefixesOfValues(
  nodes: readonly (XmlAttribute | XmlNode)[],
  prefixes: XmlElement["prefixes"],
  inScope: ReadonlyMap<string, string>,
): Iterable<[string, string]> {
  for (const node of prefixes === undefined ? [] : nodes) {
    const value = typeof node === "string" ? node : "value" in node ? node.value : "";
    const prefix = /^\s*([^\s:]+):[^\s:]+\s*$/.exec(value)?.[1] ?? "";
    const namespace = prefixes?.get(prefix);
    if (isName(prefix) && namespace !== undefined && inScope.get(prefix) !== namespace) {
      if (prefix === "xml" || prefix === "xmlns" || namespace === "" || namespace === XML || !isNamespace(namespace)) {
        throw new SchemaError("a prefix of a value has a meaning that cannot be declared");
      }
      yield [prefix, namespace];
    }
  }
}

/** A prefix that means the namespace, newly declared if there is none. */
function prefixFor(namespace: string, inScope: ReadonlyMap<string, string>, declared: Map<string, string>): string {
  for (const [prefix, meaning] of [...declared, ...inScope]) {
    if (meaning === namespace && (declared.get(prefix) ?? namespace) === namespace) {
      return prefix;
    }
  }
  let number = 1;
  while (inScope.has(`ns${number}`) || declared.has(`ns${number}`)) {
    number += 1;
  }
  declared.set(`ns${number}`, namespace);
  return `ns${number}`;
}
