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

/** Those without which there is no client: `InfoRouterOperations` requires their stubs. */
export const NEEDED_BY_CLIENT: readonly string[] = ["DeleteFolder", "DeleteDownloadHandler", "AuthenticateUser"];
