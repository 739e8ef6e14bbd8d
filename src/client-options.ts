import type { Unconfirmed } from "./delete-folder.js";
import type { DeleteFolderOptions } from "./deletion.js";
import type { InfoRouterOperations } from "./operations.js";
import type { SoapClientOptions } from "./soap/client/settings.js";
import { InvalidInputError } from "./soap/errors.js";
import type { TicketSource } from "./ticket.js";

/** The address of the service, the connections to it, and the ticket. */
export interface InfoRouterClientOptions extends SoapClientOptions {
  /** A ticket, or a function that returns one: your own, or that of `authenticate`. */
  readonly ticket: TicketSource;
  /** Repeats a call where that certainly does no harm. Default: only chunks and handlers of a download. */
  readonly retry?: RetryOptions | undefined;
  /** Stubs generated from the WSDL of your server. Default: those of this package. */
  readonly operations?: InfoRouterOperations | undefined;
  /** Whether `close` ends the session that `authenticate` began (LogOut). Default true. */
  readonly logOut?: boolean | undefined;
}

/**
 * How often the client repeats a call. It repeats a request that was certainly not sent, also a log-in. If the outcome is unknown, it
 * repeats a DeleteDownloadHandler, and a `call` with `idempotent: true`. It never repeats a DeleteFolder that was sent.
 */
export interface RetryOptions {
  /**
   * Maximum number of repetitions of a call, within its time. The pauses are 0.2 s, 0.4 s, 0.8 s …, or what the service
   * asks for (`Retry-After`).
   */
  readonly maxRetries: number;
}

/** @throws {InvalidInputError} */
export function readUnconfirmed(
  options: Pick<DeleteFolderOptions, "ifMissing" | "ifUnknown">,
  operation: string,
): Unconfirmed {
  const { ifMissing = "error", ifUnknown = "error" } = options ?? {};
  if (ifMissing !== "error" && ifMissing !== "ignore") {
    throw new InvalidInputError("options.ifMissing", 'expected "error" or "ignore"', { operation });
  }
  if (ifUnknown !== "error" && ifUnknown !== "look") {
    throw new InvalidInputError("options.ifUnknown", 'expected "error" or "look"', { operation });
  }
  return { ifMissing, ifUnknown };
}

/** @throws {InvalidInputError} */
export function checkIdempotent(idempotent: boolean | undefined = false, operation: string): boolean {
  if (typeof idempotent !== "boolean") {
    throw new InvalidInputError("options.idempotent", "expected true or false", { operation });
  }
  return idempotent;
}

/** @throws {InvalidInputError} */
export function checkRetries(retry: RetryOptions = { maxRetries: 0 }): number {
  const maxRetries = retry?.maxRetries;
  if (!Number.isSafeInteger(maxRetries) || maxRetries < 0) {
    throw new InvalidInputError("options.retry.maxRetries", "expected a whole number, or 0 for none");
  }
  return maxRetries;
}
