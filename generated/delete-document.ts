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

/** Request of `DeleteDocument`: element `DeleteDocument` of `http://tempuri.org/`. */
export interface DeleteDocumentRequest {
  /** `authenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
  /** `Path`, xs:string. */
  path?: string | undefined;
}

export const DeleteDocumentRequestSchema: z.ZodType<DeleteDocumentRequest> = complexType({
  authenticationTicket: optional(element(tns, "authenticationTicket", xs.string)),
  path: optional(element(tns, "Path", xs.string)),
});

/** Type of `DeleteDocumentResult` in `DeleteDocumentResponse`. */
export interface DeleteDocumentResult {
  /** An element of any name. */
  any: XmlElement;
}

export const DeleteDocumentResultSchema: z.ZodType<DeleteDocumentResult> = complexType({
  any: anyElement(),
});

/** Response of `DeleteDocument`: element `DeleteDocumentResponse` of `http://tempuri.org/`. */
export interface DeleteDocumentResponse {
  /** `DeleteDocumentResult`. */
  deleteDocumentResult?: DeleteDocumentResult | undefined;
}

export const DeleteDocumentResponseSchema: z.ZodType<DeleteDocumentResponse> = complexType({
  deleteDocumentResult: optional(element(tns, "DeleteDocumentResult", DeleteDocumentResultSchema)),
});

export const deleteDocumentOperation: Operation<DeleteDocumentRequest, DeleteDocumentResponse> = {
  name: "DeleteDocument",
  soapAction: "http://tempuri.org/DeleteDocument",
  input: element(tns, "DeleteDocument", DeleteDocumentRequestSchema),
  output: element(tns, "DeleteDocumentResponse", DeleteDocumentResponseSchema),
};

/** Operation `DeleteDocument` of `SrvSoap`; SOAPAction `http://tempuri.org/DeleteDocument`. */
export function deleteDocument(
  soap: SoapClient,
  request: DeleteDocumentRequest,
  options?: CallOptions,
): Promise<DeleteDocumentResponse> {
  return soap.call(deleteDocumentOperation, request, options);
}
