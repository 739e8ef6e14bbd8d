import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import type { TicketCall } from "../call-with-ticket.js";
import { DownloadError, type DownloadErrorCode, ServiceError } from "../errors.js";
import type { CallScope } from "../session.js";
import { Deadline, raceDeadline } from "../soap/deadline.js";
import { InvalidInputError, TransportError } from "../soap/errors.js";
import {
  type Chunk,
  checksumOf,
  type DownloadContext,
  deleteHandler,
  handlersLeftBy,
  markHandlerLeft,
  readChunk,
  type StagedFile,
  stage,
} from "./handler.js";
import type { Staging } from "./options.js";

let make: (context: DownloadContext, staging: Staging, file: StagedFile) => Download;

/**
 * A file that the service has staged, to be read once, in chunks.
 *
 * ```ts
 * await using download = await infoRouter.download("/Finance/ledger.csv");
 * for await (const chunk of download) process.stdout.write(chunk);
 * ```
 *
 * A loop that ends without an error has given out the whole file: its length, the CRC32 of each chunk and, where the
 * service gives one, the CRC32 of the whole are right. The last chunk is given out after that.
 *
 * The handler is deleted, in the session that staged it, after the last chunk, when the loop is left, by an error, by the
 * signal, by `close`, and when the client closes. A file that is whole is not lost by a deletion that fails: `close` rejects
 * then, not the loop.
 *
 * After [901] or 4010 the file is staged anew with another ticket, and read on where size and CRC32 are the same. The first
 * handler's session has ended then, so that it may be left on the server: see `handlersLeft`.
 */
export class Download implements AsyncIterable<Uint8Array>, AsyncDisposable {
  static {
    // By `this`: bundlers rename a class that refers to itself by its name.
    make = (context, staging, file) => new this(context, staging, file);
  }

  readonly #context: DownloadContext;
  readonly #staging: Staging;
  readonly #handlersLeft: string[] = [];
  /** Ends the chunk under way. */
  readonly #abandon = new AbortController();
  /** Follows the caller's signal. */
  readonly #life: Deadline;
  readonly #letGo: () => void;
  #file: StagedFile;
  #offset = 0;
  #crc = 0;
  #isBegun = false;
  #isWhole = false;
  #stagingAnew: Promise<void> | undefined;
  #ending: Promise<void> | undefined;

