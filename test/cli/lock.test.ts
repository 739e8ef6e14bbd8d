import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../../scripts/bundle.js";
import { folders } from "../../src/cli/deletions/item-kind.js";
import { openJournal } from "../../src/cli/deletions/journal.js";
import { listenOn } from "../support/gateways.js";
import { answer, SOAP } from "../support/soap-messages.js";

/** Elsewhere a process is never seen to have ended. */
const isLinux = process.platform === "linux";
/** Whether this machine lets the tests make namespaces. */
const hasNamespaces = isLinux && spawnSync("unshare", ["--pid", "--mount", "--fork", "true"]).status === 0;
const onLinux = isLinux ? test : test.skip;
const withNamespaces = hasNamespaces ? test : test.skip;

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0).reverse()) {
    end();
  }
});

describe("a journal in use", () => {
  let compiled: string;
  let folder: string;
  let journal: string;
  let endpoint: string;
  /** Of DeleteFolder. None is answered before `release`. */
  let requests: string[];
  let release: () => void;
  let requested: () => Promise<void>;

  beforeAll(async () => {
    mkdirSync("node_modules/.cache", { recursive: true });
    compiled = mkdtempSync("node_modules/.cache/lock-");
    chmodSync(compiled, 0o755);
    cpSync("package.json", join(compiled, "package.json"));
    await bundle(join(compiled, "dist/esm"));
  });
  afterAll(() => rmSync(compiled, { recursive: true }));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "lock-"));
    ends.push(() => rmSync(folder, { recursive: true }));
    journal = join(folder, "run.journal");
    requests = [];
    const responses: ServerResponse[] = [];
    let isReleased = false;
    let onRequest = () => {};
    const send = (response: ServerResponse) =>
      response
        .writeHead(200, { "Content-Type": SOAP["1.1"].contentType })
        .end(answer("DeleteFolder", '<response success="true" />'));
    const http = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) {
        body += chunk;
      }
      requests.push(/<Path>([^<]*)</.exec(body)?.[1] ?? body);
      responses.push(response);
      if (isReleased) {
        send(response);
      }
      onRequest();
    });
    endpoint = `http://127.0.0.1:${await listenOn(http)}/srv.asmx`;
    ends.push(() => {
      http.closeAllConnections();
      http.close();
    });
    release = () => {
      isReleased = true;
      responses.forEach(send);
    };
    requested = () =>
      new Promise((resolve) => {
        onRequest = resolve;
      });
  });

  interface StartOptions {
    /** Runs it by this command. */
    readonly by?: readonly string[];
    readonly env?: NodeJS.ProcessEnv;
    readonly uid?: number;
  }

  function start(
    args: readonly string[],
    { by = [], env = { INFOROUTER_TICKET: "ticket" }, uid }: StartOptions = {},
  ): { child: ChildProcess; ended: Promise<{ code: number | null; stderr: string }> } {
    const main = join(process.cwd(), compiled, "dist/esm/src/cli/main.js");
    const [file = "", ...rest] = [...by, process.execPath, main, "delete-folder", "/a/b", "--yes", ...args];
    const { PATH, HOME } = process.env;
    const child = spawn(file, rest, {
      env: { PATH, HOME, INFOROUTER_ENDPOINT: endpoint, ...env },
      stdio: ["ignore", "ignore", "pipe"],
      ...(uid !== undefined && { uid, gid: uid }),
    });
    ends.push(() => child.kill("SIGKILL"));
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    return { child, ended: new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr }))) };
  }

  const run = (args: readonly string[], options?: StartOptions) => start(args, options).ended;

  async function startAndWait(args: readonly string[], options?: StartOptions) {
    const isRequested = requested();
    const running = start(args, options);
    await Promise.race([isRequested, running.ended.then((ended) => Promise.reject(new Error(JSON.stringify(ended))))]);
    return running;
  }

  test.each<[string, (other: string) => void]>([
    ["its own name", () => {}],
    ["a symbolic link", (other) => symlinkSync(journal, other)],
    ["a hard link", (other) => linkSync(journal, other)],
  ])("is refused to a second process, by %s, which deletes nothing twice", async (_name, link) => {
    const other = _name === "its own name" ? journal : join(folder, "other");
    const first = await startAndWait(["--journal", journal]);
    link(other);
    const second = await run(["--journal", other]);
    const want = `inforouter: --journal: ${other} is in use by process ${first.child.pid} on `;
    expect(second).toEqual({ code: 2, stderr: expect.stringContaining(want) });
    release();
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(await run(["--journal", other])).toMatchObject({ code: 0 });
    expect(requests).toEqual(["/a/b"]);
  });

  test("is opened by one at a time, of several processes that start at once", async () => {
    release();
    const ended = await Promise.all(Array.from({ length: 6 }, () => run(["--journal", journal])));
    expect(requests).toEqual(["/a/b"]);
    const codes = ended.map(({ code }) => code);
    expect(codes).toContain(0);
    expect(codes.filter((code) => code !== 0 && code !== 2)).toEqual([]);
  });

  onLinux("is taken over from a process that was killed, and keeps what that began", async () => {
    const first = await startAndWait(["--journal", journal]);
    first.child.kill("SIGKILL");
    await first.ended;
    release();
    const second = await run(["--journal", journal]);
    expect(second).toEqual({ code: 3, stderr: expect.stringContaining("an earlier run began to delete it") });
    expect(requests).toEqual(["/a/b"]);
  });

  withNamespaces.each([
    ["with its own /proc", ["--mount-proc"]],
    ["with this one's /proc", []],
  ])("is refused to this process while one of another container %s has it, or had it", async (_name, options) => {
    const by = ["unshare", "--pid", "--mount", "--fork", "--kill-child", ...options];
    const first = await startAndWait(["--journal", journal], { by });
    const second = await run(["--journal", journal]);
    expect(second).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /is locked by process 1 on .+, and this process cannot see whether that one still runs; make sure that it does not, and add --break-lock [0-9a-f]{8}\n$/,
      ),
    });
    expect(await run(["--journal", journal], { by })).toMatchObject({ code: 2 });
    first.child.kill("SIGKILL");
    await first.ended;
    release();

    expect(await run(["--journal", journal])).toMatchObject({ code: 2 });
    expect(await run(["--journal", journal, "--break-lock", "00000000"])).toMatchObject({ code: 2 });
    const [, id = ""] = /--break-lock (\w+)/.exec(second.stderr) ?? [];
    expect(await run(["--journal", journal, "--break-lock", id])).toMatchObject({ code: 3 });
    expect(await run(["--journal", journal])).toMatchObject({ code: 3 });
    expect(requests).toEqual(["/a/b"]);
  });

  withNamespaces("is refused to a process of another container while one of this has it", async () => {
    const first = await startAndWait(["--journal", journal]);
    const by = ["unshare", "--pid", "--mount", "--fork", "--mount-proc"];
    const second = await run(["--journal", journal], { by });
    expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining(`process ${first.child.pid} on`) });
    release();
    expect(await first.ended).toMatchObject({ code: 0 });
  });

  withNamespaces("is not taken from a process of the same container whose /proc is that of another", async () => {
    const first = await startAndWait(["--journal", journal], { by: ["unshare", "--pid", "--fork", "--kill-child"] });
    const { pid } = first.child;
    const inside = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    const second = await run(["--journal", journal], { by: ["nsenter", "--pid", "--target", inside] });
    expect(second).toEqual({ code: 2, stderr: expect.stringContaining("cannot see whether that one still runs") });
  });

  onLinux("is not taken from a process that runs, whatever --break-lock names", async () => {
    await startAndWait(["--journal", journal]);
    const [, id = ""] = /"lock":"(\w+)"/.exec(readFileSync(journal, "utf8")) ?? [];
    const second = await run(["--journal", journal, "--break-lock", id]);
    expect(second).toEqual({ code: 2, stderr: expect.stringContaining("; wait until it has ended\n") });
  });

  test("is left without a lock by a full disk, which is found before anything is sent", async () => {
    const full = await run(["--journal", journal], { by: ["bash", "-c", 'ulimit -f 0; exec "$@"', "bash"] });
    expect(full).toEqual({
      code: 2,
      stderr: `inforouter: --journal: ${journal} cannot be written: the file may not grow any larger\n`,
    });
    expect(statSync(journal).size).toBe(0);
    release();
    expect(await run(["--journal", journal])).toMatchObject({ code: 0 });
    expect(requests).toEqual(["/a/b"]);
  });

  withNamespaces("is mended after a disk that was full within a lock", async () => {
    // A file system of one page, of which the journal of an earlier run leaves 40 bytes.
    const script = `
      mount -t tmpfs -o size=4k none "$0" && cp "$0.journal" "$0/run.journal" && "$@"
      echo $?; cp "$0/run.journal" "$0.journal"`;
    const disk = join(folder, "disk");
    mkdirSync(disk);
    const owner = { command: "delete-folder", endpoint };
    const opened = await openJournal(`${disk}.journal`, owner, (item) => folders.identityOf(item, {}));
    await opened.close();
    const { size } = statSync(`${disk}.journal`);
    writeFileSync(`${disk}.journal`, `${readFileSync(`${disk}.journal`, "utf8")}${"\n".repeat(4096 - 40 - size)}`);
    const by = ["unshare", "--mount", "bash", "-c", script, disk];
    const full = await run(["--journal", join(disk, "run.journal")], { by });
    expect(full.stderr).toContain("run.journal cannot be written: the disk is full\n");
    expect(readFileSync(`${disk}.journal`, "utf8")).toMatch(/\n\{"lock":"\w{8}","process":[^\n]*$/);
    release();
    expect(await run(["--journal", `${disk}.journal`])).toMatchObject({ code: 0 });
    expect(requests).toEqual(["/a/b"]);
  });

  const NOBODY = 65534;

  test.each([
    ["a file", 0o400, 0o777],
    ["a folder", 0o644, 0o755],
  ])("is refused where %s gives no right to write", async (_name, mode, folderMode) => {
    const name = _name === "a file" ? journal : join(folder, "new.journal");
    writeFileSync(journal, "");
    chmodSync(journal, mode);
    chmodSync(folder, process.getuid?.() === 0 ? folderMode : folderMode & 0o555);
    const ended = await run(["--journal", name], process.getuid?.() === 0 ? { uid: NOBODY } : {});
    expect(ended).toEqual({ code: 2, stderr: `inforouter: --journal: ${name} cannot be opened: permission denied\n` });
    chmodSync(folder, 0o755);
  });

  test.each([
    ["/dev/full", "is a device, pipe or socket; name a regular file"],
    [".", "is a folder; name a regular file"],
    ["nowhere/run.journal", "cannot be opened: there is no folder nowhere"],
    ["package.json", "is not a journal of this command; name another file"],
  ])("cannot be %s, which one line explains before a password is asked for", async (name, message) => {
    const ended = await run(["--journal", name, "--user", "jane"], { env: {} });
    expect(ended).toEqual({ code: 2, stderr: `inforouter: --journal: ${name} ${message}\n` });
  });

  test.each([
    ["standard output", "as new", ">"],
    ["standard output", "at its end", ">>"],
    ["standard error", "as new", "2>"],
    ["standard error", "at its end", "2>>"],
  ])("cannot be where %s leads, %s", async (output, _name, redirection) => {
    writeFileSync(journal, "");
    const by = ["bash", "-c", `exec "$@" ${redirection} '${journal}'`, "bash"];
    const message = `inforouter: --journal: ${output} leads to ${journal}, and would damage the journal; name another file\n`;
    const { code, stderr } = await run(["--journal", journal], { by });
    expect([code, stderr || readFileSync(journal, "utf8")]).toEqual([2, message]);
    expect(requests).toEqual([]);
  });

  test("cannot be larger than a text", async () => {
    writeFileSync(journal, "");
    truncateSync(journal, 2 ** 29);
    const message = `${journal} has 536.9 MB, and a journal of more than 536.9 MB cannot be read; name another file, and list only what is not deleted yet`;
    expect(await run(["--journal", journal])).toEqual({ code: 2, stderr: `inforouter: --journal: ${message}\n` });
  });
});
