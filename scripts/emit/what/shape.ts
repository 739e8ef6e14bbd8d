import { expandedName } from "../../../src/soap/xml/xml-element.js";
import { append } from "../../contract/append.js";
import { NameScope, propertyName } from "../../contract/names.js";
import { isEmptiable } from "../../contract/particles.js";
import { listed } from "../../contract/prose.js";
import type {
  ComplexType,
  ElementParticle,
  GroupParticle,
  Occurrence,
  Particle,
  Wildcard,
} from "../../contract/service-model.js";
import { isWithin } from "../../contract/wildcards.js";
import { code, escapeDocumentation } from "../print/documentation.js";
import type { Declaration } from "../print/symbol.js";
import type { EmitContext, Member } from "./context.js";
import {
  anyAttributeProperty,
  attributeProperty,
  type Draft,
  documentMixed,
  elementProperty,
  type MappedProperty,
  mixedProperty,
  objectProperty,
  textProperty,
  wildcardProperty,
} from "./property.js";

/** The properties that a complex type, or a group of elements, is flattened into. */
export interface ObjectShape {
  readonly properties: readonly MappedProperty[];
  readonly members: readonly Member[];
  /** The content model; undefined for a plain sequence, in the order of the properties. */
  readonly content: ContentGroup | undefined;
  /** The groups that repeat as a whole. Each is an object of its own. */
  readonly groups: readonly { readonly declaration: Declaration; readonly shape: ObjectShape }[];
  /** The names of all properties, including those of the base type. */
  readonly names: readonly string[];
  /** The documentation of groups that are no objects of their own. */
  readonly notes: readonly string[];
}

/** A property in the content model, or several under a compositor. */
export type ContentPart = ContentKey | ContentGroup;

export interface ContentKey {
  readonly kind: "key";
  readonly key: string;
  /**
   * Whether the property may be absent while the group around it is present. Set only within a choice or an optional
   * group: there, every member is optional. Elsewhere, the member itself declares whether it is.
   */
  readonly isOptional: boolean;
}

export interface ContentGroup {
  readonly kind: GroupParticle["kind"];
  readonly parts: readonly ContentPart[];
  readonly isOptional: boolean;
}

/** The shapes of types. Property names depend on the declarations, so each context has shapes of its own. */
const shapes = new WeakMap<EmitContext, Map<ComplexType, ObjectShape>>();

/** The shape of a type, without the properties of the type that it extends. */
export function objectShape(type: ComplexType, declaration: Declaration, context: EmitContext): ObjectShape {
  const known = shapes.get(context) ?? new Map<ComplexType, ObjectShape>();
  shapes.set(context, known);
  const shape = known.get(type) ?? buildShape(type, declaration, context);
  known.set(type, shape);
  return shape;
}

function buildShape(type: ComplexType, declaration: Declaration, context: EmitContext): ObjectShape {
  const base = baseOf(type, context);
  const inherited = base === undefined ? [] : objectShape(base.type, base.declaration, context).names;
  const builder = new ShapeBuilder(declaration, inherited, context.isEncodedType(type), context);
  builder.addType(type, base?.type.mixed === true, wildcardsOfBases(type, context));
  return builder.shape;
}

/** The attribute wildcards of the types that a type extends. */
function wildcardsOfBases(type: ComplexType, context: EmitContext): Wildcard[] {
  const found: Wildcard[] = [];
  for (let base = baseOf(type, context)?.type; base !== undefined; base = baseOf(base, context)?.type) {
    found.push(...(base.anyAttribute === undefined ? [] : [base.anyAttribute]));
  }
  return found;
}

/**
 * The shape of one occurrence of a group of elements.
 *
 * @param isEncoded whether they are members of a SOAP-encoded struct.
 */
export function groupShape(
  group: GroupParticle,
  declaration: Declaration,
  isEncoded: boolean,
  context: EmitContext,
): ObjectShape {
  const builder = new ShapeBuilder(declaration, [], isEncoded, context);
  // The property of the group has its documentation.
  const { documentation: _, ...undocumented } = group;
  builder.addContent({ ...undocumented, min: 1, max: 1 });
  return builder.shape;
}

/** The complex type that a type extends. A restriction has no base here: it repeats what it keeps of its base type. */
export function baseOf(
  { derivation }: ComplexType,
  context: EmitContext,
): { readonly type: ComplexType; readonly declaration: Declaration } | undefined {
  const type = derivation?.method === "extension" ? context.index.types.get(expandedName(derivation.base)) : undefined;
  const declaration = type && context.declarationOf(type);
  return type?.kind === "complex" && declaration !== undefined ? { type, declaration } : undefined;
}

/** The place of a particle in the content model. */
interface Surroundings {
  /** Whether the particle is within a choice or an optional group. */
  readonly isOptional: boolean;
  /** Names of the properties that can occur together with it. Alternatives of a choice cannot: they may share a name. */
  readonly names: Set<string>;
}

