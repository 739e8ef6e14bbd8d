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

/** Request of `CreateFolder`: element `CreateFolder` of `http://tempuri.org/`. */
export interface CreateFolderRequest {
  /** `authenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
  /** `Path`, xs:string. */
  path?: string | undefined;
}

export const CreateFolderRequestSchema: z.ZodType<CreateFolderRequest> = complexType({
  authenticationTicket: optional(element(tns, "authenticationTicket", xs.string)),
  path: optional(element(tns, "Path", xs.string)),
});

/** Type of `CreateFolderResult` in `CreateFolderResponse`. */
export interface CreateFolderResult {
  /** An element of any name. */
  any: XmlElement;
}

export const CreateFolderResultSchema: z.ZodType<CreateFolderResult> = complexType({
  any: anyElement(),
});

/** Response of `CreateFolder`: element `CreateFolderResponse` of `http://tempuri.org/`. */
export interface CreateFolderResponse {
  /** `CreateFolderResult`. */
  createFolderResult?: CreateFolderResult | undefined;
}

export const CreateFolderResponseSchema: z.ZodType<CreateFolderResponse> = complexType({
  createFolderResult: optional(element(tns, "CreateFolderResult", CreateFolderResultSchema)),
});

export const createFolderOperation: Operation<CreateFolderRequest, CreateFolderResponse> = {
  name: "CreateFolder",
  soapAction: "http://tempuri.org/CreateFolder",
  input: element(tns, "CreateFolder", CreateFolderRequestSchema),
  output: element(tns, "CreateFolderResponse", CreateFolderResponseSchema),
};

/** Operation `CreateFolder` of `SrvSoap`; SOAPAction `http://tempuri.org/CreateFolder`. */
export function createFolder(
  soap: SoapClient,
  request: CreateFolderRequest,
  options?: CallOptions,
): Promise<CreateFolderResponse> {
  return soap.call(createFolderOperation, request, options);
}
