import { isInfoRouterError } from "../../soap/errors.js";
import { messageOf } from "../error-text.js";
import { jsonText } from "../terminal/json-text.js";
import { print } from "../terminal/output.js";
import { say, sayAbove } from "../terminal/status-line.js";
import type { Done, ItemKind } from "./item-kind.js";
import type { EarlierError } from "./journal-text.js";

/** The result of one deletion. */
export type ItemResult =
  | { readonly item: string; readonly outcome: Done }
  | { readonly item: string; readonly outcome: "failed"; readonly error: unknown };

/**
 * Divides failures into `"failed"`, where nothing happened, and `"unknown"`, where the item may be deleted. A log-in comes before a
 * deletion, or after one that was refused: where its outcome is unknown, that of the deletion is not.
 */
export function stateOf(result: ItemResult): Done | "failed" | "unknown" {
  if (result.outcome !== "failed") {
    return result.outcome;
  }
  const { error } = result;
  const isLogIn = isInfoRouterError(error) && error.operation === "AuthenticateUser";
  return isLogIn || ((isInfoRouterError(error) || error instanceof BegunEarlier) && error.outcome !== "unknown")
    ? "failed"
    : "unknown";
}

/** An earlier run may have deleted the item. This run did not repeat that, or repeated it in vain. */
export class BegunEarlier extends Error {
  override readonly name = "BegunEarlier";
  readonly code = "BEGUN_EARLIER";
  readonly outcome = "unknown";
  /** What FolderExists showed. The errors of `deleteFolder` have the same property. */
  declare readonly folder?: "there" | "not-seen";
  /** The error of the earlier run, if its journal has one. */
  declare readonly earlier?: EarlierError;

  /** @param cause The error of FolderExists, or of the repetition. */
  constructor(
    earlier: EarlierError | undefined,
    folder?: "there" | "not-seen",
    cause?: unknown,
    then: string = `and ${learned(earlier)}; it is not repeated.`,
  ) {
    super(`an earlier run began to delete it, ${then}`, { cause });
    if (folder !== undefined) {
      this.folder = folder;
    }
    if (earlier !== undefined) {
      this.earlier = earlier;
    }
  }

  /** That nothing happened now does not mean that nothing happened earlier. Returns errors with an unknown outcome unchanged. */
  static ofRepetition(item: string, error: unknown, earlier: EarlierError | undefined): unknown {
    return stateOf({ item, outcome: "failed", error }) === "unknown"
      ? error
      : new BegunEarlier(earlier, undefined, error, `and repeating it failed: ${messageOf(error)}`);
  }
}

function learned(earlier: EarlierError | undefined): string {
  if (earlier === undefined) {
    return "its journal has no result";
  }
  const { code, requestId, at } = earlier;
  return `could not tell the outcome (${[code, at, ...(requestId === undefined ? [] : [`request ${requestId}`])].join(", ")})`;
}

/**
 * Prints a result as a line of JSON on standard output, unless that is a terminal. Prints a failure on standard error, and also what
 * standard output does not take: its disk is full, or its reader has ended.
 *
 * @param sayResult Prints on standard error.
 */
export function printResult(kind: ItemKind, result: ItemResult, sayResult: (text: string) => void = say): void {
  const { item, outcome } = result;
  const failure = result.outcome === "failed" ? { error: errorToJson(result.error) } : {};
  const line = jsonText({ [kind.property]: item, outcome, ...failure });
  const onLost = (error?: unknown): void =>
    sayAbove(`${outcome} ${item}: standard output ${error ? "does" : "may"} not have it.`);
  if (!process.stdout.isTTY) {
    print(`${line}\n`, result.outcome === "failed" ? undefined : onLost);
  }
  if (result.outcome === "failed") {
    sayResult(`${stateOf(result)} ${item}: ${messageOf(result.error)}${sightOf(result.error)}`);
  }
}

/** What FolderExists showed of the folder: the errors of `deleteFolder` have it as well. */
export function folderOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "folder" in error ? error.folder : undefined;
}

/** What FolderExists showed after a deletion with an unknown outcome. */
function sightOf(error: unknown): string {
  const folder = folderOf(error);
  if (folder === "there") {
    return " The folder is still there.";
  }
  const reason = error instanceof BegunEarlier && error.cause !== undefined ? `: ${messageOf(error.cause)}` : ".";
  return folder === "not-seen" ? ` FolderExists did not show whether the folder is there${reason}` : "";
}

/** All properties of an error of this package, which hold no secrets. Only the message of any other error. */
export function errorToJson(error: unknown): unknown {
  return isInfoRouterError(error) || error instanceof BegunEarlier
    ? { ...error, message: error.message }
    : { message: messageOf(error) };
}
