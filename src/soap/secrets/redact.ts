import { copyOf } from "../xml/copy-of-text.js";
import { atOnce, PAUSE, type Work } from "../xml/slices.js";
import type { XmlElement, XmlNode } from "../xml/xml-element.js";
import { FurthestEnds, type Places } from "./furthest-ends.js";
import { BLANK, IGNORED, letterOf, onlyLetterOf, visibleOf } from "./letters.js";
import { endIn, mostReadings, type Reading, readingsOf, startIn } from "./readings.js";
import { lackingSome, lacksSome, type Searchable, type Searched, searchablesOf } from "./secret-family.js";

/** Removes secrets from a foreign text. */
export type Redact = (text: string) => string;

/** Stands in the place of a secret. */
export const REDACTED = "[redacted]";

/** How many characters of a text, or of all texts of an element, are searched. The rest is dropped. */
const MOST_CHARACTERS = 256 * 1024;
/** How many characters, summed over all readings, may be searched without a pause: about 30 ms. */
const MOST_AT_ONCE = 512 * 1024;
/** Characters between two pauses. */
const STEP = 16 * 1024;
/**
 * Characters between two pauses in texts that are shorter than {@link STEP}, summed over their readings. Each such text costs some more: an
 * error may have hundreds of thousands of texts and names.
 */
const STEP_OF_SHORT_TEXTS = 4 * STEP;
const COST_OF_A_TEXT = 64;
/** Separates the texts of an element. XML forbids this character, and a search ignores it. */
const BETWEEN = "\uffff";

/**
 * Returns a function that replaces secrets in texts. It finds a secret:
 *
 * - as it is, in any case
 * - escaped for XML, HTML, URLs, JSON, XmlConvert or quoted-printable, in whole or in part, also twice
 * - in base64 or hexadecimal of UTF-8, UTF-16 or ISO 8859-1
 * - with markup, line breaks or invisible characters inside
 *
 * Redact a text before you cut it: half a secret is not found.
 */
export function redactor(secrets: readonly string[]): Redact {
  const search = boundedSearch(secrets);
  return (text) => atOnce(search.redacted(text));
}

/** A search that drops what a {@link redactor} drops. */
export function boundedSearch(secrets: readonly string[]): SecretSearch {
  return new SecretSearch(secrets, MOST_AT_ONCE);
}

/** How many characters of a text a {@link redactor} keeps. */
export function charactersAtOnce(text: string, mostWork = MOST_AT_ONCE): number {
  const start = text.slice(0, MOST_CHARACTERS);
  return Math.min(MOST_CHARACTERS, Math.ceil(mostWork / mostReadings(start)));
}

/**
 * Searches texts for secrets, in time that is linear in the text's length by construction:
 *
 * - A text has a bounded number of readings ({@link readingsOf}). Each is made in one pass, and none is longer than the text.
 * - One pass over a reading searches for all words of all secrets, without backtracking ({@link WordSearch}).
 * - The places that were found do not overlap, and are replaced in one pass.
 *
 * A pattern that tries alternatives at each place would backtrack: a hostile text can make that exponential.
 */
export class SecretSearch {
  readonly #secrets: readonly string[];
  /** Undefined until the first search, whose slices make the secrets searchable too. */
  #prepared: readonly Searchable[] | undefined;
  readonly #mostWork: number;
  readonly #base: SecretSearch | undefined;
  /** The list lacks secrets: each text is replaced as a whole. */
  readonly #hidesAll: boolean;
  /** The characters of short texts since the last pause. */
  #cost = 0;

  /**
   * @param mostWork The bound on the characters of one text, summed over its readings.
   * @param base Searches for secrets that this search finds too.
   */
  constructor(secrets: readonly string[], mostWork = Number.POSITIVE_INFINITY, base?: SecretSearch) {
    this.#secrets = secrets;
    this.#mostWork = mostWork;
    this.#base = base;
    this.#hidesAll = lacksSome(secrets);
  }

