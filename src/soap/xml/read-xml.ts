import { isNCName } from "./characters.js";
import { addNode, type GrowingElement, lengthenText, NO_CHILDREN } from "./growing-element.js";
import { endOfDoctype, endOfXmlDeclaration } from "./prolog.js";
import { ReadableElement } from "./readable-element.js";
import { Slices } from "./slices.js";
import type { XmlElement } from "./xml-element.js";
import { NO_PREFIXES, namespaceOf, type Refuse, TagAttributes, type TagName, TagNames } from "./xml-names.js";
import { withSpaces, XmlText } from "./xml-text.js";

/** Limits and options of reading a document. */
export interface XmlLimits {
  /** Depth of nested elements. Default 64. */
  readonly maxDepth?: number;
  /** Attributes of one element, namespace declarations included. Default 256. */
  readonly maxAttributes?: number;
  /** Characters of an element's or attribute's name, prefix included. Default 1,024. */
  readonly maxNameLength?: number;
  /** Characters of a namespace. Default 8,192. V8 makes no hash of a text of more than 16,383, and compares such texts whole. */
  readonly maxNamespaceLength?: number;
  /** Elements, attributes and runs of text in the whole document. Default: no limit. */
  readonly maxNodes?: number;
  /** Keep each element's offset in the text. Default false. */
  readonly offsets?: boolean;
  /** Skip a document type declaration without reading its entities. Default false: it is rejected. */
  readonly skipDoctype?: boolean;
}

/** The text is not XML 1.0 with namespaces, has a document type declaration, or exceeds a limit. */
export class XmlError extends Error {
  override readonly name = "XmlError";
  /** Index in the text at which the reader stopped. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Reads a whole XML document without byte order mark, and returns its root element.
 *
 * Strict: the document is well-formed, declares its prefixes, and has no attribute twice. A document type declaration is
 * rejected, or skipped with `skipDoctype`. Its entities are never known, only the five of XML. The reader keeps all text,
 * white space included, and drops comments and processing instructions.
 *
 * @throws {XmlError} if the text is not such a document, or exceeds a limit.
 */
export function readXml(text: string, limits: XmlLimits = {}): XmlElement {
  const reader = new XmlReader(text, limits);
  reader.readTo(text.length);
  return reader.finish();
}

/** Characters between two turns of the event loop: at most a few milliseconds of work. */
const SLICE = 16 * 1024;

/**
 * Reads a document as {@link readXml} does, in slices, with a turn of the event loop between them.
 *
 * @param beforeEachSlice Throws if the document is no longer wanted, as `deadline.throwIfExpired()` does.
 * @throws {XmlError} as `readXml` does, or the error of `beforeEachSlice`.
 */
export async function readXmlInSlices(
  text: string,
  limits: XmlLimits,
  beforeEachSlice: () => void,
): Promise<XmlElement> {
  const reader = new XmlReader(text, limits);
  const slices = new Slices(beforeEachSlice);
  for (let end = SLICE; ; end += SLICE) {
    reader.readTo(end);
    if (end >= text.length) {
      return reader.finish();
    }
    await slices.next();
  }
}

/** An element whose end tag is still to come. */
interface OpenElement {
  /** The name in its tags, prefix included. */
  readonly tagName: string;
  readonly element: GrowingElement;
}

/** A CDATA section, a comment or a processing instruction. Only CDATA becomes text. */
interface Section {
  readonly start: number;
  /** Ends the section. Two hyphens in a comment must begin its `-->` (XML 1.0 §2.5). */
  readonly mark: "]]>" | "--" | "?>";
  /** The message of the error if the section does not end correctly. */
  readonly otherwise: string;
}

const [EXCLAMATION_MARK, QUESTION_MARK, DOUBLE_QUOTE, SINGLE_QUOTE] = [0x21, 0x3f, 0x22, 0x27];
const [SLASH, LESS, EQUALS, GREATER] = [0x2f, 0x3c, 0x3d, 0x3e];

/**
 * Incremental: each `readTo` continues where the last one stopped. Search positions are cached, so that the total time is
 * linear.
 *
 * Own code, because reading is the largest part of a call's work, and a parser for all of XML takes three times as long.
 */
class XmlReader {
  readonly #text: string;
  readonly #source: XmlText;
  readonly #limits: Required<XmlLimits>;
  readonly #open: OpenElement[] = [];
  readonly #names = new TagNames();
  #root: XmlElement | undefined;
  #nodes = 0;
  /** The start tag that is being read: its name, its offset and its attributes. */
  #tag: TagName | undefined;
  #tagStart = 0;
  readonly #attributes: TagAttributes;
  /** The attribute whose value is being read in pieces: its name, the end of its value, and the value so far. */
  #attribute: TagName | undefined;
  #valueEnd = 0;
  #value = "";
  #section: Section | undefined;
  #hasDoctype = false;
  readonly #refuse: Refuse = (message) => {
    throw new XmlError(message, this.#source.position);
  };

