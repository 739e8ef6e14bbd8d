import { atOnce, PAUSE, type Work } from "../xml/slices.js";
import type { XmlElement, XmlNode } from "../xml/xml-element.js";
import { BLANK, IGNORED, letterOf, onlyLetterOf } from "./letters.js";
import { endIn, mostReadings, type Reading, readingsOf, startIn } from "./readings.js";
import { type Word, wordsOf } from "./secret-words.js";
import { WordSearch } from "./word-search.js";

/** Takes secrets out of a text that someone else wrote. */
export type Redact = (text: string) => string;

const REDACTED = "[redacted]";

/** Characters that are searched, of a text or of all texts of an element. What comes after them is left out. */
const MOST_CHARACTERS = 256 * 1024;
/** Characters that may be read without a pause, each as often as there are ways to read it: some 30 ms. */
const MOST_AT_ONCE = 512 * 1024;
/** Characters after which a search may be interrupted. */
const STEP = 16 * 1024;
/** Stands between the texts of an element: XML allows it nowhere, and a search passes over it. */
const BETWEEN = "\uffff";

/**
 * Makes a function that replaces secrets in texts, in whichever form they stand there: as they are, with characters
 * escaped for XML or HTML, for a URL, for JSON or for quoted-printable, all or some of them, also twice; in base64 or
 * hexadecimal, of UTF-8 or UTF-16; with markup, line breaks or what nobody sees in between; in capitals or small letters.
 *
 * It must see a text before that is cut: half a secret is none to it.
 */
export function redactor(secrets: readonly string[]): Redact {
  const search = new SecretSearch(secrets, MOST_AT_ONCE);
  return (text) => atOnce(search.redacted(text));
}

/** The places of secrets in a text, each as where it begins and ends, in their order. */
type Places = readonly (readonly [start: number, end: number])[];

/**
 * Searches texts for secrets, in time that is linear in the text's length, by construction:
 *
 * - A text is read in a fixed number of ways ({@link readingsOf}), each made in one pass, and none longer than the text.
 * - Each reading is searched for all words of all secrets in one pass as well, without going back ({@link WordSearch}).
 * - What was found is a list of places in the original, without overlaps, that is gone through once.
 *
 * So nothing is tried in several ways at one place, where a text could make each way lead to as many others.
 */
export class SecretSearch {
  readonly #letters: Searched | undefined;
  readonly #characters: Searched | undefined;
  /** No shorter text holds a secret. */
  readonly #shortest: number;
  /** How much longer than what is searched a text may be written that begins there. */
  readonly #overhang: number;
  readonly #mostWork: number;

  /** @param mostWork characters times ways to read them, of one text. */
  constructor(secrets: readonly string[], mostWork = Number.POSITIVE_INFINITY) {
    const { letters, characters } = wordsOf(secrets);
    const lengths = [...letters, ...characters].map(({ codes }) => codes.length);
    this.#letters = letters.length === 0 ? undefined : searched(letters);
    this.#characters = characters.length === 0 ? undefined : searched(characters);
    this.#shortest = lengths.reduce((least, length) => Math.min(least, length), Number.POSITIVE_INFINITY);
    this.#overhang = 8 * lengths.reduce((most, length) => Math.max(most, length), 0) + 1024;
    this.#mostWork = mostWork;
  }

