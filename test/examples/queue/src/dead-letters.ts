import { environment } from "./environment.ts";
import { DEAD_LETTERS, type FolderJob, openQueue } from "./queue.ts";

/**
 * Lists the jobs that a person has to decide about. `--again ID …` deletes after all: it makes new jobs of those, which
 * send a request each.
 */

const [, , flag, ...ids] = process.argv;
if (flag !== undefined && (flag !== "--again" || ids.length === 0)) {
  console.error("Usage: node src/dead-letters.ts [--again ID …]");
  process.exit(2);
}
const boss = await openQueue(environment("DATABASE_URL"));
if (flag === undefined) {
  for (const { id, data, sourceOutput } of await boss.findJobs<FolderJob>(DEAD_LETTERS, {
    queued: true,
    limit: 1000,
  })) {
    console.log(JSON.stringify({ id, path: data.path, ...sourceOutput }));
  }
} else {
  console.log(`${await boss.redrive(DEAD_LETTERS, { ids })} new jobs`);
}
await boss.stop();
