import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  type PathLike,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import files, { type FileHandle, open as openFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { Stop } from "../../../src/cli/deletions/stop.js";
import { PartFile } from "../../../src/cli/downloads/part-file.js";

/** Only root can make files of other users and groups. */
const asRoot = process.getuid?.() === 0 ? test : test.skip;
/** Windows has no permissions. */
const withPermissions = process.platform === "win32" ? test.skip : test;

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "inforouter-part-"));
  target = join(folder, "ledger.csv");
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const hexOf = (text: string | Buffer): string => crc32(text).toString(16).padStart(8, "0");
/** Its CRC32 is 00d0c58e. */
const ZERO = "ledger61";
const content = { size: 6, crc32: hexOf("ledger") };
const partPath = (): string => `${target}.${content.crc32}-6.part`;
const filesHere = (): string[] => readdirSync(folder).sort();
const modeOf = (path: string): number => statSync(path).mode & 0o777;

const onLinux = process.platform === "linux";
/** The files of the folder that this process has open, where the system tells. */
function openHere(): string[] {
  const open = onLinux ? readdirSync("/proc/self/fd") : [];
  return open
    .flatMap((number) => {
      try {
        return readlinkSync(`/proc/self/fd/${number}`);
      } catch {
        return [];
      }
    })
    .filter((path) => path.startsWith(folder));
}

const open = async (text: string): Promise<PartFile> => {
  const part = await PartFile.open(target, content, false);
  await part.write(Buffer.from(text));
  return part;
};

/** What all handles of files inherit from. */
async function handles(): Promise<FileHandle> {
  const handle = await openFile(folder);
  await handle.close();
  return Object.getPrototypeOf(handle);
}

