import { atOnce, type Work } from "../xml/slices.js";
import { sessionsIn } from "./credentials.js";
import { readingsOf } from "./readings.js";
import { boundedSearch, charactersAtOnce, REDACTED, type SecretSearch } from "./redact.js";
import { inFamilyOf, lackingSome, ownOf } from "./secret-family.js";
import { memberTags, textsInElements } from "./texts-in-elements.js";

/**
 * Replaces secrets in a message for a log, as a {@link redactor} does: the known ones, and the values of the named members,
 * such as a ticket that the response issues. Keeps the beginning of a long message.
 */
export function* redactMessage(text: string, secrets: readonly string[], members: readonly string[]): Work<string> {
  const values = yield* valuesOf(members, text);
  const count = new Set([...values, ...ownOf(secrets)]).size;
  if (count > MOST_VALUES || Buffer.byteLength(values.join("")) > MOST_BYTES_OF_VALUES) {
    return REDACTED;
  }
  const known = boundedSearch(secrets);
  const search = known.and(values);
  const message = yield* search.redacted(text);
  return (yield* isSpread(message, search)) || (yield* hidesPart(text, known, search)) ? REDACTED : message;
}

/** A message with more values of secret members, or of a request with more, is left out: thousands would hold up the process. */
const MOST_VALUES = 100;
/** Alike for long ones, in UTF-8: a value is searched in some twenty forms. */
const MOST_BYTES_OF_VALUES = 16 * 1024;

