import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { open as openFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { folders } from "../../src/cli/deletions/item-kind.js";
import { openJournal, readJournal } from "../../src/cli/deletions/journal.js";
import { parseJournal } from "../../src/cli/deletions/journal-text.js";

const owner = { command: "delete-folder", endpoint: "https://dms.example.com/srv.asmx" };
const header = `${JSON.stringify({ journal: "inforouter 2", ...owner, at: "2026-01-01T00:00:00.000Z" })}\n`;
const identityOf = (item: string) => folders.identityOf(item, {});

function parse(text: string) {
  const { states, locks, isTorn } = parseJournal(text, owner, identityOf, "run.journal");
  return { states: [...states], locks: locks.map(({ id }) => id), isTorn };
}

function line(item: string, state: string): string {
  return `${JSON.stringify({ item, state })}\n`;
}

const locked = (id: string, ended?: string[]) => `${JSON.stringify({ lock: id, process: {}, ended })}\n`;
const unlocked = (id: string) => `${JSON.stringify({ unlock: id })}\n`;

describe("reading", () => {
  test("keeps the last state of each item, in whichever spelling", () => {
    const text = [
      header,
      line("/a/b", "begun"),
      line("/c/d", "begun"),
      line("\\a\\b\\", "unknown"),
      line("/a/b", "deleted"),
      line("/e/f", "begun"),
      line("/e/f", "failed"),
      line("/c/d", "gone"),
      line("/g/h", "acknowledged"),
    ].join("");
    expect(parse(text).states).toEqual([
      ["a/b", "deleted"],
      ["c/d", "gone"],
      ["e/f", "failed"],
      ["g/h", "acknowledged"],
    ]);
  });

  test.each([
    ["a beginning", line("/c/d", "begun")],
    ["a result, whose item stays begun", line("/a/b", "deleted")],
    ["a lock", locked("2")],
    ["a release", unlocked("1")],
    ["the zeros of a file system", "\0\0\0\0\0\0\0\n"],
  ])("takes the cut end of %s, wherever it was cut, for not written, also before the next run", (_name, last) => {
    const whole = header + locked("1") + line("/a/b", "begun");
    for (let length = 1; length < last.length - 1; length += 1) {
      const text = whole + last.slice(0, length);
      expect(parse(text)).toEqual({ states: [["a/b", "begun"]], locks: ["1"], isTorn: true });
      const next = parse(`${text}\n${locked("3", ["1"])}${line("/e/f", "begun")}`);
      expect(next).toEqual({
        states: [
          ["a/b", "begun"],
          ["e/f", "begun"],
        ],
        locks: ["3"],
        isTorn: false,
      });
    }
  });

  test("takes a line that lacks its end only for written", () => {
    const text = header + line("/a/b", "deleted").trimEnd();
    expect(parse(text)).toEqual({ states: [["a/b", "deleted"]], locks: [], isTorn: true });
  });

  test.each([
    ["an empty file", "", false],
    ["a line end", "\n", false],
    ["zeros", "\0\0\0", true],
    ...[1, 10, 22, 30, header.length - 10].map((length): [string, string, boolean] => [
      `${length} bytes of a header`,
      header.slice(0, length),
      true,
    ]),
  ])("takes %s for a new journal", (_name, text, isTorn) => {
    const { format, states } = parseJournal(text, owner, identityOf, "run.journal");
    expect([format, [...states], parse(text).isTorn]).toEqual([undefined, [], isTorn]);
  });

  test("goes on after a header that was cut", () => {
    const text = `${header.slice(0, 50)}\n\0\0\n${header}${line("/a/b", "begun")}`;
    expect(parse(text).states).toEqual([["a/b", "begun"]]);
  });

  test("reads journals of 0.1.0", () => {
    const text = header.replace("inforouter 2", "inforouter 1") + line("/a/b", "begun");
    expect(parse(text).states).toEqual([["a/b", "begun"]]);
  });

  test.each<[string, string, string[]]>([
    ["those that are not released", locked("1") + unlocked("1") + locked("2"), ["2"]],
    ["the first of two first", locked("1") + locked("2"), ["1", "2"]],
    ["none that a later run found ended", locked("1") + locked("2") + locked("3", ["1", "2"]), ["3"]],
    ["those after a second header", locked("1") + header + locked("2") + unlocked("1"), ["2"]],
    ["those of an owner that cannot be read", '{"lock":"1","process":7}\n', ["1"]],
  ])("finds of locks %s", (_name, text, want) => {
    expect(parse(header + text).locks).toEqual(want);
  });

  test.each([
    ["another file", "/a/b\n/c/d\n", "run.journal is not a journal of this command"],
    ["a file of one line without end", "/a/b", "run.journal is not a journal of this command"],
    ["another JSON file", '{\n  "name": "x"\n}\n', "run.journal is not a journal of this command"],
    ["text before a header", `/a/b\n${header}`, "run.journal is not a journal of this command"],
    ["zeros of a disk image", "\0".repeat(5000), "run.journal is not a journal of this command"],
    [
      "another version",
      header.replace("inforouter 2", "inforouter 3") + locked("1"),
      "is not a journal of this command",
    ],
    [
      "another command",
      header.replace("delete-folder", "delete-download-handler"),
      'belongs to the command "delete-download-handler", not to delete-folder',
    ],
    [
      "another endpoint",
      header.replace("dms.", "test."),
      'belongs to the endpoint "https://test.example.com/srv.asmx"',
    ],
    [
      "another endpoint, whose line lacks its end",
      header.replace("dms.", "test.").trimEnd(),
      'belongs to the endpoint "https://test.example.com/srv.asmx"',
    ],
    ["a damaged line", `${header}${line("/a/b", "begun")}{"item":\n${line("/a/b", "deleted")}`, "line 3, is damaged"],
    ["an unknown state", header + line("/a/b", "renamed"), "line 2, is damaged"],
    ["a line without item", `${header}{"state":"begun"}\n`, "line 2, is damaged"],
    ["an item that is no folder", header + line("/a", "begun"), "line 2, is damaged"],
  ])("refuses %s", (_name, text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ name: "UsageError", message: expect.stringContaining(message) }),
    );
  });
});

