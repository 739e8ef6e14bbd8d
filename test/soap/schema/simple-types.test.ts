import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import {
  attribute,
  complexType,
  decodeRequest,
  element,
  encodeRequest,
  enumeration,
  list,
  type Operation,
  repeated,
  restriction,
  SchemaError,
  union,
  xs,
  type z,
} from "../../../src/soap/index.js";
import { normalize } from "../../../src/soap/schema/lexical.js";
import { type Order, Refusal, simpleTypeOf } from "../../../src/soap/schema/type-descriptor.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { escapeText } from "../../../src/soap/xml/write-xml.js";
import { mostPlacesHeld } from "../../support/places-held.js";

type Schema = z.ZodType<unknown>;

const operationOf = (schema: Schema): Operation<unknown, unknown> => ({
  name: "e",
  soapAction: "",
  input: element("", "e", schema),
});

const written = (schema: Schema, value: unknown): string => encodeRequest(operationOf(schema), value).body;
const valueIn = (schema: Schema, xml: string): unknown => decodeRequest(operationOf(schema), [readXml(xml)], []);
const read = (schema: Schema, text: string): unknown => valueIn(schema, `<e>${escapeText(text)}</e>`);
const textOf = (schema: Schema, value: unknown): string =>
  readXml(written(schema, value))
    .children.filter((child) => typeof child === "string")
    .join("");

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** A type: texts with their values, values with their texts, and texts and values that it rejects. */
interface Case {
  readonly schema: Schema;
  readonly reads?: Readonly<Record<string, unknown>>;
  readonly writes?: readonly (readonly [value: unknown, text: string])[];
  readonly refuses?: readonly string[];
  readonly refusesToWrite?: readonly unknown[];
}

const same = (...texts: string[]): Record<string, string> => Object.fromEntries(texts.map((text) => [text, text]));

/** The shortest integers that are too long. */
const LONG = `1${"0".repeat(2_000)}`;

/** An integer type, with its bounds if it has any. */
function integers(schema: Schema, of: (text: string) => number | bigint, least?: string, greatest?: string): Case {
  const beyond = [least && `${BigInt(least) - 1n}`, greatest && `${BigInt(greatest) + 1n}`].filter(Boolean) as string[];
  const limits = [least ?? "-99999999999999999999", greatest ?? "99999999999999999999"];
  const [small = "", large = ""] = limits;
  return {
    schema,
    reads: { [small]: of(small), [large]: of(large), [` ${small}\n`]: of(small) },
    writes: limits.map((text) => [of(text), text] as const),
    refuses: ["", "x", "1.0", "1e1", "0x1", "١", "1 1", "--1", ...beyond, LONG, `-${LONG}`],
    refusesToWrite: [
      ...beyond.map((text) => of(text)),
      of(LONG),
      of(`-${LONG}`),
      "1",
      null,
      of === Number ? 1n : 1,
      0.5,
      Number.NaN,
    ],
  };
}

/** A date or time: its forms, and texts that it rejects. */
const dates = (schema: Schema, forms: readonly string[], others: readonly string[]): Case => ({
  schema,
  reads: { ...same(...forms), [` ${forms[0]}\t`]: forms[0] },
  writes: forms.map((form) => [form, form] as const),
  refuses: ["", "today", ...others],
  refusesToWrite: [...others, ` ${forms[0]}`, new Date(0)],
});

