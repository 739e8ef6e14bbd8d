import timers from "node:timers";
import { type AnsweredCall, unexpected } from "./result.js";
import { InFlight } from "./soap/client/in-flight.js";
import { type Deadline, DeadlinePassed, raceDeadline } from "./soap/deadline.js";
import { advice, type InfoRouterError, isInfoRouterError, type Outcome, TransportError } from "./soap/errors.js";
import { oneLine } from "./soap/secrets/one-line.js";
import type { FindSecrets } from "./soap/secrets/redact-message.js";
import type { XmlElement } from "./soap/xml/xml-element.js";

/** That of Node.js, also in CommonJS, where `mock.timers` replaces it in the module. */
const { setImmediate } = timers;

/** One call that a stub made. */
interface CallOfStub {
  readonly operation: string;
  /** Undefined while it is under way, and after a response. */
  failure?: { readonly reason: unknown };
}

/** A message that a stub received, what errors about it must not hold, the response that it was decoded to, and its call. */
interface Message {
  readonly body: XmlElement | undefined;
  readonly secrets: FindSecrets;
  readonly response: unknown;
  readonly call: CallOfStub;
}

/** Receives the message of one call. */
type OnBody = (body: XmlElement | undefined, secrets: FindSecrets, response: unknown) => void;

/** Errors with the name of another operation, after which a stub's own may have been carried out, and the call's `requestId`. */
const ofOtherNames = new WeakMap<object, string>();

/**
 * Whether the operation of a call may have been carried out, although the call failed. Errors of the caller's signal and of the
 * calls of a ticket function do not count.
 */
export function isLost(
  error: unknown,
  { operation, requestId, deadline }: { operation: string; requestId: string; deadline: Deadline },
): error is InfoRouterError {
  if (!isInfoRouterError(error) || error.outcome !== "unknown" || error === deadline.reason) {
    return false;
  }
  const isNamed = error.operation === operation && error.requestId === requestId;
  return isNamed || ofOtherNames.get(error) === requestId;
}

/** How often a function may call something that is too late. One that repeats a call until it is sent never ends. */
const MOST_CALLS_TOO_LATE = 100;

/** Of calls that together are one request, the first of these decides. */
const GRAVEST_FIRST: readonly Outcome[] = ["unknown", "rejected", "not-sent"];

const DID_NOT_CALL =
  "it did not call its operation, but may wait for the request of another call, so look whether that was carried out.";

/** What a stub calls during one request: its operation once, unless a function around it calls others too, or repeats it. */
export class CallsOfStub {
  readonly #call: AnsweredCall;
  readonly #deadline: Deadline;
  readonly #otherName: string | undefined;
  readonly #calls: CallOfStub[] = [];
  readonly #inFlight = new InFlight();
  #hasSettled = false;
  #tooLate = 0;
  /** As many as the function likes: of those whose responses it drops, nothing is kept but the latest. */
  readonly #byResponse = new WeakMap<object, Message>();
  #latest: Message | undefined;
  #count = 0;

  /**
   * @param deadline That of the request, and of each call.
   * @param otherName By which the stub may call its operation as well. Default: by any, where it does not call it by its own.
   */
  constructor(call: AnsweredCall, deadline: Deadline, otherName?: string) {
    this.#call = call;
    this.#deadline = deadline;
    this.#otherName = otherName;
  }

  /** Makes and records a call. Once the function has settled, it rejects unsent: the caller already has the outcome. */
  make<Response>(operation: string, send: (onBody: OnBody) => Promise<Response>): Promise<Response> {
    if (this.#hasSettled || this.#deadline.expired) {
      this.#tooLate += 1;
      if (this.#tooLate > MOST_CALLS_TOO_LATE) {
        return new Promise(() => {});
      }
    }
    if (this.#hasSettled && !this.#deadline.expired) {
      return Promise.reject(this.#callEnded(operation));
    }
    const call: CallOfStub = { operation };
    this.#calls.push(call);
    this.#inFlight.begin();
    const responding = send((body, secrets, response) => this.#keep({ body, secrets, response, call }));
    responding.then(
      () => this.#inFlight.end(),
      (reason: unknown) => {
        call.failure = { reason };
        this.#inFlight.end();
      },
    );
    return responding;
  }

  /**
   * Begins the stub, and settles as it does. A function around it may go on when time is up, for something of its own: it is left
   * once its calls have ended, which they do by themselves, and it had a turn of the event loop to end too.
   *
   * @throws {TransportError} Time is up, and the function is left, or has failed without an error of this package: one that follows
   *   the signal of its options fails with that of a timer. If the caller's signal aborted: its reason.
   */
  async untilSettled<Response>(begin: () => Promise<Response>): Promise<Response> {
    try {
      const answering = Promise.resolve(begin());
      const ending = answering.catch((error: unknown) => {
        if (!this.#deadline.expired || isInfoRouterError(error)) {
          throw error;
        }
        return this.#leave();
      });
      return await raceDeadline(ending, this.#deadline).catch((error: unknown) => {
        if (!this.#deadline.expired) {
          throw error;
        }
        return Promise.race([ending, this.#leave()]);
      });
    } finally {
      this.#hasSettled = true;
    }
  }

  #callEnded(operation: string): TransportError {
    const { requestId } = this.#call;
    const problem = `the function around the stub of ${this.#call.operation} had ended before; ${advice["not-sent"]}`;
    const details = { operation, requestId, outcome: "not-sent" } as const;
    return new TransportError("FUNCTION_ENDED", `${operation}: ${problem}`, details);
  }

  async #leave(): Promise<never> {
    await this.#inFlight.untilNone();
    await new Promise<void>((resolve) => setImmediate(resolve));
    const { reason } = this.#deadline;
    throw reason instanceof DeadlinePassed ? this.#timeout() : reason;
  }

  #timeout(): TransportError {
    // A function that did not call its operation may share the request of another call.
    const outcomes = this.#named().map(({ failure }) => outcomeOf(failure?.reason));
    const outcome = GRAVEST_FIRST.find((one) => outcomes.includes(one)) ?? "unknown";
    const { operation, requestId } = this.#call;
    const end = outcome === "rejected" ? "it was refused, so nothing was done." : advice[outcome];
    const problem = `time is up for the function around its stub; ${outcomes.length > 0 ? end : DID_NOT_CALL}`;
    return new TransportError("TIMEOUT", `${operation}: ${problem}`, { operation, requestId, outcome });
  }

