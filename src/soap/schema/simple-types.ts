import * as z from "zod";
import { XSD } from "../xml/namespaces.js";
import { atOnce } from "../xml/slices.js";
import { type Lazy, once, resolve } from "./lazy.js";
import { digitsOf, LONG_TEXT, normalize, normalizing, type WhiteSpace } from "./lexical.js";
import type { Name } from "./member.js";
import { patternTest } from "./pattern.js";
import { type Limit, SchemaError } from "./schema-error.js";
import { type Order, Refusal, register, type SimpleType, simpleTypeOf, type TextLimits } from "./type-descriptor.js";

/** Constraining facets (XML Schema Part 2 §4.3), with bounds as values of the type. */
export interface Facets<T> {
  /** In characters of a text, bytes of binary data, or items of a list. */
  readonly length?: number;
  /** Least length, counted like `length`. */
  readonly minLength?: number;
  /** Greatest length, counted like `length`. */
  readonly maxLength?: number;
  /** Must match the whole lexical form. */
  readonly pattern?: RegExp;
  /** The values, in lexical form, of a type that has no literals: a list, a union, binary data. See {@link enumeration}. */
  readonly enumeration?: readonly string[];
  /** The least value. */
  readonly minInclusive?: T;
  /** The greatest value. */
  readonly maxInclusive?: T;
  /** A bound that every value exceeds. */
  readonly minExclusive?: T;
  /** A bound that no value reaches. */
  readonly maxExclusive?: T;
  /** Greatest number of decimal digits. */
  readonly totalDigits?: number;
  /** Greatest number of digits after the decimal point. */
  readonly fractionDigits?: number;
  /** Whether white space is kept, replaced or collapsed before the other facets are tested. */
  readonly whiteSpace?: WhiteSpace;
}

interface SimpleTypeOptions {
  /** Needed only if messages name their types with `xsi:type`. */
  readonly name?: Name;
}

/** `xs:restriction` of a simple type by facets other than `xs:enumeration`. */
export function restriction<T>(
  base: Lazy<T>,
  facets: NoInfer<Facets<T>>,
  options: SimpleTypeOptions = {},
): z.ZodType<T> {
  return derive(options, () => {
    const { schema, type } = simple(base);
    const { pattern } = facets;
    const matches = pattern === undefined ? () => true : patternTest(pattern);
    const otherForm = new Refusal(() => `expected a text like ${pattern}`);
    const rules = rulesOf(facets, type, matches);
    const violation = (value: T, lexical?: string, steps?: Limit) => {
      for (const rule of rules) {
        const refusal = rule(value, lexical, steps);
        if (refusal !== undefined) {
          return refusal;
        }
      }
      return undefined;
    };
    const { parsing } = type;
    const checked = (value: T | Refusal, lexical: string, limits?: TextLimits) =>
      value instanceof Refusal ? value : (violation(value, lexical, limits?.steps) ?? value);
    const otherForms = (value: T) => type.otherForms?.(value).filter((form) => matches(form)) ?? [];
    return {
      schema: schema.check(({ value, issues }) => {
        const refusal = violation(value);
        if (refusal !== undefined) {
          issues.push({ code: "custom", message: refusal.reason, input: value });
        }
      }),
      type: {
        ...type,
        whiteSpace: facets.whiteSpace ?? type.whiteSpace,
        parse: (lexical, prefixes, limits) =>
          checked(matches(lexical, limits?.steps) ? type.parse(lexical, prefixes, limits) : otherForm, lexical, limits),
        parsing:
          parsing &&
          function* (lexical, prefixes, limits) {
            const value = matches(lexical, limits?.steps) ? yield* parsing(lexical, prefixes, limits) : otherForm;
            return checked(value, lexical, limits);
          },
        print: (value, prefixFor) => {
          const lexical = type.print(value, prefixFor);
          const allowed = matches(lexical) ? lexical : otherForms(value)[0];
          if (allowed === undefined) {
            throw new SchemaError(otherForm.reason);
          }
          return allowed;
        },
        otherForms,
      },
    };
  });
}

/** `xs:restriction` of a simple type to some of its values. */
export function enumeration<T extends z.core.util.Literal, const Value extends T>(
  base: Lazy<T>,
  values: readonly Value[],
  options: SimpleTypeOptions = {},
): z.ZodType<Value> {
  return derive<Value>(options, () => {
    const { type } = simple<T>(base);
    const refusal = new Refusal(() => `expected one of ${values.join(", ")}`);
    const literals = new Map<T, Value>(values.map((value) => [value, value]));
    const { canonical } = type;
    // Of equal literals the first one counts, so that it is set last.
    const equals = new Map([...values].reverse().map((value) => [canonical?.(value), value]));
    const equal = (value: T) => canonical && equals.get(canonical(value));
    return {
      schema: z.literal(values),
      type: {
        ...type,
        parse: (lexical, prefixes, limits) => {
          const value = type.parse(lexical, prefixes, limits);
          return value instanceof Refusal ? value : (literals.get(value) ?? equal(value) ?? refusal);
        },
        // Lists have no literals.
        parsing: undefined,
      },
    };
  });
}