const cases: Readonly<Record<string, Case>> = {
  string: {
    schema: xs.string,
    reads: same("", " a\t\n", "𝄞"),
    writes: [["\r\n", "\r\n"]],
    refusesToWrite: ["\0", "\ud800", "￿", 1],
  },
  normalizedString: { schema: xs.normalizedString, reads: { "\ta\n": " a " }, refusesToWrite: ["a\tb", "a\nb"] },
  token: { schema: xs.token, reads: { " a \n b ": "a b" }, refusesToWrite: [" a", "a  b", "a\n"] },
  language: {
    schema: xs.language,
    reads: same("en", "en-US", "x-klingon"),
    refuses: ["", "en_US", "abcdefghi", "e1", "en-", "en--US", "-en", "en-abcdefghi", "en-é"],
  },
  Name: { schema: xs.Name, reads: same("a:b", "_.-", "ä"), refuses: ["", "1a", "a b", "-a"] },
  NCName: { schema: xs.NCName, reads: same("a", "_1"), refuses: ["a:b", "1", ""] },
  ID: { schema: xs.ID, reads: same("a"), refuses: ["a:b", "1"] },
  NMTOKEN: { schema: xs.NMTOKEN, reads: same("1", "-a:b."), refuses: ["", "a b", "a,b"] },
  NMTOKENS: {
    schema: xs.NMTOKENS,
    reads: { " 1 \n 2": ["1", "2"] },
    writes: [[["1", "2"], "1 2"]],
    refuses: ["", "a ,"],
    refusesToWrite: [[], ["a b"], [""]],
  },
  anyURI: { schema: xs.anyURI, reads: { " http://x/ä?a=1#b ": "http://x/ä?a=1#b", "": "" } },
  boolean: {
    schema: xs.boolean,
    reads: { true: true, "1": true, " false": false, "0": false },
    writes: [
      [true, "true"],
      [false, "false"],
    ],
    refuses: ["", "TRUE", "yes", "01"],
    refusesToWrite: ["true", 1, null],
  },

  byte: integers(xs.byte, Number, "-128", "127"),
  short: integers(xs.short, Number, "-32768", "32767"),
  int: integers(xs.int, Number, "-2147483648", "2147483647"),
  unsignedByte: integers(xs.unsignedByte, Number, "0", "255"),
  unsignedShort: integers(xs.unsignedShort, Number, "0", "65535"),
  unsignedInt: integers(xs.unsignedInt, Number, "0", "4294967295"),
  long: integers(xs.long, BigInt, "-9223372036854775808", "9223372036854775807"),
  unsignedLong: integers(xs.unsignedLong, BigInt, "0", "18446744073709551615"),
  integer: integers(xs.integer, BigInt),
  nonNegativeInteger: integers(xs.nonNegativeInteger, BigInt, "0"),
  positiveInteger: integers(xs.positiveInteger, BigInt, "1"),
  nonPositiveInteger: integers(xs.nonPositiveInteger, BigInt, undefined, "0"),
  negativeInteger: integers(xs.negativeInteger, BigInt, undefined, "-1"),
  "signs and zeros of integers": {
    schema: xs.int,
    reads: { "+5": 5, "-0": 0, "007": 7, "-007": -7 },
    writes: [[-0, "0"]],
  },
  "signs and zeros of large integers": {
    schema: xs.long,
    reads: { "+5": 5n, "-0": 0n, "007": 7n },
    writes: [[-0n, "0"]],
  },

  decimal: {
    schema: xs.decimal,
    reads: { ...same("0.10", "+1.", ".5", "-0", "12345678901234567890.123456789012345678901234567890"), " 1 ": "1" },
    refuses: ["", ".", "1e3", "INF", "1,5", "- 1"],
    refusesToWrite: [1, 1n, " 1"],
  },
  float: {
    schema: xs.float,
    reads: {
      "1.5E-3": 0.0015,
      INF: Number.POSITIVE_INFINITY,
      "-INF": Number.NEGATIVE_INFINITY,
      NaN: Number.NaN,
      "-0": -0,
      "1.": 1,
      "+.5": 0.5,
    },
    writes: [[1.5, "1.5"]],
    refuses: ["", "Infinity", "+INF", "nan", "1e", "0x1", "1_0"],
  },
  double: {
    schema: xs.double,
    reads: { "1E400": Number.POSITIVE_INFINITY, "0.1": 0.1 },
    writes: [
      [-0, "-0"],
      [Number.NaN, "NaN"],
      [Number.NEGATIVE_INFINITY, "-INF"],
      [1e300, "1e+300"],
      [5e-324, "5e-324"],
    ],
    refuses: ["Infinity", "1.5.5"],
    refusesToWrite: ["1", null, 1n],
  },

  dateTime: dates(
    xs.dateTime,
    [
      "2024-02-29T12:30:59.123456789Z",
      "2000-01-01T24:00:00",
      "-0001-12-31T00:00:00+14:00",
      "12024-01-01T00:00:00-00:30",
    ],
    [
      "2023-02-29T00:00:00",
      "1900-02-29T00:00:00",
      "2024-04-31T00:00:00",
      "0000-01-01T00:00:00",
      "2024-01-01",
      "2024-01-01 00:00:00",
      "2024-01-01T24:00:01",
      "2024-01-01T23:59:60",
      "2024-01-01T00:00:00+14:01",
      "2024-01-01T00:00:00z",
      "02024-01-01T00:00:00",
      "24-01-01T00:00:00",
    ],
  ),
  date: dates(
    xs.date,
    ["2024-02-29", "2024-01-31Z", "2024-12-01-13:59"],
    ["2024-13-01", "2024-1-1", "2024-01-00", "20240101", "2024-01-01T00:00:00"],
  ),
  time: dates(
    xs.time,
    ["23:59:59", "00:00:00.0Z", "24:00:00.000", "12:00:00+01:00"],
    ["24:00:01", "12:00", "12:60:00", "1:00:00"],
  ),
  gYearMonth: dates(xs.gYearMonth, ["2024-02", "-2024-12Z"], ["2024", "2024-00", "2024-02-01"]),
  gYear: dates(xs.gYear, ["2024", "-0044", "12345Z"], ["24", "0000", "2024-01", "+2024"]),
  gMonthDay: dates(xs.gMonthDay, ["--02-29", "--12-31Z"], ["--02-30", "-02-01", "02-01"]),
  gMonth: dates(xs.gMonth, ["--02", "--12+01:00"], ["--13", "--2", "02"]),
  gDay: dates(xs.gDay, ["---31", "---01Z"], ["---32", "--01", "31"]),
  duration: dates(
    xs.duration,
    ["P1Y2M3DT4H5M6.7S", "-P1D", "PT0.5S", "P0Y"],
    ["P", "PT", "P1YT", "1Y", "P-1Y", "P1M1Y", "PT1.S", "P1.5D"],
  ),

  base64Binary: {
    schema: xs.base64Binary,
    reads: {
      AQID: bytes(1, 2, 3),
      " A Q = = ": bytes(1),
      "AQI=": bytes(1, 2),
      "": bytes(),
      "+/+/": bytes(251, 255, 191),
    },
    writes: [
      [bytes(1, 2, 3).subarray(1), "AgM="],
      [Buffer.from("x"), "eA=="],
    ],
    refuses: ["A", "AQ", "AQ=", "AR==", "AQJ=", "A===", "AQ==AQ==", "_-_-"],
    refusesToWrite: ["AQID", [1], new ArrayBuffer(1)],
  },
  hexBinary: {
    schema: xs.hexBinary,
    reads: { " 0aFf ": bytes(10, 255), "": bytes() },
    writes: [[bytes(10, 255).subarray(1), "FF"]],
    refuses: ["0", "0g", "0 1", "0x01"],
  },

  "facets of a text": {
    schema: restriction(xs.string, { minLength: 1, maxLength: 2, pattern: /^[a-z𝄞]*$/u }),
    reads: same("a", "𝄞𝄞"),
    refuses: ["", "abc", "A"],
    refusesToWrite: ["", "abc", "A"],
  },
  "a boolean that its pattern writes as a digit": {
    schema: restriction(restriction(xs.boolean, { pattern: /^(?:true|false|0|1)$/ }), { pattern: /^[01]$/ }),
    reads: { "1": true, " 0 ": false },
    writes: [
      [true, "1"],
      [false, "0"],
    ],
    refuses: ["true"],
  },
  "bytes whose pattern has small letters": {
    schema: restriction(xs.hexBinary, { pattern: /^[0-9a-f]*$/ }),
    reads: { "0aff": bytes(10, 255) },
    writes: [[bytes(10, 255), "0aff"]],
    refuses: ["0AFF"],
  },
  "numbers whose pattern has zeros in front": {
    schema: restriction(xs.int, { pattern: /^-?\d{5}$/ }),
    reads: { "00123": 123, "-00007": -7 },
    writes: [
      [123, "00123"],
      [-7, "-00007"],
      [12345, "12345"],
    ],
    refuses: ["123"],
    refusesToWrite: [123456],
  },
  "large numbers whose pattern has a sign": {
    schema: restriction(xs.long, { pattern: /^[+-]\d+$/ }),
    reads: { "+5": 5n, "-5": -5n },
    writes: [[5n, "+5"]],
    refuses: ["5"],
  },
  "numbers whose pattern has digits of a fraction": {
    schema: restriction(xs.double, { pattern: /^\d+\.\d{2}$/ }),
    reads: { "1.50": 1.5, "7.00": 7 },
    writes: [
      [1.5, "1.50"],
      [7, "7.00"],
    ],
    refuses: ["1.5"],
    refusesToWrite: [1.505, Number.NaN],
  },
  "qualified names, whose prefixes a pattern is about and whose lengths are none": {
    schema: restriction(xs.QName, { pattern: /^(?:\w+:)?\w+$/, maxLength: 3 }),
    reads: { "xml:lang": "{http://www.w3.org/XML/1998/namespace}lang", lang: "lang" },
    refuses: ["a.b"],
    refusesToWrite: ["a.b"],
  },
  "a text that is collapsed": {
    schema: restriction(xs.string, { whiteSpace: "collapse", length: 3 }),
    reads: { " a \n b ": "a b" },
    refusesToWrite: ["a  b", " ab"],
  },
  digits: {
    schema: restriction(xs.decimal, { totalDigits: 3, fractionDigits: 1 }),
    reads: same("-012.30", "99.9", "0.0"),
    // The last one takes half a minute where each zero is looked at anew for each zero before it.
    refuses: ["1000", "0.12", "100.1", `0.${"0".repeat(200_000)}1`],
    refusesToWrite: ["0.12"],
  },
  "bounds of decimals": {
    schema: restriction(xs.decimal, { minInclusive: "-0.5", maxExclusive: "10" }),
    reads: same("-.50", "9.99999999999999999999", "+0", "-0.0", "-0.25"),
    refuses: ["-0.51", "10", "10.0", "-2", "-00.5000001", "100"],
  },
  "large integers with zeros before them": {
    schema: xs.unsignedLong,
    reads: { [`+${"0".repeat(100)}18446744073709551615`]: 18446744073709551615n, "-000": 0n },
    refuses: ["9".repeat(1_000_000), "-1"],
  },
  "integers that are as long as any": {
    schema: restriction(xs.integer, { totalDigits: 2_000, minExclusive: -1n }),
    reads: { ["9".repeat(2_000)]: 10n ** 2_000n - 1n, [`+000${"9".repeat(2_000)}`]: 10n ** 2_000n - 1n },
    refuses: ["9".repeat(2_001)],
  },
  "bounds of large integers": {
    schema: restriction(xs.unsignedLong, { minExclusive: 9007199254740992n, maxInclusive: 9007199254740993n }),
    reads: { "9007199254740993": 9007199254740993n },
    refuses: ["9007199254740992", "9007199254740994"],
  },
  "bounds of dates": {
    schema: restriction(xs.dateTime, { minInclusive: "2024-01-01T00:00:00Z", maxExclusive: "2024-01-02T00:00:00Z" }),
    reads: same("2023-12-31T24:00:00Z", "2024-01-01T01:00:00+01:00", "2024-01-02T00:00:00+00:01"),
    refuses: ["2024-01-01T00:00:00+00:01", "2024-01-02T00:00:00Z", "-2024-01-01T12:00:00Z"],
  },
  "bounds of dates with more digits than a number holds": {
    schema: restriction(xs.time, { maxInclusive: "12:00:00.00000000000000000002" }),
    reads: same("12:00:00.00000000000000000001", "11:59:59.9"),
    refuses: ["12:00:00.00000000000000000003", "12:00:00.1"],
  },
  "a bound of dates, against years that a number cannot hold": {
    schema: restriction(xs.date, { maxInclusive: "2030-12-31" }),
    reads: same("2030-12-31"),
    refuses: ["2031-01-01", `1${"0".repeat(400)}-01-01`],
  },
  "an enumeration with equal values, of which the first one counts": {
    schema: enumeration(xs.decimal, ["1.0", "1"]),
    reads: { "1.00": "1.0", "1": "1" },
    refuses: ["1.01"],
  },
  "bounds of durations": {
    schema: restriction(xs.duration, { maxInclusive: "P1M" }),
    reads: same("P27D", "-P1Y", "P1M"),
    refuses: ["P32D", "P1MT1S", "P30D"],
  },
  "bounds of numbers": {
    schema: restriction(xs.double, { minExclusive: 0 }),
    reads: { "5e-324": 5e-324, INF: Number.POSITIVE_INFINITY },
    refuses: ["0", "-0", "NaN"],
    refusesToWrite: [Number.NaN, -1],
  },
  "an enumeration of numbers": {
    schema: enumeration(xs.int, [1, 2]),
    reads: { "01": 1, "+2": 2 },
    refuses: ["3"],
    refusesToWrite: [3, "1"],
  },
  "an enumeration of decimals": {
    schema: enumeration(xs.decimal, ["1.0", "2"]),
    reads: { "1": "1.0", "02.00": "2" },
    refusesToWrite: ["1"],
  },
  "an enumeration of dates": {
    schema: enumeration(xs.dateTime, ["2024-01-01T00:00:00.0000001Z", "2024-01-01T00:00:00"]),
    reads: {
      "2024-01-01T01:00:00.00000010+01:00": "2024-01-01T00:00:00.0000001Z",
      "2023-12-31T24:00:00.0": "2024-01-01T00:00:00",
    },
    refuses: ["2024-01-01T00:00:00.0000002Z", "2024-01-01T00:00:00.0000001", "2024-01-01T00:00:00Z"],
  },
  "an enumeration of durations": {
    schema: enumeration(xs.duration, ["P1M", "-PT0.5S"]),
    reads: { P0Y1M: "P1M", "-PT0.50S": "-PT0.5S" },
    refuses: ["P30D", "P31D", "PT0.5S", "PT0S", "-P1M"],
  },
  "a list": {
    schema: restriction(list(xs.int), { maxLength: 2 }),
    reads: { " 1 \n 02 ": [1, 2], "": [] },
    writes: [[[1, 2], "1 2"]],
    refuses: ["1 2 3", "1,2"],
    refusesToWrite: [[1, 2, 3], [0.5]],
  },
  "an enumeration of lists": {
    schema: restriction(list(enumeration(xs.NMTOKEN, ["a", "b"])), { enumeration: ["a", " a \n b"] }),
    reads: { " a": ["a"], "a  b": ["a", "b"] },
    writes: [[["a", "b"], "a b"]],
    refuses: ["b", "b a", "", "c"],
    refusesToWrite: [["b"], [], "a", ["a b"]],
  },
  "an enumeration of numbers in lists": {
    schema: restriction(list(xs.int), { enumeration: ["01 2"] }),
    reads: { "1 02": [1, 2] },
    refuses: ["1", "2 1"],
    refusesToWrite: [[1]],
  },
  "an enumeration of a union": {
    schema: restriction(union(xs.int, enumeration(xs.token, ["none", "all"])), { enumeration: ["1", "none"] }),
    reads: { "01": 1, " none ": "none" },
    refuses: ["2", "all"],
    refusesToWrite: [2, "all", "1"],
  },
  "an enumeration of a union with numbers and texts": {
    schema: restriction(union(xs.double, xs.boolean, xs.token), { enumeration: ["INF", "-INF", "true", "1.0"] }),
    reads: { INF: Number.POSITIVE_INFINITY, " -INF": Number.NEGATIVE_INFINITY, "1": 1 },
    writes: [
      ["INF", "INF"],
      [Number.NEGATIVE_INFINITY, "-INF"],
      [true, "true"],
    ],
    refuses: ["Infinity", "-Infinity", "false", "'INF"],
    refusesToWrite: ["Infinity", false, 2, undefined],
  },
  "an enumeration of a union whose first type has few of the texts": {
    schema: restriction(union(restriction(xs.int, { pattern: /^0\d$/ }), xs.token), { enumeration: ["05"] }),
    reads: { "05": 5 },
    refuses: ["5"],
  },
  "an enumeration of a union with bytes and texts": {
    schema: restriction(union(xs.hexBinary, xs.token), { enumeration: ["00"] }),
    reads: { "00": bytes(0) },
    refuses: ["AA==", "#AA==", "01"],
    refusesToWrite: ["AA=="],
  },
  "an enumeration of bytes": {
    schema: restriction(xs.base64Binary, { enumeration: ["AQID"] }),
    reads: { "A Q I D": bytes(1, 2, 3) },
    refuses: ["AQI=", ""],
    refusesToWrite: [bytes(1, 2), "AQID"],
  },
  "a boolean that is fixed": {
    schema: enumeration(xs.boolean, [true]),
    reads: { "1": true, " true ": true },
    writes: [[true, "true"]],
    refuses: ["false", "0", ""],
    refusesToWrite: [false, "true"],
  },
  "a union": {
    schema: union(xs.int, enumeration(xs.token, ["none"])),
    reads: { " 5 ": 5, " none ": "none" },
    writes: [
      [5, "5"],
      ["none", "none"],
    ],
    refuses: ["many", ""],
    refusesToWrite: ["many", "5"],
  },
  "a union of which a pattern excludes a value from the first type": {
    schema: union(restriction(xs.int, { pattern: /^[5-9]$/ }), xs.int),
    reads: { "5": 5, "42": 42 },
    writes: [[42, "42"]],
    refuses: ["x"],
  },
};