describe("a part", () => {
  test("has the name of its whole content, and its length and CRC32 as it grows", async () => {
    const part = await open("led");
    expect([part.path, part.canBeContinued, part.before]).toEqual([partPath(), true, 0]);
    expect([part.length, part.crc32]).toEqual([3, crc32("led")]);
    await part.write(Buffer.from("ger"));
    expect([part.length, part.crc32]).toEqual([6, crc32("ledger")]);
    await part.moveTo(target, {});
    expect([filesHere(), readFileSync(target, "utf8")]).toEqual([["ledger.csv"], "ledger"]);
  });

  test.each([
    ["a", 239, 239],
    ["a", 240, 239],
    ["a", 255, 239],
    ["ü", 127, 119],
  ])("has as much of a long name as there is place for: of %s, %i times", async (letter, times, length) => {
    const name = letter.repeat(times);
    target = join(folder, name);
    const part = await open("led");
    expect(basename(part.path)).toBe(`${name.slice(0, length)}.${content.crc32}-6.part`);
    await part.close();
    const again = await open("ger");
    expect([again.before, again.path]).toEqual([3, part.path]);
    await again.moveTo(target, {});
    expect([filesHere(), readFileSync(target, "utf8")]).toEqual([[name], "ledger"]);
  });

  test.each<[what: string, content: { size?: number; crc32?: string }]>([
    ["CRC32", { size: 6 }],
    ["size", { crc32: content.crc32 }],
  ])("without %s has a name of its own, and is removed if it does not become the document", async (_what, some) => {
    const part = await PartFile.open(target, some, false);
    await part.write(Buffer.from("led"));
    expect(part.canBeContinued).toBe(false);
    expect(basename(part.path)).toMatch(/^ledger\.csv\.[\da-f]{8}-[\da-f-]{27}\.part$/);
    await part.close();
    expect(filesHere()).toEqual([]);
  });

  test.each<[what: string, found: string, before: number]>([
    ["is a beginning", "led", 3],
    ["is whole", "ledger", 6],
    ["is empty", "", 0],
    ["is longer", "ledgers", 0],
    [
      "is longer, with the same CRC32",
      Buffer.from("6c6564676572206c6f6e676572206bf709bc", "hex").toString("latin1"),
      0,
    ],
    ["has other content of the same length", "LEDGER", 0],
  ])("that %s is continued: %j from byte %d", async (_what, found, before) => {
    writeFileSync(partPath(), found, "latin1");
    const part = await PartFile.open(target, content, false);
    const kept = found.slice(0, before);
    expect([part.before, part.length, part.crc32]).toEqual([before, before, crc32(kept)]);
    expect(readFileSync(part.path, "utf8")).toBe(kept);
    await part.write(Buffer.from("ledger".slice(before)));
    await part.moveTo(target, {});
    expect(readFileSync(target, "utf8")).toBe("ledger");
  });

  test("is continued also if its CRC32 begins with a zero, and if it is longer than a buffer", async () => {
    for (const bytes of [Buffer.from(ZERO), Buffer.alloc(1_048_577, "x")]) {
      const whole = { size: bytes.length, crc32: hexOf(bytes) };
      writeFileSync(`${target}.${whole.crc32}-${whole.size}.part`, bytes);
      const part = await PartFile.open(target, whole, false);
      expect([part.before, part.crc32]).toEqual([bytes.length, crc32(bytes)]);
      await part.close();
    }
  });

  test("becomes the document where Node.js on Windows knows the disk of an open file alone", async () => {
    const { lstat } = files;
    const platform = Object.getOwnPropertyDescriptor(process, "platform") ?? {};
    Object.defineProperty(process, "platform", { ...platform, value: "win32" });
    jest.spyOn(files, "lstat").mockImplementation(async (path) => {
      const found = await lstat(path, { bigint: true });
      found.dev = 0n;
      return found as never;
    });
    const part = await open("ledger");
    await part.moveTo(target, {}).finally(() => Object.defineProperty(process, "platform", platform));
    expect([filesHere(), readFileSync(target, "utf8")]).toEqual([["ledger.csv"], "ledger"]);
  });

  test("is written whole where the system takes a few bytes at a time", async () => {
    const prototype = await handles();
    const { write } = prototype;
    const few = jest.spyOn(prototype, "write") as unknown as jest.SpyInstance;
    few.mockImplementation(function (this: FileHandle, bytes: Uint8Array, from: number, length: number, at: number) {
      return Reflect.apply(write, this, [bytes, from, Math.min(length, 2), at]);
    });
    const part = await open("led");
    await part.write(Buffer.from("ger"));
    expect(few.mock.calls.map(([, from, length, at]) => [from, length, at])).toEqual([
      [0, 3, 0],
      [2, 1, 2],
      [0, 3, 3],
      [2, 1, 5],
    ]);
    expect(readFileSync(part.path, "utf8")).toBe("ledger");
    await part.close();
  });

  test.each<[what: string, text: string, left: string[]]>([
    ["with bytes", "led", [".part"]],
    ["without any", "", []],
  ])("%s is left for a later download when it is closed: %j", async (_what, text, left) => {
    await (await open(text)).close();
    expect(filesHere().map((name) => name.slice(-5))).toEqual(left);
  });

  test("is on the disk before it has the document's name, and closed then", async () => {
    const part = await open("ledger");
    const prototype = await handles();
    const { sync } = prototype;
    const seen = jest.fn();
    jest.spyOn(prototype, "sync").mockImplementation(function (this: FileHandle) {
      seen(filesHere());
      return Reflect.apply(sync, this, []);
    });
    expect(openHere()).toHaveLength(onLinux ? 1 : 0);
    await part.moveTo(target, {});
    expect(seen.mock.calls).toEqual([[[basename(part.path)]]]);
    expect(openHere()).toEqual([]);
  });

  test("that cannot be created is an error that names it", async () => {
    const nowhere = join(folder, "nowhere", "ledger.csv");
    const opened = PartFile.open(nowhere, content, false);
    await expect(opened).rejects.toThrow(Stop);
    await expect(opened).rejects.toThrow(/^.*nowhere.*\.part cannot be written: there is no such file\.$/);
  });

  test("that is a folder is an error that names it", async () => {
    mkdirSync(partPath());
    await expect(PartFile.open(target, content, false)).rejects.toThrow(
      `${partPath()} cannot be written: it is a folder.`,
    );
  });

  asRoot("that the user may not create is an error that says so", async () => {
    chmodSync(folder, 0o755);
    const opened = asUser([], async () => void (await PartFile.open(target, content, false)));
    await expect(opened).rejects.toThrow(`${partPath()} cannot be written: permission denied.`);
  });

  test("that was removed can be closed", async () => {
    const part = await open("led");
    unlinkSync(part.path);
    await part.close();
    expect(filesHere()).toEqual([]);
  });

  test("that the system does not close, as over a quota of NFS, hides no error of the download", async () => {
    jest.spyOn(files, "open").mockImplementationOnce(async (...given) => {
      const handle = await openFile(...given);
      const { close } = handle;
      handle.close = async () => {
        await close.call(handle);
        throw new Error("EDQUOT: disk quota exceeded, close");
      };
      return handle;
    });
    const part = await open("led");
    await expect(part.close()).resolves.toBeUndefined();
    expect(readFileSync(part.path, "utf8")).toBe("led");
  });

  test("takes the place of a document that was removed in the meantime", async () => {
    await (await open("ledger")).moveTo(target, { overwrite: true });
    expect(filesHere()).toEqual(["ledger.csv"]);
  });

  test("takes the place of nothing whose permissions cannot be read", async () => {
    symlinkSync("ledger.csv", target);
    const part = await open("ledger");
    await expect(part.moveTo(target, { overwrite: true })).rejects.toThrow(
      `${target} cannot be written: its symbolic links lead in a circle.`,
    );
    await part.close();
    expect(filesHere()).toEqual(["ledger.csv", basename(part.path)]);
  });

  test.each<[what: string, code: string, isThere: boolean, isMoved: boolean]>([
    ["where the file system has no hard links", "EPERM", false, true],
    ["where it has none, and the name is taken", "EPERM", true, false],
    ["where the name was taken for a moment", "EEXIST", false, false],
  ])("is renamed to a free name only, %s", async (_what, code, isThere, isMoved) => {
    const part = await open("ledger");
    if (isThere) {
      symlinkSync("nowhere", target);
    }
    jest.spyOn(files, "link").mockRejectedValue(Object.assign(new Error("x"), { code }));
    const moved = part.moveTo(target, {});
    const message = `${target} was created in the meantime; name another file, or add --overwrite.`;
    await (isMoved ? moved : expect(moved).rejects.toThrow(message));
    expect(filesHere().includes(basename(part.path))).toBe(!isMoved);
  });

  test("is the document where NFS refuses a second time what it has done", async () => {
    const part = await open("ledger");
    jest.spyOn(files, "link").mockImplementation(async (path, name) => {
      linkSync(path, name);
      throw Object.assign(new Error("x"), { code: "EEXIST" });
    });
    await part.moveTo(target, {});
    expect([filesHere(), readFileSync(target, "utf8")]).toEqual([["ledger.csv"], "ledger"]);
  });

  test("takes no file for itself on a network drive where all have the number 0", async () => {
    const { lstat } = files;
    const numberless = async (path: PathLike): Promise<never> =>
      Object.assign(await lstat(path, { bigint: true }), { ino: 0n }) as never;
    jest.spyOn(files, "lstat").mockImplementation(numberless);
    const prototype = await handles();
    const { stat } = prototype;
    const all = jest.spyOn(prototype, "stat") as unknown as jest.SpyInstance;
    all.mockImplementation(async function (this: FileHandle, options: unknown) {
      return Object.assign(await Reflect.apply(stat, this, [options]), { ino: 0n });
    });
    const part = await open("ledger");
    writeFileSync(join(folder, "theirs"), "theirs");
    linkSync(join(folder, "theirs"), target);
    await expect(part.moveTo(target, {})).rejects.toThrow("ledger.csv was created in the meantime");
    await part.close();
    expect([readFileSync(part.path, "utf8"), readFileSync(target, "utf8")]).toEqual(["ledger", "theirs"]);
  });

  test("is the document also where its first name cannot be removed", async () => {
    const part = await open("ledger");
    jest.spyOn(files, "unlink").mockRejectedValue(Object.assign(new Error("x"), { code: "EPERM" }));
    const said = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    await part.moveTo(target, {});
    expect(readFileSync(target, "utf8")).toBe("ledger");
    const lines = said.mock.calls.map(([text]) => text);
    expect(lines).toEqual([`${part.path} is left over, and cannot be removed: permission denied.\n`]);
  });

  test.each<[what: string, make: (own: string) => void]>([
    ["a symbolic link", (own) => symlinkSync(own, partPath())],
    ["a hard link", (own) => linkSync(own, partPath())],
  ])("is no file whose name is %s, and closes what it opened", async (_what, make) => {
    const own = join(folder, "own");
    writeFileSync(own, "mine");
    make(own);
    const reason = "it is a link, or no regular file; delete it, or name another --out";
    await expect(PartFile.open(target, content, false)).rejects.toThrow(`${partPath()} cannot be written: ${reason}.`);
    expect(openHere()).toEqual([]);
    expect(readFileSync(own, "utf8")).toBe("mine");
  });

  asRoot.each([
    ["file", "it belongs to another user; delete it, or name an --out in a folder where only you can write"],
    ["link", "it is a link, or no regular file; delete it, or name another --out"],
  ])("is no %s of another user", async (kind, reason) => {
    const theirs = kind === "link" ? join(folder, "theirs") : partPath();
    writeFileSync(theirs, "theirs");
    chownSync(theirs, 1001, 1001);
    if (kind === "link") {
      symlinkSync(theirs, partPath());
    }
    await expect(PartFile.open(target, content, false)).rejects.toThrow(`${partPath()} cannot be written: ${reason}.`);
    expect(readFileSync(theirs, "utf8")).toBe("theirs");
  });

  withPermissions.each<[replaces: boolean, found: number | undefined, mode: number]>([
    [false, undefined, 0o644],
    [true, undefined, 0o600],
    [true, 0o644, 0o600],
    [true, 0o400, 0o400],
    [false, 0o644, 0o644],
    [false, 0o600, 0o600],
  ])("that replaces a file (%p), and has the mode %p, can be read by no more", async (replaces, found, mode) => {
    const mask = process.umask(0o022);
    try {
      if (found !== undefined) {
        writeFileSync(partPath(), "led");
        chmodSync(partPath(), found);
      }
      const part = await PartFile.open(target, content, replaces);
      expect(modeOf(part.path)).toBe(mode);
      await part.close();
    } finally {
      process.umask(mask);
    }
  });

  test.each<[string, (path: string) => void]>([
    ["removed", unlinkSync],
    [
      "removed, and begun again by another download,",
      (path) => {
        unlinkSync(path);
        writeFileSync(path, "led");
      },
    ],
  ])("that is %s while it is written does not become the document", async (_name, change) => {
    const part = await open("ledger");
    change(part.path);
    const others = readdirSync(folder);
    await expect(part.moveTo(target, { overwrite: true })).rejects.toThrow(
      `${part.path} was removed or replaced while it was written; run the same command again, once at a time.`,
    );
    await part.close();
    await part.remove();
    expect(readdirSync(folder)).toEqual(others);
  });

  asRoot.each([
    ["keeps the group", "640", "is one of the user's", { gid: 1234, mode: 0o100640 }],
    ["lets no other group read", "640", "is not the user's", { gid: 1001, mode: 0o100600 }],
    ["lets only those read who could before", "604", "is not the user's", { gid: 1001, mode: 0o100600 }],
    ["lets all read", "644", "is not the user's", { gid: 1001, mode: 0o100644 }],
  ])("%s, in place of a file with mode %s whose group %s", async (_name, mode, membership, want) => {
    writeFileSync(target, "theirs");
    chownSync(target, 1002, 1234);
    chmodSync(target, Number.parseInt(mode, 8));
    chmodSync(dirname(target), 0o777);
    await asUser(membership === "is one of the user's" ? [1234] : [], async () => {
      const part = await PartFile.open(target, content, true);
      await part.write(Buffer.from("ledger"));
      await part.moveTo(target, { overwrite: true });
    });
    expect(statSync(target)).toMatchObject({ uid: 1001, size: 6, ...want });
  });

  test.each<[string, number, boolean]>([
    ["replaces a file where the file system refuses to change permissions, and all files have the same", 0o644, true],
    ["replaces no file that fewer could read, where the file system refuses to change permissions", 0o600, false],
  ])("%s", async (_name, mode, isReplaced) => {
    writeFileSync(target, "old", { mode });
    const begun = await open("led");
    await begun.close();
    chmodSync(begun.path, 0o644);
    const handle = await openFile(target);
    const refuse = jest.spyOn(Object.getPrototypeOf(handle), "chmod");
    refuse.mockRejectedValue(Object.assign(new Error("EPERM"), { code: "EPERM", syscall: "fchmod" }));
    await handle.close();
    try {
      const part = await PartFile.open(target, content, true);
      await part.write(Buffer.from("ger"));
      const moved = part.moveTo(target, { overwrite: true });
      await (isReplaced ? moved : expect(moved).rejects.toThrow("ledger.csv cannot be written: "));
      await (isReplaced ? undefined : part.close());
    } finally {
      refuse.mockRestore();
    }
    expect(readFileSync(target, "utf8")).toBe(isReplaced ? "ledger" : "old");
  });

  test("stays where another download has written it since", async () => {
    const [first, second] = [await open(""), await open("led")];
    await first.close();
    expect(readFileSync(second.path, "utf8")).toBe("led");
    await second.close();
    const third = await open("");
    await third.close();
    await third.remove();
  });

  test("replaces nothing that was created in the meantime, not even a link that leads nowhere", async () => {
    const part = await open("ledger");
    symlinkSync("nowhere", target);
    await expect(part.moveTo(target, {})).rejects.toThrow("ledger.csv was created in the meantime");
    await part.close();
    expect(readdirSync(folder).sort()).toEqual(["ledger.csv", basename(part.path)]);
  });
});

/** Runs work as the user 1001 of the group 1001, who is a member of these groups too. */
async function asUser(groups: readonly number[], work: () => Promise<void>): Promise<void> {
  const before = process.getgroups?.() ?? [];
  process.setgroups?.([...groups]);
  process.setegid?.(1001);
  process.seteuid?.(1001);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.(before);
  }
}
