import { closeSync, openSync, readFileSync, rmSync, unlinkSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { codeOf } from "../../soap/http/transport.js";
import { UsageError } from "../usage-error.js";

/**
 * Keeps other processes from a file until the function that it returns is called, by means of `FILE.lock`, which names
 * this process. The lock of a process of this machine that is gone, killed for instance, is taken over.
 *
 * @throws {UsageError} Another process has it, or may have it.
 */
export function lock(file: string): () => void {
  const lockFile = `${file}.lock`;
  if (!create(lockFile)) {
    takeOver(lockFile);
  }
  return () => rmSync(lockFile, { force: true });
}

/** Only one process at a time takes a lock over: a second would remove the lock that the first has just made. */
function takeOver(lockFile: string): void {
  const guard = `${lockFile}.guard`;
  if (!create(guard)) {
    throw inUse(guard, readOwner(guard));
  }
  try {
    const owner = readOwner(lockFile);
    if (owner === undefined || owner.host !== hostname() || isRunning(owner.pid)) {
      throw inUse(lockFile, owner);
    }
    unlinkSync(lockFile);
    if (!create(lockFile)) {
      throw inUse(lockFile, readOwner(lockFile));
    }
  } finally {
    unlinkSync(guard);
  }
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/** Whether it could be created: false if it is there already. */
function create(lockFile: string): boolean {
  try {
    const descriptor = openSync(lockFile, "wx");
    const owner: Owner = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
    writeSync(descriptor, JSON.stringify(owner));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") {
      return false;
    }
    throw error;
  }
}

/** Undefined if the file is not whole, or gone by now. */
function readOwner(lockFile: string): Owner | undefined {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(lockFile, "utf8"));
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, host: String(host), since: String(since) } : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

function inUse(lockFile: string, owner: Owner | undefined): UsageError {
  const who = owner === undefined ? "another run" : `process ${owner.pid} on ${owner.host} since ${owner.since}`;
  return new UsageError(`--journal: in use by ${who}; if that is no run of this command any more, delete ${lockFile}`);
}
