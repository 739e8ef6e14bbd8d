import { existsSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { breaksClients, breaksCode, type Change, isBreaking, isNote } from "./compare/verdict/change.js";
import { compareModels } from "./compare/walk/models.js";
import { offeredOperations } from "./compare/walk/offered-operations.js";
import { foldedName } from "./compare/walk/pair-up.js";
import { describeChange } from "./compare/words/describe-change.js";
import { listed } from "./compare/words/phrases.js";
import { reportChanges } from "./compare/words/report-changes.js";
import { reasonOf } from "./contract/error-reason.js";
import { readContract } from "./contract/read-contract.js";
import type { ServiceModel } from "./contract/service-model.js";

const HELP = `Says what a change of contract does to callers: to clients that are deployed
already, and to code that is compiled against stubs generated anew.

  npm run diff -- OLD.wsdl NEW.wsdl [options]

  --json             print an array of changes instead, with stable kinds
  --operation NAME   compare this operation only; may be repeated
  --root DIR         folder that imported files have to be in; default: that of
                     the WSDL that imports them
  --allow-network    also read from the network: one origin, no credentials, no
                     redirects
  --help             show this

Exits with 0 if nothing breaks, with 1 if something does, and with 2 if a WSDL
cannot be read. Colours are left out where the output is no terminal, or
NO_COLOR is set.
`;

/** What the command prints, and how it ends: 0 nothing breaks, 1 something does, 2 there was nothing to compare. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
  readonly error: string;
}

export interface Terminal {
  readonly columns?: number | undefined;
  readonly color?: boolean | undefined;
}

/** The command `npm run diff`, without the process around it. */
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
          ? `${JSON.stringify(changes.map(toJson), undefined, 2)}\n`
          : reportChanges(changes, terminal),
      error: "",
    };
  } catch (error) {
    // Node explains at length how an argument may begin with a hyphen.
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

/** Nothing would be said of an operation that there is not, which reads as if all were well. */
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

/** A change as others read it: with what it comes to, and in words. */
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

async function main(): Promise<void> {
  const { stdout, stderr, env, argv } = process;
  // Whoever reads the output may have read enough: `npm run diff -- OLD NEW | head`.
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
