import { wsdlWith } from "./contract-changes.js";

const a = `<element name="a" type="string"/>`;
/** A contract with one operation, `Put`, whose request and response contain the element `a`. */
export const plain = wsdlWith(
  `<complexType name="T"><sequence>${a}</sequence></complexType>`,
  `<element name="Note" type="string"/>`,
);
const header = `<soap:header message="t:Note" part="note" use="literal"/>`;
const withNote = plain.replace(
  "<portType",
  `<message name="Note"><part name="note" element="t:Note"/></message><portType`,
);
const inHeader = (direction: "input" | "output") =>
  withNote.replace(`<${direction}><soap:body use="literal"/>`, `<${direction}><soap:body use="literal"/>${header}`);
const withParts = (...elements: readonly string[]) =>
  plain.replace(
    `<part name="parameters" element="t:Put"/>`,
    elements.map((element) => `<part name="${element}" element="t:${element}"/>`).join(""),
  );
const withFault = (name: string, message = "t:Note") =>
  withNote
    .replace(
      `</message><portType`,
      `</message><message name="Put2"><part name="put" element="t:Put"/></message><portType`,
    )
    .replace(
      `<output message="t:PutOut"/>`,
      `<output message="t:PutOut"/><fault name="${name}" message="${message}"/>`,
    );
const rpc = (use: "literal" | "encoded", type = "string") =>
  plain
    .replace(`<part name="parameters" element="t:Put"/>`, `<part name="a" type="xs:${type}"/>`)
    .replace("<definitions", `<definitions xmlns:xs="http://www.w3.org/2001/XMLSchema"`)
    .replaceAll(`use="literal"`, `use="${use}" namespace="urn:t"`)
    .replace("<soap:binding", `<soap:binding style="rpc"`);
const withFile = plain
  .replaceAll(/<part name="parameters"[^>]*>/g, `$&<part name="file" type="t:T"/>`)
  .replaceAll(`<soap:body `, `<soap:body parts="parameters" `);
/** The part `file` stands beside the envelope (WSDL 1.1 §5). */
const attached = (text: string, direction: "input" | "output") =>
  text.replace(
    new RegExp(`<${direction}>(<soap:body[^>]*>)`),
    `<${direction}><mime:multipartRelated xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/"><mime:part>$1</mime:part>
      <mime:part><mime:content part="file" type="image/png"/></mime:part></mime:multipartRelated>`,
  );
/** The same with a second, one-way operation. */
export const twice = (second: string) =>
  plain
    .replace(
      `</operation>\n  </portType>`,
      `</operation><operation name="${second}"><input message="t:PutIn"/></operation></portType>`,
    )
    .replace(
      `</operation>\n  </binding>`,
      `</operation><operation name="${second}"><soap:operation soapAction="urn:t/${second}"/><input><soap:body use="literal"/></input></operation></binding>`,
    );
const withTypeOfItsOwn = (text: string) =>
  text.replace(
    '<element name="Put" type="t:T"/>',
    `<element name="Put"><complexType><sequence>${a}</sequence></complexType></element>`,
  );
/** Adds a SOAP 1.2 port with some of the operations. */
function with12For(text: string, ...operations: readonly string[]): string {
  const [binding = ""] = /<binding.*<\/binding>/s.exec(text) ?? [];
  const binding12 = binding
    .replaceAll("soap:", "soap12:")
    .replace(`name="B"`, `name="B12"`)
    .replaceAll(/<operation name="(\w+)">.*?<\/operation>/gs, (operation, name) =>
      operations.includes(name) ? operation : "",
    );
  return text
    .replace("<definitions", `<definitions xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/"`)
    .replace("<service", `${binding12}<service`)
    .replace(`<service name="S">`, `<service name="S"><port name="Port12" binding="t:B12"/>`);
}
/** The same in SOAP 1.2 alone. */
const only12 = (text: string) => text.replace("wsdl/soap/", "wsdl/soap12/");
/** Adds a port of the same version of SOAP. */
const withSecondPort = (text: string, action: string, more = "") =>
  text
    .replace(
      "<service",
      `${(/<binding.*<\/binding>/s.exec(text)?.[0] ?? "")
        .replace('name="B"', 'name="B2"')
        .replace(/soapAction="[^"]*"/, `soapAction="${action}"`)
        .replace('<input><soap:body use="literal"/>', `$&${more}`)}$&`,
    )
    .replace("</service>", `<port name="Port2" binding="t:B2"/>$&`);
