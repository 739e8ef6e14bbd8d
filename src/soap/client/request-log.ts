import type { TransportResponse } from "../http/transport.js";
import type { OutgoingMessage } from "../message/envelope-writer.js";
import { redactMessage } from "../secrets/redact-message.js";

/** What all events of one request have. */
export interface LoggedRequest {
  /** Name in the contract, such as `DeleteFolder`. */
  readonly operation: string;
  /** The same for all requests of one call. A log-in and a log-out have their own. */
  readonly requestId: string;
  /** 1 for the first request of a call, 2 for its first repetition … */
  readonly attempt: number;
  /** Origin of the endpoint, such as `https://dms.example.com`. */
  readonly endpoint: string;
}

/** A request is about to be sent. */
export interface RequestEvent extends LoggedRequest {
  /** Which event it is. */
  readonly type: "request";
  /** Bytes of the envelope. */
  readonly bytes: number;
  /** With `logMessages`: the envelope without secrets. Of a long one the beginning, at least 23,000 characters. */
  readonly message?: string;
}

/** There is a whole response, of any status. What it means is not known yet: the call may still reject. */
export interface ResponseEvent extends LoggedRequest {
  /** Which event it is. */
  readonly type: "response";
  /** HTTP status of the response. */
  readonly httpStatus: number;
  /** Bytes of the body as received, before decompression. */
  readonly bytes: number;
  /** From the request to the last byte of the response. */
  readonly durationInMs: number;
  /**
   * With `logMessages`: the body without secrets. Of a long one the beginning, at least 23,000 characters. Absent where the
   * response is itself a secret (`answerIsSecret`: a log-in, a chunk of a download), or where it is no text.
   */
  readonly message?: string;
}

/** There is no whole response. */
export interface FailureEvent extends LoggedRequest {
  /** Which event it is. */
  readonly type: "failure";
  /** The code of the error, such as `"TIMEOUT"` or `"ECONNRESET"`; `"ABORTED"` if the caller ended the call. */
  readonly code: string;
  /** Status of a response that is longer than allowed (`"RESPONSE_TOO_LARGE"`). */
  readonly httpStatus?: number;
  /** From the request to the failure. */
  readonly durationInMs: number;
}

/**
 * An event of the option `log`. Each request has one when it is about to be sent, and one when its response has arrived or
 * failed to. No event contains a ticket, a password or a header.
 */
export type LogEvent = RequestEvent | ResponseEvent | FailureEvent;

/** Receives events. What it throws is ignored. */
export type Log = (event: LogEvent) => void;

/** How the events of one request are made. */
interface LogContext {
  readonly request: LoggedRequest;
  readonly hasMessages: boolean;
  /** Secrets of the call, its request included. */
  readonly secrets: () => readonly string[];
  /** Names of members whose values are secrets, in a response too. */
  readonly secretMembers: readonly string[];
  readonly answerIsSecret: boolean;
}

/** Makes the events of one request. Made only for a client that has a log. */
export class RequestLog {
  readonly #log: Log;
  readonly #context: LogContext;
  #begin = 0;

  constructor(log: Log, context: LogContext) {
    this.#log = log;
    this.#context = context;
  }

  sending({ envelope }: OutgoingMessage): void {
    const { request, hasMessages } = this.#context;
    this.#emit(() => {
      const message = hasMessages ? { message: this.#redacted(envelope) } : undefined;
      return { type: "request", ...request, bytes: Buffer.byteLength(envelope), ...message };
    });
    this.#begin = performance.now();
  }

  /**
   * Emits the event of a response. With messages it needs the text of the response for that: returns the function to call
   * with it, or with undefined if there is none.
   */
  received({ status, body }: TransportResponse): ((text: string | undefined) => void) | undefined {
    const { request, hasMessages } = this.#context;
    const durationInMs = performance.now() - this.#begin;
    const event = { type: "response", ...request, httpStatus: status, bytes: body.byteLength, durationInMs } as const;
    if (!hasMessages) {
      this.#emit(() => event);
      return undefined;
    }
    return (text) => {
      const isShown = text !== undefined && !this.#context.answerIsSecret;
      this.#emit(() => (isShown ? { ...event, message: this.#redacted(text) } : event));
    };
  }

  failed(code: string, httpStatus: number | undefined): void {
    const durationInMs = performance.now() - this.#begin;
    const status = httpStatus === undefined ? undefined : { httpStatus };
    this.#emit(() => ({ type: "failure", ...this.#context.request, code, ...status, durationInMs }));
  }

  #redacted(text: string): string {
    return redactMessage(text, this.#context.secrets(), this.#context.secretMembers);
  }

  #emit(makeEvent: () => LogEvent): void {
    try {
      const result: unknown = this.#log(makeEvent());
      // An async function is a log as well.
      Promise.resolve(result).catch(() => {});
    } catch {
      // A log never changes the outcome of a call.
    }
  }
}
