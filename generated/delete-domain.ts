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

/** Request of `DeleteDomain`: element `DeleteDomain` of `http://tempuri.org/`. */
export interface DeleteDomainRequest {
  /** `authenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
  /** `DomainName`, xs:string. */
  domainName?: string | undefined;
}

export const DeleteDomainRequestSchema: z.ZodType<DeleteDomainRequest> = complexType({
  authenticationTicket: optional(element(tns, "authenticationTicket", xs.string)),
  domainName: optional(element(tns, "DomainName", xs.string)),
});

/** Type of `DeleteDomainResult` in `DeleteDomainResponse`. */
export interface DeleteDomainResult {
  /** An element of any name. */
  any: XmlElement;
}

export const DeleteDomainResultSchema: z.ZodType<DeleteDomainResult> = complexType({
  any: anyElement(),
});

/** Response of `DeleteDomain`: element `DeleteDomainResponse` of `http://tempuri.org/`. */
export interface DeleteDomainResponse {
  /** `DeleteDomainResult`. */
  deleteDomainResult?: DeleteDomainResult | undefined;
}

export const DeleteDomainResponseSchema: z.ZodType<DeleteDomainResponse> = complexType({
  deleteDomainResult: optional(element(tns, "DeleteDomainResult", DeleteDomainResultSchema)),
});

export const deleteDomainOperation: Operation<DeleteDomainRequest, DeleteDomainResponse> = {
  name: "DeleteDomain",
  soapAction: "http://tempuri.org/DeleteDomain",
  input: element(tns, "DeleteDomain", DeleteDomainRequestSchema),
  output: element(tns, "DeleteDomainResponse", DeleteDomainResponseSchema),
};

/** Operation `DeleteDomain` of `SrvSoap`; SOAPAction `http://tempuri.org/DeleteDomain`. */
export function deleteDomain(
  soap: SoapClient,
  request: DeleteDomainRequest,
  options?: CallOptions,
): Promise<DeleteDomainResponse> {
  return soap.call(deleteDomainOperation, request, options);
}
