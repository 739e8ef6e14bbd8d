/** The operations that `InfoRouterClient` calls. */
export const OPERATIONS_OF_CLIENT = ["DeleteFolder", "DeleteDownloadHandler", "AuthenticateUser"];