  #keep(message: Message): void {
    this.#latest = message;
    this.#count += 1;
    if (typeof message.response === "object" && message.response !== null) {
      this.#byResponse.set(message.response, message);
    }
  }

  /** Those that may have executed its operation. If none has its name, a stub of another contract calls it by another one. */
  #own(): readonly CallOfStub[] {
    const named = this.#named();
    return named.length > 0 ? named : this.#calls;
  }

  #named(): readonly CallOfStub[] {
    return this.#calls.filter(({ operation }) => [this.#call.operation, this.#otherName].includes(operation));
  }

  /**
   * The message of the response that the stub resolved with. Those of other operations say nothing of this one.
   *
   * @throws {UnexpectedResponseError} The stub made several calls, and resolved with the response of none or of another
   *   operation, or no call has succeeded yet.
   */
  messageOf(response: unknown): Message {
    const latest = this.#latest;
    const isOnly = this.#count === 1 && this.#calls.every(({ operation }) => operation === this.#calls[0]?.operation);
    const isLatest = isOnly || latest?.response === response;
    const message = isLatest ? latest : this.#byResponse.get(Object(response));
    if (message === undefined) {
      const problem =
        latest === undefined
          ? "the function around its stub resolved, although no call of its own has succeeded"
          : "the function around its stub called several operations, and resolved with the response of none";
      throw unexpected(problem, this.#call);
    }
    const { operation } = message.call;
    const hasOwn = this.#calls.some((call) => call.operation === this.#call.operation);
    if (operation !== (hasOwn ? this.#call.operation : (this.#otherName ?? operation))) {
      const other = oneLine(operation, 200);
      throw unexpected(`the function around its stub resolved with the response of ${other}`, this.#call);
    }
    return message;
  }

  /**
   * The error of a stub that rejected, or whose response is a refusal. That a call was not sent or refused does not mean that
   * nothing happened: the operation may have been called before.
   *
   * @param judged The message of the response that is a refusal.
   */
  failure(error: unknown, judged?: Message): unknown {
    const reason = this.#gravest(error, judged);
    const isOpen = ({ failure }: CallOfStub): boolean => failure === undefined || this.#isLost(failure.reason);
    if (isInfoRouterError(reason) && this.#own().some(isOpen)) {
      ofOtherNames.set(reason, this.#call.requestId);
    }
    return reason;
  }

  #gravest(error: unknown, judged: Message | undefined): unknown {
    if (!isInfoRouterError(error) || mayHaveHappened(error) || error === this.#deadline.reason) {
      return error;
    }
    const what = oneLine(`${error.operation}: ${error.code}`, 200);
    if (error.requestId !== this.#call.requestId && !this.#calls.some(({ failure }) => failure?.reason === error)) {
      return unexpected(`the function around its stub failed with the error of another call (${what})`, this.#call);
    }
    const others = this.#own().filter((call) => call !== judged?.call);
    const graver = others.find(({ failure }) => failure === undefined || mayHaveHappened(failure.reason));
    const problem = `the function around its stub failed after it had called the operation (${what})`;
    return graver === undefined ? error : (graver.failure?.reason ?? unexpected(problem, this.#call));
  }

  /** A security object may fail by a call of its own, which has another `requestId`. This call was then not sent. */
  #isLost(reason: unknown): boolean {
    return mayHaveHappened(reason) && !(isInfoRouterError(reason) && reason.requestId !== this.#call.requestId);
  }
}

function mayHaveHappened(reason: unknown): boolean {
  return outcomeOf(reason) === "unknown";
}

function outcomeOf(reason: unknown): Outcome {
  return isInfoRouterError(reason) ? reason.outcome : "unknown";
}
