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

/** Request of `DeleteUploadHandler`: element `DeleteUploadHandler` of `http://tempuri.org/`. */
export interface DeleteUploadHandlerRequest {
  /** `authenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
  /** `UploadHandler`, xs:string. */
  uploadHandler?: string | undefined;
}

export const DeleteUploadHandlerRequestSchema: z.ZodType<DeleteUploadHandlerRequest> = complexType({
  authenticationTicket: optional(element(tns, "authenticationTicket", xs.string)),
  uploadHandler: optional(element(tns, "UploadHandler", xs.string)),
});

/** Type of `DeleteUploadHandlerResult` in `DeleteUploadHandlerResponse`. */
export interface DeleteUploadHandlerResult {
  /** An element of any name. */
  any: XmlElement;
}

export const DeleteUploadHandlerResultSchema: z.ZodType<DeleteUploadHandlerResult> = complexType({
  any: anyElement(),
});

/** Response of `DeleteUploadHandler`: element `DeleteUploadHandlerResponse` of `http://tempuri.org/`. */
export interface DeleteUploadHandlerResponse {
  /** `DeleteUploadHandlerResult`. */
  deleteUploadHandlerResult?: DeleteUploadHandlerResult | undefined;
}

export const DeleteUploadHandlerResponseSchema: z.ZodType<DeleteUploadHandlerResponse> = complexType({
  deleteUploadHandlerResult: optional(element(tns, "DeleteUploadHandlerResult", DeleteUploadHandlerResultSchema)),
});

export const deleteUploadHandlerOperation: Operation<DeleteUploadHandlerRequest, DeleteUploadHandlerResponse> = {
  name: "DeleteUploadHandler",
  soapAction: "http://tempuri.org/DeleteUploadHandler",
  input: element(tns, "DeleteUploadHandler", DeleteUploadHandlerRequestSchema),
  output: element(tns, "DeleteUploadHandlerResponse", DeleteUploadHandlerResponseSchema),
};

/** Operation `DeleteUploadHandler` of `SrvSoap`; SOAPAction `http://tempuri.org/DeleteUploadHandler`. */
export function deleteUploadHandler(
  soap: SoapClient,
  request: DeleteUploadHandlerRequest,
  options?: CallOptions,
): Promise<DeleteUploadHandlerResponse> {
  return soap.call(deleteUploadHandlerOperation, request, options);
}
