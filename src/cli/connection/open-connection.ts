import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { InfoRouterClient } from "../../client.js";
import type { InfoRouterOperations } from "../../operations.js";
import { InvalidInputError } from "../../soap/errors.js";
import { authenticate, type TicketSource } from "../../ticket.js";
import type { CallTrace } from "../../tracing.js";
import { withoutLostLetters } from "../arguments/lost-letters.js";
import { messageOf } from "../error-text.js";
import { canAsk } from "../terminal/can-ask.js";
import { ask } from "../terminal/prompt.js";
import { say } from "../terminal/status-line.js";
import { UsageError } from "../usage-error.js";
import { agentFor } from "./network.js";
import type { ConnectionOptions } from "./options.js";
import { logOptions } from "./request-log.js";
import { readSecret } from "./secret-file.js";
import { endpointOf, fromEnvironment, inTermsOfArguments, namesUser } from "./settings.js";

/** A client, and the agent that it uses. */
export interface Connection {
  readonly client: InfoRouterClient;
  /** Logs out if this process logged in, and closes the connections. */
  close(): Promise<void>;
}

/**
 * Reads the files that the options name, and loads the stubs. Returns a function that asks for a missing password and makes the
 * client, whose first call connects.
 *
 * Call it before the command handles signals: while it waits for a program to write into a pipe, no handler of a signal runs. And
 * before it locks a journal: stubs whose module never ends loading end the process.
 *
 * @throws {UsageError} An option or a file cannot be used. The returned function rejects with it as well.
 */
export async function prepareConnection(
  options: ConnectionOptions,
  maxConnections: number,
): Promise<(signal: AbortSignal) => Promise<Connection>> {
  const endpoint = endpointOf(options);
  const { soapVersion, allowInsecureHttp, retries: maxRetries = 0 } = options;
  const timeoutInMs = options.timeout === undefined ? undefined : options.timeout * 1000;
  const log = logOptions(options);
  const agent = agentFor(endpoint, options, maxConnections);
  const secret = secretOf(options);
  const at = { ...log, endpoint, timeoutInMs, soapVersion, allowInsecureHttp, maxConnections, agent };
  const operations = options.stubs === undefined ? undefined : await loadStubs(options.stubs);
  return async (signal) => {
    const ticket = await ticketSourceOf(options, secret, endpoint, signal).catch(refuseInput);
    // Loaded only now, so that errors in the settings are reported at once.
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
      return refuseInput(error);
    }
  };
}

/** @throws {UsageError} The client rejected a value. Otherwise the error. */
function refuseInput(error: unknown): never {
  throw error instanceof InvalidInputError ? new UsageError(inTermsOfArguments(error.message)) : error;
}

/** Where the client reports that it could not log out. */
const FAILED_CALLS = "tracing:inforouter-soap-client:call:error";

function sayIfNotLoggedOut(message: unknown): void {
  const { operation, error } = message as CallTrace;
  if (operation === "LogOut") {
    say(`Not logged out: ${messageOf(error)}`);
  }
}

/** Loads compiled stubs of `inforouter generate`. @throws {UsageError} The client cannot call them. */
async function loadStubs(file: string): Promise<InfoRouterOperations> {
  const operations = await importStubs(file);
  const { checkOperations, operationOf, STUBS } = await import("../../operations.js");
  try {
    checkOperations(operations);
  } catch (error) {
    refuseInput(error);
  }
  for (const stub of STUBS.map((name) => operations[name])) {
    try {
      stub !== undefined && operationOf(stub);
    } catch (error) {
      throw new UsageError(
        `--stubs: ${file}: expected stubs of the project whose inforouter this is, compiled as ES modules (${messageOf(error)})`,
      );
    }
  }
  return operations;
}

async function importStubs(file: string): Promise<InfoRouterOperations> {
  try {
    return await import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    const [reason] = messageOf(error).split("\n");
    throw new UsageError(
      `--stubs: ${file} cannot be loaded; expected generated stubs, compiled to JavaScript: ${reason}`,
    );
  }
}

/** The ticket or password of a file. @throws {UsageError} */
function secretOf({ ticketFile, ...options }: ConnectionOptions): string | undefined {
  if (ticketFile !== undefined && namesUser(options)) {
    throw new UsageError("--ticket-file: a ticket already belongs to a user; leave out --user and --password-file");
  }
  if (ticketFile !== undefined) {
    return readSecret("--ticket-file", ticketFile);
  }
  return options.passwordFile === undefined ? undefined : readSecret("--password-file", options.passwordFile);
}

/** Arguments take precedence over the environment, and a ticket over a user. */
async function ticketSourceOf(
  options: ConnectionOptions,
  secret: string | undefined,
  endpoint: string,
  signal: AbortSignal,
): Promise<TicketSource> {
  if (options.ticketFile !== undefined && secret !== undefined) {
    return secret;
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
  return authenticate({ uid, pwd: secret ?? (await passwordOf(uid, endpoint, signal)) });
}

async function passwordOf(uid: string, endpoint: string, signal: AbortSignal): Promise<string> {
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
  return withoutLostLetters("the password", answer);
}
