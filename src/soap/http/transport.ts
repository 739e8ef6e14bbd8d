import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type RequestOptions,
  validateHeaderName,
  validateHeaderValue,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { TLSSocket } from "node:tls";
import { urlToHttpOptions } from "node:url";
import { Deadline, untilOver } from "../deadline.js";

/** One HTTP POST. */
export interface TransportRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The envelope, to be sent as UTF-8. */
  readonly body: string;
  /** Aborted at the call's deadline, or by the caller: stop, let go of everything, and throw. */
  readonly signal: AbortSignal;
  /** A longer answer, counted as it comes from the wire, must be given up with the code `RESPONSE_TOO_LARGE`. */
  readonly maxResponseBytes: number;
}

/** A whole HTTP answer, whatever its status. Redirects are answers. */
export interface TransportResponse {
  readonly status: number;
  /** By lower-case name; repeated fields joined by `", "`. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it came, still in its `Content-Encoding`. */
  readonly body: Uint8Array;
}

/**
 * Sends a request and gives back the whole answer. Knows nothing of SOAP.
 *
 * It must not follow redirects and must not repeat a request. What it throws becomes a `TransportError`; it throws a
 * {@link TransportFailure} to say whether the request may have left.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/** The same with the deadline itself, which is less work to follow than its signal. */
export interface OwnRequest extends Omit<TransportRequest, "signal"> {
  readonly deadline: Deadline;
}

export type Post = (request: OwnRequest) => Promise<TransportResponse>;

const posts = new WeakMap<Transport, Post>();

/** Makes a transport of this package. */
export function ownTransport(post: Post): Transport {
  const transport: Transport = async ({ signal, ...request }) => {
    const deadline = new Deadline(Number.POSITIVE_INFINITY, signal);
    try {
      return await post({ ...request, deadline });
    } finally {
      deadline.end();
    }
  };
  posts.set(transport, post);
  return transport;
}

/** What a client sends its requests by. A transport of the caller's need not obey the signal for a call to end in time. */
export function postBy(transport: Transport): Post {
  const post: Post = ({ deadline, ...request }) =>
    untilOver(transport({ ...request, signal: deadline.signal }), deadline);
  return posts.get(transport) ?? post;
}

interface FailureFacts {
  readonly sent: boolean;
  readonly syscall?: string | undefined;
  readonly httpStatus?: number | undefined;
}

/** There is no whole answer. */
export class TransportFailure extends Error {
  override readonly name = "TransportFailure";
  /** The system's code, such as `ECONNRESET`. */
  readonly code: string;
  readonly syscall: string | undefined;
  /** False only if it is certain that no byte of the request left this process. */
  readonly sent: boolean;

  /** Status of an answer that was given up because it is longer than allowed. */
  readonly httpStatus: number | undefined;

  constructor(code: string, { sent, syscall, httpStatus }: FailureFacts) {
    super(code);
    this.code = code;
    this.sent = sent;
    this.syscall = syscall;
    this.httpStatus = httpStatus;
  }
}

export interface NodeTransportOptions {
  /** Replaces the keep-alive agent: for proxies, client certificates, private authorities. It is not closed by us. */
  readonly agent?: HttpAgent | undefined;
  /** Connections at most; further calls wait for one. Default 16. */
  readonly maxConnections?: number | undefined;
}

export interface NodeTransport extends Transport {
  /** Closes the connections of the transport's own agent. */
  close(): void;
}

/** The transport over `node:http` and `node:https`, with connections kept alive. */
export function nodeTransport({ agent, maxConnections = 16 }: NodeTransportOptions = {}): NodeTransport {
  // Idle connections are closed after four seconds, before servers (IIS: 120 s) and balancers (60 s) do it: a call
  // written while the other side closes has an unknown outcome.
  // Certificates are verified whatever the environment says (NODE_TLS_REJECT_UNAUTHORIZED); an agent of the caller's can
  // be told otherwise.
  const agentOptions = { keepAlive: true, maxSockets: maxConnections, timeout: 4_000, rejectUnauthorized: true };
  let own: HttpAgent | undefined;
  let target: Target | undefined;

  const transport = ownTransport((request) => {
    if (target?.href !== request.url.href) {
      target = targetOf(request.url);
    }
    own ??= agent === undefined ? new (target.isSecure ? HttpsAgent : HttpAgent)(agentOptions) : undefined;
    return post(request, target, agent ?? own);
  });
  return Object.assign(transport, { close: () => own?.destroy() });
}

