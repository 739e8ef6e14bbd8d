import { existsSync, readFileSync, statSync } from "node:fs";
import { CharsetError, decodeText } from "../../soap/xml/decode-text.js";
import { reasonOf } from "../file-error.js";
import { say } from "../terminal/status-line.js";
import { UsageError } from "../usage-error.js";

/** Reads a file of one line. @throws {UsageError} */
export function readSecret(option: string, file: string): string {
  refuseMissing(option, file);
  const text = decode(option, file).replace(/\r?\n$/, "");
  if (text === "" || /[\r\n]/.test(text)) {
    throw new UsageError(`${option}: expected one line in ${file}`);
  }
  warnOfReaders(file);
  return text;
}

/** Refuses a name that leads to no file, without showing it. @throws {UsageError} */
export function refuseMissing(option: string, file: string): void {
  if (!existsSync(file)) {
    throw new UsageError(
      `${option}: expected the name of a file, but this process finds none of that name; it is not shown, because it may be the secret itself`,
    );
  }
}

/** Another text than the one in the file would be a wrong password, and too many of them lock the user out. */
function decode(option: string, file: string): string {
  try {
    return decodeText(readFileOf(option, file));
  } catch (error) {
    throw error instanceof CharsetError ? new UsageError(`${option}: ${error.message}; save ${file} as UTF-8`) : error;
  }
}

/** @throws {UsageError} */
export function readFileOf(option: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${option}: ${file} cannot be read: ${reasonOf(error)}`);
  }
}

export function warnOfReaders(file: string): void {
  const OTHERS_MAY_READ = 0o004;
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  if (process.platform !== "win32" && (mode & OTHERS_MAY_READ) !== 0) {
    say(`Warning: every user of this machine can read ${file}; chmod 600 helps.`);
  }
}
