/** `npm run mutate -- [--only ROOM] [--fresh]`: changes the sources that decide an outcome, and counts what the tests notice. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { MutantResult, PartialStrykerOptions } from "@stryker-mutator/api/core";
import { Stryker } from "@stryker-mutator/core";
import { type Room, rooms } from "./rooms.js";

const HELP = `npm run mutate -- [--only ROOM] [--fresh]

Changes the sources of each room, one place at a time, and runs the room's suites. A change that no test notices survives.
Prints the score of each file, and the survivors. The results in coverage/mutation/ are used again for sources and tests
that did not change since; --fresh measures all anew. Stryker keeps an old result where rows were added for code that runs as
its module loads, such as a pattern in a constant: only --fresh shows what they notice.

Rooms: ${Object.keys(rooms).join(", ")}.`;

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    fresh: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const chosen = Object.entries(rooms).filter(([name]) => (options.only ?? name) === name);

if (options.help || chosen.length === 0) {
  console.log(HELP);
  process.exitCode = options.help ? 0 : 2;
} else {
  const reports: string[] = [];
  for (const [name, room] of chosen) {
    const mutants = await new Stryker(settings(name, room)).runMutationTest();
    reports.push(...room.sources.map((source) => report(source, mutants)));
  }
  console.log(reports.join("\n"));
}

function settings(name: string, { sources, tests }: Room): PartialStrykerOptions {
  return {
    mutate: [...sources],
    testRunner: "jest",
    plugins: ["@stryker-mutator/jest-runner"],
    jest: {
      configFile: "jest.config.mjs",
      config: {
        roots: ["src", "generated", "test"].map((folder) => `<rootDir>/${folder}`),
        // The suites of a room are loaded for each change: Stryker chooses among tests, not among suites.
        testMatch: tests.map((test) => `<rootDir>/${test}.test.ts`),
        testEnvironment: join(import.meta.dirname, "fail-fast-environment.cjs"),
      },
      enableFindRelatedTests: false,
    },
    coverageAnalysis: "perTest",
    concurrency: 1,
    // A change can make a loop endless. On a busy machine, a test can take long without that.
    timeoutMS: 5_000,
    timeoutFactor: 2,
    incremental: true,
    incrementalFile: `coverage/mutation/${name}.json`,
    force: options.fresh,
    tempDirName: `coverage/mutation/sandbox-${name}`,
    ignorePatterns: ["coverage", "dist"],
    // Stryker would rewrite its paths with functions that TypeScript 7 does not have. No test reads it.
    tsconfigFile: "none",
    reporters: ["progress-append-only"],
    allowConsoleColors: false,
  };
}

/** A line with the score, and one for each survivor: its place, the text, and what took its place. */
function report(source: string, mutants: readonly MutantResult[]): string {
  const ofSource = mutants.filter(({ fileName }) => fileName.endsWith(source));
  const noticed = ofSource.filter(({ status }) => status === "Killed" || status === "Timeout");
  const survivors = ofSource.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  const total = noticed.length + survivors.length;
  const lines = readFileSync(source, "utf8").split("\n");
  return [
    `${((100 * noticed.length) / total).toFixed(1)} % of ${total}: ${source}`,
    ...survivors.map(({ location: { start, end }, replacement, mutatorName }) => {
      const rest = lines[start.line - 1]?.slice(start.column - 1) ?? "";
      const text = start.line === end.line ? rest.slice(0, end.column - start.column) : `${rest} …`;
      return `  ${start.line}:${start.column} ${mutatorName}: ${text} → ${replacement.replace(/\s+/g, " ")}`;
    }),
  ].join("\n");
}
