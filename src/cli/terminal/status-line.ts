/** Standard error, and where it is a terminal, a last line on it that shows how far a run is. */
export interface StatusLine {
  /** Prints a line for good, above the last. */
  say(text: string): void;
  /** Removes the last line. */
  end(): void;
}

const CLEAR_LINE = "\r\u001b[K";
const REDRAW_INTERVAL_IN_MS = 200;
const USUAL_COLUMNS = 80;

/** @param render Gives the last line for a terminal of so many columns. */
export function startStatusLine(render: (columns: number) => string): StatusLine {
  const isTerminal = process.stderr.isTTY && process.env["TERM"] !== "dumb";
  if (!isTerminal) {
    return { say, end: () => {} };
  }
  const draw = (): void => {
    // Some terminals do not say how wide they are: zero.
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

/** Prints a line on standard error. Control characters, which a server may have put into a text, are not let through. */
export function say(text: string): void {
  process.stderr.write(`${text.replace(/\p{Cc}/gu, "\u{fffd}")}\n`);
}
