import { showable } from "../../soap/xml/characters.js";
import type { ConnectionOptions } from "../connection/options.js";
import { endpointOf } from "../connection/settings.js";
import { SUCCESS, UNKNOWN } from "../exit-codes.js";
import { jsonText } from "../terminal/json-text.js";
import { print } from "../terminal/output.js";
import { say } from "../terminal/status-line.js";
import { count, type ItemKind, type ItemOptions } from "./item-kind.js";
import { type ItemState, recordedIdentityOf } from "./journal-text.js";
import { announce, deletable, type Items, type PlanOptions, planOf } from "./plan.js";

interface DryRunOptions extends Pick<ConnectionOptions, "endpoint">, Pick<ItemOptions, "ifMissing">, PlanOptions {
  readonly journal?: string | undefined;
}

/** Prints what would be deleted, and does not contact the server. */
export async function dryRun(kind: ItemKind, items: Items, options: DryRunOptions): Promise<number> {
  const states = options.journal === undefined ? new Map() : await statesIn(options.journal, kind, options);
  const plan = planOf(kind, items, states, options);
  announce(kind, items, plan, options);
  const todo = deletable(plan, options);
  for (const item of todo) {
    print(
      process.stdout.isTTY ? `${showable(item)}\n` : `${jsonText({ [kind.property]: item, outcome: "not-begun" })}\n`,
    );
  }
  say(`Dry run: ${count(kind, todo.length)} would be deleted. The server was not contacted.`);
  return todo.length + plan.done < items.size ? UNKNOWN : SUCCESS;
}

async function statesIn(
  journal: string,
  kind: ItemKind,
  options: DryRunOptions,
): Promise<ReadonlyMap<string, ItemState>> {
  const { ownerOf, readJournal } = await import("../online.js");
  return readJournal(journal, ownerOf(kind.command, endpointOf(options)), recordedIdentityOf(kind));
}
