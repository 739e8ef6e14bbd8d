import { attributeOf, elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import type { Content, GroupParticle, Occurrence, Particle } from "../../contract/service-model.js";
import { documented } from "../source/documentation.js";
import { refuse, requiredAttribute } from "../source/source-document.js";
import { type Component, resolve, type Scope, unopened } from "./components.js";
import { readElement } from "./element.js";
import { readWildcard } from "./wildcard.js";

/** Reads the content model of a complex type or a derivation: one `sequence`, `choice`, `all` or `group`, or none. */
export function readContent(parent: XmlElement, scope: Scope): Content {
  const [model, ...others] = elementsOf(parent).filter(isModel);
  if (others.length > 0) {
    refuse(scope, parent, "has more than one content model", "expected one sequence, choice, all or group");
  }
  const particle = model && readGroup(model, scope, []);
  // XML Schema Part 1 §3.4.2: a sequence of nothing is no content. A choice of nothing cannot be met.
  const holdsNothing = particle?.particles.length === 0 && (model?.name === "sequence" || model?.name === "all");
  return particle === undefined || holdsNothing ? { kind: "empty" } : { kind: "particle", particle };
}

/** Whether a complex type or a derivation has a content model that is more than a sequence of nothing. */
export function hasContentModel(parent: XmlElement): boolean {
  return elementsOf(parent).some((child) => isModel(child) && !isNothing(child));
}

function isNothing(model: XmlElement): boolean {
  return (
    (model.name === "sequence" || model.name === "all") && elementsOf(model).every(({ name }) => name === "annotation")
  );
}

/**
 * Reads a particle; undefined where it cannot occur, `maxOccurs` being 0.
 *
 * @param open the groups that this is within.
 */
function readParticle(element: XmlElement, scope: Scope, open: readonly Component[]): Particle | undefined {
  if (isModel(element)) {
    return readGroup(element, scope, open);
  }
  const occurrence = readOccurrence(element, scope);
  if (occurrence.max === 0) {
    return undefined;
  }
  return element.name === "any"
    ? { kind: "any", ...occurrence, ...readWildcard(element, scope), ...documented(element) }
    : { ...readElement(element, scope), ...occurrence };
}

/** `<xs:sequence>`, `<xs:choice>`, `<xs:all>`, or `<xs:group ref="tns:address"/>`. */
function readGroup(element: XmlElement, scope: Scope, open: readonly Component[]): GroupParticle | undefined {
  const occurrence = readOccurrence(element, scope);
  if (occurrence.max === 0) {
    return undefined;
  }
  if (element.name !== "group") {
    const particles = readParticles(element, scope, open);
    return { kind: compositorOf(element, scope), ...occurrence, particles, ...documented(element) };
  }
  const group = resolve("group", requiredAttribute(scope, element, "ref"), element, scope);
  const target =
    unopened(group, open) ??
    refuse(scope, element, "refers to a group that it is part of", "a group cannot hold itself");
  return { ...readGroupDefinition(target, open), ...occurrence, ...documented(group.element), ...documented(element) };
}

function readParticles(compositor: XmlElement, scope: Scope, open: readonly Component[]): Particle[] {
  return elementsOf(compositor)
    .filter(({ name }) => name !== "annotation")
    .map((child) => readParticle(child, scope, open))
    .filter((particle) => particle !== undefined);
}

const expansions = new WeakMap<Component, Pick<GroupParticle, "kind" | "particles">>();

/**
 * What `<xs:group name="address">` holds. All references share it, even one from a type within the group, which makes the
 * model a graph with a cycle.
 */
export function readGroupDefinition(
  group: Component,
  open: readonly Component[] = [],
): Pick<GroupParticle, "kind" | "particles"> {
  const known = expansions.get(group);
  if (known !== undefined) {
    return known;
  }
  const [model, ...others] = elementsOf(group.element).filter(isModel);
  if (model === undefined || others.length > 0) {
    refuse(
      group.scope,
      group.element,
      "holds no content model, or more than one",
      "expected one sequence, choice or all",
    );
  }
  const particles: Particle[] = [];
  const expansion = { kind: compositorOf(model, group.scope), particles };
  expansions.set(group, expansion);
  particles.push(...readParticles(model, group.scope, [...open, group]));
  return expansion;
}

const COMPOSITORS = ["sequence", "choice", "all"] as const;

function isModel({ name }: XmlElement): boolean {
  return name === "group" || COMPOSITORS.some((compositor) => compositor === name);
}

function compositorOf(element: XmlElement, scope: Scope): GroupParticle["kind"] {
  const compositor = COMPOSITORS.find((name) => name === element.name);
  return compositor ?? refuse(scope, element, "cannot stand here", "expected sequence, choice or all");
}

/** `minOccurs` and `maxOccurs`, each 1 where it is not said. */
function readOccurrence(element: XmlElement, scope: Scope): Occurrence {
  const min = readCount(element, "minOccurs", scope);
  const max = readCount(element, "maxOccurs", scope);
  if (min === "unbounded" || (max !== "unbounded" && max < min)) {
    refuse(scope, element, `occurs at least ${min} and at most ${max} times`, "expected minOccurs up to maxOccurs");
  }
  return { min, max };
}

function readCount(element: XmlElement, name: string, scope: Scope): Occurrence["max"] {
  const value = attributeOf(element, name)?.trim() ?? "1";
  if (value === "unbounded") {
    return value;
  }
  return /^\+?\d+$/.test(value)
    ? Number(value)
    : refuse(scope, element, `has ${name}="${value}"`, 'expected a whole number or "unbounded"');
}
