import { setImmediate as nextTurn } from "node:timers/promises";
import { illegalCharacter, isNCName } from "./characters.js";
import type { Prefixes, XmlElement, XmlNode } from "./xml-element.js";
import { attributesOf, declaredBy, type Namespaces, NO_PREFIXES, type Refuse, resolve } from "./xml-names.js";

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
 * Reads a whole XML document, without a byte order mark, and returns its root element.
 *
 * Strict: well-formed, prefixes declared, attributes unique by namespace. Document type declarations are refused, or
 * passed over, and with them every entity but the five that XML knows. Text is kept to the letter; comments and processing instructions
 * are dropped.
 *
 * @throws {XmlError} for anything else.
 */
export function readXml(text: string, limits: XmlLimits = {}): XmlElement {
  const reader = new XmlReader(text, limits);
  reader.readTo(text.length);
  return reader.end();
}

/** Characters between two turns of the event loop: a few milliseconds of work, whatever they are. */
const SLICE = 16 * 1024;

/**
 * Reads a document as {@link readXml} does, in slices, with a turn of the event loop between them.
 *
 * @param beforeEachSlice Throws where the document is no longer wanted: `deadline.throwIfExpired()`.
 * @throws {XmlError} as `readXml` does, or what `beforeEachSlice` throws.
 */
export async function readXmlInSlices(
  text: string,
  limits: XmlLimits,
  beforeEachSlice: () => void,
): Promise<XmlElement> {
  const reader = new XmlReader(text, limits);
  for (let end = SLICE; ; end += SLICE) {
    reader.readTo(end);
    if (end >= text.length) {
      return reader.end();
    }
    await nextTurn();
    beforeEachSlice();
  }
}

/** An element whose end tag is still to come. */
interface OpenElement {
  /** As it stands in the tags. */
  readonly tagName: string;
  readonly element: XmlElement & { readonly children: XmlNode[]; offset?: number };
  readonly prefixes: Prefixes;
}

/** A start tag, as far as it has been read. */
interface StartTag {
  readonly tagName: string;
  readonly offset: number;
  readonly names: string[];
  readonly values: string[];
}

/** CDATA, whose characters are text; a comment or an instruction, which are passed over. */
interface Section {
  readonly start: number;
  /** What ends it; in a comment there is nothing else that begins with two hyphens. */
  readonly mark: "]]>" | "--" | "?>";
  /** The refusal of a section that does not end so. */
  readonly otherwise: string;
}

