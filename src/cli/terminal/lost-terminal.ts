import { closeSync } from "node:fs";
import { isatty } from "node:tty";

const STANDARD_STREAMS = [0, 1, 2];

/**
 * At its end, Node.js resets the terminal, and where that has gone away it ends by SIGABRT with a core dump, in which a password may stand.
 * It leaves alone what is closed.
 */
export function closeLostTerminal(): void {
  const terminals = STANDARD_STREAMS.filter((fd) => isatty(fd));
  process.once("exit", () => {
    for (const fd of terminals.filter((one) => !isatty(one))) {
      closeSync(fd);
    }
  });
}
