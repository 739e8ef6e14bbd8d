import { fstatSync, writeSync } from "node:fs";
import { showable } from "../../soap/xml/characters.js";
import { codeOf } from "../file-error.js";
import { write } from "./output.js";

/** Standard error. On a terminal, its last line shows the progress of a run. */
export interface StatusLine {
  /** Prints a line above the status line. */
  say(text: string): void;
  /** Removes the status line. */
  end(): void;
}

const CLEAR_LINE = "\r\u001b[K";
const REDRAW_INTERVAL_IN_MS = 200;
const USUAL_COLUMNS = 80;

/** @param render Returns the status line for a terminal of that width. */
export function startStatusLine(render: (columns: number) => string): StatusLine {
  const canDraw = process.stderr.isTTY && process.env["TERM"] !== "dumb" && !isPipe(process.stdout.fd);
  if (!canDraw) {
    return { say, end: () => {} };
  }
  const draw = (): void => {
    // Zero on terminals that do not report their width.
    process.stderr.write(CLEAR_LINE + render(process.stderr.columns || USUAL_COLUMNS));
  };
  const clear = (): void => {
    process.stderr.write(CLEAR_LINE);
  };
  draw();
  const timer = setInterval(draw, REDRAW_INTERVAL_IN_MS);
  process.once("exit", clear);
  drawn = {
    say: (text) => {
      clear();
      say(text);
      draw();
    },
    end: () => {
      drawn = undefined;
      clearInterval(timer);
      process.off("exit", clear);
      clear();
    },
  };
  return drawn;
}

/** The status line that is drawn now. */
let drawn: StatusLine | undefined;

/** Prints a line on standard error, above the status line if one is drawn. */
export function sayAbove(text: string): void {
  (drawn ?? { say }).say(text);
}

/**
 * Whether standard output leads to another process. That one may write to this terminal at any time, as `tee` does, and
 * would continue the status line. Only a terminal and a file (or the null device) are certainly no process.
 */
function isPipe(fd: number): boolean {
  const stats = fstatSync(fd);
  return !stats.isCharacterDevice() && !stats.isFile();
}

/** Prints a line on standard error. Replaces characters that mislead, which can come from a server or a list. */
export function say(text: string): void {
  const line = `${showable(text)}\n`;
  if (endsAt === undefined) {
    write(process.stderr, line, (error) => (error ? undefined : sayAtLast(line)));
  } else {
    sayAtLast(line);
  }
}

const LAST_LINES_WITHIN_MS = 1000;

/** When the last lines have to be written. Undefined before the process ends. */
let endsAt: number | undefined;

// Before the listeners that print.
process.prependOnceListener("exit", () => {
  endsAt = performance.now() + LAST_LINES_WITHIN_MS;
  if (process.stderr.writableLength > 0) {
    // The reader may have the beginning of a line.
    sayAtLast("\n");
  }
});

/**
 * Prints a line while the process ends. The stream of Node.js writes then only what a pipe takes at once. This waits a little for the
 * reader, which may never read.
 */
function sayAtLast(line: string): void {
  const { stderr } = process;
  if (stderr.isTTY) {
    stderr.write(line);
    return;
  }
  const bytes = Buffer.from(line);
  for (let start = 0; start < bytes.length && performance.now() < Number(endsAt); ) {
    try {
      start += writeSync(stderr.fd, bytes, start);
    } catch (error) {
      if (codeOf(error) !== "EAGAIN") {
        return;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
