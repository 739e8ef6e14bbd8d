import { expandedName } from "../../../src/soap/xml/xml-element.js";
import type { ModelIndex } from "../../contract/model-index.js";
import type { AttributeUse, ComplexType, Particle, TypeReference, Wildcard } from "../../contract/service-model.js";

/** The content and attributes of a complex type. */
export interface FlattenedContent {
  readonly mixed: boolean;
  /** The type of simple content. */
  readonly text?: TypeReference;
  readonly particles: readonly Particle[];
  readonly attributes: readonly AttributeUse[];
  readonly anyAttribute?: Wildcard;
}

/** The content of a type, with what it inherits from its bases. */
export function flattenedContent(type: ComplexType, index: ModelIndex): FlattenedContent {
  const own = ownContent(type);
  const base = extendedBase(type, index);
  if (base === undefined) {
    return own;
  }
  const inherited = flattenedContent(base, index);
  return {
    ...inherited,
    ...own,
    mixed: own.mixed || inherited.mixed,
    particles: [...inherited.particles, ...own.particles],
    attributes: [...inherited.attributes, ...own.attributes],
  };
}

export function ownContent({ content, mixed, attributes, anyAttribute }: ComplexType): FlattenedContent {
  return {
    mixed,
    ...(content.kind === "simple" && content.type !== undefined && { text: content.type }),
    particles: content.kind === "particle" ? [content.particle] : [],
    attributes,
    ...(anyAttribute && { anyAttribute }),
  };
}

/** The complex type that a type extends. */
export function extendedBase({ derivation }: ComplexType, { types }: ModelIndex): ComplexType | undefined {
  const base = derivation?.method === "extension" ? types.get(expandedName(derivation.base)) : undefined;
  return base?.kind === "complex" ? base : undefined;
}
