import { printTable, rounded } from "./figures.js";
import type { ReadingSlice } from "./programs/reading.js";
import { start } from "./programs.js";
import { atMost, type Target } from "./targets.js";

export interface ReadingResult {
  readonly concurrency: number;
  /** The least of all rounds. */
  readonly cpuMicrosPerCall: number;
}

const CONCURRENCIES = [1, 16];

/** Processor time of a call that is answered with 98 kB, without what the network takes. */
export async function measureReading(rounds: number): Promise<readonly ReadingResult[]> {
  const least = new Map<number, number>();
  const program = start("reading");
  await program.answer();
  for (let round = 0; round < rounds; round += 1) {
    for (const concurrency of CONCURRENCIES) {
      const { cpuMicrosPerCall } = await program.ask<ReadingSlice>(String(concurrency));
      least.set(concurrency, Math.min(cpuMicrosPerCall, least.get(concurrency) ?? Number.POSITIVE_INFINITY));
    }
  }
  program.end();
  const results = [...least].map(([concurrency, cpu]) => ({ concurrency, cpuMicrosPerCall: rounded(cpu) }));
  printTable(
    "Answers of 98 kB, without a network",
    ["at a time", "CPU µs/call"],
    results.map(({ concurrency, cpuMicrosPerCall }) => [String(concurrency), String(cpuMicrosPerCall)]),
  );
  return results;
}

export function readingTargets(results: readonly ReadingResult[]): readonly Target[] {
  return results.map(({ concurrency, cpuMicrosPerCall }) =>
    atMost(
      `98 kB without a network, ${concurrency} at a time`,
      rounded(cpuMicrosPerCall / 1000, 2),
      concurrency === 1 ? 1.4 : 1.6,
      "ms of processor time",
    ),
  );
}
