import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { nodeVersions } from "./set-up.js";

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
): Finished {
  const executable = program in nodeVersions ? join(installation(), "node_modules", program, "bin", "node") : program;
  const { status, stdout, stderr, error } = spawnSync(executable, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "", ...env },
  });
  if (error !== undefined) {
    throw error;
  }
  return { command: [program, ...args].join(" "), status, stdout, stderr };
}

/** What a program printed that ended well. */
export function succeed({ command, status, stdout, stderr }: Finished): string {
  if (status !== 0) {
    throw new Error(`${command} ended with ${status}:\n${stdout}${stderr}`);
  }
  return stdout;
}
