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

/** Request of `DeleteDownloadHandler`: element `DeleteDownloadHandler` of `http://tempuri.org/`. */
export interface DeleteDownloadHandlerRequest {
  /** `authenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
  /** `DownloadHandler`, xs:string. */
  downloadHandler?: string | undefined;
}

export const DeleteDownloadHandlerRequestSchema: z.ZodType<DeleteDownloadHandlerRequest> = complexType({
  authenticationTicket: optional(element(tns, "authenticationTicket", xs.string)),
  downloadHandler: optional(element(tns, "DownloadHandler", xs.string)),
});

/** Type of `DeleteDownloadHandlerResult` in `DeleteDownloadHandlerResponse`. */
export interface DeleteDownloadHandlerResult {
  /** An element of any name. */
  any: XmlElement;
}

export const DeleteDownloadHandlerResultSchema: z.ZodType<DeleteDownloadHandlerResult> = complexType({
  any: anyElement(),
});

/** Response of `DeleteDownloadHandler`: element `DeleteDownloadHandlerResponse` of `http://tempuri.org/`. */
export interface DeleteDownloadHandlerResponse {
  /** `DeleteDownloadHandlerResult`. */
  deleteDownloadHandlerResult?: DeleteDownloadHandlerResult | undefined;
}

export const DeleteDownloadHandlerResponseSchema: z.ZodType<DeleteDownloadHandlerResponse> = complexType({
  deleteDownloadHandlerResult: optional(element(tns, "DeleteDownloadHandlerResult", DeleteDownloadHandlerResultSchema)),
});

export const deleteDownloadHandlerOperation: Operation<DeleteDownloadHandlerRequest, DeleteDownloadHandlerResponse> = {
  name: "DeleteDownloadHandler",
  soapAction: "http://tempuri.org/DeleteDownloadHandler",
  input: element(tns, "DeleteDownloadHandler", DeleteDownloadHandlerRequestSchema),
  output: element(tns, "DeleteDownloadHandlerResponse", DeleteDownloadHandlerResponseSchema),
};

/** Operation `DeleteDownloadHandler` of `SrvSoap`; SOAPAction `http://tempuri.org/DeleteDownloadHandler`. */
export function deleteDownloadHandler(
  soap: SoapClient,
  request: DeleteDownloadHandlerRequest,
  options?: CallOptions,
): Promise<DeleteDownloadHandlerResponse> {
  return soap.call(deleteDownloadHandlerOperation, request, options);
}
