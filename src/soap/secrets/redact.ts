import type { XmlElement } from "../xml/xml-element.js";

/** Takes secrets out of a text that someone else wrote. */
export type Redact = (text: string) => string;

const REDACTED = "[redacted]";

/** Characters that are searched, of a text or of all texts of an element. What comes after them is left out. */
const MOST_CHARACTERS = 256 * 1024;

/**
 * Makes a function that replaces secrets in texts, in whichever form they stand there: as they are, with characters
 * escaped for XML or HTML, for a URL or for JSON, all or some of them, also twice; in base64 or hexadecimal; with markup
 * in between; in capitals or small letters.
 *
 * It must see a text before that is cut: half a secret is none to it.
 */
export function redactor(secrets: readonly string[]): Redact {
  const words = new Map<string, Word[]>();
  // The longest first, since one secret may begin with another.
  for (const word of secrets.flatMap(wordsOf).sort((a, b) => b.length - a.length)) {
    const [first = ""] = word;
    words.set(first, [...(words.get(first) ?? []), word]);
  }
  if (words.size === 0) {
    return (text) => text;
  }
  const start = new RegExp(`[&%\\\\${[...words.keys()].map(literal).join("")}]`, "giu");
  return (text) => redactWords(text, words, start);
}

/** @param words by their first characters. */
function redactWords(text: string, words: ReadonlyMap<string, readonly Word[]>, start: RegExp): string {
  let result = "";
  let done = 0;
  start.lastIndex = 0;
  for (let found = start.exec(text); found !== null && found.index < MOST_CHARACTERS; found = start.exec(text)) {
    const [character] = found;
    const escapes = ESCAPES.has(character) ? escapesAt(text, found.index) : [];
    const end = endOfAny(text, [[character, found.index + character.length], ...escapes], words);
    if (end !== undefined) {
      result += text.slice(done, found.index) + REDACTED;
      done = end;
      start.lastIndex = end;
    }
  }
  return result + (text.length > MOST_CHARACTERS ? `${text.slice(done, MOST_CHARACTERS)}…` : text.slice(done));
}

/** Where a word ends that begins with one of the characters. */
function endOfAny(
  text: string,
  beginnings: readonly Escape[],
  words: ReadonlyMap<string, readonly Word[]>,
): number | undefined {
  for (const [character, start] of beginnings) {
    for (const word of words.get(character.toLowerCase()) ?? []) {
      const end = endOf(word, text, start, 1);
      if (end !== undefined) {
        return end;
      }
    }
  }
  return undefined;
}

/**
 * As {@link redactor}, for the texts of one element in their order. If a secret is spread over several of its texts and
 * attributes, all of them are redacted.
 */
export function redactorFor(element: XmlElement, secrets: readonly string[]): Redact {
  const redact = redactor(secrets);
  const isSpread = isSpreadOver(textsIn(element), redact);
  let searched = 0;
  return (text) => {
    searched += text.length;
    return text !== "" && (isSpread || searched > MOST_CHARACTERS) ? REDACTED : redact(text);
  };
}

function isSpreadOver(texts: readonly string[], redact: Redact): boolean {
  let length = 0;
  const searched = texts.filter((text) => {
    length += text.length;
    return length <= MOST_CHARACTERS;
  });
  return redact(searched.join("")) !== searched.map(redact).join("");
}

/** The element with the texts and values in it redacted. */
export function redactTexts(element: XmlElement, redact: Redact): XmlElement {
  return {
    ...element,
    attributes: element.attributes.map((attribute) => ({ ...attribute, value: redact(attribute.value) })),
    children: element.children.map((child) => (typeof child === "string" ? redact(child) : redactTexts(child, redact))),
  };
}

/** The element with the names in it redacted, and those of namespaces. */
export function redactNames(element: XmlElement, redact: Redact): XmlElement {
  const { prefixes } = element;
  return {
    name: redact(element.name),
    namespace: redact(element.namespace),
    attributes: element.attributes.map(({ name, namespace, value }) => ({
      name: redact(name),
      namespace: redact(namespace),
      value,
    })),
    children: element.children.map((child) => (typeof child === "string" ? child : redactNames(child, redact))),
    prefixes: prefixes && {
      get: (prefix) => redact(prefixes.get(prefix) ?? "") || undefined,
      keys: () => Array.from(prefixes.keys(), redact),
      *[Symbol.iterator]() {
        for (const [prefix, namespace] of prefixes) {
          yield [redact(prefix), redact(namespace)];
        }
      },
    },
  };
}

