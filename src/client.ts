import { randomUUID } from "node:crypto";
import { authenticateUser, deleteDownloadHandler, deleteFolder, folderExists } from "../generated/index.js";
import { readTicket } from "./answer.js";
import { checkAllowUnusualPath, checkFolderPath, toGuid } from "./arguments.js";
import { callWithTicket, type Send, type TicketCall } from "./call-with-ticket.js";
import { type DeleteManyOptions, deleteEach, readManyOptions } from "./delete-each.js";
import { confirmMissing, type RefusedDeletion } from "./missing-folder.js";
import type { InfoRouterOperations } from "./operations.js";
import { type CallSettings, readCallOptions } from "./soap/client/call-options.js";
import { UnderWay } from "./soap/client/in-flight.js";
import { readSettings, type SoapClientOptions } from "./soap/client/settings.js";
import { clientClosed, type SoapClient, soapClientOf } from "./soap/client/soap-client.js";
import { Deadline } from "./soap/deadline.js";
import { InvalidInputError } from "./soap/errors.js";
import { credentialsOfClient } from "./soap/secrets/credentials.js";
import { type Credentials, checkCredentials, type TicketSource, type Tickets, ticketsOf } from "./ticket.js";
import { traceCall } from "./tracing.js";

/** Where the service is, how to reach it, and as whom. */
export interface InfoRouterClientOptions extends SoapClientOptions {
  /** A ticket, or a function that gives one: yours, or that of `authenticate`. */
  readonly ticket: TicketSource;
  /** Repeats calls of which it is certain that repeating them does no harm. Default: none is repeated. */
  readonly retry?: RetryOptions | undefined;
  /** Stubs generated from the WSDL of your server. Default: those of this package. */
  readonly operations?: InfoRouterOperations | undefined;
}

/**
 * What is repeated: a request that was certainly not sent; and, since DeleteDownloadHandler succeeds as well if there is
 * nothing left to delete, a DeleteDownloadHandler with an unknown outcome. A DeleteFolder that was sent is never repeated.
 */
export interface RetryOptions {
  /** Repetitions at most, after 0.2 s, 0.4 s, 0.8 s …, or when the service says (`Retry-After`), within the call's time. */
  readonly maxRetries: number;
}

/** Options of one deletion. */
export interface DeleteOptions {
  /** Cancels the call, which then rejects with the signal's own reason. The deletion may have happened. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call, tickets and repetitions included; without it, the client's. */
  readonly timeoutInMs?: number | undefined;
  /** Identifies the call in errors; without it, a new UUID. */
  readonly requestId?: string | undefined;
}

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
}

export interface DeleteFoldersOptions extends DeleteManyOptions {
  /** As for one folder. Default `"error"`, whose outcome is `"failed"`. */
  readonly ifMissing?: DeleteFolderOptions["ifMissing"];
  /** As for one folder. Default false. */
  readonly allowUnusualPath?: DeleteFolderOptions["allowUnusualPath"];
}

/** A folder that the service has deleted, or, where that was allowed, one that is not there for this user. */
export interface FolderDeletion {
  readonly path: string;
  readonly outcome: "deleted" | "missing";
}

/** A download handler of which the service said that it is deleted. It says so too if there was nothing to delete. */
export interface DownloadHandlerDeletion {
  readonly downloadHandler: string;
  readonly outcome: "deleted";
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

/**
 * Deletes folders and download handlers of an infoRouter server, and never reports a deletion that the service did not
 * confirm.
 *
 * ```ts
 * const infoRouter = new InfoRouterClient({ endpoint: "https://dms.example.com/srv.asmx", ticket });
 * await infoRouter.deleteFolder("/Finance/Reports/2024");
 * ```
 *
 * One client serves any number of concurrent calls. Making one connects and loads nothing.
 */
export class InfoRouterClient implements AsyncDisposable {
  readonly #soap: SoapClient;
  readonly #operations: InfoRouterOperations;
  readonly #credentials: readonly string[];
  /** Undefined once closed: who keeps the client keeps no ticket, nor the password for one. */
  #tickets: Tickets | undefined;
  readonly #endpoint: string;
  readonly #timeoutInMs: number;
  readonly #maxRetries: number;
  readonly #underWay = new UnderWay();
  #closed = false;

  /** @throws {@link InvalidInputError}: an option cannot be used. */
  constructor(options: InfoRouterClientOptions) {
    const settings = readSettings(options);
    this.#soap = soapClientOf(settings);
    this.#operations = checkOperations(options.operations);
    this.#endpoint = settings.endpoint.origin;
    this.#timeoutInMs = settings.timeoutInMs;
    this.#maxRetries = checkRetries(options.retry);
    this.#credentials = credentialsOfClient(settings);
    this.#tickets = ticketsOf(options.ticket, (...login) => this.#authenticateUser(...login));
  }

