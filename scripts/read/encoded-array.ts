import { attributeOf, elementsOf, type XmlElement } from "../../src/soap/xml-element.js";
import { SOAP_ENCODING, SOAP12_ENCODING, WSDL, XSD } from "../namespaces.js";
import type { ComplexType, QName, TypeReference } from "../service-model.js";
import { resolveType, type Scope } from "./components.js";

import { refuse } from "./source-document.js";

/** What of a type is different if it is an array of the SOAP encoding. */
type ArrayBody = Pick<ComplexType, "array" | "attributes"> | undefined;

/**
 * Reads what a restriction of `soapenc:Array` says of its items: `wsdl:arrayType` at the attribute (WSDL 1.1 §2.2), else
 * the one repeated element.
 *
 * ```xml
 * <restriction base="soapenc:Array">
 *   <attribute ref="soapenc:arrayType" wsdl:arrayType="tns:Row[]"/>
 * </restriction>
 * ```
 */
export function readEncodedArray(
  base: QName,
  derivation: XmlElement,
  { content, attributes }: Pick<ComplexType, "content" | "attributes">,
  scope: Scope,
): ArrayBody {
  if (!ENCODINGS.has(base.namespace) || base.name !== "Array") {
    return undefined;
  }
  return {
    array: readArrayType(derivation, scope) ?? { item: itemOf(content), dimensions: "[]" },
    attributes: attributes.filter(({ name }) => !ENCODINGS.has(name.namespace)),
  };
}

const ENCODINGS: ReadonlySet<string> = new Set([SOAP_ENCODING, SOAP12_ENCODING]);

function readArrayType(derivation: XmlElement, scope: Scope): ComplexType["array"] {
  for (const attribute of elementsOf(derivation)) {
    const arrayType = attributeOf(attribute, "arrayType", WSDL)?.trim();
    if (arrayType !== undefined) {
      const [, name, dimensions] = /^([^\s[]+)((?:\[[\d,\s]*\])+)$/.exec(arrayType) ?? [];
      if (name === undefined || dimensions === undefined) {
        refuse(scope, attribute, `has wsdl:arrayType="${arrayType}"`, 'expected a type and brackets, "xsd:string[]"');
      }
      if (/(?:,[^\]]*){3}/.test(dimensions)) {
        refuse(scope, attribute, `has wsdl:arrayType="${arrayType}"`, "expected an array of up to three dimensions");
      }
      return { item: { name: resolveType(name, attribute, scope).name }, dimensions };
    }
  }
  return undefined;
}

function itemOf(content: ComplexType["content"]): TypeReference {
  const [item, ...others] = content.kind === "particle" ? content.particle.particles : [];
  return item?.kind === "element" && others.length === 0 ? item.type : { name: { namespace: XSD, name: "anyType" } };
}