/** Values of attributes and texts, in their order, without the blanks between elements. */
function textsIn({ attributes, children }: XmlElement): string[] {
  const texts = children.flatMap((child) => (typeof child === "string" ? [child] : textsIn(child)));
  return [...attributes.map(({ value }) => value), ...texts].filter((text) => text.trim() !== "");
}

/** What is looked for, as its characters in small letters, each run of blanks as one. */
type Word = readonly string[];

/** Shorter ones would be found by chance. */
const SHORTEST_CODE = 8;

function wordsOf(secret: string): Word[] {
  const text = secret.trim();
  const bytes = Buffer.from(text, "utf8");
  const codes = [...[0, 1, 2].map((offset) => base64Of(bytes, offset)), bytes.toString("hex")];
  return [text, ...codes.filter((code) => code.length >= SHORTEST_CODE)]
    .filter((word) => word !== "")
    .map((word) => Array.from(word.replace(/\s+/g, " "), (character) => character.toLowerCase()));
}

/** What the bytes are in base64 if so many stand before them, as far as that does not depend on their neighbours. */
function base64Of(bytes: Buffer, offset: number): string {
  const code = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  return code.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + bytes.length) * 4) / 3));
}

/** Where the word ends, of which the characters from the index on begin here; undefined where they do not. */
function endOf(word: Word, text: string, start: number, index: number): number | undefined {
  let end = start;
  for (let next = index; next < word.length; next += 1) {
    const character = word[next] ?? "";
    if (text[end] === character && !AMBIGUOUS.has(character)) {
      end += 1;
      continue;
    }
    const ends = endsOf(character, text, end);
    if (ends.length !== 1) {
      return firstOf(ends, (one) => endOf(word, text, one, next + 1));
    }
    end = ends[0] ?? end;
  }
  return end;
}

