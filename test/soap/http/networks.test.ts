import { createServer as createHttpServer } from "node:http";
import { Agent } from "node:https";
import { connect, type Server } from "node:net";
import { pipeline } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import { inspect } from "node:util";
import { BasicAuthSecurity, WSSecurity } from "soap";
import { InfoRouterClient, type InfoRouterClientOptions, type InfoRouterError } from "../../../src/index.js";
import { proxyAgent } from "../../../src/soap/index.js";
import { type InfoRouterServer, startInfoRouterServer } from "../../../src/testing/index.js";
import { makeCertificates } from "../../support/certificates.js";
import { createTlsGateway, createTunnelProxy, forwardTo, listenOn } from "../../support/gateways.js";

const certificates = makeCertificates();
const servers: Server[] = [];
let infoRouterServer: InfoRouterServer;

beforeAll(async () => {
  infoRouterServer = await startInfoRouterServer({ folders: ["/Finance/Reports"], users: { jane: "secret" } });
});
afterAll(async () => {
  await infoRouterServer.close();
  for (const server of servers) {
    server.close();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  return listenOn(server);
}

const forward = forwardTo(() => infoRouterServer.url);

/** A gateway with a certificate of the private authority. */
async function tlsGateway(options: { requestCert?: boolean } = {}): Promise<string> {
  return `https://localhost:${await listen(createTlsGateway(infoRouterServer.url, certificates, options))}/srv.asmx`;
}

async function missing(
  options: Partial<InfoRouterClientOptions> & Pick<InfoRouterClientOptions, "endpoint">,
): Promise<string> {
  await using infoRouter = new InfoRouterClient({ ticket: infoRouterServer.ticketFor("jane"), ...options });
  const { outcome } = await infoRouter.deleteFolder("/Finance/Nowhere", { ifMissing: "ignore" });
  return outcome;
}

async function failure(
  options: Partial<InfoRouterClientOptions> & Pick<InfoRouterClientOptions, "endpoint">,
): Promise<InfoRouterError> {
  return missing(options).then(
    () => Promise.reject(new Error("It was answered.")),
    (error: InfoRouterError) => error,
  );
}

describe("a private certification authority", () => {
  test("is trusted through an agent", async () => {
    const agent = new Agent({ ca: certificates.ca, keepAlive: true });
    expect(await missing({ endpoint: await tlsGateway(), agent })).toBe("missing");
    agent.destroy();
  });

  test("is not trusted without one, and nothing is sent", async () => {
    const before = infoRouterServer.requests.length;
    expect(await failure({ endpoint: await tlsGateway() })).toMatchObject({
      name: "TransportError",
      code: "SELF_SIGNED_CERT_IN_CHAIN",
      outcome: "not-sent",
    });
    expect(infoRouterServer.requests).toHaveLength(before);
  });
});

describe("mutual TLS", () => {
  test("presents the agent's certificate", async () => {
    const agent = new Agent({ ca: certificates.ca, ...certificates.client });
    expect(await missing({ endpoint: await tlsGateway({ requestCert: true }), agent })).toBe("missing");
  });

  test("fails without one", async () => {
    const agent = new Agent({ ca: certificates.ca });
    const error = await failure({ endpoint: await tlsGateway({ requestCert: true }), agent });
    expect(error).toMatchObject({ name: "TransportError" });
  });
});

describe("an HTTP proxy", () => {
  /** One for those who know the password. */
  async function proxy(): Promise<{ url: string; tunnels: string[] }> {
    const { server, tunnels } = createTunnelProxy("jane:p4ss");
    return { url: `http://jane:p4ss@127.0.0.1:${await listen(server)}`, tunnels };
  }

  test("is used through an agent", async () => {
    const { url, tunnels } = await proxy();
    const endpoint = await tlsGateway();
    const agent = proxyAgent(url, { ca: certificates.ca });
    expect(await missing({ endpoint, agent })).toBe("missing");
    expect(tunnels).toEqual([new URL(endpoint).host]);
    agent.destroy();
  });

  test("gets no more connections than maxSockets allows, and opens one for each request that waits", async () => {
    const { url, tunnels } = await proxy();
    const endpoint = await tlsGateway();
    const agent = proxyAgent(url, { ca: certificates.ca, keepAlive: true, maxSockets: 2 });
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => missing({ endpoint, agent })));
    expect(outcomes).toEqual(Array(6).fill("missing"));
    expect(tunnels).toHaveLength(2);
    agent.destroy();
  });

  test("fails each call that waits for a connection where there is no proxy", async () => {
    const closed = createHttpServer();
    const port = await listenOn(closed);
    closed.close();
    const agent = proxyAgent(`http://127.0.0.1:${port}`, { maxSockets: 1 });
    const endpoint = "https://localhost:9/srv.asmx";
    const errors = await Promise.all(Array.from({ length: 3 }, () => failure({ endpoint, agent })));
    expect(errors).toEqual(Array(3).fill(expect.objectContaining({ code: "ECONNREFUSED", outcome: "not-sent" })));
    agent.destroy();
  });

  test("opens no tunnel if bytes follow its answer, though the tunnel leads to the server", async () => {
    const endpoint = await tlsGateway();
    const { port } = new URL(endpoint);
    const proxyServer = createHttpServer().on("connect", (_request, client, head) => {
      const server = connect(Number(port), "127.0.0.1", () => {
        client.write("HTTP/1.1 200 OK\r\n\r\nsurplus");
        server.write(head);
        pipeline(client, server, client, () => {});
      });
    });
    const agent = proxyAgent(`http://127.0.0.1:${await listen(proxyServer)}`, { ca: certificates.ca });
    expect(await failure({ endpoint, agent })).toMatchObject({ code: "NO_TLS", outcome: "not-sent" });
    agent.destroy();
  });

  test("speaks TLS where its address is https:, and must have a trusted certificate", async () => {
    const { server, tunnels } = createTunnelProxy();
    const outer = createTlsServer({ ...certificates.server }, (socket) => server.emit("connection", socket));
    const agent = proxyAgent(`https://localhost:${await listen(outer)}`, { ca: certificates.ca });
    const error = await failure({ endpoint: await tlsGateway(), agent });
    expect(error).toMatchObject({ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE", outcome: "not-sent" });
    expect(tunnels).toEqual([]);
    agent.destroy();
  });

  test.each(["proxy.example.com:3128", "socks5://proxy.example.com", "http://jane:100%@proxy.example.com", ""])(
    "has an address, and %j is none",
    (address) => {
      const error = expect.objectContaining({ name: "InvalidInputError", argument: "proxy" });
      expect(() => proxyAgent(address)).toThrow(error);
    },
  );

  test("does not show its password where its agent is printed", () => {
    const agent = proxyAgent("http://jane:p4ss@proxy.example.com:3128");
    expect(inspect(agent, { depth: 9 }) + JSON.stringify(Object.keys(agent))).not.toMatch(/p4ss/);
  });

  test("does not hide that a certificate is not trusted, and that nothing was sent", async () => {
    const agent = proxyAgent((await proxy()).url);
    const want = { code: "SELF_SIGNED_CERT_IN_CHAIN", outcome: "not-sent" };
    expect(await failure({ endpoint: await tlsGateway(), agent })).toMatchObject(want);
    agent.destroy();
  });

  test("that refuses is an error without the proxy's password", async () => {
    const { url } = await proxy();
    const agent = proxyAgent(url.replace("p4ss", "wr0ng"));
    const error = await failure({ endpoint: await tlsGateway(), agent });
    expect(error).toMatchObject({ code: "NO_TLS", outcome: "not-sent" });
    expect(error.message).toContain("the proxy answered 407");
    expect(JSON.stringify(error) + error.stack).not.toContain("wr0ng");
    agent.destroy();
  });
});

describe("basic authentication at the gateway", () => {
  /** Lets through who knows the password. */
  async function gateway(): Promise<string> {
    const server = createHttpServer((incoming, outgoing) => {
      if (incoming.headers.authorization === `Basic ${Buffer.from("svc:p4ss").toString("base64")}`) {
        forward(incoming, outgoing);
        return;
      }
      incoming.resume();
      outgoing.writeHead(401, { "WWW-Authenticate": "Basic" }).end();
    });
    return `http://127.0.0.1:${await listen(server)}/srv.asmx`;
  }

  test.each<[name: string, options: Partial<InfoRouterClientOptions>]>([
    ["as a header", { headers: { Authorization: `Basic ${Buffer.from("svc:p4ss").toString("base64")}` } }],
    ["as a security object", { security: new BasicAuthSecurity("svc", "p4ss") }],
  ])("is given %s", async (_name, options) => {
    expect(await missing({ endpoint: await gateway(), ...options })).toBe("missing");
  });

  test("is asked for with an error that says so", async () => {
    expect(await failure({ endpoint: await gateway() })).toMatchObject({ code: "UNAUTHORIZED", outcome: "rejected" });
  });
});

test.each(["1.1", "1.2"] as const)(
  "a WS-Security UsernameToken is in the envelope's header, under SOAP %s",
  async (soapVersion) => {
    let envelope = "";
    const server = createHttpServer((incoming, outgoing) => {
      incoming.setEncoding("utf8").on("data", (chunk) => {
        envelope += chunk;
      });
      incoming.on("end", () => outgoing.writeHead(403).end());
    });
    const endpoint = `http://127.0.0.1:${await listen(server)}/srv.asmx`;
    const security = new WSSecurity("svc", "p4ss", { hasTimeStamp: false });
    const error = await failure({ endpoint, soapVersion, security });
    expect(envelope).toMatch(
      /<soap:Header><wsse:Security.*<wsse:Username>svc<\/wsse:Username>.*<\/soap:Header><soap:Body><DeleteFolder /,
    );
    expect(JSON.stringify(error) + error.stack).not.toContain("p4ss");
  },
);

test("https: to a port of http: fails with a hint, and nothing is sent", async () => {
  await using client = new InfoRouterClient({ endpoint: infoRouterServer.url.replace("http:", "https:"), ticket: "T" });
  await expect(client.deleteFolder("/a/b")).rejects.toMatchObject({
    outcome: "not-sent",
    message: expect.stringMatching(
      /\(EPROTO\), since TLS failed: the port may speak http: instead; nothing was sent\.$/,
    ),
  });
});
