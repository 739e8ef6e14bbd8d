import { cached } from "./lazy.js";
import type { MemberDescriptor } from "./member.js";
import { alternativesOf, type Group, type Particle } from "./particle.js";

/** A content model with its members. Everything in it is required, except within an `optional` group. */
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
 *
 * @param isConditional whether the particle is within a choice or an optional group.
 */
export function contentModel(
  particle: Particle,
  members: ReadonlyMap<string, MemberDescriptor>,
  isConditional = false,
): ContentModel {
  if (typeof particle !== "string") {
    const { kind, particles } = particle;
    const isInnerConditional = isConditional || kind === "choice" || kind === "optional";
    return { kind, particles: particles.map((one) => contentModel(one, members, isInnerConditional)) };
  }
  const member = members.get(particle);
  if (member === undefined) {
    throw new TypeError(`the content model names ${particle}, which is not a member of the type`);
  }
  const required: MemberParticle = { kind: "member", property: particle, member };
  return member.isOptional === true && !isConditional ? { kind: "optional", particles: [required] } : required;
}

const properties = new WeakMap<ContentModel, ReadonlySet<string>>();

/** The properties of the model's members. */
export function propertiesOf(model: ContentModel): ReadonlySet<string> {
  return cached(properties, model, () =>
    model.kind === "member"
      ? new Set([model.property])
      : new Set(model.particles.flatMap((particle) => [...propertiesOf(particle)])),
  );
}

const alternatives = new WeakMap<ModelGroup, ReadonlyMap<string, readonly ContentModel[]>>();

/** By property, the alternatives of a choice that have it. */
function alternativesByProperty(choice: ModelGroup): ReadonlyMap<string, readonly ContentModel[]> {
  return cached(alternatives, choice, () => {
    const found = new Map<string, ContentModel[]>();
    for (const particle of choice.particles) {
      for (const property of propertiesOf(particle)) {
        const known = found.get(property);
        known?.push(particle);
        found.set(property, known ?? [particle]);
      }
    }
    return found;
  });
}

/** The rule that values break, as "expected …"; undefined if they break none. */
export type ContentCheck = (values: Values) => string | undefined;

/**
 * The check of members that require or exclude each other; undefined if there are none. It does not check a member that is
 * required by itself: the schema of the property and the codec do that.
 */
export function contentCheck(model: ContentModel): ContentCheck | undefined {
  const related = relatedWithin(model);
  return related.length === 0 ? undefined : (values) => firstViolation(related, values);
}

/** The check of members that exclude each other, where each may be missing or null. */
export function exclusionCheck(model: ContentModel): ContentCheck {
  return (values) => exclusion(model, values);
}

function exclusion(model: ContentModel, values: Values): string | undefined {
  if (model.kind === "member") {
    return undefined;
  }
  const present = presentIn(model, values).filter((property) => values[property] !== null);
  const isWithin = (particle: ContentModel) => present.every((one) => propertiesOf(particle).has(one));
  if (model.kind === "choice" && !model.particles.some(isWithin)) {
    return `expected at most one of ${alternativesIn(model)}; found ${present.join(", ")}`;
  }
  return model.particles.map((particle) => exclusion(particle, values)).find((found) => found !== undefined);
}

/** The choices, and the optional groups of more than one member. */
function relatedWithin(model: ContentModel): readonly ContentModel[] {
  switch (model.kind) {
    case "member":
      return [];
    case "choice":
      return [model];
    case "optional":
      return model.particles.every(({ kind }) => kind === "member") ? [] : [model];
    default:
      return model.particles.flatMap(relatedWithin);
  }
}

function violation(model: ContentModel, values: Values, isWithinOptional = false): string | undefined {
  switch (model.kind) {
    case "member":
      return values[model.property] === undefined ? `expected ${model.property}` : undefined;
    case "choice": {
      if (alternative(model, values) !== undefined) {
        return undefined;
      }
      const found = presentIn(model, values).join(", ") || "none";
      return `expected ${isWithinOptional ? "at most" : "exactly"} one of ${alternativesIn(model)}; found ${found}`;
    }
    case "optional":
      return isAnyPresent(model, values) ? firstViolation(model.particles, values, true) : undefined;
    default:
      return firstViolation(model.particles, values);
  }
}

/** The alternative of a choice that has all the present properties, and lacks none that it requires. */
export function alternative(choice: ModelGroup, values: Values): ContentModel | undefined {
  const present = presentIn(choice, values);
  const [first] = present;
  const candidates = first === undefined ? choice.particles : alternativesByProperty(choice).get(first);
  return candidates?.find((particle) => {
    const own = propertiesOf(particle);
    return present.every((one) => own.has(one)) && violation(particle, values) === undefined;
  });
}

function firstViolation(
  particles: readonly ContentModel[],
  values: Values,
  isWithinOptional = false,
): string | undefined {
  for (const particle of particles) {
    const found = violation(particle, values, isWithinOptional);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function isAnyPresent(model: ContentModel, values: Values): boolean {
  return model.kind === "member"
    ? isPresent(values[model.property])
    : model.particles.some((particle) => isAnyPresent(particle, values));
}

/** The properties of the model's members whose values make elements. */
function presentIn(model: ContentModel, values: Values): string[] {
  const own = propertiesOf(model);
  const present = Object.keys(values).filter((property) => own.has(property) && isPresent(values[property]));
  return present.length < 2 ? present : [...own].filter((property) => isPresent(values[property]));
}

/** Whether the value of a property makes any elements. */
function isPresent(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function alternativesIn(choice: ModelGroup): string {
  return alternativesOf({ kind: "choice", particles: choice.particles.map(particleIn) });
}

/** The particle that a content model was made of. */
function particleIn(model: ContentModel): Particle {
  return model.kind === "member" ? model.property : { kind: model.kind, particles: model.particles.map(particleIn) };
}
