import { type ChildProcess, execFile, spawn } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { setInterval } from "node:timers/promises";
import { type InfoRouterServer, type RecordedRequest, startInfoRouterServer } from "inforouter-soap-client/testing";
import type { PgBoss } from "pg-boss";
import { type Postgres, startPostgres } from "./postgres.ts";
import { createQueues, DEAD_LETTERS, type FolderJob, openQueue, QUEUE } from "./queue.ts";

/** Where the jobs ended. */
export interface Accounts {
  /** The outcome of each path. */
  readonly completed: ReadonlyMap<string, string>;
  readonly deadLetters: ReadonlyMap<string, { readonly id: string; readonly outcome: string }>;
}

const USER = "jane";
const PASSWORD = "secret";

/** A database, an infoRouter and workers, all on this machine. */
export class Stage {
  readonly server: InfoRouterServer;
  /** All requests that reached an operation. */
  readonly requests: RecordedRequest[] = [];
  /** Called when a DeleteFolder arrives, before it is carried out, with the id of the worker's process. */
  onArrival: (worker: number) => void = () => {};
  /** Called when another request is in `requests`. */
  onRequest: () => void = () => {};
  readonly #postgres: Postgres;
  readonly #boss: PgBoss;
  readonly #workers = new Map<number, ChildProcess>();

  private constructor(server: InfoRouterServer, postgres: Postgres, boss: PgBoss) {
    this.server = server;
    this.#postgres = postgres;
    this.#boss = boss;
    subscribe("http.server.request.start", this.#watch);
  }

  static async start(folders: readonly string[]): Promise<Stage> {
    const postgres = await startPostgres();
    try {
      const boss = await openQueue(postgres.url);
      await createQueues(boss);
      const server = await startInfoRouterServer({ folders, users: { [USER]: PASSWORD } });
      return new Stage(server, postgres, boss);
    } catch (error) {
      await postgres.close();
      throw error;
    }
  }

  get databaseUrl(): string {
    return this.#postgres.url;
  }

  /** Runs a program of this folder, and returns what it printed. */
  async run(program: string, args: readonly string[], input = ""): Promise<string> {
    return new Promise((resolve, reject) => {
      const file = join(import.meta.dirname, program);
      const child = execFile(process.execPath, [file, ...args], { env: this.#environment }, (error, stdout) =>
        error === null ? resolve(stdout) : reject(error),
      );
      child.stdin?.end(input);
    });
  }

  /** Returns the id of its process. */
  startWorker(): number {
    const worker = spawn(process.execPath, [join(import.meta.dirname, "worker.ts")], {
      env: this.#environment,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const { pid } = worker;
    if (pid === undefined) {
      throw new Error("The worker did not start.");
    }
    this.#workers.set(pid, worker);
    return pid;
  }

  /** Ends a worker wherever it is, as a crash does. Returns false if it is dead already. */
  kill(worker: number): boolean {
    this.#workers.get(worker)?.kill("SIGKILL");
    return this.#workers.delete(worker);
  }

  /** Waits until no job is waiting or in work. */
  async settled(): Promise<Accounts> {
    const open = "SELECT count(*)::int AS jobs FROM pgboss.job WHERE name = $1 AND state < 'completed'";
    for await (const _ of setInterval(500)) {
      const { rows } = await this.#boss.getDb().executeSql(open, [QUEUE]);
      if (rows[0].jobs === 0) {
        break;
      }
    }
    const [jobs, deadLetters] = await Promise.all([
      this.#boss.findJobs<FolderJob>(QUEUE, { limit: 100_000 }),
      this.#boss.findJobs<FolderJob>(DEAD_LETTERS, { limit: 100_000 }),
    ]);
    return {
      completed: new Map(
        jobs.filter(({ state }) => state === "completed").map(({ data, output }) => [data.path, outcomeOf(output)]),
      ),
      deadLetters: new Map(
        deadLetters.map(({ id, data, sourceOutput }) => [data.path, { id, outcome: outcomeOf(sourceOutput) }]),
      ),
    };
  }

  /** How often an operation reached the service, by path. */
  requestsOf(operation: "DeleteFolder" | "FolderExists"): ReadonlyMap<string, number> {
    const times = new Map<string, number>();
    for (const { values } of this.requests.filter((request) => request.operation === operation)) {
      const path = String(values?.["Path"]);
      times.set(path, (times.get(path) ?? 0) + 1);
    }
    return times;
  }

  async close(): Promise<void> {
    unsubscribe("http.server.request.start", this.#watch);
    const ends = [...this.#workers.values()].map(async (worker) => {
      if (worker.exitCode === null && worker.signalCode === null) {
        const end = once(worker, "exit");
        worker.kill("SIGTERM");
        await end;
      }
    });
    await Promise.all(ends);
    await this.#boss.stop();
    await this.server.close();
    await this.#postgres.close();
  }

  get #environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      NODE_OPTIONS: "--disable-warning=ExperimentalWarning",
      DATABASE_URL: this.databaseUrl,
      INFOROUTER_ENDPOINT: this.server.url,
      INFOROUTER_USER: USER,
      INFOROUTER_PASSWORD: PASSWORD,
    };
  }

  readonly #watch = (message: unknown): void => {
    const { request } = message as { readonly request: IncomingMessage };
    if (request.socket.localPort !== this.server.port) {
      return;
    }
    // The server keeps the last 1,000 requests, so each is taken as soon as it is there.
    request.once("end", () =>
      setImmediate(() => {
        this.requests.push(...this.server.requests);
        this.server.clearRequests();
        this.onRequest();
      }),
    );
    if (String(request.headers["soapaction"]).includes("DeleteFolder")) {
      this.onArrival(Number(String(request.headers["x-worker"]).split(":").at(-1)));
    }
  };
}

/** What `deleteOnce` gave, or what the queue itself noted: no worker lived to give anything. */
function outcomeOf(output: object | null): string {
  return output !== null && "outcome" in output ? String(output.outcome) : "unknown";
}
