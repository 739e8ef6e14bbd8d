import { fileURLToPath } from "node:url";
import { printTable, rounded } from "./figures.js";
import { compiled } from "./programs.js";
import { atMost, type Target } from "./targets.js";
import { type Timed, timed } from "./timed.js";

export interface StartResult {
  readonly subject: string;
  /** From the start of the process to its end: the shortest of all rounds, since others only make it longer. */
  readonly milliseconds: number;
  readonly millisecondsAboveNode: number;
  readonly cpuMs: number;
  readonly cpuMsAboveNode: number;
  /** Of the time. */
  readonly ratioToSoapOnTheFullContract: number;
}

interface Start {
  readonly subject: string;
  readonly commandLine: (url: string) => readonly string[];
}

const NODE = "node, doing nothing";
const FIRST_DELETION = "this package, first deletion";
const SOAP_FULL = "soap, first deletion, contract of 425 operations";

const program = (name: string, wsdl = ""): Start["commandLine"] => {
  return (url) => [compiled(`start/${name}`), `${url}/400-bytes`, `${url}${wsdl}`];
};
const command = (...options: readonly string[]): Start["commandLine"] => {
  const main = fileURLToPath(new URL("../../../dist/esm/src/cli/main.js", import.meta.url));
  return (url) => [main, ...options, ...(options.includes("--dry-run") ? ["--endpoint", url] : [])];
};

const starts: readonly Start[] = [
  { subject: NODE, commandLine: program("nothing") },
  { subject: "inforouter --help", commandLine: command("--help") },
  {
    subject: "inforouter delete-folder --dry-run",
    commandLine: command("delete-folder", "/Finance/Reports/2024", "--dry-run"),
  },
  { subject: "inforouter generate --help", commandLine: command("generate", "--help") },
  { subject: "this package, imported only", commandLine: program("import-package") },
  { subject: FIRST_DELETION, commandLine: program("this-package") },
  { subject: "node:http by hand, first deletion", commandLine: program("by-hand") },
  { subject: "soap, first deletion, contract of 2 operations", commandLine: program("soap", "/two.wsdl") },
  { subject: SOAP_FULL, commandLine: program("soap", "/full.wsdl") },
];

/** Time of processes that do one thing and end. */
export async function measureStart(url: string, rounds: number): Promise<readonly StartResult[]> {
  const runs = new Map(starts.map(({ subject }) => [subject, [] as Timed[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { subject, commandLine } of starts) {
      runs.get(subject)?.push(await timed(commandLine(url)));
    }
  }
  const least = (subject: string, figure: "milliseconds" | "cpuMs"): number =>
    Math.min(...(runs.get(subject) ?? []).map((run) => run[figure]));
  const results = starts.map(({ subject }) => ({
    subject,
    milliseconds: rounded(least(subject, "milliseconds")),
    millisecondsAboveNode: rounded(least(subject, "milliseconds") - least(NODE, "milliseconds")),
    cpuMs: rounded(least(subject, "cpuMs")),
    cpuMsAboveNode: rounded(least(subject, "cpuMs") - least(NODE, "cpuMs")),
    ratioToSoapOnTheFullContract: rounded(least(subject, "milliseconds") / least(SOAP_FULL, "milliseconds"), 2),
  }));
  print(results);
  return results;
}

const MOST_ABOVE_NODE = new Map([
  ["inforouter --help", 40],
  ["inforouter delete-folder --dry-run", 55],
  ["inforouter generate --help", 90],
  [FIRST_DELETION, 130],
]);

export function startTargets(results: readonly StartResult[]): readonly Target[] {
  return results.flatMap(({ subject, millisecondsAboveNode, ratioToSoapOnTheFullContract }) => {
    const most = MOST_ABOVE_NODE.get(subject);
    return [
      ...(most === undefined ? [] : [atMost(`${subject}, above node`, millisecondsAboveNode, most, "ms")]),
      ...(subject === FIRST_DELETION ? [atMost(`${subject}, ÷ soap`, ratioToSoapOnTheFullContract, 0.35)] : []),
    ];
  });
}

function print(results: readonly StartResult[]): void {
  printTable(
    "From the start of a process to its end, the shortest of all rounds",
    ["", "ms", "above node", "CPU ms", "above node", "÷ soap, 425 operations"],
    results.map((result) => [
      result.subject,
      String(result.milliseconds),
      String(result.millisecondsAboveNode),
      String(result.cpuMs),
      String(result.cpuMsAboveNode),
      result.ratioToSoapOnTheFullContract.toFixed(2),
    ]),
  );
}
