import { attributeOf, elementsOf, type XmlElement } from "../../../src/soap/xml/xml-element.js";
import type { Content, GroupParticle, Occurrence, Particle } from "../../contract/service-model.js";
import { documented } from "../source/documentation.js";
import { refuse, requiredAttribute } from "../source/source-document.js";
import { compositorOf, contentModelsIn, isContentModel } from "./content-models.js";
import {
  documentedReference,
  type GlobalDeclaration,
  type OpenGroups,
  referencedGroup,
  type SchemaScope,
} from "./declaration-table.js";
import { readElement } from "./element.js";
import { readWildcard } from "./wildcard.js";

/** Reads the content model of a complex type or a derivation. */
export function readContent(parent: XmlElement, scope: SchemaScope): Content {
  const [model, ...others] = contentModelsIn(parent);
  if (others.length > 0) {
    refuse(scope, parent, "has more than one content model", "expected one sequence, choice, all or group");
  }
  const particle = model && readGroup(model, scope, []);
  if (model !== undefined && particle !== undefined) {
    refuseTooMany("elements", expandedSize(particle), model, scope);
  }
  // XML Schema Part 1 §3.4.2: an empty sequence is empty content. No content can satisfy an empty choice.
  const isEmpty = particle?.particles.length === 0 && (model?.name === "sequence" || model?.name === "all");
  return particle === undefined || isEmpty ? { kind: "empty" } : { kind: "particle", particle };
}

/**
 * Limits of one type and of all together, ten times the sizes in large contracts. Without limits, a few lines could stand
 * for millions of particles or attributes: groups that each refer to the next one twice, a group that all types have.
 */
const [MAX_OF_ONE, MAX_OF_ALL] = [10_000, 200_000];

/** Refuses a content model with too many elements, or a type with too many attributes. */
export function refuseTooMany(
  noun: "elements" | "attributes",
  size: number,
  element: XmlElement,
  scope: SchemaScope,
): void {
  const total = scope.declarations.count(noun, size);
  const [what, most] = size > MAX_OF_ONE ? ["holds", MAX_OF_ONE] : ["and others hold", MAX_OF_ALL];
  if (size > MAX_OF_ONE || total > MAX_OF_ALL) {
    refuse(scope, element, `${what} more than ${most} ${noun}, once its groups are expanded`, "expected a smaller one");
  }
}

const sizes = new WeakMap<readonly Particle[], number>();

/** The number of particles, where each reference to a group counts all that the group holds. */
function expandedSize(particle: Particle): number {
  if (particle.kind === "element" || particle.kind === "any") {
    return 1;
  }
  const known = sizes.get(particle.particles);
  const size = known ?? particle.particles.reduce((sum, inner) => sum + expandedSize(inner), 1);
  sizes.set(particle.particles, size);
  return size;
}

/** Reads a particle; undefined where its `maxOccurs` is 0. */
function readParticle(element: XmlElement, scope: SchemaScope, open: OpenGroups): Particle | undefined {
  if (isContentModel(element)) {
    return readGroup(element, scope, open);
  }
  const occurrence = readOccurrence(element, scope);
  if (occurrence.max === 0) {
    return undefined;
  }
  return element.name === "any"
    ? { kind: "any", ...occurrence, ...readWildcard(element, scope) }
    : { ...readElement(element, scope), ...occurrence };
}

/** Reads `<xs:sequence>`, `<xs:choice>`, `<xs:all>`, or `<xs:group ref="tns:address"/>`. */
function readGroup(element: XmlElement, scope: SchemaScope, open: OpenGroups): GroupParticle | undefined {
  const occurrence = readOccurrence(element, scope);
  if (occurrence.max === 0) {
    return undefined;
  }
  if (element.name !== "group") {
    const particles = readParticles(element, scope, open);
    return { kind: requiredCompositor(element, scope), ...occurrence, particles, ...documented(element) };
  }
  const group = referencedGroup("group", requiredAttribute(scope, element, "ref"), element, scope, open);
  const documentation = documentedReference(scope, element, group.element, ...contentModelsIn(group.element));
  return { ...readGroupDefinition(group, open), ...occurrence, ...documentation };
}

function readParticles(compositor: XmlElement, scope: SchemaScope, open: OpenGroups): Particle[] {
  return elementsOf(compositor)
    .filter(({ name }) => name !== "annotation")
    .map((child) => readParticle(child, scope, open))
    .filter((particle) => particle !== undefined);
}

type GroupDefinition = Pick<GroupParticle, "kind" | "particles">;

const groupDefinitions = new WeakMap<GlobalDeclaration, GroupDefinition>();

/**
 * Reads `<xs:group name="address">`. All references share the result, also those from a type within the group: the model
 * then is a cyclic graph.
 */
export function readGroupDefinition(group: GlobalDeclaration, open: OpenGroups = []): GroupDefinition {
  const known = groupDefinitions.get(group);
  if (known !== undefined) {
    return known;
  }
  const { element, scope } = group;
  const [model, ...others] = contentModelsIn(element);
  if (model === undefined || others.length > 0) {
    refuse(scope, element, "holds no content model, or more than one", "expected one sequence, choice or all");
  }
  const particles: Particle[] = [];
  const definition = { kind: requiredCompositor(model, scope), particles };
  groupDefinitions.set(group, definition);
  try {
    particles.push(...readParticles(model, scope, [...open, group]));
  } catch (error) {
    groupDefinitions.delete(group);
    throw error;
  }
  return definition;
}

function requiredCompositor(element: XmlElement, scope: SchemaScope): GroupParticle["kind"] {
  return compositorOf(element) ?? refuse(scope, element, "cannot stand here", "expected sequence, choice or all");
}

/** Reads `minOccurs` and `maxOccurs`. The default of each is 1. */
function readOccurrence(element: XmlElement, scope: SchemaScope): Occurrence {
  const min = readCount(element, "minOccurs", scope);
  const max = readCount(element, "maxOccurs", scope);
  if (min === "unbounded" || (max !== "unbounded" && max < min)) {
    refuse(scope, element, `occurs at least ${min} and at most ${max} times`, "expected minOccurs up to maxOccurs");
  }
  return { min, max };
}

function readCount(element: XmlElement, name: string, scope: SchemaScope): Occurrence["max"] {
  const value = attributeOf(element, name)?.trim() ?? "1";
  if (value === "unbounded") {
    return value;
  }
  return /^\+?\d+$/.test(value)
    ? Number(value)
    : refuse(scope, element, `has ${name}="${value}"`, 'expected a whole number or "unbounded"');
}
