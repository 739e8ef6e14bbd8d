import { type Deadline, raceDeadline } from "../deadline.js";
import {
  advice,
  type ErrorDetails,
  type Outcome,
  SoapFaultError,
  type UnexpectedResponseCode,
  UnexpectedResponseError,
} from "../errors.js";
import { ContentEncodingError, decompress, isPlain } from "../http/content-encoding.js";
import { markOfCache } from "../http/stored-response.js";
import type { TransportResponse } from "../http/transport.js";
import { type Envelope, NotSoapError, readEnvelope } from "../message/envelope.js";
import { blamesSender, detailOf, hasEmptyDetail, isFault, readFault } from "../message/fault.js";
import { decodeFaultDetail, decodeResponse, responseElement } from "../message/messages.js";
import type { Operation, SoapVersion } from "../schema/operation.js";
import { SchemaError } from "../schema/schema-error.js";
import { ElementRedaction } from "../secrets/element-redaction.js";
import { oneLine } from "../secrets/one-line.js";
import { SecretSearch } from "../secrets/redact.js";
import { type FindSecrets, withSecretsGivenIn } from "../secrets/redact-message.js";
import { CharsetError, decoding } from "../xml/decode-text.js";
import { readXmlInSlices, XmlError } from "../xml/read-xml.js";
import { atOnce, inSlices, type Work } from "../xml/slices.js";
import { elementsOf, type XmlElement } from "../xml/xml-element.js";
import { beginsAsPage, holdsMessage } from "./holds-message.js";
import { likelyEndpoint } from "./likely-endpoint.js";
import { otherVersion } from "./soap-version.js";
import type { Turns } from "./turns.js";

/** The data of a call that reading its response needs. */
export interface ResponseContext {
  readonly requestId: string;
  /** Errors name its origin and path. Its query could hold a secret. */
  readonly endpoint: URL;
  readonly soapVersion: SoapVersion;
  readonly maxResponseBytes: number;
  /** Values that must not appear in an error, even if the response repeats them. */
  readonly secrets: FindSecrets;
  /** Names of members whose values in the response must not appear in an error either. */
  readonly secretMembers: readonly string[];
  /** Whether the response is itself a secret. Errors then hold only its fault. */
  readonly isSecret: boolean;
  /** Whether a response may be read leniently, if its stub was generated so. */
  readonly mayBeLenient: boolean;
  /** The deadline of the call, which also limits the reading. */
  readonly deadline: Deadline;
  /** The turns of the client, for long responses. */
  readonly turns: Turns;
  /** Receives the element of the body that is the message, after the response is decoded, and `secrets`. */
  readonly onBody?: ((body: XmlElement | undefined, secrets: FindSecrets) => void) | undefined;
  /** Receives the text of the response as soon as it is decoded, or undefined if it is not text or time is up. */
  readonly onText?: ((text: string | undefined) => Work<void>) | undefined;
}

/** Statuses that settle that nothing happened: the request was refused before it was run, or there is no service. */
const REFUSALS: ReadonlyMap<number, UnexpectedResponseCode> = new Map([
  [401, "UNAUTHORIZED"],
  [403, "FORBIDDEN"],
  [404, "NOT_FOUND"],
  [407, "PROXY_AUTHENTICATION_REQUIRED"],
  [429, "TOO_MANY_REQUESTS"],
]);

/** Of one response: some 100 MB of memory at most. A response of 8 MiB reaches it with 30 bytes for each attribute. */
const MAX_NODES = 250_000;

/**
 * Responses of more bytes are unpacked and read one after another, and errors about them made. If several are read at once, the
 * garbage collector moves their half-made trees to the old space: sixteen at once took twice the time of sixteen in turn, and
 * the memory of all trees.
 */
const LONG = 16 * 1024;

const EXCERPT_LENGTH = 200;

const LENIENT_RESPONSES = "; a stub that is generated with --lenient-responses reads it";

/** Explains status 400. The facade sends no empty text: its requests get this only if a gateway damages them. */
const EMPTY_ARGUMENT =
  " without a SOAP message; infoRouter answers so, without running the operation, if a required text of the request is empty";

