import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { Stop } from "../deletions/stop.js";

/** Whether there is someone to ask: questions go to standard error, and answers come from standard input. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

interface Question {
  /** Do not show what is typed. */
  readonly secret?: boolean;
  /** Withdraws the question; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Asks on the terminal. The answer is empty if input ends there (Ctrl-D). */
export async function ask(question: string, { secret = false, signal }: Question = {}): Promise<string> {
  signal?.throwIfAborted();
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({
    input: process.stdin,
    output: secret ? silence : process.stderr,
    terminal: true,
    historySize: 0,
  });
  // Asked only now, when the terminal shows no longer by itself what is typed.
  process.stderr.write(secret ? question : "");
  try {
    return await new Promise<string>((resolve, reject) => {
      line.on("error", reject);
      line.once("close", () => resolve(""));
      line.once("SIGINT", () => reject(Stop.bySignal("SIGINT")));
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      line.question(secret ? "" : question, resolve);
    });
  } finally {
    line.close();
    process.stderr.write(secret ? "\n" : "");
  }
}
