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

/** Request of `GetDownloadHandlerByVersion`: element `GetDownloadHandlerByVersion` of `http://tempuri.org/`. */
export interface GetDownloadHandlerByVersionRequest {
  /** `AuthenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
  /** `Path`, xs:string. */
  path?: string | undefined;
  /** `PreferedChunkSize`, xs:int. */
  preferedChunkSize: number;
  /** `VersionNumber`, xs:int. */
  versionNumber: number;
}

export const GetDownloadHandlerByVersionRequestSchema: z.ZodType<GetDownloadHandlerByVersionRequest> = complexType({
  authenticationTicket: optional(element(tns, "AuthenticationTicket", xs.string)),
  path: optional(element(tns, "Path", xs.string)),
  preferedChunkSize: element(tns, "PreferedChunkSize", xs.int),
  versionNumber: element(tns, "VersionNumber", xs.int),
});

/** Type of `GetDownloadHandlerByVersionResult` in `GetDownloadHandlerByVersionResponse`. */
export interface GetDownloadHandlerByVersionResult {
  /** An element of any name. */
  any: XmlElement;
}

export const GetDownloadHandlerByVersionResultSchema: z.ZodType<GetDownloadHandlerByVersionResult> = complexType({
  any: anyElement(),
});

/**
 * Response of `GetDownloadHandlerByVersion`: element `GetDownloadHandlerByVersionResponse` of `http://tempuri.org/`.
 */
export interface GetDownloadHandlerByVersionResponse {
  /** `GetDownloadHandlerByVersionResult`. */
  getDownloadHandlerByVersionResult?: GetDownloadHandlerByVersionResult | undefined;
}

export const GetDownloadHandlerByVersionResponseSchema: z.ZodType<GetDownloadHandlerByVersionResponse> = complexType({
  getDownloadHandlerByVersionResult: optional(
    element(tns, "GetDownloadHandlerByVersionResult", GetDownloadHandlerByVersionResultSchema),
  ),
});

export const getDownloadHandlerByVersionOperation: Operation<
  GetDownloadHandlerByVersionRequest,
  GetDownloadHandlerByVersionResponse
> = {
  name: "GetDownloadHandlerByVersion",
  soapAction: "http://tempuri.org/GetDownloadHandlerByVersion",
  input: element(tns, "GetDownloadHandlerByVersion", GetDownloadHandlerByVersionRequestSchema),
  output: element(tns, "GetDownloadHandlerByVersionResponse", GetDownloadHandlerByVersionResponseSchema),
};

/**
 * Operation `GetDownloadHandlerByVersion` of `SrvSoap`; SOAPAction `http://tempuri.org/GetDownloadHandlerByVersion`.
 */
export function getDownloadHandlerByVersion(
  soap: SoapClient,
  request: GetDownloadHandlerByVersionRequest,
  options?: CallOptions,
): Promise<GetDownloadHandlerByVersionResponse> {
  return soap.call(getDownloadHandlerByVersionOperation, request, options);
}
