import http, {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
} from "node:http";
import https, { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import { urlToHttpOptions } from "node:url";
import { Deadline } from "../deadline.js";
import {
  afterNextPoll,
  builtInTransport,
  codeOf,
  type FailureDetails,
  growingBuffer,
  HTTP_PARSER,
  type InternalRequest,
  joined,
  MOST_CHUNKS,
  MOST_INTERIM,
  PROXY,
  resumeInTurn,
  type Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "./transport.js";

/** Options of {@link nodeTransport}. */
export interface NodeTransportOptions {
  /** Replaces the built-in agent: for proxies, client certificates, private authorities. The caller closes it. */
  readonly agent?: HttpAgent | undefined;
  /** Whether a connection serves more than one request. Default true. */
  readonly keepAlive?: boolean | undefined;
  /** Maximum number of connections; further calls wait. Default 16. */
  readonly maxConnections?: number | undefined;
}

export interface NodeTransport extends Transport {
  /** Closes the connections of the built-in agent. */
  close(): void;
}

/**
 * The transport over `node:http` and `node:https`.
 *
 * ```ts
 * const transport = nodeTransport({ maxConnections: 4 });
 * const infoRouter = new InfoRouterClient({ endpoint: "https://dms.example.com/srv.asmx", ticket, transport });
 * ```
 *
 * @param options All have defaults.
 */
export function nodeTransport(options: NodeTransportOptions = {}): NodeTransport {
  const { agent, keepAlive = true, maxConnections = 16 } = options;
  // An idle connection closes before servers (IIS: 120 s) and balancers (60 s) would close it. A request that is written while
  // the other side closes has an unknown outcome.
  // Certificates are verified even if NODE_TLS_REJECT_UNAUTHORIZED is 0; only an agent of the caller can disable that.
  const agentOptions = { keepAlive, maxSockets: maxConnections, timeout: MOST_IDLE_IN_MS, rejectUnauthorized: true };
  let own: HttpAgent | undefined;
  let target: Target | undefined;

  const transport = builtInTransport(({ headers, body, ...request }) => {
    if (target?.href !== request.url.href) {
      target = targetOf(request.url, "POST");
    }
    const connections = agent ?? own ?? new (target.isSecure ? HttpsAgent : HttpAgent)(agentOptions);
    own = agent === undefined ? connections : undefined;
    const bytes = Buffer.from(body);
    // Set here, because an agent may write the header before the body is known. Not by spread syntax: with a property after
    // it, V8 takes a hundred times as long.
    const withLength = Object.assign({}, headers, { "Content-Length": bytes.length });
    return exchange({
      ...request,
      target,
      headers: withLength,
      body: bytes,
      keepAlive,
      agent: connections,
      mostIdleInMs: mostIdleOf(connections),
    });
  });
  return Object.assign(transport, { close: () => own?.destroy(), [PROXY]: () => agent });
}

const MOST_IDLE_IN_MS = 4_000;

/** After how many milliseconds an agent closes an idle connection. Undefined if that is not known. */
function mostIdleOf(agent: HttpAgent): number | undefined {
  const timeout: unknown = Reflect.get(Object(Reflect.get(agent, "options")), "timeout");
  return typeof timeout === "number" && timeout > 0 ? timeout : undefined;
}

/** Timers run a little late, and clocks are adjusted. */
const LATE_IN_MS = 1_000;

export interface GetOptions extends Pick<TransportRequest, "signal" | "maxResponseBytes"> {
  /** Default: one that verifies certificates and keeps no connection. */
  readonly agent?: HttpAgent | undefined;
}

/** Sends one HTTP GET, with the rules of the transport. */
export async function get(url: URL, { agent, signal, maxResponseBytes }: GetOptions): Promise<TransportResponse> {
  const target = targetOf(url, "GET");
  const connections = agent ?? (target.isSecure ? new HttpsAgent({ rejectUnauthorized: true }) : new HttpAgent());
  const deadline = new Deadline(Number.POSITIVE_INFINITY, signal);
  try {
    const request = { target, headers: {}, body: undefined, keepAlive: true, agent: connections };
    return await exchange({ ...request, deadline, maxResponseBytes });
  } finally {
    deadline.end();
  }
}

/** An address in the form of `node:http`. It is kept, because making it costs as much as reading a response. */
interface Target {
  readonly href: string;
  readonly isSecure: boolean;
  readonly options: RequestOptions;
}

function targetOf(url: URL, method: "GET" | "POST"): Target {
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
      method,
      ...HTTP_PARSER,
    },
  };
}

