/** A regular expression as a tree. */
export type Pattern = Empty | Character | Sequence | Alternatives | Repetition;

interface Empty {
  readonly kind: "empty";
  readonly isNullable: true;
}

interface Character {
  readonly kind: "character";
  readonly isNullable: false;
  matches(character: string): boolean;
}

interface Sequence {
  readonly kind: "sequence";
  readonly first: Pattern;
  readonly second: Pattern;
  /** Whether it matches the empty text. */
  readonly isNullable: boolean;
}

interface Alternatives {
  readonly kind: "alternatives";
  readonly parts: readonly Pattern[];
  readonly isNullable: boolean;
}

interface Repetition {
  readonly kind: "repetition";
  readonly body: Pattern;
  readonly min: number;
  readonly max: number;
  readonly isNullable: boolean;
}

/**
 * Reads a RegExp of the form `/^(?:…)$/u`. Undefined where it has another form, syntax that no pattern of XML Schema is
 * translated to, or more than a hundred groups within each other.
 */
export function parsePattern({ source, flags }: RegExp): Pattern | undefined {
  const [, inner] = /^\^\(\?:(.*)\)\$$/s.exec(source) ?? /^\^([^|]*)\$$/s.exec(source) ?? [];
  return flags === "u" && inner !== undefined ? new PatternReader(inner).read() : undefined;
}

const rests = new WeakMap<Repetition, Repetition>();

/** The rest of a repetition after one occurrence; undefined if there is none. Always the same object for a repetition. */
export function restOf(repetition: Repetition): Repetition | undefined {
  const { body, min, max } = repetition;
  if (max === 1) {
    return undefined;
  }
  if (min === 0 && max === Number.POSITIVE_INFINITY) {
    return repetition;
  }
  const rest = rests.get(repetition) ?? repetitionOf(body, Math.max(min - 1, 0), max - 1);
  rests.set(repetition, rest);
  return rest;
}

function repetitionOf(body: Pattern, min: number, max: number): Repetition {
  return { kind: "repetition", body, min, max, isNullable: min === 0 || body.isNullable };
}

const EMPTY: Empty = { kind: "empty", isNullable: true };

/** A class, a property, an escape, or the character itself. */
const CHARACTER =
  /\[(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\u\{[\dA-Fa-f]+\}|\\u(?![dD][89abAB])[\dA-Fa-f]{4}|\\x[\dA-Fa-f]{2}|\\[dDsSwWnrtvf0]|\\[^\p{L}\d]|[^\\^$.*+?()[\]{}|]|\./suy;

const QUANTIFIER = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y;

/** Of groups within groups: what follows the ways of a pattern calls itself for each. */
const MAX_DEPTH = 100;

class PatternReader {
  readonly #source: string;
  #index = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Pattern | undefined {
    const pattern = this.#alternatives();
    return this.#index === this.#source.length ? pattern : undefined;
  }

  #alternatives(): Pattern | undefined {
    const parts: Pattern[] = [];
    do {
      const part = this.#sequence();
      if (part === undefined) {
        return undefined;
      }
      parts.push(part);
    } while (this.#take("|"));
    const [only = EMPTY, ...others] = parts;
    return others.length === 0
      ? only
      : { kind: "alternatives", parts, isNullable: parts.some(({ isNullable }) => isNullable) };
  }

  #sequence(): Pattern | undefined {
    const parts: Pattern[] = [];
    while (this.#index < this.#source.length && !/[|)]/.test(this.#source[this.#index] ?? "")) {
      const atom = this.#atom();
      if (atom === undefined) {
        return undefined;
      }
      parts.push(this.#quantified(atom));
    }
    return sequenceOf(parts);
  }

  #atom(): Pattern | undefined {
    if (this.#take("(?:")) {
      this.#depth += 1;
      const inner = this.#depth > MAX_DEPTH ? undefined : this.#alternatives();
      this.#depth -= 1;
      return this.#take(")") ? inner : undefined;
    }
    const source = this.#character();
    // A quantifier behind it would not repeat the subtraction.
    if (source === undefined || (source.startsWith("(") && /[*+?{]/.test(this.#source[this.#index] ?? ""))) {
      return undefined;
    }
    const whole = new RegExp(`^${source}$`, "u");
    return { kind: "character", isNullable: false, matches: (character) => whole.test(character) };
  }

  /** A character, before which others may be subtracted: `(?![aeiou])[a-z]`. */
  #character(): string | undefined {
    if (!this.#take("(?!")) {
      return this.#match(CHARACTER)?.[0];
    }
    const subtracted = this.#character();
    const rest = this.#take(")") ? this.#character() : undefined;
    return subtracted === undefined || rest === undefined ? undefined : `(?!${subtracted})${rest}`;
  }

  #quantified(body: Pattern): Pattern {
    const [text, symbol = "", least = "0", comma, most = ""] = this.#match(QUANTIFIER) ?? [];
    if (text === undefined) {
      return body;
    }
    const [min, max] = OCCURRENCE.get(symbol) ?? [
      Number(least),
      Number(comma === undefined ? least : most || INFINITY),
    ];
    return max === 0 ? EMPTY : repetitionOf(body, min, max);
  }

  #take(text: string): boolean {
    const isNext = this.#source.startsWith(text, this.#index);
    this.#index += isNext ? text.length : 0;
    return isNext;
  }

  #match(token: RegExp): RegExpExecArray | undefined {
    token.lastIndex = this.#index;
    const found = token.exec(this.#source) ?? undefined;
    this.#index += found?.[0].length ?? 0;
    return found;
  }
}

const INFINITY = Number.POSITIVE_INFINITY;

const OCCURRENCE: ReadonlyMap<string, readonly [min: number, max: number]> = new Map([
  ["*", [0, INFINITY]],
  ["+", [1, INFINITY]],
  ["?", [0, 1]],
]);

/** In halves, so that a long sequence is no deep tree. */
function sequenceOf(parts: readonly Pattern[]): Pattern {
  if (parts.length <= 1) {
    return parts[0] ?? EMPTY;
  }
  const middle = Math.ceil(parts.length / 2);
  const [first, second] = [sequenceOf(parts.slice(0, middle)), sequenceOf(parts.slice(middle))];
  return { kind: "sequence", first, second, isNullable: first.isNullable && second.isNullable };
}
