import { fstatSync, writeFileSync } from "node:fs";

/** Whether a file may have taken only the beginning of the last text. */
let isCut = false;

/**
 * Prints on standard output. Where that is a file, the stream of Node.js takes a text for written of which a full disk took only the
 * beginning, so that the last line would be cut without an error. After such a line begins another one.
 *
 * @returns False if a file did not take all of it.
 */
export function print(text: string): boolean {
  const { stdout } = process;
  if (!fstatSync(stdout.fd).isFile()) {
    stdout.write(text);
    return true;
  }
  const start = isCut ? "\n" : "";
  isCut = true;
  try {
    // Goes on until all is written.
    writeFileSync(stdout.fd, Buffer.from(start + text));
    isCut = false;
  } catch (error) {
    stdout.emit("error", error);
  }
  return !isCut;
}
