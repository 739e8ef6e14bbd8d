import { ServiceError } from "./errors.js";
import type { AnsweredCall } from "./result.js";
import { type Deadline, DeadlinePassed, wait } from "./soap/deadline.js";
import { InfoRouterError, type Outcome, TransportError, UnexpectedResponseError } from "./soap/errors.js";
import type { Tickets } from "./ticket.js";
import { traceCall } from "./tracing.js";

/**
 * Sends the operation's request once, and reads its response.
 *
 * @param ticket Undefined for an operation that takes none.
 * @param attempt 1 for the first request of the call.
 * @throws Unless the service reported success.
 */
export type Send<Value> = (ticket: string | undefined, call: AnsweredCall, attempt: number) => Promise<Value>;

/** The value of a successful call, and the ticket that the service accepted. */
export interface Success<Value> {
  readonly value: Value;
  readonly ticket: string | undefined;
}

/** A call that is sent with a ticket. */
export interface TicketCall {
  readonly operation: string;
  /** Origin of the endpoint. */
  readonly endpoint: string;
  readonly requestId: string;
  /** The deadline of the whole call, with tickets and repetitions. */
  readonly deadline: Deadline;
  /** Undefined for an operation that takes none. */
  readonly tickets: Pick<Tickets, "secrets" | "current" | "renewed"> | undefined;
  /** What errors must not hold: the client's secrets, and each that any of its calls gets to know while this one lasts. */
  readonly secrets: readonly string[];
  /** Adds a secret to those of all calls under way. */
  readonly keepSecret: (secret: string) => void;
  readonly maxRetries: number;
  /** Whether executing the operation twice has the same effect as once. */
  readonly isIdempotent: boolean;
  /** The operation only reads: a refusal of a later attempt settles a lost one. Default false. */
  readonly onlyReads?: boolean | undefined;
}

/** The reason why an attempt was not confirmed. */
interface Failure {
  readonly reason: unknown;
}

const FIRST_PAUSE_IN_MS = 200;
/** If the service asks for a longer pause, the call fails. `retryAfterInMs` of its error is that pause. */
const LONGEST_PAUSE_IN_MS = 60_000;

/**
 * Calls an operation with a ticket, and returns when the service has reported success.
 *
 * Repeats the call only where that certainly does no harm: once with another ticket after [901] or 4010, and up to
 * `maxRetries` times if nothing was sent, also of a log-in, or if the operation is idempotent.
 */
export async function callWithTicket<Value>(send: Send<Value>, call: TicketCall): Promise<Success<Value>> {
  const { tickets } = call;
  tickets?.secrets.forEach(call.keepSecret);
  let failure: Failure | undefined;
  let repetitions = 0;
  const mayTryAgain = async (latest: Failure): Promise<boolean> => {
    const isAgain =
      !call.deadline.expired && repetitions < call.maxRetries && (await pause(latest, repetitions, call.deadline));
    repetitions += 1;
    return isAgain;
  };
  /** Asks for a ticket, and again where a log-in was certainly not sent. */
  const ask = async (asking: () => string | undefined | Promise<string | undefined>): Promise<string | undefined> => {
    for (;;) {
      try {
        return await asking();
      } catch (reason) {
        if (!wasNotSent(reason) || !(await mayTryAgain({ reason }))) {
          throw reason;
        }
      }
    }
  };
  try {
    call.deadline.throwIfExpired();
    let ticket = await ask(() => tickets?.current(call));
    let isRenewed = false;
    for (let attempts = 1; ; attempts += 1) {
      if (ticket !== undefined) {
        call.keepSecret(ticket);
      }
      const latest = await sendOnce(send, ticket, call, attempts);
      if (latest.failure === undefined) {
        return { value: latest.value, ticket };
      }
      failure = graver(failure, latest.failure, call);
      const expired = isRenewed || !isExpired(latest.failure.reason) ? undefined : ticket;
      const renewed = expired === undefined ? undefined : await ask(() => tickets?.renewed(expired, call));
      if (renewed !== undefined) {
        ticket = renewed;
        isRenewed = true;
        continue;
      }
      if (!mayRepeat(latest.failure, call) || !(await mayTryAgain(latest.failure))) {
        break;
      }
    }
  } catch (error) {
    const reason = error instanceof DeadlinePassed ? timeoutWithoutTicket(call, failure) : error;
    // That there is no other ticket does not undo what an earlier attempt may have done.
    throw graver(failure, { reason }, call).reason;
  }
  throw failure.reason;
}

