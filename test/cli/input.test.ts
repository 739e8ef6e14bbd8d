import { constants } from "node:buffer";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import files from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { type ListFormat, type ListOptions, parseCsv, parseList, readItems } from "../../src/cli/deletions/input.js";
import { UsageError } from "../../src/cli/usage-error.js";

function parse(format: ListFormat, text: string, { column = "path", separator = ",", isGuess = true } = {}) {
  return parseList(text, { format, column, separator, isGuess, name: "list" }).map(({ item, line }) => [line, item]);
}

describe("a list of lines", () => {
  test.each<[string, string, [number, string][]]>([
    [
      "is one item a line",
      "/a/b\n/c/d\n",
      [
        [1, "/a/b"],
        [2, "/c/d"],
      ],
    ],
    [
      "may have no line end at its end, and those of Windows",
      "/a/b\r\n/c/d",
      [
        [1, "/a/b"],
        [2, "/c/d"],
      ],
    ],
    [
      "may have empty lines",
      "\n/a/b\n  \n/c/d\n\n",
      [
        [2, "/a/b"],
        [4, "/c/d"],
      ],
    ],
    [
      "may have blanks, separators, quotes and brackets within its items",
      '/a/b c\n/d, e/f\n/# g/[h]\n/it\'s "so"/{i}',
      [
        [1, "/a/b c"],
        [2, "/d, e/f"],
        [3, "/# g/[h]"],
        [4, '/it\'s "so"/{i}'],
      ],
    ],
    ["may have one line with a separator", "/a/b, c", [[1, "/a/b, c"]]],
    [
      "may have separators in all its lines, if not equally many",
      "/a, b\n/c, d, e",
      [
        [1, "/a, b"],
        [2, "/c, d, e"],
      ],
    ],
    [
      "may have GUIDs in braces",
      "{a1b2c3d4-e5f6-7890-abcd-ef1234567890}",
      [[1, "{a1b2c3d4-e5f6-7890-abcd-ef1234567890}"]],
    ],
    [
      "may have a path whose end is like the line behind, or whose beginning is like the line before",
      "/a/b\n/a/c/x/y\n/x/z/w\n/a/q\n/a/r/s\n",
      [
        [1, "/a/b"],
        [2, "/a/c/x/y"],
        [3, "/x/z/w"],
        [4, "/a/q"],
        [5, "/a/r/s"],
      ],
    ],
    [
      "may have paths that are not two where they would stand in other folders than their neighbours",
      "/a/b/2018\n/x/y/2019/c/d/2020\n/c/d/2021\n/c/d/2022/e/f/g/2023\n/e/f/2024",
      [
        [1, "/a/b/2018"],
        [2, "/x/y/2019/c/d/2020"],
        [3, "/c/d/2021"],
        [4, "/c/d/2022/e/f/g/2023"],
        [5, "/e/f/2024"],
      ],
    ],
    [
      "may have such a path at its beginning and at its end",
      "/a/b/2019/c/d/2020\n/c/d/2021\n/c/d/2022/c/d/2023",
      [
        [1, "/a/b/2019/c/d/2020"],
        [2, "/c/d/2021"],
        [3, "/c/d/2022/c/d/2023"],
      ],
    ],
    ["may be empty", "", []],
  ])("%s", (_name, text, want) => {
    expect(parse("lines", text)).toEqual(want);
  });
});

