import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { deleteFolder } from "../../../generated/index.js";
import { authenticate, InfoRouterClient, type LogEvent, UnexpectedResponseError } from "../../../src/index.js";
import { createSoapClient, type Transport, TransportFailure } from "../../../src/soap/index.js";
import { startInfoRouterServer } from "../../../src/testing/index.js";
import { listen } from "../../support/listen.js";
import { answer, fault } from "../../support/soap-messages.js";
import { transports } from "../../support/transports.js";

function recorder() {
  const events: LogEvent[] = [];
  return { events, log: (event: LogEvent) => void events.push(event) };
}

const endpoint = "http://127.0.0.1:9/";
const CONFIRMED = Buffer.from(answer("DeleteFolder", '<response success="true" />'));
const confirming: Transport = async () => ({ status: 200, headers: {}, body: CONFIRMED });
const remove = (options: object): Promise<unknown> =>
  new InfoRouterClient({ endpoint, ticket: "T-1234567890", transport: confirming, ...options }).deleteFolder("/a/b");

const summary = (events: readonly LogEvent[]): string[] =>
  events.map((event) => `${event.type} ${event.operation} ${event.attempt}`);

describe.each(transports)("over %s", (_name, open) => {
  test("each request has an event, and its response another: log-in, deletion, renewal, download, log-out", async () => {
    const { events, log } = recorder();
    await using server = await startInfoRouterServer({
      folders: ["/Finance/Reports/2024"],
      documents: { "/Finance/ledger.csv": "month,amount\n" },
      users: { jane: "secret" },
    });
    const transport = open();
    const ticket = authenticate({ uid: "jane", pwd: "secret" });
    const infoRouter = new InfoRouterClient({ endpoint: server.url, ticket, transport, log });
    await infoRouter.deleteFolder("/Finance/Reports/2024", { requestId: "id-1" });
    server.expireTickets();
    await infoRouter.folderExists("/Finance/Reports/2024", { requestId: "id-2" });
    const download = await infoRouter.download("/Finance/ledger.csv", { requestId: "id-3" });
    for await (const _ of download);
    await infoRouter.close();
    transport.close();

    const requests = [
      ...["AuthenticateUser 1", "DeleteFolder 1", "FolderExists 1", "AuthenticateUser 1", "FolderExists 2"],
      ...["GetDownloadHandler 1", "DownloadFileChunk 1", "DeleteDownloadHandler 1", "LogOut 1"],
    ];
    expect(summary(events)).toEqual(requests.flatMap((request) => [`request ${request}`, `response ${request}`]));
    const common = { operation: "DeleteFolder", requestId: "id-1", attempt: 1, endpoint: new URL(server.url).origin };
    const received = { httpStatus: 200, durationInMs: expect.any(Number) };
    expect(events.filter(({ operation }) => operation === "DeleteFolder")).toEqual([
      { type: "request", ...common, bytes: expect.any(Number) },
      { type: "response", ...common, ...received, bytes: expect.any(Number) },
    ]);
    const own = events.filter(({ operation }) => !/^(?:AuthenticateUser|LogOut)$/.test(operation));
    expect(new Set(own.map(({ requestId }) => requestId))).toEqual(new Set(["id-1", "id-2", "id-3"]));
    expect(JSON.stringify(events)).not.toContain("Envelope");
  });

  test("bytes are those of the messages as they are sent and received, and messages are texts", async () => {
    const { events, log } = recorder();
    const body = gzipSync(answer("DeleteFolder", '<response success="true" error="" note="Ünïcode"/>'));
    let sent = 0;
    const server = createServer(async (incoming, outgoing) => {
      for await (const chunk of incoming) {
        sent += chunk.length;
      }
      outgoing.writeHead(200, { "Content-Type": "text/xml; charset=utf-8", "Content-Encoding": "gzip" }).end(body);
    });
    const transport = open();
    await using soap = createSoapClient({ endpoint: await listen(server), transport, log, logMessages: true });
    const request = { authenticationTicket: "T-1234567890", path: "/Fïnance/Übersicht" };
    await deleteFolder(soap, request, { requestId: "id-1" });
    transport.close();
    server.close();
    expect(events).toMatchObject([
      { type: "request", requestId: "id-1", attempt: 1, bytes: sent, message: expect.stringContaining("/Fïnance/Üb") },
      { type: "response", bytes: body.length, message: expect.stringContaining('note="Ünïcode"') },
    ]);
  });

  test("a failure has an event with its code, and a repetition is another attempt", async () => {
    const { events, log } = recorder();
    const server = createServer();
    const free = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const transport = open();
    const options = { endpoint: free, ticket: "T", transport, log, retry: { maxRetries: 1 } };
    await new InfoRouterClient(options).deleteFolder("/a/b").catch(() => {});
    transport.close();
    expect(summary(events)).toEqual([1, 2].flatMap((n) => [`request DeleteFolder ${n}`, `failure DeleteFolder ${n}`]));
    expect(events[1]).toMatchObject({ code: "ECONNREFUSED", durationInMs: expect.any(Number) });
    expect(events[1]).not.toHaveProperty("httpStatus");
  });
});

test.each<[type: string, transport: Transport]>([
  ["response", confirming],
  ["failure", () => Promise.reject(new TransportFailure("ECONNRESET", { sent: true }))],
])("the duration of a %s is the time since its request", async (type, transport) => {
  const { events, log } = recorder();
  let now = 1_000;
  const clock = jest.spyOn(performance, "now").mockImplementation(() => now);
  const slow: Transport = (request) => {
    now += 250;
    return transport(request);
  };
  await remove({ transport: slow, log }).catch(() => {});
  clock.mockRestore();
  expect(events.at(-1)).toMatchObject({ type, durationInMs: 250 });
});

