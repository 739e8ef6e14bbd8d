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

/** Request of `AuthenticateUser`: element `AuthenticateUser` of `http://tempuri.org/`. */
export interface AuthenticateUserRequest {
  /** `UID`, xs:string. */
  uid?: string | undefined;
  /** `PWD`, xs:string. */
  pwd?: string | undefined;
}

export const AuthenticateUserRequestSchema: z.ZodType<AuthenticateUserRequest> = complexType({
  uid: optional(element(tns, "UID", xs.string)),
  pwd: optional(element(tns, "PWD", xs.string)),
});

/** Type of `AuthenticateUserResult` in `AuthenticateUserResponse`. */
export interface AuthenticateUserResult {
  /** An element of any name. */
  any: XmlElement;
}

export const AuthenticateUserResultSchema: z.ZodType<AuthenticateUserResult> = complexType({
  any: anyElement(),
});

/** Response of `AuthenticateUser`: element `AuthenticateUserResponse` of `http://tempuri.org/`. */
export interface AuthenticateUserResponse {
  /** `AuthenticateUserResult`. */
  authenticateUserResult?: AuthenticateUserResult | undefined;
}

export const AuthenticateUserResponseSchema: z.ZodType<AuthenticateUserResponse> = complexType({
  authenticateUserResult: optional(element(tns, "AuthenticateUserResult", AuthenticateUserResultSchema)),
});

export const authenticateUserOperation: Operation<AuthenticateUserRequest, AuthenticateUserResponse> = {
  name: "AuthenticateUser",
  soapAction: "http://tempuri.org/AuthenticateUser",
  input: element(tns, "AuthenticateUser", AuthenticateUserRequestSchema),
  output: element(tns, "AuthenticateUserResponse", AuthenticateUserResponseSchema),
};

/** Operation `AuthenticateUser` of `SrvSoap`; SOAPAction `http://tempuri.org/AuthenticateUser`. */
export function authenticateUser(
  soap: SoapClient,
  request: AuthenticateUserRequest,
  options?: CallOptions,
): Promise<AuthenticateUserResponse> {
  return soap.call(authenticateUserOperation, request, options);
}
