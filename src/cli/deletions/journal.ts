import { type FileHandle, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "../../soap/http/transport.js";
import { NOT_ALL } from "../exit-codes.js";
import { UsageError } from "../usage-error.js";
import { lock } from "./lock.js";
import { Stop } from "./stop.js";

/**
 * What a journal says of an item, in the last line about it.
 *
 * - `"begun"`: the call was about to be made, and no result was written. It may have been carried out.
 * - `"unknown"`: the call was made and its outcome is not known. It may have been carried out.
 * - `"failed"`: nothing happened to it.
 */
export type ItemState = "begun" | "deleted" | "missing" | "failed" | "unknown";

const ITEM_STATES: readonly unknown[] = ["begun", "deleted", "missing", "failed", "unknown"] satisfies ItemState[];

/** What a journal belongs to. With any other it is refused. */
export interface JournalOwner {
  readonly command: string;
  readonly endpoint: string;
}

/** The same for all spellings of one item. */
type IdentityOf = (item: string) => string;

/**
 * A file of JSON lines that is only ever added to: who it belongs to, then what was begun and what became of it, each
 * on the disk before the run goes on.
 */
export interface Journal {
  /** What earlier runs have left, by the item's identity. */
  readonly states: ReadonlyMap<string, ItemState>;
  /**
   * Resolves when the line is on the disk.
   *
   * @param details For whoever reads the journal.
   * @throws {Stop} It cannot be written; from then on nothing is.
   */
  write(item: string, state: ItemState, details?: object): Promise<void>;
  close(): Promise<void>;
}

const FORMAT = "inforouter 1";

/**
 * Opens a journal for this process alone, or begins it.
 *
 * @throws {UsageError} It is no journal, belongs to another command or endpoint, is damaged, or is in use.
 */
export async function openJournal(file: string, owner: JournalOwner, identityOf: IdentityOf): Promise<Journal> {
  const unlock = lock(file);
  let handle: FileHandle | undefined;
  try {
    const bytes = await readIfThere(file);
    const { states, length } = parseJournal(bytes, owner, identityOf, file);
    handle = await open(file, "a");
    if (length < bytes.length) {
      await handle.truncate(length);
    }
    const write = writerOf(handle, file);
    if (length === 0) {
      await write({ journal: FORMAT, ...owner, at: now() });
      await syncFolder(dirname(file));
    }
    const opened = handle;
    return {
      states,
      write: (item, state, details = {}) => write({ item, state, ...details, at: now() }),
      close: async () => {
        await opened.close();
        unlock();
      },
    };
  } catch (error) {
    await handle?.close();
    unlock();
    throw error;
  }
}

/** What earlier runs have left, without opening the journal for another. */
export async function readJournal(
  file: string,
  owner: JournalOwner,
  identityOf: IdentityOf,
): Promise<ReadonlyMap<string, ItemState>> {
  return parseJournal(await readIfThere(file), owner, identityOf, file).states;
}

interface ParsedJournal {
  readonly states: ReadonlyMap<string, ItemState>;
  /** Bytes of its whole lines. */
  readonly length: number;
}

/**
 * Reads a journal. What stands after the last line end was being written when a run was killed: the beginning of a call
 * that was not made, or of a result, whose item then is `"begun"`.
 *
 * @throws {UsageError}
 */
export function parseJournal(
  bytes: Uint8Array,
  { command, endpoint }: JournalOwner,
  identityOf: IdentityOf,
  file: string,
): ParsedJournal {
  const states = new Map<string, ItemState>();
  const length = bytes.lastIndexOf(0x0a) + 1;
  if (bytes.length === 0) {
    return { states, length };
  }
  const [header = "", ...lines] = new TextDecoder().decode(bytes.subarray(0, length)).split("\n").slice(0, -1);
  const owner = parseObject(header);
  if (owner?.["journal"] !== FORMAT) {
    throw new UsageError(`--journal: ${file} is no journal of this command; name another file, which need not exist`);
  }
  for (const [name, value] of Object.entries({ command, endpoint })) {
    if (owner[name] !== value) {
      const found = JSON.stringify(owner[name]);
      throw new UsageError(`--journal: ${file} belongs to the ${name} ${found}, not to ${value}; name another file`);
    }
  }
  for (const [index, line] of lines.entries()) {
    const { item, state } = parseObject(line) ?? {};
    const identity = typeof item === "string" ? identityIfAny(item, identityOf) : undefined;
    if (identity === undefined || !isItemState(state)) {
      throw new UsageError(
        `--journal: ${file}, line ${index + 2}, is damaged, so that nobody knows what was deleted; look, and use a new one`,
      );
    }
    states.set(identity, state);
  }
  return { states, length };
}

/**
 * Writes lines and waits for the disk, once for all the lines that came while it waited for the last ones. After a
 * failure it writes no more, which would run on from half a line.
 */
function writerOf(handle: FileHandle, file: string): (line: object) => Promise<void> {
  let lines = "";
  let written: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const writeLines = async (): Promise<void> => {
    const text = lines;
    lines = "";
    next = undefined;
    try {
      await handle.appendFile(text);
      await handle.datasync();
    } catch (error) {
      throw new Stop(
        `The journal ${file} cannot be written: ${error instanceof Error ? error.message : error}.`,
        NOT_ALL,
      );
    }
  };
  return (line) => {
    lines += `${JSON.stringify(line)}\n`;
    if (next === undefined) {
      next = written.then(writeLines);
      written = next;
    }
    return next;
  };
}

function identityIfAny(item: string, identityOf: IdentityOf): string | undefined {
  try {
    return identityOf(item);
  } catch {
    return undefined;
  }
}

function isItemState(value: unknown): value is ItemState {
  return ITEM_STATES.includes(value);
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

async function readIfThere(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    if (codeOf(error) === "ENOENT") {
      return new Uint8Array();
    }
    throw error;
  }
}

/** A new file is on the disk when its folder's entry is. Windows does not open folders, and needs none of this. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") {
    return;
  }
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function now(): string {
  return new Date().toISOString();
}
