import type { Command } from "./commander.js";
import { UsageError } from "./usage-error.js";

/** Options of npm as well, which people also set for npm itself, in the environment. Without them, nothing else is deleted. */
const MEANT_FOR_NPM = new Set(["yes", "ca", "cert", "key", "user", "json"]);

/**
 * Refuses a command whose options npm has kept. Of `npm run purge --dry-run`, a script gets no `--dry-run`, and would delete: npm passes on
 * only what stands behind `--`, which PowerShell removes. It puts the others into the environment, also those that it does not know.
 *
 * @throws {UsageError}
 */
export function refuseOptionsOfNpm(args: readonly string[], options: Command["options"]): void {
  const end = args.indexOf("--");
  const given = args.slice(0, end === -1 ? undefined : end);
  for (const { long } of options) {
    const name = long?.slice(2) ?? "";
    const variable = `npm_config_${name.replaceAll("-", "_")}`;
    // A script may hand it on: `--journal $npm_config_journal`.
    const isGiven = given.some((arg) => arg === long || arg.startsWith(`${long}=`));
    if (process.env[variable] && !isGiven && !MEANT_FOR_NPM.has(name)) {
      throw new UsageError(
        `${long}: npm has kept it for itself, in ${variable}; put it behind -- (in PowerShell "--"), as in npm run NAME -- ${long}`,
      );
    }
  }
}
