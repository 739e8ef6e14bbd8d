import { channel } from "node:diagnostics_channel";
import { Deadline, DeadlinePassed, raceDeadline } from "../deadline.js";
import {
  advice,
  InfoRouterError,
  InvalidInputError,
  type ScrubbedCause,
  TransportError,
  UnexpectedResponseError,
} from "../errors.js";
import { nodeTransport } from "../http/node-transport.js";
import { requestHeaders } from "../http/request-headers.js";
import { codeOf, sendWith, TransportFailure } from "../http/transport.js";
import { createEnvelopeWriter, type EnvelopeWriter, type OutgoingMessage } from "../message/envelope-writer.js";
import { encodeRequest } from "../message/messages.js";
import type { Operation, SoapVersion } from "../schema/operation.js";
import { SchemaError } from "../schema/schema-error.js";
import { credentialsOfClient, secretsForOthers, secretsInMessage } from "../secrets/credentials.js";
import { SecretSearch } from "../secrets/redact.js";
import { type FindSecrets, SHORT, secretsFrom } from "../secrets/redact-message.js";
import { inFamilyOf, LatestFamily } from "../secrets/secret-family.js";
import { atOnce, inSlices, mayBegin, type Work } from "../xml/slices.js";
import { type CallOptions, readCallOptions, readSecrecy } from "./call-options.js";
import { InFlight } from "./in-flight.js";
import { Places } from "./places.js";
import { readResponse } from "./read-response.js";
import { RequestLog } from "./request-log.js";
import { readSettings, type Settings, type SoapClientOptions } from "./settings.js";
import { versionFor } from "./soap-version.js";
import { Turns } from "./turns.js";

/** The client that generated stubs call. One client serves any number of concurrent calls; nothing of a call stays on it. */
export interface SoapClient extends AsyncDisposable {
  /**
   * Sends a request and reads its response.
   *
   * @throws {@link InvalidInputError}: the request is not what the contract declares. Nothing was sent.
   * @throws {@link SoapFaultError}: the response is a fault.
   * @throws {@link UnexpectedResponseError}: the response is not what the contract declares.
   * @throws {@link TransportError}: there is no whole response.
   */
  call<Request, Response>(
    operation: Operation<Request, Response>,
    request: Request,
    options?: CallOptions,
  ): Promise<Response>;

  /** Loads npm `soap`, so that the first call does not have to: some milliseconds. */
  connect(): Promise<void>;

  /** Waits for the calls in flight, then closes the connections. Later calls reject. */
  close(): Promise<void>;
}

/**
 * Makes a client. Nothing is connected and nothing loaded until the first call.
 *
 * ```ts
 * import { isValidTicket } from "inforouter-soap-client/operations";
 *
 * await using soap = createSoapClient({ endpoint: "https://dms.example.com/srv.asmx" });
 * const { isValidTicketResult } = await isValidTicket(soap, { authenticationTicket: ticket });
 * ```
 *
 * @throws {@link InvalidInputError}: an option cannot be used.
 */
export function createSoapClient(options: SoapClientOptions): SoapClient {
  return soapClientOf(readSettings(options), { mayBeLenient: true });
}

/** Tells the command line, by `requestId`, that the first byte of a request is about to leave. */
const writing = channel("inforouter-soap-client:writing");

