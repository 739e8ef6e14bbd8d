/**
 * A value or a piece of XML is not what the contract says. Says where and what was expected, and never holds the value:
 * it may be a ticket or a password.
 */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  /** Properties, or elements (`DeleteFolderResponse/DeleteFolderResult`, attributes as `@name`), from the outermost. */
  readonly path: readonly string[];
  /** What was expected, and what was found instead. */
  readonly reason: string;

  constructor(reason: string, path: readonly string[] = []) {
    super(path.length === 0 ? reason : `${path.join("/")}: ${reason}`);
    this.reason = reason;
    this.path = path;
  }
}

/** The same error, seen from one step further out; anything else as it is. */
export function within(step: string, error: unknown): unknown {
  return error instanceof SchemaError ? new SchemaError(error.reason, [step, ...error.path]) : error;
}

/** Does it one step further in, as far as errors are concerned. */
export function at<T>(step: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw within(step, error);
  }
}
