import { escapeAttribute } from "../../soap/xml/write-xml.js";
import { type Contract, type ContractOperation, TEMPURI } from "./contract.js";

/**
 * Writes the contract that ASMX publishes at `?WSDL`.
 *
 * Like ASMX, derives it from the operations, so that the package needs no file at run time. Except for the address, the
 * default contract equals `wsdl/srv.wsdl`.
 */
export function writeWsdl(contract: Contract, address: string): string {
  const operations = [...contract.values()];
  const forEach = (write: (operation: ContractOperation) => string): string => operations.map(write).join("");
  return `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:s="http://www.w3.org/2001/XMLSchema" ${wsdlNamespaces} targetNamespace="${TEMPURI}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">
  <wsdl:types>
    <s:schema elementFormDefault="qualified" targetNamespace="${TEMPURI}">
${forEach(elements)}    </s:schema>
  </wsdl:types>
${forEach(soapMessages)}${forEach((operation) => httpMessages(operation, "HttpGet"))}${forEach((operation) => httpMessages(operation, "HttpPost"))}${portTypes(operations)}${ports.map((port) => binding(port, operations)).join("")}  <wsdl:service name="Srv">
${ports.map(({ name, prefix }) => servicePort(name, prefix, address)).join("")}  </wsdl:service>
</wsdl:definitions>`;
}

const wsdlNamespaces = [
  'xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/"',
  'xmlns:http="http://schemas.xmlsoap.org/wsdl/http/"',
  'xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/"',
  `xmlns:tns="${TEMPURI}"`,
  'xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"',
  'xmlns:tm="http://microsoft.com/wsdl/mime/textMatching/"',
  'xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"',
].join(" ");

interface Port {
  readonly name: string;
  readonly portType: string;
  readonly prefix: string;
  /** The attributes of `soap:binding`, `soap12:binding` or `http:binding`. */
  readonly binding: string;
  readonly operation: (name: string) => string;
  readonly input: string;
  readonly output: string;
}

const XML_PART = '<mime:content part="Body" type="text/xml" />';

const ports: readonly Port[] = [
  soapPort("SrvSoap", "soap"),
  soapPort("SrvSoap12", "soap12"),
  httpPort("SrvHttpGet", "GET", "<http:urlEncoded />"),
  httpPort("SrvHttpPost", "POST", '<mime:content type="application/x-www-form-urlencoded" />'),
];

function soapPort(name: string, prefix: string): Port {
  const body = `<${prefix}:body use="literal" />`;
  return {
    name,
    portType: "SrvSoap",
    prefix,
    binding: 'transport="http://schemas.xmlsoap.org/soap/http"',
    operation: (operation) => `soapAction="${TEMPURI}${operation}" style="document"`,
    input: body,
    output: body,
  };
}

function httpPort(name: string, verb: string, input: string): Port {
  return {
    name,
    portType: name,
    prefix: "http",
    binding: `verb="${verb}"`,
    operation: (operation) => `location="/${operation}"`,
    input,
    output: XML_PART,
  };
}

function elements({ name, parameters }: ContractOperation): string {
  const particles = parameters.map(({ wireName, type }) => {
    const minOccurs = type === "string" ? 0 : 1;
    return `            <s:element minOccurs="${minOccurs}" maxOccurs="1" name="${wireName}" type="s:${type}" />\n`;
  });
  return `      <s:element name="${name}">
        <s:complexType>
          <s:sequence>
${particles.join("")}          </s:sequence>
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
      </s:element>
`;
}

function soapMessages({ name }: ContractOperation): string {
  return `  <wsdl:message name="${name}SoapIn">
    <wsdl:part name="parameters" element="tns:${name}" />
  </wsdl:message>
  <wsdl:message name="${name}SoapOut">
    <wsdl:part name="parameters" element="tns:${name}Response" />
  </wsdl:message>
`;
}

function httpMessages({ name, parameters }: ContractOperation, suffix: string): string {
  const parts = parameters.map(({ wireName }) => `    <wsdl:part name="${wireName}" type="s:string" />\n`);
  return `  <wsdl:message name="${name}${suffix}In">
${parts.join("")}  </wsdl:message>
  <wsdl:message name="${name}${suffix}Out">
    <wsdl:part name="Body" />
  </wsdl:message>
`;
}

function portTypes(operations: readonly ContractOperation[]): string {
  return [...new Set(ports.map(({ portType }) => portType))]
    .map((portType) => {
      const suffix = portType.replace("Srv", "");
      const written = operations.map(
        ({ name }) => `    <wsdl:operation name="${name}">
      <wsdl:input message="tns:${name}${suffix}In" />
      <wsdl:output message="tns:${name}${suffix}Out" />
    </wsdl:operation>
`,
      );
      return `  <wsdl:portType name="${portType}">\n${written.join("")}  </wsdl:portType>\n`;
    })
    .join("");
}

function binding(port: Port, operations: readonly ContractOperation[]): string {
  const written = operations.map(
    ({ name }) => `    <wsdl:operation name="${name}">
      <${port.prefix}:operation ${port.operation(name)} />
      <wsdl:input>
        ${port.input}
      </wsdl:input>
      <wsdl:output>
        ${port.output}
      </wsdl:output>
    </wsdl:operation>
`,
  );
  return `  <wsdl:binding name="${port.name}" type="tns:${port.portType}">
    <${port.prefix}:binding ${port.binding} />
${written.join("")}  </wsdl:binding>
`;
}

function servicePort(name: string, prefix: string, address: string): string {
  return `    <wsdl:port name="${name}" binding="tns:${name}">
      <${prefix}:address location="${escapeAttribute(address)}" />
    </wsdl:port>
`;
}
