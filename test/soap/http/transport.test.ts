import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import type { NodeTransport } from "../../../src/soap/http/node-transport.js";
import { TransportFailure, type TransportRequest } from "../../../src/soap/http/transport.js";
import { transports } from "../../support/transports.js";

const opened: NodeTransport[] = [];
const servers: { close(): unknown; closeAllConnections?(): void }[] = [];

afterEach(() => {
  for (const transport of opened.splice(0)) {
    transport.close();
  }
  for (const server of servers.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<URL> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/srv.asmx`);
}

const httpServer = (listener: RequestListener): Promise<URL> => listen(createServer(listener));

/** A server of bytes: does with each connection what it is told. */
const rawServer = (handle: (socket: Socket) => void): Promise<URL> =>
  listen(createTcpServer((socket) => handle(socket.on("error", () => {}))));

function request(url: URL, more: Partial<TransportRequest> = {}): TransportRequest {
  return { url, headers: {}, body: "<é/>", signal: new AbortController().signal, maxResponseBytes: 1000, ...more };
}

async function failure(promise: Promise<unknown>): Promise<TransportFailure> {
  const error = await promise.then(
    () => new Error("It was answered."),
    (reason: Error) => reason,
  );
  expect(error).toBeInstanceOf(TransportFailure);
  return error as TransportFailure;
}

describe.each(transports)("over %s", (_transport, open) => {
  const make = (maxConnections?: number): NodeTransport => {
    const transport = open(maxConnections);
    opened.push(transport);
    return transport;
  };

  test("posts the body as UTF-8 and gives back status, headers and bytes", async () => {
    let received = "";
    const url = await httpServer((incoming, response) => {
      incoming.setEncoding("utf8").on("data", (chunk) => {
        received += chunk;
      });
      incoming.on("end", () => {
        received = `${incoming.method} ${incoming.headers["content-length"]} ${incoming.headers["x-a"]} ${received}`;
        response.writeHead(404, { "X-B": "b", "Set-Cookie": ["c", "d"] }).end(Buffer.from([0, 255]));
      });
    });
    const transport = make();
    const response = await transport(request(url, { headers: { "X-A": "a" } }));
    expect(received).toBe("POST 5 a <é/>");
    expect(response.status).toBe(404);
    expect(response.headers).toMatchObject({ "x-b": "b", "set-cookie": "c, d" });
    expect([...response.body]).toEqual([0, 255]);
  });

  test("uses connections again, and no more of them than allowed", async () => {
    const sockets = new Set<unknown>();
    const url = await httpServer((incoming, response) => {
      sockets.add(incoming.socket);
      incoming.resume().on("end", () => response.end("x"));
    });
    const transport = make(2);
    await Promise.all(Array.from({ length: 20 }, () => transport(request(url))));
    expect(sockets.size).toBe(2);
  });

  describe("says that nothing was sent", () => {
    test("where nothing listens", async () => {
      const url = await httpServer(() => {});
      servers.pop()?.close();
      expect(await failure(make()(request(url)))).toMatchObject({ code: "ECONNREFUSED", sent: false });
    });

    test("where there is no such host", async () => {
      const transport = make();
      const error = await failure(transport(request(new URL("http://does-not-exist.invalid/"))));
      expect(error).toMatchObject({ sent: false });
      expect(error.code).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
    });

    test("where a header cannot be carried", async () => {
      const url = await httpServer(() => {});
      const error = await failure(make()(request(url, { headers: { "X-A": "a\r\nb" } })));
      expect(error).toMatchObject({ sent: false });
      expect(error.code).toMatch(/^(?:ERR_INVALID_CHAR|UND_ERR_INVALID_ARG)$/);
    });
  });

  describe("says that the request may have arrived", () => {
    test("where the connection is cut without an answer", async () => {
      const url = await rawServer((socket) => socket.once("data", () => socket.destroy()));
      expect(await failure(make()(request(url)))).toMatchObject({ code: "ECONNRESET", sent: true });
    });

    test.each([
      ["a status line", "HTTP/1.1 200 OK\r\n"],
      ["half a body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"],
      ["half a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf"],
      ["something that is not HTTP", "SSH-2.0-x\r\n\r\n"],
    ])("where the connection is cut after %s", async (_name, bytes) => {
      const url = await rawServer((socket) => socket.once("data", () => socket.end(bytes)));
      expect(await failure(make()(request(url)))).toMatchObject({ sent: true });
    });

    test("where the answer is too long, which is not read to its end", async () => {
      const url = await httpServer((_incoming, response) => {
        const write = (): void => {
          while (response.write("x".repeat(10_000)));
        };
        response.on("drain", write);
        write();
      });
      expect(await failure(make()(request(url)))).toMatchObject({
        code: "RESPONSE_TOO_LARGE",
        sent: true,
        httpStatus: 200,
      });
    });

    test("where the signal ends the wait for an answer", async () => {
      const controller = new AbortController();
      const url = await rawServer((socket) => socket.once("data", () => controller.abort()));
      expect(await failure(make()(request(url, { signal: controller.signal })))).toMatchObject({
        code: "ABORTED",
        sent: true,
      });
    });
  });
});
