/**
 * `npm run bench`: what calls, starts and generation cost, beside what one would use instead.
 *
 *     npm run bench [-- --quick] [--only calls,cold-start,memory,generate,cost,worst] [--answers EXPRESSION]
 *         [--wsdl FILE …] [--json FILE]
 *
 * The first `--wsdl` stands for the whole contract of the service instead of one that is made up; the others are
 * generated from, too.
 *
 * `cost`, what an installation brings along, is measured only when asked for: it installs from the registry.
 *
 * `worst`, what answers cost that are made to cost much, is measured only when asked for, too; alone, it needs nothing that
 * is not installed. `--answers` chooses them by a regular expression for their names.
 *
 * Figures are of this machine and moment; what means something are the ratios, which are of one run.
 */
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type CallsReport, measureCalls } from "./calls.js";
import { measureColdStart } from "./cold-start.js";
import { measureBundles, measureInstallations } from "./cost.js";
import { measureGeneration } from "./generation.js";
import { measureMemory } from "./memory.js";
import { prepare, prepareAlone } from "./prepare.js";
import type { ServerReady } from "./programs/server.js";
import { start } from "./programs.js";
import { measureWorst } from "./worst.js";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "calls,cold-start,memory,generate" },
    answers: { type: "string", default: "" },
    wsdl: { type: "string", multiple: true },
    json: { type: "string" },
  },
});
const parts = new Set(options.only.split(","));
const { quick } = options;

const isAlone = parts.size === 1 && parts.has("worst");
await (isAlone ? prepareAlone(["hostile-server", "hostile-call"]) : prepare());
const machine = `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores`;
console.log(`${machine}, Node.js ${process.version}`);

const server = isAlone
  ? undefined
  : start(
      "server",
      options.wsdl?.slice(0, 1).map((path) => resolve(path)),
    );
const { url } = (await server?.answer<ServerReady>()) ?? { url: "" };
const nothing: CallsReport = { results: [], doubts: [] };
const calls =
  server !== undefined && parts.has("calls")
    ? await measureCalls({
        url,
        server,
        sizes: quick ? ["400-bytes"] : ["400-bytes", "100-kB"],
        concurrencies: quick ? [16] : [1, 16, 64],
        rounds: quick ? 5 : 11,
        sliceInMs: quick ? 200 : 400,
      })
    : nothing;
const coldStart = parts.has("cold-start") ? await measureColdStart(url, quick ? 3 : 11) : [];
const memory = parts.has("memory") ? await measureMemory(url, quick ? 10_000 : 100_000) : undefined;
server?.end();
const generate = parts.has("generate") ? await measureGeneration({ quick, wsdls: options.wsdl ?? [] }) : [];
const cost = parts.has("cost") ? { installations: measureInstallations(), bundles: await measureBundles() } : undefined;
const worst = parts.has("worst") ? await measureWorst(new RegExp(options.answers)) : [];

if (calls.doubts.length > 0) {
  console.log(`\nThe machine was too busy to judge by these figures:\n- ${calls.doubts.join("\n- ")}`);
}
if (options.json !== undefined) {
  const { results, doubts } = calls;
  const report = { machine, node: process.version, doubts, results, coldStart, memory, generate, cost, worst };
  writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
}
