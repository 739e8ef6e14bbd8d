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
const REFERENCE = /&(?:(\w{1,4})|#(\d\d*)|#x([\da-fA-F][\da-fA-F]*));/y;

/** Up to this number, blanks are skipped one by one. Longer runs are rare; the expression takes a sixth of the time for them. */
const FEW_BLANKS = 64;
const BLANKS = /[\t\n\r ]*/y;

/**
 * The text of a document, and the position of its reader. Search positions are cached, so that the total time is linear.
 */
export class XmlText {
  readonly #text: string;
  /** Index of the next character to read. */
  position = 0;
  readonly #maxNameLength: number;
  readonly #refuse: Refuse;
  /** All characters before this index are allowed in XML. */
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

  /** Index of the next `<`; the text's length if there is none. */
  nextAngle(): number {
    return this.#nextAngle.from(this.position);
  }

  /** Whether the text up to `end` is an attribute's value as written: no `<`, no reference, no blank but spaces. */
  isPlainTo(end: number): boolean {
    const { position } = this;
    return (
      this.#nextAngle.from(position) >= end &&
      this.#nextReference.from(position) >= end &&
      this.#nextBlanks.every((blank) => blank.from(position) >= end)
    );
  }

  /**
   * Reads text up to `stop`, with the characters that references stand for. In one piece: the garbage collector visits each piece of a
   * text that is put together with `+=`, in one turn of the event loop.
   *
   * @param normalize changes what is not a reference.
   */
  readText(stop: number, normalize = (text: string): string => text): string {
    const pieces: string[] = [];
    while (this.position < stop) {
      pieces.push(this.#isAtReference() ? this.#readReference() : normalize(this.#readPiece(stop)));
    }
    return pieces.join("");
  }

  /** Reads text up to `stop` or the next reference, whichever comes first. */
  #readPiece(stop: number): string {
    return this.readCharacters(Math.min(stop, this.#nextReference.from(this.position)));
  }

  readCharacters(stop: number): string {
    // Never between the two characters of a line end.
    let end = stop;
    if (this.#text.charCodeAt(end) === LINE_FEED) {
      end += 1;
    }
    const piece = this.#text.slice(this.position, end);
    this.position = end;
    return withLineFeeds(piece);
  }

  #isAtReference(): boolean {
    return this.code() === AMPERSAND;
  }

  /** `&lt;`, `&#60;` or `&#x3c;`. */
  #readReference(): string {
    REFERENCE.lastIndex = this.position;
    const [reference, name, decimal, hexadecimal = ""] =
      REFERENCE.exec(this.#text) ?? this.#refuse("an & begins no reference");
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    const ofCode = code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    const character = name === undefined ? ofCode : ENTITIES.get(name);
    if (character === undefined || illegalCharacter(character) !== undefined) {
      return this.#refuse("a reference is neither to a character that XML allows nor to one of its five entities");
    }
    this.position += reference.length;
    return character;
  }

  readName(): string {
    const text = this.#text;
    const start = this.position;
    const last = Math.min(start + this.#maxNameLength, text.length);
    let end = start;
    while (end < last && !endsName(text.charCodeAt(end))) {
      end += 1;
    }
    if (end < text.length && !endsName(text.charCodeAt(end))) {
      this.#refuse(`a name is longer than ${this.#maxNameLength} characters`);
    }
    this.position = end;
    return text.slice(start, end);
  }

  /** Skips the name if the text continues with it. Not at the text's end, which {@link readName} handles. */
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
    // Never between the two halves of a surrogate pair.
    const isHalf = (this.#text.codePointAt(end - 1) ?? 0) > 0xffff;
    const next = isHalf ? end + 1 : end;
    const illegal = illegalCharacter(this.#text.slice(this.#legalTo, next));
    if (illegal !== undefined) {
      this.#refuse(`character ${illegal} is not allowed in XML 1.0`);
    }
    this.#legalTo = next;
  }
}

/** Finds the next occurrence of a string, without searching any part of the text twice. */
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

/** Normalizes line ends (XML 1.0 §2.11). */
function withLineFeeds(text: string): string {
  return text.includes("\r") ? replaced(replaced(text, "\r\n", "\n"), "\r", "\n") : text;
}

/** Normalizes the blanks of an attribute's value (XML 1.0 §3.3.3). */
export function withSpaces(text: string): string {
  return replaced(replaced(text, "\t", " "), "\n", " ");
}

/** Not by `replaceAll`: its result has a piece for each match, and the garbage collector has to visit every piece. */
function replaced(text: string, what: string, by: string): string {
  return text.includes(what) ? text.split(what).join(by) : text;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB;
}

/** Whether a name ends before the character. Most characters are letters, and end the test at its first comparison. */
function endsName(code: number): boolean {
  return code <= GREATER && (code === EQUALS || code === GREATER || code === SLASH || isBlank(code));
}
