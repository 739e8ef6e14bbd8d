import { InvalidInputError } from "./errors.js";

/** The time of a call is up. Becomes a `TransportError` with the code `TIMEOUT`. */
export class DeadlinePassed extends Error {
  override readonly name = "DeadlinePassed";
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

/**
 * By its looks, since each realm has an AbortSignal of its own.
 *
 * @throws {InvalidInputError} It is not an AbortSignal.
 */
export function checkSignal(signal: AbortSignal | undefined, call?: { operation: string; requestId: string }): void {
  try {
    if (signal === undefined || isAbortSignal(signal)) {
      return;
    }
  } catch {
    // It is nothing that has properties, or refuses to be asked.
  }
  throw new InvalidInputError("options.signal", "expected an AbortSignal", call);
}

function isAbortSignal({ aborted, addEventListener, removeEventListener }: AbortSignal): boolean {
  return (
    typeof aborted === "boolean" && typeof addEventListener === "function" && typeof removeEventListener === "function"
  );
}

/** Timers of Node.js hold 31 bits of milliseconds, which is 24 days. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * The one clock of a call, whatever it consists of: fetching a ticket, waiting for a connection, sending, reading. Over
 * with {@link DeadlinePassed} when time is up, or with the caller's reason when the caller aborts.
 *
 * Our own code follows the deadline itself. A signal to listen to costs as much as half of the reading of an answer, so it
 * is made for whoever asks for it.
 */
export class Deadline {
  #onOver: (() => void)[] = [];
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #unfollowCaller: (() => void) | undefined;
  #over: { readonly reason: unknown } | undefined;
  #controller: AbortController | undefined;

  /** Starts the clock. `timeoutInMs` is above zero; `Infinity` sets no limit. */
  constructor(timeoutInMs: number, caller?: AbortSignal) {
    // The caller's signal first: should it throw, no timer is left.
    this.#unfollowCaller = caller && follow(caller, (reason) => this.#abort(reason));
    this.#timer =
      timeoutInMs <= LONGEST_TIMER ? setTimeout(() => this.#abort(new DeadlinePassed()), timeoutInMs) : undefined;
  }

  get isOver(): boolean {
    return this.#over !== undefined;
  }

  get reason(): unknown {
    return this.#over?.reason;
  }

  /** The same as a signal, for the code of others. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#over !== undefined) {
        this.#controller.abort(this.#over.reason);
      }
    }
    return this.#controller.signal;
  }

  throwIfOver(): void {
    if (this.#over !== undefined) {
      throw this.#over.reason;
    }
  }

  /** Calls back once it is over, or at once if it is already. Returns what lets go of it. */
  follow(onOver: () => void): () => void {
    if (this.isOver) {
      onOver();
    } else {
      this.#onOver.push(onOver);
    }
    return () => {
      this.#onOver = this.#onOver.filter((other) => other !== onOver);
    };
  }

  /** Stops the clock and lets go of the caller's signal. */
  end(): void {
    clearTimeout(this.#timer);
    this.#unfollowCaller?.();
  }

  #abort(given: unknown): void {
    // Where the caller's signal says no reason, there is that of every signal.
    const { reason } = AbortSignal.abort(given);
    this.#over ??= { reason };
    this.#controller?.abort(reason);
    for (const onOver of this.#onOver) {
      onOver();
    }
  }
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
  signal.addEventListener("abort", listener, { once: true });
  followers.set(signal, entry);
  return entry;
}

/** Settles as the promise does, or rejects with the deadline's reason as soon as it is over. */
export function untilOver<T>(promise: Promise<T>, deadline: Deadline): Promise<T> {
  return new Promise((resolve, reject) => {
    const unfollow = deadline.follow(() => reject(deadline.reason));
    promise.then(
      (value) => {
        unfollow();
        resolve(value);
      },
      (reason: unknown) => {
        unfollow();
        reject(reason);
      },
    );
  });
}

/**
 * Waits, `Infinity` for ever, or rejects with the deadline's reason as soon as it is over. By the global `setTimeout`, as
 * deadlines do, so that time passes for both alike where a test fakes it.
 */
export async function wait(milliseconds: number, deadline: Deadline): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const past = new Promise<void>((resolve) => {
    timer = milliseconds === Number.POSITIVE_INFINITY ? undefined : setTimeout(resolve, milliseconds);
  });
  try {
    await untilOver(past, deadline);
  } finally {
    clearTimeout(timer);
  }
}
