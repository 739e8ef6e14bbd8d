import type { Work } from "../xml/slices.js";

/** A text after decoding. `starts` and `ends` map each of its characters to its place in the original. */
export interface Reading {
  readonly text: string;
  readonly starts?: Uint32Array;
  readonly ends?: Uint32Array;
}

export function startIn({ starts }: Reading, index: number): number {
  return starts === undefined ? index : (starts[index] ?? 0);
}

export function endIn({ ends }: Reading, index: number): number {
  return ends === undefined ? index + 1 : (ends[index] ?? 0);
}

/** How many layers of escapes are decoded. */
const LEVELS = 4;
/** How many layers are decoded where only one kind of escape is. */
const LEVELS_ALONE = 2;
/** How many layers of markup are taken away in a decoded text. */
const ESCAPED_MARKUP = 2;
/** Characters between two pauses. */
const STEP = 16 * 1024;

/** The characters that begin an escape in XML or HTML, URLs, JSON, .NET's XmlConvert, and quoted-printable. */
const [XML, URL_BYTES, JSON_TEXT, XML_NAME, QUOTED_PRINTABLE] = [0x26, 0x25, 0x5c, 0x5f, 0x3d] as const;
const [LESS, BRACKET] = [0x3c, 0x5d] as const;

type Escapes = ReadonlySet<number>;
/** All but quoted-printable: after `=`, two hexadecimal digits are often plain text, as in `ticket=3f2504e0`. */
const ALL: Escapes = new Set([XML, URL_BYTES, JSON_TEXT, XML_NAME]);
const QUOTED: Escapes = new Set([QUOTED_PRINTABLE]);
const ALONE: readonly (readonly [escapes: Escapes, levels: number])[] = [
  [new Set([XML]), LEVELS_ALONE],
  [new Set([URL_BYTES]), LEVELS_ALONE],
  [new Set([JSON_TEXT]), LEVELS_ALONE],
  [new Set([XML_NAME]), 1],
  [QUOTED, 1],
];

/**
 * Yields the readings of a text:
 *
 * - the text itself, then with all escapes decoded once, twice …
 * - the same without markup
 * - the text without markup that was escaped once or twice
 * - the text with one kind of escape decoded, for texts in which the other kinds are literal
 *
 * There are at most {@link mostReadings}. Each is made in one pass, and none is longer than the text. Yields `undefined` as
 * a pause.
 */
export function* readingsOf(text: string): Generator<Reading | undefined, void, undefined> {
  const plain: Reading = { text };
  const bare = yield* withoutMarkup(plain);
  for (const root of bare === plain ? [plain] : [plain, bare]) {
    yield root;
    const first = yield* decoded(root, ALL);
    if (first !== root) {
      yield first;
      yield* decodedReadings(first, ALL, LEVELS - 1);
      yield* decodedReadings(first, QUOTED, 1);
      if (root === plain) {
        yield* withoutEscapedMarkup(first);
      }
    }
    for (const [escapes, levels] of root === plain ? ALONE : []) {
      const alone = yield* decoded(root, escapes);
      if (alone !== root && alone.text !== first.text) {
        yield alone;
        yield* decodedReadings(alone, escapes, levels - 1);
      }
    }
  }
}

/** The upper bound of the number of readings, by the escape characters in the text. */
export function mostReadings(text: string): number {
  const kinds = [..."&%\\_="].filter((character) => text.includes(character)).length;
  const ofAll = kinds === 0 ? 0 : ESCAPED_MARKUP;
  return (text.includes("<") ? 2 : 1) * (kinds === 0 ? 1 : 2 + LEVELS) + LEVELS_ALONE * kinds + ofAll;
}

/** Of a decoded text: markup that was escaped once or twice, in a page that is quoted in XML or JSON. */
function* withoutEscapedMarkup(first: Reading): Generator<Reading | undefined, void, undefined> {
  let latest = first;
  let hadMarkup = false;
  for (let level = 0; level < ESCAPED_MARKUP; level += 1) {
    const bare = yield* withoutMarkup(latest);
    hadMarkup ||= bare !== latest;
    if (hadMarkup) {
      yield bare;
    }
    const next = yield* decoded(bare, ALL);
    if (next === bare) {
      return;
    }
    latest = next;
  }
}

