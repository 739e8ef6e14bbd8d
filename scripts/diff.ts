import { parseArgs } from "node:util";
import { isBreaking } from "./compare/verdict/change.js";
import { compareModels } from "./compare/walk/models.js";
import { offeredOperations } from "./compare/walk/offered-operations.js";
import { changeToJson } from "./compare/words/change-json.js";
import { reportChanges } from "./compare/words/report-changes.js";
import { nameHint } from "./contract/closest-name.js";
import { refuseIfStrict } from "./contract/diagnostics.js";
import type { ServiceModel } from "./contract/service-model.js";
import { diagnosticsOf, readContract } from "./read/read-contract.js";
import { readAllowNetwork } from "./read/source/network-option.js";
import { linesOf, type Outcome, outcomeOf, runAsProgram, type Terminal } from "./run-command.js";

const HELP = `Lists what a newer contract changes for callers of the older one: for deployed
clients, and for code that is compiled against newly generated stubs.

  npm run diff -- OLD.wsdl NEW.wsdl [options]

  --json             print an array of changes, with stable kinds
  --strict           exit with 2 if a WSDL has a warning, or something of it is
                     left out
  --operation NAME   compare only this operation; may be repeated
  --root DIR         folder that must contain all imported files; default: that
                     of the WSDL
  --allow-network [ORIGIN]
                     also read from the network, without credentials or
                     redirects: from the origin of each WSDL, or from ORIGIN,
                     which a WSDL from a file needs
  --help             print this help

Exit codes: 0 nothing breaks, 1 something breaks, 2 a WSDL cannot be read.
Colours are used only on a terminal, and not if NO_COLOR is set.
`;

/** Runs `npm run diff` without touching the process. */
export function run(args: readonly string[], terminal: Terminal = {}): Promise<Outcome> {
  return outcomeOf("diff", async () => {
    const [rest, allowNetwork] = readAllowNetwork(args);
    const { values, positionals } = parseArgs({ args: [...rest], allowPositionals: true, options: OPTIONS });
    if (values.help === true) {
      return { exitCode: 0, output: HELP, error: "" };
    }
    const [older, newer, ...others] = positionals;
    if (older === undefined || newer === undefined || others.length > 0) {
      throw new Error(`expected two WSDLs, the older and the newer one, found ${positionals.length}; see --help`);
    }
    const load = { root: values.root, allowNetwork };
    const models = [await readContract(older, load), await readContract(newer, load)] as const;
    const diagnostics = [...diagnosticsOf(models[0], older), ...diagnosticsOf(models[1], newer)];
    refuseIfStrict(diagnostics, values.strict);
    refuseUnknownNames(values.operation ?? [], models);
    const changes = compareModels(...models, values.operation && { operations: values.operation });
    return {
      exitCode: changes.some(isBreaking) ? 1 : 0,
      output:
        values.json === true
          ? `${JSON.stringify(changes.map(changeToJson), undefined, 2)}\n`
          : reportChanges(changes, terminal),
      error: linesOf(diagnostics),
    };
  });
}

const OPTIONS = {
  strict: { type: "boolean" },
  json: { type: "boolean" },
  operation: { type: "string", multiple: true },
  root: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Without this check, a misspelt name would report no changes. */
function refuseUnknownNames(names: readonly string[], models: readonly ServiceModel[]): void {
  const operations = models.flatMap(offeredOperations);
  const known = new Set(operations.flatMap(({ name, title }) => [name, title]));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new Error(`neither WSDL has an operation named ${unknown}; ${nameHint(unknown, known)}`);
  }
}

void runAsProgram(import.meta.url, run);
