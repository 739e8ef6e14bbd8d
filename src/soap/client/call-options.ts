import { randomUUID } from "node:crypto";
import { checkSignal, checkTimeout, Deadline } from "../deadline.js";
import { InvalidInputError } from "../errors.js";

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
  /** The deadline of the call that this one is a part of. */
  readonly around: Deadline | undefined;
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

const DEADLINE = Symbol("deadline");

/** Options of a call that is a part of another one, within the deadline of that. */
export function callWithin(
  deadline: Deadline,
  { requestId, secrets }: Pick<CallOptions, "requestId" | "secrets">,
): CallOptions {
  const options = {
    requestId,
    secrets,
    timeoutInMs: Number.POSITIVE_INFINITY,
    get signal() {
      return deadline.signal;
    },
  };
  // Not enumerable, for a copy of the options may have another signal.
  return Object.defineProperty(options, DEADLINE, { value: deadline });
}

/**
 * Takes from a call's options, once and before anything else, what they say of its identity and time.
 *
 * @throws {InvalidInputError} An option cannot be used.
 */
export function readCallOptions(
  options: Pick<CallOptions, "signal" | "timeoutInMs" | "requestId"> & { readonly [DEADLINE]?: Deadline },
  operation: string,
  defaultTimeoutInMs: number,
): CallSettings {
  if (typeof options !== "object" || options === null) {
    throw new InvalidInputError("options", "expected an object", { operation });
  }
  const { [DEADLINE]: within, timeoutInMs = defaultTimeoutInMs, requestId = randomUUID() } = options;
  // A proxy answers to any name.
  const around = within instanceof Deadline ? within : undefined;
  const signal = around === undefined ? options.signal : undefined;
  if (typeof requestId !== "string" || !/^[\x20-\x7e]{1,200}$/.test(requestId)) {
    throw new InvalidInputError("options.requestId", "expected up to 200 printable ASCII characters", { operation });
  }
  checkSignal(signal, { operation, requestId });
  checkTimeout("options.timeoutInMs", timeoutInMs, { operation, requestId });
  return { operation, requestId, timeoutInMs, signal, around };
}
