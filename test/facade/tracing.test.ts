import { tracingChannel } from "node:diagnostics_channel";
import { authenticate, type CallTrace, InfoRouterClient } from "../../src/index.js";
import { type InfoRouterServer, startInfoRouterServer } from "../../src/testing/index.js";
import { refusal } from "../cli/journal/failures.js";

const channel = tracingChannel<object, CallTrace>("inforouter-soap-client:call");
const published: { readonly event: string; readonly trace: CallTrace }[] = [];
const record = (event: string) => (message: object) => {
  published.push({ event, trace: { ...(message as CallTrace) } });
};
const subscribers = {
  start: record("start"),
  end: record("end"),
  asyncStart: record("asyncStart"),
  asyncEnd: record("asyncEnd"),
  error: record("error"),
};

let server: InfoRouterServer;
beforeAll(async () => {
  server = await startInfoRouterServer({ folders: ["/Finance/Reports/2024"], users: { jane: "c4nary-password" } });
});
afterAll(() => server.close());
beforeEach(() => {
  published.length = 0;
  channel.subscribe(subscribers);
});
afterEach(() => channel.unsubscribe(subscribers));

test("a confirmed call is published with operation, outcome and duration, and nothing else", async () => {
  await using infoRouter = new InfoRouterClient({ endpoint: server.url, ticket: server.ticketFor("jane") });
  await infoRouter.deleteFolder("/Finance/Reports/2024", { requestId: "id-1" });
  const begin = { operation: "DeleteFolder", endpoint: new URL(server.url).origin, requestId: "id-1", attempt: 1 };
  const end = { ...begin, outcome: "confirmed", httpStatus: 200, durationInMs: expect.any(Number) };
  expect(published).toEqual([
    { event: "start", trace: begin },
    { event: "end", trace: begin },
    { event: "asyncStart", trace: end },
    { event: "asyncEnd", trace: end },
  ]);
});

test("a refused call is published with its error", async () => {
  await using infoRouter = new InfoRouterClient({ endpoint: server.url, ticket: server.ticketFor("jane") });
  await infoRouter.deleteFolder("/Finance/Nowhere").catch(() => {});
  expect(published.map(({ event }) => event)).toEqual(["start", "end", "error", "asyncStart", "asyncEnd"]);
  expect(published.at(-1)?.trace).toMatchObject({
    outcome: "rejected",
    httpStatus: 200,
    error: { code: "FOLDER_NOT_FOUND" },
  });
});

test("each request of a call is an attempt, and logging in is a call of its own", async () => {
  const tickets = authenticate({ uid: "jane", pwd: "c4nary-password" });
  await using infoRouter = new InfoRouterClient({ endpoint: server.url, ticket: tickets });
  await infoRouter.deleteFolder("/Finance/Nowhere", { ifMissing: "ignore" });
  server.expireTickets();
  await infoRouter.deleteFolder("/Finance/Nowhere", { ifMissing: "ignore" });
  const starts = published
    .filter(({ event }) => event === "start")
    .map(({ trace }) => `${trace.operation} ${trace.attempt}`);
  expect(starts).toEqual([
    "AuthenticateUser 1",
    "DeleteFolder 1",
    "DeleteFolder 1",
    "AuthenticateUser 1",
    "DeleteFolder 2",
  ]);
  expect(JSON.stringify(published)).not.toContain("c4nary");
});

test.each<[what: string, reason: Error]>([
  ["an error of the caller's", new Error("c4nary")],
  ["the refusal of another call", refusal("ACCESS_DENIED")],
])("the caller's own reason for ending a call is not published: %s", async (_what, reason) => {
  await using infoRouter = new InfoRouterClient({ endpoint: server.url, ticket: server.ticketFor("jane") });
  const controller = new AbortController();
  const abort = (): void => controller.abort(reason);
  channel.start.subscribe(abort);
  await expect(infoRouter.deleteFolder("/Finance/Nowhere", { signal: controller.signal })).rejects.toBe(reason);
  channel.start.unsubscribe(abort);
  for (const property of ["error", "outcome", "httpStatus"]) {
    expect(published.at(-1)?.trace).not.toHaveProperty(property);
  }
});

test("a call has a request id of its own, or of the caller, which may be sent", async () => {
  const names: unknown[] = [];
  await using infoRouter = new InfoRouterClient({
    endpoint: server.url,
    ticket: server.ticketFor("jane"),
    requestIdHeader: "X-Request-Id",
    transport: async ({ headers }) => {
      names.push(headers["X-Request-Id"]);
      return { status: 404, headers: {}, body: new Uint8Array() };
    },
  });
  await infoRouter.deleteFolder("/Finance/Nowhere", { requestId: "id-7" }).catch(() => {});
  expect(names).toEqual(["id-7"]);
});
