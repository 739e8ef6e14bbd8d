/** Codes of characters in a search: {@link IGNORED}, {@link BLANK}, or the code of the lower-case letter. */
export const IGNORED = -1;
export const BLANK = 0x20;

/**
 * Returns the lower-case code of a UTF-16 unit; {@link BLANK} for blanks, control characters, and `+`, which HTML forms
 * send for a blank; {@link IGNORED} for invisible characters such as a soft hyphen.
 */
export function letterOf(unit: number): number {
  if (unit < 0x80) {
    return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit <= 0x20 || unit === 0x2b || unit === 0x7f ? BLANK : unit;
  }
  if (isInvisible(unit)) {
    return IGNORED;
  }
  return isWide(unit) ? BLANK : smallOf(unit);
}

/**
 * Like {@link letterOf}, but ignores blanks, all ASCII characters except letters and digits, and what pages put in their place: other
 * hyphens and quotation marks.
 */
export function onlyLetterOf(unit: number): number {
  const code = letterOf(unit);
  return (code >= 0x80 && !isPunctuation(code)) || (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a)
    ? code
    : IGNORED;
}

/** Unicode's General Punctuation, the minus sign, and the hyphens of Armenian and of East Asian pages. */
function isPunctuation(unit: number): boolean {
  return (unit >= 0x2010 && unit <= 0x205e) || unit === 0x58a || unit === 0x2212 || unit === 0xfe63 || unit === 0xff0d;
}

/** Like {@link letterOf}, but ignores blanks. */
export function visibleOf(unit: number): number {
  const code = letterOf(unit);
  return code === BLANK ? IGNORED : code;
}

/**
 * Without accents, which some charsets lack, and some systems write apart. Turkish has an i without a dot as well, and Greek a
 * sigma for the end of a word.
 */
function smallOf(unit: number): number {
  if (unit === 0x131) {
    return 0x69;
  }
  if (unit === 0x3c2) {
    return 0x3c3;
  }
  const character = String.fromCharCode(unit);
  const small = (hasAccents(unit) ? character.normalize("NFD").charAt(0) : character).toLowerCase();
  return small.length === 1 ? small.charCodeAt(0) : unit;
}

/** Whether a unit is of Latin, Greek or Cyrillic. */
function hasAccents(unit: number): boolean {
  return unit < 0x250 || (unit >= 0x370 && unit < 0x530) || (unit >= 0x1e00 && unit < 0x2000);
}

/** Blanks beyond ASCII (Unicode White_Space), and C1 control characters. */
function isWide(unit: number): boolean {
  return (
    unit <= 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    (unit >= 0x2028 && unit <= 0x202f) ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/**
 * Unicode's Default_Ignorable_Code_Point within the BMP, accents that are characters of their own, U+FFFD in the place of an
 * invalid byte, and the noncharacter U+FFFF.
 */
function isInvisible(unit: number): boolean {
  return (
    unit === 0xad ||
    (unit >= 0x300 && unit <= 0x36f) ||
    unit === 0x61c ||
    (unit >= 0x115f && unit <= 0x1160) ||
    (unit >= 0x17b4 && unit <= 0x17b5) ||
    (unit >= 0x180b && unit <= 0x180f) ||
    (unit >= 0x200b && unit <= 0x200f) ||
    (unit >= 0x202a && unit <= 0x202e) ||
    (unit >= 0x2060 && unit <= 0x206f) ||
    unit === 0x3164 ||
    (unit >= 0xfe00 && unit <= 0xfe0f) ||
    unit === 0xfeff ||
    unit === 0xffa0 ||
    (unit >= 0xfff0 && unit <= 0xfff8) ||
    unit === 0xfffd ||
    unit === 0xffff
  );
}
