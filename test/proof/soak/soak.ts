/** `npm run soak -- [--calls N | --seconds N] [--concurrency N] [--seed S] [--transport NAME]`: one client under load. */
import { fork } from "node:child_process";
import { tracingChannel } from "node:diagnostics_channel";
import { getEventListeners, once } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type CallTrace, InfoRouterClient, InfoRouterError } from "../../../src/index.js";
import { transports } from "../../support/transports.js";
import {
  type Behaviour,
  behaviourOf,
  behaviours,
  callsNamedIn,
  type Ending,
  MAX_RESPONSE_BYTES,
  targetOf,
} from "./behaviours.js";
import { startDownloads } from "./downloads.js";
import type { Counts } from "./server.js";

const HELP = `npm run soak -- [--calls N | --seconds N] [--concurrency N] [--seed S] [--transport node:http|undici]

Calls a server in another process, which succeeds, refuses, faults, cuts and delays by chance, through one client.
Default: 100,000 calls, 64 at a time, over node:http. Exits with 1, and the seed, if any call ends otherwise than it must.`;

/** Fewer than calls at a time, so that calls wait for one another. */
const MAX_CONNECTIONS = 32;
/** Calls before the first measurement: code is compiled, and tables get their size. */
const WARM_UP = 500;
const PARTS = 10;
/** Before every twentieth call, its caller downloads a document. */
const CALLS_PER_DOWNLOAD = 20;

/** How a call ended, in a byte. */
const OUTCOMES = ["none", "deleted", "not-sent", "rejected", "unknown", "aborted"] as const;

const { values: options } = parseArgs({
  options: {
    calls: { type: "string" },
    seconds: { type: "string" },
    concurrency: { type: "string", default: "64" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000_000)) },
    transport: { type: "string", default: "node:http" },
    help: { type: "boolean", default: false },
  },
});
const seed = Number(options.seed);
const concurrency = Number(options.concurrency);
const seconds = options.seconds === undefined ? undefined : Number(options.seconds);
const mostCalls = seconds === undefined ? Number(options.calls ?? 100_000) : seconds * 20_000;
const makeTransport = transports.find(([name]) => name === options.transport)?.[1];
const isUsable = [seed, concurrency, mostCalls].every((number) => Number.isSafeInteger(number) && number > 0);

if (options.help || makeTransport === undefined || !isUsable) {
  console.log(HELP);
  process.exitCode = options.help ? 0 : 2;
} else {
  await soak(makeTransport(MAX_CONNECTIONS));
}

