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
  /** Values of the request that must not appear in an error, should an answer repeat them. */
  readonly secrets?: readonly string[] | undefined;
  /** The answer is itself a secret, a ticket for instance: errors hold nothing of it but a fault. Default false. */
  readonly answerIsSecret?: boolean | undefined;
}

/** What every call has. */
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
 * Takes from a call's options what errors must not hold.
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

/** What the facade asks of a call, beyond the options that everybody has. */
export interface InternalOptions {
  /** The deadline of the call that this one is a part of. */
  readonly around?: Deadline | undefined;
  /** Receives the first element of the response's `soap:Body`, once it is what the contract declares. */
  readonly onBody?: ((body: XmlElement | undefined) => void) | undefined;
  /** Replaces the client's `maxResponseBytes`. */
  readonly maxResponseBytes?: number | undefined;
  /** Which request of a call it is, from 1 on. */
  readonly attempt?: number | undefined;
}

/** Options of a call that is a part of another one, within the deadline of that. */
export function callWithin(
  deadline: Deadline,
  options: Pick<CallOptions, "requestId" | "secrets" | "answerIsSecret">,
  internal: Omit<InternalOptions, "around"> = {},
): CallOptions {
  const within = Object.assign(
    {
      timeoutInMs: Number.POSITIVE_INFINITY,
      get signal() {
        return deadline.signal;
      },
    },
    options,
  );
  return withInternal(within, { ...internal, around: deadline });
}

/** The options, with what the facade asks of the call. */
export function withInternal(options: CallOptions, internal: InternalOptions): CallOptions {
  // Not enumerable, for a copy of the options may have another signal.
  return Object.create(options, { [INTERNAL]: { value: { ...readInternal(options), ...internal } } });
}

function readInternal(options: CallOptions & { readonly [INTERNAL]?: InternalOptions }): InternalOptions {
  const internal = options[INTERNAL];
  // A proxy answers to any name.
  return typeof internal === "object" && internal !== null ? internal : {};
}

/**
 * Takes from a call's options, once and before anything else, what they say of its identity and time.
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
