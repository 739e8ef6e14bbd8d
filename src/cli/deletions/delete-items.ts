import {
  type Connection,
  type ConnectionOptions,
  endpointOf,
  givesTicket,
  openConnection,
} from "../connection/settings.js";
import { NOT_ALL, SUCCESS, UNKNOWN } from "../exit-codes.js";
import { duration } from "../terminal/progress.js";
import { ask, canAsk } from "../terminal/prompt.js";
import { say } from "../terminal/status-line.js";
import { UsageError } from "../usage-error.js";
import { type ListOptions, readItems } from "./input.js";
import { count, type ItemKind, type ItemOptions } from "./item-kind.js";
import { BegunEarlier, printResult } from "./item-result.js";
import { type Journal, openJournal, readJournal } from "./journal.js";
import type { IdentityOf } from "./journal-text.js";
import { lookThenDelete } from "./look-then-delete.js";
import { countNested, deletable, distinctItems, type Items, type Plan, planOf } from "./plan.js";
import { type DeleteOne, runDeletions, sum, type Tally } from "./run-deletions.js";
import { Stop, type Stopping, untilStopped } from "./stop.js";

export interface DeleteItemsOptions extends ConnectionOptions, ListOptions, ItemOptions {
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly concurrency: number;
  readonly stopOnError?: boolean | undefined;
  readonly journal?: string | undefined;
  readonly breakLock?: string | undefined;
  readonly retryUnknown?: boolean | undefined;
}

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
    throw new UsageError("--retry-unknown: the unknown outcomes are in a journal; name it with --journal");
  }
  if (options.breakLock !== undefined && options.journal === undefined) {
    throw new UsageError("--break-lock: the lock is that of a journal; name it with --journal");
  }
  const named = await readItems(args, options, kind.property);
  const items = distinctItems(kind, named, options);
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
  const stopping = untilStopped();
  let journal: Journal | undefined;
  let connection: Connection | undefined;
  try {
    // Before the user is asked for a password: the journal may be in use, and the disk full.
    journal =
      options.journal === undefined
        ? undefined
        : await openJournal(options.journal, ownerOf(kind, options), recordedIdentityOf(kind), options);
    connection = await openConnection(options, options.concurrency, stopping.signal);
    const { client } = connection;
    const plan = planOf(kind, items, journal?.states ?? new Map(), options);
    announce(kind, items, plan, options);
    const toConfirm = deletable(plan, options);
    if (!options.yes && toConfirm.length > 0) {
      await confirm(kind, toConfirm, endpointOf(options), stopping.signal);
    }
    for (const item of plan.unknown) {
      printResult(kind, { item, outcome: "failed", error: new BegunEarlier() });
    }
    // Loads what the first calls need, before their deadlines begin.
    await client.connect();
    const start = performance.now();
    const deleteOne: DeleteOne = async (item, begin) => {
      await begin();
      return kind.delete(client, item, options);
    };
    const looks = new Set(plan.looks);
    const lookOne = lookThenDelete(client, deleteOne, options);
    const step: DeleteOne = (item, begin) => (looks.has(item) ? lookOne : deleteOne)(item, begin);
    const tally = await runDeletions(kind, [...plan.looks, ...plan.todo], step, {
      journal,
      stopping,
      concurrency: options.concurrency,
      stopOnError: options.stopOnError,
    });
    conclude(kind, plan, tally, performance.now() - start, options);
    return exitCodeOf(plan, tally, stopping);
  } finally {
    stopping.end();
    await journal?.close();
    await connection?.close();
  }
}

/** Prints what would be deleted, and does not contact the server. */
async function dryRun(kind: ItemKind, items: Items, options: DeleteItemsOptions): Promise<number> {
  const states =
    options.journal === undefined
      ? new Map()
      : await readJournal(options.journal, ownerOf(kind, options), recordedIdentityOf(kind));
  const plan = planOf(kind, items, states, options);
  announce(kind, items, plan, options);
  const todo = deletable(plan, options);
  for (const item of todo) {
    process.stdout.write(
      process.stdout.isTTY ? `${item}\n` : `${JSON.stringify({ [kind.property]: item, outcome: "not-begun" })}\n`,
    );
  }
  say(`Dry run: ${count(kind, todo.length)} would be deleted. The server was not contacted.`);
  return todo.length + plan.done < items.size ? UNKNOWN : SUCCESS;
}

