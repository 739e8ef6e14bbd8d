import type { z } from "zod";
import { factsOf, resolve, type TypeFacts } from "./schema.js";

/** What the zod wrappers around a type say: `z.array(xs.int.nullable()).min(1).optional()`. */
export interface Occurrence {
  readonly facts: TypeFacts;
  readonly isOptional: boolean;
  readonly isNillable: boolean;
  /** Undefined where there is at most one. */
  readonly repeats?: { readonly min: number; readonly max: number } | undefined;
}

/** Unwraps a member's schema down to the type that has facts. */
export function occurrenceOf(reference: object): Occurrence {
  let schema: z.core.$ZodType = resolve(reference);
  let isOptional = false;
  let isNillable = false;
  let repeats: Occurrence["repeats"];
  let facts = factsOf(schema);
  while (facts === undefined) {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    switch (def.type) {
      case "optional":
        isOptional = true;
        schema = def.innerType;
        break;
      case "nullable":
        isNillable = true;
        schema = def.innerType;
        break;
      case "array":
        repeats = lengthsOf(def);
        schema = def.element;
        break;
      default:
        throw new TypeError(
          `zod's ${def.type} says nothing of XML; expected a type of xs, or one made by complexType()`,
        );
    }
    facts = factsOf(schema);
  }
  return { facts, isOptional, isNillable, repeats };
}

function lengthsOf({ checks = [] }: z.core.$ZodArrayDef): { min: number; max: number } {
  let min = 0;
  let max = Number.POSITIVE_INFINITY;
  for (const check of checks) {
    const { def } = (check as z.core.$ZodChecks)._zod;
    if (def.check === "min_length") {
      min = def.minimum;
    } else if (def.check === "max_length") {
      max = def.maximum;
    } else if (def.check === "length_equals") {
      min = def.length;
      max = def.length;
    }
  }
  return { min, max };
}