/** `xs:list`: items separated by blanks. */
export function list<T>(item: Lazy<T>, options: SimpleTypeOptions = {}): z.ZodType<T[]> {
  return derive(options, () => {
    const { schema, type } = simple(item);
    const parsing: SimpleType<T[]>["parsing"] = function* (lexical, prefixes, limits) {
      const values: T[] = [];
      let start = 0;
      // Not by `split`, which needs memory for all items before the first one is counted.
      while (start < lexical.length) {
        const blank = lexical.indexOf(" ", start);
        const end = blank === -1 ? lexical.length : blank;
        limits?.pace.add(end - start);
        if (limits?.pace.isDue()) {
          yield undefined;
        }
        const text = lexical.slice(start, end);
        const work = text.length < LONG_TEXT ? undefined : type.parsing?.(text, prefixes, limits);
        const value = work === undefined ? type.parse(text, prefixes, limits) : yield* work;
        if (value instanceof Refusal) {
          return value;
        }
        values.push(limits?.items.add(value) ?? value);
        start = end + 1;
      }
      return values;
    };
    return {
      schema: z.array(schema),
      type: {
        kind: "simple",
        name: type.name,
        whiteSpace: "collapse",
        isQualified: type.isQualified,
        parse: (...text) => atOnce(parsing(...text)),
        parsing,
        print: (items, prefixFor) => items.map((one) => checkItem(type.print(one, prefixFor))).join(" "),
      },
    };
  });
}

/** `xs:union`: a value of the first type that allows it. */
export function union<const Types extends readonly Lazy<unknown>[]>(
  ...types: Types
): z.ZodType<ValueOf<Types[number]>> {
  return derive<ValueOf<Types[number]>>({}, () => {
    const members = types.map((type) => simple<ValueOf<Types[number]>>(type as Lazy<ValueOf<Types[number]>>));
    const refusal = new Refusal(() => "expected a text of one of the union's types");
    const parsing: SimpleType<ValueOf<Types[number]>>["parsing"] = function* (text, prefixes, limits) {
      const normalized = new Map<WhiteSpace, string>([["preserve", text]]);
      for (const { type } of members) {
        // Once for all types that want it: a long text of blanks takes most of the time of its message.
        const lexical = normalized.get(type.whiteSpace) ?? (yield* normalizing(text, type.whiteSpace));
        normalized.set(type.whiteSpace, lexical);
        if (text.length >= LONG_TEXT) {
          yield undefined;
        }
        const value = type.parsing
          ? yield* type.parsing(lexical, prefixes, limits)
          : type.parse(lexical, prefixes, limits);
        if (!(value instanceof Refusal)) {
          return value;
        }
      }
      return refusal;
    };
    return {
      schema: z.union(members.map(({ schema }) => schema)),
      type: {
        kind: "simple",
        name: [XSD, "string"],
        whiteSpace: "preserve",
        isQualified: members.some(({ type }) => type.isQualified),
        parse: (...text) => atOnce(parsing(...text)),
        parsing,
        print: (value, prefixFor) => {
          const allowing = members.filter(({ schema }) => schema.safeParse(value).success);
          for (const { type } of allowing) {
            const lexical = attempt(() => type.print(value, prefixFor));
            if (lexical !== undefined) {
              return lexical;
            }
          }
          throw new SchemaError(refusal.reason);
        },
      },
    };
  });
}

type ValueOf<Type> = Type extends Lazy<infer T> ? T : never;

interface Derived<T> {
  readonly schema: z.ZodType<T>;
  readonly type: SimpleType<T>;
}

/** Makes the type on first use, since its base may be declared further down. */
function derive<T>({ name }: SimpleTypeOptions, make: () => Derived<T>): z.ZodType<T> {
  const made = once(make);
  const type: SimpleType<T> = {
    kind: "simple",
    get name() {
      return name ?? made().type.name;
    },
    get whiteSpace() {
      return made().type.whiteSpace;
    },
    get order() {
      return made().type.order;
    },
    get canonical() {
      return made().type.canonical;
    },
    get parsing() {
      return made().type.parsing;
    },
    get otherForms() {
      return made().type.otherForms;
    },
    get isQualified() {
      return made().type.isQualified;
    },
    parse: (lexical, prefixes, limits) => made().type.parse(lexical, prefixes, limits),
    print: (value, prefixFor) => made().type.print(value, prefixFor),
  };
  return register(
    z.lazy(() => made().schema),
    type,
  );
}

function simple<T>(lazy: Lazy<T>): Derived<T> {
  return { schema: resolve(lazy) as z.ZodType<T>, type: simpleTypeOf(lazy) as SimpleType<T> };
}

/**
 * Refuses a value that breaks it.
 *
 * @param lexical the text of the value, whose pattern was tested before it was read.
 */
type Rule<T> = (value: T, lexical?: string, steps?: Limit) => Refusal | undefined;

