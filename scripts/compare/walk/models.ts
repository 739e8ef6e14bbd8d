import { indexModel, type ResolvedType } from "../../contract/model-index.js";
import { typeName } from "../../contract/names.js";
import type { ServiceModel } from "../../contract/service-model.js";
import type { Declaration } from "../../emit/print/symbol.js";
import type { PlannedStub } from "../../emit/what/service-plan.js";
import { type Change, type ChangeKind, join } from "../verdict/change.js";
import { changesOf } from "./changes-of.js";
import { compareDeclaredTypes, nameInCode } from "./code-names.js";
import { type ComparedPair, Comparison, type Difference, differenceAt, emptyPair } from "./comparison.js";
import { pairOfContents } from "./complex-types.js";
import { type DeclaredType, GeneratedCode } from "./generated-code.js";
import { type OfferedOperation, offeredOperations } from "./offered-operations.js";
import { compareOperations, type OperationDifferences, pairOperations } from "./operations.js";
import type { Pairing } from "./pair-up.js";
import { comparePorts } from "./ports.js";
import { compareReferences, effectBetween } from "./types.js";

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
  const was = { index: indexModel(older), code: new GeneratedCode(older) };
  const is = { index: indexModel(newer), code: new GeneratedCode(newer) };
  const [before, after] = [offeredOperations(older), offeredOperations(newer)];
  const operations = restricted(pairOperations(before, after), options);
  const areNamesWritten = [...before, ...after].some(isEncoded);
  const between = (from: typeof was, to: typeof is) => {
    const generated = { older: from.code, newer: to.code };
    return new Comparison(from.index, to.index, compareReferences, areNamesWritten, generated);
  };
  const comparison = between(was, is);
  const found = [...comparePorts(older, newer, operations), ...compareOperations(operations, comparison, newer)];
  comparison.run();
  found.push(
    ...goneTypes(operations, found, { comparison, partners: comparison.partners(), amongNewer: between(is, is) }),
  );
  return changesOf(
    found,
    [...before, ...operations.added].map(({ title }) => title),
  );
}

/** The types that are gone from code, of the operations of both contracts. */
function goneTypes(
  { pairs }: Pairing<OfferedOperation>,
  found: readonly OperationDifferences[],
  comparisons: Comparisons,
): OperationDifferences[] {
  const { older } = comparisons.comparison.generated;
  const stubs = new Map(
    pairs.map(([{ title, bindings }]) => {
      const operations = [...bindings.values()].flat();
      return [title, operations.map((one) => older.stubOf(one)).filter((stub) => stub !== undefined)];
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
  return [...pairsOfGoneTypes(stubs, known, comparisons)].map(([title, pair]) => ({
    pair,
    direction: "operation",
    operations: [title],
  }));
}

/**
 * The types that code can no longer import, though operations of both contracts led to them: another type or none has their content now,
 * and their name may be that of another type. Leaves out those that another breaking difference names, and those to which only a type
 * that is gone led.
 *
 * @param stubs the stubs of operations of both contracts, by the titles of these.
 * @param known the other differences.
 */
function pairsOfGoneTypes(
  stubs: ReadonlyMap<string, readonly PlannedStub[]>,
  known: Iterable<Difference>,
  comparisons: Comparisons,
): ReadonlyMap<string, ComparedPair> {
  const { older, newer } = comparisons.comparison.generated;
  const [renamed, replaced] = [new Set<string>(), new Set<string>()];
  for (const { kind, old, new: now, names = [], code } of known) {
    const named = now !== undefined && RENAMED.has(kind) ? renamed : replaced;
    for (const name of code === "replaced" ? [old, ...names].filter((one) => one !== undefined) : []) {
      named.add(name).add(typeName(name));
    }
  }
  const pairs = new Map<Declaration | PlannedStub, ComparedPair>();
  const pairOf = (one: Declaration | PlannedStub): ComparedPair => {
    const pair = pairs.get(one) ?? emptyPair();
    pairs.set(one, pair);
    return pair;
  };
  const all = new Map([...stubs].map(([title, own]) => [title, { differences: [], uses: new Set(own.map(pairOf)) }]));
  // The map grows during the iteration.
  for (const [one, { differences, uses }] of pairs) {
    const isNamed = "name" in one && (renamed.has(one.name) || replaced.has(one.name));
    const gone = "name" in one && !isNamed ? goneType(one, comparisons) : [];
    differences.push(...gone);
    if (gone.length === 0 && (!("name" in one) || renamed.has(one.name) || newer.exports(one.name))) {
      for (const other of older.referredBy(one)) {
        uses.add(pairOf(other));
      }
    }
  }
  return all;
}

const RENAMED: ReadonlySet<ChangeKind> = new Set(["type-renamed", "generated-type-renamed"]);

interface Comparisons {
  readonly comparison: Comparison;
  /** The newer types that took the place of each older one in messages. Further questions to the comparison add none. */
  readonly partners: ReturnType<Comparison["partners"]>;
  /** One of the newer contract with itself. */
  readonly amongNewer: Comparison;
}

function goneType({ name }: Declaration, comparisons: Comparisons): Difference[] {
  const { comparison } = comparisons;
  const { older, newer } = comparison.generated;
  const location = { place: { kind: "type", name: older.titleOf(name) }, path: [] } as const;
  if (!newer.exports(name)) {
    return compareDeclaredTypes(name, undefined, location);
  }
  const [was, is] = [older.typeNamed(name), newer.typeNamed(name)];
  const partners = was === undefined ? [] : [...(comparisons.partners.get(was.type) ?? [])];
  // What is no type of the contract is part of one, or of a message. It is compared with these, unless a type has its name now.
  const isKept =
    was !== undefined && was.isUnion === is?.isUnion
      ? isInterchangeable(was, is, partners, comparisons)
      : was === is || older.codeNamed(name) === newer.codeNamed(name);
  if (isKept) {
    return [];
  }
  const nameOf = (one: ResolvedType) =>
    was?.isUnion && one.kind === "complex" ? newer.unionOf(one)?.name : nameInCode(one, newer);
  const now = partners.map(nameOf).find((one) => one !== undefined && one !== name);
  const titles = { old: "that of the messages", new: "another type of that name" };
  return now === undefined
    ? [differenceAt(location, { kind: "generated-type-changed", ...titles, wire: "same", code: "replaced" })]
    : compareDeclaredTypes(name, now, location);
}

/**
 * Whether code that imports a type by its name can go on doing so, where other types may have taken its place in messages.
 *
 * @param is the newer type of that name, which code imports from now on.
 * @param partners the newer types that messages contain instead of the older one.
 */
function isInterchangeable(
  was: DeclaredType,
  is: DeclaredType,
  partners: readonly ResolvedType[],
  { comparison, amongNewer }: Comparisons,
): boolean {
  const others = partners.filter((one) => one !== is.type);
  if (others.length === 0 && partners.length > 0) {
    return true;
  }
  const effectOf = (from: ResolvedType, to: ResolvedType, by: Comparison) =>
    effectBetween(from, to, by, was.isUnion ? undefined : pairOfContents).code;
  const effect = effectOf(was.type, is.type, comparison);
  // Values of the older type go to the newer one of its name, and on to the other one: both ways must agree.
  // Where the other one replaced the older type, that is reported.
  const isBetween = (other: ResolvedType) => {
    const total = effectOf(was.type, other, comparison);
    return total === "replaced" ? effect === "same" : join(effect, effectOf(is.type, other, amongNewer)) === total;
  };
  return others.length === 0 ? effect === "same" : others.every(isBetween);
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
