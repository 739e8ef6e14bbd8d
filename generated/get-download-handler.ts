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

/** Request of `GetDownloadHandler`: element `GetDownloadHandler` of `http://tempuri.org/`. */
export interface GetDownloadHandlerRequest {
  /** `AuthenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
  /** `Path`, xs:string. */
  path?: string | undefined;
  /** `PreferedChunkSize`, xs:int. */
  preferedChunkSize: number;
}

export const GetDownloadHandlerRequestSchema: z.ZodType<GetDownloadHandlerRequest> = complexType({
  authenticationTicket: optional(element(tns, "AuthenticationTicket", xs.string)),
  path: optional(element(tns, "Path", xs.string)),
  preferedChunkSize: element(tns, "PreferedChunkSize", xs.int),
});

/** Type of `GetDownloadHandlerResult` in `GetDownloadHandlerResponse`. */
export interface GetDownloadHandlerResult {
  /** An element of any name. */
  any: XmlElement;
}

export const GetDownloadHandlerResultSchema: z.ZodType<GetDownloadHandlerResult> = complexType({
  any: anyElement(),
});

/** Response of `GetDownloadHandler`: element `GetDownloadHandlerResponse` of `http://tempuri.org/`. */
export interface GetDownloadHandlerResponse {
  /** `GetDownloadHandlerResult`. */
  getDownloadHandlerResult?: GetDownloadHandlerResult | undefined;
}

export const GetDownloadHandlerResponseSchema: z.ZodType<GetDownloadHandlerResponse> = complexType({
  getDownloadHandlerResult: optional(element(tns, "GetDownloadHandlerResult", GetDownloadHandlerResultSchema)),
});

export const getDownloadHandlerOperation: Operation<GetDownloadHandlerRequest, GetDownloadHandlerResponse> = {
  name: "GetDownloadHandler",
  soapAction: "http://tempuri.org/GetDownloadHandler",
  input: element(tns, "GetDownloadHandler", GetDownloadHandlerRequestSchema),
  output: element(tns, "GetDownloadHandlerResponse", GetDownloadHandlerResponseSchema),
};

/** Operation `GetDownloadHandler` of `SrvSoap`; SOAPAction `http://tempuri.org/GetDownloadHandler`. */
export function getDownloadHandler(
  soap: SoapClient,
  request: GetDownloadHandlerRequest,
  options?: CallOptions,
): Promise<GetDownloadHandlerResponse> {
  return soap.call(getDownloadHandlerOperation, request, options);
}
