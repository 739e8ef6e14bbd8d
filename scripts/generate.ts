import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import type { Agent } from "node:http";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { counted, diagnosticCounts, refuseIfStrict } from "./contract/diagnostics.js";
import { distinctOperations } from "./contract/distinct-operations.js";
import { isNoSuchFile, reasonOf } from "./contract/error-reason.js";
import type { Diagnostic, ServiceModel } from "./contract/service-model.js";
import { isSoapPort } from "./contract/soap-bindings.js";
import { selectOperations } from "./emit/what/selection.js";
import { commandLine, headerOf, isGenerated, OWN_OUT, OWN_WSDL, PACKAGE, withoutHeader } from "./generated-header.js";
import { diagnosticsOf, readContract } from "./read/read-contract.js";
import { readAllowNetwork } from "./read/source/network-option.js";
import { linesOf, type Outcome, outcomeOf, runAsProgram } from "./run-command.js";

export interface GenerateOptions {
  /** Path or URL of the WSDL. */
  readonly wsdl: string;
  /** Folder of the generated files. */
  readonly out: string;
  /** Generates this service only. */
  readonly service?: string | undefined;
  /** Generates this port only. */
  readonly port?: string | undefined;
  /** Generates these operations only. Default: all. */
  readonly operations?: readonly string[] | undefined;
  /** Whether responses are read leniently, from servers that do not keep to their contract. Default false. */
  readonly lenientResponses?: boolean | undefined;
  /** The module that generated code imports the SOAP run time from. Default: that of this package, relative to `out`. */
  readonly runtime?: string | undefined;
  /** Folder that imported files have to be in. Default: that of the WSDL. */
  readonly root?: string | undefined;
  /** Whether to read from the network: from the origin of the WSDL, or from the origin given. Default false. */
  readonly allowNetwork?: boolean | string | undefined;
  /** For the network: proxies, client certificates, private authorities. */
  readonly agent?: Agent | undefined;
  /** Whether to write nothing. Default false. */
  readonly check?: boolean | undefined;
  /** Whether a warning, or something that is left out, is an error. Default false. */
  readonly strict?: boolean | undefined;
  /** The command that the header of the files names. Default: `npm run generate`. */
  readonly command?: "npm run generate" | "npx inforouter generate" | undefined;
}

/** A file that differs from the generated one. Without `before`, it is missing; without `after`, it is superfluous. */
export interface FileChange {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The result of a run. */
export interface Generated {
  /** With `check`, the changes that a run would make, without those that concern only headers. */
  readonly changes: readonly FileChange[];
  /** The number of operations that have a stub. */
  readonly operations: number;
  /** The warnings about the contract, and the parts of it that are left out. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A file or an option is wrong. The contract is not at fault. */
class GenerateError extends Error {
  override readonly name = "GenerateError";
}

/**
 * Generates the stubs of a WSDL into a folder. All files are written to a staging folder first and then moved into place.
 * Files of an earlier run that this run does not generate are removed. Files that no run generated are left alone.
 *
 * @throws {WsdlError} where the contract cannot be used.
 * @throws {StrictError} where there are diagnostics, and `strict` is true; nothing is written then.
 * @throws {GenerateError} where a file cannot be read or written.
 */
export async function generate(options: GenerateOptions): Promise<Generated> {
  const { out, service, port, operations, lenientResponses, runtime = runtimeFrom(out), check = false } = options;
  const model = await readContract(options.wsdl, options);
  const diagnostics = diagnosticsOf(model, options.wsdl);
  refuseIfStrict(diagnostics, options.strict);
  refuseHttpPort(model, port);
  const header = headerOf(options);
  // Loaded on demand: the printer takes longer to load than most contracts take to read.
  const { emitService } = await import("./emit/service.js");
  const texts = emitService(model, { service, port, operations, lenientResponses, runtime, header });
  const changes = compare(texts, out);
  if (!check && changes.length > 0) {
    write(changes, out);
  }
  return {
    changes: check ? changes.filter(changesCode) : changes,
    operations: distinctOperations(selectOperations(model, options)).length,
    diagnostics,
  };
}

/** Whether more than the header changes. The header depends on the command and on the version of this package. */
function changesCode({ before, after }: FileChange): boolean {
  return before === undefined || after === undefined || withoutHeader(before) !== withoutHeader(after);
}

/** Nothing is generated for an HTTP port. Selecting one by name is an error. */
function refuseHttpPort({ services }: ServiceModel, name: string | undefined): void {
  const ports = services.flatMap((service) => service.ports);
  const soapPorts = ports.filter(isSoapPort);
  const isHttpPort = ports.some((port) => port.name === name) && !soapPorts.some((port) => port.name === name);
  if (isHttpPort) {
    const others = soapPorts.map((port) => port.name).join(", ") || "none";
    throw new GenerateError(
      `the port ${name} is not for SOAP, so there is nothing to generate; SOAP ports are: ${others}`,
    );
  }
}

/** The path of this package's run time, relative to the folder. */
function runtimeFrom(out: string): string {
  const path = relative(resolve(out), join(PACKAGE, "src/soap/index.js")).replaceAll("\\", "/");
  return path.startsWith("../") ? path : `./${path}`;
}

/** Compares the folder with the texts. Files that no run generated are not compared. */
function compare(texts: ReadonlyMap<string, string>, out: string): FileChange[] {
  const changes: FileChange[] = [];
  for (const name of [...new Set([...sourcesIn(out), ...texts.keys()])].sort()) {
    const path = join(out, name);
    // Git for Windows checks files out with CRLF.
    const [before, after] = [textOf(path)?.replaceAll("\r\n", "\n"), texts.get(name)];
    const isForeign = before !== undefined && !isGenerated(before);
    if (isForeign && after !== undefined) {
      throw new GenerateError(
        `${path} was not generated and would be overwritten; move it away or choose another --out`,
      );
    }
    if (!isForeign && before !== after) {
      changes.push({ name, before, after });
    }
  }
  return changes;
}

/** A link of the user would be replaced, and reading a pipe waits for its other end. */
function refuseLink(path: string): void {
  const found = statsOf(path);
  if (found !== undefined && !found.isFile() && !found.isDirectory()) {
    throw new GenerateError(`${path} is a link, pipe or device; move it away or choose another --out`);
  }
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    return unlessMissing(error, path);
  }
}

/** The files of an earlier run: those of the folder itself, and those of the folders that its generated index exports. */
function sourcesIn(out: string): string[] {
  const index = textOf(join(out, "index.ts")) ?? "";
  const folders = isGenerated(index) ? [...index.matchAll(/^export \* from "\.\/((?!\.)[^/"]+)\/index\.js";$/gm)] : [];
  const nested = folders.flatMap(([, folder = ""]) =>
    entriesIn(join(out, folder), true).map((name) => `${folder}/${name}`),
  );
  return [...entriesIn(out, false), ...nested].filter((name) => name.endsWith(".ts"));
}

/** The paths of the files in a folder, with `/` on every system. */
function entriesIn(folder: string, recursive: boolean): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive }).filter((entry) => entry.isFile());
    return entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll("\\", "/"));
  } catch (error) {
    return unlessMissing(error, folder) ?? [];
  }
}

