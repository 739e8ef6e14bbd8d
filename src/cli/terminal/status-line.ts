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
  const isTerminal = process.stderr.isTTY && process.env["TERM"] !== "dumb";
  if (!isTerminal) {
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
  return {
    say: (text) => {
      clear();
      say(text);
      draw();
    },
    end: () => {
      clearInterval(timer);
      process.off("exit", clear);
      clear();
    },
  };
}

/** Prints a line on standard error in the place of a status line, which the next redraw restores. */
export function sayAbove(text: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(CLEAR_LINE);
  }
  say(text);
}

/** Prints a line on standard error. Replaces control characters, which can come from a server. */
export function say(text: string): void {
  process.stderr.write(`${text.replace(/\p{Cc}/gu, "\u{fffd}")}\n`);
}
