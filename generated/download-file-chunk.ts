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

/** Request of `DownloadFileChunk`: element `DownloadFileChunk` of `http://tempuri.org/`. */
export interface DownloadFileChunkRequest {
  /** `authenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
  /** `DownloadHandler`, xs:string. */
  downloadHandler?: string | undefined;
  /** `StartOffset`, xs:int. */
  startOffset: number;
  /** `ChunkSize`, xs:int. */
  chunkSize: number;
}

export const DownloadFileChunkRequestSchema: z.ZodType<DownloadFileChunkRequest> = complexType({
  authenticationTicket: optional(element(tns, "authenticationTicket", xs.string)),
  downloadHandler: optional(element(tns, "DownloadHandler", xs.string)),
  startOffset: element(tns, "StartOffset", xs.int),
  chunkSize: element(tns, "ChunkSize", xs.int),
});

/** Type of `DownloadFileChunkResult` in `DownloadFileChunkResponse`. */
export interface DownloadFileChunkResult {
  /** An element of any name. */
  any: XmlElement;
}

export const DownloadFileChunkResultSchema: z.ZodType<DownloadFileChunkResult> = complexType({
  any: anyElement(),
});

/** Response of `DownloadFileChunk`: element `DownloadFileChunkResponse` of `http://tempuri.org/`. */
export interface DownloadFileChunkResponse {
  /** `DownloadFileChunkResult`. */
  downloadFileChunkResult?: DownloadFileChunkResult | undefined;
}

export const DownloadFileChunkResponseSchema: z.ZodType<DownloadFileChunkResponse> = complexType({
  downloadFileChunkResult: optional(element(tns, "DownloadFileChunkResult", DownloadFileChunkResultSchema)),
});

export const downloadFileChunkOperation: Operation<DownloadFileChunkRequest, DownloadFileChunkResponse> = {
  name: "DownloadFileChunk",
  soapAction: "http://tempuri.org/DownloadFileChunk",
  input: element(tns, "DownloadFileChunk", DownloadFileChunkRequestSchema),
  output: element(tns, "DownloadFileChunkResponse", DownloadFileChunkResponseSchema),
};

/** Operation `DownloadFileChunk` of `SrvSoap`; SOAPAction `http://tempuri.org/DownloadFileChunk`. */
export function downloadFileChunk(
  soap: SoapClient,
  request: DownloadFileChunkRequest,
  options?: CallOptions,
): Promise<DownloadFileChunkResponse> {
  return soap.call(downloadFileChunkOperation, request, options);
}
