import { Command } from "commander";
import { checkFolderPath } from "../../arguments.js";
import { InvalidInputError } from "../../soap/errors.js";
import {
  addConnectionOptions,
  type Connection,
  type ConnectionOptions,
  openConnection,
} from "../connection/settings.js";
import { errorToJson, messageOf } from "../deletions/item-result.js";
import { reasonToStop } from "../deletions/run-deletions.js";
import { untilStopped } from "../deletions/stop.js";
import { NOT_ALL, SUCCESS, UNKNOWN } from "../exit-codes.js";
import { say } from "../terminal/status-line.js";
import { UsageError } from "../usage-error.js";

interface ExistsOptions extends ConnectionOptions {
  readonly allowUnusualPath?: boolean | undefined;
}

/** `inforouter exists` */
export function existsCommand(): Command {
  const command = new Command("exists")
    .description("look whether folders or libraries are there for this user")
    .argument("<paths...>", "folders or libraries to look for")
    .option("--allow-unusual-path", "accept paths that a server may read as another folder")
    .action(async (paths: string[], options: ExistsOptions) => {
      process.exitCode = await exists(paths, options);
    });
  return addConnectionOptions(command).addHelpText(
    "after",
    `
A folder that the user may not see is "missing", and so is a document.

Exit codes:
  0    all of them are there
  1    some are not there
  2    the command or its settings cannot be used
  3    of some it is not known whether they are there
  130  interrupted by Ctrl-C; 143 by SIGTERM, 129 by SIGHUP, 141 because the
       output was closed

Examples:
  inforouter exists /Finance/Reports/2019
  inforouter exists /Finance /Finance/Reports > folders.jsonl`,
  );
}

/** Looks for one folder after the other, so that a log-in that fails is tried once. */
async function exists(paths: readonly string[], options: ExistsOptions): Promise<number> {
  const { allowUnusualPath } = options;
  for (const path of paths) {
    checkPath(path, allowUnusualPath);
  }
  const stopping = untilStopped();
  const { signal } = stopping;
  let connection: Connection | undefined;
  let exitCode = SUCCESS;
  try {
    connection = await openConnection(options, 1, signal);
    for (const path of paths) {
      try {
        const isThere = await connection.client.folderExists(path, { allowUnusualPath, signal });
        exitCode = isThere ? exitCode : Math.max(exitCode, NOT_ALL);
        print(path, isThere ? "exists" : "missing");
      } catch (error) {
        signal.throwIfAborted();
        exitCode = UNKNOWN;
        print(path, "failed", error);
        const reason = reasonToStop({ many: "folders" }, error);
        if (reason !== undefined) {
          say(reason);
          break;
        }
      }
    }
  } finally {
    stopping.end();
    await connection?.close();
  }
  return exitCode;
}

/** @throws {UsageError} */
function checkPath(path: string, allowUnusualPath: boolean | undefined): void {
  try {
    checkFolderPath(path, "FolderExists", { mayBeLibrary: true, allowUnusualPath });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) {
      throw error;
    }
    const reason = error.message.replace("set `allowUnusualPath: true`", "add --allow-unusual-path");
    throw new UsageError(`${JSON.stringify(path.slice(0, 100))}: ${reason}`);
  }
}

function print(path: string, outcome: "exists" | "missing" | "failed", error?: unknown): void {
  if (!process.stdout.isTTY) {
    const failure = outcome === "failed" ? { error: errorToJson(error) } : {};
    process.stdout.write(`${JSON.stringify({ path, outcome, ...failure })}\n`);
  } else if (outcome !== "failed") {
    process.stdout.write(`${outcome} ${path}\n`);
  }
  if (outcome === "failed") {
    say(`unknown ${path}: ${messageOf(error)}`);
  }
}