function textOf(path: string): string | undefined {
  refuseLink(path);
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return unlessMissing(error, path);
  }
}

function unlessMissing(error: unknown, path: string): undefined {
  if (!isNoSuchFile(error)) {
    throw new GenerateError(`${path} cannot be read: ${reasonOf(error)}`);
  }
}

/** Puts the index at the end: if this run is killed, the old one still leads the next run to all files of earlier runs. */
function indexLast(changes: readonly FileChange[]): readonly FileChange[] {
  const isIndex = ({ name }: FileChange): boolean => name === "index.ts";
  return [...changes.filter((change) => !isIndex(change)), ...changes.filter(isIndex)];
}

/** Writes all new texts to the same file system before the first of them replaces an old one. */
function write(changes: readonly FileChange[], out: string): void {
  try {
    mkdirSync(out, { recursive: true });
    const staging = mkdtempSync(join(out, ".generate-"));
    try {
      for (const { name, after } of changes) {
        if (after !== undefined) {
          mkdirSync(dirname(join(staging, name)), { recursive: true });
          writeFileSync(join(staging, name), after);
        }
      }
      for (const { name, after } of indexLast(changes)) {
        if (after === undefined) {
          rmSync(join(out, name));
          removeEmptyFolders(dirname(name), out);
        } else {
          mkdirSync(dirname(join(out, name)), { recursive: true });
          renameSync(join(staging, name), join(out, name));
        }
      }
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  } catch (error) {
    // Node.js takes a read-only file system for a missing file.
    const reason = isNoSuchFile(error) ? "the folder cannot be made there" : reasonOf(error);
    throw new GenerateError(`${out} cannot be written: ${reason}`);
  }
}

/** Removes a folder below the output folder, and those around it, as long as they are empty. */
function removeEmptyFolders(folder: string, out: string): void {
  for (let path = folder; path !== "." && readdirSync(join(out, path)).length === 0; path = dirname(path)) {
    rmdirSync(join(out, path));
  }
}

const HELP = `Generates a typed SOAP client from a WSDL.

  npm run generate                               wsdl/srv.wsdl into generated/
  npm run generate -- WSDL --out DIR [options]   another one

  --out DIR             folder of the generated files
  --service NAME        generate this service only
  --port NAME           generate this port only
  --operation NAME      generate this operation only; may be repeated
  --lenient-responses   for servers that break their contract: any member of a response may be missing, null or out
                        of order, and unknown elements and attributes are passed over; requests stay strict
  --runtime SPECIFIER   what generated code imports the SOAP run time from
  --root DIR            folder that imported files have to be in; default: that of the WSDL
  --allow-network [ORIGIN]   read from the network too, without credentials or redirects: from the origin of the
                        WSDL, or from ORIGIN, which a WSDL from a file needs
  --check               write nothing, show what differs, headers aside, and exit with 1 if anything does
  --strict              write nothing and exit with 2 if there is a warning, or something is left out
  --json                print operations, changed files, warnings and what is left out as JSON
  --help                show this
`;

/** The command `npm run generate`, without the process around it. */
export function run(args: readonly string[]): Promise<Outcome> {
  return outcomeOf("generate", async () => {
    const options = parseOptions(args);
    if (options === undefined) {
      return { exitCode: 0, output: HELP, error: "" };
    }
    const generated = await generate(options);
    const { changes, diagnostics } = generated;
    const exitCode = options.check === true && changes.length > 0 ? 1 : 0;
    const stale = `generate: ${options.out} is not fresh; run \`${commandLine(options)}\`\n`;
    return {
      exitCode,
      output: await outputOf(generated, options),
      error: linesOf(diagnostics) + (exitCode === 1 ? stale : ""),
    };
  });
}

interface CommandOptions extends GenerateOptions {
  /** Whether to print the result as JSON. */
  readonly json: boolean;
}

async function outputOf({ changes, operations, diagnostics }: Generated, options: CommandOptions): Promise<string> {
  if (options.json) {
    return `${JSON.stringify({ operations, changes: changes.map(changeToJson), diagnostics }, undefined, 2)}\n`;
  }
  return options.check === true
    ? patchesOf(changes, options.out)
    : `${options.out}: ${summaryOf(changes)}\n${countsOf(operations, diagnostics)}\n`;
}

/** A change without the texts. */
export function changeToJson({ name, before, after }: FileChange) {
  const added = before === undefined ? "added" : "changed";
  return { file: name, change: after === undefined ? "removed" : added };
}

/** `425 operations; 3 warnings; 1 left out` */
export function countsOf(operations: number, diagnostics: readonly Diagnostic[]): string {
  return [counted(operations, "operation"), diagnosticCounts(diagnostics)].filter(Boolean).join("; ");
}

/** Undefined for `--help`. */
function parseOptions(args: readonly string[]): CommandOptions | undefined {
  const [rest, allowNetwork] = readAllowNetwork(args);
  const { values, positionals } = parseArgs({
    args: [...rest],
    allowPositionals: true,
    options: {
      out: { type: "string" },
      service: { type: "string" },
      port: { type: "string" },
      operation: { type: "string", multiple: true },
      "lenient-responses": { type: "boolean" },
      runtime: { type: "string" },
      root: { type: "string" },
      check: { type: "boolean" },
      strict: { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) {
    return undefined;
  }
  const [wsdl, another] = positionals;
  if (another !== undefined) {
    throw new GenerateError(`one WSDL at a time, and not "${another}" as well; see --help`);
  }
  if (wsdl !== undefined && values.out === undefined) {
    throw new GenerateError("a WSDL of your own needs --out DIR, so that it does not replace generated/; see --help");
  }
  return {
    wsdl: wsdl ?? fromPackage(OWN_WSDL),
    out: values.out ?? fromPackage(OWN_OUT),
    service: values.service,
    port: values.port,
    operations: values.operation,
    lenientResponses: values["lenient-responses"],
    runtime: values.runtime,
    root: values.root,
    allowNetwork,
    check: values.check,
    strict: values.strict,
    json: values.json ?? false,
  };
}

/** The defaults are in the package, not in the current folder. */
function fromPackage(path: string): string {
  return relative(process.cwd(), join(PACKAGE, path));
}

/** `3 files added, 1 changed` */
export function summaryOf(changes: readonly FileChange[]): string {
  const added = changes.filter(({ before }) => before === undefined).length;
  const removed = changes.filter(({ after }) => after === undefined).length;
  const changed = changes.length - added - removed;
  const counts = [
    [added, "added"],
    [changed, "changed"],
    [removed, "removed"],
  ] as const;
  const [first, ...others] = counts.filter(([count]) => count > 0);
  return first === undefined
    ? "fresh already"
    : [`${counted(first[0], "file")} ${first[1]}`, ...others.map(([count, what]) => `${count} ${what}`)].join(", ");
}

/** The time for a patch grows with the square of the number of differences. */
const MAX_DIFFERENCES = 2000;

/** Loads `diff` on demand: `inforouter generate` works without it. */
async function patchesOf(changes: readonly FileChange[], out: string): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  const patchOf = ({ name, before, after }: FileChange): string => {
    const file = `${out}/${name}`;
    const [from, to] = [before === undefined ? "/dev/null" : file, after === undefined ? "/dev/null" : file];
    const patch = createTwoFilesPatch(from, to, before ?? "", after ?? "", undefined, undefined, {
      context: 3,
      headerOptions: FILE_HEADERS_ONLY,
      maxEditLength: before === undefined || after === undefined ? Number.POSITIVE_INFINITY : MAX_DIFFERENCES,
    });
    return patch ?? `--- ${from}\n+++ ${to}\nMore than ${MAX_DIFFERENCES} lines differ.\n`;
  };
  return changes.map(patchOf).join("");
}

void runAsProgram(import.meta.url, run);
