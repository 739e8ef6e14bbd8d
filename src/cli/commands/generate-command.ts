import { Command } from "../commander.js";
import { addNetworkOptions } from "../connection/options.js";
import type { GenerateStubsOptions } from "../contracts/generate-stubs.js";

/** `inforouter generate` */
export function generateCommand(): Command {
  const command = new Command("generate")
    .description("generate stubs from the contract of your server, to call it by")
    .requiredOption("--wsdl <file>", "the contract, a file or an address")
    .requiredOption("--out <folder>", "folder of the generated files")
    .option("--service <name>", "generate this service only")
    .option("--port <name>", "generate this port only")
    .option("--operation <names...>", "generate these operations only")
    .option(
      "--lenient-responses",
      "for servers that break their contract: any member of a response may be missing, null or out of order, and what is unknown is passed over; never for InfoRouterClient",
    )
    .option("--root <folder>", "folder that imported files have to be in (default: that of the contract)")
    .option(
      "--allow-network [origin]",
      "read from the network as well, without credentials or redirects: from the origin of the contract, or from this one, which a contract from a file needs",
    )
    .option("--check", "write nothing, and say whether the files are as the contract has them")
    .option("--strict", "write nothing and exit with 2 if there is a warning, or something is left out")
    .option("--verbose", "name each file that is added, changed or removed")
    .option("--json", "print operations, changed files, warnings and what is left out as JSON")
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
  0    the files are generated, or, with --check, are as the contract has them
  1    with --check: they are not
  2    the contract cannot be used, or a file cannot be read or written; with
       --strict, also: there is a warning, or something is left out

Example:
  inforouter generate --allow-network --out src/inforouter \\
    --wsdl "https://dms.example.com/srv.asmx?WSDL"

What is generated is for the client:

  import * as operations from "./inforouter/index.js";
  const infoRouter = new InfoRouterClient({ endpoint, ticket, operations });`,
  );
}
