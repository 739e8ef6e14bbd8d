import { cached } from "./lazy.js";
import { type Pattern, parsePattern, restOf } from "./pattern-syntax.js";
import { Limit } from "./schema-error.js";

/**
 * Makes a test that returns whether a whole text matches a pattern.
 *
 * Its time is linear in the length of the text. A RegExp tries one after the other all ways in which repetitions can share
 * the text. Of `(A?\d{1,4}\.?)+` and 40 digits there are billions, so a value could stop the process. Such a RegExp only
 * tests texts that are short enough for it. In longer texts, the test follows all ways at once.
 *
 * @param pattern `/^(?:…)$/u`, as the generator writes it. For other syntax (`\b`, a back reference), the RegExp is the test.
 * @returns a test, which counts the steps of all texts of a message under their limit.
 */
export function patternTest(pattern: RegExp): (text: string, steps?: Limit) => boolean {
  const parsed = parsePattern(pattern);
  if (parsed === undefined || sizeOf(parsed) > MAX_SIZE) {
    return (text) => pattern.test(text);
  }
  const longest = longestForRegExp(parsed);
  const followers = new WeakMap<Limit, Follower>();
  return (text, steps = new Limit(Number.POSITIVE_INFINITY, "steps")) =>
    (text.length <= longest ? resultOf(pattern, text) : undefined) ??
    cached(followers, steps, () => new Follower(parsed, steps)).matches(text);
}

/** Undefined where V8 has no memory for the repetitions: for millions, in a process whose expressions it does not optimize. */
function resultOf(pattern: RegExp, text: string): boolean | undefined {
  try {
    return pattern.test(text);
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

/** Whether the time of a pattern's test is linear. */
export function isLinear(pattern: RegExp): boolean {
  const parsed = parsePattern(pattern);
  return parsed !== undefined && (isFast(parsed, MAX_LENGTH) || sizeOf(parsed) <= MAX_SIZE);
}

/** The number of characters in a pattern with its repetitions written out: the most ways that are followed at once. */
function sizeOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case "empty":
      return 0;
    case "character":
      return 1;
    case "sequence":
      return sizeOf(pattern.first) + sizeOf(pattern.second);
    case "alternatives":
      return pattern.parts.reduce((sum, part) => sum + sizeOf(part), 0);
    case "repetition": {
      const { body, min, max } = pattern;
      return sizeOf(body) * (max === Number.POSITIVE_INFINITY ? Math.max(min, 1) : max);
    }
  }
}

const MAX_SIZE = 1_000;

/** More characters than a text can have. */
const MAX_LENGTH = 2 ** 32;

/** The most characters of a text that a RegExp of the pattern tests in few steps. */
function longestForRegExp(pattern: Pattern): number {
  let longest = -1;
  for (let next = 1; longest < MAX_LENGTH && isFast(pattern, next); next *= 2) {
    longest = next;
  }
  return longest;
}

/** Whether a RegExp takes at most ten steps for each character of a text, and two hundred more. */
function isFast(pattern: Pattern, length: number): boolean {
  return effortOf(pattern, length).steps <= 10 * (length + 20);
}

/** What a RegExp does with a text, at most. */
interface Effort {
  /** In how many ways a beginning of the text may match. */
  readonly ways: number;
  /** How many characters are compared to try them all. */
  readonly steps: number;
}

function effortOf(pattern: Pattern, length: number): Effort {
  const { ways, steps } = effortOfParts(pattern, length);
  return { ways, steps: Math.min(steps, ways * (length + 1)) };
}

function effortOfParts(pattern: Pattern, length: number): Effort {
  switch (pattern.kind) {
    case "empty":
      return { ways: 1, steps: 0 };
    case "character":
      return { ways: 1, steps: 1 };
    case "sequence": {
      const [first, second] = [effortOf(pattern.first, length), effortOf(pattern.second, length)];
      // The rest is tried after each way of the first part: of `.*[0-9a-f]{32}`, at each character up to 32 more.
      return { ways: first.ways * second.ways, steps: first.steps + first.ways * second.steps };
    }
    case "alternatives": {
      const all = pattern.parts.map((part) => effortOf(part, length));
      return {
        ways: all.reduce((sum, { ways }) => sum + ways, 0),
        steps: all.reduce((sum, { steps }) => sum + steps, 0),
      };
    }
    case "repetition": {
      const { body, min, max } = pattern;
      const { ways, steps } = effortOf(body, length);
      const times = max - min + 1;
      if (ways === 1) {
        return { ways: Math.min(times, length + 1), steps: Math.min(max, length) * steps };
      }
      return { ways: times * ways ** max, steps: max * ways ** (max - 1) * steps };
    }
  }
}

