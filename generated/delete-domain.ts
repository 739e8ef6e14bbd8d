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

/** Request of `DeleteDomain`: element `DeleteDomain` of `http://tempuri.org/`. */
export interface DeleteDomainRequest {
  /** `authenticationTicket`. */
  authenticationTicket?: string | undefined;
  /** `DomainName`. */
  domainName?: string | undefined;
}

export const DeleteDomainRequestSchema: z.ZodType<DeleteDomainRequest> = complexType({
  authenticationTicket: element(tns, "authenticationTicket", xs.string.optional()),
  domainName: element(tns, "DomainName", xs.string.optional()),
});

export interface DeleteDomainResult {
  any: XmlElement;
}

export const DeleteDomainResultSchema: z.ZodType<DeleteDomainResult> = complexType({
  any: anyElement(xs.anyType),
});

/** Response of `DeleteDomain`. */
export interface DeleteDomainResponse {
  deleteDomainResult?: DeleteDomainResult | undefined;
}

export const DeleteDomainResponseSchema: z.ZodType<DeleteDomainResponse> = complexType({
  deleteDomainResult: element(tns, "DeleteDomainResult", DeleteDomainResultSchema.optional()),
});

export const deleteDomainOperation: Operation<DeleteDomainRequest, DeleteDomainResponse> = {
  name: "DeleteDomain",
  soapAction: "http://tempuri.org/DeleteDomain",
  input: element(tns, "DeleteDomain", DeleteDomainRequestSchema),
  output: element(tns, "DeleteDomainResponse", DeleteDomainResponseSchema),
};

/** `DeleteDomain` */
export function deleteDomain(
  soap: SoapClient,
  request: DeleteDomainRequest,
  options?: CallOptions,
): Promise<DeleteDomainResponse> {
  return soap.call(deleteDomainOperation, request, options);
}
