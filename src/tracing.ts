import { tracingChannel } from "node:diagnostics_channel";
import { ServiceError } from "./errors.js";
import type { Deadline } from "./soap/deadline.js";
import {
  type InfoRouterError,
  isInfoRouterError,
  type Outcome,
  SoapFaultError,
  UnexpectedResponseError,
} from "./soap/errors.js";

/**
 * The message of the tracing channel `inforouter-soap-client:call`. Each request has one object, and gains properties as the
 * request proceeds. It contains no argument, no response and no ticket.
 */
export interface CallTrace {
  /** Name in the contract, such as `DeleteFolder`. */
  readonly operation: string;
  /** Origin of the endpoint, such as `https://dms.example.com`. */
  readonly endpoint: string;
  /** The same for all attempts of one call. */
  readonly requestId: string;
  /** 1 for the first request of a call, 2 for its first repetition … */
  readonly attempt: number;
  /** From `asyncStart` on: `"confirmed"`, or the error's outcome; absent if the caller's own error ended the call. */
  outcome?: Outcome | "confirmed";
  /** From `asyncStart` on, if there was a response. */
  httpStatus?: number;
  /** From `asyncStart` on. */
  durationInMs?: number;
  /** From `error` on. Absent for errors of others, which could contain a secret. */
  error?: InfoRouterError;
}

const channel = tracingChannel<object, CallTrace>("inforouter-soap-client:call");

/**
 * Runs one request and publishes `start`, `end`, `error` if it fails, `asyncStart` and `asyncEnd`. Costs almost nothing
 * without subscribers. `tracePromise` of Node.js is not used, because it would publish the result.
 *
 * @param deadline Its reason, if the caller aborts, is the caller's own error, even if it is the error of another call.
 */
export function traceCall<T>(
  facts: Pick<CallTrace, "operation" | "endpoint" | "requestId" | "attempt">,
  deadline: Pick<Deadline, "reason">,
  run: () => Promise<T>,
): Promise<T> {
  if (!channel.hasSubscribers) {
    return run();
  }
  const trace: CallTrace = { ...facts };
  const begin = performance.now();
  const settle = (outcome: CallTrace["outcome"], httpStatus: number | undefined): void => {
    trace.durationInMs = performance.now() - begin;
    if (outcome !== undefined) {
      trace.outcome = outcome;
    }
    if (httpStatus !== undefined) {
      trace.httpStatus = httpStatus;
    }
  };
  return channel.start.runStores(trace, async () => {
    const running = run();
    channel.end.publish(trace);
    try {
      const result = await running;
      settle("confirmed", 200);
      return result;
    } catch (error) {
      const failure = isInfoRouterError(error) && error !== deadline.reason ? error : undefined;
      settle(failure?.outcome, statusOf(failure));
      if (failure !== undefined) {
        trace.error = failure;
      }
      channel.error.publish(trace);
      throw error;
    } finally {
      channel.asyncStart.publish(trace);
      channel.asyncEnd.publish(trace);
    }
  });
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof ServiceError) {
    return 200;
  }
  return error instanceof SoapFaultError || error instanceof UnexpectedResponseError ? error.httpStatus : undefined;
}
