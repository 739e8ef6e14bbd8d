import { randomUUID } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { CallTrace } from "../../tracing.js";
import type { Stop, Stopping } from "./stop.js";

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

/** A run that stops of itself withdraws nothing before a signal comes: each call has a result of its own. */
export function watchUnsentCalls({ interrupted }: Pick<Stopping, "interrupted">): UnsentCalls {
  /** By `requestId`, which the requests of a call share. */
  const calls = new Map<string, CallUnderWay>();
  const withdrawIfInterrupted = ({ controller, isSending, isSettled }: CallUnderWay): void => {
    if (!isSending && !isSettled && interrupted.aborted) {
      controller.abort(interrupted.reason);
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
      withdrawIfInterrupted(call);
    }
  };
  const onInterruption = (): void => {
    for (const call of calls.values()) {
      withdrawIfInterrupted(call);
    }
  };
  subscribe(BEGUN, onBegin);
  subscribe(ENDED, onEnd);
  interrupted.addEventListener("abort", onInterruption);
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
      interrupted.removeEventListener("abort", onInterruption);
    },
  };
}
