import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  linkSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { type InfoRouterServer, startInfoRouterServer } from "../../src/testing/index.js";
import { results, useCommandLine } from "./command-line.js";
import { password } from "./item-server.js";

const { atEnd, pathOf, run, start } = useCommandLine();

/** Only root can make files of other users and groups. */
const asRoot = process.getuid?.() === 0 ? test : test.skip;

const PATH = "/Finance/ledger.csv";
const MIB = 1_048_576;
/** Three chunks. */
const CONTENT = Buffer.alloc(2.5 * MIB).map((_, index) => (index * 2_654_435_761) >>> 24);
const CRC32 = crc32(CONTENT).toString(16).padStart(8, "0");

describe("download", () => {
  let live: InfoRouterServer;
  let env: Record<string, string>;
  let file: string;
  let part: string;

  beforeEach(async () => {
    live = await startInfoRouterServer({
      documents: { [PATH]: { content: CONTENT, earlierVersions: ["first"] }, "/Finance/empty": "" },
      users: { jane: password },
    });
    atEnd(() => void live.close());
    env = { INFOROUTER_ENDPOINT: live.url, INFOROUTER_TICKET: live.ticketFor("jane") };
    file = pathOf("ledger.csv");
    part = `${file}.${CRC32}-${CONTENT.length}.part`;
  });

  const download = (...args: string[]) => run(["download", PATH, "--out", file, ...args], { env });
  const filesHere = () => readdirSync(dirname(file));
  const offsets = () =>
    live.requests
      .filter(({ operation }) => operation === "DownloadFileChunk")
      .map(({ values }) => values?.["StartOffset"]);

  /** Ends a download after the first chunk, of 1 MiB. */
  const breakOff = async (...args: string[]): Promise<void> => {
    const before = filesHere();
    live.failNext({ operation: "DownloadFileChunk", with: "slow", delayInMs: 0 });
    live.failNext({ operation: "DownloadFileChunk", with: "access-denied" });
    expect(await download(...args)).toMatchObject({ code: 1 });
    expect(filesHere()).toEqual([...before, basename(part)]);
    live.clearRequests();
  };

  test("writes the document, and nothing else, and leaves no handler on the server", async () => {
    const ended = await download();
    expect([ended.code, results(ended)]).toEqual([
      0,
      [{ path: PATH, outcome: "downloaded", file, size: CONTENT.length, crc32: CRC32 }],
    ]);
    expect(ended.stderr).toBe(`2.6 MB in ${file}, in ${/in ([^,]+)\.\n$/.exec(ended.stderr)?.[1]}.\n`);
    expect(readFileSync(file).equals(CONTENT)).toBe(true);
    expect([filesHere(), live.handlers]).toEqual([["ledger.csv"], []]);
  });

  test.each([
    ["the version that --version names", [PATH, "--version", "1000000"], "first"],
    ["an empty document", ["/Finance/empty"], ""],
  ])("writes %s", async (_name, args, text) => {
    expect(await run(["download", ...args, "--out", file], { env })).toMatchObject({ code: 0 });
    expect([readFileSync(file, "utf8"), filesHere()]).toEqual([text, ["ledger.csv"]]);
  });

  test("logs in, and logs out after the handler is deleted", async () => {
    const { INFOROUTER_ENDPOINT } = env;
    env = { INFOROUTER_ENDPOINT: String(INFOROUTER_ENDPOINT), INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
    expect(await download()).toMatchObject({ code: 0 });
    expect(live.requests.map(({ operation }) => operation).slice(-2)).toEqual(["DeleteDownloadHandler", "LogOut"]);
  });

  test("continues a download that failed, at the byte where it ended", async () => {
    await breakOff();
    expect(readFileSync(part).length).toBe(MIB);
    const ended = await download();
    expect(ended).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("part has the first 1.0 MB; the download continues there."),
    });
    expect(offsets()).toEqual([MIB, 2 * MIB]);
    expect([readFileSync(file).equals(CONTENT), filesHere(), live.handlers]).toEqual([true, ["ledger.csv"], []]);
  });

  test("asks for no chunk where the part is whole", async () => {
    writeFileSync(part, CONTENT);
    expect(await download()).toMatchObject({ code: 0 });
    expect([offsets(), filesHere(), live.handlers]).toEqual([[], ["ledger.csv"], []]);
  });

  test("starts anew where the document has changed", async () => {
    writeFileSync(`${file}.00000000-${CONTENT.length}.part`, "another content");
    expect(await download()).toMatchObject({ code: 0 });
    expect([offsets(), readFileSync(file).equals(CONTENT)]).toEqual([[0, MIB, 2 * MIB], true]);
  });

  test.each([
    ["longer than the document", Buffer.alloc(CONTENT.length + 1)],
    ["as long as the document, and not the same", Buffer.alloc(CONTENT.length)],
  ])("starts anew where the part is %s", async (_name, bytes) => {
    writeFileSync(part, bytes);
    expect(await download()).toMatchObject({ code: 0 });
    expect([offsets(), readFileSync(file).equals(CONTENT)]).toEqual([[0, MIB, 2 * MIB], true]);
  });

  test("moves nothing into place whose CRC32 is wrong, and starts anew the next time", async () => {
    writeFileSync(part, Buffer.alloc(MIB));
    const ended = await download();
    expect([ended.code, results(ended)]).toEqual([1, [{ path: PATH, outcome: "failed", code: "WRONG_CHECKSUM" }]]);
    expect(ended.stderr).toContain("is removed; the next download starts anew.\n");
    expect([filesHere(), live.handlers]).toEqual([[], []]);
    expect(await download()).toMatchObject({ code: 0 });
    expect(readFileSync(file).equals(CONTENT)).toBe(true);
  });

  test("ends with a clear line where the disk is full", async () => {
    const ended = await run(["download", PATH, "--out", file], { env, largestFileInKiB: 512 });
    expect([ended.code, ended.stdout, live.handlers]).toEqual([1, "", []]);
    expect(ended.stderr).toMatch(/part cannot be written: the file may not grow any larger\.\n$/);
  });

  test.each([
    ["a refusal", "access-denied", 1, { path: PATH, outcome: "failed", code: "ACCESS_DENIED" }],
    ["a lost answer", "cut-after-execution", 1, { path: PATH, outcome: "failed", code: "ECONNRESET" }],
  ] as const)("exits with 1 at %s to the first request", async (_name, failure, code, want) => {
    live.failNext({ operation: "GetDownloadHandler", with: failure });
    const ended = await download();
    expect([ended.code, results(ended), filesHere()]).toEqual([code, [want], []]);
    expect(ended.stderr.includes("may be left on the server")).toBe(live.handlers.length > 0);
  });

  test("writes the document and says so where its handler may be left", async () => {
    live.failNext({ operation: "DeleteDownloadHandler", with: "access-denied" });
    const ended = await download();
    expect(ended).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`The download handler ${live.handlers[0]} may be left on the server.\n`),
    });
  });

  test("says at a signal what it waits for, and at a second one which handler may be left", async () => {
    live.failNext({ operation: "DownloadFileChunk", with: "timeout" });
    live.failNext({ operation: "DeleteDownloadHandler", with: "timeout" });
    const running = start(["download", PATH, "--out", file], { env });
    while (offsets().length === 0) {
      await setTimeout(20);
    }
    const waits = "Finishing the calls under way; a second signal ends at once.\n";
    const printed = running.printed(waits);
    running.process.kill("SIGINT");
    await printed;
    // Sooner, it would be the first signal, passed on by npm.
    await setTimeout(600);
    running.process.kill("SIGINT");
    const stderr = `${waits}The download handler ${live.handlers[0]} may be left on the server.\n`;
    expect(await running.ended).toMatchObject({ code: 130, signal: null, stderr });
  });

  test("replaces a file only with --overwrite", async () => {
    writeFileSync(file, "mine");
    expect(await download()).toMatchObject({
      code: 2,
      stderr: `inforouter: --out: ${file} already exists; name another file, or add --overwrite\n`,
    });
    expect([readFileSync(file, "utf8"), live.requests]).toEqual(["mine", []]);
    expect(await download("--overwrite")).toMatchObject({ code: 0 });
    expect(readFileSync(file).equals(CONTENT)).toBe(true);
  });

  test.each([
    ["at once", 0],
    ["after an earlier download that replaced no file", MIB],
  ])("lets nobody read the document who could not read the file that it replaces, %s", async (_name, before) => {
    writeFileSync(file, "mine", { mode: 0o600 });
    if (before > 0) {
      writeFileSync(part, CONTENT.subarray(0, before));
    }
    expect(await download("--overwrite")).toMatchObject({ code: 0 });
    expect(readFileSync(file).equals(CONTENT)).toBe(true);
    // Windows has no such permissions.
    expect(statSync(file).mode & 0o777).toBe(process.platform === "win32" ? 0o666 : 0o600);
  });

  asRoot("keeps the owner, the group and the permissions of the file that it replaces", async () => {
    writeFileSync(file, "mine");
    chownSync(file, 1001, 1234);
    chmodSync(file, 0o640);
    await breakOff("--overwrite");
    expect(statSync(part)).toMatchObject({ uid: 0, mode: 0o100600 });
    expect(await download("--overwrite")).toMatchObject({ code: 0 });
    expect(statSync(file)).toMatchObject({ uid: 1001, gid: 1234, mode: 0o100640, size: CONTENT.length });
  });

  asRoot("writes into no file that another user has made", async () => {
    writeFileSync(part, "theirs", { mode: 0o666 });
    chownSync(part, 1001, 1001);
    chmodSync(dirname(part), 0o1777);
    const reason = "it belongs to another user; delete it, or name an --out in a folder where only you can write";
    expect(await download()).toMatchObject({
      code: 1,
      stdout: "",
      stderr: `${part} cannot be written: ${reason}.\n`,
    });
    expect([readFileSync(part, "utf8"), filesHere(), live.handlers]).toEqual(["theirs", [basename(part)], []]);
  });

  test.each([
    [["--version", "7"], "--version: expected 0, or a version number such as 2000000"],
    [["--version", "last"], "expected a whole number"],
    [["--out", "nowhere/x"], "--out: there is no folder nowhere"],
    [["--out", "nowhere/"], "--out: there is no folder nowhere/"],
    [["--out", "-"], "--out: expected a file, not standard output; ./- is the file of that name"],
    [["--out", "src"], "--out: src is not a regular file; name another one"],
    [["--out", "package.json/a"], "--out: package.json/a cannot be written: a part of its path is a file"],
    [["--out", "a".repeat(256)], `--out: ${"a".repeat(256)} cannot be written: the name is too long`],
  ])("exits with 2 for %j, and sends nothing", async (args, message) => {
    const ended = await download(...args);
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^inforouter: [^\n]+\n$/) });
    expect(ended.stderr).toContain(message);
    expect(live.requests).toEqual([]);
  });

  test.each<[string, (own: string) => void]>([
    ["a symbolic link", (own) => symlinkSync(own, part)],
    ["a hard link", (own) => linkSync(own, part)],
    ["a pipe", () => spawnSync("mkfifo", [part])],
  ])("writes into no file of the user, where the name of the part is %s", async (_name, make) => {
    const own = pathOf("own");
    writeFileSync(own, "mine");
    make(own);
    const ended = await download();
    const reason = "it is a link, or no regular file; delete it, or name another --out";
    expect(ended).toMatchObject({ code: 1, stdout: "", stderr: `${part} cannot be written: ${reason}.\n` });
    expect([readFileSync(own, "utf8"), filesHere(), live.handlers]).toEqual([
      "mine",
      [basename(part), "own"].sort(),
      [],
    ]);
  });

  test.each([[[]], [["--overwrite"]]])("replaces no symbolic link that leads nowhere, with %j", async (args) => {
    symlinkSync("nowhere", file);
    const message = `inforouter: --out: ${file} is not a regular file; name another one\n`;
    expect(await download(...args)).toMatchObject({ code: 2, stderr: message });
    expect([filesHere(), live.requests]).toEqual([["ledger.csv"], []]);
  });
});