test("an enumeration is not compared with each text, of which a list may have a million", () => {
  const values = Array.from({ length: 1_000 }, (_, index) => `${index}.5`);
  const texts = Array.from({ length: 1_000 }, () => "999.50").join(" ");
  const decimal = simpleTypeOf(xs.decimal);
  const spies = [jest.spyOn(decimal, "canonical" as never), jest.spyOn(decimal.order as Order<unknown>, "compare")];
  expect(read(list(enumeration(xs.decimal, values)), texts)).toHaveLength(1_000);
  const calls = spies.reduce((total, { mock }) => total + mock.calls.length, 0);
  jest.restoreAllMocks();
  // One for each value and each text, and never one for each pair of them.
  expect(calls).toBeGreaterThanOrEqual(1_000);
  expect(calls).toBeLessThanOrEqual(4 * 1_000);
});

describe.each(Object.entries(cases))(
  "%s",
  (_name, { schema, reads = {}, writes = [], refuses = [], refusesToWrite = [] }) => {
    test("reads, and reads again what it writes", () => {
      for (const [text, value] of Object.entries(reads)) {
        expect([text, read(schema, text)]).toEqual([text, value]);
        expect([text, valueIn(schema, written(schema, value))]).toEqual([text, value]);
      }
      for (const [value, text] of writes) {
        expect(textOf(schema, value)).toBe(text);
      }
    });

    test("refuses", () => {
      for (const text of refuses) {
        expect(() => ({ text, value: read(schema, text) })).toThrow(SchemaError);
      }
      for (const value of refusesToWrite) {
        expect(() => ({ value, text: written(schema, value) })).toThrow(SchemaError);
      }
    });

    test("refuses texts without an error for each, of which a list may have a million", () => {
      const type = simpleTypeOf(schema);
      for (const text of refuses) {
        expect([text, type.parse(normalize(text, type.whiteSpace), undefined)]).toEqual([text, expect.any(Refusal)]);
      }
    });
  },
);

