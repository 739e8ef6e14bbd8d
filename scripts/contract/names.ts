/**
 * Converts names of the contract into names of TypeScript and of files. The result depends on the name only; where two
 * results are equal, {@link NameScope} numbers the later one.
 */

/** `PreferedChunkSize` → `preferedChunkSize`, `UID` → `uid`, `URLPath` → `urlPath`, `foo-bar` → `fooBar`. */
export function camelCase(name: string): string {
  const known = camelCases.get(name);
  if (known !== undefined) {
    return known;
  }
  const words = wordsOf(name);
  const result = identifier(
    words.map((word, index) => (index === 0 ? word.toLowerCase() : capitalized(word.toLowerCase()))),
  );
  if (name.length < LONG_NAME && camelCases.size < MOST_NAMES) {
    camelCases.set(name, result);
  }
  return result;
}

/** Most elements of a contract have the names of others. */
const camelCases = new Map<string, string>();
const MOST_NAMES = 20_000;
const LONG_NAME = 100;

/** `isValidTicket` → `IsValidTicket`, `URLPath` → `URLPath`, `ArrayOf_xsd_string` → `ArrayOfXsdString`. */
export function pascalCase(name: string): string {
  return identifier(wordsOf(name).map(capitalized));
}

/** `GetDownloadHandlerByVersion` → `get-download-handler-by-version`. */
export function kebabCase(name: string): string {
  return wordsOf(name).join("-").toLowerCase() || "_";
}

/** The name of a property: camel case, with `_` where every object inherits the name. */
export function propertyName(name: string): string {
  const property = camelCase(name);
  return INHERITED.has(property) ? `${property}_` : property;
}

/** The name of a function or constant: camel case, with `_` where the name is reserved. */
export function valueName(name: string): string {
  const value = camelCase(name);
  return RESERVED_WORDS.has(value) ? `${value}_` : value;
}

/** The name of a type: Pascal case, with `Type` where the name is that of a global object. */
export function typeName(name: string): string {
  const type = pascalCase(name);
  return GLOBALS.has(type) ? `${type}Type` : type;
}

/** A namespace of more segments has the names of its last ones, and that of all: a thousand names of it would be long together. */
const MOST_SEGMENTS = 12;

/**
 * Short names for a namespace, the shortest first: `http://schemas.example.com/2003/10/Arrays` → `Arrays`,
 * `schemas.example.com-2003-10-Arrays`. None begins with a number or version.
 */