/** What can stand between the parts of a secret that is spread over a message, beside the tags that a redactor skips. */
const BETWEEN_PARTS: readonly (readonly [pattern: RegExp, parts: (found: string) => string])[] = [
  // Names within tags, so that the values remain. The content of CDATA is text, and a comment may have `>` in it.
  [
    /<(?:!\[CDATA\[|!--[^<]{0,200}?(?:<!\[endif\])?-->|[^<>]*>)/g,
    (tag) => Array.from(tag.matchAll(/"[^"]*"|'[^']*'/g), ([value]) => value).join(""),
  ],
  // Tags of a text within the message, which is escaped as often as it is deep.
  [/\]\]&(?:amp;)*gt;|&(?:amp;)*lt;(?:!\[CDATA\[|(?:(?!&(?:amp;)*[lg]t;)[^<>]){0,200}&(?:amp;)*gt;)/g, () => ""],
  // The name between two values, in JSON too.
  [/["']\s\s*[^\s"'<>=][^\s"'<>=]*\s*=\s*["']|"\s*,\s*"[^"]*"\s*:\s*"/g, () => ""],
  // An attribute within a name.
  [/\s[^\s"'<>=][^\s"'<>=]*=(?:"[^"<>]*"|'[^'<>]*')/g, () => ""],
];

/** Whether a message, in which a search found all secrets that stand in one piece, has the parts of another one. */
export function* isSpread(message: string, search: SecretSearch): Work<boolean> {
  const text = message.replaceAll(REDACTED, "");
  for (const [pattern, parts] of BETWEEN_PARTS) {
    yield undefined;
    const content = text.replace(pattern, parts);
    if (content !== message && (yield* search.redacted(content)) !== content) {
      return true;
    }
  }
  return false;
}

/**
 * Whether a text gives a part of a known secret, whose rest stands elsewhere in it: a search that finds the part as a secret of its own
 * leaves the rest.
 */
export function* hidesPart(text: string, known: SecretSearch, search: SecretSearch): Work<boolean> {
  return known !== search && (yield* isSpread(yield* known.redacted(text), known));
}

/** Shorter values may be ordinary words. */
const LONG_ENOUGH = 8;

/** Where a response gives secrets: at its beginning, as a log-in does. To search all of a long one would hold up the process. */
const MOST_CHARACTERS_BEFORE_VALUES = 64 * 1024;

/**
 * Returns secrets that a response itself gives near its beginning: the values of the named members, as far as they are long enough.
 * Errors about it must not hold them. Undefined if there are more than are searched in a message for a log.
 */
export function* secretsGivenIn(text: string, members: readonly string[]): Work<readonly string[] | undefined> {
  const beginning = text.slice(0, MOST_CHARACTERS_BEFORE_VALUES);
  // No escape is for letters of ASCII, so that nearly all responses need no more than this.
  const mayBeEscaped = members.some((member) => /[^ -~]/.test(member));
  if (!mayBeEscaped && !new RegExp(`${alternatives(members)}|dav.{1,12}sid`, "i").test(beginning)) {
    return [];
  }
  const values = (yield* valuesOf(members, beginning)).filter(({ length }) => length >= LONG_ENOUGH);
  return areTooMany(values) ? undefined : values;
}

function areTooMany(values: readonly string[]): boolean {
  return values.length > MOST_VALUES || Buffer.byteLength(values.join("")) > MOST_BYTES_OF_VALUES;
}

interface PartsOfSecrets {
  readonly known: readonly string[];
  /** What the response itself gives. */
  readonly given: readonly string[];
}

/** Finds what errors about a response must not hold. */
export interface FindSecrets {
  (): readonly string[];
  /** It takes some milliseconds. Let others have their turn before: hundreds of errors may begin in one turn of the event loop. */
  readonly isSlow?: boolean;
  /** Does in steps what else the function does at once. */
  readonly prepare?: () => Work<unknown>;
  /** Those that it found last, in two parts. */
  readonly parts?: () => PartsOfSecrets;
}

/** Finds the secrets, in the turn of others where that takes time. */
export function* secretsFrom(find: FindSecrets, isSlow = find.isSlow, prepare = find.prepare): Work<readonly string[]> {
  if (isSlow === true) {
    yield undefined;
    yield* prepare?.() ?? [];
  }
  return find();
}

/** To search a shorter message takes less than a millisecond. */
export const SHORT = 1024;

/**
 * The known secrets, and those that a response itself gives. They are searched where an error needs them. If it gives too many, the error
 * holds no text of it.
 */
export function withSecretsGivenIn(text: string, members: readonly string[], known: FindSecrets): FindSecrets {
  let given: readonly string[] | "too many" | undefined;
  let parts: PartsOfSecrets = { known: [], given: [] };
  function* prepare(): Work<readonly string[] | "too many"> {
    yield* known.prepare?.() ?? [];
    given ??= (yield* secretsGivenIn(text, members)) ?? "too many";
    return given;
  }
  const find = (): readonly string[] => {
    const found = atOnce(prepare());
    const secrets = known();
    if (found === "too many") {
      const lacking = lackingSome(inFamilyOf(secrets, [...secrets]));
      parts = { known: lacking, given: [] };
      return lacking;
    }
    parts = { known: secrets, given: found };
    return found.length === 0 ? secrets : inFamilyOf(secrets, [...secrets, ...found]);
  };
  return Object.assign(find, { isSlow: known.isSlow === true || text.length > SHORT, prepare, parts: () => parts });
}

/** A value may begin within the characters that are kept and end after them. */
const OVERHANG = 4096;

/**
 * Returns the values of named members, in whichever form the text has them: `<root ticket="…"/>`, `<ticket>…</ticket>` with all
 * texts in it, `&lt;root ticket=&quot;…`, `"ticket": "…"`, `ticket=…`. Names match in any case.
 */
function* valuesOf(members: readonly string[], text: string): Work<string[]> {
  if (members.length === 0) {
    return [];
  }
  const names = `(?:${alternatives(members)})`;
  const attribute = `(?<![\\w.-])${names}\\s*=\\s*(?:"([^"]+)|'([^']+)|([^\\s"'<>&=;,][^\\s"'<>&]*))`;
  // A short one may be an ordinary word: `password=="none"`.
  const compared = `(?<![\\w.-])${names}\\s*={2,3}\\s*["']?([^\\s"'<>&=;,]{${LONG_ENOUGH},})`;
  const property = `"${names}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)+)`;
  const pattern = new RegExp(`${attribute}|${compared}|${property}`, "gi");
  const tags = memberTags(names);
  const start = text.slice(0, charactersAtOnce(text) + OVERHANG);
  const values = new Set<string>();
  for (const reading of readingsOf(start)) {
    yield undefined;
    for (const [, inDouble, inSingle, bare, inComparison, ofProperty = ""] of reading?.text.matchAll(pattern) ?? []) {
      values.add(inDouble ?? inSingle ?? bare ?? inComparison ?? ofProperty);
      // It may be one of a list: `ticket=…;user=…`.
      const [first = ""] = bare?.split(/[;,]/, 1) ?? [];
      if (first.length >= LONG_ENOUGH) {
        values.add(first);
      }
    }
    yield undefined;
    for (const value of yield* textsInElements(tags, reading?.text ?? "", start.length < text.length)) {
      values.add(value);
    }
    for (const ticket of sessionsIn(reading?.text ?? "")) {
      values.add(ticket);
    }
  }
  return [...new Set([...values, ...[...values].flatMap(sessionsIn)])];
}

function alternatives(names: readonly string[]): string {
  return names.map((name) => name.replaceAll(".", "\\.")).join("|");
}
