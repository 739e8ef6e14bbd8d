/**
 * Prints for how long reading the costliest answers keeps the process from everything else:
 *
 *     npx tsx test/support/event-loop-delay.ts [bytes, by default 8 MiB]
 */

import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { InfoRouterClient } from "../../src/index.js";
import { costlyAnswers } from "./costly-answers.js";

/** The bytes around the costly content. */
const ENVELOPE = 600;

async function main(length: number): Promise<void> {
  console.log("longest delay, whole call, both in ms, of an answer of", length, "bytes full of …");
  for (const { name, body } of costlyAnswers) {
    const bytes = Buffer.from(body(length - ENVELOPE));
    const transport = async () => ({ status: 200, headers: {}, body: bytes });
    const infoRouter = new InfoRouterClient({
      endpoint: "http://127.0.0.1:9/",
      ticket: "3f2504e0-4f89-11d3",
      transport,
    });
    await infoRouter.connect();
    await pause(50);
    const histogram = monitorEventLoopDelay({ resolution: 1 });
    histogram.enable();
    const begin = performance.now();
    const outcome = await infoRouter.deleteFolder("/a/b").then(
      () => "deleted",
      (error: { code: string }) => error.code,
    );
    const duration = performance.now() - begin;
    await pause(5);
    histogram.disable();
    console.log((histogram.max / 1e6).toFixed(0).padStart(6), duration.toFixed(0).padStart(6), ` ${name}: ${outcome}`);
  }
}

void main(Number(process.argv[2] ?? 8 * 1024 * 1024));
