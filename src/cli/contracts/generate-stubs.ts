import { StrictError } from "../../../scripts/contract/diagnostics.js";
import {
  changeToJson,
  countsOf,
  type FileChange,
  type GenerateOptions,
  generate,
  summaryOf,
} from "../../../scripts/generate.js";
import { agentFor } from "../connection/network.js";
import type { NetworkOptions } from "../connection/options.js";
import { contractErrorText, messageOf } from "../error-text.js";
import { NOT_ALL, SUCCESS } from "../exit-codes.js";
import { jsonText } from "../terminal/json-text.js";
import { print } from "../terminal/output.js";
import { UsageError } from "../usage-error.js";
import { printDiagnostics } from "./print-diagnostics.js";

export interface GenerateStubsOptions
  extends Omit<GenerateOptions, "operations" | "runtime" | "agent" | "command">,
    NetworkOptions {
  readonly operation?: readonly string[];
  readonly json?: boolean;
  /** Whether to name each file. */
  readonly verbose?: boolean;
}

/**
 * Generates stubs, and prints how many files changed.
 *
 * @returns The exit code.
 * @throws {UsageError} The contract cannot be used, or a file cannot be read or written.
 */
export async function generateStubs({ operation, json, verbose, ...options }: GenerateStubsOptions): Promise<number> {
  const { allowNetwork, wsdl, out, check } = options;
  const address = typeof allowNetwork === "string" ? allowNetwork : wsdl;
  const agent =
    allowNetwork && /^https?:/i.test(address) && URL.canParse(address) ? agentFor(address, options, 1) : undefined;
  const generated = generate({
    ...options,
    operations: operation,
    runtime: "inforouter-soap-client/soap",
    agent,
    command: "npx inforouter generate",
  });
  const { changes, operations, diagnostics } = await generated.catch((error: unknown) => {
    printDiagnostics(error instanceof StrictError ? error.diagnostics : []);
    throw new UsageError(missingPackage(error) ?? contractErrorText(error));
  });
  agent?.destroy();
  printDiagnostics(diagnostics);
  if (json) {
    const data = { operations, changes: changes.map(changeToJson), diagnostics };
    print(`${jsonText(data, 2)}\n`);
  } else {
    const lines = [
      ...(verbose ? changes.map((change) => `${kindOf(change)} ${out}/${change.name}`) : []),
      `${out}: ${check ? freshnessOf(changes, verbose) : summaryOf(changes)}; ${countsOf(operations, diagnostics)}`,
    ];
    print(`${lines.join("\n")}\n`);
  }
  return check && changes.length > 0 ? NOT_ALL : SUCCESS;
}

/** The command that installs the package that an error reports as missing. */
function missingPackage(error: unknown): string | undefined {
  const [, name] = /Cannot find (?:package|module) '((?:@[\w.-]+\/)?[\w.-]+)'/.exec(messageOf(error)) ?? [];
  return name && `generate needs the package ${name}: npm install --save-dev ${name}`;
}

function freshnessOf(changes: readonly FileChange[], verbose: boolean | undefined): string {
  if (changes.length === 0) {
    return "up to date with the contract";
  }
  return `not up to date with the contract: ${summaryOf(changes)}${verbose ? "" : " (--verbose names the files)"}`;
}

function kindOf({ before, after }: FileChange): string {
  if (before === undefined) {
    return "added  ";
  }
  return after === undefined ? "removed" : "changed";
}
