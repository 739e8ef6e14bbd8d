import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { printTable, rounded } from "./figures.js";
import type { DownloadRun } from "./programs/download.js";
import { compiled } from "./programs.js";
import { atMost, type Target } from "./targets.js";

export interface DownloadResult {
  readonly subject: string;
  /** The least of all rounds. */
  readonly milliseconds: number;
  readonly cpuMs: number;
  /** Beyond a process that is ready to download. */
  readonly memoryInMb: number;
  /** Of the processor time. */
  readonly ratioToByHand: number;
}

const BY_HAND = "by hand";
const SUBJECTS = ["this package", BY_HAND];

/** Time and memory of the download of a large document, with its checksums, beside a loop by hand that checks nothing. */
export async function measureDownload(megabytes: number, rounds: number): Promise<readonly DownloadResult[]> {
  const size = megabytes * 1_000_000;
  const server = fork(fileURLToPath(new URL("../download/server.ts", import.meta.url)), [String(size)]);
  const [endpoint] = await once(server, "message");
  const runs = new Map(SUBJECTS.map((subject) => [subject, [] as DownloadRun[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of SUBJECTS) {
      const { stdout } = await promisify(execFile)(process.execPath, [compiled("download"), subject, endpoint]);
      const run = JSON.parse(stdout) as DownloadRun;
      if (run.bytes !== size) {
        throw new Error(`${subject}: expected ${size} bytes, found ${run.bytes}`);
      }
      runs.get(subject)?.push(run);
    }
  }
  server.kill();
  const least = (subject: string, figure: (run: DownloadRun) => number): number =>
    Math.min(...(runs.get(subject) ?? []).map(figure));
  const results = SUBJECTS.map((subject) => ({
    subject,
    milliseconds: rounded(least(subject, (run) => run.milliseconds)),
    cpuMs: rounded(least(subject, (run) => run.cpuMs)),
    memoryInMb: rounded(least(subject, (run) => run.peakMemoryInMb - run.memoryBeforeInMb)),
    ratioToByHand: rounded(least(subject, (run) => run.cpuMs) / least(BY_HAND, (run) => run.cpuMs), 2),
  }));
  printTable(
    `A download of ${megabytes} MB`,
    ["", "ms", "CPU ms", "MB beyond ready", "÷ by hand"],
    results.map((result) => [
      result.subject,
      String(result.milliseconds),
      String(result.cpuMs),
      String(result.memoryInMb),
      result.ratioToByHand.toFixed(2),
    ]),
  );
  return results;
}

export function downloadTargets(results: readonly DownloadResult[]): readonly Target[] {
  return results
    .filter(({ subject }) => subject !== BY_HAND)
    .map(({ memoryInMb }) => atMost("memory of a download", memoryInMb, 100, "MB beyond ready"));
}
