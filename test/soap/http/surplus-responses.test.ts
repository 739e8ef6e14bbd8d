import { Agent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { createServer, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { createServer as createTlsServer } from "node:tls";
import { Agent as UndiciAgent } from "undici";
import { InfoRouterClient, type InfoRouterClientOptions } from "../../../src/index.js";
import { nodeTransport } from "../../../src/soap/http/node-transport.js";
import { undiciTransport } from "../../../src/undici.js";
import { makeCertificates } from "../../support/certificates.js";
import { listen } from "../../support/listen.js";
import { forgedResponse } from "./proxies.js";

const certificates = makeCertificates();
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
});

const YES = forgedResponse("DeleteFolder");
const NO = YES.replace('success="true" error=""', 'success="true" error="no"').replace(
  /Content-Length: (\d+)/,
  (_line, length) => `Content-Length: ${Number(length) + 2}`,
);

/** What the server of a test is asked, and how it answers each. */
interface Peer {
  readonly endpoint: string;
  /** Paths, by the number of their connection. */
  readonly requests: [connection: number, path: string][];
}

type Respond = (socket: Socket, path: string) => void;

async function startPeer(respond: Respond, isSecure = false): Promise<Peer> {
  const requests: [number, string][] = [];
  let connections = 0;
  const onSocket = (socket: Socket): void => {
    connections += 1;
    const connection = connections;
    let received = "";
    socket.setNoDelay(true).on("error", () => {});
    socket.on("data", (chunk) => {
      received += chunk.toString("utf8");
      if (received.endsWith("</soap:Envelope>")) {
        const path = /<Path>(.*)<\/Path>/.exec(received)?.[1] ?? "";
        received = "";
        requests.push([connection, path]);
        respond(socket, path);
      }
    });
    ends.push(() => socket.destroy());
  };
  const server = isSecure ? createTlsServer(certificates.server, onSocket) : createServer(onSocket);
  ends.push(() => server.close());
  return { endpoint: await listen(server, isSecure ? "https" : "http"), requests };
}

const ways: readonly [name: string, isSecure: boolean, way: () => Partial<InfoRouterClientOptions>][] = [
  ["node:http", false, () => ({ maxConnections: 1 })],
  [
    "node:https",
    true,
    () => {
      const agent = new HttpsAgent({ ca: certificates.ca, keepAlive: true, maxSockets: 1 });
      ends.push(() => agent.destroy());
      return { agent };
    },
  ],
  [
    "undici",
    false,
    () => {
      const dispatcher = new UndiciAgent({ connections: 1 });
      ends.push(() => dispatcher.destroy());
      return { transport: undiciTransport({ dispatcher }) };
    },
  ],
];

/** Ways of answering `/first/x` with a response too many, which would confirm `/second/x`. */
const surpluses: readonly [name: string, respond: (socket: Socket) => void][] = [
  ["in the same write", (socket) => socket.write(YES + YES)],
  [
    "right behind it",
    (socket) => {
      socket.write(YES);
      socket.write(YES);
    },
  ],
  [
    "a turn of the event loop later",
    (socket) => {
      socket.write(YES);
      setImmediate(() => socket.write(YES));
    },
  ],
  [
    "in halves, the first of them in the same write",
    (socket) => {
      socket.write(YES + YES.slice(0, 20));
      setImmediate(() => socket.write(YES.slice(20)));
    },
  ],
  ["with something before it that is not HTTP", (socket) => socket.write(`${YES}\r\n\r\nnonsense ${YES}`)],
  ["after an interim response", (socket) => socket.write(`${YES}HTTP/1.1 103 Early Hints\r\n\r\n${YES}`)],
];

