import { atOnce } from "../xml/slices.js";
import { BLANK, IGNORED, letterOf, onlyLetterOf } from "./letters.js";
import { meaningsOf } from "./readings.js";

/** What is looked for, as the codes of its characters. */
export interface Word {
  readonly codes: readonly number[];
  /** What a secret has before and after the characters that are looked for. */
  readonly before: string;
  readonly after: string;
  /** Whether it is only the beginning of a secret, so that what comes after it may be the rest. */
  readonly isCut: boolean;
}

/** The words that tell of secrets, by how a text is searched for them. */
export interface SecretWords {
  /** Letters and digits only, whatever stands between them. */
  readonly letters: readonly Word[];
  /** All characters. */
  readonly characters: readonly Word[];
}

/** Words of fewer letters are looked for as they are, and codes of fewer not at all: they would be found by chance. */
const FEWEST_LETTERS = 8;
/** Of a longer one the beginning is looked for: a service may call anything a ticket. */
const LONGEST_SECRET = 4096;
/** Of what a secret means where it is itself read as an escaped text. */
const SHORTEST_MEANING = 4;

export function wordsOf(secrets: readonly string[]): SecretWords {
  const letters: Word[] = [];
  const characters: Word[] = [];
  for (const secret of new Set(secrets.map((text) => text.trim()))) {
    const text = secret.slice(0, LONGEST_SECRET);
    const isCut = text.length < secret.length;
    for (const meaning of atOnce(meaningsOf(text))) {
      const word = lettersOf(meaning, isCut);
      if (word.codes.length >= FEWEST_LETTERS) {
        letters.push(word);
      } else if (meaning === text || meaning.length >= SHORTEST_MEANING) {
        characters.push({ codes: charactersOf(meaning), before: "", after: "", isCut });
      }
    }
    const codes = codesOf(text).map((code) => lettersOf(code, isCut));
    letters.push(...codes.filter((word) => word.codes.length >= FEWEST_LETTERS));
  }
  return { letters, characters: characters.filter((word) => word.codes.length > 0) };
}

function lettersOf(text: string, isCut: boolean): Word {
  const units = text.split("");
  const codes = units.map((unit) => onlyLetterOf(unit.charCodeAt(0)));
  const isLetter = (code: number): boolean => code !== IGNORED;
  return {
    codes: codes.filter(isLetter),
    before: text.slice(0, Math.max(0, codes.findIndex(isLetter))),
    after: text.slice(codes.findLastIndex(isLetter) + 1),
    isCut,
  };
}

/** Each run of blanks is one. */
function charactersOf(text: string): number[] {
  const codes = text.split("").map((unit) => letterOf(unit.charCodeAt(0)));
  const seen = codes.filter((code) => code !== IGNORED);
  return seen.filter((code, index) => code !== BLANK || seen[index - 1] !== BLANK);
}

/** In hexadecimal and base64, of its bytes in UTF-8, in UTF-16 and in ISO 8859-1. */
function codesOf(text: string): string[] {
  // Its first or last byte is 0 for most texts, by the byte order. Without it, the bytes are in both orders the same.
  const wide = Buffer.from(text, "utf16le");
  const encoded = [
    Buffer.from(text, "utf8"),
    wide.at(-1) === 0 ? wide.subarray(0, -1) : wide,
    Buffer.from(text, "latin1"),
  ];
  return encoded.flatMap((bytes) => [bytes.toString("hex"), ...[0, 1, 2].map((offset) => base64Of(bytes, offset))]);
}

/** What the bytes are in base64 if so many stand before them, as far as that does not depend on their neighbours. */
function base64Of(bytes: Buffer, offset: number): string {
  const code = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  return code.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + bytes.length) * 4) / 3));
}
