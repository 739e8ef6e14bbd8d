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
      // After Ctrl-Z and `fg`, readline has paused the input: nothing would wait for the answer. It turns off the echo next.
      line.on("SIGCONT", () => {
        line.resume();
        process.nextTick(() => process.stderr.write(secret ? question : ""));
      });
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      line.question(secret ? "" : question, resolve);
    });
  } finally {
    line.close();
    process.stderr.write(secret ? "\n" : "");
  }
}