const { anyType: _, ...builtIn } = xs;
const all = { ...builtIn, ...Object.fromEntries(Object.entries(cases).map(([name, { schema }]) => [name, schema])) };

/** Values of every kind, near to what types have, and far from it. */
const anyValue = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."0123456789+-.:TZPYMDeEINFa {}\t\n\r") }),
  fc.stringMatching(/^-?\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?)?(Z|[+-]0\d:00)?$/),
  fc.stringMatching(/^[+-]?\d{1,30}(\.\d{0,30})?$/),
  fc.integer(),
  fc.double(),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }),
  fc.boolean(),
  fc.uint8Array(),
  fc.array(fc.integer()),
  fc.array(fc.stringMatching(/^[a-z\d ]{0,4}$/)),
  fc.constantFrom(null, undefined, "", "{urn:x}a", "{}a", "{urn:x}a:b"),
);

test.each(Object.entries(all))("a value of %s is read back equal, and all else is refused", (_name, schema) => {
  const seed = 1;
  fc.assert(
    fc.property(anyValue, (value) => {
      let xml: string;
      try {
        xml = written(schema, value);
      } catch (error) {
        if (!(error instanceof SchemaError)) {
          throw error;
        }
        return;
      }
      // The zeros of integers are one.
      const expected = Object.is(value, -0) && !xml.includes("-0") ? 0 : value;
      if (!isDeepStrictEqual(valueIn(schema, xml), expected)) {
        throw new Error(`${xml} is another value`);
      }
    }),
    { seed, numRuns: 200 },
  );
});

