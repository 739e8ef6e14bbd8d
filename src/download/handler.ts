import { crc32 } from "node:zlib";
import type { TicketCall } from "../call-with-ticket.js";
import { isLost } from "../calls-of-stub.js";
import { asSentence, DownloadError } from "../errors.js";
import type { InfoRouterOperations, Stub } from "../operations.js";
import { type AnsweredCall, checkResult, onlyElement, readConfirmation, secretsOf, unexpected } from "../result.js";
import type { CallScope, Session } from "../session.js";
import type { CallSettings } from "../soap/client/call-options.js";
import type { Deadline } from "../soap/deadline.js";
import { isInfoRouterError, TransportError } from "../soap/errors.js";
import { SecretSearch } from "../soap/secrets/redact.js";
import { copyOf } from "../soap/xml/copy-of-text.js";
import { inSlices, type Work } from "../soap/xml/slices.js";
import { isWord, textOf, type XmlElement } from "../soap/xml/xml-element.js";
import type { StagedHandlers } from "../staged-handlers.js";
import { pinnedTo, remembering } from "../ticket.js";
import type { UnwrappedResult } from "../unwrap-result.js";
import { DEFAULT_CHUNK_SIZE, requireStub, type Staging } from "./options.js";

/** What all requests of one download have in common. */
export interface DownloadContext {
  readonly session: Session;
  readonly operations: Pick<InfoRouterOperations, "deleteDownloadHandler">;
  readonly downloadFileChunk: Stub<never, object>;
  readonly stagedHandlers: StagedHandlers;
  /** Tickets of the sessions that staged the file. No error of the download may contain any of them. */
  readonly secrets: Set<string>;
  /** The settings of the caller's call. The signal is that of the whole download. */
  readonly settings: CallSettings;
}

/** @throws {InvalidInputError} The contract has no DownloadFileChunk. */
export function contextOfDownload(
  session: Session,
  operations: InfoRouterOperations,
  stagedHandlers: StagedHandlers,
  settings: CallSettings,
): DownloadContext {
  const downloadFileChunk = requireStub(operations, "downloadFileChunk", settings);
  return { session, operations, stagedHandlers, settings, downloadFileChunk, secrets: new Set() };
}

/** A file that the service has staged, and the ticket of the session that it belongs to. */
export interface StagedFile {
  readonly downloadHandler: string;
  readonly ticket: string | undefined;
  readonly chunkSize: number;
  readonly size?: number | undefined;
  readonly fileName?: string | undefined;
  readonly contentType?: string | undefined;
  readonly versionNumber?: number | undefined;
  /** Eight hexadecimal digits. */
  readonly crc32?: string | undefined;
}

/** A part of a staged file. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
  readonly fileLength: number;
  readonly hasRightChecksum: boolean;
}

/** StartOffset is an xs:int. A file whose last chunk begins later is not read in vain. */
export const MAX_OFFSET = 2_147_483_647;
/** A server that ends each session would choose how many tickets a download keeps, and how many handlers its errors name. */
export const MOST_TIMES_STAGED_ANEW = 20;
/** How often reading a chunk and deleting a handler are repeated if the outcome is unknown. Neither does harm. */
const MAX_RETRIES = 2;
/** A caller who aborts does not wait longer than this for the handler's deletion. */
const LONGEST_DELETION_AFTER_ABORT_IN_MS = 5_000;
/** The part of a response that is not the chunk: the envelope. Also enough for an error page. */
const BYTES_AROUND_A_CHUNK = 1_048_576;

/**
 * Makes the service stage a file.
 *
 * @throws The error of the call. Its `handlersLeft` names a handler that may be left on the server.
 */
export async function stage(
  context: DownloadContext,
  { stub, request, chunkSize }: Staging,
  scope: CallScope,
  tickets: NonNullable<TicketCall["tickets"]>,
): Promise<StagedFile> {
  // The handler that the last answer names: "" if it names none, undefined without an answer. And the call of that answer.
  let named: string | undefined;
  let answered: AnsweredCall = scope;
  const remembered = remembering({
    ...withSecrets(tickets, context),
    renewed: (expired, call) => {
      // The request with the other ticket may stay without an answer.
      named = undefined;
      return tickets.renewed(expired, call);
    },
  });
  try {
    const sent = { isIdempotent: false, tickets: remembered, mayLackTicket: true };
    const { value, ticket } = await context.session.send(
      stub,
      request,
      scope,
      sent,
      (result, call) => {
        answered = call;
        named = result?.kind === "answer" ? valueIn(result.element, "downloadhandler") : undefined;
        return checkResult(result, call);
      },
      ({ result }, call, checkTime) => inSlices(readStagedFile(result, chunkSize, call), checkTime),
    );
    if (ticket !== undefined) {
      context.stagedHandlers.add(value.downloadHandler, ticket);
    }
    return { ...value, ticket };
  } catch (error) {
    if (named !== undefined && isHandler(named)) {
      // The service staged a part nevertheless, for example of a zip.
      const handler = copyOf(named);
      await deleteHandler(context, handler, remembered.last()).catch(async () => {
        const shown = (await inSlices(isShownWhole(handler, answered), () => {})) ? handler : "unknown";
        markHandlerLeft(error, shown, scope.deadline);
      });
    } else if (named !== "" && isLost(error, scope)) {
      markHandlerLeft(error, "unknown", scope.deadline);
    }
    throw error;
  } finally {
    const last = remembered.last();
    if (last !== undefined) {
      context.secrets.add(last);
    }
  }
}

