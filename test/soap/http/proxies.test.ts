import type { RequestOptions } from "node:https";
import { connect as connectTcp, createServer as createTcpServer } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";
import { Agent as BaseAgent } from "agent-base";
import { HttpsProxyAgent } from "https-proxy-agent";
import { ProxyAgent } from "undici";
import { authenticate, InfoRouterClient, type InfoRouterClientOptions } from "../../../src/index.js";
import { get } from "../../../src/soap/http/node-transport.js";
import { proxyAgent } from "../../../src/soap/index.js";
import { startInfoRouterServer } from "../../../src/testing/index.js";
import { undiciTransport } from "../../../src/undici.js";
import { makeCertificates } from "../../support/certificates.js";
import { createTlsGateway, listenOn } from "../../support/gateways.js";
import { createLyingProxy, forgedResponse, httpResponse, lyingProxies } from "./proxies.js";

const certificates = makeCertificates();
const ticket = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
});

type Way = Partial<InfoRouterClientOptions>;

/** Each way through a proxy that a client can be given. */
const ways: readonly [name: string, way: (proxy: string) => Way][] = [
  [
    "the agent of the package",
    (proxy) => {
      const agent = proxyAgent(proxy, { ca: certificates.ca });
      ends.push(() => agent.destroy());
      return { agent };
    },
  ],
  [
    "the agent of the package with connections kept alive",
    (proxy) => {
      const agent = proxyAgent(proxy, { ca: certificates.ca, keepAlive: true, maxSockets: 1 });
      ends.push(() => agent.destroy());
      return { agent };
    },
  ],
  [
    "https-proxy-agent",
    (proxy) => {
      const agent = new HttpsProxyAgent(proxy, { keepAlive: true, maxSockets: 1 });
      ends.push(() => agent.destroy());
      return { agent: Object.assign(agent, { options: { ca: certificates.ca } }) };
    },
  ],
  [
    "undici",
    (proxy) => {
      const dispatcher = new ProxyAgent({ uri: proxy, requestTls: { ca: certificates.ca } });
      ends.push(() => dispatcher.destroy());
      return { transport: undiciTransport({ dispatcher }) };
    },
  ],
];

const calls: readonly [name: string, operation: string, call: (client: InfoRouterClient) => Promise<unknown>][] = [
  ["deleteFolder", "DeleteFolder", (client) => client.deleteFolder("/Finance/Reports")],
  ["deleteDownloadHandler", "DeleteDownloadHandler", (client) => client.deleteDownloadHandler(ticket)],
];

describe.each(ways)("over %s, nothing is sent and nothing believed where a proxy answers CONNECT with", (_way, way) => {
  test.each(lyingProxies)("%s", async (_name, respond) => {
    for (const [, operation, call] of calls) {
      let forged = forgedResponse(operation);
      const { server, received } = createLyingProxy(respond, () => forged);
      const options = way(`http://127.0.0.1:${await listenOn(server)}`);
      ends.push(() => server.close());
      const endpoint = "https://localhost:9/srv.asmx";
      // For proxies that are silent behind a 200. Undici also connects again and again to one that hangs up.
      const timeoutInMs = 300;
      const notSent = { name: "TransportError", outcome: "not-sent" };

      await using client = new InfoRouterClient({ endpoint, ticket, timeoutInMs, ...options });
      await expect(call(client)).rejects.toMatchObject(notSent);

      forged = forgedResponse("AuthenticateUser");
      const login = authenticate({ uid: "jane", pwd: "s3cret-word" });
      await using loggingIn = new InfoRouterClient({ endpoint, ticket: login, timeoutInMs, ...options });
      await expect(call(loggingIn)).rejects.toMatchObject(notSent);

      expect(received.join("")).not.toMatch(/POST|s3cret|3f2504e0/);
    }
  });
});

describe("a proxy that answers CONNECT with a header that never ends", () => {
  /** Writes header lines for as long as it is connected. `closed` settles when the first connection ends. */
  async function endlessProxy(): Promise<{ address: string; closed: Promise<unknown> }> {
    const line = `X-A: ${"x".repeat(1_000)}\r\n`;
    const server = createTcpServer((socket) => {
      const write = (): void => void setImmediate(() => socket.destroyed || (socket.write(line) && write()));
      socket.on("error", () => {}).on("drain", write);
      socket.write("HTTP/1.1 200 OK\r\n", write);
    });
    const closed = new Promise((resolve) => server.once("connection", (socket) => socket.once("close", resolve)));
    ends.push(() => server.close());
    return { address: `http://127.0.0.1:${await listenOn(server)}`, closed };
  }

  test.each(ways.filter(([name]) => name !== "https-proxy-agent"))("is left after 16 KiB by %s", async (_name, way) => {
    const { address, closed } = await endlessProxy();
    // Time does not end this call: it ends when the header is too long.
    const options = { endpoint: "https://localhost:9/srv.asmx", ticket, timeoutInMs: Number.POSITIVE_INFINITY };
    await using client = new InfoRouterClient({ ...options, ...way(address) });
    const code = expect.stringMatching(/^(?:HPE|UND_ERR)_HEADERS?_OVERFLOW$/);
    await expect(client.deleteFolder("/Finance/Reports")).rejects.toMatchObject({ code, outcome: "not-sent" });
    await closed;
  });
});