const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE, EXCLAMATION_MARK] = [0x09, 0x0a, 0x0d, 0x20, 0x21];
const [DOUBLE_QUOTE, AMPERSAND, SINGLE_QUOTE, SLASH] = [0x22, 0x26, 0x27, 0x2f];
const [LESS, EQUALS, GREATER, QUESTION_MARK] = [0x3c, 0x3d, 0x3e, 0x3f];

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["gt", ">"],
  ["lt", "<"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** XML 1.0 §4.1: an entity, or a character by its number. */
const REFERENCE = /&(?:(\w{1,4})|#(\d+)|#x([\da-fA-F]+));/y;

/** More are rare, and passed over by an expression, which takes a sixth of the time for each. */
const FEW_BLANKS = 64;
const BLANKS = /[\t\n\r ]*/y;

/** XML 1.0 §2.8. */
const XML_DECLARATION =
  /<\?xml[\t\n\r ]+version[\t\n\r ]*=[\t\n\r ]*(?:"(1\.\d+)"|'(1\.\d+)')(?:[\t\n\r ]+encoding[\t\n\r ]*=[\t\n\r ]*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:[\t\n\r ]+standalone[\t\n\r ]*=[\t\n\r ]*(?:"(?:yes|no)"|'(?:yes|no)'))?[\t\n\r ]*\?>/y;

/**
 * Reads to wherever it is told to, and on from there. What it searches for, it searches for once, so that it takes time
 * in proportion to the text's length.
 *
 * Own code, because reading is the largest part of a call's work: a parser of all of XML takes three times as long for the
 * little of it that SOAP allows.
 */
class XmlReader {
  readonly #text: string;
  readonly #limits: Required<XmlLimits>;
  readonly #open: OpenElement[] = [];
  readonly #namespaces: Namespaces = new Map();
  #root: XmlElement | undefined;
  #position = 0;
  /** All characters before it are allowed in XML. */
  #legalTo = 0;
  #nodes = 0;
  /** The start tag that is being read. */
  #tag: StartTag | undefined;
  /** Of the attribute's value that is being read: where it ends, and what it is so far. */
  #valueEnd: number | undefined;
  #value = "";
  #section: Section | undefined;
  #hasDoctype = false;
  readonly #nextAngle: Search;
  readonly #nextReference: Search;
  readonly #refuse: Refuse = (message) => {
    throw new XmlError(message, this.#position);
  };

  constructor(text: string, limits: XmlLimits) {
    const { maxDepth = 64, maxAttributes = 256, maxNameLength = 1024, maxNodes = Number.POSITIVE_INFINITY } = limits;
    const { offsets = false, skipDoctype = false } = limits;
    this.#text = text;
    this.#limits = { maxDepth, maxAttributes, maxNameLength, maxNodes, offsets, skipDoctype };
    this.#nextAngle = new Search(text, "<");
    this.#nextReference = new Search(text, "&");
  }

  /** Reads on, as far as something begins before the offset. */
  readTo(offset: number): void {
    const end = Math.min(offset, this.#text.length);
    this.#checkCharacters(end);
    if (this.#position === 0) {
      this.#readXmlDeclaration();
    }
    while (this.#position < end) {
      if (this.#valueEnd !== undefined) {
        this.#readValue(this.#valueEnd, end);
      } else if (this.#tag !== undefined) {
        this.#readAttributes(this.#tag, end);
      } else if (this.#section !== undefined) {
        this.#readSection(this.#section, end);
      } else if (this.#text.charCodeAt(this.#position) === LESS) {
        this.#readMarkup(end);
      } else {
        this.#readText(end);
      }
    }
  }

  /** The root element of what was read. */
  end(): XmlElement {
    if (this.#section !== undefined) {
      this.#refuse(this.#section.otherwise);
    }
    if (this.#open.length > 0 || this.#tag !== undefined) {
      this.#refuse("the document ends within an element");
    }
    return this.#root ?? this.#refuse("the document has no root element");
  }

  #readXmlDeclaration(): void {
    if (!/^<\?xml[\t\n\r ?]/.test(this.#text.slice(0, 6))) {
      return;
    }
    XML_DECLARATION.lastIndex = 0;
    const [declaration, version, sameVersion = version] =
      XML_DECLARATION.exec(this.#text) ?? this.#refuse("the XML declaration is malformed");
    if (sameVersion !== "1.0") {
      this.#refuse(`expected XML 1.0, found version ${sameVersion}`);
    }
    this.#position = declaration.length;
  }

  #readMarkup(end: number): void {
    const start = this.#position;
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
    this.#position += 1;
    const tag = { tagName: this.#readName(), offset, names: [], values: [] };
    this.#countNode();
    this.#tag = tag;
    this.#readAttributes(tag, end);
  }

  #readAttributes(tag: StartTag, end: number): void {
    while (this.#valueEnd === undefined) {
      const isBlank = this.#skipBlanks();
      const code = this.#text.charCodeAt(this.#position);
      if (code === GREATER || code === SLASH) {
        this.#endStartTag(tag, code === SLASH);
        return;
      }
      if (!isBlank) {
        this.#refuse("expected a blank or the end of the tag");
      }
      this.#readAttribute(tag, end);
    }
  }

  #readAttribute({ names, values }: StartTag, end: number): void {
    if (names.length >= this.#limits.maxAttributes) {
      this.#refuse(`an element has more than ${this.#limits.maxAttributes} attributes`);
    }
    names.push(this.#readName());
    this.#countNode();
    this.#skipBlanks();
    this.#expect(EQUALS, "expected = and a value after an attribute's name");
    this.#skipBlanks();
    const quote = this.#text.charCodeAt(this.#position);
    if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) {
      this.#refuse("an attribute's value has no quotes");
    }
    const start = this.#position + 1;
    const valueEnd = this.#text.indexOf(quote === DOUBLE_QUOTE ? '"' : "'", start);
    if (valueEnd === -1) {
      this.#refuse("an attribute's value has no end");
    }
    const value = this.#text.slice(start, valueEnd);
    if (!/[<&\t\n\r]/.test(value)) {
      values.push(value);
      this.#position = valueEnd + 1;
      return;
    }
    if (value.includes("<")) {
      this.#refuse("an attribute's value has a <");
    }
    this.#position = start;
    this.#valueEnd = valueEnd;
    this.#readValue(valueEnd, end);
  }

  #readValue(valueEnd: number, end: number): void {
    const stop = Math.min(valueEnd, end);
    while (this.#position < stop) {
      // XML 1.0 §3.3.3: blanks are spaces, unless they are written as references.
      this.#value += this.#isAtReference() ? this.#readReference() : withSpaces(this.#readPiece(stop));
    }
    if (this.#position === valueEnd) {
      this.#tag?.values.push(this.#value);
      this.#value = "";
      this.#valueEnd = undefined;
      this.#position += 1;
    }
  }

  #endStartTag({ tagName, offset, names, values }: StartTag, isEmpty: boolean): void {
    this.#tag = undefined;
    this.#position += isEmpty ? 1 : 0;
    this.#expect(GREATER, "expected > after the / in a tag");
    const parent = this.#open.at(-1);
    const prefixes = declaredBy(names, values, parent?.prefixes ?? NO_PREFIXES, this.#namespaces, this.#refuse);
    const { name, namespace } = resolve(tagName, prefixes, prefixes.get("") ?? "", this.#refuse);
    const attributes = attributesOf(names, values, prefixes, this.#refuse);
    const element: OpenElement["element"] = { name, namespace, attributes, children: [], prefixes };
    if (this.#limits.offsets) {
      element.offset = offset;
    }
    parent?.element.children.push(element);
    this.#root ??= element;
    if (!isEmpty) {
      this.#open.push({ tagName, element, prefixes });
    }
  }

  #readEndTag(start: number): void {
    const { tagName } = this.#open.pop() ?? this.#refuse("an end tag has no start tag");
    if (!this.#text.startsWith(tagName, start + 2)) {
      this.#refuse(`expected the end tag </${tagName}>`);
    }
    this.#position += 2 + tagName.length;
    this.#skipBlanks();
    this.#expect(GREATER, `expected the end tag </${tagName}>`);
  }

  #readText(end: number): void {
    const stop = Math.min(end, this.#nextAngle.from(this.#position));
    if (this.#open.length === 0) {
      if (/[^\t\n\r ]/.test(this.#text.slice(this.#position, stop))) {
        this.#refuse("there is text outside of the root element");
      }
      this.#position = stop;
      return;
    }
    if (this.#text.slice(this.#position, stop + "]>".length).includes("]]>")) {
      this.#refuse("a text has ]]>");
    }
    while (this.#position < stop) {
      this.#addText(this.#isAtReference() ? this.#readReference() : this.#readPiece(stop));
    }
  }

  #beginCdata(start: number): void {
    const otherwise = "a CDATA section has no end, or stands outside of the root element";
    if (this.#open.length === 0) {
      this.#refuse(otherwise);
    }
    this.#position += "<![CDATA[".length;
    this.#section = { start, mark: "]]>", otherwise };
  }

  /** Reads on to the mark that ends the section, as far as it stands before the offset. */
  #readSection({ start, mark, otherwise }: Section, end: number): void {
    const found = this.#text.slice(this.#position, end + mark.length - 1).indexOf(mark);
    const stop = found === -1 ? end : this.#position + found;
    if (mark === "]]>" && stop > this.#position) {
      this.#addText(this.#readCharacters(stop));
    } else {
      this.#position = stop;
    }
    if (found === -1 ? end === this.#text.length : mark === "--" && this.#text.charCodeAt(stop + 2) !== GREATER) {
      this.#position = start;
      this.#refuse(otherwise);
    }
    if (found !== -1) {
      this.#position = stop + (mark === "--" ? "-->" : mark).length;
      this.#section = undefined;
    }
  }

  #addText(chunk: string): void {
    const children = this.#open.at(-1)?.element.children;
    const last = children?.at(-1);
    if (children === undefined || chunk === "") {
      return;
    }
    if (typeof last === "string") {
      children[children.length - 1] = last + chunk;
      return;
    }
    this.#countNode();
    children.push(chunk);
  }

  /** Text up to the next reference, or to where it is to stop. */
  #readPiece(stop: number): string {
    return this.#readCharacters(Math.min(stop, this.#nextReference.from(this.#position)));
  }

  #readCharacters(stop: number): string {
    let end = stop;
    if (this.#text.charCodeAt(end - 1) === CARRIAGE_RETURN && this.#text.charCodeAt(end) === LINE_FEED) {
      end += 1;
    }
    const piece = this.#text.slice(this.#position, end);
    this.#position = end;
    return withLineFeeds(piece);
  }

  #isAtReference(): boolean {
    return this.#text.charCodeAt(this.#position) === AMPERSAND;
  }

  /** `&lt;`, `&#60;` or `&#x3c;`. */
  #readReference(): string {
    REFERENCE.lastIndex = this.#position;
    const [reference, name, decimal, hexadecimal = ""] =
      REFERENCE.exec(this.#text) ?? this.#refuse("an & begins no reference");
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    const ofCode = code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    const character = name === undefined ? ofCode : ENTITIES.get(name);
    if (character === undefined || illegalCharacter(character) !== undefined) {
      return this.#refuse("a reference is neither to a character of XML nor to an entity that it knows");
    }
    this.#position += reference.length;
    return character;
  }

  #beginComment(start: number): void {
    this.#position += "<!--".length;
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
    this.#position += "<?".length;
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
    // XML 1.0 §2.8: quoted texts, comments and instructions may hold brackets that mean nothing.
    const token = /"[^"]*(?:"|$)|'[^']*(?:'|$)|<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)|[[\]>]/g;
    token.lastIndex = start;
    let isInSubset = false;
    for (let found = token.exec(this.#text); found !== null; found = token.exec(this.#text)) {
      if (found[0] === ">" && !isInSubset) {
        this.#position = token.lastIndex;
        return;
      }
      isInSubset = found[0] === "[" || (isInSubset && found[0] !== "]");
    }
    this.#refuse("a document type declaration has no end");
  }

  #readName(): string {
    const text = this.#text;
    const start = this.#position;
    const longest = start + this.#limits.maxNameLength + 1;
    let end = start;
    while (end < longest && !endsName(text.charCodeAt(end))) {
      end += 1;
    }
    if (end === longest) {
      this.#refuse(`a name is longer than ${this.#limits.maxNameLength} characters`);
    }
    this.#position = end;
    return text.slice(start, end);
  }

  #skipBlanks(): boolean {
    const start = this.#position;
    const most = start + FEW_BLANKS;
    while (this.#position < most && isBlank(this.#text.charCodeAt(this.#position))) {
      this.#position += 1;
    }
    if (this.#position === most) {
      BLANKS.lastIndex = most;
      BLANKS.test(this.#text);
      this.#position = BLANKS.lastIndex;
    }
    return this.#position > start;
  }

  #expect(code: number, otherwise: string): void {
    if (this.#text.charCodeAt(this.#position) !== code) {
      this.#refuse(otherwise);
    }
    this.#position += 1;
  }

  #checkCharacters(end: number): void {
    // Both halves of a character beyond 16 bits, or neither.
    const isHalf = end < this.#text.length && (this.#text.codePointAt(end - 1) ?? 0) > 0xffff;
    const next = isHalf ? end + 1 : end;
    const illegal = illegalCharacter(this.#text.slice(this.#legalTo, next));
    if (illegal !== undefined) {
      this.#refuse(`character ${illegal} is not allowed in XML 1.0`);
    }
    this.#legalTo = next;
  }

  #countNode(): void {
    this.#nodes += 1;
    if (this.#nodes > this.#limits.maxNodes) {
      this.#refuse(`it has more than ${this.#limits.maxNodes} elements, attributes and texts`);
    }
  }
}

/** Where something is found next, without looking at any part of the text twice. */
class Search {
  readonly #text: string;
  readonly #what: string;
  #found = -1;

  constructor(text: string, what: string) {
    this.#text = text;
    this.#what = what;
  }

  /** The text's length if it is not found. */
  from(position: number): number {
    if (this.#found < position) {
      const found = this.#text.indexOf(this.#what, position);
      this.#found = found === -1 ? this.#text.length : found;
    }
    return this.#found;
  }
}

/** XML 1.0 §2.11. */
function withLineFeeds(text: string): string {
  return text.includes("\r") ? replaced(replaced(text, "\r\n", "\n"), "\r", "\n") : text;
}

function withSpaces(text: string): string {
  return replaced(replaced(text, "\t", " "), "\n", " ");
}

/** Where each character is replaced, `replaceAll` leaves a text in as many pieces, which the garbage collector has to visit. */
function replaced(text: string, what: string, by: string): string {
  return text.includes(what) ? text.split(what).join(by) : text;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB;
}

/** Whether a name ends before the character; NaN is the end of the text. */
function endsName(code: number): boolean {
  return code === EQUALS || code === GREATER || code === SLASH || isBlank(code) || Number.isNaN(code);
}
