import { getEventListeners } from "node:events";
import { Agent, type ClientRequest, createServer as createHttpServer, IncomingMessage } from "node:http";
import { createServer as createHttpsServer, Agent as HttpsAgent } from "node:https";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { get, nodeTransport } from "../../../src/soap/http/node-transport.js";
import type { TransportRequest, TransportResponse } from "../../../src/soap/http/transport.js";
import { makeCertificates } from "../../support/certificates.js";

const certificates = makeCertificates();
const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const ends: (() => unknown)[] = [];

afterEach(() => {
  jest.restoreAllMocks();
  for (const end of ends.splice(0).reverse()) {
    end();
  }
});

async function listen(server: Server, protocol = "http"): Promise<URL> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => server.close());
  return new URL(`${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}/a`);
}

/** A server of bytes. `received` has what came in over each connection. */
async function peer(respond: (socket: Socket) => void, protocol?: string) {
  const received: string[] = [];
  const server = createServer((socket) => {
    const index = received.push("") - 1;
    ends.push(() => socket.destroy());
    socket
      .on("error", () => {})
      .on("data", (chunk) => {
        received[index] += chunk.toString("latin1");
        if (/\r\n\r\n<a\/>$/.test(chunk.toString("latin1"))) {
          respond(socket);
        }
      });
  });
  return { url: await listen(server, protocol), received };
}

/** Hands each request to a function, with its number. */
class HandingAgent extends Agent {
  asked = 0;
  readonly #hand: (request: ClientRequest, number: number) => void;

  constructor({ protocol }: URL, hand: (request: ClientRequest, number: number) => void) {
    super({ keepAlive: true });
    Object.assign(this, { protocol });
    this.#hand = hand;
  }

  addRequest(request: ClientRequest): void {
    this.asked += 1;
    this.#hand(request, this.asked);
  }
}

async function connectTo({ port }: URL): Promise<Socket> {
  const socket = connect(Number(port), "127.0.0.1").on("error", () => {});
  ends.push(() => socket.destroy());
  await new Promise((resolve) => socket.once("connect", resolve));
  return socket;
}

const post = (url: URL, agent: Agent, more: Partial<TransportRequest> = {}): Promise<TransportResponse> =>
  nodeTransport({ agent })({
    url,
    headers: {},
    body: "<a/>",
    signal: new AbortController().signal,
    maxResponseBytes: 1_000,
    ...more,
  });

test("a response for which there is no memory rejects its call, and does not end the process", async () => {
  const { url } = await peer((socket) => {
    jest.spyOn(Buffer, "concat").mockImplementationOnce(() => {
      throw Object.assign(new RangeError("Array buffer allocation failed"), { code: "ERR_NONE" });
    });
    socket.write(OK);
  });
  await expect(post(url, new Agent())).rejects.toMatchObject({ code: "ERR_NONE", sent: true });
});
const textOf = ({ body }: TransportResponse): string => Buffer.from(body).toString();

