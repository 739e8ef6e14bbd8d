import { likelyEndpoint } from "../soap/client/likely-endpoint.js";

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The message of a contract that cannot be read. */
export function contractErrorText(error: unknown): string {
  const message =
    error instanceof RangeError && /call stack/.test(error.message)
      ? "the contract cannot be read: its definitions lead from one to the next through too many others"
      : messageOf(error);
  const [, address] = /^(https?:\S+) cannot be read: the server answers 404\b/.exec(message) ?? [];
  const likely = address === undefined ? undefined : likelyEndpoint(new URL(address));
  return likely === undefined ? message : `${message}; is it ${likely}?`;
}
