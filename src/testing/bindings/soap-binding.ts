import { CharsetError, decodeText } from "../../soap/xml/decode-text.js";
import { SOAP_11, SOAP_12 } from "../../soap/xml/namespaces.js";
import { readXml, XmlError } from "../../soap/xml/read-xml.js";
import { escapeAttribute, escapeText, writeXml } from "../../soap/xml/write-xml.js";
import { attributeOf, elementsOf, textOf, type XmlElement } from "../../soap/xml/xml-element.js";
import type { Argument, Arguments } from "../service/operations.js";
import { type Contract, type ContractOperation, type Parameter, TEMPURI } from "./contract.js";
import { DotNetException, SOAP_EXCEPTION, soapException } from "./dotnet-exception.js";
import { type Call, type HttpAnswer, type HttpRequest, mediaTypeOf, mediaTypeParameter } from "./http-message.js";
import { defaults, readArgument } from "./lexical.js";

/**
 * ASMX's two SOAP bindings.
 *
 * As lenient as ASMX: elements are found by namespace and name, in any order; one that the contract does not know is
 * passed over, and a parameter that is missing or misspelt is null. The answer is in the version of the request's
 * envelope, whatever its Content-Type says.
 */
export function answerSoap(request: HttpRequest, contract: Contract, call: Call): HttpAnswer {
  const mediaType = mediaTypeOf(request.contentType);
  const guessed = request.soapAction !== undefined && mediaType !== soap12.mediaType ? soap11 : soap12;
  const root = readMessage(request);
  try {
    const operation =
      guessed === soap11 ? operationByHeader(request, contract) : operationByMessage(request, root, contract);
    if (mediaType !== soap11.mediaType && mediaType !== soap12.mediaType) {
      return withoutBody(415, guessed);
    }
    if (root instanceof DotNetException) {
      return withoutBody(400, guessed);
    }
    const version = versionOf(root);
    if (version === undefined) {
      return versionMismatch(root);
    }
    if (version === soap11 && mediaType !== soap11.mediaType) {
      return withoutBody(415, soap11);
    }
    return answerOperation(version, operation, root, call);
  } catch (error) {
    if (error instanceof SoapFailure) {
      return error.answer;
    }
    throw error;
  }
}

interface SoapVersion {
  readonly binding: "soap11" | "soap12";
  readonly namespace: string;
  readonly mediaType: string;
  fault(code: FaultCode, reason: string): string;
  readonly emptyDetail: string;
}

type FaultCode = "Client" | "Server" | "MustUnderstand" | "VersionMismatch";

const soap11: SoapVersion = {
  binding: "soap11",
  namespace: SOAP_11,
  mediaType: "text/xml",
  fault: (code, reason) => `<faultcode>soap:${code}</faultcode><faultstring>${reason}</faultstring>`,
  emptyDetail: "<detail />",
};

const codesOf12: Readonly<Record<FaultCode, string>> = {
  Client: "Sender",
  Server: "Receiver",
  MustUnderstand: "MustUnderstand",
  VersionMismatch: "VersionMismatch",
};

const soap12: SoapVersion = {
  binding: "soap12",
  namespace: SOAP_12,
  mediaType: "application/soap+xml",
  fault: (code, reason) =>
    `<soap:Code><soap:Value>soap:${codesOf12[code]}</soap:Value></soap:Code>` +
    `<soap:Reason><soap:Text xml:lang="en">${reason}</soap:Text></soap:Reason>`,
  emptyDetail: "<soap:Detail />",
};

/** The request is answered otherwise than by an operation. */
class SoapFailure extends Error {
  override readonly name = "SoapFailure";
  readonly answer: HttpAnswer;

  constructor(answer: HttpAnswer) {
    super(`HTTP ${answer.status}`);
    this.answer = answer;
  }
}

// Request

/** The root element, or what .NET says of a text that is not XML. */
function readMessage(request: HttpRequest): XmlElement | DotNetException {
  const { body, contentType } = request;
  try {
    return readXml(isAscii(request) ? asciiOf(body) : decodeText(body, contentType), { maxDepth: 1000 });
  } catch (error) {
    if (error instanceof XmlError || error instanceof CharsetError) {
      return new DotNetException("System.Xml.XmlException", error.message);
    }
    throw error;
  }
}

/** ASMX keeps to RFC 2376: `text/xml` without charset or byte order mark is ASCII, whatever the XML declaration says. */
function isAscii({ body, contentType }: HttpRequest): boolean {
  const hasMark = [0xef, 0xfe, 0xff].includes(body[0] ?? 0);
  const hasCharset = mediaTypeParameter(contentType, "charset") !== undefined;
  return mediaTypeOf(contentType).startsWith("text/") && !hasCharset && !hasMark;
}

function asciiOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("latin1")
    .replaceAll(/[\x80-\xff]/g, "?");
}

function versionOf(root: XmlElement): SoapVersion | undefined {
  return [soap11, soap12].find(({ namespace }) => namespace === root.namespace);
}

/** SOAP 1.1 with a SOAPAction header: that alone decides. */
function operationByHeader({ soapAction = "" }: HttpRequest, contract: Contract): ContractOperation {
  const action = soapAction.replace(/^"(.*)"$/s, "$1");
  const operation = operationOfAction(action, contract);
  if (operation === undefined) {
    const message = `Server did not recognize the value of HTTP Header SOAPAction: ${action}.`;
    throw new SoapFailure(fault(soap11, "Client", soapException(message)));
  }
  return operation;
}