async function soak(transport: ReturnType<NonNullable<typeof makeTransport>>): Promise<void> {
  console.log(`seed ${seed}, ${options.transport}, ${concurrency} calls at a time, ${MAX_CONNECTIONS} connections`);
  const violations: string[] = [];
  process.on("warning", (warning) => violations.push(`a warning of the process: ${warning.message}`));
  process.on("unhandledRejection", (reason) => violations.push(`an unhandled rejection: ${reason}`));

  const server = fork(fileURLToPath(new URL("server.ts", import.meta.url)), [String(seed)], {
    serialization: "advanced",
  });
  const [endpoint] = await once(server, "message");
  const resourcesBefore = process.getActiveResourcesInfo().sort();

  let tickets = 0;
  const ticket = ({ reason }: { readonly reason: string }): string => `T${reason === "expired" ? ++tickets : tickets}`;
  const infoRouter = new InfoRouterClient({
    endpoint,
    ticket,
    transport,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    // Of download handlers only; a folder that is deleted twice is a violation.
    retry: { maxRetries: 1 },
  });
  const { signal } = new AbortController();
  const outcomes = new Uint8Array(mostCalls);
  const metClosedConnection = new Set<number>();
  const classes = new Map<string, number>();
  const traces = countTraces();
  const downloads = startDownloads(infoRouter, seed);
  let next = 0;
  let settled = 0;

  const work = async (isOver: () => boolean): Promise<void> => {
    const caller = async (): Promise<void> => {
      while (next < mostCalls && !isOver()) {
        const call = next;
        next += 1;
        if (call % CALLS_PER_DOWNLOAD === 0) {
          await downloads.run(call / CALLS_PER_DOWNLOAD);
        }
        const behaviour = behaviours[behaviourOf(seed, call)] as Behaviour;
        const ending = await end(call, behaviour);
        settled += 1;
        if (outcomes[call] !== 0) {
          violations.push(`call ${call} settled twice`);
        }
        outcomes[call] = OUTCOMES.indexOf(outcomeOf(ending.ending));
        const key = `${behaviour.name}: ${wordsOf(ending.ending)}`;
        classes.set(key, (classes.get(key) ?? 0) + 1);
        if (ending.wrong !== undefined) {
          violations.push(`call ${call} (${behaviour.name}): ${ending.wrong}`);
        }
      }
    };
    await Promise.all(Array.from({ length: concurrency }, caller));
  };

  const end = async (call: number, behaviour: Behaviour): Promise<{ ending: Ending; wrong?: string | undefined }> => {
    const { operation, target } = targetOf(call);
    const own = behaviour.abortAfterInMs === undefined ? undefined : new AbortController();
    const reason = { call };
    const timer = own && setTimeout(() => own.abort(reason), behaviour.abortAfterInMs);
    const callOptions = { signal: own?.signal ?? signal, requestId: String(call), timeoutInMs: behaviour.timeoutInMs };
    try {
      const deletion =
        operation === "DeleteFolder"
          ? infoRouter.deleteFolder(target, callOptions)
          : infoRouter.deleteDownloadHandler(target, callOptions);
      const result = await deletion;
      const named = "path" in result ? result.path : result.downloadHandler;
      // The client knows of none of these handlers.
      const ending = result.outcome === "acknowledged" ? "deleted" : (result.outcome as "deleted");
      return { ending, wrong: named === target ? wrongEnding(ending, behaviour) : `it deleted ${named}` };
    } catch (error) {
      if (error === reason) {
        return { ending: "aborted", wrong: wrongEnding("aborted", behaviour) };
      }
      if (!(error instanceof InfoRouterError)) {
        return { ending: "aborted", wrong: `it rejected with ${error instanceof Error ? error.stack : String(error)}` };
      }
      const { name, code, outcome } = error;
      const ending = { name, code, outcome };
      const named = callsNamedIn(JSON.stringify(error));
      if (isClosedConnection(ending) && !behaviour.endings.some((one) => wordsOf(one) === wordsOf(ending))) {
        metClosedConnection.add(call);
        return { ending };
      }
      const isOwn = error.requestId === String(call) && named.every((one) => one === call);
      const isNamed = !behaviour.echoes || named.length > 0;
      return { ending, wrong: isOwn && isNamed ? wrongEnding(ending, behaviour) : `its error is another's: ${error}` };
    } finally {
      clearTimeout(timer);
    }
  };

  await work(() => next >= Math.min(WARM_UP, mostCalls / 2));
  const begin = performance.now();
  const first = next;
  const heap: number[] = [];
  for (let part = 1; part <= PARTS; part += 1) {
    const lastCall = first + ((mostCalls - first) * part) / PARTS;
    const until = begin + (((seconds ?? 0) * 1000) / PARTS) * part;
    await work(() => (seconds === undefined ? next >= lastCall : performance.now() >= until));
    heap.push(await heapInMb());
  }
  const callsPerSecond = (next - first) / ((performance.now() - begin) / 1000);

  await infoRouter.close();
  transport.close();
  const counts = await countsOf(server);
  violations.push(...traces.violations(), ...downloads.violations(counts.handlers), ...wrongCounts(counts));
  if (getEventListeners(signal, "abort").length > 0) {
    violations.push("listeners are left on the caller's signal");
  }
  await nothingLeft();
  report();

  /** Compares what the server did with the outcome of each call. */
  function wrongCounts({ received, executed, mostSockets, unexpected }: Counts): string[] {
    const wrong = unexpected.map((request) => `the server received a request that no call sends: ${request}`);
    let cutAfterwards = 0;
    for (let call = 0; call < next; call += 1) {
      const outcome = OUTCOMES[outcomes[call] ?? 0];
      const times = executed.get(call) ?? 0;
      const requests = received.get(call) ?? 0;
      const { name } = behaviours[behaviourOf(seed, call)] as Behaviour;
      const mostTimes = targetOf(call).operation === "DeleteFolder" ? 1 : 2;
      cutAfterwards += name === "success, then cut" ? 1 : 0;
      const isTrue =
        times <= (outcome === "rejected" || outcome === "not-sent" ? 0 : mostTimes) &&
        (outcome !== "deleted" || times === 1) &&
        (outcome !== "not-sent" || requests === 0) &&
        (!metClosedConnection.has(call) || times === 0) &&
        outcome !== "none";
      if (!isTrue) {
        wrong.push(
          `call ${call} (${name}) ends with ${outcome}; the server had ${requests} requests, carried out ${times}`,
        );
      }
    }
    const metClosed = metClosedConnection.size + downloads.metClosedConnection;
    if (metClosed > cutAfterwards) {
      wrong.push(`${metClosed} calls met a closed connection, but only ${cutAfterwards} were closed`);
    }
    if (mostSockets > MAX_CONNECTIONS) {
      wrong.push(`${mostSockets} connections at once, where ${MAX_CONNECTIONS} are allowed`);
    }
    return wrong;
  }

  /** Ends the server, and waits until no timer, socket or other handle is left but those that were there before. */
  async function nothingLeft(): Promise<void> {
    const deadline = performance.now() + 2_000;
    let left: string[];
    do {
      await nextTurn();
      left = process.getActiveResourcesInfo().sort();
    } while (left.join() !== resourcesBefore.join() && performance.now() < deadline);
    if (left.join() !== resourcesBefore.join()) {
      const grown = [...new Set(left)].map((name) => `${left.filter((one) => one === name).length} ${name}`);
      violations.push(`handles are left: ${grown.join(", ")}; before, there were ${resourcesBefore.join(", ")}`);
    }
    server.disconnect();
    await once(server, "exit");
  }

  function report(): void {
    const all = [...classes, ...downloads.endings];
    const width = Math.max(...all.map(([key]) => key.length));
    for (const [key, count] of all.sort(([a], [b]) => (a < b ? -1 : 1))) {
      console.log(`${key.padEnd(width)}  ${String(count).padStart(8)}`);
    }
    const [firstHeap = 0, lastHeap = 0] = [heap[0], heap.at(-1)];
    const growth = lastHeap / firstHeap - 1;
    if (growth > 0.1) {
      violations.push(`the heap grew by ${(growth * 100).toFixed(1)} %`);
    }
    console.log(`${settled} calls settled, ${callsPerSecond.toFixed(0)} a second; ${counts.executed.size} carried out`);
    const downloaded = [...downloads.endings.values()].reduce((sum, count) => sum + count, 0);
    console.log(
      `${downloaded} downloads ended; handlers left, each of which the caller was told: ${counts.handlers.length}`,
    );
    console.log(`heap after collection, MB: ${heap.map((value) => value.toFixed(2)).join(" ")}`);
    console.log(
      `most connections: ${counts.mostSockets}; calls that met a closed one: ${metClosedConnection.size + downloads.metClosedConnection}`,
    );
    if (violations.length > 0) {
      console.log(
        `\n${violations.length} violations with the seed ${seed}; the first:\n${violations.slice(0, 5).join("\n")}`,
      );
      process.exitCode = 1;
      return;
    }
    console.log("Nothing unexpected.");
  }
}

