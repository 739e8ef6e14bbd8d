import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { Stop } from "../deletions/stop.js";
import { NOT_ALL } from "../exit-codes.js";
import { reasonOf } from "../file-error.js";

/** What a server gives of the content of a document. */
interface Content {
  readonly size?: number | undefined;
  readonly crc32?: string | undefined;
}

/**
 * The beginning of a document, in a file beside the one that it will be. The name has CRC32 and size of the whole, so that
 * another content gets another file. Without a CRC32 nothing continues it, and the name is a new one.
 *
 * Bytes are written at their place, not appended: two processes that write the same file write the same.
 */
export class PartFile {
  readonly path: string;
  readonly canBeContinued: boolean;
  /** Bytes that an earlier download left. */
  readonly before: number;
  readonly #handle: FileHandle;
  #length: number;
  #crc: number;

  private constructor(path: string, handle: FileHandle, canBeContinued: boolean, { length, crc }: Beginning) {
    this.path = path;
    this.canBeContinued = canBeContinued;
    this.before = length;
    this.#handle = handle;
    this.#length = length;
    this.#crc = crc;
  }

  /** @throws {Stop} It cannot be written. */
  static async open(target: string, content: Content): Promise<PartFile> {
    const { size, crc32: whole } = content;
    const canBeContinued = size !== undefined && whole !== undefined;
    const path = `${target}.${canBeContinued ? `${whole}-${size}` : randomUUID()}.part`;
    return orStop(path, async () => {
      // "a" makes the file where there is none, and leaves one that is there.
      await (await open(path, "a")).close();
      const handle = await open(path, "r+");
      const found = await readBeginning(handle);
      const isWhole = found.length === size && hexOf(found.crc) === whole;
      const isUsable = canBeContinued && (found.length < size || isWhole);
      if (!isUsable) {
        await handle.truncate(0);
      }
      return new PartFile(path, handle, canBeContinued, isUsable ? found : { length: 0, crc: 0 });
    });
  }

  get length(): number {
    return this.#length;
  }

  /** Of the bytes that it has. */
  get crc32(): number {
    return this.#crc;
  }

  /** @throws {Stop} The file cannot be written. */
  async write(bytes: Uint8Array): Promise<void> {
    await orStop(this.path, async () => {
      for (let written = 0; written < bytes.length; ) {
        const position = this.#length + written;
        written += (await this.#handle.write(bytes, written, bytes.length - written, position)).bytesWritten;
      }
    });
    this.#length += bytes.length;
    this.#crc = crc32(bytes, this.#crc);
  }

  /**
   * Has the disk keep it, and moves it into its place.
   *
   * @throws {Stop} There is another file, or it cannot be moved.
   */
  async moveTo(target: string, { overwrite = false }: { readonly overwrite?: boolean | undefined }): Promise<void> {
    await orStop(this.path, async () => {
      await this.#handle.sync();
      await this.#handle.close();
    });
    if (!overwrite && existsSync(target)) {
      throw new Stop(`${target} was made in the meantime; name another file, or add --overwrite.`, NOT_ALL);
    }
    await orStop(target, () => rename(this.path, target));
  }

  /** Leaves the file, if a later download can continue it. */
  async close(): Promise<void> {
    await this.#handle.close();
    if (!this.canBeContinued || this.#length === 0) {
      await this.remove();
    }
  }

  async remove(): Promise<void> {
    await unlink(this.path).catch(() => {});
  }
}

interface Beginning {
  readonly length: number;
  readonly crc: number;
}

async function readBeginning(handle: FileHandle): Promise<Beginning> {
  const buffer = Buffer.alloc(1_048_576);
  for (let length = 0, crc = 0; ; ) {
    const { bytesRead } = await handle.read({ buffer, position: length });
    if (bytesRead === 0) {
      return { length, crc };
    }
    crc = crc32(buffer.subarray(0, bytesRead), crc);
    length += bytesRead;
  }
}

function hexOf(crc: number): string {
  return crc.toString(16).padStart(8, "0");
}

async function orStop<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new Stop(`${file} cannot be written: ${reasonOf(error)}.`, NOT_ALL);
  }
}
