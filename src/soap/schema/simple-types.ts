import * as z from "zod";
import { normalize, simpleType } from "../codec/text.js";
import { XSD } from "../xml/namespaces.js";
import { once } from "./lazy.js";
import type { Name } from "./member.js";
import { SchemaError } from "./schema-error.js";
import { factsOf, type Reference, register, type SimpleType } from "./types.js";

/** Constraining facets (XML Schema Part 2 §4.3), with bounds as values of the type. */
export interface Facets<T> {
  /** Characters of a text, bytes of binary data, items of a list. */
  readonly length?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** For the lexical form, from its first character to its last. */
  readonly pattern?: RegExp;
  readonly minInclusive?: T;
  readonly maxInclusive?: T;
  readonly minExclusive?: T;
  readonly maxExclusive?: T;
  readonly totalDigits?: number;
  readonly fractionDigits?: number;
  readonly whiteSpace?: SimpleType["whiteSpace"];
}

interface SimpleTypeOptions {
  /** Needed only where messages name their types: `xsi:type`. */
  readonly name?: Name;
}

/** `xs:restriction` of a simple type, by facets other than `xs:enumeration`. */
export function restriction<T>(
  base: Reference<T>,
  facets: NoInfer<Facets<T>>,
  options: SimpleTypeOptions = {},
): z.ZodType<T> {
  return derive(options, () => {
    const { schema, type } = simple(base);
    const rules = rulesOf(facets, type);
    const broken = (value: T) => rules.find(({ holds }) => !holds(value));
    const checkForm = (lexical: string): string => {
      if (facets.pattern?.test(lexical) === false) {
        throw new SchemaError(`expected a text like ${facets.pattern}`);
      }
      return lexical;
    };
    return {
      schema: schema.check(({ value, issues }) => {
        const rule = broken(value);
        if (rule !== undefined) {
          issues.push({ code: "custom", message: `expected ${rule.expected}`, input: value });
        }
      }),
      type: {
        ...type,
        whiteSpace: facets.whiteSpace ?? type.whiteSpace,
        parse: (lexical, prefixes) => {
          const value = type.parse(checkForm(lexical), prefixes);
          const rule = broken(value);
          if (rule !== undefined) {
            throw new SchemaError(`expected ${rule.expected}`);
          }
          return value;
        },
        print: (value, prefixFor) => checkForm(type.print(value, prefixFor)),
      },
    };
  });
}

/** `xs:restriction` of a simple type to some of its values. */
export function enumeration<T extends z.core.util.Literal, const Value extends T>(
  base: Reference<T>,
  values: readonly Value[],
  options: SimpleTypeOptions = {},
): z.ZodType<Value> {
  return derive<Value>(options, () => {
    const { type } = simple<T>(base);
    return {
      schema: z.literal(values),
      type: {
        ...type,
        parse: (lexical, prefixes) => {
          const value = type.parse(lexical, prefixes);
          const found = values.find((one) => one === value || type.compare?.(one, value) === 0);
          if (found === undefined) {
            throw new SchemaError(`expected one of ${values.join(", ")}`);
          }
          return found;
        },
      },
    };
  });
}

/** `xs:list`: items with blanks between them. */
export function list<T>(item: Reference<T>, options: SimpleTypeOptions = {}): z.ZodType<T[]> {
  return derive(options, () => {
    const { schema, type } = simple(item);
    return {
      schema: z.array(schema),
      type: {
        kind: "simple",
        name: type.name,
        whiteSpace: "collapse",
        parse: (lexical, prefixes) =>
          lexical === "" ? [] : lexical.split(" ").map((one) => type.parse(one, prefixes)),
        print: (items, prefixFor) => items.map((one) => checkItem(type.print(one, prefixFor))).join(" "),
      },
    };
  });
}

/** `xs:union`: the first of the types that the text, or the value, is one of. */
export function union<const Types extends readonly Reference<unknown>[]>(
  ...types: Types
): z.ZodType<ValueOf<Types[number]>> {
  return derive<ValueOf<Types[number]>>({}, () => {
    const members = types.map((type) => simple<ValueOf<Types[number]>>(type as Reference<ValueOf<Types[number]>>));
    return {
      schema: z.union(members.map(({ schema }) => schema)),
      type: {
        kind: "simple",
        name: [XSD, "string"],
        whiteSpace: "preserve",
        parse: (text, prefixes) => {
          for (const { type } of members) {
            const value = attempt(() => type.parse(normalize(text, type.whiteSpace), prefixes));
            if (value !== undefined) {
              return value;
            }
          }
          throw new SchemaError("expected a text of one of the union's types");
        },
        print: (value, prefixFor) => {
          const member = members.find(({ schema }) => schema.safeParse(value).success);
          return member === undefined ? "" : member.type.print(value, prefixFor);
        },
      },
    };
  });
}