describe("one GET", () => {
  const asked: string[] = [];
  const serve = createHttpServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url} ${incoming.headers.connection}`);
    response.write("x".repeat(60));
    setImmediate(() => response.end("y".repeat(60)));
  });
  const within = (maxResponseBytes: number) => ({ signal: new AbortController().signal, maxResponseBytes });
  let url: URL;
  beforeEach(async () => {
    asked.length = 0;
    url = await listen(serve);
  });

  test("is sent over a connection of its own, or those of an agent", async () => {
    const agent = new Agent({ keepAlive: true });
    ends.push(() => agent.destroy());
    expect(textOf(await get(url, within(120)))).toBe("x".repeat(60) + "y".repeat(60));
    await get(url, { ...within(120), agent });
    expect(asked).toEqual(["GET /a close", "GET /a keep-alive"]);
    expect(Object.values(agent.freeSockets)).toHaveLength(1);
  });

  test("gives up where the response is too long, by one byte and over several pieces", async () => {
    const failure = { code: "RESPONSE_TOO_LARGE", httpStatus: 200, sent: true };
    await expect(get(url, within(119))).rejects.toMatchObject(failure);
    await expect(get(url, within(100))).rejects.toMatchObject(failure);
  });

  test("asks no agent where it is aborted already, and listens to no signal afterwards", async () => {
    const agent = new HandingAgent(url, () => {});
    const aborted = get(url, { ...within(120), agent, signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: "ABORTED", sent: false });
    expect(agent.asked).toBe(0);
    const { signal } = new AbortController();
    await get(url, { ...within(120), signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("verifies the certificate, whatever the process is set to, except with an agent that does not", async () => {
    const { key, cert } = certificates.server;
    const secure = await listen(
      createHttpsServer({ key, cert }, (_incoming, response) => response.end("ok")),
      "https",
    );
    jest.spyOn(process, "emitWarning").mockImplementation(() => {});
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      const refused = { code: expect.stringMatching(/CERT|SIGNATURE/), sent: false };
      await expect(get(secure, within(120))).rejects.toMatchObject(refused);
      const posted = nodeTransport()({ url: secure, headers: {}, body: "", ...within(120) });
      await expect(posted).rejects.toMatchObject(refused);
    } finally {
      process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before ?? "";
    }
    const agent = new HttpsAgent({ ca: certificates.ca });
    expect(textOf(await get(secure, { ...within(120), agent }))).toBe("ok");
  });
});

test("a transport that is closed closes the agent of its own, and never one that it was given", async () => {
  const { url } = await peer((socket) => socket.write(OK));
  const destroy = jest.spyOn(Agent.prototype, "destroy");
  const agent = new Agent();
  const request = { url, headers: {}, body: "<a/>", signal: new AbortController().signal, maxResponseBytes: 10 };
  for (const [transport, closed] of [[nodeTransport({ agent }), 0] as const, [nodeTransport(), 1] as const]) {
    await transport(request);
    transport.close();
    expect(destroy).toHaveBeenCalledTimes(closed);
  }
});

test("a transport that keeps no connection makes one for each request, also where the server would keep it", async () => {
  const { url, received } = await peer((socket) =>
    socket.write(OK.replace("Content", "Connection: keep-alive\r\nContent")),
  );
  const transport = nodeTransport({ keepAlive: false, maxConnections: 1 });
  const request = { url, headers: {}, body: "<a/>", signal: new AbortController().signal, maxResponseBytes: 10 };
  await Promise.all([transport(request), transport(request)]);
  expect(received.map((text) => text.split("POST").length - 1)).toEqual([1, 1]);
});

test("an error of the connection keeps what tells about it", async () => {
  const { url } = await peer(() => {});
  const socket = await connectTo(url);
  const details = { code: "E_X", syscall: "connect", proxyStatus: 407 };
  const agent = new HandingAgent(url, (request) => {
    request.onSocket(socket);
    request.once("socket", () => process.nextTick(() => socket.destroy(Object.assign(new Error("x"), details))));
  });
  await expect(post(url, agent)).rejects.toMatchObject({ ...details, sent: true });
});

test("a connection to an address that fails before it is made has sent nothing", async () => {
  const { url, received } = await peer((socket) => socket.end(OK));
  // No interface has this address (RFC 5737), so the system refuses at once, as it does without a network or more files.
  const agent = new Agent({ localAddress: "203.0.113.9" });
  await expect(post(url, agent)).rejects.toMatchObject({ code: "EADDRNOTAVAIL", sent: false });
  expect(received).toEqual([]);
});

test("two responses settle nothing", async () => {
  const { url } = await peer((socket) => socket.write(OK + OK));
  await expect(post(url, new Agent())).rejects.toMatchObject({ code: "TWO_RESPONSES", sent: true });
});

test.each([
  [100, "ok"],
  [101, { code: "TOO_MANY_RESPONSES", sent: true }],
])("of %i responses of status 1xx before another one, the result is %j", async (count, want) => {
  const { url } = await peer((socket) => socket.write("HTTP/1.1 102 Processing\r\n\r\n".repeat(count) + OK));
  const result = post(url, new Agent()).then(textOf, ({ code, sent }) => ({ code, sent }));
  expect(await result).toEqual(want);
});

test("responses of single bytes in chunks are read in turns of the event loop, and leave their connections ready", async () => {
  const BYTES = 60_000;
  const CONNECTIONS = 4;
  const CHUNK = "1\r\nx\r\n";
  const { url, received } = await peer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNK.repeat(BYTES)}0\r\n\r\n`);
  });
  const agent = new Agent({ keepAlive: true });
  ends.push(() => agent.destroy());
  let chunks = 0;
  // No mock, which would keep each chunk.
  const { emit } = IncomingMessage.prototype;
  IncomingMessage.prototype.emit = function (this: IncomingMessage, name: string, ...values: unknown[]) {
    chunks += name === "data" ? 1 : 0;
    return emit.call(this, name, ...values);
  };
  ends.push(() => Reflect.deleteProperty(IncomingMessage.prototype, "emit"));
  let turns = 0;
  let most = 0;
  let isDone = false;
  const count = (): void => {
    turns += chunks > 0 ? 1 : 0;
    most = Math.max(most, chunks);
    chunks = 0;
    if (!isDone) {
      setImmediate(count);
    }
  };
  count();
  const posts = (): Promise<TransportResponse>[] =>
    Array.from({ length: CONNECTIONS }, () => post(url, agent, { maxResponseBytes: BYTES }));
  const first = await Promise.all(posts());
  isDone = true;
  expect(first.map(({ body }) => body.length)).toEqual(first.map(() => BYTES));
  // Node.js reads 64 KiB at once: in each turn those of one connection.
  expect(turns).toBeGreaterThan((CONNECTIONS * BYTES * CHUNK.length) / (64 * 1024) - CONNECTIONS);
  expect(most).toBeLessThan((2 * 64 * 1024) / CHUNK.length);
  await Promise.all(posts());
  expect(received).toHaveLength(CONNECTIONS);
});

