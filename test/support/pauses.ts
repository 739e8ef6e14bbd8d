import type { Work } from "../../src/soap/xml/slices.js";

/** Does the work, and returns how often it may have paused. */
export function pausesOf<Result>(work: Work<Result>): number {
  for (let pauses = 0; ; pauses += 1) {
    if (work.next().done === true) {
      return pauses;
    }
  }
}
