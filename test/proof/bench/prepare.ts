import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { wsdlOf } from "./programs/contract.js";
import { rowsWsdl } from "./programs/rows-contract.js";

const bench = dirname(fileURLToPath(import.meta.url));
const root = join(bench, "..", "..", "..");

/** Installs what is compared, builds the package, and compiles the programs that are measured. */
export async function prepare(): Promise<void> {
  installPeers();
  buildPackage();
  const typescript = dirname(createRequire(join(root, "package.json")).resolve("typescript/package.json"));
  run("the compilation of the benchmark", process.execPath, [join(typescript, "bin", "tsc"), "-p", bench], bench);
  await generateWithWsdlTsclient();
  await generateRows();
}

/** Builds the package, and compiles programs that need nothing else. */
export async function prepareAlone(programs: readonly string[]): Promise<void> {
  buildPackage();
  const { build } = await import("esbuild");
  await build({
    entryPoints: programs.map((program) => join(bench, "programs", `${program}.ts`)),
    outdir: join(bench, "dist", "programs"),
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
}

function buildPackage(): void {
  run("the build of the package", "npm", ["run", "build"], root);
  const link = join(bench, "node_modules", "inforouter-soap-client");
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(root, link, "junction");
}

function installPeers(): void {
  const installed = join(bench, "node_modules", ".installed-from");
  const lock = readFileSync(join(bench, "package-lock.json"), "utf8");
  if (existsSync(installed) && readFileSync(installed, "utf8") === lock) {
    return;
  }
  console.log("Installing what this package is compared with, in test/proof/bench …");
  run(
    "npm ci in test/proof/bench",
    "npm",
    ["ci", "--no-audit", "--no-fund"],
    bench,
    "The benchmark needs the packages of test/proof/bench/package.json; it runs without network only after they have been installed once.",
  );
  writeFileSync(installed, lock);
}

/** Its client, bundled as its users do, since what it generates is not made for Node.js to run as it is. */
async function generateWithWsdlTsclient(): Promise<void> {
  const output = join(bench, "dist", "wsdl-tsclient");
  const contract = join(bench, "dist", "two.wsdl");
  writeFileSync(contract, wsdlOf(["DeleteFolder", "DeleteDownloadHandler"], "http://localhost/"));
  const program = join(bench, "node_modules", "wsdl-tsclient", "dist", "src", "cli.js");
  run("wsdl-tsclient", process.execPath, [program, contract, "-o", output, "--quiet"], bench);
  await bundle(join(output, "two", "index.ts"), join(output, "client.js"));
}

/** The stub of typed lists. */
async function generateRows(): Promise<void> {
  const contract = join(bench, "dist", "rows.wsdl");
  writeFileSync(contract, rowsWsdl("http://localhost/"));
  const output = join(bench, "dist", "rows");
  const program = join(root, "dist", "esm", "src", "cli", "main.js");
  const commandLine = [program, "generate", "--wsdl", contract, "--out", output];
  run("the generation of the stub of typed lists", process.execPath, commandLine, bench);
  await bundle(join(output, "index.ts"), join(output, "client.js"));
}

async function bundle(entryPoint: string, outfile: string): Promise<void> {
  const { build } = await import("esbuild");
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
}

function run(what: string, command: string, commandArguments: readonly string[], cwd: string, advice = ""): void {
  const { status, error, stdout, stderr } = spawnSync(command, commandArguments, { cwd, encoding: "utf8" });
  if (status !== 0) {
    console.error(`${what} failed.${advice === "" ? "" : ` ${advice}`}\n${error?.message ?? `${stdout}${stderr}`}`);
    process.exit(1);
  }
}
