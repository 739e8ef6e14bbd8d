import { constants } from "node:buffer";
import { execFileSync } from "node:child_process";
import fs, {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import promises, { open as openFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openJournal, ownerOf, readJournal } from "../../../src/cli/deletions/journal.js";
import { identifyThisProcess } from "../../../src/cli/deletions/process-identity.js";
import { header, identityOf, line, owner, parse } from "./journal-lines.js";

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
    const kinds = ["journal", "lock", "item", "item", "item", "item", "item", "unlock", "lock", "unlock"];
    expect(lines().map((object) => Object.keys(object)[0])).toEqual(kinds);
    expect(lines().filter((object) => "ended" in object)).toEqual([]);
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

  test("that cannot be closed ends the run as it would end otherwise", async () => {
    const opening = jest.spyOn(promises, "open").mockImplementationOnce(async (...given) => {
      const handle = await openFile(...given);
      const { close } = handle;
      handle.close = async () => {
        await close.call(handle);
        throw new Error("EDQUOT: disk quota exceeded, close");
      };
      return handle;
    });
    const journal = await open();
    opening.mockRestore();
    await expect(journal.close()).resolves.toBeUndefined();
    expect(lines().at(-1)).toHaveProperty("unlock");
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
    await expect(readJournal(file, owner, identityOf)).rejects.toThrow("is not a journal");
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
      const refused = opened.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
      expect(refused.filter((reason) => !reason.includes("is in use by process"))).toEqual([]);
      await Promise.all(journals.map((journal) => journal.close()));
    }
  });

  describe("with a lock that was left", () => {
    const lockOf = (process: object): string =>
      `${JSON.stringify({ lock: "abcd1234", process, at: "2026-01-01T00:00:00.000Z" })}\n`;
    const elsewhere = lockOf({ pid: 7, host: "elsewhere" });

    test.each([undefined, "abcd123"])(
      "by a process that cannot be seen is refused, with --break-lock %s",
      async (breakLock) => {
        writeFileSync(file, header + elsewhere);
        await expect(openJournal(file, owner, identityOf, { breakLock })).rejects.toThrow(
          `--journal: ${file} is locked by process 7 on elsewhere since 2026-01-01T00:00:00.000Z, and this process cannot see whether that one still runs; make sure that it does not, and add --break-lock abcd1234`,
        );
        expect(readFileSync(file, "utf8")).toBe(header + elsewhere);
      },
    );

    test("by a process that cannot be seen is opened with --break-lock and its id", async () => {
      writeFileSync(file, header + elsewhere);
      const journal = await openJournal(file, owner, identityOf, { breakLock: "abcd1234" });
      expect(lines()[2]).toMatchObject({ ended: ["abcd1234"] });
      await journal.close();
    });

    const onLinux = process.platform === "linux" ? test : test.skip;
    onLinux("by a process that has ended is opened", async () => {
      writeFileSync(file, header + lockOf({ ...identifyThisProcess(), pid: 2 ** 22 + 1 }));
      const journal = await open();
      expect(lines()[2]).toMatchObject({ ended: ["abcd1234"] });
      await journal.close();
    });
  });

  test("leaves no file open, whether it is opened or refused", async () => {
    await (await open()).close();
    await readJournal(file, owner, identityOf);
    writeFileSync(file, "/a/b");
    await expect(open()).rejects.toThrow("is not a journal");
    await expect(readJournal(file, owner, identityOf)).rejects.toThrow("is not a journal");
    const links = existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").map((fd) => `/proc/self/fd/${fd}`) : [];
    const files = links.flatMap((link) => (existsSync(link) ? [readlinkSync(link)] : []));
    expect(files.filter((name) => name.startsWith(folder))).toEqual([]);
  });

  test("is read whole, however long it is", async () => {
    const items = Array.from({ length: 3_000 }, (_, index) => `/a/${"é".repeat(20)}${index}`);
    writeFileSync(file, header + items.map((item) => line(item, "deleted")).join(""));
    expect([...(await readJournal(file, owner, identityOf)).keys()]).toEqual(items.map(identityOf));
  });

  /** A method of open files, to be watched or replaced. */
  async function methodOfFiles(name: "appendFile" | "stat" | "sync") {
    const handle = await openFile(__filename);
    const method = jest.spyOn(Object.getPrototypeOf(handle), name);
    await handle.close();
    return method;
  }

  test("is on the disk with its folder when it is new", async () => {
    const sync = await methodOfFiles("sync");
    await (await open()).close();
    expect(sync).toHaveBeenCalledTimes(process.platform === "win32" ? 0 : 1);
    await (await open()).close();
    expect(sync).toHaveBeenCalledTimes(process.platform === "win32" ? 0 : 1);
    sync.mockRestore();
  });

  test.each<[code: string, end: string]>([
    ["EINVAL", "opened"], // VirtualBox
    ["EBADF", "opened"], // virtiofs
    ["EACCES", "opened"],
    ["EIO", "refused"],
    ["ENOSPC", "refused"],
  ])("whose folder cannot be put on the disk, with %s, is %s", async (code, end) => {
    const sync = await methodOfFiles("sync");
    sync.mockRejectedValueOnce(Object.assign(new Error(code), { code }) as never);
    const opening = open().then(
      (journal) => journal.close().then(() => "opened"),
      () => "refused",
    );
    expect(await opening).toBe(process.platform === "win32" ? "opened" : end);
    sync.mockRestore();
  });

  test("with a relative name is opened also below a folder that the user may not search", async () => {
    const finding = jest
      .spyOn(promises, "realpath")
      .mockRejectedValue(Object.assign(new Error("x"), { code: "EACCES" }));
    await (await open()).close();
    finding.mockRestore();
    expect(lines().at(-1)).toHaveProperty("unlock");
  });

  test.each([
    ["cannot be written", () => Promise.reject(Object.assign(new Error("x"), { code: "ENOSPC" })), "the disk is full"],
    ["is not there after it was written", () => Promise.resolve(), "its lock was not written whole"],
  ])("whose lock %s is refused", async (_what, append, reason) => {
    const appendFile = (await methodOfFiles("appendFile")).mockImplementationOnce(append);
    const message = `--journal: ${file} cannot be written: ${reason}`;
    await expect(open()).rejects.toMatchObject({ name: "UsageError", message });
    appendFile.mockRestore();
  });

  test("that 0.1.0 has locked is refused", async () => {
    writeFileSync(file, header.replace("inforouter 2", "inforouter 1"));
    writeFileSync(`${file}.lock`, "{}");
    await expect(open()).rejects.toThrow(
      `is locked by version 0.1.0; make sure that it does not run, and delete ${file}`,
    );
    rmSync(`${file}.lock`);
    await (await open()).close();
    writeFileSync(file, header);
    writeFileSync(`${file}.lock`, "{}");
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

  test.each<[name: string, ino: bigint, dev: bigint, isFile: boolean, isRefused: boolean]>([
    ["to it", 2n ** 60n, 1n, true, true],
    ["to another file", 7n, 1n, true, false],
    ["to one whose number differs in the last of many digits", 2n ** 60n + 1n, 1n, true, false],
    ["to one with its number on another disk", 2n ** 60n, 2n, true, false],
    ["to a pipe with its numbers", 2n ** 60n, 1n, false, false],
  ])("where standard output leads %s is refused only where both are one file", async (...row) => {
    const [, ino, dev, isFile, isRefused] = row;
    writeFileSync(file, header);
    const stats = (of: { ino: bigint; dev: bigint; isFile: boolean }, options: unknown): never => {
      const isBig = (options as { bigint?: boolean }).bigint === true;
      return {
        isFile: () => of.isFile,
        ino: isBig ? of.ino : Number(of.ino),
        dev: isBig ? of.dev : Number(of.dev),
      } as never;
    };
    jest
      .spyOn(promises, "stat")
      .mockImplementation(async (_file, options) => stats({ ino: 2n ** 60n, dev: 1n, isFile: true }, options));
    jest
      .spyOn(fs, "fstatSync")
      .mockImplementation((_fd: number, options?: unknown) => stats({ ino, dev, isFile }, options));
    const message = `--journal: standard output leads to ${file}, and would damage the journal; name another file`;
    const reading = readJournal(file, owner, identityOf).then(
      () => "read",
      (error: Error) => error.message,
    );
    expect(await reading).toBe(isRefused ? message : "read");
    jest.restoreAllMocks();
  });

  test.each([
    [constants.MAX_STRING_LENGTH, "read"],
    [
      constants.MAX_STRING_LENGTH + 1,
      "has 536.9 MB, and a journal of more than 536.9 MB cannot be read; name another file, and list only what is not deleted yet",
    ],
  ])("of %d characters: %s", async (size, want) => {
    writeFileSync(file, header);
    (await methodOfFiles("stat")).mockResolvedValue({ size } as never);
    const reading = readJournal(file, owner, identityOf).then(
      () => "read",
      (error: Error) => error.message.replace(`--journal: ${file} `, ""),
    );
    expect(await reading).toBe(want);
    jest.restoreAllMocks();
  });

  test("that the system does not open is refused in one line, also by --dry-run", async () => {
    writeFileSync(file, header);
    const openFiles = jest.spyOn(promises, "open").mockRejectedValue(Object.assign(new Error("x"), { code: "EACCES" }));
    const want = { name: "UsageError", message: `--journal: ${file} cannot be opened: permission denied` };
    await expect(open()).rejects.toMatchObject(want);
    await expect(readJournal(file, owner, identityOf)).rejects.toMatchObject(want);
    openFiles.mockRestore();
  });

  test("that is not there yet has no states for --dry-run, which does not make it", async () => {
    expect(await readJournal(file, owner, identityOf)).toEqual(new Map());
    expect(existsSync(file)).toBe(false);
  });
});

test.each([
  ["https://dms.example.com/srv.asmx", "https://dms.example.com/srv.asmx"],
  ["https://dms.example.com/srv.asmx?key=abc", "https://dms.example.com/srv.asmx?sha256=b0e9ca544c653e64"],
])("the owner of a journal has the endpoint %s, without a key in its query: %s", (endpoint, recorded) => {
  expect(ownerOf("delete-folder", endpoint)).toStrictEqual({ command: "delete-folder", endpoint: recorded });
});
