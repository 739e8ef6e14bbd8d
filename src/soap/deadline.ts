import { InvalidInputError } from "./errors.js";

/** The time of a call is up. Becomes a `TransportError` with the code `TIMEOUT`. */
export class DeadlinePassed extends Error {
  override readonly name = "DeadlinePassed";
}

/** The one clock of a call, whatever it consists of: fetching a ticket, waiting for a connection, sending, reading. */
export interface Deadline {
  /** Aborted with {@link DeadlinePassed} when time is up, or with the caller's reason when the caller aborts. */
  readonly signal: AbortSignal;
  /** Stops the clock and lets go of the caller's signal. */
  end(): void;
}

export const DEFAULT_TIMEOUT_IN_MS = 30_000;

/** @throws {InvalidInputError} It is not a time that a call can take. */
export function checkTimeout(
  argument: string,
  timeoutInMs: number,
  call?: { operation: string; requestId: string },
): number {
  if (typeof timeoutInMs !== "number" || !(timeoutInMs > 0)) {
    throw new InvalidInputError(argument, "expected milliseconds above zero, or Infinity for no limit", call);
  }
  return timeoutInMs;
}

/** Timers of Node.js hold 31 bits of milliseconds, which is 24 days. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** Starts the clock. `timeoutInMs` is above zero; `Infinity` sets no limit. */
export function startDeadline(timeoutInMs: number, caller?: AbortSignal): Deadline {
  if (timeoutInMs === Number.POSITIVE_INFINITY && caller !== undefined) {
    return { signal: caller, end: () => {} };
  }
  const controller = new AbortController();
  const timer =
    timeoutInMs <= LONGEST_TIMER ? setTimeout(() => controller.abort(new DeadlinePassed()), timeoutInMs) : undefined;
  const forward = (): void => controller.abort(caller?.reason);
  if (caller?.aborted) {
    forward();
  }
  caller?.addEventListener("abort", forward, { once: true });
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      caller?.removeEventListener("abort", forward);
    },
  };
}

/** Settles as the promise does, or rejects with the signal's reason as soon as it is aborted. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) {
      abort();
      promise.catch(() => {});
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/**
 * Waits, `Infinity` for ever, or rejects with the signal's reason as soon as it is aborted. By the global `setTimeout`, as
 * deadlines do, so that time passes for both alike where a test fakes it.
 */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = milliseconds === Number.POSITIVE_INFINITY ? undefined : setTimeout(resolve, milliseconds);
  });
  try {
    await untilAborted(over, signal);
  } finally {
    clearTimeout(timer);
  }
}
