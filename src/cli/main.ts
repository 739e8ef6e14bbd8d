#!/usr/bin/env node
import nodeModule from "node:module";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

keepCompiledCode();
// Imported only now, so that its compiled code is kept as well.
const { runProgram } = await import("./program.js");
await runProgram(process.argv.slice(2));

/**
 * Makes Node.js 22.8 and later keep the compiled code of the modules for the next run, in a folder below the home folder. The
 * default of Node.js is the folder for temporary files, where another user could replace the code. Without a home folder that
 * can be written, nothing is kept.
 */
function keepCompiledCode(): void {
  const { enableCompileCache } = nodeModule as typeof nodeModule & { enableCompileCache?(folder: string): unknown };
  // A relative one, such as that of an empty HOME, would be below the current folder, which may be another user's.
  const cacheFolder = [process.env["XDG_CACHE_HOME"], cacheFolderOfHome()].find(
    (folder) => folder && isAbsolute(folder),
  );
  if (cacheFolder !== undefined) {
    enableCompileCache?.(join(cacheFolder, "inforouter-soap-client"));
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
