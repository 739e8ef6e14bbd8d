import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundle } from "../../scripts/bundle.js";
import { ItemServer, ticket } from "./item-server.js";

export interface RunOptions {
  /** Default: a ticket. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Runs the command in a pseudo-terminal of this width. */
  readonly columns?: number;
  /** Default: the root of the repository. */
  readonly cwd?: string;
  /** Limits each file that the command writes, as a full disk does. */
  readonly largestFileInKiB?: number;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcessWithoutNullStreams;
  /** Fails where the output has a ticket, a password or a stack trace. */
  readonly ended: Promise<Ended>;
  /** Resolves when standard output or error has this text, with what that one has so far. */
  printed(text: string): Promise<string>;
}

export interface CommandLine {
  /** The endpoint of the environment. A new one for each test. */
  readonly server: ItemServer;
  start(args: readonly string[], options?: RunOptions): Running;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /**
   * Runs a script of bash in the folder of `pathOf`. In it, `inforouter` and `npx inforouter` are the command line.
   */
  startScript(script: string, options?: RunOptions): Running;
  /** Lists the modules that a command loads: files of this repository, packages, and the costly modules of Node.js. */
  modulesOf(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<readonly string[]>;
  /** A path in a folder that is removed after the test. */
  pathOf(name: string): string;
  /** Writes a file into that folder, and returns its path. */
  write(name: string, text: string | Uint8Array): string;
  /** Runs after the test, the last one first. */
  atEnd(end: () => void): void;
  /** The bundle of `inforouter-soap-client/soap` that the command line uses. */
  runTimePath(): string;
}

/** The path of python3. What `PATH` has may be a script of a version manager, which starts dozens of processes. */
const { status, stdout } = spawnSync("python3", ["-c", "import pty, sys; print(sys.executable)"], { encoding: "utf8" });
const python = status === 0 ? stdout.trim() : undefined;

/** A `describe` that is skipped without python3, whose module `pty` makes the terminal; not in CI, which has it. */
export const onTerminal = python !== undefined || process.env["CI"] !== undefined ? describe : describe.skip;

/** The command line as it is published, bundled once for a suite. Call it at the top of a suite: it registers hooks. */
export function useCommandLine(): CommandLine {
  const server = new ItemServer();
  const ends: (() => void)[] = [];
  let compiled: string;
  let folder: string;

  beforeAll(async () => {
    // Below the project, where the dependencies are found.
    mkdirSync("node_modules/.cache", { recursive: true });
    compiled = resolve(mkdtempSync("node_modules/.cache/cli-"));
    cpSync("package.json", join(compiled, "package.json"));
    cpSync("wsdl", join(compiled, "wsdl"), { recursive: true });
    await bundle(join(compiled, "dist/esm"));
  });
  afterAll(() => rmSync(compiled, { recursive: true }));
  beforeEach(async () => {
    await server.open();
    folder = mkdtempSync(join(tmpdir(), "cli-"));
    ends.push(
      () => server.close(),
      () => rmSync(folder, { recursive: true }),
    );
  });
  afterEach(() => {
    for (const end of ends.splice(0).reverse()) {
      end();
    }
  });

  const pathOf = (name: string): string => join(folder, name);
  const main = () => join(compiled, "dist/esm/src/cli/main.js");
  const startCommand = (command: readonly string[], options: RunOptions): Running => {
    const running = startProcess(command, server.endpoint, options);
    ends.push(() => running.process.kill("SIGKILL"));
    return running;
  };
  const start = (args: readonly string[], options: RunOptions = {}): Running =>
    startCommand([process.execPath, main(), ...args], options);
  return {
    server,
    start,
    run: (args, options) => start(args, options).ended,
    startScript: (script, options = {}) => {
      const functions = `inforouter() { "${process.execPath}" "${main()}" "$@"; }; npx() { shift; inforouter "$@"; }`;
      return startCommand(["bash", "-c", `${functions}\nset -e\n${script}`], { cwd: folder, ...options });
    },
    modulesOf: async (args, env = {}) => {
      const MODULES_FILE = pathOf("modules.txt");
      rmSync(MODULES_FILE, { force: true });
      const recorder = resolve("test/support/processes/record-modules.mjs");
      await start(args, { env: { ...env, MODULES_FILE, NODE_OPTIONS: `--import=${recorder}` } }).ended;
      return readModules(MODULES_FILE, join(compiled, "dist"));
    },
    pathOf,
    write: (name, text) => {
      writeFileSync(pathOf(name), text);
      return pathOf(name);
    },
    atEnd: (end) => void ends.push(end),
    runTimePath: () => join(compiled, "dist/esm/src/soap/index.js"),
  };
}

function startProcess(
  command: readonly string[],
  endpoint: string,
  { env = { INFOROUTER_TICKET: ticket }, input, columns, cwd, largestFileInKiB }: RunOptions,
): Running {
  const terminal =
    columns === undefined ? [] : [python ?? "python3", resolve("test/support/terminal.py"), String(columns)];
  const limit =
    largestFileInKiB === undefined ? [] : ["bash", "-c", `ulimit -f ${largestFileInKiB}; exec "$@"`, "bash"];
  const [file = "", ...rest] = [...limit, ...terminal, ...command];
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(file, rest, { cwd, env: { PATH, HOME, TERM: "xterm", INFOROUTER_ENDPOINT: endpoint, ...env } });
  const output = { stdout: "", stderr: "" };
  let waiting: {
    readonly text: string;
    readonly resolve: (output: string) => void;
    readonly reject: (reason: unknown) => void;
  }[] = [];
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
      const isPrinted = (wanted: string) => output[stream].includes(wanted);
      for (const { resolve } of waiting.filter(({ text: wanted }) => isPrinted(wanted))) {
        resolve(output[stream]);
      }
      waiting = waiting.filter(({ text: wanted }) => !isPrinted(wanted));
    });
  }
  child.stdin.on("error", () => {});
  if (columns === undefined) {
    child.stdin.end(input);
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      for (const { text, reject } of waiting) {
        reject(new Error(`It did not print ${JSON.stringify(text)}, but ${JSON.stringify(output)}.`));
      }
      resolve({ code, signal, ...output });
    });
  });
  return {
    process: child,
    ended: ended.then((result) => {
      expect(result.stdout + result.stderr).not.toMatch(/3f2504e0|correct horse|\n\s+at /);
      return result;
    }),
    printed: (text) => new Promise((resolve, reject) => waiting.push({ text, resolve, reject })),
  };
}

