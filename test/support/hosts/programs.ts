import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** Programs that some tests need, and not every machine has. */
export interface Programs {
  /** The part of the tests that needs them, as the subject of a sentence. */
  readonly user: string;
  /** Names of the programs, or commands that succeed where the program is complete. */
  readonly programs: readonly (string | readonly [program: string, ...args: string[]])[];
  /** The packages of Debian that have them. */
  readonly packages: readonly string[];
}

/** `describe` for tests that need programs. Without them they print what to install, and skip; in CI they fail. */
export function describeWithPrograms(title: string, needs: Programs, tests: () => void): void {
  const missing = missingPrograms(needs);
  if (missing.length === 0) {
    describe(title, tests);
    return;
  }
  const install = `apt-get install --no-install-recommends ${needs.packages.join(" ")}`;
  const advice = `${needs.user} needs ${missing.join(", ")}; on Debian: ${install}`;
  if (process.env["CI"]) {
    test(title, () => {
      throw new Error(`In CI these tests must run, but ${advice}`);
    });
    return;
  }
  // Jest names no skipped test where it runs more than one file.
  process.stderr.write(`Tests of "${title}" are skipped: ${advice}\n`);
  describe.skip(title, tests);
}

/** The programs that this machine does not have. */
export function missingPrograms({ programs }: Programs): string[] {
  return programs
    .filter((program) => !(typeof program === "string" ? isInPath(program) : succeeds(program)))
    .map((program) => (typeof program === "string" ? program : `\`${program.join(" ")}\``));
}

function isInPath(program: string): boolean {
  // nginx is in /usr/sbin, which is often missing in PATH.
  const folders = `${process.env["PATH"]}:/usr/sbin`.split(":");
  return folders.some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function succeeds([program, ...args]: readonly [string, ...string[]]): boolean {
  return spawnSync(program, args).status === 0;
}
