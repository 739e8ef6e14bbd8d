import { isLinear } from "../../../src/soap/schema/pattern.js";

/**
 * Translates a regular expression of XML Schema (Part 2, Appendix F) into one of JavaScript, which has the `u` flag and
 * matches the whole text.
 *
 * @returns the source of the regular expression. Undefined where the pattern is invalid, where JavaScript has no equivalent
 *   (as for Unicode blocks that are not listed here), or where its test could take too long.
 */
export function translatePattern(pattern: string): string | undefined {
  try {
    const source = `^(?:${translateBranches(new Cursor(pattern))})$`.replace(/\p{Bidi_Control}/gu, escapeOf);
    const expression = new RegExp(source, "u");
    // JavaScript compiles it only now, for each kind of text, and rejects what is too large.
    for (const text of ["a", "€"]) {
      expression.test(text);
    }
    return isLinear(expression) ? expression.source : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

const NAME_START =
  "_:A-Za-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD";
const NAME = `${NAME_START}\\-.0-9\\xB7\\u0300-\\u036F\\u203F\\u2040`;

/** Multi-character escapes (Appendix F.1.1), as members of a character class. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["s", " \\t\\n\\r"],
  ["S", "\\0-\\x08\\x0B\\x0C\\x0E-\\x1F!-\\u{10FFFF}"],
  ["i", NAME_START],
  ["c", NAME],
  ["d", "\\p{Nd}"],
  ["D", "\\P{Nd}"],
  ["w", "\\p{L}\\p{M}\\p{N}\\p{S}"],
  ["W", "\\p{P}\\p{Z}\\p{C}"],
]);

/** Unicode blocks that published contracts use. */
const BLOCKS: ReadonlyMap<string, string> = new Map([
  ["BasicLatin", "\\0-\\x7F"],
  ["Latin-1Supplement", "\\x80-\\xFF"],
  ["LatinExtended-A", "\\u0100-\\u017F"],
  ["LatinExtended-B", "\\u0180-\\u024F"],
  ["LatinExtendedAdditional", "\\u1E00-\\u1EFF"],
  ["Greek", "\\u0370-\\u03FF"],
  ["Cyrillic", "\\u0400-\\u04FF"],
  ["Hebrew", "\\u0590-\\u05FF"],
  ["Arabic", "\\u0600-\\u06FF"],
  ["GeneralPunctuation", "\\u2000-\\u206F"],
  ["CurrencySymbols", "\\u20A0-\\u20CF"],
  ["Hiragana", "\\u3040-\\u309F"],
  ["Katakana", "\\u30A0-\\u30FF"],
  ["CJKUnifiedIdeographs", "\\u4E00-\\u9FFF"],
]);

/** Reads the characters of a pattern one by one. */
class Cursor {
  readonly #characters: readonly string[];
  #index = 0;

  constructor(pattern: string) {
    this.#characters = [...pattern];
  }

  get current(): string | undefined {
    return this.#characters[this.#index];
  }

  get following(): string | undefined {
    return this.#characters[this.#index + 1];
  }

  take(): string {
    const character = this.current;
    if (character === undefined) {
      throw new SyntaxError("the pattern ends too early");
    }
    this.#index += 1;
    return character;
  }

  takeUntil(end: string): string {
    let taken = "";
    while (this.current !== end) {
      taken += this.take();
    }
    this.take();
    return taken;
  }
}

function translateBranches(cursor: Cursor): string {
  let source = "";
  while (cursor.current !== undefined) {
    source += translateAtom(cursor);
  }
  return source;
}

function translateAtom(cursor: Cursor): string {
  const character = cursor.take();
  switch (character) {
    case "\\":
      return translateEscape(cursor);
    case "[": {
      const translated = translateClass(cursor);
      // In a group, so that a repetition repeats the subtraction too.
      return translated.startsWith("[") ? translated : `(?:${translated})`;
    }
    case "{":
      return `{${cursor.takeUntil("}")}}`;
    case ".":
      return "[^\\n\\r]";
    case "(":
      return "(?:";
    case ")":
    case "|":
    case "?":
    case "*":
    case "+":
      return character;
    default:
      return literal(character, /[$^\]}/]/);
  }
}

