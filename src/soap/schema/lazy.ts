import type * as z from "zod";

/** A schema, or a function that returns it: for one that is declared further down, or in a file of an import cycle. */
export type Lazy<T> = z.ZodType<T> | (() => z.ZodType<T>);

/** The schema itself. */
export function resolve(lazy: object): z.ZodType {
  return (typeof lazy === "function" ? lazy() : lazy) as z.ZodType;
}

/** Makes a value on the first call, and returns the same one on each later call. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The value of a key in a cache, made when it is absent. */
export function cached<Key extends object, Value>(cache: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  let value = cache.get(key);
  if (value === undefined) {
    value = make();
    cache.set(key, value);
  }
  return value;
}
