/** The namespaces that a contract is written in, and the bindings and the encoding that it may name. */

export const WSDL = "http://schemas.xmlsoap.org/wsdl/";
export const XSD = "http://www.w3.org/2001/XMLSchema";
export const HTTP_BINDING = "http://schemas.xmlsoap.org/wsdl/http/";
export const MIME_BINDING = "http://schemas.xmlsoap.org/wsdl/mime/";
export const SOAP_BINDINGS: ReadonlyMap<string, "soap11" | "soap12"> = new Map([
  ["http://schemas.xmlsoap.org/wsdl/soap/", "soap11"],
  ["http://schemas.xmlsoap.org/wsdl/soap12/", "soap12"],
]);
export const SOAP_ENCODING = "http://schemas.xmlsoap.org/soap/encoding/";
export const SOAP12_ENCODING = "http://www.w3.org/2003/05/soap-encoding";
