import type { ModelIndex } from "../../contract/model-index.js";
import type { Change, Effect, Place } from "../verdict/change.js";

/** A change before it is known whom it concerns. */
export interface Finding extends Pick<Change, "kind" | "place" | "path" | "old" | "new" | "names"> {
  /** What happens to the messages that the contract allows. */
  readonly wire: Effect;
  /** What happens to the values of the generated TypeScript types. */
  readonly code: Effect;
}

/** Two versions of one thing: what was found in them, and the pairs of things that they are made of. */
export interface Pair {
  readonly findings: Finding[];
  readonly uses: Set<Pair>;
}

/** Where something stands: a place, and the names of elements and attributes that lead from there. */
export interface Site {
  readonly place: Place;
  readonly path: readonly string[];
}

export function below({ place, path }: Site, name: string): Site {
  return { place, path: [...path, name] };
}

/** A finding at a site. */
export function findingAt({ place, path }: Site, finding: Omit<Finding, "place" | "path">): Finding {
  return { ...finding, place, ...(path.length > 0 && { path: path.join("/") }) };
}

/**
 * Two models while they are compared. Each pair of types is compared once, however often and in whatever circles they are
 * referred to.
 */
export class Comparison {
  readonly #pairs = new Map<string, Map<object, Map<object, Pair>>>();
  readonly #open: (() => void)[] = [];
  #aside: Comparison | undefined;

  /**
   * @param isEncoded whether messages name the types of their elements: SOAP 1.1 §5.
   * @param isAside whether types are compared by what they hold only, and the outcome told in one word.
   */
  constructor(
    readonly older: ModelIndex,
    readonly newer: ModelIndex,
    readonly isEncoded = false,
    readonly isAside = false,
  ) {}

  /** A comparison of the same models, of which only the outcome is told. */
  get aside(): Comparison {
    this.#aside ??= new Comparison(this.older, this.newer, this.isEncoded, true);
    return this.#aside;
  }

  /** The pair of two things. What there is to compare in them is compared later, by {@link run}. */
  pair(aspect: string, older: object, newer: object, compare: (pair: Pair) => void): Pair {
    const ofAspect = entry(this.#pairs, aspect, () => new Map<object, Map<object, Pair>>());
    const ofOlder = entry(ofAspect, older, () => new Map<object, Pair>());
    return entry(ofOlder, newer, () => {
      const pair: Pair = { findings: [], uses: new Set() };
      this.#open.push(() => compare(pair));
      return pair;
    });
  }

  /** Compares whatever is left to compare. */
  run(): void {
    while (this.#open.length > 0) {
      for (const compare of this.#open.splice(0)) {
        compare();
      }
    }
  }
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = make();
  map.set(key, made);
  return made;
}

/** A pair and all that it is made of. */
export function reachableFrom(pair: Pair): ReadonlySet<Pair> {
  const reached = new Set([pair]);
  // The set grows while it is read.
  for (const one of reached) {
    for (const used of one.uses) {
      reached.add(used);
    }
  }
  return reached;
}
