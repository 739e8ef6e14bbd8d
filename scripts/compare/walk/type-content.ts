import { expandedName } from "../../../src/soap/xml/xml-element.js";
import type { ModelIndex } from "../../contract/model-index.js";
import { NameScope, propertyName } from "../../contract/names.js";
import type { AttributeUse, ComplexType, Particle, TypeReference, Wildcard } from "../../contract/service-model.js";
import { type LeafIn, leafKey, leavesOf, treeOf } from "../verdict/content-tree.js";
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

/** Compares the names of the properties of members that both types have: a new member may take the name of another one. */
export function compareProperties(
  older: ComplexType,
  newer: ComplexType,
  { location, comparison }: Scope,
): Difference[] {
  const after = propertiesOf(newer, comparison.newer);
  return [...propertiesOf(older, comparison.older).own].flatMap(([key, { step, name: old }]) => {
    const now = after.nameOf(key) ?? old;
    const names = { old, new: now };
    return old === now
      ? []
      : [differenceAt(below(location, step), { kind: "property-renamed", ...names, wire: "same", code: "replaced" })];
  });
}

/** The names of the properties that a type adds to those of its base. */
class Properties extends NameScope {
  /** By the key of an element or attribute, its step in a path, and its name. */
  readonly own = new Map<string, { readonly step: string; readonly name: string }>();
  readonly #base: Properties | undefined;

  constructor({ mixed, text, particles, attributes, anyAttribute }: FlattenedContent, base: Properties | undefined) {
    super();
    this.#base = base;
    // A group that repeats is an object of its own.
    const isOfObject = ({ ancestors }: LeafIn) => ancestors.every(({ max }) => max === 1);
    const leaves = mixed
      ? []
      : leavesOf(treeOf(particles))
          .filter(isOfObject)
          .map(({ leaf }) => leaf);
    const elements = leaves.flatMap(({ particle }) => (particle.kind === "element" ? particle : []));
    const given = new Set([...elements, ...attributes].map(({ name }) => propertyName(name.name)));
    // A name that is not one of the contract gives way.
    const invented = (first: string, other: string) => (given.has(first) && !given.has(other) ? other : first);
    if (mixed) {
      this.claim(invented("content", "nodes"));
    }
    if (text !== undefined) {
      this.#add("text()", "text()", invented("value", "text"));
    }
    for (const leaf of leaves) {
      const { particle } = leaf;
      if (particle.kind === "element") {
        this.#add(leafKey(leaf), particle.name.name, propertyName(particle.name.name));
      } else {
        this.#add("*", "*", invented("any", "anyElement"));
      }
    }
    for (const { name } of attributes) {
      const property = propertyName(name.name);
      this.#add(`@${expandedName(name)}`, `@${name.name}`, property, `${property}Attribute`);
    }
    if (anyAttribute !== undefined && base?.nameOf("@*") === undefined) {
      this.#add("@*", "@*", invented("attributes", "otherAttributes"));
    }
  }

  /** A member that is there again, in another branch of a choice, has the same name. */
  #add(key: string, step: string, first: string, ...others: readonly string[]): void {
    if (!this.own.has(key)) {
      this.own.set(key, { step, name: this.claim(first, ...others) });
    }
  }

  nameOf(key: string): string | undefined {
    return this.#withBases()
      .find(({ own }) => own.has(key))
      ?.own.get(key)?.name;
  }

  override isFree(name: string): boolean {
    return this.#withBases().every((one) => one.#isFreeHere(name));
  }

  #isFreeHere(name: string): boolean {
    return super.isFree(name);
  }

  #withBases(): Properties[] {
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
