import { type InfoRouterClient, isInfoRouterError } from "inforouter-soap-client";
import type { Job, JobResult } from "pg-boss";
import type { BegunDeletions } from "./begun.ts";
import type { FolderJob } from "./queue.ts";

/**
 * Works on one delivery of a job. The queue delivers a job at least once; its request leaves at most once, unless it is
 * certain that nothing happened.
 *
 * - `completed`: the folder is not there: deleted, missing before, or gone after a deletion began.
 * - `failed`: nothing happened. The queue delivers the job again, and at last puts it with the dead letters.
 * - `deadletter`: it is not known what happened.
 */
export async function deleteOnce(
  infoRouter: InfoRouterClient,
  begun: BegunDeletions,
  { id, data: { path } }: Pick<Job<FolderJob>, "id" | "data">,
): Promise<JobResult> {
  const before = await begun.begin(id, path);
  if (typeof before === "object") {
    return { id, status: "completed", output: before };
  }
  if (before === "begun") {
    return lookFor(infoRouter, begun, { id, path });
  }
  try {
    const { outcome } = await infoRouter.deleteFolder(path, { ifMissing: "ignore", ifUnknown: "look" });
    await begun.end(id, outcome);
    return { id, status: "completed", output: { outcome } };
  } catch (error) {
    if (!isInfoRouterError(error)) {
      throw error;
    }
    const { outcome, code, message } = error;
    if (outcome === "unknown") {
      return { id, status: "deadletter", output: { outcome, code, message } };
    }
    await begun.takeBack(id);
    return { id, status: "failed", output: { outcome, code, message } };
  }
}

/**
 * An earlier delivery began, and its worker did not live to record the outcome. A second request could delete a folder that
 * was made since, so this one only looks.
 */
async function lookFor(
  infoRouter: InfoRouterClient,
  begun: BegunDeletions,
  { id, path }: { readonly id: string; readonly path: string },
): Promise<JobResult> {
  if (await infoRouter.folderExists(path)) {
    const message = "A deletion began, and the folder is there: it was not deleted, or was made again.";
    return { id, status: "deadletter", output: { outcome: "unknown", message } };
  }
  const outcome = "gone";
  await begun.end(id, outcome);
  return { id, status: "completed", output: { outcome } };
}
