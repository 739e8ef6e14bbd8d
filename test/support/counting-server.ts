import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { readXml } from "../../src/soap/xml/read-xml.js";
import { elementsOf } from "../../src/soap/xml/xml-element.js";
import { idleness } from "./cut-proxy.js";
import { listen } from "./listen.js";
import { answer, SOAP } from "./soap-messages.js";

/** A service that carries out every whole request for `/srv.asmx`, counts them, and answers them all alike. */
export interface CountingServer {
  readonly endpoint: string;
  readonly port: number;
  /** Requests carried out. */
  readonly executions: number;
  /** Bytes received, after decryption. */
  readonly bytesReceived: number;
  /** Resolves when no connection is left. */
  idle(): Promise<void>;
  close(): void;
}

export interface CountingServerOptions {
  /** Returns the element in the result, given the number of earlier executions. Default: success. Refusals do not count. */
  readonly answerWith?: (executions: number) => string;
  readonly tls?: { readonly key: string; readonly cert: string };
}

export const SUCCESS = '<response success="true" error="" />';

export async function startCountingServer({ answerWith, tls }: CountingServerOptions = {}): Promise<CountingServer> {
  const connections = idleness();
  let executions = 0;
  let bytesReceived = 0;

  const handle: RequestListener = (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("error", () => {});
    incoming.on("end", () => {
      const operation = operationOf(Buffer.concat(chunks));
      if (incoming.method !== "POST" || incoming.url !== "/srv.asmx" || operation === undefined) {
        outgoing.writeHead(operation === undefined ? 400 : 404).end();
        return;
      }
      const element = answerWith?.(executions) ?? SUCCESS;
      if (element === SUCCESS) {
        executions += 1;
      }
      const body = answer(operation, element);
      outgoing.writeHead(200, { "Content-Type": SOAP["1.1"].contentType, "Content-Length": Buffer.byteLength(body) });
      outgoing.end(body);
    });
  };
  const server = tls === undefined ? createServer(handle) : createTlsServer({ ...tls }, handle);
  server.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
    socket.on("data", (chunk) => {
      bytesReceived += chunk.length;
    });
  });
  server.on("connection", (socket: Socket) => {
    socket.on("error", () => {});
    connections.add(socket);
  });
  const endpoint = await listen(server, tls === undefined ? "http" : "https");
  return {
    endpoint,
    port: (server.address() as AddressInfo).port,
    get executions() {
      return executions;
    },
    get bytesReceived() {
      return bytesReceived;
    },
    idle: connections.idle,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Name of the operation that a request asks for; undefined where it is not XML. */
function operationOf(body: Buffer): string | undefined {
  try {
    const envelope = readXml(body.toString("utf8"));
    return elementsOf(elementsOf(envelope)[0] ?? envelope)[0]?.name;
  } catch {
    return undefined;
  }
}
