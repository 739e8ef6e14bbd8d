const TNS = "http://tempuri.org/";

/** A made-up contract in the shape of ASP.NET's, with an operation that returns typed rows. */
export function rowsWsdl(address: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="${TNS}" targetNamespace="${TNS}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">
  <wsdl:types>
    <s:schema elementFormDefault="qualified" targetNamespace="${TNS}">
      <s:element name="GetDocuments">
        <s:complexType><s:sequence><s:element minOccurs="0" name="Path" type="s:string" /></s:sequence></s:complexType>
      </s:element>
      <s:element name="GetDocumentsResponse">
        <s:complexType><s:sequence><s:element minOccurs="0" name="GetDocumentsResult" type="tns:ArrayOfDocument" /></s:sequence></s:complexType>
      </s:element>
      <s:complexType name="ArrayOfDocument">
        <s:sequence><s:element minOccurs="0" maxOccurs="unbounded" name="Document" nillable="true" type="tns:Document" /></s:sequence>
      </s:complexType>
      <s:complexType name="Document">
        <s:sequence>
          <s:element name="Id" type="s:int" />
          <s:element minOccurs="0" name="Name" type="s:string" />
          <s:element name="Size" type="s:long" />
          <s:element name="Price" type="s:decimal" />
          <s:element name="Created" type="s:dateTime" />
          <s:element name="IsLocked" type="s:boolean" />
          <s:element name="State" type="tns:State" />
          <s:element minOccurs="0" name="Owner" type="s:string" />
        </s:sequence>
        <s:attribute name="version" type="s:int" use="required" />
      </s:complexType>
      <s:simpleType name="State">
        <s:restriction base="s:string"><s:enumeration value="Draft" /><s:enumeration value="Published" /></s:restriction>
      </s:simpleType>
    </s:schema>
  </wsdl:types>
  <wsdl:message name="GetDocumentsSoapIn"><wsdl:part name="parameters" element="tns:GetDocuments" /></wsdl:message>
  <wsdl:message name="GetDocumentsSoapOut"><wsdl:part name="parameters" element="tns:GetDocumentsResponse" /></wsdl:message>
  <wsdl:portType name="DocumentsSoap">
    <wsdl:operation name="GetDocuments"><wsdl:input message="tns:GetDocumentsSoapIn" /><wsdl:output message="tns:GetDocumentsSoapOut" /></wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="DocumentsSoap" type="tns:DocumentsSoap">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http" />
    <wsdl:operation name="GetDocuments">
      <soap:operation soapAction="${TNS}GetDocuments" style="document" />
      <wsdl:input><soap:body use="literal" /></wsdl:input>
      <wsdl:output><soap:body use="literal" /></wsdl:output>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="Documents">
    <wsdl:port name="DocumentsSoap" binding="tns:DocumentsSoap"><soap:address location="${address}" /></wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`;
}

export const ROWS = 10_000;

/** An answer with all rows: 2.5 MB. */
export function rowsAnswer(): string {
  const rows = Array.from(
    { length: ROWS },
    (_, index) =>
      `<Document version="${index}"><Id>${index}</Id><Name>Report &amp; summary ${index}.pdf</Name><Size>${index * 7919}</Size><Price>${(index / 8).toFixed(2)}</Price><Created>2024-03-0${(index % 9) + 1}T10:20:30Z</Created><IsLocked>${index % 2 === 0}</IsLocked><State>${index % 3 === 0 ? "Published" : "Draft"}</State><Owner>jane.doe</Owner></Document>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body><GetDocumentsResponse xmlns="${TNS}"><GetDocumentsResult>${rows.join("")}</GetDocumentsResult></GetDocumentsResponse></soap:Body></soap:Envelope>`;
}
