import { illegalCharacter, isNCName } from "./characters.js";
import { XML, XMLNS } from "./namespaces.js";
import { expandedName, type XmlAttribute, type XmlElement, type XmlNode } from "./xml-element.js";

/** The data cannot be written as XML 1.0 with namespaces. The message never holds the data. */
export class XmlWriteError extends Error {
  override readonly name = "XmlWriteError";
}

/** Characters that need a reference, and those that XML may not allow. */
const NOT_PLAIN_TEXT = /[^\t\n\x20-\x25\x27-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd]/;
const NOT_PLAIN_ATTRIBUTE = /[^\x20\x21\x23-\x25\x27-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd]/;

const TEXT_REFERENCES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  // Never `]]>` in text (XML 1.0 §2.4).
  [">", "&gt;"],
  // A reader turns a literal one into a line feed (XML 1.0 §2.11).
  ["\r", "&#xD;"],
]);

const ATTRIBUTE_REFERENCES: ReadonlyMap<string, string> = new Map([
  ...TEXT_REFERENCES,
  ['"', "&quot;"],
  // A reader turns literal ones into spaces (XML 1.0 §3.3.3).
  ["\t", "&#x9;"],
  ["\n", "&#xA;"],
]);

/**
 * Writes a text so that a reader gets back the same text.
 *
 * @throws {XmlWriteError} if it has a character that XML 1.0 does not allow.
 */
export function escapeText(text: string): string {
  return NOT_PLAIN_TEXT.test(text) ? withReferences(text, TEXT_REFERENCES) : text;
}

/**
 * Writes the value of an attribute, for double quotes, so that a reader gets back the same value.
 *
 * @throws {XmlWriteError} if it has a character that XML 1.0 does not allow.
 */
export function escapeAttribute(value: string): string {
  return NOT_PLAIN_ATTRIBUTE.test(value) ? withReferences(value, ATTRIBUTE_REFERENCES) : value;
}

function withReferences(text: string, references: ReadonlyMap<string, string>): string {
  const illegal = illegalCharacter(text);
  if (illegal !== undefined) {
    throw new XmlWriteError(`character ${illegal} is not allowed in XML 1.0`);
  }
  return text.replace(/[&<>"\r\t\n]/g, (character) => references.get(character) ?? character);
}

function checkName(name: string): string {
  if (!isNCName(name)) {
    throw new XmlWriteError("a name of an element or attribute is not a name in XML 1.0");
  }
  return name;
}

/**
 * Writes an element with its content. An element whose namespace differs from its parent's declares it as the default
 * namespace. Prefixes for attributes, and for values that are qualified names, are declared where they are needed.
 *
 * @param defaultNamespace the default namespace at the place where the text is inserted.
 * @param inScope the other prefixes declared there.
 * @throws {XmlWriteError} if XML 1.0 does not allow a character of a text, or a name.
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

/** A checked copy. It reads each property once, so that a getter cannot return another value after the check. */
function readElement(element: XmlElement): XmlElement {
  const { name, namespace, attributes, children, prefixes }: Partial<XmlElement> = Object(element);
  if (typeof name !== "string" || !isNamespace(namespace) || !Array.isArray(attributes) || !Array.isArray(children)) {
    throw new XmlWriteError("expected an XmlElement");
  }
  if (namespace === XML) {
    throw new XmlWriteError(`no element can be in the namespace ${XML}`);
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
 * A checked copy of the attributes of one element.
 *
 * @throws {XmlWriteError} if one is not an attribute, declares a namespace, or occurs twice.
 */
export function checkAttributes(attributes: readonly XmlAttribute[]): XmlAttribute[] {
  const taken = new Set<string>();
  return Array.from(attributes, (attribute) => {
    const { name, namespace, value }: Partial<XmlAttribute> = Object(attribute);
    if (typeof name !== "string" || typeof value !== "string" || !isNamespace(namespace)) {
      throw new XmlWriteError("expected attributes with name, namespace and value");
    }
    if (name === "xmlns" && namespace === "") {
      throw new XmlWriteError(
        "an attribute cannot declare a namespace; the namespaces of elements and attributes are declared for you",
      );
    }
    const expanded = expandedName({ namespace, name: checkName(name) });
    if (taken.has(expanded)) {
      throw new XmlWriteError("an element has an attribute twice");
    }
    taken.add(expanded);
    return { name, namespace, value };
  });
}

/**
 * Whether elements and attributes can be in the namespace. `XMLNS` is reserved for declarations (Namespaces in XML 1.0 §3),
 * and readers disagree about white space around a namespace name.
 */
function isNamespace(value: unknown): value is string {
  return typeof value === "string" && value !== XMLNS && value === value.trim();
}

/** The declarations that values with prefixes need, such as `xsi:type="a:Dog"` and lists of QNames. */
function* prefixesOfValues(
  nodes: readonly (XmlAttribute | XmlNode)[],
  prefixes: XmlElement["prefixes"],
  inScope: ReadonlyMap<string, string>,
): Iterable<[string, string]> {
  for (const node of prefixes === undefined ? [] : nodes) {
    const value = typeof node === "string" ? node : "value" in node ? node.value : "";
    for (const [, prefix = ""] of value.matchAll(/(?<!\S)([^\s:]+):[^\s:]+(?!\S)/g)) {
      const namespace = prefixes?.get(prefix);
      if (isNCName(prefix) && namespace !== undefined && inScope.get(prefix) !== namespace) {
        if (
          prefix === "xml" ||
          prefix === "xmlns" ||
          namespace === "" ||
          namespace === XML ||
          !isNamespace(namespace)
        ) {
          throw new XmlWriteError("a value has a prefix for a namespace that cannot be declared");
        }
        yield [prefix, namespace];
      }
    }
  }
}

/** A prefix for the namespace. Adds one to `declared` if none is in scope. */
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