describe("a list of no named format that looks like another format", () => {
  test.each<[string, string, number, string]>([
    ["a JSON array", '["/a/b", "/c/d"]', 1, "this looks like JSON"],
    ["a JSON array of several lines", '\n[\n  "/a/b",\n  "/c/d"\n]\n', 2, "this looks like JSON"],
    ["JSON lines of objects", '{"path":"/a/b"}\n{"path":"/c/d"}\n', 1, "this looks like JSON"],
    ["a JSON object of several lines", '{\n "path": "/a/b"\n}', 1, "this looks like JSON"],
    ["JSON lines of strings", '"/a/b"\n"/c/d"\n', 1, "this is in quotes, as in CSV or JSON"],
    ["a JSON array that is indented", '  [\n"/a/b"\n]', 1, "this looks like JSON"],
    ["a line with a quotation mark at its beginning", '"/a/b', 1, "this is in quotes, as in CSV or JSON"],
    ["a line with a quotation mark at its end", '/a/b"', 1, "this is in quotes, as in CSV or JSON"],
    ["a line in double quotes", '/a/b\n"/c/d"', 2, "this is in quotes, as in CSV or JSON"],
    ["a line in single quotes", "/a/b\n'/c/d'", 2, "this is in quotes, as in CSV or JSON"],
    ["a line that ends as an array's do", '/a/b",', 1, "this is in quotes, as in CSV or JSON"],
    ["a line in the quotes of a word processor", "“/a/b”\n“/c/d”", 1, "this is in quotes, as in texts"],
    ["a blank before an item", "/a/b\n /c/d", 2, "this begins or ends with a blank"],
    ["a blank after an item", "/a/b \n/c/d", 1, "this begins or ends with a blank"],
    ["a tab after an item", "/a/b\t\n", 1, "this begins or ends with a blank"],
    ["a no-break space after an item", "/a/b\u00a0", 1, "this begins or ends with a blank"],
    ["CSV without a header", "1,/a/b\n2,/c/d\n", 1, "this looks like CSV"],
    ["CSV with the item first", "/a/b,Jane\n", 1, "this looks like CSV"],
    ["CSV with semicolons", "/a/b;Jane\n", 1, "this looks like CSV"],
    ["CSV with tabs", "/a/b\tJane\n", 1, "this looks like CSV"],
    ["CSV with an empty field at the end", "/a/b,\n", 1, "this looks like CSV"],
    [
      "a path that a program has broken",
      "/a/Annual\nReports/2019\n/c/d\n",
      2,
      "only some lines begin with a slash, as below a header, or where a program breaks long lines",
    ],
    [
      "a broken path at the end of a page",
      "Reports/2019\n\\c\\d\n",
      2,
      "only some lines begin with a slash, as below a header, or where a program breaks long lines",
    ],
    [
      "two lists without a line end between them",
      "/a/b/1\n/a/b/2/c/d/3\n/c/d/4\n",
      2,
      "two paths may stand here, as where a line end is missing between lists",
    ],
    [
      "two lists of one folder, with backslashes",
      "\\a\\1\n\\a\\2\\a\\3\n\\a\\4",
      2,
      "two paths may stand here, as where a line end is missing between lists",
    ],
    [
      "two lists of folders with slashes at their ends",
      "/a/b/2018/\n/a/b/2019/c/d/2020/\n/c/d/2021/\n",
      2,
      "two paths may stand here, as where a line end is missing between lists",
    ],
    ["CSV with blanks", "/a/b, Jane\n/c/d, Joe\n", 1, "this looks like CSV: all lines have the same number of fields"],
  ])("is refused: %s", (_name, text, line, reason) => {
    expect(() => parse("lines", text)).toThrow(new UsageError(`list, line ${line}: ${reason}; see --format`));
    const wanted = text.split("\n").filter((one) => one.trim() !== "");
    expect(parse("lines", text, { isGuess: false }).map(([, item]) => item)).toEqual(wanted);
  });
});

test.each<[format: "lines" | "csv" | "jsonl", text: string]>([
  ["lines", "/a/b\r/a/c\r"],
  ["csv", "path\r/a/b\r"],
  ["jsonl", '"/a/b"\r"/a/c"'],
])("%s with line ends of old Macs is refused: %j", (format, text) => {
  const reason = "list: its lines end with a carriage return alone; save it with other line ends";
  expect(() => parse(format, text)).toThrow(new UsageError(reason));
});

test("a list of one column is refused where a program has broken a path", () => {
  const text = "path\n/a/Annual\nReports/2019\n";
  expect(() => parse("csv", text)).toThrow(
    new UsageError(
      "list, line 3: only some lines begin with a slash, as below a header, or where a program breaks long lines; see --format",
    ),
  );
  expect(parse("csv", text, { isGuess: false })).toHaveLength(2);
  expect(parse("csv", "path,id\n/a/b,1\nc/d,2\n")).toHaveLength(2);
});

