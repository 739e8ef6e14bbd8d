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
