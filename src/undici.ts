/**
 * The transport over undici.
 *
 * @module inforouter-soap-client/undici
 */

import type { Dispatcher } from "undici";
import {
  afterNextPoll,
  builtInTransport,
  codeOf,
  growingBuffer,
  type InternalRequest,
  joined,
  MOST_CHUNKS,
  MOST_INTERIM,
  resumeInTurn,
  type Transport,
  TransportFailure,
  type TransportResponse,
} from "./soap/http/transport.js";

/** Options of {@link undiciTransport}. */
export interface UndiciTransportOptions {
  /**
   * An `Agent`, a `ProxyAgent`, a `Pool` for the endpoint's origin … The caller owns it: no client closes it. A `ProxyAgent`
   * goes on connecting to a proxy that closes its connections, also after a call has ended, until you destroy it. An interceptor
   * has to pass `onRequestStart` on before the request leaves: a call that fails without it counts as not sent. Where one replaces
   * the body, compose that one first and one that retries POST after it: else undici sends the request again to continue a
   * response that was cut.
   */
  readonly dispatcher: Dispatcher;
  /**
   * `false`: each request closes its connection, so that no response can count for another request. Use the dispatcher
   * for this transport alone. Over HTTP/2, which numbers its responses, a connection is kept nevertheless. Default true.
   */
  readonly keepAlive?: boolean | undefined;
}

/**
 * The transport over undici (7 or later). It needs about half of the processor time of the one over `node:http`. The
 * dispatcher configures connections: their number, their lifetime, proxies and certificates. One that retries does so only
 * until a request is written.
 *
 * ```ts
 * import { Agent } from "undici";
 *
 * const dispatcher = new Agent({ connections: 16, allowH2: false });
 * const infoRouter = new InfoRouterClient({
 *   endpoint: "https://dms.example.com/srv.asmx",
 *   ticket,
 *   transport: undiciTransport({ dispatcher }),
 * });
 * ```
 */
export function undiciTransport(options: UndiciTransportOptions): Transport {
  const { dispatcher, keepAlive = true } = options;
  return builtInTransport((request) => post(dispatcher, keepAlive, request));
}

function post(dispatcher: Dispatcher, keepAlive: boolean, request: InternalRequest): Promise<TransportResponse> {
  const { url, headers, body, deadline, maxResponseBytes } = request;
  return new Promise((resolve, reject) => {
    // undici passes a controller right before it writes the request, and none if it never writes it.
    let controller: Dispatcher.DispatchController | undefined;
    let failure: TransportFailure | undefined;
    let head = { status: 0, headers: {} };
    let interim = 0;
    let chunks = 0;
    const received = growingBuffer();

    const fail = (
      code: string,
      facts: { readonly syscall?: string | undefined; readonly httpStatus?: number; readonly sent?: boolean } = {},
    ) => {
      failure ??= new TransportFailure(code, { sent: controller !== undefined, ...facts });
      unfollow();
      reject(failure);
      controller?.abort(failure);
    };
    const failWith = (error: unknown): void => {
      const code = systemCode(error);
      // From `ProxyAgent`, if the proxy opens no tunnel. A call that ends by itself has set `failure` before.
      const hasNoTunnel = code === "UND_ERR_ABORTED" && controller === undefined && url.protocol === "https:";
      const { syscall } = Object(error) as NodeJS.ErrnoException;
      fail(hasNoTunnel ? "NO_TLS" : code, { syscall });
    };

    if (deadline.expired) {
      reject(new TransportFailure("ABORTED", { sent: false }));
      return;
    }
    const unfollow = deadline.onExpire(() => fail("ABORTED"));
    // A dispatcher that retries repeats no body that has been read. It would otherwise continue a response that was cut with a second
    // request, of which it tells nothing. A string has no properties.
    const bytes = Object.defineProperty(Buffer.from(body), "readableDidRead", { get: () => controller !== undefined });
    const options = {
      origin: url.origin,
      path: url.pathname + url.search,
      method: "POST",
      headers,
      body: bytes,
      // The deadline is the only clock.
      headersTimeout: 0,
      bodyTimeout: 0,
      ...(!keepAlive && { reset: true }),
    } as const;
    // An interceptor with the methods of undici 6 does not pass `onRequestStart` on. undici calls `onConnect` at the same moment.
    const old = {
      onConnect: (abort: (reason?: Error) => void) => {
        fail("OLD_INTERCEPTOR");
        abort(failure);
        throw failure;
      },
      onHeaders: () => {
        fail("OLD_INTERCEPTOR", { sent: true });
        return true;
      },
      onData: () => true,
      onComplete: () => {},
      onError: failWith,
    };
    const dispatch = (): void => {
      if (failure !== undefined) {
        return;
      }
      try {
        dispatcher.dispatch(options, {
          ...old,
          onRequestStart: (starting) => {
            if (controller !== undefined) {
              // A dispatcher that retries or follows redirects is about to send the request again.
              fail("REPETITION_REFUSED");
            }
            if (failure !== undefined) {
              starting.abort(failure);
              // Some interceptors only note the abort, as undici's `dump` does. What is thrown here ends the request unwritten. Others
              // say that they have aborted, and let the request be written: it has no operation then.
              bytes.fill(" ");
              if (starting.aborted === false) {
                throw failure;
              }
            }
            controller = starting;
            request.onWriting?.();
          },
          onResponseStart: (_controller, statusCode, responseHeaders) => {
            if (controller === undefined) {
              fail("RESPONSE_BEFORE_REQUEST", { sent: true });
            }
            interim += statusCode < 200 ? 1 : 0;
            if (interim > MOST_INTERIM) {
              fail("TOO_MANY_RESPONSES");
            }
            head = { status: statusCode, headers: joined(responseHeaders) };
          },
          onResponseData: (reading, chunk) => {
            chunks += 1;
            if (chunks % MOST_CHUNKS === 0) {
              reading.pause();
              resumeInTurn(reading);
            }
            if (received.length() + chunk.length > maxResponseBytes) {
              fail("RESPONSE_TOO_LARGE", { httpStatus: head.status });
              return;
            }
            received.add(chunk);
          },
          onResponseEnd: () => {
            unfollow();
            const { status, headers } = head;
            resolve({ status, headers, body: received.bytes() });
          },
          onResponseError: (_controller, error) => failWith(error),
        });
      } catch (error) {
        failWith(error);
      }
    };
    // undici drops an idle connection on which bytes arrive that answer nothing.
    afterNextPoll(dispatch);
  });
}

/** For a lost connection, undici has `UND_ERR_SOCKET` where Node.js has `ECONNRESET`. */
function systemCode(error: unknown): string {
  const code = codeOf(error);
  return code === "UND_ERR_SOCKET" ? "ECONNRESET" : code;
}
