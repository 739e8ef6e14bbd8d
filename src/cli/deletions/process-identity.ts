import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { codeOf } from "../file-error.js";

/** A process, identified so that no later process, container or start of a machine can be taken for it. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Linux: differs after each start of the machine. */
  readonly boot?: string | undefined;
  /** Linux: those in which `pid` and `startTime` are numbered. Containers have their own. */
  readonly namespaces?: string | undefined;
  /** Linux: clock ticks since the start of the machine. Differs where a later process has the same pid. */
  readonly startTime?: string | undefined;
}

export function identifyThisProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    host: hostname(),
    boot: readText("/proc/sys/kernel/random/boot_id")?.trim(),
    namespaces: namespacesOfThisProcess(),
    startTime: readStat("self")?.startTime,
  };
}

/**
 * `"ended"` only if that is certain: the process ran on this machine since its last start, with the same process numbers,
 * and either none has its number or the one that has it started at another time. Never certain without Linux's `/proc`.
 */
export function stateOfProcess(identity: ProcessIdentity): "running" | "ended" | "not-visible" {
  const { pid, host, boot, namespaces, startTime } = identity;
  const here = identifyThisProcess();
  const isComplete = boot !== undefined && namespaces !== undefined && startTime !== undefined;
  if (!isComplete || host !== here.host || boot !== here.boot || namespaces !== here.namespaces) {
    return "not-visible";
  }
  if (!hasProcess(pid)) {
    return "ended";
  }
  // `unshare --pid` without --mount-proc leaves a /proc that numbers processes as another namespace does.
  const isOwnProc = readLink("/proc/self") === String(process.pid);
  const stat = isOwnProc ? readStat(String(pid)) : undefined;
  if (stat === undefined) {
    return "not-visible";
  }
  return stat.startTime === startTime && !stat.isZombie ? "running" : "ended";
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

/** Older kernels have no time namespaces. */
function namespacesOfThisProcess(): string | undefined {
  const pid = readLink("/proc/self/ns/pid");
  return pid === undefined ? undefined : [pid, readLink("/proc/self/ns/time")].join(" ").trim();
}

interface ProcessStat {
  readonly startTime: string;
  /** It has ended, and its parent has not asked for its exit code yet. */
  readonly isZombie: boolean;
}

/** proc_pid_stat(5): the second field, a name in parentheses, may hold blanks and parentheses itself. */
function readStat(pid: string): ProcessStat | undefined {
  const text = readText(`/proc/${pid}/stat`);
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ") ?? [];
  const [state, threads, startTime] = [fields[0], fields[17], fields[19]];
  // The first thread can be a zombie while others still run.
  return startTime === undefined ? undefined : { startTime, isZombie: state === "Z" && Number(threads) <= 1 };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function readLink(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}
