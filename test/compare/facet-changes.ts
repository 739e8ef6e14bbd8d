import { type ContractChange, complex } from "./contract-changes.js";

const ofS = complex(`<element name="a" type="t:S"/>`);
const simple = (name: string, base: string, ...facets: readonly string[]) => {
  const written = facets.map((facet) => facet.replace(/(\w+)=(\S+)/, '<$1 value="$2"/>'));
  return `<simpleType name="${name}"><restriction base="${base}">${written.join("")}</restriction></simpleType>`;
};
const text = (...facets: readonly string[]): ContractChange["older"] => [ofS, simple("S", "string", ...facets)];
const number = (base: string, ...facets: readonly string[]): ContractChange["older"] => [
  ofS,
  simple("S", base, ...facets),
];
const union = (members: string, ...words: readonly string[]): ContractChange["older"] => [
  ofS,
  `<simpleType name="S"><union memberTypes="${members}"/></simpleType>` +
    simple("N", "string", ...words.map((word) => `enumeration=${word}`)),
];

/** One rule that is said in two ways, and changes of it in the other one. */
export const facetChanges: readonly ContractChange[] = [
  {
    change: "a length that became a range",
    older: text("length=2"),
    newer: text("minLength=1", "maxLength=9"),
    expected: [
      "facet-removed S: response clients",
      "facet-added S: response clients",
      "facet-added S: response clients",
    ],
    reverse: ["facet-removed S: request clients", "facet-removed S: request clients", "facet-added S: request clients"],
  },
  {
    change: "a length that is said as a range",
    older: text("length=2"),
    newer: text("minLength=2", "maxLength=2"),
    expected: [],
    reverse: [],
  },
  {
    change: "a length in bytes that became one in characters",
    older: number("hexBinary", "maxLength=5"),
    newer: text("maxLength=5"),
    expected: ["type-changed S: request clients+code, response clients+code"],
    reverse: ["type-changed S: request clients+code, response clients+code"],
  },
  {
    change: "a least length of nothing",
    older: text(),
    newer: text("minLength=0"),
    expected: [],
    reverse: [],
  },
  {
    change: "a bound of integers that is said as the number before it",
    older: number("int", "minInclusive=8", "maxInclusive=9"),
    newer: number("int", "minExclusive=7", "maxExclusive=10"),
    expected: [],
    reverse: [],
  },
  {
    change: "a bound that excludes its own value",
    older: number("decimal", "minInclusive=7"),
    newer: number("decimal", "minExclusive=7"),
    expected: ["facet-removed S: request clients", "facet-added S: request clients"],
    reverse: ["facet-removed S: response clients", "facet-added S: response clients"],
  },
  {
    change: "a greater bound, which excludes its own value",
    older: number("double", "maxInclusive=8"),
    newer: number("double", "maxExclusive=11"),
    expected: ["facet-removed S: response clients", "facet-added S: response clients"],
    reverse: ["facet-removed S: request clients", "facet-added S: request clients"],
  },
  {
    change: "words without blanks, with another base",
    older: [ofS, simple("S", "token", "enumeration=x", "enumeration=y")],
    newer: [ofS, simple("S", "NMTOKEN", "enumeration=x", "enumeration=y")],
    expected: ["type-changed S: compatible"],
    reverse: ["type-changed S: compatible"],
  },
  {
    change: "words around which blanks are allowed",
    older: text("enumeration=a", "enumeration=y"),
    newer: [ofS, simple("S", "token", "enumeration=a", "enumeration=y")],
    expected: ["type-changed S: response clients"],
    reverse: ["type-changed S: request clients"],
  },
  {
    change: "any text that is a union of words and any text",
    older: text(),
    newer: union("t:N string", "x", "y"),
    expected: ["type-changed S: compatible"],
    reverse: ["type-changed S: compatible", "generated-type-renamed N: operation code"],
  },
  {
    change: "a word less in a union that also has all texts",
    older: union("t:N string", "x", "y"),
    newer: union("t:N string", "x"),
    expected: [],
    reverse: [],
  },
  {
    change: "a member of a union that another one allows",
    older: union("t:N string", "x"),
    newer: union("string", "x"),
    expected: ["type-changed S: compatible"],
    reverse: ["type-changed S: compatible"],
  },
];
