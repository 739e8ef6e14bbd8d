import { leftOutOperations } from "../../contract/diagnostics.js";
import type { Operation, ServiceModel } from "../../contract/service-model.js";
import type { SoapProtocol } from "../../contract/soap-bindings.js";
import type { ChangeKind, Direction } from "../verdict/change.js";
import type { ComparedPair, Comparison, Difference } from "./comparison.js";
import { compareFaults, compareMessages, isCalledAlike } from "./messages.js";
import { type OfferedOperation, PROTOCOL_TITLES } from "./offered-operations.js";
import { foldedName, type Pairing, pairUp } from "./pair-up.js";

/** Differences that concern operations: their own, or those of the components of their messages. */
export interface OperationDifferences {
  readonly pair: ComparedPair;
  readonly direction: Direction;
  /** Titles of the operations. */
  readonly operations: readonly string[];
}

/** Pairs operations by port type and name, or else by name, or else by name without regard to spelling. */
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

/**
 * Compares the operations of both contracts, and lists those of only one.
 *
 * @param newer the newer contract, which may have an operation in a part that is broken.
 */
export function compareOperations(
  { pairs, removed, added }: Pairing<OfferedOperation>,
  comparison: Comparison,
  newer: ServiceModel,
): OperationDifferences[] {
  const isLeftOut = leftOutOperations(newer);
  return [
    ...pairs.flatMap(([older, newer]) => compareOperation(older, newer, comparison)),
    ...removed.map((operation) => {
      const { name, portType, title } = operation;
      const kind = isLeftOut(name, { name: portType }) ? "operation-left-out" : "operation-removed";
      return operationDifferences([title], { kind, wire: "replaced", code: "replaced" });
    }),
    ...added.map((operation) =>
      operationDifferences([operation.title], { kind: "operation-added", wire: "same", code: "same" }),
    ),
  ];
}

/** Differences of operations as a whole. */
export function operationDifferences(
  operations: readonly string[],
  ...differences: readonly Difference[]
): OperationDifferences {
  return { pair: { differences: [...differences], uses: new Set() }, direction: "operation", operations };
}

function compareOperation(
  older: OfferedOperation,
  newer: OfferedOperation,
  comparison: Comparison,
): OperationDifferences[] {
  const operations = [older.title];
  const found = [operationDifferences(operations, ...spellingDifferences(older, newer, comparison))];
  for (const [protocol, { pairs, removed, added }] of pairedBindings(older, newer, comparison)) {
    found.push(
      operationDifferences(operations, ...removed.map((one) => functionRemoved(one, comparison))),
      operationDifferences(operations, ...added.map((one) => functionAdded(one, comparison))),
    );
    for (const [before, after] of pairs) {
      found.push(
        operationDifferences(operations, ...functionDifferences(before, after, comparison)),
        operationDifferences(operations, ...bindingDifferences(before, after, protocol)),
        { pair: compareMessages("request", before, after, comparison), direction: "request", operations },
        { pair: compareMessages("response", before, after, comparison), direction: "response", operations },
        { pair: compareFaults(before, after, comparison), direction: "fault", operations },
      );
    }
  }
  return found;
}

/**
 * In each version of SOAP that both contracts offer: the operations with stubs of their own. Ports have several of these where their
 * SOAPActions or headers differ. Where there is no such version, the first ones of both contracts are a pair without one.
 */
function pairedBindings(
  older: OfferedOperation,
  newer: OfferedOperation,
  { generated }: Comparison,
): [SoapProtocol | undefined, Pairing<Operation>][] {
  const nameOf = (one: Operation) => (generated.older.stubOf(one) ?? generated.newer.stubOf(one))?.functionName;
  const distinct = (operations: readonly Operation[]) =>
    [...new Map(operations.toReversed().map((one) => [nameOf(one), one])).values()].reverse();
  const common = [...older.bindings.keys()].filter((protocol) => newer.bindings.has(protocol));
  const protocols = common.length > 0 ? common : [undefined];
  const operationsOf = ({ bindings }: OfferedOperation, protocol: SoapProtocol | undefined) =>
    (protocol === undefined ? [...bindings.values()][0] : bindings.get(protocol)) ?? [];
  return protocols.map((protocol) => {
    const pairing = pairUp(
      distinct(operationsOf(older, protocol)),
      distinct(operationsOf(newer, protocol)),
      (one) => `${nameOf(one)} ${one.soapAction}`,
      ({ soapAction }) => soapAction,
      nameOf,
      () => "any",
    );
    return [protocol, pairing];
  });
}

