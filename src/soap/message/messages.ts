import { decode, encode } from "../codec/codec.js";
import { References } from "../codec/references.js";
import { ENCODINGS } from "../codec/writer.js";
import type { Member, MemberFacts, Members } from "../schema/member.js";
import { SchemaError } from "../schema/schema-error.js";
import { factsOf, membersOf, resolve } from "../schema/types.js";
import type { XmlElement } from "../xml/xml-element.js";
import type { SoapVersion } from "./envelope-writer.js";

/**
 * An operation of a service. `Faults` are the details it may refuse with, by the names that the contract gives them.
 */
export interface Operation<Request, Response, Faults extends object = object> {
  /** Name in the contract. */
  readonly name: string;
  readonly soapAction: string;
  /** Where SOAP 1.2 has another. */
  readonly soapAction12?: string;
  /** Default `"document"`. */
  readonly style?: "rpc" | "document";
  /** Whether messages are by their schema to the letter, or SOAP-encoded (SOAP 1.1 §5). Default `"literal"`. */
  readonly use?: Use;
  readonly input: Message<Request>;
  /** Absent for a one-way operation. */
  readonly output?: Message<Response>;
  readonly faults?: Members<Faults>;
}

/** Whether a message is by its schema to the letter, or SOAP-encoded: with the types said (SOAP 1.1 §5). */
export type Use = "literal" | "encoded";

/** What stands in a message's body, or in its body and header. */
export type Message<T> = Member<T> | MessageWithHeaders<T>;

/** A value for the body, and one for the header. */
export interface WithHeaders<Body, Headers> {
  readonly body: Body;
  readonly headers: Headers;
}

interface MessageWithHeaders<T> {
  readonly body: MemberFacts;
  readonly headers: MemberFacts;
  /** Never there, as in {@link Member}. */
  readonly invariant?: (value: T) => T;
}

/** A declared fault, as its name and its detail. */
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
 * @param soapVersion of the envelope, which has its own encoding. Default `"1.1"`.
 * @throws {SchemaError} if it is not what the contract says.
 */
export function encodeRequest<Request, Response>(
  operation: Operation<Request, Response>,
  request: Request,
  soapVersion: SoapVersion = "1.1",
): EncodedMessage {
  return encodeMessage(operation.input, request, operation.use, soapVersion);
}

/**
 * Reads a response from the elements in `soap:Body` and in `soap:Header`. Header blocks that the contract does not
 * name are left alone.
 *
 * @throws {SchemaError} if it is not what the contract says.
 */
export function decodeResponse<Request, Response>(
  operation: Operation<Request, Response>,
  body: readonly XmlElement[],
  header: readonly XmlElement[],
): Response {
  return decodeMessage(operation.output, body, header, operation.use) as Response;
}

/** The other direction, for a server: reads a request. */
export function decodeRequest<Request, Response>(
  operation: Operation<Request, Response>,
  body: readonly XmlElement[],
  header: readonly XmlElement[],
): Request {
  return decodeMessage(operation.input, body, header, operation.use) as Request;
}

/** The other direction, for a server: writes a response. */
export function encodeResponse<Request, Response>(
  operation: Operation<Request, Response>,
  response: Response,
  soapVersion: SoapVersion = "1.1",
): EncodedMessage {
  return encodeMessage(operation.output, response, operation.use, soapVersion);
}

/**
 * Reads the detail of a fault: as the declared fault whose element it holds, or as it came. A detail that is not the
 * contract's must not hide the fault.
 */
export function decodeFaultDetail<Request, Response, Faults extends object>(
  { faults = {} as Members<Faults> }: Operation<Request, Response, Faults>,
  detail: readonly XmlElement[],
): DeclaredFault<Faults> | readonly XmlElement[] {
  for (const [name, fault] of Object.entries<MemberFacts>(faults)) {
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

function decodeBody(member: MemberFacts, body: readonly XmlElement[], use: Use): unknown {
  if (use === "literal") {
    return decode(member, body);
  }
  // Elements that others point to follow the first one; the name of that one means nothing (SOAP 1.1 §7.1).
  const [namespace, name] = member.name;
  const [first] = body;
  return decode(member, first === undefined ? [] : [{ ...first, namespace, name }], new References(body));
}

function isDeclared(element: XmlElement, headers: MemberFacts): boolean {
  const facts = factsOf(resolve(headers.schema));
  const members = facts?.kind === "complex" ? [...membersOf(facts).values()] : [];
  return members.some(({ name }) => name[1] === element.name && name[0] === element.namespace);
}
