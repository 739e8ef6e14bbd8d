import { Command } from "../commander.js";
import { addNetworkOptions } from "../connection/options.js";
import type { GenerateStubsOptions } from "../contracts/generate-stubs.js";

/** `inforouter generate` */
export function generateCommand(): Command {
  const command = new Command("generate")
    .description("generate stubs from the contract of your server")
    .requiredOption("--wsdl <file>", "the contract, a file or an address")
    .requiredOption("--out <folder>", "folder of the generated files")
    .option("--service <name>", "generate this service only")
    .option("--port <name>", "generate this port only")
    .option("--operation <names...>", "generate these operations only")
    .option(
      "--lenient-responses",
      "for servers that break their contract: any member of a response may be missing, null or out of order, and unknown elements and attributes are ignored; InfoRouterClient reads strictly nevertheless",
    )
    .option("--root <folder>", "folder that must contain the imported files (default: that of the contract)")
    .option(
      "--allow-network [origin]",
      "also read from the network, without credentials or redirects: from the origin of the contract, or from this origin; a contract from a file needs the latter",
    )
    .option("--check", "write nothing, and report whether the files are up to date with the contract")
    .option("--strict", "write nothing and exit with 2 if there is a warning, or if a part is left out")
    .option("--verbose", "name each file that is added, changed or removed")
    .option("--json", "print operations, changed files, warnings and left-out parts as JSON")
    .action(async (options: GenerateStubsOptions) => {
      const { generateStubs } = await import("../contracts/generate-stubs.js");
      process.exitCode = await generateStubs(options);
    });
  return addNetworkOptions(command).addHelpText(
    "after",
    `
Needs the package ts-morph, which is not installed with this one:
npm install --save-dev ts-morph

Exit codes:
  0    the files are generated; with --check: they are up to date
  1    with --check: they are not up to date
  2    the contract cannot be used, or a file cannot be read or written; with
       --strict, also: there is a warning, or a part is left out

Example:
  inforouter generate --allow-network --out src/inforouter \\
    --wsdl "https://dms.example.com/srv.asmx?WSDL"

Pass the generated stubs to the client:

  import * as operations from "./inforouter/index.js";
  const infoRouter = new InfoRouterClient({ endpoint, ticket, operations });`,
  );
}
