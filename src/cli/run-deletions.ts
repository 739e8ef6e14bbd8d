import { deleteEach } from "../delete-each.js";
import { isInfoRouterError } from "../soap/errors.js";
import { NOT_ALL } from "./exit-codes.js";
import type { ItemKind } from "./item-kind.js";
import { errorToJson, type ItemResult, messageOf, printResult, stateOf } from "./item-result.js";
import type { Journal } from "./journal.js";
import { renderProgress } from "./progress.js";
import { startStatusLine } from "./status-line.js";
import { Stop, type Stopping } from "./stop.js";

/** How many of the items came to which end. */
export type Tally = Readonly<Record<ReturnType<typeof stateOf>, number>>;

export interface RunOptions {
  readonly journal: Journal | undefined;
  readonly stopping: Stopping;
  readonly concurrency: number;
  readonly stopOnError: boolean | undefined;
}

/**
 * Deletes items, says and writes down what comes of each, and returns the sum. Whatever stops it, every deletion that was
 * begun is in the sum.
 *
 * @param deleteOne Throws if the item is not certain to be deleted.
 */
export async function runDeletions(
  kind: ItemKind,
  items: readonly string[],
  deleteOne: (item: string) => Promise<{ readonly outcome: "deleted" | "missing" }>,
  { journal, stopping, concurrency, stopOnError }: RunOptions,
): Promise<Tally> {
  const { signal, stop } = stopping;
  signal.throwIfAborted();
  const start = performance.now();
  const tally = { deleted: 0, missing: 0, failed: 0, unknown: 0 };
  const statusLine = startStatusLine((columns) => {
    const done = tally.deleted + tally.missing + tally.failed + tally.unknown;
    return renderProgress({ ...tally, done, total: items.length, elapsedInMs: performance.now() - start }, columns);
  });
  const onStop = (): void => {
    if (signal.reason.message !== "") {
      statusLine.say(`${signal.reason.message} Finishing the calls under way; a second signal ends at once.`);
    }
  };

  const deleteAndWriteDown = async (item: string): Promise<ItemResult> => {
    await journal?.write(item, "begun");
    const result: ItemResult = await deleteOne(item).then(
      ({ outcome }) => ({ item, outcome }),
      (error: unknown) => ({ item, outcome: "failed", error }),
    );
    try {
      await journal?.write(
        item,
        stateOf(result),
        result.outcome === "failed" ? { error: errorToJson(result.error) } : {},
      );
    } catch (error) {
      // The call was made, so that its result is reported all the same.
      stop(error instanceof Stop ? error : new Stop(messageOf(error), NOT_ALL));
    }
    if (result.outcome === "failed" && isShutOut(result.error)) {
      stop(new Stop("Nobody is let in, so the rest is not tried.", NOT_ALL));
    }
    return result;
  };

  signal.addEventListener("abort", onStop);
  try {
    for await (const result of deleteEach(items, deleteAndWriteDown, { concurrency, stopOnError, signal })) {
      tally[stateOf(result)] += 1;
      printResult(kind, result, statusLine.say);
    }
  } catch (error) {
    if (!(error instanceof Stop)) {
      throw error;
    }
    stop(error);
  } finally {
    signal.removeEventListener("abort", onStop);
    statusLine.end();
  }
  return tally;
}

/** Whether every other call would fail as well: trying a wrong password often enough locks the user out. */
function isShutOut(error: unknown): boolean {
  const codes = ["AUTHENTICATION_FAILED", "SESSION_EXPIRED", "UNAUTHORIZED", "PROXY_AUTHENTICATION_REQUIRED"];
  return isInfoRouterError(error) && (error.operation === "AuthenticateUser" || codes.includes(error.code));
}
