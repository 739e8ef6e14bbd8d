import { indexModel } from "../../contract/model-index.js";
import type { ServiceModel } from "../../contract/service-model.js";
import type { Change } from "../verdict/change.js";
import { changesOf } from "./changes-of.js";
import { Comparison } from "./comparison.js";
import { type OfferedOperation, offeredOperations } from "./offered-operations.js";
import { compareOperations, pairOperations } from "./operations.js";
import type { Pairing } from "./pair-up.js";
import { comparePorts } from "./ports.js";

export interface CompareOptions {
  /** Names of the operations to compare, those that a client uses; without it, all of them. */
  readonly operations?: readonly string[];
}

/**
 * Says what a newer contract changes for the callers of an older one. What stands in no message and in no type – prefixes,
 * the order of declarations, how schemas are split into documents, HTTP bindings – is no change.
 *
 * A change in a type that several operations use is told once, with all of them. The changes are in the order of the older
 * contract's operations, those that were added last.
 */
export function compareModels(older: ServiceModel, newer: ServiceModel, options: CompareOptions = {}): Change[] {
  const [before, after] = [offeredOperations(older), offeredOperations(newer)];
  const operations = restricted(pairOperations(before, after), options);
  const comparison = new Comparison(indexModel(older), indexModel(newer), [...before, ...after].some(isEncoded));
  const observations = [...comparePorts(older, newer, operations), ...compareOperations(operations, comparison)];
  comparison.run();
  return changesOf(
    observations,
    [...before, ...operations.added].map(({ title }) => title),
  );
}

function isEncoded({ bindings }: OfferedOperation): boolean {
  return [...bindings.values()].some(({ input, output }) => input.use === "encoded" || output?.use === "encoded");
}

function restricted(
  { pairs, removed, added }: Pairing<OfferedOperation>,
  { operations }: CompareOptions,
): Pairing<OfferedOperation> {
  const wanted = operations && new Set(operations);
  const isWanted = ({ name, title }: OfferedOperation) => wanted === undefined || wanted.has(name) || wanted.has(title);
  return {
    pairs: pairs.filter(([before]) => isWanted(before)),
    removed: removed.filter(isWanted),
    added: added.filter(isWanted),
  };
}
