import { type Connection, prepareConnection } from "../connection/open-connection.js";
import { endpointOf } from "../connection/settings.js";
import { NOT_ALL, SUCCESS, UNKNOWN } from "../exit-codes.js";
import { duration } from "../terminal/progress.js";
import { ask } from "../terminal/prompt.js";
import { say } from "../terminal/status-line.js";
import type { DeleteItemsOptions } from "./delete-options.js";
import { count, type ItemKind } from "./item-kind.js";
import { BegunEarlier, printResult } from "./item-result.js";
import { type Journal, openJournal, ownerOf } from "./journal.js";
import { recordedIdentityOf } from "./journal-text.js";
import { lookThenDelete } from "./look-then-delete.js";
import { announce, deletable, type Items, type Plan, planOf } from "./plan.js";
import { type DeleteOne, runDeletions, sum, type Tally } from "./run-deletions.js";
import { Stop, type Stopping, untilStopped } from "./stop.js";
import { watchUnsentCalls } from "./unsent-calls.js";

/**
 * Deletes items whose paths or GUIDs are checked already.
 *
 * @returns The exit code.
 * @throws {UsageError | Stop} Nothing was begun: a setting or the journal cannot be used, or the user answered no.
 */
export async function deleteChecked(kind: ItemKind, items: Items, options: DeleteItemsOptions): Promise<number> {
  const connect = await prepareConnection(options, options.concurrency);
  const stopping = untilStopped();
  const unsentCalls = watchUnsentCalls(stopping, kind);
  const endpoint = endpointOf(options);
  let journal: Journal | undefined;
  let connection: Connection | undefined;
  try {
    // Opened before the user enters a password: the journal may be in use, or the disk full.
    journal =
      options.journal === undefined
        ? undefined
        : await openJournal(options.journal, ownerOf(kind.command, endpoint), recordedIdentityOf(kind), options);
    connection = await connect(stopping.signal);
    const { client } = connection;
    const plan = planOf(kind, items, journal?.states ?? new Map(), options, journal?.errors);
    announce(kind, items, plan, options);
    // What an earlier run left unknown, and this one neither looks for nor repeats, is a failure as well.
    const isStopped = options.stopOnError === true && plan.unknown.length > 0;
    const toConfirm = isStopped ? [] : deletable(plan, options);
    if (!options.yes && toConfirm.length > 0) {
      await confirm(kind, toConfirm, endpoint, stopping.signal);
    }
    const earlierOf = (item: string) => plan.begunEarlier.get(item);
    for (const item of plan.unknown) {
      printResult(kind, { item, outcome: "failed", error: new BegunEarlier(earlierOf(item)) });
    }
    // Loads what the first calls need, before their deadlines begin.
    await client.connect();
    const start = performance.now();
    const deleteOne: DeleteOne = async (item, begin) => {
      await begin();
      return unsentCalls
        .during((call) => kind.delete(client, item, options, call))
        .catch((error: unknown) => {
          const isRepetition = plan.begunEarlier.has(item) && !(error instanceof Stop);
          throw isRepetition ? BegunEarlier.ofRepetition(item, error, earlierOf(item)) : error;
        });
    };
    const looks = new Set(plan.looks);
    const lookOne = lookThenDelete(client, deleteOne, earlierOf, options);
    // What a run that stops does not reach stays as unknown as earlier runs left it.
    const unsettled = new Set([...plan.looks, ...plan.todo].filter((item) => plan.begunEarlier.has(item)));
    const step: DeleteOne = async (item, begin) => {
      const result = await (looks.has(item) ? lookOne : deleteOne)(item, begin).catch((error: unknown) => {
        if (!(error instanceof Stop)) {
          unsettled.delete(item);
        }
        throw error;
      });
      unsettled.delete(item);
      return result;
    };
    const tally = await runDeletions(kind, isStopped ? [] : [...plan.looks, ...plan.todo], step, {
      journal,
      begunEarlier: plan.begunEarlier,
      stopping,
      concurrency: options.concurrency,
      stopOnError: options.stopOnError,
    });
    const notRepeated = plan.unknown.length + unsettled.size;
    conclude(kind, plan, { ...tally, unknown: tally.unknown + notRepeated }, performance.now() - start, options);
    return exitCodeOf(plan, tally, notRepeated, stopping);
  } finally {
    await journal?.close();
    await connection?.close();
    unsentCalls.end();
    // Only now: a signal that is passed on would end the log-out.
    await stopping.end();
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

/** Prints the totals, to which what earlier runs left unknown belongs, and the next step after unknown outcomes. */
function conclude(
  kind: ItemKind,
  plan: Plan,
  tally: Tally,
  elapsedInMs: number,
  { journal, ifUnknown }: DeleteItemsOptions,
): void {
  const { unknown } = tally;
  const notBegun = plan.looks.length + plan.todo.length + plan.unknown.length - sum(tally);
  const parts = Object.entries({ ...tally, "not begun": notBegun })
    .filter(([name, number]) => number > 0 || name === kind.confirmed)
    .map(([name, number]) => `${number.toLocaleString("en-US")} ${name}`);
  say(`${parts.join(", ")}, in ${duration(elapsedInMs / 1000)}.`);
  if (tally.acknowledged > 0) {
    say("Acknowledged: the server also confirms the deletion of a handler of another session, or of none at all.");
  }
  if (tally.gone > 0) {
    say("Gone: the response was lost, and the folder is not there for this user. Something else may have removed it.");
  }
  if (unknown > 0 && kind.isIdempotent) {
    say(`The unknown ${kind.many} may be deleted. Repeating them does no harm: run the same command again.`);
  }
  if (unknown > 0 && !kind.isIdempotent) {
    const look =
      ifUnknown === "look"
        ? "Check the server, then run this command again"
        : "Run this command again with --if-unknown look, or check the server, then run it";
    const again = journal === undefined ? "Check the server" : `${look} with --retry-unknown --if-missing ignore`;
    say(`The unknown ${kind.many} may be deleted, wholly or in part. ${again}.`);
  }
}

/** @param notRepeated The number of items that earlier runs left unknown, and this one as well. */
function exitCodeOf(plan: Plan, tally: Tally, notRepeated: number, { signal }: Stopping): number {
  const isIncomplete = sum(tally) < plan.looks.length + plan.todo.length;
  const stop = signal.reason instanceof Stop ? signal.reason.exitCode : SUCCESS;
  if (isIncomplete && stop > UNKNOWN) {
    return stop;
  }
  if (tally.unknown + notRepeated > 0) {
    return UNKNOWN;
  }
  return isIncomplete || tally.failed > 0 || stop === NOT_ALL ? NOT_ALL : SUCCESS;
}
