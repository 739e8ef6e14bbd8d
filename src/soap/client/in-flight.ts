/** Counts the calls in flight, and waits until there are none. */
export class InFlight {
  #count = 0;
  #waiting: (() => void)[] = [];

  get isNone(): boolean {
    return this.#count === 0;
  }

  begin(): void {
    this.#count += 1;
  }

  end(): void {
    this.#count -= 1;
    if (this.isNone) {
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resolve of waiting) {
        resolve();
      }
    }
  }

  async untilNone(): Promise<void> {
    if (!this.isNone) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}
