import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import {
  type InfoRouterContents,
  type InfoRouterServer,
  type InfoRouterServerOptions,
  startInfoRouterServer,
} from "../../testing/index.js";
import { readSecret } from "../connection/secret-file.js";
import { checkPath } from "../deletions/check-path.js";
import { untilStopped } from "../deletions/stop.js";
import { SUCCESS } from "../exit-codes.js";
import { reasonOf } from "../file-error.js";
import { print } from "../terminal/output.js";
import { say } from "../terminal/status-line.js";
import { UsageError } from "../usage-error.js";

export interface ServeOptions {
  readonly port?: number;
  readonly folder?: readonly string[];
  /** Each as `PATH=FILE`. */
  readonly document?: readonly string[];
  /** Deletions of these are refused, with everything below them. */
  readonly readOnly?: readonly string[];
  readonly user: string;
  readonly passwordFile?: string;
}

/** What to do about a path that the commands take with `--allow-unusual-path` only: those to try would be refused. */
const IN_PROGRAMS = "use `startInfoRouterServer` of inforouter-soap-client/testing";

/** The folders and the document that the examples of `--help` and of the guides use. */
export const EXAMPLE: InfoRouterContents = {
  folders: ["/Finance/Reports/2019", "/Finance/Reports/2020"],
  documents: {
    "/Finance/Reports/ledger.csv": {
      content: "month,amount\n2024-01,1200\n2024-02,1350\n",
      earlierVersions: ["month,amount\n2024-01,1200\n"],
      contentType: "text/csv",
    },
  },
};

/**
 * Runs the embedded infoRouter until a signal ends it.
 *
 * @returns The exit code.
 * @throws {UsageError} It cannot be started.
 */
export async function serve(options: ServeOptions): Promise<number> {
  const { user, passwordFile } = options;
  if (!/^[^:\p{Cc}]+$/u.test(user)) {
    // The value is not repeated: it may be a name with a password.
    throw new UsageError("--user: expected a name alone; give the password with --password-file");
  }
  const password = passwordFile === undefined ? undefined : readSecret("--password-file", passwordFile);
  const generated = randomBytes(9).toString("base64url");
  const contents = contentsOf(options);
  const stopping = untilStopped();
  try {
    const users = { [user]: { password: password ?? generated, readOnly: options.readOnly } };
    const server = await start({ ...contents, users, port: options.port });
    print(introduction(server, user, password === undefined ? generated : undefined));
    await untilAborted(stopping.signal);
    await server.close();
    say("Ended.");
    return SUCCESS;
  } finally {
    await stopping.end();
  }
}

/** The signal may come while the server starts. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await once(signal, "abort");
  }
}

/** @throws {UsageError} */
function contentsOf({ folder, document, readOnly = [] }: ServeOptions): InfoRouterContents {
  for (const path of readOnly) {
    checkPath(path, {}, IN_PROGRAMS);
  }
  if (folder === undefined && document === undefined) {
    return EXAMPLE;
  }
  for (const path of folder ?? []) {
    checkPath(path, {}, IN_PROGRAMS);
  }
  return { folders: folder, documents: Object.fromEntries((document ?? []).map(readDocument)) };
}

/** @throws {UsageError} */
function readDocument(argument: string): [path: string, content: Uint8Array] {
  const [, path = "", file = ""] = /^([^=]*)=(.+)$/s.exec(argument) ?? [];
  if (!/^[/\\]?[^/\\]+[/\\].*[^/\\]$/s.test(path)) {
    throw new UsageError("--document: expected PATH=FILE, such as /Finance/Reports/ledger.csv=ledger.csv");
  }
  checkPath(path, {}, IN_PROGRAMS);
  try {
    return [path, readFileSync(file)];
  } catch (error) {
    throw new UsageError(`--document: ${file} cannot be read: ${reasonOf(error)}`);
  }
}

/** @throws {UsageError} The port is taken. */
async function start(options: InfoRouterServerOptions): Promise<InfoRouterServer> {
  try {
    return await startInfoRouterServer(options);
  } catch (error) {
    throw new UsageError(
      `--port: ${options.port} cannot be used: ${reasonOf(error)}; name another port, or leave it out`,
    );
  }
}

/** @param password The password, if it was made up for this server. */
function introduction(server: InfoRouterServer, user: string, password: string | undefined): string {
  const credentials = password === undefined ? "" : ` INFOROUTER_PASSWORD=${password}`;
  const madeUp =
    password === undefined ? "" : "The password is made up for this run, and works for this server only.\n";
  const commands = commandsToTry(server).map((command) => `  npx inforouter ${command}\n`);
  return `An infoRouter to try things on: ${server.url}
${madeUp}
In another terminal:

  export INFOROUTER_ENDPOINT=${server.url}
  export INFOROUTER_USER=${quoted(user)}${credentials}
${commands.join("")}
delete-download-handler takes a ticket, such as this one of ${user}:

  export INFOROUTER_TICKET=${server.ticketFor(user)}

Ctrl-C ends it, and nothing is kept.
`;
}

/** Up to three commands that work with what the server holds. */
function commandsToTry({ folders, documents }: InfoRouterServer): readonly string[] {
  const [document] = documents;
  const innermost = folders.filter((path) => !folders.some((other) => other.startsWith(`${path}/`)));
  const deletable = innermost.find((path) => path.lastIndexOf("/") > 0);
  const [any = ""] = innermost;
  const commands = [
    `exists ${quoted(deletable ?? any)}`,
    ...(document === undefined ? [] : [`download ${quoted(document)}`]),
    ...(deletable === undefined ? [] : [`delete-folder ${quoted(deletable)}`]),
    "check",
  ];
  return commands.slice(0, 3);
}

/** For a shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
