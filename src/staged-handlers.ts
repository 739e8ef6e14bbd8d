import { createHash, randomBytes } from "node:crypto";
import { copyOf } from "./soap/xml/copy-of-text.js";

/** The operations that stage a download, and the attribute in which they give its handler. */
const STAGING = /^(?:GetDownloadHandler|GetDownloadHandlerByVersion|DownloadZipWithHandler)$/;
const HANDLER = /^downloadhandler$/i;
/** Other texts are never deleted: `deleteDownloadHandler` refuses them. */
const DIGITS = /^[\da-f]{32}$/;
/** With hyphens and braces. */
const LONGEST_HANDLER = 38;

/** How many handlers are remembered, in a few megabytes. Beyond that, the oldest are forgotten. */
const MAX_HANDLERS = 10_000;

/**
 * The download handlers that a client has staged, each with the ticket of its session. The service deletes a handler only in
 * that session, but reports success in every session.
 *
 * Tickets are kept as keyed hashes: an idle client holds no ticket.
 */
export class StagedHandlers {
  readonly #key = randomBytes(32);
  readonly #tickets = new Map<string, string>();

  /** Remembers the handler in the result of an operation that stages one. */
  noteResult(operation: string, result: unknown, ticket: string | undefined): void {
    if (!STAGING.test(operation) || ticket === undefined || typeof result !== "object" || result === null) {
      return;
    }
    const attributes: object = "attributes" in result ? Object(result.attributes) : {};
    const [, guid] = Object.entries(attributes).find(([name]) => HANDLER.test(name)) ?? [];
    if (typeof guid === "string") {
      this.add(guid, ticket);
    }
  }

  add(guid: string, ticket: string): void {
    const digits = guid.length > LONGEST_HANDLER ? "" : digitsOf(guid);
    if (!DIGITS.test(digits)) {
      return;
    }
    const [oldest] = this.#tickets.keys();
    if (oldest !== undefined && this.#tickets.size >= MAX_HANDLERS) {
      this.#tickets.delete(oldest);
    }
    // The digits of a handler without hyphens are a part of its response, which would be kept with them.
    this.#tickets.set(copyOf(digits), this.#hash(ticket));
  }

  /** Forgets a handler whose deletion the service confirmed, and returns whether it belonged to the ticket's session. */
  remove(guid: string, ticket: string | undefined): boolean {
    const digits = digitsOf(guid);
    const isOwn = ticket !== undefined && this.#tickets.get(digits) === this.#hash(ticket);
    if (isOwn) {
      this.#tickets.delete(digits);
    }
    return isOwn;
  }

  #hash(ticket: string): string {
    return createHash("sha256").update(this.#key).update(ticket).digest("base64");
  }
}

/** A GUID is the same in each of .NET's forms: a server may send another one than `deleteDownloadHandler` does. */
function digitsOf(guid: string): string {
  return guid.replace(/[{}()-]/g, "").toLowerCase();
}
