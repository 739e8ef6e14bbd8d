/**
 * The client, its options, its errors.
 *
 * @module inforouter-soap-client
 */

export type { InfoRouterResult } from "./answer.js";
export {
  type DeleteFolderOptions,
  type DeleteFoldersOptions,
  type DeleteOptions,
  type DownloadHandler,
  type DownloadHandlerDeletion,
  type DownloadHandlerDeletionResult,
  type FailedDownloadHandlerDeletion,
  type FailedFolderDeletion,
  type FolderDeletion,
  type FolderDeletionResult,
  InfoRouterClient,
  type InfoRouterClientOptions,
  type RetryOptions,
} from "./client.js";
export type { DeleteManyOptions } from "./delete-each.js";
export type { ServiceErrorCode } from "./errors.js";
export { type FailedItem, ServiceError } from "./errors.js";
export type { InfoRouterOperations } from "./operations.js";
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