describe("a list that ends within a line", () => {
  test.each<[string, ListFormat, string, number, number]>([
    ["at the folder around the others", "lines", "/a/b/c\n/a/b/d\n/a/b", 3, 1],
    ["within the name of a folder", "lines", "/a/c\r\n/a/b/2019\r\n/a/b/20", 3, 2],
    ["at a folder in another case", "lines", "/a/B/c\n/a/b/d\n/A/b", 3, 1],
    ["at a folder with other slashes", "lines", "/a/b/c\n/a/b/d\n\\a\\b", 3, 1],
    ["in the last column of CSV", "csv", "id,path\n1,/a/b/c\n2,/a/b", 3, 2],
  ])("is refused if that is the beginning of another item: %s", (_name, format, text, line, longer) => {
    const reason = `this may be cut: it has no line end, and line ${longer} begins like it; add a line end if it is whole`;
    for (const isGuess of [true, false]) {
      expect(() => parse(format, text, { isGuess })).toThrow(new UsageError(`list, line ${line}: ${reason}`));
    }
    expect(parse(format, `${text}\n`)).toHaveLength(format === "csv" ? 2 : 3);
  });

  test.each<[string, ListFormat, string]>([
    ["an item that begins like no other", "lines", "/a/b/c\n/a/d"],
    ["an item that is named before", "lines", "/a/b\n/a/b"],
    ["a quoted field", "csv", 'path\n/a/b/c\n"/a/b"'],
    ["a field after the item", "csv", "path,id\n/a/b/c,1\n/a/b,2"],
    ["an empty field, which is refused as an item", "csv", "id,path\n1,/a/b\n2,\n"],
    ["JSON", "jsonl", '"/a/b/c"\n"/a/b"'],
  ])("is accepted with %s", (_name, format, text) => {
    expect(parse(format, text)).toHaveLength(2);
  });
});

describe("a list of JSON lines", () => {
  test.each<[string, string, [number, string][]]>([
    [
      "has strings",
      '"/a/b"\n"/c/\\u00e4"\n',
      [
        [1, "/a/b"],
        [2, "/c/ä"],
      ],
    ],
    [
      "has objects",
      '{"path":"/a/b","outcome":"failed"}\n\n{"path":"/c/d"}',
      [
        [1, "/a/b"],
        [3, "/c/d"],
      ],
    ],
  ])("%s", (_name, text, want) => {
    expect(parse("jsonl", text)).toEqual(want);
  });

  test.each([
    ["/a/b", "list, line 1: this is not JSON; expected a JSON value in each line, see --format"],
    ["[\n", "list, line 1: this is not JSON; expected a JSON value in each line, see --format"],
    ...[
      ['["/a/b"]', 1],
      ['"/a/b"\n7', 2],
      ['{"Path":"/a/b"}', 1],
      ["null", 1],
    ].map(([text, line]) => [
      String(text),
      `list, line ${line}: expected a string, or an object with a string "path"; see --format and --column`,
    ]),
  ])("refuses %j", (text, message) => {
    expect(() => parse("jsonl", text)).toThrow(new UsageError(message));
  });

  test("has its items in the member that is asked for", () => {
    expect(parse("jsonl", '{"to":"/a/b"}', { column: "to" })).toEqual([[1, "/a/b"]]);
  });
});