  /**
   * Deletes a folder with all its subfolders and documents (DeleteFolder).
   *
   * Where the server has a recycle bin it may move them there. A library, the first segment of a path, is not deleted.
   *
   * @param path `/Library/Folder/…`, with slashes or backslashes.
   * @throws {@link InvalidInputError}: the path could be read as another folder; nothing was sent.
   * @throws {@link ServiceError}: the service refused, or did a part.
   * @throws {@link SoapFaultError}, {@link UnexpectedResponseError} or {@link TransportError}: see `outcome` for what
   * may have happened.
   */
  async deleteFolder(path: string, options: DeleteFolderOptions = {}): Promise<FolderDeletion> {
    const operation = "DeleteFolder";
    const checkedPath = checkFolderPath(path, operation, {
      allowUnusualPath: checkAllowUnusualPath(options?.allowUnusualPath, operation),
    });
    const mayBeMissing = checkIfMissing(options?.ifMissing, operation) === "ignore";
    const call = readCallOptions(options, operation, this.#timeoutInMs);
    const sent: string[] = [];
    const send: Send = async (authenticationTicket, attempt) => {
      sent.push(authenticationTicket);
      const request = { authenticationTicket, path: checkedPath };
      return (await this.#operations.deleteFolder(this.#soap, request, attempt)).deleteFolderResult;
    };
    return this.#during(call, async (ticketCall) => {
      try {
        await callWithTicket(send, { ...ticketCall, isIdempotent: false });
      } catch (error) {
        if (!mayBeMissing) {
          throw error;
        }
        const secrets = [...ticketCall.credentials, ...ticketCall.tickets.secrets, ...sent];
        const folderExists = this.#folderExists(sent.at(-1) ?? "");
        await confirmMissing(error, { ...ticketCall, path: checkedPath, secrets, folderExists });
        return { path, outcome: "missing" };
      }
      return { path, outcome: "deleted" };
    });
  }

  /**
   * Deletes a download handler and its temporary file on the server (DeleteDownloadHandler). To be called after the last
   * chunk of a download, and when a download is given up.
   *
   * @param downloadHandler The GUID that GetDownloadHandler gave, in one of four forms of .NET: 32 hexadecimal digits in any
   * case, bare (`N`) or with hyphens (`D`), the latter also in braces (`B`) or parentheses (`P`). It is sent in small
   * letters with hyphens. All else that .NET would read is refused: `{0x…,0x…,…}` (`X`), and blanks around.
   * @throws {@link InvalidInputError}: it is not a GUID; nothing was sent.
   * @throws {@link ServiceError}: the service refused.
   * @throws {@link SoapFaultError}, {@link UnexpectedResponseError} or {@link TransportError}: see `outcome` for what
   * may have happened.
   */
  async deleteDownloadHandler(downloadHandler: string, options: DeleteOptions = {}): Promise<DownloadHandlerDeletion> {
    const operation = "DeleteDownloadHandler";
    const guid = toGuid(downloadHandler, operation);
    const call = readCallOptions(options, operation, this.#timeoutInMs);
    const send: Send = async (authenticationTicket, attempt) => {
      const request = { authenticationTicket, downloadHandler: guid };
      return (await this.#operations.deleteDownloadHandler(this.#soap, request, attempt)).deleteDownloadHandlerResult;
    };
    return this.#during(call, async (ticketCall) => {
      await callWithTicket(send, { ...ticketCall, isIdempotent: true });
      return { downloadHandler: guid, outcome: "deleted" };
    });
  }

  /**
   * Deletes many folders, several at once:
   *
   * ```ts
   * for await (const deletion of infoRouter.deleteFolders(paths, { concurrency: 4 })) {
   *   if (deletion.outcome === "failed") console.error(deletion.path, deletion.error);
   * }
   * ```
   *
   * Yields a result for each path, in the order of completion; one that fails, or is no path, does not stop the others.
   * Paths are taken from their iterable, and deletions begun, no faster than the results are looked at. Leaving the loop
   * waits for what is under way. The order in which folders are deleted is not that of the paths, so name no folder
   * together with one below it.
   *
   * @throws {@link InvalidInputError}: an option cannot be used, or `paths` cannot be iterated over.
   */
  deleteFolders(
    paths: Iterable<string> | AsyncIterable<string>,
    options: DeleteFoldersOptions = {},
  ): AsyncGenerator<FolderDeletionResult, void, void> {
    const many = readManyOptions(options);
    const callOptions = {
      timeoutInMs: many.timeoutInMs,
      ifMissing: checkIfMissing(options.ifMissing, "DeleteFolder"),
      allowUnusualPath: checkAllowUnusualPath(options.allowUnusualPath, "DeleteFolder"),
    };
    const deleteOne = (path: string): Promise<FolderDeletionResult> =>
      this.deleteFolder(path, callOptions).catch((error: unknown) => ({ path, outcome: "failed", error }));
    return deleteEach(paths, deleteOne, many);
  }

