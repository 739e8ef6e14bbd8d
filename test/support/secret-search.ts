import { inspect } from "node:util";
import { serialize } from "node:v8";

/** So many letters of a secret in a row are no coincidence: they reveal a part of it. */
const FRAGMENT = 10;

/** The views of a value (properties, inspection, JSON, …) in which a secret, or a good part of it, appears. */
export function findSecrets(value: unknown, secrets: readonly string[]): string[] {
  return views(value).flatMap(([view, text]) => {
    const lines = text.split("\n");
    return secrets.some((secret) => lines.some((line) => reveals(line, secret))) ? [view] : [];
  });
}

/** For each secret, the texts that do not reveal it: most lines of most errors are the same. */
const clean = new Map<string, Set<string>>();

/** Whether a text has a part of the secret that is long enough, in one of the ways in which texts are written. */
export function reveals(text: string, secret: string): boolean {
  const known = clean.get(secret) ?? new Set();
  clean.set(secret, known);
  if (known.has(text)) {
    return false;
  }
  const parts = fragments(plain(secret));
  const isRevealed = [...distinct(readings(text), (reading) => [plain(reading)])].some((letters) =>
    parts.some((part) => letters.includes(part)),
  );
  if (!isRevealed) {
    known.add(text);
  }
  return isRevealed;
}

/** In URLs a plus is a blank, and in HTML many blanks are one. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[+\s]+/g, " ");
}

function fragments(secret: string): string[] {
  const count = Math.max(secret.length - FRAGMENT, 0) + 1;
  return Array.from({ length: count }, (_, start) => secret.slice(start, start + FRAGMENT));
}

function views(value: unknown): [string, string][] {
  const texts: [string, () => string][] = [
    ["text", () => String(value)],
    ["message", () => String((value as Error)?.message)],
    ["stack", () => String((value as Error)?.stack)],
    ["cause", () => inspect((value as Error)?.cause, { depth: null, showHidden: true })],
    ["console", () => inspect(value)],
    ["inspect", () => inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true })],
    ["JSON", () => JSON.stringify(value) ?? ""],
    ["clone", () => inspect(structuredClone(value), { depth: null, showHidden: true })],
    ["serialized", () => serialize(value).toString("latin1")],
    ["properties", () => stringsIn(value).join("\n")],
    ["properties in a row", () => stringsIn(value).join("")],
  ];
  return texts.map(([name, view]) => [name, attempt(view)]);
}

/** A value that cannot be cloned or serialised reveals nothing. */
function attempt(view: () => string): string {
  try {
    return view();
  } catch (error) {
    return String(error);
  }
}

/** All strings that can be reached from a value: over properties of all kinds, their names, and what it iterates over. */
function stringsIn(value: unknown, seen = new Set<unknown>()): string[] {
  if (typeof value === "string") {
    return [value];
  }
  if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) {
    return typeof value === "symbol" ? [String(value)] : [];
  }
  seen.add(value);
  const strings: string[] = [];
  for (const key of Reflect.ownKeys(value)) {
    strings.push(String(key), ...stringsIn(Reflect.get(value, key), seen));
  }
  if (Symbol.iterator in value && typeof value[Symbol.iterator] === "function") {
    strings.push(...[...(value as Iterable<unknown>)].flatMap((item) => stringsIn(item, seen)));
  }
  return strings;
}

/** A text, and the texts that it decodes to as HTML, URL, JSON, quoted-printable, a .NET name, Base64 or hexadecimal. */
function readings(text: string): ReadonlySet<string> {
  const once = decode(text);
  const bare = new Set([text, text.replace(/<[^<>]*>/g, "")]);
  const decoded = distinct(bare, (one) => [one, decode(one), decode(decode(one))]);
  const seen = distinct(decoded, (one) => [one.replace(/[\u00ad\u200b]/g, "")]);
  const joined = distinct(seen, (one) => [one.replace(/\s*\r?\n\s*/g, "")]);
  const bases = new Set([text, once]);
  const others = distinct(bases, (one) => [quoted(one), names(one)]);
  return new Set([
    ...decoded,
    ...seen,
    ...joined,
    ...distinct(others, (one) => [one, decode(one)]),
    ...distinct(bases, codes),
  ]);
}

/** Most texts have nothing to decode, so that most readings are equal. */
function distinct(texts: Iterable<string>, read: (text: string) => readonly string[]): ReadonlySet<string> {
  return new Set([...texts].flatMap(read));
}

function codes(text: string): string[] {
  const runs = (pattern: RegExp, blanks: RegExp): ReadonlySet<string> =>
    distinct([text, text.replace(blanks, "")], (one) => one.match(pattern) ?? []);
  return [
    ...[...runs(/[\w+/-]{12,}/g, /\s+/g)].flatMap((run) =>
      [0, 1, 2, 3].map((start) => Buffer.from(run.slice(start), "base64")),
    ),
    ...[...runs(/[0-9a-f]{24,}/gi, /[-\s]+/g)].flatMap((run) =>
      [0, 1].map((start) => Buffer.from(run.slice(start), "hex")),
    ),
  ].flatMap((bytes) => [bytes.toString("utf8"), bytes.toString("utf16le"), bytes.subarray(1).toString("utf16le")]);
}

function quoted(text: string): string {
  return text
    .replace(/=\s*\n/g, "")
    .replace(/(?:=[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll("=", ""), "hex").toString("utf8"));
}

function names(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code) => character(Number.parseInt(code, 16)));
}

const NAMED = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
]);

function decode(text: string): string {
  return text
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, code) => character(Number.parseInt(code, 16)))
    .replace(/&#(\d{1,7});/g, (_, code) => character(Number(code)))
    .replace(/&(\w+);/g, (whole, name) => NAMED.get(name.toLowerCase()) ?? whole)
    .replace(/\\u([0-9a-f]{4})/gi, (_, code) => character(Number.parseInt(code, 16)))
    .replace(/\\(["'\\/])/g, "$1")
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"));
}

function character(code: number): string {
  return code > 0x10ffff ? "" : code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);
}
