import { existsSync, lstatSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import type { InfoRouterClient } from "../../client.js";
import type { Download } from "../../download/download.js";
import { DownloadError } from "../../errors.js";
import { InvalidInputError, isInfoRouterError } from "../../soap/errors.js";
import { refuseWindowsPaths } from "../arguments/windows-paths.js";
import { type Connection, prepareConnection } from "../connection/open-connection.js";
import type { ConnectionOptions } from "../connection/options.js";
import { inTermsOfArguments } from "../connection/settings.js";
import { errorToJson } from "../deletions/item-result.js";
import { untilStopped } from "../deletions/stop.js";
import { messageOf } from "../error-text.js";
import { NOT_ALL, SUCCESS } from "../exit-codes.js";
import { reasonOf } from "../file-error.js";
import { jsonText } from "../terminal/json-text.js";
import { print } from "../terminal/output.js";
import { bytes, duration, renderProgress } from "../terminal/progress.js";
import { say, sayAbove, startStatusLine } from "../terminal/status-line.js";
import { UsageError } from "../usage-error.js";
import { PartFile } from "./part-file.js";

export interface DownloadDocumentOptions extends ConnectionOptions {
  readonly version?: number | undefined;
  readonly out?: string | undefined;
  readonly overwrite?: boolean | undefined;
}

/**
 * Downloads a document into a file.
 *
 * @returns The exit code.
 * @throws {UsageError | Stop} Nothing was begun, the file cannot be written, or a signal ended it.
 */
export async function downloadDocument(path: string, options: DownloadDocumentOptions): Promise<number> {
  refuseWindowsPaths([path]);
  const file = targetOf(path, options);
  const connect = await prepareConnection(options, 2);
  const stopping = untilStopped();
  let connection: Connection | undefined;
  try {
    connection = await connect(stopping.signal);
    const start = performance.now();
    const { size, crc32 } = await receive(connection.client, path, file, options, stopping.signal);
    printResult({ path, outcome: "downloaded", file, size, crc32 });
    const unchecked =
      crc32 === undefined ? " The server sends no CRC32 of the whole file; the CRC32 of each chunk is right." : "";
    say(`${bytes(size)} in ${file}, in ${duration((performance.now() - start) / 1000)}.${unchecked}`);
    return SUCCESS;
  } catch (error) {
    if (!isInfoRouterError(error) || stopping.signal.aborted) {
      throw error;
    }
    if (error instanceof InvalidInputError) {
      throw new UsageError(inTermsOfArguments(error.message));
    }
    printResult({ path, outcome: "failed", error: errorToJson(error) });
    say(`failed ${path}: ${messageOf(error)}`);
    return NOT_ALL;
  } finally {
    await connection?.close();
    // Only now: a signal that is passed on would end the log-out.
    await stopping.end();
  }
}

/** @throws {UsageError} */
function targetOf(path: string, { out, overwrite }: DownloadDocumentOptions): string {
  const file = out ?? path.split(/[/\\]/).at(-1) ?? "";
  if (["", ".", ".."].includes(file)) {
    throw new UsageError(`${JSON.stringify(path)}: expected a document such as /Finance/Reports/2024.pdf`);
  }
  if (out === "-") {
    throw new UsageError("--out: expected a file, not standard output; ./- is the file of that name");
  }
  const found = lookAt(file);
  if (found !== undefined && !found.isFile()) {
    throw new UsageError(`--out: ${file} is not a regular file; name another one`);
  }
  if (found !== undefined && !overwrite) {
    throw new UsageError(`--out: ${file} already exists; name another file, or add --overwrite`);
  }
  const folder = /[/\\]$/.test(file) ? file : dirname(file);
  if (!existsSync(folder)) {
    throw new UsageError(`--out: there is no folder ${folder}`);
  }
  return file;
}

function lookAt(file: string): Stats | undefined {
  try {
    // A symbolic link that leads nowhere is there as well.
    return statSync(file, { throwIfNoEntry: false }) ?? lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`--out: ${file} cannot be written: ${reasonOf(error)}`);
  }
}

interface Received {
  readonly size: number;
  readonly crc32: string | undefined;
}

/** @throws Unless the whole document is in the file. The part stays if another download can continue it. */
async function receive(
  client: InfoRouterClient,
  path: string,
  file: string,
  { version, overwrite }: DownloadDocumentOptions,
  signal: AbortSignal,
): Promise<Received> {
  const download = await client.download(path, { version, signal });
  const sayLeft = (handlers: readonly string[]): void => {
    for (const handler of handlers) {
      sayAbove(`The download handler ${handler} may be left on the server.`);
    }
  };
  const onExit = (): void => sayLeft([...download.handlersLeft, download.downloadHandler]);
  const onStop = (): void => {
    if (signal.reason.message !== "") {
      sayAbove("Finishing the calls under way; a second signal ends at once.");
    }
  };
  // At a second signal.
  process.once("exit", onExit);
  signal.addEventListener("abort", onStop);
  let part: PartFile | undefined;
  let failure: unknown;
  try {
    part = await PartFile.open(file, download, existsSync(file));
    await readInto(part, download);
    await part.moveTo(file, { overwrite });
    return { size: part.length, crc32: download.crc32 };
  } catch (error) {
    failure = error;
    await part?.close();
    if (part?.canBeContinued && part.length > 0) {
      await keepOrRemove(part, error);
    }
    throw error;
  } finally {
    await download.close().catch(() => {});
    process.off("exit", onExit);
    signal.removeEventListener("abort", onStop);
    // The message of an error of this package names them already.
    sayLeft(isInfoRouterError(failure) ? [] : download.handlersLeft);
  }
}

async function readInto(part: PartFile, download: Download): Promise<void> {
  const { before } = part;
  if (before > 0) {
    say(`${part.path} has the first ${bytes(before)}; the download continues there.`);
  }
  if (before > 0 && before === download.size) {
    return;
  }
  if (before > 0) {
    download.skip(before, part.crc32);
  }
  const start = performance.now();
  const status = startStatusLine((columns) => {
    const { size: total } = download;
    const elapsedInMs = performance.now() - start;
    const progress = { done: part.length, before, failed: 0, unknown: 0, elapsedInMs };
    return total === undefined ? "" : renderProgress({ ...progress, total, unit: "bytes" }, columns);
  });
  try {
    for await (const chunk of download) {
      await part.write(chunk);
    }
  } finally {
    status.end();
  }
}

/** Removes a part that may be damaged, so that later downloads do not continue it again and again. */
async function keepOrRemove(part: PartFile, error: unknown): Promise<void> {
  if (error instanceof DownloadError && part.before > 0) {
    await part.remove();
    say(`${part.path} is removed; the next download starts anew.`);
  } else if (await part.isThere()) {
    say(`${part.path} has ${bytes(part.length)}; the same command continues it.`);
  }
}

function printResult(result: object): void {
  if (!process.stdout.isTTY) {
    print(`${jsonText(result)}\n`);
  }
}