/** Has `failure` of its own in both forms: another library may have added any member to `Object.prototype`. */
type Attempted<Value> = { readonly value: Value; readonly failure: undefined } | { readonly failure: Failure };

/** Sends the request once. Returns the value, or why there is none. */
async function sendOnce<Value>(
  send: Send<Value>,
  ticket: string | undefined,
  { operation, endpoint, requestId, deadline, secrets }: TicketCall,
  attempt: number,
): Promise<Attempted<Value>> {
  try {
    const value = await traceCall({ operation, endpoint, requestId, attempt }, deadline, () =>
      send(ticket, { operation, requestId, secrets }, attempt),
    );
    return { value, failure: undefined };
  } catch (reason) {
    return { failure: { reason } };
  }
}

/**
 * Returns which of two failures the caller receives: the later one, unless the earlier attempt may have executed the
 * operation and the later one reports that nothing happened.
 */
function graver(earlier: Failure | undefined, later: Failure, { deadline, onlyReads }: TicketCall): Failure {
  const outcome = later.reason instanceof InfoRouterError ? later.reason.outcome : "unknown";
  const nothingHappened = outcome === "not-sent" || (outcome === "rejected" && onlyReads !== true);
  const isCallersOwn = later.reason === deadline.reason;
  return earlier !== undefined && mayHaveHappened(earlier) && nothingHappened && !isCallersOwn ? earlier : later;
}

function mayHaveHappened({ reason }: Failure): boolean {
  return reason instanceof InfoRouterError && reason.outcome === "unknown";
}

export function isExpired(reason: unknown): reason is ServiceError {
  return reason instanceof ServiceError && reason.code === "SESSION_EXPIRED" && reason.outcome === "rejected";
}

function mayRepeat({ reason }: Failure, { isIdempotent }: TicketCall): boolean {
  return wasNotSent(reason) || (isIdempotent && reason instanceof InfoRouterError && reason.outcome === "unknown");
}

function wasNotSent(reason: unknown): boolean {
  return reason instanceof TransportError && reason.outcome === "not-sent";
}

/** Waits before the next attempt. Returns false if the pause would be too long. */
async function pause({ reason }: Failure, repetitions: number, deadline: Deadline): Promise<boolean> {
  const wanted = reason instanceof UnexpectedResponseError ? reason.retryAfterInMs : undefined;
  const milliseconds = wanted ?? Math.min(FIRST_PAUSE_IN_MS * 2 ** repetitions, LONGEST_PAUSE_IN_MS);
  if (milliseconds > LONGEST_PAUSE_IN_MS) {
    return false;
  }
  try {
    await wait(milliseconds, deadline);
    return true;
  } catch {
    if (deadline.reason instanceof DeadlinePassed) {
      return false;
    }
    throw deadline.reason;
  }
}

/** The error if time is up while the client waits for a ticket: the first, or one that replaces a refused one. */
function timeoutWithoutTicket({ operation, requestId }: TicketCall, failure: Failure | undefined): unknown {
  const [outcome, what]: [Outcome, string] =
    failure === undefined
      ? ["not-sent", "time is up before there was a ticket; nothing was sent."]
      : ["rejected", "the service refused the ticket, and time is up before there was another; nothing was done."];
  return new TransportError("TIMEOUT", `${operation}: ${what}`, { operation, requestId, outcome });
}
