/**
 * A value or a piece of XML does not match the contract. The message names the place and what was expected. It never
 * holds the value, which may be a ticket or a password.
 *
 * ```ts
 * import { deleteFolderOperation } from "inforouter-soap-client/operations";
 *
 * try {
 *   encodeRequest(deleteFolderOperation, { authenticationTicket: "T", path: "/Finance/\u0000" });
 * } catch (error) {
 *   if (!(error instanceof SchemaError)) throw error;
 *   console.log(error.path, error.reason);
 * }
 * ```
 */
export class SchemaError extends Error {
  /** The name of the class, also in bundles. */
  override readonly name = "SchemaError";
  /** Properties, or elements (`DeleteFolderResponse/DeleteFolderResult`, attributes as `@name`), outermost first. */
  readonly path: readonly string[];
  /** What was expected, and what was found instead. */
  readonly reason: string;

  /** @internal */
  constructor(reason: string, path: readonly string[] = []) {
    super(path.length === 0 ? reason : `${path.join("/")}: ${reason}`);
    this.reason = reason;
    this.path = path;
  }
}

/** Counts something in a message. Without a limit, a short response could demand any amount of memory or time. */
export class Limit {
  readonly #most: number;
  readonly #what: string;
  #found = 0;

  constructor(most: number, what: string) {
    this.#most = most;
    this.#what = what;
  }

  /**
   * Returns the value. Bytes count ten times: they take the memory of ten other values.
   *
   * @throws {SchemaError} if the message has too many.
   */
  add<T>(value: T, count = value instanceof Uint8Array ? 10 : 1): T {
    this.#found += count;
    if (this.#found > this.#most) {
      throw new SchemaError(`expected at most ${this.#most} ${this.#what} in a message`);
    }
    return value;
  }
}
