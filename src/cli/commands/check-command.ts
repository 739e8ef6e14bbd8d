import { Command } from "../commander.js";
import { addNetworkOptions, endpointOption } from "../connection/options.js";
import type { CheckOptions } from "../contracts/check-contract.js";
import { OPERATIONS_OF_CLIENT } from "../contracts/operations-of-client.js";

/** `inforouter check` */
export function checkCommand(): Command {
  const command = new Command("check")
    .description("compare the contract that a server publishes with the one in use")
    .addOption(endpointOption())
    .option("--wsdl <file>", "the contract in use (default: that of this package)")
    .option("--operation <names...>", `the operations in use (default: ${OPERATIONS_OF_CLIENT.join(", ")})`)
    .option("--json", "print an array of differences")
    .option("--strict", "exit with 2 if a contract has a warning, or if a part is left out")
    .action(async (options: CheckOptions) => {
      const { checkContract } = await import("../contracts/check-contract.js");
      process.exitCode = await checkContract(options);
    });
  return addNetworkOptions(command).addHelpText(
    "after",
    `
Exit codes:
  0    no difference, or none that breaks calls or code
  1    a difference breaks calls, or code that makes them
  2    one of the contracts cannot be read; with --strict, also: one has a
       warning, or a part of it is left out

Example:
  inforouter check --endpoint https://dms.example.com/srv.asmx`,
  );
}
