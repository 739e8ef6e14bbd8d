import { availableParallelism, cpus } from "node:os";
import { median, printTable, rounded, spread } from "./figures.js";
import type { ServerUsage } from "./programs/server.js";
import type { Slice, SliceRequest } from "./programs/subject.js";
import type { Subject } from "./programs/subjects.js";
import { type Program, start } from "./programs.js";
import { atLeast, type Target } from "./targets.js";

export interface CallsOptions {
  readonly url: string;
  readonly server: Program;
  /** Sizes of answers, and how many calls are made at a time. */
  readonly cases: readonly (readonly [size: string, concurrencies: readonly number[]])[];
  readonly rounds: number;
  readonly sliceInMs: number;
}

export interface CallsResult {
  /** Size of the answers. */
  readonly case: string;
  readonly subject: string;
  readonly concurrency: number;
  readonly callsPerSecond: number;
  /** Half of the rounds are no further apart than this share of `callsPerSecond`. */
  readonly spread: number;
  readonly cpuMicrosPerCall: number;
  readonly peakMemoryInMb: number;
  /** Calls a second divided by those of the other, in the same round. */
  readonly ratioToNodeHttp: number;
  readonly ratioToSoap: number;
  readonly ratioToUndici: number;
}

export interface CallsReport {
  readonly results: readonly CallsResult[];
  /** Why the figures should not be relied upon. */
  readonly doubts: readonly string[];
}

const SUBJECTS: readonly Subject[] = [
  "this package on node:http",
  "this package on undici",
  "node:http by hand",
  "undici by hand",
  "soap",
  "wsdl-tsclient",
  "strong-soap",
];

/**
 * Calls a second and processor time a call. In each round each subject has its turn, in another order each time, so that
 * what else happens on the machine happens to all of them.
 */
export async function measureCalls(options: CallsOptions): Promise<CallsReport> {
  const results: CallsResult[] = [];
  const doubts: string[] = [];
  for (const [size, concurrencies] of options.cases) {
    const programs = await startSubjects(`${options.url}/${size}`);
    for (const concurrency of concurrencies) {
      const { rounds, foreignLoad } = await measureRounds(programs, concurrency, options);
      const measured = SUBJECTS.map((subject) => resultOf(subject, { size, concurrency }, rounds));
      results.push(...measured);
      doubts.push(...doubtsOf(measured, foreignLoad));
      print(size, concurrency, measured);
    }
    for (const program of programs.values()) {
      program.end();
    }
  }
  return { results, doubts };
}

/** Of answers of 100 kB, 16 at a time. */
export function callsTargets({ results }: CallsReport): readonly Target[] {
  return results
    .filter((one) => one.case === "100-kB" && one.concurrency === 16 && one.subject === "this package on node:http")
    .map(({ ratioToSoap }) => atLeast("calls/s, answers of 100 kB, 16 at a time, ÷ soap", ratioToSoap, 8));
}

/** After so long the code has been compiled as well as it will be. */
const WARM_UP_SLICES = 8;

type Round = ReadonlyMap<Subject, Slice>;

async function startSubjects(endpoint: string): Promise<ReadonlyMap<Subject, Program>> {
  const programs = new Map<Subject, Program>();
  for (const subject of SUBJECTS) {
    const program = start("subject", [subject, endpoint]);
    await program.answer();
    programs.set(subject, program);
  }
  return programs;
}

async function measureRounds(
  programs: ReadonlyMap<Subject, Program>,
  concurrency: number,
  { rounds: count, sliceInMs, server }: CallsOptions,
): Promise<{ rounds: readonly Round[]; foreignLoad: number }> {
  for (const subject of SUBJECTS) {
    await ask(programs, subject, { concurrency, milliseconds: WARM_UP_SLICES * sliceInMs });
  }
  const load = await foreignLoadSince(server);
  const rounds: Round[] = [];
  let ownCpuMicros = 0;
  for (let number = 0; number < count; number += 1) {
    const round = new Map<Subject, Slice>();
    for (const subject of rotated(SUBJECTS, number)) {
      const measured = await ask(programs, subject, { concurrency, milliseconds: sliceInMs });
      ownCpuMicros += measured.cpuMicros;
      round.set(subject, measured);
    }
    rounds.push(round);
  }
  return { rounds, foreignLoad: await load(ownCpuMicros) };
}

