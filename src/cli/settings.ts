import { readFileSync, statSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { InfoRouterClient } from "../client.js";
import { InvalidInputError } from "../soap/errors.js";
import { authenticate, type TicketSource } from "../ticket.js";
import { ask, canAsk } from "./prompt.js";
import { say } from "./status-line.js";
import { UsageError } from "./usage-error.js";

/** Where the service is, and as whom it is called, as far as arguments say. The environment says the rest. */
export interface ConnectionOptions {
  readonly endpoint?: string | undefined;
  readonly user?: string | undefined;
  readonly ticketFile?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly timeout?: number | undefined;
  readonly soapVersion?: "1.1" | "1.2" | undefined;
  readonly allowInsecureHttp?: boolean | undefined;
}

export function addConnectionOptions(command: Command): Command {
  return command
    .optionsGroup("Connection:")
    .addOption(endpointOption())
    .option("--ticket-file <file>", "read a ticket from a file (or set INFOROUTER_TICKET)")
    .option("--user <name>", "log in as this user (or set INFOROUTER_USER)")
    .option("--password-file <file>", "read the password from a file (or set INFOROUTER_PASSWORD, or be asked)")
    .option("--timeout <seconds>", "for each call (default: 30)", parsePositive)
    .addOption(new Option("--soap-version <version>", "default: 1.1").choices(["1.1", "1.2"]))
    .option("--allow-insecure-http", "send tickets and passwords over http:, in the clear");
}

export function endpointOption(): Option {
  return new Option("--endpoint <url>", "address of the service").env("INFOROUTER_ENDPOINT");
}

/** @throws {UsageError} */
export function endpointOf({ endpoint = "" }: Pick<ConnectionOptions, "endpoint">): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined) {
    throw new UsageError(
      "--endpoint: expected an address such as https://dms.example.com/srv.asmx, here or in INFOROUTER_ENDPOINT",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError("--endpoint: expected an address without user and password; see --user and --password-file");
  }
  return url.href;
}

/**
 * Makes a client, for which the user may be asked for a password.
 *
 * @throws {UsageError}
 */
export async function createClient(options: ConnectionOptions, maxConnections: number): Promise<InfoRouterClient> {
  const endpoint = endpointOf(options);
  const { soapVersion, allowInsecureHttp } = options;
  const timeoutInMs = options.timeout === undefined ? undefined : options.timeout * 1000;
  const ticket = await ticketSourceOf(options, endpoint);
  // Loaded only where it is needed: --help and --dry-run do without.
  const { InfoRouterClient } = await import("../client.js");
  try {
    return new InfoRouterClient({ endpoint, ticket, timeoutInMs, soapVersion, allowInsecureHttp, maxConnections });
  } catch (error) {
    throw error instanceof InvalidInputError ? new UsageError(inTermsOfArguments(error.message)) : error;
  }
}

function inTermsOfArguments(message: string): string {
  return message
    .replace("options.endpoint", "--endpoint")
    .replace("set `allowInsecureHttp: true`", "add --allow-insecure-http");
}

/** What the arguments name goes before what the environment does, and a ticket before a user. */
async function ticketSourceOf(options: ConnectionOptions, endpoint: string): Promise<TicketSource> {
  const namesUser = options.user !== undefined || options.passwordFile !== undefined;
  if (options.ticketFile !== undefined) {
    if (namesUser) {
      throw new UsageError("--ticket-file: a ticket already stands for a user; leave out --user and --password-file");
    }
    return readSecret("--ticket-file", options.ticketFile);
  }
  const ticket = fromEnvironment("INFOROUTER_TICKET");
  if (ticket !== undefined && !namesUser) {
    return ticket;
  }
  const uid = options.user ?? fromEnvironment("INFOROUTER_USER");
  if (uid === undefined) {
    throw new UsageError(
      "no ticket and no user: set INFOROUTER_TICKET, or INFOROUTER_USER and INFOROUTER_PASSWORD, or see --help",
    );
  }
  return authenticate({ uid, pwd: await passwordOf(uid, options, endpoint) });
}

async function passwordOf(uid: string, { passwordFile }: ConnectionOptions, endpoint: string): Promise<string> {
  if (passwordFile !== undefined) {
    return readSecret("--password-file", passwordFile);
  }
  const password = fromEnvironment("INFOROUTER_PASSWORD");
  if (password !== undefined) {
    return password;
  }
  if (!canAsk()) {
    throw new UsageError("no password, and no terminal to ask for it: set INFOROUTER_PASSWORD, or use --password-file");
  }
  const answer = await ask(`Password of ${uid} at ${new URL(endpoint).host}: `, { secret: true });
  if (answer === "") {
    throw new UsageError("no password was given");
  }
  return answer;
}

/** An empty variable is as good as none. */
function fromEnvironment(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

/** The first and only line of a file. */
function readSecret(option: string, file: string): string {
  const text = readFileSync(file, "utf8")
    .replace(/^\ufeff/, "")
    .replace(/\r?\n$/, "");
  if (text === "" || /[\r\n]/.test(text)) {
    throw new UsageError(`${option}: expected one line in ${file}`);
  }
  const OTHERS_MAY_READ = 0o004;
  if (process.platform !== "win32" && (statSync(file).mode & OTHERS_MAY_READ) !== 0) {
    say(`Warning: every user of this machine can read ${file}; chmod 600 helps.`);
  }
  return text;
}

export function parsePositive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new InvalidArgumentError("expected a number above zero");
  }
  return value;
}
