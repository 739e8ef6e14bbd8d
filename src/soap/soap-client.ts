import { randomUUID } from "node:crypto";
import type { Agent } from "node:http";
import { ACCEPT_ENCODING } from "./content-encoding.js";
import { checkTimeout, DEFAULT_TIMEOUT_IN_MS, DeadlinePassed, startDeadline, untilAborted } from "./deadline.js";
import { createEngine, type Engine, type SoapSecurity, type SoapVersion } from "./engine.js";
import {
  InfoRouterError,
  InvalidInputError,
  type Outcome,
  type ScrubbedCause,
  TransportError,
  UnexpectedResponseError,
} from "./errors.js";
import { encodeRequest, type Operation } from "./operation.js";
import { readResponse } from "./read-response.js";
import { SchemaError } from "./schema-error.js";
import { codeOf, nodeTransport, type Transport, TransportFailure } from "./transport.js";

/** Where and how a service is called. */
export interface SoapClientOptions {
  /** Address of the service. The address in a WSDL is never used. */
  readonly endpoint: string | URL;
  /** Send to an `http:` endpoint that is not this machine, tickets and passwords in the clear. Default false. */
  readonly allowInsecureHttp?: boolean | undefined;
  /** Default `"1.1"`. */
  readonly soapVersion?: SoapVersion | undefined;
  /** Milliseconds that a call may take, from its beginning to the last byte of its answer. Default 30,000. */
  readonly timeoutInMs?: number | undefined;
  /** Bytes of an answer at most, counted after decompression. Default 8 MiB. */
  readonly maxResponseBytes?: number | undefined;
  /** Connections at most; further calls wait for one. Default 16. */
  readonly maxConnections?: number | undefined;
  /** An `http.Agent` or `https.Agent` of yours, for proxies, client certificates and private authorities. */
  readonly agent?: Agent | undefined;
  /** Replaces `node:http` altogether. */
  readonly transport?: Transport | undefined;
  /** A security object of npm `soap`, such as `WSSecurity`. */
  readonly security?: SoapSecurity | undefined;
  /** HTTP headers to add to each request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Name of an HTTP header to send the call's `requestId` in, such as `X-Request-Id`. Default: it is not sent. */
  readonly requestIdHeader?: string | undefined;
}

/** Options of one call. */
export interface CallOptions {
  /** Cancels the call, which then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call; without it, the client's. `Infinity` sets no limit. */
  readonly timeoutInMs?: number | undefined;
  /** Identifies the call in errors; without it, a new UUID. */
  readonly requestId?: string | undefined;
  /** Values of the request that must not appear in an error, should an answer repeat them. */
  readonly secrets?: readonly string[] | undefined;
}

/** What generated stubs call. One client serves any number of concurrent calls; nothing of a call stays on it. */
export interface SoapClient extends AsyncDisposable {
  /**
   * Sends a request and reads its response.
   *
   * @throws {InvalidInputError} The request is not what the contract declares. Nothing was sent.
   * @throws {SoapFaultError} The answer is a fault.
   * @throws {UnexpectedResponseError} The answer is not the contract's.
   * @throws {TransportError} There is no whole answer.
   */
  call<Request, Response>(
    operation: Operation<Request, Response>,
    request: Request,
    options?: CallOptions,
  ): Promise<Response>;

  /** Loads the SOAP engine, which the first call does otherwise: about a tenth of a second. */
  connect(): Promise<void>;

  /** Waits for the calls under way, then closes the connections. Later calls are refused. */
  close(): Promise<void>;
}

const DEFAULT_MAX_RESPONSE_BYTES = 8 * 1024 * 1024;

/**
 * Makes a client. Nothing is connected and nothing loaded until the first call.
 *
 * @throws {InvalidInputError} An option cannot be used.
 */
