import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, printTable, rounded } from "./figures.js";
import { manyOperations, wsdlOf } from "./programs/contract.js";
import { atMost, type Target } from "./targets.js";
import { type Timed, timed } from "./timed.js";

export interface GenerationOptions {
  readonly quick: boolean;
  /** Further contracts to generate from. */
  readonly wsdls: readonly string[];
  /** Operations of the largest contract that is made up. */
  readonly most: number;
}

export interface GenerationResult {
  readonly contract: string;
  readonly contractInKb: number;
  readonly subject: string;
  readonly milliseconds: number;
  readonly peakMemoryInMb: number;
  /** Of the time. */
  readonly ratioToWsdlTsclient: number;
}

interface Contract {
  readonly name: string;
  readonly path: string;
  readonly rounds: number;
}

const THIS_PACKAGE = "this package";
const WSDL_TSCLIENT = "wsdl-tsclient";

const generators: Readonly<Record<string, (wsdl: string, output: string) => readonly string[]>> = {
  [THIS_PACKAGE]: (wsdl, output) => [
    file("../../../dist/esm/src/cli/main.js"),
    ...["generate", "--wsdl", wsdl, "--out", output],
  ],
  [WSDL_TSCLIENT]: (wsdl, output) => [
    file("node_modules/wsdl-tsclient/dist/src/cli.js"),
    wsdl,
    "-o",
    output,
    "--quiet",
  ],
};

/** Time and memory of generating a client, and how they grow with the contract. */
export async function measureGeneration({
  quick,
  wsdls,
  most,
}: GenerationOptions): Promise<readonly GenerationResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "inforouter-bench-"));
  try {
    const given = wsdls.map((path) => ({ name: basename(path), path, rounds: quick ? 3 : 5 }));
    const made = [100, 1_000, 10_000].filter((count) => count <= most).map((count) => contractOf(count, folder));
    const results: GenerationResult[] = [];
    for (const contract of [...given, ...made]) {
      results.push(...(await measureContract(contract, folder)));
    }
    print(results);
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function contractOf(count: number, folder: string): Contract {
  const path = join(folder, `srv-${count}.wsdl`);
  writeFileSync(path, wsdlOf(manyOperations(count), "http://localhost/srv.asmx"));
  // wsdl-tsclient takes minutes for the largest.
  return { name: `${count} operations`, path, rounds: count < 10_000 ? 3 : 1 };
}

async function measureContract(contract: Contract, folder: string): Promise<GenerationResult[]> {
  const runs = new Map(Object.keys(generators).map((subject) => [subject, [] as Timed[]]));
  for (let round = 0; round < contract.rounds; round += 1) {
    for (const [subject, commandLine] of Object.entries(generators)) {
      const output = join(folder, `generated-${subject.replaceAll(" ", "-")}`);
      rmSync(output, { recursive: true, force: true });
      runs.get(subject)?.push(await timed(commandLine(contract.path, output)));
    }
  }
  const ratios = (runs.get(THIS_PACKAGE) ?? []).map(
    ({ milliseconds }, round) => milliseconds / (runs.get(WSDL_TSCLIENT)?.[round]?.milliseconds ?? Number.NaN),
  );
  return [...runs].map(([subject, measured]) => ({
    contract: contract.name,
    contractInKb: rounded(statSync(contract.path).size / 1024),
    subject,
    milliseconds: rounded(median(measured.map(({ milliseconds }) => milliseconds))),
    peakMemoryInMb: rounded(median(measured.map(({ peakMemoryInMb }) => peakMemoryInMb))),
    ratioToWsdlTsclient: subject === THIS_PACKAGE ? rounded(median(ratios), 2) : 1,
  }));
}

/** By the file names of contracts, which `--wsdl` gives. */
const MOST_OF_WSDL_TSCLIENT = new Map([
  ["srv-full.dotnet.wsdl", 0.45],
  ["enterprise.wsdl", 0.9],
  ["edialog.wsdl", 0.55],
  ["ShipService_v26.wsdl", 0.55],
  ["jirasoapservice-v2.wsdl", 0.55],
]);

export function generationTargets(results: readonly GenerationResult[]): readonly Target[] {
  return results
    .filter(({ subject }) => subject === THIS_PACKAGE)
    .flatMap(({ contract, ratioToWsdlTsclient }) => {
      const most = MOST_OF_WSDL_TSCLIENT.get(contract);
      return most === undefined
        ? []
        : [atMost(`generate from ${contract}, ÷ wsdl-tsclient`, ratioToWsdlTsclient, most)];
    });
}

function print(results: readonly GenerationResult[]): void {
  printTable(
    "Generating a client",
    ["", "kB", "", "ms", "peak MB", "÷ wsdl-tsclient"],
    results.map((result) => [
      result.contract,
      String(result.contractInKb),
      result.subject,
      String(result.milliseconds),
      String(result.peakMemoryInMb),
      result.ratioToWsdlTsclient.toFixed(2),
    ]),
  );
}

function file(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
