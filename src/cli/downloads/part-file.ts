import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { Stop } from "../deletions/stop.js";
import { NOT_ALL } from "../exit-codes.js";
import { reasonOf } from "../file-error.js";

/** Size and CRC32 of a document, if the server sends them. */
interface Content {
  readonly size?: number | undefined;
  readonly crc32?: string | undefined;
}

/**
 * The beginning of a document, in a file beside the target. Its name has the CRC32 and the size of the whole document, so that
 * other content gets another file. Without a CRC32 the name is random, and no later download continues the file.
 *
 * Bytes are written at their positions, not appended: two processes that write the same file write the same bytes.
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
      // "a" creates the file, or leaves an existing one unchanged.
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

  /** CRC32 of the bytes in the file. */
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
   * Puts the bytes on the disk, and renames the file to the target.
   *
   * @throws {Stop} The target exists, or the file cannot be renamed.
   */
  async moveTo(target: string, { overwrite = false }: { readonly overwrite?: boolean | undefined }): Promise<void> {
    await orStop(this.path, async () => {
      await this.#handle.sync();
      await this.#handle.close();
    });
    if (!overwrite && existsSync(target)) {
      throw new Stop(`${target} was created in the meantime; name another file, or add --overwrite.`, NOT_ALL);
    }
    await orStop(target, () => rename(this.path, target));
  }

  /** Closes the file. Removes it unless a later download can continue it. */
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
