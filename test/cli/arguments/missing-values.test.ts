import { refuseMissingValues } from "../../../src/cli/arguments/missing-values.js";
import { Command, Option } from "../../../src/cli/commander.js";
import { UsageError } from "../../../src/cli/usage-error.js";

const { options } = new Command("delete-folder")
  .option("--journal <file>", "")
  .option("--dry-run", "")
  .addOption(new Option("--break-lock [id]", ""));

describe("an option that takes a value", () => {
  test.each<[args: string[], option: string, found: string]>([
    [["--journal", "--dry-run", "/a/b"], "--journal", "--dry-run"],
    [["/a/b", "--dry-run", "--journal", "--none"], "--journal", "--none"],
    [["--journal", "--dry-run=secret"], "--journal", "--dry-run"],
    [["--journal", "--"], "--journal", "--"],
    [["/a/b", "--journal", "-h"], "--journal", "-h"],
    [["--journal", "a", "--journal", "--dry-run"], "--journal", "--dry-run"],
  ])("takes no option for it: %j", (args, option, found) => {
    expect(() => refuseMissingValues(args, options)).toThrow(
      new UsageError(`${option}: expected a value, found ${found}; is a variable empty?`),
    );
  });

  test.each([
    [["--journal", "a", "--dry-run"]],
    [["--journal", "-a"]],
    [["--journal=--dry-run"]],
    [["--journal"]],
    [["--journal", ""]],
    [["--dry-run", "--journal", "a"]],
    [["--break-lock", "--dry-run"]],
    [["--journal", "-journal", "--dry-run"]],
    [["--", "--journal", "--dry-run"]],
    [[]],
  ])("may have any other: %j", (args) => {
    expect(() => refuseMissingValues(args, options)).not.toThrow();
  });
});