  get #isIdle(): boolean {
    return this.#letters === undefined && this.#characters === undefined;
  }

  *redacted(text: string): Work<string> {
    return this.#isIdle || text.length < this.#shortest
      ? shortened(text, MOST_CHARACTERS, [])
      : shortened(text, this.#mostOf(text), yield* this.#placesIn(text));
  }

  /**
   * Searches the texts of an element in their order, as a whole: if a secret is spread over several texts and attributes,
   * all of them are redacted.
   */
  *textsOf(element: XmlElement): Work<ElementTexts> {
    if (this.#isIdle) {
      return new ElementTexts(this, "none", MOST_CHARACTERS);
    }
    const { texts, length } = yield* textsIn(element);
    const whole = texts.join(BETWEEN);
    const most = this.#mostOf(whole);
    const places = yield* this.#placesIn(whole);
    const isSpread = places.some(([start, end]) => whole.slice(start, end).includes(BETWEEN));
    const isClean = places.length === 0 && length <= most;
    return new ElementTexts(this, isSpread ? "spread" : isClean ? "none" : "some", most);
  }

  /** How much of a text is searched. */
  #mostOf(text: string): number {
    const start = text.slice(0, MOST_CHARACTERS);
    return Math.min(MOST_CHARACTERS, Math.ceil(this.#mostWork / mostReadings(start)));
  }

  *#placesIn(text: string): Work<Places> {
    // One that begins within what is searched may end after it.
    const searched = text.slice(0, this.#mostOf(text) + this.#overhang);
    const ends = new FurthestEnds(searched.length);
    for (const reading of readingsOf(searched)) {
      if (reading === undefined) {
        yield undefined;
        continue;
      }
      if (this.#letters !== undefined) {
        yield* findIn(reading, this.#letters, onlyLetterOf, ends);
      }
      if (this.#characters !== undefined) {
        yield* findIn(reading, this.#characters, letterOf, ends);
      }
    }
    return ends.places();
  }
}

/** What an element holds of secrets: none, some, each in one of its texts, or one that is spread over several. */
type Finding = "none" | "some" | "spread";

/** The texts of one element. All of them together are searched no further than one text is. */
export class ElementTexts {
  readonly #search: SecretSearch;
  readonly #finding: Finding;
  #left: number;

  constructor(search: SecretSearch, finding: Finding, most: number) {
    this.#search = search;
    this.#finding = finding;
    this.#left = most;
  }

  /** Whether all of them stay as they are. */
  get areClean(): boolean {
    return this.#finding === "none";
  }

  *redacted(text: string): Work<string> {
    if (this.areClean || text === "") {
      return text;
    }
    // Each text costs something, however short it is.
    this.#left -= text.length + 32;
    return this.#finding === "spread" || this.#left < 0 ? REDACTED : yield* this.#search.redacted(text);
  }
}

interface Searched {
  readonly words: readonly Word[];
  readonly search: WordSearch;
}

function searched(words: readonly Word[]): Searched {
  return { words, search: new WordSearch(words.map(({ codes }) => codes)) };
}

function* findIn(
  reading: Reading,
  { words, search }: Searched,
  codeOf: (unit: number) => number,
  ends: FurthestEnds,
): Work<void> {
  const { text } = reading;
  /** Where the characters stand that are not passed over. */
  const indexes = new Uint32Array(text.length);
  let count = 0;
  let state = 0;
  let latest = IGNORED;
  for (let index = 0; index < text.length; index += 1) {
    if (index % STEP === STEP - 1) {
      yield undefined;
    }
    const code = codeOf(text.charCodeAt(index));
    if (code === IGNORED || (code === BLANK && latest === BLANK)) {
      continue;
    }
    latest = code;
    indexes[count] = index;
    count += 1;
    state = search.after(state, code);
    const found = search.foundIn(state);
    const word = found && words[found.word];
    if (found !== undefined && word !== undefined) {
      const first = startOf(word.before, text, indexes[count - found.length] ?? index);
      const end = word.isCut ? ends.length : endIn(reading, endOf(word.after, text, index));
      ends.add(startIn(reading, first), end);
    }
  }
}

/** Where a word begins whose letters begin at the index, with as much before them as the text has of it. */
function startOf(before: string, text: string, index: number): number {
  return reach(Array.from(before).reverse().join(""), text, index, -1);
}

function endOf(after: string, text: string, index: number): number {
  return reach(after, text, index, 1);
}

/** How far the text goes on as the secret does, in one direction, blanks and what nobody sees aside. */
function reach(others: string, text: string, index: number, direction: 1 | -1): number {
  let reached = index;
  let at = index + direction;
  for (const other of others.split("").map(visibleOf)) {
    if (other === IGNORED) {
      continue;
    }
    while (at >= 0 && at < text.length && visibleOf(text.charAt(at)) === IGNORED) {
      at += direction;
    }
    if (visibleOf(text.charAt(at)) !== other) {
      break;
    }
    reached = at;
    at += direction;
  }
  return reached;
}

function visibleOf(unit: string): number {
  const code = letterOf(unit.charCodeAt(0));
  return code === BLANK ? IGNORED : code;
}

/** For each place in a text, how far what begins there reaches. */
class FurthestEnds {
  #ends: Uint32Array | undefined;
  readonly length: number;

  constructor(length: number) {
    this.length = length;
  }

  add(start: number, end: number): void {
    this.#ends ??= new Uint32Array(this.length);
    this.#ends[start] = Math.max(this.#ends[start] ?? 0, end);
  }

  /** What overlaps is one place. */
  places(): Places {
    const places: [start: number, end: number][] = [];
    for (const [start, end] of this.#ends?.entries() ?? []) {
      const last = places.at(-1);
      if (end > 0 && last !== undefined && start < last[1]) {
        last[1] = Math.max(last[1], end);
      } else if (end > 0) {
        places.push([start, end]);
      }
    }
    return places;
  }
}

/** The text without what stands in the places, and without what comes after so many characters. */
function shortened(text: string, most: number, places: Places): string {
  if (places.length === 0 && text.length <= most) {
    return text;
  }
  const parts: string[] = [];
  let done = 0;
  for (const [start, end] of places) {
    if (start < most) {
      parts.push(text.slice(done, start), REDACTED);
      done = end;
    }
  }
  return `${parts.join("")}${text.slice(done, Math.max(done, most))}${text.length > Math.max(done, most) ? "…" : ""}`;
}

/**
 * The element's values of attributes and texts, in their order, without the blanks between elements, as far as they are
 * searched. Without recursion, since a pause costs as much as there are generators under way.
 */
function* textsIn(element: XmlElement): Work<{ readonly texts: readonly string[]; readonly length: number }> {
  const texts: string[] = [];
  let length = 0;
  const open: Iterator<XmlNode>[] = [[element][Symbol.iterator]()];
  for (let count = 1; open.length > 0 && length <= MOST_CHARACTERS; count += 1) {
    if (count % PAUSE === 0) {
      yield undefined;
    }
    const { done, value: node } = open.at(-1)?.next() ?? { done: true, value: "" };
    if (done === true) {
      open.pop();
      continue;
    }
    const found = typeof node === "string" ? [node] : node.attributes.map(({ value }) => value);
    for (const text of found) {
      length += text.length;
      if (/\S/.test(text)) {
        texts.push(text.slice(0, 2 * MOST_CHARACTERS));
      }
    }
    if (typeof node !== "string") {
      open.push(node.children[Symbol.iterator]());
    }
  }
  return { texts, length };
}
