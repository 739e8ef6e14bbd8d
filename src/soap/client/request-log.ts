import type { TransportResponse } from "../http/transport.js";
import type { OutgoingMessage } from "../message/envelope-writer.js";
import { type FindSecrets, redactMessage, secretsFrom } from "../secrets/redact-message.js";
import type { Work } from "../xml/slices.js";

/** The properties that all events of one request share. */
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
  /** With `logMessages`: the envelope without secrets. A long one is cut after 21,000 characters or more. */
  readonly message?: string;
}

/** A whole response of any status has arrived. It is not read yet: the call may still reject. */
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
   * With `logMessages`: the body without secrets. A long one is cut after 21,000 characters or more. Absent if the response
   * is itself a secret (`answerIsSecret`: a log-in, a chunk of a download), or is not text.
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
 * An event of the option `log`. Each request has two events: one before it is sent, and one when its response has arrived
 * or it has failed. No event contains a ticket, a password or a header.
 */
export type LogEvent = RequestEvent | ResponseEvent | FailureEvent;

/** Receives events. Errors that it throws are ignored. */
export type Log = (event: LogEvent) => void;

/** The data from which the events of one request are made. */
interface LogContext {
  readonly request: LoggedRequest;
  readonly hasMessages: boolean;
  /** Secrets of the call, those in its request included. */
  readonly secrets: FindSecrets;
  /** Names of members whose values are secrets, in a response too. */
  readonly secretMembers: readonly string[];
  readonly answerIsSecret: boolean;
}

/** Emits the events of one request. Made only if the client has a log. */
export class RequestLog {
  readonly #log: Log;
  readonly #context: LogContext;
  #begin = 0;

  constructor(log: Log, context: LogContext) {
    this.#log = log;
    this.#context = context;
  }

  *sending({ envelope }: OutgoingMessage): Work<void> {
    const { request, hasMessages } = this.#context;
    const message = hasMessages ? { message: yield* this.#redacted(envelope) } : undefined;
    this.#emit(() => ({ type: "request", ...request, bytes: Buffer.byteLength(envelope), ...message }));
    this.#begin = performance.now();
  }

  /**
   * Emits the event of a response. With `logMessages` the event waits for the text of the response: the returned work
   * emits it. Call that with the text, or with undefined if the response is not text.
   */
  received({ status, body }: TransportResponse): ((text: string | undefined) => Work<void>) | undefined {
    const { request, hasMessages } = this.#context;
    const durationInMs = performance.now() - this.#begin;
    const event = { type: "response", ...request, httpStatus: status, bytes: body.byteLength, durationInMs } as const;
    if (!hasMessages) {
      this.#emit(() => event);
      return undefined;
    }
    const { answerIsSecret } = this.#context;
    return function* (this: RequestLog, text: string | undefined): Work<void> {
      const isShown = text !== undefined && !answerIsSecret;
      const message = isShown ? { message: yield* this.#redacted(text) } : undefined;
      this.#emit(() => ({ ...event, ...message }));
    }.bind(this);
  }

  failed(code: string, httpStatus: number | undefined): void {
    const durationInMs = performance.now() - this.#begin;
    const status = httpStatus === undefined ? undefined : { httpStatus };
    this.#emit(() => ({ type: "failure", ...this.#context.request, code, ...status, durationInMs }));
  }

  *#redacted(text: string): Work<string> {
    return yield* redactMessage(text, yield* secretsFrom(this.#context.secrets), this.#context.secretMembers);
  }

  #emit(makeEvent: () => LogEvent): void {
    try {
      const result: unknown = this.#log(makeEvent());
      // A log may be an async function, and reject.
      Promise.resolve(result).catch(() => {});
    } catch {
      // A log never changes the outcome of a call.
    }
  }
}
