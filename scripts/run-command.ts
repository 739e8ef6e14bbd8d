import { existsSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { diagnosticLine, StrictError } from "./contract/diagnostics.js";
import { reasonOf } from "./contract/error-reason.js";
import type { Diagnostic } from "./contract/service-model.js";

/** Output and exit code of a command: 0 success, 1 a difference, 2 an error. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
  readonly error: string;
}

export interface Terminal {
  readonly columns?: number | undefined;
  readonly color?: boolean | undefined;
}

/** Turns an error of a command into one line and exit code 2. */
export async function outcomeOf(command: string, action: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await action();
  } catch (error) {
    const lines = error instanceof StrictError ? linesOf(error.diagnostics) : "";
    // Node.js appends advice on positional arguments that start with a hyphen.
    const reason = reasonOf(error).replace(/\. To specify a positional argument.*$/, "; see --help");
    return { exitCode: 2, output: "", error: `${lines}${command}: ${reason}\n` };
  }
}

/** Diagnostics for standard error, a line each. */
export function linesOf(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${diagnosticLine(diagnostic)}\n`).join("");
}

/** Runs a command if its module is the program, and not imported by another one. */
export async function runAsProgram(
  moduleUrl: string,
  run: (args: readonly string[], terminal: Terminal) => Promise<Outcome>,
): Promise<void> {
  const { stdout, stderr, env, argv } = process;
  const [, program = "", ...args] = argv;
  if (!existsSync(program) || realpathSync(program) !== fileURLToPath(moduleUrl)) {
    return;
  }
  // The reader may close the pipe: `npm run diff -- OLD NEW | head`.
  stdout.on("error", () => process.exit());
  const color = stdout.isTTY === true && !env["NO_COLOR"];
  const { exitCode, output, error } = await run(args, { columns: stdout.columns, color });
  process.exitCode = exitCode;
  stdout.write(output);
  stderr.write(error);
}
