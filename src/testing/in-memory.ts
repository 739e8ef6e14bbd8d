import { Deadline, wait } from "../soap/deadline.js";
import { type Transport, TransportFailure } from "../soap/http/transport.js";
import { toHttpRequest } from "./bindings/http-message.js";
import { createFakeInfoRouter, type FakeInfoRouter, type FakeInfoRouterOptions, PATH } from "./fake-info-router.js";

/** An infoRouter for unit tests, reached through a `transport` function. */
export interface InMemoryInfoRouter extends FakeInfoRouter, AsyncDisposable {
  /** `https://inforouter.test/srv.asmx`. No server listens there. The transport accepts any origin. */
  readonly url: string;
  /** The `transport` option of a client. */
  readonly transport: Transport;
  /**
   * Aborts requests in progress. Later calls fail with `ECONNREFUSED`.
   *
   * ```ts
   * const server = inMemoryInfoRouter({ folders: ["/Finance/Reports"] });
   * await server.close();
   * ```
   */
  close(): Promise<void>;
}

const ORIGIN = "https://inforouter.test";

/**
 * Creates an infoRouter for unit tests. It behaves like that of {@link startInfoRouterServer}, but has no port, socket or
 * timer, so it works with a faked clock.
 *
 * ```ts
 * const server = inMemoryInfoRouter({ folders: ["/Finance/Reports"], users: { jane: "secret" } });
 * const { url: endpoint, transport } = server;
 * const infoRouter = new InfoRouterClient({ endpoint, transport, ticket: server.ticketFor("jane") });
 * ```
 */
export function inMemoryInfoRouter(options: FakeInfoRouterOptions = {}): InMemoryInfoRouter {
  const { fake, react } = createFakeInfoRouter(options);
  const closing = new AbortController();

  const transport: Transport = async ({ url, headers, body, signal, maxResponseBytes }) => {
    if (closing.signal.aborted) {
      throw new TransportFailure("ECONNREFUSED", { sent: false, syscall: "connect" });
    }
    const { answer, delayInMs } = react(
      toHttpRequest({
        method: "POST",
        origin: url.origin,
        target: `${url.pathname}${url.search}`,
        headers: inSmallLetters(headers),
        body: Buffer.from(body),
      }),
    );
    if (delayInMs > 0) {
      const deadline = new Deadline(Number.POSITIVE_INFINITY, AbortSignal.any([signal, closing.signal]));
      await wait(delayInMs, deadline).finally(() => deadline.end());
    }
    if (answer === undefined) {
      throw new TransportFailure("ECONNRESET", { sent: true, syscall: "read" });
    }
    const { status, contentType } = answer;
    const bytes = Buffer.from(answer.body);
    if (bytes.length > maxResponseBytes) {
      throw new TransportFailure("RESPONSE_TOO_LARGE", { sent: true, httpStatus: status });
    }
    return { status, headers: { "content-type": contentType, ...inSmallLetters(answer.headers) }, body: bytes };
  };
  const close = async (): Promise<void> => closing.abort(new TransportFailure("ECONNRESET", { sent: true }));
  return Object.assign(fake, { url: `${ORIGIN}${PATH}`, transport, close, [Symbol.asyncDispose]: close });
}

function inSmallLetters(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
