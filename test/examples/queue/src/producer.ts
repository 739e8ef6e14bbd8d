import { readFileSync } from "node:fs";
import { environment } from "./environment.ts";
import { addJobs, createQueues, openQueue } from "./queue.ts";

/** Adds a job for each line of standard input: `node src/producer.ts retention-2025 < folders.txt`. */

const [, , run] = process.argv;
if (run === undefined) {
  console.error("Name the run: a run that is started again under its name adds no job twice.");
  process.exit(2);
}
const lines = readFileSync(0, "utf8").split(/\r?\n/);
const paths = [...new Set(lines.filter((line) => line !== ""))];
const boss = await openQueue(environment("DATABASE_URL"));
await createQueues(boss);
const added = await addJobs(boss, run, paths);
console.log(`${paths.length} folders, ${added} new jobs`);
await boss.stop();
