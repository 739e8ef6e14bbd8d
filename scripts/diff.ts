import { existsSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isBreaking } from "./compare/verdict/change.js";
import { compareModels } from "./compare/walk/models.js";
import { offeredOperations } from "./compare/walk/offered-operations.js";
import { foldedName } from "./compare/walk/pair-up.js";
import { changeToJson } from "./compare/words/change-json.js";
import { listed } from "./compare/words/phrases.js";
import { reportChanges } from "./compare/words/report-changes.js";
import { reasonOf } from "./contract/error-reason.js";
import { readContract } from "./contract/read-contract.js";
import type { ServiceModel } from "./contract/service-model.js";

const HELP = `Lists what a newer contract changes for callers of the older one: for deployed
clients, and for code that is compiled against newly generated stubs.

  npm run diff -- OLD.wsdl NEW.wsdl [options]

  --json             print an array of changes, with stable kinds
  --operation NAME   compare only this operation; may be repeated
  --root DIR         folder that must contain all imported files; default: that
                     of the WSDL
  --allow-network    also read from the network: one origin, no credentials, no
                     redirects
  --help             print this help

Exit codes: 0 nothing breaks, 1 something breaks, 2 a WSDL cannot be read.
Colours are used only on a terminal, and not if NO_COLOR is set.
`;

/** What the command prints, and its exit code: 0 nothing breaks, 1 something breaks, 2 the arguments or a WSDL are unusable. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
  readonly error: string;
}

interface Terminal {
  readonly columns?: number | undefined;
  readonly color?: boolean | undefined;
}

/** Runs `npm run diff` without touching the process. */
export async function run(args: readonly string[], terminal: Terminal = {}): Promise<Outcome> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
    if (values.help === true) {
      return { exitCode: 0, output: HELP, error: "" };
    }
    const [older, newer, ...others] = positionals;
    if (older === undefined || newer === undefined || others.length > 0) {
      throw new Error(`expected two WSDLs, the older and the newer one, found ${positionals.length}; see --help`);
    }
    const load = { root: values.root, allowNetwork: values["allow-network"] };
    const models = [await readContract(older, load), await readContract(newer, load)] as const;
    checkNames(values.operation ?? [], models);
    const changes = compareModels(...models, values.operation && { operations: values.operation });
    return {
      exitCode: changes.some(isBreaking) ? 1 : 0,
      output:
        values.json === true
          ? `${JSON.stringify(changes.map(changeToJson), undefined, 2)}\n`
          : reportChanges(changes, terminal),
      error: "",
    };
  } catch (error) {
    // Node adds a long hint about arguments that begin with a hyphen.
    const reason = reasonOf(error).replace(/\. To specify a positional argument.*$/, "; see --help");
    return { exitCode: 2, output: "", error: `diff: ${reason}\n` };
  }
}

const OPTIONS = {
  json: { type: "boolean" },
  operation: { type: "string", multiple: true },
  root: { type: "string" },
  "allow-network": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Without this check, a misspelt name would report no changes. */
function checkNames(names: readonly string[], models: readonly ServiceModel[]): void {
  const operations = models.flatMap(offeredOperations);
  const known = new Set(operations.flatMap(({ name, title }) => [name, title]));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    const alike = operations.find(({ name }) => foldedName(name) === foldedName(unknown));
    const hint = alike === undefined ? `they have ${listed([...known].sort(), 8)}` : `did you mean ${alike.name}?`;
    throw new Error(`neither WSDL has an operation named ${unknown}; ${hint}`);
  }
}

async function main(): Promise<void> {
  const { stdout, stderr, env, argv } = process;
  // The reader may close the pipe early: `npm run diff -- OLD NEW | head`.
  stdout.on("error", () => process.exit());
  const { exitCode, output, error } = await run(argv.slice(2), {
    columns: stdout.columns,
    color: stdout.isTTY === true && !env["NO_COLOR"],
  });
  process.exitCode = exitCode;
  stdout.write(output);
  stderr.write(error);
}

const [, script = ""] = process.argv;
if (existsSync(script) && realpathSync(script) === fileURLToPath(import.meta.url)) {
  void main();
}
