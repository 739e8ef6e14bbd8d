import type { PgBoss } from "pg-boss";

/** What the table knew of a job before a delivery of it. */
export type Before =
  /** Nothing. The row is made now, so that every later delivery finds it. */
  | "new"
  /** A request may have left, and its outcome was not recorded. */
  | "begun"
  | { readonly outcome: string };

/** The table of deletions that began. It lives in the queue's database, and outlives every worker. */
export class BegunDeletions {
  readonly #db: ReturnType<PgBoss["getDb"]>;
  readonly #worker: string;

  /** @param worker Who writes the rows, for a person who reads them. */
  constructor(boss: PgBoss, worker: string) {
    this.#db = boss.getDb();
    this.#worker = worker;
  }

  /**
   * Records that the job begins. Of any number of deliveries, also simultaneous ones, one gets `"new"`: the primary key
   * decides. The row is committed when this resolves.
   */
  async begin(job: string, path: string): Promise<Before> {
    const { rows: made } = await this.#db.executeSql(
      "INSERT INTO deletion (job, path, worker) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING job",
      [job, path, this.#worker],
    );
    if (made.length === 1) {
      return "new";
    }
    const { rows } = await this.#db.executeSql("SELECT outcome FROM deletion WHERE job = $1", [job]);
    const outcome: string | null | undefined = rows[0]?.outcome;
    return typeof outcome === "string" ? { outcome } : "begun";
  }

  /** Records the outcome. "gone" is what a look saw, and gives way to what the sender of the request knows. */
  async end(job: string, outcome: string): Promise<void> {
    await this.#db.executeSql(
      "UPDATE deletion SET outcome = $2 WHERE job = $1 AND coalesce(outcome, 'gone') = 'gone'",
      [job, outcome],
    );
  }

  /** Nothing happened, for certain: the next delivery may begin anew. */
  async takeBack(job: string): Promise<void> {
    await this.#db.executeSql("DELETE FROM deletion WHERE job = $1 AND outcome IS NULL", [job]);
  }
}
