import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readFileSync } from "node:fs";
import type { ClientRequest } from "node:http";
import { join } from "node:path";
import { type Context, type ContextManager, context, propagation, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import * as conventions from "@opentelemetry/semantic-conventions";
import { transformSync } from "@swc/core";
import type { InfoRouterClient } from "../../src/index.js";
import * as infoRouterPackage from "../../src/index.js";
import * as soapPackage from "../../src/soap/index.js";
import { type InfoRouterServer, startInfoRouterServer } from "../../src/testing/index.js";

/** The recipe of src/soap/README.md, as a user would paste it. */
function readRecipe(): string {
  const readme = readFileSync(join(__dirname, "../../src/soap/README.md"), "utf8");
  return /^## OpenTelemetry$.*?^```ts$(.*?)^```$/ms.exec(readme)?.[1] ?? "";
}

/** Runs the recipe, and returns its client. */
function runRecipe(endpoint: string, ticket: string): InfoRouterClient {
  const { code } = transformSync(readRecipe().replace("https://dms.example.com/srv.asmx", endpoint), {
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
  });
  const packages = new Map<string, unknown>([
    ["inforouter-soap-client", infoRouterPackage],
    ["inforouter-soap-client/soap", soapPackage],
  ]);
  const requireOf = (name: string): unknown => packages.get(name) ?? require(name);
  return new Function("require", "exports", "ticket", `${code}; return infoRouter;`)(requireOf, {}, ticket);
}

/** The context manager of an application, as small as it can be. */
class Contexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  active = (): Context => this.#storage.getStore() ?? ROOT_CONTEXT;
  with: ContextManager["with"] = (active, run, self, ...args) =>
    this.#storage.run(active, () => Reflect.apply(run, self, args));
  bind: ContextManager["bind"] = (_context, target) => target;
  enable = (): this => this;
  disable = (): this => this;
}

const exporter = new InMemorySpanExporter();
const sentHeaders: unknown[] = [];
const noteHeaders = (message: unknown): void => {
  sentHeaders.push((message as { request: ClientRequest }).request.getHeader("traceparent"));
};
let server: InfoRouterServer;
let infoRouter: InfoRouterClient;

beforeAll(async () => {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  context.setGlobalContextManager(new Contexts());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  subscribe("http.client.request.start", noteHeaders);
  server = await startInfoRouterServer({ folders: ["/Finance/Reports"], users: { jane: "secret" } });
  infoRouter = runRecipe(server.url, server.ticketFor("jane"));
});
afterAll(async () => {
  await infoRouter.close();
  await server.close();
  unsubscribe("http.client.request.start", noteHeaders);
});
beforeEach(() => {
  exporter.reset();
  sentHeaders.length = 0;
});

test("the recipe of the guide makes a span of each request, of the conventions for RPC", async () => {
  await infoRouter.deleteFolder("/Finance/Reports");
  await infoRouter.deleteFolder("/Finance/Reports").catch(() => {});
  const { hostname, port } = new URL(server.url);
  const attributes = {
    "rpc.system.name": "soap",
    "rpc.method": "Srv/DeleteFolder",
    "server.address": hostname,
    "server.port": Number(port),
    "http.response.status_code": 200,
  };
  expect(exporter.getFinishedSpans().map(({ name, status, attributes }) => ({ name, status, attributes }))).toEqual([
    { name: "Srv/DeleteFolder", status: { code: 0 }, attributes: { ...attributes, "inforouter.outcome": "confirmed" } },
    {
      name: "Srv/DeleteFolder",
      status: { code: 2 },
      attributes: { ...attributes, "inforouter.outcome": "rejected", "error.type": "FOLDER_NOT_FOUND" },
    },
  ]);
});

test("a span of a request without response has no status", async () => {
  server.failNext({ operation: "DeleteDownloadHandler", with: "cut" });
  await infoRouter.deleteDownloadHandler("a1b2c3d4-e5f6-7890-abcd-ef1234567890").catch(() => {});
  const controller = new AbortController();
  const asking = infoRouter.folderExists("/Finance", { signal: controller.signal });
  controller.abort();
  await asking.catch(() => {});
  const spans = exporter.getFinishedSpans().map(({ attributes }) => attributes);
  expect(spans).toMatchObject([
    { "error.type": "ECONNRESET", "inforouter.outcome": "unknown" },
    { "error.type": "ABORTED" },
  ]);
  for (const span of spans) {
    expect(Object.keys(span).filter((name) => /status/.test(name))).toEqual([]);
  }
});

test("a span of a repetition has its number", async () => {
  const tickets = ["expired", server.ticketFor("jane")];
  const client = new infoRouterPackage.InfoRouterClient({ endpoint: server.url, ticket: () => tickets.shift() ?? "" });
  await client.folderExists("/Finance");
  await client.close();
  expect(exporter.getFinishedSpans().map(({ attributes }) => attributes["http.request.resend_count"])).toEqual([
    undefined,
    1,
  ]);
});

test("each request carries the traceparent of its span, whose parent is the caller's", async () => {
  const tracer = trace.getTracer("application");
  await tracer.startActiveSpan("cleanup", async (span) => {
    await Promise.all([infoRouter.folderExists("/Finance"), infoRouter.folderExists("/Finance/Reports")]);
    span.end();
  });
  const spans = exporter.getFinishedSpans();
  const cleanup = spans.find(({ name }) => name === "cleanup")?.spanContext();
  const requests = spans.filter(({ name }) => name === "Srv/FolderExists");
  expect(requests.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual([
    cleanup?.spanId,
    cleanup?.spanId,
  ]);
  const expected = requests.map((span) => `00-${cleanup?.traceId}-${span.spanContext().spanId}-01`);
  // A request that meets a closed connection is written anew.
  expect([...new Set(sentHeaders)].sort()).toEqual(expected.sort());
});

test("the recipe's attributes are stable ones of the conventions", () => {
  const stable = new Set<unknown>(Object.values(conventions));
  const names = [...readRecipe().matchAll(/"((?:rpc|http|server|error|url|network)\.[\w.]+)"/g)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !stable.has(name))).toEqual([]);
});