  constructor(text: string, limits: XmlLimits) {
    const { maxDepth = 64, maxAttributes = 256, maxNameLength = 1024, maxNamespaceLength = 8192 } = limits;
    const { maxNodes = Number.POSITIVE_INFINITY, offsets = false, skipDoctype = false } = limits;
    this.#text = text;
    this.#attributes = new TagAttributes(maxNamespaceLength);
    this.#source = new XmlText(text, maxNameLength, this.#refuse);
    this.#limits = { maxDepth, maxAttributes, maxNameLength, maxNamespaceLength, maxNodes, offsets, skipDoctype };
  }

  /** Continues to the offset, and to the end of a tag or reference that begins before it. */
  readTo(offset: number): void {
    const end = Math.min(offset, this.#text.length);
    this.#source.checkCharacters(end);
    if (this.#source.position === 0) {
      this.#source.position = endOfXmlDeclaration(this.#text, this.#refuse);
    }
    while (this.#source.position < end) {
      if (this.#attribute !== undefined) {
        this.#readValue(this.#attribute, end);
      } else if (this.#tag !== undefined) {
        this.#readAttributes(this.#tag, end);
      } else if (this.#section !== undefined) {
        this.#readSection(this.#section, end);
      } else if (this.#source.code() === LESS) {
        this.#readMarkup(end);
      } else {
        this.#readText(end);
      }
    }
  }

  /** Checks that the document is complete, and returns its root element. */
  finish(): XmlElement {
    if (this.#section !== undefined) {
      this.#refuse(this.#section.otherwise);
    }
    if (this.#open.length > 0 || this.#tag !== undefined) {
      this.#refuse("the document ends within an element");
    }
    return this.#root ?? this.#refuse("the document has no root element");
  }

  #readMarkup(end: number): void {
    const start = this.#source.position;
    const next = this.#text.charCodeAt(start + 1);
    if (next === SLASH) {
      this.#readEndTag(start);
    } else if (next === QUESTION_MARK) {
      this.#beginInstruction(start);
    } else if (next !== EXCLAMATION_MARK) {
      this.#readStartTag(start, end);
    } else if (this.#text.startsWith("<!--", start)) {
      this.#beginComment(start);
    } else if (this.#text.startsWith("<![CDATA[", start)) {
      this.#beginCdata(start);
    } else {
      this.#readDoctype(start);
    }
  }

  #readStartTag(offset: number, end: number): void {
    if (this.#root !== undefined && this.#open.length === 0) {
      this.#refuse("the document has more than one root element");
    }
    if (this.#open.length >= this.#limits.maxDepth) {
      this.#refuse(`elements are nested more than ${this.#limits.maxDepth} deep`);
    }
    this.#source.position += 1;
    const tag = this.#readName();
    this.#countNode();
    this.#tag = tag;
    this.#tagStart = offset;
    this.#attributes.clear();
    this.#readAttributes(tag, end);
  }

