/** A qualified name: namespace (`""` for none) and local name. */
export type Name = readonly [namespace: string, name: string];

/** How a property of a complex type is written in XML. */
export interface MemberDescriptor {
  /** The part of XML that the property is written as. */
  readonly kind: "element" | "attribute" | "text" | "any" | "anyAttribute" | "group" | "mixed";
  /** Name of the element or attribute. */
  readonly name: Name;
  /** The zod schema of one occurrence, or a thunk. Typed `object` so that zod does not appear in the public declarations. */
  readonly schema: object;
  /** Whether the property may be absent. In a choice or an optional group, the content model decides: see `contentModel`. */
  readonly isOptional?: boolean;
  /** Whether the element may have `xsi:nil`. */
  readonly isNillable?: boolean;
  /** Whether it may be null in an encoded message, as `xsi:nil` or by omission (SOAP 1.1 §5.1). */
  readonly isAccessor?: boolean;
  /** Whether it is a response that is read leniently. */
  readonly isLenient?: boolean;
  /** How often it occurs, if the property is an array. */
  readonly occurs?: Occurs;
  /** The text, in lexical form, that an empty element or an absent attribute stands for. */
  readonly default?: string | undefined;
  /** The namespaces that a wildcard allows. Default: any. */
  readonly namespaces?: Wildcard | undefined;
}

export interface Occurs {
  /** Default 0. */
  readonly min?: number;
  /** Default: no limit. */
  readonly max?: number;
}

/** A member whose property has exactly the type `T`, so that the compiler compares interface and schema. */
export interface Member<T> extends MemberDescriptor {
  /** Never set. It makes the member invariant in `T`. */
  readonly invariant?: (value: T) => T;
}

/** The namespaces that a wildcard allows: those listed, or every namespace but the one named and the absent one. */
export type Wildcard = readonly string[] | { readonly not: string };

/** A member for each property. */
export type Members<T, Key extends keyof T = keyof T> = { readonly [Property in Key]-?: Member<T[Property]> };
