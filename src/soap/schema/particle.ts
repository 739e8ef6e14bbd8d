/**
 * The content model of a complex type, if it is more than a sequence of its members. A particle is the name of a property,
 * or a group of particles.
 *
 * ```ts
 * sequence("amount", choice("card", sequence("iban", optional("bic"))))
 * ```
 */
export type Particle<Key extends string = string> = Key | Group<Key>;

/** Properties whose elements stand in one group of the content. */
export interface Group<Key extends string = string> {
  /** How the elements follow each other. */
  readonly kind: "sequence" | "choice" | "all" | "optional";
  /** Properties and inner groups, in the order of the contract. */
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

type Naming = (property: string) => string;

/**
 * The alternatives of a choice in words, for errors and for generated documentation: `card, iban with optional bic`,
 * `amount with (payment or token)`.
 */
export function alternativesOf(choice: Group, nameOf: Naming = String): string {
  return choice.particles.map((particle) => wordsOf(particle, nameOf)).join(", ");
}

/** A particle in words. Required particles stand before optional ones. */
export function wordsOf(particle: Particle, nameOf: Naming = String): string {
  if (typeof particle === "string") {
    return nameOf(particle);
  }
  const { kind, particles } = particle;
  switch (kind) {
    case "choice":
      return particles.map((one) => wordsOf(one, nameOf)).join(" or ");
    case "optional":
      return `optional ${particles.map((one) => groupedWords(one, nameOf)).join(" with ")}`;
    default: {
      const required = particles.filter((one) => !isOptional(one));
      return [...required, ...particles.filter(isOptional)].map((one) => groupedWords(one, nameOf)).join(" with ");
    }
  }
}

function groupedWords(particle: Particle, nameOf: Naming): string {
  const words = wordsOf(particle, nameOf);
  return typeof particle === "string" || particle.kind === "optional" ? words : `(${words})`;
}

function isOptional(particle: Particle): boolean {
  return typeof particle !== "string" && particle.kind === "optional";
}
