import { randomUUID } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { CallTrace } from "../../tracing.js";
import type { ItemKind } from "./item-kind.js";
import type { Stop, Stopping } from "./stop.js";

/** Identifies a call, and withdraws it. */
export interface UnsentCallOptions {
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** Withdraws calls that have nothing on its way at a signal of the process: they wait for a log-in or a repetition, or connect. */
export interface UnsentCalls {
  /**
   * Makes one call. If it is withdrawn, it rejects with the {@link Stop}, or with the error of a request before which may have been
   * carried out.
   */
  during<Result>(call: (options: UnsentCallOptions) => Promise<Result>): Promise<Result>;
  /** Stops watching. */
  end(): void;
}

/** Where the client reports each request before its first byte leaves, and each that has ended. */
const WRITING = "inforouter-soap-client:writing";
const ENDED = "tracing:inforouter-soap-client:call:asyncEnd";

interface CallUnderWay {
  readonly controller: AbortController;
  /** A request is under way that may have left, wholly or in part. */
  isWritten: boolean;
  /** A request has ended, and the call sends none again: it may have been carried out, or its refusal is the result of the call. */
  isSettled: boolean;
  /** The error of a request that may have been carried out. */
  unknown?: CallTrace["error"];
}

/** A run that stops of itself withdraws nothing before a signal comes: each call has a result of its own. */
export function watchUnsentCalls(
  { interrupted }: Pick<Stopping, "interrupted">,
  { isIdempotent }: Pick<ItemKind, "isIdempotent">,
): UnsentCalls {
  /** By `requestId`, which the requests of a call share. */
  const calls = new Map<string, CallUnderWay>();
  const withdrawIfInterrupted = ({ controller, isWritten, isSettled }: CallUnderWay): void => {
    if (!isWritten && !isSettled && interrupted.aborted) {
      controller.abort(interrupted.reason);
    }
  };
  const onWriting = (message: unknown): void => {
    const call = calls.get((message as Pick<CallTrace, "requestId">).requestId);
    if (call !== undefined) {
      call.isWritten = true;
    }
  };
  const onEnd = (message: unknown): void => {
    const { requestId, outcome, error } = message as CallTrace;
    const call = calls.get(requestId);
    if (call !== undefined) {
      const isUnknown = outcome === "unknown";
      // After an expired ticket the call waits for another one.
      const waitsForTicket = outcome === "rejected" && error?.code === "SESSION_EXPIRED";
      const isAgain = outcome === "not-sent" || waitsForTicket || (isUnknown && isIdempotent);
      call.isWritten = false;
      call.unknown = isUnknown ? error : call.unknown;
      call.isSettled ||= !isAgain;
      withdrawIfInterrupted(call);
    }
  };
  const onInterruption = (): void => {
    for (const call of calls.values()) {
      withdrawIfInterrupted(call);
    }
  };
  subscribe(WRITING, onWriting);
  subscribe(ENDED, onEnd);
  interrupted.addEventListener("abort", onInterruption);
  return {
    during: async (call) => {
      const requestId = randomUUID();
      const controller = new AbortController();
      const underWay: CallUnderWay = { controller, isWritten: false, isSettled: false };
      calls.set(requestId, underWay);
      withdrawIfInterrupted(underWay);
      try {
        return await call({ requestId, signal: controller.signal });
      } catch (error) {
        throw error === interrupted.reason ? (underWay.unknown ?? error) : error;
      } finally {
        calls.delete(requestId);
      }
    },
    end: () => {
      unsubscribe(WRITING, onWriting);
      unsubscribe(ENDED, onEnd);
      interrupted.removeEventListener("abort", onInterruption);
    },
  };
}
