import { isUtf8 } from "node:buffer";
import { UsageError } from "../usage-error.js";
import { DONE, type Done, type ItemKind } from "./item-kind.js";
import type { ProcessIdentity } from "./process-identity.js";

/**
 * The last thing that a journal records about an item.
 *
 * - `"begun"`: the call was about to be made, and has no result. It may have been carried out.
 * - `"unknown"`: the call was made, and its outcome is unknown. It may have been carried out.
 * - `"failed"`: nothing happened to the item.
 */
export type ItemState = "begun" | Done | "failed" | "unknown";

const ITEM_STATES: readonly unknown[] = ["begun", ...DONE, "failed", "unknown"] satisfies ItemState[];

/** The command and the endpoint that a journal belongs to. It is refused for others. */
export interface JournalOwner {
  readonly command: string;
  readonly endpoint: string;
}

/** What an earlier run learned of a deletion whose outcome it could not tell. */
export interface EarlierError {
  /** The code of the error, such as `PARTIAL`. */
  readonly code: string;
  readonly requestId?: string;
  readonly at: string;
}

/** Gives the same text for all spellings of one item. */
export type IdentityOf = (item: string) => string;

/** The claim of one run to be the only one that writes. */
export interface Lock {
  readonly id: string;
  readonly process: ProcessIdentity;
  readonly at: string;
}

export interface ParsedJournal {
  /** The format that the header names; undefined without a header. */
  readonly format: string | undefined;
  /** By the item's identity. */
  readonly states: ReadonlyMap<string, ItemState>;
  /** By the identity of an item whose last result is unknown, what is known of it. */
  readonly errors: ReadonlyMap<string, EarlierError>;
  /** Locks that are neither released nor listed as `ended`, in the order of the file. The first one holds. */
  readonly locks: readonly Lock[];
  /** Whether the last line has no line end: its writer was killed, or the disk was full. */
  readonly isTorn: boolean;
}

/** 0.1.0 wrote the first, and locked by means of a second file. */
export const FIRST_FORMAT = "inforouter 1";
const FORMAT = "inforouter 2";

export function headerLine(owner: JournalOwner): object {
  return { journal: FORMAT, ...owner, at: now() };
}

/** @param ended Locks whose processes have ended. */
export function lockLine({ id, process, at }: Lock, ended: readonly string[]): object {
  return { lock: id, process, ...(ended.length > 0 && { ended }), at };
}

export function unlockLine(id: string): object {
  return { unlock: id, at: now() };
}

export function itemLine(item: string, state: ItemState, details: object): object {
  return { item, state, ...details, at: now() };
}

export function now(): string {
  return new Date().toISOString();
}

/**
 * Decodes a journal. An editor may have put a byte order mark before it. A line that was cut within a letter is not UTF-8.
 *
 * @throws {UsageError} A whole line is in another encoding, in which its item would be that of another name, to be deleted again.
 */
export function decodeJournal(bytes: Buffer, file: string): string {
  const text = bytes.toString("utf8");
  if (!isUtf8(bytes)) {
    let start = 0;
    for (const [index, line] of text.split("\n").entries()) {
      const end = bytes.indexOf("\n", start);
      if (!isUtf8(bytes.subarray(start, end === -1 ? undefined : end)) && parseObject(line) !== undefined) {
        throw damaged(file, index + 1);
      }
      start = end + 1;
    }
  }
  return text.replace(/^\ufeff/, "");
}

/**
 * Reads a journal. A line that is not JSON was cut while it was written. It counts as not written if no line about an item
 * follows before the next lock: a run writes nothing after a cut line. The next run may have appended a lock and a header.
 *
 * @throws {UsageError} It is not a journal, belongs to another command or endpoint, or is damaged.
 */
