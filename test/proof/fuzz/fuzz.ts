/** `npm run fuzz -- [--seconds N | --cases N] [--seed S] [--only NAME] [--case N] [DIR …]`: changes good input by chance. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { randomNumbers } from "../../support/random-numbers.js";
import { answerFuzzer } from "./answers.js";
import { documentFuzzer } from "./documents.js";
import { messageFuzzer } from "./messages.js";
import { type Chance, chanceFrom } from "./mutate.js";
import { wsdlFuzzer } from "./wsdls.js";

/** The result of one case. */
export interface Case {
  /** In words, to be counted; `"wrong"` if a promise is broken. */
  readonly result: string;
  /** What is wrong. */
  readonly wrong?: string;
  readonly input: Uint8Array;
  /** How the input was made. */
  readonly changes: readonly string[];
}

export interface Fuzzer {
  run(chance: Chance, number: number): Promise<Case>;
  /** Ends the checks that run for many cases at once. Returns what is wrong. */
  end(): Promise<readonly string[]>;
}

const HELP = `npm run fuzz -- [--seconds N | --cases N] [--seed S] [--only answers|documents|messages|wsdls] [--case N] [DIR …]

Changes good answers and WSDLs by chance, in their bytes and in their elements. What comes of it must be a typed error, or
a success that another XML reader confirms. DIR: further WSDLs. --case N: that one alone. Exits with 1 if anything is wrong.`;

/** Processor time that a case may take, in milliseconds. */
const MAX_TIME_IN_MS = 5_000;
/** After so long, a case is taken to be without end. */
const HANG_IN_MS = 60_000;
const MAX_WRONG = 20;

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string" },
    cases: { type: "string" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000_000)) },
    only: { type: "string" },
    case: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const seed = Number(options.seed);
const fuzzers: Readonly<Record<string, (folders: readonly string[]) => Promise<Fuzzer>>> = {
  answers: async () => answerFuzzer(),
  documents: async () => documentFuzzer(),
  messages: messageFuzzer,
  wsdls: wsdlFuzzer,
};
const chosen = Object.entries(fuzzers).filter(([name]) => (options.only ?? name) === name);

if (options.help || chosen.length === 0) {
  console.log(HELP);
  process.exitCode = options.help ? 0 : 2;
} else {
  for (const [name, start] of chosen) {
    await fuzz(name, await start(folders));
  }
}

async function fuzz(name: string, fuzzer: Fuzzer): Promise<void> {
  console.log(`${name}: seed ${seed}`);
  const counts = new Map<string, number>();
  const wrong: string[] = [];
  const beat = watch(name);
  const until = performance.now() + (Number(options.seconds ?? 60) * 1000) / chosen.length;
  const [first, last] =
    options.case === undefined
      ? [0, Number(options.cases ?? Number.POSITIVE_INFINITY)]
      : [Number(options.case), Number(options.case) + 1];
  let number = first;
  let longest = 0;
  for (; number < last && wrong.length < MAX_WRONG; number += 1) {
    if (options.cases === undefined && performance.now() > until) {
      break;
    }
    beat(number);
    const before = process.cpuUsage();
    const one = await fuzzer.run(chanceFrom(randomNumbers(seed + 7919 * number)), number);
    const { user, system } = process.cpuUsage(before);
    const time = (user + system) / 1000;
    longest = Math.max(longest, time);
    counts.set(one.result, (counts.get(one.result) ?? 0) + 1);
    const problem = one.wrong ?? (time > MAX_TIME_IN_MS ? `it took ${time.toFixed(0)} ms` : undefined);
    if (problem !== undefined) {
      const file = join(mkdtempSync(join(tmpdir(), "fuzz-")), "input.xml");
      writeFileSync(file, one.input);
      wrong.push(`case ${number}: ${problem}\n  ${one.changes.join("; ")}\n  ${file}`);
    }
    if (options.case !== undefined) {
      console.log(`${Buffer.from(one.input)}\n`, { ...one, input: undefined });
    }
  }
  beat(-1);
  wrong.push(...(await fuzzer.end()));
  for (const [result, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    console.log(`${String(count).padStart(9)}  ${result}`);
  }
  console.log(`${number - first} cases; the longest took ${longest.toFixed(0)} ms of processor time`);
  if (wrong.length > 0) {
    console.log(
      `\n${wrong.length} wrong, with the seed ${seed} and --only ${name}:\n${wrong.join("\n").slice(0, 20_000)}`,
    );
    process.exitCode = 1;
    return;
  }
  console.log("Nothing unexpected.\n");
}

/** Ends the process, and prints the case, if a case does not end. Returns the function to call at each case. */
function watch(name: string): (number: number) => void {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const program = `
    const { workerData: { shared, name, seed, limit } } = require("node:worker_threads");
    let [last, since] = [-1, Date.now()];
    setInterval(() => {
      if (shared[1] !== last || shared[0] === -1) [last, since] = [shared[1], Date.now()];
      if (Date.now() - since > limit) {
        require("node:fs").writeSync(2, "case " + shared[0] + " does not end, with the seed " + seed + " and --only " + name + "\\n");
        process.kill(process.pid, "SIGKILL");
      }
    }, 500);`;
  const worker = new Worker(program, { eval: true, workerData: { shared, name, seed, limit: HANG_IN_MS } });
  worker.unref();
  return (number) => {
    shared[0] = number;
    shared[1] = (shared[1] ?? 0) + 1;
    if (number === -1) {
      void worker.terminate();
    }
  };
}
