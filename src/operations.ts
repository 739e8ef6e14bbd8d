import type { InfoRouterResult } from "./answer.js";
import type { CallOptions } from "./soap/client/call-options.js";
import type { SoapClient } from "./soap/client/soap-client.js";

/** A generated stub, as far as the client needs it. */
type Stub<Request, Response> = (soap: SoapClient, request: Request, options?: CallOptions) => Promise<Response>;

/**
 * The stubs that the client calls. Those of this package are generated from `wsdl/srv.wsdl`; stubs generated from the
 * WSDL of another server fit as well, if it has these operations with these parameters.
 */
export interface InfoRouterOperations {
  readonly deleteFolder: Stub<
    { authenticationTicket: string; path: string },
    { deleteFolderResult?: InfoRouterResult | undefined }
  >;
  readonly deleteDownloadHandler: Stub<
    { authenticationTicket: string; downloadHandler: string },
    { deleteDownloadHandlerResult?: InfoRouterResult | undefined }
  >;
  readonly authenticateUser: Stub<
    { uid: string; pwd: string },
    { authenticateUserResult?: InfoRouterResult | undefined }
  >;
  /**
   * Only for `ifMissing: "ignore"`, where the server refuses with 4041 and a text that is not known for a folder. Without
   * it, that is an error.
   */
  readonly folderExists?:
    | Stub<{ authenticationTicket: string; path: string }, { folderExistsResult?: InfoRouterResult | undefined }>
    | undefined;
}
