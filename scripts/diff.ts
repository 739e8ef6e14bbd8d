import { parseArgs } from "node:util";
import { breaksClients, breaksCode, type Change, isBreaking, isNote } from "./compare/verdict/change.js";
import { compareModels } from "./compare/walk/models.js";
import { offeredOperations } from "./compare/walk/offered-operations.js";
import { foldedName } from "./compare/walk/pair-up.js";
import { describeChange } from "./compare/words/describe-change.js";
import { reportChanges } from "./compare/words/report-changes.js";
import { listed } from "./contract/prose.js";
import type { ServiceModel } from "./contract/service-model.js";
import { readContract } from "./read/read-contract.js";
import { readAllowNetwork } from "./read/source/network-option.js";
import { type Outcome, outcomeOf, runAsProgram, type Terminal } from "./run-command.js";

const HELP = `Reports what a change of contract breaks: deployed clients, and code that is
compiled against newly generated stubs.

  npm run diff -- OLD.wsdl NEW.wsdl [options]

  --json             print an array of changes instead, with stable kinds
  --operation NAME   compare this operation only; may be repeated
  --root DIR         folder that imported files have to be in; default: that of
                     the WSDL that imports them
  --allow-network [ORIGIN]
                     also read from the network, without credentials or
                     redirects: from the origin of each WSDL, or from ORIGIN,
                     which a WSDL from a file needs
  --help             show this

Exits with 0 if nothing breaks, with 1 if something does, and with 2 if a WSDL
cannot be read. The report has colours on a terminal, unless NO_COLOR is set.
`;

/** The command `npm run diff`, without the process around it. */
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
    refuseUnknownNames(values.operation ?? [], models);
    const changes = compareModels(...models, values.operation && { operations: values.operation });
    return {
      exitCode: changes.some(isBreaking) ? 1 : 0,
      output:
        values.json === true
          ? `${JSON.stringify(changes.map(toJson), undefined, 2)}\n`
          : reportChanges(changes, terminal),
      error: "",
    };
  });
}

const OPTIONS = {
  json: { type: "boolean" },
  operation: { type: "string", multiple: true },
  root: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Without this, the report on an unknown operation would be "No changes". */
function refuseUnknownNames(names: readonly string[], models: readonly ServiceModel[]): void {
  const operations = models.flatMap(offeredOperations);
  const known = new Set(operations.flatMap(({ name, title }) => [name, title]));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    const alike = operations.find(({ name }) => foldedName(name) === foldedName(unknown));
    const hint = alike === undefined ? `they have ${listed([...known].sort(), 8)}` : `did you mean ${alike.name}?`;
    throw new Error(`neither WSDL has an operation named ${unknown}; ${hint}`);
  }
}

/** A change with its severity, what it breaks, and a description. */
function toJson(change: Change): object {
  return {
    ...change,
    severity: severityOf(change),
    breaks: [...(breaksClients(change) ? ["clients"] : []), ...(breaksCode(change) ? ["code"] : [])],
    ...describeChange(change),
  };
}

function severityOf(change: Change): "breaking" | "compatible" | "note" {
  if (isBreaking(change)) {
    return "breaking";
  }
  return isNote(change) ? "note" : "compatible";
}

void runAsProgram(import.meta.url, run);
