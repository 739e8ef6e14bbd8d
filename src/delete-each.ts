import timers from "node:timers";
import { checkSignal, checkTimeout, Deadline } from "./soap/deadline.js";
import { InvalidInputError } from "./soap/errors.js";

/** That of Node.js, also in CommonJS, where `mock.timers` replaces it in the module. */
const { setImmediate } = timers;

/** Options of many deletions. */
export interface DeleteManyOptions {
  /** Maximum number of calls in flight. Default 4. Above the client's `maxConnections` they wait for a connection. */
  readonly concurrency?: number | undefined;
  /** Begins no deletion after the first failure. Those in flight finish and are reported. Default false. */
  readonly stopOnError?: boolean | undefined;
  /**
   * Begins no deletion after it aborts. Those in flight finish and are reported, because a cancelled call would leave its
   * deletion unknown. Then the iteration throws the signal's reason. In Node.js 20, a signal of `AbortSignal.any` may never abort
   * for an `AbortSignal.timeout` in it: pass the latter alone.
   */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for each call. Default: the client's. */
  readonly timeoutInMs?: number | undefined;
}

const DEFAULT_CONCURRENCY = 4;
/** Results between two turns of the event loop. Invalid inputs fail at once: thousands would let in no timer and no signal. */
const PAUSE = 100;

/**
 * Reads each option once.
 *
 * @throws {InvalidInputError} The options are not an object.
 */
export function readManyOptions(options: DeleteManyOptions): DeleteManyOptions {
  if (typeof options !== "object" || options === null) {
    throw new InvalidInputError("options", "expected an object");
  }
  const { concurrency, stopOnError, signal, timeoutInMs } = options;
  return { concurrency, stopOnError, signal, timeoutInMs };
}

/**
 * Deletes several inputs at once. Yields one result for each deletion that began, in the order of completion.
 *
 * Takes an input only when its deletion can begin. The input counts until the consumer asks for the next result: at most
 * `concurrency` deletions are in flight or wait for the consumer. However the iteration ends, the deletions in flight finish
 * first, and the iterator of the inputs is closed. If the inputs or `deleteOne` throw, the iteration throws after the
 * results of the others.
 *
 * @param argument The name of the inputs in errors.
 * @throws {InvalidInputError} An option cannot be used, or the inputs cannot be iterated over.
 */
export function deleteEach<Input, Result extends { readonly outcome: string }>(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  deleteOne: (input: Input) => Promise<Result>,
  { concurrency = DEFAULT_CONCURRENCY, stopOnError = false, signal, timeoutInMs }: DeleteManyOptions,
  argument = "inputs",
): AsyncGenerator<Result, void, void> {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new InvalidInputError("options.concurrency", "expected a whole number above zero");
  }
  if (typeof stopOnError !== "boolean") {
    throw new InvalidInputError("options.stopOnError", "expected true or false");
  }
  if (timeoutInMs !== undefined) {
    checkTimeout("options.timeoutInMs", timeoutInMs);
  }
  checkSignal(signal);
  return run(iteratorOf(inputs, argument), deleteOne, { concurrency, stopOnError, signal });
}

interface RunOptions {
  readonly concurrency: number;
  readonly stopOnError: boolean;
  readonly signal: AbortSignal | undefined;
}

async function* run<Input, Result extends { readonly outcome: string }>(
  inputs: Iterator<Input> | AsyncIterator<Input>,
  deleteOne: (input: Input) => Promise<Result>,
  { concurrency, stopOnError, signal }: RunOptions,
): AsyncGenerator<Result, void, void> {
  const results: Result[] = [];
  /** Inputs whose result the consumer has not finished with. */
  let taken = 0;
  let underWay = 0;
  let taking = false;
  let exhausted = false;
  let stopped = signal?.aborted ?? false;
  let failure: { readonly reason: unknown } | undefined;
  let wake = (): void => {};
  let yielded = 0;

  const stop = (): void => {
    stopped = true;
    wake();
  };
  const fail = (reason: unknown): void => {
    failure ??= { reason };
    stop();
  };
  const begin = async (input: Input): Promise<void> => {
    underWay += 1;
    try {
      const result = await deleteOne(input);
      results.push(result);
      stopped ||= stopOnError && result.outcome === "failed";
    } catch (error) {
      fail(error);
    }
    underWay -= 1;
    wake();
  };
  const takeInputs = async (): Promise<void> => {
    taking = true;
    try {
      while (!stopped && taken < concurrency) {
        taken += 1;
        const next = await inputs.next();
        exhausted = next.done === true;
        stopped ||= exhausted;
        if (!next.done && !stopped) {
          void begin(next.value);
        }
      }
    } catch (error) {
      exhausted = true;
      fail(error);
    }
    taking = false;
    wake();
  };
  const untilSomethingHappens = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });

  // It shares one listener with all that follow the signal: Node.js warns of more than ten.
  const following = new Deadline(Number.POSITIVE_INFINITY, signal);
  following.onExpire(stop);
  try {
    while (!stopped || underWay > 0 || results.length > 0) {
      if (!taking && !stopped && taken < concurrency) {
        void takeInputs();
        continue;
      }
      const result = results.shift();
      if (result === undefined) {
        await untilSomethingHappens();
        continue;
      }
      yield result;
      taken -= 1;
      yielded += 1;
      if (yielded % PAUSE === 0) {
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    }
    if (failure !== undefined) {
      throw failure.reason;
    }
    if (signal?.aborted === true) {
      throw AbortSignal.abort(signal.reason).reason;
    }
  } finally {
    stopped = true;
    following.end();
    while (underWay > 0) {
      await untilSomethingHappens();
    }
    if (!exhausted) {
      const closing = close(inputs);
      // An input that is still awaited may never arrive, and its iterator would never close.
      await (taking ? undefined : closing);
    }
  }
}

function iteratorOf<Input>(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  argument: string,
): Iterator<Input> | AsyncIterator<Input> {
  // A string is iterable too, by characters.
  if (typeof inputs === "object" && inputs !== null) {
    if (Symbol.asyncIterator in inputs) {
      return inputs[Symbol.asyncIterator]();
    }
    if (Symbol.iterator in inputs) {
      return inputs[Symbol.iterator]();
    }
  }
  const found = inputs === null ? "null" : typeof inputs;
  throw new InvalidInputError(argument, `expected an array or another iterable, found ${found}`);
}

async function close(inputs: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  try {
    await inputs.return?.();
  } catch {
    // All deletions that began have their results. An error of the remaining inputs does not matter.
  }
}
