import { type IncomingHttpHeaders, validateHeaderName, validateHeaderValue } from "node:http";
import timers from "node:timers";
import { Deadline, raceDeadline } from "../deadline.js";

/** That of Node.js, also in CommonJS, where `mock.timers` replaces it in the module. */
const { setImmediate } = timers;

/** One HTTP POST. */
export interface TransportRequest {
  /** The endpoint. */
  readonly url: URL;
  /** All headers but `Content-Length`, which the transport sets. */
  readonly headers: Readonly<Record<string, string>>;
  /** The envelope, to be sent as UTF-8. */
  readonly body: string;
  /** Aborts at the call's deadline, or when the caller aborts. The transport then releases everything and throws. */
  readonly signal: AbortSignal;
  /** Bytes from the wire. The transport rejects a longer response with the code `RESPONSE_TOO_LARGE`. */
  readonly maxResponseBytes: number;
}

/** A whole HTTP response of any status. A redirect is a response. */
export interface TransportResponse {
  /** HTTP status. */
  readonly status: number;
  /** By lower-case name; repeated fields joined by `", "`. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As received, still in its `Content-Encoding`. */
  readonly body: Uint8Array;
}

/**
 * Sends a request and returns the whole response. Knows nothing of SOAP.
 *
 * It must not follow redirects and must not repeat a request. Its errors become a `TransportError`. A
 * {@link TransportFailure} also states whether the request may have left.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/**
 * Names a function of an agent or transport that returns what an error must not hold parts of: the address of a proxy, or an agent. By
 * `Symbol.for`: the client and `proxyAgent` may be of two copies of the package.
 */
export const PROXY = Symbol.for("inforouter-soap-client.proxy");

/** A request with a deadline instead of a signal: a callback costs less than an AbortSignal. */
export interface InternalRequest extends Omit<TransportRequest, "signal"> {
  readonly deadline: Deadline;
  /** Called before the first byte of the request may leave, once or several times. Until then, an abort is certain to send nothing. */
  readonly onWriting?: (() => void) | undefined;
}

export type Send = (request: InternalRequest) => Promise<TransportResponse>;

const sends = new WeakMap<Transport, Send>();

/** Makes a transport from a function that takes a deadline. {@link sendWith} finds that function again. */
export function builtInTransport(send: Send): Transport {
  const transport: Transport = async ({ signal, ...request }) => {
    const deadline = new Deadline(Number.POSITIVE_INFINITY, signal);
    try {
      return await send({ ...request, deadline });
    } finally {
      deadline.end();
    }
  };
  sends.set(transport, send);
  return transport;
}

/**
 * Sends requests over a transport. It rejects at the deadline, even if the caller's own transport ignores the signal. The failure of
 * one that obeys it, such as a function around {@link builtInTransport}, comes first: it may know that nothing was sent.
 */
export function sendWith(transport: Transport): Send {
  const send: Send = async ({ deadline, onWriting, ...request }) => {
    onWriting?.();
    // A copy of the URL: to change it for one request must not lead the next ones elsewhere.
    const response = transport({ ...request, url: new URL(request.url), signal: deadline.signal });
    try {
      return await raceDeadline(response, deadline);
    } catch (error) {
      if (deadline.expired) {
        await Promise.race([response.then(() => {}), untilOthersSettle()]);
      }
      throw error;
    }
  };
  return sends.get(transport) ?? send;
}

/** The steps of promises that a failure takes through the functions around a transport: three for each of some dozens. */
const MOST_STEPS = 100;

/** Not by a timer, because tests fake them. */
async function untilOthersSettle(): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await undefined;
  }
}

export interface FailureDetails {
  readonly sent: boolean;
  readonly syscall?: string | undefined;
  readonly httpStatus?: number | undefined;
  readonly proxyStatus?: number | undefined;
}

const FAILURE = Symbol.for("inforouter-soap-client.transport-failure");

/** There is no whole response. `instanceof` works between two copies of the package in one process. */
export class TransportFailure extends Error {
  static {
    recogniseCopies(this);
  }

  /** The name of the class, also in bundles. */
  override readonly name = "TransportFailure";
  /** The system's code, such as `ECONNRESET`. */
  readonly code: string;
  /** The system call that failed, such as `connect`. */
  readonly syscall: string | undefined;
  /** False only if it is certain that no byte of the request left this process. */
  readonly sent: boolean;

