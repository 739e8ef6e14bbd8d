import { SchemaError } from "../../soap/schema/schema-error.js";
import { CharsetError, decodeText } from "../../soap/xml/decode-text.js";
import { SOAP_11, SOAP_12 } from "../../soap/xml/namespaces.js";
import { readXml, XmlError } from "../../soap/xml/read-xml.js";
import { escapeAttribute, escapeText, writeXml, XmlWriteError } from "../../soap/xml/write-xml.js";
import { attributeOf, elementsOf, textOf, type XmlElement } from "../../soap/xml/xml-element.js";
import type { Argument, Arguments } from "../service/operations.js";
import { type AddedOperations, type Contract, type ContractOperation, type Parameter, TEMPURI } from "./contract.js";
import { DotNetException, SOAP_EXCEPTION, soapException } from "./dotnet-exception.js";
import {
  type Call,
  type CallStub,
  type HttpAnswer,
  type HttpRequest,
  mediaTypeOf,
  mediaTypeParameter,
} from "./http-message.js";
import { defaults, readArgument } from "./lexical.js";
import { inputName, readStubRequest, type StubOperation, writeStubResponse } from "./stub-operation.js";

/** The operations that the SOAP bindings serve, and how to call them. */
export interface SoapService {
  readonly contract: Contract;
  readonly call: Call;
  /** These replace operations of the contract with the same name. */
  readonly added: AddedOperations;
  readonly callStub: CallStub;
}

/**
 * ASMX's two SOAP bindings, as lenient as ASMX: they find elements by namespace and name, in any order, ignore unknown
 * ones, and read a missing or misspelt parameter as null. The envelope of the request, not its Content-Type, decides the
 * SOAP version of the answer.
 */
export function answerSoap(request: HttpRequest, service: SoapService): HttpAnswer {
  const mediaType = mediaTypeOf(request.contentType);
  const guessed = request.soapAction !== undefined && mediaType !== soap12.mediaType ? soap11 : soap12;
  const root = readMessage(request);
  try {
    const operation =
      guessed === soap11 ? operationByHeader(request, service) : operationByMessage(request, root, service);
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
    return answerOperation(version, operation, root, service);
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

type AnyOperation = ContractOperation | StubOperation;

/** Ends a request with an answer that is not that of an operation. */
class SoapFailure extends Error {
  override readonly name = "SoapFailure";
  readonly answer: HttpAnswer;

  constructor(answer: HttpAnswer) {
    super(`HTTP ${answer.status}`);
    this.answer = answer;
  }
}

// Request

/** Returns the root element, or .NET's exception if the text is not XML. */
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

/** ASMX follows RFC 2376: `text/xml` without charset and byte order mark is ASCII, despite the XML declaration. */
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

/** In SOAP 1.1, the SOAPAction header alone decides. */
function operationByHeader({ soapAction = "" }: HttpRequest, service: SoapService): AnyOperation {
  const action = soapAction.replace(/^"(.*)"$/s, "$1");
  const operation = operationOfAction(action, service);
  if (operation === undefined) {
    const message = `Server did not recognize the value of HTTP Header SOAPAction: ${action}.`;
    throw new SoapFailure(fault(soap11, "Client", soapException(message)));
  }
  return operation;
}

/** The `action` of the Content-Type decides, else the element in the Body. */
function operationByMessage(
  { contentType }: HttpRequest,
  root: XmlElement | DotNetException,
  service: SoapService,
): AnyOperation {
  const action = mediaTypeParameter(contentType, "action") ?? "";
  const known = operationOfAction(action, service);
  if (known !== undefined) {
    return known;
  }
  if (root instanceof DotNetException) {
    const exception = soapException("Server was unable to process request.", root);
    throw new SoapFailure(fault(soap12, "Server", exception));
  }
  const [element] = elementsOf(elementsOf(root).find(({ name }) => name === "Body") ?? root);
  const operation = element && operationOfElement(element, service);
  if (operation === undefined) {
    const message =
      action === ""
        ? "Unable to handle request without a valid action parameter. Please supply a valid soap action."
        : `Unable to handle request. The action '${action}' was not recognized.`;
    throw new SoapFailure(fault(versionOf(root) ?? soap11, "Client", soapException(message)));
  }
  return operation;
}

function operationOfAction(action: string, { contract, added }: SoapService): AnyOperation | undefined {
  const isItsAction = ({ soapAction, soapAction12 }: StubOperation): boolean =>
    action !== "" && (action === soapAction || action === soapAction12);
  const operation = action.startsWith(TEMPURI) ? contract.get(action.slice(TEMPURI.length)) : undefined;
  return [...added.values()].find(isItsAction) ?? operation;
}

function operationOfElement(
  { name, namespace }: XmlElement,
  { contract, added }: SoapService,
): AnyOperation | undefined {
  const isItsElement = (operation: StubOperation): boolean =>
    inputName(operation)[0] === namespace && inputName(operation)[1] === name;
  return [...added.values()].find(isItsElement) ?? (namespace === TEMPURI ? contract.get(name) : undefined);
}

function answerOperation(
  version: SoapVersion,
  operation: AnyOperation,
  root: XmlElement,
  service: SoapService,
): HttpAnswer {
  const body = elementsOf(root).find((element) => element.name === "Body" && element.namespace === version.namespace);
  if (body === undefined) {
    const message = "Request format is invalid: Missing required soap:Body element.";
    throw unreadable(version, new DotNetException("System.InvalidOperationException", message));
  }
  const execute =
    "parameters" in operation
      ? prepareCall(version, operation, body, service)
      : prepareStubCall(version, operation, body, service);
  refuseMandatoryHeaders(version, root);
  try {
    return envelope(200, version, execute());
  } catch (error) {
    if (error instanceof DotNetException) {
      return error.type === SOAP_EXCEPTION
        ? fault(version, "Client", error)
        : fault(version, "Server", soapException("Server was unable to process request.", error));
    }
    throw error;
  }
}

/** Reads the request. What it returns carries it out, and writes the content of the response's Body. */
function prepareCall(
  version: SoapVersion,
  { name, parameters }: ContractOperation,
  body: XmlElement,
  { call }: SoapService,
): () => string {
  const element = elementsOf(body).findLast((child) => child.name === name && child.namespace === TEMPURI);
  const values = readArguments(version, parameters, element);
  return () => {
    const result = writeXml(call(version.binding, name, values), TEMPURI);
    return `<${name}Response xmlns="${TEMPURI}"><${name}Result>${result}</${name}Result></${name}Response>`;
  };
}

function prepareStubCall(
  version: SoapVersion,
  operation: StubOperation,
  body: XmlElement,
  { callStub }: SoapService,
): () => string {
  const [namespace, name] = inputName(operation);
  const element = elementsOf(body).findLast((child) => child.name === name && child.namespace === namespace);
  try {
    const request = readStubRequest(operation, element);
    return () => orException(() => writeStubResponse(operation, callStub(version.binding, operation, request)));
  } catch (error) {
    throw error instanceof SchemaError ? unreadable(version, invalidOperation(error)) : error;
  }
}

/** @throws {DotNetException} The result is not what the contract declares, or cannot be written as XML. */
function orException<Result>(write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    throw error instanceof SchemaError || error instanceof XmlWriteError ? invalidOperation(error) : error;
  }
}

function invalidOperation({ message }: Error): DotNetException {
  return new DotNetException("System.InvalidOperationException", message);
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
