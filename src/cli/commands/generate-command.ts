import { Command } from "commander";
import { StrictError } from "../../../scripts/contract/diagnostics.js";
import type { FileChange, GenerateOptions } from "../../../scripts/generate.js";
import { addNetworkOptions, agentFor, type NetworkOptions } from "../connection/network.js";
import { messageOf } from "../deletions/item-result.js";
import { NOT_ALL, SUCCESS } from "../exit-codes.js";
import { say } from "../terminal/status-line.js";
import { UsageError } from "../usage-error.js";
import { printDiagnostics } from "./print-diagnostics.js";

interface GenerateCommandOptions
  extends Omit<GenerateOptions, "operations" | "runtime" | "agent" | "command">,
    NetworkOptions {
  readonly operation?: readonly string[];
  readonly json?: boolean;
}

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
    .option("--json", "print operations, changed files, warnings and what is left out as JSON")
    .action(async (options: GenerateCommandOptions) => {
      process.exitCode = await generate(options);
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
  inforouter generate --wsdl srv.wsdl --out src/inforouter

  import * as operations from "./inforouter/index.js";
  const infoRouter = new InfoRouterClient({ endpoint, ticket, operations });`,
  );
}

async function generate({ operation, json, ...options }: GenerateCommandOptions): Promise<number> {
  const generator = await import("../../../scripts/generate.js").catch((error: unknown) => {
    const [, missing] = /Cannot find (?:package|module) '((?:@[\w.-]+\/)?[\w.-]+)'/.exec(messageOf(error)) ?? [];
    throw missing === undefined
      ? error
      : new UsageError(`generate needs the package ${missing}: npm install --save-dev ${missing}`);
  });
  const runtime = "inforouter-soap-client/soap";
  const { allowNetwork, wsdl } = options;
  const address = typeof allowNetwork === "string" ? allowNetwork : wsdl;
  const agent =
    allowNetwork && /^https?:/i.test(address) && URL.canParse(address)
      ? await agentFor(address, options, 1)
      : undefined;
  const command = "npx inforouter generate";
  const generated = generator.generate({ ...options, operations: operation, runtime, agent, command });
  const { changes, operations, diagnostics } = await generated.catch((error: unknown) => {
    printDiagnostics(error instanceof StrictError ? error.diagnostics : []);
    throw new UsageError(messageOf(error));
  });
  agent?.destroy();
  if (json) {
    const data = { operations, changes: changes.map(generator.changeToJson), diagnostics };
    process.stdout.write(`${JSON.stringify(data, undefined, 2)}\n`);
  } else {
    for (const change of changes) {
      process.stdout.write(`${kindOf(change)} ${options.out}/${change.name}\n`);
    }
  }
  printDiagnostics(diagnostics);
  say(`${changes.length} files ${options.check ? "are not as the contract has them" : "changed"}.`);
  say(`${generator.countsOf(operations, diagnostics)}.`);
  return options.check && changes.length > 0 ? NOT_ALL : SUCCESS;
}

function kindOf({ before, after }: FileChange): string {
  if (before === undefined) {
    return "added  ";
  }
  return after === undefined ? "removed" : "changed";
}
