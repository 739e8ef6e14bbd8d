import {
  createServer as createHttpServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import type { Certificates } from "./certificates.js";

export async function listenOn(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Hands a request on to a server, as a gateway does. */
export function forwardTo(url: string | (() => string)): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  return (incoming, outgoing) => {
    const { method, headers } = incoming;
    const target = new URL(incoming.url ?? "/", typeof url === "string" ? url : url());
    const onward = httpRequest(target, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  };
}

/**
 * A gateway before a server, with a certificate of the private authority. With `requestCert`, it serves only clients with a
 * certificate of that authority.
 */
export function createTlsGateway(
  url: string | (() => string),
  { server: { key, cert }, ca }: Certificates,
  { requestCert = false } = {},
): Server {
  return createHttpsServer({ key, cert, ca, rejectUnauthorized: true, requestCert }, forwardTo(url));
}

export interface TunnelProxy {
  readonly server: Server;
  /** The hosts that it opened tunnels to. */
  readonly tunnels: string[];
  /** Cuts the next connections, before it answers. */
  refuseNext(times: number): void;
}

/** An HTTP proxy that opens tunnels (CONNECT). It requires the credentials (`user:password`), if any are given. */
export function createTunnelProxy(credentials?: string): TunnelProxy {
  const tunnels: string[] = [];
  const wanted = credentials && `Basic ${Buffer.from(credentials).toString("base64")}`;
  let refusals = 0;
  const server = createHttpServer();
  server.on("connect", (incoming, socket, head) => {
    if (refusals > 0) {
      refusals -= 1;
      socket.destroy();
      return;
    }
    if (incoming.headers["proxy-authorization"] !== wanted) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n");
      return;
    }
    tunnels.push(String(incoming.url));
    const { hostname, port } = new URL(`http://${incoming.url}`);
    const onward = connect(Number(port), hostname === "localhost" ? "127.0.0.1" : hostname, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    socket.on("error", () => onward.destroy());
    onward.on("error", () => socket.destroy());
  });
  return { server, tunnels, refuseNext: (times) => (refusals = times) };
}