export function parseJournal(text: string, owner: JournalOwner, identityOf: IdentityOf, file: string): ParsedJournal {
  const lines = text.split("\n");
  const isTorn = lines.at(-1) !== "";
  const headerIndex = lines.findIndex((line) => FORMATS.has(parseObject(line)?.["journal"]));
  const beforeHeader = headerIndex === -1 ? lines : lines.slice(0, headerIndex);
  if (!beforeHeader.every(isCutHeader)) {
    throw new UsageError(`--journal: ${file} is not a journal of this command; name another file`);
  }
  const states = new Map<string, ItemState>();
  const errors = new Map<string, EarlierError>();
  const locks = new Map<string, Lock>();
  const header = parseObject(lines[headerIndex] ?? "");
  if (header === undefined) {
    return { format: undefined, states, errors, locks: [], isTorn };
  }
  checkOwner(header, owner, file);
  let cutLine: number | undefined;
  /** That of the items which follow: another one than the first only where two journals were joined. */
  let owning = header;
  /** The lock of the run that wrote it. While the lock holds, no other run writes about items. */
  let lockOfOwning: string | undefined;
  /** How many headers there are behind the first. */
  let joined = 0;
  /** By the identity of an item that may be deleted, the first run that left it so. */
  const doubts = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    if (line === "") {
      continue;
    }
    // One at a time: a run of a million deletions leaves two million lines.
    const content = parseObject(line);
    if (content === undefined) {
      cutLine ??= index + 1;
    } else if (typeof content["item"] === "string" && isItemState(content["state"]) && cutLine === undefined) {
      const identity = identityIfAny(content["item"], identityOf);
      if (identity === undefined) {
        throw damaged(file, index + 1);
      }
      if (owning !== header) {
        checkOwner(owning, owner, file);
      }
      const [lock = ""] = locks.keys();
      // A run that was killed holds its lock also where another journal was joined behind it.
      const run = `${joined} ${lock}`;
      const state = content["state"];
      if (state === "failed" && (doubts.get(identity) ?? run) !== run) {
        // A run records no failure of what an earlier one may have deleted: journals were joined, perhaps the last one first.
        states.set(identity, "unknown");
        continue;
      }
      if (!mayBeDone(state)) {
        doubts.delete(identity);
      } else if (!doubts.has(identity)) {
        doubts.set(identity, run);
      }
      states.set(identity, state);
      noteError(errors, identity, content);
    } else if (isAboutRun(content)) {
      cutLine = undefined;
      if (FORMATS.has(content["journal"]) && index !== headerIndex) {
        owning = content;
        lockOfOwning = undefined;
        joined += 1;
      }
      followLocks(locks, content);
      if (owning !== header && typeof content["lock"] === "string") {
        lockOfOwning ??= content["lock"];
      }
      if (lockOfOwning !== undefined && !locks.has(lockOfOwning)) {
        // A run that this file was refused to has left its header, and released its lock at once.
        owning = header;
      }
    } else {
      throw damaged(file, cutLine ?? index + 1);
    }
  }
  return { format: String(header["journal"]), states, errors, locks: [...locks.values()], isTorn };
}

/** A run that does not repeat a deletion records the error of the run that made it. */
function noteError(errors: Map<string, EarlierError>, identity: string, { state, error, at }: Record<string, unknown>) {
  const { earlier, ...own }: Record<string, unknown> = Object(error);
  const {
    code,
    requestId,
    at: then,
  }: Record<string, unknown> = earlier === undefined ? { ...own, at } : Object(earlier);
  errors.delete(identity);
  if (state === "unknown" && isWord(code) && isWord(then)) {
    errors.set(identity, { code, ...(isWord(requestId) && { requestId }), at: then });
  }
}

/** Anybody may have written the journal, and the command prints what it holds. */
function isWord(value: unknown): value is string {
  return typeof value === "string" && /^[\x21-\x7e]{1,200}$/.test(value) && value !== "BEGUN_EARLIER";
}

const FORMATS: ReadonlySet<unknown> = new Set([FIRST_FORMAT, FORMAT]);

const HEADER_START = '{"journal":"inforouter ';

/** A file system that lost power can leave zeros. */
function isCutHeader(line: string): boolean {
  return HEADER_START.startsWith(line) || line.startsWith(HEADER_START) || /^\0{1,1000}$/.test(line);
}

function checkOwner(header: Record<string, unknown>, owner: JournalOwner, file: string): void {
  for (const [name, value] of Object.entries(owner)) {
    if (header[name] !== value) {
      const found = JSON.stringify(header[name]);
      throw new UsageError(`--journal: ${file} belongs to the ${name} ${found}, not to ${value}; name another file`);
    }
  }
}

/** Two runs that begin a journal at the same time both write a header. That of the run that has the lock counts. */
function isAboutRun(content: Record<string, unknown>): boolean {
  return (
    typeof content["lock"] === "string" || typeof content["unlock"] === "string" || FORMATS.has(content["journal"])
  );
}

function followLocks(locks: Map<string, Lock>, { lock, unlock, ended, process, at }: Record<string, unknown>): void {
  for (const id of Array.isArray(ended) ? [unlock, ...ended] : [unlock]) {
    locks.delete(String(id));
  }
  if (typeof lock === "string") {
    locks.set(lock, { id: lock, process: readIdentity(process), at: String(at) });
  }
}

function readIdentity(value: unknown): ProcessIdentity {
  const { pid, host, boot, namespaces, startTime }: Record<string, unknown> = Object(value);
  const text = (field: unknown): string | undefined => (typeof field === "string" ? field : undefined);
  return {
    pid: Number(pid),
    host: String(host),
    // A pid of 0 or below names other processes to kill(2).
    boot: Number.isSafeInteger(pid) && Number(pid) > 0 ? text(boot) : undefined,
    namespaces: text(namespaces),
    startTime: text(startTime),
  };
}

function damaged(file: string, line: number): UsageError {
  return new UsageError(
    `--journal: ${file}, line ${line}, is damaged, so it is unknown what was deleted; check the server, and name a new file`,
  );
}

function identityIfAny(item: string, identityOf: IdentityOf): string | undefined {
  try {
    return identityOf(item);
  } catch {
    return undefined;
  }
}

/** Whether an item may be deleted, so that it must not be deleted again without a look. */
export function mayBeDone(state: ItemState): boolean {
  return state === "begun" || state === "unknown";
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

/** An earlier run may have had --allow-unusual-path. */
export function recordedIdentityOf(kind: ItemKind): IdentityOf {
  return (item) => kind.identityOf(item, { allowUnusualPath: true });
}
