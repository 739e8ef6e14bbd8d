/** The service of the soak test: behaves to each call as the call's number has it, and counts what it carries out. */
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { elementsOf, textOf } from "../../../src/soap/xml/xml-element.js";
import { listen } from "../../support/listen.js";
import { behaviourOf, behaviours, callsNamedIn } from "./behaviours.js";
import { StagedDocuments } from "./documents.js";

/** The reply of the server to any message. Counts are by the number of the call. */
export interface Counts {
  readonly received: ReadonlyMap<number, number>;
  readonly executed: ReadonlyMap<number, number>;
  readonly mostSockets: number;
  /** Download handlers that are left. */
  readonly handlers: readonly string[];
  /** Requests that no call of this test makes. */
  readonly unexpected: readonly string[];
}

const seed = Number(process.argv[2]);
const received = new Map<number, number>();
const executed = new Map<number, number>();
const unexpected: string[] = [];
const documents = new StagedDocuments(seed);
const sockets = new Set<Socket>();
let mostSockets = 0;
const END_IS_READ_IN_MS = 50;

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("error", () => {});
  outgoing.on("error", () => {});
  incoming.on("end", () => {
    const { operation, given } = read(Buffer.concat(chunks).toString("utf8"));
    if (documents.answer(operation, given, outgoing)) {
      return;
    }
    const [, target = ""] = given;
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
  // The client may have ended others before, whose ends are read later: a server that writes does not read.
  const open = [...sockets];
  setTimeout(() => {
    mostSockets = Math.max(mostSockets, open.filter((one) => sockets.has(one)).length);
  }, END_IS_READ_IN_MS).unref();
  for (const end of ["end", "error", "close"]) {
    socket.on(end, () => sockets.delete(socket));
  }
});

/** Of `<Envelope><Body><Op><authenticationTicket/><Path/></Op></Body></Envelope>`. */
function read(envelope: string): { operation: string; given: readonly string[] } {
  const [operation] = elementsOf(readXml(envelope)).flatMap(elementsOf);
  return { operation: operation?.name ?? "", given: operation === undefined ? [] : elementsOf(operation).map(textOf) };
}

process.on("message", () => {
  const { handlers } = documents;
  process.send?.({ received, executed, mostSockets, handlers, unexpected } satisfies Counts);
});
process.on("disconnect", () => {
  server.close();
  server.closeAllConnections();
});
process.send?.(await listen(server));
