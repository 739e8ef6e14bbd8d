import { closeSync, fstatSync, openSync, readSync, writeFileSync } from "node:fs";

/** Each is called if its text is lost: the reader of a pipe may be behind, and the text waits in this process. */
const untaken = new Set<(error?: unknown) => void>();

let onTaken = (): void => {};

process.once("exit", () => {
  for (const onLost of untaken) {
    onLost();
  }
});

/** Resolves when standard output and standard error have taken all that was written, or are closed. */
export function outputsTaken(): Promise<void> {
  return new Promise((resolve) => {
    onTaken = resolve;
    if (untaken.size === 0) {
      resolve();
    }
  });
}

/** @param onLost Is called with an error, or without one if the process ends and the output may not have all of the text. */
export function write(stream: NodeJS.WriteStream, text: string, onLost: (error?: unknown) => void): void {
  const lost = (error?: unknown): void => onLost(error);
  untaken.add(lost);
  stream.write(text, (error) => {
    untaken.delete(lost);
    if (error) {
      lost(error);
    }
    if (untaken.size === 0) {
      onTaken();
    }
  });
}

/** Whether a file may have taken only the beginning of the last text: undefined before the first one. */
let isCut: boolean | undefined;

/**
 * Prints on standard output. Where that is a file, the stream of Node.js takes a text for written of which a full disk took only the
 * beginning, so that the last line would be cut without an error. After such a line begins another one.
 *
 * @param onLost Is called if standard output did not take all of it: the disk is full, or the reader of a pipe has ended. Without an
 * error, that is not certain: this process ends, and the reader is behind.
 */
export function print(text: string, onLost: (error?: unknown) => void = () => {}): void {
  const { stdout } = process;
  try {
    // Fails where the file is on a network drive that has gone away.
    if (!fstatSync(stdout.fd).isFile()) {
      write(stdout, text, onLost);
      return;
    }
    const start = (isCut ?? endsWithinLine(stdout.fd)) ? "\n" : "";
    isCut = true;
    // Goes on until all is written.
    writeFileSync(stdout.fd, Buffer.from(start + text));
    isCut = false;
  } catch (error) {
    stdout.emit("error", error);
    onLost(error);
  }
}

/** Whether a file that `>>` continues was cut by a full disk. Only Linux lets it be read through a number that is open for writing. */
function endsWithinLine(fd: number): boolean {
  const { size } = fstatSync(fd);
  if (size === 0) {
    return false;
  }
  try {
    const file = openSync(`/proc/self/fd/${fd}`, "r");
    const last = Buffer.alloc(1);
    try {
      return readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== "\n";
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}
