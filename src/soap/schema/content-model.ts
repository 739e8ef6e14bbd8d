import type { MemberDescriptor } from "./member.js";

/**
 * The content model of a complex type, if it is more than a sequence of its members. A particle is the name of a property,
 * or a group of particles:
 *
 * ```ts
 * sequence("amount", choice("card", sequence("iban", optional("bic"))))
 * ```
 */
export type Particle<Key extends string = string> = Key | Group<Key>;

export interface Group<Key extends string = string> {
  readonly kind: "sequence" | "choice" | "all" | "optional";
  readonly particles: readonly Particle<Key>[];
}

/** `xs:sequence`: one after the other. */
export function sequence<const Key extends string>(...particles: Particle<Key>[]): Group<Key> {
  return { kind: "sequence", particles };
}

/** `xs:choice`: exactly one of them. */
export function choice<const Key extends string>(...particles: Particle<Key>[]): Group<Key> {
  return { kind: "choice", particles };
}

/** `xs:all`: each of them, in any order. */
export function all<const Key extends string>(...particles: Particle<Key>[]): Group<Key> {
  return { kind: "all", particles };
}

/** A content model with its members, in which everything is required that is not within an `optional` group. */
export type ContentModel = MemberParticle | ModelGroup;

export interface MemberParticle {
  readonly kind: "member";
  readonly property: string;
  readonly member: MemberDescriptor;
}

export interface ModelGroup {
  readonly kind: Group["kind"];
  readonly particles: readonly ContentModel[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Joins a particle and the members that it names.
 *
 * A property within a choice or an optional group is always optional in TypeScript, since the alternative that it belongs
 * to may be absent. There, the particle decides what is required; elsewhere, the member decides.
 */
export function contentModel(
  particle: Particle,
  members: ReadonlyMap<string, MemberDescriptor>,
  isWithinChoice = false,
): ContentModel {
  if (typeof particle !== "string") {
    const { kind, particles } = particle;
    const isInner = isWithinChoice || kind === "choice" || kind === "optional";
    return { kind, particles: particles.map((one) => contentModel(one, members, isInner)) };
  }
  const member = members.get(particle);
  if (member === undefined) {
    throw new TypeError(`the content model names ${particle}, which is not a member of the type`);
  }
  const required: MemberParticle = { kind: "member", property: particle, member };
  return member.isOptional === true && !isWithinChoice ? { kind: "optional", particles: [required] } : required;
}

/** The properties of the model's members. */
export function propertiesOf(model: ContentModel): readonly string[] {
  return model.kind === "member" ? [model.property] : model.particles.flatMap(propertiesOf);
}

/** Whether one member requires or excludes another. If none does, the schemas of the properties reject every wrong value. */
export function relatesMembers(model: ContentModel): boolean {
  switch (model.kind) {
    case "member":
      return false;
    case "choice":
      return true;
    case "optional":
      return model.particles.some(({ kind }) => kind !== "member");
    default:
      return model.particles.some(relatesMembers);
  }
}

/** The rule that the values break, as "expected …"; undefined if they fit the model. */
export function violation(model: ContentModel, values: Values): string | undefined {
  switch (model.kind) {
    case "member":
      return values[model.property] === undefined ? `expected ${model.property}` : undefined;
    case "choice":
      return alternative(model, values) === undefined ? `expected exactly one of ${titleOf(model)}` : undefined;
    case "optional":
      return presentOf(model, values).length > 0 ? firstViolation(model, values) : undefined;
    default:
      return firstViolation(model, values);
  }
}

/** The alternative of a choice that has all the present properties, and lacks none that it requires. */
export function alternative(choice: ModelGroup, values: Values): ContentModel | undefined {
  const present = presentOf(choice, values);
  return choice.particles.find((particle) => {
    const properties = propertiesOf(particle);
    return present.every((one) => properties.includes(one)) && violation(particle, values) === undefined;
  });
}

function firstViolation({ particles }: ModelGroup, values: Values): string | undefined {
  for (const particle of particles) {
    const found = violation(particle, values);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** The properties of the model that have a value, an empty array aside: it makes no elements. */
function presentOf(model: ContentModel, values: Values): readonly string[] {
  return propertiesOf(model).filter((property) => {
    const value = values[property];
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
}

function titleOf({ particles }: ModelGroup): string {
  return particles.map((particle) => propertiesOf(particle).join(" with ")).join(", ");
}