test.each(lyingProxies)("no contract is read where a proxy answers CONNECT with %s", async (_name, respond) => {
  const forged = httpResponse("<definitions/>", "text/xml");
  const { server, received } = createLyingProxy(respond, () => forged);
  const agent = proxyAgent(`http://127.0.0.1:${await listenOn(server)}`);
  ends.push(
    () => server.close(),
    () => agent.destroy(),
  );
  const url = new URL("https://localhost:9/srv.asmx?WSDL");
  const signal = AbortSignal.timeout(300);
  const request = get(url, { agent, signal, maxResponseBytes: 100_000 });
  await expect(request).rejects.toMatchObject({ name: "TransportFailure", sent: false });
  expect(received.join("")).not.toContain("GET");
});

describe.each([
  ["the agent of the package", proxyAgent],
  ["https-proxy-agent", (proxy: string) => new HttpsProxyAgent(proxy)],
])("over %s, the error has a code of its own, and the proxy's status, where a proxy answers", (_name, agentFor) => {
  test.each([
    ["100 and a confirmation", "100"],
    ["302 with a confirmation", "302"],
    ["407 with a confirmation", "407"],
  ])("%s", async (name, status) => {
    const respond = lyingProxies.find(([other]) => other === name)?.[1] ?? (() => {});
    const { server } = createLyingProxy(respond, () => forgedResponse("DeleteFolder"));
    const agent = agentFor(`http://127.0.0.1:${await listenOn(server)}`);
    ends.push(
      () => server.close(),
      () => agent.destroy(),
    );
    await using client = new InfoRouterClient({ endpoint: "https://localhost:9/srv.asmx", ticket, agent });
    await expect(client.deleteFolder("/Finance/Reports")).rejects.toMatchObject({
      code: "NO_TLS",
      outcome: "not-sent",
      message: `DeleteFolder: no answer from https://localhost:9 (NO_TLS), since the connection is not TLS to the server, the proxy answered ${status}; nothing was sent.`,
    });
  });
});

describe("an agent of the caller's own", () => {
  /** An agent that makes its connections by a function. */
  const agentOf = (connect: (port: number) => Duplex): BaseAgent => {
    class OwnAgent extends BaseAgent {
      override async connect(_request: unknown, { port }: RequestOptions): Promise<Duplex> {
        return connect(Number(port));
      }
    }
    return new OwnAgent({ keepAlive: true });
  };
  /** The same bytes, by way of a stream that is no socket. */
  const duplexTo = (port: number): Duplex => Duplex.from(connectTcp(port, "127.0.0.1"));

  async function behindTls(agent: BaseAgent) {
    const live = await startInfoRouterServer({
      folders: ["/Finance/A", "/Finance/B"],
      users: { jane: "secret" },
      tickets: { [ticket]: "jane" },
    });
    const gateway = createTlsGateway(live.url, certificates);
    const endpoint = `https://localhost:${await listenOn(gateway)}/srv.asmx`;
    const client = new InfoRouterClient({ endpoint, ticket, agent, timeoutInMs: 5_000 });
    ends.push(
      () => gateway.close(),
      () => live.close(),
      () => agent.destroy(),
      () => client.close(),
    );
    return { live, client };
  }

  test.each<[name: string, connect: (port: number) => Duplex]>([
    ["TLS sockets", (port) => connectTls({ port, host: "127.0.0.1", servername: "localhost", ca: certificates.ca })],
    [
      "TLS sockets around another stream",
      (port) => connectTls({ socket: duplexTo(port), servername: "localhost", ca: certificates.ca }),
    ],
    [
      "TLS sockets that need not verify",
      (port) => connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false, servername: "localhost" }),
    ],
  ])("may give %s", async (_name, connect) => {
    const { live, client } = await behindTls(agentOf(connect));
    await expect(client.deleteFolder("/Finance/A")).resolves.toMatchObject({ outcome: "deleted" });
    await expect(client.deleteFolder("/Finance/B")).resolves.toMatchObject({ outcome: "deleted" });
    expect(live.executions.DeleteFolder).toBe(2);
  });

  test.each<[name: string, connect: (port: number) => Duplex]>([
    ["a socket without TLS", (port) => connectTcp(port, "127.0.0.1")],
    ["a stream without TLS", duplexTo],
  ])("gets nothing to send over %s", async (_name, connect) => {
    let received = "";
    const server = createLyingProxy(
      () => {},
      () => "",
    ).server.on("connection", (socket) => socket.on("data", (chunk) => (received += chunk.toString("latin1"))));
    const agent = agentOf(connect);
    const endpoint = `https://localhost:${await listenOn(server)}/srv.asmx`;
    await using client = new InfoRouterClient({ endpoint, ticket, agent, timeoutInMs: 5_000 });
    await expect(client.deleteFolder("/Finance/A")).rejects.toMatchObject({ code: "NO_TLS", outcome: "not-sent" });
    expect(received).toBe("");
    server.close();
    agent.destroy();
  });

  test("whose TLS is to another name is refused, and nothing is sent", async () => {
    let received = "";
    const { key, cert } = certificates.server;
    const server = createTlsServer({ key, cert }, (socket) => {
      socket.on("data", (chunk) => (received += chunk.toString("latin1"))).on("error", () => {});
    });
    const agent = agentOf((port) =>
      connectTls({ port, host: "127.0.0.1", servername: "dms.example.com", ca: certificates.ca }),
    );
    const endpoint = `https://localhost:${await listenOn(server)}/srv.asmx`;
    await using client = new InfoRouterClient({ endpoint, ticket, agent, timeoutInMs: 5_000 });
    await expect(client.deleteFolder("/Finance/A")).rejects.toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
      outcome: "not-sent",
    });
    expect(received).toBe("");
    server.close();
    agent.destroy();
  });
});
