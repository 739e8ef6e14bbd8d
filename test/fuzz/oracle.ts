import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** An answer of which it is asked what it says. */
export interface Question {
  readonly operation: string;
  readonly version: "1.1" | "1.2";
  readonly body: Buffer;
  /** Content-Encoding. */
  readonly encoding: string;
  readonly contentType: string;
}

export interface Verdict {
  readonly confirms: boolean;
  readonly ticket?: string;
  readonly why?: string;
}

/** Another reader of answers, which has nothing in common with this package's: Python's, which is expat. */
export interface Oracle {
  judge(question: Question): Promise<Verdict>;
  end(): void;
}

export function startOracle(): Oracle {
  const python = spawn("python3", [fileURLToPath(new URL("oracle.py", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const verdicts = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  return {
    judge: async (question) => {
      python.stdin.write(`${JSON.stringify({ ...question, body: question.body.toString("base64") })}\n`);
      const { value, done } = await verdicts.next();
      if (done) {
        throw new Error("python3 ended without a verdict; is it installed?");
      }
      return JSON.parse(value);
    },
    end: () => python.stdin.end(),
  };
}
