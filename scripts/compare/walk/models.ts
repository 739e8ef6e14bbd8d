import { indexModel } from "../../contract/model-index.js";
import type { ServiceModel } from "../../contract/service-model.js";
import type { Change } from "../verdict/change.js";
import { changesOf } from "./changes-of.js";
import { pairsOfGoneTypes } from "./code-names.js";
import { Comparison } from "./comparison.js";
import { GeneratedCode } from "./generated-code.js";
import { type OfferedOperation, offeredOperations } from "./offered-operations.js";
import { compareOperations, type OperationDifferences, pairOperations } from "./operations.js";
import type { Pairing } from "./pair-up.js";
import { comparePorts } from "./ports.js";
import { compareReferences } from "./types.js";

interface CompareOptions {
  /** Names of the operations to compare. Default: all of them. */
  readonly operations?: readonly string[];
}

/**
 * Lists what a newer contract changes for the callers of an older one. Prefixes, the order of declarations, the division
 * of schemas into documents and HTTP bindings affect neither messages nor generated types, and are no changes.
 *
 * A change of a type that several operations use is listed once, with all of them. The changes are in the order of the
 * older contract's operations; operations that were added come last.
 */
export function compareModels(older: ServiceModel, newer: ServiceModel, options: CompareOptions = {}): Change[] {
  const generated = { older: new GeneratedCode(older), newer: new GeneratedCode(newer) };
  const [before, after] = [offeredOperations(older), offeredOperations(newer)];
  const operations = restricted(pairOperations(before, after), options);
  const comparison = new Comparison(
    indexModel(older),
    indexModel(newer),
    compareReferences,
    [...before, ...after].some(isEncoded),
    generated,
  );
  const found = [...comparePorts(older, newer, operations), ...compareOperations(operations, comparison, newer)];
  comparison.run();
  found.push(...goneTypes(operations, found, generated));
  return changesOf(
    found,
    [...before, ...operations.added].map(({ title }) => title),
  );
}

/** The types that are gone from code, of the operations of both contracts. */
function goneTypes(
  { pairs }: Pairing<OfferedOperation>,
  found: readonly OperationDifferences[],
  generated: Comparison["generated"],
): OperationDifferences[] {
  const stubs = new Map(
    pairs.map(([{ title, bindings }]) => {
      const operations = [...bindings.values()].flat();
      return [title, operations.map((one) => generated.older.stubOf(one)).filter((stub) => stub !== undefined)];
    }),
  );
  const reached = new Set(found.map(({ pair }) => pair));
  // The set grows during the iteration.
  for (const { uses } of reached) {
    for (const used of uses) {
      reached.add(used);
    }
  }
  const known = [...reached].flatMap(({ differences }) => differences);
  return [...pairsOfGoneTypes(stubs, known, generated)].map(([title, pair]) => ({
    pair,
    direction: "operation",
    operations: [title],
  }));
}

function isEncoded({ bindings }: OfferedOperation): boolean {
  return [...bindings.values()]
    .flat()
    .some(({ input, output }) => input.use === "encoded" || output?.use === "encoded");
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