function* decodedReadings(
  reading: Reading,
  escapes: Escapes,
  levels: number,
): Generator<Reading | undefined, void, undefined> {
  let latest = reading;
  for (let level = 0; level < levels; level += 1) {
    const next = yield* decoded(latest, escapes);
    if (next === latest) {
      return;
    }
    yield next;
    latest = next;
  }
}

/** Returns the text, and what it decodes to layer by layer, with and without markup. Without duplicates. */
export function* meaningsOf(text: string): Work<string[]> {
  const bare = yield* withoutMarkup({ text });
  const meanings: string[] = [];
  for (const start of [{ text }, bare]) {
    let latest: Reading = start;
    for (let level = 0; level <= LEVELS; level += 1) {
      meanings.push(latest.text);
      latest = yield* decoded(latest, ALL);
    }
  }
  return [...new Set(meanings)];
}

/**
 * Markup that a page may put between two characters: `<wbr>`, `<b>`, a comment. Of CDATA, only what opens and closes it: its content is text.
 * A comment may have `>` in it. One that has tags stays, without them: there may be a secret between.
 */
const MARKUP = /<(?:!\[CDATA\[|!--[^<]{0,200}?(?:<!\[endif\])?-->|[^<>]{0,200}>)|\]\]>/y;

function* withoutMarkup(reading: Reading): Work<Reading, undefined> {
  if (!reading.text.includes("<")) {
    return reading;
  }
  return yield* rewritten(reading, (unit, text, index) => {
    if (unit !== LESS && unit !== BRACKET) {
      return undefined;
    }
    MARKUP.lastIndex = index;
    return MARKUP.test(text) ? ["", MARKUP.lastIndex] : undefined;
  });
}

/** Returns the same reading if it has no such escape. */
function* decoded(reading: Reading, escapes: Escapes): Work<Reading, undefined> {
  return yield* rewritten(reading, (unit, text, index) =>
    escapes.has(unit) ? DECODERS.get(unit)?.(text, index) : undefined,
  );
}

/** The decoded text, and where its escape ends. */
type Meaning = readonly [meant: string, end: number];
type MeaningAt = (unit: number, text: string, index: number) => Meaning | undefined;

function* rewritten(reading: Reading, meaningAt: MeaningAt): Work<Reading, undefined> {
  const { text } = reading;
  let rewriting: Rewriting | undefined;
  let index = 0;
  for (let pause = STEP; index < text.length; ) {
    const meaning = meaningAt(text.charCodeAt(index), text, index);
    if (meaning === undefined) {
      index += 1;
    } else {
      rewriting ??= new Rewriting(reading);
      rewriting.replace(index, meaning);
      index = meaning[1];
    }
    if (index >= pause) {
      pause = index + STEP;
      yield undefined;
    }
  }
  return rewriting === undefined ? reading : rewriting.end();
}

class Rewriting {
  readonly #reading: Reading;
  readonly #parts: string[] = [];
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  #length = 0;
  #done = 0;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#starts = new Uint32Array(reading.text.length);
    this.#ends = new Uint32Array(reading.text.length);
  }

  replace(index: number, [meant, end]: Meaning): void {
    this.#copyTo(index);
    this.#parts.push(meant);
    // A decoded text is never longer than its escape, so the arrays suffice.
    for (let unit = 0; unit < meant.length; unit += 1) {
      this.#place(startIn(this.#reading, index), endIn(this.#reading, end - 1));
    }
    this.#done = end;
  }

  end(): Reading {
    this.#copyTo(this.#reading.text.length);
    return { text: this.#parts.join(""), starts: this.#starts, ends: this.#ends };
  }

  #copyTo(index: number): void {
    this.#parts.push(this.#reading.text.slice(this.#done, index));
    for (let at = this.#done; at < index; at += 1) {
      this.#place(startIn(this.#reading, at), endIn(this.#reading, at));
    }
  }

  #place(start: number, end: number): void {
    this.#starts[this.#length] = start;
    this.#ends[this.#length] = end;
    this.#length += 1;
  }
}

const DECODERS: ReadonlyMap<number, (text: string, index: number) => Meaning | undefined> = new Map([
  [XML, referenceAt],
  [URL_BYTES, urlBytesAt],
  [JSON_TEXT, backslashedAt],
  [XML_NAME, nameCharacterAt],
  [QUOTED_PRINTABLE, quotedAt],
]);

