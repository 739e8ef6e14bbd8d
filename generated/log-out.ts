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

/** Request of `LogOut`: element `LogOut` of `http://tempuri.org/`. */
export interface LogOutRequest {
  /** `AuthenticationTicket`, xs:string. */
  authenticationTicket?: string | undefined;
}

export const LogOutRequestSchema: z.ZodType<LogOutRequest> = complexType({
  authenticationTicket: optional(element(tns, "AuthenticationTicket", xs.string)),
});

/** Type of `LogOutResult` in `LogOutResponse`. */
export interface LogOutResult {
  /** An element of any name. */
  any: XmlElement;
}

export const LogOutResultSchema: z.ZodType<LogOutResult> = complexType({
  any: anyElement(),
});

/** Response of `LogOut`: element `LogOutResponse` of `http://tempuri.org/`. */
export interface LogOutResponse {
  /** `LogOutResult`. */
  logOutResult?: LogOutResult | undefined;
}

export const LogOutResponseSchema: z.ZodType<LogOutResponse> = complexType({
  logOutResult: optional(element(tns, "LogOutResult", LogOutResultSchema)),
});

export const logOutOperation: Operation<LogOutRequest, LogOutResponse> = {
  name: "LogOut",
  soapAction: "http://tempuri.org/LogOut",
  input: element(tns, "LogOut", LogOutRequestSchema),
  output: element(tns, "LogOutResponse", LogOutResponseSchema),
};

/** Operation `LogOut` of `SrvSoap`; SOAPAction `http://tempuri.org/LogOut`. */
export function logOut(soap: SoapClient, request: LogOutRequest, options?: CallOptions): Promise<LogOutResponse> {
  return soap.call(logOutOperation, request, options);
}
