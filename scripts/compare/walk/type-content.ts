import { expandedName } from "../../../src/soap/xml/xml-element.js";
import type { ModelIndex } from "../../contract/model-index.js";
import { NameScope, propertyName } from "../../contract/names.js";
import type { AttributeUse, ComplexType, Particle, TypeReference, Wildcard } from "../../contract/service-model.js";
import { type Branch, leafKey, leavesOf, treeOf, treeTitle } from "../verdict/content-tree.js";
import { below, type Difference, differenceAt, type Scope } from "./comparison.js";

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

/**
 * Compares the names of the properties of members that both types have: a new member may take the name of another one.
 *
 * @param areBasesCompared whether the bases are a pair of their own, so that only what the types add is compared.
 */
export function compareProperties(
  older: ComplexType,
  newer: ComplexType,
  areBasesCompared: boolean,
  { location, comparison }: Scope,
): Difference[] {
  const [before, after] = [propertiesOf(older, comparison.older), propertiesOf(newer, comparison.newer)];
  const all = after.withBases();
  return [...(areBasesCompared ? before.own : before.withBases())].flatMap(([key, { step, name: old }]) => {
    const { name: now } = (areBasesCompared ? after.own.get(key) : undefined) ?? all.get(key) ?? { name: old };
    const names = { old, new: now };
    return old === now
      ? []
      : [differenceAt(below(location, step), { kind: "property-renamed", ...names, wire: "same", code: "replaced" })];
  });
}

interface Member {
  readonly step: string;
  readonly name: string;
}

/** The names of the properties that a type adds to those of its base. */
class Properties {
  /** By the key of an element or attribute, its step in a path, and its name. */
  readonly own = new Map<string, Member>();
  readonly #base: Properties | undefined;
  readonly isMixed: boolean;
  readonly hasAnyAttribute: boolean;

  constructor({ mixed, text, particles, attributes, anyAttribute }: FlattenedContent, base: Properties | undefined) {
    this.#base = base;
    this.isMixed = mixed;
    this.hasAnyAttribute = anyAttribute !== undefined || base?.hasAnyAttribute === true;
    const names = new NameScope(base?.names());
    // A member that is there again, in another branch of a choice, has the same name.
    const add = (key: string, step: string, first: string, ...others: readonly string[]) => {
      if (!this.own.has(key)) {
        this.own.set(key, { step, name: names.claim(first, ...others) });
      }
    };
    const leaves = mixed ? [] : leavesOf(treeOf(particles));
    const elements = leaves.flatMap(({ leaf: { particle } }) => (particle.kind === "element" ? particle : []));
    const given = new Set([...elements, ...attributes].map(({ name }) => propertyName(name.name)));
    // A name that is not one of the contract gives way.
    const invented = (first: string, other: string) => (given.has(first) && !given.has(other) ? other : first);
    if (mixed && base?.isMixed !== true) {
      add("node()", "node()", invented("content", "nodes"));
    }
    if (text !== undefined) {
      add("text()", "text()", invented("value", "text"));
    }
    const groups = new Set<Branch>();
    for (const { leaf, ancestors } of leaves) {
      const { particle } = leaf;
      // A group that repeats is an object of its own.
      const group = ancestors.find(({ max }) => max !== 1);
      if (group !== undefined) {
        if (!groups.has(group)) {
          groups.add(group);
          add(`(${groups.size})`, treeTitle({ ...group, min: 1, max: 1 }, true), invented("items", "groups"));
        }
      } else if (particle.kind === "element") {
        add(leafKey(leaf), particle.name.name, propertyName(particle.name.name));
      } else {
        add("*", "*", invented("any", "anyElement"));
      }
    }
    for (const { name } of attributes) {
      const property = propertyName(name.name);
      add(`@${expandedName(name)}`, `@${name.name}`, property, `${property}Attribute`);
    }
    if (anyAttribute !== undefined && base?.hasAnyAttribute !== true) {
      add("@*", "@*", invented("attributes", "otherAttributes"));
    }
  }

  /** The names of all properties, including those of the bases. */
  names(): string[] {
    return this.#toRoot().flatMap(({ own }) => [...own.values()].map(({ name }) => name));
  }

  /** All members by their keys, those of the bases too. A base precedes: of two members of one key, it has the first. */
  withBases(): ReadonlyMap<string, Member> {
    return new Map(this.#toRoot().flatMap(({ own }) => [...own]));
  }

  #toRoot(): Properties[] {
    const all: Properties[] = [this];
    for (let base = this.#base; base !== undefined; base = base.#base) {
      all.push(base);
    }
    return all;
  }
}

const properties = new WeakMap<ComplexType, Properties>();

/** What the shapes of generated code name the members of a type. */
export function propertiesOf(type: ComplexType, index: ModelIndex): Properties {
  const unknown: ComplexType[] = [];
  for (
    let one: ComplexType | undefined = type;
    one !== undefined && !properties.has(one);
    one = extendedBase(one, index)
  ) {
    unknown.push(one);
  }
  for (const one of unknown.reverse()) {
    const base = extendedBase(one, index);
    properties.set(one, new Properties(ownContent(one), base && properties.get(base)));
  }
  return properties.get(type) ?? new Properties(ownContent(type), undefined);
}
