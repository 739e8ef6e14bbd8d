#!/usr/bin/env node
import { realpathSync, statSync } from "node:fs";
import nodeModule from "node:module";
import { constants, homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

endAtSignals();
keepCompiledCode();
// Imported only now, so that its compiled code is kept as well.
const { runProgram } = await import("./program.js");
await runProgram(process.argv.slice(2));

/**
 * Ends the first process of a container at a signal, as every other process ends: the kernel withholds from it each signal
 * that it does not listen to. Leaves a signal to any other listener, such as that of a run.
 */
function endAtSignals(): void {
  if (process.pid === 1) {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (process.listenerCount(signal) === 1) {
          process.exit(128 + constants.signals[signal]);
        }
      });
    }
  }
}

/**
 * Makes Node.js 22.8 and later keep the compiled code of the modules for the next run, in a folder below the home folder. The
 * default of Node.js is the folder for temporary files, where another user could replace the code. Keeps nothing
 * unless this user, and no other, can write there: `HOME` of a container or a job may be `/tmp`.
 */
function keepCompiledCode(): void {
  const { enableCompileCache } = nodeModule as typeof nodeModule & { enableCompileCache?(folder: string): unknown };
  // A relative one, such as that of an empty HOME, would be below the current folder, which may be another user's.
  const cacheFolder = [process.env["XDG_CACHE_HOME"], cacheFolderOfHome()].find(
    (folder) => folder && isAbsolute(folder),
  );
  const folder = cacheFolder && join(cacheFolder, "inforouter-soap-client");
  if (folder && isSafeFromOthers(folder)) {
    // With umask 002, others could write in the folder that Node.js makes here, and the next run would not use it.
    const umask = process.umask(0o077);
    enableCompileCache?.(folder);
    process.umask(umask);
  }
}

/**
 * Whether no other user can make or replace the folder: where it is not there yet, the one that it would be made in counts. In a
 * folder further above, the sticky bit keeps others from replacing what is there, as in `/tmp`.
 *
 * @param exception The bits of a mode that make up for a folder in which others can write.
 */
function isSafeFromOthers(folder: string, exception = 0): boolean {
  const OTHERS_MAY_WRITE = 0o022;
  const STICKY = 0o1000;
  const user = process.geteuid?.();
  try {
    const path = realpathSync(folder);
    const { uid, mode } = statSync(path);
    const isSafe = [0, user].includes(uid) && ((mode & OTHERS_MAY_WRITE) === 0 || (mode & exception) !== 0);
    return user === undefined || (isSafe && (path === dirname(path) || isSafeFromOthers(dirname(path), STICKY)));
  } catch {
    return folder !== dirname(folder) && isSafeFromOthers(dirname(folder), exception);
  }
}

/** Undefined for a user without a home folder, as in some containers. */
function cacheFolderOfHome(): string | undefined {
  try {
    return join(homedir(), ".cache");
  } catch {
    return undefined;
  }
}