function firstOf(ends: readonly number[], find: (end: number) => number | undefined): number | undefined {
  for (const end of ends) {
    const found = find(end);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

const ESCAPES: ReadonlySet<string> = new Set([..."&%\\"]);
/** Where an escape sequence, markup or a run of blanks may begin. */
const AMBIGUOUS: ReadonlySet<string> = new Set([...ESCAPES, "<", " "]);

/** What may stand between two characters of a text in a page: a place to break the line, a colour. */
const MARKUP = /(?:<[^<>]{0,200}>)+/y;

const NOWHERE: readonly number[] = [];

/** Where the character ends if it stands here; it may be said in several ways at once, as `&` in `&amp;`. */
function endsOf(character: string, text: string, start: number): readonly number[] {
  const first = text[start] ?? "";
  if (character === " ") {
    return endsOfBlanks(text, start);
  }
  const isPlain = first === character || text.slice(start, start + character.length).toLowerCase() === character;
  // In URLs, base64 has other characters.
  const isCode = (character === "+" && first === "-") || (character === "/" && first === "_");
  const plain = isPlain || isCode ? [start + character.length] : NOWHERE;
  if (first === "<") {
    MARKUP.lastIndex = start;
    return MARKUP.test(text) ? [...plain, ...endsOf(character, text, MARKUP.lastIndex)] : plain;
  }
  if (!ESCAPES.has(first)) {
    return plain;
  }
  const escaped = escapesAt(text, start).filter(([meant]) => meant.toLowerCase() === character);
  return [...plain, ...escaped.map(([, end]) => end)];
}

/** Blanks are made more or fewer where lines are laid out. */
const MOST_BLANKS = 16;

function endsOfBlanks(text: string, start: number): readonly number[] {
  const ends: number[] = [];
  let end: number | undefined = start;
  while (end !== undefined && ends.length < MOST_BLANKS) {
    end = /[\s+]/.test(text[end] ?? "") ? end + 1 : escapesAt(text, end).find(([meant]) => /\s/.test(meant))?.[1];
    if (end !== undefined) {
      ends.unshift(end);
    }
  }
  return ends;
}

/** A character that is meant, and where what stands for it ends. */
type Escape = readonly [meant: string, end: number];

/** How often something may be escaped that was escaped already. */
const LEVELS = 4;

/** The characters that an escape sequence may mean: of XML or HTML, of URLs, of JSON; escaped again as well. */
function escapesAt(text: string, start: number): Escape[] {
  switch (text[start]) {
    case "&":
      return referencesAt(text, start);
    case "%":
      return bytesAt(text, start);
    case "\\":
      return backslashedAt(text, start);
    default:
      return [];
  }
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", "\u00a0"],
]);
const REFERENCE = /#0{0,9}(\d{1,7});|#x0{0,9}([\da-f]{1,6});|([a-z]{2,4});/iy;

/** `&#65;`, `&#x41;`, `&lt;`, `&amp;lt;` */
function referencesAt(text: string, start: number): Escape[] {
  const escapes = repeatedAt("&", "amp;", text, start);
  REFERENCE.lastIndex = escapes.at(-1)?.[1] ?? start + 1;
  const [, decimal, hexadecimal, name = ""] = REFERENCE.exec(text) ?? [];
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
  const meant = code <= 0x10ffff ? String.fromCodePoint(code) : NAMED.get(name.toLowerCase());
  if (meant !== undefined) {
    escapes.push([meant, REFERENCE.lastIndex]);
  }
  return escapes;
}

/** `%41`, `%2541`, `%C3%A9`; and `%E9`, as ISO 8859-1 has it. */
function bytesAt(text: string, start: number): Escape[] {
  const escapes = repeatedAt("%", "25", text, start);
  const at = escapes.at(-1)?.[1] ?? start + 1;
  const lead = hexadecimalAt(text, at, 2);
  if (lead === undefined) {
    return escapes;
  }
  escapes.push([String.fromCharCode(lead), at + 2]);
  const length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const bytes = [lead];
  let end = at + 2;
  while (bytes.length < length && text[end] === "%") {
    end = repeatedAt("%", "25", text, end).at(-1)?.[1] ?? end + 1;
    bytes.push(hexadecimalAt(text, end, 2) ?? 0);
    end += 2;
  }
  if (length > 1) {
    escapes.push([Buffer.from(bytes).toString("utf8"), end]);
  }
  return escapes;
}

/** `\"`, `\u0041`, `\ud83d\ude00`; and `\&quot;`, where JSON stands in a page. */
function backslashedAt(text: string, start: number): Escape[] {
  const escapes: Escape[] = [];
  let end = start + 1;
  while (text[end] === "\\" && end < start + 2 ** LEVELS) {
    end += 1;
    escapes.push(["\\", end]);
  }
  const next = text[end] ?? "";
  if (next === "u") {
    escapes.push(...unitsAt(text, end + 1));
  } else if (/["'/]/.test(next)) {
    escapes.push([next, end + 1]);
  } else if (next === "&" || next === "%") {
    escapes.push(...escapesAt(text, end));
  }
  return escapes;
}

/** Two of them for what is beyond U+FFFF. */
function unitsAt(text: string, start: number): Escape[] {
  const high = hexadecimalAt(text, start, 4);
  if (high === undefined) {
    return [];
  }
  const end = start + 4;
  const [backslashes = ""] = /^\\{1,8}u/.exec(text.slice(end, end + 9)) ?? [];
  const low = backslashes === "" ? undefined : hexadecimalAt(text, end + backslashes.length, 4);
  const unit: Escape = [String.fromCharCode(high), end];
  return low === undefined ? [unit] : [unit, [String.fromCharCode(high, low), end + backslashes.length + 4]];
}

/** The character itself, escaped once, twice …: `&amp;`, `&amp;amp;`. */
function repeatedAt(character: string, rest: string, text: string, start: number): Escape[] {
  const escapes: Escape[] = [];
  let end = start + 1;
  while (escapes.length < LEVELS && text.startsWith(rest, end)) {
    end += rest.length;
    escapes.push([character, end]);
  }
  return escapes;
}

const HEXADECIMAL = /^[\da-f]+$/i;

function hexadecimalAt(text: string, start: number, length: number): number | undefined {
  const digits = text.slice(start, start + length);
  return digits.length === length && HEXADECIMAL.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/u, "\\$&");
}