function rulesOf<T>(
  facets: Facets<T>,
  type: SimpleType<T>,
  matches: (text: string, steps?: Limit) => boolean,
): Rule<T>[] {
  const { length, minLength, maxLength, pattern, totalDigits, fractionDigits, whiteSpace } = facets;
  const rules: Rule<T>[] = [];
  if (facets.enumeration !== undefined) {
    rules.push(oneOf(facets.enumeration, type));
  }
  const add = (expected: string, holds: (...about: Parameters<Rule<T>>) => boolean) => {
    const refusal = new Refusal(() => `expected ${expected}`);
    rules.push((...about) => (holds(...about) ? undefined : refusal));
  };
  // A pattern is about the prefix of a qualified name, which the value does not have, and no length is (Part 2 §4.3.1.1).
  const isName = (value: T) => type.isQualified === true && typeof value === "string";
  if (length !== undefined) {
    add(`a length of ${length}`, (value) => isName(value) || lengthOf(value) === length);
  }
  if (minLength !== undefined) {
    add(`a length of at least ${minLength}`, (value) => isName(value) || lengthOf(value) >= minLength);
  }
  if (maxLength !== undefined) {
    add(`a length of at most ${maxLength}`, (value) => isName(value) || lengthOf(value) <= maxLength);
  }
  if (pattern !== undefined) {
    add(
      `a text like ${pattern}`,
      (value, lexical, steps) =>
        isName(value) || typeof value !== "string" || value === lexical || matches(value, steps),
    );
  }
  if (totalDigits !== undefined) {
    add(`at most ${totalDigits} digits`, (value) => digitsOf(String(value)).replace(".", "").length <= totalDigits);
  }
  if (fractionDigits !== undefined) {
    add(
      `at most ${fractionDigits} fraction digits`,
      (value) => (digitsOf(String(value)).split(".")[1] ?? "").length <= fractionDigits,
    );
  }
  if (whiteSpace !== undefined) {
    add(
      `white space that is ${whiteSpace}d`,
      (value) => typeof value !== "string" || value === normalize(value, whiteSpace),
    );
  }
  if (type.order !== undefined) {
    rules.push(within(facets, type.order));
  }
  return rules;
}

/** Between the bounds. They are read once, and each value once for all of them. */
function within<T>({ minInclusive, maxInclusive, minExclusive, maxExclusive }: Facets<T>, order: Order<T>): Rule<T> {
  const bound = (bound: T | undefined, sign: string, fits: (order: number) => boolean) =>
    bound === undefined
      ? []
      : [{ key: order.keyOf(bound), fits, refusal: new Refusal(() => `expected a value ${sign} ${bound}`) }];
  const bounds = [
    ...bound(minInclusive, ">=", (order) => order >= 0),
    ...bound(maxInclusive, "<=", (order) => order <= 0),
    ...bound(minExclusive, ">", (order) => order > 0),
    ...bound(maxExclusive, "<", (order) => order < 0),
  ];
  return (value) => {
    const key = bounds.length === 0 ? undefined : order.keyOf(value);
    return bounds.find((one) => !one.fits(order.compare(key, one.key)))?.refusal;
  };
}

function oneOf<T>(texts: readonly string[], type: SimpleType<T>): Rule<T> {
  const values = texts.map((text) => type.parse(normalize(text, type.whiteSpace), undefined));
  const allowed = new Set(values.filter((value) => !(value instanceof Refusal)).map(identityOf));
  const longest = [...allowed].reduce((most, text) => Math.max(most, text.length), 0);
  const refusal = new Refusal(() => `expected one of ${texts.map((text) => JSON.stringify(text)).join(", ")}`);
  return (value, lexical) => {
    // A string that is written may stand for a value of another type: it is its own text.
    const isWrittenSo = lexical === undefined && typeof value === "string" && texts.includes(value);
    // An item or a byte is at least a character: a million of them need not be written.
    const mayBeAllowed = typeof value === "string" || lengthOf(value) <= longest;
    return isWrittenSo || (mayBeAllowed && allowed.has(identityOf(value))) ? undefined : refusal;
  };
}

/** One text for all values that are the same. Of a union, the text `Infinity` is not the number, nor `AA==` a byte. */
function identityOf(value: unknown): string {
  if (typeof value === "string" || value instanceof Uint8Array) {
    return typeof value === "string" ? `'${value}` : `#${Buffer.from(value).toString("base64")}`;
  }
  return Array.isArray(value) ? value.map(identityOf).join(" ") : Object.is(value, -0) ? "-0" : String(value);
}

/** U+D800 to U+DBFF, without their last ten bits. */
const HIGH_SURROGATES = 0xd800 >> 10;

function lengthOf(value: unknown): number {
  if (typeof value === "string") {
    let length = 0;
    for (let index = 0; index < value.length; index += 1) {
      // A surrogate pair is one character.
      length += value.charCodeAt(index) >> 10 === HIGH_SURROGATES ? 0 : 1;
    }
    return length;
  }
  return Array.isArray(value) || value instanceof Uint8Array ? value.length : 0;
}

function checkItem(lexical: string): string {
  if (lexical === "" || /[\t\n\r ]/.test(lexical)) {
    throw new SchemaError("expected items that are not empty and have no blanks, since blanks separate them");
  }
  return lexical;
}

/** The result of the action; undefined if it throws a SchemaError. */
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
