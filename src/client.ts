import { checkAllowUnusualPath, checkFolderPath, toGuid } from "./arguments.js";
import { type CallResult, toCallResult } from "./call-result.js";
import { checkIdempotent, checkRetries, type InfoRouterClientOptions, readUnconfirmed } from "./client-options.js";
import { type DeleteManyOptions, deleteEach, readManyOptions } from "./delete-each.js";
import { deleteFolder } from "./delete-folder.js";
import type {
  DeleteFolderOptions,
  DeleteFoldersOptions,
  DeleteOptions,
  DownloadHandler,
  DownloadHandlerDeletion,
  DownloadHandlerDeletionResult,
  FolderDeletion,
  FolderDeletionResult,
  FolderExistsOptions,
  OperationOptions,
} from "./deletion.js";
import { type Download, openDownload } from "./download/download.js";
import {
  type DownloadOptions,
  type DownloadZipOptions,
  requireStub,
  type Staging,
  stagingOfDocument,
  stagingOfZip,
} from "./download/options.js";
import { lookWith } from "./look.js";
import {
  checkOperations,
  type InfoRouterOperations,
  operationOf,
  type RequestOf,
  returnsReport,
  type Stub,
  TICKET,
} from "./operations.js";
import { checkResult, readConfirmation } from "./result.js";
import { Session } from "./session.js";
import { type CallSettings, readCallOptions } from "./soap/client/call-options.js";
import { readSettings } from "./soap/client/settings.js";
import { InvalidInputError } from "./soap/errors.js";
import { inSlices } from "./soap/xml/slices.js";
import { StagedHandlers } from "./staged-handlers.js";

/**
 * A session with an infoRouter server: deletes folders and download handlers, calls every other operation, and never
 * reports as done what the service did not confirm.
 *
 * ```ts
 * const infoRouter = new InfoRouterClient({ endpoint: "https://dms.example.com/srv.asmx", ticket });
 * await infoRouter.deleteFolder("/Finance/Reports/2024");
 * ```
 *
 * One client serves any number of concurrent calls.
 */
export class InfoRouterClient implements AsyncDisposable {
  readonly #session: Session;
  readonly #operations: InfoRouterOperations;
  readonly #timeoutInMs: number;
  readonly #stagedHandlers = new StagedHandlers();

  /**
   * Makes a client. It connects and loads nothing before the first call.
   *
   * @throws {@link InvalidInputError}: an option cannot be used.
   */
  constructor(options: InfoRouterClientOptions) {
    const settings = readSettings(options);
    const { ticket, logOut = true } = options;
    if (typeof logOut !== "boolean") {
      throw new InvalidInputError("options.logOut", "expected true or false");
    }
    this.#operations = checkOperations(options.operations);
    this.#timeoutInMs = settings.timeoutInMs;
    const maxRetries = checkRetries(options.retry);
    this.#session = new Session(settings, { ticket, maxRetries, logOut, operations: this.#operations });
  }

