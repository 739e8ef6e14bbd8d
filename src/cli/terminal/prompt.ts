import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { Stop } from "../deletions/stop.js";

interface Question {
  /** Hides the answer while it is typed. */
  readonly secret?: boolean;
  /** Withdraws the question, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Asks on the terminal. The answer is empty if the input ends (Ctrl-D). */
export async function ask(question: string, { secret = false, signal }: Question = {}): Promise<string> {
  signal?.throwIfAborted();
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({
    input: process.stdin,
    output: secret ? silence : process.stderr,
    terminal: true,
    historySize: 0,
  });
  // Printed only now that readline has turned off the echo of the terminal.
  process.stderr.write(secret ? question : "");
  try {
    return await new Promise<string>((resolve, reject) => {
      line.on("error", reject);
      line.once("close", () => resolve(""));
      line.once("SIGINT", () => reject(Stop.bySignal("SIGINT")));
      line.on("SIGTSTP", () => {
        // Stops the whole group, as the terminal's own Ctrl-Z does. The system ignores it where nothing could continue the command, for
        // example in a container. Readline turns off the echo again only after SIGCONT, which never comes there.
        process.stdin.setRawMode(false);
        process.kill(0, "SIGTSTP");
        process.stdin.setRawMode(true);
        line.resume();
        if (secret) {
          // What was typed is not seen, and would stand before the answer: Ctrl-E and Ctrl-U, which remove it.
          line.write(null, { ctrl: true, name: "e" });
          line.write(null, { ctrl: true, name: "u" });
        }
        process.stderr.write(secret ? `\r\u001b[K${question}` : "");
        line.prompt(true);
      });
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      line.question(secret ? "" : question, resolve);
    });
  } finally {
    line.close();
    process.stderr.write(secret ? "\n" : "");
  }
}
