import { printTable, rounded } from "./figures.js";
import { start } from "./programs.js";

export interface MemoryResult {
  readonly calls: number;
  /** What the client's process holds after a garbage collection, after each tenth of the calls. */
  readonly heapInMb: readonly number[];
}

/** Whether a client holds more and more memory as it is used. */
export async function measureMemory(url: string, calls: number): Promise<MemoryResult> {
  const program = start("memory", [`${url}/400-bytes`, String(calls)], ["--expose-gc"]);
  const heapInMb = (await program.answer<number[]>()).map((value) => rounded(value, 2));
  printTable(
    "Memory that one client holds, after garbage collection",
    ["calls", "heap, MB"],
    heapInMb.map((value, index) => [String((calls / 10) * (index + 1)), value.toFixed(2)]),
  );
  return { calls, heapInMb };
}
