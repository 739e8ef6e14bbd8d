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

/** Request of `FolderExists`: element `FolderExists` of `http://tempuri.org/`. */
export interface FolderExistsRequest {
  /** `authenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
  /** `Path`, xs:string. */
  path?: string | undefined;
}

export const FolderExistsRequestSchema: z.ZodType<FolderExistsRequest> = complexType({
  authenticationTicket: optional(element(tns, "authenticationTicket", xs.string)),
  path: optional(element(tns, "Path", xs.string)),
});

/** Type of `FolderExistsResult` in `FolderExistsResponse`. */
export interface FolderExistsResult {
  /** An element of any name. */
  any: XmlElement;
}

export const FolderExistsResultSchema: z.ZodType<FolderExistsResult> = complexType({
  any: anyElement(),
});

/** Response of `FolderExists`: element `FolderExistsResponse` of `http://tempuri.org/`. */
export interface FolderExistsResponse {
  /** `FolderExistsResult`. */
  folderExistsResult?: FolderExistsResult | undefined;
}

export const FolderExistsResponseSchema: z.ZodType<FolderExistsResponse> = complexType({
  folderExistsResult: optional(element(tns, "FolderExistsResult", FolderExistsResultSchema)),
});

export const folderExistsOperation: Operation<FolderExistsRequest, FolderExistsResponse> = {
  name: "FolderExists",
  soapAction: "http://tempuri.org/FolderExists",
  input: element(tns, "FolderExists", FolderExistsRequestSchema),
  output: element(tns, "FolderExistsResponse", FolderExistsResponseSchema),
};

/** Operation `FolderExists` of `SrvSoap`; SOAPAction `http://tempuri.org/FolderExists`. */
export function folderExists(
  soap: SoapClient,
  request: FolderExistsRequest,
  options?: CallOptions,
): Promise<FolderExistsResponse> {
  return soap.call(folderExistsOperation, request, options);
}