interface Exchange extends Pick<InternalRequest, "deadline" | "maxResponseBytes" | "onWriting"> {
  readonly target: Target;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | undefined;
  readonly keepAlive: boolean;
  readonly agent: HttpAgent | undefined;
  /** A kept connection that was idle for longer is not used. Undefined: the agent alone decides. */
  readonly mostIdleInMs?: number | undefined;
}

/** Sends a request. Takes another connection if a kept one turns out to be unusable before anything was written. */
async function exchange(request: Exchange): Promise<TransportResponse> {
  for (;;) {
    const response = await exchangeOnce(request);
    if (response !== undefined) {
      return response;
    }
  }
}

/** The state of a socket when its last response ended. */
interface Rest {
  /** The bytes that it had received. Those that arrive later, before the next request is written, answer no request. */
  readonly bytes: number | undefined;
  /** By `Date.now()`: the clock of timers stands still while the machine sleeps. */
  readonly since: number;
}

const rests = new WeakMap<Duplex, Rest>();

/** Undefined if nothing was written, because a kept connection is unusable. */
function exchangeOnce(request: Exchange): Promise<TransportResponse | undefined> {
  const { target, body, keepAlive, deadline, maxResponseBytes, mostIdleInMs = Number.POSITIVE_INFINITY } = request;
  return new Promise((resolve, reject) => {
    let sent = false;
    let isKept = false;
    let proxyStatus: number | undefined;
    if (deadline.expired) {
      throw new TransportFailure("ABORTED", { sent });
    }
    const outgoing = open(request);
    // Added first, because an error without a listener ends the process.
    outgoing.on("error", (error) => failWith(error));
    let unfollow = (): void => {};
    const fail = (code: string, details: Omit<FailureDetails, "sent"> = {}): void => {
      unfollow();
      if (isKept && !sent && !deadline.expired) {
        resolve(undefined);
      } else {
        reject(new TransportFailure(code, { sent, ...details }));
      }
      outgoing.destroy();
    };
    const failWith = (error: NodeJS.ErrnoException & Pick<FailureDetails, "proxyStatus">): void =>
      fail(codeOf(error), { syscall: error.syscall, proxyStatus: error.proxyStatus });
    const writing = (): void => {
      sent = true;
      request.onWriting?.();
    };
    const send = (): unknown => outgoing.end(body);
    unanswered.set(outgoing, undefined);
    outgoing.once("close", () => unanswered.delete(outgoing));

    // Emitted by the package `https-proxy-agent`: the proxy's response to CONNECT.
    outgoing.on("proxyConnect", ({ statusCode }: { readonly statusCode?: unknown }) => {
      proxyStatus = typeof statusCode === "number" ? statusCode : undefined;
    });
    outgoing.on("socket", (socket: MaybeSecure) => {
      if (target.isSecure && socket.encrypted !== true) {
        fail("NO_TLS", { proxyStatus });
        return;
      }
      const rest = rests.get(socket);
      isKept = rest !== undefined || outgoing.reusedSocket;
      const bytesBefore = rest?.bytes ?? socket.bytesRead;
      observe(socket);
      if (!isKept) {
        noteWhenWritten(socket, writing);
        send();
        return;
      }
      // The machine slept, or the process was frozen: no timer closed the connection, and its other end may be gone.
      const isOld = rest !== undefined && Date.now() - rest.since > mostIdleInMs + LATE_IN_MS;
      afterNextPoll(() => {
        if (outgoing.destroyed) {
          return;
        }
        if (isOld || !keepAlive) {
          // Or another user of the agent kept it. Only here, so that an agent that returns it again does not stop the process.
          fail("ECONNRESET");
          return;
        }
        if (socket.bytesRead !== bytesBefore) {
          fail("RESPONSE_BEFORE_REQUEST");
          return;
        }
        writing();
        send();
      });
    });
    let interim = 0;
    const informed = (): void => {
      interim += 1;
      if (!outgoing.writableEnded || interim > MOST_INTERIM) {
        // Thousands may follow in the same bytes.
        outgoing.off("information", informed);
        fail(outgoing.writableEnded ? "TOO_MANY_RESPONSES" : "RESPONSE_BEFORE_REQUEST");
      }
    };
    outgoing.on("information", informed);
    // After a switch to another protocol (101), Node.js closes the connection without an error.
    const closed = (): void => fail("ECONNRESET");
    outgoing.on("close", closed);
    outgoing.on("response", (incoming) => {
      outgoing.off("close", closed);
      const socket: MaybeSecure = incoming.socket;
      const status = incoming.statusCode ?? 0;
      const received = growingBuffer();
      incoming.on("error", failWith);
      // `tls.connect` sets it to false once the handshake is done and the agent accepts the certificate. An agent can hand
      // over one socket, and answer from another.
      if (target.isSecure && (socket.encrypted !== true || socket.secureConnecting === true)) {
        fail("NO_TLS", { proxyStatus });
        return;
      }
      let isWritten = outgoing.writableFinished;
      if (!isWritten && (socket.encrypted !== true || !outgoing.writableEnded)) {
        fail("RESPONSE_BEFORE_REQUEST");
        return;
      }
      let chunks = 0;
      unanswered.set(outgoing, incoming);
      incoming.on("data", (chunk: Buffer) => {
        chunks += 1;
        if (chunks % MOST_CHUNKS === 0) {
          restrain();
        }
        if (received.length() + chunk.length > maxResponseBytes) {
          fail("RESPONSE_TOO_LARGE", { httpStatus: status });
          return;
        }
        try {
          received.add(chunk);
        } catch (error) {
          // There is no memory for it. Thrown here, it would end the process.
          fail(codeOf(error));
        }
      });
      const finish = (): void => {
        if (!isWritten) {
          fail("RESPONSE_BEFORE_REQUEST");
          return;
        }
        unfollow();
        resolve({ status, headers: joined(incoming.headers), body: received.bytes() });
      };
      // Runs before the listener of Node.js, which releases the socket.
      incoming.prependListener("end", () => {
        // Node.js destroys a socket on which another response follows this one.
        if (socket.destroyed && !socket.readableEnded) {
          fail("TWO_RESPONSES");
          return;
        }
        if (isWritten) {
          finish();
          return;
        }
        // TLS reports a write as done only in the next turn of the event loop.
        afterNextPoll(() => {
          isWritten = outgoing.writableFinished;
          finish();
        });
      });
    });
    unfollow = deadline.onExpire(() => fail("ABORTED"));
  });
}

