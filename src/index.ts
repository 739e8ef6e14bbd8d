export {
  type DeleteFolderOptions,
  type DeleteOptions,
  type DownloadHandler,
  type DownloadHandlerDeletion,
  type FolderDeletion,
  InfoRouterClient,
  type InfoRouterClientOptions,
  type RetryOptions,
} from "./client.js";
export type { ServiceErrorCode } from "./errors.js";
export { type FailedItem, ServiceError } from "./errors.js";
export type { InfoRouterOperations } from "./operations.js";
export {
  InfoRouterError,
  InvalidInputError,
  isInfoRouterError,
  type Outcome,
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
