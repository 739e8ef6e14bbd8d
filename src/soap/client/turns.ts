import { type Deadline, raceDeadline } from "../deadline.js";

/** Lets one piece of work begin after another has ended. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /**
   * Does the work in its turn.
   *
   * @throws what the work throws, or the deadline's reason if it expires before its turn.
   */
  async take<Result>(work: () => Promise<Result>, deadline: Deadline): Promise<Result> {
    const before = this.#last;
    let end = (): void => {};
    const own = new Promise<void>((resolve) => {
      end = resolve;
    });
    // Whoever leaves before its turn lets nobody pass.
    this.#last = before.then(() => own);
    try {
      await raceDeadline(before, deadline);
      return await work();
    } finally {
      end();
    }
  }
}
