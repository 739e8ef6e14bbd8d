import { InvalidInputError } from "./errors.js";

/** The time of a call has passed. Becomes a `TransportError` with the code `TIMEOUT`. */
export class DeadlinePassed extends Error {
  override readonly name = "DeadlinePassed";
}

export const DEFAULT_TIMEOUT_IN_MS = 30_000;

/** @throws {InvalidInputError} The timeout is not above zero. */
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
 * Checks the shape, because each realm has its own AbortSignal.
 *
 * @throws {InvalidInputError} It is not an AbortSignal.
 */
export function checkSignal(signal: AbortSignal | undefined, call?: { operation: string; requestId: string }): void {
  try {
    if (signal === undefined || isAbortSignal(signal)) {
      return;
    }
  } catch {
    // It has no properties, or a getter throws.
  }
  throw new InvalidInputError("options.signal", "expected an AbortSignal", call);
}

function isAbortSignal({ aborted, addEventListener, removeEventListener }: AbortSignal): boolean {
  return (
    typeof aborted === "boolean" && typeof addEventListener === "function" && typeof removeEventListener === "function"
  );
}

/** Node.js timers hold 31 bits of milliseconds: 24 days. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** A timer that is later than this shows that the process was suspended (Ctrl-Z), or busy with something else. */
const LATE_IN_MS = 100;

/** Time for what has arrived by then, which Node.js reads only after it ran the timers. */
const TO_READ_IN_MS = 1000;

/**
 * The one clock of a call: for its ticket, connection, request and response. It expires with {@link DeadlinePassed} when the
 * time has passed, or with the caller's reason when the caller aborts. If the process could not run when the time passed, the
 * call gets a second more: the response may have arrived in time.
 *
 * Internal code uses callbacks. An AbortSignal costs half as much as parsing a response, so it is created on demand.
 */
export class Deadline {
  #callbacks: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #unfollowCaller: (() => void) | undefined;
  #expiry: { readonly reason: unknown } | undefined;
  #controller: AbortController | undefined;
  readonly #end: number;
  #users = 1;

  /** Starts the clock. `timeoutInMs` is above zero; `Infinity` sets no limit. */
  constructor(timeoutInMs: number, caller?: AbortSignal) {
    // The caller's signal first: if it throws, no timer is left.
    this.#unfollowCaller = caller && follow(caller, (reason) => this.#abort(reason));
    this.#end = performance.now() + timeoutInMs;
    this.#start(timeoutInMs);
  }

  get expired(): boolean {
    return this.#expiry !== undefined;
  }

  get reason(): unknown {
    return this.#expiry?.reason;
  }

  /** The deadline as a signal, for foreign code. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#expiry !== undefined) {
        this.#controller.abort(this.#expiry.reason);
      }
    }
    return this.#controller.signal;
  }

  throwIfExpired(): void {
    if (this.#expiry !== undefined) {
      throw this.#expiry.reason;
    }
  }

  /** Calls back once when it expires, or at once if it already has. Returns a function that cancels that. */
  onExpire(callback: () => void): () => void {
    if (this.expired) {
      callback();
    } else {
      this.#callbacks.push(callback);
    }
    return () => {
      this.#callbacks = this.#callbacks.filter((other) => other !== callback);
    };
  }

  /**
   * The same deadline for a part of the call, which also has to call `end`. It may last longer than the whole, or begin when the
   * whole has ended: then the clock goes on, and the caller's signal is not followed.
   */
  shared(): this {
    const left = this.#end - performance.now();
    if (this.#users === 0 && left > 0) {
      this.#start(left);
    } else if (this.#users === 0) {
      this.#abort(new DeadlinePassed());
    }
    this.#users += 1;
    return this;
  }

  /** Stops the clock and releases the caller's signal, once all that share the deadline have ended. */
  end(): void {
    this.#users -= 1;
    if (this.#users === 0) {
      clearTimeout(this.#timer);
      this.#unfollowCaller?.();
    }
  }

  #start(milliseconds: number): void {
    this.#timer = milliseconds <= LONGEST_TIMER ? setTimeout(() => this.#pass(), milliseconds) : undefined;
  }

  #pass(): void {
    const pass = () => this.#abort(new DeadlinePassed());
    if (performance.now() - this.#end > LATE_IN_MS) {
      this.#timer = setTimeout(pass, TO_READ_IN_MS);
    } else {
      pass();
    }
  }

  #abort(given: unknown): void {
    if (this.expired) {
      return;
    }
    // A signal without a reason gets the default one.
    const { reason } = AbortSignal.abort(given);
    this.#expiry = { reason };
    this.#controller?.abort(reason);
    for (const callback of this.#callbacks) {
      callback();
    }
  }
}

type OnAbort = (reason: unknown) => void;

/** The calls that each caller's signal cancels. They share one listener, because Node.js warns of more than ten. */
const followers = new WeakMap<AbortSignal, { readonly calls: Set<OnAbort>; readonly listener: () => void }>();

/** Calls back when the signal aborts, or at once if it already has. Returns a function that releases the signal. */
function follow(signal: AbortSignal, onAbort: OnAbort): () => void {
  if (signal.aborted) {
    onAbort(signal.reason);
    return () => {};
  }
  const { calls, listener } = followers.get(signal) ?? listenTo(signal);
  calls.add(onAbort);
  return () => {
    if (calls.delete(onAbort) && calls.size === 0) {
      followers.delete(signal);
      try {
        signal.removeEventListener("abort", listener);
      } catch {
        // A signal of the caller's own making does not change the outcome of a call that has ended.
      }
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

/** Settles as the promise does, or rejects with the deadline's reason when it expires. */
export function raceDeadline<T>(promise: Promise<T>, deadline: Deadline): Promise<T> {
  return new Promise((resolve, reject) => {
    const unfollow = deadline.onExpire(() => reject(deadline.reason));
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
 * Waits (`Infinity`: for ever), or rejects with the deadline's reason when it expires. Uses the global `setTimeout` as
 * deadlines do, so that fake timers of a test control both.
 */
export async function wait(milliseconds: number, deadline: Deadline): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const past = new Promise<void>((resolve) => {
    timer = milliseconds === Number.POSITIVE_INFINITY ? undefined : setTimeout(resolve, milliseconds);
  });
  try {
    await raceDeadline(past, deadline);
  } finally {
    clearTimeout(timer);
  }
}
