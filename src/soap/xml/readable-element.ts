import { writeXml, XmlWriteError } from "./write-xml.js";
import type { Prefixes, XmlAttribute, XmlElement, XmlNode } from "./xml-element.js";

/** How many nodes are shown, the element included. */
const MOST_NODES = 200;
/** How many characters of a text or value are shown. */
const LONGEST_TEXT = 1_000;

/**
 * An element that `console.log` and `util.inspect` of Node.js show as XML, a large one in part. They show a copy made with
 * `{ ...element }` as an object.
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

  // `Symbol.for`, so that bundles do not import node:util.
  [Symbol.for("nodejs.util.inspect.custom")](): unknown {
    try {
      return writeXml(beginningOf(this, { nodes: MOST_NODES }));
    } catch (error) {
      if (!(error instanceof XmlWriteError)) {
        throw error;
      }
      // A name in a fault's detail may be redacted, and `[redacted]` is not a name in XML.
      const { name, namespace, attributes, children } = this;
      return { name, namespace, attributes, children };
    }
  }
}

function beginningOf(element: XmlElement, left: { nodes: number }): XmlElement {
  left.nodes -= 1 + element.attributes.length;
  const children: XmlNode[] = [];
  for (const child of element.children) {
    if (left.nodes <= 0) {
      children.push("…");
      break;
    }
    children.push(typeof child === "string" ? shortened(child) : beginningOf(child, left));
  }
  const attributes = element.attributes.map(({ name, namespace, value }) => ({
    name,
    namespace: shortened(namespace),
    value: shortened(value),
  }));
  const { name, namespace, prefixes } = element;
  return { name, namespace: shortened(namespace), attributes, children, prefixes: prefixes && shortenedIn(prefixes) };
}

function shortenedIn(prefixes: Prefixes): Prefixes {
  const meaning = (prefix: string): string | undefined => {
    const namespace = prefixes.get(prefix);
    return namespace && shortened(namespace);
  };
  return { get: meaning, keys: () => prefixes.keys(), [Symbol.iterator]: () => prefixes[Symbol.iterator]() };
}

/** Without half of a character at its end, which XML does not allow. */
function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT).replace(/[\ud800-\udbff]$/, "")}…` : text;
}
