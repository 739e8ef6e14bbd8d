import { type Deadline, raceDeadline } from "../deadline.js";

/** Does pieces of work one after another. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /**
   * Does the work when all earlier work has ended.
   *
   * @throws the error of the work, or the deadline's reason if it expires before the turn.
   */
  async take<Result>(work: () => Promise<Result>, deadline: Deadline): Promise<Result> {
    const before = this.#last;
    let end = (): void => {};
    const own = new Promise<void>((resolve) => {
      end = resolve;
    });
    // Work that gives up before its turn lets no later work begin early.
    this.#last = before.then(() => own);
    try {
      await raceDeadline(before, deadline);
      return await work();
    } finally {
      end();
    }
  }
}
