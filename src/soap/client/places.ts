import type { Deadline } from "../deadline.js";
import { TransportFailure } from "../http/transport.js";

/**
 * Places for the calls whose requests are sent and whose responses are not read yet. Connections alone do not bound them: a
 * connection is free as soon as its response has arrived, and hundreds of long ones would wait in memory to be read.
 */
export class Places {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Takes a place. Undefined if one is free, else a promise of the next one.
   *
   * @throws {TransportFailure} The deadline expired before. Nothing was sent.
   */
  enter(deadline: Deadline): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free -= 1;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        unfollow();
        resolve();
      };
      this.#waiting.add(enter);
      const unfollow = deadline.onExpire(() => {
        this.#waiting.delete(enter);
        reject(new TransportFailure("ABORTED", { sent: false }));
      });
    });
  }

  /** Gives a place to the call that has waited longest. */
  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
    } else {
      this.#waiting.delete(next);
      next();
    }
  }
}
