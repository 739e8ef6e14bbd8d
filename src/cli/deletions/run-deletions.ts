import { deleteEach } from "../../delete-each.js";
import { isInfoRouterError } from "../../soap/errors.js";
import { NOT_ALL, UNKNOWN } from "../exit-codes.js";
import { renderProgress } from "../terminal/progress.js";
import { startStatusLine } from "../terminal/status-line.js";
import type { ItemKind } from "./item-kind.js";
import { errorToJson, type ItemResult, messageOf, printResult, stateOf } from "./item-result.js";
import type { Journal } from "./journal.js";
import { Stop, type Stopping } from "./stop.js";

/** The number of items with each result. */
export type Tally = Readonly<Record<ReturnType<typeof stateOf>, number>>;

export interface RunOptions {
  readonly journal: Journal | undefined;
  readonly stopping: Stopping;
  readonly concurrency: number;
  readonly stopOnError: boolean | undefined;
}

/**
 * Deletes items, prints and records the result of each, and returns the sum. The sum has every deletion that was begun,
 * also if the run stops early.
 *
 * @param deleteOne Throws unless the item is certainly deleted.
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
  let notSentInARow = 0;
  const statusLine = startStatusLine((columns) => {
    const done = tally.deleted + tally.missing + tally.failed + tally.unknown;
    return renderProgress({ ...tally, done, total: items.length, elapsedInMs: performance.now() - start }, columns);
  });
  const onStop = (): void => {
    if (signal.reason.message !== "") {
      const isSignal = signal.reason.exitCode > UNKNOWN;
      const hint = isSignal ? " Finishing the calls under way; a second signal ends at once." : "";
      statusLine.say(`${signal.reason.message}${hint}`);
    }
  };

  const deleteAndRecord = async (item: string): Promise<ItemResult> => {
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
      // The call was made, so its result is reported although the journal does not have it.
      stop(error instanceof Stop ? error : new Stop(messageOf(error), NOT_ALL));
    }
    notSentInARow = isNotSent(result) ? notSentInARow + 1 : 0;
    const reason = result.outcome === "failed" ? reasonToStop(kind, result.error) : undefined;
    if (reason !== undefined) {
      stop(new Stop(reason, NOT_ALL));
    }
    if (notSentInARow === MAX_NOT_SENT_IN_A_ROW) {
      stop(
        new Stop(
          `${notSentInARow} requests in a row could not be sent; the remaining ${kind.many} were skipped.`,
          NOT_ALL,
        ),
      );
    }
    return result;
  };

  signal.addEventListener("abort", onStop);
  try {
    for await (const result of deleteEach(items, deleteAndRecord, { concurrency, stopOnError, signal })) {
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

/** After so many failures, the next request is unlikely to reach the server. */
const MAX_NOT_SENT_IN_A_ROW = 20;

function isNotSent(result: ItemResult): boolean {
  return result.outcome === "failed" && isInfoRouterError(result.error) && result.error.outcome === "not-sent";
}

/** The reason why all further calls would fail. Repeating a wrong password can lock the user out. */
function reasonToStop(kind: ItemKind, error: unknown): string | undefined {
  if (!isInfoRouterError(error)) {
    return undefined;
  }
  if (error.operation === "AuthenticateUser") {
    return `The log-in failed; the remaining ${kind.many} were skipped.`;
  }
  if (["AUTHENTICATION_FAILED", "SESSION_EXPIRED"].includes(error.code)) {
    return `The server does not accept the ticket; the remaining ${kind.many} were skipped. If the ticket is valid, the server may name its element differently: run \`inforouter check\`.`;
  }
  if (error.code === "NO_TLS") {
    return "The proxy opens no connection to the server, so the rest is not tried.";
  }
  return ["UNAUTHORIZED", "PROXY_AUTHENTICATION_REQUIRED"].includes(error.code)
    ? `The server or proxy refuses this client (401 or 407); the remaining ${kind.many} were skipped.`
    : undefined;
}