describe.each(ways)("over %s", (_way, isSecure, way) => {
  test.each(surpluses)("a response too many, %s, is not the next call's", async (_name, respond) => {
    const peer = await startPeer(
      (socket, path) => (path === "/first/x" ? respond(socket) : socket.write(NO)),
      isSecure,
    );
    const client = new InfoRouterClient({ endpoint: peer.endpoint, ticket: "T", ...way() });
    ends.push(() => client.close());
    await client.deleteFolder("/first/x").catch(() => undefined);
    // What was sent is here, unread.
    await turn();
    await turn();
    const second = await client.deleteFolder("/second/x").then(
      () => "believed",
      (error: { outcome: string }) => error.outcome,
    );
    expect(second).toBe("unknown");
    expect(peer.requests.map(([, path]) => path)).toEqual(["/first/x", "/second/x"]);
  });

  test("a response too many that comes as the next call is made is not that call's", async () => {
    let open: Socket | undefined;
    const peer = await startPeer((socket, path) => {
      open = socket;
      socket.write(path === "/first/x" ? YES : NO);
    }, isSecure);
    const client = new InfoRouterClient({ endpoint: peer.endpoint, ticket: "T", ...way() });
    ends.push(() => client.close());
    await client.deleteFolder("/first/x");
    open?.write(YES);
    await expect(client.deleteFolder("/second/x")).rejects.toMatchObject({ outcome: "unknown" });
    expect(peer.requests.map(([, path]) => path)).toEqual(["/first/x", "/second/x"]);
  });

  test("a call that waits for the connection is not confirmed by a response too many", async () => {
    const peer = await startPeer((socket, path) => socket.write(path === "/first/x" ? YES + YES : NO), isSecure);
    const client = new InfoRouterClient({ endpoint: peer.endpoint, ticket: "T", ...way() });
    ends.push(() => client.close());
    const calls = ["/first/x", "/second/x", "/third/x"].map((path) => client.deleteFolder(path));
    const [, ...others] = await Promise.allSettled(calls);
    expect(others.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(peer.requests.map(([, path]) => path).sort()).toEqual(["/first/x", "/second/x", "/third/x"]);
  });
});

// Undici has the calls that wait, and writes without looking.
test.each(ways.filter(([name]) => name !== "undici"))(
  "over %s, a response too many that comes as the connection is handed to a waiting call is not that call's",
  async (_name, isSecure, way) => {
    let open: Socket | undefined;
    const peer = await startPeer((socket, path) => {
      open = socket;
      socket.write(path === "/first/x" ? YES : NO);
    }, isSecure);
    const client = new InfoRouterClient({ endpoint: peer.endpoint, ticket: "T", ...way() });
    ends.push(() => client.close());
    const first = client.deleteFolder("/first/x").then(() => open?.write(YES));
    const second = client.deleteFolder("/second/x");
    await expect(second).rejects.toMatchObject({ outcome: "unknown" });
    await first;
    expect(peer.requests.map(([, path]) => path)).toEqual(["/first/x", "/second/x"]);
  },
);

test.each(ways.filter(([name]) => name !== "undici"))(
  "over %s, two responses at once settle nothing, for either could be the one that was sent too early",
  async (_name, isSecure, way) => {
    const peer = await startPeer((socket) => socket.write(YES + NO), isSecure);
    await using client = new InfoRouterClient({ endpoint: peer.endpoint, ticket: "T", ...way() });
    await expect(client.deleteFolder("/a/b")).rejects.toMatchObject({ code: "TWO_RESPONSES", outcome: "unknown" });
  },
);

test("a response that begins before its request is written out is refused", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {}).once("data", () => socket.pause().write(YES));
    ends.push(() => socket.destroy());
  });
  ends.push(() => server.close());
  const { nodeTransport } = await import("../../../src/soap/http/node-transport.js");
  const transport = nodeTransport();
  const request = { headers: {}, signal: new AbortController().signal, maxResponseBytes: 10_000 };
  const url = new URL(await listen(server));
  const body = "x".repeat(16 * 1024 * 1024);
  await expect(transport({ ...request, url, body })).rejects.toMatchObject({
    code: "RESPONSE_BEFORE_REQUEST",
    sent: true,
  });
  transport.close();
});

test.each<[name: string, way: () => Partial<InfoRouterClientOptions>]>([
  ["node:http", () => ({ maxConnections: 1, keepAlive: false })],
  [
    "undici",
    () => {
      const dispatcher = new UndiciAgent({ connections: 1 });
      ends.push(() => dispatcher.destroy());
      return { transport: undiciTransport({ dispatcher, keepAlive: false }) };
    },
  ],
])(
  "with keepAlive: false over %s, each request has a connection of its own, whatever the server wants",
  async (_name, way) => {
    const keptAlive = YES.replace("Content-Type", "Connection: keep-alive\r\nContent-Type");
    const peer = await startPeer((socket) => socket.write(keptAlive));
    const client = new InfoRouterClient({ endpoint: peer.endpoint, ticket: "T", ...way() });
    ends.push(() => client.close());
    await Promise.all([1, 2, 3].map((number) => client.deleteFolder(`/a/${number}`)));
    await client.deleteFolder("/a/4");
    expect(peer.requests.map(([connection]) => connection)).toEqual([1, 2, 3, 4]);
  },
);

test.each([
  ["kept in it", { keepAlive: true, maxSockets: 1 }],
  ["handed on", { keepAlive: false, maxSockets: 1 }],
])(
  "with keepAlive: false, no connection of another user of the agent is used: one that is %s",
  async (_how, options) => {
    const peer = await startPeer((socket) => socket.write(YES));
    const agent = new Agent(options);
    ends.push(() => agent.destroy());
    const { endpoint } = peer;
    const keeping = new InfoRouterClient({ endpoint, ticket: "T", agent });
    const alone = { agent, keepAlive: false };
    const client = new InfoRouterClient({
      endpoint,
      ticket: "T",
      ...(options.keepAlive ? { transport: nodeTransport(alone) } : alone),
    });
    const first = keeping.deleteFolder("/a/1");
    await (options.keepAlive ? first : undefined);
    await Promise.all([first, client.deleteFolder("/a/2"), client.deleteFolder("/a/3")]);
    expect(peer.requests.map(([connection]) => connection)).toEqual([1, 2, 3]);
  },
);

test.each<[name: string, options: Partial<InfoRouterClientOptions>]>([
  ["an agent that keeps connections", { agent: new HttpsAgent({ keepAlive: true }) }],
  ["a transport", { transport: () => Promise.reject(new Error()) }],
])("keepAlive: false is refused beside %s, which would not keep to it", (_name, options) => {
  const make = (): unknown =>
    new InfoRouterClient({ endpoint: "https://localhost/srv.asmx", ticket: "T", keepAlive: false, ...options });
  expect(make).toThrow(expect.objectContaining({ argument: "options.keepAlive" }));
});
