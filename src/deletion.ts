import type { DeleteManyOptions } from "./delete-each.js";

/** Options of one call. */
export interface ClientCallOptions {
  /** Cancels the call, which then rejects with the signal's own reason. What was asked for may have happened. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call, tickets and repetitions included; without it, the client's. */
  readonly timeoutInMs?: number | undefined;
  /** Identifies the call in errors; without it, a new UUID. */
  readonly requestId?: string | undefined;
}

/** Options of `folderExists`. */
export interface FolderExistsOptions extends ClientCallOptions {
  /** As for `deleteFolder`. Default false. */
  readonly allowUnusualPath?: DeleteFolderOptions["allowUnusualPath"];
}

/** Options of `call`. */
export interface OperationOptions extends ClientCallOptions {
  /**
   * Whether carrying the operation out twice is the same as once, so that with `retry` it may be repeated where its outcome
   * is unknown. Default false.
   */
  readonly idempotent?: boolean | undefined;
}

/** Options of one deletion. */
export type DeleteOptions = ClientCallOptions;

export interface DeleteFolderOptions extends DeleteOptions {
  /**
   * `"ignore"`: a folder that is not there is not an error, and the outcome is `"missing"`. Default `"error"`.
   *
   * Missing means: not there for this user. The service answers the same for a folder that the user may not see. Where
   * its text is not one that is known for a folder, a translated one for instance, the client asks FolderExists for the
   * path's library with the same ticket. Unless that is a plain success, the call fails: the service may have missed the
   * ticket, not the folder.
   */
  readonly ifMissing?: "error" | "ignore" | undefined;
  /**
   * Accepts paths that some servers read as another folder, for a folder whose name is so: with a blank at the beginning or
   * end of a segment or a dot at its end, `*`, `?`, escapes such as `%2e`, a drive letter, `~` at the beginning, or a
   * look-alike of a slash. Segments such as `..` are rejected all the same. Default false.
   */
  readonly allowUnusualPath?: boolean | undefined;
  /**
   * `"look"`: where the outcome is unknown, the client asks FolderExists, within the time of the call. If the folder is not
   * there for this user the outcome is `"gone"`, which tells nothing of what removed it; otherwise the call fails as it
   * would have, and the error's `folder` is what was seen. Default `"error"`.
   */
  readonly ifUnknown?: "error" | "look" | undefined;
}

export interface DeleteFoldersOptions extends DeleteManyOptions {
  /** As for one folder. Default `"error"`, whose outcome is `"failed"`. */
  readonly ifMissing?: DeleteFolderOptions["ifMissing"];
  /** As for one folder. Default `"error"`, whose outcome is `"failed"`. */
  readonly ifUnknown?: DeleteFolderOptions["ifUnknown"];
  /** As for one folder. Default false. */
  readonly allowUnusualPath?: DeleteFolderOptions["allowUnusualPath"];
}

/** What became of a folder. */
export interface FolderDeletion {
  readonly path: string;
  /**
   * - `"deleted"`: the service confirmed the deletion.
   * - `"missing"`, with `ifMissing: "ignore"`: the service refused, because the folder is not there for this user.
   * - `"gone"`, with `ifUnknown: "look"`: the answer was lost, and the folder is not there for this user.
   */
  readonly outcome: "deleted" | "missing" | "gone";
}

/** What became of a download handler. */
export interface DownloadHandlerDeletion {
  readonly downloadHandler: string;
  /**
   * - `"deleted"`: the service confirmed the deletion of a handler that this client staged with the same ticket.
   * - `"acknowledged"`: the service reported success, as it also does for a handler of another session or none at all.
   */
  readonly outcome: "deleted" | "acknowledged";
}

/** A folder of many of which it is not certain that it is deleted. */
export interface FailedFolderDeletion {
  readonly path: string;
  readonly outcome: "failed";
  /** What `deleteFolder` would have thrown: usually an `InfoRouterError`, whose `outcome` says what may have happened. */
  readonly error: unknown;
}

/** A download handler of many of which it is not certain that it is deleted. */
export interface FailedDownloadHandlerDeletion {
  readonly downloadHandler: string;
  readonly outcome: "failed";
  /** What `deleteDownloadHandler` would have thrown. */
  readonly error: unknown;
}

/** What became of one folder of many. */
export type FolderDeletionResult = FolderDeletion | FailedFolderDeletion;

/** What became of one download handler of many. Its GUID is as it was given. */
export type DownloadHandlerDeletionResult = DownloadHandlerDeletion | FailedDownloadHandlerDeletion;

/** A download handler in use. `await using` deletes it at the end of the scope. */
export interface DownloadHandler extends AsyncDisposable {
  /** In small letters, with hyphens. */
  readonly guid: string;
}
