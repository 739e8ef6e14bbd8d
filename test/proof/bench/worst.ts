import { printTable, rounded } from "./figures.js";
import { GUID, type HostileAnswer, hostileAnswers } from "./programs/hostile-answers.js";
import type { HostileCall } from "./programs/hostile-call.js";
import type { HostileServerAnswer, HostileServerReady } from "./programs/hostile-server.js";
import { type Program, start } from "./programs.js";
import { atMost, type Target } from "./targets.js";

export interface WorstResult extends HostileCall {
  readonly answer: string;
  readonly ticket: "given" | "authenticate";
  readonly bytes: number;
  /** How often it was measured: the figures are those of the round with the shortest stall. */
  readonly rounds: number;
}

/** What clients allow by default. */
const LONGEST_ANSWER = 8 * 1024 * 1024;
const MOST_STALL_IN_MS = 50;
const mostMemoryInMb = (bytes: number): number => 100 + (10 * bytes) / 1024 / 1024;

/** Other programs make stalls, and no program takes them away: so the shortest of some rounds counts. */
const MOST_ROUNDS = 3;

/** No ticket is sent to read values. */
const TICKETS = {
  DeleteFolder: ["given", "authenticate"],
  CreateFolder: ["given", "authenticate"],
  ReadValues: ["given"],
  AuthenticateUser: ["authenticate"],
} as const;

const ENDED: HostileCall = {
  milliseconds: Number.NaN,
  stallInMs: Number.POSITIVE_INFINITY,
  memoryBeforeInMb: Number.NaN,
  peakMemoryInMb: Number.POSITIVE_INFINITY,
  end: "the process ended",
};

/**
 * What answers cost that are made to cost much, each in a process of its own, with a ticket that is given and with a log-in.
 *
 * @param names Measures only answers whose name matches.
 */
export async function measureWorst(names: RegExp): Promise<readonly WorstResult[]> {
  const server = start("hostile-server", [String(LONGEST_ANSWER)]);
  const { url } = await server.answer<HostileServerReady>();
  const results: WorstResult[] = [];
  for (const [index, hostile] of hostileAnswers.entries()) {
    if (names.test(hostile.name)) {
      results.push(...(await measureAnswer(hostile, index, url, server)));
    }
  }
  server.end();
  print(results);
  return results;
}

async function measureAnswer(
  hostile: HostileAnswer,
  index: number,
  url: string,
  server: Program,
): Promise<WorstResult[]> {
  const { bytes } = await server.ask<HostileServerAnswer>(String(index));
  const results: WorstResult[] = [];
  for (const ticket of TICKETS[hostile.operation ?? "DeleteFolder"]) {
    const given = ticket === "given" ? [hostile.ticket ?? GUID] : [];
    let call = ENDED;
    let rounds = 0;
    for (; rounds < MOST_ROUNDS && call.stallInMs > MOST_STALL_IN_MS; rounds += 1) {
      const latest = await start("hostile-call", [`${url}/${index}`, hostile.operation ?? "", ...given])
        .answer<HostileCall>()
        .catch(() => ENDED);
      call = latest.stallInMs <= call.stallInMs ? latest : call;
    }
    results.push({ answer: hostile.name, ticket, bytes, rounds, ...call });
  }
  return results;
}

export function worstTargets(results: readonly WorstResult[]): readonly Target[] {
  const stall = Math.max(...results.map(({ stallInMs }) => stallInMs));
  const missed = results.filter((result) => memoryOf(result) > mostMemoryInMb(result.bytes)).length;
  return results.length === 0
    ? []
    : [
        atMost("longest stall for hostile answers", rounded(stall), MOST_STALL_IN_MS, "ms"),
        atMost(`hostile answers, of ${results.length}, that take more than 100 MB + 10 × their bytes`, missed, 0),
      ];
}

/** What the answer adds to a client that is ready: how large the process is before that does not depend on the answer. */
function memoryOf({ peakMemoryInMb, memoryBeforeInMb }: HostileCall): number {
  return peakMemoryInMb - memoryBeforeInMb;
}

function isMet(result: WorstResult): boolean {
  return result.stallInMs <= MOST_STALL_IN_MS && memoryOf(result) <= mostMemoryInMb(result.bytes);
}

function print(results: readonly WorstResult[]): void {
  printTable(
    "Answers that are made to cost much",
    ["", "ticket", "bytes", "ms", "stall, ms", "peak MB", "of it added", "rounds", "end", ""],
    results.map((result) => [
      result.answer,
      result.ticket,
      String(result.bytes),
      String(rounded(result.milliseconds)),
      String(rounded(result.stallInMs)),
      String(rounded(result.peakMemoryInMb)),
      String(rounded(memoryOf(result))),
      String(result.rounds),
      result.end,
      isMet(result) ? "" : "missed",
    ]),
  );
  const missed = results.filter((result) => !isMet(result)).length;
  const before = rounded(Math.max(...results.map(({ memoryBeforeInMb }) => memoryBeforeInMb)));
  const stall = rounded(Math.max(...results.map(({ stallInMs }) => stallInMs)));
  const memory = rounded(Math.max(...results.map(memoryOf)));
  const small = results.filter(({ peakMemoryInMb, bytes }) => peakMemoryInMb <= mostMemoryInMb(bytes)).length;
  const repeated = results.filter(({ rounds }) => rounds > 1).length;
  console.log(
    `\nA call with a stall above ${MOST_STALL_IN_MS} ms is made again, up to ${MOST_ROUNDS} times in all, and the figures are those of the shortest stall: ${repeated} of ${results.length} were repeated.`,
  );
  console.log(
    `Targets (no stall above ${MOST_STALL_IN_MS} ms, an answer adds up to 100 MB + 10 × its bytes): ${results.length - missed} of ${results.length} met, ${missed} missed. Longest stall ${stall} ms; an answer adds up to ${memory} MB to the ${before} MB of a process that is ready. In ${small} of ${results.length} the whole process stays below 100 MB + 10 × the answer.`,
  );
}
