import { Agent } from "undici";
import { type NodeTransport, nodeTransport } from "../../src/soap/http/node-transport.js";
import { undiciTransport } from "../../src/undici.js";

export type OpenTransport = (maxConnections?: number) => NodeTransport;

/** The transports of this package, which must behave alike. The test that opens one closes it. */
export const transports: readonly [name: string, open: OpenTransport][] = [
  ["node:http", (maxConnections) => nodeTransport({ maxConnections })],
  [
    "undici",
    (connections = 16) => {
      const dispatcher = new Agent({ connections });
      return Object.assign(undiciTransport({ dispatcher }), { close: () => void dispatcher.destroy() });
    },
  ],
];
