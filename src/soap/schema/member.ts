import { expandedName } from "../xml/xml-element.js";

/** A qualified name: namespace (none is `""`) and local name. */
export type Name = readonly [namespace: string, name: string];

/** What stands in XML for a property of a complex type. */
export interface MemberFacts {
  readonly kind: "element" | "attribute" | "text" | "any" | "anyAttribute" | "group" | "mixed";
  readonly name: Name;
  /**
   * A zod schema, or a function that returns it: of one element, whatever may be said here of how often it occurs. Those
   * who only hand operations on see nothing of zod's types.
   */
  readonly schema: object;
  /** Whether it may be absent. */
  readonly isOptional?: boolean;
  /** Whether `xsi:nil` may stand for a value. */
  readonly isNillable?: boolean;
  /** How often it occurs, where that may be more than once. */
  readonly occurs?: Occurs;
  /** In lexical form: what an empty element or an absent attribute stands for. */
  readonly default?: string | undefined;
  /** The namespaces that a wildcard allows; any, if absent. */
  readonly namespaces?: Wildcard | undefined;
}

export interface Occurs {
  /** Default 0. */
  readonly min?: number;
  /** Default: no limit. */
  readonly max?: number;
}

/** A member whose property is a `T`: neither wider nor narrower, so that the compiler holds interface and schema together. */
export interface Member<T> extends MemberFacts {
  /** Never there: it makes the member invariant in `T`. */
  readonly invariant?: (value: T) => T;
}

/** Namespaces that a wildcard allows: those listed, or any that is neither absent nor the one named. */
export type Wildcard = readonly string[] | { readonly not: string };

/** A member for each property. */
export type Members<T, Key extends keyof T = keyof T> = { readonly [Property in Key]-?: Member<T[Property]> };

/** As James Clark writes qualified names: `{namespace}name`. */
export function clark([namespace, name]: Name): string {
  return expandedName({ namespace, name });
}