function translateEscape(cursor: Cursor): string {
  const character = cursor.take();
  switch (character) {
    case "I":
      return `[^${NAME_START}]`;
    case "C":
      return `[^${NAME}]`;
    case "p":
    case "P":
      return classOf(translateProperty(character, cursor));
    default: {
      const members = ESCAPES.get(character);
      return members === undefined ? single(character, /[\\|.?*+(){}[\]^$/]/) : classOf(members);
    }
  }
}

/** A character class of the members; a property alone needs no brackets. */
function classOf(members: string): string {
  return /^\\[pP]\{\w+\}$/.test(members) ? members : `[${members}]`;
}

/** `\p{Lu}`, `\p{IsBasicLatin}`, as a member of a character class. */
function translateProperty(letter: string, cursor: Cursor): string {
  cursor.take();
  const name = cursor.takeUntil("}");
  if (!name.startsWith("Is")) {
    return `\\${letter}{${name}}`;
  }
  const block = BLOCKS.get(name.slice(2));
  if (block === undefined || letter === "P") {
    throw new SyntaxError(`block ${name}`);
  }
  return block;
}

/** Subtractions within each other. A class that needs more is no pattern that anybody wrote. */
const MAX_SUBTRACTIONS = 100;

/** `[a-z]`, `[^a-z]`, `[a-z-[aeiou]]`, after the opening bracket. */
function translateClass(cursor: Cursor, depth = 0): string {
  if (depth > MAX_SUBTRACTIONS) {
    throw new SyntaxError("too many subtractions");
  }
  const negation = cursor.current === "^" ? cursor.take() : "";
  let members = "";
  let subtracted = "";
  while (cursor.current !== "]") {
    if (cursor.current === "-" && cursor.following === "[") {
      cursor.take();
      cursor.take();
      subtracted = `(?!${translateClass(cursor, depth + 1)})`;
    } else {
      members += translateMember(cursor);
    }
  }
  cursor.take();
  if (members === "") {
    throw new SyntaxError("a class without members");
  }
  return `${subtracted}[${negation}${members}]`;
}

/** A character, a range, or an escape that stands for several characters. */
function translateMember(cursor: Cursor): string {
  const first = translateMemberCharacter(cursor);
  const isRange = first.length <= 2 && cursor.current === "-" && cursor.following !== "]" && cursor.following !== "[";
  if (!isRange || first === "\\-") {
    return first;
  }
  cursor.take();
  const last = translateMemberCharacter(cursor);
  return last.length <= 2 ? `${first}-${last}` : `${first}\\-${last}`;
}

function translateMemberCharacter(cursor: Cursor): string {
  const character = cursor.take();
  if (character !== "\\") {
    return literal(character, /[\]^-]/);
  }
  const escaped = cursor.take();
  if (escaped === "p" || escaped === "P") {
    return translateProperty(escaped, cursor);
  }
  if (escaped === "I" || escaped === "C") {
    throw new SyntaxError(`\\${escaped} in a class`);
  }
  return ESCAPES.get(escaped) ?? single(escaped, /[\\\]^-]/);
}

/** An escaped character (F.1.1, single character escape). Other escaped letters mean something else elsewhere: `\b` is a word's boundary. */
function single(character: string, needsEscape: RegExp): string {
  if (/[nrt]/.test(character)) {
    return `\\${character}`;
  }
  if (/[a-z\d]/i.test(character)) {
    throw new SyntaxError(`\\${character}`);
  }
  return literal(character, needsEscape);
}

/** For characters that would reverse the order of the generated code, where it is shown. */
function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function literal(character: string, needsEscape: RegExp): string {
  if (/[\n\r\t]/.test(character)) {
    return JSON.stringify(character).slice(1, -1);
  }
  return needsEscape.test(character) ? `\\${character}` : character;
}
