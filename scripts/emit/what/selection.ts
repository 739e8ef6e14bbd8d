import { nameHint } from "../../contract/closest-name.js";
import { diagnosticLine } from "../../contract/diagnostics.js";
import type { Service, ServiceModel } from "../../contract/service-model.js";

/** The part of a contract to generate code for. An absent option selects everything. */
export interface Selection {
  /** This service only. */
  readonly service?: string | undefined;
  /** Ports of this name only. */
  readonly port?: string | undefined;
  /** Operations of these names only. */
  readonly operations?: readonly string[] | undefined;
}

/** The contract does not have a selected service, port or operation. */
export class SelectionError extends Error {
  override readonly name = "SelectionError";
}

/** The selected services, with the selected ports and operations only. */
export function selectOperations(
  { services, diagnostics = [] }: Pick<ServiceModel, "services" | "diagnostics">,
  selection: Selection,
): Service[] {
  const { service, port, operations = [] } = selection;
  for (const name of operations) {
    const diagnostic = diagnostics.find(({ subject }) => subject?.startsWith(`operation ${name} of `));
    if (diagnostic !== undefined && !services.some((one) => hasOperation(one, name))) {
      throw new SelectionError(`the operation ${name} is left out: ${diagnosticLine(diagnostic)}`);
    }
  }
  const chosenServices = choose("service", services, service);
  const chosenPorts = new Set(
    choose(
      "port",
      chosenServices.flatMap(({ ports }) => ports),
      port,
    ),
  );
  const offered = [...chosenPorts].flatMap((one) => one.operations);
  const names = selection.operations ?? [undefined];
  const chosenOperations = new Set(names.flatMap((name) => choose("operation", offered, name)));
  return chosenServices.map((one) => ({
    ...one,
    ports: one.ports
      .filter((candidate) => chosenPorts.has(candidate))
      .map((chosen) => ({ ...chosen, operations: chosen.operations.filter((each) => chosenOperations.has(each)) })),
  }));
}

function hasOperation({ ports }: Service, name: string): boolean {
  return ports.some(({ operations }) => operations.some((operation) => operation.name === name));
}

/** The items with the name, or all items if no name is given. */
function choose<T extends { readonly name: string }>(
  kind: string,
  all: readonly T[],
  name: string | undefined,
): readonly T[] {
  const chosen = all.filter((one) => name === undefined || one.name === name);
  if (name !== undefined && chosen.length === 0) {
    const names = all.map((one) => one.name);
    throw new SelectionError(`there is no ${kind} named ${name}; ${nameHint(name, names)}`);
  }
  return chosen;
}
