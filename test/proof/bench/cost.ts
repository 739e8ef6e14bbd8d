import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { printTable, rounded } from "./figures.js";

export interface InstallationResult {
  readonly subject: string;
  readonly packages: number;
  readonly megabytes: number;
  /** Undefined where the registry does not say. */
  readonly auditFindings: number | undefined;
}

export interface BundleResult {
  readonly subject: string;
  /** Minified. */
  readonly kilobytes: number;
}

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What a production installation brings along. */
export function measureInstallations(): readonly InstallationResult[] {
  const folder = mkdtempSync(join(tmpdir(), "inforouter-bench-"));
  try {
    const tarball = npm(root, "pack", "--silent", "--ignore-scripts", "--pack-destination", folder).trim();
    const results = [
      installation("this package", join(folder, tarball), folder),
      installation("soap", `soap@${versionOf("soap")}`, folder),
      installation("strong-soap", `strong-soap@${versionOf("strong-soap")}`, folder),
    ];
    printTable(
      "A production installation",
      ["", "packages", "MB", "audit findings"],
      results.map(({ subject, packages, megabytes, auditFindings }) => [
        subject,
        String(packages),
        megabytes.toFixed(1),
        String(auditFindings ?? "unknown"),
      ]),
    );
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What becomes of a program that only deletes a folder. */
export async function measureBundles(): Promise<readonly BundleResult[]> {
  const thisPackage = `import { InfoRouterClient } from "inforouter-soap-client";
    await new InfoRouterClient({ endpoint: process.argv[2], ticket: process.argv[3] }).deleteFolder(process.argv[4]);`;
  const soap = `import { createClientAsync } from "soap";
    const client = await createClientAsync(process.argv[2]);
    await client.DeleteFolderAsync({ authenticationTicket: process.argv[3], Path: process.argv[4] });`;
  const results = [
    { subject: "this package", kilobytes: await bundled(thisPackage) },
    { subject: "this package, without the npm soap in it", kilobytes: await bundled(thisPackage, ["soap"]) },
    { subject: "soap", kilobytes: await bundled(soap) },
  ];
  printTable(
    "A bundle that deletes a folder, minified",
    ["", "kB"],
    results.map(({ subject, kilobytes }) => [subject, String(kilobytes)]),
  );
  return results;
}

function installation(subject: string, specification: string, parent: string): InstallationResult {
  const folder = mkdtempSync(join(parent, "installation-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  npm(folder, "install", "--omit=dev", "--no-audit", "--no-fund", specification);
  const { packages } = JSON.parse(readFileSync(join(folder, "node_modules", ".package-lock.json"), "utf8"));
  return {
    subject,
    packages: Object.keys(packages).length,
    megabytes: rounded(sizeOf(join(folder, "node_modules")) / 1e6, 1),
    auditFindings: auditFindings(folder),
  };
}

function auditFindings(folder: string): number | undefined {
  const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], { cwd: folder, encoding: "utf8" });
  try {
    return JSON.parse(stdout).metadata?.vulnerabilities?.total;
  } catch {
    return undefined;
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

async function bundled(program: string, external: readonly string[] = []): Promise<number> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    format: "esm",
    external: [...external],
  });
  return rounded(outputFiles.reduce((sum, { contents }) => sum + contents.length, 0) / 1000);
}

function versionOf(name: string): string {
  const manifest = fileURLToPath(new URL(`node_modules/${name}/package.json`, import.meta.url));
  return JSON.parse(readFileSync(manifest, "utf8")).version;
}

function npm(cwd: string, ...commandLine: string[]): string {
  const { status, stdout, stderr } = spawnSync("npm", commandLine, { cwd, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`npm ${commandLine.join(" ")} failed.\n${stderr}`);
  }
  return stdout;
}
