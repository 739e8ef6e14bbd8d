import { attributeOf, elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import type { FacetFamily } from "../../contract/built-in-types.js";
import type { SimpleType, TypeReference } from "../../contract/service-model.js";
import { documented } from "../source/documentation.js";
import { positionOf, refuse } from "../source/source-document.js";
import { type Declaration, isSimple, originalOf, type ResolvedType, resolveType, type Scope } from "./components.js";
import { readFacets } from "./facets.js";

/** Reads `<xs:simpleType>`: XML Schema Part 2 §4.1. */
export function readSimpleType(type: Declaration): SimpleType {
  const { element, scope, name } = type;
  return {
    kind: "simple",
    ...(name !== undefined && { name }),
    ...documented(element),
    variety: readVariety(type),
    at: positionOf(scope, element),
  };
}

function readVariety(type: Declaration): SimpleType["variety"] {
  const { scope } = type;
  const derivation = simpleDerivationOf(type);
  if (derivation.name === "restriction") {
    const base = baseOf(derivation, type);
    return { kind: "restriction", base: readBase(base), facets: readFacets(derivation, varietyOf(base), scope) };
  }
  if (derivation.name === "list") {
    const [item, ...others] = readMembers(derivation, "itemType", scope);
    return item !== undefined && others.length === 0
      ? { kind: "list", item }
      : refuse(scope, derivation, "has no item type, or more than one", "expected either itemType or one <simpleType>");
  }
  const members = readMembers(derivation, "memberTypes", scope);
  return members.length > 0
    ? { kind: "union", members }
    : refuse(scope, derivation, "has no member types", "expected memberTypes or <simpleType>");
}

/** The types that a list or union is made of: those that the attribute names, then those inside. */
function readMembers(derivation: XmlElement, attribute: string, scope: Scope): TypeReference[] {
  const names = (attributeOf(derivation, attribute) ?? "").split(/\s+/).filter((name) => name !== "");
  return [
    ...names.map((name) => ({ name: resolveSimpleType(name, derivation, scope).name })),
    ...simpleTypesIn(derivation).map((element) => ({ anonymous: readSimpleType({ element, scope }) })),
  ];
}

/** What a simple type restricts: a type by name, or one that stands inside or is being redefined. */
type Base = ResolvedType | Declaration;

function baseOf(restriction: XmlElement, within: Declaration): Base {
  const { scope } = within;
  const [inner, ...others] = simpleTypesIn(restriction);
  const name = attributeOf(restriction, "base");
  if (inner !== undefined && name === undefined && others.length === 0) {
    return { element: inner, scope };
  }
  if (inner !== undefined || name === undefined) {
    refuse(scope, restriction, "has no base type, or more than one", "expected either base or one <simpleType>");
  }
  const base = resolveSimpleType(name, restriction, scope);
  return originalOf(base, within) ?? base;
}

function readBase(base: Base): TypeReference {
  if (!("element" in base)) {
    return { name: base.name };
  }
  const { name: _, ...anonymous } = readSimpleType(base);
  return { anonymous };
}

/** What a simple type is in the end, by what it restricts: text, a number, a list … */
export function varietyOf(type: Base): FacetFamily {
  if (!("element" in type)) {
    return type.component === undefined ? type.builtIn : varietyOf(type.component);
  }
  const derivation = simpleDerivationOf(type);
  if (derivation.name === "restriction") {
    return varietyOf(baseOf(derivation, type));
  }
  return derivation.name === "list" ? "list" : "union";
}

export function resolveSimpleType(name: string, element: XmlElement, scope: Scope): ResolvedType {
  const type = resolveType(name, element, scope);
  return isSimple(type)
    ? type
    : refuse(scope, element, `refers to ${expandedName(type.name)}, a complex type`, "expected a simple type");
}

/** The `restriction`, `list` or `union` of a `simpleType`. */
function simpleDerivationOf({ element, scope }: Declaration): XmlElement {
  const [derivation, ...others] = elementsOf(element).filter(({ name }) => name !== "annotation");
  return derivation !== undefined && others.length === 0
    ? derivation
    : refuse(scope, element, "holds no derivation, or more than one", "expected one restriction, list or union");
}

export function simpleTypesIn(element: XmlElement): XmlElement[] {
  return elementsOf(element).filter(({ name }) => name === "simpleType");
}
