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

/** Request of `isValidTicket`: element `isValidTicket` of `http://tempuri.org/`. */
export interface IsValidTicketRequest {
  /** `AuthenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
}

export const IsValidTicketRequestSchema: z.ZodType<IsValidTicketRequest> = complexType({
  authenticationTicket: optional(element(tns, "AuthenticationTicket", xs.string)),
});

/** Type of `isValidTicketResult` in `IsValidTicketResponse`. */
export interface IsValidTicketResult {
  /** An element of any name. */
  any: XmlElement;
}

export const IsValidTicketResultSchema: z.ZodType<IsValidTicketResult> = complexType({
  any: anyElement(),
});

/** Response of `isValidTicket`: element `isValidTicketResponse` of `http://tempuri.org/`. */
export interface IsValidTicketResponse {
  /** `isValidTicketResult`. */
  isValidTicketResult?: IsValidTicketResult | undefined;
}

export const IsValidTicketResponseSchema: z.ZodType<IsValidTicketResponse> = complexType({
  isValidTicketResult: optional(element(tns, "isValidTicketResult", IsValidTicketResultSchema)),
});

export const isValidTicketOperation: Operation<IsValidTicketRequest, IsValidTicketResponse> = {
  name: "isValidTicket",
  soapAction: "http://tempuri.org/isValidTicket",
  input: element(tns, "isValidTicket", IsValidTicketRequestSchema),
  output: element(tns, "isValidTicketResponse", IsValidTicketResponseSchema),
};

/** Operation `isValidTicket` of `SrvSoap`; SOAPAction `http://tempuri.org/isValidTicket`. */
export function isValidTicket(
  soap: SoapClient,
  request: IsValidTicketRequest,
  options?: CallOptions,
): Promise<IsValidTicketResponse> {
  return soap.call(isValidTicketOperation, request, options);
}