const twoServices = plain.replace(
  `</definitions>`,
  `${(/<portType.*<\/service>/s.exec(plain)?.[0] ?? "")
    .replaceAll(/"(t:)?([PBS])"/g, `"$1Other$2"`)
    .replaceAll(/name="Put"|urn:t\/Put/g, (name) => name.replace("Put", "Get"))}</definitions>`,
);
/** Two operations of one name, which the names of their inputs distinguish. */
const overloaded = (text = twice("Get")) =>
  text
    .replaceAll(`<operation name="Get"><input`, `<operation name="Put"><input name="Other"`)
    .replaceAll(/<operation name="Get">(.*?)<input>/g, `<operation name="Put">$1<input name="Other">`);
const withSubstitute = (flags: string) =>
  plain.replace(
    '<element name="Put" type="t:T"/>',
    `<element name="Put" type="t:T"${flags}/><element name="Other" type="t:T" substitutionGroup="t:Put"/>`,
  );
const noteHeaders = inHeader("input").replace("<element", `<element name="note" type="string"/>$&`);
const withTwoHeaders = noteHeaders
  .replace(header, `<soap:header message="t:More" part="more" use="literal"/>${header}`)
  .replace("<portType", `<message name="More"><part name="more" element="t:note"/></message><portType`);
/** The same with a second operation in front of the first. */
const beforePut = (name: string) =>
  plain
    .replace("<operation", `<operation name="${name}"><input message="t:PutIn"/></operation>$&`)
    .replace(
      /(<soap:binding[^>]*>\s*)<operation/,
      `$1<operation name="${name}"><soap:operation soapAction="urn:t/${name}"/><input><soap:body use="literal"/></input></operation><operation`,
    );
const withCapitalParts = (...names: readonly string[]) =>
  rpc("literal").replace(
    /<part name="a"[^>]*>/,
    names.map((name) => `<part name="${name}" type="xs:string"/>`).join(""),
  );
const ofType = (name: string) =>
  wsdlWith(
    `<complexType name="T"><sequence><element name="a" type="t:${name}"/></sequence></complexType>`,
    `<complexType name="${name}"><sequence>${a}</sequence></complexType>`,
  ).replaceAll(`use="literal"`, `use="encoded"`);
/** A contract whose request is an encoded array of the type `Row`, beside which there is an equal type `Other`. */
const rows = ({ namespace = "urn:rows", item = "Row", brackets = "[]" }) =>
  rpc("encoded")
    .replace("<definitions", `<definitions xmlns:r="${namespace}"`)
    .replace(`type="xs:string"`, `type="r:Rows"`)
    .replace(
      "</types>",
      `<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" targetNamespace="${namespace}">
        <complexType name="Row"><sequence>${a}</sequence></complexType>
        <complexType name="Other"><sequence>${a}</sequence></complexType>
        <complexType name="Rows"><complexContent><restriction base="e:Array">
          <attribute ref="e:arrayType" w:arrayType="r:${item}${brackets}" xmlns:w="http://schemas.xmlsoap.org/wsdl/"/>
        </restriction></complexContent></complexType>
      </schema></types>`,
    );
const schemaOfRow = (namespace: string) =>
  `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="${namespace}"><complexType name="Row"/></schema>`;

export interface OperationChange {
  readonly change: string;
  readonly older: string;
  readonly newer: string;
  readonly expected: readonly string[];
  readonly reverse: readonly string[];
}