class ShapeBuilder {
  readonly #declaration: Declaration;
  readonly #inherited: readonly string[];
  readonly #isEncoded: boolean;
  readonly #context: EmitContext;
  readonly #names: NameScope;
  readonly #properties: MappedProperty[] = [];
  readonly #members: Member[] = [];
  readonly #namesBySignature = new Map<string, string[]>();
  readonly #groups: ObjectShape["groups"][number][] = [];
  readonly #notes: string[] = [];
  /** Names from the contract. An invented name must differ from them. */
  readonly #given = new Set<string>();
  #content: ContentPart | undefined;

  constructor(declaration: Declaration, inherited: readonly string[], isEncoded: boolean, context: EmitContext) {
    this.#declaration = declaration;
    this.#inherited = inherited;
    this.#isEncoded = isEncoded;
    this.#context = context;
    this.#names = new NameScope(inherited);
  }

  get shape(): ObjectShape {
    const content = this.#content;
    return {
      properties: this.#properties,
      members: this.#members,
      content: content === undefined || content.kind === "key" || isPlainSequence(content) ? undefined : content,
      groups: this.#groups,
      names: [...this.#inherited, ...this.#properties.map(({ name }) => name)],
      notes: this.#notes,
    };
  }

  addType(type: ComplexType, isBaseMixed: boolean, inheritedWildcards: readonly Wildcard[]): void {
    const { mixed, content, attributes, attributeGroups = [], anyAttribute } = type;
    for (const { name } of attributes) {
      this.#given.add(propertyName(name.name));
    }
    if (mixed) {
      const further = documentMixed(content, this.#context);
      if (!isBaseMixed) {
        this.#add({ kind: "mixed" }, this.#invented("content", "nodes"), mixedProperty(content, this.#context));
      } else if (further !== "") {
        this.#notes.push(`Its content may also have:\n${further}`);
      }
    } else if (content.kind === "particle") {
      this.addContent(content.particle);
    } else if (content.kind === "simple" && content.type !== undefined) {
      this.#add({ kind: "text" }, this.#invented("value", "text"), textProperty(content.type, this.#context));
    }
    const properties = new Map<string, string>();
    for (const attribute of attributes) {
      const name = propertyName(attribute.name.name);
      const of = { kind: "attribute", name: attribute.name } as const;
      const property = this.#add(of, [name, `${name}Attribute`], attributeProperty(attribute, this.#context));
      properties.set(expandedName(attribute.name), property);
    }
    for (const { attributes: names, documentation } of attributeGroups) {
      const members = names.map((name) => properties.get(expandedName(name)));
      this.#note(
        documentation,
        members.filter((member) => member !== undefined),
      );
    }
    // The attributes that an extension allows beside those of its base have a property of their own.
    if (anyAttribute !== undefined && !inheritedWildcards.some((wider) => isWithin(anyAttribute, wider))) {
      const names = this.#invented("attributes", "otherAttributes");
      this.#add({ kind: "anyAttribute" }, names, anyAttributeProperty(anyAttribute, this.#context));
    }
  }

  addContent(group: GroupParticle): void {
    addElementNames(group, this.#given);
    this.#note(isObject(group) ? undefined : group.documentation, []);
    this.#content = this.#group(group, { isOptional: false, names: new Set() });
  }

  /** @param properties the properties that the documentation is about; none if it is about the whole content. */
  #note(documentation: string | undefined, properties: readonly string[]): void {
    if (documentation !== undefined) {
      this.#context.spend(documentation.length);
      const about = properties.length === 0 ? "" : `${listed(properties.map(code))}: `;
      this.#notes.push(about + escapeDocumentation(documentation));
    }
  }

  #particle(particle: Particle, around: Surroundings): ContentPart | undefined {
    switch (particle.kind) {
      case "element":
        return this.#element(particle, around);
      case "any": {
        const property = wildcardProperty(particle, around.isOptional, this.#context);
        return this.#addKey(this.#invented("any", "anyElement"), property, particle, around);
      }
      default: {
        const part = this.#group(particle, around);
        // Only with documentation: groups may stand hundreds deep within each other.
        if (particle.documentation !== undefined && !isObject(particle)) {
          this.#note(particle.documentation, part === undefined ? [] : keysIn(part));
        }
        return part;
      }
    }
  }

  #group(group: GroupParticle, around: Surroundings): ContentPart | undefined {
    const [only, ...others] = group.particles;
    if (only === undefined) {
      return undefined;
    }
    if (others.length === 0 && !hasGaps(group, only)) {
      return this.#particle({ ...only, ...multiplied(group, only) }, around);
    }
    if (isObject(group)) {
      return this.#repeatedGroup(group, around);
    }
    if (group.kind === "choice") {
      return this.#choice(group, around);
    }
    const isOptional = group.min === 0;
    const inner = { ...around, isOptional: around.isOptional || isOptional };
    const parts = group.particles
      .map((particle) => this.#particle(particle, inner))
      .filter((part) => part !== undefined);
    return contentGroup(group.kind, parts, isOptional);
  }

  #choice(group: GroupParticle, { names }: Surroundings): ContentPart | undefined {
    const alternatives = group.particles.map((particle) => ({ particle, names: new Set(names) }));
    const parts = alternatives
      .map((alternative) => this.#particle(alternative.particle, { isOptional: true, names: alternative.names }))
      .filter((part) => part !== undefined);
    for (const name of alternatives.flatMap((alternative) => [...alternative.names])) {
      names.add(name);
    }
    // A choice with an alternative that may be empty may itself be absent, so no alternative is optional.
    return contentGroup("choice", parts.map(required), isEmptiable(group));
  }

  #repeatedGroup(group: GroupParticle, around: Surroundings): ContentPart {
    const declaration = this.#context.declareWithin(this.#declaration, "Item");
    this.#groups.push({ declaration, shape: groupShape(group, declaration, this.#isEncoded, this.#context) });
    const about = "The occurrences of the repeated group, in document order.";
    const property = objectProperty(declaration, group, around.isOptional, about);
    return this.#addKey(this.#invented("items", "groups"), property, group, around, declaration);
  }

