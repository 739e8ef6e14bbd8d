import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { isExpired } from "../call-with-ticket.js";
import { DownloadError, type DownloadErrorCode, type ServiceError } from "../errors.js";
import { Deadline, raceDeadline } from "../soap/deadline.js";
import { InvalidInputError } from "../soap/errors.js";
import {
  type Chunk,
  checksumOf,
  type DownloadContext,
  deleteHandler,
  handlersLeftBy,
  isWorthAnother,
  MAX_OFFSET,
  MOST_TIMES_STAGED_ANEW,
  markHandlerLeft,
  readChunk,
  type StagedFile,
  stage,
} from "./handler.js";
import type { Staging } from "./options.js";
import { ticketsAfter, ticketsUntil } from "./tickets.js";

let make: (context: DownloadContext, staging: Staging, file: StagedFile) => Download;

/**
 * A file that the service has staged, to be read once, in chunks.
 *
 * ```ts
 * await using download = await infoRouter.download("/Finance/ledger.csv");
 * for await (const chunk of download) process.stdout.write(chunk);
 * ```
 *
 * A loop that ends without an error has yielded the whole file. Before it yields the last chunk, it checks the length, the
 * CRC32 of each chunk and, if the service sends one, the CRC32 of the whole file.
 *
 * The download deletes its handler in the session that staged it: after the last chunk, when the loop is left, after an error
 * or an abort, in `close`, and when the client closes. If that deletion fails, `close` rejects; a loop that has read the whole
 * file does not.
 *
 * If the ticket expires ([901] or 4010), the download stages the file anew with another ticket, 20 times at most. It reads on only if
 * size and CRC32 are the same. The session of the first handler has then ended, so that handler may be left: see `handlersLeft`.
 */
export class Download implements AsyncIterable<Uint8Array>, AsyncDisposable {
  static {
    // By `this`: bundlers rename a class that refers to itself by its name.
    make = (context, staging, file) => new this(context, staging, file);
  }

  readonly #context: DownloadContext;
  readonly #staging: Staging;
  readonly #handlersLeft: string[] = [];
  /** Aborts the request for a chunk. */
  readonly #abandon = new AbortController();
  /** Follows the caller's signal. */
  readonly #life: Deadline;
  readonly #letGo: () => void;
  #file: StagedFile;
  #offset = 0;
  #crc = 0;
  #isBegun = false;
  #isWhole = false;
  #timesStagedAnew = 0;
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

  /** GUID of the handler, as the service sends it. It changes when the file is staged anew. */
  get downloadHandler(): string {
    return this.#file.downloadHandler;
  }

  /** Bytes of the whole file. Undefined for a zip until its first chunk. */
  get size(): number | undefined {
    return this.#file.size;
  }

  /** The document's name, if the service sends one. Check it before you use it as a file name. */
  get fileName(): string | undefined {
    return this.#file.fileName;
  }

  /** The document's media type, if the service sends one. */
  get contentType(): string | undefined {
    return this.#file.contentType;
  }

  /** The version number, if the service sends one: 1000000 for the first version. */
  get versionNumber(): number | undefined {
    return this.#file.versionNumber;
  }

  /** CRC32 of the whole file in eight hexadecimal digits. Undefined for a zip and for a rendered document. */
  get crc32(): string | undefined {
    return this.#file.crc32;
  }

