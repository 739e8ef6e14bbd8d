import { atOnce } from "../xml/slices.js";
import { BLANK, IGNORED, letterOf, onlyLetterOf, visibleOf } from "./letters.js";
import { meaningsOf } from "./readings.js";

/** A form of a secret to search for, as the codes of its characters. */
export interface Word {
  readonly codes: readonly number[];
  /**
   * The visible ones of the ignored characters before the first code, from there backwards, and after the last. Made once for each
   * word: a text may have a match at each of its characters.
   */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Whether the word is only the beginning of a secret, so that the text after it may be the rest. */
  readonly isCut: boolean;
}

/** The words of all secrets, by how a text is compared with them. */
export interface SecretWords {
  /** Compared by letters and digits only. */
  readonly letters: readonly Word[];
  /** Compared by all characters. */
  readonly characters: readonly Word[];
}

/** Shorter words are compared by all characters, and shorter codes not at all: they would match by chance. */
const FEWEST_LETTERS = 8;
/** Only the beginning of a longer secret is searched: a service chooses the length of its tickets. */
const LONGEST_SECRET = 4096;
/** Shorter decoded forms of a secret are not searched: they would match by chance. */
const SHORTEST_MEANING = 4;

export function wordsOf(secrets: readonly string[]): SecretWords {
  const letters: Word[] = [];
  const characters: Word[] = [];
  for (const secret of new Set(secrets.map((text) => text.trim()))) {
    const text = secret.slice(0, LONGEST_SECRET);
    const isCut = text.length < secret.length;
    for (const meaning of [...atOnce(meaningsOf(text)), ...garbled(text)]) {
      const word = lettersOf(meaning, isCut);
      if (word.codes.length >= FEWEST_LETTERS) {
        letters.push(word);
      } else if (meaning === text || meaning.length >= SHORTEST_MEANING) {
        characters.push({ codes: charactersOf(meaning), before: [], after: [], isCut });
      }
    }
    const codes = [...codesOf(text), ...asFields(text)].map((code) => lettersOf(code, isCut));
    letters.push(...codes.filter((word) => word.codes.length >= FEWEST_LETTERS));
  }
  return { letters, characters: characters.filter((word) => word.codes.length > 0) };
}

/**
 * What other systems make of a text: charsets of one byte see two characters in `é`, ASCII has a question mark for it, and some write
 * apart what belongs to a letter, or a syllable of Korean.
 */
function garbled(text: string): string[] {
  if (!/\P{ASCII}/u.test(text)) {
    return [];
  }
  const bytes = Buffer.from(text);
  return [
    // `ß` is `SS` then.
    text.toUpperCase(),
    text.normalize("NFD"),
    text.normalize("NFC"),
    bytes.toString("latin1"),
    // In one piece, Node.js 20 decodes windows-1252 as ISO 8859-1.
    new TextDecoder("windows-1252").decode(bytes, { stream: true }),
    text.replace(/\P{ASCII}/gu, "?"),
  ];
}

function lettersOf(text: string, isCut: boolean): Word {
  const units = text.split("");
  const codes = units.map((unit) => onlyLetterOf(unit.charCodeAt(0)));
  const isLetter = (code: number): boolean => code !== IGNORED;
  return {
    codes: codes.filter(isLetter),
    before: visibleIn(units.slice(0, Math.max(0, codes.findIndex(isLetter)))).reverse(),
    after: visibleIn(units.slice(codes.findLastIndex(isLetter) + 1)),
    isCut,
  };
}

function visibleIn(units: readonly string[]): number[] {
  return units.map((unit) => visibleOf(unit.charCodeAt(0))).filter((code) => code !== IGNORED);
}

/** Collapses runs of blanks. */
function charactersOf(text: string): number[] {
  const codes = text.split("").map((unit) => letterOf(unit.charCodeAt(0)));
  const seen = codes.filter((code) => code !== IGNORED);
  return seen.filter((code, index) => code !== BLANK || seen[index - 1] !== BLANK);
}

/** Where the fields of a GUID begin. */
const FIELDS = [0, 8, 12, 16, 18, 20, 22, 24, 26, 28, 30];

/** A GUID as .NET writes it with the format `X`: `{0x3f2504e0,0x4f89,0x11d3,{0x9a,0x0c,…}}`. Its letters and digits alone. */
function asFields(text: string): string[] {
  const digits = text.replace(/[-{}()]/g, "");
  return /^[\da-f]{32}$/i.test(digits)
    ? [FIELDS.map((start, index) => `0x${digits.slice(start, FIELDS[index + 1])}`).join("")]
    : [];
}

/** The hexadecimal and base64 codes of the text's bytes in UTF-8, UTF-16 and ISO 8859-1. */
function codesOf(text: string): string[] {
  const wide = Buffer.from(text, "utf16le");
  // Most texts have a zero in each two bytes. Without the last one, the bytes are the same in both orders.
  const ofWide = /^[\0-\xff]*$/.test(text) ? [wide.subarray(0, -1)] : [wide, Buffer.from(wide).swap16()];
  const encoded = [Buffer.from(text), ...ofWide, Buffer.from(text, "latin1")];
  return encoded.flatMap((bytes) => [bytes.toString("hex"), ...[0, 1, 2].map((offset) => base64Of(bytes, offset))]);
}

/** The base64 code of the bytes at an offset, without the characters that depend on neighbouring bytes. */
function base64Of(bytes: Buffer, offset: number): string {
  const code = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  return code.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + bytes.length) * 4) / 3));
}