/**
 * Reads an HTTP response as the operation's response.
 *
 * Success is a whitelist: status 200, an XML media type, an Envelope of the request's version, and the body that the
 * contract declares. A fault of either version is a `SoapFaultError`, with any status. Everything else is an
 * `UnexpectedResponseError`.
 */
export async function readResponse<Request, Response>(
  operation: Operation<Request, Response>,
  response: TransportResponse,
  context: ResponseContext,
): Promise<Response> {
  const encoding = response.headers["content-encoding"] ?? "";
  // Not without the deadline: threads unpack it, and other work of the process may keep all of them.
  const unpacked = (maxBytes: number): Promise<Uint8Array> =>
    raceDeadline(decompress(response.body, encoding, maxBytes), context.deadline);
  const { onText } = context;
  let text: string | undefined;
  let isShown = false;
  const read = async (known?: Uint8Array): Promise<Response> => {
    let { body } = response;
    try {
      body = known ?? (await unpacked(context.maxResponseBytes));
      text = await inSlices(
        readText(body, response.headers["content-type"], context.maxResponseBytes),
        beforeEachSlice(context),
      );
      if (onText !== undefined) {
        await inSlices(onText(text), beforeEachSlice(context));
        isShown = true;
      }
      return await readMessage(operation, response, text, aware(text, context));
    } catch (error) {
      const code = unexpectedCode(error);
      const found = text ?? "";
      throw code === undefined
        ? error
        : await inSlices(
            unexpectedResponse(code, error as Error, operation, response, { text: found, body }, aware(found, context)),
            beforeEachSlice(context),
          );
    }
  };
  try {
    // Undefined if it is long when it is unpacked: hundreds may arrive at once, each a thousand times as long then.
    const body = isPlain(encoding)
      ? response.body
      : await unpacked(Math.min(LONG, context.maxResponseBytes)).catch(() => undefined);
    return await (body === undefined || body.byteLength > LONG
      ? context.turns.take(() => read(body), context.deadline)
      : read(body));
  } finally {
    if (onText !== undefined && !isShown) {
      atOnce(onText(undefined));
    }
  }
}

/** With the secrets that the response itself gives, such as a ticket. */
function aware(text: string, context: ResponseContext): ResponseContext {
  return { ...context, secrets: withSecretsGivenIn(text, context.secretMembers, context.secrets) };
}

function beforeEachSlice({ deadline }: ResponseContext): () => void {
  return () => deadline.throwIfExpired();
}

function readText(body: Uint8Array, contentType: string | undefined, maxBytes: number): Work<string> {
  if (body.byteLength > maxBytes) {
    // A transport of the caller may ignore the limit.
    throw new ContentEncodingError("it is longer than allowed", true);
  }
  return decoding(body, contentType);
}

async function readMessage<Request, Response>(
  operation: Operation<Request, Response>,
  response: TransportResponse,
  text: string,
  context: ResponseContext,
): Promise<Response> {
  const mark = markOfCache(response);
  if (mark !== undefined) {
    throw new StoredResponseError(`a cache had it in store, as its field ${mark} says: it answers another request`);
  }
  const isAcknowledged = operation.output === undefined && (response.status === 200 || response.status === 202);
  if (isAcknowledged && text === "") {
    return decodeResponse(operation, [], []);
  }
  const root = await readXmlInSlices(xmlOf(text, response), { maxNodes: MAX_NODES }, beforeEachSlice(context));
  const envelope = readEnvelope(root);
  const fault = envelope.body.find(isFault);
  if (fault !== undefined) {
    throw await inSlices(faultError(operation, fault, envelope, response.status, context), beforeEachSlice(context));
  }
  if (response.status !== 200 && !isAcknowledged) {
    throw new ContradictionError("its status is not 200");
  }
  if (envelope.version !== context.soapVersion) {
    const remedy = otherVersion(operation, context.soapVersion);
    throw new NotSoapError(`it is SOAP ${envelope.version}, and SOAP ${context.soapVersion} was asked for; ${remedy}`);
  }
  const decoded = decodeEnvelope(operation, envelope, context);
  context.onBody?.(responseElement(operation, envelope.body), context.secrets);
  return decoded;
}

/** The response is not what the contract declares, but a stub with lenient responses would read it. */
class LenientlyReadable extends SchemaError {}

