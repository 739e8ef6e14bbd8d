import { withoutLostLetters } from "../arguments/lost-letters.js";
import { UsageError } from "../usage-error.js";
import type { ConnectionOptions } from "./options.js";

/** @throws {UsageError} */
export function endpointOf({ endpoint = "" }: Pick<ConnectionOptions, "endpoint">): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  // `jane:password@host` would be an address with the scheme `jane:`, and a file's path to `check`.
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      "--endpoint: expected an address such as https://dms.example.com/srv.asmx, here or in INFOROUTER_ENDPOINT",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError("--endpoint: expected an address without user and password; see --user and --password-file");
  }
  return url.href;
}

/** Replaces the names of the client's options in a message by the names of the arguments. */
export function inTermsOfArguments(message: string): string {
  return message
    .replace("credentials.pwd", "the password")
    .replace("credentials.uid", "--user")
    .replace("options.version", "--version")
    .replace("options.endpoint", "--endpoint")
    .replace("options.operations", "--stubs")
    .replace("set `allowInsecureHttp: true`", "add --allow-insecure-http");
}

export function namesUser({ user, passwordFile }: ConnectionOptions): boolean {
  return user !== undefined || passwordFile !== undefined;
}

/** Whether the user gives the command a ticket. Without one, it logs in. */
export function givesTicket(options: ConnectionOptions): boolean {
  return (
    options.ticketFile !== undefined || (fromEnvironment("INFOROUTER_TICKET") !== undefined && !namesUser(options))
  );
}

/**
 * An empty variable counts as not set. A line end at its end comes from the file that sets it. With it, a password would be a wrong
 * one, and too many of them lock the user out.
 *
 * @throws {UsageError} It is not UTF-8.
 */
export function fromEnvironment(name: string): string | undefined {
  const value = process.env[name]?.replace(/(?:\r\n|\r|\n)$/, "");
  return value === "" || value === undefined ? undefined : withoutLostLetters(name, value);
}