const secretive = new Error("c4nary");

test.each<[name: string, transport: Transport, event: object]>([
  ["of an error page", async () => ({ status: 502, headers: {}, body: Buffer.from("<p>") }), { httpStatus: 502 }],
  [
    "of a fault",
    async () => ({ status: 500, headers: {}, body: Buffer.from(fault("Server", "x")) }),
    { httpStatus: 500 },
  ],
  ["that is empty", async () => ({ status: 202, headers: {}, body: new Uint8Array() }), { httpStatus: 202, bytes: 0 }],
  [
    "that cannot be decompressed",
    async () => ({ status: 200, headers: { "content-encoding": "gzip" }, body: CONFIRMED }),
    { httpStatus: 200, bytes: CONFIRMED.length },
  ],
])("a response %s has one event, and the call rejects", async (_name, transport, event) => {
  for (const logMessages of [false, true]) {
    const { events, log } = recorder();
    await expect(remove({ transport, log, logMessages })).rejects.toThrow();
    expect(events).toMatchObject([{ type: "request" }, { type: "response", ...event }]);
  }
});

test.each<[name: string, transport: Transport, options: object, event: object]>([
  // Not so little that it is up before the request leaves, on a machine under load.
  ["the time is up", () => new Promise(() => {}), { timeoutInMs: 500 }, { code: "TIMEOUT" }],
  [
    "the response is longer than allowed",
    () => Promise.reject(new TransportFailure("RESPONSE_TOO_LARGE", { sent: true, httpStatus: 200 })),
    {},
    { code: "RESPONSE_TOO_LARGE", httpStatus: 200 },
  ],
  ["a transport fails", () => Promise.reject(Object.assign(secretive, { code: "E_X" })), {}, { code: "E_X" }],
  ["a transport throws no error", () => Promise.reject("c4nary"), {}, { code: "UNKNOWN" }],
])("a request has a failure as its second event if %s", async (_name, transport, options, event) => {
  const { events, log } = recorder();
  await expect(remove({ transport, log, logMessages: true, ...options })).rejects.toThrow();
  expect(events).toMatchObject([{ type: "request" }, { type: "failure", ...event }]);
  expect(JSON.stringify(events)).not.toContain("c4nary");
});

const ofAnother = { operation: "DeleteFolder", requestId: "other", outcome: "rejected" } as const;

test.each<[what: string, reason: Error]>([
  ["an error of the caller's", secretive],
  ["the refusal of another call", new UnexpectedResponseError("FORBIDDEN", "c4nary", { httpStatus: 403 }, ofAnother)],
])("a call that its caller ends has a failure without the caller's reason, %s", async (_what, reason) => {
  const { events, log } = recorder();
  const controller = new AbortController();
  const transport: Transport = () => {
    controller.abort(reason);
    return new Promise(() => {});
  };
  const infoRouter = new InfoRouterClient({ endpoint, ticket: "T", transport, log });
  await expect(infoRouter.deleteFolder("/a/b", { signal: controller.signal })).rejects.toBe(reason);
  expect(events[1]).toMatchObject({ type: "failure", code: "ABORTED" });
  expect(events[1]).not.toHaveProperty("httpStatus");
  expect(JSON.stringify(events)).not.toContain("c4nary");
});

test("a call that sends nothing has no event", async () => {
  const { events, log } = recorder();
  await expect(remove({ log, timeoutInMs: 1, ticket: () => new Promise(() => {}) })).rejects.toThrow();
  await expect(new InfoRouterClient({ endpoint, ticket: "T", log }).deleteFolder("/a/../b")).rejects.toThrow();
  expect(events).toEqual([]);
});

const throwing: readonly (readonly [name: string, log: (event: LogEvent) => unknown])[] = [
  [
    "throws",
    () => {
      throw secretive;
    },
  ],
  [
    "throws nothing",
    () => {
      throw undefined;
    },
  ],
  ["rejects", () => Promise.reject(secretive)],
  ["never settles", () => new Promise(() => {})],
  ["changes its events", (event) => Object.assign(event, { type: "x", message: "x", httpStatus: 500 })],
];

test.each(throwing)("a log that %s changes no outcome", async (_name, log) => {
  const unhandled = jest.fn();
  process.on("unhandledRejection", unhandled);
  for (const logMessages of [false, true]) {
    await expect(remove({ log, logMessages })).resolves.toEqual({ path: "/a/b", outcome: "deleted" });
    const page: Transport = async () => ({ status: 404, headers: {}, body: new Uint8Array() });
    await expect(remove({ log, logMessages, transport: page })).rejects.toMatchObject({ outcome: "rejected" });
    const lost: Transport = () => Promise.reject(new TransportFailure("ECONNRESET", { sent: true }));
    await expect(remove({ log, logMessages, transport: lost })).rejects.toMatchObject({ code: "ECONNRESET" });
  }
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test("a log may end the call that it is told of, and close its client", async () => {
  const controller = new AbortController();
  const infoRouter: InfoRouterClient = new InfoRouterClient({
    endpoint,
    ticket: "T",
    transport: confirming,
    log: () => {
      controller.abort(secretive);
      void infoRouter.close();
    },
  });
  await expect(infoRouter.deleteFolder("/a/b", { signal: controller.signal })).rejects.toBe(secretive);
  await infoRouter.close();
});
