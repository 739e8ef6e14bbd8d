import { type ErrorDetails, InfoRouterError, markErrorClass } from "./soap/errors.js";
import { oneLine } from "./soap/secrets/one-line.js";

/** Why the service refused. */
export type ServiceErrorCode =
  | "AUTHENTICATION_FAILED"
  | "SESSION_EXPIRED"
  | "BAD_REQUEST"
  | "FOLDER_NOT_FOUND"
  | "ACCESS_DENIED"
  | "TOP_LEVEL_FOLDER"
  | "LOCKED"
  | "SYSTEM_ERROR"
  | "PARTIAL"
  | "UNCLASSIFIED";

/** An item that the service reports as failed. */
export interface FailedItem {
  /** Its `path` or `name`, if the service sends one. */
  readonly item: string;
  /** The service's text. */
  readonly message: string;
}

/** The details of a {@link ServiceError}. */
export interface ServiceErrorDetails {
  readonly code: ServiceErrorCode;
  /**
   * The service's number for it, from the text or an attribute: 901 of `[901] Session expired or Invalid ticket`, 4010 of
   * `errorCode="4010"`.
   */
  readonly serviceCode?: number | undefined;
  /** The service's own text, in the language of the session. */
  readonly serviceMessage: string;
  /** All failed items of a partial result: at most 250,000, the limit of a response. */
  readonly failedItems: readonly FailedItem[];
}

/**
 * The service refused.
 *
 * `outcome` is `"rejected"` for a plain refusal: `success` is false or absent, `error` has a text, and the result contains
 * nothing else but a number. Otherwise, and for `SYSTEM_ERROR` and `PARTIAL`, part of a folder may be gone, and `outcome` is
 * `"unknown"`.
 *
 * ```ts
 * try {
 *   await infoRouter.deleteFolder("/Finance/Nowhere");
 * } catch (error) {
 *   if (!(error instanceof ServiceError)) throw error;
 *   console.log(error.code, error.serviceCode, error.serviceMessage, error.failedItems);
 * }
 * ```
 */
export class ServiceError extends InfoRouterError implements ServiceErrorDetails {
  static {
    markErrorClass(this, "ServiceError");
  }

  /** The name of the class, also in bundles. */
  override readonly name = "ServiceError";
  override readonly code: ServiceErrorCode;
  readonly serviceCode?: number | undefined;
  readonly serviceMessage: string;
  readonly failedItems: readonly FailedItem[];

  /** @internal @param explanation The meaning of the refusal. Default: that of the code. */
  constructor(
    { code, serviceCode, serviceMessage, failedItems }: ServiceErrorDetails,
    facts: ErrorDetails,
    explanation: string = explanationOf(code, facts.operation),
  ) {
    const quotation = JSON.stringify(oneLine(serviceMessage, 500));
    const number = serviceCode === undefined || serviceMessage.includes(`[${serviceCode}]`) ? "" : ` (${serviceCode})`;
    const doubt =
      facts.outcome !== "unknown" || MIDWAY.has(code)
        ? ""
        : " But its answer is not a plain refusal: look what is left before repeating it.";
    const message = `${facts.operation}: ${explanation} The service says: ${quotation}${number}`;
    super(doubt === "" ? message : asSentence(message) + doubt, facts);
    this.code = code;
    this.serviceCode = serviceCode;
    this.serviceMessage = serviceMessage;
    this.failedItems = failedItems;
  }
}

/** Why a download failed. */
export type DownloadErrorCode = "WRONG_CHECKSUM" | "WRONG_LENGTH" | "CONTENT_CHANGED" | "TOO_LONG" | "CLOSED";

/**
 * The chunks of a download are not the whole file. Discard what was read.
 *
 * - `"WRONG_CHECKSUM"`: a chunk, read twice, or the whole file does not have the CRC32 that the service declares.
 * - `"WRONG_LENGTH"`: there are more or fewer bytes than the service declares.
 * - `"CONTENT_CHANGED"`: the ticket expired, and the file that was staged again may be another one.
 * - `"TOO_LONG"`: the service reads no chunk after 2 GiB.
 * - `"CLOSED"`: the download, or its client, was closed before the end.
 *
 * ```ts
 * try {
 *   await using download = await infoRouter.download("/Finance/ledger.csv");
 *   for await (const chunk of download) console.log(chunk.length);
 * } catch (error) {
 *   if (!(error instanceof DownloadError)) throw error;
 *   console.log(error.code, error.handlersLeft); // WRONG_CHECKSUM undefined
 * }
 * ```
 */
export class DownloadError extends InfoRouterError {
  static {
    markErrorClass(this, "DownloadError");
  }

  /** The name of the class, also in bundles. */
  override readonly name = "DownloadError";
  override readonly code: DownloadErrorCode;

  /** @internal */
  constructor(code: DownloadErrorCode, reason: string, facts: ErrorDetails) {
    super(`${facts.operation}: ${reason}`, facts);
    this.code = code;
  }
}

/** Ends a text with a full stop, unless it has one. Another sentence can follow. */
export function asSentence(text: string): string {
  return /[.!?]["')]*$/.test(text) ? text : `${text}.`;
}

/** Codes whose explanation already mentions that something may have happened. */
const MIDWAY: ReadonlySet<ServiceErrorCode> = new Set(["SYSTEM_ERROR", "PARTIAL"]);

function explanationOf(code: ServiceErrorCode, operation: string): string {
  return code === "AUTHENTICATION_FAILED" && operation === "AuthenticateUser"
    ? "user or password were not accepted."
    : explanations[code];
}

const explanations: Readonly<Record<ServiceErrorCode, string>> = {
  AUTHENTICATION_FAILED: "user, password or ticket were not accepted.",
  SESSION_EXPIRED: "the ticket has expired or is unknown; get a new one.",
  BAD_REQUEST: "an argument was not accepted.",
  FOLDER_NOT_FOUND: "there is no such folder.",
  ACCESS_DENIED: "the user may not do this.",
  LOCKED: "something in it is checked out, locked or offline.",
  TOP_LEVEL_FOLDER: "a library is deleted with DeleteDomain, not as a folder.",
  SYSTEM_ERROR: "the server failed, perhaps midway; look what is left before repeating it.",
  PARTIAL: "only a part was done; look what is left before repeating it.",
  UNCLASSIFIED: "the request was refused.",
};
