import type { DeleteManyOptions } from "./delete-each.js";

/** Options of one call. */
export interface ClientCallOptions {
  /**
   * Cancels the call, which rejects with the signal's reason. The operation may have been executed nevertheless: whether it was
   * is unknown, and the reason has no `outcome`. `timeoutInMs` rejects with an error that has one.
   */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call, with tickets and repetitions. Default: the client's. */
  readonly timeoutInMs?: number | undefined;
  /** Identifies the call in errors. Default: a new UUID. */
  readonly requestId?: string | undefined;
}

/** Options of `folderExists`. */
export interface FolderExistsOptions extends ClientCallOptions {
  /** See {@link DeleteFolderOptions.allowUnusualPath}. Default false. */
  readonly allowUnusualPath?: DeleteFolderOptions["allowUnusualPath"];
}

/** Options of `call`. */
export interface OperationOptions extends ClientCallOptions {
  /**
   * Whether executing the operation twice has the same effect as once. If so, and with `retry`, the client repeats it when
   * the outcome is unknown. Default false.
   */
  readonly idempotent?: boolean | undefined;
  /**
   * Values of the request, or others that the service may repeat, that no error and no event of `log` may contain. The client knows
   * its tickets, and the values of `secretMembers`, without this. Later changes of the array do not change the call.
   */
  readonly secrets?: readonly string[] | undefined;
  /**
   * Whether the response is itself a secret, such as a new password. Of it, errors then hold only a fault or the refusal of the
   * service, and `log` receives nothing. Default: whether the operation takes no ticket.
   */
  readonly answerIsSecret?: boolean | undefined;
}

/** Options of one deletion. */
export type DeleteOptions = ClientCallOptions;

export interface DeleteFolderOptions extends DeleteOptions {
  /**
   * `"ignore"`: a folder that is not there is not an error, and the outcome is `"missing"`. Default `"error"`.
   *
   * Missing means: not there for this user. The service gives the same answer for a folder that the user may not see. If its
   * text is not a known one, for instance because it is translated, the client asks FolderExists for the path's library with
   * the same ticket. Unless FolderExists confirms the library, the call fails: perhaps the service missed the ticket, not the
   * folder.
   */
  readonly ifMissing?: "error" | "ignore" | undefined;
  /**
   * Accepts paths that some servers read as another folder: with a blank at the beginning or end of a segment, a dot at its
   * end, `*`, `?`, escapes such as `%2e`, a drive letter, `~` at the beginning, or a look-alike of a slash. Segments such as
   * `..` are still rejected. Default false.
   */
  readonly allowUnusualPath?: boolean | undefined;
  /**
   * `"look"`: if the outcome is unknown, the client asks FolderExists within the time of the call. If the folder is not there
   * for this user, the outcome is `"gone"`: this deletion or something else removed it. Otherwise the call fails as without
   * this option, and the error's `folder` reports what the client saw. After an abort of `signal` the client does not look.
   * Default `"error"`.
   */
  readonly ifUnknown?: "error" | "look" | undefined;
}

export interface DeleteFoldersOptions extends DeleteManyOptions {
  /** See {@link DeleteFolderOptions.ifMissing}. Default `"error"`: the outcome is `"failed"`. */
  readonly ifMissing?: DeleteFolderOptions["ifMissing"];
  /** See {@link DeleteFolderOptions.ifUnknown}. Default `"error"`: the outcome is `"failed"`. */
  readonly ifUnknown?: DeleteFolderOptions["ifUnknown"];
  /** See {@link DeleteFolderOptions.allowUnusualPath}. Default false. */
  readonly allowUnusualPath?: DeleteFolderOptions["allowUnusualPath"];
}

/** The outcome of one folder. */
export interface FolderDeletion {
  /** The path as it was given. */
  readonly path: string;
  /**
   * - `"deleted"`: the service confirmed the deletion.
   * - `"missing"`, with `ifMissing: "ignore"`: the service refused, because the folder is not there for this user.
   * - `"gone"`, with `ifUnknown: "look"`: the response was lost, and the folder is not there for this user.
   */
  readonly outcome: "deleted" | "missing" | "gone";
}

/** The outcome of one download handler. */
export interface DownloadHandlerDeletion {
  /** The GUID in small letters, with hyphens. */
  readonly downloadHandler: string;
  /**
   * - `"deleted"`: the service confirmed the deletion of a handler that this client staged with the same ticket.
   * - `"acknowledged"`: the service reported success, as it also does for a handler of another session or none at all.
   */
  readonly outcome: "deleted" | "acknowledged";
}

/** A folder whose deletion the service did not confirm. */
export interface FailedFolderDeletion {
  /** The path as it was given. */
  readonly path: string;
  /** The service did not confirm the deletion. */
  readonly outcome: "failed";
  /** The error of `deleteFolder`: usually an `InfoRouterError`, whose `outcome` shows what may have happened. */
  readonly error: unknown;
}

/** A download handler whose deletion the service did not confirm. */
export interface FailedDownloadHandlerDeletion {
  /** The GUID as it was given. */
  readonly downloadHandler: string;
  /** The service did not confirm the deletion. */
  readonly outcome: "failed";
  /** The error of `deleteDownloadHandler`. */
  readonly error: unknown;
}

/** The outcome of one of many folders. */
export type FolderDeletionResult = FolderDeletion | FailedFolderDeletion;

/** The outcome of one of many download handlers. Its GUID is the given one. */
export type DownloadHandlerDeletionResult = DownloadHandlerDeletion | FailedDownloadHandlerDeletion;

/** A download handler in use. `await using` deletes it at the end of the scope. */
export interface DownloadHandler extends AsyncDisposable {
  /** In lower case, with hyphens. */
  readonly guid: string;
}
