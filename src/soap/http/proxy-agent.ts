import { type ClientRequest, request as httpRequest, type OutgoingHttpHeaders, type RequestOptions } from "node:http";
import { Agent, type AgentOptions, request as httpsRequest } from "node:https";
import { isIPv6, type Socket } from "node:net";
import { Duplex, PassThrough, pipeline } from "node:stream";
import type { TLSSocket } from "node:tls";
import { InvalidInputError } from "../errors.js";
import { HTTP_PARSER, PROXY, TransportFailure } from "./transport.js";

/**
 * An agent for `https:` endpoints behind an HTTP proxy. It opens a tunnel (CONNECT) for each connection, and TLS to the
 * server through it. It reads at most 16 KiB of the proxy's response, and never takes it for the server's.
 * The caller closes the agent. Without TLS a proxy could read tickets: for an `http:` endpoint, pass an agent of your own.
 *
 * ```ts
 * import { readFileSync } from "node:fs";
 *
 * const agent = proxyAgent("http://proxy.example.com:3128", { ca: readFileSync("company-ca.pem"), keepAlive: true });
 * const infoRouter = new InfoRouterClient({ endpoint: "https://dms.example.com/srv.asmx", ticket, agent });
 * ```
 *
 * @param proxy An `http:` or `https:` address, also with user and password. The certificate of an `https:` proxy must be
 *   trusted by Node.js itself (`NODE_EXTRA_CA_CERTS`).
 * @param options Those of `https.Agent`: the connections, and TLS to the server. Certificates are verified unless
 *   `rejectUnauthorized` is false here.
 * @throws {InvalidInputError} if `proxy` is not such an address.
 */
export function proxyAgent(proxy: string | URL, options: AgentOptions = {}): Agent {
  const address = URL.canParse(String(proxy)) ? new URL(proxy) : undefined;
  if (
    address === undefined ||
    !["http:", "https:"].includes(address.protocol) ||
    authorizationOf(address) === undefined
  ) {
    throw new InvalidInputError("proxy", "expected an address such as http://proxy.example.com:3128");
  }
  return new ProxyAgent(address, { rejectUnauthorized: true, ...options });
}

class ProxyAgent extends Agent {
  readonly #proxy: URL;

  constructor(proxy: URL, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  /** `secrets/credentials.ts` reads the password from it, to redact it. A function, so that no way to print an agent shows it. */
  [PROXY](): URL {
    return this.#proxy;
  }

  /** Returns the TLS socket at once, so that `maxSockets` counts it. Its bytes wait for the tunnel. */
  override createConnection(options: RequestOptions): TLSSocket {
    const toServer = new PassThrough();
    const fromServer = new PassThrough();
    const socket = Duplex.from({ writable: toServer, readable: fromServer });
    const secure = super.createConnection(Object.assign({}, options, { socket })) as TLSSocket;
    // A request that is aborted before it gets the socket adds no listener, and an error without one ends the process.
    secure.on("error", () => {});
    const connecting = connectThrough(this.#proxy, options);
    let tunnel: Socket | undefined;
    passOn(secure, () => tunnel);
    const fail = (error: Error | null | undefined): void => void (error && secure.destroy(error));
    connecting.on("connect", ({ statusCode }, opened: Socket, head) => {
      // In TLS the client sends first: bytes that come with the header are the proxy's own.
      if (statusCode === 200 && head.length === 0) {
        tunnel = opened;
        pipeline(toServer, opened, fromServer, fail);
      } else {
        opened.destroy();
        fail(new TransportFailure("NO_TLS", { sent: false, proxyStatus: statusCode }));
      }
    });
    connecting.on("error", fail);
    secure.once("close", () => {
      connecting.destroy();
      socket.destroy();
    });
    connecting.end();
    return secure;
  }
}

/**
 * Lets the tunnel keep the process running only as long as the connection in it does. An agent calls `unref` of an idle
 * connection, which TLS over a stream does not pass on: a program that does not close its agent would not end.
 */
function passOn(secure: Socket, tunnel: () => Socket | undefined): void {
  for (const way of ["ref", "unref"] as const) {
    const own = secure[way];
    secure[way] = () => {
      tunnel()?.[way]();
      return own.call(secure);
    };
  }
}

/** Asks the proxy for a tunnel. A response of any status emits `connect`. */
function connectThrough(proxy: URL, { host, port }: RequestOptions): ClientRequest {
  const target = `${isIPv6(String(host)) ? `[${host}]` : host}:${port}`;
  return (proxy.protocol === "https:" ? httpsRequest : httpRequest)({
    method: "CONNECT",
    hostname: proxy.hostname.replace(/[[\]]/g, ""),
    port: proxy.port,
    path: target,
    headers: {
      Host: target,
      Connection: "keep-alive",
      ...authorizationOf(proxy),
    },
    agent: false,
    rejectUnauthorized: true,
    ...HTTP_PARSER,
  });
}

/** The header for the proxy's user and password, if it has them. Undefined if they are not percent-encoded. */
function authorizationOf({ username, password }: URL): OutgoingHttpHeaders | undefined {
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return credentials === ":" ? {} : { "Proxy-Authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
  } catch {
    return undefined;
  }
}
