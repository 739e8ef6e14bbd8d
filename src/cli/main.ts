#!/usr/bin/env node
import { statSync } from "node:fs";
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
    enableCompileCache?.(folder);
  }
}

/** Whether no other user can make or replace the folder: where it is not there yet, the one that it would be made in counts. */
function isSafeFromOthers(folder: string): boolean {
  const OTHERS_MAY_WRITE = 0o002;
  const user = process.geteuid?.();
  try {
    const { uid, mode } = statSync(folder);
    return user === undefined || ([0, user].includes(uid) && (mode & OTHERS_MAY_WRITE) === 0);
  } catch {
    return folder !== dirname(folder) && isSafeFromOthers(dirname(folder));
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
