import type { TransportResponse } from "./transport.js";

/** A cache answered with an older response, which some call it by other words. `HIT-FOR-PASS` is none: nothing is stored. */
const HIT = /(?<![a-z\d.-])(?:refresh)?(?:hit|stale|updating|revalidated)(?![\w-])/i;

/** What a cache writes into a response that it had stored, by the field's name. */
const MARKS: readonly (readonly [field: string, mark: RegExp])[] = [
  // RFC 9111 §5.1. Some caches send 0 with a response that they have just received.
  ["age", /[1-9]/],
  // RFC 9211: `ExampleCache; hit; ttl=376`. One response for several requests is `collapsed`.
  ["cache-status", /;\s*(?:hit|collapsed)(?![\w-]|=\?0)/i],
  // Tyk.
  ["x-tyk-cached-response", /1/],
  // Varnish adds the number of the request whose response it had stored. In the first second, its `Age` is 0.
  ["x-varnish", /^\s*\d+\s+\d/],
  // Fastly: a number for each of its caches.
  ["x-cache-hits", /[1-9]/],
  ["x-from-cache", /1|true/i],
  // OpenResty.
  ["x-srcache-fetch-status", HIT],
];

/**
 * The fields that have a word for it: `X-Cache` of Squid, Varnish and content delivery networks, `CF-Cache-Status`,
 * `Apisix-Cache-Status`, and what users of nginx call theirs (`X-Proxy-Cache`).
 */
const FIELDS_OF_WORDS = /-cache(?:-status)?$/;

/** The header field that marks a response from the store of a cache, which answered another request. Undefined if none does. */
export function markOfCache({ headers }: Pick<TransportResponse, "headers">): string | undefined {
  return (
    MARKS.find(([field, mark]) => mark.test(headers[field] ?? ""))?.[0] ??
    Object.keys(headers).find((field) => FIELDS_OF_WORDS.test(field) && HIT.test(headers[field] ?? ""))
  );
}
