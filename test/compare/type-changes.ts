import { a, b, type ContractChange, complex, optionalB } from "./contract-changes.js";

const simple = (facets: string, base = "string") =>
  `<simpleType name="S"><restriction base="${base}">${facets}</restriction></simpleType>`;
const derived = (name: string, content = "") =>
  `<complexType name="${name}"><complexContent><extension base="t:T"><sequence>${content}</sequence></extension></complexContent></complexType>`;
const derivedT = (method: string, content: string) =>
  `<complexType name="T"><complexContent><${method} base="t:U"><sequence>${content}</sequence></${method}></complexContent></complexType>`;
const baseU = (content: string) => `<complexType name="U"><sequence>${content}</sequence></complexType>`;
const base = (facets: string) => `<simpleType name="R"><restriction base="string">${facets}</restriction></simpleType>`;
const text = (type: string) =>
  `<complexType name="T"><simpleContent><extension base="${type}"/></simpleContent></complexType>`;
const head = `<element name="e" type="string"/>`;
const anyHead = `<element name="e" type="anySimpleType"/>`;
const substitute = (name: string, type = "string") =>
  `<element name="${name}" type="${type}" substitutionGroup="t:e"/>`;
const ofS = complex(`<element name="a" type="t:S"/>`);

const row = `<element name="row"><complexType><sequence>${b}</sequence></complexType></element>`;
const stringAttribute = (name: string) => `<attribute name="${name}" type="string"/>`;

