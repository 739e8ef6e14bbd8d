import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open as openFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { folders } from "../../src/cli/deletions/item-kind.js";
import { openJournal, parseJournal } from "../../src/cli/deletions/journal.js";

const owner = { command: "delete-folder", endpoint: "https://dms.example.com/srv.asmx" };
const header = `${JSON.stringify({ journal: "inforouter 1", ...owner, at: "2026-01-01T00:00:00.000Z" })}\n`;
const { identityOf } = folders;

function parse(text: string) {
  const { states, length } = parseJournal(Buffer.from(text), owner, identityOf, "run.journal");
  return { states: [...states], length };
}

function line(item: string, state: string): string {
  return `${JSON.stringify({ item, state })}\n`;
}

describe("reading", () => {
  test("keeps the last state of each item, in any spelling", () => {
    const text = [
      header,
      line("/a/b", "begun"),
      line("/c/d", "begun"),
      line("\\a\\b\\", "unknown"),
      line("/a/b", "deleted"),
      line("/e/f", "begun"),
      line("/e/f", "failed"),
    ].join("");
    expect(parse(text)).toEqual({
      states: [
        ["a/b", "deleted"],
        ["c/d", "begun"],
        ["e/f", "failed"],
      ],
      length: text.length,
    });
  });

  test.each<[string, string, [string, string][]]>([
    ["a beginning", line("/c/d", "begun"), [["a/b", "begun"]]],
    ["a result, whose item stays begun", line("/a/b", "deleted"), [["a/b", "begun"]]],
    ["the zeros of a file system", "\0\0\0\0\0\0\0\n", [["a/b", "begun"]]],
  ])("ignores the torn end of %s, wherever it is torn", (_name, last, want) => {
    const whole = header + line("/a/b", "begun");
    for (let length = 0; length < last.length; length += 1) {
      expect(parse(whole + last.slice(0, length))).toEqual({ states: want, length: whole.length });
    }
  });

  test("reads an empty file as a new journal", () => {
    expect(parse("")).toEqual({ states: [], length: 0 });
  });

  test.each([
    ["another file", "/a/b\n/c/d\n", "run.journal is no journal of this command"],
    ["a file of one line without end", "/a/b", "run.journal is no journal of this command"],
    ["another version", header.replace("inforouter 1", "inforouter 2"), "is no journal of this command"],
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
    ["a damaged line", `${header}${line("/a/b", "begun")}{"item":\n${line("/a/b", "deleted")}`, "line 3, is damaged"],
    ["an unheard-of state", header + line("/a/b", "renamed"), "line 2, is damaged"],
    ["a line without item", `${header}{"state":"begun"}\n`, "line 2, is damaged"],
    ["what is no folder", header + line("/a", "begun"), "line 2, is damaged"],
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

  test("holds each line once its write has ended, and reads it again when reopened", async () => {
    const journal = await open();
    await journal.write("/a/b", "begun");
    expect(lines()).toMatchObject([
      { journal: "inforouter 1", ...owner },
      { item: "/a/b", state: "begun" },
    ]);
    await Promise.all([
      journal.write("/c/d", "begun"),
      journal.write("/a/b", "deleted"),
      journal.write("/e/f", "begun"),
    ]);
    await journal.write("/c/d", "failed", { error: { code: "ACCESS_DENIED" } });
    expect(lines().slice(2)).toMatchObject([
      { item: "/c/d", state: "begun" },
      { item: "/a/b", state: "deleted" },
      { item: "/e/f", state: "begun" },
      { item: "/c/d", state: "failed", error: { code: "ACCESS_DENIED" } },
    ]);
    await journal.close();

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

  test("syncs to disk, once for all lines that arrived in the meantime", async () => {
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

  test("continues after a torn end as if it were not there", async () => {
    writeFileSync(file, `${header}${line("/a/b", "begun")}{"item":"/a/b","sta`);
    const journal = await open();
    expect(journal.states).toEqual(new Map([["a/b", "begun"]]));
    await journal.write("/a/b", "deleted");
    await journal.close();
    expect(readFileSync(file, "utf8")).toMatch(/"begun"}\n\{"item":"\/a\/b","state":"deleted","at":"[^"]+"}\n$/);
  });

  test("is unchanged after a refusal", async () => {
    writeFileSync(file, "/a/b\n/c/d");
    await expect(open()).rejects.toThrow("is no journal");
    expect(readFileSync(file, "utf8")).toBe("/a/b\n/c/d");
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  test("is open for one process at a time", async () => {
    const journal = await open();
    await expect(open()).rejects.toThrow(
      new RegExp(`^--journal: in use by process ${process.pid} on .+; if that is no run .+, delete ${file}.lock$`),
    );
    await journal.close();
    await (await open()).close();
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  const goneProcess = { pid: 2 ** 22 + 1, since: "2026-01-01T00:00:00.000Z" };

  test("is taken over from a process of this machine that is no longer running", async () => {
    writeFileSync(`${file}.lock`, JSON.stringify({ ...goneProcess, host: hostname() }));
    await (await open()).close();
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  test.each([
    [
      "another machine's process",
      ".lock",
      JSON.stringify({ ...goneProcess, host: "elsewhere" }),
      "process 4194305 on elsewhere since",
    ],
    ["a lock without an owner", ".lock", "", "in use by another run"],
    ["a taking over that was killed", ".lock.guard", "", "in use by another run"],
  ])("is not taken over from %s", async (_name, ending, text, message) => {
    writeFileSync(`${file}.lock`, JSON.stringify({ ...goneProcess, host: hostname() }));
    writeFileSync(file + ending, text);
    await expect(open()).rejects.toThrow(message);
    expect(readFileSync(file + ending, "utf8")).toBe(text);
  });

  test("is taken over by one of several processes that try at the same time", async () => {
    writeFileSync(`${file}.lock`, JSON.stringify({ ...goneProcess, host: hostname() }));
    const opened = await Promise.allSettled([open(), open(), open()]);
    expect(opened.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    await Promise.all(opened.map((one) => one.status === "fulfilled" && one.value.close()));
  });
});
