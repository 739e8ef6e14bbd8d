import { refuseWindowsPaths } from "../arguments/windows-paths.js";
import { givesTicket } from "../connection/settings.js";
import { canAsk } from "../terminal/can-ask.js";
import { say } from "../terminal/status-line.js";
import { UsageError } from "../usage-error.js";
import type { DeleteItemsOptions } from "./delete-options.js";
import { dryRun } from "./dry-run.js";
import { readItems } from "./input.js";
import { count, type ItemKind } from "./item-kind.js";
import { distinctItems } from "./plan.js";
import { refuseFileNames, refuseMissingNames, refuseQuotationMarks, refuseSplitPaths } from "./shell-mistakes.js";

/**
 * Deletes the items that the arguments and the list name.
 *
 * @returns The exit code.
 * @throws {UsageError | Stop} Nothing was begun: the command cannot be carried out, or the user answered no.
 */
export async function deleteItems(
  kind: ItemKind,
  args: readonly string[],
  options: DeleteItemsOptions,
): Promise<number> {
  if (options.retryUnknown && options.journal === undefined) {
    throw new UsageError("--retry-unknown: a journal has the unknown outcomes; name it with --journal");
  }
  if (options.breakLock !== undefined && options.journal === undefined) {
    throw new UsageError("--break-lock: a journal has the lock; name it with --journal");
  }
  refuseWindowsPaths(args);
  const named = await readItems(args, options, kind.property);
  const items = distinctItems(kind, named, options);
  refuseQuotationMarks(args);
  refuseSplitPaths(
    args,
    named.slice(args.length).map(({ item }) => item),
  );
  refuseFileNames(args);
  refuseMissingNames(named);
  if (named.length > items.size) {
    say(`Named again: ${count(kind, named.length - items.size)}. Each is deleted once.`);
  }
  if (options.dryRun) {
    return dryRun(kind, items, options);
  }
  if (kind.confirmed === "acknowledged" && !givesTicket(options)) {
    throw new UsageError(
      `${kind.command}: a server deletes a handler only in the session that staged it, so a log-in of this command would delete nothing; give the ticket of that session, in INFOROUTER_TICKET or with --ticket-file`,
    );
  }
  if (!options.yes && !(canAsk() && options.from !== "-")) {
    throw new UsageError(
      `there is no terminal to ask on; to delete ${count(kind, items.size)} without a question, add --yes`,
    );
  }
  const { deleteChecked } = await import("../online.js");
  return deleteChecked(kind, items, options);
}