/** An address as `node:http` wants it. Made of the URL for each request, it would cost as much as reading the answer. */
interface Target {
  readonly href: string;
  readonly isSecure: boolean;
  readonly options: RequestOptions;
}

function targetOf(url: URL): Target {
  const { protocol, hostname, port, path, auth } = urlToHttpOptions(url);
  return {
    href: url.href,
    isSecure: protocol === "https:",
    options: {
      protocol,
      hostname,
      port,
      path,
      auth,
      method: "POST",
      // Neither is left to the process's own settings (--max-http-header-size, --insecure-http-parser).
      maxHeaderSize: MAX_HEADER_BYTES,
      insecureHTTPParser: false,
    },
  };
}

/** Of the status line and all headers. */
const MAX_HEADER_BYTES = 16 * 1024;

function post(request: OwnRequest, target: Target, agent: HttpAgent | undefined): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    let sent = false;
    if (request.deadline.isOver) {
      throw new TransportFailure("ABORTED", { sent });
    }
    const body = Buffer.from(request.body, "utf8");
    const outgoing = open(request, target, agent, body.length);
    const unfollow = request.deadline.follow(() => fail(new TransportFailure("ABORTED", { sent })));
    const fail = (failure: TransportFailure): void => {
      unfollow();
      reject(failure);
      outgoing.destroy();
    };
    const failWith = (error: NodeJS.ErrnoException): void =>
      fail(new TransportFailure(codeOf(error), { sent, syscall: error.syscall }));

    outgoing.on("socket", (socket) => {
      // A socket that is still connecting, or shaking hands, gets the request's first byte when it is ready, and says
      // so. Any other may have got it already.
      const { connecting, encrypted, secureConnecting } = socket as Partial<TLSSocket> & { secureConnecting?: boolean };
      if (!connecting && secureConnecting !== true) {
        sent = true;
        return;
      }
      socket.once(encrypted ? "secureConnect" : "connect", () => {
        sent = true;
      });
    });
    outgoing.on("error", failWith);
    // Node.js closes a connection that is switched to another protocol (101) without calling that an error.
    const closed = (): void => fail(new TransportFailure("ECONNRESET", { sent }));
    outgoing.on("close", closed);
    outgoing.on("response", (incoming) => {
      outgoing.off("close", closed);
      const status = incoming.statusCode ?? 0;
      const received = growingBuffer();
      incoming.on("data", (chunk: Buffer) => {
        if (received.length() + chunk.length > request.maxResponseBytes) {
          fail(new TransportFailure("RESPONSE_TOO_LARGE", { sent, httpStatus: status }));
          return;
        }
        received.add(chunk);
      });
      incoming.on("error", failWith);
      incoming.on("end", () => {
        unfollow();
        resolve({ status, headers: joined(incoming.headers), body: received.bytes() });
      });
    });
    outgoing.end(body);
  });
}

function open(
  request: OwnRequest,
  { isSecure, options }: Target,
  agent: HttpAgent | undefined,
  length: number,
): ClientRequest {
  try {
    return (isSecure ? httpsRequest : httpRequest)(
      // Not by spread syntax: V8 takes a hundred times as long for it where other properties follow.
      Object.assign({}, options, { agent, headers: Object.assign({}, request.headers, { "Content-Length": length }) }),
    );
  } catch (error) {
    // A header that HTTP cannot carry, or an agent for another protocol.
    throw new TransportFailure(codeOf(error), { sent: false });
  }
}

/** Chunks as one. Kept each by itself, those of a single byte would cost a hundred times what they hold. */
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

/** Each field as one text. */
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

/** The code of a system or TLS error, if it looks like one: a message could hold anything. */
export function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : "UNKNOWN";
}
