/**
 * The client, its options, its errors.
 *
 * @module inforouter-soap-client
 */

export type { CallResult, InfoRouterResult } from "./call-result.js";
export { InfoRouterClient } from "./client.js";
export type { InfoRouterClientOptions, RetryOptions } from "./client-options.js";
export type { DeleteManyOptions } from "./delete-each.js";
export type {
  ClientCallOptions,
  DeleteFolderOptions,
  DeleteFoldersOptions,
  DeleteOptions,
  DownloadHandler,
  DownloadHandlerDeletion,
  DownloadHandlerDeletionResult,
  FailedDownloadHandlerDeletion,
  FailedFolderDeletion,
  FolderDeletion,
  FolderDeletionResult,
  FolderExistsOptions,
  OperationOptions,
} from "./deletion.js";
export { Download } from "./download/download.js";
export type { DownloadOptions, DownloadZipOptions } from "./download/options.js";
export type { DownloadErrorCode, ServiceErrorCode } from "./errors.js";
export { DownloadError, type FailedItem, ServiceError } from "./errors.js";
export type { InfoRouterOperations, RequestOf, Stub } from "./operations.js";
export type { FailureEvent, Log, LogEvent, RequestEvent, ResponseEvent } from "./soap/client/request-log.js";
export {
  type FaultReason,
  InfoRouterError,
  InvalidInputError,
  isInfoRouterError,
  type Outcome,
  type ScrubbedCause,
  SoapFaultError,
  TransportError,
  type UnexpectedResponseCode,
  UnexpectedResponseError,
} from "./soap/errors.js";
export {
  authenticate,
  type Credentials,
  type TicketContext,
  type TicketFunction,
  type TicketSource,
} from "./ticket.js";
export type { CallTrace } from "./tracing.js";
