import { randomUUID } from "node:crypto";
import { callWithTicket, type Success, type TicketCall } from "./call-with-ticket.js";
import { CallsOfStub } from "./calls-of-stub.js";
import { type InfoRouterOperations, operationOf, type Stub, TICKET, takesTicket, withTicket } from "./operations.js";
import { type AnsweredCall, type Judge, readConfirmation, readTicket } from "./result.js";
import { type CallSettings, OptionsWithin } from "./soap/client/call-options.js";
import { InFlight } from "./soap/client/in-flight.js";
import type { Settings } from "./soap/client/settings.js";
import { clientClosed, type SoapClient, soapClientOf } from "./soap/client/soap-client.js";
import { Deadline, DeadlinePassed } from "./soap/deadline.js";
import { InvalidInputError, TransportError } from "./soap/errors.js";
import { credentialsOfClient } from "./soap/secrets/credentials.js";
import { SecretsOfCalls } from "./soap/secrets/secrets-of-calls.js";
import { inSlices, type Work } from "./soap/xml/slices.js";
import { releaseContent } from "./soap/xml/xml-element.js";
import {
  type Credentials,
  checkCredentials,
  checkNewTicket,
  type TicketSource,
  type Tickets,
  ticketsOf,
} from "./ticket.js";
import { traceCall } from "./tracing.js";
import { type UnwrappedResult, unwrapResult } from "./unwrap-result.js";

/** A regular expression's last subject stays in memory until the next match: it may be an envelope with its ticket. */
function forgetLastMatch(): void {
  /^/.test("");
}

/** One call of the caller: its identity, deadline and tickets. All its requests share them. */
export type CallScope = Omit<TicketCall, "isIdempotent" | "onlyReads" | "tickets"> & {
  readonly tickets: Tickets;
};

/** The response of an operation: the value that its stub decodes, and the infoRouter element in it. */
export interface Answered<Response> {
  readonly response: Response;
  readonly result: UnwrappedResult;
}

/** The response to a request, and the call that it answers: its secrets include those in the request. */
interface AnswerToRequest<Response> extends Answered<Response> {
  readonly call: AnsweredCall;
  /** The error of a request whose response is a refusal. */
  readonly failure: (refusal: unknown) => unknown;
}

/** How an operation is called. */
export interface SendOptions {
  /** Whether executing the operation twice has the same effect as once. */
  readonly isIdempotent: boolean;
  /** See {@link TicketCall.onlyReads}. */
  readonly onlyReads?: boolean | undefined;
  /** Replaces the session's tickets, for objects that belong to one ticket. */
  readonly tickets?: TicketCall["tickets"];
  /** Whether the operation may be one without a ticket. Default false: the service would use the session of a cookie. */
  readonly mayLackTicket?: boolean;
  /** Whether the request may hold other secrets than the ticket, which errors of all calls then lack. Default false. */
  readonly mayHoldSecrets?: boolean;
  /** Replaces the client's `maxResponseBytes`. */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Whether errors contain nothing of the response except a fault. Default true for an operation without a ticket, because
   * it may return one.
   */
  readonly answerIsSecret?: boolean;
}

/** How one request is sent. */
interface RequestOptions extends Pick<SendOptions, "maxResponseBytes" | "mayHoldSecrets"> {
  readonly deadline: Deadline;
  /** Adds a secret to those of all calls under way. */
  readonly keepSecret: (secret: string) => void;
  readonly attempt: number;
  readonly answerIsSecret: boolean;
  /** Of the operation that the stub calls. Undefined where the client did not ask for it. */
  readonly name?: string;
}

export interface SessionOptions {
  readonly ticket: TicketSource;
  readonly maxRetries: number;
  readonly operations: InfoRouterOperations;
  /** Whether `close` logs out what `authenticate` logged in. */
  readonly logOut: boolean;
}

const LOG_OUT_TIMEOUT_IN_MS = 5_000;

/** Calls operations with the client's tickets, each within the deadline of the caller's call. */
export class Session {
  readonly soap: SoapClient;
  /** Without the ticket source, which may hold a password. */
  readonly #options: Omit<SessionOptions, "ticket">;
  readonly #endpoint: string;
  readonly #timeoutInMs: number;
  /** Undefined after `close`: a closed client that is still referenced holds no ticket and no password. */
  #tickets: Tickets | undefined;
  readonly #inFlight = new InFlight();
  readonly #secrets: SecretsOfCalls;
  readonly #held = new Set<() => Promise<void>>();
  #closing: Promise<void> | undefined;

  constructor(settings: Settings, options: SessionOptions) {
    this.soap = soapClientOf(settings);
    const { ticket, ...rest } = options;
    this.#options = rest;
    this.#endpoint = settings.endpoint.origin;
    this.#timeoutInMs = settings.timeoutInMs;
    this.#secrets = new SecretsOfCalls(credentialsOfClient(settings));
    const service = settings.endpoint.origin + settings.endpoint.pathname;
    this.#tickets = ticketsOf(ticket, (...login) => this.#authenticateUser(...login), service);
  }

