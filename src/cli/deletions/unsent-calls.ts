import { randomUUID } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { CallTrace } from "../../tracing.js";
import { UNKNOWN } from "../exit-codes.js";
import { Stop } from "./stop.js";

/** Identifies a call, and withdraws it. */
export interface UnsentCallOptions {
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** Withdraws calls at a signal of the process, as long as nothing of them is sent: they wait for a log-in, or to be repeated. */
export interface UnsentCalls {
  /** Makes one call, which rejects with the {@link Stop} if it is withdrawn. */
  during<Result>(call: (options: UnsentCallOptions) => Promise<Result>): Promise<Result>;
  /** Stops watching. */
  end(): void;
}

/** Where the client reports each request before it is sent, and each that has ended. */
const BEGUN = "tracing:inforouter-soap-client:call:start";
const ENDED = "tracing:inforouter-soap-client:call:asyncEnd";

interface CallUnderWay {
  readonly controller: AbortController;
  /** A request is under way, which may be sent. */
  isSending: boolean;
  /** A request has ended, and may have been carried out, or its refusal is the result of the call. */
  isSettled: boolean;
}

/** @param stopped Its reason is a {@link Stop}. One that no signal of the process caused withdraws nothing. */
export function watchUnsentCalls(stopped: AbortSignal): UnsentCalls {
  /** By `requestId`, which the requests of a call share. */
  const calls = new Map<string, CallUnderWay>();
  const withdrawIfStopped = ({ controller, isSending, isSettled }: CallUnderWay): void => {
    const { reason } = stopped;
    if (!isSending && !isSettled && reason instanceof Stop && reason.exitCode > UNKNOWN) {
      controller.abort(reason);
    }
  };
  const onBegin = (message: unknown): void => {
    const call = calls.get((message as CallTrace).requestId);
    if (call !== undefined) {
      call.isSending = true;
    }
  };
  const onEnd = (message: unknown): void => {
    const { requestId, outcome, error } = message as CallTrace;
    const call = calls.get(requestId);
    if (call !== undefined) {
      // After an expired ticket the call waits for another one.
      const isAgain = outcome === "not-sent" || (outcome === "rejected" && error?.code === "SESSION_EXPIRED");
      call.isSending = false;
      call.isSettled ||= !isAgain;
      withdrawIfStopped(call);
    }
  };
  const onStop = (): void => {
    for (const call of calls.values()) {
      withdrawIfStopped(call);
    }
  };
  subscribe(BEGUN, onBegin);
  subscribe(ENDED, onEnd);
  stopped.addEventListener("abort", onStop);
  return {
    during: async (call) => {
      const requestId = randomUUID();
      const controller = new AbortController();
      calls.set(requestId, { controller, isSending: false, isSettled: false });
      try {
        return await call({ requestId, signal: controller.signal });
      } finally {
        calls.delete(requestId);
      }
    },
    end: () => {
      unsubscribe(BEGUN, onBegin);
      unsubscribe(ENDED, onEnd);
      stopped.removeEventListener("abort", onStop);
    },
  };
}
