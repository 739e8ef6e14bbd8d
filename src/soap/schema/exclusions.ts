import { type ContentModel, type ModelGroup, propertiesOf } from "./content-model.js";

/** Takes a property, unless a choice has no alternative with it and with all that were taken before. Returns whether it did. */
export type TakeProperty = (property: string) => boolean;

/** For each occurrence of a content model, a function that takes its properties one by one. */
export function exclusionsOf(model: ContentModel): () => TakeProperty {
  const choicesOf = choicesByProperty(model);
  return () => {
    const taken = new Map<ModelGroup, ReadonlySet<ContentModel>>();
    return (property) => {
      const left = [...(choicesOf.get(property) ?? [])].map(
        ([choice, alternatives]) => [choice, common(taken.get(choice) ?? alternatives, alternatives)] as const,
      );
      const isExcluded = left.some(([, { size }]) => size === 0);
      for (const [choice, alternatives] of isExcluded ? [] : left) {
        taken.set(choice, alternatives);
      }
      return !isExcluded;
    };
  };
}

type Choices = Map<ModelGroup, Set<ContentModel>>;

/** By property, the choices around it, with those of their alternatives that have it. */
function choicesByProperty(model: ContentModel, found = new Map<string, Choices>()): ReadonlyMap<string, Choices> {
  if (model.kind === "member") {
    return found;
  }
  for (const particle of model.particles) {
    for (const property of model.kind === "choice" ? propertiesOf(particle) : []) {
      const choices: Choices = found.get(property) ?? new Map();
      found.set(property, choices.set(model, (choices.get(model) ?? new Set()).add(particle)));
    }
    choicesByProperty(particle, found);
  }
  return found;
}

/** Looks at the smaller set only: thousands of alternatives may have one property. */
function common<T>(first: ReadonlySet<T>, second: ReadonlySet<T>): ReadonlySet<T> {
  const [few, many] = first.size < second.size ? [first, second] : [second, first];
  return few === many ? few : new Set([...few].filter((one) => many.has(one)));
}
