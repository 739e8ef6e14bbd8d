/**
 * The order in which XML Schema wants a complex type's members, where it is more than one after the other. Particles are
 * property names, or groups of particles:
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

/** The properties that the particle is made of. */
export function keysOf(particle: Particle): readonly string[] {
  return typeof particle === "string" ? [particle] : particle.particles.flatMap(keysOf);
}

/**
 * Says which rule the properties that are present break; undefined if they fit.
 *
 * @param isChosen whether the particle is within a choice or something optional. Elsewhere it is the schema of a property
 *   that says whether it must be present.
 */
export function violation(
  particle: Particle,
  isPresent: (key: string) => boolean,
  isChosen = false,
): string | undefined {
  if (typeof particle === "string") {
    return isChosen && !isPresent(particle) ? `expected ${particle}` : undefined;
  }
  switch (particle.kind) {
    case "optional":
      return keysOf(particle).some(isPresent) ? firstViolation(particle.particles, isPresent, true) : undefined;
    case "choice":
      return alternative(particle, isPresent) === undefined ? `expected exactly one of ${list(particle)}` : undefined;
    default:
      return firstViolation(particle.particles, isPresent, isChosen);
  }
}

/** The alternative of a choice that holds all its properties that are present, and lacks none. */
export function alternative(choice: Group, isPresent: (key: string) => boolean): Particle | undefined {
  const present = keysOf(choice).filter(isPresent);
  return choice.particles.find((particle) => {
    const keys = keysOf(particle);
    return present.every((key) => keys.includes(key)) && violation(particle, isPresent, true) === undefined;
  });
}

function firstViolation(
  particles: readonly Particle[],
  isPresent: (key: string) => boolean,
  isChosen: boolean,
): string | undefined {
  for (const particle of particles) {
    const found = violation(particle, isPresent, isChosen);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function list(choice: Group): string {
  return choice.particles.map((particle) => keysOf(particle).join(" with ")).join(", ");
}