/** Each request of a call is traced once, from its start to its end. */
function countTraces(): { violations(): string[] } {
  const running = new Set<string>();
  const wrong: string[] = [];
  // An abandoned chunk may end after its handler's deletion has begun.
  const keyOf = (message: unknown): string => {
    const { operation, requestId, attempt } = message as CallTrace;
    return `${operation} ${requestId}/${attempt}`;
  };
  const channel = tracingChannel<object, CallTrace>("inforouter-soap-client:call");
  channel.start.subscribe((message) => {
    if (running.has(keyOf(message))) {
      wrong.push(`the request ${keyOf(message)} started twice`);
    }
    running.add(keyOf(message));
  });
  channel.asyncEnd.subscribe((message) => {
    if (!running.delete(keyOf(message))) {
      wrong.push(`the request ${keyOf(message)} ended twice`);
    }
  });
  return { violations: () => [...wrong, ...Array.from(running, (key) => `the request ${key} did not end`)] };
}

/** A server may close a connection while the next call is written to it. Of that call nothing is known. */
function isClosedConnection(ending: Ending): boolean {
  return typeof ending === "object" && ending.outcome === "unknown" && /^(?:ECONNRESET|EPIPE)$/.test(ending.code);
}

function wrongEnding(ending: Ending, { endings }: Behaviour): string | undefined {
  return endings.some((one) => wordsOf(one) === wordsOf(ending))
    ? undefined
    : `expected ${endings.map(wordsOf).join(" or ")}, found ${wordsOf(ending)}`;
}

function wordsOf(ending: Ending): string {
  return typeof ending === "string" ? ending : `${ending.name} ${ending.code}, ${ending.outcome}`;
}

function outcomeOf(ending: Ending): (typeof OUTCOMES)[number] {
  return typeof ending === "string" ? ending : (ending.outcome as "unknown");
}

async function countsOf(server: ReturnType<typeof fork>): Promise<Counts> {
  server.send("counts");
  const [counts] = await once(server, "message");
  return counts;
}

/** What is held when nothing is under way. */
async function heapInMb(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  for (let turn = 0; turn < 2; turn += 1) {
    await nextTurn();
    collect();
  }
  return process.memoryUsage().heapUsed / 2 ** 20;
}