export function createSoapClient(options: SoapClientOptions): SoapClient {
  const endpoint = endpointOf(options);
  const settings = settingsOf(options);
  const { soapVersion, maxResponseBytes } = settings;
  const ownTransport = options.transport === undefined ? nodeTransport(options) : undefined;
  const transport = ownTransport ?? abortable(options.transport);
  const underWay = new Set<Promise<unknown>>();
  let loading: Promise<Engine> | undefined;
  let engine: Engine | undefined;
  let closed = false;

  const load = async (): Promise<Engine> => {
    loading ??= createEngine({ endpoint: endpoint.href, soapVersion, security: options.security });
    engine = await loading;
    return engine;
  };

  const exchange = async <Request, Response>(
    operation: Operation<Request, Response>,
    request: Request,
    { signal, timeoutInMs = settings.timeoutInMs, requestId = randomUUID(), secrets = [] }: CallOptions,
  ): Promise<Response> => {
    const call = { operation: operation.name, requestId };
    if (closed) {
      throw new TransportError("CLIENT_CLOSED", `${operation.name}: the client is closed.`, {
        ...call,
        outcome: "not-sent",
      });
    }
    const { body, header } = encode(operation, request, call);
    const deadline = startDeadline(checkTimeout("timeoutInMs", timeoutInMs, call), signal);
    let handedOver = false;
    try {
      deadline.signal.throwIfAborted();
      const toMessage = engine ?? (await untilAborted(load(), deadline.signal));
      const soapAction =
        soapVersion === "1.2" ? (operation.soapAction12 ?? operation.soapAction) : operation.soapAction;
      const message = toMessage(soapAction, body, header);
      handedOver = true;
      const response = await transport({
        url: endpoint,
        headers: {
          "Accept-Encoding": ACCEPT_ENCODING,
          ...options.headers,
          ...(options.requestIdHeader !== undefined && { [options.requestIdHeader]: requestId }),
          ...message.headers,
        },
        body: message.envelope,
        signal: deadline.signal,
        maxResponseBytes,
      });
      return await readResponse(operation, response, { requestId, soapVersion, maxResponseBytes, secrets });
    } catch (error) {
      throw failureOf(error, { ...call, endpoint, handedOver, signal: deadline.signal });
    } finally {
      deadline.end();
    }
  };

  const close = async (): Promise<void> => {
    closed = true;
    await Promise.allSettled(underWay);
    ownTransport?.close();
  };

  return {
    call: (operation, request, callOptions = {}) => {
      const call = exchange(operation, request, callOptions).finally(() => underWay.delete(call));
      underWay.add(call);
      return call;
    },
    connect: async () => {
      await load();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Call {
  readonly operation: string;
  readonly requestId: string;
}

/** The request's XML. What it cannot be made of is the caller's mistake. */
function encode<Request, Response>(operation: Operation<Request, Response>, request: Request, call: Call) {
  try {
    return encodeRequest(operation, request);
  } catch (error) {
    throw error instanceof SchemaError ? new InvalidInputError("request", error.message, call) : error;
  }
}

/** A transport of the caller's need not obey the signal for the call to end in time. */
function abortable(transport: Transport | undefined): Transport {
  if (typeof transport !== "function") {
    throw new InvalidInputError("options.transport", "expected a function that sends a request");
  }
  return (request) => untilAborted(transport(request), request.signal);
}

interface FailedCall extends Call {
  readonly endpoint: URL;
  /** Whether the transport has been asked to send. */
  readonly handedOver: boolean;
  readonly signal: AbortSignal;
}

/** One door from whatever was thrown during a call to what the caller gets. */
function failureOf(error: unknown, { operation, requestId, endpoint, handedOver, signal }: FailedCall): unknown {
  if (error instanceof InfoRouterError) {
    return error;
  }
  const outcome: Outcome = !handedOver || (error instanceof TransportFailure && !error.sent) ? "not-sent" : "unknown";
  const call = { operation, requestId, outcome };
  if (signal.aborted) {
    return signal.reason instanceof DeadlinePassed
      ? new TransportError(
          "TIMEOUT",
          `${operation}: time is up without an answer from ${endpoint.origin}; ${advice[outcome]}`,
          call,
        )
      : signal.reason;
  }
  if (!handedOver) {
    // From the caller's own security object, or from loading the engine.
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
  const cause = scrubbed(error);
  return new TransportError(
    cause.code,
    `${operation}: no answer from ${endpoint.origin} (${cause.code}); ${advice[outcome]}`,
    { ...call, cause },
  );
}

const advice: Readonly<Record<Outcome, string>> = {
  "not-sent": "nothing was sent.",
  rejected: "it was refused.",
  unknown: "the request had left, so look whether it was carried out before repeating it.",
};

/** The error itself is not kept as `cause`: other libraries' errors hold the request, and with it the ticket. */
function scrubbed(error: unknown): ScrubbedCause & { readonly code: string } {
  const name = error instanceof Error && /^\w{1,60}$/.test(error.name) ? error.name : "Error";
  const syscall = error instanceof TransportFailure ? error.syscall : undefined;
  return { name, code: codeOf(error), ...(syscall !== undefined && { syscall }) };
}

function endpointOf({ endpoint, allowInsecureHttp = false }: SoapClientOptions): URL {
  const text = String(endpoint);
  if (!URL.canParse(text)) {
    throw new InvalidInputError(
      "options.endpoint",
      "expected an absolute URL such as https://dms.example.com/srv.asmx",
    );
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    throw new InvalidInputError(
      "options.endpoint",
      "expected a URL without user and password; give them as `security` or `headers`",
    );
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && (allowInsecureHttp || isLoopback(url.hostname)))) {
    return url;
  }
  throw new InvalidInputError(
    "options.endpoint",
    url.protocol === "http:"
      ? "http: would send tickets and passwords in the clear; use https:, or set `allowInsecureHttp: true`"
      : `expected https:, found ${url.protocol}`,
  );
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function settingsOf(options: SoapClientOptions) {
  const {
    soapVersion = "1.1",
    timeoutInMs = DEFAULT_TIMEOUT_IN_MS,
    maxResponseBytes = DEFAULT_MAX_RESPONSE_BYTES,
  } = options;
  if (soapVersion !== "1.1" && soapVersion !== "1.2") {
    throw new InvalidInputError("options.soapVersion", 'expected "1.1" or "1.2"');
  }
  for (const name of ["maxResponseBytes", "maxConnections"] as const) {
    const value = options[name] ?? 1;
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new InvalidInputError(`options.${name}`, "expected a whole number above zero");
    }
  }
  return { soapVersion, timeoutInMs: checkTimeout("options.timeoutInMs", timeoutInMs), maxResponseBytes };
}
