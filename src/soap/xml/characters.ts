/** The characters and names of XML 1.0 (5th edition). */

/** NameStartChar (§2.3) without the colon, which Namespaces in XML 1.0 §3 reserves. */
const NAME_START =
  "A-Z_a-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}-\\u{200d}\\u{2070}-\\u{218f}\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}\\u{10000}-\\u{effff}";

/** The characters that NameChar (§2.3) adds. */
const NAME_REST = "\\-.0-9\\u{b7}\\u{300}-\\u{36f}\\u{203f}-\\u{2040}";

const NC_NAME = new RegExp(`^[${NAME_START}][${NAME_START}${NAME_REST}]*$`, "u");

/** Matches nearly all names, in a tenth of the time of `NC_NAME`. */
const NC_NAME_IN_ASCII = /^[A-Za-z_][\w.-]*$/;

/** Whether the text is an NCName: a name without a colon (Namespaces in XML 1.0 §3). */
export function isNCName(text: string): boolean {
  return NC_NAME_IN_ASCII.test(text) || NC_NAME.test(text);
}

/** The first character that XML does not allow (Char, §2.2), in the form `U+0000`; undefined if all are allowed. */
export function illegalCharacter(text: string): string | undefined {
  const found = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.exec(text)?.[0].codePointAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Control characters, and those that show a text in another order than it has (Unicode Standard Annex 9). */
const MISLEADING = /[\p{Cc}\p{Bidi_Control}]/gu;

/** A line as a terminal may show it: U+FFFD stands for each character that misleads. */
export function showable(line: string): string {
  return line.replace(MISLEADING, "\u{fffd}");
}
