import { advice, type UnexpectedResponseCode, UnexpectedResponseError } from "../errors.js";
import { ContentEncodingError } from "../http/content-encoding.js";
import { markOfCache } from "../http/stored-response.js";
import type { TransportResponse } from "../http/transport.js";
import { NotSoapError } from "../message/envelope.js";
import type { Operation } from "../schema/operation.js";
import { SchemaError } from "../schema/schema-error.js";
import { oneLine } from "../secrets/one-line.js";
import { REDACTED, SecretSearch } from "../secrets/redact.js";
import { hidesPart, isSpread, secretsFrom } from "../secrets/redact-message.js";
import { CharsetError } from "../xml/decode-text.js";
import { XmlError } from "../xml/read-xml.js";
import type { Work } from "../xml/slices.js";
import { beginsAsPage, holdsMessage } from "./holds-message.js";
import { likelyEndpoint } from "./likely-endpoint.js";
import { detailsOf, type ResponseContext } from "./response-context.js";
import { otherVersion } from "./soap-version.js";

/** Statuses that settle that nothing happened: the request was refused before it was run, or there is no service. */
const REFUSALS: ReadonlyMap<number, UnexpectedResponseCode> = new Map([
  [401, "UNAUTHORIZED"],
  [403, "FORBIDDEN"],
  [404, "NOT_FOUND"],
  [407, "PROXY_AUTHENTICATION_REQUIRED"],
  [429, "TOO_MANY_REQUESTS"],
]);

const EXCERPT_LENGTH = 200;
/** Of a page, what an excerpt may be of, and as much behind it as a secret may be spread over. */
const EXCERPT_SOURCE_LENGTH = 16 * 1024;

const LENIENT_RESPONSES = "; a stub that is generated with --lenient-responses reads it";

/** Explains status 400. The facade sends no empty text: its requests get this only if a gateway damages them. */
const EMPTY_ARGUMENT =
  " without a SOAP message; infoRouter answers so, without running the operation, if a required text of the request is empty";

/** The response is not what the contract declares, but a stub with lenient responses would read it. */
export class LenientlyReadable extends SchemaError {}

/** A message without a fault came with a status of failure. The operation may have been carried out. */
export class ContradictionError extends NotSoapError {}

/** The code of an error about the response; undefined for any other error. */
export function unexpectedCode(error: unknown): UnexpectedResponseCode | undefined {
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

/** The error about a response that is not the contract's. */
export function* unexpectedResponse<Request, Response>(
  code: UnexpectedResponseCode,
  error: Error,
  operation: Operation<Request, Response>,
  { status, headers }: TransportResponse,
  { text, body }: { readonly text: string; readonly body: Uint8Array },
  context: ResponseContext,
): Work<UnexpectedResponseError> {
  const secrets = yield* secretsFrom(context.secrets);
  const { known, given } = context.secrets.parts?.() ?? { known: secrets, given: [] };
  const knownSearch = new SecretSearch(known);
  const search = knownSearch.and(given);
  const contentType = yield* search.redacted(headers["content-type"] ?? "");
  const isRedirect = status >= 300 && status < 400;
  const isMessage = markOfCache({ headers }) !== undefined || (yield* mayBeMessage(error, text, body));
  const refusal = isMessage ? undefined : REFUSALS.get(status);
  const statusCode = refusal ?? (isRedirect ? "REDIRECT_REFUSED" : status === 200 ? code : "HTTP_STATUS");
  const page = context.isSecret ? "" : (yield* search.redacted(text)).slice(0, EXCERPT_SOURCE_LENGTH);
  const isHidden = (yield* isSpread(page, search)) || (page !== "" && (yield* hidesPart(text, knownSearch, search)));
  const excerpt = isHidden ? REDACTED : oneLine(pageTitle(page) ?? page, EXCERPT_LENGTH);
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
  if (error instanceof ContradictionError || error instanceof ContentEncodingError) {
    return true;
  }
  const isPage =
    error instanceof CharsetError
      ? beginsAsPage(Buffer.from(body.subarray(0, 1_000)).toString("latin1"))
      : !(error instanceof XmlError) || beginsAsPage(text) || /^\s*[^<\s]/.test(text);
  return !isPage || (yield* holdsMessage(text, body));
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
