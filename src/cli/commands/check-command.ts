import { Command } from "commander";
import { addNetworkOptions, agentFor, type NetworkOptions } from "../connection/network.js";
import { endpointOf, endpointOption } from "../connection/settings.js";
import { messageOf } from "../deletions/item-result.js";
import { NOT_ALL, SUCCESS } from "../exit-codes.js";
import { ownPackage } from "../own-package.js";
import { UsageError } from "../usage-error.js";

interface CheckOptions extends NetworkOptions {
  readonly endpoint?: string;
  readonly wsdl?: string;
  readonly operation?: readonly string[];
  readonly json?: boolean;
}

/** The operations that `InfoRouterClient` calls. */
const OPERATIONS_OF_CLIENT = ["DeleteFolder", "DeleteDownloadHandler", "AuthenticateUser"];

/** `inforouter check` */
export function checkCommand(): Command {
  const command = new Command("check")
    .description("compare the contract that a server publishes with the one in use")
    .addOption(endpointOption())
    .option("--wsdl <file>", "the contract in use (default: that of this package)")
    .option("--operation <names...>", `the operations in use (default: ${OPERATIONS_OF_CLIENT.join(", ")})`)
    .option("--json", "print an array of differences")
    .action(async (options: CheckOptions) => {
      process.exitCode = await check(options);
    });
  return addNetworkOptions(command).addHelpText(
    "after",
    `
Exit codes:
  0    no difference, or none that breaks calls or code
  1    a difference breaks calls, or code that makes them
  2    one of the contracts cannot be read

Example:
  inforouter check --endpoint https://dms.example.com/srv.asmx`,
  );
}

async function check({ wsdl = ownPackage.wsdl, operation, json, ...options }: CheckOptions): Promise<number> {
  const address = wsdlOf(endpointOf(options));
  const agent = await agentFor(address, options, 1);
  const comparison = await loadComparison();
  const read = (location: string) =>
    comparison.readContract(location, { allowNetwork: location === address, agent }).catch((error: unknown) => {
      throw new UsageError(messageOf(error));
    });
  const inUse = await read(wsdl);
  const operations = operation ?? OPERATIONS_OF_CLIENT;
  const known = new Set(comparison.offeredOperations(inUse).map(({ name }) => name));
  const unknown = operation?.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `--operation: the contract in use has no operation ${unknown}; expected one of ${[...known].join(", ")}`,
    );
  }
  const changes = comparison.compareModels(inUse, await read(address), { operations });
  agent?.destroy();
  const { isTTY, columns } = process.stdout;
  if (json) {
    process.stdout.write(`${JSON.stringify(changes.map(comparison.changeToJson), undefined, 2)}\n`);
  } else {
    process.stdout.write(comparison.reportChanges(changes, { columns, color: isTTY && !process.env["NO_COLOR"] }));
  }
  if (!json && changes.some((change) => comparison.breaksClients(change) && change.kind !== "operation-removed")) {
    process.stdout.write(advice(address));
  }
  const isBroken = changes.some(comparison.isBreaking);
  if (!json && !isBroken) {
    process.stdout.write("No difference breaks calls: the contract in use works with this server.\n");
  }
  return isBroken ? NOT_ALL : SUCCESS;
}

/** Loaded on demand: the commands that delete do not need it. */
async function loadComparison() {
  return {
    ...(await import("../../../scripts/read/read-contract.js")),
    ...(await import("../../../scripts/compare/walk/offered-operations.js")),
    ...(await import("../../../scripts/compare/walk/models.js")),
    ...(await import("../../../scripts/compare/verdict/change.js")),
    ...(await import("../../../scripts/compare/words/change-json.js")),
    ...(await import("../../../scripts/compare/words/report-changes.js")),
  };
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