/** Processor time, because others may use the machine. */
function timeInMs(action: () => void): number {
  const begin = process.cpuUsage();
  action();
  return process.cpuUsage(begin).user / 1000;
}

test.each(Object.entries(xs).filter(([name]) => name !== "anyType"))(
  "to refuse a text of four times the length as %s is about four times the work",
  (_name, schema) => {
    const { whiteSpace, parse } = simpleTypeOf(schema);
    for (const [start, part, end] of [
      ["", "0", "x"],
      ["-", "1", "."],
      ["0.", "0", "x"],
      ["1e", "1", "x"],
      ["", " ", "x y"],
      ["", "a:", "="],
      ["", "A", "=="],
      ["P", "1", "x"],
      ["PT1.", "0", "x"],
      ["12:00:00.", "0", "x"],
      ["2000-01-01T24:00:00.", "0", "x"],
      ["", "aaaaaaaa-", "x-"],
    ] as const) {
      const time = (length: number): number => {
        const text = start + part.repeat(length / part.length) + end;
        return timeInMs(() => parse(normalize(text, whiteSpace), undefined));
      };
      const short = time(20_000);
      expect(time(80_000)).toBeLessThan(8 * short + 100);
    }
  },
);

test("to read a text of blanks as one of twenty types is little more work than as one of them", () => {
  const text = "1 ".repeat(500_000);
  const time = (schema: Schema): number => {
    const { whiteSpace, parse } = simpleTypeOf(schema);
    return timeInMs(() => parse(normalize(text, whiteSpace), undefined));
  };
  const unionOf = (count: number) => union(...Array.from({ length: count }, () => xs.int));
  // The first time, the code is not compiled yet.
  const [, one = 0, twenty] = [1, 1, 20].map((count) => time(unionOf(count)));
  expect(twenty).toBeLessThan(3 * one + 50);
});

