import { setImmediate as nextTurn } from "node:timers/promises";

/** Work that yields wherever it may pause. */
export type Work<Result> = Generator<undefined, Result, undefined>;

/** Elements between two pauses. */
export const PAUSE = 256;

const SLICE_IN_MS = 5;

/**
 * Does the work in slices, with a turn of the event loop between them. Returns the result itself instead of a promise if
 * the work ends before its first pause.
 *
 * @param beforeEachSlice Throws if the work is no longer wanted, as `deadline.throwIfExpired()` does.
 * @throws the error of the work or of `beforeEachSlice`.
 */
export function inSlices<Result>(work: Work<Result>, beforeEachSlice: () => void): Result | Promise<Result> {
  const since = performance.now();
  const step = work.next();
  return step.done === true ? step.value : goOn(work, beforeEachSlice, since);
}

async function goOn<Result>(work: Work<Result>, beforeEachSlice: () => void, begin: number): Promise<Result> {
  for (let since = begin; ; ) {
    if (performance.now() - since > SLICE_IN_MS) {
      await nextTurn();
      beforeEachSlice();
      since = performance.now();
    }
    const step = work.next();
    if (step.done === true) {
      return step.value;
    }
  }
}

/** Does the work without a pause. */
export function atOnce<Result>(work: Work<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) {
      return step.value;
    }
  }
}
