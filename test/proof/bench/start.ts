import { spawn } from "node:child_process";
import { median, printTable, rounded } from "./figures.js";
import { compiled } from "./programs.js";

export interface ColdStartResult {
  readonly subject: string;
  /** From the start of the process to the first confirmed deletion. */
  readonly milliseconds: number;
  readonly millisecondsAboveNode: number;
  readonly ratioToSoapOnTheFullContract: number;
}

interface ColdStart {
  readonly subject: string;
  readonly program: string;
  readonly wsdl?: string;
}

const NODE = "node, doing nothing";
const SOAP_FULL = "soap, contract of 425 operations";

const coldStarts: readonly ColdStart[] = [
  { subject: NODE, program: "nothing" },
  { subject: "this package, imported only", program: "import-package" },
  { subject: "this package", program: "this-package" },
  { subject: "node:http by hand", program: "by-hand" },
  { subject: "soap, contract of 2 operations", program: "soap", wsdl: "/two.wsdl" },
  { subject: SOAP_FULL, program: "soap", wsdl: "/full.wsdl" },
];

/** Time from the start of a process to the first confirmed deletion. */
export async function measureColdStart(url: string, rounds: number): Promise<readonly ColdStartResult[]> {
  const times = new Map(coldStarts.map(({ subject }) => [subject, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const coldStart of coldStarts) {
      const milliseconds = await timeOf(coldStart, url);
      // The first round fills the caches of the operating system.
      if (round > 0) {
        times.get(coldStart.subject)?.push(milliseconds);
      }
    }
  }
  const medianOf = (subject: string): number => median(times.get(subject) ?? []);
  const results = coldStarts.map(({ subject }) => ({
    subject,
    milliseconds: rounded(medianOf(subject)),
    millisecondsAboveNode: rounded(medianOf(subject) - medianOf(NODE)),
    ratioToSoapOnTheFullContract: rounded(medianOf(subject) / medianOf(SOAP_FULL), 2),
  }));
  print(results);
  return results;
}

function timeOf({ subject, program, wsdl = "" }: ColdStart, url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [compiled(`cold-start/${program}`), `${url}/400-bytes`, `${url}${wsdl}`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let milliseconds: number | undefined;
    child.stdout.once("data", () => {
      milliseconds = performance.now() - startedAt;
    });
    child.once("close", () =>
      milliseconds === undefined ? reject(new Error(`${subject}: the folder was not deleted.`)) : resolve(milliseconds),
    );
  });
}

function print(results: readonly ColdStartResult[]): void {
  printTable(
    "From the start of the process to the first confirmed deletion",
    ["", "ms", "above node", "÷ soap, 425 operations"],
    results.map((result) => [
      result.subject,
      String(result.milliseconds),
      String(result.millisecondsAboveNode),
      result.ratioToSoapOnTheFullContract.toFixed(2),
    ]),
  );
}
