import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A response to be judged. */
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

/** An element as `[namespace, name, attributes, nodes]`. */
export type Tree = readonly [
  namespace: string,
  name: string,
  attributes: readonly string[][],
  nodes: readonly (Tree | string)[],
];

/** Another reader of answers, which has nothing in common with this package's: Python's, which is expat. */
export interface Oracle {
  judge(question: Question): Promise<Verdict>;
  /** The document, or why it is none. */
  read(document: string): Promise<{ readonly tree?: Tree; readonly why?: string }>;
  end(): void;
}

export function startOracle(): Oracle {
  const python = spawn("python3", [fileURLToPath(new URL("oracle.py", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const verdicts = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const ask = async (question: object) => {
    python.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await verdicts.next();
    if (done) {
      throw new Error("python3 ended without a verdict; is it installed?");
    }
    return JSON.parse(value);
  };
  return {
    judge: (question) => ask({ ...question, body: question.body.toString("base64") }),
    read: (document) => ask({ document }),
    end: () => python.stdin.end(),
  };
}