  /** Status of a response that is longer than allowed. */
  readonly httpStatus: number | undefined;

  /** Status of a proxy's response to CONNECT, where the proxy opened no tunnel. */
  readonly proxyStatus: number | undefined;

  /**
   * Makes the failure that a transport of your own throws.
   *
   * @param details `sent`, and what else is known.
   */
  constructor(code: string, details: FailureDetails) {
    const { sent, syscall, httpStatus, proxyStatus } = details;
    super(code);
    this.code = code;
    // A transport in JavaScript may leave it out: then it is not certain that nothing was sent.
    this.sent = sent !== false;
    this.syscall = syscall;
    this.httpStatus = httpStatus;
    this.proxyStatus = proxyStatus;
  }
}

/**
 * Lets `instanceof` accept an instance of another copy of the package. So a client of CommonJS learns from a transport of the
 * ES modules whether the request was sent. By `this`, because bundlers rename a class that refers to itself by its name.
 */
function recogniseCopies(failureClass: { readonly prototype: TransportFailure }): void {
  Object.defineProperty(failureClass.prototype, FAILURE, { value: true });
  Object.defineProperty(failureClass, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      return this === failureClass
        ? typeof value === "object" && value !== null && FAILURE in value
        : Function.prototype[Symbol.hasInstance].call(this, value);
    },
  });
}

/** A turn of the event loop that takes longer lets more bytes arrive after its poll phase. */
const LONG_TURN_IN_MS = 10;
/** How many turns are waited for: a process that is always busy sends its requests nevertheless. */
const MOST_TURNS = 3;

/**
 * Calls back once all bytes that have arrived are read: a whole poll phase lies between the two `setImmediate`. Waits for another one
 * where other work of the process took a while since, such as that of the caller whose response has just been read.
 */
export function afterNextPoll(callback: () => void, turns = MOST_TURNS): void {
  setImmediate(() => {
    const since = performance.now();
    setImmediate(() => {
      if (turns > 1 && performance.now() - since > LONG_TURN_IN_MS) {
        afterNextPoll(callback, turns - 1);
      } else {
        callback();
      }
    });
  });
}

/** Set for each request, so that --max-http-header-size and --insecure-http-parser have no effect. */
export const HTTP_PARSER = {
  /** The status line and all headers. */
  maxHeaderSize: 16 * 1024,
  insecureHTTPParser: false,
} as const;

/** Joins chunks as they arrive. A list of single-byte chunks would cost a hundred times their length. */
export interface GrowingBuffer {
  length(): number;
  bytes(): Uint8Array;
  add(chunk: Buffer): void;
}

export function growingBuffer(): GrowingBuffer {
  let buffer = Buffer.alloc(0);
  let length = 0;
  return {
    length: () => length,
    bytes: () => buffer.subarray(0, length),
    add: (chunk: Buffer) => {
      if (length + chunk.length > buffer.length) {
        buffer = Buffer.concat([buffer.subarray(0, length)], Math.max(2 * length, length + chunk.length));
      }
      length += chunk.copy(buffer, length);
    },
  };
}

/** Each header field as one string. */
export function joined(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  const result: Record<string, string | undefined> = Object.create(null);
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    result[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return result;
}

/** Whether HTTP can carry the header. */
export function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return typeof value === "string";
  } catch {
    return false;
  }
}

/** The code of a system or TLS error, if it looks like one. Other texts could contain a secret. */
export function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : "UNKNOWN";
}

/** Responses of status 1xx to one request. A server may send one every few seconds until it is done. */
export const MOST_INTERIM = 100;

/** Chunks after which a response waits for its turn. Those of ordinary ones have thousands of bytes. */
export const MOST_CHUNKS = 1024;

/** What reads a response, and waits for its turn. */
interface Restrained {
  resume(): unknown;
}

/** In the order in which they came. */
const restrained = new Set<Restrained>();

/** Resumes what reads a response when it is its turn: one in each turn of the event loop. */
export function resumeInTurn(source: Restrained): void {
  if (restrained.size === 0) {
    setImmediate(resumeNext);
  }
  restrained.add(source);
}

function resumeNext(): void {
  const [next] = restrained;
  if (next === undefined) {
    return;
  }
  restrained.delete(next);
  // Before it is resumed, since it may have to wait again at once.
  if (restrained.size > 0) {
    setImmediate(resumeNext);
  }
  next.resume();
}
