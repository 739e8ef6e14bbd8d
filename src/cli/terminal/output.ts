import { fstatSync, writeFileSync } from "node:fs";

/**
 * Prints on standard output. Where that is a file, the stream of Node.js takes a text for written of which a full disk took only the
 * beginning, so that the last line would be cut without an error.
 */
export function print(text: string): void {
  const { stdout } = process;
  if (!fstatSync(stdout.fd).isFile()) {
    stdout.write(text);
    return;
  }
  try {
    // Goes on until all is written.
    writeFileSync(stdout.fd, Buffer.from(text));
  } catch (error) {
    stdout.emit("error", error);
  }
}