  #readName(): TagName {
    return this.#names.read(this.#source, this.#refuse);
  }

  #readAttributes(tag: TagName, end: number): void {
    while (this.#attribute === undefined) {
      const isBlank = this.#source.skipBlanks();
      const code = this.#source.code();
      if (code === GREATER || code === SLASH) {
        this.#endStartTag(tag, code === SLASH);
        return;
      }
      if (!isBlank) {
        this.#refuse("expected a blank or the end of the tag");
      }
      this.#readAttribute(end);
    }
  }

  #readAttribute(end: number): void {
    if (this.#attributes.count >= this.#limits.maxAttributes) {
      this.#refuse(`an element has more than ${this.#limits.maxAttributes} attributes`);
    }
    const name = this.#readName();
    this.#countNode();
    this.#source.skipBlanks();
    this.#source.expect(EQUALS, "expected = and a value after an attribute's name");
    this.#source.skipBlanks();
    const quote = this.#source.code();
    if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) {
      this.#refuse("an attribute's value has no quotes");
    }
    const start = this.#source.position + 1;
    const valueEnd = this.#text.indexOf(quote === DOUBLE_QUOTE ? '"' : "'", start);
    if (valueEnd === -1) {
      this.#refuse("an attribute's value has no end");
    }
    this.#source.position = start;
    if (this.#source.isPlainTo(valueEnd)) {
      this.#attributes.add(name, this.#text.slice(start, valueEnd));
      this.#source.position = valueEnd + 1;
      return;
    }
    if (this.#source.nextAngle() < valueEnd) {
      this.#refuse("an attribute's value has a <");
    }
    this.#attribute = name;
    this.#valueEnd = valueEnd;
    this.#readValue(name, end);
  }

  #readValue(name: TagName, end: number): void {
    const stop = Math.min(this.#valueEnd, end);
    if (this.#source.position < stop) {
      // XML 1.0 §3.3.3: a literal blank becomes a space; a blank written as a reference does not.
      this.#value += this.#source.readText(stop, withSpaces);
    }
    if (this.#source.position === this.#valueEnd) {
      this.#attributes.add(name, this.#value);
      this.#value = "";
      this.#attribute = undefined;
      this.#source.position += 1;
    }
  }

  #endStartTag(tag: TagName, isEmpty: boolean): void {
    this.#tag = undefined;
    this.#source.position += isEmpty ? 1 : 0;
    this.#source.expect(GREATER, "expected > after the / in a tag");
    const parent = this.#open.at(-1)?.element;
    const prefixes = this.#attributes.scope(parent?.prefixes ?? NO_PREFIXES, this.#refuse);
    const namespace = namespaceOf(tag, prefixes, prefixes.get("") ?? "", this.#refuse);
    const attributes = this.#attributes.toList(prefixes, this.#refuse);
    const element = new ReadableElement(tag.name, namespace, attributes, NO_CHILDREN, prefixes) as GrowingElement;
    if (this.#limits.offsets) {
      element.offset = this.#tagStart;
    }
    if (parent !== undefined) {
      addNode(parent, element);
    }
    this.#root ??= element;
    if (!isEmpty) {
      this.#open.push({ tagName: tag.whole, element });
    }
  }

  #readEndTag(start: number): void {
    const { tagName } = this.#open.pop() ?? this.#refuse("an end tag has no start tag");
    if (!this.#text.startsWith(tagName, start + 2)) {
      this.#refuse(`expected the end tag </${tagName}>`);
    }
    this.#source.position += 2 + tagName.length;
    this.#source.skipBlanks();
    this.#source.expect(GREATER, `expected the end tag </${tagName}>`);
  }

  #readText(end: number): void {
    const stop = Math.min(end, this.#source.nextAngle());
    if (this.#open.length === 0) {
      if (/[^\t\n\r ]/.test(this.#text.slice(this.#source.position, stop))) {
        this.#refuse("there is text outside of the root element");
      }
      this.#source.position = stop;
      return;
    }
    if (this.#text.slice(this.#source.position, stop + "]>".length).includes("]]>")) {
      this.#refuse("a text has ]]>");
    }
    if (this.#source.position < stop) {
      this.#addText(this.#source.readText(stop));
    }
  }

  #beginCdata(start: number): void {
    const otherwise = "a CDATA section has no end, or stands outside of the root element";
    if (this.#open.length === 0) {
      this.#refuse(otherwise);
    }
    this.#source.position += "<![CDATA[".length;
    this.#section = { start, mark: "]]>", otherwise };
  }

  /** Reads to the mark that ends the section, or to the offset if the mark comes later. */
  #readSection({ start, mark, otherwise }: Section, end: number): void {
    const found = this.#text.slice(this.#source.position, end + mark.length - 1).indexOf(mark);
    const stop = found === -1 ? end : this.#source.position + found;
    if (mark === "]]>") {
      this.#addText(this.#source.readCharacters(stop));
    } else {
      this.#source.position = stop;
    }
    // The text ends first, or two hyphens do not begin `-->`.
    if (found === -1 ? end === this.#text.length : mark === "--" && this.#text.charCodeAt(stop + 2) !== GREATER) {
      this.#source.position = start;
      this.#refuse(otherwise);
    }
    if (found !== -1) {
      this.#source.position = stop + (mark === "--" ? "-->" : mark).length;
      this.#section = undefined;
    }
  }

  /** Adds to the text of the innermost open element. */
  #addText(chunk: string): void {
    const { element: parent } = this.#open.at(-1) as OpenElement;
    if (chunk !== "" && !lengthenText(parent, chunk)) {
      this.#countNode();
      addNode(parent, chunk);
    }
  }

  #beginComment(start: number): void {
    this.#source.position += "<!--".length;
    this.#section = { start, mark: "--", otherwise: "a comment has no end, or two hyphens before it" };
  }

  #beginInstruction(start: number): void {
    const otherwise =
      "a processing instruction has no name or no end, or is an XML declaration that does not begin the text";
    const { maxNameLength } = this.#limits;
    const [text = ""] = this.#text.slice(start + 2, start + 2 + maxNameLength + "?>".length).split(/[\t\n\r ]|\?>/, 1);
    const target = text.slice(0, maxNameLength);
    if (!isNCName(target) || target.toLowerCase() === "xml") {
      this.#refuse(otherwise);
    }
    this.#source.position += "<?".length;
    this.#section = { start, mark: "?>", otherwise };
  }

  #readDoctype(start: number): void {
    if (!this.#text.startsWith("<!DOCTYPE", start)) {
      this.#refuse("expected a comment, CDATA or a tag");
    }
    if (!this.#limits.skipDoctype) {
      this.#refuse("a document type declaration is not allowed");
    }
    if (this.#hasDoctype || this.#root !== undefined) {
      this.#refuse("a document type declaration is not at the beginning");
    }
    this.#hasDoctype = true;
    this.#source.position = endOfDoctype(this.#text, start) ?? this.#refuse("a document type declaration has no end");
  }

  #countNode(): void {
    this.#nodes += 1;
    if (this.#nodes > this.#limits.maxNodes) {
      this.#refuse(`it has more than ${this.#limits.maxNodes} elements, attributes and texts`);
    }
  }
}
