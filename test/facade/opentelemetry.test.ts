import { readFileSync } from "node:fs";
import { join } from "node:path";
import { trace } from "@opentelemetry/api";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { transformSync } from "@swc/core";
import { InfoRouterClient } from "../../src/index.js";
import { startInfoRouterServer } from "../../src/testing/index.js";

/** The recipe of src/soap/README.md, as a user would paste it. */
function readRecipe(): string {
  const readme = readFileSync(join(__dirname, "../../src/soap/README.md"), "utf8");
  const recipe = /^## OpenTelemetry$.*?^```ts$(.*?)^```$/ms.exec(readme)?.[1] ?? "";
  return transformSync(recipe, {
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
  }).code;
}

test("the recipe of the guide makes a span of each request", async () => {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  new Function("require", "exports", readRecipe())(require, {});

  await using server = await startInfoRouterServer({ folders: ["/Finance/Reports"], users: { jane: "secret" } });
  await using infoRouter = new InfoRouterClient({ endpoint: server.url, ticket: server.ticketFor("jane") });
  await infoRouter.deleteFolder("/Finance/Reports");
  await infoRouter.deleteFolder("/Finance/Reports").catch(() => {});

  const { hostname, port } = new URL(server.url);
  const attributes = {
    "rpc.system": "soap",
    "rpc.method": "DeleteFolder",
    "server.address": hostname,
    "server.port": Number(port),
    "rpc.attempt": 1,
    "http.response.status_code": 200,
  };
  expect(exporter.getFinishedSpans()).toMatchObject([
    { name: "DeleteFolder", status: { code: 0 }, attributes: { ...attributes, "inforouter.outcome": "confirmed" } },
    {
      name: "DeleteFolder",
      status: { code: 2, message: "FOLDER_NOT_FOUND" },
      attributes: { ...attributes, "inforouter.outcome": "rejected" },
    },
  ]);
});
