import { isInfoRouterError } from "../../soap/errors.js";
import type { ItemKind } from "./item-kind.js";
import { BegunEarlier } from "./item-result.js";

/** The error of the last call: if the command only looked for the folder, the error of FolderExists. */
export function callErrorOf(error: unknown): unknown {
  return error instanceof BegunEarlier ? error.cause : error;
}

/** The reason why all further calls would fail. Repeating a wrong password can lock the user out. */
export function reasonToStop(kind: Pick<ItemKind, "many">, failure: unknown): string | undefined {
  const error = callErrorOf(failure);
  if (!isInfoRouterError(error)) {
    return undefined;
  }
  if (error.operation === "AuthenticateUser") {
    return `The log-in failed; the remaining ${kind.many} were skipped.`;
  }
  if (["AUTHENTICATION_FAILED", "SESSION_EXPIRED"].includes(error.code)) {
    return `The server does not accept the ticket; the remaining ${kind.many} were skipped. If the ticket is valid, the server may name its element differently: run \`inforouter check\`.`;
  }
  if (error.code === "NO_TLS") {
    return `The proxy opens no connection to the server; the remaining ${kind.many} were skipped.`;
  }
  if (error.code === "NOT_FOUND") {
    return `There is no service at this address; the remaining ${kind.many} were skipped.`;
  }
  return ["UNAUTHORIZED", "PROXY_AUTHENTICATION_REQUIRED"].includes(error.code)
    ? `The server or proxy refuses this client (401 or 407); the remaining ${kind.many} were skipped.`
    : undefined;
}
