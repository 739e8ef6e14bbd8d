import { diagnosticLine } from "../../../scripts/contract/diagnostics.js";
import type { ServiceModel } from "../../../scripts/contract/service-model.js";
import { WsdlError } from "../../../scripts/read/source/wsdl-error.js";
import { readFiles, schemaOf, wsdlAround } from "../read-outline.js";

/** What the reader reports about a contract, a line each: its diagnostics, or the error. */
export async function reportOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
  return readFiles(files).then(diagnosticLines, (error: unknown) => [
    error instanceof WsdlError ? error.message : `no WsdlError: ${String(error)}`,
  ]);
}

export function diagnosticLines({ diagnostics = [] }: ServiceModel): string[] {
  return diagnostics.map(diagnosticLine);
}

/** The names of the operations of the model. */
export function operationsOf({ services }: ServiceModel): string[] {
  return services.flatMap(({ ports }) => ports.flatMap(({ operations }) => operations.map(({ name }) => name)));
}

export const complex = (body: string): string => `<xs:complexType name="T">${body}</xs:complexType>`;

export const derived = (content: string, derivation: string, base: string, body = ""): string =>
  complex(`<xs:${content}><xs:${derivation} base="${base}">${body}</xs:${derivation}></xs:${content}>`);

export const restriction = (base: string, facets: string): string =>
  `<xs:simpleType name="S"><xs:restriction base="${base}">\n${facets}</xs:restriction></xs:simpleType>`;

/** A WSDL with the components of a schema, which start at line 3. */
export const including = (components: string): string => wsdlAround(schemaOf(components));

export const SOAP = '<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>';

/** Line 1 is the root, line 2 the schema, 3 and 4 the messages, 5 the port type, 6 the binding, 7 the service. */
export const contract = ({
  root = "",
  types = "",
  messages = '<message name="In"><part name="a" type="xs:int"/></message>',
  more = "",
  portType = '<operation name="Ask"><input message="t:In"/></operation>',
  binding = `${SOAP}<operation name="Ask"><input><soap:body use="literal"/></input></operation>`,
  service = '<port name="P" binding="t:B"/>',
}): string => `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t"${root}>
<types>${types}</types>
${messages}
${more}
<portType name="A">${portType}<operation name="Rest"><input message="t:Nothing"/></operation></portType>
<binding name="B" type="t:A">${binding}<operation name="Rest"/></binding>
<service name="S">${service}</service><message name="Nothing"/></definitions>`;
