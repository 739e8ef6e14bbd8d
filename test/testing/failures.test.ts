import { readFileSync } from "node:fs";
import { join } from "node:path";
import { authenticate, InfoRouterClient, type InfoRouterClientOptions, type InfoRouterError } from "../../src/index.js";
import {
  type Failure,
  type FakeInfoRouter,
  inMemoryInfoRouter,
  type ProgrammedFailure,
  startInfoRouterServer,
} from "../../src/testing/index.js";

const GUID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
const FOLDER = "/Finance/Reports";
const contents = { folders: [FOLDER], users: { jane: "secret" } };

interface Documented {
  readonly failure: Failure;
  readonly isCarriedOut: boolean;
  readonly error: string;
  readonly code: string;
  readonly outcome: string;
}

/** The rows of the table in the documentation of `Failure`. */
const documented = readFileSync(join(__dirname, "../../src/testing/failure.ts"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith(' * | `"'))
  .map((line): Documented => {
    const [failure = "", , carriedOut, error = "", code = "", outcome = ""] = line
      .slice(4)
      .split(" | ")
      .map((cell) => cell.replaceAll(/[`"|]/g, "").trim());
    return { failure: failure as Failure, isCarriedOut: carriedOut === "yes", error, code, outcome };
  });

test.each(documented)("the README has $failure where it belongs", ({ failure, error, outcome }) => {
  const rows = readFileSync(join(__dirname, "../../src/testing/README.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith('| `"') && line.includes(`\`"${failure}"\``));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toContain(error.startsWith("none") ? "| nothing, if" : `| \`${error}\` | \`${outcome}\` |`);
});

interface Door {
  readonly server: FakeInfoRouter & AsyncDisposable;
  readonly options: Pick<InfoRouterClientOptions, "endpoint" | "transport">;
}

/** The two ways to the same infoRouter. */
const doors: readonly [name: string, open: () => Promise<Door>][] = [
  [
    "over HTTP",
    async () => {
      const server = await startInfoRouterServer(contents);
      return { server, options: { endpoint: server.url } };
    },
  ],
  [
    "in memory",
    async () => {
      const server = inMemoryInfoRouter(contents);
      return { server, options: { endpoint: server.url, transport: server.transport } };
    },
  ],
];

async function untilRequested(server: FakeInfoRouter): Promise<void> {
  while (server.requests.length === 0) {
    await new Promise(setImmediate);
  }
}

describe.each(doors)("%s", (_name, open) => {
  let server: FakeInfoRouter;
  let close: () => PromiseLike<void>;
  let options: Door["options"];

  beforeEach(async () => {
    const door = await open();
    ({ server, options } = door);
    close = () => door.server[Symbol.asyncDispose]();
  });
  afterEach(() => close());

  function client(more: Partial<InfoRouterClientOptions> = {}): InfoRouterClient {
    return new InfoRouterClient({ ...options, ticket: server.ticketFor("jane"), ...more });
  }

  async function failure(promise: Promise<unknown>): Promise<InfoRouterError> {
    return promise.then(
      () => Promise.reject(new Error("It was taken for success.")),
      (error: InfoRouterError) => error,
    );
  }

  describe.each(["1.1", "1.2"] as const)("and SOAP %s", (soapVersion) => {
    // Only what the client and the fake wait with; HTTP goes on in real time.
    beforeEach(() => {
      const apis = [
        "Date",
        "hrtime",
        "nextTick",
        "performance",
        "queueMicrotask",
        "setImmediate",
        "clearImmediate",
      ] as const;
      jest.useFakeTimers({ doNotFake: [...apis, "setInterval", "clearInterval"] });
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    test.each(documented)("$failure is what its documentation says", async ({ isCarriedOut, ...row }) => {
      server.failNext({ operation: "DeleteFolder", with: row.failure, delayInMs: 20_000 });
      await using infoRouter = client({ soapVersion });
      const deletion = infoRouter.deleteFolder(FOLDER).catch((error: unknown) => error);
      await untilRequested(server);
      await jest.advanceTimersByTimeAsync(row.code === "TIMEOUT" ? 30_000 : 20_000);
      const { error: name, code, outcome } = row;
      expect(await deletion).toMatchObject(name.startsWith("none") ? { outcome: "deleted" } : { name, code, outcome });
      expect(server.executions.DeleteFolder).toBe(isCarriedOut ? 1 : 0);
      expect(server.folders.includes(FOLDER)).toBe(!isCarriedOut);
      expect(server.requests).toMatchObject([
        { operation: "DeleteFolder", values: { Path: FOLDER }, failure: row.failure },
      ]);
    });
  });

  test("all the documentation's failures are there, and no others", () => {
    const add = () => server.failNext({ operation: "DeleteFolder", with: "nope" as Failure });
    expect(add).toThrow(
      `failNext: with: expected one of ${documented.map((row) => row.failure).join(", ")}, found "nope"`,
    );
  });

  test.each([
    [{ operation: "deleteFolder", with: "cut" }, /operation: expected one of DeleteFolder, .*, found "deleteFolder"/],
    [{ operation: "DeleteFolder", with: "cut", times: 0 }, /times: expected a whole number above zero.*found 0/],
    [{ operation: "DeleteFolder", with: "slow", delayInMs: Infinity }, /delayInMs: expected .*found Infinity/],
  ])("%j is refused", (wrong, message) => {
    expect(() => server.failNext(wrong as ProgrammedFailure)).toThrow(message);
  });

  test("failures happen in their order, as often as asked for, to their operation only", async () => {
    server.failNext({ operation: "DeleteFolder", with: "access-denied", times: 2 });
    server.failNext({ operation: "DeleteFolder", with: "cut" });
    await using infoRouter = client();
    await infoRouter.deleteDownloadHandler(GUID);
    const codes: string[] = [];
    for (let calls = 0; calls < 3; calls += 1) {
      codes.push((await failure(infoRouter.deleteFolder(FOLDER))).code);
    }
    expect(codes).toEqual(["ACCESS_DENIED", "ACCESS_DENIED", "ECONNRESET"]);
    expect(await infoRouter.deleteFolder(FOLDER)).toMatchObject({ outcome: "deleted" });
  });

  test("all calls can be made to fail", async () => {
    server.failNext({ operation: "DeleteFolder", with: "system-error", times: Number.POSITIVE_INFINITY });
    await using infoRouter = client();
    for (let calls = 0; calls < 3; calls += 1) {
      expect((await failure(infoRouter.deleteFolder(FOLDER))).code).toBe("SYSTEM_ERROR");
    }
  });

  test("an expired session is renewed, and the call repeated", async () => {
    server.failNext({ operation: "DeleteFolder", with: "session-expired" });
    await using infoRouter = client({ ticket: authenticate({ uid: "jane", pwd: "secret" }) });
    await infoRouter.deleteFolder(FOLDER);
    expect(server.requests.map(({ operation, error = "" }) => `${operation} ${error}`.trim())).toEqual([
      "AuthenticateUser",
      "DeleteFolder Session expired or invalid ticket",
      "AuthenticateUser",
      "DeleteFolder",
    ]);
  });

  test("a lost answer to DeleteDownloadHandler is made good by a retry, one to DeleteFolder is not", async () => {
    await using infoRouter = client({ retry: { maxRetries: 1 } });
    server.failNext({ operation: "DeleteDownloadHandler", with: "cut-after-execution" });
    await infoRouter.deleteDownloadHandler(GUID);
    expect(server.executions.DeleteDownloadHandler).toBe(2);
    server.failNext({ operation: "DeleteFolder", with: "cut-after-execution" });
    expect(await failure(infoRouter.deleteFolder(FOLDER))).toMatchObject({ outcome: "unknown" });
    expect(server.executions.DeleteFolder).toBe(1);
  });

  test("what is said of a failure is carried over: items, times to wait, pages, hosts", async () => {
    await using infoRouter = client();
    const errorOf = async (what: Failure): Promise<InfoRouterError> => {
      server.failNext({ operation: "DeleteFolder", with: what });
      return failure(infoRouter.deleteFolder(FOLDER));
    };
    expect(await errorOf("partial")).toMatchObject({
      failedItems: [{ item: `${FOLDER}/contract.docx`, message: "Document is checked out" }],
    });
    expect(await errorOf("busy")).toMatchObject({ httpStatus: 503, retryAfterInMs: 1000 });
    expect(await errorOf("too-many-requests")).toMatchObject({ httpStatus: 429, retryAfterInMs: 1000 });
    expect(await errorOf("login-page")).toMatchObject({ httpStatus: 200, excerpt: "Sign in" });
    expect(await errorOf("redirect")).toMatchObject({ redirectedTo: "https://login.example.com" });
    expect(await errorOf("client-fault")).toMatchObject({ faultCode: "Client" });
  });

  test("closing cuts what is under way, and refuses what comes then", async () => {
    await using infoRouter = client();
    server.failNext({ operation: "DeleteFolder", with: "timeout" });
    const underWay = failure(infoRouter.deleteFolder(FOLDER));
    await untilRequested(server);
    await close();
    expect(await underWay).toMatchObject({ code: "ECONNRESET", outcome: "unknown" });
    expect(await failure(infoRouter.deleteFolder(FOLDER))).toMatchObject({ code: "ECONNREFUSED", outcome: "not-sent" });
  });

  test("a caller who goes away while there is no answer gets the reason back", async () => {
    server.failNext({ operation: "DeleteFolder", with: "timeout" });
    await using infoRouter = client();
    const caller = new AbortController();
    const deletion = infoRouter.deleteFolder(FOLDER, { signal: caller.signal }).catch((reason: unknown) => reason);
    await untilRequested(server);
    caller.abort("enough");
    expect(await deletion).toBe("enough");
  });

  test("an answer may be too long", async () => {
    await using infoRouter = client({ maxResponseBytes: 100 });
    expect(await failure(infoRouter.deleteFolder(FOLDER))).toMatchObject({
      code: "RESPONSE_TOO_LARGE",
      httpStatus: 200,
    });
  });
});
