import { setImmediate as nextTurn } from "node:timers/promises";

/** Work that yields where it may be interrupted, every few thousand characters or elements. */
export type Work<Result> = Generator<undefined, Result, undefined>;

const SLICE_IN_MS = 5;

/**
 * Does the work in slices, with a turn of the event loop between them.
 *
 * @param beforeEachSlice Throws where the work is no longer wanted: `deadline.throwIfOver()`.
 * @throws what the work throws, or `beforeEachSlice`.
 */
export async function inSlices<Result>(work: Work<Result>, beforeEachSlice: () => void): Promise<Result> {
  let since = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) {
      return step.value;
    }
    if (performance.now() - since > SLICE_IN_MS) {
      await nextTurn();
      beforeEachSlice();
      since = performance.now();
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