function ask(programs: ReadonlyMap<Subject, Program>, subject: Subject, request: SliceRequest): Promise<Slice> {
  const program = programs.get(subject);
  if (program === undefined) {
    throw new Error(`${subject} was not started.`);
  }
  return program.ask(request);
}

function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

/** The share of the machine that went to processes other than the ones of the measurement. */
async function foreignLoadSince(server: Program): Promise<(subjectsCpuMicros: number) => Promise<number>> {
  const usage = async () => (await server.ask<ServerUsage>("usage")).cpuMicros;
  const [busyBefore, serverBefore, startedAt] = [busyMicros(), await usage(), performance.now()];
  return async (subjectsCpuMicros) => {
    const elapsed = (performance.now() - startedAt) * 1000 * availableParallelism();
    const foreign = busyMicros() - busyBefore - subjectsCpuMicros - ((await usage()) - serverBefore);
    return Math.max(0, foreign / elapsed);
  };
}

function busyMicros(): number {
  return cpus().reduce((sum, { times }) => sum + (times.user + times.nice + times.sys + times.irq) * 1000, 0);
}

function resultOf(
  subject: Subject,
  { size, concurrency }: { readonly size: string; readonly concurrency: number },
  rounds: readonly Round[],
): CallsResult {
  const slices = rounds.flatMap((round) => round.get(subject) ?? []);
  const ratioTo = (other: Subject): number =>
    rounded(median(rounds.map((round) => callsPerSecond(round.get(subject)) / callsPerSecond(round.get(other)))), 2);
  return {
    case: size,
    subject,
    concurrency,
    callsPerSecond: rounded(median(slices.map(callsPerSecond))),
    spread: rounded(spread(slices.map(callsPerSecond)), 2),
    cpuMicrosPerCall: rounded(median(slices.map(({ cpuMicros, calls }) => cpuMicros / calls)), 1),
    peakMemoryInMb: rounded(Math.max(...slices.map(({ peakMemoryInMb }) => peakMemoryInMb))),
    ratioToNodeHttp: ratioTo("node:http by hand"),
    ratioToSoap: ratioTo("soap"),
    ratioToUndici: ratioTo("undici by hand"),
  };
}

function callsPerSecond(slice: Slice | undefined): number {
  return slice === undefined ? Number.NaN : (1000 * slice.calls) / slice.milliseconds;
}

const TOLERATED_LOAD = 0.1;
const TOLERATED_SPREAD = 0.15;

function doubtsOf(results: readonly CallsResult[], foreignLoad: number): string[] {
  const [{ case: size, concurrency } = { case: "", concurrency: 0 }] = results;
  const where = `${size}, ${concurrency} at a time`;
  const worst = results.toSorted((a, b) => b.spread - a.spread)[0];
  return [
    ...(foreignLoad > TOLERATED_LOAD
      ? [`${where}: other processes took ${rounded(100 * foreignLoad)} % of the machine`]
      : []),
    ...(worst !== undefined && worst.spread > TOLERATED_SPREAD
      ? [`${where}: the rounds of "${worst.subject}" are ${rounded(100 * worst.spread)} % apart`]
      : []),
  ];
}

function print(size: string, concurrency: number, results: readonly CallsResult[]): void {
  printTable(
    `Answers of ${size}, ${concurrency} at a time`,
    ["", "calls/s", "±", "CPU µs/call", "peak MB", "÷ node:http", "÷ undici", "÷ soap"],
    results.map((result) => [
      result.subject,
      String(result.callsPerSecond),
      `${rounded(50 * result.spread)} %`,
      result.cpuMicrosPerCall.toFixed(1),
      String(result.peakMemoryInMb),
      result.ratioToNodeHttp.toFixed(2),
      result.ratioToUndici.toFixed(2),
      result.ratioToSoap.toFixed(2),
    ]),
  );
}