function decodeEnvelope<Request, Response>(
  operation: Operation<Request, Response>,
  { body, header }: Envelope,
  { mayBeLenient }: ResponseContext,
): Response {
  const isLenient = mayBeLenient && operation.output?.isLenient === true;
  try {
    return decodeResponse(operation, body, header, isLenient);
  } catch (error) {
    if (error instanceof SchemaError && mayBeLenient && !isLenient && isLenientlyReadable(operation, body, header)) {
      throw new LenientlyReadable(error.reason, error.path);
    }
    throw error;
  }
}

function isLenientlyReadable<Request, Response>(
  operation: Operation<Request, Response>,
  body: readonly XmlElement[],
  header: readonly XmlElement[],
): boolean {
  try {
    decodeResponse(operation, body, header, true);
    return true;
  } catch {
    return false;
  }
}

/** A message without a fault came with a status of failure. The operation may have been carried out. */
class ContradictionError extends NotSoapError {}

/** Something before the service answered with a response to another request. Whether it passed this one on is not known. */
class StoredResponseError extends NotSoapError {}

/** The text of a response whose media type is XML (RFC 7303: `text/xml`, `application/xml`, `…+xml`) or missing. */
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

function* searchFor({ secrets }: ResponseContext): Work<SecretSearch> {
  if (secrets.isSlow === true) {
    yield undefined;
  }
  return new SecretSearch(secrets());
}

function* faultError<Request, Response>(
  operation: Operation<Request, Response>,
  element: XmlElement,
  { body, namespace }: Envelope,
  httpStatus: number,
  context: ResponseContext,
): Work<SoapFaultError> {
  const search = yield* searchFor(context);
  // The search comes before the fault is taken apart, because it does not find parts of a secret.
  const redaction = new ElementRedaction(search, yield* search.textsOf(element));
  const detail = detailOf(element);
  const others = element.children.filter((child) => child !== detail);
  yield undefined;
  const fault = readFault(yield* redaction.texts({ ...element, children: others }));
  yield undefined;
  const details = detail === undefined ? [] : elementsOf(yield* redaction.whole(detail));
  // SOAP 1.1 §4.4.1, SOAP 1.2 §5.4.6: the message was wrong, and was not processed. This holds only for a fault alone.
  const isAlone = element.namespace === namespace && body.length === 1 && hasEmptyDetail(element);
  const outcome = isAlone && blamesSender(element) ? "rejected" : "unknown";
  const remedy = fault.faultCode === "VersionMismatch" ? otherVersion(operation, context.soapVersion) : "";
  return new SoapFaultError(
    fault,
    decodeFaultDetail(operation, details),
    httpStatus,
    detailsOf(operation.name, context, outcome),
    remedy,
  );
}

