/** To be imported before a program: says at its end, on file descriptor 3, what it took. */
import { writeSync } from "node:fs";

export interface Usage {
  readonly peakMemoryInMb: number;
  readonly cpuMs: number;
}

process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage: Usage = { peakMemoryInMb: maxRSS / 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 };
  writeSync(3, JSON.stringify(usage));
});
