import { SOAP_BINDING, SOAP12_BINDING } from "../../src/soap/xml/namespaces.js";

/** Namespaces of the SOAP binding elements, with their protocol (WSDL 1.1 §3; WSDL 1.1 Binding Extension for SOAP 1.2). */
export const SOAP_BINDINGS: ReadonlyMap<string, "soap11" | "soap12"> = new Map([
  [SOAP_BINDING, "soap11"],
  [SOAP12_BINDING, "soap12"],
]);