  /**
   * Runs one call of the caller under its deadline.
   *
   * @param options `isEnd`: the call releases something that the session holds, and also runs while the client closes.
   * @throws {TransportError} The client is closed.
   */
  async during<Result>(
    { operation, requestId, timeoutInMs, signal }: CallSettings,
    run: (scope: CallScope) => Promise<Result>,
    { isEnd = false }: { readonly isEnd?: boolean } = {},
  ): Promise<Result> {
    const tickets = this.#tickets;
    if (tickets === undefined || (this.#closing !== undefined && !isEnd)) {
      throw clientClosed({ operation, requestId });
    }
    const deadline = new Deadline(timeoutInMs, signal);
    const secrets = this.#secrets.begin();
    tickets.secrets.forEach(secrets.keep);
    this.#inFlight.begin();
    try {
      return await run({
        operation,
        requestId,
        endpoint: this.#endpoint,
        deadline,
        tickets,
        secrets: this.#secrets.all,
        keepSecret: secrets.keep,
        maxRetries: this.#options.maxRetries,
      });
    } finally {
      deadline.end();
      secrets.end();
      this.#inFlight.end();
      if (this.#inFlight.isNone) {
        tickets.forget();
        forgetLastMatch();
      }
    }
  }

  /**
   * Calls an operation, with a ticket if it takes one.
   *
   * @param judge Decides whether the service reported success.
   * @param read Makes the value of the call, after a success. Default: no value.
   */
  send<Request, Response, Value = undefined>(
    stub: Stub<Request, Response>,
    request: object,
    scope: CallScope,
    how: SendOptions,
    judge: Judge,
    read?: (answered: Answered<Response>, call: AnsweredCall, checkTime: () => void) => Value | Promise<Value>,
  ): Promise<Success<Value>> {
    const {
      isIdempotent,
      onlyReads,
      tickets = scope.tickets,
      maxResponseBytes,
      answerIsSecret = false,
      mayHoldSecrets = false,
    } = how;
    const called = operationOf(stub);
    const { name } = called;
    const hasTicket = takesTicket(called);
    if (!hasTicket && how.mayLackTicket !== true) {
      const problem = `expected stubs that take ${TICKET}, found none in that of ${scope.operation}`;
      throw new InvalidInputError("options.operations", problem, scope);
    }
    // An operation without a ticket may return one: AuthenticateUser, RenewTicket.
    const isSecret = answerIsSecret || !hasTicket;
    // Each by its name: a spread of the scope would take a twentieth of a small call.
    const { operation, endpoint, requestId, deadline, secrets, keepSecret, maxRetries } = scope;
    const send = async (ticket: string | undefined, call: AnsweredCall, attempt: number): Promise<Value> => {
      const whole = ticket === undefined ? request : withTicket(request, ticket, called);
      const checkTime = (): void => throwIfExpired(deadline, call);
      const sent = { deadline, attempt, answerIsSecret: isSecret, name, maxResponseBytes, keepSecret, mayHoldSecrets };
      const answered = await this.#request(stub, whole as Request, call, sent, checkTime);
      try {
        await inSlices(judge(answered.result, answered.call), checkTime);
      } catch (error) {
        throw answered.failure(error);
      }
      if (read === undefined && answered.result !== undefined) {
        // The caller receives nothing of the response.
        releaseContent(answered.result.element);
      }
      return read?.(answered, answered.call, checkTime) as Value;
    };
    const facts = {
      operation,
      endpoint,
      requestId,
      deadline,
      secrets,
      keepSecret,
      maxRetries,
      isIdempotent,
      onlyReads,
      tickets: hasTicket ? tickets : undefined,
    };
    return callWithTicket(send, facts);
  }

  /** Sends a request through its stub. Returns the decoded value, and the infoRouter element from the same body. */
  async #request<Request, Response>(
    stub: Stub<Request, Response>,
    request: Request,
    call: AnsweredCall,
    { deadline, attempt, answerIsSecret, name, maxResponseBytes, keepSecret, mayHoldSecrets = false }: RequestOptions,
    checkTime: () => void,
  ): Promise<AnswerToRequest<Response>> {
    const calls = new CallsOfStub(call, deadline, name);
    const options = new OptionsWithin(call, answerIsSecret, { around: deadline });
    const soap: SoapClient = {
      ...this.soap,
      call: (operation, given) =>
        calls.make(operation.name, (onBody) => {
          // A function around the stub may send a request of its own, with another ticket or a password.
          const mayHoldOthers = mayHoldSecrets || !Object.is(given, request);
          const onSecrets = mayHoldOthers ? (found: readonly string[]) => found.forEach(keepSecret) : undefined;
          const within = { around: deadline, onSecrets, onBody, maxResponseBytes, attempt };
          return this.soap.call(operation, given, new OptionsWithin(call, answerIsSecret, within));
        }),
    };
    let response: Response;
    try {
      response = await calls.untilSettled(() => stub(soap, request, options));
    } catch (error) {
      throw calls.failure(error);
    }
    const message = calls.messageOf(response);
    const { body, secrets } = message;
    const { operation, requestId } = call;
    const answeredCall: AnsweredCall = {
      operation,
      requestId,
      // Found only where an error needs them.
      get secrets() {
        return secrets();
      },
      hasSlowSecrets: secrets.isSlow,
      prepareSecrets: secrets.prepare,
    };
    return {
      response,
      result: await unwrapResult(body, checkTime),
      call: answeredCall,
      failure: (error) => calls.failure(error, message),
    };
  }

