import { showable } from "../../soap/xml/characters.js";
import { refuseWindowsPaths } from "../arguments/windows-paths.js";
import type { Connection } from "../connection/open-connection.js";
import type { ConnectionOptions } from "../connection/options.js";
import { messageOf } from "../error-text.js";
import { NOT_ALL, SUCCESS, UNKNOWN } from "../exit-codes.js";
import { jsonText } from "../terminal/json-text.js";
import { print } from "../terminal/output.js";
import { say } from "../terminal/status-line.js";
import { checkPath } from "./check-path.js";
import { errorToJson } from "./item-result.js";
import { reasonToStop } from "./reason-to-stop.js";
import { refuseQuotationMarks, refuseSplitPaths } from "./shell-mistakes.js";
import { untilStopped } from "./stop.js";

export interface LookOptions extends ConnectionOptions {
  readonly allowUnusualPath?: boolean | undefined;
}

/**
 * Looks for one folder after the other, so that a log-in that fails is tried once.
 *
 * @returns The exit code.
 * @throws {UsageError | Stop} The command cannot be carried out, or a signal ended it.
 */
export async function lookForFolders(paths: readonly string[], options: LookOptions): Promise<number> {
  const { allowUnusualPath } = options;
  refuseWindowsPaths(paths);
  for (const path of paths) {
    checkPath(path, { allowUnusualPath });
  }
  refuseQuotationMarks(paths);
  refuseSplitPaths(paths);
  // Loaded on demand: --help does not need it.
  const { prepareConnection } = await import("../online.js");
  const connect = await prepareConnection(options, 1);
  const stopping = untilStopped();
  const { signal } = stopping;
  let connection: Connection | undefined;
  let exitCode = SUCCESS;
  try {
    connection = await connect(signal);
    for (const path of paths) {
      try {
        const isThere = await connection.client.folderExists(path, { allowUnusualPath, signal });
        exitCode = isThere ? exitCode : Math.max(exitCode, NOT_ALL);
        printFound(path, isThere ? "exists" : "missing");
      } catch (error) {
        signal.throwIfAborted();
        exitCode = UNKNOWN;
        printFailure(path, error);
        const reason = reasonToStop({ many: "folders" }, error);
        if (reason !== undefined) {
          say(reason);
          break;
        }
      }
    }
  } finally {
    await connection?.close();
    // Only now: a signal that is passed on would end the log-out.
    await stopping.end();
  }
  return exitCode;
}

function printFound(path: string, outcome: "exists" | "missing"): void {
  const line = process.stdout.isTTY ? showable(`${outcome} ${path}`) : jsonText({ path, outcome });
  print(`${line}\n`);
}

function printFailure(path: string, error: unknown): void {
  if (!process.stdout.isTTY) {
    print(`${jsonText({ path, outcome: "failed", error: errorToJson(error) })}\n`);
  }
  say(`unknown ${path}: ${messageOf(error)}`);
}
