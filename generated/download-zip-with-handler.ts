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

/** Request of `DownloadZipWithHandler`: element `DownloadZipWithHandler` of `http://tempuri.org/`. */
export interface DownloadZipWithHandlerRequest {
  /** `authenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
  /** `Paths`, xs:string. */
  paths?: string | undefined;
  /** `partialResult`, xs:boolean. */
  partialResult: boolean;
}

export const DownloadZipWithHandlerRequestSchema: z.ZodType<DownloadZipWithHandlerRequest> = complexType({
  authenticationTicket: optional(element(tns, "authenticationTicket", xs.string)),
  paths: optional(element(tns, "Paths", xs.string)),
  partialResult: element(tns, "partialResult", xs.boolean),
});

/** Type of `DownloadZipWithHandlerResult` in `DownloadZipWithHandlerResponse`. */
export interface DownloadZipWithHandlerResult {
  /** An element of any name. */
  any: XmlElement;
}

export const DownloadZipWithHandlerResultSchema: z.ZodType<DownloadZipWithHandlerResult> = complexType({
  any: anyElement(),
});

/** Response of `DownloadZipWithHandler`: element `DownloadZipWithHandlerResponse` of `http://tempuri.org/`. */
export interface DownloadZipWithHandlerResponse {
  /** `DownloadZipWithHandlerResult`. */
  downloadZipWithHandlerResult?: DownloadZipWithHandlerResult | undefined;
}

export const DownloadZipWithHandlerResponseSchema: z.ZodType<DownloadZipWithHandlerResponse> = complexType({
  downloadZipWithHandlerResult: optional(
    element(tns, "DownloadZipWithHandlerResult", DownloadZipWithHandlerResultSchema),
  ),
});

export const downloadZipWithHandlerOperation: Operation<DownloadZipWithHandlerRequest, DownloadZipWithHandlerResponse> =
  {
    name: "DownloadZipWithHandler",
    soapAction: "http://tempuri.org/DownloadZipWithHandler",
    input: element(tns, "DownloadZipWithHandler", DownloadZipWithHandlerRequestSchema),
    output: element(tns, "DownloadZipWithHandlerResponse", DownloadZipWithHandlerResponseSchema),
  };

/** Operation `DownloadZipWithHandler` of `SrvSoap`; SOAPAction `http://tempuri.org/DownloadZipWithHandler`. */
export function downloadZipWithHandler(
  soap: SoapClient,
  request: DownloadZipWithHandlerRequest,
  options?: CallOptions,
): Promise<DownloadZipWithHandlerResponse> {
  return soap.call(downloadZipWithHandlerOperation, request, options);
}
