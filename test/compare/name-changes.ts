import { a, b, type ContractChange, complex, optionalB } from "./contract-changes.js";

const type = (name: string, content = "") =>
  `<complexType name="${name}"><sequence>${content}</sequence></complexType>`;
const extension = (name: string, base: string) =>
  `<complexType name="${name}"><complexContent><extension base="t:${base}"/></complexContent></complexType>`;
/** A type of one element, `inner`, of another type. */
const around = (name: string, of: string) => type(name, `<element name="inner" type="t:${of}"/>`);
const ofType = (name: string, more = "") => complex(`<element name="u" type="t:${name}"${more}/>`);
const words = (name: string, ...all: readonly string[]) =>
  `<simpleType name="${name}"><restriction base="string">${all.map((one) => `<enumeration value="${one}"/>`).join("")}</restriction></simpleType>`;
const values = Array.from({ length: 9 }, (_, index) => `<enumeration value="value${index}"/>`).join("");
const enumeration = `<simpleType><restriction base="string">${values}</restriction></simpleType>`;
const ofU = complex(`<element name="u" type="t:U"/>`);
const group = (content: string) => `<sequence maxOccurs="9">${content}</sequence>`;
const optional = (name: string, more = "") => `<element name="${name}" type="string" minOccurs="0"${more}/>`;
const choice = complex(`<choice>${a}${b}</choice>`);
const head = `<element name="e" type="string"/>`;
const substitute = (name: string) => `<element name="${name}" type="string" substitutionGroup="t:e"/>`;
const shared = (more: string) =>
  complex(`<choice><sequence>${a}${b}</sequence><element name="a" type="string"${more}/></choice>`);

const twoOfA = (second: string) =>
  complex(
    `<choice><sequence>${optional("a", ' maxOccurs="9"')}${optionalB}</sequence>${optional(second, ' maxOccurs="9" default="x"')}</choice>`,
  );