/** Reads a chunk of a staged file. Repeats that if the outcome is unknown. */
export async function readChunk(
  context: DownloadContext,
  { downloadHandler, ticket, chunkSize }: StagedFile,
  startOffset: number,
  signal: AbortSignal,
): Promise<Chunk> {
  const { session, settings, downloadFileChunk } = context;
  const operation = "DownloadFileChunk";
  const request = { downloadHandler, startOffset, chunkSize };
  return session.during({ ...settings, operation, signal }, async (scope) => {
    const { value } = await session.send(
      downloadFileChunk,
      request,
      withRetries(scope),
      {
        isIdempotent: true,
        onlyReads: true,
        mayLackTicket: true,
        tickets: ticket === undefined ? undefined : pinnedTo(ticket, withSecrets(scope.tickets, context)),
        // In base64, with line ends.
        maxResponseBytes: Math.ceil(chunkSize * 1.5) + BYTES_AROUND_A_CHUNK,
        answerIsSecret: true,
      },
      checkResult,
      ({ result }, call) => toChunk(onlyElement(result, call), chunkSize, call),
    );
    return value;
  });
}

/** Whether to read a chunk once more with a new deadline. The call itself repeats other unknown outcomes within its time. */
export function isWorthAnother(error: unknown): boolean {
  return (
    (error instanceof DownloadError && error.code === "WRONG_CHECKSUM") ||
    (error instanceof TransportError && error.code === "TIMEOUT")
  );
}

/**
 * Deletes a handler in the session that staged it, also while the client closes.
 *
 * @throws The service did not confirm the deletion.
 */
export async function deleteHandler(
  context: DownloadContext,
  downloadHandler: string,
  ticket: string | undefined,
): Promise<void> {
  const { session, operations, settings, stagedHandlers } = context;
  const timeoutInMs = settings.signal?.aborted
    ? Math.min(settings.timeoutInMs, LONGEST_DELETION_AFTER_ABORT_IN_MS)
    : settings.timeoutInMs;
  const call = { ...settings, operation: "DeleteDownloadHandler", timeoutInMs, signal: undefined };
  await session.during(
    call,
    (scope) =>
      session.send(
        operations.deleteDownloadHandler,
        { downloadHandler },
        withRetries(scope),
        {
          isIdempotent: true,
          tickets: ticket === undefined ? undefined : pinnedTo(ticket, withSecrets(scope.tickets, context)),
        },
        readConfirmation,
      ),
    { isEnd: true },
  );
  stagedHandlers.remove(downloadHandler, ticket);
}

/** Its reason, once the caller aborts, is the caller's own error, even if it is that of another download. */
type Life = Pick<Deadline, "reason">;

/** Adds the handler to the `handlersLeft` and the message of an error. The caller's own, also as a reason, stays unchanged. */
export function markHandlerLeft(error: unknown, handler: string, life: Life): void {
  const known = handlersLeftBy(error, life);
  if (isInfoRouterError(error) && error !== life.reason && !known.includes(handler)) {
    const which = handler === "unknown" ? "A download handler" : `The download handler ${handler}`;
    const message = `${asSentence(error.message)} ${which} may be left on the server.`;
    Object.assign(error, { handlersLeft: [...known, handler], message });
  }
}

export function handlersLeftBy(error: unknown, { reason }: Life): readonly string[] {
  return isInfoRouterError(error) && error !== reason ? (error.handlersLeft ?? []) : [];
}

function withSecrets<Tickets extends NonNullable<TicketCall["tickets"]>>(
  tickets: Tickets,
  { secrets }: DownloadContext,
): Tickets {
  return { ...tickets, secrets: [...tickets.secrets, ...secrets] };
}