describe("CSV", () => {
  test.each<[string, string, string[][]]>([
    [
      "plain fields",
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "no line end at the end",
      "a,b\r\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "empty fields",
      ",\n,,x\n",
      [
        ["", ""],
        ["", "", "x"],
      ],
    ],
    [
      "quoted fields",
      '"a","b ""c"" d"\n"",x\n',
      [
        ["a", 'b "c" d'],
        ["", "x"],
      ],
    ],
    [
      "separators and line ends in quotes",
      '"1,2","3\r\n4"\n5,6',
      [
        ["1,2", "3\r\n4"],
        ["5", "6"],
      ],
    ],
    ["blanks, which belong to the field", " a , b \n", [[" a ", " b "]]],
    ["blank lines, which are none", "a\n\n\nb\n", [["a"], ["b"]]],
    ["nothing", "", []],
    ["nothing in quotes", '"",""', [["", ""]]],
    ["nothing behind a separator", "a,\n", [["a", ""]]],
    ["millions of quotation marks", `"${'""'.repeat(4_000_000)}"\na`, [['"'.repeat(4_000_000)], ["a"]]],
  ])("with %s", (_name, text, want) => {
    expect(parseCsv(text, ",", "list").map(({ fields }) => fields)).toEqual(want);
  });

  test("counts lines as an editor does", () => {
    expect(parseCsv('a\n"b\nc"\n\nd', ",", "list").map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  test.each([";", "\t", "|", "^", "\\", "-", "]"])("may be separated by %j", (separator) => {
    const [row] = parseCsv(`a${separator}"b${separator}c"\n`, separator, "list");
    expect(row?.fields).toEqual(["a", `b${separator}c`]);
  });

  test.each(['a\n"b', 'a\n"b"c', 'a\nb"c"'])("refuses misplaced quotation marks: %j", (text) => {
    expect(() => parseCsv(text, ",", "list")).toThrow(
      "list, line 2: a quotation mark stands where CSV (RFC 4180) allows none",
    );
  });

  test.each(["", ";;", '"', "a", "\n"])("refuses to be separated by %j", (separator) => {
    const expected = "expected one character that is not a letter, digit or quotation mark, such as ;";
    expect(() => parseCsv("a", separator, "list")).toThrow(new UsageError(`--separator: ${expected}`));
  });

  test("gives the column that is asked for", () => {
    const text = 'Name,Path\nx,/a/b\n"y, z","/c/d, e"\n';
    expect(parse("csv", text, { column: "Path" })).toEqual([
      [2, "/a/b"],
      [3, "/c/d, e"],
    ]);
  });

  test.each([
    [
      "path;name\n/a/b;x",
      'list: expected one column "path" in the header, found "path;name"; see --format, --column and --separator',
    ],
    ["Path\n/a/b", 'found "Path"'],
    ["/a/b\n/c/d", 'found "/a/b"; see --format'],
    ["path,path\n/a/b,/c/d", 'found "path", "path"'],
    ["", "found none"],
    ["path,name\n/a, b/c,x", "list, line 2: the line has 3 fields, and the header 2"],
    ["path,name\n/a/b", "list, line 2: the line has 1 fields, and the header 2"],
  ])("refuses %j, where the path would be a guess", (text, message) => {
    expect(() => parse("csv", text)).toThrow(message);
  });
});

describe("the items of a command", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "inforouter-list-"));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, text: string | Buffer): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  test("are its arguments, without a list", async () => {
    expect(await readItems(["/a/b", "/c/d"], {}, "path")).toEqual([
      { item: "/a/b", place: "argument 1" },
      { item: "/c/d", place: "argument 2" },
    ]);
  });

  test("are its arguments, and then those of the list, each with its place", async () => {
    const from = write("folders", "\n/c/d\n");
    expect(await readItems(["/a/b"], { from }, "path")).toEqual([
      { item: "/a/b", place: "argument 1" },
      { item: "/c/d", place: `${from}, line 2` },
    ]);
  });

  test("may be those of standard input", async () => {
    jest.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([Buffer.from("/a/b")]) as typeof process.stdin);
    const from = "-";
    expect(await readItems([], { from }, "path")).toEqual([{ item: "/a/b", place: "standard input, line 1" }]);
  });

  test.each<[what: string, name: string, options: ListOptions, text: string]>([
    ["JSON lines", "a.jsonl", {}, '{"path":"/a/b"}'],
    ["JSON lines", "a.NDJSON", {}, '{"path":"/a/b"}'],
    ["JSON lines with another column", "a.jsonl", { column: "p" }, '{"p":"/a/b"}'],
    ["CSV", "a.CSV", {}, "path,name\n/a/b,x"],
    ["CSV, where a column is named", "a.txt", { column: "p" }, "p,name\n/a/b,x"],
    ["CSV with another separator", "a.csv", { separator: ";" }, "path;name\n/a/b;x"],
    ["lines", "a.jsonl.txt", {}, "/a/b"],
    ["lines", "a.csv.txt", {}, "/a/b"],
    ["what the format says", "a.jsonl", { format: "csv" }, "path\n/a/b"],
    ["lines that look like CSV, where the format says lines", "a.csv", { format: "lines" }, "/a/b"],
  ])("are read as %s: %s with %j", async (_what, name, options, text) => {
    const items = await readItems([], { ...options, from: write(name, text) }, "path");
    expect(items.map(({ item }) => item)).toEqual(["/a/b"]);
  });

  test("may look like another format only where the format is named", async () => {
    const from = write("a.txt", "/a,b");
    expect(await readItems([], { from, format: "lines" }, "path")).toMatchObject([{ item: "/a,b" }]);
    await expect(readItems([], { from }, "path")).rejects.toThrow("this looks like CSV; see --format");
  });

  test("are in a file that is no longer than a text can be", async () => {
    jest.spyOn(files, "readFile").mockResolvedValue({ length: constants.MAX_STRING_LENGTH + 1 } as never);
    await expect(readItems([], { from: "long" }, "path")).rejects.toThrow(
      new UsageError("--from: long cannot be read: it is too long"),
    );
  });

  test("are in a file that can be read, and in a charset that is known", async () => {
    const nowhere = join(folder, "nowhere");
    const latin = write("latin", Buffer.from("/a/\u00e4", "latin1"));
    await expect(readItems([], { from: nowhere }, "path")).rejects.toThrow(
      new UsageError(`--from: ${nowhere} cannot be read: there is no such file`),
    );
    await expect(readItems([], { from: latin }, "path")).rejects.toThrow(
      /^.*latin: .+; save it as UTF-8 \(in Excel: "CSV UTF-8"\)$/,
    );
  });
});