  /** A search for others too. What is prepared for one serves both. */
  and(others: readonly string[]): SecretSearch {
    const own = new Set(this.#secrets);
    const fresh = others.filter((other) => !own.has(other));
    return fresh.length === 0
      ? this
      : new SecretSearch(this.#hidesAll ? lackingSome(fresh) : fresh, this.#mostWork, this);
  }

  *#searchables(): Work<readonly Searchable[]> {
    if (this.#prepared === undefined) {
      const base = this.#base;
      const ofBase = base === undefined ? [] : yield* base.#searchables();
      this.#prepared = [...ofBase, ...(yield* searchablesOf(this.#secrets))];
    }
    return this.#prepared;
  }

  *redacted(text: string): Work<string> {
    if (this.#hidesAll) {
      return text === "" ? "" : REDACTED;
    }
    const searchables = yield* this.#searchables();
    yield* this.#pauseAfter(COST_OF_A_TEXT);
    return text.length < shortestOf(searchables)
      ? shortened(text, MOST_CHARACTERS, [])
      : shortened(text, this.#mostOf(text), yield* this.#placesIn(text, searchables));
  }

  /**
   * Searches all texts and attribute values of an element as one text, up to a bound. If a secret is spread over several of them, all
   * are redacted.
   */
  *textsOf(element: XmlElement): Work<ElementTexts> {
    if (this.#hidesAll) {
      return new ElementTexts(this, "spread", MOST_CHARACTERS);
    }
    const searchables = yield* this.#searchables();
    if (searchables.every(isIdle)) {
      return new ElementTexts(this, "none", MOST_CHARACTERS);
    }
    const { texts, contents, length, interrupted } = yield* textsIn(element);
    const whole = texts.join(BETWEEN);
    const most = this.#mostOf(whole);
    const places = yield* this.#placesIn(whole, searchables);
    const others = [interrupted, contents.length < texts.length ? contents : []].map((some) => some.join(BETWEEN));
    let isSpread = hasSpread(whole, places);
    for (const parts of others) {
      isSpread ||= hasSpread(parts, yield* this.#placesIn(parts, searchables));
    }
    const isClean = places.length === 0 && length <= most && !isSpread;
    return new ElementTexts(this, isSpread ? "spread" : isClean ? "none" : "some", most);
  }

  /** The length of the longest place of a text in which a secret is found, 0 if none is: a short one occurs in words by chance. */
  *longestIn(text: string): Work<number> {
    return this.#hidesAll ? text.length : (yield* this.#endsIn(text, yield* this.#searchables())).longest();
  }

  *#pauseAfter(cost: number): Work<void> {
    this.#cost += cost < STEP ? cost : 0;
    if (this.#cost >= STEP_OF_SHORT_TEXTS) {
      this.#cost = 0;
      yield undefined;
    }
  }

  /** How many characters of a text are searched. */
  #mostOf(text: string): number {
    return charactersAtOnce(text, this.#mostWork);
  }

  *#placesIn(text: string, searchables: readonly Searchable[]): Work<Places> {
    return (yield* this.#endsIn(text, searchables)).places();
  }

  *#endsIn(text: string, searchables: readonly Searchable[]): Work<FurthestEnds> {
    // A secret may begin within the searched part and end after it, and be escaped there.
    const overhang = 8 * Math.max(0, ...searchables.map(({ longest }) => longest)) + 1024;
    const searched = text.slice(0, this.#mostOf(text) + overhang);
    const ends = new FurthestEnds(searched.length);
    for (const reading of readingsOf(searched)) {
      if (reading === undefined) {
        yield undefined;
        continue;
      }
      for (const { letters, characters } of searchables) {
        yield* this.#pauseAfter(reading.text.length);
        if (letters !== undefined) {
          yield* findIn(reading, letters, onlyLetterOf, ends);
        }
        if (characters !== undefined) {
          yield* findIn(reading, characters, letterOf, ends);
        }
      }
    }
    return ends;
  }
}

/** Whether an element has no secret, some, each within one text, or one that is spread over several texts. */
type Finding = "none" | "some" | "spread";

/** Counts for each text beside its characters: it bounds the number of short texts. */
const COST_OF_A_SHOWN_TEXT = 32;

/** How many texts of an element are shown at most. */
export const MOST_TEXTS = MOST_CHARACTERS / COST_OF_A_SHOWN_TEXT;

/** Redacts the texts of one element. The bound of one text holds for all of them together. */
export class ElementTexts {
  readonly #search: SecretSearch;
  readonly #finding: Finding;
  #left: number;

  constructor(search: SecretSearch, finding: Finding, most: number) {
    this.#search = search;
    this.#finding = finding;
    this.#left = most;
  }

  /** Whether no text has to change. */
  get areClean(): boolean {
    return this.#finding === "none";
  }

  *redacted(text: string): Work<string> {
    if (this.areClean || text === "") {
      return copyOf(text);
    }
    this.#left -= text.length + COST_OF_A_SHOWN_TEXT;
    return this.#finding === "spread" || this.#left < 0 ? REDACTED : yield* this.#search.redacted(text);
  }
}

/** The length of the shortest word: shorter texts are not searched. */
function shortestOf(searchables: readonly Searchable[]): number {
  return Math.min(...searchables.map(({ shortest }) => shortest));
}

/** Whether a secret is spread over several texts. */
function hasSpread(texts: string, places: Places): boolean {
  return places.some(([start, end]) => texts.slice(start, end).includes(BETWEEN));
}

function isIdle({ longest }: Searchable): boolean {
  return longest === 0;
}

function* findIn(
  reading: Reading,
  { words, search }: Searched,
  codeOf: (unit: number) => number,
  ends: FurthestEnds,
): Work<void> {
  const { text } = reading;
  /** The places of the characters that are not ignored. */
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
    // Secrets of the same letters differ in what stands around them, such as `abcdefgh` and `abcdefgh!!`.
    for (const equal of found?.words ?? NONE) {
      const word = words[equal];
      if (found !== undefined && word !== undefined) {
        const first = reach(word.before, text, indexes[count - found.length] ?? index, -1);
        const end = word.isCut ? ends.length : endIn(reading, reach(word.after, text, index, 1));
        ends.add(startIn(reading, first), end);
      }
    }
  }
}

/** Nearly all characters of a text end no word. */
const NONE: readonly number[] = [];

/**
 * Returns how far the text matches the other characters of the secret beyond a match, in one direction. Ignores blanks and invisible
 * characters.
 */
function reach(others: readonly number[], text: string, index: number, direction: 1 | -1): number {
  let reached = index;
  let at = index + direction;
  for (const other of others) {
    while (visibleOf(text.charCodeAt(at)) === IGNORED) {
      at += direction;
    }
    if (visibleOf(text.charCodeAt(at)) !== other) {
      break;
    }
    reached = at;
    at += direction;
  }
  return reached;
}

/** Replaces the places, and cuts the text after `most` characters. */
function shortened(text: string, most: number, places: Places): string {
  const parts: string[] = [];
  let done = 0;
  for (const [start, end] of places) {
    if (start < most) {
      parts.push(text.slice(done, start), REDACTED);
      done = end;
    }
  }
  const rest = Math.max(done, most);
  return copyOf([...parts, text.slice(done, rest), text.length > rest ? "…" : ""].join(""));
}

/** The texts of an element, as far as they are searched. */
interface Texts {
  /** Attribute values and texts in document order, without blank texts. */
  readonly texts: readonly string[];
  /** The texts alone: in an error, nothing of the attributes stands between them. */
  readonly contents: readonly string[];
  readonly length: number;
  /** The own text of each element in which others stand between its parts: `textOf` puts them together. */
  readonly interrupted: readonly string[];
}

/** Not recursive: resuming after a pause costs time in proportion to the number of nested generators. */
function* textsIn(element: XmlElement): Work<Texts> {
  const texts: string[] = [];
  const contents: string[] = [];
  const interrupted: string[] = [];
  let length = 0;
  const open: { readonly nodes: Iterator<XmlNode>; readonly own: string[] }[] = [
    { nodes: [element][Symbol.iterator](), own: [] },
  ];
  let level = open.at(-1);
  for (let count = 1; level !== undefined && length <= MOST_CHARACTERS; level = open.at(-1), count += 1) {
    if (count % PAUSE === 0) {
      yield undefined;
    }
    const { done, value: node } = level.nodes.next();
    if (done === true) {
      interrupted.push(...interruptedIn(level.own));
      open.pop();
      continue;
    }
    const found = typeof node === "string" ? [node] : node.attributes.map(({ value }) => value);
    for (const text of found) {
      length += text.length;
      if (/\S/.test(text)) {
        const beginning = text.slice(0, 2 * MOST_CHARACTERS);
        texts.push(beginning);
        if (typeof node === "string") {
          contents.push(beginning);
        }
      }
    }
    if (typeof node === "string") {
      level.own.push(node);
    } else {
      open.push({ nodes: node.children[Symbol.iterator](), own: [] });
    }
  }
  interrupted.push(...open.flatMap(({ own }) => interruptedIn(own)));
  return { texts, contents, length, interrupted };
}

function interruptedIn(own: readonly string[]): readonly string[] {
  const text = own.length > 1 ? own.join(BETWEEN) : "";
  return /[^\s\uffff]/.test(text) ? [text] : [];
}