/** Changes of services, ports, operations and messages. */
export const operationChanges: readonly OperationChange[] = [
  {
    change: "an operation",
    older: plain,
    newer: twice("Get"),
    expected: ["operation-added: compatible"],
    reverse: ["operation-removed: operation clients+code"],
  },
  {
    change: "an operation that is broken",
    older: twice("Get"),
    newer: twice("Get").replace(
      `<operation name="Get"><input message="t:PutIn"/>`,
      `<operation name="Get"><input message="t:None"/>`,
    ),
    expected: ["operation-left-out: operation clients+code"],
    reverse: ["operation-added: compatible"],
  },
  {
    change: "an operation whose port is broken",
    older: twoServices,
    newer: twoServices.replace(`binding="t:OtherB"`, `binding="t:None"`),
    expected: ["operation-left-out: operation clients+code"],
    reverse: ["operation-added: compatible"],
  },
  {
    change: "an operation, beside a port of another kind that is broken",
    older: twice("Get"),
    newer: plain.replace("</service>", `<port name="Broken" binding="t:None"/></service>`),
    expected: ["operation-removed: operation clients+code"],
    reverse: ["operation-added: compatible"],
  },
  {
    change: "an abstract element as the body, without a substitute",
    older: plain,
    newer: plain.replace(`name="Put" type`, `name="Put" abstract="true" type`),
    expected: ["abstract-added Put: request clients+code"],
    reverse: ["abstract-removed Put: compatible"],
  },
  {
    change: "an operation with another capital",
    older: twice("getAll"),
    newer: twice("GetAll"),
    expected: ["operation-respelt: operation clients"],
    reverse: ["operation-respelt: operation clients"],
  },
  {
    change: "an operation with another capital, whose SOAPAction and element stay the same",
    older: plain,
    newer: plain.replaceAll(`<operation name="Put"`, `<operation name="put"`),
    expected: ["operation-respelt: compatible"],
    reverse: ["operation-respelt: compatible"],
  },
  {
    change: "an operation with another capital, whose response alone has it too",
    older: plain,
    newer: plain
      .replaceAll(`<operation name="Put"`, `<operation name="put"`)
      .replaceAll(/(name|element)="(t:)?PutResponse"/g, `$1="$2putResponse"`),
    expected: ["operation-respelt: compatible", "message-element-renamed PutResponse: response clients"],
    reverse: ["operation-respelt: compatible", "message-element-renamed putResponse: response clients"],
  },
  {
    change: "an operation with another capital, whose element has it too",
    older: plain,
    newer: plain
      .replaceAll(`<operation name="Put"`, `<operation name="put"`)
      .replaceAll(/(name|element)="(t:)?Put"/g, `$1="$2put"`),
    expected: ["operation-respelt: operation clients"],
    reverse: ["operation-respelt: operation clients"],
  },
  {
    change: "an operation with another capital, in the style rpc",
    older: rpc("literal"),
    newer: rpc("literal").replaceAll(`<operation name="Put"`, `<operation name="put"`),
    expected: ["operation-respelt: operation clients"],
    reverse: ["operation-respelt: operation clients"],
  },
  {
    change: "the order of the parts of a document",
    older: withParts("Put", "Note"),
    newer: withParts("Note", "Put"),
    expected: ["order-changed: request clients"],
    reverse: ["order-changed: request clients"],
  },
  {
    change: "a SOAPAction",
    older: plain,
    newer: plain.replace("urn:t/Put", "urn:t#Put"),
    expected: ["soap-action-changed: operation clients"],
    reverse: ["soap-action-changed: operation clients"],
  },
  {
    change: "an operation that becomes one-way",
    older: plain,
    newer: plain.replace(`<output message="t:PutOut"/>`, ""),
    expected: ["response-removed: operation clients+code"],
    reverse: ["response-added: operation clients"],
  },
  {
    change: "the element of the request",
    older: plain,
    newer: plain.replace(`name="parameters" element="t:Put"`, `name="parameters" element="t:PutResponse"`),
    expected: ["message-element-renamed Put: request clients"],
    reverse: ["message-element-renamed PutResponse: request clients"],
  },
  {
    change: "the type of the element of the response",
    older: plain,
    newer: plain.replace(`name="PutResponse" type="t:T"`, `name="PutResponse" type="string"`),
    expected: ["type-changed PutResponse: response clients+code"],
    reverse: ["type-changed PutResponse: response clients+code"],
  },
  {
    change: "a header of the request",
    older: withNote,
    newer: inHeader("input"),
    expected: ["header-added Note: request clients+code"],
    reverse: ["header-removed Note: request code", "generated-type-renamed PutRequestHeaders: operation code"],
  },
  {
    change: "a header of the response",
    older: withNote,
    newer: inHeader("output"),
    expected: ["header-added Note: response code"],
    reverse: ["header-removed Note: response code", "generated-type-renamed PutResponseHeaders: operation code"],
  },
  {
    change: "another name of the header of the request",
    older: inHeader("input"),
    newer: inHeader("input").replaceAll(/"(t:)?Note"/g, `"$1Remark"`),
    expected: ["message-element-renamed Note: request clients+code"],
    reverse: ["message-element-renamed Remark: request clients+code"],
  },
  {
    change: "another capital in the name of the header of the response",
    older: inHeader("output"),
    newer: inHeader("output").replaceAll(/"(t:)?Note"/g, `"$1note"`),
    expected: ["message-element-renamed Note: compatible"],
    reverse: ["message-element-renamed note: compatible"],
  },
  {
    change: "the type of a header",
    older: inHeader("input"),
    newer: inHeader("input").replace(`name="Note" type="string"`, `name="Note" type="int"`),
    expected: ["type-changed Note: request clients+code"],
    reverse: ["type-changed Note: request code"],
  },
  {
    change: "a fault",
    older: withNote,
    newer: withFault("Refused"),
    expected: ["fault-added Refused: compatible"],
    reverse: ["fault-removed Refused: fault code", "generated-type-renamed PutFaults: operation code"],
  },
  {
    change: "a fault with another name",
    older: withFault("Refused"),
    newer: withFault("Denied"),
    expected: ["fault-renamed Refused: fault code"],
    reverse: ["fault-renamed Denied: fault code"],
  },
  {
    change: "the detail of a fault",
    older: withFault("Refused"),
    newer: withFault("Refused", "t:Put2"),
    expected: ["type-changed Refused: fault code"],
    reverse: ["type-changed Refused: fault code"],
  },
  {
    change: "an element of the detail of a fault",
    older: withFault("Refused", "t:Put2").replace(/element="t:Put(Response)?"/, `element="t:Note"`),
    newer: withFault("Refused", "t:Put2")
      .replace(/element="t:Put(Response)?"/, `element="t:Note"`)
      .replace(a, a.replace("string", "int")),
    expected: ["type-changed T/a: response code, fault code"],
    reverse: ["type-changed T/a: response clients+code, fault code"],
  },
  {
    change: "SOAP 1.2",
    older: plain,
    newer: with12For(plain, "Put"),
    expected: ["port-added: compatible"],
    reverse: ["port-removed: operation clients"],
  },
  {
    change: "SOAP 1.2 for one operation of two",
    older: with12For(twice("Get"), "Put"),
    newer: with12For(twice("Get"), "Put", "Get"),
    expected: ["operation-protocol-added: compatible"],
    reverse: ["operation-protocol-removed: operation clients"],
  },
  {
    change: "the namespace of a body that has elements, in one version of SOAP",
    older: with12For(plain, "Put"),
    newer: with12For(plain, "Put").replaceAll("<soap12:body ", `<soap12:body namespace="urn:t" `),
    expected: [],
    reverse: [],
  },
  {
    change: "a new service with a new operation",
    older: plain,
    newer: twoServices,
    expected: ["service-added: compatible", "operation-added: compatible"],
    reverse: ["service-removed: operation clients+code", "operation-removed: operation clients+code"],
  },
  {
    change: "an operation of the same name in another port type",
    older: plain,
    newer: twoServices.replaceAll(/name="Get"/g, `name="Put"`),
    expected: ["function-renamed: operation code", "service-added: compatible", "operation-added: compatible"],
    reverse: [
      "function-renamed: operation code",
      "service-removed: operation clients+code",
      "operation-removed: operation clients+code",
    ],
  },
  {
    change: "the order of overloaded operations",
    older: overloaded(),
    newer: overloaded().replaceAll(
      /(<operation name="Put">.*?<\/operation>)\s*(<operation name="Put">.*?<\/operation>)/gs,
      "$2$1",
    ),
    expected: ["function-renamed: operation code", "function-renamed: operation code"],
    reverse: ["function-renamed: operation code", "function-renamed: operation code"],
  },
  {
    change: "a second part of the body",
    older: plain,
    newer: withNote.replace(/(<message name="PutIn">.*?)(<\/message>)/, `$1<part name="note" element="t:Note"/>$2`),
    expected: ["part-added Note: request clients+code"],
    reverse: ["part-removed Note: request clients+code", "generated-type-renamed PutRequest: operation code"],
  },
  {
    change: "another fixed value",
    older: plain.replace(a, a.replace("/>", ` fixed="x"/>`)),
    newer: plain.replace(a, a.replace("/>", ` fixed="y"/>`)),
    expected: ["fixed-changed T/a: request clients+code, response clients+code"],
    reverse: ["fixed-changed T/a: request clients+code, response clients+code"],
  },
  {
    change: "a name of an encoded type",
    older: ofType("U"),
    newer: ofType("V"),
    expected: ["type-renamed U: request clients+code, response clients+code"],
    reverse: ["type-renamed V: request clients+code, response clients+code"],
  },
  {
    change: "the namespace of an encoded type",
    older: rows({}),
    newer: rows({ namespace: "urn:rows/2027" }),
    expected: ["namespace-changed: request clients"],
    reverse: ["namespace-changed: request clients"],
  },
  {
    // In code, members of encoded messages may be null. Those of a type that no such message contains may not.
    change: "another encoded type with the same members",
    older: rows({}),
    newer: rows({ item: "Other" }),
    expected: ["type-changed Rows/item: request clients", "generated-type-renamed Row: operation code"],
    reverse: ["type-changed Rows/item: request clients", "generated-type-renamed Other: operation code"],
  },
  {
    change: "another dimension of an encoded array",
    older: rows({}),
    newer: rows({ brackets: "[][]" }),
    expected: ["type-changed Rows: request clients+code"],
    reverse: ["type-changed Rows: request clients+code"],
  },
  {
    change: "a type of the same name in another namespace",
    older: rows({}),
    newer: rows({}).replace("</types>", `${schemaOfRow("urn:more")}</types>`),
    expected: ["generated-type-renamed Row: request code"],
    reverse: ["generated-type-renamed Row: request code"],
  },
  {
    change: "an operation that shares the element of a request",
    older: withTypeOfItsOwn(plain),
    newer: withTypeOfItsOwn(twice("Get")),
    expected: ["generated-type-renamed Put: request code", "operation-added: compatible"],
    reverse: ["generated-type-renamed Put: request code", "operation-removed: operation clients+code"],
  },
  {
    change: "the size of an encoded array",
    older: rows({}),
    newer: rows({ brackets: "[5]" }),
    expected: [],
    reverse: [],
  },
  {
    change: "the only version of SOAP",
    older: plain,
    newer: only12(plain).replace("urn:t/Put", "urn:t#Put"),
    expected: ["port-removed: operation clients", "port-added: compatible"],
    reverse: ["port-removed: operation clients", "port-added: compatible"],
  },
  {
    change: "the only version of SOAP, and an element",
    older: plain,
    newer: only12(plain).replace('name="a"', 'name="b"'),
    expected: [
      "port-removed: operation clients",
      "port-added: compatible",
      "required-element-removed T/a: request clients+code, response clients+code",
      "required-element-added T/b: request clients+code, response clients",
    ],
    reverse: [
      "port-removed: operation clients",
      "port-added: compatible",
      "required-element-removed T/b: request clients+code, response clients+code",
      "required-element-added T/a: request clients+code, response clients",
    ],
  },
  {
    change: "the only version of SOAP, and the spelling of the operation",
    older: plain,
    newer: only12(plain).replaceAll('operation name="Put"', 'operation name="P-ut"'),
    expected: ["port-added: compatible", "port-removed: operation clients", "operation-respelt: operation code"],
    reverse: ["port-added: compatible", "port-removed: operation clients", "operation-respelt: operation code"],
  },
  {
    change: "the name of a port",
    older: plain,
    newer: plain.replace(`port name="Port"`, `port name="Other"`),
    expected: ["port-renamed: compatible"],
    reverse: ["port-renamed: compatible"],
  },
  {
    change: "the name of a service",
    older: plain,
    newer: plain.replace(`service name="S"`, `service name="Other"`),
    expected: ["service-renamed: compatible"],
    reverse: ["service-renamed: compatible"],
  },
  {
    change: "the names of port type and binding",
    older: plain,
    newer: plain.replaceAll(/"(t:)?([PB])"/g, `"$1New$2"`),
    expected: [],
    reverse: [],
  },
  {
    change: "an address",
    older: plain,
    newer: plain.replace("http://localhost/", "https://dms.example.com/"),
    expected: ["address-changed: note"],
    reverse: ["address-changed: note"],
  },
  {
    change: "the documentation of an operation",
    older: plain,
    newer: plain.replace(`<operation name="Put">`, `<operation name="Put"><documentation>Puts.</documentation>`),
    expected: ["operation-documentation-changed: note"],
    reverse: ["operation-documentation-changed: note"],
  },
  {
    change: "style rpc",
    older: plain,
    newer: rpc("literal"),
    expected: [
      "style-changed: compatible",
      "namespace-changed: request clients",
      "required-element-removed PutResponse/a: response clients+code",
      "required-element-added PutResponse/PutResponse: response clients",
    ],
    reverse: [
      "style-changed: compatible",
      "generated-type-renamed Put: request code",
      "generated-type-renamed PutResponse: response code",
      "namespace-changed: request clients",
      "required-element-removed PutResponse/PutResponse: response clients+code",
      "required-element-added PutResponse/a: response clients",
    ],
  },
  {
    change: "a part of style rpc",
    older: rpc("literal"),
    newer: rpc("literal", "int"),
    expected: ["type-changed Put/a: request clients+code"],
    reverse: ["type-changed Put/a: request code"],
  },
  {
    change: "SOAP encoding",
    older: rpc("literal"),
    newer: rpc("encoded"),
    expected: [
      "use-changed: operation clients",
      "generated-type-changed Put: compatible",
      "generated-type-changed PutResponse: response code",
      "generated-type-changed T: response code",
    ],
    reverse: [
      "use-changed: operation clients",
      "generated-type-changed Put: request code",
      "generated-type-changed PutResponse: compatible",
      "generated-type-changed T: compatible",
    ],
  },
  {
    change: "SOAP encoding of the response alone",
    older: plain,
    newer: plain.replace(`<output><soap:body use="literal"/>`, `<output><soap:body use="encoded"/>`),
    expected: ["use-changed: operation clients", "generated-type-changed T: response code"],
    reverse: ["use-changed: operation clients", "generated-type-changed T: request code"],
  },
  ...[
    ["of style rpc", "PutRequest", rpc("literal"), "Put: request code"],
    ["without parts", "PutRequest", withParts(), ": request code"],
    ["of several parts", "PutRequest", withParts("Put", "PutResponse"), ": request code"],
    ["of headers", "PutRequestHeaders", inHeader("input"), ": request code"],
    ["of the details of faults", "PutFaults", withFault("Refused"), ": fault code"],
  ].map(
    ([what = "", name = "", older = "", place = ""]): OperationChange => ({
      change: `a type that takes the name of the message ${what}`,
      older,
      newer: older.replace("<complexType", `<complexType name="${name}"/>$&`),
      expected: [`generated-type-renamed${place.startsWith(":") ? "" : " "}${place}`],
      reverse: [`generated-type-renamed${place.startsWith(":") ? "" : " "}${place}`],
    }),
  ),
  {
    change: "the order of parts whose names give the same property",
    older: withCapitalParts("b", "B"),
    newer: withCapitalParts("B", "b"),
    expected: [
      "property-renamed Put/b: request code",
      "property-renamed Put/B: request code",
      "order-changed Put: request clients",
    ],
    reverse: [
      "property-renamed Put/B: request code",
      "property-renamed Put/b: request code",
      "order-changed Put: request clients",
    ],
  },
  {
    change: "an abstract element as the body, with a substitute",
    older: withSubstitute(' abstract="true"'),
    newer: withSubstitute(""),
    expected: ["abstract-removed Put: request code", "generated-type-renamed PutChoice: operation code"],
    reverse: ["abstract-added Put: request clients+code"],
  },
  {
    change: "an operation with other capitals, whose function has its name but whose headers have not",
    older: inHeader("input").replaceAll('operation name="Put"', 'operation name="GetURL"'),
    newer: inHeader("input").replaceAll('operation name="Put"', 'operation name="getUrl"'),
    expected: ["operation-respelt: compatible", "generated-type-renamed: request code"],
    reverse: ["operation-respelt: compatible", "generated-type-renamed: request code"],
  },
  {
    change: "a header that takes the name of the property of another one",
    older: noteHeaders,
    newer: withTwoHeaders,
    expected: ["header-added note: request clients", "property-renamed /Note: request code"],
    reverse: ["header-removed note: request code", "property-renamed /Note: request code"],
  },
  {
    change: "an operation that takes the name of the constant of another one",
    older: plain,
    newer: beforePut("PutOperation"),
    expected: ["constant-renamed: operation code", "operation-added: compatible"],
    reverse: ["operation-removed: operation clients+code", "constant-renamed: operation code"],
  },
  {
    change: "an encoded operation that shares a type",
    older: plain,
    newer: twice("Get").replace(/(urn:t\/Get.*?)use="literal"/s, '$1use="encoded"'),
    expected: ["generated-type-changed T: response code", "operation-added: compatible"],
    reverse: ["generated-type-changed T: request code", "operation-removed: operation clients+code"],
  },
  {
    change: "the SOAPAction of a second port, which has a function of its own",
    older: withSecondPort(plain, "urn:t/Put2"),
    newer: withSecondPort(plain, "urn:t/Put3"),
    expected: ["soap-action-changed: operation clients"],
    reverse: ["soap-action-changed: operation clients"],
  },
  {
    change: "the header of a second port",
    older: withSecondPort(withNote, "urn:t/Put2"),
    newer: withSecondPort(withNote, "urn:t/Put2", header),
    expected: ["header-added Note: request clients+code"],
    reverse: ["header-removed Note: request code", "generated-type-renamed Put2RequestHeaders: operation code"],
  },
  {
    change: "the order of two ports with functions of their own",
    older: withSecondPort(plain, "urn:t/Put2"),
    newer: withSecondPort(plain.replace(`soapAction="urn:t/Put"`, `soapAction="urn:t/Put2"`), "urn:t/Put"),
    expected: ["function-renamed: operation code", "function-renamed: operation code"],
    reverse: ["function-renamed: operation code", "function-renamed: operation code"],
  },
  {
    change: "a second port that has a function of its own from now on",
    older: withSecondPort(plain, "urn:t/Put"),
    newer: withSecondPort(plain, "urn:t/Put2"),
    expected: ["function-added: compatible"],
    reverse: ["function-removed: operation clients+code"],
  },
  {
    change: "attachments",
    older: withFile,
    newer: attached(attached(withFile, "input"), "output"),
    expected: ["attachment-added: request clients", "attachment-added: response clients"],
    reverse: ["attachment-removed: compatible", "attachment-removed: compatible"],
  },
  {
    change: "the namespace of everything",
    older: plain,
    newer: plain.replaceAll("urn:t", "urn:new"),
    expected: ["soap-action-changed: operation clients", "namespace-changed: request clients, response clients"],
    reverse: ["soap-action-changed: operation clients", "namespace-changed: request clients, response clients"],
  },
];