describe("a journal on disk", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "journal-"));
    file = join(folder, "run.journal");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = () => openJournal(file, owner, identityOf);
  const lines = () =>
    readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((json) => JSON.parse(json));

  test("has each line when its writing is over, and gives it back when opened again", async () => {
    const journal = await open();
    await journal.write("/a/b", "begun");
    expect(lines()).toMatchObject([
      { journal: "inforouter 2", ...owner },
      { lock: expect.stringMatching(/^[0-9a-f]{8}$/), process: { pid: process.pid } },
      { item: "/a/b", state: "begun" },
    ]);
    await Promise.all([
      journal.write("/c/d", "begun"),
      journal.write("/a/b", "deleted"),
      journal.write("/e/f", "begun"),
    ]);
    await journal.write("/c/d", "failed", { error: { code: "ACCESS_DENIED" } });
    expect(lines().slice(3)).toMatchObject([
      { item: "/c/d", state: "begun" },
      { item: "/a/b", state: "deleted" },
      { item: "/e/f", state: "begun" },
      { item: "/c/d", state: "failed", error: { code: "ACCESS_DENIED" } },
    ]);
    await journal.close();
    expect(lines().at(-1)).toMatchObject({ unlock: lines()[1]?.lock });

    const again = await open();
    expect(again.states).toEqual(
      new Map([
        ["a/b", "deleted"],
        ["c/d", "failed"],
        ["e/f", "begun"],
      ]),
    );
    await again.close();
  });

  test("waits for the disk, once for all the lines that came in the meantime", async () => {
    const handle = await openFile(__filename);
    const datasync = jest.spyOn(Object.getPrototypeOf(handle), "datasync");
    await handle.close();
    const journal = await open();
    datasync.mockClear();
    await journal.write("/a/b", "begun");
    expect(datasync).toHaveBeenCalledTimes(1);
    await Promise.all([
      journal.write("/a/b", "deleted"),
      journal.write("/c/d", "begun"),
      journal.write("/e/f", "begun"),
    ]);
    expect(datasync).toHaveBeenCalledTimes(2);
    await journal.close();
    datasync.mockRestore();
  });

  test("goes on after a cut end as if that had not been", async () => {
    writeFileSync(file, `${header}${line("/a/b", "begun")}{"item":"/a/b","sta`);
    const journal = await open();
    expect(journal.states).toEqual(new Map([["a/b", "begun"]]));
    await journal.write("/a/b", "deleted");
    await journal.close();
    expect(await readJournal(file, owner, identityOf)).toEqual(new Map([["a/b", "deleted"]]));
  });

  test("writes no item after a line that was cut, and releases its lock in a new line", async () => {
    const journal = await open();
    const handle = await openFile(__filename);
    const appendFile = jest.spyOn(Object.getPrototypeOf(handle), "appendFile");
    await handle.close();
    appendFile.mockImplementationOnce(async (text) => {
      writeFileSync(file, String(text).slice(0, 20), { flag: "a" });
      throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    });
    const want = { name: "Stop", message: `The journal ${file} cannot be written: the disk is full.` };
    await expect(journal.write("/a/b", "begun")).rejects.toMatchObject(want);
    await expect(journal.write("/c/d", "begun")).rejects.toMatchObject(want);
    appendFile.mockRestore();
    await journal.close();
    expect(parse(readFileSync(file, "utf8"))).toEqual({ states: [], locks: [], isTorn: false });
  });

  test.each([1, 30, header.length - 1])("mends a header of which %i bytes were written", async (length) => {
    writeFileSync(file, header.slice(0, length));
    const journal = await open();
    await journal.write("/a/b", "begun");
    await journal.close();
    const again = await open();
    expect(again.states).toEqual(new Map([["a/b", "begun"]]));
    await again.close();
  });

  test("leaves a file that is no journal unchanged", async () => {
    writeFileSync(file, "/a/b\n/c/d");
    await expect(open()).rejects.toThrow("is not a journal");
    expect(readFileSync(file, "utf8")).toBe("/a/b\n/c/d");
  });

  test("is open to one run at a time, and unchanged by one that is refused", async () => {
    const journal = await open();
    const before = readFileSync(file, "utf8");
    await expect(open()).rejects.toThrow(
      new RegExp(`^--journal: ${file} is in use by process ${process.pid} on .+ since 20.+; wait until it has ended$`),
    );
    expect(readFileSync(file, "utf8")).toBe(before);
    await journal.close();
    await (await open()).close();
  });

  test("is opened by one only, of several that try at the same time", async () => {
    for (let round = 0; round < 20; round += 1) {
      const opened = await Promise.allSettled([open(), open(), open(), open()]);
      const journals = opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      expect(journals).toHaveLength(1);
      await Promise.all(journals.map((journal) => journal.close()));
    }
  });

  test("that 0.1.0 has locked is refused", async () => {
    writeFileSync(file, header.replace("inforouter 2", "inforouter 1"));
    writeFileSync(`${file}.lock`, "{}");
    await expect(open()).rejects.toThrow(
      `is locked by version 0.1.0; make sure that it does not run, and delete ${file}`,
    );
    rmSync(`${file}.lock`);
    await (await open()).close();
  });

  test.each([
    ["a folder", "", "is a folder; name a regular file"],
    ["a device", "/dev/full", "is a device, pipe or socket; name a regular file"],
    ["a pipe", "pipe", "is a device, pipe or socket; name a regular file"],
    ["a file in no folder", "nowhere/run.journal", "cannot be opened: there is no folder "],
    ["a file in a file", "file/run.journal", "cannot be opened: a part of its path is a file"],
    ["a circle of links", "circle", "cannot be opened: its symbolic links lead in a circle"],
  ])("that is %s is refused in one line, also by --dry-run", async (_name, name, message) => {
    execFileSync("mkfifo", [join(folder, "pipe")]);
    writeFileSync(join(folder, "file"), "");
    symlinkSync("circle", join(folder, "circle"));
    const want = new RegExp(`^--journal: \\S+ ${message}.*$`);
    await expect(openJournal(resolve(folder, name), owner, identityOf)).rejects.toThrow(want);
    await expect(readJournal(resolve(folder, name), owner, identityOf)).rejects.toThrow(want);
  });

  test("that is not there yet has no states for --dry-run, which does not make it", async () => {
    expect(await readJournal(file, owner, identityOf)).toEqual(new Map());
    expect(existsSync(file)).toBe(false);
  });
});
