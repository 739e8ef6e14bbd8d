import { type Accounts, Stage } from "./stage.ts";

export interface CrashRun {
  readonly accounts: Accounts;
  /** Workers that were killed. */
  readonly kills: number;
  /** How often a DeleteFolder of each path arrived. */
  readonly sent: ReadonlyMap<string, number>;
  /** How often the service deleted a folder. */
  readonly executions: number;
  /** How often a FolderExists of each path arrived. Only redelivered jobs ask. */
  readonly looked: ReadonlyMap<string, number>;
  /** Folders that are still there. */
  readonly left: readonly string[];
}

/**
 * Deletes folders with two workers. When certain requests arrive, the worker that sent it is killed, with up to eight
 * deletions in flight, and another one starts.
 *
 * @param killAt Numbers of the requests, from 1, in order.
 */
export async function crashRun(paths: readonly string[], killAt: readonly number[]): Promise<CrashRun> {
  const stage = await Stage.start(paths);
  try {
    let arrived = 0;
    let kills = 0;
    stage.onArrival = (worker) => {
      arrived += 1;
      // A request can arrive after its worker died; then it is the turn of the next one.
      if (arrived >= (killAt[kills] ?? Number.POSITIVE_INFINITY) && stage.kill(worker)) {
        kills += 1;
        stage.startWorker();
      }
    };
    await stage.run("producer.ts", ["crash-run"], paths.join("\n"));
    stage.startWorker();
    stage.startWorker();
    const accounts = await stage.settled();
    const folders = new Set(stage.server.folders);
    return {
      accounts,
      kills,
      sent: stage.requestsOf("DeleteFolder"),
      executions: stage.server.executions.DeleteFolder,
      looked: stage.requestsOf("FolderExists"),
      left: paths.filter((path) => folders.has(path)),
    };
  } finally {
    await stage.close();
  }
}

/** Different whole numbers from 1 to `last`, in order; the same for the same seed. */
export function randomMoments(count: number, last: number, seed: number): readonly number[] {
  const moments = new Set<number>();
  let state = seed >>> 0;
  while (moments.size < count) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    moments.add(1 + Math.floor((state / 2 ** 32) * last));
  }
  return [...moments].sort((one, other) => one - other);
}
