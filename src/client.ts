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
import { contextOfDownload, type DownloadContext } from "./download/handler.js";
import { type DownloadOptions, type DownloadZipOptions, stagingOfDocument, stagingOfZip } from "./download/options.js";
import { lookWith } from "./look.js";
import {
  attributesInResponse,
  checkOperations,
  copyOf,
  holdsTicket,
  type InfoRouterOperations,
  operationOf,
  propertiesIn,
  type RequestOf,
  returnsReport,
  type Stub,
} from "./operations.js";
import { checkResult, readConfirmation } from "./result.js";
import { Session } from "./session.js";
import { type CallSettings, readCallOptions, readSecrecy } from "./soap/client/call-options.js";
import { readSettings } from "./soap/client/settings.js";
import { InvalidInputError } from "./soap/errors.js";
import { mistakenForRequest } from "./soap/message/messages.js";
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
   * The client fills in the ticket, and renews it as for a deletion. The call resolves only if the service reported success:
   * `success="true"`, no error, and no failure among the items. The result is bytes, a number or a boolean if the contract
   * declares one, undefined for an operation without result, and an {@link InfoRouterResult} otherwise. `warnings` and
   * `tryagain` are attributes of that result. An operation that returns bytes returns no bytes if it fails. A declared text that
   * is no element of infoRouter reports nothing: the call resolves with it as `text`.
   *
   * @param operation A generated stub.
   * @param request The request without the ticket. Later changes of the object do not change the call.
   * @throws {@link InvalidInputError}: the request is not what the contract declares, or `operation` is no stub.
   * @throws {@link ServiceError}: the service refused, or did only a part.
   * @throws {@link SoapFaultError}, {@link UnexpectedResponseError} or {@link TransportError}: `outcome` shows whether
   * anything may have happened.
   */
  async call<Request extends object | undefined, Response>(
    operation: Stub<Request, Response>,
    request: NoInfer<RequestOf<NonNullable<Request>>>,
    options: OperationOptions = {},
  ): Promise<CallResult<Response>> {
    const called = operationOf(operation);
    const settings = readCallOptions(options, called.name, this.#timeoutInMs);
    const isIdempotent = checkIdempotent(options.idempotent, called.name);
    const { secrets, answerIsSecret } = readSecrecy(options, settings);
    if (typeof request !== "object" || request === null || holdsTicket(request, called)) {
      throw new InvalidInputError(
        "request",
        "expected an object without a ticket, which the client fills in",
        settings,
      );
    }
    const mistake = mistakenForRequest(called, request);
    if (mistake !== undefined) {
      throw new InvalidInputError("request", `${called.name}: ${mistake}`, settings);
    }
    const copy = copyOf(request, propertiesIn(called));
    return this.#session.during(settings, async (scope) => {
      secrets.forEach(scope.keepSecret);
      const { value, ticket } = await this.#session.send(
        operation,
        copy,
        scope,
        { isIdempotent, mayLackTicket: true, mayHoldSecrets: true, answerIsSecret },
        (result, call) => checkResult(result, call, returnsReport(called)),
        ({ response, result }, _call, checkTime) =>
          inSlices(toCallResult(result, response, attributesInResponse(called)), checkTime),
      );
      this.#stagedHandlers.noteResult(called.name, value, ticket);
      return value;
    });
  }

  /**
   * Returns whether a folder or library is there for this user (FolderExists). The service also answers no for a document, and
   * for a folder that the user may not see. For a library, the client cannot tell a translated "User not found" from a no.
   *
   * ```ts
   * if (!(await infoRouter.folderExists("/Finance/Archive/2018"))) console.log("There is nothing to delete.");
   * ```
   *
   * @param path `/Library/Folder/…`, or `/Library`.
   * @throws {@link InvalidInputError}: the path could be read as another folder; nothing was sent.
   * @throws {@link ServiceError}: the service answered neither yes nor no.
   * @throws {@link SoapFaultError}, {@link UnexpectedResponseError} or {@link TransportError}: the service gave no answer
   * of its own.
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
   * A server with a recycle bin may move them there. A library, the first segment of a path, cannot be deleted.
   *
   * ```ts
   * const { outcome } = await infoRouter.deleteFolder("/Finance/Reports/2023", { ifMissing: "ignore" });
   * console.log(outcome); // deleted, or missing
   * ```
   *
   * @param path `/Library/Folder/…`, with slashes or backslashes.
   * @throws {@link InvalidInputError}: the path could be read as another folder; nothing was sent.
   * @throws {@link ServiceError}: the service refused, or did only a part.
   * @throws {@link SoapFaultError}, {@link UnexpectedResponseError} or {@link TransportError}: `outcome` shows whether
   * anything may have happened.
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
   * Deletes a download handler and its temporary file on the server (DeleteDownloadHandler). `download` does this itself. Call
   * it after a download of your own, also if you abandon that download.
   *
   * A handler belongs to the session that staged it. The service also confirms the deletion to other sessions, and confirms it
   * for handlers that never existed. Therefore the outcome is `"deleted"` only if this client staged the handler with the same
   * ticket, and `"acknowledged"` otherwise.
   *
   * ```ts
   * const { outcome } = await infoRouter.deleteDownloadHandler("a1b2c3d4-e5f6-7890-abcd-ef1234567890");
   * console.log(outcome); // acknowledged: this client did not stage it
   * ```
   *
   * @param downloadHandler The GUID that GetDownloadHandler returned, in one of four forms of .NET: 32 hexadecimal digits
   * without hyphens (`N`), with hyphens (`D`), with hyphens in braces (`B`), or with hyphens in parentheses (`P`). The client
   * sends form `D` in small letters. It rejects .NET's form `X`, `{0x…,0x…,…}`, and surrounding blanks.
   * @throws {@link InvalidInputError}: it is not a GUID; nothing was sent.
   * @throws {@link ServiceError}: the service refused.
   * @throws {@link SoapFaultError}, {@link UnexpectedResponseError} or {@link TransportError}: `outcome` shows whether
   * anything may have happened.
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
   * Yields a result for each path, in the order of completion. A deletion that fails, or a path that is invalid, does not stop
   * the others. The client takes paths and begins deletions no faster than you consume the results. Leaving the loop waits for
   * the deletions in flight. Folders are not deleted in the order of the paths, so do not name a folder together with one
   * below it.
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
    return deleteEach(paths, deleteOne, many, "paths");
  }

  /**
   * Deletes many download handlers, several at once. Works like `deleteFolders`.
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
    return deleteEach(downloadHandlers, deleteOne, many, "downloadHandlers");
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
    // Check the options now: an error at the end of the scope would leave the handler on the server.
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
   * import { rename } from "node:fs/promises";
   * import { pipeline } from "node:stream/promises";
   *
   * await using download = await infoRouter.download("/Finance/ledger.csv");
   * await pipeline(download.readable(), createWriteStream("ledger.csv.part"));
   * await rename("ledger.csv.part", "ledger.csv"); // only a whole file gets the name
   * ```
   *
   * Resolves when the service has staged the document. Read the {@link Download}, or close it. Otherwise the staged file stays
   * on the server until the client closes.
   *
   * If `signal` aborts while the service stages the document, the call rejects at once. The client then deletes the handler as
   * soon as the service names it, and `close` of the client waits for that. If that deletion fails, only the tracing channel
   * reports it, and `logMessages` shows it.
   *
   * @param path `/Library/Folder/…/Document`.
   * @throws {@link InvalidInputError}: an argument is invalid, or `operations` lacks a required stub; nothing was sent.
   * @throws {@link ServiceError}: the service refused.
   * @throws {@link SoapFaultError}, {@link UnexpectedResponseError} or {@link TransportError}: the service gave no answer of
   * its own. If the error has `handlersLeft`, a handler may be left on the server.
   */
  async download(path: string, options: DownloadOptions = {}): Promise<Download> {
    const settings = readCallOptions(options, "GetDownloadHandler", this.#timeoutInMs);
    const staging = stagingOfDocument(this.#operations, path, options, settings);
    return openDownload(this.#contextOf(settings), staging);
  }

  /**
   * Downloads documents and folders as one zip archive (DownloadZipWithHandler, DownloadFileChunk, DeleteDownloadHandler).
   * Works like `download`. The service limits the number and the size of the documents in an archive. It leaves out each path
   * that is not there for this user, and does not say so.
   *
   * ```ts
   * import { createWriteStream } from "node:fs";
   * import { rename } from "node:fs/promises";
   * import { pipeline } from "node:stream/promises";
   *
   * await using zip = await infoRouter.downloadZip(["/Finance/ledger.csv", "/Finance/Reports/2024"]);
   * await pipeline(zip.readable(), createWriteStream("finance.zip.part"));
   * await rename("finance.zip.part", "finance.zip"); // only a whole file gets the name
   * ```
   *
   * @param paths The paths of documents and folders.
   * @throws The errors of `download`. {@link ServiceError} with the code `PARTIAL`: the service reports that it
   * zipped only a part. The client deletes that archive.
   */
  async downloadZip(paths: readonly string[], options: DownloadZipOptions = {}): Promise<Download> {
    const settings = readCallOptions(options, "DownloadZipWithHandler", this.#timeoutInMs);
    const staging = stagingOfZip(this.#operations, paths, options, settings);
    return openDownload(this.#contextOf(settings), staging);
  }

  #contextOf(settings: CallSettings): DownloadContext {
    return contextOfDownload(this.#session, this.#operations, this.#stagedHandlers, settings);
  }

  /**
   * Loads npm `soap`, which takes some milliseconds. Without this, the first call loads it.
   *
   * ```ts
   * await infoRouter.connect(); // while the process starts
   * ```
   */
  async connect(): Promise<void> {
    await this.#session.soap.connect();
  }

  /**
   * Waits for the calls in flight, deletes the handlers of open downloads, and ends the session that `authenticate` began
   * (unless `logOut: false`). Then it closes the connections and forgets the ticket. Later calls reject (`CLIENT_CLOSED`). If
   * the log-out fails, only the tracing channel reports that.
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

  /** Calls `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
