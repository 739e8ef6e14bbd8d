const TNS = "http://tempuri.org/";

/** A contract in the shape of ASP.NET's, for SOAP 1.1 and 1.2, with operations that are each like DeleteFolder. */
export function wsdlOf(operations: readonly string[], address: string): string {
  const forEach = (write: (name: string) => string): string => operations.map(write).join("");
  return `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:tns="${TNS}" targetNamespace="${TNS}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">
  <wsdl:types>
    <s:schema elementFormDefault="qualified" targetNamespace="${TNS}">${forEach(elements)}
    </s:schema>
  </wsdl:types>${forEach(messages)}
  <wsdl:portType name="SrvSoap">${forEach(abstractOperation)}
  </wsdl:portType>${binding("soap", operations)}${binding("soap12", operations)}
  <wsdl:service name="Srv">
    <wsdl:port name="SrvSoap" binding="tns:SrvSoap_soap"><soap:address location="${address}" /></wsdl:port>
    <wsdl:port name="SrvSoap12" binding="tns:SrvSoap_soap12"><soap12:address location="${address}" /></wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`;
}

/** `DeleteFolder`, and as many more as wanted. */
export function manyOperations(count: number): string[] {
  return ["DeleteFolder", ...Array.from({ length: count - 1 }, (_, index) => `DeleteFolder${index + 2}`)];
}

function elements(name: string): string {
  return `
      <s:element name="${name}">
        <s:complexType>
          <s:sequence>
            <s:element minOccurs="0" maxOccurs="1" name="authenticationTicket" type="s:string" />
            <s:element minOccurs="0" maxOccurs="1" name="Path" type="s:string" />
          </s:sequence>
        </s:complexType>
      </s:element>
      <s:element name="${name}Response">
        <s:complexType>
          <s:sequence>
            <s:element minOccurs="0" maxOccurs="1" name="${name}Result">
              <s:complexType>
                <s:sequence>
                  <s:any />
                </s:sequence>
              </s:complexType>
            </s:element>
          </s:sequence>
        </s:complexType>
      </s:element>`;
}

function messages(name: string): string {
  return `
  <wsdl:message name="${name}SoapIn"><wsdl:part name="parameters" element="tns:${name}" /></wsdl:message>
  <wsdl:message name="${name}SoapOut"><wsdl:part name="parameters" element="tns:${name}Response" /></wsdl:message>`;
}

function abstractOperation(name: string): string {
  return `
    <wsdl:operation name="${name}">
      <wsdl:documentation xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">Deletes a folder.</wsdl:documentation>
      <wsdl:input message="tns:${name}SoapIn" />
      <wsdl:output message="tns:${name}SoapOut" />
    </wsdl:operation>`;
}

function binding(soap: "soap" | "soap12", operations: readonly string[]): string {
  const operation = (name: string): string => `
    <wsdl:operation name="${name}">
      <${soap}:operation soapAction="${TNS}${name}" style="document" />
      <wsdl:input><${soap}:body use="literal" /></wsdl:input>
      <wsdl:output><${soap}:body use="literal" /></wsdl:output>
    </wsdl:operation>`;
  return `
  <wsdl:binding name="SrvSoap_${soap}" type="tns:SrvSoap">
    <${soap}:binding transport="http://schemas.xmlsoap.org/soap/http" />${operations.map(operation).join("")}
  </wsdl:binding>`;
}
