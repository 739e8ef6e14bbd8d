/** The command line cannot do as it was told, and has done nothing. The message is one line that says what to change. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
