import { attributeOf, elementsOf, expandedName, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import type { FacetFamily } from "../../contract/built-in-types.js";
import type { SimpleType, TypeReference } from "../../contract/service-model.js";
import { documented } from "../source/documentation.js";
import { positionOf, refuse } from "../source/source-document.js";
import {
  type Declaration,
  isSimple,
  originalOf,
  type ReferencedType,
  resolveTypeName,
  type SchemaScope,
} from "./declaration-table.js";
import { readFacets } from "./facets.js";

/** Reads `<xs:simpleType>`: XML Schema Part 2 §4.1. */
export function readSimpleType(type: Declaration): SimpleType {
  const { element, scope, name } = type;
  return {
    kind: "simple",
    ...(name !== undefined && { name }),
    ...documented(element, simpleDerivationOf(type)),
    variety: readVariety(type),
    at: positionOf(scope, element),
  };
}

function readVariety(type: Declaration): SimpleType["variety"] {
  const { scope } = type;
  const derivation = simpleDerivationOf(type);
  if (derivation.name === "restriction") {
    const base = baseOf(derivation, type);
    return { kind: "restriction", base: readBase(base), facets: readFacets(derivation, facetFamilyOf(base), scope) };
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

/** The item or member types of a list or union: those that the attribute refers to, then those inside. */
function readMembers(derivation: XmlElement, attribute: string, scope: SchemaScope): TypeReference[] {
  const names = (attributeOf(derivation, attribute) ?? "").split(/\s+/).filter((name) => name !== "");
  return [
    ...names.map((name) => ({ name: resolveSimpleType(name, derivation, scope).name })),
    ...simpleTypesIn(derivation).map((element) => ({ anonymous: readSimpleType({ element, scope }) })),
  ];
}

/** The base of a restriction: a type by name, an anonymous type inside, or the original of a redefinition. */
type Base = ReferencedType | Declaration;

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

/** The facet family of a simple type, which is that of the type at the end of its restrictions. */
export function facetFamilyOf(type: Base): FacetFamily {
  if (!("element" in type)) {
    return type.declaration === undefined ? type.builtIn : facetFamilyOf(type.declaration);
  }
  const derivation = simpleDerivationOf(type);
  if (derivation.name === "restriction") {
    return facetFamilyOf(baseOf(derivation, type));
  }
  return derivation.name === "list" ? "list" : "union";
}

export function resolveSimpleType(name: string, element: XmlElement, scope: SchemaScope): ReferencedType {
  const type = resolveTypeName(name, element, scope);
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
