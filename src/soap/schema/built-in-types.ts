import * as z from "zod";
import { illegalCharacter, isNCName } from "../xml/characters.js";
import { XMLNS, XSD } from "../xml/namespaces.js";
import { expandedName, type Prefixes } from "../xml/xml-element.js";
import {
  canonicalDate,
  canonicalDuration,
  compareEnds,
  compareInstants,
  type DateType,
  endsOf,
  instantOf,
  isDate,
  isDuration,
} from "./dates.js";
import {
  canonicalDecimal,
  compareCanonical,
  DECIMAL,
  FLOAT,
  INTEGER,
  normalize,
  otherNumbers,
  replaceInPieces,
  whiteSpaceOf,
} from "./lexical.js";
import { list, restriction } from "./simple-types.js";
import { type Order, Refusal, register, type SimpleType } from "./type-descriptor.js";
import { xmlElement } from "./types.js";

const LANGUAGE = /^[A-Za-z]{1,8}(?:-|$)/;
/** What no language has behind its first part. In one expression with it, a group would repeat, and overflow the stack of a RegExp. */
const NO_LANGUAGE = /[^A-Za-z0-9-]|--|-$|[^-]{9}/;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);
const EXPANDED_NAME = /^(?:\{([^{}]+)\})?([^{}]+)$/;
/** XML Schema Part 2 §3.3.13 asks for 18. To read and print a million digits takes a second. */
const MOST_DIGITS = 2_000;
const GREATEST = 10n ** BigInt(MOST_DIGITS) - 1n;
const HEXADECIMAL = /^[0-9A-Fa-f]*$/;
/** The unused bits of the last digit are zero (XML Schema Part 2 §3.2.16). */
const BASE64 = /^[A-Za-z0-9+/]*(?:[AEIMQUYcgkosw048]=|[AQgw]==)?$/;

const NUMBERS: Order<number, number> = { keyOf: (value) => value, compare: (left, right) => left - right };
const BIGINTS: Order<bigint, bigint> = { keyOf: (value) => value, compare: (left, right) => Number(left - right) };

const isName = (value: string) => isNCName(value.includes(":") ? replaceInPieces(value, ":", "_") : value);

const NMTOKEN = text("NMTOKEN", (value) => value !== "" && isName(`_${value}`));
const IDREF = text("IDREF", isNCName);
const ENTITY = text("ENTITY", isNCName);

/**
 * Zod schemas of the built-in types of XML Schema, which are also read from and written to XML.
 *
 * Integers that a JavaScript number may not hold are bigints, of at most 2,000 digits. Decimals, dates and times are
 * strings in their lexical form. A QName is `{namespace}name`.
 */
export const xs = {
  string: text("string"),
  normalizedString: text("normalizedString"),
  token: text("token"),
  language: text("language", (value) => LANGUAGE.test(value) && !NO_LANGUAGE.test(value)),
  Name: text("Name", isName),
  NCName: text("NCName", isNCName),
  NMTOKEN,
  NMTOKENS: restriction(list(NMTOKEN), { minLength: 1 }),
  ID: text("ID", isNCName),
  IDREF,
  IDREFS: restriction(list(IDREF), { minLength: 1 }),
  ENTITY,
  ENTITIES: restriction(list(ENTITY), { minLength: 1 }),
  anyURI: text("anyURI"),
  anySimpleType: text("anySimpleType"),
  QName: qualifiedNameType("QName"),
  NOTATION: qualifiedNameType("NOTATION"),

  boolean: simple("boolean", z.boolean(), {
    parse: (lexical) => BOOLEANS.get(lexical),
    print: String,
    otherForms: (value) => [value ? "1" : "0"],
  }),

  byte: int("byte", -128, 127),
  short: int("short", -32768, 32767),
  int: int("int", -2147483648, 2147483647),
  unsignedByte: int("unsignedByte", 0, 255),
  unsignedShort: int("unsignedShort", 0, 65535),
  unsignedInt: int("unsignedInt", 0, 4294967295),

  long: bigint("long", -9223372036854775808n, 9223372036854775807n),
  unsignedLong: bigint("unsignedLong", 0n, 18446744073709551615n),
  integer: bigint("integer"),
  nonNegativeInteger: bigint("nonNegativeInteger", 0n),
  positiveInteger: bigint("positiveInteger", 1n),
  nonPositiveInteger: bigint("nonPositiveInteger", undefined, 0n),
  negativeInteger: bigint("negativeInteger", undefined, -1n),

  decimal: text("decimal", (value) => DECIMAL.test(value), {
    order: { keyOf: canonicalDecimal, compare: compareCanonical },
    canonical: canonicalDecimal,
  }),
  float: float("float"),
  double: float("double"),

  dateTime: date("dateTime"),
  date: date("date"),
  time: date("time"),
  gYearMonth: date("gYearMonth"),
  gYear: date("gYear"),
  gMonthDay: date("gMonthDay"),
  gMonth: date("gMonth"),
  gDay: date("gDay"),
  duration: text("duration", isDuration, {
    order: { keyOf: endsOf, compare: compareEnds },
    canonical: canonicalDuration,
  }),

  base64Binary: simple("base64Binary", z.instanceof(Uint8Array), {
    parse: (lexical) => {
      const digits = lexical.includes(" ") ? replaceInPieces(lexical, " ", "") : lexical;
      return digits.length % 4 === 0 && BASE64.test(digits) ? new Uint8Array(Buffer.from(digits, "base64")) : undefined;
    },
    print: (value) => bufferOf(value).toString("base64"),
  }) as Binary,
  hexBinary: simple("hexBinary", z.instanceof(Uint8Array), {
    parse: (lexical) =>
      lexical.length % 2 === 0 && HEXADECIMAL.test(lexical) ? new Uint8Array(Buffer.from(lexical, "hex")) : undefined,
    print: (value) => bufferOf(value).toString("hex").toUpperCase(),
    otherForms: (value) => [bufferOf(value).toString("hex")],
  }) as Binary,

  anyType: xmlElement,
};