test.each<[what: string, schema: Schema, text: string]>([
  ["colons where a name is expected", xs.QName, ":".repeat(100_000)],
  ["colons in a name token", xs.NMTOKEN, ":".repeat(100_000)],
  ["bytes with blanks between their digits", xs.base64Binary, "A A A A ".repeat(20_000)],
  ["words with blanks between them", xs.token, "a  ".repeat(50_000)],
  ["line ends", xs.normalizedString, "\n".repeat(100_000)],
  ["items that are too many", restriction(list(xs.int), { maxLength: 10 }), "1 ".repeat(50_000)],
  [
    "items that are more than any enumerated list has",
    restriction(list(xs.int), { enumeration: ["1 2"] }),
    "1 ".repeat(50_000),
  ],
  ["pairs of surrogates", restriction(xs.string, { maxLength: 255 }), "😀".repeat(50_000)],
])("a text is not held as all its pieces at once: %s", (_what, schema, text) => {
  const { whiteSpace, parse } = simpleTypeOf(schema);
  expect(mostPlacesHeld(() => parse(normalize(text, whiteSpace), undefined))).toBeLessThanOrEqual(8_192);
});

describe.each(["a", " ", "\t \n"])("%j where a text is cut into pieces to replace its blanks", (edge) => {
  test.each(["replace", "collapse"] as const)("is read as elsewhere: %s", (whiteSpace) => {
    for (const length of [8_190, 8_191, 8_192, 8_193]) {
      const text = `${"x".repeat(length)}${edge}y${edge}`;
      const spaces = text.replace(/[\t\n]/g, " ");
      expect(normalize(text, whiteSpace)).toBe(whiteSpace === "replace" ? spaces : spaces.replace(/ +/g, " ").trim());
    }
  });
});

