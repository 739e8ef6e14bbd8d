import { raceDeadline } from "../deadline.js";
import { SoapFaultError } from "../errors.js";
import { ContentEncodingError, decompress, isPlain } from "../http/content-encoding.js";
import { markOfCache } from "../http/stored-response.js";
import type { TransportResponse } from "../http/transport.js";
import { type Envelope, NotSoapError, readEnvelope } from "../message/envelope.js";
import { blamesSender, detailOf, hasEmptyDetail, isFault, readFault } from "../message/fault.js";
import { decodeResponse, decodingFaultDetail, decodingResponse, responseElement } from "../message/messages.js";
import type { Operation } from "../schema/operation.js";
import { SchemaError } from "../schema/schema-error.js";
import { ElementRedaction } from "../secrets/element-redaction.js";
import { SecretSearch } from "../secrets/redact.js";
import { secretsFrom, withSecretsGivenIn } from "../secrets/redact-message.js";
import { decoding } from "../xml/decode-text.js";
import { readXmlInSlices } from "../xml/read-xml.js";
import { atOnce, inSlices, mayBegin, type Work } from "../xml/slices.js";
import { elementsOf, type XmlElement } from "../xml/xml-element.js";
import { detailsOf, type ResponseContext } from "./response-context.js";
import { otherVersion } from "./soap-version.js";
import { ContradictionError, LenientlyReadable, unexpectedCode, unexpectedResponse } from "./unexpected-response.js";

/** Of one response: some 100 MB of memory at most. A response of 8 MiB reaches it with 30 bytes for each attribute. */
const MAX_NODES = 250_000;

/**
 * Responses of more bytes are unpacked and read one after another, and errors about them made. If several are read at once, the
 * garbage collector moves their half-made trees to the old space: sixteen at once took twice the time of sixteen in turn, and
 * the memory of all trees.
 */
const LONG = 16 * 1024;

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
      // Hundreds of short ones may arrive in one turn of the event loop.
      const waiting = mayBegin(beforeEachSlice(context));
      if (waiting !== undefined) {
        await waiting;
      }
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
    throw new NotSoapError(`a cache sent it from its store, as the field ${mark} of its header shows`);
  }
  const isAcknowledged = operation.output === undefined && (response.status === 200 || response.status === 202);
  if (isAcknowledged && text === "") {
    const decoded = decodeResponse(operation, [], []);
    context.onBody?.(undefined, context.secrets, decoded);
    return decoded;
  }
  // Hundreds of a transport of the caller may come to this place in one turn, before any has used up a slice.
  const waiting = mayBegin(beforeEachSlice(context));
  if (waiting !== undefined) {
    await waiting;
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
  const decoded = await inSlices(decodingEnvelope(operation, envelope, context), beforeEachSlice(context));
  context.onBody?.(responseElement(operation, envelope.body), context.secrets, decoded);
  return decoded;
}

function* decodingEnvelope<Request, Response>(
  operation: Operation<Request, Response>,
  { body, header }: Envelope,
  { mayBeLenient }: ResponseContext,
): Work<Response> {
  const isLenient = mayBeLenient && operation.output?.isLenient === true;
  try {
    return yield* decodingResponse(operation, body, header, isLenient);
  } catch (error) {
    const mayBeAdvised = error instanceof SchemaError && mayBeLenient && !isLenient;
    throw mayBeAdvised && (yield* isLenientlyReadable(operation, body, header))
      ? new LenientlyReadable(error.reason, error.path)
      : error;
  }
}

function* isLenientlyReadable<Request, Response>(
  operation: Operation<Request, Response>,
  body: readonly XmlElement[],
  header: readonly XmlElement[],
): Work<boolean> {
  try {
    // The strict reading may have ended with a text that took long in one piece, as it will again.
    yield undefined;
    yield* decodingResponse(operation, body, header, true);
    return true;
  } catch {
    return false;
  }
}

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

function* faultError<Request, Response>(
  operation: Operation<Request, Response>,
  element: XmlElement,
  { body, namespace }: Envelope,
  httpStatus: number,
  context: ResponseContext,
): Work<SoapFaultError> {
  const search = new SecretSearch(yield* secretsFrom(context.secrets));
  const detail = detailOf(element);
  const others = element.children.filter((child) => child !== detail);
  // The search comes before the fault is taken apart, because it does not find parts of a secret. It ends after some texts: so it has first
  // those that are shown, in this order. Where the document has another order, a secret may be spread in that one.
  const { faultCode, faultSubcodes, reasons, actor = "" } = readFault(element);
  const shown = [faultCode, ...reasons.map(({ text }) => text), actor, faultCode, ...faultSubcodes];
  const isLast = detail === undefined || elementsOf(element).at(-1) === detail;
  const inOrder = { ...element, attributes: [], children: [...shown, ...(isLast ? [] : [...others, detail]), element] };
  const redaction = new ElementRedaction(search, yield* search.textsOf(inOrder));
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
    yield* decodingFaultDetail(operation, details),
    httpStatus,
    detailsOf(operation.name, context, outcome),
    remedy,
  );
}
