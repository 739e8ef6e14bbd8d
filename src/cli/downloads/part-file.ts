import { randomUUID } from "node:crypto";
import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, link, lstat, open, rename, stat, unlink } from "node:fs/promises";
import { basename } from "node:path";
import { crc32 } from "node:zlib";
import { isSameFile } from "../deletions/same-file.js";
import { Stop } from "../deletions/stop.js";
import { NOT_ALL } from "../exit-codes.js";
import { codeOf, reasonOf } from "../file-error.js";
import { say } from "../terminal/status-line.js";

/** Size and CRC32 of a document, if the server sends them. */
interface Content {
  readonly size?: number | undefined;
  readonly crc32?: string | undefined;
}

/**
 * The beginning of a document, in a file beside the target. Its name has the CRC32 and the size of the whole document, so that
 * other content gets another file. Without a CRC32 the name is random, and no later download continues the file.
 *
 * Bytes are written at their positions, not appended: two processes that write the same file write the same bytes. Each of
 * them can remove or rename it. So before that, a process makes sure that the name still leads to the file that it wrote.
 */
export class PartFile {
  readonly path: string;
  readonly canBeContinued: boolean;
  /** Bytes that an earlier download left. */
  readonly before: number;
  readonly #handle: FileHandle;
  readonly #identity: BigIntStats;
  #length: number;
  #crc: number;

  private constructor(
    path: string,
    { handle, identity }: OpenFile,
    canBeContinued: boolean,
    { length, crc }: Beginning,
  ) {
    this.path = path;
    this.#identity = identity;
    this.canBeContinued = canBeContinued;
    this.before = length;
    this.#handle = handle;
    this.#length = length;
    this.#crc = crc;
  }