  private constructor(context: DownloadContext, staging: Staging, file: StagedFile) {
    this.#context = context;
    this.#staging = staging;
    this.#file = file;
    this.#letGo = context.session.hold(() => this.close());
    this.#life = new Deadline(Number.POSITIVE_INFINITY, context.settings.signal);
    this.#life.onExpire(() => {
      this.#abandon.abort(this.#life.reason);
      this.#end();
    });
  }

  /** GUID of the handler, as the service gives it. Another one after the file was staged anew. */
  get downloadHandler(): string {
    return this.#file.downloadHandler;
  }

  /** Bytes of the whole file. Of a zip, undefined until its first chunk. */
  get size(): number | undefined {
    return this.#file.size;
  }

  /** The document's name, where the service gives one. Check it before using it as the name of a file. */
  get fileName(): string | undefined {
    return this.#file.fileName;
  }

  /** The document's media type, where the service gives one. */
  get contentType(): string | undefined {
    return this.#file.contentType;
  }

  /** 1000000 for the first version, where the service gives one. */
  get versionNumber(): number | undefined {
    return this.#file.versionNumber;
  }

  /** CRC32 of the whole file in eight hexadecimal digits, where the service gives one: not for a zip or a rendered document. */
  get crc32(): string | undefined {
    return this.#file.crc32;
  }

  /**
   * GUIDs of the handlers that may be left on the server: their deletion was not confirmed, or the session that staged
   * them has ended. `"unknown"` is one that was staged anew by a request whose answer was lost.
   */
  get handlersLeft(): readonly string[] {
    return [...this.#handlersLeft];
  }

  /**
   * Leaves out the beginning of the file, which the caller has from an earlier download of the same content: one with the
   * same `size` and `crc32`. The CRC32 of the whole covers it. To be called before the file is read.
   *
   * ```ts
   * import { crc32 } from "node:zlib";
   *
   * const beginning = Buffer.from("month,"); // of an earlier download
   * await using download = await infoRouter.download("/Finance/ledger.csv");
   * download.skip(beginning.length, crc32(beginning));
   * for await (const chunk of download) console.log(chunk.length); // 7
   * ```
   *
   * @param length Bytes of the beginning, fewer than `size`.
   * @param crc Their CRC32, as `crc32` of `node:zlib` gives it.
   * @throws {@link InvalidInputError}: the file is longer, is being read already, or the service gives no CRC32 of the whole.
   */
  skip(length: number, crc: number): void {
    const call = { ...this.#context.settings, operation: "DownloadFileChunk" };
    if (this.#isBegun || this.crc32 === undefined) {
      const found = this.#isBegun ? "one that is being read" : "one of which the service gives no CRC32";
      throw new InvalidInputError("download", `expected one that can begin elsewhere, found ${found}`, call);
    }
    const { size = 0 } = this;
    if (!(Number.isSafeInteger(length) && length >= 0 && length < size) || crc >>> 0 !== crc) {
      throw new InvalidInputError("length, crc", `expected fewer bytes than ${size}, and their CRC32`, call);
    }
    this.#offset = length;
    this.#crc = crc;
  }

  /**
   * The chunks in order, each of its own memory, no faster than they are taken. To be called once.
   *
   * @throws {@link InvalidInputError}: the download is being read already, or has been.
   * @throws {@link DownloadError}: a checksum is wrong, the file is another one after an expired ticket, or the download
   * was closed before its end. What was given out is not the file.
   * @throws {@link ServiceError}, {@link SoapFaultError}, {@link UnexpectedResponseError} or {@link TransportError}: a
   * chunk could not be read, again where that may help. Its `handlersLeft` may be left on the server.
   */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    if (this.#isBegun) {
      const call = { ...this.#context.settings, operation: "DownloadFileChunk" };
      throw new InvalidInputError("download", "expected one that has not been read; a download is read once", call);
    }
    this.#isBegun = true;
    const chunks = this.#chunks();
    return {
      next: () => chunks.next(),
      return: async () => {
        const closed = this.close();
        await chunks.return(undefined);
        await (this.#isWhole ? closed.catch(() => {}) : closed);
        return { done: true, value: undefined };
      },
    };
  }

  /**
   * The same as a stream of Node.js, which reads one chunk ahead of its consumer. Destroying it before its end deletes the
   * handler.
   *
   * ```ts
   * import { createWriteStream } from "node:fs";
   * import { pipeline } from "node:stream/promises";
   *
   * await using download = await infoRouter.download("/Finance/ledger.csv");
   * await pipeline(download.readable(), createWriteStream("ledger.csv"));
   * ```
   *
   * @throws {@link InvalidInputError}: the download is being read already, or has been.
   */
  readable(): Readable {
    const chunks = this[Symbol.asyncIterator]();
    return new Readable({
      highWaterMark: 1,
      read() {
        chunks.next().then(
          ({ done, value }) => this.push(done ? null : value),
          (error: Error) => this.destroy(error),
        );
      },
      destroy(error, callback) {
        Promise.resolve(chunks.return?.()).then(
          () => callback(error),
          (notDeleted: Error) => callback(error ?? notDeleted),
        );
      },
    });
  }

  /**
   * Deletes the handler, if that has not been done. A loop that has not come to its end rejects with a
   * {@link DownloadError} (`CLOSED`).
   *
   * ```ts
   * const download = await infoRouter.download("/Finance/ledger.csv");
   * try {
   *   for await (const chunk of download) console.log(chunk.length);
   * } finally {
   *   await download.close();
   * }
   * ```
   *
   * @throws {@link InfoRouterError}: the deletion of the handler is not confirmed, now or before. Its `handlersLeft` has
   * the GUID. A file that was whole is whole all the same.
   */
  async close(): Promise<void> {
    if (!this.#isWhole) {
      this.#abandon.abort(this.#error("CLOSED", "the download was closed before its end."));
    }
    await this.#end();
  }

  /** As `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async *#chunks(): AsyncGenerator<Uint8Array, undefined, void> {
    try {
      while (!this.#isWhole) {
        const chunk = await this.#nextChunk();
        this.#take(chunk);
        if (chunk.isLast) {
          this.#isWhole = true;
          this.#end();
        }
        if (chunk.bytes.length > 0) {
          yield chunk.bytes;
        }
      }
    } catch (error) {
      await this.#end().catch(() => {});
      for (const handler of this.#handlersLeft) {
        markHandlerLeft(error, handler);
      }
      throw error;
    }
    // Its failure is that of `close`.
    await this.#end().catch(() => {});
    return undefined;
  }

  /** The chunk at the offset: read once more where that may help, or from a file that is staged anew. */
  async #nextChunk(): Promise<Chunk> {
    let [isReadAgain, isStagedAnew] = [false, false];
    for (;;) {
      this.#abandon.signal.throwIfAborted();
      try {
        return await this.#readChunk();
      } catch (error) {
        if (!isStagedAnew && isExpired(error)) {
          isStagedAnew = true;
          this.#stagingAnew = this.#stageAnew(error);
          await this.#stagingAnew;
        } else if (!isReadAgain && isWorthAnother(error)) {
          isReadAgain = true;
        } else {
          throw error;
        }
      }
    }
  }

  async #readChunk(): Promise<Chunk> {
    if (this.#offset > MAX_OFFSET) {
      throw this.#error("TOO_LONG", "the file is longer than 2 GiB, behind which the service reads no chunk.");
    }
    const chunk = await readChunk(this.#context, this.#file, this.#offset, this.#abandon.signal);
    if (!chunk.hasRightChecksum) {
      throw this.#error(
        "WRONG_CHECKSUM",
        `the chunk at ${this.#offset} does not have the CRC32 that the service gives.`,
      );
    }
    return chunk;
  }

  /** Adds a chunk to what is known of the file. */
  #take({ bytes, isLast, fileLength }: Chunk): void {
    this.#offset += bytes.length;
    this.#crc = crc32(bytes, this.#crc);
    const size = this.#file.size ?? fileLength;
    this.#file = { ...this.#file, size };
    if (fileLength !== size || this.#offset > size || (isLast && this.#offset !== size)) {
      const found = `${this.#offset} bytes${isLast ? " in all" : ""} of a file of ${fileLength}`;
      throw this.#error("WRONG_LENGTH", `expected a file of ${size} bytes, found ${found}.`);
    }
    const { crc32: expected } = this.#file;
    if (isLast && expected !== undefined && expected !== checksumOf(this.#crc)) {
      throw this.#error("WRONG_CHECKSUM", "the file does not have the CRC32 that the service gives.");
    }
  }

  /** Stages the file with another ticket, to be read on at the offset. */
  async #stageAnew(expiry: ServiceError): Promise<void> {
    const before = this.#file;
    const { session, settings } = this.#context;
    this.#file = await session
      .during({ ...settings, operation: this.#staging.operation, signal: undefined }, (scope) =>
        stage(this.#context, this.#staging, scope, renewing(before.ticket, expiry, scope)),
      )
      .catch((error: unknown) => {
        this.#handlersLeft.push(...handlersLeftBy(error));
        throw error;
      });
    // The service may know the session no longer, and then nobody can delete what it staged.
    await deleteHandler(this.#context, before.downloadHandler, before.ticket).catch(() =>
      this.#handlersLeft.push(before.downloadHandler),
    );
    const isSame = this.#file.size === before.size && this.#file.crc32 === before.crc32;
    if (!isSame || (before.crc32 === undefined && this.#offset > 0)) {
      const reason = "the ticket expired, and the file that was staged anew is not known to be the same.";
      throw this.#error("CONTENT_CHANGED", reason);
    }
  }

  /** Deletes the handler, once. */
  #end(): Promise<void> {
    this.#ending ??= this.#delete();
    this.#ending.catch(() => {});
    return this.#ending;
  }

  async #delete(): Promise<void> {
    await this.#stagingAnew?.catch(() => {});
    const { downloadHandler, ticket } = this.#file;
    try {
      await deleteHandler(this.#context, downloadHandler, ticket);
    } catch (error) {
      this.#handlersLeft.push(downloadHandler);
      markHandlerLeft(error, downloadHandler);
      throw error;
    } finally {
      this.#file = { ...this.#file, ticket: undefined };
      this.#context.secrets.clear();
      this.#life.end();
      this.#letGo();
    }
  }

  #error(code: DownloadErrorCode, reason: string): DownloadError {
    const { requestId } = this.#context.settings;
    return new DownloadError(code, reason, { operation: "DownloadFileChunk", requestId, outcome: "unknown" });
  }
}

