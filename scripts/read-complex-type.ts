import { attributeOf, elementsOf, type XmlElement } from "../src/soap/xml-element.js";
import {
  type Component,
  type Declaration,
  isSimple,
  originalOf,
  type ResolvedType,
  resolveType,
} from "./components.js";
import { documented } from "./documentation.js";
import type { Variety } from "./known-schemas.js";
import { readAttributes } from "./read-attributes.js";
import { readEncodedArray } from "./read-encoded-array.js";
import { readFacets } from "./read-facets.js";
import { hasContentModel, readContent } from "./read-particle.js";
import { readSimpleType, simpleTypesIn, varietyOf } from "./read-simple-type.js";
import type { AttributeUse, ComplexType, Content, TypeReference } from "./service-model.js";
import { booleanAttribute, positionOf, refuse, requiredAttribute } from "./source-document.js";

/** Reads `<xs:complexType>`: XML Schema Part 1 §3.4. */
export function readComplexType(type: Declaration): ComplexType {
  const { element, scope, name } = type;
  const derivation = derivationOf(type);
  return {
    kind: "complex",
    ...(name !== undefined && { name }),
    ...documented(element),
    abstract: booleanAttribute(scope, element, "abstract"),
    mixed: isMixed(type),
    ...(derivation === undefined ? readPlain(type) : readDerived(derivation, type)),
    at: positionOf(scope, element),
  };
}

/** What the content, the attributes and the derivation of a type come to. */
type Body = Pick<ComplexType, "derivation" | "content" | "attributes" | "anyAttribute" | "array">;

function readPlain({ element, scope }: Declaration): Body {
  const { uses, anyAttribute } = readAttributes(element, scope);
  return {
    content: readContent(element, scope),
    attributes: [...uses.values()],
    ...(anyAttribute && { anyAttribute }),
  };
}

/** `<xs:extension base="tns:Account">` or `<xs:restriction base="tns:Account">`, and what it stands in. */
interface Derivation {
  readonly within: "complexContent" | "simpleContent";
  readonly method: "extension" | "restriction";
  readonly element: XmlElement;
  readonly base: ResolvedType;
  /** The base as a declaration, where it is a complex type. */
  readonly complexBase: Component | undefined;
  /** Whether the base is what `xs:redefine` redefines, and has no name any more. */
  readonly isRedefinition: boolean;
}

function derivationOf(type: Declaration): Derivation | undefined {
  const { element, scope } = type;
  const content = elementsOf(element).find(({ name }) => name === "complexContent" || name === "simpleContent");
  if (content === undefined) {
    return undefined;
  }
  const [derivation, ...others] = elementsOf(content).filter(({ name }) => name !== "annotation");
  if (derivation === undefined || others.length > 0) {
    refuse(scope, content, "holds no derivation, or more than one", "expected one extension or restriction");
  }
  const base = resolveType(requiredAttribute(scope, derivation, "base"), derivation, scope);
  const original = originalOf(base, type);
  return {
    within: content.name === "simpleContent" ? "simpleContent" : "complexContent",
    method: derivation.name === "extension" ? "extension" : "restriction",
    element: derivation,
    base,
    complexBase: original ?? (isSimple(base) ? undefined : base.component),
    isRedefinition: original !== undefined,
  };
}

function readDerived(derivation: Derivation, type: Declaration): Body {
  const { within, method, element, base, complexBase } = derivation;
  const own = readAttributes(element, type.scope);
  const uses = method === "extension" ? own.uses : wholeAttributes(type);
  const body: Body = {
    content: within === "simpleContent" ? readSimpleContent(derivation, type) : readComplexContent(derivation, type),
    attributes: [...uses.values()],
    ...(own.anyAttribute && { anyAttribute: own.anyAttribute }),
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
    ...readEncodedArray(base.name, element, body, type.scope),
  };
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
  // XML Schema Part 1 §3.4.2: an extension without elements has the content of its base, be it text.
  return textOf(type) === undefined ? content : { kind: "simple" };
}

function readSimpleContent(derivation: Derivation, type: Declaration): Content {
  const text = textOf(type);
  const isInherited = derivation.method === "extension" && derivation.complexBase !== undefined;
  return isInherited || text === undefined ? { kind: "simple" } : { kind: "simple", type: text.type };
}

