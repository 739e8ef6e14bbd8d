import { decode, encode } from "../codec/codec.js";
import { References } from "../codec/references.js";
import { ENCODINGS } from "../codec/writer.js";
import type { MemberDescriptor, Members } from "../schema/member.js";
import type { Message, Operation, Use, WithHeaders } from "../schema/operation.js";
import { SchemaError } from "../schema/schema-error.js";
import { membersOf, typeOf } from "../schema/type-descriptor.js";
import type { XmlElement } from "../xml/xml-element.js";
import type { SoapVersion } from "./envelope-writer.js";

/** The detail of a declared fault, with the name of the fault in the contract. */
export type DeclaredFault<Faults> = {
  readonly [Name in keyof Faults]: { readonly name: Name; readonly value: Faults[Name] };
}[keyof Faults];

/** The content of `soap:Body` and of `soap:Header`, as XML. */
export interface EncodedMessage {
  readonly body: string;
  readonly header: string;
}

/**
 * Writes a request.
 *
 * @param soapVersion of the envelope. Each version has its own SOAP encoding. Default `"1.1"`.
 * @throws {SchemaError} if the request does not match the contract.
 */
export function encodeRequest<Request, Response>(
  operation: Operation<Request, Response>,
  request: Request,
  soapVersion: SoapVersion = "1.1",
): EncodedMessage {
  return encodeMessage(operation.input, request, operation.use, soapVersion);
}

/** The properties that a request of the operation may have; none where it has a body and headers. */
export function requestProperties<Request, Response>({ input }: Operation<Request, Response>): string[] {
  const type = "body" in input ? undefined : typeOf(input);
  return type?.kind === "complex" ? [...membersOf(type).keys()] : [];
}

/**
 * Reads a response from the elements in `soap:Body` and in `soap:Header`. Ignores header blocks that the contract does not
 * declare.
 *
 * @throws {SchemaError} if the response does not match the contract.
 */
export function decodeResponse<Request, Response>(
  operation: Operation<Request, Response>,
  body: readonly XmlElement[],
  header: readonly XmlElement[],
): Response {
  return decodeMessage(operation.output, body, header, operation.use) as Response;
}

/**
 * Reads a request, for a server.
 *
 * @throws {SchemaError} if the request does not match the contract.
 */
export function decodeRequest<Request, Response>(
  operation: Operation<Request, Response>,
  body: readonly XmlElement[],
  header: readonly XmlElement[],
): Request {
  return decodeMessage(operation.input, body, header, operation.use) as Request;
}

/**
 * Writes a response, for a server.
 *
 * @throws {SchemaError} if the response does not match the contract.
 */
export function encodeResponse<Request, Response>(
  operation: Operation<Request, Response>,
  response: Response,
  soapVersion: SoapVersion = "1.1",
): EncodedMessage {
  return encodeMessage(operation.output, response, operation.use, soapVersion);
}

/**
 * Reads the detail of a fault as the declared fault whose element it holds. Returns the elements unchanged if none is
 * declared or they do not match the contract: a bad detail must not hide the fault.
 */
export function decodeFaultDetail<Request, Response, Faults extends object>(
  { faults = {} as Members<Faults> }: Operation<Request, Response, Faults>,
  detail: readonly XmlElement[],
): DeclaredFault<Faults> | readonly XmlElement[] {
  for (const [name, fault] of Object.entries<MemberDescriptor>(faults)) {
    const elements = detail.filter((element) => element.name === fault.name[1] && element.namespace === fault.name[0]);
    if (elements.length > 0) {
      try {
        return { name, value: decode(fault, elements) } as unknown as DeclaredFault<Faults>;
      } catch (error) {
        if (!(error instanceof SchemaError)) {
          throw error;
        }
      }
    }
  }
  return detail;
}

function encodeMessage<T>(
  message: Message<T> | undefined,
  value: T,
  use: Use = "literal",
  soapVersion: SoapVersion,
): EncodedMessage {
  if (message === undefined) {
    return { body: "", header: "" };
  }
  const encoding = use === "encoded" ? ENCODINGS[soapVersion] : undefined;
  if ("body" in message) {
    const { body, headers } = value as WithHeaders<unknown, unknown>;
    return { body: encode(message.body, body, encoding), header: encode(message.headers, headers, encoding) };
  }
  return { body: encode(message, value, encoding), header: "" };
}

function decodeMessage<T>(
  message: Message<T> | undefined,
  body: readonly XmlElement[],
  header: readonly XmlElement[],
  use: Use = "literal",
): unknown {
  if (message === undefined) {
    return undefined;
  }
  if (!("body" in message)) {
    return decodeBody(message, body, use);
  }
  const declared = header.filter((element) => isDeclared(element, message.headers));
  return { body: decodeBody(message.body, body, use), headers: decode(message.headers, declared) };
}

function decodeBody(member: MemberDescriptor, body: readonly XmlElement[], use: Use): unknown {
  if (use === "literal") {
    return decode(member, body);
  }
  // The first element is the message, under any name; those after it are targets of references (SOAP 1.1 §7.1).
  const [namespace, name] = member.name;
  const [first] = body;
  return decode(member, first === undefined ? [] : [{ ...first, namespace, name }], new References(body));
}

function isDeclared(element: XmlElement, headers: MemberDescriptor): boolean {
  const type = typeOf(headers);
  const members = type.kind === "complex" ? [...membersOf(type).values()] : [];
  return members.some(({ name }) => name[1] === element.name && name[0] === element.namespace);
}
