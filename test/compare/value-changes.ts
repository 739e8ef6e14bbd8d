import { type ContractChange, complex } from "./contract-changes.js";

const ofS = complex(`<element name="a" type="t:S"/>`);
const union = (members: string) => `<simpleType name="S"><union memberTypes="${members}"/></simpleType>`;
const most = (bound: string, base: string) =>
  `<simpleType name="S"><restriction base="${base}"><maxInclusive value="${bound}"/></restriction></simpleType>`;
const restriction = (name: string, base: string, facets: string) =>
  `<simpleType name="${name}"><restriction base="${base}">${facets}</restriction></simpleType>`;
const atMost5 = restriction("N", "int", `<maxInclusive value="5"/>`);
const blank = `<enumeration value="x "/>`;
const collapse = `<whiteSpace value="collapse"/>`;
const words = (...values: readonly string[]) =>
  restriction("N", "token", values.map((value) => `<enumeration value="${value}"/>`).join(""));
const substitutes = (constraint: string): ContractChange["older"] => [
  complex(`<element ref="t:head"/>`),
  `<element name="head" type="string"/><element name="other" substitutionGroup="t:head" type="string" ${constraint}/>`,
];
const listU = `<complexType name="U"><sequence><element name="b" type="string" maxOccurs="unbounded"/></sequence></complexType>`;
const unique = (path: string, name = "rule") =>
  `<unique name="${name}"><selector xpath="${path}"/><field xpath="."/></unique>`;

/** Changes of the values that a type allows: unions, bounds, and rules for several elements. */
export const valueChanges: readonly ContractChange[] = [
  {
    change: "the order of a union, by which 1 is a number or a text",
    older: [ofS, union("int string")],
    newer: [ofS, union("string int")],
    expected: ["type-changed S: request clients, response clients"],
    reverse: ["type-changed S: request clients, response clients"],
  },
  {
    change: "the order of a union of texts",
    older: [ofS, union("date string")],
    newer: [ofS, union("string date")],
    expected: ["type-changed S: compatible"],
    reverse: ["type-changed S: compatible"],
  },
  ...[
    ["duration", "P9D", "P10D"],
    ["duration", "P30D", "P31DT1S"],
    ["date", "2024-01-02+14:00", "2024-01-01-11:00"],
    ["date", "-0002-01-01", "-0001-01-01"],
    ["decimal", "0.12345678901234567890", "0.12345678901234567891"],
    ["double", "5", "INF"],
    ["integer", "+9", "0010"],
  ].map(
    ([type = "", least = "", greater = ""]): ContractChange => ({
      change: `a greater bound of xs:${type}, from ${least} to ${greater}`,
      older: [ofS, most(least, type)],
      newer: [ofS, most(greater, type)],
      expected: ["facet-changed S: response clients"],
      reverse: ["facet-changed S: request clients"],
    }),
  ),
  {
    change: "a bound that is neither greater nor less",
    older: [ofS, most("P1M", "duration")],
    newer: [ofS, most("P30D", "duration")],
    expected: ["facet-changed S: request clients, response clients"],
    reverse: ["facet-changed S: request clients, response clients"],
  },
  {
    change: "a number that became a union of fewer numbers and dates",
    older: [ofS, restriction("S", "int", "")],
    newer: [ofS, union("t:N date") + atMost5],
    expected: ["type-changed S: request clients, response clients+code"],
    reverse: ["type-changed S: request clients+code, response clients", "generated-type-renamed N: operation code"],
  },
  {
    change: "a word with a blank at its end, which a token does not keep",
    older: [ofS, restriction("S", "token", blank)],
    newer: [ofS, restriction("S", "string", blank)],
    expected: ["type-changed S: request clients+code, response code"],
    reverse: ["type-changed S: request code, response clients+code"],
  },
  {
    change: "a word with a blank at its end, in a type that no longer keeps white space",
    older: [ofS, restriction("S", "string", blank)],
    newer: [ofS, restriction("S", "t:M", blank) + restriction("M", "string", collapse)],
    expected: ["facet-added M: request code, response clients+code"],
    reverse: ["facet-removed M: request clients+code, response code", "generated-type-renamed M: operation code"],
  },
  {
    change: "a word with a blank at its end, in a member of a union that no longer keeps white space",
    older: [ofS, union("t:N int") + restriction("N", "string", blank)],
    newer: [ofS, union("t:N int") + restriction("N", "t:M", blank) + restriction("M", "string", collapse)],
    expected: ["type-changed S: request code, response clients+code"],
    reverse: ["type-changed S: request clients+code, response code", "generated-type-renamed M: operation code"],
  },
  {
    change: "an enumeration that became a union of the same words and more",
    older: [ofS, words("x", "y").replace('"N"', '"S"')],
    newer: [ofS, union("t:N int") + words("x", "y")],
    expected: ["type-changed S: response clients+code", "facet-removed S: response clients+code"],
    reverse: [
      "type-changed S: request clients+code",
      "facet-added S: request clients+code",
      "generated-type-renamed N: operation code",
    ],
  },
  ...[
    ["int", "float"],
    ["unsignedInt", "float"],
    ["double", "float"],
  ].map(
    ([older = "", newer = ""]): ContractChange => ({
      change: `xs:${newer} instead of xs:${older}, not all of whose values it holds`,
      older: [ofS, restriction("S", older, "")],
      newer: [ofS, restriction("S", newer, "")],
      expected: [`type-changed S: request clients${older === "double" ? "" : ", response clients"}`],
      reverse: [`type-changed S: ${older === "double" ? "" : "request clients, "}response clients`],
    }),
  ),
  {
    change: "a number that became a list of fewer numbers",
    older: [ofS, restriction("S", "int", "")],
    newer: [ofS, `<simpleType name="S"><list itemType="t:N"/></simpleType>${atMost5}`],
    expected: ["type-changed S: request clients+code, response clients+code"],
    reverse: [
      "type-changed S: request clients+code, response clients+code",
      "generated-type-renamed N: operation code",
    ],
  },
  {
    change: "a word less in a member of a union, with which code may compare",
    older: [ofS, union("t:N int") + words("x", "y")],
    newer: [ofS, union("t:N int") + words("x")],
    expected: ["type-changed S: request clients+code, response code"],
    reverse: ["type-changed S: response clients+code"],
  },
  {
    change: "the fixed value of a substitute",
    older: substitutes(`fixed="x"`),
    newer: substitutes(`fixed="y"`),
    expected: ["fixed-changed other: request clients+code, response clients+code"],
    reverse: ["fixed-changed other: request clients+code, response clients+code"],
  },
  {
    change: "elements that must be unique",
    older: [complex(`<element name="a" type="t:U"/>`), listU],
    newer: [complex(`<element name="a" type="t:U">${unique("t:b")}</element>`), listU],
    expected: ["key-added T/a: request clients"],
    reverse: ["key-removed T/a: compatible"],
  },
  {
    change: "the name and the spaces of a rule for unique elements",
    older: [complex(`<element name="a" type="t:U">${unique("t:b")}</element>`), listU],
    newer: [complex(`<element name="a" type="t:U">${unique(" t:b ", "other")}</element>`), listU],
    expected: [],
    reverse: [],
  },
];
