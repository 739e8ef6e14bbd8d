/** Measures a subject, slice by slice, when told so. */
import { type Subject, subjects } from "./subjects.js";

export interface SliceRequest {
  readonly concurrency: number;
  readonly milliseconds: number;
}

export interface Slice {
  readonly calls: number;
  readonly milliseconds: number;
  readonly cpuMicros: number;
  /** Of the process since its start. */
  readonly peakMemoryInMb: number;
}

const [name, endpoint = ""] = process.argv.slice(2);
const call = await subjects[name as Subject](endpoint);
await call();

process.on("message", async ({ concurrency, milliseconds }: SliceRequest) => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let calls = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() - start < milliseconds) {
      await call();
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  const elapsed = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({
    calls,
    milliseconds: elapsed,
    cpuMicros: user + system,
    peakMemoryInMb: process.resourceUsage().maxRSS / 1024,
  } satisfies Slice);
});
process.send?.("ready");