/** StartOffset is an xs:int. */
const MAX_OFFSET = 2_147_483_647;

/**
 * Stages a file for a download.
 *
 * Where the caller aborts, an answer under way is waited for in the background, since it names the handler that is to be
 * deleted.
 */
export async function openDownload(context: DownloadContext, staging: Staging): Promise<Download> {
  const { session, settings } = context;
  const caller = new Deadline(Number.POSITIVE_INFINITY, settings.signal);
  try {
    caller.throwIfExpired();
    const opening = session.during({ ...settings, operation: staging.operation, signal: undefined }, async (scope) =>
      make(context, staging, await stage(context, staging, scope, until(caller, scope))),
    );
    // A download that is made after the abort sees it in its signal, and ends itself.
    return await raceDeadline(opening, caller);
  } finally {
    caller.end();
  }
}

/** Tickets for which the caller waits no longer than he wants. */
function until(caller: Deadline, { tickets }: CallScope): NonNullable<TicketCall["tickets"]> {
  return {
    secrets: tickets.secrets,
    current: (call) => raceDeadline(Promise.resolve(tickets.current(call)), caller),
    renewed: (expired, call) => raceDeadline(tickets.renewed(expired, call), caller),
  };
}

/** Another ticket in the place of the expired one, or the error where there is none. */
function renewing(
  expired: string | undefined,
  expiry: ServiceError,
  { tickets }: CallScope,
): NonNullable<TicketCall["tickets"]> {
  return {
    secrets: tickets.secrets,
    current: async (call) => {
      const ticket = expired === undefined ? undefined : await tickets.renewed(expired, call);
      if (ticket === undefined) {
        throw expiry;
      }
      return ticket;
    },
    renewed: async () => undefined,
  };
}

function isExpired(error: unknown): error is ServiceError {
  return error instanceof ServiceError && error.code === "SESSION_EXPIRED" && error.outcome === "rejected";
}

/** Whether a chunk is read once more, with time of its own. Other unknown outcomes are repeated within the call's. */
function isWorthAnother(error: unknown): boolean {
  return (
    (error instanceof DownloadError && error.code === "WRONG_CHECKSUM") ||
    (error instanceof TransportError && error.code === "TIMEOUT")
  );
}
