import { deleteEach } from "../../delete-each.js";
import { isInfoRouterError } from "../../soap/errors.js";
import { messageOf } from "../error-text.js";
import { NOT_ALL, UNKNOWN } from "../exit-codes.js";
import { renderProgress } from "../terminal/progress.js";
import { say, startStatusLine } from "../terminal/status-line.js";
import type { Done, ItemKind } from "./item-kind.js";
import { BegunEarlier, errorToJson, folderOf, type ItemResult, printResult, stateOf } from "./item-result.js";
import type { Journal } from "./journal.js";
import type { Plan } from "./plan.js";
import { callErrorOf, reasonToStop } from "./reason-to-stop.js";
import { Stop, type Stopping } from "./stop.js";

/** The number of items with each result. */
export type Tally = Readonly<Record<ReturnType<typeof stateOf>, number>>;

export function sum(tally: Tally): number {
  return Object.values(tally).reduce((total, number) => total + number, 0);
}

/**
 * Deletes an item.
 *
 * @param begin Records that the deletion may happen. Await it before the deletion is sent. Rejects if the run stops.
 * @throws {Stop} The run stops, and nothing of the deletion was sent.
 * @throws Unless the outcome is certainly one of {@link Done}.
 */
export type DeleteOne = (item: string, begin: () => Promise<void>) => Promise<{ readonly outcome: Done }>;

export interface RunOptions {
  readonly journal: Journal | undefined;
  /** Items that an earlier run may have deleted, with its errors. */
  readonly begunEarlier: Plan["begunEarlier"];
  readonly stopping: Stopping;
  readonly concurrency: number;
  readonly stopOnError: boolean | undefined;
}

/**
 * Deletes items, and prints and records each result. Returns the number of items with each result. It counts every deletion
 * that began, also if the run stops early.
 */
export async function runDeletions(
  kind: ItemKind,
  items: readonly string[],
  deleteOne: DeleteOne,
  { journal, begunEarlier, stopping, concurrency, stopOnError }: RunOptions,
): Promise<Tally> {
  const { signal, stop } = stopping;
  signal.throwIfAborted();
  const start = performance.now();
  const tally = { deleted: 0, acknowledged: 0, missing: 0, gone: 0, failed: 0, unknown: 0 };
  let notSentInARow = 0;
  let unansweredInARow = 0;
  const statusLine = startStatusLine((columns) => {
    const elapsedInMs = performance.now() - start;
    return renderProgress({ ...tally, done: sum(tally), total: items.length, elapsedInMs }, columns);
  });
  const onStop = (): void => {
    if (signal.reason.message !== "") {
      const isSignal = signal.reason.exitCode > UNKNOWN;
      const hint = isSignal ? " Finishing the calls under way; a second signal ends at once." : "";
      const next = isSignal && journal !== undefined ? " To continue later, run the same command again." : "";
      statusLine.say(`${signal.reason.message}${hint}${next}`);
    }
  };

  /** Why the journal takes no more lines. */
  let unwritten: Stop | undefined;
  const record: Journal["write"] = async (...line) => {
    try {
      await journal?.write(...line);
    } catch (error) {
      unwritten = error instanceof Stop ? error : new Stop(messageOf(error), NOT_ALL);
      throw unwritten;
    }
  };
  /** What may be deleted, and has no result yet. */
  const underWay = new Set<string>();
  const sayUnderWay = (): void => {
    for (const item of underWay) {
      say(`unknown ${item}: the command ended before it had a result.`);
    }
  };
  const deleteAndRecord = async (item: string): Promise<ItemResult> => {
    let isBegun = false;
    /** Nothing happened to the item in this run. */
    const withdraw = async (): Promise<void> => {
      await (begunEarlier.has(item)
        ? record(item, "unknown", { error: errorToJson(new BegunEarlier(begunEarlier.get(item))) })
        : record(item, "failed"));
    };
    const begin = async (): Promise<void> => {
      // The run may have stopped while it looked for the folder.
      signal.throwIfAborted();
      await record(item, "begun");
      if (signal.aborted) {
        // Or while it waited for the disk.
        await withdraw();
        signal.throwIfAborted();
      }
      isBegun = true;
      underWay.add(item);
    };
    const result: ItemResult = await deleteOne(item, begin).then(
      ({ outcome }) => ({ item, outcome }),
      async (error: unknown) => {
        if (error instanceof Stop) {
          // Or while it waited for a log-in, or to be repeated.
          underWay.delete(item);
          await (isBegun ? withdraw() : undefined);
          throw error;
        }
        return { item, outcome: "failed", error };
      },
    );
    // Before the result is recorded: until it is on the disk, other items begin, each with a log-in that is refused as well.
    const error = result.outcome === "failed" ? callErrorOf(result.error) : undefined;
    notSentInARow = isNotSent(error) ? notSentInARow + 1 : 0;
    unansweredInARow = isUnanswered(error) ? unansweredInARow + 1 : 0;
    const reason = result.outcome === "failed" ? reasonToStop(kind, result.error) : undefined;
    if (reason !== undefined) {
      stop(new Stop(reason, NOT_ALL));
    }
    if (unansweredInARow === MAX_UNANSWERED_IN_A_ROW) {
      const what =
        notSentInARow === unansweredInARow ? "could not be sent" : "had no answer that is certainly the service's";
      stop(
        new Stop(`${unansweredInARow} requests in a row ${what}; the remaining ${kind.many} were skipped.`, NOT_ALL),
      );
    }
    const details = result.outcome === "failed" ? { error: errorToJson(result.error) } : {};
    // The call was made, so the result is printed even though the journal does not have it.
    await record(item, stateOf(result), details).catch(stop);
    return result;
  };

  signal.addEventListener("abort", onStop);
  // At a second signal.
  process.once("exit", sayUnderWay);
  try {
    for await (const result of deleteEach(items, deleteAndRecord, { concurrency, stopOnError, signal })) {
      tally[stateOf(result)] += 1;
      printResult(kind, result, statusLine.say);
      underWay.delete(result.item);
    }
  } catch (error) {
    if (!(error instanceof Stop)) {
      // Deletions have begun, and this is not the result of one.
      sayUnderWay();
      throw new Stop(`inforouter: ${messageOf(error)}`, UNKNOWN);
    }
    stop(error);
  } finally {
    if (unwritten !== undefined && unwritten.message !== signal.reason?.message) {
      // The run stopped before, for another reason, and the next one will take what the journal lacks for unknown.
      statusLine.say(unwritten.message);
    }
    signal.removeEventListener("abort", onStop);
    process.off("exit", sayUnderWay);
    statusLine.end();
  }
  return tally;
}

/** After so many failures, the next request is unlikely to reach the service, and each may leave an item unknown. */
const MAX_UNANSWERED_IN_A_ROW = 20;

function isNotSent(error: unknown): boolean {
  return isInfoRouterError(error) && error.outcome === "not-sent";
}

/** Whether no answer shows that the service works: it restarts, for example, or a login page answers in its place. */
function isUnanswered(error: unknown): boolean {
  const isLost =
    isInfoRouterError(error) &&
    error.outcome === "unknown" &&
    ["TransportError", "UnexpectedResponseError"].includes(error.name);
  return isNotSent(error) || (isLost && folderOf(error) !== "there");
}