  /**
   * Deletes many download handlers, several at once, as `deleteFolders` does folders.
   *
   * @throws {@link InvalidInputError}: an option cannot be used, or `downloadHandlers` cannot be iterated over.
   */
  deleteDownloadHandlers(
    downloadHandlers: Iterable<string> | AsyncIterable<string>,
    options: DeleteManyOptions = {},
  ): AsyncGenerator<DownloadHandlerDeletionResult, void, void> {
    const many = readManyOptions(options);
    const callOptions = { timeoutInMs: many.timeoutInMs };
    const deleteOne = (downloadHandler: string): Promise<DownloadHandlerDeletionResult> =>
      this.deleteDownloadHandler(downloadHandler, callOptions).then(
        () => ({ downloadHandler, outcome: "deleted" }),
        (error: unknown) => ({ downloadHandler, outcome: "failed", error }),
      );
    return deleteEach(downloadHandlers, deleteOne, many);
  }

  /**
   * Holds a download handler for a scope:
   *
   * ```ts
   * await using handler = infoRouter.downloadHandler(guid);
   * ```
   *
   * @throws {@link InvalidInputError}: it is not a GUID, or an option cannot be used.
   */
  downloadHandler(downloadHandler: string, options: DeleteOptions = {}): DownloadHandler {
    const operation = "DeleteDownloadHandler";
    const guid = toGuid(downloadHandler, operation);
    // Now rather than at the end of the scope, where a mistake would leave the handler on the server.
    const { signal, timeoutInMs, requestId } = readCallOptions(options, operation, this.#timeoutInMs);
    return {
      guid,
      [Symbol.asyncDispose]: async () => {
        await this.deleteDownloadHandler(guid, { signal, timeoutInMs, requestId });
      },
    };
  }

  /** Loads the SOAP engine, about a tenth of a second's work, which the first call does otherwise. */
  async connect(): Promise<void> {
    await this.#soap.connect();
  }

  /**
   * Waits for the calls under way, then closes the connections and forgets the ticket. Later calls are refused
   * (`CLIENT_CLOSED`).
   */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#underWay.untilNone();
    this.#tickets = undefined;
    await this.#soap.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Runs what one call of the caller consists of, under its deadline. */
  async #during<Result>(
    { operation, requestId, timeoutInMs, signal }: CallSettings,
    run: (call: Omit<TicketCall, "isIdempotent">) => Promise<Result>,
  ): Promise<Result> {
    const tickets = this.#tickets;
    if (this.#closed || tickets === undefined) {
      throw clientClosed({ operation, requestId });
    }
    const deadline = new Deadline(timeoutInMs, signal);
    this.#underWay.begin();
    try {
      return await run({
        operation,
        requestId,
        endpoint: this.#endpoint,
        deadline,
        tickets,
        credentials: this.#credentials,
        maxRetries: this.#maxRetries,
      });
    } finally {
      deadline.end();
      this.#underWay.end();
      if (this.#underWay.isNone) {
        tickets.forget();
      }
    }
  }

  #folderExists(authenticationTicket: string): RefusedDeletion["folderExists"] {
    const operations = this.#operations;
    return operations.folderExists === undefined
      ? undefined
      : async (path, call) =>
          (await operations.folderExists?.(this.#soap, { authenticationTicket, path }, call))?.folderExistsResult;
  }

  /** Calls AuthenticateUser for a ticket source, outside of the time of whichever call happened to ask first. */
  async #authenticateUser(credentials: Credentials, tickets: readonly string[]): Promise<string> {
    const { uid, pwd } = checkCredentials(credentials);
    const call = { operation: "AuthenticateUser", requestId: randomUUID() };
    return traceCall({ ...call, endpoint: this.#endpoint, attempt: 1 }, async () => {
      const secrets = [pwd, ...tickets, ...this.#credentials];
      const callOptions = { requestId: call.requestId, secrets, answerIsSecret: true };
      const response = await this.#operations.authenticateUser(this.#soap, { uid, pwd }, callOptions);
      return readTicket(response.authenticateUserResult, { ...call, secrets });
    });
  }
}

function checkOperations(
  operations: InfoRouterOperations = { deleteFolder, deleteDownloadHandler, authenticateUser, folderExists },
): InfoRouterOperations {
  for (const name of ["deleteFolder", "deleteDownloadHandler", "authenticateUser"] as const) {
    if (typeof operations?.[name] !== "function") {
      throw new InvalidInputError(`options.operations.${name}`, "expected a generated stub");
    }
  }
  if (operations.folderExists !== undefined && typeof operations.folderExists !== "function") {
    throw new InvalidInputError("options.operations.folderExists", "expected a generated stub, or none");
  }
  return operations;
}

function checkIfMissing(ifMissing: DeleteFolderOptions["ifMissing"] = "error", operation: string): "error" | "ignore" {
  if (ifMissing !== "error" && ifMissing !== "ignore") {
    throw new InvalidInputError("options.ifMissing", 'expected "error" or "ignore"', { operation });
  }
  return ifMissing;
}

function checkRetries(retry: RetryOptions = { maxRetries: 0 }): number {
  const maxRetries = retry?.maxRetries;
  if (!Number.isSafeInteger(maxRetries) || maxRetries < 0) {
    throw new InvalidInputError("options.retry.maxRetries", "expected a whole number, or 0 for none");
  }
  return maxRetries;
}
