import { cached } from "./lazy.js";
import type { MemberDescriptor } from "./member.js";
import type { Group, Particle } from "./particle.js";

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
