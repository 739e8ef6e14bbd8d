import { attributeOf, elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import type { AttributeUse, ComplexType, Content, Wildcard } from "../../contract/service-model.js";
import { documented } from "../source/documentation.js";
import { booleanAttribute, positionOf, refuse } from "../source/source-document.js";
import { type Attributes, readAttributes, refuseOther } from "./attributes.js";
import type { Declaration } from "./declaration-table.js";
import { type Derivation, derivationOf } from "./derivation.js";
import { ENCODINGS, readEncodedArray } from "./encoded-array.js";
import { readContent, refuseTooMany } from "./particle.js";
import { textOf } from "./simple-content.js";

/** Reads `<xs:complexType>`: XML Schema Part 1 §3.4. */
export function readComplexType(type: Declaration): ComplexType {
  const { element, scope, name } = type;
  const derivation = derivationOf(type);
  const body = derivation === undefined ? readPlain(type) : readDerived(derivation, type);
  refuseTooMany("attributes", body.attributes.length, element, scope);
  return {
    kind: "complex",
    ...(name !== undefined && { name }),
    ...documented(element, ...derivationElements(type), type.original?.element),
    abstract: booleanAttribute(scope, element, "abstract"),
    mixed: isMixed(type),
    ...body,
    at: positionOf(scope, element),
  };
}

/** The `complexContent` or `simpleContent` of a type, and the `extension` or `restriction` in it. */
function derivationElements({ element }: Declaration): XmlElement[] {
  const content = elementsOf(element).filter(({ name }) => name === "complexContent" || name === "simpleContent");
  return content.flatMap((one) => [one, ...elementsOf(one)]);
}

type Body = Pick<ComplexType, "derivation" | "content" | "attributes" | "attributeGroups" | "anyAttribute" | "array">;

function readPlain({ element, scope }: Declaration): Body {
  const { uses, groups, anyAttribute } = readAttributes(element, scope);
  return {
    content: readContent(element, scope),
    attributes: [...uses.values()],
    ...(groups.length > 0 && { attributeGroups: groups }),
    ...(anyAttribute && { anyAttribute }),
  };
}

function readDerived(derivation: Derivation, type: Declaration): Body {
  const { within, method, base, complexBase } = derivation;
  const own = ownAttributes(type);
  const uses = method === "extension" ? addedAttributes(derivation, type) : wholeAttributes(type);
  const body: Body = {
    content: within === "simpleContent" ? readSimpleContent(derivation, type) : readComplexContent(derivation, type),
    attributes: [...uses.values()],
    ...(own.groups.length > 0 && { attributeGroups: own.groups }),
    ...anyAttributeOf(derivation, own.anyAttribute),
  };
  if (complexBase === undefined) {
    return body;
  }
  if (derivation.isRedefinition) {
    return redefine(readComplexType(complexBase), method, body);
  }
  return {
    ...body,
    derivation: { method, base: base.name },
    ...readEncodedArray(type, body),
  };
}

/** An extension of `xs:anyType` has any attribute, like its base. */
function anyAttributeOf({ method, base }: Derivation, own: Wildcard | undefined): Pick<Body, "anyAttribute"> {
  const anyAttribute = method === "extension" && base.builtIn === "any" ? ANY : own;
  return anyAttribute === undefined ? {} : { anyAttribute };
}

function readComplexContent({ method, element, base, complexBase }: Derivation, type: Declaration): Content {
  const { scope } = type;
  const content = readContent(element, scope);
  if (base.builtIn === "any") {
    return method === "extension" ? joined(ANYTHING, content) : content;
  }
  if (complexBase === undefined) {
    refuse(
      scope,
      element,
      "has a simple type as its base, in complexContent",
      "expected a complex type, or simpleContent",
    );
  }
  return textOf(type) === undefined ? content : { kind: "simple" };
}

function readSimpleContent(derivation: Derivation, type: Declaration): Content {
  const text = textOf(type);
  const isInherited = derivation.method === "extension" && derivation.complexBase !== undefined;
  return isInherited || text === undefined ? { kind: "simple" } : { kind: "simple", type: text.type };
}

/** XML Schema Part 1 §3.4.2: an extension of a mixed type is mixed. A restriction of one has to declare it. */
function isMixed(type: Declaration): boolean {
  const { element, scope } = type;
  const derivation = derivationOf(type);
  if (derivation?.within === "simpleContent") {
    return false;
  }
  const content = elementsOf(element).find(({ name }) => name === "complexContent");
  const declaresMixed = content !== undefined && attributeOf(content, "mixed") !== undefined;
  const isMixedItself = booleanAttribute(scope, declaresMixed ? content : element, "mixed");
  if (isMixedItself || derivation?.method !== "extension") {
    return isMixedItself;
  }
  const { base, complexBase } = derivation;
  return base.builtIn === "any" || (complexBase !== undefined && isMixed(complexBase));
}

const owns = new WeakMap<Declaration, Attributes>();

/** The attributes that a type declares itself. */
function ownAttributes(type: Declaration): Attributes {
  const own = owns.get(type) ?? readAttributes(derivationOf(type)?.element ?? type.element, type.scope);
  owns.set(type, own);
  return own;
}

/** The attributes that an extension adds. Careless contracts declare those of its base again, in code a second property. */
function addedAttributes({ element, complexBase }: Derivation, type: Declaration): ReadonlyMap<string, AttributeUse> {
  const added = new Map(ownAttributes(type).uses);
  const prohibited = new Set<string>();
  for (let base = complexBase; base !== undefined && added.size > 0; base = derivationOf(base)?.complexBase) {
    const inherited = ownAttributes(base);
    for (const name of commonKeys(added, inherited.uses)) {
      const [known, use] = [inherited.uses.get(name), added.get(name)];
      // An array of the SOAP encoding names its item type in an attribute of its base.
      if (known && use && !prohibited.has(name) && !ENCODINGS.has(use.name.namespace)) {
        refuseOther(known, use, element, type.scope);
        added.delete(name);
      }
    }
    for (const name of inherited.prohibited) {
      prohibited.add(name);
    }
  }
  return added;
}

/** Looks at the smaller map only: a type with many attributes may have many bases with few. */
function commonKeys(first: ReadonlyMap<string, unknown>, second: ReadonlyMap<string, unknown>): string[] {
  const [few, many] = first.size < second.size ? [first, second] : [second, first];
  return [...few.keys()].filter((key) => many.has(key));
}

const wholes = new WeakMap<Declaration, ReadonlyMap<string, AttributeUse>>();

/** All attributes of a type. A restriction keeps those of its base that it neither prohibits nor declares again. */
function wholeAttributes(type: Declaration): ReadonlyMap<string, AttributeUse> {
  const known = wholes.get(type);
  if (known !== undefined) {
    return known;
  }
  const derivation = derivationOf(type);
  const own = ownAttributes(type);
  const inherited = derivation?.complexBase === undefined ? [] : [...wholeAttributes(derivation.complexBase)];
  const kept = inherited.filter(([name]) => !own.prohibited.has(name));
  const whole = new Map([...kept, ...own.uses]);
  wholes.set(type, whole);
  return whole;
}

/** Joins a redefined type and its original into one type, which has the base of the original. */
function redefine(original: ComplexType, method: Derivation["method"], body: Body): Body {
  const { derivation, array } = original;
  const attributeGroups = [...(original.attributeGroups ?? []), ...(body.attributeGroups ?? [])];
  const anyAttribute = body.anyAttribute ?? (method === "extension" ? original.anyAttribute : undefined);
  return {
    content: method === "extension" ? joined(original.content, body.content) : body.content,
    attributes: method === "extension" ? [...original.attributes, ...body.attributes] : body.attributes,
    ...(attributeGroups.length > 0 && { attributeGroups }),
    ...(anyAttribute && { anyAttribute }),
    ...(derivation && { derivation: method === "extension" ? derivation : { method, base: derivation.base } }),
    ...(array && { array }),
  };
}

/** The content of an extension: that of the base, then its own. */
function joined(first: Content, second: Content): Content {
  if (first.kind !== "particle" || second.kind !== "particle") {
    return first.kind === "empty" ? second : first;
  }
  const particles = [first.particle, second.particle];
  return { kind: "particle", particle: { kind: "sequence", min: 1, max: 1, particles } };
}

const ANY: Wildcard = { namespaces: "##any", targetNamespace: "", processContents: "lax" };

/** The content of `xs:anyType`. */
const ANYTHING: Content = {
  kind: "particle",
  particle: {
    kind: "sequence",
    min: 1,
    max: 1,
    particles: [{ kind: "any", min: 0, max: "unbounded", ...ANY }],
  },
};
