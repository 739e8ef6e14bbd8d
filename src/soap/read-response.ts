import { ContentEncodingError, decompress } from "./content-encoding.js";
import { CharsetError, decodeText } from "./decode-text.js";
import { type Envelope, NotSoapError, readEnvelope } from "./envelope.js";
import {
  type ErrorFacts,
  InfoRouterError,
  type Outcome,
  SoapFaultError,
  type UnexpectedResponseCode,
  UnexpectedResponseError,
} from "./errors.js";
import { readFault } from "./fault.js";
import { decodeFaultDetail, decodeResponse, type Operation } from "./operation.js";
import { readXml, XmlError } from "./read-xml.js";
import { redact } from "./redact.js";
import { SchemaError } from "./schema-error.js";
import type { TransportResponse } from "./transport.js";

/** What reading an answer needs to know of its call. */
export interface ResponseContext {
  readonly requestId: string;
  readonly soapVersion: "1.1" | "1.2";
  readonly maxResponseBytes: number;
  /** Values that must not appear in an error, should the answer repeat them. */
  readonly secrets: readonly string[];
}

/** Statuses with which something refused the request before the service carried it out, or there was no service. */
const REFUSALS: ReadonlyMap<number, UnexpectedResponseCode> = new Map([
  [401, "UNAUTHORIZED"],
  [403, "FORBIDDEN"],
  [404, "NOT_FOUND"],
  [407, "PROXY_AUTHENTICATION_REQUIRED"],
  [429, "TOO_MANY_REQUESTS"],
]);

const EXCERPT_LENGTH = 200;

/**
 * Reads an HTTP answer as the operation's response.
 *
 * Success is a whitelist: status 200, an XML media type, an Envelope of the version that was asked in, and a body that
 * is what the contract declares. A fault of either version is a `SoapFaultError`, whatever the status. Everything else is
 * an `UnexpectedResponseError`.
 */
export async function readResponse<Request, Response>(
  operation: Operation<Request, Response>,
  response: TransportResponse,
  context: ResponseContext,
): Promise<Response> {
  let text = "";
  try {
    text = await readText(response, context.maxResponseBytes);
    return readMessage(operation, response, text, context);
  } catch (error) {
    const code = unexpectedCode(error);
    throw code === undefined
      ? error
      : unexpectedResponse(code, error as Error, operation.name, response, text, context);
  }
}

async function readText({ body, headers }: TransportResponse, maxBytes: number): Promise<string> {
  const encoding = headers["content-encoding"] ?? "identity";
  const plain = /^\s*(?:identity)?\s*$/i.test(encoding) ? body : await decompress(body, encoding, maxBytes);
  return decodeText(plain, headers["content-type"]);
}

function readMessage<Request, Response>(
  operation: Operation<Request, Response>,
  response: TransportResponse,
  text: string,
  context: ResponseContext,
): Response {
  const isAcknowledged = operation.output === undefined && (response.status === 200 || response.status === 202);
  if (isAcknowledged && text === "") {
    return decodeResponse(operation, [], []);
  }
  const envelope = readEnvelope(readXml(xmlOf(text, response)));
  throwFault(operation, envelope, response.status, context);
  if (response.status !== 200 && !isAcknowledged) {
    throw new NotSoapError("its status is not 200");
  }
  if (envelope.version !== context.soapVersion) {
    throw new NotSoapError(`it is SOAP ${envelope.version}, and SOAP ${context.soapVersion} was asked for`);
  }
  return decodeResponse(operation, envelope.body, envelope.header);
}

/** RFC 7303: `text/xml`, `application/xml`, and types that end in `+xml`. An answer without a type is read as well. */
function xmlOf(text: string, { headers }: TransportResponse): string {
  const mediaType = (headers["content-type"] ?? "text/xml").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!/^(?:text|application)\/xml$|\+xml$/.test(mediaType)) {
    throw new NotSoapError("it is not XML");
  }
  if (text.trim() === "") {
    throw new NotSoapError("it is empty");
  }
  return text;
}

function throwFault<Request, Response>(
  operation: Operation<Request, Response>,
  envelope: Envelope,
  httpStatus: number,
  context: ResponseContext,
): void {
  const element = envelope.body.find(({ name, namespace }) => name === "Fault" && namespace === envelope.namespace);
  if (element === undefined) {
    return;
  }
  const { detail, ...fault } = readFault(element);
  const clean = (text: string): string => redact(text, context.secrets);
  const redacted = {
    ...fault,
    reason: clean(fault.reason),
    reasons: fault.reasons.map(({ language, text }) => ({ language, text: clean(text) })),
  };
  // SOAP 1.1 §4.4.1, SOAP 1.2 §5.4.6: the message was wrong, and was not carried out.
  const outcome = fault.faultCode === "Client" || fault.faultCode === "Sender" ? "rejected" : "unknown";
  throw new SoapFaultError(
    redacted,
    decodeFaultDetail(operation, detail),
    httpStatus,
    factsOf(operation.name, context, outcome),
  );
}

/** The code of an error that says what is wrong with the answer; undefined for any other error. */
function unexpectedCode(error: unknown): UnexpectedResponseCode | undefined {
  if (error instanceof InfoRouterError) {
    return undefined;
  }
  if (error instanceof ContentEncodingError) {
    return error.tooLarge ? "RESPONSE_TOO_LARGE" : "NOT_READABLE";
  }
  if (error instanceof CharsetError || error instanceof XmlError) {
    return "NOT_READABLE";
  }
  if (error instanceof SchemaError) {
    return "NOT_THE_CONTRACT";
  }
  return error instanceof NotSoapError ? "NOT_SOAP" : undefined;
}

function unexpectedResponse(
  code: UnexpectedResponseCode,
  { message }: Error,
  operation: string,
  { status, headers }: TransportResponse,
  text: string,
  context: ResponseContext,
): UnexpectedResponseError {
  const redirect = status >= 300 && status < 400;
  const refusal = REFUSALS.get(status);
  const statusCode = refusal ?? (redirect ? "REDIRECT_REFUSED" : status === 200 ? code : "HTTP_STATUS");
  const excerpt = redact(excerptOf(text), context.secrets);
  const what = status === 200 ? `an unexpected answer: ${redact(message, context.secrets)}` : `HTTP status ${status}`;
  return new UnexpectedResponseError(
    statusCode,
    `${operation}: ${what}${excerpt === "" ? "" : ` – ${JSON.stringify(excerpt)}`}`,
    {
      httpStatus: status,
      contentType: headers["content-type"]?.slice(0, EXCERPT_LENGTH),
      excerpt: excerpt === "" ? undefined : excerpt,
      retryAfterInMs: retryAfter(headers["retry-after"]),
      redirectedTo: redirect ? originOf(headers["location"]) : undefined,
    },
    factsOf(operation, context, refusal === undefined ? "unknown" : "rejected"),
  );
}

function factsOf(operation: string, { requestId }: ResponseContext, outcome: Outcome): ErrorFacts {
  return { operation, requestId, outcome };
}

/** A page's title, or the beginning of the text. */
function excerptOf(text: string): string {
  const head = text.slice(0, 4096);
  const title = /<title[^>]{0,200}>([^<]{1,500})/i.exec(head)?.[1];
  // Control characters could play tricks on the terminal that shows a log.
  return (title ?? head)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, EXCERPT_LENGTH);
}

/** `Retry-After: 120`, or a date (RFC 9110 §10.2.3). */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const milliseconds = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

function originOf(location: string | undefined): string | undefined {
  return location !== undefined && URL.canParse(location) ? new URL(location).origin : undefined;
}
