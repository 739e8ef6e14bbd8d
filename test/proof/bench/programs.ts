import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A program of `programs/`, compiled, in a process of its own. */
export interface Program {
  /** What it says next. Rejects if it ends instead. */
  answer<Answer>(): Promise<Answer>;
  ask<Answer>(message: object | string): Promise<Answer>;
  end(): void;
}

export function compiled(path: string): string {
  return fileURLToPath(new URL(`dist/programs/${path}.js`, import.meta.url));
}

export function start(
  path: string,
  programArguments: readonly string[] = [],
  execArgv: readonly string[] = [],
): Program {
  const child = fork(compiled(path), programArguments, { execArgv: [...execArgv] });
  const answer = <Answer>(): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const onEnd = (): void => reject(new Error(`${path} ${programArguments.join(" ")} ended without an answer.`));
      child.once("exit", onEnd);
      child.once("message", (message) => {
        child.off("exit", onEnd);
        resolve(message as Answer);
      });
    });
  return {
    answer,
    ask: (message) => {
      const answered = answer<never>();
      child.send(message);
      return answered;
    },
    end: () => end(child),
  };
}

function end(child: ChildProcess): void {
  child.kill();
}
