import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { createServer, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { createServer as createTlsServer } from "node:tls";
import { Agent as UndiciAgent } from "undici";
import { InfoRouterClient, type InfoRouterClientOptions, InfoRouterError } from "../../../src/index.js";
import { undiciTransport } from "../../../src/undici.js";
import { makeCertificates } from "../../support/certificates.js";
import {
  type CountingServer,
  type CountingServerOptions,
  SUCCESS,
  startCountingServer,
} from "../../support/counting-server.js";
import { type CutProxy, type Interference, startCutProxy } from "../../support/cut-proxy.js";
import { EXPIRED } from "../../support/expired-answers.js";
import { listen } from "../../support/listen.js";
import { answer } from "../../support/soap-messages.js";

const GUID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
const WORKERS = 16;
const certificates = makeCertificates();
const toClose: { close(): unknown }[] = [];
afterAll(() => {
  for (const one of toClose) {
    one.close();
  }
});

/** What a call came to, and what it did. */
interface Observation {
  readonly outcome: "confirmed" | InfoRouterError["outcome"];
  readonly code: string | undefined;
  readonly executions: number;
  readonly bytesReceived: number;
}

/** A client that speaks to a server of its own through a proxy of its own, one call after the other. */
interface Line {
  readonly proxy: CutProxy;
  call(interference?: Interference): Promise<Observation>;
}

/** Ways to send, each with a connection for every request. */
const transports = {
  "node:http": () => ({ agent: new HttpAgent() }),
  "node:https": () => ({ agent: new HttpsAgent({ ca: certificates.ca, maxCachedSessions: 0 }) }),
  undici: () => overUndici({ pipelining: 0, connect: { ca: certificates.ca, maxCachedSessions: 0 } }),
} satisfies Record<string, () => Partial<InfoRouterClientOptions>>;

function overUndici(options: UndiciAgent.Options): Partial<InfoRouterClientOptions> {
  const dispatcher = new UndiciAgent(options);
  toClose.push({ close: () => dispatcher.destroy() });
  return { transport: undiciTransport({ dispatcher }) };
}

interface LineOptions extends CountingServerOptions {
  /** Default: this package's own for the protocol. */
  readonly transport?: keyof typeof transports | undefined;
  readonly client?: Partial<InfoRouterClientOptions>;
  readonly operation?: "DeleteFolder" | "DeleteDownloadHandler";
}

async function openLine(lineOptions: LineOptions = {}): Promise<Line> {
  const { client = {}, operation = "DeleteFolder", transport, ...options } = lineOptions;
  const server: CountingServer = await startCountingServer(options);
  const protocol = options.tls === undefined ? "http" : "https";
  const proxy = await startCutProxy(server.port, protocol);
  const infoRouter = new InfoRouterClient({
    endpoint: proxy.endpoint,
    ticket: "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    ...transports[transport ?? `node:${protocol}`](),
    retry: { maxRetries: 1 },
    ...client,
  });
  toClose.push(server, proxy, infoRouter);
  return {
    proxy,
    call: async (interference) => {
      const before = { executions: server.executions, bytesReceived: server.bytesReceived };
      proxy.interfere(interference);
      const deleting =
        operation === "DeleteFolder"
          ? infoRouter.deleteFolder("/Finance/Reports")
          : infoRouter.deleteDownloadHandler(GUID);
      const result = await deleting.then(
        () => ({ outcome: "confirmed" as const, code: undefined }),
        (error: unknown) => {
          if (!(error instanceof InfoRouterError)) {
            throw error;
          }
          return { outcome: error.outcome, code: error.code };
        },
      );
      await proxy.idle();
      await server.idle();
      return {
        ...result,
        executions: server.executions - before.executions,
        bytesReceived: server.bytesReceived - before.bytesReceived,
      };
    },
  };
}

/** Runs calls on several lines at once, and gives back what was observed, in their order. */
async function observe(interferences: readonly Interference[], options: LineOptions = {}): Promise<Observation[]> {
  const observations: Observation[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const line = await openLine(options);
    while (next < interferences.length) {
      const index = next;
      next += 1;
      observations[index] = await line.call(interferences[index]);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return observations;
}

/** How many bytes go each way when nobody interferes. */
async function measure(options: LineOptions = {}): Promise<CutProxy["bytes"]> {
  const { proxy, call } = await openLine(options);
  expect(await call()).toMatchObject({ outcome: "confirmed", executions: 1 });
  return { ...proxy.bytes };
}

function everyOffset(
  direction: Interference["direction"],
  length: number,
  action: Interference["action"],
  step = 1,
): Interference[] {
  return Array.from({ length: Math.ceil(length / step) }, (_, index) => ({ direction, offset: index * step, action }));
}

/** What must hold however a call ended. */
function expectTruth({ outcome, executions, bytesReceived }: Observation): void {
  expect(executions).toBeLessThanOrEqual(1);
  if (outcome === "not-sent") {
    expect([executions, bytesReceived]).toEqual([0, 0]);
  }
  if (outcome === "rejected") {
    expect(executions).toBe(0);
  }
  if (outcome === "confirmed") {
    expect(executions).toBe(1);
  }
}

function tally(observations: readonly Observation[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of observations) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

const MASKS = [0x01, 0x20, 0x80];

describe.each(["node:http", "undici"] as const)("over %s", (transport) => {
  describe("a connection that is cut", () => {
    test.each(["end", "reset"] as const)("by %s, at every byte of the request, leaves it unknown", async (action) => {
      const { request } = await measure({ transport });
      const observations = await observe(everyOffset("request", request, action), { transport });
      observations.forEach(expectTruth);
      expect(tally(observations)).toEqual({ unknown: request });
      expect(observations.every(({ executions }) => executions === 0)).toBe(true);
    });

    test.each(["end", "reset"] as const)("by %s, at every byte of the response, leaves it unknown", async (action) => {
      const { response } = await measure({ transport });
      const observations = await observe(everyOffset("response", response, action), { transport });
      observations.forEach(expectTruth);
      expect(tally(observations)).toEqual({ unknown: response });
      expect(observations.every(({ executions }) => executions === 1)).toBe(true);
    });

    test("after the last byte of the request leaves it unknown, and it was carried out", async () => {
      const line = await openLine({ transport });
      await line.call();
      const { request } = line.proxy.bytes;
      expect(await line.call({ direction: "request", offset: request, action: "end" })).toMatchObject({
        outcome: "unknown",
        executions: 1,
      });
    });

    test("after the last byte of the response does no harm", async () => {
      const line = await openLine({ transport });
      await line.call();
      const { response } = line.proxy.bytes;
      for (const action of ["end", "stall"] as const) {
        expect(await line.call({ direction: "response", offset: response, action })).toMatchObject({
          outcome: "confirmed",
          executions: 1,
        });
      }
    });

    test("before any byte leaves it unknown, since bytes may have left", async () => {
      const observations = await observe(
        (["end", "reset"] as const).flatMap((action) =>
          Array.from({ length: 20 }, () => ({ direction: "request" as const, offset: -1, action })),
        ),
        { transport },
      );
      observations.forEach(expectTruth);
      expect(observations.every(({ executions }) => executions === 0)).toBe(true);
    });
  });

  describe("a connection that stalls", () => {
    test.each(["request", "response"] as const)("at every byte of the %s leaves it unknown", async (direction) => {
      const length = (await measure({ transport }))[direction];
      const observations = await observe(everyOffset(direction, length, "stall"), {
        transport,
        client: { timeoutInMs: 40 },
      });
      observations.forEach(expectTruth);
      // On a busy machine the time may be up before there is a connection.
      expect(Object.keys(tally(observations)).filter((outcome) => outcome !== "not-sent")).toEqual(["unknown"]);
    });
  });

  describe("a connection that comes in pieces", () => {
    test.each(["request", "response"] as const)("split at every byte of the %s, does no harm", async (direction) => {
      const length = (await measure({ transport }))[direction];
      const observations = await observe(everyOffset(direction, length, "split"), { transport });
      expect(tally(observations)).toEqual({ confirmed: length });
      observations.forEach(expectTruth);
    });
  });

  describe("a byte that changes on the way", () => {
    test.each(MASKS)("anywhere in the response (^ %i) makes no outcome untrue", async (mask) => {
      const { response } = await measure({ transport });
      const observations = await observe(everyOffset("response", response, mask), {
        transport,
        client: { timeoutInMs: 1_000 },
      });
      observations.forEach(expectTruth);
      // On a busy machine the time may be up before there is a connection.
      const sent = observations.filter(({ outcome }) => outcome !== "not-sent");
      expect(sent.every(({ executions }) => executions === 1)).toBe(true);
    });
  });
});

describe("a byte that changes on the way", () => {
  test.each(MASKS)("anywhere in the request (^ %i) makes no outcome untrue", async (mask) => {
    const { request } = await measure();
    const observations = await observe(everyOffset("request", request, mask), { client: { timeoutInMs: 1_000 } });
    observations.forEach(expectTruth);
  });

  test.each([
    '<response success="false" error="Access denied." />',
    '<response success="true"><logitem path="/a" status="failed" message="locked" /></response>',
  ])("anywhere in the response makes no success of %s", async (refusal) => {
    const { response } = await measure();
    const options = { answerWith: () => refusal, client: { timeoutInMs: 1_000 } };
    const observations = await observe(everyOffset("response", response + refusal.length, 0x01), options);
    expect(tally(observations)).not.toHaveProperty("confirmed");
    observations.forEach(expectTruth);
  });
});

test("a connection that is refused has sent nothing, and is tried again", async () => {
  const server = createServer();
  const endpoint = await listen(server);
  server.close();
  const infoRouter = new InfoRouterClient({ endpoint, ticket: "T", retry: { maxRetries: 1 } });
  const error = await infoRouter.deleteFolder("/a/b").catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "ECONNREFUSED", outcome: "not-sent" });
});

describe("a repetition", () => {
  test("of DeleteDownloadHandler follows a cut at any byte, since it is idempotent", async () => {
    const options = { operation: "DeleteDownloadHandler" } as const;
    const { request, response } = await measure(options);
    const cuts = [...everyOffset("request", request, "reset", 9), ...everyOffset("response", response, "reset", 9)];
    const observations = await observe(
      cuts.map((cut) => ({ ...cut, connection: 1 })),
      options,
    );
    expect(tally(observations)).toEqual({ confirmed: cuts.length });
  });

  test.each(EXPIRED)("after %s is cut like a first request, and never made twice", async (_name, expired) => {
    const options = (): LineOptions => {
      let asked = 0;
      let requests = 0;
      return {
        answerWith: () => (requests++ % 2 === 0 ? expired : SUCCESS),
        client: { ticket: () => `ticket-${asked++}` },
      };
    };
    const clean = await openLine(options());
    expect(await clean.call()).toMatchObject({ outcome: "confirmed", executions: 1 });
    for (const direction of ["request", "response"] as const) {
      for (const offset of [0, 1, 100, 300, 500]) {
        const line = await openLine(options());
        const observation = await line.call({ direction, offset, action: "reset", connection: 2 });
        expect(observation).toMatchObject({ outcome: "unknown", executions: direction === "request" ? 0 : 1 });
      }
    }
  });
});

describe("TLS", () => {
  const tls = certificates.server;

  test.each([
    ["node:https", "request"],
    ["node:https", "response"],
    ["undici", "request"],
    ["undici", "response"],
  ] as const)(
    "over %s, cut at any byte of the %s, handshake included, says not-sent only if nothing came",
    async (transport, direction) => {
      const length = (await measure({ tls, transport }))[direction];
      const observations = await observe(everyOffset(direction, length, "reset", 11), {
        tls,
        transport,
        client: { retry: { maxRetries: 0 } },
      });
      observations.forEach(expectTruth);
      expect(Object.keys(tally(observations))).toEqual(expect.arrayContaining(["not-sent", "unknown"]));
    },
  );

  test.each(["request", "response"] as const)(
    "with a byte changed anywhere in the %s makes nothing untrue",
    async (direction) => {
      const length = (await measure({ tls }))[direction];
      const client = { timeoutInMs: 2_000, retry: { maxRetries: 0 } };
      const observations = await observe(everyOffset(direction, length, 0x01, 23), { tls, client });
      observations.forEach(expectTruth);
    },
  );

  test("gets not a byte of the request if the certificate is not trusted", async () => {
    let received = 0;
    const server = createTlsServer({ ...tls }, (socket) => {
      socket.on("data", (chunk) => {
        received += chunk.length;
      });
      socket.on("error", () => {});
    });
    toClose.push(server);
    const infoRouter = new InfoRouterClient({ endpoint: await listen(server, "https"), ticket: "T" });
    const error = await infoRouter.deleteFolder("/a/b").catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE", outcome: "not-sent" });
    await pause(20);
    expect(received).toBe(0);
  });
});

// Both read what has come, an end too, before they write on a connection that was idle.
test.each<[transport: string, client: () => Partial<InfoRouterClientOptions>]>([
  ["node:http", () => ({ maxConnections: 4 })],
  ["undici", () => overUndici({ connections: 4 })],
])(
  "over %s, a server that closes an idle connection as the next call is written leaves no outcome untrue",
  async (_transport, client) => {
    const executed = new Set<string>();
    const response = answer("DeleteFolder", SUCCESS);
    const head = `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(response)}\r\n\r\n`;
    const server = createServer((socket: Socket) => {
      let received = "";
      let served = 0;
      socket.on("error", () => {});
      socket.on("data", (chunk) => {
        received += chunk.toString("utf8");
        if (!received.endsWith("</soap:Envelope>")) {
          return;
        }
        executed.add(/<Path>(.*)<\/Path>/.exec(received)?.[1] ?? "");
        received = "";
        served += 1;
        socket.write(head + response);
        // Sooner, later and at the very moment that the client writes again.
        const closeIt = (): void => {
          socket.destroy();
        };
        [() => {}, closeIt, () => setImmediate(closeIt), () => setTimeout(closeIt, 1), () => setTimeout(closeIt, 2)][
          served % 5
        ]?.();
      });
    });
    toClose.push(server);
    const endpoint = await listen(server);
    const infoRouter = new InfoRouterClient({ endpoint, ticket: "T", retry: { maxRetries: 2 }, ...client() });
    toClose.push(infoRouter);
    const counts = { confirmed: 0, unknown: 0, "not-sent": 0, rejected: 0 };
    const work = async (worker: number): Promise<void> => {
      for (let index = 0; index < 100; index += 1) {
        const path = `/a/${worker}-${index}`;
        const outcome = await infoRouter.deleteFolder(path).then(
          () => "confirmed" as const,
          (error: InfoRouterError) => error.outcome,
        );
        counts[outcome] += 1;
        if (outcome === "confirmed") {
          expect(executed).toContain(path);
        }
        if (outcome === "not-sent" || outcome === "rejected") {
          expect(executed).not.toContain(path);
        }
      }
    };
    await Promise.all([0, 1, 2, 3, 4, 5].map(work));
    expect(counts.confirmed).toBeGreaterThan(0);
    expect(counts.rejected).toBe(0);
  },
);
