export type { DocumentContent, DocumentOptions, InfoRouterContents, UserOptions } from "./contents.js";
export type { Binding } from "./http-message.js";
export type { OperationName } from "./operations.js";
export {
  type InfoRouterServer,
  type InfoRouterServerOptions,
  type RecordedRequest,
  startInfoRouterServer,
} from "./server.js";
export type { Failure, SuccessSpelling } from "./service.js";
