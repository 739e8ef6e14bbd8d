import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { publicAddress } from "./read/source/public-address.js";

/** The command that generates, with its options. */
interface Invocation {
  /** Default: `npm run generate`. */
  readonly command?: "npm run generate" | "npx inforouter generate" | undefined;
  readonly wsdl: string;
  readonly out: string;
  readonly service?: string | undefined;
  readonly port?: string | undefined;
  readonly operations?: readonly string[] | undefined;
  readonly lenientResponses?: boolean | undefined;
  readonly runtime?: string | undefined;
  readonly root?: string | undefined;
  readonly allowNetwork?: boolean | string | undefined;
}

export const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
export const OWN_WSDL = "wsdl/srv.wsdl";
export const OWN_OUT = "generated";

/** The first line of a generated file: where it comes from, and how to generate it again. */
export function headerOf(invocation: Invocation): string {
  const wsdl = addressOf(invocation.wsdl, projectOf(invocation));
  return `// Generated from ${oneLine(wsdl)} by \`${commandLine(invocation)}\`. Do not edit: change the WSDL and run it again.`;
}

const HEADER = /^\/\/ Generated from .* by `(?:npm run|npx inforouter) generate[ `].*/;

/** Whether a text has the header of a generated file, of this version or of 0.1.0. */
export function isGenerated(text: string): boolean {
  return HEADER.test(text);
}

export function withoutHeader(text: string): string {
  return text.replace(HEADER, "");
}

/**
 * The command that generates the files again. Its paths are relative to the project of the files, so that it is the same
 * on every machine. Secrets of the address, and certificates and proxies, are left out.
 */
export function commandLine(invocation: Invocation): string {
  const { command = "npm run generate", service, port, operations = [], runtime, root, allowNetwork } = invocation;
  const { lenientResponses = false } = invocation;
  const project = projectOf(invocation);
  const [wsdl, out] = [addressOf(invocation.wsdl, project), addressOf(invocation.out, project)];
  const isNpm = command === "npm run generate";
  const isOwn = isNpm && wsdl === OWN_WSDL && out === OWN_OUT;
  const options = [
    ...(isOwn ? [] : [...(isNpm ? [] : ["--wsdl"]), wsdl, "--out", out]),
    ...(service === undefined ? [] : ["--service", service]),
    ...(port === undefined ? [] : ["--port", port]),
    ...operations.flatMap((name) => ["--operation", name]),
    ...(lenientResponses ? ["--lenient-responses"] : []),
    ...(isNpm && runtime !== undefined ? ["--runtime", runtime] : []),
    ...(root === undefined ? [] : ["--root", addressOf(root, project)]),
    ...(allowNetwork ? ["--allow-network"] : []),
    ...(typeof allowNetwork === "string" ? [allowNetwork] : []),
  ];
  return [command, ...(isNpm && options.length > 0 ? ["--"] : []), ...options.map(quotedForShell)].join(" ");
}

/** The folder to run the command in: that of this package, or that of the next package.json above the files. */
function projectOf({ command, out }: Invocation): string {
  if (command !== "npx inforouter generate") {
    return PACKAGE;
  }
  for (let folder = resolve(out); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) {
      return folder;
    }
  }
  return process.cwd();
}

function addressOf(address: string, project: string): string {
  if (/^https?:/i.test(address)) {
    return publicAddress(address);
  }
  const path = /^file:/i.test(address) ? fileURLToPath(address) : resolve(address);
  return relative(project, path).replaceAll("\\", "/") || ".";
}

/** Uses double quotes, because the shells of Windows know no single quotes. */
function quotedForShell(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `"${oneLine(argument).replace(/["$`\\]/g, "\\$&")}"`;
}

/** A line break would end the comment. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, "?");
}