/** Patterns that match the rest of a text, one after the other. Equal ones are one object. */
class Continuation {
  static #made = 0;
  readonly number = ++Continuation.#made;
  #longer: Map<Pattern, Continuation> | undefined;

  constructor(
    readonly first?: Pattern,
    readonly others?: Continuation,
  ) {}

  after(pattern: Pattern | undefined): Continuation {
    if (pattern === undefined) {
      return this;
    }
    this.#longer ??= new Map();
    const known = this.#longer.get(pattern) ?? new Continuation(pattern, this);
    this.#longer.set(pattern, known);
    return known;
  }
}

/** All ways that are open at a place of a text. */
interface Place {
  readonly ways: readonly Continuation[];
  /** Whether the text may end here. Undefined until one does. */
  mayEnd?: boolean;
  /** Where a character leads, as far as it is known. */
  readonly next: Map<string, Place>;
}

/** What is known of a pattern has at most so many ways and characters. Then it is forgotten, and begins anew. */
const MAX_KNOWN = 100_000;

/**
 * Follows all ways character by character: Antimirov, "Partial derivatives of regular expressions" (1996). It remembers
 * where each character leads, since most texts come to the same places again and again.
 */
class Follower {
  readonly #begin: Continuation;
  readonly #steps: Limit;
  readonly #places = new Map<string, Place>();
  #known = 0;

  constructor(pattern: Pattern, steps: Limit) {
    this.#steps = steps;
    this.#begin = new Continuation().after(pattern);
  }

  matches(text: string): boolean {
    let place = this.#placeOf([this.#begin]);
    for (const character of text) {
      place = place.next.get(character) ?? this.#leave(place, character);
      if (place.ways.length === 0) {
        return false;
      }
    }
    place.mayEnd ??= place.ways.some(mayEnd);
    return place.mayEnd;
  }

  #leave({ ways, next }: Place, character: string): Place {
    const step: Step = { character, next: new Set(), derived: new Set(), count: 0 };
    for (const way of ways) {
      follow(way, step);
    }
    this.#steps.add(step, step.count);
    const place = this.#placeOf([...step.next]);
    next.set(character, place);
    this.#known += 1;
    return place;
  }

  #placeOf(ways: readonly Continuation[]): Place {
    if (this.#known > MAX_KNOWN) {
      this.#places.clear();
      this.#known = 0;
    }
    const key = ways
      .map(({ number }) => number)
      .sort((left, right) => left - right)
      .join();
    let place = this.#places.get(key);
    if (place === undefined) {
      place = { ways, next: new Map() };
      this.#places.set(key, place);
      this.#known += ways.length;
    }
    return place;
  }
}

interface Step {
  readonly character: string;
  /** What may come after the character. */
  readonly next: Set<Continuation>;
  /** What need not be tried again: in `a?a?a?`, each character would be tried from each one before it. */
  readonly derived: Set<Continuation>;
  /** How often a part of the pattern was tried. */
  count: number;
}

function follow(way: Continuation, step: Step): void {
  const { first, others } = way;
  if (first !== undefined && others !== undefined) {
    derive(first, others, step);
    if (first.isNullable) {
      follow(others, step);
    }
  }
}

function mayEnd({ first, others }: Continuation): boolean {
  return first === undefined || others === undefined || (first.isNullable && mayEnd(others));
}

/** Adds the continuations after the character, if the pattern can begin with it. `then` continues after the pattern. */
function derive(pattern: Pattern, then: Continuation, step: Step): void {
  step.count += 1;
  if (pattern.kind === "character") {
    if (pattern.matches(step.character)) {
      step.next.add(then);
    }
    return;
  }
  const whole = then.after(pattern);
  if (step.derived.has(whole)) {
    return;
  }
  step.derived.add(whole);
  switch (pattern.kind) {
    case "sequence":
      derive(pattern.first, then.after(pattern.second), step);
      if (pattern.first.isNullable) {
        derive(pattern.second, then, step);
      }
      return;
    case "alternatives":
      for (const part of pattern.parts) {
        derive(part, then, step);
      }
      return;
    case "repetition":
      derive(pattern.body, then.after(restOf(pattern)), step);
  }
}
