import { randomUUID } from "node:crypto";
import { checkSignal, checkTimeout, Deadline } from "../deadline.js";
import { InvalidInputError } from "../errors.js";
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
  { secrets = [], answerIsSecret = false }: Pick<CallOptions, "secrets" | "answerIsSecret">,
  call: { operation: string; requestId: string },
): { readonly secrets: readonly string[]; readonly answerIsSecret: boolean } {
  if (!Array.isArray(secrets) || !secrets.every((secret) => typeof secret === "string")) {
    throw new InvalidInputError("options.secrets", "expected an array of strings", call);
  }
  if (typeof answerIsSecret !== "boolean") {
    throw new InvalidInputError("options.answerIsSecret", "expected true or false", call);
  }
  return { secrets, answerIsSecret };
}

const INTERNAL = Symbol("internal");

/** Options that only the facade sets. */
export interface InternalOptions {
  /** The deadline of the call that this one is a part of. */
  readonly around?: Deadline | undefined;
  /** Receives the element of the response's `soap:Body` that is the message, after the response is decoded. */
  readonly onBody?: ((body: XmlElement | undefined) => void) | undefined;
  /** Replaces the client's `maxResponseBytes`. */
  readonly maxResponseBytes?: number | undefined;
  /** Number of the request within its call, from 1 on. */
  readonly attempt?: number | undefined;
}

/** Options of a call that is a part of another call, within the deadline of the whole. */
export function callWithin(
  deadline: Deadline,
  { requestId, secrets, answerIsSecret }: Pick<CallOptions, "requestId" | "secrets" | "answerIsSecret">,
  internal: Omit<InternalOptions, "around"> = {},
): CallOptions {
  const options = {
    timeoutInMs: Number.POSITIVE_INFINITY,
    requestId,
    secrets,
    answerIsSecret,
    get signal() {
      return deadline.signal;
    },
  };
  return addInternal(options, { ...internal, around: deadline });
}

/** The options of a call with further internal ones. Does not read `signal`, since that may make one. */
export function withInternal(options: CallOptions, internal: InternalOptions): CallOptions {
  const { timeoutInMs, requestId, secrets, answerIsSecret } = options;
  const copy = {
    timeoutInMs,
    requestId,
    secrets,
    answerIsSecret,
    get signal() {
      return options.signal;
    },
  };
  return addInternal(copy, { ...readInternal(options), ...internal });
}

/** Not enumerable: a copy with another signal must not keep the deadline. */
function addInternal(options: CallOptions, internal: InternalOptions): CallOptions {
  return Object.defineProperty(options, INTERNAL, { value: internal });
}

function readInternal(options: CallOptions & { readonly [INTERNAL]?: InternalOptions }): InternalOptions {
  const internal = options[INTERNAL];
  // A `Proxy` may return a value for any name.
  return typeof internal === "object" && internal !== null ? internal : {};
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
  const internal = readInternal(options);
  const { timeoutInMs = defaultTimeoutInMs, requestId = randomUUID() } = options;
  const around = internal.around instanceof Deadline ? internal.around : undefined;
  const signal = around === undefined ? options.signal : undefined;
  if (typeof requestId !== "string" || !/^[\x20-\x7e]{1,200}$/.test(requestId)) {
    throw new InvalidInputError("options.requestId", "expected up to 200 printable ASCII characters", { operation });
  }
  checkSignal(signal, { operation, requestId });
  checkTimeout("options.timeoutInMs", timeoutInMs, { operation, requestId });
  const { onBody, maxResponseBytes, attempt } = internal;
  return { operation, requestId, timeoutInMs, signal, around, onBody, maxResponseBytes, attempt };
}
