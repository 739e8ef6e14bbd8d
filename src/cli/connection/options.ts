import { type Command, InvalidArgumentError, Option } from "../commander.js";

/** The options of a connection to the server. The environment names the proxy: `HTTPS_PROXY`, `NO_PROXY`. */
export interface NetworkOptions {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

export function addNetworkOptions(command: Command): Command {
  return command
    .option("--ca <file>", "trust the authorities of this file, in PEM, and no others")
    .option("--cert <file>", "present this client certificate, in PEM")
    .option("--key <file>", "private key of the client certificate, in PEM");
}

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
    .option(
      "--retries <number>",
      "repetitions of a request that was certainly not sent, or does no harm if sent twice (default: 0)",
      parseCount,
    )
    .addOption(
      new Option("--soap-version <version>", "default: 1.1, or the only version of the stubs").choices(["1.1", "1.2"]),
    )
    .option("--stubs <file>", "compiled stubs of `inforouter generate`, for a server with another contract")
    .option("--allow-insecure-http", "send tickets and passwords unencrypted, over http:")
    .option("--verbose", "print each request and response (messages: INFOROUTER_LOG=debug)");
  return addNetworkOptions(command);
}

export function endpointOption(): Option {
  return new Option("--endpoint <url>", "address of the service").env("INFOROUTER_ENDPOINT");
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

export function parsePort(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidArgumentError("expected a port, from 1 to 65535, or 0 for any free one");
  }
  return value;
}
