/** The operations that `InfoRouterClient` calls, which are those that the commands call. */
export const OPERATIONS_OF_CLIENT = [
  "DeleteFolder",
  "DeleteDownloadHandler",
  "AuthenticateUser",
  "LogOut",
  "FolderExists",
  "GetDownloadHandler",
  "GetDownloadHandlerByVersion",
  "DownloadZipWithHandler",
  "DownloadFileChunk",
];