/** Declared, since TypeScript before 5.7 does not know the inferred `Uint8Array<ArrayBuffer>`. */
type Binary = z.ZodType<Uint8Array>;

interface LexicalForm<T> {
  /** The value of a text; undefined if the type does not allow it. */
  parse(lexical: string, prefixes: Prefixes | undefined): T | Refusal | undefined;
  print(value: T, prefixFor: (namespace: string) => string): string;
  otherForms?(value: T): readonly string[];
  readonly comparison?: Comparison<T> | undefined;
  readonly isQualified?: boolean;
}

type Comparison<T> = Pick<SimpleType<T>, "order" | "canonical">;

function simple<T>(
  name: string,
  schema: z.ZodType<T>,
  { parse, print, otherForms, comparison, isQualified }: LexicalForm<T>,
): z.ZodType<T> {
  const refusal = new Refusal(() => `expected an xs:${name}`);
  const type: SimpleType<T> = {
    kind: "simple",
    name: [XSD, name],
    whiteSpace: whiteSpaceOf(name),
    parse: (lexical, prefixes) => parse(lexical, prefixes) ?? refusal,
    print,
    otherForms,
    ...comparison,
    isQualified,
  };
  return register(schema, type);
}

/** A type whose values are texts: the lexical form with normalized white space. */
function text(
  name: string,
  isValid: (value: string) => boolean = () => true,
  comparison?: Comparison<string>,
): z.ZodType<string> {
  const schema = z.string().check(({ value, issues }) => {
    const illegal = illegalCharacter(value);
    if (illegal !== undefined) {
      issues.push({ code: "custom", message: `character ${illegal} is not allowed in XML 1.0`, input: value });
    } else if (value !== normalize(value, whiteSpaceOf(name)) || !isValid(value)) {
      issues.push({ code: "custom", message: `expected an xs:${name}`, input: value });
    }
  });
  const parse = (lexical: string) => (isValid(lexical) ? lexical : undefined);
  return simple(name, schema, { parse, print: String, comparison });
}

function date(type: DateType): z.ZodType<string> {
  return text(type, (value) => isDate(type, value), {
    order: { keyOf: (value) => instantOf(type, value), compare: compareInstants },
    canonical: (value) => canonicalDate(type, value),
  });
}

function int(name: string, minimum: number, maximum: number): z.ZodType<number> {
  const parse = (lexical: string) => {
    const value = INTEGER.test(lexical) ? Number(lexical) : Number.NaN;
    // Adding zero makes 0 of -0.
    return value >= minimum && value <= maximum ? value + 0 : undefined;
  };
  return simple(name, z.int().min(minimum).max(maximum), {
    parse,
    print: String,
    otherForms: (value) => otherNumbers(String(value)),
    comparison: { order: NUMBERS },
  });
}

function bigint(name: string, minimum = -GREATEST, maximum = GREATEST): z.ZodType<bigint> {
  const isWithin = (value: bigint) => value >= minimum && value <= maximum;
  const tooLong = new Refusal(() => `expected an xs:${name} of at most ${MOST_DIGITS} digits`);
  const parse = (lexical: string) => {
    if (!INTEGER.test(lexical)) {
      return undefined;
    }
    // Not in one expression, which would try all zeros anew as digits.
    const digits = lexical.replace(/^[+-]?0*/, "");
    if (digits.length > MOST_DIGITS) {
      return tooLong;
    }
    const value = lexical.startsWith("-") ? -BigInt(digits) : BigInt(digits);
    return isWithin(value) ? value : undefined;
  };
  const schema = z.bigint().refine(isWithin, `expected an xs:${name}`);
  return simple(name, schema, {
    parse,
    print: String,
    otherForms: (value) => otherNumbers(String(value)),
    comparison: { order: BIGINTS },
  });
}

function float(name: string): z.ZodType<number> {
  const schema = z.custom<number>((value) => typeof value === "number", "expected a number");
  return simple(name, schema, {
    parse: readFloat,
    print: writeFloat,
    otherForms: (value) => otherNumbers(writeFloat(value), true),
    comparison: { order: NUMBERS },
  });
}

function readFloat(lexical: string): number | undefined {
  return FLOAT.test(lexical) ? Number(lexical.replace("INF", "Infinity")) : undefined;
}

function writeFloat(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value).replace("Infinity", "INF");
}

/** `prefix:name` in XML. As a value, `{namespace}name`, since the prefix has a meaning in its document only. */
function qualifiedNameType(name: string): z.ZodType<string> {
  const schema = z.string().refine((value) => {
    const [, namespace = "", local = ""] = EXPANDED_NAME.exec(value) ?? [];
    return isNCName(local) && namespace !== XMLNS && illegalCharacter(namespace) === undefined;
  }, `expected an xs:${name} as {namespace}name`);
  return simple(name, schema, {
    isQualified: true,
    parse: (lexical, prefixes) => {
      const colon = lexical.indexOf(":");
      const local = lexical.slice(colon + 1);
      const namespace = colon === -1 ? (prefixes?.get("") ?? "") : prefixes?.get(lexical.slice(0, colon));
      return colon !== 0 && isNCName(local) && namespace !== undefined
        ? expandedName({ namespace, name: local })
        : undefined;
    },
    print: (value, prefixFor) => {
      const [, namespace = "", local = ""] = EXPANDED_NAME.exec(value) ?? [];
      return namespace === "" ? local : `${prefixFor(namespace)}:${local}`;
    },
  });
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