/** Changes of types: simple types, attributes, derivation and substitution. */
export const typeChanges: readonly ContractChange[] = [
  {
    change: "a wider type",
    older: [complex(`<element name="a" type="int"/>`)],
    newer: [complex(`<element name="a" type="long"/>`)],
    expected: ["type-changed T/a: request code, response clients+code"],
    reverse: ["type-changed T/a: request clients+code, response code"],
  },
  {
    change: "a wider type of the same TypeScript type",
    older: [complex(`<element name="a" type="short"/>`)],
    newer: [complex(`<element name="a" type="int"/>`)],
    expected: ["type-changed T/a: response clients"],
    reverse: ["type-changed T/a: request clients"],
  },
  {
    change: "an unrelated type",
    older: [complex(`<element name="a" type="date"/>`)],
    newer: [complex(`<element name="a" type="boolean"/>`)],
    expected: ["type-changed T/a: request clients+code, response clients+code"],
    reverse: ["type-changed T/a: request clients+code, response clients+code"],
  },
  {
    change: "a list of a type",
    older: [complex(`<element name="a" type="int"/>`)],
    newer: [complex(`<element name="a"><simpleType><list itemType="int"/></simpleType></element>`)],
    expected: ["type-changed T/a: request code, response clients+code"],
    reverse: ["type-changed T/a: request clients+code, response code"],
  },
  {
    change: "xs:anyType",
    older: [complex(a)],
    newer: [complex(`<element name="a"/>`)],
    expected: ["type-changed T/a: request code, response clients+code"],
    reverse: ["type-changed T/a: request clients+code, response code"],
  },
  {
    change: "a text with attributes",
    older: [complex(a)],
    newer: [
      complex(
        `<element name="a"><complexType><simpleContent><extension base="string"><attribute name="unit" type="string"/></extension></simpleContent></complexType></element>`,
      ),
    ],
    expected: ["type-changed T/a: request code, response clients+code"],
    reverse: ["type-changed T/a: request clients+code, response code", "generated-type-renamed A: operation code"],
  },
  {
    change: "a value of an enumeration",
    older: [ofS, simple(`<enumeration value="x"/>`)],
    newer: [ofS, simple(`<enumeration value="x"/><enumeration value="y"/>`)],
    expected: ["enumeration-values-added S: response clients+code"],
    reverse: ["enumeration-values-removed S: request clients+code, response code"],
  },
  {
    change: "an enumeration",
    older: [ofS, simple("")],
    newer: [ofS, simple(`<enumeration value="x"/>`)],
    expected: ["facet-added S: request clients+code"],
    reverse: ["facet-removed S: response clients+code"],
  },
  {
    change: "a facet",
    older: [ofS, simple("")],
    newer: [ofS, simple(`<maxLength value="9"/>`)],
    expected: ["facet-added S: request clients"],
    reverse: ["facet-removed S: response clients"],
  },
  {
    change: "a bound",
    older: [ofS, simple(`<maxInclusive value="9"/>`, "long")],
    newer: [ofS, simple(`<maxInclusive value="10"/>`, "long")],
    expected: ["facet-changed S: response clients"],
    reverse: ["facet-changed S: request clients"],
  },
  {
    change: "a pattern",
    older: [ofS, simple(`<pattern value="a+"/>`)],
    newer: [ofS, simple(`<pattern value="b+"/>`)],
    expected: ["facet-changed S: request clients, response clients"],
    reverse: ["facet-changed S: request clients, response clients"],
  },
  {
    change: "a bound with the same value in another notation",
    older: [ofS, simple(`<maxInclusive value="10"/>`, "decimal")],
    newer: [ofS, simple(`<maxInclusive value="10.0"/>`, "decimal")],
    expected: [],
    reverse: [],
  },
  {
    change: "the base of a simple type",
    older: [ofS, simple("", "short")],
    newer: [ofS, simple("", "int")],
    expected: ["type-changed S: response clients"],
    reverse: ["type-changed S: request clients"],
  },
  {
    change: "a member of a union",
    older: [ofS, `<simpleType name="S"><union memberTypes="int"/></simpleType>`],
    newer: [ofS, `<simpleType name="S"><union memberTypes="int date"/></simpleType>`],
    expected: ["type-changed S: response clients+code"],
    reverse: ["type-changed S: request clients+code"],
  },
  {
    change: "an optional attribute",
    older: [complex(a)],
    newer: [complex(a, `<attribute name="id" type="int"/>`)],
    expected: ["optional-attribute-added T/@id: response clients"],
    reverse: ["optional-attribute-removed T/@id: request clients+code, response code"],
  },
  {
    change: "a required attribute",
    older: [complex(a)],
    newer: [complex(a, `<attribute name="id" type="int" use="required"/>`)],
    expected: ["required-attribute-added T/@id: request clients+code, response clients"],
    reverse: ["required-attribute-removed T/@id: request clients+code, response clients+code"],
  },
  {
    change: "an attribute with another capital that becomes required",
    older: [complex("", `<attribute name="id" type="int"/>`)],
    newer: [complex("", `<attribute name="ID" type="int" use="required"/>`)],
    expected: [
      "attribute-respelt T/@id: request clients, response clients",
      "attribute-now-required T/@id: request clients+code",
    ],
    reverse: [
      "attribute-respelt T/@ID: request clients, response clients",
      "attribute-now-optional T/@ID: response clients+code",
    ],
  },
  {
    change: "mixed content",
    older: [complex(a)],
    newer: [complex(a).replace("<complexType", `<complexType mixed="true"`)],
    expected: ["mixed-added T: request code, response clients+code"],
    reverse: ["mixed-removed T: request clients+code, response code"],
  },
  {
    change: "an abstract type",
    older: [complex(a), derived("U")],
    newer: [complex(a).replace("<complexType", `<complexType abstract="true"`), derived("U")],
    expected: ["abstract-added T: request clients+code"],
    reverse: ["abstract-removed T: response clients+code"],
  },
  {
    change: "a derived type that becomes abstract",
    older: [complex(a), derived("U") + derived("V", optionalB)],
    newer: [complex(a), derived("U") + derived("V", optionalB).replace("<complexType", `<complexType abstract="true"`)],
    expected: ["abstract-added V: request clients+code, response code"],
    reverse: ["abstract-removed V: response clients+code"],
  },
  {
    change: "another derived type",
    older: [complex(a), derived("U")],
    newer: [complex(a), derived("U") + derived("V", optionalB)],
    expected: ["derived-types-added T: response clients+code"],
    reverse: ["derived-types-removed T: request clients+code, response code"],
  },
  {
    change: "a derived type",
    older: [complex(a)],
    newer: [complex(a), derived("U")],
    expected: ["derived-types-added T: response clients"],
    reverse: [
      "derived-types-removed T: request clients+code, response code",
      "generated-type-renamed AnyT: operation code",
    ],
  },
  {
    change: "elements that move to the base type",
    older: [complex(a + b)],
    newer: [
      `<complexType name="T"><complexContent><extension base="t:U"><sequence>${b}</sequence></extension></complexContent></complexType>`,
      `<complexType name="U"><sequence>${a}</sequence></complexType>`,
    ],
    expected: ["base-type-changed T: compatible"],
    reverse: ["base-type-changed T: compatible", "generated-type-renamed U: operation code"],
  },
  {
    change: "an element of a base type",
    older: [
      `<complexType name="T"><complexContent><extension base="t:U"/></complexContent></complexType>`,
      `<complexType name="U"><sequence>${a}</sequence></complexType>`,
    ],
    newer: [
      `<complexType name="T"><complexContent><extension base="t:U"/></complexContent></complexType>`,
      `<complexType name="U"><sequence>${a}${optionalB}</sequence></complexType>`,
    ],
    expected: ["optional-element-added U/b: response clients"],
    reverse: ["optional-element-removed U/b: request clients+code, response code"],
  },
  {
    change: "a substitute for an element",
    older: [complex(`<element ref="t:e"/>`), `<element name="e" type="string"/>`],
    newer: [
      complex(`<element ref="t:e"/>`),
      `<element name="e" type="string"/><element name="f" type="string" substitutionGroup="t:e"/>`,
    ],
    expected: ["substitutes-added e: request code, response clients+code"],
    reverse: [
      "substitutes-removed e: request clients+code, response code",
      "generated-type-renamed EChoice: operation code",
    ],
  },
  {
    change: "a type with another name",
    older: [complex(`<element name="a" type="t:U"/>`), `<complexType name="U"><sequence>${b}</sequence></complexType>`],
    newer: [complex(`<element name="a" type="t:V"/>`), `<complexType name="V"><sequence>${b}</sequence></complexType>`],
    expected: ["type-renamed U: request code, response code"],
    reverse: ["type-renamed V: request code, response code"],
  },
  {
    change: "another type of the same form",
    older: [
      complex(`<element name="a" type="t:U"/>`),
      `<complexType name="U"><sequence>${b}</sequence></complexType><complexType name="V"><sequence>${b}</sequence></complexType>`,
    ],
    newer: [
      complex(`<element name="a" type="t:V"/>`),
      `<complexType name="U"><sequence>${b}</sequence></complexType><complexType name="V"><sequence>${b}</sequence></complexType>`,
    ],
    expected: ["type-changed T/a: compatible"],
    reverse: ["type-changed T/a: compatible"],
  },
  {
    change: "another type",
    older: [
      complex(`<element name="a" type="t:U"/>`),
      `<complexType name="U"><sequence>${b}</sequence></complexType><complexType name="V"><sequence>${a}</sequence></complexType>`,
    ],
    newer: [
      complex(`<element name="a" type="t:V"/>`),
      `<complexType name="U"><sequence>${b}</sequence></complexType><complexType name="V"><sequence>${a}</sequence></complexType>`,
    ],
    expected: ["type-changed T/a: request clients+code, response clients+code"],
    reverse: ["type-changed T/a: request clients+code, response clients+code"],
  },
  {
    change: "an anonymous type that gains a name",
    older: [complex(`<element name="a"><complexType><sequence>${b}</sequence></complexType></element>`)],
    newer: [
      complex(`<element name="a" type="t:U"/>`),
      `<complexType name="U"><sequence>${b}${a}</sequence></complexType>`,
    ],
    expected: [
      "generated-type-renamed U: request code, response code",
      "required-element-added U/a: request clients+code, response clients",
    ],
    reverse: [
      "generated-type-renamed U: request code, response code",
      "required-element-removed U/a: request clients+code, response clients+code",
    ],
  },
  ...[
    [
      "a second anonymous type of the name",
      `<element name="e"><complexType><sequence>${row}</sequence></complexType></element>`,
    ],
    ["a type that takes the name of an anonymous one", `<complexType name="Row"/>`],
  ].map(
    ([change = "", globals = ""]): ContractChange => ({
      change,
      older: [complex(row)],
      newer: [complex(row), globals],
      expected: ["generated-type-renamed T/row: request code, response code"],
      reverse: ["generated-type-renamed T/row: request code, response code"],
    }),
  ),
  {
    change: "a type that takes the name of the schema of another one",
    older: [complex(`<element name="a" type="t:U"/>`), `<complexType name="U"/>`],
    newer: [complex(`<element name="a" type="t:U"/>`), `<complexType name="USchema"/><complexType name="U"/>`],
    expected: ["generated-type-renamed U: request code, response code"],
    reverse: ["generated-type-renamed U: request code, response code"],
  },
  {
    change: "a name of an enumeration that is written in place instead",
    older: [ofS, simple(`<enumeration value="x"/>`)],
    newer: [complex(`<element name="a">${simple('<enumeration value="x"/>').replace(' name="S"', "")}</element>`)],
    expected: ["generated-type-renamed S: request code, response code"],
    reverse: [],
  },
  {
    change: "an anonymous type in place of one of the same form that keeps its name",
    older: [
      complex(`<element name="row" type="t:U"/>`),
      `<complexType name="U"><sequence>${b}</sequence></complexType>`,
    ],
    newer: [complex(row), `<complexType name="U"><sequence>${b}</sequence></complexType>`],
    expected: [],
    reverse: ["generated-type-renamed T/row: request code, response code"],
  },
  {
    change: "an element that takes the name of the property of an attribute",
    older: [complex("", stringAttribute("id"))],
    newer: [complex(`<element name="id" type="string" minOccurs="0"/>`, stringAttribute("id"))],
    expected: ["property-renamed T/@id: request code, response code", "optional-element-added T/id: response clients"],
    reverse: [
      "property-renamed T/@id: request code, response code",
      "optional-element-removed T/id: request clients+code, response code",
    ],
  },
  {
    change: "an element that takes the name of the property of another one",
    older: [complex(optionalB)],
    newer: [complex(optionalB.replace('"b"', '"B"') + optionalB)],
    expected: ["property-renamed T/b: request code, response code", "optional-element-added T/B: response clients"],
    reverse: [
      "property-renamed T/b: request code, response code",
      "optional-element-removed T/B: request clients+code, response code",
    ],
  },
  {
    change: "an element that does not take the name of the property of another one, which is in a group that repeats",
    older: [complex(`<sequence maxOccurs="9">${a}${b}</sequence>`)],
    newer: [complex(`<element name="B" type="string" minOccurs="0"/><sequence maxOccurs="9">${a}${b}</sequence>`)],
    expected: ["optional-element-added T/B: response clients"],
    reverse: ["optional-element-removed T/B: request clients+code, response code"],
  },
  {
    change: "an attribute that takes the name of the property of a group that repeats",
    older: [complex(`<sequence minOccurs="0" maxOccurs="9">${a}${b}</sequence>`)],
    newer: [complex(`<sequence minOccurs="0" maxOccurs="9">${a}${b}</sequence>`, stringAttribute("items"))],
    expected: [
      "property-renamed T/(a, b): request code, response code",
      "optional-attribute-added T/@items: response clients",
    ],
    reverse: [
      "property-renamed T/(a, b): request code, response code",
      "optional-attribute-removed T/@items: request clients+code, response code",
    ],
  },
  {
    change: "an element of a group that repeats which has the name of its property",
    older: [complex(`<sequence maxOccurs="9">${a}${b}</sequence>`)],
    newer: [complex(`<sequence maxOccurs="9">${a}${b}${optionalB.replace('"b"', '"items"')}</sequence>`)],
    expected: [
      "property-renamed T/(a, b): request code, response code",
      "optional-element-added T/items: response clients",
    ],
    reverse: [
      "property-renamed T/(a, b, items?): request code, response code",
      "optional-element-removed T/items: request clients+code, response code",
    ],
  },
  {
    change: "an element of a base type that takes the name of the property of a derived one",
    older: [derivedT("extension", optionalB), baseU(a)],
    newer: [derivedT("extension", optionalB), baseU(a + optionalB.replace('"b"', '"B"'))],
    expected: ["property-renamed T/b: request code, response code", "optional-element-added U/B: response clients"],
    reverse: [
      "property-renamed T/b: request code, response code",
      "optional-element-removed U/B: request clients+code, response code",
    ],
  },
  {
    change: "an element that takes the name of the property of another one, which was in a base type",
    older: [derivedT("extension", a), baseU(optionalB)],
    newer: [complex(optionalB.replace('"b"', '"B"') + optionalB + a)],
    expected: [
      "base-type-changed T: compatible",
      "property-renamed T/b: request code, response code",
      "optional-element-added T/B: response clients",
      "generated-type-renamed U: operation code",
    ],
    reverse: [
      "base-type-changed T: compatible",
      "property-renamed T/b: request code, response code",
      "optional-element-removed T/B: request clients+code, response code",
    ],
  },
  {
    change: "a base type in place of the same elements, with an element of a name that the base has too",
    older: [complex(optionalB + a + optionalB)],
    newer: [derivedT("extension", a + optionalB), baseU(optionalB)],
    expected: ["base-type-changed T: compatible"],
    reverse: ["base-type-changed T: compatible", "generated-type-renamed U: operation code"],
  },
  {
    change: "an attribute that takes the name of the property of a mixed content",
    older: [complex(optionalB).replace("<complexType", '$& mixed="true"')],
    newer: [complex(optionalB, stringAttribute("content")).replace("<complexType", '$& mixed="true"')],
    expected: [
      "property-renamed T/node(): request code, response code",
      "optional-attribute-added T/@content: response clients",
    ],
    reverse: [
      "property-renamed T/node(): request code, response code",
      "optional-attribute-removed T/@content: request clients+code, response code",
    ],
  },
  {
    change: "an attribute that takes the name of the property of a text",
    older: [text("string")],
    newer: [text("string").replace("/></simple", `>${stringAttribute("value")}</extension></simple`)],
    expected: [
      "property-renamed T/text(): request code, response code",
      "optional-attribute-added T/@value: response clients",
    ],
    reverse: [
      "property-renamed T/text(): request code, response code",
      "optional-attribute-removed T/@value: request clients+code, response code",
    ],
  },
  {
    change: "elements that take the names of the properties of wildcards",
    older: [complex(`<any namespace="##other" minOccurs="0"/>`, "<anyAttribute/>")],
    newer: [
      complex(
        `<element name="any" type="string" minOccurs="0"/><element name="attributes" type="string" minOccurs="0"/><any namespace="##other" minOccurs="0"/>`,
        "<anyAttribute/>",
      ),
    ],
    expected: [
      "property-renamed T/*: request code, response code",
      "property-renamed T/@*: request code, response code",
      "optional-element-added T/any: response clients",
      "optional-element-added T/attributes: response clients",
    ],
    reverse: [
      "property-renamed T/*: request code, response code",
      "property-renamed T/@*: request code, response code",
      "optional-element-removed T/any: request clients+code, response code",
      "optional-element-removed T/attributes: request clients+code, response code",
    ],
  },
  {
    change: "a recursive type",
    older: [complex(`${a}<element name="inner" type="t:T" minOccurs="0"/>`)],
    newer: [complex(`${b}<element name="inner" type="t:T" minOccurs="0"/>`)],
    expected: [
      "required-element-removed T/a: request clients+code, response clients+code",
      "required-element-added T/b: request clients+code, response clients",
    ],
    reverse: [
      "required-element-removed T/b: request clients+code, response clients+code",
      "required-element-added T/a: request clients+code, response clients",
    ],
  },
  {
    change: "text instead of elements",
    older: [complex(a)],
    newer: [`<complexType name="T"><simpleContent><extension base="string"/></simpleContent></complexType>`],
    expected: [
      "type-changed T: request clients+code, response clients+code",
      "required-element-removed T/a: request clients+code, response clients+code",
    ],
    reverse: [
      "type-changed T: request clients+code, response clients+code",
      "required-element-added T/a: request clients+code, response clients",
    ],
  },
  {
    change: "a second substitute for an element",
    older: [complex(`<element ref="t:e"/>`), head + substitute("f")],
    newer: [complex(`<element ref="t:e"/>`), head + substitute("f") + substitute("g")],
    expected: ["substitutes-added e: response clients+code"],
    reverse: ["substitutes-removed e: request clients+code, response code"],
  },
  {
    change: "an element with substitutes that becomes abstract",
    older: [complex(`<element ref="t:e"/>`), head + substitute("f")],
    newer: [complex(`<element ref="t:e"/>`), head.replace("/>", ` abstract="true"/>`) + substitute("f")],
    expected: ["abstract-added e: request clients+code, response code"],
    reverse: ["abstract-removed e: response clients+code"],
  },
  {
    change: "a reference to an element with substitutes, in place of an element of the same name",
    older: [complex(head), head + substitute("f")],
    newer: [complex(`<element ref="t:e"/>`), head + substitute("f")],
    expected: ["substitutes-added e: request code, response clients+code"],
    reverse: [
      "substitutes-removed e: request clients+code, response code",
      "generated-type-renamed EChoice: operation code",
    ],
  },
  {
    change: "a reference to an abstract element, in place of an element of the same name",
    older: [complex(head), head.replace("/>", ` abstract="true"/>`) + substitute("f")],
    newer: [complex(`<element ref="t:e"/>`), head.replace("/>", ` abstract="true"/>`) + substitute("f")],
    expected: [
      "abstract-added e: request clients+code, response code",
      "substitutes-added e: request code, response clients+code",
    ],
    reverse: [
      "abstract-removed e: response clients+code",
      "substitutes-removed e: request clients+code, response code",
      "generated-type-renamed EChoice: operation code",
    ],
  },
  {
    change: "a reference to an element without substitutes, in place of an element of the same name",
    older: [complex(head), head],
    newer: [complex(`<element ref="t:e"/>`), head],
    expected: [],
    reverse: [],
  },
  {
    change: "the type of a substitute",
    older: [complex(`<element ref="t:e"/>`), anyHead + substitute("f", "int")],
    newer: [complex(`<element ref="t:e"/>`), anyHead + substitute("f", "string")],
    expected: ["type-changed f: request code, response clients+code"],
    reverse: ["type-changed f: request clients+code, response code"],
  },
  {
    change: "an attribute that gains a namespace",
    older: [complex("", `<attribute name="id" type="int"/>`)],
    newer: [complex("", `<attribute name="id" type="int" form="qualified"/>`)],
    expected: ["namespace-changed: request clients, response clients"],
    reverse: ["namespace-changed: request clients, response clients"],
  },
  {
    change: "the type of an attribute",
    older: [complex("", `<attribute name="id" type="int"/>`)],
    newer: [complex("", `<attribute name="id" type="string"/>`)],
    expected: ["type-changed T/@id: request code, response clients+code"],
    reverse: ["type-changed T/@id: request clients+code, response code"],
  },
  {
    change: "the type of a text",
    older: [text("int")],
    newer: [text("string")],
    expected: ["type-changed T/text(): request code, response clients+code"],
    reverse: ["type-changed T/text(): request clients+code, response code"],
  },
  {
    change: "a text that gains a restriction",
    older: [text("string")],
    newer: [text("t:S"), simple(`<enumeration value="x"/>`)],
    expected: ["type-changed T/text(): request clients+code"],
    reverse: ["type-changed T/text(): response clients+code", "generated-type-renamed S: operation code"],
  },
  {
    change: "an anonymous restriction of a built-in type",
    older: [complex(a)],
    newer: [
      complex(
        `<element name="a"><simpleType><restriction base="string"><maxLength value="9"/></restriction></simpleType></element>`,
      ),
    ],
    expected: ["facet-added T/a: request clients"],
    reverse: ["facet-removed T/a: response clients"],
  },
  {
    change: "a named restriction of a built-in type",
    older: [complex(a)],
    newer: [ofS, simple(`<maxLength value="9"/>`)],
    expected: ["type-changed T/a: request clients"],
    reverse: ["type-changed T/a: response clients", "generated-type-renamed S: operation code"],
  },
  {
    change: "a facet of the base of a simple type",
    older: [ofS, simple("", "t:R") + base("")],
    newer: [ofS, simple("", "t:R") + base(`<maxLength value="9"/>`)],
    expected: ["facet-added R: request clients"],
    reverse: ["facet-removed R: response clients"],
  },
  {
    change: "a facet of the base below the facet of the type",
    older: [ofS, simple(`<maxLength value="2"/>`, "t:R") + base("")],
    newer: [ofS, simple(`<maxLength value="2"/>`, "t:R") + base(`<maxLength value="9"/>`)],
    expected: [],
    reverse: [],
  },
  {
    change: "the item type of a list",
    older: [ofS, `<simpleType name="S"><list itemType="int"/></simpleType>`],
    newer: [ofS, `<simpleType name="S"><list itemType="string"/></simpleType>`],
    expected: ["type-changed S: request code, response clients+code"],
    reverse: ["type-changed S: request clients+code, response code"],
  },
  {
    change: "a union with the former type as a member",
    older: [complex(`<element name="a" type="int"/>`)],
    newer: [ofS, `<simpleType name="S"><union memberTypes="int date"/></simpleType>`],
    expected: ["type-changed T/a: response clients+code"],
    reverse: ["type-changed T/a: request clients+code", "generated-type-renamed S: operation code"],
  },
  {
    change: "white space that is preserved",
    older: [ofS, simple(`<whiteSpace value="collapse"/>`)],
    newer: [ofS, simple(`<whiteSpace value="preserve"/>`)],
    expected: ["facet-changed S: compatible"],
    reverse: ["facet-changed S: compatible"],
  },
  {
    change: "white space that is preserved, beside a greatest length",
    older: [ofS, simple(`<maxLength value="2"/><whiteSpace value="collapse"/>`)],
    newer: [ofS, simple(`<maxLength value="2"/><whiteSpace value="preserve"/>`)],
    expected: ["facet-changed S: request clients"],
    reverse: ["facet-changed S: response clients"],
  },
  {
    change: "white space that is preserved, beside a least length",
    older: [ofS, simple(`<minLength value="2"/><whiteSpace value="collapse"/>`)],
    newer: [ofS, simple(`<minLength value="2"/><whiteSpace value="preserve"/>`)],
    expected: ["facet-changed S: response clients"],
    reverse: ["facet-changed S: request clients"],
  },
  {
    change: "white space that is preserved, beside a value",
    older: [ofS, simple(`<enumeration value="a"/><whiteSpace value="collapse"/>`)],
    newer: [ofS, simple(`<enumeration value="a"/><whiteSpace value="preserve"/>`)],
    expected: ["facet-changed S: request clients"],
    reverse: ["facet-changed S: response clients"],
  },
  {
    change: "white space that is preserved, beside a pattern",
    older: [ofS, simple(`<pattern value="[a-z ]{2}"/><whiteSpace value="collapse"/>`)],
    newer: [ofS, simple(`<pattern value="[a-z ]{2}"/><whiteSpace value="preserve"/>`)],
    expected: ["facet-changed S: request clients, response clients"],
    reverse: ["facet-changed S: request clients, response clients"],
  },
  {
    change: "a restriction instead of the type itself",
    older: [derivedT("restriction", a + optionalB), baseU(a + optionalB)],
    newer: [derivedT("restriction", a), baseU(a + optionalB)],
    expected: ["optional-element-removed T/b: request clients+code, response code"],
    reverse: ["optional-element-added T/b: response clients"],
  },
  {
    change: "an element that a type adds to its base",
    older: [derivedT("extension", ""), baseU(a)],
    newer: [derivedT("extension", optionalB), baseU(a)],
    expected: ["optional-element-added T/b: response clients"],
    reverse: ["optional-element-removed T/b: request clients+code, response code"],
  },
];
