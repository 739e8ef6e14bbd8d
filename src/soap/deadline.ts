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
  const controller = new AbortController();
  const timer =
    timeoutInMs <= LONGEST_TIMER ? setTimeout(() => controller.abort(new DeadlinePassed()), timeoutInMs) : undefined;
  const unfollow = caller === undefined ? () => {} : follow(caller, (reason) => controller.abort(reason));
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      unfollow();
    },
  };
}

type OnAbort = (reason: unknown) => void;

/** The calls that follow each caller's signal. It has one listener for them all: of more than ten, Node.js warns. */
const followers = new WeakMap<AbortSignal, { readonly calls: Set<OnAbort>; readonly listener: () => void }>();

/** Calls back when the signal is aborted, or at once if it is already. Returns what lets go of the signal. */
function follow(signal: AbortSignal, onAbort: OnAbort): () => void {
  if (signal.aborted) {
    onAbort(signal.reason);
    return () => {};
  }
  const { calls, listener } = followers.get(signal) ?? listenTo(signal);
  calls.add(onAbort);
  return () => {
    if (calls.delete(onAbort) && calls.size === 0) {
      signal.removeEventListener("abort", listener);
      followers.delete(signal);
    }
  };
}

function listenTo(signal: AbortSignal) {
  const calls = new Set<OnAbort>();
  const listener = (): void => {
    for (const onAbort of calls) {
      onAbort(signal.reason);
    }
  };
  const entry = { calls, listener };
  followers.set(signal, entry);
  signal.addEventListener("abort", listener, { once: true });
  return entry;
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
