import {
  SOAP_11,
  SOAP_ENCODING,
  SOAP12_ENCODING,
  WSDL,
  XML,
  XML_MIME,
  XSD,
  XSI,
} from "../../../src/soap/xml/namespaces.js";
import { BUILT_IN_TYPES } from "../../contract/built-in-types.js";

/**
 * `soapenc:string` and the like restrict the built-in types. They lack the attributes `id` and `href` that SOAP 1.1 §5 adds,
 * because those belong to the encoding and not to the value. A restriction of `soapenc:Array` declares the item type by
 * `arrayType`, in contracts also with the namespace of SOAP 1.2.
 */
const ENCODED_TYPES = `
  ${[...BUILT_IN_TYPES]
    .filter(([name, { family }]) => name !== "anySimpleType" && family !== "any" && family !== "list")
    .map(([name]) => `<simpleType name="${name}"><restriction base="${name}"/></simpleType>`)
    .join("")}
  <simpleType name="base64"><restriction base="base64Binary"/></simpleType>
  <complexType name="Array">
    <sequence><any minOccurs="0" maxOccurs="unbounded" processContents="lax"/></sequence>
  </complexType>
  <complexType name="Struct">
    <sequence><any minOccurs="0" maxOccurs="unbounded" processContents="lax"/></sequence>
  </complexType>
  <element name="Array" type="enc:Array"/>
  <element name="Struct" type="enc:Struct"/>
  <attribute name="arrayType" type="string"/>
  <attribute name="offset" type="string"/>
  <attribute name="id" type="ID"/>`;

const KNOWN: readonly (readonly [prefix: string, namespace: string, components: string])[] = [
  [
    "xml",
    XML,
    `<attribute name="lang">
      <simpleType>
        <union memberTypes="language">
          <simpleType><restriction base="string"><enumeration value=""/></restriction></simpleType>
        </union>
      </simpleType>
    </attribute>
    <attribute name="space">
      <simpleType>
        <restriction base="NCName"><enumeration value="default"/><enumeration value="preserve"/></restriction>
      </simpleType>
    </attribute>
    <attribute name="base" type="anyURI"/>
    <attribute name="id" type="ID"/>
    <attributeGroup name="specialAttrs">
      <attribute ref="xml:base"/><attribute ref="xml:lang"/><attribute ref="xml:space"/><attribute ref="xml:id"/>
    </attributeGroup>`,
  ],
  // A DataSet brings its schema along as an element.
  ["xs", XSD, `<element name="schema"/>`],
  ["xsi", XSI, ""],
  [
    "soap",
    SOAP_11,
    `<attribute name="mustUnderstand" type="boolean"/>
    <attribute name="actor" type="anyURI"/>
    <attribute name="encodingStyle" type="anyURI"/>`,
  ],
  ["wsdl", WSDL, `<attribute name="arrayType" type="string"/>`],
  [
    "xmime",
    XML_MIME,
    `<attribute name="contentType" type="string"/>
    <attribute name="expectedContentTypes" type="string"/>
    <complexType name="base64Binary">
      <simpleContent><extension base="base64Binary"><attribute ref="xmime:contentType"/></extension></simpleContent>
    </complexType>
    <complexType name="hexBinary">
      <simpleContent><extension base="hexBinary"><attribute ref="xmime:contentType"/></extension></simpleContent>
    </complexType>`,
  ],
  [
    "wsi",
    "http://ws-i.org/profiles/basic/1.1/xsd",
    `<simpleType name="swaRef"><restriction base="anyURI"/></simpleType>`,
  ],
  [
    "enc",
    SOAP_ENCODING,
    `${ENCODED_TYPES}
    <attribute name="position" type="string"/>
    <attribute name="root" type="boolean"/>
    <attributeGroup name="commonAttributes">
      <attribute name="id" type="ID"/><attribute name="href" type="anyURI"/>
    </attributeGroup>
    <attributeGroup name="arrayAttributes"><attribute ref="enc:arrayType"/><attribute ref="enc:offset"/></attributeGroup>
    <attributeGroup name="arrayMemberAttributes"><attribute ref="enc:position"/></attributeGroup>`,
  ],
  [
    "enc",
    SOAP12_ENCODING,
    `${ENCODED_TYPES}
    <attribute name="itemType" type="QName"/>
    <attribute name="arraySize" type="string"/>
    <attribute name="nodeType" type="string"/>
    <attribute name="ref" type="IDREF"/>
    <attributeGroup name="commonAttributes"><attribute ref="enc:id"/><attribute ref="enc:ref"/></attributeGroup>
    <attributeGroup name="arrayAttributes"><attribute ref="enc:itemType"/><attribute ref="enc:arraySize"/></attributeGroup>`,
  ],
];

/** Schemas that contracts use without importing them, by namespace, reduced to what a contract can refer to. */
export const KNOWN_SCHEMAS: ReadonlyMap<string, string> = new Map(
  KNOWN.map(([prefix, namespace, components]) => [
    namespace,
    `<schema xmlns="${XSD}" xmlns:${prefix}="${namespace}" targetNamespace="${namespace}">${components}</schema>`,
  ]),
);
