import { Agent } from "node:http";
import { mock } from "node:test";
import { InfoRouterClient, type InfoRouterClientOptions, type InfoRouterError } from "../../src/index.js";
import { type InMemoryInfoRouter, inMemoryInfoRouter } from "../../src/testing/index.js";

const GUID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
const FOLDER = "/Finance/Reports";

let server: InMemoryInfoRouter;
let infoRouter: InfoRouterClient;

function client(more: Partial<InfoRouterClientOptions> = {}): InfoRouterClient {
  const { url: endpoint, transport } = server;
  return new InfoRouterClient({ endpoint, transport, ticket: server.ticketFor("jane"), ...more });
}

beforeEach(() => {
  server = inMemoryInfoRouter({ folders: [FOLDER, "/Finance/Drafts"], users: { jane: "secret" } });
  infoRouter = client();
});
afterEach(() => infoRouter.close());

test("takes the calls of any endpoint, over both versions of SOAP", async () => {
  for (const soapVersion of ["1.1", "1.2"] as const) {
    const elsewhere = client({ endpoint: "https://dms.example.com/srv.asmx", soapVersion });
    await elsewhere.deleteDownloadHandler(GUID);
  }
  expect(server.requests.map(({ binding }) => binding)).toEqual(["soap11", "soap12"]);
});

test("opens no connection", async () => {
  const agent = new Agent();
  await client({ agent }).deleteFolder(FOLDER);
  expect(agent.sockets).toEqual({});
  expect(server.folders).toEqual(["/Finance", "/Finance/Drafts"]);
});

test("answers what is not the service as a web server does", async () => {
  const elsewhere = client({ endpoint: "https://dms.example.com/other.asmx" });
  await expect(elsewhere.deleteFolder(FOLDER)).rejects.toMatchObject({ code: "NOT_FOUND", outcome: "rejected" });
});

test("keeps the last thousand requests, until they are cleared", async () => {
  const { signal } = new AbortController();
  for (let count = 0; count < 1003; count += 1) {
    const url = new URL(`/${count}`, server.url);
    await server.transport({ url, headers: {}, body: "", signal, maxResponseBytes: 1000 });
  }
  const { requests } = server;
  expect(requests).toHaveLength(1000);
  expect([requests[0]?.path, requests.at(-1)?.path]).toEqual(["/3", "/1002"]);
  server.clearRequests();
  expect(server.requests).toEqual([]);
  expect(requests).toHaveLength(1000);
});

test("calls are answered while all of Node.js's timers are mocked, and afterwards", async () => {
  mock.timers.enable();
  try {
    await Promise.all([FOLDER, "/Finance/Drafts"].map((path) => infoRouter.deleteFolder(path)));
    const paths = Array.from({ length: 150 }, (_, index) => `/Finance/Other/${index}`);
    const outcomes: string[] = [];
    for await (const { outcome } of infoRouter.deleteFolders(paths)) {
      outcomes.push(outcome);
    }
    expect(outcomes).toHaveLength(150);
    // Other work of one turn has used up its slice.
    await Promise.all(Array.from({ length: 200 }, () => infoRouter.folderExists(FOLDER)));
  } finally {
    mock.timers.reset();
  }
  await expect(infoRouter.folderExists(FOLDER)).resolves.toBe(false);
});

describe("while the clock is faked", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const failure = (promise: Promise<unknown>): Promise<InfoRouterError> =>
    promise.then(
      () => Promise.reject(new Error("It was taken for success.")),
      (error: InfoRouterError) => error,
    );

  test("a call without an answer ends at its deadline", async () => {
    server.failNext({ operation: "DeleteFolder", with: "timeout-after-execution" });
    const error = failure(infoRouter.deleteFolder(FOLDER));
    await jest.advanceTimersByTimeAsync(29_999);
    expect(server.executions.DeleteFolder).toBe(1);
    expect(await Promise.race([error, "still waiting"])).toBe("still waiting");
    await jest.advanceTimersByTimeAsync(1);
    expect(await error).toMatchObject({ code: "TIMEOUT", outcome: "unknown" });
    expect(jest.getTimerCount()).toBe(0);
  });

  test("a late answer comes when its time has come", async () => {
    server.failNext({ operation: "DeleteFolder", with: "slow", delayInMs: 20_000 });
    const deletion = infoRouter.deleteFolder(FOLDER);
    await jest.advanceTimersByTimeAsync(19_999);
    expect(await Promise.race([deletion, "still waiting"])).toBe("still waiting");
    await jest.advanceTimersByTimeAsync(1);
    expect(await deletion).toMatchObject({ outcome: "deleted" });
    expect(jest.getTimerCount()).toBe(0);
  });

  test("a ticket expires", async () => {
    jest.setSystemTime(Date.now() + 31 * 24 * 60 * 60 * 1000);
    expect(await failure(infoRouter.deleteFolder(FOLDER))).toMatchObject({ code: "SESSION_EXPIRED" });
  });

  test("a retry waits for as long as the service says", async () => {
    server.failNext({ operation: "DeleteDownloadHandler", with: "busy" });
    const deletion = client({ retry: { maxRetries: 1 } }).deleteDownloadHandler(GUID);
    await jest.advanceTimersByTimeAsync(999);
    expect(server.requests).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(server.requests).toHaveLength(2);
    await deletion;
    expect(jest.getTimerCount()).toBe(0);
  });
});
