import { createHash } from "node:crypto";
import { PgBoss } from "pg-boss";

export const QUEUE = "delete-folder";
/** Jobs that ended without a confirmed deletion. A person decides about each. */
export const DEAD_LETTERS = "delete-folder-dead-letters";

const DAY_IN_SECONDS = 24 * 60 * 60;

export interface FolderJob {
  readonly path: string;
}

/** Connects to the queue. Whichever process notices first that a worker stopped gives its jobs to another. */
export async function openQueue(databaseUrl: string): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: databaseUrl, superviseIntervalSeconds: 2, monitorIntervalSeconds: 2 });
  boss.on("error", (error) => console.error(error.message));
  await boss.start();
  return boss;
}

/** Makes the queues, and the table of deletions that began. Leaves what is there. */
export async function createQueues(boss: PgBoss): Promise<void> {
  await boss.createQueue(DEAD_LETTERS, { retentionSeconds: 365 * DAY_IN_SECONDS });
  await boss.createQueue(QUEUE, {
    deadLetter: DEAD_LETTERS,
    // A worker that is silent for so long is taken for dead, and its jobs are delivered again.
    heartbeatSeconds: 10,
    // Longer than `timeoutInMs` of the client, so that a job is not delivered again while its request waits.
    expireInSeconds: 120,
    retryLimit: 3,
    retryDelay: 1,
    retryBackoff: true,
  });
  await boss.getDb().executeSql(
    `CREATE TABLE IF NOT EXISTS deletion (
       job uuid PRIMARY KEY,
       path text NOT NULL,
       worker text NOT NULL,
       begun timestamptz NOT NULL DEFAULT now(),
       outcome text
     )`,
  );
}

/**
 * Adds a job for each folder, all or none, and returns how many are new. The same run and path make the same id: a producer
 * that is started again adds what is missing.
 */
export async function addJobs(boss: PgBoss, run: string, paths: readonly string[]): Promise<number> {
  const jobs = paths.map((path) => ({ id: idOf(run, path), data: { path } satisfies FolderJob }));
  const added = await boss.insert(QUEUE, jobs, { returnId: true });
  return added?.length ?? 0;
}

/** A UUID of version 8, which leaves the digits to its maker. */
function idOf(run: string, path: string): string {
  const digits = createHash("sha256")
    .update(JSON.stringify([run, path]))
    .digest("hex");
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}
