import { setTimeout as delay } from "node:timers/promises";
import { type InfoRouterResult, readAnswer } from "./answer.js";
import { ServiceError } from "./errors.js";
import { DeadlinePassed } from "./soap/deadline.js";
import { InfoRouterError, TransportError, UnexpectedResponseError } from "./soap/errors.js";
import type { CallOptions } from "./soap/soap-client.js";
import type { Tickets } from "./ticket.js";
import { traceCall } from "./tracing.js";

/** Sends the operation's request with a ticket. */
export type Send = (ticket: string, call: CallOptions) => Promise<InfoRouterResult | undefined>;

interface TicketCall {
  readonly operation: string;
  /** Origin of the endpoint. */
  readonly endpoint: string;
  readonly requestId: string;
  /** Of the one deadline for all that is done here. */
  readonly signal: AbortSignal;
  readonly tickets: Tickets;
  readonly maxRetries: number;
  /** Whether carrying the operation out twice is the same as once. */
  readonly isIdempotent: boolean;
}

const FIRST_PAUSE_IN_MS = 200;

/**
 * Calls an operation with a ticket, and returns when the service has confirmed it.
 *
 * Repeats it where that certainly does no harm: once with another ticket after [901], and as often as `maxRetries` allows
 * if nothing was sent, or if the operation is idempotent.
 */
export async function callWithTicket(send: Send, call: TicketCall): Promise<void> {
  try {
    let ticket = await call.tickets.current(call.signal);
    let isRenewed = false;
    for (let attempts = 1, repetitions = 0; ; attempts += 1) {
      const failure = await attempt(send, ticket, attempts, call);
      if (failure === undefined) {
        return;
      }
      const renewed = isExpired(failure) && !isRenewed ? await call.tickets.renewed(ticket, call.signal) : undefined;
      if (renewed !== undefined) {
        ticket = renewed;
        isRenewed = true;
        continue;
      }
      if (repetitions >= call.maxRetries || !mayRepeat(failure, call)) {
        throw failure;
      }
      await pause(failure, repetitions, call.signal);
      repetitions += 1;
    }
  } catch (error) {
    throw error instanceof DeadlinePassed ? timeoutBeforeSending(call) : error;
  }
}

/** Returns what was thrown, and undefined for a confirmed success. */
async function attempt(send: Send, ticket: string, number: number, call: TicketCall): Promise<unknown> {
  const { operation, endpoint, requestId, signal } = call;
  const secrets = [ticket];
  try {
    await traceCall({ operation, endpoint, requestId, attempt: number }, async () => {
      const result = await send(ticket, { requestId, secrets, signal, timeoutInMs: Number.POSITIVE_INFINITY });
      readAnswer(result, { operation, requestId, secrets });
    });
    return undefined;
  } catch (error) {
    return error ?? new Error("undefined was thrown");
  }
}

function isExpired(failure: unknown): boolean {
  return failure instanceof ServiceError && failure.code === "SESSION_EXPIRED" && failure.outcome === "rejected";
}

function mayRepeat(failure: unknown, { isIdempotent, signal }: TicketCall): boolean {
  if (!(failure instanceof InfoRouterError) || signal.aborted) {
    return false;
  }
  const wasNotSent =
    failure instanceof TransportError && failure.outcome === "not-sent" && failure.code !== "CLIENT_CLOSED";
  return wasNotSent || (isIdempotent && failure.outcome === "unknown");
}

/** Waits before the next attempt; without time left for one, throws the failure of the last. */
async function pause(failure: unknown, repetitions: number, signal: AbortSignal): Promise<void> {
  const wanted = failure instanceof UnexpectedResponseError ? failure.retryAfterInMs : undefined;
  try {
    await delay(wanted ?? FIRST_PAUSE_IN_MS * 2 ** repetitions, undefined, { signal });
  } catch {
    throw signal.reason instanceof DeadlinePassed ? failure : signal.reason;
  }
}

function timeoutBeforeSending({ operation, requestId }: TicketCall): TransportError {
  const message = `${operation}: time is up before there was a ticket; nothing was sent.`;
  return new TransportError("TIMEOUT", message, { operation, requestId, outcome: "not-sent" });
}
