import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { UsageError } from "../usage-error.js";

/** What Node.js makes of bytes that are not UTF-8, in arguments, the environment and what is typed. */
const REPLACEMENT = "\u{fffd}";

/**
 * Refuses arguments in another encoding, such as those of a script in ISO 8859-1: without its umlauts, the path of a folder is that of
 * another one, which would be reported as missing. A folder may have the replacement character itself in its name.
 *
 * @throws {UsageError}
 */
export function refuseLostLetters(args: readonly string[]): void {
  const index = args.findIndex((arg) => arg.includes(REPLACEMENT));
  if (index !== -1 && !areArgumentsUtf8()) {
    throw new UsageError(
      `argument ${index + 1} is not UTF-8, so that letters of it are lost; save the script as UTF-8, or set the terminal to it`,
    );
  }
}

/** Elsewhere than on Linux, nothing shows the bytes. */
function areArgumentsUtf8(): boolean {
  try {
    return isUtf8(readFileSync("/proc/self/cmdline"));
  } catch {
    return false;
  }
}

/**
 * Refuses a ticket, user or password in another encoding. It would be a wrong one, and too many of them lock the user out.
 *
 * @throws {UsageError}
 */
export function withoutLostLetters(name: string, text: string): string {
  if (text.includes(REPLACEMENT)) {
    throw new UsageError(`${name}: expected UTF-8; letters of another encoding are lost`);
  }
  return text;
}