test("a text of 8 MiB is read as a language, or refused as one", () => {
  const text = "abcdefg1-".repeat(900_000);
  expect(read(xs.language, `a-${text}x`)).toHaveLength(2 + text.length + 1);
  expect(() => read(xs.language, `a-${text}`)).toThrow("expected an xs:language");
});

describe("the lists of a message", () => {
  const Lists = complexType({ one: element("", "one", list(xs.int)), other: attribute("", "other", list(xs.int)) });
  const lengths = (one: number, other: number): number[] => {
    const value = valueIn(Lists, `<e other="${"1 ".repeat(other)}"><one>${"1 ".repeat(one)}</one></e>`);
    return Object.values(value as Record<string, unknown[]>).map(({ length }) => length);
  };

  test("have a million items together", () => {
    expect(lengths(600_000, 400_000).sort()).toEqual([400_000, 600_000]);
  });

  test("have no more", () => {
    expect(() => lengths(600_000, 400_001)).toThrow(
      "expected at most 1000000 items of lists that are texts in a message",
    );
  });

  test("have a tenth of them where they are bytes", () => {
    expect(read(list(xs.hexBinary), "0A ".repeat(100_000))).toHaveLength(100_000);
    expect(() => read(list(xs.hexBinary), "0A ".repeat(100_001))).toThrow("expected at most 1000000 items");
  });
});

