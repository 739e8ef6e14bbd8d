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

/** Request of `FolderExists`: element `FolderExists` of `http://tempuri.org/`. */
export interface FolderExistsRequest {
  /** `authenticationTicket`. */
  authenticationTicket?: string | undefined;
  /** `Path`. */
  path?: string | undefined;
}

export const FolderExistsRequestSchema: z.ZodType<FolderExistsRequest> = complexType({
  authenticationTicket: element(tns, "authenticationTicket", xs.string.optional()),
  path: element(tns, "Path", xs.string.optional()),
});

export interface FolderExistsResult {
  any: XmlElement;
}

export const FolderExistsResultSchema: z.ZodType<FolderExistsResult> = complexType({
  any: anyElement(xs.anyType),
});

/** Response of `FolderExists`. */
export interface FolderExistsResponse {
  folderExistsResult?: FolderExistsResult | undefined;
}

export const FolderExistsResponseSchema: z.ZodType<FolderExistsResponse> = complexType({
  folderExistsResult: element(tns, "FolderExistsResult", FolderExistsResultSchema.optional()),
});

export const folderExistsOperation: Operation<FolderExistsRequest, FolderExistsResponse> = {
  name: "FolderExists",
  soapAction: "http://tempuri.org/FolderExists",
  input: element(tns, "FolderExists", FolderExistsRequestSchema),
  output: element(tns, "FolderExistsResponse", FolderExistsResponseSchema),
};

/** `FolderExists` */
export function folderExists(
  soap: SoapClient,
  request: FolderExistsRequest,
  options?: CallOptions,
): Promise<FolderExistsResponse> {
  return soap.call(folderExistsOperation, request, options);
}
