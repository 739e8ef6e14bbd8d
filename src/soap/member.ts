/** A qualified name: namespace (none is `""`) and local name. */
export type Name = readonly [namespace: string, name: string];

/** What stands in XML for a property of a complex type. */
export interface MemberFacts {
  readonly kind: "element" | "attribute" | "text" | "any" | "anyAttribute" | "group" | "mixed";
  readonly name: Name;
  /**
   * A zod schema, or a function that returns it. It says also how often it occurs, and whether it may be nil:
   * `.optional()`, `.nullable()`, `z.array()`. Those who only hand operations on see nothing of zod's types.
   */
  readonly schema: object;
  /** In lexical form: what an empty element or an absent attribute stands for. */
  readonly default?: string | undefined;
  /** The namespaces that a wildcard allows; any, if absent. */
  readonly namespaces?: Wildcard | undefined;
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
