import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Node.js of each line that the package supports: the oldest one of 20, and late ones of the others. */
export const nodeVersions = { node20: "20.19.0", node22: "22.23.3", node24: "24.21.0" };

/** TypeScript, from the oldest one that the package supports to the newest. */
export const typescriptVersions = {
  typescript54: "5.4.5",
  typescript59: "5.9.3",
  typescript60: "6.0.3",
  typescript70: "7.0.2",
};

/** What users bring themselves, and the checkout has. */
const linked = ["esbuild", "jest", "nock", "undici"];

/**
 * Packs the package as `npm publish` does, and installs it into a folder of its own with the programs of `consumers/`
 * and the versions of Node.js and TypeScript to run them with. Nothing else of the checkout is in reach from there.
 */
export default function setUp(): void {
  const root = join(__dirname, "../..", "..");
  removeLeftOver();
  const folder = mkdtempSync(join(tmpdir(), `inforouter-consumer-${process.pid}-`));
  process.env["INFOROUTER_CONSUMER"] = folder;
  npm(["pack", "--pack-destination", folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  const dependencies = {
    "inforouter-soap-client": `file:${tarball}`,
    "@types/node": "20.19.43",
    ...aliases(nodeVersions, `node-${process.platform}-${process.arch}`),
    ...aliases(typescriptVersions, "typescript"),
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  npm(["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"], folder);
  for (const name of linked) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name), "junction");
  }
  cpSync(join(__dirname, "consumers"), folder, { recursive: true });
}

/** Of runs that ended without `tear-down.ts`: the set-up failed, or they were killed. Their folder has their process's id. */
function removeLeftOver(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^inforouter-consumer-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function npm(args: readonly string[], cwd: string): void {
  try {
    execFileSync("npm", args, { cwd, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`npm ${args[0]} failed:\n${stdout}${stderr}`);
  }
}

function aliases(versions: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(versions).map(([alias, version]) => [alias, `npm:${name}@${version}`]));
}
