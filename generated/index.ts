// Generated from wsdl/srv.wsdl by `npm run generate`. Do not edit: change the WSDL and run it again.
// SHA-256 of the contract: 4f739e696e33c161df4f9169b9ca696a91f243f6eacf58f0bd0755658a3bbc65

export {
  type AuthenticateUserRequest,
  AuthenticateUserRequestSchema,
  type AuthenticateUserResponse,
  AuthenticateUserResponseSchema,
  type AuthenticateUserResult,
  AuthenticateUserResultSchema,
  authenticateUser,
  authenticateUserOperation,
} from "./authenticate-user.js";
export {
  type CreateFolderRequest,
  CreateFolderRequestSchema,
  type CreateFolderResponse,
  CreateFolderResponseSchema,
  type CreateFolderResult,
  CreateFolderResultSchema,
  createFolder,
  createFolderOperation,
} from "./create-folder.js";
export {
  type DeleteDocumentRequest,
  DeleteDocumentRequestSchema,
  type DeleteDocumentResponse,
  DeleteDocumentResponseSchema,
  type DeleteDocumentResult,
  DeleteDocumentResultSchema,
  deleteDocument,
  deleteDocumentOperation,
} from "./delete-document.js";
export {
  type DeleteDomainRequest,
  DeleteDomainRequestSchema,
  type DeleteDomainResponse,
  DeleteDomainResponseSchema,
  type DeleteDomainResult,
  DeleteDomainResultSchema,
  deleteDomain,
  deleteDomainOperation,
} from "./delete-domain.js";
export {
  type DeleteDownloadHandlerRequest,
  DeleteDownloadHandlerRequestSchema,
  type DeleteDownloadHandlerResponse,
  DeleteDownloadHandlerResponseSchema,
  type DeleteDownloadHandlerResult,
  DeleteDownloadHandlerResultSchema,
  deleteDownloadHandler,
  deleteDownloadHandlerOperation,
} from "./delete-download-handler.js";
export {
  type DeleteFolderRequest,
  DeleteFolderRequestSchema,
  type DeleteFolderResponse,
  DeleteFolderResponseSchema,
  type DeleteFolderResult,
  DeleteFolderResultSchema,
  deleteFolder,
  deleteFolderOperation,
} from "./delete-folder.js";
export {
  type DeleteUploadHandlerRequest,
  DeleteUploadHandlerRequestSchema,
  type DeleteUploadHandlerResponse,
  DeleteUploadHandlerResponseSchema,
  type DeleteUploadHandlerResult,
  DeleteUploadHandlerResultSchema,
  deleteUploadHandler,
  deleteUploadHandlerOperation,
} from "./delete-upload-handler.js";
export {
  type DownloadFileChunkRequest,
  DownloadFileChunkRequestSchema,
  type DownloadFileChunkResponse,
  DownloadFileChunkResponseSchema,
  type DownloadFileChunkResult,
  DownloadFileChunkResultSchema,
  downloadFileChunk,
  downloadFileChunkOperation,
} from "./download-file-chunk.js";
export {
  type DownloadZipWithHandlerRequest,
  DownloadZipWithHandlerRequestSchema,
  type DownloadZipWithHandlerResponse,
  DownloadZipWithHandlerResponseSchema,
  type DownloadZipWithHandlerResult,
  DownloadZipWithHandlerResultSchema,
  downloadZipWithHandler,
  downloadZipWithHandlerOperation,
} from "./download-zip-with-handler.js";
export {
  type FolderExistsRequest,
  FolderExistsRequestSchema,
  type FolderExistsResponse,
  FolderExistsResponseSchema,
  type FolderExistsResult,
  FolderExistsResultSchema,
  folderExists,
  folderExistsOperation,
} from "./folder-exists.js";
export {
  type GetDownloadHandlerRequest,
  GetDownloadHandlerRequestSchema,
  type GetDownloadHandlerResponse,
  GetDownloadHandlerResponseSchema,
  type GetDownloadHandlerResult,
  GetDownloadHandlerResultSchema,
  getDownloadHandler,
  getDownloadHandlerOperation,
} from "./get-download-handler.js";
export {
  type GetDownloadHandlerByVersionRequest,
  GetDownloadHandlerByVersionRequestSchema,
  type GetDownloadHandlerByVersionResponse,
  GetDownloadHandlerByVersionResponseSchema,
  type GetDownloadHandlerByVersionResult,
  GetDownloadHandlerByVersionResultSchema,
  getDownloadHandlerByVersion,
  getDownloadHandlerByVersionOperation,
} from "./get-download-handler-by-version.js";
export {
  type IsValidTicketRequest,
  IsValidTicketRequestSchema,
  type IsValidTicketResponse,
  IsValidTicketResponseSchema,
  type IsValidTicketResult,
  IsValidTicketResultSchema,
  isValidTicket,
  isValidTicketOperation,
} from "./is-valid-ticket.js";
export {
  type LogOutRequest,
  LogOutRequestSchema,
  type LogOutResponse,
  LogOutResponseSchema,
  type LogOutResult,
  LogOutResultSchema,
  logOut,
  logOutOperation,
} from "./log-out.js";
