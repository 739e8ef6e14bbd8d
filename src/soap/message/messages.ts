import { decoding, encode } from "../codec/codec.js";
import { References } from "../codec/references.js";
import { ENCODINGS } from "../codec/writer.js";
import type { MemberDescriptor, Members, Name } from "../schema/member.js";
import type { Message, Operation, SoapVersion, Use, WithHeaders } from "../schema/operation.js";
import { SchemaError } from "../schema/schema-error.js";
import { membersOf, typeOf, variantsOf } from "../schema/type-descriptor.js";
import { SOAP_ENCODING } from "../xml/namespaces.js";
import { atOnce, Pace, type Work } from "../xml/slices.js";
import { attributeOf, expandedName, type XmlElement } from "../xml/xml-element.js";
import { isNamed, withoutResultName, withReturnName } from "./rpc-response.js";

/** The detail of a declared fault, with the name of the fault in the contract. */
export type DeclaredFault<Faults> = {
  readonly [Name in keyof Faults]: { readonly name: Name; readonly value: Faults[Name] };
}[keyof Faults];

/** The content of `soap:Body` and of `soap:Header`, as XML. */
export interface EncodedMessage {
  /** XML for the body of the envelope. */
  readonly body: string;
  /** XML for its header; `""` for none. */
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
  const mistake = mistakenForRequest(operation, request);
  if (mistake !== undefined) {
    throw new SchemaError(mistake, []);
  }
  return encodeMessage(operation.input, request, operation.use, soapVersion);
}

/**
 * What is wrong with an object that has no properties and is something else: a promise without `await`, a Map, a Date. It would be
 * sent as a request without arguments.
 */
export function mistakenForRequest<Request, Response>(
  { input }: Operation<Request, Response>,
  request: unknown,
): string | undefined {
  const kind = Object.prototype.toString.call(request).slice("[object ".length, -1);
  const isFitting = kind === "Object" || typeof request !== "object" || request === null;
  // A list or bytes can be the whole request of another contract.
  return isFitting || Object.keys(request).length > 0 || !("body" in input || variantsOf(typeOf(input)).length > 0)
    ? undefined
    : `Invalid input: expected an object with the properties of the request, found ${kind}`;
}

/**
 * The properties that a request of the operation may have, or its body if the request has headers: of a polymorphic type those
 * that all its variants have.
 */
export function requestProperties<Request, Response>({ input }: Operation<Request, Response>): string[] {
  const types = variantsOf(typeOf(bodyOf(input)));
  const [first = [], ...others] = types.map((type) => [...membersOf(type).keys()]);
  return first.filter((property) => others.every((properties) => properties.includes(property)));
}

/**
 * Reads a response from the elements in `soap:Body` and in `soap:Header`. Ignores header blocks that the contract does not
 * declare.
 *
 * @param isLenient whether to read it leniently. Default: whether the operation declares it as `lenient`.
 * @throws {SchemaError} if the response does not match the contract.
 */
export function decodeResponse<Request, Response>(
  operation: Operation<Request, Response>,
  body: readonly XmlElement[],
  header: readonly XmlElement[],
  isLenient = operation.output?.isLenient,
): Response {
  return atOnce(decodingResponse(operation, body, header, isLenient));
}

/** Does what {@link decodeResponse} does, with pauses. */
export function* decodingResponse<Request, Response>(
  operation: Operation<Request, Response>,
  body: readonly XmlElement[],
  header: readonly XmlElement[],
  isLenient: boolean | undefined,
): Work<Response> {
  const { output, use } = operation;
  return (yield* decodingMessage(output, responseBody(operation, body), header, use, isLenient)) as Response;
}

/**
 * The element of a response's body that is the message, as {@link decodeResponse} reads it: without `rpc:result`, and with
 * the targets of its children's references in their places.
 */
export function responseElement<Request, Response>(
  operation: Operation<Request, Response>,
  body: readonly XmlElement[],
): XmlElement | undefined {
  const elements = responseBody(operation, body);
  if (operation.use !== "encoded") {
    return elements[0];
  }
  const references = new References(elements);
  const follow = (element: XmlElement): XmlElement => {
    const { namespace, name } = element;
    return { ...references.follow(element), namespace, name };
  };
  const found = rootOf(elements);
  const root = found && follow(found);
  return (
    root && { ...root, children: root.children.map((child) => (typeof child === "string" ? child : follow(child))) }
  );
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
  return atOnce(decodingMessage(operation.input, body, header, operation.use)) as Request;
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
  operation: Operation<Request, Response, Faults>,
  detail: readonly XmlElement[],
): DeclaredFault<Faults> | readonly XmlElement[] {
  return atOnce(decodingFaultDetail(operation, detail));
}

