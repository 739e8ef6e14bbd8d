/** Small changes of contracts, with their verdicts in both directions. */

/** A schema with the elements `Put` and `PutResponse`, both of the type `T`, which the fragment declares. */
export function schemaWith(type: string, globals = ""): string {
  return `<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">
    <element name="Put" type="t:T"/>
    <element name="PutResponse" type="t:T"/>
    ${type}
    ${globals}
  </schema>`;
}

/** A contract with one operation, `Put`, whose request and response are of the type `T`. */
export function wsdlWith(...fragments: readonly [type: string, globals?: string]): string {
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:t="urn:t" targetNamespace="urn:t">
  <types>${schemaWith(...fragments)}</types>
  <message name="PutIn"><part name="parameters" element="t:Put"/></message>
  <message name="PutOut"><part name="parameters" element="t:PutResponse"/></message>
  <portType name="P">
    <operation name="Put"><input message="t:PutIn"/><output message="t:PutOut"/></operation>
  </portType>
  <binding name="B" type="t:P">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Put">
      <soap:operation soapAction="urn:t/Put"/>
      <input><soap:body use="literal"/></input><output><soap:body use="literal"/></output>
    </operation>
  </binding>
  <service name="S"><port name="Port" binding="t:B"><soap:address location="http://localhost/"/></port></service>
</definitions>`;
}

export interface ContractChange {
  readonly change: string;
  /** The declaration of the type `T`, and other global components. */
  readonly older: readonly [type: string, globals?: string];
  readonly newer: readonly [type: string, globals?: string];
  /** The changes: `kind path: who breaks in which direction`. */
  readonly expected: readonly string[];
  /** The changes from the newer contract to the older one. */
  readonly reverse: readonly string[];
}

export const complex = (content: string, attributes = "") =>
  `<complexType name="T">${content === "" ? "" : `<sequence>${content}</sequence>`}${attributes}</complexType>`;
export const a = `<element name="a" type="string"/>`;
export const b = `<element name="b" type="string"/>`;
export const optionalB = `<element name="b" type="string" minOccurs="0"/>`;
