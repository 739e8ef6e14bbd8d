import { valueName } from "../../contract/names.js";
import type { Operation } from "../../contract/service-model.js";
import type { Direction } from "../verdict/change.js";
import type { Comparison, Finding, Pair } from "./comparison.js";
import { compareFaults, compareMessages } from "./messages.js";
import { type OfferedOperation, PROTOCOL_TITLES, type SoapProtocol } from "./offered-operations.js";
import { foldedName, type Pairing, pairUp } from "./pair-up.js";

/** What was found out about operations, or about the things that their messages are made of. */
export interface Observation {
  readonly pair: Pair;
  readonly direction: Direction;
  /** Titles of the operations. */
  readonly operations: readonly string[];
}

/** Finds what has become of each operation: by its port type and name, or else by its name, however that is spelt now. */
export function pairOperations(
  older: readonly OfferedOperation[],
  newer: readonly OfferedOperation[],
): Pairing<OfferedOperation> {
  return pairUp(
    older,
    newer,
    ({ key }) => key,
    ({ title }) => title,
    ({ name }) => name,
    ({ name }) => foldedName(name),
  );
}

/** Compares the operations that both contracts have, and names those that only one has. */
export function compareOperations(
  { pairs, removed, added }: Pairing<OfferedOperation>,
  comparison: Comparison,
): Observation[] {
  return [
    ...pairs.flatMap(([older, newer]) => compareOperation(older, newer, comparison)),
    ...removed.map((operation) =>
      observed([operation.title], { kind: "operation-removed", wire: "replaced", code: "replaced" }),
    ),
    ...added.map((operation) => observed([operation.title], { kind: "operation-added", wire: "same", code: "same" })),
  ];
}

/** Findings about operations as a whole. */
export function observed(operations: readonly string[], ...findings: readonly Finding[]): Observation {
  return { pair: { findings: [...findings], uses: new Set() }, direction: "operation", operations };
}

function compareOperation(older: OfferedOperation, newer: OfferedOperation, comparison: Comparison): Observation[] {
  const about = (direction: Direction, pair: Pair): Observation => ({ pair, direction, operations: [older.title] });
  const observations = [observed([older.title], ...spellingFindings(older, newer))];
  for (const [protocol, before] of older.bindings) {
    const after = newer.bindings.get(protocol);
    if (after !== undefined) {
      const [request, response, fault] = [emptyPair(), emptyPair(), emptyPair()];
      compareMessages("request", before, after, request, comparison);
      compareMessages("response", before, after, response, comparison);
      compareFaults(before.faults, after.faults, fault, comparison);
      observations.push(
        observed([older.title], ...bindingFindings(before, after, protocol)),
        about("request", request),
        about("response", response),
        about("fault", fault),
      );
    }
  }
  return observations;
}

function emptyPair(): Pair {
  return { findings: [], uses: new Set() };
}

function spellingFindings(older: OfferedOperation, newer: OfferedOperation): Finding[] {
  if (older.name === newer.name) {
    return [];
  }
  const code = valueName(older.name) === valueName(newer.name) ? "same" : "replaced";
  return [{ kind: "operation-respelt", old: older.name, new: newer.name, wire: "replaced", code }];
}

function bindingFindings(older: Operation, newer: Operation, protocol: SoapProtocol): Finding[] {
  const findings: Finding[] = [];
  // An operation that is spelt otherwise has another action for that reason, and it is told once.
  if (newer.soapAction !== older.soapAction.replace(older.name, newer.name)) {
    const actions = { old: older.soapAction, new: newer.soapAction, names: [PROTOCOL_TITLES[protocol]] };
    findings.push({ kind: "soap-action-changed", ...actions, wire: "replaced", code: "same" });
  }
  if (newer.style !== older.style) {
    // The same message may be described in both styles; where it is another one, its elements are found to differ.
    findings.push({ kind: "style-changed", old: older.style, new: newer.style, wire: "same", code: "same" });
  }
  if (newer.input.use !== older.input.use) {
    const uses = { old: older.input.use, new: newer.input.use };
    findings.push({ kind: "use-changed", ...uses, wire: "replaced", code: "same" });
  }
  if (older.output === undefined && newer.output !== undefined) {
    findings.push({ kind: "response-added", wire: "replaced", code: "same" });
  }
  if (older.output !== undefined && newer.output === undefined) {
    findings.push({ kind: "response-removed", wire: "replaced", code: "replaced" });
  }
  if (older.documentation !== newer.documentation) {
    findings.push({ kind: "operation-documentation-changed", wire: "same", code: "same" });
  }
  return findings;
}
