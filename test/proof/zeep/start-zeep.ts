import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describeWithPrograms, type Programs } from "../../support/hosts/programs.js";

/** The one that Debian's packages are for; another may come first in the path. */
const PYTHON = "/usr/bin/python3";
const ZEEP: Programs = {
  user: "the judgement of messages by zeep, the SOAP client for Python,",
  programs: [[PYTHON, "-c", "import zeep"]],
  packages: ["python3-zeep"],
};

/** A message as it goes to zeep: the content of the Header and of the Body, as XML. */
export interface Question {
  readonly portType: string;
  readonly operation: string;
  readonly direction: "request" | "response";
  readonly header: string;
  readonly body: string;
}

/** What zeep read in a message, and the envelope that it wrote from that. */
export interface Answer {
  /** Path and text; absent where it could not be read. */
  readonly fields?: readonly (readonly [path: string, text: string])[];
  readonly envelope?: string;
  /** Why it was not read, or not written. */
  readonly error?: string;
}

export interface Zeep {
  judge(wsdl: string, messages: readonly Question[]): Promise<readonly Answer[]>;
  close(): Promise<void>;
}

/** `describe` for tests that need zeep. Without it they print how to install it, and skip; in CI they fail. */
export function describeWithZeep(title: string, tests: () => void): void {
  describeWithPrograms(title, ZEEP, tests);
}

/** Starts judge.py, which reads and writes messages with zeep until it is closed. */
export function startZeep(): Zeep {
  const judge = spawn(PYTHON, [join(__dirname, "judge.py")], { stdio: ["pipe", "pipe", "pipe"] });
  let complaints = "";
  judge.stderr.on("data", (chunk) => (complaints += chunk));
  const answers = createInterface({ input: judge.stdout })[Symbol.asyncIterator]();
  return {
    async judge(wsdl, messages) {
      judge.stdin.write(`${JSON.stringify({ wsdl, messages })}\n`);
      const { value, done } = await answers.next();
      if (done) {
        throw new Error(`judge.py ended. It printed:\n${complaints}`);
      }
      const { answers: judged, error } = JSON.parse(value);
      if (error !== undefined) {
        throw new Error(`zeep cannot read ${wsdl}: ${error}`);
      }
      return judged;
    },
    async close() {
      judge.stdin.end();
      if (judge.exitCode === null) {
        await once(judge, "close");
      }
    },
  };
}