export function namespaceNames(namespace: string): [string, ...string[]] {
  const segments = namespace
    .replace(/^[a-z][a-z0-9+.-]*:(?:\/\/)?(?:www\.)?/i, "")
    .replace(/\.(?:xsd|wsdl|asmx|svc)$/i, "")
    .split(/[/:#?]+/)
    .filter((segment) => segment !== "");
  const names = segments.flatMap((segment, index) => {
    const isLeftOut = index > 0 && index < segments.length - MOST_SEGMENTS;
    return isLeftOut || /^[vV]?[\d._-]+$/.test(segment) ? [] : [segments.slice(index).join("-")];
  });
  const [shortest = segments.join("-") || "no-namespace", ...others] = names.reverse();
  return [shortest, ...others];
}

/** For each namespace, its shortest name that no other of the namespaces has. Letter case does not distinguish names. */
export function distinctNamespaceNames(namespaces: Iterable<string>): ReadonlyMap<string, string> {
  const candidates = new Map([...namespaces].map((namespace) => [namespace, namespaceNames(namespace)] as const));
  const counts = new Map<string, number>();
  for (const name of [...candidates.values()].flat().map(kebabCase)) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const scope = new NameScope([], kebabCase);
  return new Map(
    [...candidates].map(([namespace, names]) => {
      const own = names.find((name) => counts.get(kebabCase(name)) === 1) ?? names.at(-1) ?? "";
      return [namespace, scope.claim(own)];
    }),
  );
}

/** Gives each name once. */
export class NameScope {
  readonly #taken: Set<string>;
  readonly #fold: (name: string) => string;
  /** By name and suffix, the lowest number that may be free. Those below are taken for good. */
  readonly #numbers = new Map<string, number>();

  /** @param fold returns the same for names that must not coexist: `toLowerCase` for file systems that ignore case. */
  constructor(taken: Iterable<string> = [], fold: (name: string) => string = (name) => name) {
    this.#fold = fold;
    this.#taken = new Set([...taken].map(fold));
  }

  /** Claims the first free candidate, else the last one with the lowest number from 2 that makes it free. */
  claim(first: string, ...others: readonly string[]): string {
    return this.claimWith("", first, ...others);
  }

  /** Claims a name together with the same name and a suffix, such as `Folder` and `FolderSchema`. */
  claimWith(suffix: string, first: string, ...others: readonly string[]): string {
    const candidates = [first, ...others];
    const last = candidates.at(-1) ?? first;
    const name = candidates.find((candidate) => this.#areFree(candidate, suffix)) ?? this.#numbered(last, suffix);
    this.#taken.add(this.#fold(name));
    this.#taken.add(this.#fold(name + suffix));
    return name;
  }

  #numbered(name: string, suffix: string): string {
    const start = name + (/\d$/.test(name) ? "_" : "");
    const key = `${start} ${suffix}`;
    let number = this.#numbers.get(key) ?? 2;
    while (!this.#areFree(`${start}${number}`, suffix)) {
      number += 1;
    }
    this.#numbers.set(key, number);
    return `${start}${number}`;
  }

  #areFree(name: string, suffix: string): boolean {
    return this.isFree(name) && this.isFree(name + suffix);
  }

  isFree(name: string): boolean {
    return !this.#taken.has(this.#fold(name));
  }
}

/** Names that Windows reserves for devices, with any extension. */
const DEVICES = ["con", "prn", "aux", "nul", ...[1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((n) => [`com${n}`, `lpt${n}`])];

/** The names of the files of a folder, without their extension, also on file systems that ignore case. */
export function fileNames(taken: Iterable<string> = []): NameScope {
  return new FileNames(["index", ...DEVICES, ...taken], (name) => name.toLowerCase());
}

class FileNames extends NameScope {
  override claim(first: string, ...others: readonly string[]): string {
    return super.claim(shortened(first), ...others.map(shortened));
  }
}

/** File systems allow 255 bytes. A number and an extension may follow the name. */
const MAX_FILE_NAME = 200;

function shortened(name: string): string {
  const bytes = Buffer.from(name);
  // The decoder keeps back the bytes of a character that is cut.
  return bytes.length <= MAX_FILE_NAME
    ? name
    : new TextDecoder().decode(bytes.subarray(0, MAX_FILE_NAME), { stream: true });
}

/** Splits a name at characters that identifiers exclude, before capitals, and after acronyms and numbers. */
function wordsOf(name: string): string[] {
  return (
    name
      .normalize("NFC")
      .replace(/[^\p{ID_Continue}]/gu, "-")
      .match(
        /\p{Lu}{2,}s(?!\p{Ll})|\p{Lu}+(?=\p{Lu}[\p{Ll}\p{Lo}])|\p{Lu}?[\p{Ll}\p{Lt}\p{Lm}\p{Lo}\p{M}]+\p{N}*|\p{Lu}+\p{M}*\p{N}*|\p{N}+/gu,
      ) ?? []
  );
}

function capitalized(word: string): string {
  const [first = ""] = word;
  return first.toUpperCase() + word.slice(first.length);
}

/** Joins words, with `_` between two numbers and before a number at the start. */
function identifier(words: readonly string[]): string {
  const joined = words.reduce(
    (start, word) => start + (/\p{N}$/u.test(start) && /^\p{N}/u.test(word) ? "_" : "") + word,
    "",
  );
  // Joining may put a combining mark behind a letter that has a composed form with it.
  const name = joined.normalize("NFC");
  return /^\p{L}/u.test(name) ? name : `_${name}`;
}

/** Members of Object.prototype, and `then`, which would make a promise wait for the object. */
const INHERITED: ReadonlySet<string> = new Set([
  "constructor",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "then",
  "toLocaleString",
  "toString",
  "valueOf",
]);

/**
 * Words that cannot name a function or constant of a module, strict or of CommonJS, well-known global values, and `then`:
 * `import()` would call the function instead of returning the module.
 */
const RESERVED_WORDS: ReadonlySet<string> = new Set(
  `arguments async await break case catch class const continue debugger default delete do else enum eval export exports
  extends false finally for function if implements import in instanceof interface let new null package private protected
  public require return static super switch then this throw true try typeof undefined var void while with yield globalThis
  isFinite isNaN parseFloat parseInt escape unescape`.split(/\s+/),
);

/** Global objects of ECMAScript and types of TypeScript, which a type of the same name would hide. */
const GLOBALS: ReadonlySet<string> = new Set(
  `AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError
  Exclude Extract FinalizationRegistry Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl
  JSON Map Math NaN NonNullable Number Object Omit Parameters Partial Pick Promise Proxy RangeError Readonly Record
  ReferenceError Reflect RegExp Required ReturnType Set SharedArrayBuffer String Symbol SyntaxError TypeError URIError
  Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet`.split(/\s+/),
);

/** Orders names like the project's linter: by letter, capitals first, and numbers by value. */
export function compareNames(left: string, right: string): number {
  const start = lengthOfCommonParts(left, right);
  const [leftPart] = FIRST_PART.exec(left.slice(start)) ?? [];
  const [rightPart] = FIRST_PART.exec(right.slice(start)) ?? [];
  if (leftPart === undefined || rightPart === undefined) {
    return left.length - right.length;
  }
  return comparePart(leftPart, rightPart);
}

/** A number, or another character. */
const FIRST_PART = /^(?:\d+|\D)/u;

/** Skips the common prefix, which may be long, but never ends within a number or a surrogate pair. */
function lengthOfCommonParts(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) {
    length += 1;
  }
  const unfinished = /\d/.test(left.charAt(length) + right.charAt(length)) ? /[\d\ud800-\udbff]/ : /[\ud800-\udbff]/;
  while (length > 0 && unfinished.test(left.charAt(length - 1))) {
    length -= 1;
  }
  return length;
}

function comparePart(left: string, right: string): number {
  const rank = rankOf(left) - rankOf(right);
  if (rank !== 0) {
    return rank;
  }
  if (/^\d/.test(left)) {
    return Number(left) - Number(right) || left.length - right.length;
  }
  const [leftLetter, rightLetter] = [left.toLowerCase(), right.toLowerCase()];
  // Of the two cases of a letter, the capital has the lower code.
  return leftLetter === rightLetter ? (left < right ? -1 : 1) : leftLetter < rightLetter ? -1 : 1;
}

function rankOf(part: string): number {
  const rank = ["_", ".", "-"].indexOf(part);
  return rank === -1 ? (/^\d/.test(part) ? 3 : 4) : rank;
}
