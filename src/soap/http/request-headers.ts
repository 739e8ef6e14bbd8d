import { InvalidInputError } from "../errors.js";
import { ACCEPT_ENCODING } from "./content-encoding.js";
import { isHeader } from "./transport.js";

type Headers = Readonly<Record<string, string>>;

/** What a client adds to the headers of each request. */
export interface HeaderSettings {
  readonly headers: Headers;
  /** Name of the header for the request id; undefined for none. */
  readonly requestIdHeader: string | undefined;
}

/** What the engine and the transport write themselves; a second one would make another message of the request. */
const RESERVED = /^(?:content-(?:type|length|encoding)|soapaction|transfer-encoding|te|trailer|upgrade|expect)$/i;
/** An assignment to it is none, so that the header would not be sent. */
const UNASSIGNABLE = "__proto__";

/**
 * The headers that a client adds to each request, and the name of the one for the request's id: each once, and as HTTP can
 * carry it.
 *
 * @throws {InvalidInputError}
 */
export function readHeaders({
  headers = {},
  requestIdHeader,
}: { readonly [Option in keyof HeaderSettings]?: HeaderSettings[Option] | undefined }): HeaderSettings {
  // What a `Headers`, a `Map` or an object with a prototype of its own holds would be no headers at all.
  if (!isPlainObject(headers)) {
    throw new InvalidInputError("options.headers", "expected a plain object of strings");
  }
  const entries = Object.entries(headers);
  const taken = new Set<string>();
  for (const [name, value] of entries) {
    // Of "Authorization: Basic …" in the place of a name, no more than the name.
    const shown = /^[\w-]{0,50}/.exec(name)?.[0];
    checkHeader(`options.headers[${JSON.stringify(shown)}]`, name, value, taken);
  }
  if (requestIdHeader !== undefined) {
    checkHeader("options.requestIdHeader", requestIdHeader, "x", taken);
  }
  const defaults = taken.has("accept-encoding") ? [] : [["Accept-Encoding", ACCEPT_ENCODING]];
  return { headers: Object.fromEntries([...defaults, ...entries]), requestIdHeader };
}

/**
 * The headers of one request. Those of a security object replace others of the same name, whatever its case.
 *
 * @throws {InvalidInputError} The security object has made one that cannot be sent.
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
  // By its looks, since each realm has an Object of its own.
  const prototype = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  return prototype === null || (prototype !== undefined && Object.getPrototypeOf(prototype) === null);
}

/** @param taken names so far, in small letters: those that differ in nothing but case are one header. */
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
