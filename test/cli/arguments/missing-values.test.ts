import { Command, Option } from "../../../src/cli/commander.js";
import { refuseMissingValues } from "../../../src/cli/missing-values.js";
import { UsageError } from "../../../src/cli/usage-error.js";

const commands = [
  new Command("exists").option("--json", ""),
  new Command("delete-folder")
    .option("--journal <file>", "")
    .option("--dry-run", "")
    .addOption(new Option("--break-lock [id]", "")),
];

describe("an option that takes a value", () => {
  test.each<[args: string[], option: string, found: string]>([
    [["delete-folder", "--journal", "--dry-run", "/a/b"], "--journal", "--dry-run"],
    [["delete-folder", "/a/b", "--dry-run", "--journal", "--none"], "--journal", "--none"],
    [["delete-folder", "--journal", "--dry-run=secret"], "--journal", "--dry-run"],
    [["delete-folder", "--journal", "--"], "--journal", "--"],
    [["delete-folder", "--journal", "a", "--journal", "--dry-run"], "--journal", "--dry-run"],
  ])("takes no option for it: %j", (args, option, found) => {
    expect(() => refuseMissingValues(args, commands)).toThrow(
      new UsageError(`${option}: expected a value, found ${found}; is a variable empty?`),
    );
  });

  test.each([
    [["delete-folder", "--journal", "a", "--dry-run"]],
    [["delete-folder", "--journal", "-a"]],
    [["delete-folder", "--journal=--dry-run"]],
    [["delete-folder", "--journal"]],
    [["delete-folder", "--journal", ""]],
    [["delete-folder", "--dry-run", "--journal", "a"]],
    [["delete-folder", "--break-lock", "--dry-run"]],
    [["delete-folder", "--journal", "-journal", "--dry-run"]],
    [["delete-folder", "--", "--journal", "--dry-run"]],
    [["exists", "--journal", "--dry-run"]],
    [["none", "--journal", "--dry-run"]],
    [[]],
  ])("may have any other: %j", (args) => {
    expect(() => refuseMissingValues(args, commands)).not.toThrow();
  });
});
