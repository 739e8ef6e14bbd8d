import type { Command } from "../commander.js";
import { UsageError } from "../usage-error.js";

/**
 * What people set for npm itself, in the environment or in `.npmrc`, which npm hands on as well: `npm config set timeout 60000`. Without
 * these options, nothing else is deleted.
 */
const MEANT_FOR_NPM = new Set(["yes", "ca", "cert", "key", "user", "json", "timeout", "retries", "verbose"]);

/**
 * Refuses a command whose options npm has kept. Of `npm run purge --dry-run`, a script gets no `--dry-run`, and would delete: npm passes on
 * only what stands behind `--`, which PowerShell removes. It puts the others into the environment, also those that it does not know.
 *
 * @throws {UsageError}
 */
export function refuseOptionsOfNpm(args: readonly string[], options: Command["options"]): void {
  const end = args.indexOf("--");
  const given = args.slice(0, end === -1 ? undefined : end);
  const kept = variablesOfNpm();
  for (const { long } of options) {
    const name = long?.slice(2) ?? "";
    const variable = kept.get(name.replaceAll("-", ""));
    // A script may hand it on: `--journal $npm_config_journal`.
    const isGiven = given.some((arg) => arg === long || arg.startsWith(`${long}=`));
    if (variable !== undefined && !isGiven && !MEANT_FOR_NPM.has(name)) {
      throw new UsageError(
        `${long}: npm has kept it for itself, in ${variable}; put it behind -- (in PowerShell "--"), as in npm run NAME -- ${long}`,
      );
    }
  }
}

/** The variables that are not empty, by the letters of the option: npm keeps a misspelt `--dryRun` as well. */
function variablesOfNpm(): ReadonlyMap<string, string> {
  const prefix = "npm_config_";
  const names = Object.keys(process.env).filter((name) => name.startsWith(prefix) && process.env[name]);
  return new Map(names.map((name) => [name.slice(prefix.length).replaceAll("_", ""), name]));
}