/** @param mayBeLenient whether stubs may read responses leniently. Default false, because deletions are confirmed strictly. */
export function soapClientOf(settings: Settings, { mayBeLenient = false } = {}): SoapClient {
  const { endpoint, agent, transport, maxConnections } = settings;
  const ownTransport = nodeTransport(settings);
  const send = sendWith(transport ?? ownTransport);
  const inFlight = new InFlight();
  const turns = new Turns();
  const families = new LatestFamily();
  // The caller bounds the connections of an own agent or transport.
  const places = new Places((agent ?? transport) ? Number.POSITIVE_INFINITY : maxConnections);
  const loading = new Map<SoapVersion, Promise<EnvelopeWriter>>();
  const writers = new Map<SoapVersion, EnvelopeWriter>();
  let closed = false;

  const load = async (soapVersion: SoapVersion, call: Call): Promise<EnvelopeWriter> => {
    const { security } = settings;
    const made = loading.get(soapVersion) ?? createEnvelopeWriter({ endpoint: endpoint.href, soapVersion, security });
    loading.set(soapVersion, made);
    try {
      const writer = await made;
      writers.set(soapVersion, writer);
      return writer;
    } catch (error) {
      // The next call tries again: perhaps too many files were open.
      loading.delete(soapVersion);
      throw notLoaded(error, call);
    }
  };

  /** What errors and events about a request must not hold. What the request itself holds is searched once, where it is needed. */
  const secretsOf = (outgoing: OutgoingMessage, secrets: readonly string[]): FindSecrets => {
    let found: readonly string[] | undefined;
    function* prepare(): Work<readonly string[]> {
      found ??= yield* secretsInMessage(outgoing, settings.secretMembers);
      return found;
    }
    const find = (): readonly string[] => {
      // Those that the call does not know: a security object may have others by now.
      const credentials = families.of(credentialsOfClient(settings).filter((secret) => !secrets.includes(secret)));
      return inFamilyOf(secrets, [...secrets, ...credentials, ...atOnce(prepare())], credentials);
    };
    const { envelope, unprocessed = "" } = outgoing;
    return Object.assign(find, { isSlow: envelope.length + unprocessed.length > SHORT, prepare });
  };

  const exchange = async <Request, Response>(
    operation: Operation<Request, Response>,
    request: Request,
    callOptions: CallOptions,
  ): Promise<Response> => {
    const options = readCallOptions(callOptions, operation.name, settings.timeoutInMs);
    const { requestId, timeoutInMs, signal, around } = options;
    const call = { operation: operation.name, requestId };
    const { secrets, answerIsSecret } = readSecrecy(callOptions, call);
    if (closed) {
      throw clientClosed(call);
    }
    const soapVersion = versionFor(operation, settings.soapVersion, call);
    const maxResponseBytes = options.maxResponseBytes ?? settings.maxResponseBytes;
    const { body, header } = written(() => encodeRequest(operation, request, soapVersion), call);
    // A function around a stub may not wait for all that it calls.
    const deadline = around?.shared() ?? new Deadline(timeoutInMs, signal);
    inFlight.begin();
    let stage: Stage = "preparing";
    let hasPlace = false;
    let allSecrets: FindSecrets = () => [];
    let log: RequestLog | undefined;
    try {
      deadline.throwIfExpired();
      const toMessage = writers.get(soapVersion) ?? (await raceDeadline(load(soapVersion, call), deadline));
      const soapAction =
        soapVersion === "1.2" ? (operation.soapAction12 ?? operation.soapAction) : operation.soapAction;
      const message = written(() => toMessage(soapAction, body, header, call), call);
      const headers = requestHeaders(settings, call, message.headers);
      const outgoing = { ...message, headers };
      allSecrets = secretsOf(outgoing, secrets);
      if (settings.log !== undefined) {
        log = new RequestLog(settings.log, {
          request: { ...call, attempt: options.attempt ?? 1, endpoint: endpoint.origin },
          hasMessages: settings.logMessages,
          secrets: allSecrets,
          secretMembers: settings.secretMembers,
          answerIsSecret,
        });
        await inSlices(log.sending(outgoing), () => deadline.throwIfExpired());
      }
      stage = "sending";
      const waiting = places.enter(deadline);
      if (waiting !== undefined) {
        await waiting;
      }
      hasPlace = true;
      // Not before: thousands of calls that wait for a place would search for the secrets of each other.
      options.onSecrets?.(secretsForOthers(message, settings.secretMembers));
      const response = await send({
        url: endpoint,
        headers,
        body: message.envelope,
        deadline,
        maxResponseBytes,
        onWriting: writing.hasSubscribers ? () => writing.publish({ requestId }) : undefined,
      });
      stage = "reading";
      return await readResponse(operation, response, {
        requestId,
        endpoint,
        soapVersion,
        maxResponseBytes,
        secrets: allSecrets,
        secretMembers: settings.secretMembers,
        isSecret: answerIsSecret,
        mayBeLenient,
        deadline,
        turns,
        onBody: options.onBody,
        onText: log?.received(response),
      });
    } catch (error) {
      const failure = await failureInTime(legible(error), { ...call, endpoint, stage, deadline, secrets: allSecrets });
      if (stage === "sending") {
        log?.failed(...codeAndStatus(failure, deadline));
      }
      throw failure;
    } finally {
      if (hasPlace) {
        places.leave();
      }
      deadline.end();
      inFlight.end();
    }
  };

  const close = async (): Promise<void> => {
    closed = true;
    await inFlight.untilNone();
    ownTransport.close();
  };

  return {
    call: (operation, request, callOptions = {}) => exchange(operation, request, callOptions),
    connect: async () => {
      await load(settings.soapVersion ?? "1.1", { operation: "connect", requestId: "" });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Call {
  readonly operation: string;
  readonly requestId: string;
}

/** The error of a call that begins after `close`. */
export function clientClosed({ operation, requestId }: Call): TransportError {
  const details = { operation, requestId, outcome: "not-sent" } as const;
  return new TransportError(
    "CLIENT_CLOSED",
    `${operation}: the client is closed; make a new one. Nothing was sent.`,
    details,
  );
}

function notLoaded(error: unknown, { operation, requestId }: Call): TransportError {
  const cause = atOnce(scrubbed(error, []));
  // The system gives a code. A bundle of ES modules without `require` gives none.
  const hint =
    cause.code === "UNKNOWN" ? " A bundle of ES modules has to provide `require`: see src/soap/README.md." : "";
  const message = `${operation}: npm soap, which writes the message, cannot be loaded (${cause.code}); nothing was sent.${hint}`;
  return new TransportError(cause.code, message, { operation, requestId, outcome: "not-sent", cause });
}

/** @throws {InvalidInputError} The request does not match the contract, or is too long. */
function written<Text>(write: () => Text, call: Call): Text {
  try {
    return write();
  } catch (error) {
    const { operation } = call;
    if (error instanceof SchemaError) {
      const { message } = new SchemaError(error.reason, [operation, ...error.path]);
      throw new InvalidInputError("request", message, call);
    }
    if (isTooLong(error)) {
      const problem = `${operation}: it is longer than a text of Node.js can be, in which bytes take four characters for three`;
      throw new InvalidInputError("request", problem, call);
    }
    throw error;
  }
}

/** Bytes that are written as a text have the code; joined texts the message. Not by class: npm `soap` may be of another realm. */
function isTooLong(error: unknown): boolean {
  return codeOf(error) === "ERR_STRING_TOO_LONG" || Reflect.get(Object(error), "message") === "Invalid string length";
}

/** How far a call is: at `"sending"` the transport has the request, at `"reading"` it has returned the response. */
type Stage = "preparing" | "sending" | "reading";

interface FailedCall extends Call {
  readonly endpoint: URL;
  readonly stage: Stage;
  readonly deadline: Deadline;
  readonly secrets: FindSecrets;
}

/** The error, unless reading it throws another one, which could contain anything. */
function legible(error: unknown): unknown {
  try {
    void (error instanceof TransportFailure || (error instanceof Error && error.name));
    codeOf(error);
    return error;
  } catch {
    return new Error();
  }
}

/** Makes the error in slices, since hundreds of calls may fail at once. When time is up, it is one that takes no search. */
async function failureInTime(error: unknown, facts: FailedCall): Promise<unknown> {
  const checkTime = (): void => facts.deadline.throwIfExpired();
  try {
    const waiting = facts.stage === "sending" ? mayBegin(checkTime) : undefined;
    if (waiting !== undefined) {
      await waiting;
    }
    return await inSlices(failureOf(error, facts), checkTime);
  } catch (reason) {
    if (!facts.deadline.expired) {
      throw reason;
    }
    return atOnce(failureOf(error, facts));
  }
}

/** Converts anything thrown during a call to the error that the caller gets. */
function* failureOf(
  error: unknown,
  { operation, requestId, endpoint, stage, deadline, secrets }: FailedCall,
): Work<unknown> {
  if (stage === "reading" && error instanceof InfoRouterError) {
    return error;
  }
  const wasNotSent = stage === "preparing" || (error instanceof TransportFailure && !error.sent);
  const outcome: keyof typeof advice = wasNotSent ? "not-sent" : "unknown";
  const call = { operation, requestId, outcome };
  if (deadline.expired) {
    return deadline.reason instanceof DeadlinePassed
      ? new TransportError(
          "TIMEOUT",
          `${operation}: time is up without an answer from ${endpoint.origin}; ${advice[outcome]}`,
          call,
        )
      : deadline.reason;
  }
  if (stage === "preparing") {
    // From the caller's own security object, or one of ours.
    return error;
  }
  if (error instanceof TransportFailure && error.httpStatus !== undefined) {
    const response = { httpStatus: error.httpStatus };
    return new UnexpectedResponseError(
      "RESPONSE_TOO_LARGE",
      `${operation}: the answer is longer than allowed; ${advice[outcome]}`,
      response,
      call,
    );
  }
  const cause = yield* scrubbed(error, yield* secretsFrom(secrets));
  const proxyStatus = error instanceof TransportFailure ? error.proxyStatus : undefined;
  const problem = [
    `no answer from ${endpoint.origin} (${cause.code})`,
    reasons.get(cause.code),
    proxyStatus && `the proxy answered ${proxyStatus}`,
  ]
    .filter(Boolean)
    .join(", ");
  return new TransportError(cause.code, `${operation}: ${problem}; ${advice[outcome]}`, { ...call, cause });
}

/** The code and status of a failure for the log. The caller's own reason is left out: it could contain a secret, or be another call's. */
function codeAndStatus(failure: unknown, { reason }: Deadline): [code: string, httpStatus: number | undefined] {
  return failure instanceof InfoRouterError && failure !== reason
    ? [failure.code, failure instanceof UnexpectedResponseError ? failure.httpStatus : undefined]
    : ["ABORTED", undefined];
}

const NOT_TRUSTED =
  "since its certificate is not trusted: pass its authority as `ca` of the agent, or in NODE_EXTRA_CA_CERTS";

/** A proxy of the caller's agent may be the one that cannot be reached. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOTFOUND", "since the host name, of it or of a proxy, is not known: check the endpoint"],
  ["ECONNREFUSED", "since nothing listens at the port, of it or of a proxy: check the endpoint, and whether it runs"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", NOT_TRUSTED],
  ["SELF_SIGNED_CERT_IN_CHAIN", NOT_TRUSTED],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", NOT_TRUSTED],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", NOT_TRUSTED],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "since its certificate is for another host name: check the endpoint"],
  [
    "ERR_INVALID_PROTOCOL",
    "since the agent is for the other protocol: https.Agent and proxyAgent are for https: endpoints, http.Agent for http:",
  ],
  ["EPROTO", "since TLS failed: the port may speak http: instead"],
  ["NO_TLS", "since the connection is not TLS to the server"],
  ["RESPONSE_BEFORE_REQUEST", "since a response began before the request was written"],
  ["TWO_RESPONSES", "since two responses came at once"],
  ["OLD_INTERCEPTOR", "since an interceptor of undici has the methods of undici 6: write it for 7 (onRequestStart)"],
  ["TOO_MANY_RESPONSES", "since a hundred responses of status 1xx came before it"],
]);

/** Shorter secrets occur in words by chance. */
const LONG_ENOUGH = 4;

/** The `cause` of an error. Never the error itself: other libraries' errors hold the request, and with it the ticket. */
function* scrubbed(error: unknown, secrets: readonly string[]): Work<ScrubbedCause & { readonly code: string }> {
  const search = new SecretSearch(secrets);
  function* isPublic(word: string): Work<boolean> {
    return /^[\w.-]{1,60}$/.test(word) && (yield* search.longestIn(word)) < LONG_ENOUGH;
  }
  const name = error instanceof Error ? error.name : "";
  const { code, syscall } = error instanceof TransportFailure ? error : { code: codeOf(error) };
  return {
    name: (yield* isPublic(name)) ? name : "Error",
    code: (yield* isPublic(code)) ? code : "UNKNOWN",
    ...(syscall !== undefined && (yield* isPublic(syscall)) && { syscall }),
  };
}
