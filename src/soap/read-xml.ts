import { setImmediate as untilOthersHadTheirTurn } from "node:timers/promises";
import { SaxesParser, type SaxesTagNS } from "saxes";
import type { Deadline } from "./deadline.js";
import type { Prefixes, XmlAttribute, XmlElement, XmlNode } from "./xml-element.js";

/** What a document may cost its reader. */
export interface XmlLimits {
  /** Elements within elements. Default 64. */
  readonly maxDepth?: number;
  /** Attributes of one element, namespace declarations included. Default 256. */
  readonly maxAttributes?: number;
  /** Characters of an element's or attribute's name, prefix included. Default 1,024. */
  readonly maxNameLength?: number;
  /** Elements, attributes and runs of text of the whole document: what its tree consists of. Default no limit. */
  readonly maxNodes?: number;
  /** Keep each element's offset in the text. Default false. */
  readonly offsets?: boolean;
  /** Pass over a document type declaration, without reading its entities. Default false: it is refused. */
  readonly skipDoctype?: boolean;
}

/** The text is not XML 1.0 with namespaces, has a document type declaration, or passes a limit. */
export class XmlError extends Error {
  override readonly name = "XmlError";
  /** Where in the text it was noticed. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Reads a whole XML document and returns its root element.
 *
 * Strict: well-formed, prefixes declared, attributes unique by namespace. Document type declarations are refused, or
 * passed over, and with them every entity but the five that XML knows. Text is kept to the letter; comments and processing instructions
 * are dropped.
 *
 * @throws {XmlError} for anything else.
 */
export function readXml(text: string, limits: XmlLimits = {}): XmlElement {
  const reader = xmlReader(limits);
  reader.write(text);
  return reader.end();
}

/** Characters between two turns of the event loop: a few milliseconds' work, whatever they are. */
const SLICE = 16 * 1024;

/**
 * Reads a document as {@link readXml} does, in slices, so that a long one does not keep the process from everything else.
 *
 * @throws {XmlError} as `readXml` does, or the deadline's reason.
 */
export async function readXmlInSlices(document: string, limits: XmlLimits, deadline: Deadline): Promise<XmlElement> {
  const reader = xmlReader(limits);
  // As XML 1.0 §2.11 has it. The parser does it as well, but makes a string of each line.
  const text = document.includes("\r") ? document.replaceAll(/\r\n?/g, "\n") : document;
  for (let start = 0; start < text.length; start += SLICE) {
    if (start > 0) {
      await untilOthersHadTheirTurn();
      deadline.throwIfOver();
    }
    reader.write(text.slice(start, start + SLICE));
  }
  return reader.end();
}

interface XmlReader {
  write(text: string): void;
  /** The root element of what was written. */
  end(): XmlElement;
}

interface OpenElement {
  readonly element: XmlElement & { readonly children: XmlNode[]; offset?: number };
  readonly prefixes: Prefixes;
}

const XMLNS = "http://www.w3.org/2000/xmlns/";
const NO_PREFIXES: Prefixes = new Map([["xml", "http://www.w3.org/XML/1998/namespace"]]);

/** The parser's own table inherits from Object.prototype, so that `&constructor;` would be an entity. */
const ENTITIES: Record<string, string> = Object.assign(Object.create(null), {
  amp: "&",
  gt: ">",
  lt: "<",
  quot: '"',
  apos: "'",
});

/**
 * V8 gives the instances of a derived class room for more properties. Without it, the seventh handler turns those of the
 * parser into a hash table, and reading takes four times as long.
 */
class Parser extends SaxesParser<{ xmlns: true; position: boolean }> {}

function xmlReader(limits: XmlLimits): XmlReader {
  const { maxDepth = 64, maxAttributes = 256, maxNameLength = 1024, maxNodes = Number.POSITIVE_INFINITY } = limits;
  const { offsets = false, skipDoctype = false } = limits;
  const parser = new Parser({ xmlns: true, position: offsets });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let offset = 0;
  let nodes = 0;

  const refuse = (message: string): never => {
    throw new XmlError(message, parser.position);
  };
  const countNode = (): void => {
    nodes += 1;
    if (nodes > maxNodes) {
      refuse(`it has more than ${maxNodes} elements, attributes and texts`);
    }
  };
  parser.ENTITIES = ENTITIES;
  parser.on("error", (error) => refuse(error.message.replace(/^(?:undefined:)?\d+:\d+:\s*/, "")));
  parser.on("xmldecl", ({ version }) => version === "1.0" || refuse(`expected XML 1.0, found version ${version}`));
  parser.on("doctype", () => skipDoctype || refuse("a document type declaration is not allowed"));
  parser.on("opentagstart", (tag) => {
    offset = parser.position - tag.name.length - 2;
    if (open.length >= maxDepth) {
      refuse(`elements are nested more than ${maxDepth} deep`);
    }
    if (tag.name.length > maxNameLength) {
      refuse(`a name is longer than ${maxNameLength} characters`);
    }
    countNode();
  });
  let attributeCount = 0;
  parser.on("attribute", (attribute) => {
    attributeCount += 1;
    if (attributeCount > maxAttributes) {
      refuse(`an element has more than ${maxAttributes} attributes`);
    }
    if (attribute.name.length > maxNameLength) {
      refuse(`a name is longer than ${maxNameLength} characters`);
    }
    countNode();
  });
  parser.on("opentag", (tag) => {
    attributeCount = 0;
    const parent = open.at(-1);
    const prefixes = prefixesOf(tag, parent?.prefixes ?? NO_PREFIXES);
    const element: OpenElement["element"] = {
      name: tag.local,
      namespace: tag.uri,
      attributes: attributesOf(tag),
      children: [],
      prefixes,
    };
    if (offsets) {
      element.offset = offset;
    }
    parent?.element.children.push(element);
    root ??= element;
    open.push({ element, prefixes });
  });
  parser.on("closetag", () => {
    open.pop();
  });
  const addText = (chunk: string): void => {
    const children = open.at(-1)?.element.children;
    const last = children?.at(-1);
    if (children === undefined || chunk === "") {
      return;
    }
    if (typeof last === "string") {
      children[children.length - 1] = last + chunk;
      return;
    }
    countNode();
    children.push(chunk);
  };
  parser.on("text", addText);
  parser.on("cdata", addText);

  return {
    write: (text) => {
      parser.write(text);
    },
    end: () => {
      parser.close();
      return root ?? refuse("the document has no root element");
    },
  };
}

/** What an element declares, before what is declared around it. */
class Scope implements Prefixes {
  // A copy of what is around would cost a document of many declarations the square of its length.
  readonly #declared: Readonly<Record<string, string>>;
  readonly #around: Prefixes;

  /** @param declared without a prototype, as the parser makes it. */
  constructor(declared: Readonly<Record<string, string>>, around: Prefixes) {
    this.#declared = declared;
    this.#around = around;
  }

  get(prefix: string): string | undefined {
    return this.#declared[prefix] ?? this.#around.get(prefix);
  }

  keys(): Iterable<string> {
    return new Map(this).keys();
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    yield* this.#around;
    yield* Object.entries(this.#declared);
  }
}

function prefixesOf({ ns }: SaxesTagNS, around: Prefixes): Prefixes {
  return Object.keys(ns).length === 0 ? around : new Scope(ns, around);
}

function attributesOf(tag: SaxesTagNS): XmlAttribute[] {
  const attributes: XmlAttribute[] = [];
  for (const key of Object.keys(tag.attributes)) {
    const attribute = tag.attributes[key];
    if (attribute !== undefined && attribute.uri !== XMLNS) {
      attributes.push({ name: attribute.local, namespace: attribute.uri, value: attribute.value });
    }
  }
  return attributes;
}
