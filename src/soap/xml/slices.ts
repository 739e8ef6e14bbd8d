import { setImmediate as untilOthersHadTheirTurn } from "node:timers/promises";
import type { Deadline } from "../deadline.js";

/** Work that yields where it may be interrupted, every few thousand characters or elements. */
export type Work<Result> = Generator<undefined, Result, undefined>;

const SLICE_IN_MS = 5;

/**
 * Does the work in slices, so that it does not keep the process from everything else.
 *
 * @throws what the work throws, or the deadline's reason.
 */
export async function inSlices<Result>(work: Work<Result>, deadline: Deadline): Promise<Result> {
  let since = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) {
      return step.value;
    }
    if (performance.now() - since > SLICE_IN_MS) {
      await untilOthersHadTheirTurn();
      deadline.throwIfOver();
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
