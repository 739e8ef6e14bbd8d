import type { LogEvent } from "../../soap/client/request-log.js";
import { sayAbove } from "../terminal/status-line.js";
import { UsageError } from "../usage-error.js";

/** The client's options for a log on standard error: with `--verbose` its events, with `INFOROUTER_LOG=debug` the messages too. */
export function logOptions({ verbose = false }: { readonly verbose?: boolean | undefined }): {
  readonly log?: (event: LogEvent) => void;
  readonly logMessages?: boolean;
} {
  const level = process.env["INFOROUTER_LOG"] ?? "";
  if (level !== "" && level !== "debug") {
    throw new UsageError('INFOROUTER_LOG: expected "debug", or nothing');
  }
  return verbose || level === "debug"
    ? { log: (event) => sayAbove(lineOf(event)), logMessages: level === "debug" }
    : {};
}

/** `> DeleteFolder, attempt 1: 374 bytes`, and with messages the message after it. */
function lineOf(event: LogEvent): string {
  const request = `${event.operation}, attempt ${event.attempt}`;
  if (event.type === "failure") {
    return `! ${request}: ${event.code} after ${Math.round(event.durationInMs)} ms`;
  }
  const message = event.message === undefined ? "" : `: ${event.message}`;
  return event.type === "request"
    ? `> ${request}: ${event.bytes} bytes${message}`
    : `< ${request}: status ${event.httpStatus}, ${event.bytes} bytes, ${Math.round(event.durationInMs)} ms${message}`;
}