/** A module of the bundle stands for the source files that esbuild names in it. */
function readModules(file: string, dist: string): readonly string[] {
  const loaded = readFileSync(file, "utf8").trim().split("\n");
  const modules = loaded.flatMap((address) => {
    const path = address.replace(/^file:\/\//, "");
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/.][^/]*)\//.exec(path) ?? [];
    if (path.startsWith(dist)) {
      return [...readFileSync(path, "utf8").matchAll(/^\/\/ ((?:src|scripts|generated)\/.*\.ts)$/gm)].map(
        ([, source = ""]) => source,
      );
    }
    return name ?? (/^node:(?:https?|tls|crypto)$/.test(path) ? path : []);
  });
  return [...new Set(modules)].sort();
}

/** `/Finance/F1`, `/Finance/F2`, … */
export const paths = (count: number) => Array.from({ length: count }, (_, index) => `/Finance/F${index + 1}`);

/** The JSON lines of a run. Of an error, only the code. */
export function results({ stdout }: Ended): object[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { error, ...result } = JSON.parse(line);
      return error === undefined ? result : { ...result, code: error.code };
    });
}

/** The states that a journal holds of each item, in order. */
export function journaled(file: string): Record<string, string[]> {
  const states: Record<string, string[]> = {};
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  for (const { item, state } of lines.map((line) => JSON.parse(line)).filter((line) => "item" in line)) {
    states[item] = [...(states[item] ?? []), state];
  }
  return states;
}
