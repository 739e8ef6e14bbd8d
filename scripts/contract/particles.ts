import type { Particle } from "./service-model.js";

/** Whether a particle allows no element at all: XML Schema Part 1 §3.9.6, Particle Emptiable. */
export function isEmptiable(particle: Particle): boolean {
  if (particle.min === 0 || particle.kind === "element" || particle.kind === "any") {
    return particle.min === 0;
  }
  return particle.kind === "choice" ? particle.particles.some(isEmptiable) : particle.particles.every(isEmptiable);
}
