import { ServiceError } from "./errors.js";
import type { AnsweredCall } from "./result.js";
import { type CallOptions, callWithin } from "./soap/client/call-options.js";
import { type Deadline, DeadlinePassed, wait } from "./soap/deadline.js";
import { InfoRouterError, type Outcome, TransportError, UnexpectedResponseError } from "./soap/errors.js";
import type { Tickets } from "./ticket.js";
import { traceCall } from "./tracing.js";

/**
 * Sends the operation's request once, and reads its response.
 *
 * @param ticket Undefined for an operation that takes none.
 * @throws Unless the service reported success.
 */
export type Send<Value> = (ticket: string | undefined, call: CallOptions, answered: AnsweredCall) => Promise<Value>;

/** What a call came to, and the ticket that the service accepted. */
export interface Success<Value> {
  readonly value: Value;
  readonly ticket: string | undefined;
}

/** What a call needs to be sent with a ticket. */
export interface TicketCall {
  readonly operation: string;
  /** Origin of the endpoint. */
  readonly endpoint: string;
  readonly requestId: string;
  /** The one deadline for all that is done here. */
  readonly deadline: Deadline;
  /** Undefined for an operation that takes none. */
  readonly tickets: Pick<Tickets, "secrets" | "current" | "renewed"> | undefined;
  /** Secrets of the client that errors must not hold. */
  readonly credentials: readonly string[];
  readonly maxRetries: number;
  /** Whether carrying the operation out twice is the same as once. */
  readonly isIdempotent: boolean;
  /** The response is itself a secret, a ticket for instance. Default false. */
  readonly answerIsSecret?: boolean;
}

/** The end of one attempt that was not confirmed. */
interface Failure {
  readonly reason: unknown;
}

const FIRST_PAUSE_IN_MS = 200;
/** A service that asks for more is not waited for: its error says how long it wants. */
const LONGEST_PAUSE_IN_MS = 60_000;

/**
 * Calls an operation with a ticket, and returns when the service has reported success.
 *
 * Repeats it where that certainly does no harm: once with another ticket after [901] or 4010, and as often as `maxRetries` allows
 * if nothing was sent, or if the operation is idempotent.
 */
export async function callWithTicket<Value>(send: Send<Value>, call: TicketCall): Promise<Success<Value>> {
  const { tickets } = call;
  const secrets = [...call.credentials, ...(tickets?.secrets ?? [])];
  let failure: Failure | undefined;
  try {
    call.deadline.throwIfExpired();
    let ticket = await tickets?.current(call);
    let isRenewed = false;
    for (let attempts = 1, repetitions = 0; ; attempts += 1) {
      secrets.push(...(ticket === undefined ? [] : [ticket]));
      const latest = await attempt(send, ticket, call, secrets, attempts);
      if ("value" in latest) {
        return { value: latest.value, ticket };
      }
      failure = graver(failure, latest, call);
      const renewed =
        ticket === undefined || isRenewed || !isExpired(latest) ? undefined : await tickets?.renewed(ticket, call);
      if (renewed !== undefined) {
        ticket = renewed;
        isRenewed = true;
        continue;
      }
      if (call.deadline.expired || repetitions >= call.maxRetries || !mayRepeat(latest, call)) {
        break;
      }
      if (!(await pause(latest, repetitions, call.deadline))) {
        break;
      }
      repetitions += 1;
    }
  } catch (error) {
    throw error instanceof DeadlinePassed ? timeoutWithoutTicket(call, failure) : error;
  }
  throw failure.reason;
}

/** Sends the request once, for the `number`th time. Gives back why there is no success, where there is none. */
async function attempt<Value>(
  send: Send<Value>,
  ticket: string | undefined,
  { operation, endpoint, requestId, deadline, answerIsSecret }: TicketCall,
  secrets: readonly string[],
  number: number,
): Promise<{ readonly value: Value } | Failure> {
  try {
    const value = await traceCall({ operation, endpoint, requestId, attempt: number }, () =>
      send(ticket, callWithin(deadline, { requestId, secrets, answerIsSecret }), { operation, requestId, secrets }),
    );
    return { value };
  } catch (reason) {
    return { reason };
  }
}

/**
 * What the caller is to know of two attempts: of the later one, unless the earlier one may have carried out the operation
 * and the later one says that nothing happened.
 */
function graver(earlier: Failure | undefined, later: Failure, { deadline }: TicketCall): Failure {
  const saysNothingHappened = later.reason instanceof InfoRouterError && later.reason.outcome !== "unknown";
  const isCallersOwn = deadline.expired && later.reason === deadline.reason;
  return earlier !== undefined && mayHaveHappened(earlier) && saysNothingHappened && !isCallersOwn ? earlier : later;
}

function mayHaveHappened({ reason }: Failure): boolean {
  return reason instanceof InfoRouterError && reason.outcome === "unknown";
}

function isExpired({ reason }: Failure): boolean {
  return reason instanceof ServiceError && reason.code === "SESSION_EXPIRED" && reason.outcome === "rejected";
}

function mayRepeat({ reason }: Failure, { isIdempotent }: TicketCall): boolean {
  if (!(reason instanceof InfoRouterError)) {
    return false;
  }
  const wasNotSent = reason instanceof TransportError && reason.outcome === "not-sent";
  return wasNotSent || (isIdempotent && reason.outcome === "unknown");
}

/** Waits before the next attempt, and says whether there is to be one: not if that would take too long. */
async function pause({ reason }: Failure, repetitions: number, deadline: Deadline): Promise<boolean> {
  const wanted = reason instanceof UnexpectedResponseError ? reason.retryAfterInMs : undefined;
  if (wanted !== undefined && wanted > LONGEST_PAUSE_IN_MS) {
    return false;
  }
  try {
    await wait(wanted ?? Math.min(FIRST_PAUSE_IN_MS * 2 ** repetitions, LONGEST_PAUSE_IN_MS), deadline);
    return true;
  } catch {
    if (deadline.reason instanceof DeadlinePassed) {
      return false;
    }
    throw deadline.reason;
  }
}

/** Where time is up while a ticket is asked for: the first, or another in the place of one that was refused. */
function timeoutWithoutTicket({ operation, requestId }: TicketCall, failure: Failure | undefined): unknown {
  if (failure !== undefined && mayHaveHappened(failure)) {
    return failure.reason;
  }
  const [outcome, what]: [Outcome, string] =
    failure === undefined
      ? ["not-sent", "time is up before there was a ticket; nothing was sent."]
      : ["rejected", "the service refused the ticket, and time is up before there was another; nothing was done."];
  return new TransportError("TIMEOUT", `${operation}: ${what}`, { operation, requestId, outcome });
}
