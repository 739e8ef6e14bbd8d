import { randomUUID } from "node:crypto";
import { checkSignal, checkTimeout, type Deadline } from "../deadline.js";
import { InvalidInputError } from "../errors.js";
import type { FindSecrets } from "../secrets/redact-message.js";
import type { XmlElement } from "../xml/xml-element.js";

/** Options of one call. */
export interface CallOptions {
  /** Cancels the call, which then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call; without it, the client's. `Infinity` sets no limit. */
  readonly timeoutInMs?: number | undefined;
  /** Identifies the call in errors; without it, a new UUID. Up to 200 printable ASCII characters. */
  readonly requestId?: string | undefined;
  /** Values of the request that must not appear in an error, even if the response repeats them. */
  readonly secrets?: readonly string[] | undefined;
  /** Whether the response is itself a secret, such as a ticket. Errors then hold only its fault. Default false. */
  readonly answerIsSecret?: boolean | undefined;
}

/** The options of a call, read once and checked. */
export interface CallSettings {
  readonly operation: string;
  readonly requestId: string;
  readonly timeoutInMs: number;
  readonly signal: AbortSignal | undefined;
  readonly around: InternalOptions["around"];
  readonly onSecrets: InternalOptions["onSecrets"];
  readonly onBody: InternalOptions["onBody"];
  readonly maxResponseBytes: InternalOptions["maxResponseBytes"];
  readonly attempt: InternalOptions["attempt"];
}

/**
 * Reads the options for secrets.
 *
 * @throws {InvalidInputError} An option cannot be used.
 */
export function readSecrecy(
  options: Pick<CallOptions, "secrets" | "answerIsSecret">,
  call: { operation: string; requestId: string },
): { readonly secrets: readonly string[]; readonly answerIsSecret: boolean } {
  const { secrets: given = [], answerIsSecret = false } = options;
  // The caller may change its list. That of the facade changes while calls last, and is the same for all of them.
  const secrets = Array.isArray(given) && !(options instanceof OptionsWithin) ? [...given] : given;
  if (!Array.isArray(secrets) || !secrets.every((secret) => typeof secret === "string")) {
    throw new InvalidInputError("options.secrets", "expected an array of strings", call);
  }
  if (typeof answerIsSecret !== "boolean") {
    throw new InvalidInputError("options.answerIsSecret", "expected true or false", call);
  }
  return { secrets, answerIsSecret };
}

/** Options that only the facade sets. */
interface InternalOptions {
  /** The deadline of the call that this one is a part of. */
  readonly around?: Deadline | undefined;
  /** Receives the secrets in the request before it is sent, so that other calls know them. */
  readonly onSecrets?: ((secrets: readonly string[]) => void) | undefined;
  /**
   * Receives the element of the response's `soap:Body` that is the message, after the response is decoded, what errors about it
   * must not hold (the secrets of the call, and those in its request), and the decoded response.
   */
  readonly onBody?: ((body: XmlElement | undefined, secrets: FindSecrets, response: unknown) => void) | undefined;
  /** Replaces the client's `maxResponseBytes`. */
  readonly maxResponseBytes?: number | undefined;
  /** Number of the request within its call, from 1 on. */
  readonly attempt?: number | undefined;
}

/**
 * Options of a call that is a part of another call, within the deadline of the whole. A copy has neither the internal ones nor the
 * secrets and the signal.
 */
export class OptionsWithin implements CallOptions {
  readonly timeoutInMs = Number.POSITIVE_INFINITY;
  readonly requestId: string;
  readonly answerIsSecret: boolean;
  readonly #secrets: readonly string[];
  readonly #internal: InternalOptions & { readonly around: Deadline };

  constructor(
    { requestId, secrets }: { readonly requestId: string; readonly secrets: readonly string[] },
    answerIsSecret: boolean,
    internal: InternalOptions & { readonly around: Deadline },
  ) {
    this.requestId = requestId;
    this.answerIsSecret = answerIsSecret;
    this.#secrets = secrets;
    this.#internal = internal;
  }

  get signal(): AbortSignal {
    return this.#internal.around.signal;
  }

  /** Not of the object itself: a function around a stub may print its options. */
  get secrets(): readonly string[] {
    return this.#secrets;
  }

  static internal(options: object): InternalOptions {
    return #internal in options ? options.#internal : {};
  }
}

/**
 * Reads the options for identity and time, and the internal ones. Reads each once, before anything else happens.
 *
 * @throws {InvalidInputError} An option cannot be used.
 */
export function readCallOptions(
  options: Pick<CallOptions, "signal" | "timeoutInMs" | "requestId">,
  operation: string,
  defaultTimeoutInMs: number,
): CallSettings {
  if (typeof options !== "object" || options === null) {
    throw new InvalidInputError("options", "expected an object", { operation });
  }
  const { around, onSecrets, onBody, maxResponseBytes, attempt } = OptionsWithin.internal(options);
  const { timeoutInMs = defaultTimeoutInMs, requestId = randomUUID() } = options;
  const signal = around === undefined ? options.signal : undefined;
  if (typeof requestId !== "string" || !/^[\x20-\x7e]{1,200}$/.test(requestId)) {
    throw new InvalidInputError("options.requestId", "expected up to 200 printable ASCII characters", { operation });
  }
  checkSignal(signal, { operation, requestId });
  checkTimeout("options.timeoutInMs", timeoutInMs, { operation, requestId });
  return { operation, requestId, timeoutInMs, signal, around, onSecrets, onBody, maxResponseBytes, attempt };
}
