import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { printTable, rounded } from "./figures.js";
import type { RowsRun } from "./programs/rows.js";
import { ROWS } from "./programs/rows-contract.js";
import { compiled } from "./programs.js";

export interface RowsResult {
  readonly subject: string;
  /** Of the fastest call of all rounds, as are all times here. */
  readonly rowsPerSecond: number;
  readonly cpuMicrosPerRow: number;
  /** Of the process since its start. */
  readonly peakMemoryInMb: number;
  /** Of that, what it took beyond a process that is ready to call. */
  readonly memoryOfCallsInMb: number;
  /** Rows a second divided by those of npm `soap`. */
  readonly ratioToSoap: number;
}

/** The Python that Debian's packages are for. */
const PYTHON = "/usr/bin/python3";
const SUBJECTS = ["this package", "soap", "strong-soap", "zeep"];

/** Rows a second and memory of a typed list of 10,000 rows, one call at a time. */
export async function measureRows(url: string, rounds: number): Promise<readonly RowsResult[]> {
  const runs = new Map<string, RowsRun[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of SUBJECTS) {
      const run = await runOf(subject, [`${url}/rows`, `${url}/rows.wsdl`]);
      if (run !== undefined) {
        runs.set(subject, [...(runs.get(subject) ?? []), run]);
      }
    }
  }
  const results = [...runs].map(([subject, all]) => resultOf(subject, all));
  const soap = results.find(({ subject }) => subject === "soap")?.rowsPerSecond ?? Number.NaN;
  const withRatios = results.map((result) => ({ ...result, ratioToSoap: rounded(result.rowsPerSecond / soap, 1) }));
  print(withRatios);
  return withRatios;
}

/** Undefined where the subject is zeep, and zeep is not installed. */
async function runOf(subject: string, endpoints: readonly string[]): Promise<RowsRun | undefined> {
  const [command, ...commandLine] =
    subject === "zeep"
      ? [PYTHON, fileURLToPath(new URL("programs/rows-zeep.py", import.meta.url)), ...endpoints]
      : [process.execPath, compiled("rows"), subject, ...endpoints];
  try {
    const { stdout } = await promisify(execFile)(command, commandLine);
    return JSON.parse(stdout) as RowsRun;
  } catch (error) {
    const { code, stderr = "" } = error as { readonly code?: unknown; readonly stderr?: string };
    if (subject === "zeep" && (code === "ENOENT" || /No module named .zeep/.test(stderr))) {
      return undefined;
    }
    throw error;
  }
}

function resultOf(subject: string, runs: readonly RowsRun[]): Omit<RowsResult, "ratioToSoap"> {
  const least = (figure: keyof RowsRun): number => Math.min(...runs.map((run) => run[figure]));
  return {
    subject,
    rowsPerSecond: rounded((1000 * ROWS) / least("milliseconds")),
    cpuMicrosPerRow: rounded((1000 * least("cpuMs")) / ROWS, 1),
    peakMemoryInMb: rounded(least("peakMemoryInMb")),
    memoryOfCallsInMb: rounded(
      Math.min(...runs.map(({ peakMemoryInMb, memoryBeforeInMb }) => peakMemoryInMb - memoryBeforeInMb)),
    ),
  };
}

function print(results: readonly RowsResult[]): void {
  printTable(
    `A typed list of ${ROWS} rows, one call at a time`,
    ["", "rows/s", "CPU µs/row", "peak MB", "of it for calls", "÷ soap"],
    results.map((result) => [
      result.subject,
      String(result.rowsPerSecond),
      result.cpuMicrosPerRow.toFixed(1),
      String(result.peakMemoryInMb),
      String(result.memoryOfCallsInMb),
      result.ratioToSoap.toFixed(1),
    ]),
  );
  if (!results.some(({ subject }) => subject === "zeep")) {
    console.log("zeep is not installed: apt-get install --no-install-recommends python3-zeep");
  }
}