function ownerOf(kind: ItemKind, options: DeleteItemsOptions) {
  return { command: kind.command, endpoint: endpointOf(options) };
}

/** An earlier run may have had --allow-unusual-path. */
function recordedIdentityOf(kind: ItemKind): IdentityOf {
  return (item) => kind.identityOf(item, { allowUnusualPath: true });
}

function announce(
  kind: ItemKind,
  items: Items,
  { todo, looks, unknown, done }: Plan,
  { retryUnknown }: DeleteItemsOptions,
): void {
  if (done > 0) {
    say(`Earlier runs are done with ${count(kind, done)}; ${count(kind, todo.length)} to delete.`);
  }
  if (looks.length > 0) {
    const then = retryUnknown ? "deleted if still there" : "not repeated";
    say(`Earlier runs may have deleted ${count(kind, looks.length)}; looked for, and ${then}.`);
  }
  if (unknown.length > 0) {
    say(`Earlier runs may have deleted ${count(kind, unknown.length)}; not repeated.`);
  }
  const nested = countNested(items);
  if (nested > 0) {
    say(`Below another folder of the list, and gone once that is deleted: ${count(kind, nested)}.`);
  }
}

async function confirm(kind: ItemKind, items: readonly string[], endpoint: string, signal: AbortSignal): Promise<void> {
  const ITEMS_SHOWN = 5;
  for (const item of items.slice(0, ITEMS_SHOWN)) {
    say(`  ${item}`);
  }
  if (items.length > ITEMS_SHOWN) {
    say(`  and ${count(kind, items.length - ITEMS_SHOWN)} more`);
  }
  const what = items.length === 1 ? `this ${kind.one}` : `these ${count(kind, items.length)}`;
  const answer = await ask(`Delete ${what}${kind.loss} on ${new URL(endpoint).host}? [y/N] `, { signal });
  if (!/^y(es)?$/i.test(answer.trim())) {
    throw new Stop("Nothing was deleted.", NOT_ALL);
  }
}

/** Prints the sum, and what to do about unknown outcomes. */
function conclude(
  kind: ItemKind,
  plan: Plan,
  tally: Tally,
  elapsedInMs: number,
  { journal }: DeleteItemsOptions,
): void {
  const notBegun = plan.looks.length + plan.todo.length - sum(tally);
  const unknown = tally.unknown + plan.unknown.length;
  const parts = Object.entries({ ...tally, unknown, "not begun": notBegun })
    .filter(([name, number]) => number > 0 || name === kind.confirmed)
    .map(([name, number]) => `${number.toLocaleString("en-US")} ${name}`);
  say(`${parts.join(", ")}, in ${duration(elapsedInMs / 1000)}.`);
  if (tally.acknowledged > 0) {
    say("Acknowledged: the server also says yes to a handler of another session, and to none at all.");
  }
  if (tally.gone > 0) {
    say("Gone: the response was lost, and the folder is not there for this user, whatever removed it.");
  }
  if (unknown > 0 && kind.isIdempotent) {
    say(`The unknown ${kind.many} may be deleted. Repeating them does no harm: run the same command again.`);
  }
  if (unknown > 0 && !kind.isIdempotent) {
    const again = journal === undefined ? "" : ", then run this command again with --retry-unknown --if-missing ignore";
    say(`The unknown ${kind.many} may be deleted, wholly or in part. Check the server${again}.`);
  }
}

function exitCodeOf(plan: Plan, tally: Tally, { signal }: Stopping): number {
  const isIncomplete = sum(tally) < plan.looks.length + plan.todo.length;
  const stop = signal.reason instanceof Stop ? signal.reason.exitCode : SUCCESS;
  if (isIncomplete && stop > UNKNOWN) {
    return stop;
  }
  if (tally.unknown + plan.unknown.length > 0) {
    return UNKNOWN;
  }
  return isIncomplete || tally.failed > 0 || stop === NOT_ALL ? NOT_ALL : SUCCESS;
}