  /**
   * @param replaces Whether the target exists. Then only this user may read the part until `moveTo`.
   * @throws {Stop} It cannot be written.
   */
  static async open(target: string, content: Content, replaces: boolean): Promise<PartFile> {
    const { size, crc32: whole } = content;
    const canBeContinued = size !== undefined && whole !== undefined;
    const path = partOf(target, `.${canBeContinued ? `${whole}-${size}` : randomUUID()}.part`);
    return orStop(path, async () => {
      const file = await openOwn(path, replaces ? OWNER_MAY_WRITE : ALL_MAY_WRITE);
      const { handle } = file;
      const found = await readBeginning(handle);
      const isWhole = found.length === size && hexOf(found.crc) === whole;
      const isUsable = canBeContinued && (found.length < size || isWhole);
      if (!isUsable) {
        await handle.truncate(0);
      }
      return new PartFile(path, file, canBeContinued, isUsable ? found : { length: 0, crc: 0 });
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
   * Puts the bytes on the disk, and renames the file to the target. A file that replaces another one has no more readers than
   * that one.
   *
   * @throws {Stop} The target exists, or the file cannot be renamed.
   */
  async moveTo(target: string, { overwrite = false }: { readonly overwrite?: boolean | undefined }): Promise<void> {
    await orStop(this.path, () => this.#handle.sync());
    if (!(await this.isThere())) {
      const again = "run the same command again, once at a time";
      throw new Stop(`${this.path} was removed or replaced while it was written; ${again}.`, NOT_ALL);
    }
    if (overwrite) {
      await orStop(target, () => takePermissions(this.#handle, target));
    }
    await orStop(this.path, () => this.#handle.close());
    await orStop(target, () => (overwrite ? rename(this.path, target) : renameToFree(this, target)));
  }

  /** Whether the path still leads to this file. */
  async isThere(): Promise<boolean> {
    const found = await lstat(this.path, { bigint: true }).catch(() => undefined);
    return found !== undefined && isSameFile(this.#identity, found);
  }

  /** Whether these are the numbers of this file under a second name. On some network drives, all files have the number 0. */
  hasName({ ino, dev, nlink }: BigIntStats): boolean {
    return ino !== 0n && nlink > 1n && isSameFile(this.#identity, { ino, dev });
  }

  /** Closes the file. Removes it unless a later download can continue it. */
  async close(): Promise<void> {
    // The next download reads what is there. An error here would hide that of the download, and count as one before it began.
    await this.#handle.close().catch(() => {});
    if (!this.canBeContinued || (await sizeOf(this.path)) === 0) {
      await this.remove();
    }
  }

  /** Removes the file, but not another one that has its name by now. */
  async remove(): Promise<void> {
    if (await this.isThere()) {
      await unlink(this.path).catch(() => {});
    }
  }
}

/** A name has up to 255 bytes: that of the target is shortened where the ending has no place otherwise. */
function partOf(target: string, ending: string): string {
  const letters = [...basename(target)];
  while (Buffer.byteLength(letters.join("") + ending) > 255) {
    letters.pop();
  }
  return target.slice(0, target.length - basename(target).length) + letters.join("") + ending;
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found?.size;
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

/**
 * Creates a file, or opens it. Anyone who can write in the folder can guess its name, and make a file or a link there.
 *
 * @throws {Error} It is a link, no regular file, or another user's.
 */
async function openOwn(path: string, mode: number): Promise<OpenFile> {
  const { O_RDWR, O_CREAT, O_EXCL } = constants;
  try {
    const handle = await open(path, O_RDWR | O_CREAT | O_EXCL, mode);
    return { handle, identity: await handle.stat({ bigint: true }) };
  } catch (error) {
    if (codeOf(error) !== "EEXIST") {
      throw error;
    }
  }
  return openFound(path, mode);
}

async function openFound(path: string, mode: number): Promise<OpenFile> {
  // Windows has neither such flags nor numbers of users. POSIX leaves open whether O_RDWR waits for a pipe's other end.
  const { O_RDWR, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const handle = await open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK).catch((error: unknown) => {
    throw codeOf(error) === "ELOOP" ? new Error(NOT_REGULAR) : error;
  });
  const identity = await handle.stat({ bigint: true });
  const user = process.geteuid?.();
  const isOthers = user !== undefined && identity.uid !== BigInt(user);
  if (!identity.isFile() || identity.nlink > 1n || isOthers) {
    await handle.close();
    throw new Error(identity.isFile() && isOthers ? OTHERS : NOT_REGULAR);
  }
  // An earlier download, which replaced no file, may have begun it. Where this is refused, a new file has no other permissions:
  // those of a mounted Windows drive, for example, are fixed.
  await handle.chmod(Number(identity.mode) & mode).catch(() => {});
  return { handle, identity };
}

/**
 * Gives a file the group, the permissions and the owner of the file that it replaces, as far as this process may. Without the
 * group, the groups of both files and all others keep only what the group and all others had.
 */
async function takePermissions(handle: FileHandle, target: string): Promise<void> {
  const replaced = await stat(target).catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") {
      throw error;
    }
  });
  if (replaced === undefined) {
    return;
  }
  const { uid } = await handle.stat();
  await handle.chown(uid, replaced.gid).catch(() => {});
  // Some file systems ignore it.
  const { gid } = await handle.stat();
  const shared = (replaced.mode >> 3) & replaced.mode & 0o6;
  const mode = gid === replaced.gid ? replaced.mode & ALL_MAY_WRITE : (replaced.mode & 0o600) | (shared << 3) | shared;
  await setPermissions(handle, mode | OWNER_MAY_WRITE);
  // The owner last: a file of another one does not let its permissions be changed.
  await handle.chown(replaced.uid, gid).catch(() => {});
}

/**
 * Sets the permissions of a file.
 *
 * @throws {Error} They cannot be set, and the file has more. Mounted Windows drives and shares refuse it, where all files have the same.
 */
async function setPermissions(handle: FileHandle, mode: number): Promise<void> {
  await handle.chmod(mode).catch(async (error: unknown) => {
    const { mode: found } = await handle.stat();
    if ((found & ALL_MAY_WRITE & ~mode) !== 0) {
      throw error;
    }
  });
}

const ALL_MAY_WRITE = 0o666;
const OWNER_MAY_WRITE = 0o600;

interface OpenFile {
  readonly handle: FileHandle;
  readonly identity: BigIntStats;
}

const NOT_REGULAR = "it is a link, or no regular file; delete it, or name another --out";
const OTHERS = "it belongs to another user; delete it, or name an --out in a folder where only you can write";

/** Renames a file where nothing has the other name, also in the moment of renaming. */
async function renameToFree(part: PartFile, target: string): Promise<void> {
  const { path } = part;
  try {
    await link(path, target);
  } catch (error) {
    const found = await lstat(target, { bigint: true }).catch(() => undefined);
    // NFS sends a request again whose response was lost, and then refuses what the first has done: see link(2).
    const isLinked = found !== undefined && part.hasName(found);
    if (!isLinked && (found !== undefined || codeOf(error) === "EEXIST")) {
      throw new Stop(`${target} was created in the meantime; name another file, or add --overwrite.`, NOT_ALL);
    }
    if (!isLinked) {
      // Some file systems have no hard links.
      await rename(path, target);
      return;
    }
  }
  // On Windows, a virus scanner may hold it. The document is in its file nevertheless.
  await unlink(path).catch((error: unknown) => {
    say(`${path} is left over, and cannot be removed: ${reasonOf(error)}.`);
  });
}

async function orStop<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Stop ? error : new Stop(`${file} cannot be written: ${reasonOf(error)}.`, NOT_ALL);
  }
}
