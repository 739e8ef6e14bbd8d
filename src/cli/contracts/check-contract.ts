import { breaksClients, isBreaking } from "../../../scripts/compare/verdict/change.js";
import { compareModels } from "../../../scripts/compare/walk/models.js";
import { offeredOperations } from "../../../scripts/compare/walk/offered-operations.js";
import { changeToJson } from "../../../scripts/compare/words/change-json.js";
import { reportChanges } from "../../../scripts/compare/words/report-changes.js";
import { nameHint } from "../../../scripts/contract/closest-name.js";
import { diagnosticCounts } from "../../../scripts/contract/diagnostics.js";
import { diagnosticsOf, readContract } from "../../../scripts/read/read-contract.js";
import { agentFor } from "../connection/network.js";
import type { NetworkOptions } from "../connection/options.js";
import { endpointOf } from "../connection/settings.js";
import { contractErrorText } from "../error-text.js";
import { NOT_ALL, SUCCESS } from "../exit-codes.js";
import { ownPackage } from "../own-package.js";
import { jsonText } from "../terminal/json-text.js";
import { print } from "../terminal/output.js";
import { UsageError } from "../usage-error.js";
import { NEEDED_BY_CLIENT, OPERATIONS_OF_CLIENT } from "./operations-of-client.js";
import { printDiagnostics } from "./print-diagnostics.js";

export interface CheckOptions extends NetworkOptions {
  readonly endpoint?: string;
  readonly wsdl?: string;
  readonly operation?: readonly string[];
  readonly json?: boolean;
  readonly strict?: boolean;
}

/**
 * Compares the contract that a server publishes with the one in use, and prints the differences.
 *
 * @returns The exit code.
 * @throws {UsageError} One of them cannot be read.
 */
export async function checkContract({
  wsdl = ownPackage.wsdl,
  operation,
  json,
  strict,
  ...options
}: CheckOptions): Promise<number> {
  const address = wsdlOf(endpointOf(options));
  const agent = agentFor(address, options, 1);
  const read = async (location: string) => {
    const reading = readContract(location, { allowNetwork: location === address, agent });
    const model = await reading.catch((error: unknown) => {
      throw new UsageError(contractErrorText(error));
    });
    const diagnostics = diagnosticsOf(model, location);
    printDiagnostics(diagnostics);
    if (strict && diagnostics.length > 0) {
      throw new UsageError(`--strict: ${location} has ${diagnosticCounts(diagnostics)}`);
    }
    return model;
  };
  const inUse = await read(wsdl);
  const operations = operation ?? OPERATIONS_OF_CLIENT;
  const known = new Set(offeredOperations(inUse).map(({ name }) => name));
  const unknown = operation?.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new UsageError(`--operation: the contract in use has no operation ${unknown}; ${nameHint(unknown, known)}`);
  }
  const missing = operation === undefined ? NEEDED_BY_CLIENT.find((name) => !known.has(name)) : undefined;
  if (missing !== undefined) {
    throw new UsageError(`${wsdl} has no operation ${missing}, which each client needs; name others with --operation`);
  }
  const changes = compareModels(inUse, await read(address), { operations });
  agent?.destroy();
  const { isTTY, columns } = process.stdout;
  if (json) {
    print(`${jsonText(changes.map(changeToJson), 2)}\n`);
  } else {
    print(reportChanges(changes, { columns, color: isTTY && !process.env["NO_COLOR"] }));
  }
  if (
    !json &&
    changes.some((change) => breaksClients(change) && !/^operation-(?:removed|left-out)$/.test(change.kind))
  ) {
    print(advice(address));
  }
  const isBroken = changes.some(isBreaking);
  if (!json && !isBroken) {
    print("No difference breaks calls: the contract in use works with this server.\n");
  }
  return isBroken ? NOT_ALL : SUCCESS;
}

function advice(address: string): string {
  return `
Generate stubs from the contract of this server, and pass them to the client as \`operations\`:

  npx inforouter generate --wsdl "${address}" --allow-network --out src/inforouter

`;
}

/** ASP.NET publishes the contract of a service at its own address. */
function wsdlOf(endpoint: string): string {
  const url = new URL(endpoint);
  url.search = "?WSDL";
  return url.href;
}
