import { execFile } from "node:child_process";
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export interface Postgres {
  readonly url: string;
  /** Stops it, and removes its files. */
  close(): Promise<void>;
}

/** Where Debian puts the programs of a PostgreSQL; the newest, or undefined if there is none. */
export function findPostgres(): string | undefined {
  const versions = "/usr/lib/postgresql";
  try {
    return readdirSync(versions)
      .sort((one, other) => Number(other) - Number(one))
      .map((version) => join(versions, version, "bin"))
      .find((folder) => isProgram(join(folder, "initdb")));
  } catch {
    return undefined;
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts a PostgreSQL of its own in a temporary folder. It listens on a socket in that folder, and on no port. PostgreSQL
 * does not run as root, so root starts it as the user that Debian made for it.
 */
export async function startPostgres(): Promise<Postgres> {
  const programs = findPostgres();
  if (programs === undefined) {
    throw new Error("PostgreSQL is missing; on Debian: apt-get install --no-install-recommends postgresql");
  }
  const folder = mkdtempSync(join(tmpdir(), "queue-"));
  const data = join(folder, "data");
  const isRoot = process.getuid?.() === 0;
  const run = async (program: string, args: readonly string[]): Promise<string> => {
    const command = [join(programs, program), ...args];
    const [first = "", ...rest] = isRoot ? ["runuser", "-u", "postgres", "--", ...command] : command;
    const { stdout } = await promisify(execFile)(first, rest, { cwd: folder });
    return stdout.trim();
  };
  if (isRoot) {
    const { stdout } = await promisify(execFile)("id", ["-u", "postgres"]);
    chownSync(folder, Number(stdout), -1);
  }
  // Only the owner of the folder reaches the socket, so that the database trusts who does.
  await run("initdb", [
    "--pgdata",
    data,
    "--username",
    "queue",
    "--auth",
    "trust",
    "--encoding",
    "UTF8",
    "--no-locale",
  ]);
  const options = `-c listen_addresses='' -c unix_socket_directories='${folder}'`;
  await run("pg_ctl", ["start", "--wait", "--pgdata", data, "--log", join(folder, "log"), "--options", options]);
  return {
    url: `postgresql://queue@localhost/postgres?host=${encodeURIComponent(folder)}`,
    async close() {
      await run("pg_ctl", ["stop", "--wait", "--mode", "fast", "--pgdata", data]);
      rmSync(folder, { recursive: true });
    },
  };
}
