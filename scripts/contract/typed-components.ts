import { expandedName } from "../../src/soap/xml/xml-element.js";
import type {
  ComplexType,
  Operation,
  Part,
  Particle,
  QName,
  ServiceModel,
  SimpleType,
  TypeReference,
} from "./service-model.js";

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

/** The number of references to each global element, from parts of messages, from types, and from substitution groups. */
export function countReferences(
  { types, elements }: ServiceModel,
  operations: readonly Operation[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (...names: readonly (QName | undefined)[]) => {
    for (const key of names.map((name) => name && expandedName(name))) {
      if (key !== undefined) {
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  };
  count(...operations.flatMap(partsOf).map(({ element }) => element));
  const seen = new Set<ComplexType | SimpleType>();
  const countWithin = (type: ComplexType | SimpleType | undefined): void => {
    if (type !== undefined && !seen.has(type)) {
      seen.add(type);
      for (const component of typedComponentsOf(type)) {
        count(component.isReference ? component.name : undefined);
        countWithin(component.type.anonymous);
      }
    }
  };
  types.forEach(countWithin);
  for (const { type, substitutionGroup, name } of elements) {
    countWithin(type.anonymous);
    if (substitutionGroup !== undefined) {
      count(name, substitutionGroup);
    }
  }
  return counts;
}

function partsOf({ input, output, faults }: Operation): Part[] {
  const messages = output === undefined ? [input] : [input, output];
  return [
    ...messages.flatMap(({ body, headers }) => [...body, ...headers.map(({ part }) => part)]),
    ...faults.map(({ part }) => part),
  ];
}
