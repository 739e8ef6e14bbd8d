import { readXml } from "../../../src/soap/xml/read-xml.js";
import { escapeText, writeXml } from "../../../src/soap/xml/write-xml.js";

/** A form that a server may give to the contract of `wsdl/srv.wsdl`, with the responses that belong to it. */
export interface Shape {
  readonly name: string;
  /** Makes the files of the contract from the text of `wsdl/srv.wsdl`. The main one is `srv.wsdl`. */
  readonly contract: (wsdl: string) => Readonly<Record<string, string>>;
  /** What the stub of DeleteFolder then has. */
  readonly stub: RegExp;
  /** Rewrites an envelope of the embedded server. Default: unchanged. */
  readonly response?: (envelope: string) => string;
  /** Default: both. */
  readonly soapVersion?: "1.2";
  /** Default: as in `wsdl/srv.wsdl`. */
  readonly ticketParameter?: string;
}

export const shapes: readonly Shape[] = [
  {
    name: "nillable and optional members, as SoapCore declares them",
    stub: /optional\(nillable\(element\(tns, "DeleteFolderResult"/,
    contract: oneFile((wsdl) =>
      wsdl
        .replaceAll(
          /<s:element minOccurs="[01]" maxOccurs="1"/g,
          '<s:element minOccurs="0" maxOccurs="1" nillable="true"',
        )
        .replaceAll("<s:any />", '<s:any minOccurs="0" processContents="lax" />'),
    ),
  },
  { name: "imports of WSDL and XSD files", stub: /any: anyElement\(\)/, contract: splitIntoFiles },
  {
    name: "no prefixes of elements",
    stub: /any: anyElement\(\)/,
    contract: oneFile((wsdl) => writeXml(readXml(wsdl)).replaceAll(/(<element [^>]*type=")s:(\w+")/g, "$1$2")),
    response: (envelope) => writeXml(readXml(envelope)),
  },
  {
    name: "results of a declared type with attributes",
    stub: /element\(tns, "DeleteFolderResult", AnswerSchema\)/,
    contract: oneFile((wsdl) =>
      withResultType(wsdl, "tns:Answer").replace("    </s:schema>", `${answerType}\n    </s:schema>`),
    ),
    response: (envelope) =>
      envelope
        .replace(/<(\w+Result)><\w+((?: [\w:]+="[^"]*")*)(?:\/>|>([^<]*)<\/\w+>)<\/\1>/, "<$1$2>$3</$1>")
        .replace(' xmlns=""', ""),
  },
  {
    name: "results that are texts",
    stub: /element\(tns, "DeleteFolderResult", xs\.string\)/,
    contract: oneFile((wsdl) => withResultType(wsdl, "s:string")),
    response: (envelope) =>
      envelope.replace(
        /(<(\w+Result)>)(.*)(?=<\/\2>)/s,
        (_all, start: string, _name, result: string) => start + escapeText(result),
      ),
  },
  {
    name: "other names of service, ports, bindings and messages",
    stub: /of `BasicHttpBinding_Srv`/,
    contract: oneFile((wsdl) =>
      wsdl
        .replaceAll(/"(tns:)?SrvSoap"/g, '"$1BasicHttpBinding_Srv"')
        .replaceAll(/"(tns:)?SrvSoap12"/g, '"$1CustomBinding_Srv.Soap12"')
        .replaceAll(/"(tns:)?(\w+)Soap(In|Out)"/g, '"$1Srv_$2_$3putMessage"')
        .replace('<wsdl:service name="Srv">', '<wsdl:service name="infoRouterService">'),
    ),
  },
  {
    name: "SOAP 1.2 only",
    stub: /any: anyElement\(\)/,
    contract: oneFile((wsdl) =>
      wsdl
        .replaceAll(/ *<wsdl:(binding|port) name="Srv(?:Soap|HttpGet|HttpPost)".*?<\/wsdl:\1>\n/gs, "")
        .replaceAll(/ *<wsdl:portType name="Srv(?:HttpGet|HttpPost)".*?<\/wsdl:portType>\n/gs, ""),
    ),
    soapVersion: "1.2",
  },
  {
    name: "AuthenticationTicket in each operation",
    stub: /element\(tns, "AuthenticationTicket", xs\.string\)/,
    contract: oneFile((wsdl) => wsdl.replaceAll("authenticationTicket", "AuthenticationTicket")),
    ticketParameter: "AuthenticationTicket",
  },
];

function oneFile(change: (wsdl: string) => string): Shape["contract"] {
  return (wsdl) => ({ "srv.wsdl": change(wsdl) });
}

/** Gives another type to each result, in the place of one that consists of any element. */
function withResultType(wsdl: string, type: string): string {
  return wsdl.replaceAll(
    /(name="\w+Result")>\s*<s:complexType>.*?<\/s:complexType>\s*<\/s:element>/gs,
    `$1 type="${type}" />`,
  );
}

const attributesOfAnswers = [
  ...["success", "error", "errorCode", "ticket", "userid", "username", "firstName", "lastName", "fullname", "email"],
  ...["expireOn", "isAuthenticated", "Size", "ContentType", "ModificationDate", "VersionNumber", "AlterDocumentName"],
  ...[
    "RenderedContent",
    "CRC32",
    "ChunkSize",
    "downloadhandler",
    "filelength",
    "chunklength",
    "lastchunk",
    "chunkCRC32",
  ],
  ...["FolderId", "FolderName"],
];

const answerType = `      <s:complexType name="Answer">
        <s:simpleContent>
          <s:extension base="s:string">
${attributesOfAnswers.map((name) => `            <s:attribute name="${name}" type="s:string" />`).join("\n")}
          </s:extension>
        </s:simpleContent>
      </s:complexType>`;

/** Bindings and service in one file, the abstract part in another, its schema in two more. */
function splitIntoFiles(wsdl: string): Record<string, string> {
  const [, head = "", schema = "", elements = "", abstract = "", concrete = ""] =
    /^(.*?<wsdl:types>\n)( *<s:schema [^>]*>\n)(.*) *<\/s:schema>\n *<\/wsdl:types>\n(.*?)( *<wsdl:binding .*)$/s.exec(
      wsdl,
    ) ?? [];
  const definitions = head.replace(/ *<wsdl:types>\n$/, "");
  const requests = elements.match(/ {6}<s:element name="\w+?(?<!Response)">.*?\n {6}<\/s:element>\n/gs) ?? [];
  const responses = elements.match(/ {6}<s:element name="\w+Response">.*?\n {6}<\/s:element>\n/gs) ?? [];
  const toSchema = (content: string): string =>
    `${schema.replace("<s:schema ", '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:tns="http://tempuri.org/" ')}${content}</s:schema>\n`;
  const tns = 'namespace="http://tempuri.org/"';
  return {
    "srv.wsdl": `${definitions}  <wsdl:import ${tns} location="abstract/srv.wsdl" />\n${concrete}`,
    "abstract/srv.wsdl": `${head}    <s:schema><s:import ${tns} schemaLocation="requests.xsd" /></s:schema>\n  </wsdl:types>\n${abstract}</wsdl:definitions>\n`,
    "abstract/requests.xsd": toSchema(`      <s:include schemaLocation="responses.xsd" />\n${requests.join("")}`),
    "abstract/responses.xsd": toSchema(responses.join("")),
  };
}
