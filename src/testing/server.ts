import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type HttpRequest, toHttpRequest } from "./bindings/http-message.js";
import type { Reaction } from "./failure.js";
import {
  createFakeInfoRouter,
  type FakeInfoRouter,
  type FakeInfoRouterOptions,
  MAXIMUM_REQUEST_BYTES,
  PATH,
} from "./fake-info-router.js";

/** The options of {@link startInfoRouterServer}. All are optional. */
export interface InfoRouterServerOptions extends FakeInfoRouterOptions {
  /** Default: a free port. */
  readonly port?: number | undefined;
}

/** A running infoRouter for tests. */
export interface InfoRouterServer extends FakeInfoRouter, AsyncDisposable {
  /** `http://127.0.0.1:PORT/srv.asmx` */
  readonly url: string;
  /** Port that it listens on. */
  readonly port: number;
  /**
   * Stops listening and closes all connections. Later calls fail with `ECONNREFUSED`.
   *
   * ```ts
   * const server = await startInfoRouterServer({ folders: ["/Finance/Reports"] });
   * await server.close();
   * ```
   */
  close(): Promise<void>;
}

const HOST = "127.0.0.1";

/**
 * Starts an infoRouter on 127.0.0.1 for tests and demonstrations. It keeps state, serves the operations of `wsdl/srv.wsdl`
 * over its four bindings, and answers as an ASMX host does.
 *
 * ```ts
 * await using server = await startInfoRouterServer({ folders: ["/Finance/Reports"], users: { jane: "secret" } });
 * const infoRouter = new InfoRouterClient({ endpoint: server.url, ticket: server.ticketFor("jane") });
 * ```
 */
export async function startInfoRouterServer(options: InfoRouterServerOptions = {}): Promise<InfoRouterServer> {
  const { fake, react } = createFakeInfoRouter(options);
  const http = createServer(async (incoming, outgoing) => {
    // The client may disconnect before the answer.
    outgoing.on("error", () => {});
    const request = await read(incoming).catch(() => undefined);
    if (request !== undefined) {
      write(outgoing, react(request));
    }
  });
  await new Promise<void>((resolve, reject) => {
    http.on("error", reject).listen(options.port ?? 0, HOST, resolve);
  });
  const { port } = http.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    http.closeAllConnections();
    await closed;
  };
  return Object.assign(fake, { url: `http://${HOST}:${port}${PATH}`, port, close, [Symbol.asyncDispose]: close });
}

/** @throws The client disconnected before the end of its request. */
export async function read(incoming: IncomingMessage): Promise<HttpRequest> {
  const { method = "", url: target = "", headers, socket } = incoming;
  const origin = `http://${HOST}:${socket.localPort}`;
  return toHttpRequest({ method, origin, target, headers, body: await readBody(incoming) });
}

/** Returns the body, or enough of it to show that it is too long. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    if (length <= MAXIMUM_REQUEST_BYTES) {
      chunks.push(chunk);
    }
    length += chunk.length;
  }
  return Buffer.concat(chunks);
}

/** Answers, or does what a failure wants. */
export function write(outgoing: ServerResponse, { answer, delayInMs }: Reaction): void {
  if (delayInMs === Number.POSITIVE_INFINITY) {
    return;
  }
  if (delayInMs > 0) {
    const timer = setTimeout(() => write(outgoing, { ...(answer && { answer }), delayInMs: 0 }), delayInMs);
    outgoing.once("close", () => clearTimeout(timer));
    return;
  }
  if (answer === undefined) {
    outgoing.destroy();
    return;
  }
  const { status, contentType, headers, body } = answer;
  outgoing.writeHead(status, {
    "Cache-Control": status === 200 ? "private, max-age=0" : "private",
    "Content-Type": contentType,
    "Content-Length": Buffer.byteLength(body),
    ...headers,
  });
  outgoing.end(body);
}