test("a bound is read once, and each value once for all bounds", () => {
  const bounds = { minInclusive: "P1D", maxInclusive: "P9D", minExclusive: "PT1H", maxExclusive: "P10D" };
  const keyOf = jest.spyOn(simpleTypeOf(xs.duration).order as Order<unknown>, "keyOf");
  const schema = list(restriction(xs.duration, bounds));
  expect(read(schema, "P2D ".repeat(1_000))).toHaveLength(1_000);
  expect(keyOf).toHaveBeenCalledTimes(1_000 + 4);
  expect(() => read(schema, "P2D P10D")).toThrow("expected a value <= P9D");
  jest.restoreAllMocks();
});

test("a value of a union is compared with an enumeration without being written", () => {
  const schema = list(restriction(union(xs.int, xs.token), { enumeration: ["1", "a"] }));
  const print = jest.spyOn(simpleTypeOf(xs.int), "print");
  expect(read(schema, "1 a ".repeat(1_000))).toHaveLength(2_000);
  expect(print).not.toHaveBeenCalled();
  expect(() => read(schema, "1 a 2")).toThrow('expected one of "1", "a"');
  jest.restoreAllMocks();
});

test("a pattern tests a text once", () => {
  const pattern = /^[a-z]+$/u;
  const tests = jest.spyOn(pattern, "test");
  expect(read(restriction(xs.string, { pattern }), "abc")).toBe("abc");
  expect(tests).toHaveBeenCalledTimes(1);
});

describe("the patterns of a message", () => {
  const schema = restriction(xs.string, { pattern: /^(?:(?:a|b)*a(?:a|b){40})$/u });
  const Texts = complexType({ v: repeated(element("", "v", schema)) });
  let random = 1;
  const oneText = (): string => {
    const letters = Array.from({ length: 2_000 }, () => {
      random = (random * 16_807) % 2_147_483_647;
      return random % 2 === 0 ? "a" : "b";
    });
    return `<v>${letters.join("")}a${"b".repeat(40)}</v>`;
  };

  test("take no step for a text that was there before", () => {
    const { v } = valueIn(Texts, `<e>${oneText().repeat(200)}</e>`) as { v: unknown[] };
    expect(v).toHaveLength(200);
  });

  test("take no more than five million steps for all texts together", () => {
    const texts = Array.from({ length: 200 }, oneText).join("");
    expect(() => valueIn(Texts, `<e>${texts}</e>`)).toThrow(
      "expected at most 5000000 steps to compare texts with an xs:pattern in a message",
    );
  });
});