/** Does what {@link decodeFaultDetail} does, with a pause before each fault: a contract may have dozens of one name. */
export function* decodingFaultDetail<Request, Response, Faults extends object>(
  { faults = {} as Members<Faults>, use }: Operation<Request, Response, Faults>,
  detail: readonly XmlElement[],
): Work<DeclaredFault<Faults> | readonly XmlElement[]> {
  // All faults share them, and with them what their types have in common.
  const references = use === "encoded" ? new References(detail) : undefined;
  for (const [name, fault] of Object.entries<MemberDescriptor>(faults)) {
    yield undefined;
    const elements = faultElements(detail, fault.name, use);
    if (elements.length > 0) {
      try {
        return { name, value: yield* decoding(fault, elements, { references }) } as unknown as DeclaredFault<Faults>;
      } catch (error) {
        if (!(error instanceof SchemaError)) {
          throw error;
        }
      }
    }
  }
  return detail;
}

/** The elements of a detail that have the name of a fault. In encoded messages any namespace fits (WSDL 1.1 §3.6). */
function faultElements(detail: readonly XmlElement[], [namespace, name]: Name, use: Use | undefined): XmlElement[] {
  const elements = detail.filter((element) => element.name === name);
  return use === "encoded"
    ? elements.map((element) => ({ ...element, namespace }))
    : elements.filter((element) => element.namespace === namespace);
}

function encodeMessage<T>(
  message: Message<T> | undefined,
  value: T,
  use: Use | undefined,
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

function* decodingMessage<T>(
  message: Message<T> | undefined,
  body: readonly XmlElement[],
  header: readonly XmlElement[],
  use: Use | undefined,
  isLenient = false,
): Work<unknown> {
  if (message === undefined) {
    return undefined;
  }
  if (!("body" in message)) {
    return yield* decodingBody(message, body, use, isLenient);
  }
  const declared = yield* declaredBlocks(header, message.headers);
  const references = use === "encoded" ? new References(header) : undefined;
  const headers = yield* decoding(message.headers, declared, { references, isLenient });
  return { body: yield* decodingBody(message.body, body, use, isLenient), headers };
}

function* decodingBody(
  member: MemberDescriptor,
  body: readonly XmlElement[],
  use: Use | undefined,
  isLenient: boolean,
): Work<unknown> {
  if (use !== "encoded") {
    return yield* decoding(member, body, { isLenient });
  }
  // The element of an encoded body may have any name (SOAP 1.1 §7.1).
  const [namespace, name] = member.name;
  const root = rootOf(body);
  const references = new References(body);
  const message = root === undefined ? [] : [{ ...root, namespace, name }];
  const value = yield* decoding(member, message, { references, isLenient });
  const other = root && body.length > 1 ? otherRoot(root, body, references, member.name) : undefined;
  if (other !== undefined) {
    throw new SchemaError(`expected one message, found ${expandedName(other)} too, which could be it as well`);
  }
  return value;
}

/**
 * An element of an encoded body that could be the message as well as the root, and contradict it. Others are targets of references, or
 * say that they are no roots.
 *
 * @param declared The name of the message in the contract.
 */
function otherRoot(
  root: XmlElement,
  body: readonly XmlElement[],
  references: References,
  declared: Name,
): XmlElement | undefined {
  const reached = references.reachedFrom(root);
  return body.find((element) => {
    const isRoot = rootMarkOf(element) ?? !reached.has(element);
    return element !== root && (isRoot || isNamed(element, declared) || isNamed(element, [root.namespace, root.name]));
  });
}

/** The element of an encoded body that is the message; the others are targets of references (SOAP 1.1 §5.6). */
function rootOf(body: readonly XmlElement[]): XmlElement | undefined {
  return body.find((element) => rootMarkOf(element) !== false) ?? body[0];
}

/** The attribute `root` of an element. Undefined if it has none, or another value. */
function rootMarkOf(element: XmlElement): boolean | undefined {
  const mark = attributeOf(element, "root", SOAP_ENCODING)?.trim() ?? "";
  return /^(?:0|false)$/.test(mark) ? false : /^(?:1|true)$/.test(mark) || undefined;
}

/** The body of a response. The parts of an rpc response get their names in the contract. */
function responseBody<Request, Response>(
  { style, use, output }: Operation<Request, Response>,
  body: readonly XmlElement[],
): readonly XmlElement[] {
  const member = output && bodyOf(output);
  const root = rootOf(body);
  if (style !== "rpc" || member === undefined || root === undefined) {
    return body;
  }
  const response = use === "encoded" ? withReturnName(root, partsOf(member)) : root;
  return body.map((element) => (element === root ? withoutResultName(response) : element));
}

/** What a message declares for its body. */
export function bodyOf<T>(message: Message<T>): MemberDescriptor {
  return "body" in message ? message.body : message;
}

/** The names of the elements in a message: the parts of an rpc message, or header blocks. */
function partsOf(member: MemberDescriptor): readonly Name[] {
  const type = typeOf(member);
  return type.kind === "complex" ? [...membersOf(type).values()].map(({ name }) => name) : [];
}

function* declaredBlocks(header: readonly XmlElement[], headers: MemberDescriptor): Work<readonly XmlElement[]> {
  const names = new Set(partsOf(headers).map(([namespace, name]) => expandedName({ namespace, name })));
  const pace = new Pace();
  const declared: XmlElement[] = [];
  for (const element of header) {
    if (pace.isDue()) {
      yield undefined;
    }
    if (names.has(expandedName(element))) {
      declared.push(element);
    }
  }
  return declared;
}
