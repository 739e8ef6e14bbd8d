import { refuseOptionsOfNpm } from "../../../src/cli/arguments/options-of-npm.js";
import { Command } from "../../../src/cli/commander.js";
import { UsageError } from "../../../src/cli/usage-error.js";

const { options } = new Command("delete-folder")
  .option("--journal <file>", "")
  .option("--dry-run", "")
  .option("--yes", "")
  .option("--ca <file>", "")
  .option("--cert <file>", "")
  .option("--key <file>", "")
  .option("--user <name>", "")
  .option("--json", "")
  .option("--timeout <seconds>", "")
  .option("--retries <count>", "")
  .option("--verbose", "");

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

describe("an option that npm keeps for itself", () => {
  test.each<[variable: string, args: string[], option: string]>([
    ["npm_config_dry_run", ["/a/b"], "--dry-run"],
    ["npm_config_dryrun", ["/a/b", "--journal", "a"], "--dry-run"],
    ["npm_config_journal", ["/a/b", "--journals", "--dry-run"], "--journal"],
    ["npm_config_journal", ["/a/b", "--", "--journal", "--journal=a"], "--journal"],
  ])("is refused: %s of %j", (variable, args, option) => {
    process.env[variable] = "true";
    expect(() => refuseOptionsOfNpm(args, options)).toThrow(
      new UsageError(
        `${option}: npm has kept it for itself, in ${variable}; put it behind -- (in PowerShell "--"), as in npm run NAME -- ${option}`,
      ),
    );
  });

  test.each<[variable: string, value: string, args: string[]]>([
    ["npm_config_dry_run", "", ["/a/b"]],
    ["npm_config_dry_run", "true", ["/a/b", "--dry-run"]],
    ["npm_config_journal", "a", ["--journal=a", "/a/b"]],
    ...["yes", "ca", "cert", "key", "user", "json", "timeout", "retries", "verbose"].map(
      (name): [string, string, string[]] => [`npm_config_${name}`, "true", ["/a/b"]],
    ),
    ["npm_config_dry", "true", ["/a/b"]],
    ["npm_package_config_journal", "a", ["/a/b"]],
    ["my_npm_config_journal", "a", ["/a/b"]],
  ])("is none, or given as well: %s=%s of %j", (variable, value, args) => {
    process.env[variable] = value;
    expect(() => refuseOptionsOfNpm(args, options)).not.toThrow();
  });
});
