/** The service of the soak test: behaves to each call as the call's number has it, and counts what it carries out. */
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { elementsOf, textOf } from "../../../src/soap/xml/xml-element.js";
import { listen } from "../../support/listen.js";
import { behaviourOf, behaviours, callsNamedIn } from "./behaviours.js";

/** The reply of the server to any message. Counts are by the number of the call. */
export interface Counts {
  readonly received: ReadonlyMap<number, number>;
  readonly executed: ReadonlyMap<number, number>;
  readonly mostSockets: number;
  /** Requests that no call of this test makes. */
  readonly unexpected: readonly string[];
}

const seed = Number(process.argv[2]);
const received = new Map<number, number>();
const executed = new Map<number, number>();
const unexpected: string[] = [];
const sockets = new Set<Socket>();
let mostSockets = 0;

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("error", () => {});
  outgoing.on("error", () => {});
  incoming.on("end", () => {
    const { operation, target } = read(Buffer.concat(chunks).toString("utf8"));
    const [call] = callsNamedIn(target);
    const behaviour = behaviours[call === undefined ? -1 : behaviourOf(seed, call)];
    if (call === undefined || behaviour === undefined) {
      unexpected.push(`${operation} ${target}`);
      outgoing.writeHead(400).end();
      return;
    }
    const earlier = received.get(call) ?? 0;
    received.set(call, earlier + 1);
    if (behaviour.executes(earlier)) {
      executed.set(call, (executed.get(call) ?? 0) + 1);
    }
    behaviour.reply({ operation, target, earlier }, outgoing);
  });
});
server.on("connection", (socket: Socket) => {
  sockets.add(socket);
  // The end of another may have come before, and be read in the same turn after.
  setImmediate(() => {
    mostSockets = Math.max(mostSockets, sockets.size);
  });
  for (const end of ["end", "error", "close"]) {
    socket.on(end, () => sockets.delete(socket));
  }
});

/** Of `<Envelope><Body><Op><authenticationTicket/><Path/></Op></Body></Envelope>`. */
function read(envelope: string): { operation: string; target: string } {
  const [operation] = elementsOf(readXml(envelope)).flatMap(elementsOf);
  const target = operation && elementsOf(operation)[1];
  return { operation: operation?.name ?? "", target: target === undefined ? "" : textOf(target) };
}

process.on("message", () => process.send?.({ received, executed, mostSockets, unexpected } satisfies Counts));
process.on("disconnect", () => {
  server.close();
  server.closeAllConnections();
});
process.send?.(await listen(server));