test("a request that waits for a connection is sent after a response of single bytes in chunks", async () => {
  const BYTES = 3_000;
  const { url, received } = await peer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${"1\r\nx\r\n".repeat(BYTES)}0\r\n\r\n`);
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  ends.push(() => agent.destroy());
  const responses = await Promise.all([1, 2].map(() => post(url, agent, { maxResponseBytes: BYTES })));
  expect(responses.map(({ body }) => body.length)).toEqual([BYTES, BYTES]);
  expect(received).toHaveLength(1);
});

describe("where an agent gives a connection that is not TLS to the server,", () => {
  test.each<[name: string, status: unknown, proxyStatus: number | undefined]>([
    ["nothing is sent", undefined, undefined],
    ["the error has the status of the proxy", 302, 302],
    ["the error has no status that is no number", "302", undefined],
  ])("%s", async (_name, statusCode, proxyStatus) => {
    const { url, received } = await peer((socket) => socket.write(OK), "https");
    const socket = await connectTo(url);
    const agent = new HandingAgent(url, (request) => {
      process.nextTick(() => request.emit("proxyConnect", { statusCode }));
      request.onSocket(socket);
    });
    const failure = await post(url, agent).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "NO_TLS", sent: false, proxyStatus });
    expect(received.join("")).toBe("");
  });

  test.each<[name: string, event: string | undefined, sent: boolean]>([
    ["and never says that it is", undefined, false],
    ["and says that it is, but its certificate is not accepted yet", "secure", true],
    ["and is accepted without that", "secureConnect", true],
    ["and is another in time", "close", false],
  ])("%s, no response is believed", async (_name, event, sent) => {
    const { url } = await peer((socket) => socket.write(OK), "https");
    const socket = Object.assign(await connectTo(url), { encrypted: true, secureConnecting: true });
    const agent = new HandingAgent(url, (request) => {
      process.nextTick(() => request.emit("proxyConnect", { statusCode: 200 }));
      request.onSocket(socket);
      request.once("socket", () => process.nextTick(() => event !== undefined && socket.emit(event)));
    });
    const failure = await post(url, agent).catch((error: unknown) => error);
    expect(failure).toMatchObject(event === "close" ? { sent } : { code: "NO_TLS", sent, proxyStatus: 200 });
  });

  test("and answers with another one, no response is believed", async () => {
    const { url } = await peer(() => {}, "https");
    const [secure, plain] = [Object.assign(await connectTo(url), { encrypted: true }), await connectTo(url)];
    const agent = new HandingAgent(url, (request) => {
      request.onSocket(secure);
      const response = Object.assign(new IncomingMessage(plain), { statusCode: 200 });
      request.once("finish", () => request.emit("response", response));
    });
    await expect(post(url, agent)).rejects.toMatchObject({ code: "NO_TLS", sent: true });
  });

  test("and is destroyed in its handshake, nothing was sent", async () => {
    const { url } = await peer((socket) => socket.write(OK), "https");
    const socket = Object.assign(await connectTo(url), { encrypted: true, secureConnecting: true });
    const agent = new HandingAgent(url, (request) => {
      request.onSocket(socket);
      request.once("socket", () => {
        socket.destroy();
        process.nextTick(() => socket.emit("secure"));
      });
    });
    await expect(post(url, agent)).rejects.toMatchObject({ sent: false });
  });
});

describe("a connection of an agent", () => {
  test("that is open already carries the request at once", async () => {
    const { url } = await peer((socket) => socket.destroy());
    const socket = await connectTo(url);
    const agent = new HandingAgent(url, (request) => request.onSocket(socket));
    await expect(post(url, agent)).rejects.toMatchObject({ code: "ECONNRESET", sent: true });
  });

  test("whose header the agent writes before the body is known has the body's length", async () => {
    const { url, received } = await peer((socket) => socket.write(OK));
    const socket = await connectTo(url);
    // As `http-proxy-agent` does.
    const agent = new HandingAgent(url, (request) => {
      request.flushHeaders();
      request.onSocket(socket);
    });
    expect(textOf(await post(url, agent))).toBe("ok");
    expect(received[0]).toMatch(/\r\nContent-Length: 4\r\n/);
  });

  test("that switches to another protocol leaves the request unknown", async () => {
    const switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n";
    const { url } = await peer((socket) => socket.write(switching));
    const socket = await connectTo(url);
    const agent = new HandingAgent(url, (request) => request.onSocket(socket));
    await expect(post(url, agent)).rejects.toMatchObject({ code: "ECONNRESET", sent: true });
  });

  /** Sends two requests. The first is answered over a connection that the agent then gives to the second. */
  async function twice(
    second: (request: ClientRequest, kept: Socket) => void,
    respond = (socket: Socket): void => void socket.write(OK),
  ) {
    const { url, received } = await peer(respond);
    const [kept, other] = [await connectTo(url), await connectTo(url)];
    const agent = new HandingAgent(url, (request, number) => {
      if (number === 2) {
        second(request, kept);
      } else {
        request.onSocket(number === 1 ? kept : other);
      }
    });
    const isFree = new Promise((resolve) => kept.once("free", resolve));
    await post(url, agent);
    await isFree;
    const result = await post(url, agent).then(textOf, (error: unknown) => error);
    const requests = received.map((text) => text.split("POST").length - 1);
    const listeners = { free: kept.listenerCount("free"), error: kept.listenerCount("error") };
    return { result, asked: agent.asked, requests, listeners };
  }

  test("is used again, and listened to once, for errors too", async () => {
    const { listeners, ...used } = await twice((request, kept) => request.onSocket(kept));
    expect(used).toEqual({ result: "ok", asked: 2, requests: [2, 0] });
    // The test listens to errors itself.
    expect(listeners).toMatchObject({ free: 1, error: 2 });
  });

  test("is not used again after bytes that answer no request, and the request is sent over another", async () => {
    const used = await twice((request, kept) => {
      const { bytesRead } = kept;
      Object.defineProperty(kept, "bytesRead", { value: bytesRead + 1 });
      request.onSocket(kept);
    });
    expect(used).toMatchObject({ result: "ok", asked: 3, requests: [1, 1] });
  });

  test("is not used again where an interim response comes before the request, which is not written", async () => {
    let end: jest.SpyInstance | undefined;
    const used = await twice((request, kept) => {
      end = jest.spyOn(request, "end");
      request.onSocket(kept);
      request.once("socket", () => process.nextTick(() => request.emit("information", { statusCode: 103 })));
    });
    expect(used).toMatchObject({ result: "ok", asked: 3, requests: [1, 1] });
    expect(end).not.toHaveBeenCalled();
  });

  test("may give an interim response after the request", async () => {
    const respond = (socket: Socket): void => void socket.write(`HTTP/1.1 103 Early Hints\r\n\r\n${OK}`);
    const used = await twice((request, kept) => request.onSocket(kept), respond);
    expect(used).toMatchObject({ result: "ok", asked: 2, requests: [2, 0] });
  });

  test("that ends once the request is written leaves it unknown, and it is not sent again", async () => {
    let count = 0;
    const used = await twice(
      (request, kept) => request.onSocket(kept),
      (socket) => {
        count += 1;
        if (count === 1) {
          socket.write(OK);
        } else {
          socket.destroy();
        }
      },
    );
    expect(used).toMatchObject({ result: { code: "ECONNRESET", sent: true }, asked: 2, requests: [2, 0] });
  });
});

describe("a response that comes before its request is known to be written", () => {
  /** The call of a connection whose last write is done when `finish` says so. */
  async function slowly(isSecure: boolean, finish: (request: ClientRequest, done: () => void) => void) {
    const { url } = await peer((socket) => socket.write(OK), isSecure ? "https" : "http");
    const socket = Object.assign(await connectTo(url), isSecure && { encrypted: true });
    const agent = new HandingAgent(url, (request) => {
      const write = socket._write.bind(socket);
      Object.assign(socket, {
        _writev: undefined,
        _write: (chunk: Buffer, encoding: BufferEncoding, done: () => void) =>
          write(chunk, encoding, () => (String(chunk).includes("<a/>") ? finish(request, done) : done())),
      });
      request.onSocket(socket);
    });
    return post(url, agent).then(textOf, (error: unknown) => error);
  }
  const inTime = (request: ClientRequest, done: () => void): unknown =>
    request.once("response", () => setImmediate(done));
  const never = (): void => {};
  const early = { code: "RESPONSE_BEFORE_REQUEST", sent: true };

  test.each<[name: string, isSecure: boolean, finish: typeof inTime, want: unknown]>([
    ["is believed over TLS, which reports that later", true, inTime, "ok"],
    ["is refused over TLS, if that is never reported", true, never, early],
    ["is refused without TLS, which reports that at once", false, inTime, early],
    ["is refused without TLS, if that is never reported", false, never, early],
  ])("%s", async (_name, isSecure, finish, want) => {
    const result = await slowly(isSecure, finish);
    if (typeof want === "string") {
      expect(result).toBe(want);
    } else {
      expect(result).toMatchObject(want as object);
    }
  });
});
