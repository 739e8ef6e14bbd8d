import type { ModelIndex, ResolvedType } from "../../contract/model-index.js";
import type { TypeReference } from "../../contract/service-model.js";
import type { Change, Container, Effect } from "../verdict/change.js";
import type { GeneratedCode } from "./generated-code.js";

/** One difference between two models. It becomes a {@link Change} once the operations that it concerns are known. */
export interface Difference extends Pick<Change, "kind" | "place" | "path" | "old" | "new" | "names"> {
  /** How the set of messages that the contract allows changes. */
  readonly wire: Effect;
  /** How the set of values of the generated TypeScript types changes. */
  readonly code: Effect;
}

export type Effects = Pick<Difference, "wire" | "code">;

/** Two versions of one component: their own differences, and the pairs of components that they use. */
export interface ComparedPair {
  readonly differences: Difference[];
  readonly uses: Set<ComparedPair>;
}

export function emptyPair(): ComparedPair {
  return { differences: [], uses: new Set() };
}

/** A container, and the names of the elements and attributes that lead from it to the location. */
export interface Location {
  readonly place: Container;
  readonly path: readonly string[];
}

export function below({ place, path }: Location, name: string): Location {
  return { place, path: [...path, name] };
}

export function differenceAt({ place, path }: Location, difference: Omit<Difference, "place" | "path">): Difference {
  return { ...difference, place, ...(path.length > 0 && { path: path.join("/") }) };
}

/** A location within a pair that is being compared. */
export class Scope {
  constructor(
    readonly location: Location,
    readonly pair: ComparedPair,
    readonly comparison: Comparison,
  ) {}

  at(location: Location): Scope {
    return new Scope(location, this.pair, this.comparison);
  }

  below(name: string): Scope {
    return this.at(below(this.location, name));
  }

  add(...differences: readonly Difference[]): void {
    this.pair.differences.push(...differences);
  }
}

/** Compares two references to types, and adds what differs to the scope. */
type CompareReferences = (older: TypeReference, newer: TypeReference, scope: Scope) => void;

/** The pairs whose total effect is looked for. Two contracts with a thousand types that refer to each other have a million. */
const MAX_VERDICTS = 200_000;

/** Takes the place of further pairs, of which nothing is known. */
const UNKNOWN: ComparedPair = {
  differences: [{ kind: "type-changed", place: { kind: "type", name: "" }, wire: "replaced", code: "replaced" }],
  uses: new Set(),
};

/**
 * A comparison of two models in progress. It compares each pair of components once, however many references and cycles
 * lead to it.
 */
export class Comparison {
  readonly #pairs = new Map<string, Map<object, Map<object, ComparedPair>>>();
  readonly #pending: (() => void)[] = [];
  readonly #partners = new Map<ResolvedType, Set<ResolvedType>>();
  #size = 0;
  #verdictOnly: Comparison | undefined;

  /**
   * @param compareReferences passed in to avoid an import circle: a type contains elements, which refer to types.
   * @param isEncoded whether messages contain the names of types (SOAP 1.1 §5).
   * @param generated what the components of both models are in generated code.
   * @param isVerdictOnly whether only the total effect counts: types are compared by content, whatever their names.
   */
  constructor(
    readonly older: ModelIndex,
    readonly newer: ModelIndex,
    readonly compareReferences: CompareReferences,
    readonly isEncoded: boolean,
    readonly generated: Readonly<Record<"older" | "newer", GeneratedCode>>,
    readonly isVerdictOnly = false,
  ) {}

  /** A comparison of the same models that yields only their total effect. */
  get verdictOnly(): Comparison {
    const { older, newer, compareReferences, isEncoded, generated } = this;
    this.#verdictOnly ??= new Comparison(older, newer, compareReferences, isEncoded, generated, true);
    return this.#verdictOnly;
  }

  /**
   * The effect on code of a property that is gone. What only the first of two types of one contract has was never there in code that
   * gets the second one: TypeScript compares only the properties that both have.
   */
  effectOfRemoval(isRequired: boolean): Effect {
    if (this.older !== this.newer) {
      return "replaced";
    }
    return isRequired ? "widened" : "same";
  }

  /** Notes that a reference to the newer type is where one to the older type was. */
  meet(older: ResolvedType, newer: ResolvedType): void {
    getOrAdd(this.#partners, older, () => new Set<ResolvedType>()).add(newer);
  }

  /** The newer types that took the place of each older one so far, also within types whose total effect alone was looked for. */
  partners(): ReadonlyMap<ResolvedType, ReadonlySet<ResolvedType>> {
    const all = new Map<ResolvedType, Set<ResolvedType>>();
    for (const [older, newer] of [...this.#partners, ...(this.#verdictOnly?.partners() ?? [])]) {
      const known = getOrAdd(all, older, () => new Set<ResolvedType>());
      for (const one of newer) {
        known.add(one);
      }
    }
    return all;
  }

  /** The pair of two components, which {@link run} compares later. */
  pair(aspect: string, older: object, newer: object, compare: (pair: ComparedPair) => void): ComparedPair {
    const ofAspect = getOrAdd(this.#pairs, aspect, () => new Map<object, Map<object, ComparedPair>>());
    const ofOlder = getOrAdd(ofAspect, older, () => new Map<object, ComparedPair>());
    return getOrAdd(ofOlder, newer, () => {
      this.#size += 1;
      if (this.isVerdictOnly && this.#size > MAX_VERDICTS) {
        return UNKNOWN;
      }
      const pair = emptyPair();
      this.#pending.push(() => compare(pair));
      return pair;
    });
  }

  /** Compares all pending pairs, and those that they add. */
  run(): void {
    while (this.#pending.length > 0) {
      for (const compare of this.#pending.splice(0)) {
        compare();
      }
    }
  }
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = make();
  map.set(key, made);
  return made;
}