  /**
   * Calls any operation of a contract, with the client's ticket.
   *
   * ```ts
   * import { createFolder } from "inforouter-soap-client/operations";
   *
   * const folder = await infoRouter.call(createFolder, { path: "/Finance/2025" });
   * console.log(folder.attributes["FolderId"]);
   * ```
   *
   * The ticket is filled in, and renewed as for a deletion. Resolves only if the service reported success: `success="true"`, no
   * error, and no failure among the items. The result is bytes, a number or a boolean where the contract declares one,
   * undefined for an operation without result, and an {@link InfoRouterResult} otherwise. `warnings` and `tryagain` are
   * attributes of it. An operation that returns bytes returns none where it fails.
   *
   * @param operation A generated stub.
   * @param request Without ticket. Of an operation that takes none, the request as it is.
   * @throws {@link InvalidInputError}: the request is not what the contract declares, or `operation` is no stub.
   * @throws {@link ServiceError}: the service refused, or did a part.
   * @throws {@link SoapFaultError}, {@link UnexpectedResponseError} or {@link TransportError}: see `outcome` for what
   * may have happened.
   */
  async call<Request extends object | undefined, Response>(
    operation: Stub<Request, Response>,
    request: NoInfer<RequestOf<NonNullable<Request>>>,
    options: OperationOptions = {},
  ): Promise<CallResult<Response>> {
    const called = operationOf(operation);
    const settings = readCallOptions(options, called.name, this.#timeoutInMs);
    const isIdempotent = checkIdempotent(options.idempotent, called.name);
    if (typeof request !== "object" || request === null || TICKET in request) {
      throw new InvalidInputError(
        "request",
        "expected an object without a ticket, which the client fills in",
        settings,
      );
    }
    return this.#session.during(settings, async (scope) => {
      const { value, ticket } = await this.#session.send(
        operation,
        request,
        scope,
        { isIdempotent },
        (result, call) => checkResult(result, call, returnsReport(called)),
        ({ response, result }, _call, checkTime) => inSlices(toCallResult(result, response), checkTime),
      );
      this.#stagedHandlers.noteResult(called.name, value, ticket);
      return value;
    });
  }

  /**
   * Whether a folder, or a library, is there for this user (FolderExists). The service answers no as well for a folder that
   * the user may not see, and for a document.
   *
   * ```ts
   * if (!(await infoRouter.folderExists("/Finance/Archive/2018"))) console.log("There is nothing to delete.");
   * ```
   *
   * @param path `/Library/Folder/…`, or `/Library`.
   * @throws {@link InvalidInputError}: the path could be read as another folder; nothing was sent.
   * @throws {@link ServiceError}: the service answered neither yes nor no.
   * @throws {@link SoapFaultError}, {@link UnexpectedResponseError} or {@link TransportError}: there was no such answer.
   */
  async folderExists(path: string, options: FolderExistsOptions = {}): Promise<boolean> {
    const operation = "FolderExists";
    const allowUnusualPath = checkAllowUnusualPath(options?.allowUnusualPath, operation);
    const checkedPath = checkFolderPath(path, operation, { mayBeLibrary: true, allowUnusualPath });
    const settings = readCallOptions(options, operation, this.#timeoutInMs);
    return this.#session.during(settings, (scope) =>
      lookWith(this.#session, this.#operations, scope).folderExists(checkedPath),
    );
  }

  /**
   * Deletes a folder with all its subfolders and documents (DeleteFolder).
   *
   * Where the server has a recycle bin it may move them there. A library, the first segment of a path, is not deleted.
   *
   * ```ts
   * const { outcome } = await infoRouter.deleteFolder("/Finance/Reports/2023", { ifMissing: "ignore" });
   * console.log(outcome); // deleted, or missing
   * ```
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
    const unconfirmed = readUnconfirmed(options, operation);
    const settings = readCallOptions(options, operation, this.#timeoutInMs);
    const outcome = await this.#session.during(settings, (scope) =>
      deleteFolder(this.#session, this.#operations, checkedPath, scope, unconfirmed),
    );
    return { path, outcome };
  }

  /**
   * Deletes a download handler and its temporary file on the server (DeleteDownloadHandler). To be called after the last
   * chunk of a download, and when a download is given up. `download` does it by itself.
   *
   * A handler belongs to the session that staged it, and the service confirms the deletion to any other session as well,
   * and of a handler that never was. So the outcome is `"deleted"` only if this client staged the handler, with the ticket
   * that deletes it; otherwise `"acknowledged"`.
   *
   * ```ts
   * const { outcome } = await infoRouter.deleteDownloadHandler("a1b2c3d4-e5f6-7890-abcd-ef1234567890");
   * console.log(outcome); // acknowledged: this client did not stage it
   * ```
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
    const settings = readCallOptions(options, operation, this.#timeoutInMs);
    const stub = this.#operations.deleteDownloadHandler;
    const outcome = await this.#session.during(settings, async (scope) => {
      const request = { downloadHandler: guid };
      const { ticket } = await this.#session.send(stub, request, scope, { isIdempotent: true }, readConfirmation);
      return this.#stagedHandlers.remove(guid, ticket) ? "deleted" : "acknowledged";
    });
    return { downloadHandler: guid, outcome };
  }

  /**
   * Deletes many folders, several at once.
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
      allowUnusualPath: checkAllowUnusualPath(options.allowUnusualPath, "DeleteFolder"),
      ...readUnconfirmed(options, "DeleteFolder"),
    };
    const deleteOne = (path: string): Promise<FolderDeletionResult> =>
      this.deleteFolder(path, callOptions).catch((error: unknown) => ({ path, outcome: "failed", error }));
    return deleteEach(paths, deleteOne, many);
  }

  /**
   * Deletes many download handlers, several at once, as `deleteFolders` does folders.
   *
   * ```ts
   * for await (const deletion of infoRouter.deleteDownloadHandlers([guid])) {
   *   if (deletion.outcome === "failed") console.error(deletion.downloadHandler, deletion.error);
   * }
   * ```
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
        ({ outcome }) => ({ downloadHandler, outcome }),
        (error: unknown) => ({ downloadHandler, outcome: "failed", error }),
      );
    return deleteEach(downloadHandlers, deleteOne, many);
  }

  /**
   * Holds a download handler for a scope.
   *
   * ```ts
   * {
   *   await using handler = infoRouter.downloadHandler("a1b2c3d4-e5f6-7890-abcd-ef1234567890");
   *   console.log(handler.guid);
   * } // the handler is deleted here
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

  /**
   * Downloads a document in chunks (GetDownloadHandler or GetDownloadHandlerByVersion, DownloadFileChunk,
   * DeleteDownloadHandler).
   *
   * ```ts
   * import { createWriteStream } from "node:fs";
   * import { pipeline } from "node:stream/promises";
   *
   * await using download = await infoRouter.download("/Finance/ledger.csv");
   * await pipeline(download.readable(), createWriteStream("ledger.csv"));
   * ```
   *
   * Resolves when the service has staged the document. Read it, or close it: a {@link Download} that is neither stays on the
   * server until the client closes.
   *
   * An abort while the service stages rejects at once. The handler is deleted as soon as the service names it, which `close`
   * of the client waits for.
   *
   * @param path `/Library/Folder/…/Document`.
   * @throws {@link InvalidInputError}: an argument cannot be used, or `operations` lacks one that is needed; nothing was sent.
   * @throws {@link ServiceError}: the service refused.
   * @throws {@link SoapFaultError}, {@link UnexpectedResponseError} or {@link TransportError}: there was no such answer. A
   * handler may be left on the server where the error has `handlersLeft`.
   */
  async download(path: string, options: DownloadOptions = {}): Promise<Download> {
    const settings = readCallOptions(options, "GetDownloadHandler", this.#timeoutInMs);
    return this.#open(stagingOfDocument(this.#operations, path, options, settings), settings);
  }

  /**
   * Downloads documents and folders as one zip archive (DownloadZipWithHandler, DownloadFileChunk, DeleteDownloadHandler),
   * as `download` does a document. The service limits the count and the size of what it zips.
   *
   * ```ts
   * import { createWriteStream } from "node:fs";
   * import { pipeline } from "node:stream/promises";
   *
   * await using zip = await infoRouter.downloadZip(["/Finance/ledger.csv", "/Finance/Reports/2024"]);
   * await pipeline(zip.readable(), createWriteStream("finance.zip"));
   * ```
   *
   * @param paths Of documents and folders.
   * @throws As `download` does. {@link ServiceError} with the code `PARTIAL`: the service can zip only a part. That part is
   * not given out, and deleted.
   */
  async downloadZip(paths: readonly string[], options: DownloadZipOptions = {}): Promise<Download> {
    const settings = readCallOptions(options, "DownloadZipWithHandler", this.#timeoutInMs);
    return this.#open(stagingOfZip(this.#operations, paths, options, settings), settings);
  }

  async #open(staging: Staging, settings: CallSettings): Promise<Download> {
    const downloadFileChunk = requireStub(this.#operations, "downloadFileChunk", settings);
    const shared = { session: this.#session, operations: this.#operations, stagedHandlers: this.#stagedHandlers };
    return openDownload({ ...shared, downloadFileChunk, settings, secrets: new Set() }, staging);
  }

  /**
   * Loads the SOAP engine, some milliseconds' work, which the first call does otherwise.
   *
   * ```ts
   * await infoRouter.connect(); // while the process starts
   * ```
   */
  async connect(): Promise<void> {
    await this.#session.soap.connect();
  }

  /**
   * Waits for the calls under way, ends open downloads by deleting their handlers, logs out what `authenticate` logged in
   * (unless `logOut: false`), closes the connections and forgets the ticket. Later calls are refused (`CLIENT_CLOSED`). A
   * failure to log out is reported by tracing only.
   *
   * ```ts
   * const infoRouter = new InfoRouterClient({ endpoint: "https://dms.example.com/srv.asmx", ticket });
   * try {
   *   await infoRouter.deleteFolder("/Finance/Archive/2022");
   * } finally {
   *   await infoRouter.close();
   * }
   * ```
   */
  async close(): Promise<void> {
    await this.#session.close();
  }

  /** As `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
