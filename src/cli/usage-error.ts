/** A command that cannot be carried out. Nothing was done. The message names what to change. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
