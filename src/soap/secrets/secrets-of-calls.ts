import { withFamily } from "./secret-family.js";

/** How many secrets of ended calls a client remembers while other calls last. */
const REMEMBERED = 10;

/** The secrets of one call. */
export interface SecretsOfCall {
  readonly keep: (secret: string) => void;
  readonly end: () => void;
}

/**
 * The secrets of all calls of a client, because a response to one call may repeat the secret of another: those of calls
 * under way, and the latest 10 of calls that have ended since the client was last idle.
 */
export class SecretsOfCalls {
  #all: string[];
  readonly #credentials: readonly string[];
  readonly #users = new Map<string, number>();
  readonly #unused = new Set<string>();
  #calls = 0;

  /** @param credentials Secrets of the client, which it never forgets. */
  constructor(credentials: readonly string[]) {
    this.#all = withFamily([...credentials]);
    this.#credentials = credentials;
  }

  /** Changes while calls last. Read it when an error is made. Between calls, it is replaced by another list. */
  get all(): readonly string[] {
    return this.#all;
  }

  begin(): SecretsOfCall {
    const own = new Set<string>();
    let isOver = false;
    this.#calls += 1;
    const release = (): void => {
      if (this.#calls === 0) {
        this.#forget();
      } else {
        this.#release(own);
      }
      own.clear();
    };
    return {
      // Also after the end: a function around a stub may not wait for all that it calls.
      keep: (secret) => {
        if (!own.has(secret)) {
          own.add(secret);
          this.#use(secret);
        }
        if (isOver) {
          release();
        }
      },
      end: () => {
        isOver = true;
        this.#calls -= 1;
        release();
      },
    };
  }

  #forget(): void {
    // The old list's family goes with it.
    this.#all = withFamily([...this.#credentials]);
    this.#users.clear();
    this.#unused.clear();
  }

  #use(secret: string): void {
    const users = this.#users.get(secret);
    if (users === undefined) {
      this.#all.push(secret);
    }
    this.#users.set(secret, (users ?? 0) + 1);
    this.#unused.delete(secret);
  }

  #release(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      const users = (this.#users.get(secret) ?? 1) - 1;
      this.#users.set(secret, users);
      if (users === 0) {
        this.#unused.add(secret);
      }
    }
    const forgotten = new Set([...this.#unused].slice(0, -REMEMBERED));
    for (const secret of forgotten) {
      this.#unused.delete(secret);
      this.#users.delete(secret);
    }
    if (forgotten.size > 0) {
      // In one pass, and in place: calls under way have the list.
      const kept = this.#all.slice(this.#credentials.length).filter((secret) => !forgotten.has(secret));
      this.#all.length = this.#credentials.length;
      for (const secret of kept) {
        this.#all.push(secret);
      }
    }
  }
}
