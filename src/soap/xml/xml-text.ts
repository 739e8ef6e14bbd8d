import { illegalCharacter } from "./characters.js";
import type { Refuse } from "./xml-names.js";

const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const [AMPERSAND, SLASH, EQUALS, GREATER] = [0x26, 0x2f, 0x3d, 0x3e];

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

/**
 * A document's text, and how far it has been read. What it searches for, it searches for once, so that it takes time in
 * proportion to the text's length.
 */
export class XmlText {
  readonly #text: string;
  /** Where reading goes on. */
  position = 0;
  readonly #maxNameLength: number;
  readonly #refuse: Refuse;
  /** All characters before it are allowed in XML. */
  #legalTo = 0;
  readonly #nextAngle: Search;
  readonly #nextReference: Search;
  readonly #nextBlanks: readonly Search[];

  constructor(text: string, maxNameLength: number, refuse: Refuse) {
    this.#text = text;
    this.#maxNameLength = maxNameLength;
    this.#refuse = refuse;
    this.#nextAngle = new Search(text, "<");
    this.#nextReference = new Search(text, "&");
    this.#nextBlanks = ["\t", "\n", "\r"].map((blank) => new Search(text, blank));
  }

  /** The character at the position; NaN at the end. */
  code(): number {
    return this.#text.charCodeAt(this.position);
  }

  /** Where the next tag or other markup begins, or the text's end. */
  nextAngle(): number {
    return this.#nextAngle.from(this.position);
  }

  /** Whether an attribute's value that ends at the offset is what stands there. */
  isPlainTo(end: number): boolean {
    const { position } = this;
    return (
      this.#nextAngle.from(position) >= end &&
      this.#nextReference.from(position) >= end &&
      this.#nextBlanks.every((blank) => blank.from(position) >= end)
    );
  }

  /** Text up to the next reference, or to where it is to stop. */
  readPiece(stop: number): string {
    return this.readCharacters(Math.min(stop, this.#nextReference.from(this.position)));
  }

  readCharacters(stop: number): string {
    let end = stop;
    if (this.#text.charCodeAt(end - 1) === CARRIAGE_RETURN && this.#text.charCodeAt(end) === LINE_FEED) {
      end += 1;
    }
    const piece = this.#text.slice(this.position, end);
    this.position = end;
    return withLineFeeds(piece);
  }

  isAtReference(): boolean {
    return this.code() === AMPERSAND;
  }

  /** `&lt;`, `&#60;` or `&#x3c;`. */
  readReference(): string {
    REFERENCE.lastIndex = this.position;
    const [reference, name, decimal, hexadecimal = ""] =
      REFERENCE.exec(this.#text) ?? this.#refuse("an & begins no reference");
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    const ofCode = code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    const character = name === undefined ? ofCode : ENTITIES.get(name);
    if (character === undefined || illegalCharacter(character) !== undefined) {
      return this.#refuse("a reference is neither to a character of XML nor to an entity that it knows");
    }
    this.position += reference.length;
    return character;
  }

  readName(): string {
    const text = this.#text;
    const start = this.position;
    const longest = start + this.#maxNameLength;
    const last = Math.min(longest, text.length);
    let end = start;
    while (end < last && !endsName(text.charCodeAt(end))) {
      end += 1;
    }
    if (end === longest && end < text.length && !endsName(text.charCodeAt(end))) {
      this.#refuse(`a name is longer than ${this.#maxNameLength} characters`);
    }
    this.position = end;
    return text.slice(start, end);
  }

  /** Passes over a name, if it stands there. A name before the text's end is left to {@link readName}. */
  skipName(name: string): boolean {
    const end = this.position + name.length;
    const isThere = this.#text.startsWith(name, this.position) && endsName(this.#text.charCodeAt(end));
    if (isThere) {
      this.position = end;
    }
    return isThere;
  }

  skipBlanks(): boolean {
    const start = this.position;
    const most = start + FEW_BLANKS;
    while (this.position < most && isBlank(this.#text.charCodeAt(this.position))) {
      this.position += 1;
    }
    if (this.position === most) {
      BLANKS.lastIndex = most;
      BLANKS.test(this.#text);
      this.position = BLANKS.lastIndex;
    }
    return this.position > start;
  }

  expect(code: number, otherwise: string): void {
    if (this.code() !== code) {
      this.#refuse(otherwise);
    }
    this.position += 1;
  }

  checkCharacters(end: number): void {
    // Both halves of a character beyond 16 bits, or neither.
    const isHalf = end < this.#text.length && (this.#text.codePointAt(end - 1) ?? 0) > 0xffff;
    const next = isHalf ? end + 1 : end;
    const illegal = illegalCharacter(this.#text.slice(this.#legalTo, next));
    if (illegal !== undefined) {
      this.#refuse(`character ${illegal} is not allowed in XML 1.0`);
    }
    this.#legalTo = next;
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

/** As an attribute's value has blanks. */
export function withSpaces(text: string): string {
  return replaced(replaced(text, "\t", " "), "\n", " ");
}

/** Where each character is replaced, `replaceAll` leaves a text in as many pieces, which the garbage collector has to visit. */
function replaced(text: string, what: string, by: string): string {
  return text.includes(what) ? text.split(what).join(by) : text;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB;
}

/** Whether a name ends before the character: letters, which most are, come after all that end one. */
function endsName(code: number): boolean {
  return code <= GREATER && (code === EQUALS || code === GREATER || code === SLASH || isBlank(code));
}
