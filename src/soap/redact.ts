/** Takes secrets out of a text that someone else wrote. */
export type Redact = (text: string) => string;

const REDACTED = "[redacted]";

/**
 * Makes a function that replaces secrets in texts, in whichever form they stand there: as they are, with characters
 * escaped for XML or HTML, for a URL or for JSON, all or some of them; in capitals or small letters.
 */
export function redactor(secrets: readonly string[]): Redact {
  const patterns = secrets.filter((secret) => secret !== "").map((secret) => [...secret].map(anyForm).join(""));
  if (patterns.length === 0) {
    return (text) => text;
  }
  // The longest first, since one secret may begin with another.
  const pattern = new RegExp(patterns.sort((a, b) => b.length - a.length).join("|"), "giu");
  return (text) => text.replace(pattern, REDACTED);
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ["&", "amp"],
  ["<", "lt"],
  [">", "gt"],
  ['"', "quot"],
  ["'", "apos"],
]);

/** A pattern of the forms in which a character can stand in somebody's text. */
function anyForm(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hexadecimal = code.toString(16);
  const forms = [
    literal(character),
    `&#0*${code};`,
    `&#x0*${hexadecimal};`,
    percentEncoded(character),
    [...utf16(character)].map((unit) => `\\\\u${unit.toString(16).padStart(4, "0")}`).join(""),
    ...(NAMED.has(character) ? [`&${NAMED.get(character)};`] : []),
    ...(/["'\\/]/.test(character) ? [`\\\\${literal(character)}`] : []),
    ...(character === " " ? ["\\s+", "\\+", "&nbsp;"] : []),
  ];
  return `(?:${forms.join("|")})`;
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/u, "\\$&");
}

function percentEncoded(character: string): string {
  return [...Buffer.from(character, "utf8")].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}

function* utf16(character: string): Iterable<number> {
  for (let index = 0; index < character.length; index += 1) {
    yield character.charCodeAt(index);
  }
}
