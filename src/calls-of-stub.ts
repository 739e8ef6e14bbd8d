import { type AnsweredCall, unexpected } from "./result.js";
import { isInfoRouterError } from "./soap/errors.js";
import { oneLine } from "./soap/secrets/one-line.js";
import type { FindSecrets } from "./soap/secrets/redact-message.js";
import type { XmlElement } from "./soap/xml/xml-element.js";

/** A message that a stub received, what errors about it must not hold, and the response that it was decoded to. */
interface Message {
  readonly body: XmlElement | undefined;
  readonly secrets: FindSecrets;
  readonly response?: unknown;
}

/** One call that a stub made. */
interface CallOfStub {
  readonly operation: string;
  /** Undefined while it is under way, and after a response. */
  failure?: { readonly reason: unknown };
}

/** What a stub calls during one request: its operation once, unless a function around it calls others too, or repeats it. */
export class CallsOfStub {
  readonly #call: AnsweredCall;
  readonly #calls: CallOfStub[] = [];
  /** As many as the function likes: of those whose responses it drops, nothing is kept but the latest. */
  readonly #byResponse = new WeakMap<object, Message>();
  #latest: Message | undefined;
  #count = 0;

  constructor(call: AnsweredCall) {
    this.#call = call;
  }

  readonly onBody = (body: XmlElement | undefined, secrets: FindSecrets, response: unknown): void => {
    this.#latest = { body, secrets, response };
    this.#count += 1;
    if (typeof response === "object" && response !== null) {
      this.#byResponse.set(response, this.#latest);
    }
  };

  /** Remembers a call, and returns its response. */
  note<Response>(operation: string, response: Promise<Response>): Promise<Response> {
    const called: CallOfStub = { operation };
    this.#calls.push(called);
    response.catch((reason: unknown) => {
      called.failure = { reason };
    });
    return response;
  }

  /**
   * The message of the response that the stub resolved with. Those of other operations say nothing of this one.
   *
   * @throws {UnexpectedResponseError} The stub made several calls, and resolved with the response of none, or each call failed.
   */
  messageOf(response: unknown): Message {
    const latest: Message = this.#latest ?? { body: undefined, secrets: () => this.#call.secrets };
    const hasFailed = this.#count === 0 && this.#calls.length > 0 && this.#calls.every(({ failure }) => failure);
    const isOnly = this.#count <= 1 && this.#calls.every(({ operation }) => operation === this.#calls[0]?.operation);
    const isLatest = isOnly || (this.#count > 0 && latest.response === response);
    const own = isLatest && !hasFailed ? latest : this.#byResponse.get(Object(response));
    if (own === undefined) {
      const problem = hasFailed
        ? "the function around its stub resolved, although its calls failed"
        : "the function around its stub called several operations, and resolved with the response of none";
      throw unexpected(problem, this.#call);
    }
    return own;
  }

  /**
   * The error of a stub that rejected. That another operation was not sent or refused does not mean that nothing happened: the
   * operation itself may have been called before.
   */
  failure(error: unknown): unknown {
    if (!isInfoRouterError(error) || mayHaveHappened(error)) {
      return error;
    }
    const named = this.#calls.filter(({ operation }) => operation === this.#call.operation);
    const own = named.length > 0 ? named : this.#calls;
    const graver = own.find(({ failure }) => failure === undefined || mayHaveHappened(failure.reason));
    const what = oneLine(`${error.operation}: ${error.code}`, 200);
    const problem = `the function around its stub failed after it had called the operation (${what})`;
    return graver === undefined ? error : (graver.failure?.reason ?? unexpected(problem, this.#call));
  }
}

function mayHaveHappened(reason: unknown): boolean {
  return !isInfoRouterError(reason) || reason.outcome === "unknown";
}