  /** Calls `end` before the client closes. Returns a function that cancels this. */
  hold(end: () => Promise<void>): () => void {
    this.#held.add(end);
    return () => this.#held.delete(end);
  }

  /** Waits for the calls in flight, ends what is held, logs out if it logged in, and closes the connections. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#inFlight.untilNone();
    // Each `end` reports a failure to its own caller.
    await Promise.allSettled([...this.#held].map((end) => end()));
    await this.#inFlight.untilNone();
    const tickets = this.#tickets;
    this.#tickets = undefined;
    if (tickets !== undefined) {
      await this.#logOut(tickets);
    }
    forgetLastMatch();
    await this.soap.close();
  }

  /**
   * Ends the session that the client itself began. Only the tracing channel reports a failure: the session may have ended
   * already, and otherwise the server ends it later.
   */
  async #logOut(tickets: Tickets): Promise<void> {
    const { logOut } = this.#options.operations;
    const loggedIn = this.#options.logOut ? tickets.loggedIn() : undefined;
    if (logOut === undefined || loggedIn === undefined) {
      return;
    }
    try {
      const ticket = await loggedIn;
      const options = { secrets: [ticket, ...tickets.secrets], timeoutInMs: LOG_OUT_TIMEOUT_IN_MS };
      await this.#sendForItself("LogOut", logOut, { [TICKET]: ticket }, options, readConfirmation);
    } catch {
      // The tracing channel has it.
    }
  }

  /** Calls AuthenticateUser for a ticket source. Several calls may wait for it, so it has a deadline of its own. */
  async #authenticateUser(credentials: Credentials, tickets: readonly string[]): Promise<string> {
    const { uid, pwd } = checkCredentials(credentials);
    const options = { secrets: [pwd, ...tickets], timeoutInMs: this.#timeoutInMs, answerIsSecret: true };
    const stub = this.#options.operations.authenticateUser;
    return this.#sendForItself("AuthenticateUser", stub, { uid, pwd }, options, function* (result, call, keepSecret) {
      const ticket = checkNewTicket(yield* readTicket(result, call), call);
      // Before any call sends it: the source may do something else first, and the call that asked may have ended.
      keepSecret(ticket);
      return ticket;
    });
  }

  /** Calls an operation for the client itself (log-in, log-out), with a deadline of its own. */
  async #sendForItself<Request, Value>(
    operation: string,
    stub: Stub<Request, object>,
    request: Request,
    {
      secrets,
      timeoutInMs,
      answerIsSecret = false,
    }: {
      readonly secrets: readonly string[];
      readonly timeoutInMs: number;
      readonly answerIsSecret?: boolean;
    },
    read: (result: UnwrappedResult, call: AnsweredCall, keepSecret: (secret: string) => void) => Work<Value>,
  ): Promise<Value> {
    const call = { operation, requestId: randomUUID(), secrets: this.#secrets.all };
    const deadline = new Deadline(timeoutInMs);
    const known = this.#secrets.begin();
    secrets.forEach(known.keep);
    try {
      const { requestId } = call;
      return await traceCall({ operation, requestId, endpoint: this.#endpoint, attempt: 1 }, deadline, async () => {
        const checkTime = (): void => throwIfExpired(deadline, call);
        const how = { deadline, attempt: 1, answerIsSecret, keepSecret: known.keep };
        const answered = await this.#request(stub, request, call, how, checkTime);
        return inSlices(read(answered.result, answered.call, known.keep), checkTime);
      });
    } finally {
      deadline.end();
      known.end();
    }
  }
}

/**
 * Stops reading a result when the call's time is up.
 *
 * @throws {TransportError} Time is up. If the caller's signal aborted: its reason.
 */
function throwIfExpired(
  deadline: Deadline,
  { operation, requestId }: Pick<AnsweredCall, "operation" | "requestId">,
): void {
  if (deadline.reason instanceof DeadlinePassed) {
    const what =
      "time is up before the response was read; look whether the request was carried out before repeating it.";
    throw new TransportError("TIMEOUT", `${operation}: ${what}`, { operation, requestId, outcome: "unknown" });
  }
  deadline.throwIfExpired();
}
