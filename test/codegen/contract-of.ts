export const SCHEMA_ATTRIBUTES = 'targetNamespace="urn:test" elementFormDefault="qualified"';

/** A minimal document/literal contract around the types and elements of a schema: one operation for each element. */
export function contractOf(schema: string, elements: readonly string[]): string {
  const each = (make: (name: string) => string) => elements.map(make).join("");
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:test" targetNamespace="urn:test">
  <types><xs:schema ${SCHEMA_ATTRIBUTES}>${schema}</xs:schema></types>
  ${each((name) => `<message name="${name}"><part name="parameters" element="tns:${name}"/></message>`)}
  <portType name="Test">${each((name) => `<operation name="${name}"><input message="tns:${name}"/></operation>`)}</portType>
  <binding name="Test" type="tns:Test">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    ${each((name) => `<operation name="${name}"><soap:operation/><input><soap:body use="literal"/></input></operation>`)}
  </binding>
  <service name="Test"><port name="Test" binding="tns:Test"><soap:address location="http://localhost/"/></port></service>
</definitions>`;
}
