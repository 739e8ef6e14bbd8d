import { Deadline, wait } from "../soap/deadline.js";
import { type Transport, TransportFailure } from "../soap/http/transport.js";
import { toHttpRequest } from "./bindings/http-message.js";
import { createFakeInfoRouter, type FakeInfoRouter, type FakeInfoRouterOptions, PATH } from "./fake-info-router.js";

/** An infoRouter for unit tests, behind a function. */
export interface InMemoryInfoRouter extends FakeInfoRouter, AsyncDisposable {
  /** `https://inforouter.test/srv.asmx`, at which nobody listens; the transport takes any other origin too. */
  readonly url: string;
  /** The client's `transport`. */
  readonly transport: Transport;
  /** Cuts what is under way. Later calls meet `ECONNREFUSED`. */
  close(): Promise<void>;
}

const ORIGIN = "https://inforouter.test";

/**
 * Makes an infoRouter for unit tests: the same as {@link startInfoRouterServer} starts, without a port, a socket or a
 * timer of its own, so that it works where the clock is faked.
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
