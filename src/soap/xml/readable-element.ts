import { writeXml, XmlWriteError } from "./write-xml.js";
import type { Prefixes, XmlAttribute, XmlElement, XmlNode } from "./xml-element.js";

/** Nodes of an element that are shown, itself included. */
const MOST_NODES = 200;
/** Characters of a text or value that are shown. */
const LONGEST_TEXT = 1_000;

/**
 * An element that `console.log` and `util.inspect` of Node.js show as XML. Where it is large, a part of it. Copies made with
 * `{ ...element }` are shown as objects.
 */
export class ReadableElement implements XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  readonly prefixes: Prefixes | undefined;

  constructor(
    name: string,
    namespace: string,
    attributes: readonly XmlAttribute[],
    children: readonly XmlNode[],
    prefixes: Prefixes | undefined,
  ) {
    this.name = name;
    this.namespace = namespace;
    this.attributes = attributes;
    this.children = children;
    this.prefixes = prefixes;
  }

  // Registered, so that no bundle imports node:util for it.
  [Symbol.for("nodejs.util.inspect.custom")](): unknown {
    try {
      return writeXml(beginningOf(this, { nodes: MOST_NODES }));
    } catch (error) {
      if (!(error instanceof XmlWriteError)) {
        throw error;
      }
      // A name of a fault's detail may have been redacted, and is no name of XML then.
      const { name, namespace, attributes, children } = this;
      return { name, namespace, attributes, children };
    }
  }
}

function beginningOf(element: XmlElement, left: { nodes: number }): XmlElement {
  left.nodes -= 1;
  const children: XmlNode[] = [];
  for (const child of element.children) {
    if (left.nodes <= 0) {
      children.push("…");
      break;
    }
    children.push(typeof child === "string" ? shortened(child) : beginningOf(child, left));
  }
  const attributes = element.attributes.map((attribute) => ({ ...attribute, value: shortened(attribute.value) }));
  return { ...element, attributes, children };
}

function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