/** The `action` of the Content-Type, else the element in the Body. */
function operationByMessage(
  { contentType }: HttpRequest,
  root: XmlElement | DotNetException,
  contract: Contract,
): ContractOperation {
  const action = mediaTypeParameter(contentType, "action") ?? "";
  const known = operationOfAction(action, contract);
  if (known !== undefined) {
    return known;
  }
  if (root instanceof DotNetException) {
    const exception = soapException("Server was unable to process request.", root);
    throw new SoapFailure(fault(soap12, "Server", exception));
  }
  const [element] = elementsOf(elementsOf(root).find(({ name }) => name === "Body") ?? root);
  const operation = element?.namespace === TEMPURI ? contract.get(element.name) : undefined;
  if (operation === undefined) {
    const message =
      action === ""
        ? "Unable to handle request without a valid action parameter. Please supply a valid soap action."
        : `Unable to handle request. The action '${action}' was not recognized.`;
    throw new SoapFailure(fault(versionOf(root) ?? soap11, "Client", soapException(message)));
  }
  return operation;
}

function operationOfAction(action: string, contract: Contract): ContractOperation | undefined {
  return action.startsWith(TEMPURI) ? contract.get(action.slice(TEMPURI.length)) : undefined;
}

function answerOperation(
  version: SoapVersion,
  { name, parameters }: ContractOperation,
  root: XmlElement,
  call: Call,
): HttpAnswer {
  const body = elementsOf(root).find((element) => element.name === "Body" && element.namespace === version.namespace);
  if (body === undefined) {
    const message = "Request format is invalid: Missing required soap:Body element.";
    throw unreadable(version, new DotNetException("System.InvalidOperationException", message));
  }
  const element = elementsOf(body).findLast((child) => child.name === name && child.namespace === TEMPURI);
  const values = readArguments(version, parameters, element);
  refuseMandatoryHeaders(version, root);
  try {
    const result = writeXml(call(version.binding, name, values), TEMPURI);
    const content = `<${name}Response xmlns="${TEMPURI}"><${name}Result>${result}</${name}Result></${name}Response>`;
    return envelope(200, version, content);
  } catch (error) {
    if (error instanceof DotNetException) {
      return error.type === SOAP_EXCEPTION
        ? fault(version, "Client", error)
        : fault(version, "Server", soapException("Server was unable to process request.", error));
    }
    throw error;
  }
}

function readArguments(
  version: SoapVersion,
  parameters: readonly Parameter[],
  element: XmlElement | undefined,
): Arguments {
  const children = element === undefined ? [] : elementsOf(element);
  return Object.fromEntries(
    parameters.map(({ name, wireName, type }): [string, Argument] => {
      const child = children.find((one) => one.name === wireName && one.namespace === TEMPURI);
      if (child === undefined) {
        return [name, defaults[type]];
      }
      if (elementsOf(child).length > 0) {
        throw new SoapFailure(withoutBody(400, version));
      }
      try {
        return [name, readArgument(type, textOf(child), "soap")];
      } catch (error) {
        if (error instanceof DotNetException) {
          const message = "There is an error in XML document (0, 0).";
          throw unreadable(version, new DotNetException("System.InvalidOperationException", message, error));
        }
        throw error;
      }
    }),
  );
}

function refuseMandatoryHeaders(version: SoapVersion, root: XmlElement): void {
  const header = elementsOf(root).find(({ name, namespace }) => name === "Header" && namespace === version.namespace);
  for (const block of header === undefined ? [] : elementsOf(header)) {
    if (/^(?:1|true)$/.test(attributeOf(block, "mustUnderstand", version.namespace) ?? "")) {
      const message = `SOAP header ${block.name} was not understood.`;
      const exception = new DotNetException("System.Web.Services.Protocols.SoapHeaderException", message);
      throw new SoapFailure(envelope(500, version, faultElement(version, "MustUnderstand", exception, "")));
    }
  }
}

// Answer

function envelope(status: number, version: SoapVersion, content: string, header = ""): HttpAnswer {
  const body =
    `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${version.namespace}" ` +
    `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">` +
    `${header}<soap:Body>${content}</soap:Body></soap:Envelope>`;
  return { status, contentType: `${version.mediaType}; charset=utf-8`, body };
}

function withoutBody(status: number, version: SoapVersion): HttpAnswer {
  return { status, contentType: `${version.mediaType}; charset=utf-8`, body: "" };
}

function fault(version: SoapVersion, code: FaultCode, exception: DotNetException): HttpAnswer {
  return envelope(500, version, faultElement(version, code, exception, version.emptyDetail));
}

function faultElement(version: SoapVersion, code: FaultCode, exception: DotNetException, detail: string): string {
  return `<soap:Fault>${version.fault(code, escapeText(`${exception}`))}${detail}</soap:Fault>`;
}

function unreadable(version: SoapVersion, exception: DotNetException): SoapFailure {
  return new SoapFailure(fault(version, "Client", soapException("Server was unable to read request.", exception)));
}

/** An envelope of neither version: a SOAP 1.1 fault with SOAP 1.2's header that lists both (SOAP 1.2 §5.4.7). */
function versionMismatch(root: XmlElement): HttpAnswer {
  const supported = [
    ["soap", soap11],
    ["soap12", soap12],
  ] as const;
  const envelopes = supported.map(
    ([prefix, { namespace }]) =>
      `<soap12:SupportedEnvelope qname="${prefix}:Envelope" xmlns:${prefix}="${escapeAttribute(namespace)}" />`,
  );
  const header = `<soap:Header><soap12:Upgrade xmlns:soap12="${SOAP_12}">${envelopes.join("")}</soap12:Upgrade></soap:Header>`;
  const message = `Possible SOAP version mismatch: Envelope namespace ${root.namespace} was unexpected. Expecting ${SOAP_11}.`;
  const content = faultElement(soap11, "VersionMismatch", soapException(message), soap11.emptyDetail);
  return envelope(500, soap11, content, header);
}
