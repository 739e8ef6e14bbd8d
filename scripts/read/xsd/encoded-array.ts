import { SOAP_ENCODING, SOAP12_ENCODING, WSDL } from "../../../src/soap/xml/namespaces.js";
import { attributeOf, elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import { ANY_TYPE } from "../../contract/built-in-types.js";
import type { ComplexType, Content } from "../../contract/service-model.js";
import { refuse, warn } from "../source/source-document.js";
import { type Declaration, resolveTypeName, type SchemaScope } from "./declaration-table.js";
import { derivationOf } from "./derivation.js";
import { readContent } from "./particle.js";

/** The members of a complex type that differ if it is an array of the SOAP encoding. */
type ArrayBody = Pick<ComplexType, "array" | "attributes"> | undefined;

/**
 * Reads the item type of a restriction of `soapenc:Array`: `wsdl:arrayType` at the attribute (WSDL 1.1 §2.2), else the
 * one repeated element, else the item type of the base.
 *
 * ```xml
 * <restriction base="soapenc:Array">
 *   <attribute ref="soapenc:arrayType" wsdl:arrayType="tns:Row[]"/>
 * </restriction>
 * ```
 */
export function readEncodedArray(type: Declaration, body: Pick<ComplexType, "content" | "attributes">): ArrayBody {
  const array = isArray(type) ? arrayOf(type, body.content) : undefined;
  return array && { array, attributes: body.attributes.filter(({ name }) => !ENCODINGS.has(name.namespace)) };
}

function arrayOf(type: Declaration, content: Content): NonNullable<ComplexType["array"]> {
  const derivation = derivationOf(type);
  const declared = derivation && (readArrayType(derivation.element, type.scope) ?? arrayIn(content));
  const base = derivation?.complexBase;
  if (declared !== undefined || base === undefined) {
    return declared ?? { item: { name: ANY_TYPE }, dimensions: "[]" };
  }
  const baseElement = derivationOf(base)?.element ?? base.element;
  return arrayOf(base, readContent(baseElement, base.scope));
}

/** Whether the type is derived from `soapenc:Array`, directly or indirectly. */
function isArray(type: Declaration): boolean {
  const base = derivationOf(type)?.complexBase;
  return base !== undefined && ((ENCODINGS.has(base.name.namespace) && base.name.name === "Array") || isArray(base));
}

export const ENCODINGS: ReadonlySet<string> = new Set([SOAP_ENCODING, SOAP12_ENCODING]);

function readArrayType(derivation: XmlElement, scope: SchemaScope): ComplexType["array"] {
  for (const attribute of elementsOf(derivation)) {
    const arrayType = attributeOf(attribute, "arrayType", WSDL)?.trim();
    if (arrayType !== undefined) {
      const [, name, dimensions] = /^([^\s[\]]+)((?:\[[\d,\s]*\])*)$/.exec(arrayType) ?? [];
      const [found, expected] = [`has wsdl:arrayType="${arrayType}"`, 'expected a type and brackets, "xsd:string[]"'];
      if (name === undefined || dimensions === undefined) {
        refuse(scope, attribute, found, expected);
      }
      if (/(?:,[^\]]*){3}/.test(dimensions)) {
        refuse(scope, attribute, found, "expected an array of up to three dimensions");
      }
      if (dimensions === "") {
        warn(scope, attribute, found, `${expected}; one dimension is assumed`);
      }
      return { item: { name: resolveTypeName(name, attribute, scope).name }, dimensions: dimensions || "[]" };
    }
  }
  return undefined;
}

function arrayIn(content: Content): ComplexType["array"] {
  const [item, ...others] = content.kind === "particle" ? content.particle.particles : [];
  return item?.kind === "element" && others.length === 0 ? { item: item.type, dimensions: "[]" } : undefined;
}
