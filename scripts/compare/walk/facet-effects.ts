import { compareDates, compareDurations, isDateType } from "../../../src/soap/schema/dates.js";
import { compareDecimals } from "../../../src/soap/schema/lexical.js";
import { BUILT_IN_TYPES } from "../../contract/built-in-types.js";
import type { Facet } from "../../contract/service-model.js";
import { type Effect, inverse, join } from "../verdict/change.js";

type Facets = ReadonlyMap<Facet["kind"], { readonly value: string }>;

interface Restriction {
  /** Those of an enumeration. */
  readonly values: object | undefined;
  readonly facets: Facets;
}

/**
 * The effect of a change of a facet, other than `whiteSpace` and `enumeration`. Several facets may declare one length or one
 * bound, so that the effect is that of all facets together.
 *
 * @param builtIn the type whose values the newer facets restrict; empty for a list or a union.
 */
export function facetEffect(kind: Facet["kind"], older: Facets, newer: Facets, builtIn: string): Effect {
  switch (kind) {
    case "length":
      return join(leastLengthEffect(older, newer), greatestLengthEffect(older, newer));
    case "minLength":
      return leastLengthEffect(older, newer);
    case "maxLength":
      return greatestLengthEffect(older, newer);
    case "minInclusive":
    case "minExclusive":
      return boundEffect("min", older, newer, builtIn);
    case "maxInclusive":
    case "maxExclusive":
      return boundEffect("max", older, newer, builtIn);
    default: {
      const [was, is] = [older.get(kind)?.value, newer.get(kind)?.value];
      if (was === undefined || is === undefined) {
        return was === undefined ? "narrowed" : "widened";
      }
      return kind === "pattern" ? "replaced" : maximumEffect(Number(is) - Number(was));
    }
  }
}

/** The effect of a minimum that grew by the difference. */
function minimumEffect(difference: number): Effect {
  if (Number.isNaN(difference)) {
    // Durations such as P1M and P30D have no order.
    return "replaced";
  }
  return difference === 0 ? "same" : difference > 0 ? "narrowed" : "widened";
}

/** The effect of a maximum that grew by the difference. */
function maximumEffect(difference: number): Effect {
  return inverse(minimumEffect(difference));
}

function leastLengthEffect(older: Facets, newer: Facets): Effect {
  return minimumEffect(lengthIn(newer, "minLength", 0) - lengthIn(older, "minLength", 0));
}

function greatestLengthEffect(older: Facets, newer: Facets): Effect {
  // Not infinite: two that are infinite have no difference.
  const none = Number.MAX_VALUE;
  return maximumEffect(lengthIn(newer, "maxLength", none) - lengthIn(older, "maxLength", none));
}

function lengthIn(facets: Facets, kind: "minLength" | "maxLength", none: number): number {
  const value = facets.get("length") ?? facets.get(kind);
  return value === undefined ? none : Number(value.value);
}

/** A bound, and whether it is itself excluded. */
interface Bound {
  readonly value: string;
  readonly isExclusive: boolean;
}

function boundEffect(side: "min" | "max", older: Facets, newer: Facets, builtIn: string): Effect {
  const compare = (first: string, second: string) => (first === second ? 0 : orderOf(builtIn)(first, second));
  const [was, is] = [older, newer].map((facets) => boundIn(facets, side, builtIn, compare));
  if (was === undefined || is === undefined) {
    return was === is ? "same" : was === undefined ? "narrowed" : "widened";
  }
  const order = compare(is.value, was.value);
  if (order === 0 && was.isExclusive !== is.isExclusive) {
    return is.isExclusive ? "narrowed" : "widened";
  }
  return side === "min" ? minimumEffect(order) : maximumEffect(order);
}

/** The stricter one, if a type and its base have both. */
function boundIn(
  facets: Facets,
  side: "min" | "max",
  builtIn: string,
  compare: (first: string, second: string) => number,
): Bound | undefined {
  const [inclusive, exclusive] = [facets.get(`${side}Inclusive`)?.value, facets.get(`${side}Exclusive`)?.value];
  const bounds = [
    ...(exclusive === undefined ? [] : [exclusiveBound(exclusive, side, builtIn)]),
    ...(inclusive === undefined ? [] : [{ value: inclusive, isExclusive: false }]),
  ];
  const sign = side === "min" ? 1 : -1;
  return bounds.sort((first, second) => sign * compare(second.value, first.value))[0];
}

/** Above 0 is the same as from 1 on, for integers. */
function exclusiveBound(value: string, side: "min" | "max", builtIn: string): Bound {
  return isInteger(builtIn) && /^[+-]?\d+$/.test(value)
    ? { value: String(BigInt(value) + (side === "min" ? 1n : -1n)), isExclusive: false }
    : { value, isExclusive: true };
}

function isInteger(builtIn: string): boolean {
  const { typescript } = BUILT_IN_TYPES.get(builtIn) ?? {};
  return typescript === "bigint" || (typescript === "number" && !isFloat(builtIn));
}

function isFloat(builtIn: string): boolean {
  return builtIn === "float" || builtIn === "double";
}

/** How the bounds of a type compare: by their values. */
function orderOf(builtIn: string): (first: string, second: string) => number {
  if (builtIn === "duration") {
    return compareDurations;
  }
  if (isDateType(builtIn)) {
    return (first, second) => compareDates(builtIn, first, second);
  }
  const number = (text: string) => Number(text.replace("INF", "Infinity"));
  return isFloat(builtIn)
    ? (first, second) => (number(first) === number(second) ? 0 : number(first) - number(second))
    : compareDecimals;
}

/** The effect of white space that is kept, where a rule applies to the text after `whiteSpace` (XSD 1.0 Part 2 §4.3.6). */
const KEPT: Readonly<Partial<Record<Facet["kind"], Effect>>> = {
  enumeration: "narrowed",
  maxLength: "narrowed",
  minLength: "widened",
  length: "replaced",
  pattern: "replaced",
};

/** By itself, white space that is normalised excludes no text. */
export function whiteSpaceEffect(older: Restriction, newer: Restriction): Effect {
  const kinds = [older, newer].flatMap(({ values, facets }) => [
    ...facets.keys(),
    ...(values === undefined ? [] : (["enumeration"] as const)),
  ]);
  const [effect = "same", ...others] = new Set(kinds.flatMap((kind) => KEPT[kind] ?? []));
  const isKept = (newer.facets.get("whiteSpace")?.value ?? "preserve") === "preserve";
  return others.length > 0 ? "replaced" : isKept ? effect : inverse(effect);
}
