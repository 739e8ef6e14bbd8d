import { existsSync, readFileSync } from "node:fs";
import { startInfoRouterServer } from "../../src/testing/index.js";
import { onTerminal, paths, results, useCommandLine } from "./command-line.js";
import { password, ticket } from "./item-server.js";

const { atEnd, pathOf, run, server, start, startScript } = useCommandLine();

onTerminal("on a terminal", () => {
  const CLEAR_LINE = "\r\u001b[K";

  test.each([
    ["y", 0, 1],
    ["yes", 0, 1],
    ["", 1, 0],
    ["n", 1, 0],
    ["yesterday", 1, 0],
  ])("asks before it deletes, and exits after %j with %i", async (reply, code, deletions) => {
    const running = start(["delete-folder", "/a/b"], { columns: 80 });
    await running.printed("[y/N] ");
    running.process.stdin.write(`${reply}\r`);
    const ended = await running.ended;
    expect(ended.stdout).toMatch(
      /^ {2}\/a\/b\r\n.*Delete this folder, with all subfolders and documents, on 127.0.0.1:\d+\? \[y\/N\] /,
    );
    expect(ended.stdout).toContain(deletions === 0 ? "Nothing was deleted." : "1 deleted, in");
    expect([ended.code, server.deletions.size]).toEqual([code, deletions]);
  });

  test.each([
    ["Ctrl-C", "\u0003", 130],
    ["Ctrl-D", "\u0004", 1],
  ])("treats %s at the question as no", async (_name, key, code) => {
    const running = start(["delete-folder", ...paths(7), "--journal", pathOf("run.journal")], { columns: 80 });
    await running.printed("[y/N] ");
    running.process.stdin.write(key);
    const ended = await running.ended;
    expect(ended.stdout).toContain("  and 2 folders more");
    expect([ended.code, server.requests]).toEqual([code, []]);
    expect(readFileSync(pathOf("run.journal"), "utf8")).toMatch(/\n\{"unlock":"\w{8}",[^\n]+\n$/);
  });

  test("asks for the password, and does not show it", async () => {
    const running = start(["delete-folder", "/a/b", "--yes", "--user", "jane"], { columns: 80, env: {} });
    await running.printed("Password of jane at 127.0.0.1");
    running.process.stdin.write(`${password}?\u007f\r`);
    const ended = await running.ended;
    expect(ended.stdout).toContain("1 deleted");
    expect(ended.code).toBe(0);
    expect(server.requests).toEqual(["AuthenticateUser", "/a/b", "LogOut"]);
  });

  test("refuses to ask for the password after a list that was typed, since its end is that of all input", async () => {
    const args = ["delete-folder", "--from", "-", "--yes", "--user", "jane", "--journal", pathOf("run.journal")];
    const running = start(args, { columns: 80, env: {} });
    running.process.stdin.write("/a/b\r\u0004");
    const ended = await running.ended;
    expect(ended.stdout).toContain("inforouter: no password, and no terminal to ask for it: set INFOROUTER_PASSWORD");
    expect([ended.code, server.requests]).toEqual([2, []]);
    expect(readFileSync(pathOf("run.journal"), "utf8")).toMatch(/\n\{"unlock":"\w{8}",[^\n]+\n$/);
  });

  test.each([
    ["Password of jane", "\r\u001b[KPassword of jane", ["--yes", "--user", "jane"], `${password}\r`, {}],
    ["Password of jane", "\r\u001b[KPassword of jane", ["--yes", "--user", "jane"], `${password}\r`, {}, "half "],
    ["[y/N] ", "\u001b[1G\u001b[0JDelete this folder", [], "y\r", { INFOROUTER_TICKET: ticket }],
  ])("asks again after Ctrl-Z and fg: %j", async (question, again, args, reply, env, typed = "") => {
    const script = `set -m\ninforouter delete-folder /a/b ${args.join(" ")} || true\nfg`;
    const running = startScript(script, { columns: 120, env });
    await running.printed(question);
    const continued = running.printed(`"$@"\r\n${again}`);
    running.process.stdin.write(`${typed}\u001a`);
    await continued;
    running.process.stdin.write(reply);
    const ended = await running.ended;
    expect(ended.stdout).toContain("1 deleted");
    expect([ended.code, server.deletions.size]).toEqual([0, 1]);
  });

  test("hides the password also after Ctrl-Z where nothing can continue the command, as in a container", async () => {
    const running = start(["delete-folder", "/a/b", "--yes", "--user", "jane"], { columns: 80, env: {} });
    await running.printed("Password of jane");
    running.process.stdin.write("\u001a");
    await running.printed("\r\u001b[KPassword of jane");
    running.process.stdin.write(`${password}\r`);
    // What it printed has no password, as for all commands here.
    expect(await running.ended).toMatchObject({ code: 0, stdout: expect.stringContaining("1 deleted") });
  });

  test("sends no password that is typed in Latin-1", async () => {
    const running = start(["delete-folder", "/a/b", "--yes", "--user", "jane"], { columns: 80, env: {} });
    await running.printed("Password of jane at 127.0.0.1");
    running.process.stdin.write(Buffer.from("p\u00e4ss\r", "latin1"));
    expect(await running.ended).toMatchObject({
      code: 2,
      stdout: expect.stringContaining("the password: expected UTF-8"),
    });
    expect(server.requests).toEqual([]);
  });

  test("takes Ctrl-C at the password for the end, and releases the journal", async () => {
    const args = ["delete-folder", "/a/b", "--yes", "--user", "jane", "--journal", pathOf("run.journal")];
    const running = start(args, { columns: 80, env: {} });
    await running.printed("Password of jane at 127.0.0.1");
    running.process.stdin.write("\u0003");
    expect(await running.ended).toMatchObject({ code: 130 });
    expect(readFileSync(pathOf("run.journal"), "utf8")).toMatch(/\n\{"unlock":"\w{8}",[^\n]+\n$/);
    expect(server.requests).toEqual([]);
  });

  test.each([80, 40, 12])("draws its progress in place within %i columns, below the failures", async (columns) => {
    server.denied.set("/Finance/F3", "Access denied.");
    server.held.add("/Finance/F8");
    const running = start(["delete-folder", ...paths(8), "--yes", "--concurrency", "1"], { columns });
    await server.received(8);
    await running.printed(`${CLEAR_LINE}${columns === 80 ? "[" : "87%"}`);
    server.release();
    const { stdout, code } = await running.ended;
    expect(code).toBe(1);
    const drawn = stdout.split(CLEAR_LINE).filter((text) => /^(\[|\d+%)/.test(text));
    expect(drawn.length).toBeGreaterThan(1);
    for (const text of drawn) {
      expect(text.length).toBeLessThan(columns);
    }
    expect(stdout).toContain(`${CLEAR_LINE}failed /Finance/F3: DeleteFolder: the user may not do this.`);
    expect(stdout).toMatch(/7 deleted, 1 failed, in [^\r]+\r\n$/);
    expect(stdout).not.toContain("{");
  });

  test.each(
    [80, 40].flatMap((columns) =>
      [
        { plumbing: "", isDrawn: true },
        { plumbing: "> r.jsonl", isDrawn: true },
        { plumbing: "> /dev/null", isDrawn: true },
        { plumbing: "| tee r.jsonl", isDrawn: false },
        { plumbing: "| cat > r.jsonl", isDrawn: false },
        { plumbing: "2>&1 | tee r.jsonl", isDrawn: false },
        { plumbing: "2> errors.txt", isDrawn: false },
        { plumbing: "2> errors.txt | tee r.jsonl", isDrawn: false },
      ].map((row) => ({ columns, ...row })),
    ),
  )("draws no progress on a line of results within $columns columns: $plumbing", async (row) => {
    server.denied.set("/Finance/F3", "Access denied.");
    server.held.add("/Finance/F4");
    const deletion = `inforouter delete-folder ${paths(6).join(" ")} --yes --concurrency 1`;
    const { ended } = startScript(`set -o pipefail; ${deletion} ${row.plumbing}`, { columns: row.columns });
    await server.received(4);
    server.release();
    const { code, stdout } = await ended;
    expect(code).toBe(1);
    expect(stdout.includes(CLEAR_LINE)).toBe(row.isDrawn);
    const lines = stdout.split("\r\n").filter((line) => line.includes("{"));
    expect(lines.map((line) => JSON.parse(line))).toHaveLength(/tee/.test(row.plumbing) ? 6 : 0);
    if (row.plumbing.includes("r.jsonl") && !row.plumbing.includes("&1")) {
      const written = results({ ...(await ended), stdout: readFileSync(pathOf("r.jsonl"), "utf8") });
      expect(written).toHaveLength(6);
    }
  });

  test.each([80, 40])("draws what is gone as done within %i columns, and counts it apart", async (columns) => {
    server.cut.add("/Finance/F2");
    server.held.add("/Finance/F4");
    const args = ["delete-folder", ...paths(4), "--yes", "--concurrency", "1", "--if-unknown", "look"];
    const running = start(args, { columns });
    await server.received(5);
    await running.printed(`75%  ${columns === 80 ? "3 of 4" : ""}`);
    server.release();
    const { stdout, code } = await running.ended;
    expect(code).toBe(0);
    for (const text of stdout.split(CLEAR_LINE).filter((drawn) => /^(\[|\d+%)/.test(drawn))) {
      expect(text.length).toBeLessThan(columns);
      expect(text).not.toMatch(/failed|unknown/);
    }
    expect(stdout).toMatch(/3 deleted, 1 gone, in [^\r]+\r\nGone: [^\r]+\r\n$/);
  });

  test.each([80, 40])("draws a download in place within %i columns, and continues it after Ctrl-C", async (columns) => {
    const content = Buffer.alloc(2_621_440, "ledger ");
    const live = await startInfoRouterServer({ documents: { "/a/b.txt": { content } }, users: { jane: password } });
    atEnd(() => void live.close());
    const env = { INFOROUTER_ENDPOINT: live.url, INFOROUTER_TICKET: live.ticketFor("jane") };
    live.failNext({ operation: "DownloadFileChunk", with: "slow", delayInMs: 0 });
    live.failNext({ operation: "DownloadFileChunk", with: "timeout" });
    const args = ["download", "/a/b.txt", "--out", pathOf("b.txt")];
    const running = start(args, { columns, env });
    await running.printed(columns === 80 ? "]  40%  1.0 MB of 2.6 MB" : "40%  1.0 MB of 2.6 MB");
    running.process.stdin.write("\u0003");
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    const drawn = stdout.split(CLEAR_LINE).filter((text) => /^(\[|\d+%)/.test(text));
    expect(drawn.length).toBeGreaterThan(1);
    for (const text of drawn) {
      expect(text.replace("^C", "").length).toBeLessThan(columns);
    }
    expect(stdout).toMatch(/part has 1.0 MB; the same command continues it.\r\nInterrupted.\r\n$/);
    expect([existsSync(pathOf("b.txt")), live.handlers]).toEqual([false, []]);

    const again = await run(args, { columns, env });
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining("the download continues there.\r\n")]);
    expect(readFileSync(pathOf("b.txt")).equals(content)).toBe(true);
  });

  test("prints a line for each folder that `exists` looks for", async () => {
    server.deletions.set("/a/missing", 1);
    server.denied.set("FolderExists /a/denied", "Access denied.");
    const { code, stdout } = await run(["exists", "/a/there", "/a/missing", "/a/denied"], { columns: 80 });
    expect([code, stdout]).toEqual([
      3,
      expect.stringMatching(
        /^exists \/a\/there\r\nmissing \/a\/missing\r\nunknown \/a\/denied: FolderExists: the user may not [^\r]+\r\n$/,
      ),
    ]);
  });

  test("that cannot move the cursor (TERM=dumb) prints no progress", async () => {
    const { stdout, code } = await run(["delete-folder", "/a/b", "--yes"], {
      columns: 80,
      env: { INFOROUTER_TICKET: ticket, TERM: "dumb" },
    });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 deleted, in [^\r]+\r\n$/)]);
  });

  test("prints no control characters of a server", async () => {
    server.denied.set("/a/b", "Out of order\u009b2J");
    const { stdout } = await run(["delete-folder", "/a/b", "--yes"], { columns: 80 });
    expect(stdout).toMatch(/The service says: "Out of order[ \ufffd]2J"/);
  });

  test.each([
    ["results", "inforouter delete-folder /a/b --yes | tee results"],
    ["a journal", "inforouter delete-folder /a/b --yes --journal run.journal > results || cat run.journal"],
  ])("prints none in JSON either, which tee and cat show: %s", async (_what, script) => {
    server.denied.set("/a/b", "Out of order\u009b2J");
    const { stdout } = await startScript(script, { columns: 80 }).ended;
    expect(stdout).toContain('"serviceMessage":"Out of order\\u009b2J"');
    expect(stdout).not.toContain("\u009b");
  });

  test("prints a path in the order of its characters", async () => {
    const path = "/a/\u202egnp.exe";
    server.denied.set(path, "Access denied.");
    const { stdout } = await run(["delete-folder", path, "--yes"], { columns: 80 });
    expect(stdout).toContain("failed /a/\ufffdgnp.exe: ");
    const dry = await run(["delete-folder", path, "--dry-run"], { columns: 80 });
    expect(dry.stdout).toMatch(/^\/a\/\ufffdgnp.exe\r\n/);
    const looked = await run(["exists", "/a/b", path.replace("gnp", "")], { columns: 80 });
    expect(looked.stdout).toContain("exists /a/\ufffd.exe");
  });
});
