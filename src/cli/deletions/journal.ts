import { constants } from "node:buffer";
import { createHash, randomUUID } from "node:crypto";
import { existsSync, fstatSync } from "node:fs";
import { type FileHandle, open, realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { NOT_ALL } from "../exit-codes.js";
import { codeOf, reasonOf } from "../file-error.js";
import { jsonText } from "../terminal/json-text.js";
import { bytes } from "../terminal/progress.js";
import { UsageError } from "../usage-error.js";
import {
  decodeJournal,
  type EarlierError,
  FIRST_FORMAT,
  headerLine,
  type IdentityOf,
  type ItemState,
  itemLine,
  type JournalOwner,
  type Lock,
  lockLine,
  now,
  parseJournal,
  unlockLine,
} from "./journal-text.js";
import { identifyThisProcess, stateOfProcess } from "./process-identity.js";
import { isSameFile } from "./same-file.js";
import { Stop } from "./stop.js";

/**
 * A file of JSON lines that only grows: the header, then for each run its lock, the items that it began, and their
 * results. Each line is on the disk before the run goes on.
 */
export interface Journal {
  /** What earlier runs recorded, by the item's identity. */
  readonly states: ReadonlyMap<string, ItemState>;
  /** What is known of results that are unknown, by the item's identity. */
  readonly errors: ReadonlyMap<string, EarlierError>;
  /**
   * Resolves when the line is on the disk.
   *
   * @param details For readers of the journal.
   * @throws {Stop} The line cannot be written. After that, no line is.
   */
  write(item: string, state: ItemState, details?: object): Promise<void>;
  /** Releases the lock. */
  close(): Promise<void>;
}

interface JournalOptions {
  /** The id of a lock that the user knows to be left over. */
  readonly breakLock?: string | undefined;
}

/** The query of an endpoint may be a key, so that a journal has its hash. */
export function ownerOf(command: string, endpoint: string): JournalOwner {
  const { origin, pathname, search } = new URL(endpoint);
  const hash = createHash("sha256").update(search).digest("hex").slice(0, 16);
  return { command, endpoint: search === "" ? endpoint : `${origin}${pathname}?sha256=${hash}` };
}

/**
 * Opens a journal for this run alone, or begins a new one.
 *
 * The lock is a line of the journal itself. So it holds for the file, whatever names, links, mounts or containers lead to
 * it. The system appends whole lines, one after the other. Each run appends its lock, then reads the file: the first lock
 * that is not released holds. The second of two runs that start at the same time therefore sees the lock of the first.
 *
 * @throws {UsageError} The file cannot be written, is no journal, belongs to another command or endpoint, is damaged, or is
 * in use.
 */
export async function openJournal(
  file: string,
  owner: JournalOwner,
  identityOf: IdentityOf,
  { breakLock }: JournalOptions = {},
): Promise<Journal> {
  await isThere(file);
  const handle = await openFile(file, "a+");
  const lock: Lock = { id: randomUUID().slice(0, 8), process: identifyThisProcess(), at: now() };
  const read = async () => parseJournal(await readAll(handle, file), owner, identityOf, file);
  let close = (): Promise<void> => handle.close();
  try {
    const { format, isTorn, locks: before } = await read();
    refuseLockOfFirstVersion(format, file);
    const ended = endedLocks(before, file, breakLock);
    const append = appenderTo(handle, isTorn);
    close = async () => {
      // A lock that cannot be released is left to the next run, which sees that this process has ended.
      await append([unlockLine(lock.id)]).catch(() => {});
      // An error here would count as one before the first deletion.
      await handle.close().catch(() => {});
    };
    const header = format === undefined ? [headerLine(owner)] : [];
    try {
      await append([...header, lockLine(lock, ended)]);
      if (format === undefined) {
        await syncFolderOf(file);
      }
    } catch (error) {
      throw cannotWrite(file, reasonOf(error));
    }
    const { states, errors, locks } = await read();
    const [first] = locks;
    if (first?.id !== lock.id) {
      throw first === undefined ? cannotWrite(file, "its lock was not written whole") : inUse(file, first);
    }
    const write = writerOf(append, file);
    return {
      states,
      errors,
      write: (item, state, details = {}) => write(itemLine(item, state, details)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What earlier runs recorded. Takes no lock. */
export async function readJournal(
  file: string,
  owner: JournalOwner,
  identityOf: IdentityOf,
): Promise<ReadonlyMap<string, ItemState>> {
  if (!(await isThere(file))) {
    return new Map();
  }
  const handle = await openFile(file, "r");
  try {
    return parseJournal(await readAll(handle, file), owner, identityOf, file).states;
  } finally {
    await handle.close();
  }
}

/** @throws {UsageError} The path is not a regular file, or its folder does not exist, or an output leads to it. */
async function isThere(file: string): Promise<boolean> {
  const found = await stat(file, { bigint: true }).catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") {
      throw cannotOpen(file, reasonOf(error));
    }
  });
  if (found === undefined && !existsSync(dirname(file))) {
    throw cannotOpen(file, `there is no folder ${dirname(file)}`);
  }
  // Checked before it is opened: opening a pipe waits for its other end.
  if (found !== undefined && !found.isFile()) {
    const kind = found.isDirectory() ? "a folder" : "a device, pipe or socket";
    throw new UsageError(`--journal: ${file} is ${kind}; name a regular file`);
  }
  for (const [output, { fd }] of Object.entries({
    "standard output": process.stdout,
    "standard error": process.stderr,
  })) {
    const stats = fstatSync(fd, { bigint: true });
    // On Windows, pipes have the number 0, and so have files of some network drives.
    if (found !== undefined && stats.isFile() && isSameFile(found, stats)) {
      throw new UsageError(`--journal: ${output} leads to ${file}, and would damage the journal; name another file`);
    }
  }
  return found !== undefined;
}

/** @throws {UsageError} */
async function openFile(file: string, flags: "a+" | "r"): Promise<FileHandle> {
  try {
    return await open(file, flags);
  } catch (error) {
    throw cannotOpen(file, reasonOf(error));
  }
}

function cannotOpen(file: string, reason: string): UsageError {
  return new UsageError(`--journal: ${file} cannot be opened: ${reason}`);
}

/**
 * Reads from the beginning, unlike `handle.readFile()`, which goes on where the last reading ended.
 *
 * @throws {UsageError} The file is larger than a text can be, or is not UTF-8.
 */
async function readAll(handle: FileHandle, file: string): Promise<string> {
  const { size } = await handle.stat();
  if (size > constants.MAX_STRING_LENGTH) {
    throw new UsageError(
      `--journal: ${file} has ${bytes(size)}, and a journal of more than ${bytes(constants.MAX_STRING_LENGTH)} cannot be read; name another file, and list only what is not deleted yet`,
    );
  }
  const chunks: Buffer[] = [];
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await handle.read({ buffer: Buffer.alloc(CHUNK_LENGTH), position });
    if (bytesRead === 0) {
      return decodeJournal(Buffer.concat(chunks), file);
    }
    chunks.push(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}

const CHUNK_LENGTH = 64 * 1024;

type Append = (lines: readonly object[]) => Promise<void>;

/** Appends lines and waits for the disk. After lines that may have been cut it begins with a line end. */
function appenderTo(handle: FileHandle, isTorn: boolean): Append {
  let isCut = isTorn;
  return async (lines) => {
    const text = lines.map((line) => `${jsonText(line)}\n`).join("");
    const start = isCut ? "\n" : "";
    isCut = true;
    await handle.appendFile(start + text);
    isCut = false;
    await handle.datasync();
  };
}

/** @throws {UsageError} A lock belongs to a process that runs, or may run. */
function endedLocks(locks: readonly Lock[], file: string, breakLock: string | undefined): string[] {
  return locks.map((lock) => {
    const state = stateOfProcess(lock.process);
    if (state === "running" || (state === "not-visible" && lock.id !== breakLock)) {
      throw inUse(file, lock);
    }
    return lock.id;
  });
}

function inUse(file: string, { id, process, at }: Lock): UsageError {
  const owner = `process ${process.pid} on ${process.host} since ${at}`;
  return new UsageError(
    stateOfProcess(process) === "not-visible"
      ? `--journal: ${file} is locked by ${owner}, and this process cannot see whether that one still runs; make sure that it does not, and add --break-lock ${id}`
      : `--journal: ${file} is in use by ${owner}; wait until it has ended`,
  );
}

/** 0.1.0 does not know locks in the journal. It removes its own when it ends, unless it is killed. */
function refuseLockOfFirstVersion(format: string | undefined, file: string): void {
  if (format === FIRST_FORMAT && existsSync(`${file}.lock`)) {
    throw new UsageError(
      `--journal: ${file} is locked by version 0.1.0; make sure that it does not run, and delete ${file}.lock`,
    );
  }
}

function cannotWrite(file: string, reason: string): UsageError {
  return new UsageError(`--journal: ${file} cannot be written: ${reason}`);
}

/**
 * Appends lines. Lines that arrive while it waits for the disk are appended together. After a failure it writes no more: an
 * item is deleted only after its line is on the disk.
 */
function writerOf(append: Append, file: string): (line: object) => Promise<void> {
  let lines: object[] = [];
  let written: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const writeLines = async (): Promise<void> => {
    const waiting = lines;
    lines = [];
    next = undefined;
    try {
      await append(waiting);
    } catch (error) {
      throw new Stop(`The journal ${file} cannot be written: ${reasonOf(error)}.`, NOT_ALL);
    }
  };
  return (line) => {
    lines.push(line);
    if (next === undefined) {
      next = written.then(writeLines);
      written = next;
    }
    return next;
  };
}

/**
 * Puts the folder's entry of a new file on the disk, where the file system can. Windows cannot open folders, and does not need this.
 *
 * @throws {Error} The disk is damaged or full.
 */
async function syncFolderOf(file: string): Promise<void> {
  if (process.platform === "win32") {
    return;
  }
  try {
    const handle = await open(dirname(await realpath(file)));
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!ONLY_FILES.has(codeOf(error))) {
      throw error;
    }
  }
}

/** Shared folders of VirtualBox, some of virtiofs and SMB sync files alone, and who may write in a folder may be unable to read it. */
const ONLY_FILES = new Set(["EINVAL", "EBADF", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM", "EACCES"]);
