import { InvalidInputError } from "../errors.js";
import { ACCEPT_ENCODING } from "./content-encoding.js";
import { isHeader } from "./transport.js";

type Headers = Readonly<Record<string, string>>;

/** The headers that a client adds to each request. */
export interface HeaderSettings {
  readonly headers: Headers;
  /** Name of the header for the request id; undefined for none. */
  readonly requestIdHeader: string | undefined;
}

/** Headers that the envelope writer and the transport set. A second one would change the meaning of the request. */
const RESERVED = /^(?:content-(?:type|length|encoding)|soapaction|transfer-encoding|te|trailer|upgrade|expect)$/i;
/** An assignment to `__proto__` adds no property, so that the header would be lost. */
const UNASSIGNABLE = "__proto__";

/**
 * Reads the options for headers.
 *
 * @throws {InvalidInputError} HTTP cannot carry a header, the client sets it itself, or it occurs twice.
 */
export function readHeaders({
  headers = {},
  requestIdHeader,
}: { readonly [Option in keyof HeaderSettings]?: HeaderSettings[Option] | undefined }): HeaderSettings {
  // `Object.entries` finds no headers in a `Headers` or a `Map`.
  if (!isPlainObject(headers)) {
    throw new InvalidInputError("options.headers", "expected a plain object of strings");
  }
  const entries = Object.entries(headers);
  const taken = new Set<string>();
  for (const [name, value] of entries) {
    // If the name is "Authorization: Basic …" by mistake, the error must not hold the password.
    const shown = /[\w-]{0,50}/.exec(name)?.[0];
    checkHeader(`options.headers[${JSON.stringify(shown)}]`, name, value, taken);
  }
  if (requestIdHeader !== undefined) {
    checkHeader("options.requestIdHeader", requestIdHeader, "x", taken);
  }
  const defaults = taken.has("accept-encoding") ? [] : [["Accept-Encoding", ACCEPT_ENCODING]];
  return { headers: Object.fromEntries([...defaults, ...entries]), requestIdHeader };
}

/**
 * The headers of one request. A header of a security object replaces others of its name. HTTP ignores the case of names.
 *
 * @throws {InvalidInputError} The security object has added a header that cannot be sent.
 */
export function requestHeaders(
  { headers, requestIdHeader, security }: HeaderSettings & { readonly security: object | undefined },
  call: { readonly operation: string; readonly requestId: string },
  ofMessage: Headers,
): Headers {
  const idHeader = requestIdHeader === undefined ? undefined : { [requestIdHeader]: call.requestId };
  const all: Record<string, string> = Object.assign({}, headers, idHeader, ofMessage);
  if (security === undefined) {
    return all;
  }
  const byName = new Map<string, [string, string]>();
  for (const [name, value] of Object.entries(all)) {
    if (!isHeader(name, value) || /^(?:content-length|transfer-encoding)$/i.test(name)) {
      throw new InvalidInputError("options.security", "expected it to add headers that HTTP can carry", call);
    }
    byName.set(name.toLowerCase(), [name, value]);
  }
  return Object.fromEntries(byName.values());
}

function isPlainObject(value: unknown): boolean {
  // By the length of its prototype chain, because each realm has its own `Object`.
  const prototype = value === null ? undefined : Object.getPrototypeOf(value);
  return prototype === null || (prototype !== undefined && Object.getPrototypeOf(prototype) === null);
}

/** @param taken names so far, in lower case: HTTP ignores the case of names. */
function checkHeader(argument: string, name: string, value: string, taken: Set<string>): void {
  if (!isHeader(name, value) || RESERVED.test(name) || name === UNASSIGNABLE) {
    throw new InvalidInputError(argument, "expected a header that HTTP can carry, and that this client does not set");
  }
  const key = name.toLowerCase();
  if (taken.has(key)) {
    throw new InvalidInputError(argument, "expected each header once, whatever its case");
  }
  taken.add(key);
}
