import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { TLSSocket } from "node:tls";

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
  const agentOptions = { keepAlive: true, maxSockets: maxConnections, timeout: 4_000 };
  let own: HttpAgent | undefined;

  const send = (request: TransportRequest): Promise<TransportResponse> => {
    const secure = request.url.protocol === "https:";
    own ??= agent === undefined ? (secure ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions)) : undefined;
    return post(request, secure, agent ?? own);
  };
  return Object.assign(send, { close: () => own?.destroy() });
}

function post(request: TransportRequest, secure: boolean, agent: HttpAgent | undefined): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    let sent = false;
    const body = Buffer.from(request.body, "utf8");
    const outgoing = open(request, secure, agent, body.length);
    const settle = (): void => request.signal.removeEventListener("abort", abort);
    const fail = (failure: TransportFailure): void => {
      settle();
      reject(failure);
      outgoing.destroy();
    };
    const failWith = (error: NodeJS.ErrnoException): void =>
      fail(new TransportFailure(codeOf(error), { sent, syscall: error.syscall }));
    const abort = (): void => fail(new TransportFailure("ABORTED", { sent }));

    request.signal.addEventListener("abort", abort, { once: true });
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
    outgoing.on("response", (incoming) => {
      const status = incoming.statusCode ?? 0;
      const chunks: Buffer[] = [];
      let length = 0;
      incoming.on("data", (chunk: Buffer) => {
        length += chunk.length;
        if (length > request.maxResponseBytes) {
          fail(new TransportFailure("RESPONSE_TOO_LARGE", { sent, httpStatus: status }));
          return;
        }
        chunks.push(chunk);
      });
      incoming.on("error", failWith);
      incoming.on("end", () => {
        settle();
        resolve({ status, headers: joined(incoming.headers), body: Buffer.concat(chunks) });
      });
    });
    outgoing.end(body);
  });
}

function open(request: TransportRequest, secure: boolean, agent: HttpAgent | undefined, length: number): ClientRequest {
  try {
    return (secure ? httpsRequest : httpRequest)(request.url, {
      method: "POST",
      agent,
      headers: { ...request.headers, "Content-Length": length },
    });
  } catch (error) {
    // A header that HTTP cannot carry, or an agent for another protocol.
    throw new TransportFailure(codeOf(error), { sent: false });
  }
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

/** The code of a system or TLS error, if it looks like one: a message could hold anything. */
export function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : "UNKNOWN";
}