/** The code of an error about the response; undefined for any other error. */
function unexpectedCode(error: unknown): UnexpectedResponseCode | undefined {
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

function* unexpectedResponse<Request, Response>(
  code: UnexpectedResponseCode,
  error: Error,
  operation: Operation<Request, Response>,
  { status, headers }: TransportResponse,
  { text, body }: { readonly text: string; readonly body: Uint8Array },
  context: ResponseContext,
): Work<UnexpectedResponseError> {
  const search = yield* searchFor(context);
  const contentType = yield* search.redacted(headers["content-type"] ?? "");
  const isRedirect = status >= 300 && status < 400;
  const isMessage = yield* mayBeMessage(error, text, body);
  const refusal = isMessage ? undefined : REFUSALS.get(status);
  const statusCode = refusal ?? (isRedirect ? "REDIRECT_REFUSED" : status === 200 ? code : "HTTP_STATUS");
  const page = context.isSecret ? "" : yield* search.redacted(text);
  const excerpt = oneLine(pageTitle(page) ?? page, EXCERPT_LENGTH);
  // The error names a part of the Content-Type, and the search does not find parts of a secret.
  const isPart = error instanceof CharsetError && contentType !== (headers["content-type"] ?? "");
  const message = isPart ? "it is not in the charset of its Content-Type" : yield* search.redacted(error.message);
  const reason = context.isSecret ? "" : `: ${oneLine(message, EXCERPT_LENGTH)}`;
  const problem = status === 200 ? `an unexpected answer${reason}` : `HTTP status ${status}`;
  const hint = error instanceof LenientlyReadable ? LENIENT_RESPONSES : hintOf(status, operation, context, isMessage);
  const location = isRedirect ? originOf(headers["location"], context.endpoint) : undefined;
  const redirectedTo = location && oneLine(yield* search.redacted(location), EXCERPT_LENGTH);
  const address = context.endpoint.origin + context.endpoint.pathname;
  const source = oneLine(yield* search.redacted(address), EXCERPT_LENGTH);
  const outcome = refusal === undefined ? "unknown" : "rejected";
  const quotation = excerpt === "" ? "" : ` – ${JSON.stringify(excerpt)}`;
  const target = redirectedTo === undefined ? "" : `, which redirects to ${redirectedTo}`;
  const end = outcome === "unknown" ? `; ${advice.unknown}` : ".";
  const check =
    isMessage || !ELSEWHERE.has(statusCode)
      ? ""
      : ` ${oneLine(yield* search.redacted(endpointCheck(address)), 2 * EXCERPT_LENGTH)}`;
  return new UnexpectedResponseError(
    statusCode,
    `${operation.name}: ${problem}${hint}${quotation}, from ${source}${target}${end}${check}`,
    {
      httpStatus: status,
      contentType: headers["content-type"] && oneLine(contentType, EXCERPT_LENGTH),
      excerpt: excerpt === "" ? undefined : excerpt,
      retryAfterInMs: retryAfter(headers["retry-after"]),
      redirectedTo,
    },
    detailsOf(operation.name, context, outcome),
  );
}

/** Advice for a status that does not explain itself. */
function hintOf<Request, Response>(
  status: number,
  operation: Operation<Request, Response>,
  { soapVersion }: ResponseContext,
  isMessage: boolean,
): string {
  if (status === 415) {
    return `: the server does not take the media type of SOAP ${soapVersion}; ${otherVersion(operation, soapVersion)}`;
  }
  return status === 400 && !isMessage ? EMPTY_ARGUMENT : "";
}

/**
 * Whether a response that could not be read may still be the operation's message, or a part of it. If so, a refusing status
 * does not settle that nothing happened.
 */
function* mayBeMessage(error: Error, text: string, body: Uint8Array): Work<boolean> {
  if (
    error instanceof ContradictionError ||
    error instanceof StoredResponseError ||
    error instanceof ContentEncodingError
  ) {
    return true;
  }
  const isPage =
    error instanceof CharsetError
      ? beginsAsPage(Buffer.from(body.subarray(0, 1_000)).toString("latin1"))
      : !(error instanceof XmlError) || beginsAsPage(text) || /^\s*[^<\s]/.test(text);
  return !isPage || (yield* holdsMessage(text, body));
}

function detailsOf(operation: string, { requestId }: ResponseContext, outcome: Outcome): ErrorDetails {
  return { operation, requestId, outcome };
}

function pageTitle(text: string): string | undefined {
  return /<title[^>]{0,200}>([^<]{1,500})/i.exec(text.slice(0, 4096))?.[1];
}

/** `Retry-After: 120`, or a date such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §10.2.3). */
function retryAfter(value = ""): number | undefined {
  if (/^\d{1,9}$/.test(value)) {
    return Number(value) * 1000;
  }
  const time = /^[A-Z][a-z]{2}, .* GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - Date.now());
}

/** The origin of a `Location`, which may be relative (RFC 9110 §10.2.2). */
function originOf(location: string | undefined, endpoint: URL): string | undefined {
  const url = location !== undefined && URL.canParse(location, endpoint.href) ? new URL(location, endpoint) : undefined;
  return url !== undefined && ["http:", "https:"].includes(url.protocol) ? url.origin : undefined;
}

/** Codes of responses that something other than the service may have sent, because the endpoint is not its address. */
const ELSEWHERE: ReadonlySet<UnexpectedResponseCode> = new Set(["NOT_FOUND", "REDIRECT_REFUSED", "NOT_SOAP"]);

function endpointCheck(address: string): string {
  const likely = likelyEndpoint(new URL(address));
  return likely === undefined
    ? "Check the endpoint, and what stands before it."
    : `Check the endpoint: is it ${likely}?`;
}
