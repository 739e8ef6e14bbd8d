import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { InfoRouterClient } from "../../client.js";
import type { InfoRouterOperations } from "../../operations.js";
import { InvalidInputError } from "../../soap/errors.js";
import { authenticate, type TicketSource } from "../../ticket.js";
import type { CallTrace } from "../../tracing.js";
import { messageOf } from "../deletions/item-result.js";
import { ask, canAsk } from "../terminal/prompt.js";
import { say } from "../terminal/status-line.js";
import { UsageError } from "../usage-error.js";
import { addNetworkOptions, agentFor, type NetworkOptions } from "./network.js";
import { logOptions } from "./request-log.js";
import { readSecret } from "./secret-file.js";

/** The options that name the service and the user. Environment variables replace those that are missing. */
export interface ConnectionOptions extends NetworkOptions {
  readonly endpoint?: string | undefined;
  readonly user?: string | undefined;
  readonly ticketFile?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly timeout?: number | undefined;
  readonly retries?: number | undefined;
  readonly soapVersion?: "1.1" | "1.2" | undefined;
  readonly stubs?: string | undefined;
  readonly allowInsecureHttp?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

/** @param mayLogIn Whether the command takes a user and a password. */
export function addConnectionOptions(command: Command, { mayLogIn = true } = {}): Command {
  command
    .optionsGroup("Connection:")
    .addOption(endpointOption())
    .option("--ticket-file <file>", "read a ticket from a file (or set INFOROUTER_TICKET)")
    .addOption(new Option("--user <name>", "log in as this user (or set INFOROUTER_USER)").hideHelp(!mayLogIn))
    .addOption(
      new Option(
        "--password-file <file>",
        "read the password from a file (or set INFOROUTER_PASSWORD, or enter it)",
      ).hideHelp(!mayLogIn),
    )
    .option("--timeout <seconds>", "for each call (default: 30)", parsePositive)
    .option("--retries <number>", "repetitions of a request that was certainly not sent (default: 0)", parseCount)
    .addOption(
      new Option("--soap-version <version>", "default: 1.1, or the only one of the stubs").choices(["1.1", "1.2"]),
    )
    .option("--stubs <file>", "compiled stubs of `inforouter generate`, for a server with another contract")
    .option("--allow-insecure-http", "send tickets and passwords unencrypted, over http:")
    .option("--verbose", "print each request and response (messages: INFOROUTER_LOG=debug)");
  return addNetworkOptions(command);
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

/** A client, and the agent that it uses. */
export interface Connection {
  readonly client: InfoRouterClient;
  /** Logs out if this process logged in, and closes the connections. */
  close(): Promise<void>;
}

/**
 * Makes a client, and asks the user for a password if one is missing. The first call connects.
 *
 * @throws {UsageError}
 */
export async function openConnection(
  options: ConnectionOptions,
  maxConnections: number,
  signal: AbortSignal,
): Promise<Connection> {
  const endpoint = endpointOf(options);
  const { soapVersion, allowInsecureHttp, retries: maxRetries = 0 } = options;
  const timeoutInMs = options.timeout === undefined ? undefined : options.timeout * 1000;
  const log = logOptions(options);
  const agent = await agentFor(endpoint, options, maxConnections);
  const operations = options.stubs === undefined ? undefined : await loadStubs(options.stubs);
  const ticket = await ticketSourceOf(options, endpoint, signal);
  const at = { ...log, endpoint, timeoutInMs, soapVersion, allowInsecureHttp, maxConnections, agent };
  // Loaded on demand: --help and --dry-run do not need it.
  const { InfoRouterClient } = await import("../../client.js");
  try {
    const client = new InfoRouterClient({ ...at, ticket, operations, retry: { maxRetries } });
    const close = async (): Promise<void> => {
      subscribe(FAILED_CALLS, sayIfNotLoggedOut);
      await client.close();
      unsubscribe(FAILED_CALLS, sayIfNotLoggedOut);
      agent?.destroy();
    };
    return { client, close };
  } catch (error) {
    throw error instanceof InvalidInputError ? new UsageError(inTermsOfArguments(error.message)) : error;
  }
}

/** Where the client reports that it could not log out. */
const FAILED_CALLS = "tracing:inforouter-soap-client:call:error";

function sayIfNotLoggedOut(message: unknown): void {
  const { operation, error } = message as CallTrace;
  if (operation === "LogOut") {
    say(`Not logged out: ${messageOf(error)}`);
  }
}

/** Loads compiled stubs of `inforouter generate`. The client checks that they have its operations. */
async function loadStubs(file: string): Promise<InfoRouterOperations> {
  try {
    return await import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    const [reason] = messageOf(error).split("\n");
    throw new UsageError(
      `--stubs: ${file} cannot be loaded; expected generated stubs, compiled to JavaScript: ${reason}`,
    );
  }
}

/** A value that the client rejected, by the name of its option. */
export function inTermsOfArguments(message: string): string {
  return message
    .replace("options.version", "--version")
    .replace("options.endpoint", "--endpoint")
    .replace("options.operations", "--stubs")
    .replace("set `allowInsecureHttp: true`", "add --allow-insecure-http");
}

function namesUser({ user, passwordFile }: ConnectionOptions): boolean {
  return user !== undefined || passwordFile !== undefined;
}

/** Whether the command uses a ticket that it is given, rather than log in. */
export function givesTicket(options: ConnectionOptions): boolean {
  return (
    options.ticketFile !== undefined || (fromEnvironment("INFOROUTER_TICKET") !== undefined && !namesUser(options))
  );
}

/** Arguments take precedence over the environment, and a ticket over a user. */
async function ticketSourceOf(
  options: ConnectionOptions,
  endpoint: string,
  signal: AbortSignal,
): Promise<TicketSource> {
  if (options.ticketFile !== undefined) {
    if (namesUser(options)) {
      throw new UsageError("--ticket-file: a ticket already stands for a user; leave out --user and --password-file");
    }
    return readSecret("--ticket-file", options.ticketFile);
  }
  const ticket = fromEnvironment("INFOROUTER_TICKET");
  if (ticket !== undefined && !namesUser(options)) {
    return ticket;
  }
  const uid = options.user ?? fromEnvironment("INFOROUTER_USER");
  if (uid === undefined) {
    throw new UsageError(
      "no ticket and no user: set INFOROUTER_TICKET, or INFOROUTER_USER and INFOROUTER_PASSWORD, or see --help",
    );
  }
  return authenticate({ uid, pwd: await passwordOf(uid, options, endpoint, signal) });
}

async function passwordOf(
  uid: string,
  { passwordFile }: ConnectionOptions,
  endpoint: string,
  signal: AbortSignal,
): Promise<string> {
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
  const answer = await ask(`Password of ${uid} at ${new URL(endpoint).host}: `, { secret: true, signal });
  if (answer === "") {
    throw new UsageError("no password was given");
  }
  return answer;
}

/** An empty variable counts as not set. */
function fromEnvironment(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

export function parsePositive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new InvalidArgumentError("expected a number above zero");
  }
  return value;
}

export function parseCount(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value) || value < 0) {
    throw new InvalidArgumentError("expected a whole number, or 0 for none");
  }
  return value;
}