/** Changes of names in code, and of what they stand for. */
export const nameChanges: readonly ContractChange[] = [
  {
    change: "a type that takes the name of the union of another one",
    older: [ofU, type("U") + extension("V", "U")],
    newer: [ofU, type("U") + extension("V", "U") + type("AnyU")],
    expected: ["generated-type-renamed U: request code, response code"],
    reverse: ["generated-type-renamed U: request code, response code"],
  },
  {
    change: "a type that takes the name of a group that repeats",
    older: [complex(group(a + b))],
    newer: [complex(group(a + b)), type("TItem")],
    expected: ["generated-type-renamed T/(a, b): request code, response code"],
    reverse: ["generated-type-renamed T/(a, b): request code, response code"],
  },
  {
    change: "a type that takes the name of a group within a group",
    older: [complex(group(`${group(a + b)}<element name="c" type="string"/>`))],
    newer: [complex(group(`${group(a + b)}<element name="c" type="string"/>`)), type("TItemItem")],
    expected: ["generated-type-renamed T/(a, b): request code, response code"],
    reverse: ["generated-type-renamed T/(a, b): request code, response code"],
  },
  {
    change: "an element that takes the name of the property of another one in a group that repeats",
    older: [complex(group(a + optionalB))],
    newer: [complex(group(a + optional("B") + optionalB))],
    expected: ["property-renamed T/b: request code, response code", "optional-element-added T/B: response clients"],
    reverse: [
      "property-renamed T/b: request code, response code",
      "optional-element-removed T/B: request clients+code, response code",
    ],
  },
  {
    change: "the order of two groups that repeat, whose properties change places",
    older: [complex(group(a + b) + group(optional("c") + optional("d")))],
    newer: [complex(group(optional("c") + optional("d")) + group(a + b))],
    expected: [
      "property-renamed T/(a, b): request code, response code",
      "generated-type-renamed T/(a, b): request code, response code",
      "property-renamed T/(c?, d?): request code, response code",
      "generated-type-renamed T/(c?, d?): request code, response code",
      "order-changed T: request clients, response clients",
    ],
    reverse: [
      "property-renamed T/(c?, d?): request code, response code",
      "generated-type-renamed T/(c?, d?): request code, response code",
      "property-renamed T/(a, b): request code, response code",
      "generated-type-renamed T/(a, b): request code, response code",
      "order-changed T: request clients, response clients",
    ],
  },
  {
    change: "an empty group that makes an object of a group",
    older: [complex(group(group(optionalB + a)))],
    newer: [complex(group(`${group(optionalB + a)}<sequence/>`))],
    expected: ["property-renamed T/(b?, a): request code, response code"],
    reverse: [
      "property-renamed T/(b?, a){1..9}: request code, response code",
      "generated-type-renamed TItemItem: operation code",
    ],
  },
  {
    change: "an element of two branches that has two properties from now on",
    older: [shared("")],
    newer: [shared(' default="x"')],
    expected: ["property-renamed T/a: request code, response code", "default-added T/a: request clients"],
    reverse: [
      "property-renamed T/a: request code, response code",
      "default-removed T/a: request clients, response clients",
    ],
  },
  {
    change: "an element of two branches with a property each that is in one branch less",
    older: [twoOfA("a")],
    newer: [twoOfA("c")],
    expected: [
      "choice-branch-added T: response clients+code",
      "content-model-changed T: compatible",
      "property-renamed T/a: request code, response code",
    ],
    reverse: ["choice-branch-removed T: request clients+code, response code", "content-model-changed T: compatible"],
  },
  {
    change: "a choice within a group that becomes a sequence with an empty group",
    older: [complex(group(`<choice minOccurs="0">${optional("a")}<sequence/></choice>${b}`))],
    newer: [complex(group(`<sequence minOccurs="0">${optional("a")}<sequence/></sequence>${b}`))],
    expected: ["generated-type-changed T/(a?, b): response code"],
    reverse: ["generated-type-changed T/(a?, b): request code"],
  },
  {
    change: "a type that takes the name of a base",
    older: [extension("T", "U"), type("U", a)],
    newer: [extension("T", "U"), type("USchema") + type("U", a)],
    expected: ["generated-type-renamed U: request code, response code"],
    reverse: ["generated-type-renamed U: request code, response code"],
  },
  {
    change: "a base with another capital, which had not the name in code",
    older: [extension("T", "u"), type("u", a) + type("USchema")],
    newer: [extension("T", "U"), type("U", a) + type("USchema")],
    expected: ["base-type-changed T: compatible", "generated-type-renamed u: request code, response code"],
    reverse: ["base-type-changed T: compatible", "generated-type-renamed U: request code, response code"],
  },
  {
    change: "a choice that another type extends",
    older: [choice],
    newer: [choice, extension("V", "T")],
    expected: ["derived-types-added T: response clients", "generated-type-changed T: response code"],
    reverse: [
      "derived-types-removed T: request clients+code, response code",
      "generated-type-changed T: request code",
      "generated-type-renamed AnyT: operation code",
    ],
  },
  {
    change: "a choice that an anonymous type extends",
    older: [choice],
    newer: [choice, `<element name="other">${extension("V", "T").replace(' name="V"', "")}</element>`],
    expected: ["generated-type-changed T: response code"],
    reverse: ["generated-type-changed T: request code"],
  },
  {
    change: "a type that takes the name of a substitution group",
    older: [complex(`<element ref="t:e"/>`), head + substitute("f")],
    newer: [complex(`<element ref="t:e"/>`), head + substitute("f") + type("EChoice")],
    expected: ["generated-type-renamed e: request code, response code"],
    reverse: ["generated-type-renamed e: request code, response code"],
  },
  {
    change: "a substitute that takes the name of the property of another one",
    older: [complex(`<element ref="t:e"/>`), head + substitute("f")],
    newer: [complex(`<element ref="t:e"/>`), head + substitute("F") + substitute("f")],
    expected: ["substitutes-added e: response clients+code", "property-renamed e/f: request code, response code"],
    reverse: [
      "substitutes-removed e: request clients+code, response code",
      "property-renamed e/f: request code, response code",
    ],
  },
  {
    change: "a type that takes the name of the enumeration of a list",
    older: [complex(`<element name="e"><simpleType><list>${enumeration}</list></simpleType></element>`)],
    newer: [complex(`<element name="e"><simpleType><list>${enumeration}</list></simpleType></element>`), type("E")],
    expected: ["generated-type-renamed T/e: request code, response code"],
    reverse: ["generated-type-renamed T/e: request code, response code"],
  },
  {
    change: "a type that takes the name of a named type in a union",
    older: [
      complex(`<element name="e"><simpleType><union memberTypes="t:u int"/></simpleType></element>`),
      enumeration.replace(">", ' name="u">'),
    ],
    newer: [
      complex(`<element name="e"><simpleType><union memberTypes="t:u int"/></simpleType></element>`),
      enumeration.replace(">", ' name="u">') + type("U"),
    ],
    expected: ["generated-type-renamed u: request code, response code"],
    reverse: ["generated-type-renamed u: request code, response code"],
  },
  {
    change: "another type under the name of one whose references lead to a copy",
    older: [ofType("U"), type("U", a)],
    newer: [ofType("V"), type("V", a) + type("U", b)],
    expected: ["type-changed T/u: compatible", "generated-type-renamed U: operation code"],
    reverse: ["type-changed T/u: compatible", "generated-type-renamed V: operation code"],
  },
  {
    change: "another type under the name of one that is written in place",
    older: [ofType("U"), type("U", a)],
    newer: [complex(`<element name="u"><complexType><sequence>${a}</sequence></complexType></element>`), type("U", b)],
    expected: ["generated-type-renamed U: operation code"],
    reverse: ["generated-type-renamed T/u: request code, response code"],
  },
  {
    change: "a copy of a type that keeps its name",
    older: [ofType("U"), type("U", a)],
    newer: [ofType("V"), type("V", a) + type("U", a)],
    expected: ["type-changed T/u: compatible"],
    reverse: ["type-changed T/u: compatible", "generated-type-renamed V: operation code"],
  },
  {
    change: "a copy of a type that has another optional element under its name",
    older: [ofType("U"), type("U", a)],
    newer: [ofType("V"), type("V", a) + type("U", a + optionalB)],
    expected: ["type-changed T/u: compatible"],
    reverse: ["type-changed T/u: compatible", "generated-type-renamed V: operation code"],
  },
  {
    change: "a type and its copy that both get an optional element of one name, but of other types",
    older: [ofType("U"), type("U", a)],
    newer: [ofType("V"), type("V", a + optionalB) + type("U", a + optional("b").replace("string", "int"))],
    expected: ["type-changed T/u: response clients", "generated-type-renamed U: operation code"],
    reverse: ["type-changed T/u: request clients+code, response code"],
  },
  {
    change: "a type and its copy within types that both get an optional element of one name, but of other types",
    older: [ofType("U"), around("U", "Inner") + type("Inner", a)],
    newer: [
      ofType("V"),
      around("V", "Copy") +
        type("Copy", a + optionalB) +
        around("U", "Inner") +
        type("Inner", a + optional("b").replace("string", "int")),
    ],
    expected: ["type-changed T/u: response clients", "generated-type-renamed U: operation code"],
    reverse: ["type-changed T/u: request clients+code, response code"],
  },
  {
    change: "a type and its copy that get optional elements and attributes of other names",
    older: [ofType("U"), type("U", a)],
    newer: [
      ofType("V"),
      type("V", a + optionalB).replace("</complexType>", '<attribute name="v" type="string"/></complexType>') +
        type("U", a + optional("c")).replace("</complexType>", '<attribute name="u" type="string"/></complexType>'),
    ],
    expected: ["type-changed T/u: response clients"],
    reverse: ["type-changed T/u: request clients+code, response code"],
  },
  {
    change: "a type that gets a required element, beside a copy without null",
    older: [ofType("U"), type("U", a.replace("/>", ' nillable="true"/>'))],
    newer: [ofType("V"), type("V", a) + type("U", a.replace("/>", ' nillable="true"/>') + b)],
    expected: ["type-changed T/u: request clients+code", "generated-type-renamed U: operation code"],
    reverse: ["type-changed T/u: response clients+code", "generated-type-renamed V: operation code"],
  },
  {
    change: "the names of two types that change places",
    older: [complex(`<element name="u" type="t:U"/><element name="v" type="t:V"/>`), type("U", a) + type("V", b)],
    newer: [complex(`<element name="u" type="t:V"/><element name="v" type="t:U"/>`), type("V", a) + type("U", b)],
    expected: [
      "type-changed T/u: compatible",
      "type-changed T/v: compatible",
      "generated-type-renamed U: operation code",
      "generated-type-renamed V: operation code",
    ],
    reverse: [
      "type-changed T/u: compatible",
      "type-changed T/v: compatible",
      "generated-type-renamed V: operation code",
      "generated-type-renamed U: operation code",
    ],
  },
  {
    change: "another type under the name of one within a type whose references lead to a copy",
    older: [ofType("U"), around("U", "Inner") + type("Inner", a)],
    newer: [ofType("V"), around("V", "Copy") + around("U", "Copy") + type("Copy", a) + type("Inner", b)],
    expected: ["type-changed T/u: compatible", "generated-type-renamed Inner: operation code"],
    reverse: ["type-changed T/u: compatible", "generated-type-renamed V: operation code"],
  },
  {
    change: "another enumeration under the name of one whose references lead to a copy",
    older: [ofType("U"), words("U", "x", "y")],
    newer: [ofType("V"), words("V", "x", "y") + words("U", "z")],
    expected: ["type-changed T/u: compatible", "generated-type-renamed U: operation code"],
    reverse: ["type-changed T/u: compatible", "generated-type-renamed V: operation code"],
  },
  {
    change: "another base under the name of one that is a copy now",
    older: [extension("T", "U"), type("U", a)],
    newer: [extension("T", "V"), type("V", a) + type("U", b)],
    expected: ["base-type-changed T: compatible", "generated-type-renamed U: operation code"],
    reverse: ["base-type-changed T: compatible", "generated-type-renamed V: operation code"],
  },
  {
    change: "a type of the same content under the name of a group that repeats, whose type is a copy now",
    older: [ofType("U"), complex(group(a + b)).replace('"T"', '"U"')],
    newer: [
      ofType("V"),
      ["U", "V"].map((name) => complex(group(a + b)).replace('"T"', `"${name}"`)).join("") + type("UItem", a + b),
    ],
    expected: ["type-changed T/u: compatible"],
    reverse: ["type-changed T/u: compatible", "generated-type-renamed V: operation code"],
  },
  {
    change: "a type of other content under the name of a group that repeats, whose type is a copy now",
    older: [ofType("U"), complex(group(a + b)).replace('"T"', '"U"')],
    newer: [
      ofType("V"),
      ["U", "V"].map((name) => complex(group(a + b)).replace('"T"', `"${name}"`)).join("") + type("UItem", b),
    ],
    expected: ["type-changed T/u: compatible", "generated-type-changed UItem: operation code"],
    reverse: ["type-changed T/u: compatible", "generated-type-renamed V: operation code"],
  },
  {
    change: "a type of other types under the name of a group that repeats, whose type is a copy now",
    older: [ofType("U"), complex(group(a + b)).replace('"T"', '"U"')],
    newer: [
      ofType("V"),
      ["U", "V"].map((name) => complex(group(a + b)).replace('"T"', `"${name}"`)).join("") +
        type("UItem", a.replace("string", "int") + b),
    ],
    expected: ["type-changed T/u: compatible", "generated-type-changed UItem: operation code"],
    reverse: ["type-changed T/u: compatible", "generated-type-renamed V: operation code"],
  },
  {
    change: "another union under the name of one whose type is a copy now",
    older: [ofType("U"), type("U", a) + extension("W", "U")],
    newer: [
      complex('<element name="u" type="t:V"/>'),
      `${type("V", a)}${extension("W", "V")}${type("U", a)}${extension("W2", "U")}<element name="other" type="t:U"/>`,
    ],
    expected: ["type-changed T/u: compatible", "generated-type-renamed AnyU: operation code"],
    reverse: ["type-changed T/u: compatible", "generated-type-renamed AnyV: operation code"],
  },
];