  /**
   * GUIDs of the handlers that may be left on the server: the service did not confirm their deletion, or the session that staged them
   * has ended. `"unknown"` stands for a handler whose GUID was lost with the response. If `signal` aborts while the file is staged anew,
   * the list is complete when `close` has settled.
   */
  get handlersLeft(): readonly string[] {
    return [...this.#handlersLeft];
  }

  /**
   * Skips the beginning of the file, which you have from an earlier download of the same content (the same `size` and
   * `crc32`). The check of the whole file's CRC32 includes that beginning. Call it before you read the file.
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
   * @param crc The CRC32 of these bytes, as `crc32` of `node:zlib` returns it.
   * @throws {@link InvalidInputError}: `length` is not less than `size`, the file is being read already, or the service sends
   * no CRC32 of the whole file.
   */
  skip(length: number, crc: number): void {
    const call = { ...this.#context.settings, operation: "DownloadFileChunk" };
    if (this.#isBegun || this.crc32 === undefined) {
      const found = this.#isBegun ? "one that is being read" : "one without a CRC32 from the service";
      throw new InvalidInputError("download", `expected a download that can skip bytes, found ${found}`, call);
    }
    const { size = 0 } = this;
    if (!(Number.isSafeInteger(length) && length >= 0 && length < size) || crc >>> 0 !== crc) {
      throw new InvalidInputError("length, crc", `expected fewer bytes than ${size}, and their CRC32`, call);
    }
    this.#offset = length;
    this.#crc = crc;
  }

  /**
   * Iterates over the chunks in order. Each chunk has memory of its own, and is requested when you ask for it. Call it once.
   *
   * @throws {@link InvalidInputError}: the download is being read already, or was read before.
   * @throws {@link DownloadError}: a checksum or the length is wrong, the content changed after the ticket expired, or the
   * download was closed before its end. Discard the chunks.
   * @throws {@link ServiceError}, {@link SoapFaultError}, {@link UnexpectedResponseError} or {@link TransportError}: a chunk
   * could not be read, also not by a repetition. The handlers in `handlersLeft` may be left on the server.
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
        const closed = this.#isLeft ? Promise.resolve() : this.close();
        await Promise.allSettled([closed, chunks.return(undefined)]); // Either may reject first.
        await (this.#isWhole ? closed.catch(() => {}) : closed);
        return { done: true, value: undefined };
      },
    };
  }

  /**
   * Returns the chunks as a stream of Node.js, which reads one chunk ahead of its consumer. If you destroy the stream before its end, the
   * download deletes its handler. If that fails, `close` rejects, and a stream with a listener for errors emits one.
   *
   * ```ts
   * import { createWriteStream } from "node:fs";
   * import { rename } from "node:fs/promises";
   * import { pipeline } from "node:stream/promises";
   *
   * await using download = await infoRouter.download("/Finance/ledger.csv");
   * await pipeline(download.readable(), createWriteStream("ledger.csv.part"));
   * await rename("ledger.csv.part", "ledger.csv"); // only a whole file gets the name
   * ```
   *
   * @throws {@link InvalidInputError}: the download is being read already, or was read before.
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
          // Without a listener, an error would end the process of a caller who wants no more of the stream.
          (notDeleted: Error) => callback(error ?? (this.listenerCount("error") > 0 ? notDeleted : null)),
        );
      },
    });
  }

  /**
   * Deletes the handler, unless it is deleted already. A loop that still reads rejects with a {@link DownloadError}
   * (`CLOSED`).
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
   * @throws {@link InfoRouterError}: the service did not confirm the deletion of the handler. `handlersLeft` of the error has
   * the GUID. If the loop ended without an error, the file is whole nevertheless.
   */
  async close(): Promise<void> {
    this.#abandon.abort(this.#error("CLOSED", "the download was closed before its end."));
    await this.#end();
  }

  /** Calls `close`. */
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
      await (this.#isLeft ? undefined : this.#end().catch(() => {}));
      for (const handler of this.#handlersLeft) {
        markHandlerLeft(error, handler, this.#life);
      }
      throw error;
    }
    // A failure of the deletion is reported by `close`.
    await this.#end().catch(() => {});
    return undefined;
  }

  /** Reads the chunk at the offset. Repeats that once where it may help, and once with the file staged anew. */
  async #nextChunk(): Promise<Chunk> {
    let isReadAgain = false;
    let isStagedAnew = false;
    for (;;) {
      this.#abandon.signal.throwIfAborted();
      try {
        return await this.#readChunk();
      } catch (error) {
        // The reason of the caller's signal may be an error that is worth another try in another call.
        this.#abandon.signal.throwIfAborted();
        if (!isStagedAnew && this.#timesStagedAnew < MOST_TIMES_STAGED_ANEW && isExpired(error)) {
          isStagedAnew = true;
          this.#timesStagedAnew += 1;
          this.#stagingAnew = this.#stageAnew(error).finally(() => {
            this.#stagingAnew = undefined;
          });
          await raceDeadline(this.#stagingAnew, this.#life);
        } else if (!isReadAgain && isWorthAnother(error)) {
          isReadAgain = true;
        } else {
          throw error;
        }
      }
    }
  }

