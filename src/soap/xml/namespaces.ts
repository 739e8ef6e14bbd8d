/** The namespaces of contracts and messages. */

export const XML = "http://www.w3.org/XML/1998/namespace";
export const XMLNS = "http://www.w3.org/2000/xmlns/";
export const XSD = "http://www.w3.org/2001/XMLSchema";
export const XSI = "http://www.w3.org/2001/XMLSchema-instance";
/** SOAP 1.1 §4. */
export const SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
/** SOAP 1.2 §5. */
export const SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";
/** SOAP 1.1 §5. */
export const SOAP_ENCODING = "http://schemas.xmlsoap.org/soap/encoding/";
/** SOAP 1.2 Part 2 §3. */
export const SOAP12_ENCODING = "http://www.w3.org/2003/05/soap-encoding";
/** SOAP 1.2 Part 2 §4.2.1. */
export const SOAP12_RPC = "http://www.w3.org/2003/05/soap-rpc";
/** WSDL 1.1 §1.2. */
export const WSDL = "http://schemas.xmlsoap.org/wsdl/";
export const WSDL_2 = "http://www.w3.org/ns/wsdl";
export const SOAP_BINDING = "http://schemas.xmlsoap.org/wsdl/soap/";
export const SOAP12_BINDING = "http://schemas.xmlsoap.org/wsdl/soap12/";
export const HTTP_BINDING = "http://schemas.xmlsoap.org/wsdl/http/";
export const MIME_BINDING = "http://schemas.xmlsoap.org/wsdl/mime/";
export const XML_MIME = "http://www.w3.org/2005/05/xmlmime";
