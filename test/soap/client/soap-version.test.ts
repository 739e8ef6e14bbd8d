import {
  type CallOptions,
  createSoapClient,
  type SoapClient,
  type SoapVersion,
  type TransportResponse,
} from "../../../src/soap/index.js";
import { generated, generateService } from "../../codegen/generated-service.js";
import { envelope, fault, SOAP } from "../../support/soap-messages.js";

const BINDINGS = {
  "1.1": "http://schemas.xmlsoap.org/wsdl/soap/",
  "1.2": "http://schemas.xmlsoap.org/wsdl/soap12/",
} as const;
const ENCODINGS = {
  "1.1": "http://schemas.xmlsoap.org/soap/encoding/",
  "1.2": "http://www.w3.org/2003/05/soap-encoding",
} as const;

/** A contract with a port for each of the versions. */
function contract(versions: readonly SoapVersion[], style: "document" | "rpc" = "document"): string {
  const body = (version: SoapVersion) =>
    style === "document"
      ? '<soap:body use="literal"/>'
      : `<soap:body use="encoded" namespace="urn:t" encodingStyle="${ENCODINGS[version]}"/>`;
  const port = (version: SoapVersion) => version.replace("1.", "Soap1");
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
  <types><xs:schema targetNamespace="urn:t"><xs:element name="name" type="xs:string"/></xs:schema></types>
  <message name="Name"><part name="name" ${style === "document" ? 'element="t:name"' : 'type="xs:string"'}/></message>
  <portType name="Test"><operation name="Find"><input message="t:Name"/><output message="t:Name"/></operation></portType>
  ${versions
    .map(
      (version) => `<binding name="${port(version)}" type="t:Test" xmlns:soap="${BINDINGS[version]}">
    <soap:binding style="${style}" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Find"><soap:operation soapAction="urn:Find"/><input>${body(version)}</input><output>${body(version)}</output></operation>
  </binding>`,
    )
    .join("")}
  <service name="Test">${versions.map((version) => `<port name="${port(version)}" binding="t:${port(version)}"/>`).join("")}</service>
</definitions>`;
}

interface Answer {
  readonly status?: number;
  readonly body: string;
}

type Stub = (soap: SoapClient, request: string, options?: CallOptions) => Promise<unknown>;

/** Calls Find, and gives back its result or error, with the versions that requests were sent in. */
async function find(
  offered: readonly SoapVersion[],
  soapVersion: SoapVersion | undefined,
  respond: (version: SoapVersion) => Answer,
) {
  const sent: SoapVersion[] = [];
  const transport = async ({ body }: { readonly body: string }): Promise<TransportResponse> => {
    const version = body.includes(SOAP["1.2"].namespace) ? "1.2" : "1.1";
    sent.push(version);
    const response = respond(version);
    return { status: 200, headers: { "content-type": "text/xml" }, ...response, body: Buffer.from(response.body) };
  };
  const stub = (await generateService(contract(offered))).exports["find"] as Stub;
  await using soap = createSoapClient({ endpoint: "http://127.0.0.1:9/", soapVersion, transport });
  const result = await stub(soap, "x").catch((error: unknown) => error);
  return { result, sent };
}

const found = (version: SoapVersion): Answer => ({ body: envelope('<name xmlns="urn:t">y</name>', version) });

describe("a stub knows the versions of its bindings", () => {
  test.each<readonly [versions: readonly SoapVersion[], descriptor: string | undefined, documentation: string]>([
    [["1.1", "1.2"], undefined, "Operation `Find` of `Test`; SOAPAction"],
    [["1.1"], 'versions: ["1.1"],', "Operation `Find` of `Test`; SOAP 1.1 only; SOAPAction"],
    [["1.2"], 'versions: ["1.2"],', "Operation `Find` of `Test`; SOAP 1.2 only; SOAPAction"],
  ])("%j", async (versions, descriptor, documentation) => {
    const text = (await generated(contract(versions))).get("find.ts") ?? "";
    expect(/versions: .*/.exec(text)?.[0]).toBe(descriptor);
    expect(text).toContain(documentation);
  });

  test("one stub serves encoded bindings of both, each of which has its own encoding", async () => {
    const texts = await generated(contract(["1.1", "1.2"], "rpc"));
    expect([...texts.keys()].sort()).toEqual(["find.ts", "index.ts"]);
    expect(texts.get("find.ts")).not.toContain("versions");
  });
});

test.each<readonly [offered: readonly SoapVersion[], wanted: SoapVersion | undefined, sent: SoapVersion]>([
  [["1.1", "1.2"], undefined, "1.1"],
  [["1.1", "1.2"], "1.1", "1.1"],
  [["1.1", "1.2"], "1.2", "1.2"],
  [["1.1"], undefined, "1.1"],
  [["1.1"], "1.1", "1.1"],
  [["1.2"], undefined, "1.2"],
  [["1.2"], "1.2", "1.2"],
])("an operation of %j is called by a client of %p in SOAP %s", async (offered, wanted, version) => {
  await expect(find(offered, wanted, found)).resolves.toEqual({ result: "y", sent: [version] });
});

test.each<readonly [offered: SoapVersion, wanted: SoapVersion]>([
  ["1.1", "1.2"],
  ["1.2", "1.1"],
])("an operation of SOAP %s is not called by a client of %s", async (offered, wanted) => {
  const { result, sent } = await find([offered], wanted, found);
  expect(sent).toEqual([]);
  expect(result).toMatchObject({
    name: "InvalidInputError",
    outcome: "not-sent",
    argument: "options.soapVersion",
    message: `options.soapVersion: found "${wanted}", and the stub of Find was generated from a binding of SOAP ${offered} only; omit the option, or set "${offered}"`,
  });
});

test("one client calls operations of each version", async () => {
  const sent: string[] = [];
  const transport = async ({ body }: { readonly body: string }): Promise<TransportResponse> => {
    const version = body.includes(SOAP["1.2"].namespace) ? "1.2" : "1.1";
    sent.push(version);
    return { status: 200, headers: { "content-type": "text/xml" }, body: Buffer.from(found(version).body) };
  };
  await using soap = createSoapClient({ endpoint: "http://127.0.0.1:9/", transport });
  await soap.connect();
  for (const version of ["1.1", "1.2", "1.1"] as const) {
    const stub = (await generateService(contract([version]))).exports["find"] as Stub;
    await expect(stub(soap, "x")).resolves.toBe("y");
  }
  expect(sent).toEqual(["1.1", "1.2", "1.1"]);
});

const BOTH = ["1.1", "1.2"] as const;

describe("where a server does not take the version, the error has what to try", () => {
  const mismatch = (version: SoapVersion) => ({ status: 500, body: fault("VersionMismatch", "No", version) });
  test.each<
    readonly [what: string, offered: readonly SoapVersion[], wanted: SoapVersion, answer: typeof found, end: string]
  >([
    [
      "HTTP status 415 to 1.2",
      BOTH,
      "1.2",
      () => ({ status: 415, body: "" }),
      'Find: HTTP status 415: the server does not take the media type of SOAP 1.2; try soapVersion: "1.1"',
    ],
    ["HTTP status 415 to 1.1", BOTH, "1.1", () => ({ status: 415, body: "" }), 'of SOAP 1.1; try soapVersion: "1.2"'],
    [
      "HTTP status 415 to the only version",
      ["1.2"],
      "1.2",
      () => ({ status: 415, body: "" }),
      "the contract has Find over SOAP 1.2 only, so look whether the endpoint is that of its service",
    ],
    [
      "VersionMismatch in 1.1 to 1.2",
      BOTH,
      "1.2",
      () => mismatch("1.1"),
      'VersionMismatch: No; try soapVersion: "1.1"',
    ],
    ["VersionMismatch to 1.1", BOTH, "1.1", () => mismatch("1.1"), 'VersionMismatch: No; try soapVersion: "1.2"'],
    [
      "a message of 1.1 to 1.2",
      BOTH,
      "1.2",
      () => found("1.1"),
      'it is SOAP 1.1, and SOAP 1.2 was asked for; try soapVersion: "1.1"',
    ],
  ])("%s", async (_, offered, wanted, answer, end) => {
    const { result } = await find(offered, wanted, answer);
    expect(result).toMatchObject({ outcome: "unknown", message: expect.stringContaining(end) });
  });

  test("no other fault has it", async () => {
    const { result } = await find(BOTH, "1.1", () => ({ status: 500, body: fault("Server", "No") }));
    expect(result).toHaveProperty("message", "Find: the service answered with a fault, Server: No");
  });
});

describe("a fault in the form of the other version keeps code and reason", () => {
  const parts11 = (p: string) =>
    `<${p}faultcode>soap:Client.Bad</${p}faultcode><${p}faultstring>No</${p}faultstring><${p}detail><d/></${p}detail>`;
  const parts12 = (p: string) =>
    `<${p}Code><${p}Value>soap:Client</${p}Value><${p}Subcode><${p}Value>x:Bad</${p}Value></${p}Subcode></${p}Code><${p}Reason><${p}Text>No</${p}Text></${p}Reason><${p}Detail><d/></${p}Detail>`;
  const as = (version: SoapVersion, content: string) =>
    `<f:Fault xmlns:f="${SOAP[version].namespace}">${content}</f:Fault>`;

  test.each<readonly [what: string, version: SoapVersion, body: string]>([
    ["npm soap: parts of 1.2 in a fault and envelope of 1.1", "1.1", `<soap:Fault>${parts12("soap:")}</soap:Fault>`],
    ["npm soap: the same without prefixes", "1.1", `<soap:Fault>${parts12("")}</soap:Fault>`],
    ["npm soap: parts of 1.1 in a fault and envelope of 1.2", "1.2", `<soap:Fault>${parts11("soap:")}</soap:Fault>`],
    ["gSOAP: a fault of 1.2 in an envelope of 1.1", "1.1", as("1.2", parts12("f:"))],
    ["gSOAP: a fault of 1.1 in an envelope of 1.2", "1.2", as("1.1", parts11(""))],
    ["parts of 1.1 in a fault of 1.2 in an envelope of 1.1", "1.1", as("1.2", parts11(""))],
  ])("%s", async (_, version, body) => {
    const { result } = await find(BOTH, version, () => ({ status: 500, body: envelope(body, version) }));
    expect(result).toMatchObject({
      name: "SoapFaultError",
      faultCode: "Client",
      faultSubcodes: ["Bad"],
      reason: "No",
      detail: [{ name: "d" }],
      // A mixture is no proof that nothing was done.
      outcome: "unknown",
    });
  });

  test("a whole fault of the other version is one, and is not certain to have rejected the request", async () => {
    const body = `${as("1.2", "<f:Code><f:Value>f:Sender</f:Value></f:Code>")}`;
    const { result } = await find(BOTH, "1.1", () => ({ status: 500, body: envelope(body) }));
    expect(result).toMatchObject({ name: "SoapFaultError", faultCode: "Sender", outcome: "unknown" });
  });
});
