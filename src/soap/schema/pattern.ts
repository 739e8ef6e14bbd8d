import { type Pattern, parsePattern, restOf } from "./pattern-syntax.js";

/**
 * Makes a test that returns whether a whole text matches a pattern.
 *
 * Its time is linear in the length of the text. A RegExp tries one after the other all ways in which repetitions can share
 * the text. Of `(A?\d{1,4}\.?)+` and 40 digits there are billions, so a value could stop the process. Such a RegExp only
 * tests texts that are short enough for it. In longer texts, the test follows all ways at once.
 *
 * @param pattern `/^(?:…)$/u`, as the generator writes it. For other syntax (`\b`, a back reference), the RegExp is the test.
 */
export function patternTest(pattern: RegExp): (text: string) => boolean {
  const parsed = parsePattern(pattern);
  if (parsed === undefined || sizeOf(parsed) > MAX_SIZE) {
    return (text) => pattern.test(text);
  }
  const ways = waysOf(parsed);
  return (text) => (areFew(ways, text.length) ? pattern.test(text) : matchesWhole(parsed, text));
}

/** Whether the time of a pattern's test is linear. */
export function isLinear(pattern: RegExp): boolean {
  const parsed = parsePattern(pattern);
  return parsed !== undefined && (areFew(waysOf(parsed), Number.MAX_SAFE_INTEGER) || sizeOf(parsed) <= MAX_SIZE);
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

/** The ways in which a text may match a pattern: at most `count` times its length to the power of `power`. */
interface Ways {
  readonly count: number;
  readonly power: number;
}

/** Whether a text has at most a hundred ways for each of its characters. */
function areFew({ count, power }: Ways, length: number): boolean {
  return count * length ** power <= 100 * Math.max(length, 1);
}

function waysOf(pattern: Pattern): Ways {
  switch (pattern.kind) {
    case "sequence": {
      const [first, second] = [waysOf(pattern.first), waysOf(pattern.second)];
      return { count: first.count * second.count, power: first.power + second.power };
    }
    case "alternatives": {
      const all = pattern.parts.map(waysOf);
      return {
        count: all.reduce((sum, { count }) => sum + count, 0),
        power: all.reduce((most, { power }) => Math.max(most, power), 0),
      };
    }
    case "repetition": {
      const { body, min, max } = pattern;
      const { count, power } = waysOf(body);
      const times = max - min + 1;
      if (count === 1 && power === 0) {
        return times <= 10 ? { count: times, power } : { count, power: 1 };
      }
      return max === Number.POSITIVE_INFINITY
        ? { count: max, power }
        : { count: times * count ** max, power: power * max };
    }
    default:
      return { count: 1, power: 0 };
  }
}

/** Patterns that match the rest of a text, one after the other. Equal ones are one object. */
class Continuation {
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

/** Follows all ways character by character: Antimirov, "Partial derivatives of regular expressions" (1996). */
function matchesWhole(pattern: Pattern, text: string): boolean {
  const end = new Continuation();
  let ways = new Set([end.after(pattern)]);
  for (const character of text) {
    const step: Step = { character, next: new Set(), derived: new Set() };
    for (const way of ways) {
      follow(way, step);
    }
    ways = step.next;
  }
  return [...ways].some(mayEnd);
}

interface Step {
  readonly character: string;
  /** What may come after the character. */
  readonly next: Set<Continuation>;
  /** What need not be tried again: in `a?a?a?`, each character would be tried from each one before it. */
  readonly derived: Set<Continuation>;
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
