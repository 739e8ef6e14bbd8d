import { DECIMAL, FLOAT } from "../../../src/soap/schema/lexical.js";
import { elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import type { FacetFamily } from "../../contract/built-in-types.js";
import type { Facet } from "../../contract/service-model.js";
import { documented } from "../source/documentation.js";
import { refuse, requiredAttribute, warn } from "../source/source-document.js";
import type { SchemaScope } from "./declaration-table.js";

/** Reads the facets of a restriction whose base is of the family: XML Schema Part 2 §4.3. */
export function readFacets(restriction: XmlElement, family: FacetFamily, scope: SchemaScope): Facet[] {
  const read = new Map<Facet["kind"], string>();
  return elementsOf(restriction).flatMap((element) => {
    const kind = FACETS.find((facet) => facet === element.name);
    if (kind === undefined) {
      return [];
    }
    const facet = readFacet(kind, element, family, scope);
    const first = REPEATABLE.includes(kind) ? undefined : read.get(kind);
    if (first !== undefined && first !== facet.value) {
      refuse(scope, element, `is the second <${kind}> of its restriction`, "expected one at most");
    }
    if (first !== undefined) {
      warn(scope, element, `is the second <${kind}> of its restriction, with the same value`, "expected one at most");
      return [];
    }
    read.set(kind, facet.value);
    return [facet];
  });
}

/** XML Schema Part 1 §3.14.3, "Single Facet Value". */
const REPEATABLE: readonly Facet["kind"][] = ["pattern", "enumeration"];

function readFacet(kind: Facet["kind"], element: XmlElement, family: FacetFamily, scope: SchemaScope): Facet {
  const value = requiredAttribute(scope, element, "value");
  const { noun, facets } = FAMILIES[family];
  if (!facets.includes(kind)) {
    refuse(scope, element, `is no facet of ${noun}`, `expected ${facets.join(", ")}`);
  }
  const form = formOf(kind, family);
  if (form !== undefined && !form.pattern.test(value.trim())) {
    refuse(scope, element, "has a bad value", `expected ${form.expected}`);
  }
  return { kind, value: kind === "enumeration" || kind === "pattern" ? value : value.trim(), ...documented(element) };
}

const LENGTHS = ["length", "minLength", "maxLength"] as const;
const BOUNDS = ["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"] as const;
const DIGITS = ["totalDigits", "fractionDigits"] as const;
const LEXICAL = ["pattern", "enumeration", "whiteSpace"] as const;
const FACETS: readonly Facet["kind"][] = [...LEXICAL, ...LENGTHS, ...BOUNDS, ...DIGITS];

/** XML Schema Part 2 §4.1.5. */
const FAMILIES: Readonly<Record<FacetFamily, { readonly noun: string; readonly facets: readonly Facet["kind"][] }>> = {
  any: { noun: "anyType", facets: [] },
  string: { noun: "a string, name, URI or binary type", facets: [...LEXICAL, ...LENGTHS] },
  boolean: { noun: "a boolean", facets: ["pattern", "whiteSpace"] },
  decimal: { noun: "a decimal number", facets: [...LEXICAL, ...BOUNDS, ...DIGITS] },
  float: { noun: "a floating-point number", facets: [...LEXICAL, ...BOUNDS] },
  ordered: { noun: "a date, time or duration", facets: [...LEXICAL, ...BOUNDS] },
  list: { noun: "a list", facets: [...LEXICAL, ...LENGTHS] },
  union: { noun: "a union", facets: ["pattern", "enumeration"] },
};

interface Form {
  readonly pattern: RegExp;
  readonly expected: string;
}

const DATE: Form = { pattern: /^[-+.:\dTZPYMDHS]+$/, expected: "a date, time or duration" };
const COUNT: Form = { pattern: /^\+?\d+$/, expected: "a whole number, 0 or more" };
const POSITIVE: Form = { pattern: /^\+?0*[1-9]\d*$/, expected: "a whole number, 1 or more" };
const WHITE_SPACE: Form = { pattern: /^(preserve|replace|collapse)$/, expected: "preserve, replace or collapse" };

/** The lexical form of a facet's value. */
function formOf(kind: Facet["kind"], family: FacetFamily): Form | undefined {
  if (kind === "pattern") {
    return undefined;
  }
  return FORMS_BY_FACET[kind] ?? FORMS_BY_FAMILY[family];
}

const FORMS_BY_FACET: Readonly<Partial<Record<Facet["kind"], Form>>> = {
  length: COUNT,
  minLength: COUNT,
  maxLength: COUNT,
  fractionDigits: COUNT,
  totalDigits: POSITIVE,
  whiteSpace: WHITE_SPACE,
};

/** The form of an enumeration value or a bound. */
const FORMS_BY_FAMILY: Readonly<Partial<Record<FacetFamily, Form>>> = {
  decimal: { pattern: DECIMAL, expected: "a decimal number" },
  float: { pattern: FLOAT, expected: "a floating-point number" },
  ordered: DATE,
};
