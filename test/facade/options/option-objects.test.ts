import { gzipSync } from "node:zlib";
import { createFolder } from "../../../generated/index.js";
import { InfoRouterClient, type InfoRouterClientOptions } from "../../../src/index.js";
import { SOAP } from "../../support/soap-messages.js";
import { CONFIRMED, client, failureOf, GUID, recorder, refusedBy } from "./recorder.js";

describe("an options object of any kind", () => {
  const good: InfoRouterClientOptions = {
    endpoint: "https://dms.example.com/srv.asmx",
    ticket: "T",
    headers: { "X-A": "1" },
  };

  test.each<[kind: string, make: (options: object) => object]>([
    ["frozen", (options) => Object.freeze({ ...options })],
    ["without a prototype", (options) => Object.assign(Object.create(null), options)],
    ["inherited", (options) => Object.create(options)],
    [
      "getters of a class",
      (options) => new Proxy(new (class Options {})(), { get: (_, name) => Reflect.get(options, name) }),
    ],
    ["with symbols and numbers for keys", (options) => ({ ...options, [Symbol("s")]: 1, 0: 1 })],
    [
      "with a member called __proto__",
      (options) => Object.assign(JSON.parse('{"__proto__": {"timeoutInMs": 0}}'), options),
    ],
    ["with unknown members", (options) => ({ ...options, valueOf: 1, toString: null, constructor: 0 })],
  ])("works if it is %s", async (_kind, make) => {
    const transport = recorder();
    await using infoRouter = new InfoRouterClient(make({ ...good, transport }) as InfoRouterClientOptions);
    const options = make({ requestId: "mine", ifMissing: "ignore" });
    await expect(infoRouter.deleteFolder("/a/b", options)).resolves.toEqual({ path: "/a/b", outcome: "deleted" });
    expect(transport.requests).toHaveLength(1);
    expect(() => new InfoRouterClient(make({ ...good, timeoutInMs: 0 }) as InfoRouterClientOptions)).toThrow(
      "options.timeoutInMs",
    );
  });

  test("is not extended by a member called __proto__", async () => {
    const options = JSON.parse(
      '{"endpoint": "http://dms.example.com/", "ticket": "T", "__proto__": {"allowInsecureHttp": true}}',
    );
    expect(await refusedBy(() => new InfoRouterClient(options))).toBe("options.endpoint");
  });

  test("is read once, so that the checked value is the used value", async () => {
    const reads = new Map<PropertyKey, number>();
    const counted = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (_, name, receiver) => {
          reads.set(name, (reads.get(name) ?? 0) + 1);
          return Reflect.get(target, name, receiver);
        },
      });
    const transport = recorder();
    const check = (): void => {
      expect([...reads].filter(([, count]) => count > 1)).toEqual([]);
      reads.clear();
    };
    await using infoRouter = new InfoRouterClient(counted({ ...good, transport, retry: counted({ maxRetries: 1 }) }));
    check();
    await infoRouter.deleteFolder("/a/b", counted({ ifMissing: "error" as const, timeoutInMs: 1e6, requestId: "r" }));
    check();
    await infoRouter.deleteDownloadHandler(GUID, counted({ timeoutInMs: 1e6, requestId: "r" }));
    check();
    await infoRouter.call(createFolder, { path: "/a/b" }, counted({ secrets: ["s"], answerIsSecret: false }));
    check();
    for await (const { outcome } of infoRouter.deleteFolders(
      ["/a/b"],
      counted({ concurrency: 1, stopOnError: true, timeoutInMs: 1e6 }),
    )) {
      expect(outcome).toBe("deleted");
    }
    check();
  });

  const own = new Error("mine");
  const throwing = (): never => {
    throw own;
  };

  test.each<[what: string, hostile: object]>([
    ["where a getter throws", Object.defineProperty({}, "timeoutInMs", { get: throwing })],
    ["where a proxy throws", new Proxy({}, { get: throwing })],
  ])("leaves the caller's own error as it is, and sends nothing, %s", async (_what, hostile) => {
    const transport = recorder();
    await using infoRouter = client({ transport });
    expect(
      await failureOf(
        () => new InfoRouterClient(Object.create(hostile, Object.getOwnPropertyDescriptors({ ...good, transport }))),
      ),
    ).toBe(own);
    expect(await failureOf(() => infoRouter.deleteFolder("/a/b", hostile))).toBe(own);
    expect(await failureOf(() => infoRouter.deleteDownloadHandler(GUID, hostile))).toBe(own);
    expect(await failureOf(() => infoRouter.deleteFolders(["/a/b"], hostile))).toBe(own);
    expect(transport.requests).toEqual([]);
  });

  test("with a signal that throws leaves no request and no timer", async () => {
    const transport = recorder();
    await using infoRouter = client({ transport });
    const signal = { aborted: false, addEventListener: throwing, removeEventListener: throwing } as never;
    jest.useFakeTimers();
    try {
      for (let times = 0; times < 2; times += 1) {
        expect(await failureOf(() => infoRouter.deleteFolder("/a/b", { signal }))).toBe(own);
      }
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
    expect(transport.requests).toEqual([]);
  });

  test("may hold the largest numbers", async () => {
    const body = gzipSync(CONFIRMED);
    const headers = { "content-type": SOAP["1.1"].contentType, "content-encoding": "gzip" };
    const largest = {
      timeoutInMs: Number.MAX_VALUE,
      maxResponseBytes: 2 ** 53 - 1,
      maxConnections: 2 ** 53 - 1,
      retry: { maxRetries: 2 ** 53 - 1 },
    };
    await using infoRouter = client({ ...largest, transport: async () => ({ status: 200, headers, body }) });
    await expect(infoRouter.deleteFolder("/a/b", { timeoutInMs: Number.MAX_VALUE })).resolves.toMatchObject({
      outcome: "deleted",
    });
  });
});
