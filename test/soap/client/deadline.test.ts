import { spawn } from "node:child_process";
import { getEventListeners } from "node:events";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { deleteFolder } from "../../../generated/index.js";
import { InfoRouterClient, type InfoRouterClientOptions } from "../../../src/index.js";
import { createSoapClient } from "../../../src/soap/index.js";
import { SUCCESS } from "../../support/counting-server.js";
import { listen } from "../../support/listen.js";
import { answer } from "../../support/soap-messages.js";

const body = answer("DeleteFolder", SUCCESS);
const response = `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const success = { status: 200, headers: {}, body: Buffer.from(body) };
const servers: { close(): unknown }[] = [];
afterAll(() => {
  for (const server of servers) {
    server.close();
  }
});

/** A server that hands each connection to the test. */
async function serve(handle: (socket: Socket) => void, protocol: "http" | "https" = "http"): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    handle(socket);
  });
  servers.push({
    close: () => {
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  });
  return listen(server, protocol);
}

/** Writes one byte after the other. */
function trickle(socket: Socket, text: string): void {
  let index = 0;
  const timer = setInterval(() => {
    socket.write(text.charAt(index % text.length));
    index += 1;
  }, 2);
  socket.on("close", () => clearInterval(timer));
}

interface Wait {
  readonly name: string;
  readonly endpoint: () => Promise<string>;
  readonly options?: Partial<InfoRouterClientOptions>;
  readonly path?: string;
  /** Default 100. */
  readonly timeoutInMs?: number;
  readonly outcome: "not-sent" | "unknown";
}

const never = new Promise<never>(() => {});
const silence = (): Promise<string> => serve((socket) => socket.resume());

const waits: readonly Wait[] = [
  { name: "a ticket that never comes", endpoint: silence, options: { ticket: () => never }, outcome: "not-sent" },
  {
    name: "a login that is never answered",
    endpoint: silence,
    options: { ticket: ({ authenticateUser }) => authenticateUser({ uid: "jane", pwd: "x" }) },
    outcome: "not-sent",
  },
  {
    name: "a TLS handshake that is never answered",
    endpoint: () => serve((socket) => socket.resume(), "https"),
    outcome: "not-sent",
  },
  {
    name: "a TLS handshake that is answered with garbage, slowly",
    endpoint: () => serve((socket) => trickle(socket, "\x16\x03\x03\x40\x00"), "https"),
    outcome: "not-sent",
  },
  { name: "an answer that never comes", endpoint: silence, outcome: "unknown" },
  {
    name: "a server that never reads",
    endpoint: () => serve((socket) => socket.pause()),
    path: `/a/${"b".repeat(8_000_000)}`,
    timeoutInMs: 1_500,
    outcome: "unknown",
  },
  {
    name: "headers without end",
    endpoint: () => serve((socket) => socket.once("data", () => trickle(socket, "HTTP/1.1 200 OK\r\nX: "))),
    outcome: "unknown",
  },
  {
    name: "interim answers without end",
    endpoint: () => serve((socket) => socket.once("data", () => trickle(socket, "HTTP/1.1 100 Continue\r\n\r\n"))),
    outcome: "unknown",
  },
  {
    name: "a body that trickles",
    endpoint: () =>
      serve((socket) =>
        socket.once("data", () => {
          socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
          trickle(socket, body);
        }),
      ),
    outcome: "unknown",
  },
  {
    name: "a body without its last byte",
    endpoint: () => serve((socket) => socket.once("data", () => socket.write(response.slice(0, -1)))),
    outcome: "unknown",
  },
  {
    name: "a transport that does not obey",
    endpoint: silence,
    options: { transport: () => never },
    outcome: "unknown",
  },
];

function client(endpoint: string, options: Partial<InfoRouterClientOptions> = {}): InfoRouterClient {
  return new InfoRouterClient({ endpoint, ticket: "T", ...options });
}

describe("the one deadline of a call ends the wait for", () => {
  test.each(waits)("$name", async ({ endpoint, options, path = "/a/b", timeoutInMs = 400, outcome }) => {
    const infoRouter = client(await endpoint(), options);
    await infoRouter.connect();
    const begin = performance.now();
    const error = await infoRouter.deleteFolder(path, { timeoutInMs }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "TransportError", code: "TIMEOUT", outcome });
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  test("the pause before a repetition, with the failure before it", async () => {
    const infoRouter = client("http://127.0.0.1:9/", {
      retry: { maxRetries: 9 },
      transport: async () => ({ status: 503, headers: { "retry-after": "30" }, body: new Uint8Array() }),
    });
    const guid = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
    const deletion = infoRouter.deleteDownloadHandler(guid, { timeoutInMs: 400 });
    await expect(deletion).rejects.toMatchObject({ httpStatus: 503, outcome: "unknown" });
  });

  test("another ticket, reports that the first was refused, and aborts the ticket function", async () => {
    const expired = answer("DeleteFolder", '<response success="false" error="[901] Session expired" />');
    const signals: AbortSignal[] = [];
    const infoRouter = client("http://127.0.0.1:9/", {
      ticket: ({ reason, signal }) => {
        signals.push(signal);
        return reason === "initial" ? "T" : never;
      },
      transport: async () => ({ ...success, body: Buffer.from(expired) }),
    });
    const deletion = infoRouter.deleteFolder("/a/b", { timeoutInMs: 400 });
    await expect(deletion).rejects.toMatchObject({ code: "TIMEOUT", outcome: "rejected" });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });
});

describe("the caller's signal", () => {
  const reasons: readonly unknown[] = [new Error("enough"), "enough", 0, null, { code: "X" }];

  test.each(waits)("ends the wait for $name, with its own reason", async ({ endpoint, options, path = "/a/b" }) => {
    const infoRouter = client(await endpoint(), options);
    await infoRouter.connect();
    for (const reason of reasons) {
      const controller = new AbortController();
      const deletion = infoRouter.deleteFolder(path, {
        signal: controller.signal,
        timeoutInMs: Number.POSITIVE_INFINITY,
      });
      setTimeout(() => controller.abort(reason), 20);
      expect(await deletion.catch((caught: unknown) => [caught])).toEqual([reason]);
      expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    }
  });

  test("that is aborted before asks for no ticket and sends nothing", async () => {
    let asked = 0;
    const ticket = (): string => {
      asked += 1;
      return "T";
    };
    const transport = jest.fn(async () => success);
    const infoRouter = client("http://127.0.0.1:9/", { ticket, transport });
    for (const reason of reasons) {
      const deletion = infoRouter.deleteFolder("/a/b", { signal: AbortSignal.abort(reason) });
      expect(await deletion.catch((caught: unknown) => [caught])).toEqual([reason]);
    }
    expect(transport).not.toHaveBeenCalled();
    expect(asked).toBe(0);
  });

  test("that is aborted after changes nothing", async () => {
    const controller = new AbortController();
    const infoRouter = client("http://127.0.0.1:9/", { transport: async () => success });
    const deletion = await infoRouter.deleteFolder("/a/b", { signal: controller.signal });
    controller.abort();
    expect(deletion.outcome).toBe("deleted");
  });

  test("that cannot be released changes nothing either, and the client closes", async () => {
    const signal = Object.assign(new AbortController().signal, {
      removeEventListener: () => {
        throw new Error("mine");
      },
    });
    const infoRouter = client("http://127.0.0.1:9/", { transport: async () => success });
    expect(await infoRouter.deleteFolder("/a/b", { signal })).toMatchObject({ outcome: "deleted" });
    await infoRouter.close();
  });

  test("ends the pause before a repetition", async () => {
    const controller = new AbortController();
    const infoRouter = client("http://127.0.0.1:9/", {
      retry: { maxRetries: 9 },
      transport: async () => {
        setTimeout(() => controller.abort("enough"), 10);
        return { status: 503, headers: { "retry-after": "30" }, body: new Uint8Array() };
      },
    });
    const guid = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
    const deletion = infoRouter.deleteDownloadHandler(guid, { signal: controller.signal });
    expect(await deletion.catch((caught: unknown) => caught)).toBe("enough");
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  test("of 10,000 calls keeps no listener, whatever became of them", async () => {
    const { signal } = new AbortController();
    let calls = 0;
    const transport = async () => {
      calls += 1;
      if (calls % 3 === 0) {
        throw new Error("cut");
      }
      return calls % 3 === 1 ? success : { ...success, status: 500 };
    };
    const warnings: Error[] = [];
    const warn = (warning: Error): void => {
      warnings.push(warning);
    };
    process.on("warning", warn);
    const infoRouter = client("http://127.0.0.1:9/", { transport });
    for (let round = 0; round < 20; round += 1) {
      const deletions = Array.from({ length: 500 }, () => infoRouter.deleteFolder("/a/b", { signal }).catch(() => {}));
      await Promise.all(deletions);
    }
    process.off("warning", warn);
    expect(calls).toBe(10_000);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(warnings).toEqual([]);
  });

  test("of calls over HTTP keeps no listener either", async () => {
    const { signal } = new AbortController();
    const endpoint = await serve((socket) => socket.on("data", () => socket.write(response)));
    const infoRouter = client(endpoint, { timeoutInMs: Number.POSITIVE_INFINITY });
    for (let index = 0; index < 200; index += 1) {
      await infoRouter.deleteFolder("/a/b", { signal });
    }
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    await infoRouter.close();
  });
});

test("nothing is left of calls that have ended: no timer, no socket", async () => {
  const resources = (): string[] =>
    process.getActiveResourcesInfo().filter((name) => /Timeout|TCPSocket|TLS/.test(name));
  const endpoint = await serve((socket) => socket.on("data", () => socket.write(response)));
  const slow = await silence();
  const before = resources().length;
  for (const [url, timeoutInMs] of [
    [endpoint, 5_000],
    [slow, 20],
    ["http://127.0.0.1:9/", 5_000],
  ] as const) {
    const infoRouter = client(url, { timeoutInMs });
    await Promise.all(Array.from({ length: 5 }, () => infoRouter.deleteFolder("/a/b").catch(() => {})));
    await infoRouter.close();
  }
  const soap = createSoapClient({ endpoint, timeoutInMs: 70_000 });
  await deleteFolder(soap, { authenticationTicket: "T", path: "/a/b" });
  await soap.close();
  // The servers of this test are in the same process: their ends of the connections close a little later.
  while (resources().length > before) {
    await new Promise((resolve) => setImmediate(resolve));
  }
});

test("a process ends by itself after its calls, though no client is closed", async () => {
  const endpoint = await serve((socket) => socket.on("data", () => socket.write(response)));
  const program = `
    import { InfoRouterClient } from ${JSON.stringify(join(__dirname, "../../../src/index.ts"))};
    const call = (endpoint, options) =>
      new InfoRouterClient({ endpoint, ticket: "T", timeoutInMs: 3_600_000 }).deleteFolder("/a/b", options).then(
        ({ outcome }) => outcome,
        (error) => error.code ?? error,
      );
    const controller = new AbortController();
    setTimeout(() => controller.abort("aborted"), 50);
    console.log(
      await call(${JSON.stringify(endpoint)}),
      await call("http://127.0.0.1:9/"),
      await call(${JSON.stringify(await silence())}, { timeoutInMs: 50 }),
      await call(${JSON.stringify(await silence())}, { signal: controller.signal }),
    );
  `;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
    cwd: join(__dirname, "../../.."),
  });
  let printed = "";
  child.stdout.on("data", (chunk) => (printed += chunk));
  child.stderr.on("data", (chunk) => (printed += chunk));
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect([code, printed.trim()]).toEqual([0, "deleted ECONNREFUSED TIMEOUT aborted"]);
});