/** The requests that have no whole response yet, each with the response that has begun. */
const unanswered = new Map<ClientRequest, IncomingMessage | undefined>();

let isRestraining = false;

/**
 * Reads no more of any response, begun or not, until it is its turn: one in each turn of the event loop. Node.js reads up to 2 MB of each
 * socket in a turn, which can be hundreds of thousands of chunks.
 */
function restrain(): void {
  if (isRestraining) {
    return;
  }
  isRestraining = true;
  // Later, because Node.js resumes the socket when it has read the bytes at hand. Not the response, which would keep each chunk.
  process.nextTick(() => {
    isRestraining = false;
    for (const [{ socket }, response] of unanswered) {
      // The socket of a complete response belongs to others.
      if (socket !== null && response?.complete !== true) {
        socket.pause();
        resumeInTurn(socket);
      }
    }
  });
}

/** A socket that an agent returned, with TLS or without. */
type MaybeSecure = Duplex & {
  readonly encrypted?: boolean;
  readonly connecting?: boolean;
  readonly secureConnecting?: boolean;
  readonly bytesRead?: number;
};

/** Calls back when the first byte of a request may leave: at once, or after connection and TLS handshake. */
function noteWhenWritten(socket: MaybeSecure, written: () => void): void {
  if (socket.destroyed) {
    // The system refused the connection at once: no network, no more files or ports. Nothing can leave.
    return;
  }
  if (!socket.connecting && socket.secureConnecting !== true) {
    written();
  } else if (socket.encrypted !== true) {
    socket.once("connect", written);
  } else {
    // `secure` precedes `secureConnect`. A TLSSocket that `tls.connect` did not make emits only `secure`.
    socket.once("secure", () => socket.destroyed || written());
    socket.once("secureConnect", written);
  }
}

/** Fills `rests` whenever a response ends, also a response to another user of the agent. */
function observe(socket: MaybeSecure): void {
  if (observed.has(socket)) {
    return;
  }
  observed.add(socket);
  // For a moment before the agent gets it back, the socket has no other error listener.
  socket.on("error", () => {});
  socket.on("free", () => rests.set(socket, { bytes: socket.bytesRead, since: Date.now() }));
}

const observed = new WeakSet<Duplex>();

function open({ target: { isSecure, options }, agent, headers, keepAlive }: Exchange): ClientRequest {
  try {
    // Of the module: in ES modules too, nock and instrumentations replace it there.
    const outgoing = (isSecure ? https : http).request(Object.assign({}, options, { agent, headers }));
    if (!keepAlive) {
      // A header is not enough: if the server still answers `keep-alive`, a waiting request would get the connection.
      outgoing.shouldKeepAlive = false;
    }
    return outgoing;
  } catch (error) {
    // A header that HTTP cannot carry, or an agent for another protocol.
    throw new TransportFailure(codeOf(error), { sent: false });
  }
}
