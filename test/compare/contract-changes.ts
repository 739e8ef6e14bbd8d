/** Changes of contracts in the small, with what they do to callers in both directions. */

/** A schema with the elements `Put` and `PutResponse`, both of the type `T`, which the fragment declares. */
export function schemaWith(type: string, globals = ""): string {
  return `<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">
    <element name="Put" type="t:T"/>
    <element name="PutResponse" type="t:T"/>
    ${type}
    ${globals}
  </schema>`;
}

/** A contract with one operation, `Put`, whose request and response are of the type `T`. */
export function wsdlWith(...fragments: readonly [type: string, globals?: string]): string {
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:t="urn:t" targetNamespace="urn:t">
  <types>${schemaWith(...fragments)}</types>
  <message name="PutIn"><part name="parameters" element="t:Put"/></message>
  <message name="PutOut"><part name="parameters" element="t:PutResponse"/></message>
  <portType name="P">
    <operation name="Put"><input message="t:PutIn"/><output message="t:PutOut"/></operation>
  </portType>
  <binding name="B" type="t:P">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Put">
      <soap:operation soapAction="urn:t/Put"/>
      <input><soap:body use="literal"/></input><output><soap:body use="literal"/></output>
    </operation>
  </binding>
  <service name="S"><port name="Port" binding="t:B"><soap:address location="http://localhost/"/></port></service>
</definitions>`;
}

export interface ContractChange {
  readonly change: string;
  /** Declaration of the type `T`, and what else there is. */
  readonly older: readonly [type: string, globals?: string];
  readonly newer: readonly [type: string, globals?: string];
  readonly told: readonly string[];
  /** The other way round. */
  readonly back: readonly string[];
}

const complex = (content: string, attributes = "") =>
  `<complexType name="T">${content === "" ? "" : `<sequence>${content}</sequence>`}${attributes}</complexType>`;
const a = `<element name="a" type="string"/>`;
const b = `<element name="b" type="string"/>`;
const optionalB = `<element name="b" type="string" minOccurs="0"/>`;
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

export const contractChanges: readonly ContractChange[] = [
  {
    change: "an optional element",
    older: [complex(a)],
    newer: [complex(a + optionalB)],
    told: ["optional-element-added T/b: response clients"],
    back: ["optional-element-removed T/b: request clients+code, response code"],
  },
  {
    change: "a required element",
    older: [complex(a)],
    newer: [complex(a + b)],
    told: ["required-element-added T/b: request clients+code, response clients"],
    back: ["required-element-removed T/b: request clients+code, response clients+code"],
  },
  {
    change: "an element in another spelling",
    older: [complex(a)],
    newer: [complex(`<element name="A" type="string"/>`)],
    told: ["element-respelt T/a: request clients, response clients"],
    back: ["element-respelt T/A: request clients, response clients"],
  },
  {
    change: "an element in a spelling that gives another property",
    older: [complex(`<element name="userid" type="string"/>`)],
    newer: [complex(`<element name="userId" type="string"/>`)],
    told: ["element-respelt T/userid: request clients+code, response clients+code"],
    back: ["element-respelt T/userId: request clients+code, response clients+code"],
  },
  {
    change: "an element that is required",
    older: [complex(optionalB)],
    newer: [complex(b)],
    told: ["element-now-required T/b: request clients+code"],
    back: ["element-now-optional T/b: response clients+code"],
  },
  {
    change: "an element that repeats",
    older: [complex(a)],
    newer: [complex(`<element name="a" type="string" maxOccurs="unbounded"/>`)],
    told: ["element-now-repeated T/a: request code, response clients+code"],
    back: ["element-now-single T/a: request clients+code, response code"],
  },
  {
    change: "an array that may be empty",
    older: [complex(`<element name="a" type="string" maxOccurs="9"/>`)],
    newer: [complex(`<element name="a" type="string" minOccurs="0" maxOccurs="9"/>`)],
    told: ["element-now-optional T/a: response clients"],
    back: ["element-now-required T/a: request clients"],
  },
  {
    change: "an array of more",
    older: [complex(`<element name="a" type="string" maxOccurs="9"/>`)],
    newer: [complex(`<element name="a" type="string" maxOccurs="unbounded"/>`)],
    told: ["occurrence-changed T/a: response clients"],
    back: ["occurrence-changed T/a: request clients"],
  },
  {
    change: "an optional array",
    older: [complex(a)],
    newer: [complex(`${a}<element name="b" type="string" minOccurs="0" maxOccurs="9"/>`)],
    told: ["optional-element-added T/b: request code, response clients"],
    back: ["optional-element-removed T/b: request clients+code, response code"],
  },
  {
    change: "an element that is nillable",
    older: [complex(a)],
    newer: [complex(`<element name="a" type="string" nillable="true"/>`)],
    told: ["nillable-added T/a: response clients+code"],
    back: ["nillable-removed T/a: request clients+code"],
  },
  {
    change: "another order",
    older: [complex(a + b)],
    newer: [complex(b + a)],
    told: ["order-changed T: request clients, response clients"],
    back: ["order-changed T: request clients, response clients"],
  },
  {
    change: "xs:all instead of xs:sequence",
    older: [complex(a + b)],
    newer: [`<complexType name="T"><all>${b}${a}</all></complexType>`],
    told: ["content-model-changed T: response clients"],
    back: ["content-model-changed T: request clients"],
  },
  {
    change: "a choice instead of optional elements",
    older: [complex(`<element name="a" type="string" minOccurs="0"/>${optionalB}`)],
    newer: [complex(`<choice>${a}${b}</choice>`)],
    told: ["content-model-changed T: request clients+code"],
    back: ["content-model-changed T: response clients+code"],
  },
  {
    change: "a branch of a choice",
    older: [complex(`<choice>${a}${b}</choice>`)],
    newer: [
      complex(
        `<choice>${a}${b}<sequence><element name="c" type="int"/><element name="d" type="int"/></sequence></choice>`,
      ),
    ],
    told: ["choice-branch-added T: response clients+code"],
    back: ["choice-branch-removed T: request clients+code, response code"],
  },
  {
    change: "a choice of its own",
    older: [complex(a)],
    newer: [complex(`${a}<choice>${b}<element name="c" type="string"/></choice>`)],
    told: ["required-choice-added T: request clients+code, response clients"],
    back: ["required-choice-removed T: request clients+code, response clients+code"],
  },
  {
    change: "elements that go together",
    older: [complex(`<sequence minOccurs="0">${a}</sequence>`)],
    newer: [complex(`<sequence minOccurs="0">${a}${b}</sequence>`)],
    told: ["required-element-added T/b: request clients, response clients"],
    back: ["required-element-removed T/b: request clients+code, response clients+code"],
  },
  {
    change: "a group that repeats",
    older: [complex(`<sequence>${a}${b}</sequence>`)],
    newer: [complex(`<sequence maxOccurs="unbounded">${a}${b}</sequence>`)],
    told: ["element-now-repeated T/(a, b): request code, response clients+code"],
    back: ["element-now-single T/(a, b): request clients+code, response code"],
  },
  {
    change: "a wider type",
    older: [complex(`<element name="a" type="int"/>`)],
    newer: [complex(`<element name="a" type="long"/>`)],
    told: ["type-changed T/a: request code, response clients+code"],
    back: ["type-changed T/a: request clients+code, response code"],
  },
  {
    change: "a wider type of the same TypeScript type",
    older: [complex(`<element name="a" type="short"/>`)],
    newer: [complex(`<element name="a" type="int"/>`)],
    told: ["type-changed T/a: response clients"],
    back: ["type-changed T/a: request clients"],
  },
  {
    change: "an unrelated type",
    older: [complex(`<element name="a" type="date"/>`)],
    newer: [complex(`<element name="a" type="boolean"/>`)],
    told: ["type-changed T/a: request clients+code, response clients+code"],
    back: ["type-changed T/a: request clients+code, response clients+code"],
  },
  {
    change: "a list of a type",
    older: [complex(`<element name="a" type="int"/>`)],
    newer: [complex(`<element name="a"><simpleType><list itemType="int"/></simpleType></element>`)],
    told: ["type-changed T/a: request code, response clients+code"],
    back: ["type-changed T/a: request clients+code, response code"],
  },
  {
    change: "xs:anyType",
    older: [complex(a)],
    newer: [complex(`<element name="a"/>`)],
    told: ["type-changed T/a: request code, response clients+code"],
    back: ["type-changed T/a: request clients+code, response code"],
  },
  {
    change: "a text with attributes",
    older: [complex(a)],
    newer: [
      complex(
        `<element name="a"><complexType><simpleContent><extension base="string"><attribute name="unit" type="string"/></extension></simpleContent></complexType></element>`,
      ),
    ],
    told: ["type-changed T/a: request code, response clients+code"],
    back: ["type-changed T/a: request clients+code, response code"],
  },
  {
    change: "a value of an enumeration",
    older: [ofS, simple(`<enumeration value="x"/>`)],
    newer: [ofS, simple(`<enumeration value="x"/><enumeration value="y"/>`)],
    told: ["enumeration-values-added S: response clients+code"],
    back: ["enumeration-values-removed S: request clients+code, response code"],
  },
  {
    change: "an enumeration",
    older: [ofS, simple("")],
    newer: [ofS, simple(`<enumeration value="x"/>`)],
    told: ["facet-added S: request clients+code"],
    back: ["facet-removed S: response clients+code"],
  },
  {
    change: "a facet",
    older: [ofS, simple("")],
    newer: [ofS, simple(`<maxLength value="9"/>`)],
    told: ["facet-added S: request clients"],
    back: ["facet-removed S: response clients"],
  },
  {
    change: "a bound",
    older: [ofS, simple(`<maxInclusive value="9"/>`, "long")],
    newer: [ofS, simple(`<maxInclusive value="10"/>`, "long")],
    told: ["facet-changed S: response clients"],
    back: ["facet-changed S: request clients"],
  },
  {
    change: "a pattern",
    older: [ofS, simple(`<pattern value="a+"/>`)],
    newer: [ofS, simple(`<pattern value="b+"/>`)],
    told: ["facet-changed S: request clients, response clients"],
    back: ["facet-changed S: request clients, response clients"],
  },
  {
    change: "a bound in other words",
    older: [ofS, simple(`<maxInclusive value="10"/>`, "decimal")],
    newer: [ofS, simple(`<maxInclusive value="10.0"/>`, "decimal")],
    told: [],
    back: [],
  },
  {
    change: "the base of a simple type",
    older: [ofS, simple("", "short")],
    newer: [ofS, simple("", "int")],
    told: ["type-changed S: response clients"],
    back: ["type-changed S: request clients"],
  },
  {
    change: "a member of a union",
    older: [ofS, `<simpleType name="S"><union memberTypes="int"/></simpleType>`],
    newer: [ofS, `<simpleType name="S"><union memberTypes="int date"/></simpleType>`],
    told: ["type-changed S: response clients+code"],
    back: ["type-changed S: request clients+code"],
  },
  {
    change: "a default",
    older: [complex(a)],
    newer: [complex(`<element name="a" type="string" default="x"/>`)],
    told: ["default-added T/a: compatible"],
    back: ["default-removed T/a: request clients, response clients"],
  },
  {
    change: "another default",
    older: [complex("", `<attribute name="a" type="string" default="x"/>`)],
    newer: [complex("", `<attribute name="a" type="string" default="y"/>`)],
    told: ["default-changed T/@a: request clients, response clients"],
    back: ["default-changed T/@a: request clients, response clients"],
  },
  {
    change: "a fixed value",
    older: [complex(a)],
    newer: [complex(`<element name="a" type="string" fixed="x"/>`)],
    told: ["fixed-added T/a: request clients+code"],
    back: ["fixed-removed T/a: response clients+code"],
  },
  {
    change: "an optional attribute",
    older: [complex(a)],
    newer: [complex(a, `<attribute name="id" type="int"/>`)],
    told: ["optional-attribute-added T/@id: response clients"],
    back: ["optional-attribute-removed T/@id: request clients+code, response code"],
  },
  {
    change: "a required attribute",
    older: [complex(a)],
    newer: [complex(a, `<attribute name="id" type="int" use="required"/>`)],
    told: ["required-attribute-added T/@id: request clients+code, response clients"],
    back: ["required-attribute-removed T/@id: request clients+code, response clients+code"],
  },
  {
    change: "an attribute that is required, in another spelling",
    older: [complex("", `<attribute name="id" type="int"/>`)],
    newer: [complex("", `<attribute name="ID" type="int" use="required"/>`)],
    told: [
      "attribute-respelt T/@id: request clients, response clients",
      "attribute-now-required T/@id: request clients+code",
    ],
    back: [
      "attribute-respelt T/@ID: request clients, response clients",
      "attribute-now-optional T/@ID: response clients+code",
    ],
  },
  {
    change: "a wildcard",
    older: [complex(a)],
    newer: [complex(`${a}<any minOccurs="0" maxOccurs="unbounded" processContents="lax"/>`)],
    told: ["wildcard-added T/*: request code, response clients"],
    back: ["wildcard-removed T/*: request clients+code, response code"],
  },
  {
    change: "a wildcard for attributes",
    older: [complex(a)],
    newer: [complex(a, `<anyAttribute processContents="lax"/>`)],
    told: ["wildcard-added T/@*: request code, response clients"],
    back: ["wildcard-removed T/@*: request clients+code, response code"],
  },
  {
    change: "the namespaces of a wildcard",
    older: [complex(`<any namespace="urn:x" processContents="lax"/>`)],
    newer: [complex(`<any namespace="##other" processContents="lax"/>`)],
    told: ["wildcard-changed T/*: response clients"],
    back: ["wildcard-changed T/*: request clients"],
  },
  {
    change: "mixed content",
    older: [complex(a)],
    newer: [complex(a).replace("<complexType", `<complexType mixed="true"`)],
    told: ["mixed-added T: request code, response clients+code"],
    back: ["mixed-removed T: request clients+code, response code"],
  },
  {
    change: "an abstract type",
    older: [complex(a), derived("U")],
    newer: [complex(a).replace("<complexType", `<complexType abstract="true"`), derived("U")],
    told: ["abstract-added T: request clients+code"],
    back: ["abstract-removed T: response clients+code"],
  },
  {
    change: "another derived type",
    older: [complex(a), derived("U")],
    newer: [complex(a), derived("U") + derived("V", optionalB)],
    told: ["derived-types-added T: response clients+code"],
    back: ["derived-types-removed T: request clients+code, response code"],
  },
  {
    change: "a derived type",
    older: [complex(a)],
    newer: [complex(a), derived("U")],
    told: ["derived-types-added T: response clients"],
    back: ["derived-types-removed T: request clients+code, response code"],
  },
  {
    change: "a base type that takes elements over",
    older: [complex(a + b)],
    newer: [
      `<complexType name="T"><complexContent><extension base="t:U"><sequence>${b}</sequence></extension></complexContent></complexType>`,
      `<complexType name="U"><sequence>${a}</sequence></complexType>`,
    ],
    told: ["base-type-changed T: compatible"],
    back: ["base-type-changed T: compatible"],
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
    told: ["optional-element-added U/b: response clients"],
    back: ["optional-element-removed U/b: request clients+code, response code"],
  },
  {
    change: "an element that may stand for another",
    older: [complex(`<element ref="t:e"/>`), `<element name="e" type="string"/>`],
    newer: [
      complex(`<element ref="t:e"/>`),
      `<element name="e" type="string"/><element name="f" type="string" substitutionGroup="t:e"/>`,
    ],
    told: ["substitutes-added e: request code, response clients+code"],
    back: ["substitutes-removed e: request clients+code, response code"],
  },
  {
    change: "a type with another name",
    older: [complex(`<element name="a" type="t:U"/>`), `<complexType name="U"><sequence>${b}</sequence></complexType>`],
    newer: [complex(`<element name="a" type="t:V"/>`), `<complexType name="V"><sequence>${b}</sequence></complexType>`],
    told: ["type-renamed U: request code, response code"],
    back: ["type-renamed V: request code, response code"],
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
    told: ["type-changed T/a: compatible"],
    back: ["type-changed T/a: compatible"],
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
    told: ["type-changed T/a: request clients+code, response clients+code"],
    back: ["type-changed T/a: request clients+code, response clients+code"],
  },
  {
    change: "an anonymous type that gets a name",
    older: [complex(`<element name="a"><complexType><sequence>${b}</sequence></complexType></element>`)],
    newer: [
      complex(`<element name="a" type="t:U"/>`),
      `<complexType name="U"><sequence>${b}${a}</sequence></complexType>`,
    ],
    told: ["required-element-added U/a: request clients+code, response clients"],
    back: ["required-element-removed U/a: request clients+code, response clients+code"],
  },
  {
    change: "a type within itself",
    older: [complex(`${a}<element name="inner" type="t:T" minOccurs="0"/>`)],
    newer: [complex(`${b}<element name="inner" type="t:T" minOccurs="0"/>`)],
    told: [
      "required-element-removed T/a: request clients+code, response clients+code",
      "required-element-added T/b: request clients+code, response clients",
    ],
    back: [
      "required-element-removed T/b: request clients+code, response clients+code",
      "required-element-added T/a: request clients+code, response clients",
    ],
  },
  {
    change: "text instead of elements",
    older: [complex(a)],
    newer: [`<complexType name="T"><simpleContent><extension base="string"/></simpleContent></complexType>`],
    told: [
      "type-changed T: request clients+code, response clients+code",
      "required-element-removed T/a: request clients+code, response clients+code",
    ],
    back: [
      "type-changed T: request clients+code, response clients+code",
      "required-element-added T/a: request clients+code, response clients",
    ],
  },

  {
    change: "a second element that may stand for another",
    older: [complex(`<element ref="t:e"/>`), head + substitute("f")],
    newer: [complex(`<element ref="t:e"/>`), head + substitute("f") + substitute("g")],
    told: ["substitutes-added e: response clients+code"],
    back: ["substitutes-removed e: request clients+code, response code"],
  },
  {
    change: "an abstract element that others stand for",
    older: [complex(`<element ref="t:e"/>`), head + substitute("f")],
    newer: [complex(`<element ref="t:e"/>`), head.replace("/>", ` abstract="true"/>`) + substitute("f")],
    told: ["abstract-added e: request clients+code, response code"],
    back: ["abstract-removed e: response clients+code"],
  },
  {
    change: "a type of an element that stands for another",
    older: [complex(`<element ref="t:e"/>`), anyHead + substitute("f", "int")],
    newer: [complex(`<element ref="t:e"/>`), anyHead + substitute("f", "string")],
    told: ["type-changed f: request code, response clients+code"],
    back: ["type-changed f: request clients+code, response code"],
  },
  {
    change: "an element that becomes optional together with another",
    older: [complex(a + b)],
    newer: [complex(`${a}<sequence minOccurs="0">${b}<element name="c" type="string"/></sequence>`)],
    told: [
      "required-element-added T/c: request clients, response clients",
      "element-now-optional T/b: response clients+code",
    ],
    back: [
      "required-element-removed T/c: request clients+code, response clients+code",
      "element-now-required T/b: request clients+code",
    ],
  },
  {
    change: "elements that become optional together",
    older: [complex(`${a}${b}<element name="c" type="string"/>`)],
    newer: [complex(`${a}<sequence minOccurs="0">${b}<element name="c" type="string"/></sequence>`)],
    told: ["content-model-changed T: response clients+code"],
    back: ["content-model-changed T: request clients+code"],
  },
  {
    change: "a choice that repeats",
    older: [complex(`<choice>${a}${b}</choice>`)],
    newer: [complex(`<choice minOccurs="0" maxOccurs="unbounded">${a}${b}</choice>`)],
    told: [
      "element-now-optional T/(a | b): response clients+code",
      "element-now-repeated T/(a | b): request code, response clients+code",
    ],
    back: [
      "element-now-required T/(a | b): request clients+code",
      "element-now-single T/(a | b): request clients+code, response code",
    ],
  },
  {
    change: "a repeated choice instead of a sequence",
    older: [complex(a + b)],
    newer: [complex(`<choice minOccurs="0" maxOccurs="unbounded">${a}${b}</choice>`)],
    told: ["content-model-changed T: request code, response clients+code"],
    back: ["content-model-changed T: request clients+code, response code"],
  },
  {
    change: "an order that is free",
    older: [complex(`<element name="a" type="string" minOccurs="0"/>${optionalB}`)],
    newer: [
      `<complexType name="T"><all><element name="a" type="string" minOccurs="0"/>${optionalB}</all></complexType>`,
    ],
    told: ["content-model-changed T: response clients"],
    back: ["content-model-changed T: request clients"],
  },
  {
    change: "an element that stands in several branches",
    older: [complex(`<choice><sequence>${a}${b}</sequence><element name="c" type="string"/></choice>`)],
    newer: [
      complex(
        `<choice><sequence>${a}${b}</sequence><sequence><element name="c" type="string"/>${b}</sequence></choice>`,
      ),
    ],
    told: ["content-model-changed T: request clients+code, response clients+code"],
    back: ["content-model-changed T: request clients+code, response clients+code"],
  },
  {
    change: "a branch that is optional",
    older: [complex(`<choice>${a}${b}</choice>`)],
    newer: [complex(`<choice>${a}${optionalB}</choice>`)],
    told: ["element-now-optional T/b: response clients+code"],
    back: ["element-now-required T/b: request clients+code"],
  },
  {
    change: "an element more in a branch",
    older: [complex(`<choice>${a}${b}</choice>`)],
    newer: [complex(`<choice>${a}<sequence>${b}<element name="c" type="string"/></sequence></choice>`)],
    told: ["required-element-added T/c: request clients+code, response clients"],
    back: ["required-element-removed T/c: request clients+code, response clients+code"],
  },
  {
    change: "groups within groups, which are the same",
    older: [complex(a + b)],
    newer: [complex(`<sequence><sequence>${a}</sequence><sequence><choice>${b}</choice></sequence></sequence>`)],
    told: [],
    back: [],
  },
  {
    change: "three elements in a circle",
    older: [complex(`${a}${b}<element name="c" type="string"/>`)],
    newer: [complex(`<element name="c" type="string"/>${a}${b}`)],
    told: ["order-changed T: request clients, response clients"],
    back: ["order-changed T: request clients, response clients"],
  },
  {
    change: "other bounds of an array, both of them",
    older: [complex(`<element name="a" type="string" maxOccurs="2"/>`)],
    newer: [complex(`<element name="a" type="string" minOccurs="2" maxOccurs="3"/>`)],
    told: ["occurrence-changed T/a: request clients, response clients"],
    back: ["occurrence-changed T/a: request clients, response clients"],
  },
  {
    change: "two instead of one",
    older: [complex(a)],
    newer: [complex(`<element name="a" type="string" minOccurs="2" maxOccurs="2"/>`)],
    told: ["element-now-repeated T/a: request clients+code, response clients+code"],
    back: ["element-now-single T/a: request clients+code, response clients+code"],
  },
  {
    change: "an element without namespace",
    older: [complex(a)],
    newer: [complex(`<element name="a" type="string" form="unqualified"/>`)],
    told: ["namespace-changed: request clients, response clients"],
    back: ["namespace-changed: request clients, response clients"],
  },
  {
    change: "an attribute with a namespace",
    older: [complex("", `<attribute name="id" type="int"/>`)],
    newer: [complex("", `<attribute name="id" type="int" form="qualified"/>`)],
    told: ["namespace-changed: request clients, response clients"],
    back: ["namespace-changed: request clients, response clients"],
  },
  {
    change: "a type of an attribute",
    older: [complex("", `<attribute name="id" type="int"/>`)],
    newer: [complex("", `<attribute name="id" type="string"/>`)],
    told: ["type-changed T/@id: request code, response clients+code"],
    back: ["type-changed T/@id: request clients+code, response code"],
  },
  {
    change: "a type of a text",
    older: [text("int")],
    newer: [text("string")],
    told: ["type-changed T/text(): request code, response clients+code"],
    back: ["type-changed T/text(): request clients+code, response code"],
  },
  {
    change: "a text that is restricted",
    older: [text("string")],
    newer: [text("t:S"), simple(`<enumeration value="x"/>`)],
    told: ["type-changed T/text(): request clients+code"],
    back: ["type-changed T/text(): response clients+code"],
  },
  {
    change: "an anonymous restriction of a built-in type",
    older: [complex(a)],
    newer: [
      complex(
        `<element name="a"><simpleType><restriction base="string"><maxLength value="9"/></restriction></simpleType></element>`,
      ),
    ],
    told: ["facet-added T/a: request clients"],
    back: ["facet-removed T/a: response clients"],
  },
  {
    change: "a named restriction of a built-in type",
    older: [complex(a)],
    newer: [ofS, simple(`<maxLength value="9"/>`)],
    told: ["type-changed T/a: request clients"],
    back: ["type-changed T/a: response clients"],
  },
  {
    change: "a facet of the base of a simple type",
    older: [ofS, simple("", "t:R") + base("")],
    newer: [ofS, simple("", "t:R") + base(`<maxLength value="9"/>`)],
    told: ["facet-added R: request clients"],
    back: ["facet-removed R: response clients"],
  },
  {
    change: "a facet of the base that the type sharpens anyway",
    older: [ofS, simple(`<maxLength value="2"/>`, "t:R") + base("")],
    newer: [ofS, simple(`<maxLength value="2"/>`, "t:R") + base(`<maxLength value="9"/>`)],
    told: [],
    back: [],
  },
  {
    change: "a type of the items of a list",
    older: [ofS, `<simpleType name="S"><list itemType="int"/></simpleType>`],
    newer: [ofS, `<simpleType name="S"><list itemType="string"/></simpleType>`],
    told: ["type-changed S: request code, response clients+code"],
    back: ["type-changed S: request clients+code, response code"],
  },
  {
    change: "a type that is a member of a union already",
    older: [complex(`<element name="a" type="int"/>`)],
    newer: [ofS, `<simpleType name="S"><union memberTypes="int date"/></simpleType>`],
    told: ["type-changed T/a: response clients+code"],
    back: ["type-changed T/a: request clients+code"],
  },
  {
    change: "white space that is kept",
    older: [ofS, simple(`<whiteSpace value="collapse"/>`)],
    newer: [ofS, simple(`<whiteSpace value="preserve"/>`)],
    told: ["facet-changed S: compatible"],
    back: ["facet-changed S: compatible"],
  },
  {
    change: "a restriction instead of the type itself",
    older: [derivedT("restriction", a + optionalB), baseU(a + optionalB)],
    newer: [derivedT("restriction", a), baseU(a + optionalB)],
    told: ["optional-element-removed T/b: request clients+code, response code"],
    back: ["optional-element-added T/b: response clients"],
  },
  {
    change: "what a type adds to its base",
    older: [derivedT("extension", ""), baseU(a)],
    newer: [derivedT("extension", optionalB), baseU(a)],
    told: ["optional-element-added T/b: response clients"],
    back: ["optional-element-removed T/b: request clients+code, response code"],
  },
  {
    change: "elements that stand in a group now",
    older: [complex(a + b)],
    newer: [complex(`<group ref="t:G"/>`), `<group name="G"><sequence>${a}${b}</sequence></group>`],
    told: [],
    back: [],
  },
  {
    change: "an element that is declared elsewhere now",
    older: [complex(a)],
    newer: [complex(`<element ref="t:a"/>`), a],
    told: [],
    back: [],
  },
  {
    change: "an empty type that has elements now",
    older: [complex("")],
    newer: [complex(optionalB)],
    told: ["optional-element-added T/b: response clients"],
    back: ["optional-element-removed T/b: request clients+code, response code"],
  },
  {
    change: "a wildcard that may match several",
    older: [complex(`<any processContents="lax"/>`)],
    newer: [complex(`<any processContents="lax" minOccurs="0" maxOccurs="unbounded"/>`)],
    told: [
      "element-now-optional T/*: response clients+code",
      "element-now-repeated T/*: request code, response clients+code",
    ],
    back: [
      "element-now-required T/*: request clients+code",
      "element-now-single T/*: request clients+code, response code",
    ],
  },
  {
    change: "a wildcard that is checked",
    older: [complex(`<any processContents="lax"/>`)],
    newer: [complex(`<any processContents="strict"/>`)],
    told: ["wildcard-changed T/*: request clients"],
    back: ["wildcard-changed T/*: compatible"],
  },
  {
    change: "an element beside a wildcard",
    older: [complex(`<any namespace="##other" processContents="lax"/>`)],
    newer: [complex(`${a}<any namespace="##other" processContents="lax"/>`)],
    told: ["required-element-added T/a: request clients+code, response clients"],
    back: ["required-element-removed T/a: request clients+code, response clients+code"],
  },
];
