import fc from "fast-check";
import type { Facet, QName, SimpleType, TypeReference } from "../../../scripts/contract/service-model.js";
import { translatePattern } from "../../../scripts/emit/what/pattern.js";

const XSD = "http://www.w3.org/2001/XMLSchema";

/** What is known of a simple type by following it to its built-in one: all facets on the way, the outermost first. */
interface Resolved {
  readonly builtIn: string;
  readonly facets: readonly Facet[];
  readonly list?: SimpleTypeReference;
  readonly union?: readonly SimpleTypeReference[];
}

type SimpleTypeReference = TypeReference;

export type FindType = (name: QName) => SimpleType | undefined;

/** Lexical forms of each built-in type: ordinary ones first, then those at the edge. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  anySimpleType: ["any"],
  string: ["text", " a\u00a0<b> & \"c\" 'd' ]]> \u{1f642} ", ""],
  normalizedString: ["a b", " a  b "],
  token: ["a b"],
  language: ["en", "pt-BR"],
  Name: ["n:1", "name"],
  NCName: ["name", "_n-1.x"],
  ID: ["id"],
  IDREF: ["id"],
  IDREFS: ["id id"],
  ENTITY: ["entity"],
  ENTITIES: ["entity entity"],
  NMTOKEN: ["1-a", "nmtoken"],
  NMTOKENS: ["a b"],
  NOTATION: ["xsi:type"],
  QName: ["xsi:type"],
  anyURI: ["http://example.com/?a=b#c", "urn:x", ""],
  boolean: ["true", "false", "1", "0"],
  decimal: ["1.5", "-12345678901234567.1234567", "0", "+1.", ".5", "99", "5"],
  integer: ["1", "-123456789012345678901234", "0", "99", "10000", "2000"],
  nonNegativeInteger: ["1", "12345678901234567890123", "0", "99", "10000"],
  positiveInteger: ["1", "12345678901234567890123", "99", "10000"],
  nonPositiveInteger: ["-1", "0"],
  negativeInteger: ["-1", "-12345678901234567890123"],
  long: ["1", "9223372036854775807", "-9223372036854775808", "0", "99"],
  int: ["1", "2147483647", "-2147483648", "0", "99"],
  short: ["1", "32767", "-32768", "0"],
  byte: ["1", "127", "-128", "0"],
  unsignedLong: ["1", "18446744073709551615", "0"],
  unsignedInt: ["1", "4294967295", "0"],
  unsignedShort: ["1", "65535", "0"],
  unsignedByte: ["1", "255", "0"],
  float: ["1.5", "-INF", "INF", "NaN", "1E3", "0", "3.4028235E38"],
  double: ["1.5", "-INF", "INF", "NaN", "-1e-7", "0", "1.7976931348623157E308"],
  duration: ["P1Y2M3DT4H5M6.7S", "-PT0S", "P1D"],
  dateTime: ["2026-02-28T12:34:56Z", "2024-02-29T23:59:59.123456789-05:00", "-0044-03-15T00:00:00"],
  date: ["2026-02-28", "2024-02-29+14:00"],
  time: ["12:34:56", "23:59:59.999Z"],
  gYearMonth: ["2026-02"],
  gYear: ["2026", "-0044"],
  gMonthDay: ["--02-29"],
  gDay: ["---31"],
  gMonth: ["--12"],
  hexBinary: ["0FB7", "", "AABBCCDD", "00112233445566778899AABBCCDDEEFF"],
  base64Binary: ["AQID", "", "/+8=", "AAAAAAAAAAAAAAAAAAAAAA=="],
};

/**
 * Texts that a simple type allows, if any could be made: enumerated values, texts like its patterns, of its lengths and
 * within its bounds. The validator decides whether they are allowed.
 */
export function sampleTexts(reference: TypeReference, find: FindType, seed: number): string[] {
  const { builtIn, facets, list, union } = follow(reference, find);
  const enumerated = enumerationOf(facets);
  if (enumerated !== undefined) {
    return enumerated;
  }
  if (union !== undefined) {
    return union.flatMap((member) => sampleTexts(member, find, seed).slice(0, 2));
  }
  if (list !== undefined) {
    const items = sampleTexts(list, find, seed).filter((item) => item !== "" && !/\s/.test(item));
    const length = Number(facetOf(facets, "length") ?? facetOf(facets, "minLength") ?? 2);
    const most = Number(facetOf(facets, "maxLength") ?? Math.max(length, 2));
    const of = (count: number): string =>
      Array.from({ length: count }, (_, index) => items[index % items.length]).join(" ");
    return [of(Math.min(length, most)), of(most)];
  }
  const base = FORMS[builtIn] ?? ["text"];
  const candidates = [...patternTexts(facets, seed), ...base, ...bounds(builtIn, facets), ...lengths(builtIn, facets)];
  return candidates.filter((text) => isAllowed(text, builtIn, facets));
}

