import { refuseHiddenBlanks } from "../../../src/cli/arguments/hidden-blanks.js";
import { Command } from "../../../src/cli/commander.js";
import { UsageError } from "../../../src/cli/usage-error.js";

const { options } = new Command("delete-folder").option("--dry-run", "");

describe("an argument", () => {
  const blanks = [" ", "\u00a0", "\u3000", "\t", "\n"];

  test.each([
    ...blanks.map((blank) => ["delete-folder", "/a/b", `log.jsonl${blank}--dry-run`]),
    ["delete-folder", "/a/b", "log --dry-run=yes"],
    ["delete-folder", "/a/b", "log --dry-run more"],
    ["delete-folder", "/a/b", "--journal log --none --dry-run"],
    ["delete-folder", "/a/b", "log --dry-run", "--"],
  ])("hides no option behind a blank: %s %s %j", (...args) => {
    expect(() => refuseHiddenBlanks(args, options)).toThrow(
      new UsageError(
        "argument 3 has --dry-run behind a blank that does not separate them: a no-break space, or one in quotes; type it again, outside of quotes",
      ),
    );
  });

  test("ends in no carriage return", () => {
    expect(() => refuseHiddenBlanks(["delete-folder", "/a/b\r"], options)).toThrow(
      new UsageError("argument 2 ends in a carriage return; save the script with the line ends of Unix"),
    );
  });

  test.each([
    [["delete-folder", "/a/b --dry-running"]],
    [["delete-folder", "/a/b --none"]],
    [["delete-folder", "/a/b--dry-run"]],
    [["delete-folder", "--dry-run"]],
    [["delete-folder", "/a/b\r\n"]],
    [["delete-folder", "--", "/a/b --dry-run", "/a/c\r"]],
    [[]],
  ])("may have any other text: %j", (args) => {
    expect(() => refuseHiddenBlanks(args, options)).not.toThrow();
  });
});
