import { isInfoRouterError } from "../../soap/errors.js";
import { say } from "../terminal/status-line.js";
import type { ItemKind } from "./item-kind.js";

/** What became of an item. */
export type ItemResult =
  | { readonly item: string; readonly outcome: "deleted" | "missing" }
  | { readonly item: string; readonly outcome: "failed"; readonly error: unknown };

/** Tells failures for which nothing happened from those after which the item may be gone. */
export function stateOf(result: ItemResult): "deleted" | "missing" | "failed" | "unknown" {
  if (result.outcome !== "failed") {
    return result.outcome;
  }
  const { error } = result;
  return (isInfoRouterError(error) || error instanceof BegunEarlier) && error.outcome !== "unknown"
    ? "failed"
    : "unknown";
}

/** An earlier run may have deleted the item, so this one has not tried to. */
export class BegunEarlier extends Error {
  override readonly name = "BegunEarlier";
  readonly code = "BEGUN_EARLIER";
  readonly outcome = "unknown";

  constructor() {
    super("an earlier run began to delete it, and its journal has no result; it is not repeated.");
  }
}

/**
 * Prints a result: on standard output as a line of JSON, unless that is a terminal; and a failure on standard error.
 *
 * @param sayFailure Prints on standard error.
 */
export function printResult(kind: ItemKind, result: ItemResult, sayFailure: (text: string) => void = say): void {
  const { item, outcome } = result;
  const failure = result.outcome === "failed" ? { error: errorToJson(result.error) } : {};
  if (!process.stdout.isTTY) {
    process.stdout.write(`${JSON.stringify({ [kind.property]: item, outcome, ...failure })}\n`);
  }
  if (result.outcome === "failed") {
    sayFailure(`${stateOf(result)} ${item}: ${messageOf(result.error)}`);
  }
}

/** What is safe to write of an error: those of this package are made for it, and of others there is the message. */
export function errorToJson(error: unknown): unknown {
  return isInfoRouterError(error) || error instanceof BegunEarlier
    ? { ...error, message: error.message }
    : { message: messageOf(error) };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
