import { randomInt } from "node:crypto";
import { crashRun, randomMoments } from "./crash-run.ts";

/** Deletes 2,000 folders with two workers, kills three, and prints where each job ended: `npm start [-- SEED]`. */

const seed = Number(process.argv[2] ?? randomInt(2 ** 31));
const paths = Array.from({ length: 2000 }, (_, index) => `/Archive/Reports/${index + 1}`);
const killAt = randomMoments(3, 1900, seed);
console.log(`seed ${seed}: kills at the requests ${killAt.join(", ")}`);
const { accounts, kills, sent, executions, looked, left } = await crashRun(paths, killAt);
const requests = [...sent.values()].reduce((sum, times) => sum + times, 0);
console.log(`${kills} workers killed; ${requests} requests for ${sent.size} of ${paths.length} folders`);
console.log(`${executions} folders deleted, ${left.length} left, ${looked.size} looked for`);
const outcomes = [...accounts.completed.values()];
for (const outcome of new Set(outcomes)) {
  console.log(`completed, ${outcome}: ${outcomes.filter((one) => one === outcome).length}`);
}
for (const [path, { outcome }] of accounts.deadLetters) {
  console.log(`dead letter, ${outcome}: ${path}`);
}
