import { createServer } from "node:http";
import { type InMemoryInfoRouter, inMemoryInfoRouter } from "../../../src/testing/index.js";
import { listen } from "../../support/listen.js";
import type { Shape } from "./shapes.js";

export interface ShapedServer extends AsyncDisposable {
  readonly url: string;
  /** What answers behind the shape. */
  readonly infoRouter: InMemoryInfoRouter;
}

/** Starts an infoRouter on 127.0.0.1 whose responses have a shape. */
export async function startShapedServer(
  { response = (envelope) => envelope, soapVersion, ticketParameter }: Shape,
  contents: Parameters<typeof inMemoryInfoRouter>[0],
): Promise<ShapedServer> {
  const infoRouter = inMemoryInfoRouter({ ...contents, ticketParameter });
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      chunks.push(chunk);
    }
    const { "content-type": contentType = "", soapaction } = incoming.headers;
    if (soapVersion === "1.2" && !contentType.startsWith("application/soap+xml")) {
      outgoing.writeHead(415).end();
      return;
    }
    const { status, headers, body } = await infoRouter.transport({
      url: new URL(infoRouter.url),
      headers: { "content-type": contentType, ...(typeof soapaction === "string" && { soapaction }) },
      body: Buffer.concat(chunks).toString(),
      signal: new AbortController().signal,
      maxResponseBytes: Number.POSITIVE_INFINITY,
    });
    outgoing.writeHead(status, { "content-type": headers["content-type"] }).end(response(Buffer.from(body).toString()));
  });
  const url = await listen(server);
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url, infoRouter, [Symbol.asyncDispose]: close };
}
