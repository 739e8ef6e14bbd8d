import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NamedItem } from "../../../src/cli/deletions/input.js";
import {
  refuseFileNames,
  refuseMissingNames,
  refuseQuotationMarks,
  refuseSplitPaths,
} from "../../../src/cli/deletions/shell-mistakes.js";
import { UsageError } from "../../../src/cli/usage-error.js";

describe("a quotation mark at the beginning or end of an argument", () => {
  test.each(['"/a/b"', "'/a/b'", "\u201c/a/b\u201d", "\u201e/a/b", "\u201a/a/b", "\u00ab/a/b", "\u00bb/a/b", "`/a/b`"])(
    "is one that the shell takes for a letter: %s",
    (arg) => {
      expect(() => refuseQuotationMarks(["/a", arg, arg])).toThrow(
        new UsageError(
          `argument 2, ${JSON.stringify(arg)}: this begins with a quotation mark that the shell takes for a letter; use "…"`,
        ),
      );
    },
  );

  test("at its end is what a backslash before it makes a letter", () => {
    expect(() => refuseQuotationMarks(["/a", '\\a\\b"'])).toThrow(
      new UsageError(
        'argument 2, "\\\\a\\\\b\\"": this ends with a quotation mark, which a backslash before it makes a letter on Windows; leave out that backslash',
      ),
    );
  });

  test.each(["/a/b", "/a/\u201cb\u201d", "/O'Neill/b", '/a"b', "a", ""])("is none: %j", (arg) => {
    expect(() => refuseQuotationMarks([arg])).not.toThrow();
  });
});

describe("paths", () => {
  const refusal = (place: number, arg: string) =>
    new UsageError(
      `argument ${place}, ${JSON.stringify(arg)}: only some paths begin with a slash, as where one with a blank stands without quotation marks; begin each with a slash`,
    );

  test.each<[what: string, args: string[], list: string[], place: number]>([
    ["the rest of a split path", ["/a/b", "of", "2024"], [], 2],
    ["a later rest", ["/a/b", "/a/c", "d"], [], 3],
    ["a path behind a name", ["a", "/b"], [], 2],
    ["the rest of a file's name beside its list", ["list.txt"], ["/a/b", "/a/c"], 1],
    ["a rest beside a list of paths like the first", ["/a/b", "c"], ["/a/d"], 2],
    ["a path beside a list of names", ["/a/b"], ["a", "b"], 1],
  ])("are refused where a shell may have split one: %s", (_what, args, list, place) => {
    expect(() => refuseSplitPaths(args, list)).toThrow(refusal(place, args[place - 1] ?? ""));
  });

  test.each<[what: string, args: string[], list: string[]]>([
    ["none", [], []],
    ["one", ["/a/b"], []],
    ["several with slashes", ["/a/b", "\\a\\c"], []],
    ["several without", ["a", "b"], []],
    ["some beside a list with slashes", ["/a/b"], ["/a/c"]],
    ["a list without arguments", [], ["/a/b", "/a/c"]],
    ["some beside a list that is refused by itself", ["/a/b"], ["/a/c", "d"]],
  ])("are not refused: %s", (_what, args, list) => {
    expect(() => refuseSplitPaths(args, list)).not.toThrow();
  });

  test("are shown by their first hundred characters", () => {
    expect(() => refuseSplitPaths(["/a", "b".repeat(200)])).toThrow(refusal(2, "b".repeat(100)));
  });
});

describe("a file's name among the paths", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "shell-mistakes-"));
    writeFileSync(join(folder, "list.txt"), "/a/b\n");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is refused, as of --from lists/*.txt", () => {
    const file = join(folder, "list.txt");
    expect(() => refuseFileNames(["/a/b", file])).toThrow(
      new UsageError(
        `argument 2, ${JSON.stringify(file.slice(0, 100))}: this is a file of this machine; name one list with --from, which may also hold a folder of that name`,
      ),
    );
  });

  test.each<[string, () => string]>([
    ["a folder", () => folder],
    ["nothing", () => join(folder, "nothing")],
    ["a name below a file", () => join(folder, "list.txt", "name")],
    ["a name that no file can have", () => "/a\u0000b"],
  ])("is not that of %s", (_what, path) => {
    expect(() => refuseFileNames([path()])).not.toThrow();
  });
});

describe("a slash at the end of a path", () => {
  const named = (...items: string[]): NamedItem[] => items.map((item, index) => ({ item, place: `line ${index + 1}` }));

  test.each<[items: string[], place: number, other: string]>([
    [["/a/b/", "/a/b/2019"], 1, "/a/b/2019"],
    [["/a/b/2019", "/a/b/2020", "/a/b/"], 3, "/a/b/2020"],
    [["\\a\\b\\", "\\a\\b\\2019"], 1, "\\a\\b\\2019"],
    [["/a/", "/a/b"], 1, "/a/b"],
    [["/A/B/", "/a/b/2019"], 1, "/a/b/2019"],
    [["\\a\\b\\", "/a/b/2019"], 1, "/a/b/2019"],
  ])("shows that a name is missing beside another path of the folder: %j", (items, place, other) => {
    expect(() => refuseMissingNames(named(...items))).toThrow(
      new UsageError(
        `line ${place}, ${JSON.stringify(items[place - 1])}: a name may be missing behind the slash, since ${JSON.stringify(other)} is named as well; leave out the slash if the whole folder is meant`,
      ),
    );
  });

  test.each([
    [["/a/b", "/a/b/2019"]],
    [["/a/b/"]],
    [["/a/b/", "/a/b/c/2019"]],
    [["/a/b/", "/a/b/2019/"]],
    [["a/", "b"]],
  ])("shows nothing beside other paths: %j", (items) => {
    expect(() => refuseMissingNames(named(...items))).not.toThrow();
  });
});
