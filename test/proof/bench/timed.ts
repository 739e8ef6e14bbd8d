import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import type { Usage } from "./programs/report-usage.js";
import { compiled } from "./programs.js";

/** What a command took, from its start to its end. */
export interface Timed extends Usage {
  readonly milliseconds: number;
}

/**
 * Runs a program of Node.js to its end.
 *
 * @throws It ended with another status than 0.
 */
export function timed(commandLine: readonly string[]): Promise<Timed> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const reporter = pathToFileURL(compiled("report-usage")).href;
    const child = spawn(process.execPath, ["--import", reporter, ...commandLine], {
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    let [usage, complaints] = ["", ""];
    child.stderr?.on("data", (chunk) => {
      complaints += chunk;
    });
    child.stdio[3]?.on("data", (chunk) => {
      usage += chunk;
    });
    child.once("close", (status) => {
      if (status === 0) {
        resolve({ milliseconds: performance.now() - startedAt, ...(JSON.parse(usage) as Usage) });
        return;
      }
      reject(new Error(`${commandLine.join(" ")} ended with ${status}.\n${complaints}`));
    });
  });
}