  #element(particle: ElementParticle, around: Surroundings): ContentPart {
    const { name } = particle;
    const head = particle.reference ? this.#context.index.elements.get(expandedName(name)) : undefined;
    const substitution = head && this.#context.substitutionOf(head);
    const about = `${code(name.name)}, or an element that stands for it.`;
    const property =
      substitution === undefined
        ? elementProperty(particle, around.isOptional, this.#isEncoded, this.#context)
        : objectProperty(substitution, particle, around.isOptional, about);
    return this.#addKey([propertyName(name.name)], property, particle, around);
  }

  /** The candidates that are not names of the contract; the first one if none is left. */
  #invented(first: string, ...others: readonly string[]): Candidates {
    const [free = first, ...more] = [first, ...others].filter((name) => !this.#given.has(name));
    return [free, ...more];
  }

  #addKey(
    candidates: Candidates,
    property: Draft,
    particle: Particle,
    around: Surroundings,
    object?: Declaration,
  ): ContentPart {
    const key = this.#add(particle, candidates, property, around.names, object);
    return { kind: "key", key, isOptional: around.isOptional && particle.min === 0 };
  }

  /** Adds a property, or finds the equal property of another alternative of a choice, and returns its name. */
  #add(
    of: Member["of"],
    [first, ...others]: Candidates,
    property: Draft,
    names = new Set<string>(),
    object?: Declaration,
  ): string {
    const signature = JSON.stringify([property.type, property.member]);
    this.#context.spend(signature.length + property.documentation.length);
    const shared = this.#namesBySignature.get(signature)?.find((known) => !names.has(known));
    const name = shared ?? this.#names.claim(first, ...others);
    if (shared === undefined) {
      this.#properties.push({ name, ...property });
      append(this.#namesBySignature, signature, name);
    }
    this.#members.push({ of, property: name, ...(object && { object }) });
    names.add(name);
    return name;
  }
}

/** Whether a group is an object of its own: particles that repeat together. */
function isObject(group: GroupParticle): boolean {
  const { max, particles } = group;
  const [only, ...others] = particles;
  return max !== 1 && only !== undefined && (others.length > 0 || hasGaps(group, only));
}

/**
 * Whether the only particle of a group cannot occur each number of times up to the most: 0, 2 or 4 times, say. In a repeated
 * group, a particle of 2 to 3 counts as having none, since its elements do not show where an occurrence ends.
 */
function hasGaps(group: Occurrence, { min, max }: Occurrence): boolean {
  return group.min !== group.max && min > 1 && (group.max === 1 || min === max);
}

function keysIn(part: ContentPart): string[] {
  return part.kind === "key" ? [part.key] : part.parts.flatMap(keysIn);
}

/** Names for a property. The first that is free is taken. */
type Candidates = readonly [string, ...string[]];

/** The occurrence of the only particle of a group. */
function multiplied(group: Occurrence, particle: Occurrence): Occurrence {
  const isUnbounded = group.max === "unbounded" || particle.max === "unbounded";
  return { min: group.min * particle.min, max: isUnbounded ? "unbounded" : Number(group.max) * Number(particle.max) };
}

/** Parts under a compositor; undefined without any, as in a choice of empty groups. */
function contentGroup(
  kind: ContentGroup["kind"],
  parts: readonly ContentPart[],
  isOptional: boolean,
): ContentGroup | undefined {
  return parts.length === 0 ? undefined : { kind, parts: parts.flatMap((part) => unfolded(part, kind)), isOptional };
}

/** The parts of a group of the same kind as the group around it; else the part itself. */
function unfolded(part: ContentPart, kind: ContentGroup["kind"]): readonly ContentPart[] {
  return part.kind === kind && !part.isOptional ? part.parts : [part];
}

function required(part: ContentPart): ContentPart {
  return { ...part, isOptional: false };
}

/** Whether the members alone describe the content: each property in turn, optional or not. */
function isPlainSequence({ kind, parts, isOptional }: ContentGroup): boolean {
  return kind === "sequence" && !isOptional && parts.every((part) => part.kind === "key");
}

function addElementNames({ particles }: GroupParticle, names: Set<string>): void {
  for (const particle of particles) {
    if (particle.kind === "element") {
      names.add(propertyName(particle.name.name));
    } else if (particle.kind !== "any") {
      addElementNames(particle, names);
    }
  }
}
