/**
 * `npm run bench`: what users wait for, beside what one would use instead, and which targets are met. About ten minutes.
 *
 *     npm run bench [-- --quick] [--only calls,reading,start,memory,rows,download,generate,worst,cost]
 *         [--answers EXPRESSION] [--wsdl FILE …] [--json FILE]
 *
 * The first `--wsdl` stands for the whole contract of the service instead of one that is made up; the others are
 * generated from, too.
 *
 * `cost`, what an installation brings along, is measured only when asked for: it installs from the registry.
 *
 * `worst`, what answers cost that are made to cost much, needs nothing that is not installed if it is asked for alone.
 * `--answers` chooses them by a regular expression for their names.
 *
 * Figures are of this machine and moment; what means something are the ratios, which are of one run.
 */
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type CallsReport, callsTargets, measureCalls } from "./calls.js";
import { measureBundles, measureInstallations } from "./cost.js";
import { downloadTargets, measureDownload } from "./download.js";
import { generationTargets, measureGeneration } from "./generation.js";
import { measureMemory } from "./memory.js";
import { prepare, prepareAlone } from "./prepare.js";
import type { ServerReady } from "./programs/server.js";
import { start } from "./programs.js";
import { measureReading, readingTargets } from "./reading.js";
import { measureRows } from "./rows.js";
import { measureStart, startTargets } from "./start.js";
import { printTargets } from "./targets.js";
import { measureWorst, worstTargets } from "./worst.js";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "calls,reading,start,memory,rows,download,generate,worst" },
    answers: { type: "string", default: "" },
    wsdl: { type: "string", multiple: true, default: [] },
    json: { type: "string" },
  },
});
const parts = new Set(options.only.split(","));
const { quick } = options;

const isAlone = parts.size === 1 && parts.has("worst");
await (isAlone ? prepareAlone(["hostile-server", "hostile-call"]) : prepare());
const machine = `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores`;
console.log(`${machine}, Node.js ${process.version}`);

const contracts = options.wsdl.map((path) => resolve(path));
const server = isAlone ? undefined : start("server", contracts.slice(0, 1));
const { url } = (await server?.answer<ServerReady>()) ?? { url: "" };
const nothing: CallsReport = { results: [], doubts: [] };
const calls =
  server !== undefined && parts.has("calls")
    ? await measureCalls({
        url,
        server,
        // With answers of 100 kB, 64 at a time is no other case than 16.
        cases: quick
          ? [["400-bytes", [16]]]
          : [
              ["400-bytes", [1, 16, 64]],
              ["100-kB", [1, 16]],
            ],
        rounds: quick ? 5 : 9,
        sliceInMs: quick ? 200 : 400,
      })
    : nothing;
const reading = parts.has("reading") ? await measureReading(quick ? 4 : 10) : [];
const starts = parts.has("start") ? await measureStart(url, quick ? 3 : 12) : [];
const memory = parts.has("memory") ? await measureMemory(url, quick ? 10_000 : 100_000) : undefined;
const rows = parts.has("rows") ? await measureRows(url, quick ? 1 : 3) : [];
server?.end();
const download = parts.has("download") ? await measureDownload(quick ? 60 : 300, quick ? 1 : 3) : [];
// The largest contract takes minutes, so that it is generated from only when nothing else is measured.
const most = quick || parts.size > 1 ? 1_000 : 10_000;
const generate = parts.has("generate") ? await measureGeneration({ quick, wsdls: contracts, most }) : [];
const cost = parts.has("cost") ? { installations: measureInstallations(), bundles: await measureBundles() } : undefined;
const worst = parts.has("worst") ? await measureWorst(new RegExp(options.answers)) : [];

const targets = [
  ...startTargets(starts),
  ...readingTargets(reading),
  ...callsTargets(calls),
  ...downloadTargets(download),
  ...generationTargets(generate),
  ...worstTargets(worst),
];
printTargets(targets);
if (calls.doubts.length > 0) {
  console.log(`\nThe machine was too busy to judge by these figures:\n- ${calls.doubts.join("\n- ")}`);
}
if (options.json !== undefined) {
  const { results, doubts } = calls;
  const report = { results, reading, starts, memory, rows, download, generate, cost, worst };
  writeFileSync(
    options.json,
    `${JSON.stringify({ machine, node: process.version, doubts, targets, ...report }, null, 2)}\n`,
  );
}