/** The text that a complex type holds; undefined if it holds elements. */
function textOf(type: Declaration): { readonly type: TypeReference; readonly variety: Variety } | undefined {
  const derivation = derivationOf(type);
  if (derivation === undefined) {
    return undefined;
  }
  const { scope } = type;
  const { within, method, element, base, complexBase } = derivation;
  if (within === "complexContent" && (method === "restriction" || hasContentModel(element))) {
    return undefined;
  }
  const inherited = complexBase === undefined ? undefined : textOf(complexBase);
  if (within === "complexContent" || (method === "extension" && inherited !== undefined)) {
    return inherited;
  }
  if (method === "extension" && isSimple(base)) {
    return { type: { name: base.name }, variety: varietyOf(base) };
  }
  const [inner] = simpleTypesIn(element);
  const restricted =
    inner === undefined
      ? inherited
      : {
          type: { anonymous: readSimpleType({ element: inner, scope }) },
          variety: varietyOf({ element: inner, scope }),
        };
  if (complexBase === undefined) {
    refuse(
      scope,
      element,
      "restricts a simple type, in simpleContent",
      "expected a complex type, or <simpleType> around it",
    );
  }
  if (restricted === undefined) {
    refuse(scope, element, "has a base without text", "expected a base with simpleContent");
  }
  const facets = readFacets(element, restricted.variety, scope);
  if (facets.length === 0) {
    return restricted;
  }
  const variety = { kind: "restriction", base: restricted.type, facets } as const;
  return {
    type: { anonymous: { kind: "simple", variety, at: positionOf(scope, element) } },
    variety: restricted.variety,
  };
}

/** XML Schema Part 1 §3.4.2: what extends a mixed type is mixed; what restricts it says so itself. */
function isMixed(type: Declaration): boolean {
  const { element, scope } = type;
  const derivation = derivationOf(type);
  const content = elementsOf(element).find(({ name }) => name === "complexContent");
  const says = content !== undefined && attributeOf(content, "mixed") !== undefined ? content : element;
  if (booleanAttribute(scope, says, "mixed") || derivation?.within !== "complexContent") {
    return derivation?.within !== "simpleContent" && booleanAttribute(scope, says, "mixed");
  }
  const { method, base, complexBase } = derivation;
  return method === "extension" && (base.builtIn === "any" || (complexBase !== undefined && isMixed(complexBase)));
}

const wholes = new WeakMap<Declaration, ReadonlyMap<string, AttributeUse>>();

/** All attributes of a type. Those of its base stay in a restriction, unless it prohibits or redeclares them. */
function wholeAttributes(type: Declaration): ReadonlyMap<string, AttributeUse> {
  const known = wholes.get(type);
  if (known !== undefined) {
    return known;
  }
  const derivation = derivationOf(type);
  const own = readAttributes(derivation?.element ?? type.element, type.scope);
  const inherited = derivation?.complexBase === undefined ? [] : [...wholeAttributes(derivation.complexBase)];
  const kept = inherited.filter(([name]) => !own.prohibited.has(name));
  const whole = new Map([...kept, ...own.uses]);
  wholes.set(type, whole);
  return whole;
}

/** What `xs:redefine` makes of a type: one type, which derives from what the original derives from. */
function redefine(original: ComplexType, method: Derivation["method"], body: Body): Body {
  const { derivation, array } = original;
  const anyAttribute = body.anyAttribute ?? (method === "extension" ? original.anyAttribute : undefined);
  return {
    content: method === "extension" ? joined(original.content, body.content) : body.content,
    attributes: method === "extension" ? [...original.attributes, ...body.attributes] : body.attributes,
    ...(anyAttribute && { anyAttribute }),
    ...(derivation && { derivation: method === "extension" ? derivation : { method, base: derivation.base } }),
    ...(array && { array }),
  };
}

/** The content of an extension: first that of the base, then what is added. */
function joined(first: Content, second: Content): Content {
  if (first.kind !== "particle" || second.kind !== "particle") {
    return first.kind === "empty" ? second : first;
  }
  const particles = [first.particle, second.particle];
  return { kind: "particle", particle: { kind: "sequence", min: 1, max: 1, particles } };
}

/** The content of `xs:anyType`. */
const ANYTHING: Content = {
  kind: "particle",
  particle: {
    kind: "sequence",
    min: 1,
    max: 1,
    particles: [
      { kind: "any", min: 0, max: "unbounded", namespaces: "##any", targetNamespace: "", processContents: "lax" },
    ],
  },
};
