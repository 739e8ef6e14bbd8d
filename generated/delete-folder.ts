// Generated from wsdl/srv.wsdl by `npm run generate`. Do not edit: change the WSDL and run it again.

import {
  anyElement,
  type CallOptions,
  complexType,
  element,
  type Operation,
  optional,
  type SoapClient,
  type XmlElement,
  xs,
  type z,
} from "../src/soap/index.js";

const tns = "http://tempuri.org/";

/** Request of `DeleteFolder`: element `DeleteFolder` of `http://tempuri.org/`. */
export interface DeleteFolderRequest {
  /** `authenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
  /** `Path`, xs:string. */
  path?: string | undefined;
}

export const DeleteFolderRequestSchema: z.ZodType<DeleteFolderRequest> = complexType({
  authenticationTicket: optional(element(tns, "authenticationTicket", xs.string)),
  path: optional(element(tns, "Path", xs.string)),
});

/** Type of `DeleteFolderResult` in `DeleteFolderResponse`. */
export interface DeleteFolderResult {
  /** An element of any name. */
  any: XmlElement;
}

export const DeleteFolderResultSchema: z.ZodType<DeleteFolderResult> = complexType({
  any: anyElement(),
});

/** Response of `DeleteFolder`: element `DeleteFolderResponse` of `http://tempuri.org/`. */
export interface DeleteFolderResponse {
  /** `DeleteFolderResult`. */
  deleteFolderResult?: DeleteFolderResult | undefined;
}

export const DeleteFolderResponseSchema: z.ZodType<DeleteFolderResponse> = complexType({
  deleteFolderResult: optional(element(tns, "DeleteFolderResult", DeleteFolderResultSchema)),
});

export const deleteFolderOperation: Operation<DeleteFolderRequest, DeleteFolderResponse> = {
  name: "DeleteFolder",
  soapAction: "http://tempuri.org/DeleteFolder",
  input: element(tns, "DeleteFolder", DeleteFolderRequestSchema),
  output: element(tns, "DeleteFolderResponse", DeleteFolderResponseSchema),
};

/** Operation `DeleteFolder` of `SrvSoap`; SOAPAction `http://tempuri.org/DeleteFolder`. */
export function deleteFolder(
  soap: SoapClient,
  request: DeleteFolderRequest,
  options?: CallOptions,
): Promise<DeleteFolderResponse> {
  return soap.call(deleteFolderOperation, request, options);
}