export function follow(reference: TypeReference, find: FindType): Resolved {
  const type = reference.anonymous ?? find(reference.name);
  if (type === undefined || type.kind !== "simple") {
    const name = reference.name?.name ?? "string";
    return { builtIn: name in FORMS ? name : name === "base64" ? "base64Binary" : "string", facets: [] };
  }
  const { variety } = type;
  if (variety.kind === "list") {
    return { builtIn: "string", facets: [], list: variety.item };
  }
  if (variety.kind === "union") {
    return { builtIn: "string", facets: [], union: variety.members };
  }
  // libxml2 takes an empty pattern for an error, so that it is taken out of the schemas.
  const own = variety.facets.filter(({ kind, value }) => kind !== "pattern" || value !== "");
  const base =
    variety.base.name?.namespace === XSD && variety.base.name.name in FORMS
      ? { builtIn: variety.base.name.name, facets: [] }
      : follow(variety.base, find);
  return { ...base, facets: [...own, ...base.facets] };
}

/** Enumerations restrict each other, so that the outermost one decides. */
function enumerationOf(facets: readonly Facet[]): string[] | undefined {
  const values = facets.filter(({ kind }) => kind === "enumeration").map(({ value }) => value);
  return values.length === 0 ? undefined : values;
}

function facetOf(facets: readonly Facet[], kind: Facet["kind"]): string | undefined {
  return facets.find((facet) => facet.kind === kind)?.value;
}

function patternTexts(facets: readonly Facet[], seed: number): string[] {
  return facets
    .filter(({ kind }) => kind === "pattern")
    .flatMap(({ value }) => {
      const source = translatePattern(value);
      if (source === undefined) {
        return [];
      }
      try {
        const texts = fc.sample(fc.stringMatching(new RegExp(source, "u"), { size: "small" }), { seed, numRuns: 40 });
        // libxml2's classes are those of an older Unicode.
        const plain = texts.map((text) => text.replace(/\p{Nd}/gu, "7")).filter((text) => /^[\x20-\x7e]*$/.test(text));
        return plain.slice(0, 8);
      } catch {
        // A pattern of nothing, or a class that cannot be made texts of.
        return [];
      }
    });
}

const TEXTUAL = new Set([
  "string",
  "normalizedString",
  "token",
  "Name",
  "NCName",
  "NMTOKEN",
  "ID",
  "anyURI",
  "language",
]);

function lengths(builtIn: string, facets: readonly Facet[]): string[] {
  const wanted = (["length", "minLength", "maxLength"] as const).map((kind) =>
    Number(facetOf(facets, kind) ?? Number.NaN),
  );
  // Patterns can take JavaScript time that grows with the cube of the length, or worse.
  const most = facetOf(facets, "pattern") === undefined ? 5_000 : 30;
  const known = wanted.filter((length) => length >= 0 && length <= most);
  if (builtIn === "hexBinary") {
    return known.map((length) => "AB".repeat(length));
  }
  if (builtIn === "base64Binary") {
    return known.map((length) => Buffer.alloc(length, 7).toString("base64"));
  }
  return TEXTUAL.has(builtIn) ? known.map((length) => "x".repeat(length)) : [];
}

function bounds(builtIn: string, facets: readonly Facet[]): string[] {
  const values = (kind: Facet["kind"]): string[] =>
    facets.filter((facet) => facet.kind === kind).map(({ value }) => value);
  const step = (kind: Facet["kind"], by: bigint): string[] =>
    values(kind).flatMap((value) =>
      /^[+-]?\d+$/.test(value) ? [String(BigInt(value) + by)] : [String(Number(value) + Number(by) / 2)],
    );
  const digits = facetOf(facets, "totalDigits");
  return FORMS["decimal"] !== undefined && !TEXTUAL.has(builtIn)
    ? [
        ...values("minInclusive"),
        ...values("maxInclusive"),
        ...step("minExclusive", 1n),
        ...step("maxExclusive", -1n),
        ...(digits === undefined ? [] : ["9".repeat(Math.min(Number(digits), 15))]),
      ]
    : [];
}

/** The facets that are easily looked at; the validator looks at all. */
function isAllowed(text: string, builtIn: string, facets: readonly Facet[]): boolean {
  const lexical = builtIn === "string" ? text : text.trim();
  const length = lengthOf(lexical, builtIn);
  const number = Number(lexical.replace("INF", "Infinity"));
  return facets.every(({ kind, value }) => {
    switch (kind) {
      case "length":
        return length === undefined || length === Number(value);
      case "minLength":
        return length === undefined || length >= Number(value);
      case "maxLength":
        return length === undefined || length <= Number(value);
      case "minInclusive":
        return !(number < Number(value));
      case "maxInclusive":
        return !(number > Number(value));
      case "minExclusive":
        return !(number <= Number(value));
      case "maxExclusive":
        return !(number >= Number(value));
      case "totalDigits":
        return lexical.replace(/^[+-]?0*|\D/g, "").length <= Number(value);
      case "fractionDigits":
        return (/\.(\d*)$/.exec(lexical)?.[1] ?? "").length <= Number(value);
      case "pattern":
        return patternsAllow(lexical, facets);
      default:
        return true;
    }
  });
}

/** Patterns of one restriction are alternatives; here all are taken for alternatives. */
function patternsAllow(text: string, facets: readonly Facet[]): boolean {
  const sources = facets.filter(({ kind }) => kind === "pattern").map(({ value }) => translatePattern(value));
  return sources.some((source) => source !== undefined && new RegExp(source, "u").test(text));
}

function lengthOf(text: string, builtIn: string): number | undefined {
  if (builtIn === "hexBinary") {
    return text.length / 2;
  }
  if (builtIn === "base64Binary") {
    return Buffer.from(text, "base64").length;
  }
  return TEXTUAL.has(builtIn) ? [...text].length : undefined;
}
