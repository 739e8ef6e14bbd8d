// Generated from srv.wsdl by `npm run generate`. Do not edit: change the WSDL and run it again.

import type { z } from "zod";
import {
  anyElement,
  type CallOptions,
  complexType,
  element,
  type Operation,
  type SoapClient,
  type XmlElement,
  xs,
} from "../src/soap/index.js";

const tns = "http://tempuri.org/";

/** Request of `DeleteUploadHandler`: element `DeleteUploadHandler` of `http://tempuri.org/`. */
export interface DeleteUploadHandlerRequest {
  /** `authenticationTicket`. */
  authenticationTicket?: string | undefined;
  /** `UploadHandler`. */
  uploadHandler?: string | undefined;
}

export const DeleteUploadHandlerRequestSchema: z.ZodType<DeleteUploadHandlerRequest> = complexType({
  authenticationTicket: element(tns, "authenticationTicket", xs.string.optional()),
  uploadHandler: element(tns, "UploadHandler", xs.string.optional()),
});

export interface DeleteUploadHandlerResult {
  any: XmlElement;
}

export const DeleteUploadHandlerResultSchema: z.ZodType<DeleteUploadHandlerResult> = complexType({
  any: anyElement(xs.anyType),
});

/** Response of `DeleteUploadHandler`. */
export interface DeleteUploadHandlerResponse {
  deleteUploadHandlerResult?: DeleteUploadHandlerResult | undefined;
}

export const DeleteUploadHandlerResponseSchema: z.ZodType<DeleteUploadHandlerResponse> = complexType({
  deleteUploadHandlerResult: element(tns, "DeleteUploadHandlerResult", DeleteUploadHandlerResultSchema.optional()),
});

export const deleteUploadHandlerOperation: Operation<DeleteUploadHandlerRequest, DeleteUploadHandlerResponse> = {
  name: "DeleteUploadHandler",
  soapAction: "http://tempuri.org/DeleteUploadHandler",
  input: element(tns, "DeleteUploadHandler", DeleteUploadHandlerRequestSchema),
  output: element(tns, "DeleteUploadHandlerResponse", DeleteUploadHandlerResponseSchema),
};

/** `DeleteUploadHandler` */
export function deleteUploadHandler(
  soap: SoapClient,
  request: DeleteUploadHandlerRequest,
  options?: CallOptions,
): Promise<DeleteUploadHandlerResponse> {
  return soap.call(deleteUploadHandlerOperation, request, options);
}
