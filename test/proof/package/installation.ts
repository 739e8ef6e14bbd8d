import { execFile } from "node:child_process";
import { join } from "node:path";
import { nodeVersions, type typescriptVersions } from "./set-up.js";

/** The folder that `set-up.ts` installed the package into. */
export function installation(): string {
  const folder = process.env["INFOROUTER_CONSUMER"];
  if (folder === undefined) {
    throw new Error("Run these tests by `npm run test:package`, which installs the package first.");
  }
  return folder;
}

export interface Finished {
  readonly command: string;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  /** By default the folder of the installation. */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end. A Node.js of `nodeVersions` goes by its name there. */
export function run(
  program: string,
  args: readonly string[],
  { cwd = installation(), env }: RunOptions = {},
): Promise<Finished> {
  const executable = program in nodeVersions ? join(installation(), "node_modules", program, "bin", "node") : program;
  return new Promise((resolve, reject) => {
    const child = execFile(
      executable,
      args,
      { cwd, encoding: "utf8", maxBuffer: 2 ** 26, env: { ...process.env, NODE_OPTIONS: "", ...env } },
      (_error, stdout, stderr) => {
        resolve({ command: [program, ...args].join(" "), status: child.exitCode, stdout, stderr });
      },
    );
    child.once("error", reject);
  });
}

/** What a program printed that ended well. */
export async function succeed(running: Promise<Finished>): Promise<string> {
  const { command, status, stdout, stderr } = await running;
  if (status !== 0) {
    throw new Error(`${command} ended with ${status}:\n${stdout}${stderr}`);
  }
  return stdout;
}

/** Compiles programs with a TypeScript of `typescriptVersions`. */
export function tsc(
  compiler: keyof typeof typescriptVersions,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  return run(process.execPath, [join(installation(), "node_modules", compiler, "bin", "tsc"), ...args], options);
}