function withRetries(scope: CallScope): CallScope {
  return { ...scope, maxRetries: Math.max(scope.maxRetries, MAX_RETRIES) };
}

/** Reads `<response success="true" Size="…" CRC32="…" ChunkSize="…" downloadhandler="…" …/>`. A zip has only the handler. */
function* readStagedFile(
  result: UnwrappedResult,
  wanted: number,
  call: AnsweredCall,
): Work<Omit<StagedFile, "ticket">> {
  const answer = onlyElement(result, call);
  // Kept by the download and its errors, without the rest of the response.
  const value = (name: string): string | undefined => copyOf(valueIn(answer, name) ?? "") || undefined;
  const downloadHandler = value("downloadhandler") ?? "";
  if (!isHandler(downloadHandler) || !(yield* isShownWhole(downloadHandler, call))) {
    throw unexpected("it has no download handler", call);
  }
  const isRendered = isWord(value("RenderedContent") ?? "", "true");
  // The checksum of a rendered document is another's.
  const [givenSize, givenChecksum] = [value("Size"), isRendered ? undefined : value("CRC32")];
  const [size, checksum] = [wholeNumberOf(givenSize), toChecksum(givenChecksum)];
  if (
    (size === undefined) !== (givenSize === undefined) ||
    (checksum === undefined) !== (givenChecksum === undefined)
  ) {
    throw unexpected("expected Size in digits and CRC32 in up to 8 hexadecimal digits, found others", call);
  }
  const chunkSize = wholeNumberOf(value("ChunkSize")) || wanted;
  return {
    downloadHandler,
    // The service raises small ones. A server that raises them further would choose how much memory its responses take.
    chunkSize: Math.min(chunkSize, Math.max(wanted, DEFAULT_CHUNK_SIZE)),
    size,
    fileName: value("AlterDocumentName"),
    contentType: value("ContentType"),
    versionNumber: wholeNumberOf(value("VersionNumber")),
    crc32: checksum,
  };
}

/** Reads `<response success="true" filelength="…" chunklength="…" lastchunk="false" chunkCRC32="…">BASE64</response>`. */
function toChunk(answer: XmlElement, asked: number, call: AnsweredCall): Chunk {
  const bytes = withOwnMemory(Buffer.from(textOf(answer), "base64"));
  const length = wholeNumberOf(valueIn(answer, "chunklength"));
  const fileLength = wholeNumberOf(valueIn(answer, "filelength"));
  const lastChunk = valueIn(answer, "lastchunk") ?? "";
  const isLast = isWord(lastChunk, "true");
  const checksum = toChecksum(valueIn(answer, "chunkCRC32"));
  if (fileLength === undefined || checksum === undefined || (!isLast && !isWord(lastChunk, "false"))) {
    throw unexpected(
      "expected a chunk with filelength, lastchunk and chunkCRC32, found none or an invalid value",
      call,
    );
  }
  if (length !== bytes.length || length > asked || (length === 0 && !isLast)) {
    const found = `chunklength ${length ?? "missing"} and ${bytes.length} bytes`;
    throw unexpected(`expected a chunk of 1 to ${asked} bytes, found ${found}`, call);
  }
  const hasRightChecksum = checksum === checksumOf(crc32(bytes));
  return { bytes, isLast, fileLength, hasRightChecksum };
}

/**
 * Small buffers share their memory with others, such as a request with its ticket. `postMessage` copies or moves all of it.
 */
function withOwnMemory(bytes: Buffer): Buffer {
  return bytes.length === bytes.buffer.byteLength ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
}

/** Eight hexadecimal digits in small letters. */
export function checksumOf(crc: number): string {
  return crc.toString(16).padStart(8, "0");
}

function toChecksum(text: string | undefined): string | undefined {
  return text !== undefined && /^[\da-f]{1,8}$/i.test(text) ? text.toLowerCase().padStart(8, "0") : undefined;
}

function wholeNumberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The value of an attribute. Servers write its name in different cases. */
function valueIn({ attributes }: XmlElement, name: string): string | undefined {
  return attributes.find((one) => one.namespace === "" && one.name.toLowerCase() === name.toLowerCase())?.value;
}

function isHandler(text: string): boolean {
  return /^[\da-f{}()-]{32,38}$/i.test(text);
}

/** A shorter secret, such as a password of two digits, occurs in a GUID by chance. A ticket is no shorter. */
const LONG_ENOUGH = 8;

/** Whether a handler contains no secret, so that errors may name it. */
function* isShownWhole(handler: string, call: AnsweredCall): Work<boolean> {
  return (yield* new SecretSearch(yield* secretsOf(call)).longestIn(handler)) < LONG_ENOUGH;
}
