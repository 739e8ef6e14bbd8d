import { isInfoRouterError } from "../soap/errors.js";

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The message of a failed call. Names the address if something other than the service may have answered. */
export function failureText(error: unknown, endpoint: string): string {
  const message = messageOf(error);
  if (!isInfoRouterError(error) || error.name !== "UnexpectedResponseError") {
    return message;
  }
  const { origin, pathname } = new URL(endpoint);
  // A query could hold a secret.
  const address = `${origin}${pathname}`;
  return `${message.replace(/\.$/, "")}, from ${address}${error.code === "NOT_FOUND" ? serviceHint(address) : ""}`;
}

/** The message of a contract that cannot be read. */
export function contractErrorText(error: unknown): string {
  const message =
    error instanceof RangeError && /call stack/.test(error.message)
      ? "the contract cannot be read: its definitions lead from one to the next through too many others"
      : messageOf(error);
  const [, address] = /^(https?:\S+) cannot be read: the server answers 404\b/.exec(message) ?? [];
  return address === undefined ? message : `${message}${serviceHint(address)}`;
}

/** Suggests the usual address of the service if there is none at this address. */
function serviceHint(address: string): string {
  const { origin, pathname, search } = new URL(address);
  const folder = pathname.replace(/\/(?:srv)?\/?$/i, "");
  return /\.asmx$/i.test(pathname) ? "" : `; is it ${origin}${folder}/srv.asmx${search}?`;
}