  async #readChunk(): Promise<Chunk> {
    const { size = 0, chunkSize } = this.#file;
    if (Math.max(this.#offset, size - chunkSize) > MAX_OFFSET) {
      throw this.#error("TOO_LONG", "the file is longer than 2 GiB; the service sends no chunk that begins later.");
    }
    const chunk = await readChunk(this.#context, this.#file, this.#offset, this.#abandon.signal);
    if (!chunk.hasRightChecksum) {
      throw this.#error(
        "WRONG_CHECKSUM",
        `the chunk at ${this.#offset} does not have the CRC32 that the service sends with it.`,
      );
    }
    return chunk;
  }

  /** Advances by a chunk, and checks length and CRC32. */
  #take({ bytes, isLast, fileLength }: Chunk): void {
    this.#offset += bytes.length;
    // Of no bytes that have memory of their own, Node.js 20 returns 0.
    this.#crc = bytes.length === 0 ? this.#crc : crc32(bytes, this.#crc);
    const size = this.#file.size ?? fileLength;
    this.#file = { ...this.#file, size };
    if (fileLength !== size || this.#offset > size || (isLast && this.#offset !== size)) {
      const found = `${this.#offset} bytes${isLast ? " in all" : ""} of a file of ${fileLength}`;
      throw this.#error("WRONG_LENGTH", `expected a file of ${size} bytes, found ${found}.`);
    }
    const { crc32: expected } = this.#file;
    if (isLast && expected !== undefined && expected !== checksumOf(this.#crc)) {
      throw this.#error("WRONG_CHECKSUM", "the file does not have the CRC32 that the service sent for it.");
    }
  }

  /** Stages the file with another ticket, so that the next chunk is read from it. */
  async #stageAnew(expiry: ServiceError): Promise<void> {
    const before = this.#file;
    const { session, settings } = this.#context;
    this.#file = await session
      .during({ ...settings, operation: this.#staging.operation, signal: undefined }, (scope) => {
        const tickets = ticketsAfter(before.ticket, expiry, ticketsUntil(this.#life, scope.tickets));
        return stage(this.#context, this.#staging, scope, tickets);
      })
      .catch((error: unknown) => {
        this.#handlersLeft.push(...handlersLeftBy(error, this.#life));
        throw error;
      });
    // The session may have ended on the server. Then no request can delete its handler.
    await deleteHandler(this.#context, before.downloadHandler, before.ticket).catch(() =>
      this.#handlersLeft.push(before.downloadHandler),
    );
    const isSame = this.#file.size === before.size && this.#file.crc32 === before.crc32;
    if (!isSame || (before.crc32 === undefined && this.#offset > 0)) {
      const reason = "the ticket expired, and the file that was staged anew may have other content.";
      throw this.#error("CONTENT_CHANGED", reason);
    }
  }

  /** Whether the caller aborted while the file is being staged anew. Only `close` waits for that. */
  get #isLeft(): boolean {
    return this.#life.expired && this.#stagingAnew !== undefined;
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
      markHandlerLeft(error, downloadHandler, this.#life);
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

/**
 * Stages a file for a download.
 *
 * If the caller aborts, the request continues in the background, because its response names the handler to delete.
 */
export async function openDownload(context: DownloadContext, staging: Staging): Promise<Download> {
  const { session, settings } = context;
  const caller = new Deadline(Number.POSITIVE_INFINITY, settings.signal);
  try {
    caller.throwIfExpired();
    const opening = session.during({ ...settings, operation: staging.operation, signal: undefined }, async (scope) =>
      make(context, staging, await stage(context, staging, scope, ticketsUntil(caller, scope.tickets))),
    );
    // A download that is created after the abort follows the aborted signal, and ends itself.
    return await raceDeadline(opening, caller);
  } finally {
    caller.end();
  }
}
