import { connect, createServer, type Server, type Socket } from "node:net";
import { setImmediate as untilOthersHadTheirTurn } from "node:timers/promises";
import { listen } from "./listen.js";

/** An action on a connection, once a number of bytes (`offset`) has passed in a direction. */
export interface Interference {
  readonly direction: "request" | "response";
  /** Below zero: before any byte, as soon as there is a connection. */
  readonly offset: number;
  /**
   * - `end` closes the connection in order, and `reset` as a crash does,
   * - `stall` lets nothing more pass in that direction,
   * - `split` lets the rest pass a little later,
   * - a number is added to the next byte's bits (exclusive or).
   */
  readonly action: "end" | "reset" | "stall" | "split" | number;
  /** Which of the connections, the first being 1. Default: each. */
  readonly connection?: number;
}

/** A TCP proxy that interferes with its connections. */
export interface CutProxy {
  readonly endpoint: string;
  /** Bytes that have come in either direction since `interfere`, whether they passed or not. */
  readonly bytes: Readonly<Record<Interference["direction"], number>>;
  /** Resolves when no connection is left. */
  idle(): Promise<void>;
  /** Interferes from the next connection on; undefined ends that. Both set `bytes` to 0. */
  interfere(interference: Interference | undefined): void;
  close(): void;
}

/** Starts a proxy in front of a server on 127.0.0.1. */
export async function startCutProxy(port: number, protocol: "http" | "https" = "http"): Promise<CutProxy> {
  let interference: Interference | undefined;
  let connections = 0;
  const bytes = { request: 0, response: 0 };

  const open = idleness();
  const server: Server = createServer({ allowHalfOpen: true }, (client) => {
    open.add(client);
    connections += 1;
    const applies = interference?.connection === undefined || interference.connection === connections;
    const mine = applies ? interference : undefined;
    const upstream = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    const destroyBoth = (): void => {
      client.destroy();
      upstream.destroy();
    };
    const cut = (action: Interference["action"]): void => {
      if (action === "end") {
        client.end();
        upstream.end();
        return;
      }
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    };
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.on("error", destroyBoth);
      socket.on("close", destroyBoth);
    }
    relay(client, upstream, "request");
    relay(upstream, client, "response");
    if (mine !== undefined && mine.offset < 0) {
      cut(mine.action);
    }

    function relay(from: Socket, to: Socket, direction: Interference["direction"]): void {
      const here = mine?.direction === direction ? mine : undefined;
      let left = here?.offset ?? Number.POSITIVE_INFINITY;
      let isOpen = true;
      from.on("data", (chunk) => {
        bytes[direction] += chunk.length;
        if (!isOpen) {
          return;
        }
        const changesBytes = typeof here?.action === "number" || here?.action === "split";
        const at = left;
        left -= chunk.length;
        if (here === undefined || at < 0 || (changesBytes ? at >= chunk.length : at > chunk.length)) {
          to.write(chunk);
          return;
        }
        if (typeof here.action === "number") {
          chunk.writeUInt8((chunk[at] ?? 0) ^ here.action, at);
          to.write(chunk);
          return;
        }
        to.write(chunk.subarray(0, at));
        if (here.action === "split") {
          from.pause();
          setImmediate(() => {
            to.write(chunk.subarray(at));
            from.resume();
          });
          return;
        }
        isOpen = false;
        if (here.action !== "stall") {
          cut(here.action);
        }
      });
      from.on("end", () => (isOpen ? to.end() : destroyBoth()));
    }
  });
  const endpoint = await listen(server, protocol);
  return {
    endpoint,
    bytes,
    idle: open.idle,
    interfere: (next) => {
      interference = next;
      connections = 0;
      bytes.request = 0;
      bytes.response = 0;
    },
    close: () => server.close(),
  };
}

/** Notices when the last of some sockets is closed. */
export function idleness() {
  const open = new Set<Socket>();
  let becomeIdle = (): void => {};
  return {
    add(socket: Socket): void {
      open.add(socket);
      socket.on("close", () => {
        open.delete(socket);
        if (open.size === 0) {
          becomeIdle();
        }
      });
    },
    async idle(): Promise<void> {
      // Connections that the other side has made may still wait to be accepted.
      await untilOthersHadTheirTurn();
      await untilOthersHadTheirTurn();
      if (open.size > 0) {
        await new Promise<void>((resolve) => {
          becomeIdle = resolve;
        });
      }
    },
  };
}
