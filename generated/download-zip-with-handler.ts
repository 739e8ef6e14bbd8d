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

/** Request of `DownloadZipWithHandler`: element `DownloadZipWithHandler` of `http://tempuri.org/`. */
export interface DownloadZipWithHandlerRequest {
  /** `authenticationTicket`. */
  authenticationTicket?: string | undefined;
  /** `Paths`. */
  paths?: string | undefined;
  /** `partialResult`. */
  partialResult: boolean;
}

export const DownloadZipWithHandlerRequestSchema: z.ZodType<DownloadZipWithHandlerRequest> = complexType({
  authenticationTicket: element(tns, "authenticationTicket", xs.string.optional()),
  paths: element(tns, "Paths", xs.string.optional()),
  partialResult: element(tns, "partialResult", xs.boolean),
});

export interface DownloadZipWithHandlerResult {
  any: XmlElement;
}

export const DownloadZipWithHandlerResultSchema: z.ZodType<DownloadZipWithHandlerResult> = complexType({
  any: anyElement(xs.anyType),
});

/** Response of `DownloadZipWithHandler`. */
export interface DownloadZipWithHandlerResponse {
  downloadZipWithHandlerResult?: DownloadZipWithHandlerResult | undefined;
}

export const DownloadZipWithHandlerResponseSchema: z.ZodType<DownloadZipWithHandlerResponse> = complexType({
  downloadZipWithHandlerResult: element(
    tns,
    "DownloadZipWithHandlerResult",
    DownloadZipWithHandlerResultSchema.optional(),
  ),
});

export const downloadZipWithHandlerOperation: Operation<DownloadZipWithHandlerRequest, DownloadZipWithHandlerResponse> =
  {
    name: "DownloadZipWithHandler",
    soapAction: "http://tempuri.org/DownloadZipWithHandler",
    input: element(tns, "DownloadZipWithHandler", DownloadZipWithHandlerRequestSchema),
    output: element(tns, "DownloadZipWithHandlerResponse", DownloadZipWithHandlerResponseSchema),
  };

/** `DownloadZipWithHandler` */
export function downloadZipWithHandler(
  soap: SoapClient,
  request: DownloadZipWithHandlerRequest,
  options?: CallOptions,
): Promise<DownloadZipWithHandlerResponse> {
  return soap.call(downloadZipWithHandlerOperation, request, options);
}
