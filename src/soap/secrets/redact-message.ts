import { readingsOf } from "./readings.js";
import { charactersAtOnce, type Redact, redactor } from "./redact.js";
import { inFamilyOf, ownOf } from "./secret-family.js";

/**
 * Replaces secrets in a message for a log, as a {@link redactor} does: the known ones, and the values of the named members,
 * such as a ticket that the response issues. Keeps the beginning of a long message.
 */
export function redactMessage(text: string, secrets: readonly string[], members: readonly string[]): string {
  const values = valuesOf(members, text);
  const count = new Set([...values, ...ownOf(secrets)]).size;
  if (count > MOST_VALUES || values.join("").length > MOST_CHARACTERS_OF_VALUES) {
    return REDACTED;
  }
  const redact = redactor(inFamilyOf(secrets, [...secrets, ...values]));
  const message = redact(text);
  return isSpread(message, redact) ? REDACTED : message;
}

const REDACTED = "[redacted]";
/** A message with more values of secret members, or of a request with more, is left out: thousands would hold up the process. */
const MOST_VALUES = 100;
/** Alike for long ones: a value is searched in some twenty forms. */
const MOST_CHARACTERS_OF_VALUES = 16 * 1024;

/** What can stand between the parts of a secret that is spread over a message, beside the tags that a redactor skips. */
const BETWEEN_PARTS: readonly (readonly [pattern: RegExp, parts: (found: string) => string])[] = [
  // Names within tags, so that the values remain.
  [/<[^<>]*>/g, (tag) => Array.from(tag.matchAll(/"[^"]*"|'[^']*'/g), ([value]) => value).join("")],
  // Tags of a text within the message, which is escaped as often as it is deep.
  [/&(?:amp;)*lt;(?:(?!&(?:amp;)*[lg]t;)[^<>]){0,200}&(?:amp;)*gt;/g, () => ""],
  // The name between two values.
  [/["']\s+[^\s"'<>=]+\s*=\s*["']/g, () => ""],
  // An attribute within a name.
  [/\s[^\s"'<>=]+=(?:"[^"<>]*"|'[^'<>]*')/g, () => ""],
];

function isSpread(message: string, redact: Redact): boolean {
  const text = message.replaceAll(REDACTED, "");
  return BETWEEN_PARTS.map(([pattern, parts]) => text.replace(pattern, parts)).some(
    (content) => redact(content) !== content,
  );
}

/** A value may begin within the characters that are kept and end after them. */
const OVERHANG = 4096;

/**
 * Returns the values of named members, in whichever form the text has them: `<root ticket="…"/>`, `<ticket>…</ticket>`, also in
 * CDATA, `&lt;root ticket=&quot;…`, `"ticket": "…"`, `ticket=…`. Names match in any case.
 */
function valuesOf(members: readonly string[], text: string): string[] {
  if (members.length === 0) {
    return [];
  }
  const names = `(?:${members.map((name) => name.replaceAll(".", "\\.")).join("|")})`;
  const element = `<(?:[^\\s<>/:=]+:)?${names}(?:\\s[^<>]*)?>(?:\\s*<!\\[CDATA\\[((?:[^\\]]|\\](?!\\]>))+)|([^<]+))`;
  const attribute = `(?<![\\w.-])${names}\\s*=\\s*(?:"([^"]+)|'([^']+)|([^\\s"'<>&]+))`;
  const property = `"${names}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)+)`;
  const pattern = new RegExp(`${element}|${attribute}|${property}`, "gi");
  const values = new Set<string>();
  for (const reading of readingsOf(text.slice(0, charactersAtOnce(text) + OVERHANG))) {
    for (const [, ...groups] of reading?.text.matchAll(pattern) ?? []) {
      values.add(groups.find((group) => group !== undefined) ?? "");
    }
  }
  return [...values];
}
