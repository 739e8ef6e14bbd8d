import { hostname } from "node:os";
import { authenticate, InfoRouterClient } from "inforouter-soap-client";
import type { Job, JobResult } from "pg-boss";
import { BegunDeletions } from "./begun.ts";
import { deleteOnce } from "./delete-once.ts";
import { environment } from "./environment.ts";
import { type FolderJob, openQueue, QUEUE } from "./queue.ts";

/** Deletes the folders of the queue, until it is told to stop (SIGTERM). Any number of these run, on any machines. */

const worker = `${hostname()}:${process.pid}`;
const boss = await openQueue(environment("DATABASE_URL"));
const begun = new BegunDeletions(boss, worker);
const infoRouter = new InfoRouterClient({
  endpoint: environment("INFOROUTER_ENDPOINT"),
  ticket: authenticate({ uid: environment("INFOROUTER_USER"), pwd: environment("INFOROUTER_PASSWORD") }),
  timeoutInMs: 60_000,
  headers: { "X-Worker": worker }, // for the log of the server
});

/** One failure, of the database for example, fails one job and not its neighbours. */
const settle = (job: Job<FolderJob>): Promise<JobResult> =>
  deleteOnce(infoRouter, begun, job).catch((error: unknown) => ({
    id: job.id,
    status: "failed",
    output: { outcome: "unknown", message: String(error) },
  }));

await boss.work(
  QUEUE,
  { batchSize: 8, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5, perJobResults: true },
  (jobs: Job<FolderJob>[]) => Promise.all(jobs.map(settle)),
);

process.once("SIGTERM", async () => {
  await boss.stop({ timeout: 90_000 }); // waits for the requests under way
  await infoRouter.close();
});