type ValueOf<Type> = Type extends Reference<infer T> ? T : never;

interface Derived<T> {
  readonly schema: z.ZodType<T>;
  readonly type: SimpleType<T>;
}

/** Puts off what a type is made of until it is used; its base may not be there yet. */
function derive<T>({ name }: SimpleTypeOptions, make: () => Derived<T>): z.ZodType<T> {
  const made = once(make);
  const facts: SimpleType<T> = {
    kind: "simple",
    get name() {
      return name ?? made().type.name;
    },
    get whiteSpace() {
      return made().type.whiteSpace;
    },
    get compare() {
      return made().type.compare;
    },
    parse: (lexical, prefixes) => made().type.parse(lexical, prefixes),
    print: (value, prefixFor) => made().type.print(value, prefixFor),
  };
  return register(
    z.lazy(() => made().schema),
    facts,
  );
}

function simple<T>(reference: Reference<T>): Derived<T> {
  const schema = typeof reference === "function" ? reference() : reference;
  return { schema, type: simpleType(factsOf(schema)) as SimpleType<T> };
}

interface Rule<T> {
  readonly expected: string;
  holds(value: T): boolean;
}

function rulesOf<T>(facets: Facets<T>, { compare }: SimpleType<T>): Rule<T>[] {
  const { length, minLength, maxLength, pattern, totalDigits, fractionDigits, whiteSpace } = facets;
  const rules: Rule<T>[] = [];
  const add = (expected: string, holds: (value: T) => boolean) => rules.push({ expected, holds });
  if (length !== undefined) {
    add(`a length of ${length}`, (value) => lengthOf(value) === length);
  }
  if (minLength !== undefined) {
    add(`a length of at least ${minLength}`, (value) => lengthOf(value) >= minLength);
  }
  if (maxLength !== undefined) {
    add(`a length of at most ${maxLength}`, (value) => lengthOf(value) <= maxLength);
  }
  if (pattern !== undefined) {
    add(`a text like ${pattern}`, (value) => typeof value !== "string" || pattern.test(value));
  }
  if (totalDigits !== undefined) {
    add(`at most ${totalDigits} digits`, (value) => digitsOf(value).replace(".", "").length <= totalDigits);
  }
  if (fractionDigits !== undefined) {
    add(
      `at most ${fractionDigits} fraction digits`,
      (value) => (digitsOf(value).split(".")[1] ?? "").length <= fractionDigits,
    );
  }
  if (whiteSpace !== undefined) {
    add(
      `white space that is ${whiteSpace}d`,
      (value) => typeof value !== "string" || value === normalize(value, whiteSpace),
    );
  }
  const addBound = (bound: T | undefined, sign: string, fits: (order: number) => boolean) => {
    if (bound !== undefined && compare !== undefined) {
      add(`a value ${sign} ${bound}`, (value) => fits(compare(value, bound)));
    }
  };
  addBound(facets.minInclusive, ">=", (order) => order >= 0);
  addBound(facets.maxInclusive, "<=", (order) => order <= 0);
  addBound(facets.minExclusive, ">", (order) => order > 0);
  addBound(facets.maxExclusive, "<", (order) => order < 0);
  return rules;
}

function lengthOf(value: unknown): number {
  if (typeof value === "string") {
    // Characters, of which two surrogates are one.
    return value.length - (value.match(/[\ud800-\udbff]/g)?.length ?? 0);
  }
  return Array.isArray(value) || value instanceof Uint8Array ? value.length : 0;
}

/** Without sign, leading zeros and the zeros at the end of the fraction. */
function digitsOf(value: unknown): string {
  const [whole = "", fraction = ""] = String(value)
    .replace(/^[+-]?0*/, "")
    .split(".");
  const significant = fraction.replace(/0+$/, "");
  return significant === "" ? whole : `${whole}.${significant}`;
}

function checkItem(lexical: string): string {
  if (lexical === "" || /[\t\n\r ]/.test(lexical)) {
    throw new SchemaError("expected items that are not empty and have no blanks, since blanks separate them");
  }
  return lexical;
}

/** Undefined where it throws a SchemaError. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof SchemaError) {
      return undefined;
    }
    throw error;
  }
}