/** The names of HTML 4 for U+00A0 to U+00FF, in order. Those of capitals are left out: a search ignores the case. */
const LATIN_1 =
  `nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro
  para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest . . . . . . . . . . . . . . . . . . . . . . . times . . . . . . .
  szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve
  oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml`.split(/\s+/);
const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["euro", "\u20ac"],
  ...LATIN_1.map((name, index): [string, string] => [name, String.fromCharCode(0xa0 + index)]),
]);
const REFERENCE = /&(?:#0{0,9}(\d{1,7});|#x0{0,9}([\da-f]{1,6});|([a-z]{2,6}\d{0,2});)/iy;

/** `&#65;`, `&#x41;`, `&lt;` */
function referenceAt(text: string, index: number): Meaning | undefined {
  REFERENCE.lastIndex = index;
  const [reference = "", decimal, hexadecimal, name = ""] = REFERENCE.exec(text) ?? [];
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
  const meant = code <= 0x10ffff ? String.fromCodePoint(code) : NAMED.get(name.toLowerCase());
  return meant === undefined ? undefined : [meant, index + reference.length];
}

/** `%41`, `%C3%A9`; `%E9` in ISO 8859-1; `%u00e9` of JavaScript's `escape`. */
function urlBytesAt(text: string, index: number): Meaning | undefined {
  const unit = /u/i.test(text[index + 1] ?? "") ? hexadecimalAt(text, index + 2, 4) : undefined;
  return unit === undefined ? bytesAt(text, index) : [String.fromCharCode(unit), index + 6];
}

/** `=41`, `=C3=A9`; or a soft line break, whose line end becomes a blank in an attribute value. */
function quotedAt(text: string, index: number): Meaning | undefined {
  const end = afterSoftBreak(text, index);
  return end === index ? bytesAt(text, index, afterSoftBreak) : ["", end];
}

function afterSoftBreak(text: string, index: number): number {
  const [lineEnd = ""] = /^=\s{1,8}/.exec(text.slice(index, index + 9)) ?? [];
  return index + lineEnd.length;
}

/**
 * Decodes one UTF-8 character, or else one ISO 8859-1 byte. Each byte is the mark and two digits.
 *
 * @param next The place of the next byte: encoders break a line between the bytes of a character too.
 */
function bytesAt(text: string, index: number, next = (_text: string, at: number): number => at): Meaning | undefined {
  const lead = hexadecimalAt(text, index + 1, 2);
  if (lead === undefined) {
    return undefined;
  }
  const count = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const bytes = [lead];
  let end = index + 3;
  for (let at = next(text, end); bytes.length < count && text[at] === text[index]; at = next(text, end)) {
    bytes.push(hexadecimalAt(text, at + 1, 2) ?? 0);
    end = at + 3;
  }
  const meant = Buffer.from(bytes).toString("utf8");
  return meant.includes("\ufffd") ? [String.fromCharCode(lead), index + 3] : [meant, end];
}

const CONTROLS: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ...[..."\"'\\/"].map((character): [string, string] => [character, character]),
]);

/** `\"`, `\n`, `\u0041`, `\x41` */
function backslashedAt(text: string, index: number): Meaning | undefined {
  const next = text[index + 1] ?? "";
  const digits = next === "u" ? 4 : next === "x" ? 2 : 0;
  const unit = digits === 0 ? undefined : hexadecimalAt(text, index + 2, digits);
  const meant = unit === undefined ? CONTROLS.get(next) : String.fromCharCode(unit);
  return meant === undefined ? undefined : [meant, index + 2 + digits];
}

const NAME_CHARACTER = /_x([\da-f]{4}|[\da-f]{8})_/iy;

/** `_x0041_` */
function nameCharacterAt(text: string, index: number): Meaning | undefined {
  NAME_CHARACTER.lastIndex = index;
  const [written = "", digits = ""] = NAME_CHARACTER.exec(text) ?? [];
  const code = Number.parseInt(digits, 16);
  return code <= 0x10ffff ? [String.fromCodePoint(code), index + written.length] : undefined;
}

function hexadecimalAt(text: string, start: number, length: number): number | undefined {
  let value = 0;
  for (let index = start; index < start + length; index += 1) {
    const digit = digitOf(text.charCodeAt(index));
    if (digit === undefined) {
      return undefined;
    }
    value = 16 * value + digit;
  }
  return value;
}

function digitOf(unit: number): number | undefined {
  if (unit >= 0x30 && unit <= 0x39) {
    return unit - 0x30;
  }
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}