/** An operation has a function of its own for a port whose SOAPAction or headers are others. */
function functionRemoved(operation: Operation, { generated: { older, newer } }: Comparison): Difference {
  const { functionName: old = "" } = older.stubOf(operation) ?? {};
  return { kind: "function-removed", old, wire: "replaced", code: newer.hasFunction(old) ? "same" : "replaced" };
}

function functionAdded(operation: Operation, { generated: { newer } }: Comparison): Difference {
  const { functionName = "" } = newer.stubOf(operation) ?? {};
  return { kind: "function-added", new: functionName, wire: "same", code: "same" };
}

function spellingDifferences(older: OfferedOperation, newer: OfferedOperation, comparison: Comparison): Difference[] {
  if (older.name === newer.name) {
    return [];
  }
  const { generated } = comparison;
  const pairs = pairedBindings(older, newer, comparison).flatMap(([, pairing]) => pairing.pairs);
  const isAlike = pairs.every(([before, after]) => {
    const [was, is] = [generated.older.stubOf(before), generated.newer.stubOf(after)];
    return was?.functionName === is?.functionName && was?.constantName === is?.constantName;
  });
  const wire = pairs.every(([before, after]) => isCalledAlike(before, after)) ? "same" : "replaced";
  const code = isAlike ? "same" : "replaced";
  return [{ kind: "operation-respelt", old: older.name, new: newer.name, wire, code }];
}

/** The name of a function depends on the other operations too: if several have one name, on their port types and order. */
function functionDifferences(before: Operation, after: Operation, { generated }: Comparison): Difference[] {
  const [was, is] = [generated.older.stubOf(before), generated.newer.stubOf(after)];
  if (was === undefined || is === undefined || before.name !== after.name) {
    return [];
  }
  const renamed = (kind: ChangeKind, old: string, now: string): Difference[] =>
    old === now ? [] : [{ kind, old, new: now, wire: "same", code: "replaced" }];
  const ofFunction = renamed("function-renamed", was.functionName, is.functionName);
  // The constant follows the function, unless another name is in the way.
  return ofFunction.length > 0 ? ofFunction : renamed("constant-renamed", was.constantName, is.constantName);
}

function bindingDifferences(older: Operation, newer: Operation, protocol: SoapProtocol | undefined): Difference[] {
  const differences: Difference[] = [];
  // A renamed operation usually has a renamed action, which is not reported again.
  const renamedAction = older.soapAction.replace(older.name, newer.name);
  const isSameAction = newer.soapAction === older.soapAction || newer.soapAction === renamedAction;
  if (protocol !== undefined && !isSameAction) {
    const actions = { old: older.soapAction, new: newer.soapAction, names: [PROTOCOL_TITLES[protocol]] };
    differences.push({ kind: "soap-action-changed", ...actions, wire: "replaced", code: "same" });
  }
  if (newer.style !== older.style) {
    // Both styles can describe the same message. If the message differs, so do its elements.
    differences.push({ kind: "style-changed", old: older.style, new: newer.style, wire: "same", code: "same" });
  }
  const uses = [
    [older.input.use, newer.input.use],
    [older.output?.use, newer.output?.use],
  ] as const;
  const otherUse = uses.find(([before, after]) => before !== undefined && after !== undefined && before !== after);
  if (otherUse !== undefined) {
    const [old, now] = otherUse;
    differences.push({
      kind: "use-changed",
      ...(old && { old }),
      ...(now && { new: now }),
      wire: "replaced",
      code: "same",
    });
  }
  if (older.output === undefined && newer.output !== undefined) {
    differences.push({ kind: "response-added", wire: "replaced", code: "same" });
  }
  if (older.output !== undefined && newer.output === undefined) {
    differences.push({ kind: "response-removed", wire: "replaced", code: "replaced" });
  }
  if (older.documentation !== newer.documentation) {
    differences.push({ kind: "operation-documentation-changed", wire: "same", code: "same" });
  }
  return differences;
}
