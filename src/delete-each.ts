import { checkSignal, checkTimeout } from "./soap/deadline.js";
import { InvalidInputError } from "./soap/errors.js";

/** Options of many deletions. */
export interface DeleteManyOptions {
  /** Calls under way at most. Default 4. Above the client's `maxConnections` they wait for one another. */
  readonly concurrency?: number | undefined;
  /** Begins no more after the first failure; what is under way then is finished and reported. Default false. */
  readonly stopOnError?: boolean | undefined;
  /**
   * Begins no more once aborted. What is under way then is finished and reported, since a call cut short would leave its
   * deletion unknown; after that the iteration throws the signal's own reason.
   */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for each call; without it, the client's. */
  readonly timeoutInMs?: number | undefined;
}

const DEFAULT_CONCURRENCY = 4;

/**
 * Reads each option once.
 *
 * @throws {InvalidInputError} They are not options.
 */
export function readManyOptions(options: DeleteManyOptions): DeleteManyOptions {
  if (typeof options !== "object" || options === null) {
    throw new InvalidInputError("options", "expected an object");
  }
  const { concurrency, stopOnError, signal, timeoutInMs } = options;
  return { concurrency, stopOnError, signal, timeoutInMs };
}

/**
 * Deletes what the inputs name, several at once, and yields the results in the order of completion, one for each deletion
 * that was begun.
 *
 * An input is taken only when its deletion can begin, and counts until the consumer comes back for the next result: no
 * more than `concurrency` are ever under way or waiting to be looked at. However the iteration ends, it first lets the
 * deletions under way finish, and closes the inputs. If taking an input or `deleteOne` throws, the iteration does too,
 * after the results of the others.
 *
 * @throws {InvalidInputError} An option cannot be used, or the inputs cannot be iterated over.
 */
export function deleteEach<Input, Result extends { readonly outcome: string }>(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  deleteOne: (input: Input) => Promise<Result>,
  { concurrency = DEFAULT_CONCURRENCY, stopOnError = false, signal, timeoutInMs }: DeleteManyOptions,
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
  return run(iteratorOf(inputs), deleteOne, { concurrency, stopOnError, signal });
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
  /** Inputs asked for of which the consumer has not finished with the result. */
  let taken = 0;
  let underWay = 0;
  let taking = false;
  let exhausted = false;
  let stopped = signal?.aborted ?? false;
  let failure: { readonly reason: unknown } | undefined;
  let wake = (): void => {};

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

  signal?.addEventListener("abort", stop);
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
    }
    if (failure !== undefined) {
      throw failure.reason;
    }
    signal?.throwIfAborted();
  } finally {
    stopped = true;
    signal?.removeEventListener("abort", stop);
    while (underWay > 0) {
      await untilSomethingHappens();
    }
    if (!exhausted) {
      const closing = close(inputs);
      // An input that is still awaited may never come, and would keep its iterator from closing.
      await (taking ? undefined : closing);
    }
  }
}

function iteratorOf<Input>(inputs: Iterable<Input> | AsyncIterable<Input>): Iterator<Input> | AsyncIterator<Input> {
  // A string can be iterated over as well, letter by letter.
  if (typeof inputs === "object" && inputs !== null) {
    if (Symbol.asyncIterator in inputs) {
      return inputs[Symbol.asyncIterator]();
    }
    if (Symbol.iterator in inputs) {
      return inputs[Symbol.iterator]();
    }
  }
  const found = inputs === null ? "null" : typeof inputs;
  throw new InvalidInputError("inputs", `expected an array or another iterable, found ${found}`);
}

async function close(inputs: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  try {
    await inputs.return?.();
  } catch {
    // Everything that was begun has its result; what is wrong with the rest of the inputs changes nothing of that.
  }
}
