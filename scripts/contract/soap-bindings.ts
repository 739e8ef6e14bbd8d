import { SOAP_BINDING, SOAP12_BINDING } from "../../src/soap/xml/namespaces.js";
import type { Port } from "./service-model.js";

export type SoapProtocol = "soap11" | "soap12";

export interface SoapPort extends Port {
  readonly protocol: SoapProtocol;
}

export function isSoapPort(port: Port): port is SoapPort {
  return port.protocol === "soap11" || port.protocol === "soap12";
}

/** Namespaces of the SOAP binding elements, with their protocol (WSDL 1.1 §3; WSDL 1.1 Binding Extension for SOAP 1.2). */
export const SOAP_BINDINGS: ReadonlyMap<string, SoapProtocol> = new Map([
  [SOAP_BINDING, "soap11"],
  [SOAP12_BINDING, "soap12"],
]);
