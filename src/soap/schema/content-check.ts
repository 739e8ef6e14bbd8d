import { type ContentModel, type ModelGroup, propertiesOf } from "./content-model.js";
import { cached } from "./lazy.js";
import { alternativesOf, type Particle } from "./particle.js";

type Values = Readonly<Record<string, unknown>>;

/** The rule that values break, as "expected …"; undefined if they break none. */
export type ContentCheck = (values: Values) => string | undefined;

/**
 * The check of members that require or exclude each other; undefined if there are none. It does not check a member that is
 * required by itself: the schema of the property and the codec do that.
 */
export function contentCheck(model: ContentModel): ContentCheck | undefined {
  const related = relatedWithin(model);
  return related.length === 0 ? undefined : ofValues(checkEach(related, checkOf));
}

/** The check of members that exclude each other, where each may be missing or null. */
export function exclusionCheck(model: ContentModel): ContentCheck {
  return ofValues(checkEach([model], exclusionOf));
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

/**
 * The check of a part of a content model.
 *
 * A type may have thousands of members, and a response as many elements that have few of them. So a check gets the
 * properties of its part that are not undefined, and takes time for these alone.
 */
type PartCheck = (values: Values, defined: readonly string[]) => string | undefined;

function ofValues(check: PartCheck): ContentCheck {
  return (values) =>
    check(
      values,
      Object.keys(values).filter((property) => values[property] !== undefined),
    );
}

/** The first rule of the parts that is broken, in their order. */
function checkEach(parts: readonly ContentModel[], checkFor: (part: ContentModel) => PartCheck): PartCheck {
  return parts.length <= FEW_PARTS ? checkFew(parts, checkFor) : checkMany(parts, checkFor);
}

/** So few that checking each is faster than finding those that have properties. */
const FEW_PARTS = 4;

function checkFew(parts: readonly ContentModel[], checkFor: (part: ContentModel) => PartCheck): PartCheck {
  const checks = parts.map((part) => ({ check: checkFor(part), own: propertiesOf(part) }));
  return (values, defined) => {
    for (const { check, own } of checks) {
      const definedIn = defined.filter((property) => own.has(property));
      const reason = check(values, definedIn);
      if (reason !== undefined) {
        return reason;
      }
    }
    return undefined;
  };
}

function checkMany(parts: readonly ContentModel[], checkFor: (part: ContentModel) => PartCheck): PartCheck {
  const checks = parts.map(checkFor);
  const partsOf = partsByProperty(parts);
  const requiring = checks.flatMap((check, index) => (check({}, []) === undefined ? [] : [index]));
  return (values, defined) => {
    const definedIn = new Map<number, string[]>();
    for (const property of defined) {
      for (const { index } of partsOf.get(property) ?? []) {
        const known = definedIn.get(index);
        known?.push(property);
        definedIn.set(index, known ?? [property]);
      }
    }
    // The other parts are as in an empty object. The first of those that break a rule there ends the check.
    const missing = requiring.find((index) => !definedIn.has(index));
    if (missing !== undefined) {
      definedIn.set(missing, []);
    }
    for (const [index, own] of [...definedIn].sort(([one], [other]) => one - other)) {
      const reason = checks[index]?.(values, own);
      if (reason !== undefined) {
        return reason;
      }
    }
    return undefined;
  };
}

interface Part {
  readonly index: number;
  readonly model: ContentModel;
}

/** By property, the parts that have it. */
function partsByProperty(models: readonly ContentModel[]): ReadonlyMap<string, readonly Part[]> {
  const found = new Map<string, Part[]>();
  models.forEach((model, index) => {
    for (const property of propertiesOf(model)) {
      const known = found.get(property);
      known?.push({ index, model });
      found.set(property, known ?? [{ index, model }]);
    }
  });
  return found;
}

function checkOf(model: ContentModel): PartCheck {
  switch (model.kind) {
    case "member":
      return (values) => (values[model.property] === undefined ? `expected ${model.property}` : undefined);
    case "choice":
      return choiceCheck(model, "exactly");
    case "optional": {
      const check = checkEach(model.particles, (particle) =>
        particle.kind === "choice" ? choiceCheck(particle, "at most") : checkOf(particle),
      );
      return (values, defined) => (presentAmong(defined, values).length > 0 ? check(values, defined) : undefined);
    }
    default:
      return checkEach(model.particles, checkOf);
  }
}

function choiceCheck(choice: ModelGroup, allowed: "exactly" | "at most"): PartCheck {
  const find = alternativeOf(choice);
  return (values, defined) => {
    if (find(values, defined) !== undefined) {
      return undefined;
    }
    const found = namesIn(choice, presentAmong(defined, values)) || "none";
    return `expected ${allowed} one of ${alternativesIn(choice)}; found ${found}`;
  };
}

function exclusionOf(model: ContentModel): PartCheck {
  const groups = model.kind === "member" ? [] : model.particles.filter(({ kind }) => kind !== "member");
  const check = checkEach(groups, exclusionOf);
  if (model.kind !== "choice") {
    return check;
  }
  const find = partWith(model.particles);
  return (values, defined) => {
    const present = presentAmong(defined, values).filter((property) => values[property] !== null);
    return find(present) === undefined
      ? `expected at most one of ${alternativesIn(model)}; found ${namesIn(model, present)}`
      : check(values, defined);
  };
}

/** The alternative of a choice that has all the present properties, and lacks none that it requires. */
export function alternative(choice: ModelGroup, values: Values): ContentModel | undefined {
  const defined = [...propertiesOf(choice)].filter((property) => values[property] !== undefined);
  return alternativeOf(choice)(values, defined);
}

type FindAlternative = (values: Values, defined: readonly string[]) => ContentModel | undefined;

const alternatives = new WeakMap<ModelGroup, FindAlternative>();

function alternativeOf(choice: ModelGroup): FindAlternative {
  return cached(alternatives, choice, () => {
    const find = partWith(choice.particles);
    const checks = new Map(choice.particles.map((particle) => [particle, checkOf(particle)]));
    return (values, defined) =>
      find(presentAmong(defined, values), (particle) => checks.get(particle)?.(values, defined) === undefined);
  });
}

/** Finds the first part that has all of the properties. */
function partWith(models: readonly ContentModel[]) {
  const partsOf = partsByProperty(models);
  const all = models.map((model, index) => ({ index, model }));
  return (properties: readonly string[], isAccepted?: (model: ContentModel) => boolean): ContentModel | undefined => {
    // Those of the property that the fewest parts have.
    let candidates: readonly Part[] = all;
    for (const property of properties) {
      const some = partsOf.get(property) ?? [];
      candidates = some.length < candidates.length ? some : candidates;
    }
    for (const { model } of candidates) {
      const own = propertiesOf(model);
      if (properties.every((property) => own.has(property)) && isAccepted?.(model) !== false) {
        return model;
      }
    }
    return undefined;
  };
}

/** Those of the properties whose values make elements. */
function presentAmong(properties: readonly string[], values: Values): string[] {
  return properties.filter((property) => isPresent(values[property]));
}

/** Whether a value that is defined makes any elements. */
function isPresent(value: unknown): boolean {
  return !Array.isArray(value) || value.length > 0;
}

/** For errors: the properties in the order of the choice. */
function namesIn(choice: ModelGroup, properties: readonly string[]): string {
  const named = new Set(properties);
  return [...propertiesOf(choice)].filter((property) => named.has(property)).join(", ");
}

function alternativesIn(choice: ModelGroup): string {
  return alternativesOf({ kind: "choice", particles: choice.particles.map(particleIn) });
}

/** The particle that a content model was made of. */
function particleIn(model: ContentModel): Particle {
  return model.kind === "member" ? model.property : { kind: model.kind, particles: model.particles.map(particleIn) };
}
