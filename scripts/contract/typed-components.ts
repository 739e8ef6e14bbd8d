import type { ComplexType, Particle, QName, SimpleType, TypeReference } from "./service-model.js";

/** A component of a type that has a type itself: an element, an attribute, the items of a list. */
export interface TypedComponent {
  /** Name of the element or attribute; undefined for a component without a name. */
  readonly name?: QName;
  /** Whether it is a reference to a global element. */
  readonly isReference: boolean;
  readonly type: TypeReference;
}

/** The typed components directly within a type. */
export function typedComponentsOf(type: ComplexType | SimpleType): TypedComponent[] {
  if (type.kind === "simple") {
    return typesOfVariety(type).map((inner) => ({ isReference: false, type: inner }));
  }
  const { content, attributes, array } = type;
  return [
    ...(content.kind === "particle" ? elementsOf(content.particle) : []),
    ...attributes.map((attribute) => ({ name: attribute.name, isReference: false, type: attribute.type })),
    ...(content.kind === "simple" && content.type !== undefined ? [{ isReference: false, type: content.type }] : []),
    ...(array === undefined ? [] : [{ isReference: false, type: array.item }]),
  ];
}

/** An anonymous type, with the names that its declaration is named after. */
export interface AnonymousType {
  readonly type: ComplexType | SimpleType;
  /** Local name of the element or attribute that has the type. */
  readonly name: string;
  /** The nearest type around it that has a declaration. */
  readonly owner: ComplexType | SimpleType;
}

/**
 * The anonymous types within a type, each before the ones within itself.
 *
 * @param isDeclared whether an anonymous type gets a declaration. The types within an undeclared type belong to its owner.
 * @param seen the types visited so far.
 */
export function anonymousTypesWithin(
  type: ComplexType | SimpleType,
  isDeclared: (type: ComplexType | SimpleType) => boolean,
  seen: Set<ComplexType | SimpleType>,
  owner = type,
  name = "",
): AnonymousType[] {
  if (seen.has(type)) {
    return [];
  }
  seen.add(type);
  return typedComponentsOf(type).flatMap((component) => {
    const inner = component.type.anonymous;
    if (inner === undefined || seen.has(inner)) {
      return [];
    }
    const innerName = component.name?.name ?? name;
    return isDeclared(inner)
      ? [{ type: inner, name: innerName, owner }, ...anonymousTypesWithin(inner, isDeclared, seen, inner, innerName)]
      : anonymousTypesWithin(inner, isDeclared, seen, owner, innerName);
  });
}

function elementsOf(particle: Particle): TypedComponent[] {
  switch (particle.kind) {
    case "any":
      return [];
    case "element":
      return [{ name: particle.name, isReference: particle.reference, type: particle.type }];
    default:
      return particle.particles.flatMap(elementsOf);
  }
}

function typesOfVariety({ variety }: SimpleType): readonly TypeReference[] {
  switch (variety.kind) {
    case "list":
      return [variety.item];
    case "union":
      return variety.members;
    case "restriction":
      return [variety.base];
  }
}
