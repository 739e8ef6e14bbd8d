import { readFileSync, writeFileSync } from "node:fs";
import { journaled, paths, results, useCommandLine } from "./command-line.js";
import { ticket } from "./item-server.js";

const { pathOf, run, server, start, write } = useCommandLine();

const guid = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";

describe("a journal", () => {
  let journal: string;
  beforeEach(() => {
    journal = pathOf("run.journal");
  });

  test("records each deletion before it is sent and after it is answered", async () => {
    server.denied.set("/a/no", "Access denied.");
    server.cut.add("/a/cut");
    const ended = await run(["delete-folder", "/a/b", "/a/no", "/a/cut", "--yes", "--journal", journal]);
    expect(ended.code).toBe(3);
    expect(journaled(journal)).toEqual({
      "/a/b": ["begun", "deleted"],
      "/a/no": ["begun", "failed"],
      "/a/cut": ["begun", "unknown"],
    });
    expect(readFileSync(journal, "utf8")).not.toContain(ticket);
    expect(readFileSync(journal, "utf8")).toMatch(/\n\{"unlock":"\w{8}",[^\n]+\n$/);
  });

  test("has nothing of a ticket that the service repeats, nor has the output", async () => {
    server.denied.set("/Finance/F1", `ticket ${ticket} may not`);
    const ended = await run(["delete-folder", "/Finance/F1", "--yes", "--journal", journal]);
    expect(ended).toMatchObject({ code: 1, stdout: expect.stringContaining("ticket [redacted] may not") });
    expect(readFileSync(journal, "utf8")).toContain("ticket [redacted] may not");
    expect(readFileSync(journal, "utf8")).not.toContain("3f2504e0");
  });

  test("lets the same command repeat what failed, but not what is deleted or unknown", async () => {
    server.denied.set("/a/no", "Access denied.");
    server.cut.add("/a/cut");
    const args = ["delete-folder", "/a/b", "/a/no", "/a/cut", "--yes", "--journal", journal];
    await run(args);
    server.denied.clear();
    server.cut.clear();
    server.requests.length = 0;

    const again = await run(args);
    expect(server.requests).toEqual(["/a/no"]);
    expect(again.code).toBe(3);
    expect(results(again)).toEqual([
      { path: "/a/cut", outcome: "failed", code: "BEGUN_EARLIER" },
      { path: "/a/no", outcome: "deleted" },
    ]);
    expect(again.stderr).toContain("Earlier runs are done with 1 folder; 1 folder to delete.");
    expect(again.stderr).toContain(
      "Run this command again with --if-unknown look, or check the server, then run it with --retry-unknown --if-missing ignore.",
    );
    const { earlier } = JSON.parse(again.stdout.split("\n")[0] ?? "").error;
    expect(earlier).toMatchObject({ code: expect.any(String), requestId: expect.any(String), at: expect.any(String) });
    const what = `(${earlier.code}, ${earlier.at}, request ${earlier.requestId})`;
    expect(again.stderr).toContain(`could not tell the outcome ${what}; it is not repeated.`);
    expect(readFileSync(journal, "utf8")).toContain(`"requestId":"${earlier.requestId}"`);

    const dry = await run([...args, "--dry-run"]);
    expect([dry.code, dry.stdout]).toEqual([3, ""]);

    const last = await run([...args, "--retry-unknown", "--if-missing", "ignore"]);
    expect([last.code, results(last)]).toEqual([0, [{ path: "/a/cut", outcome: "missing" }]]);
    expect([...server.deletions.values()]).toEqual([1, 1, 1]);

    const nothing = await run(args);
    expect([nothing.code, nothing.stdout]).toEqual([0, ""]);
    expect(nothing.stderr).toContain("Earlier runs are done with 3 folders; 0 folders to delete.");
  });

  describe("with --if-unknown look", () => {
    const args = () => ["delete-folder", "/a/gone", "/a/there", "/a/new", "--yes", "--journal", journal];
    const look = () => [...args(), "--concurrency", "1", "--if-unknown", "look"];

    /** Leaves `/a/gone` and `/a/there` unknown, of which the server has deleted the first. */
    beforeEach(async () => {
      server.cut.add("/a/gone");
      server.lost.add("/a/there");
      expect(await run(["delete-folder", "/a/gone", "/a/there", "--yes", "--journal", journal])).toMatchObject({
        code: 3,
      });
      server.lost.clear();
      server.requests.length = 0;
    });

    test("is looked up on the server, and a folder that is still there is reported and not deleted", async () => {
      const ended = await run(look());
      expect(server.requests).toEqual(["FolderExists /a/gone", "FolderExists /a/there", "/a/new"]);
      expect([ended.code, results(ended)]).toEqual([
        3,
        [
          { path: "/a/gone", outcome: "gone" },
          { path: "/a/there", outcome: "failed", code: "BEGUN_EARLIER" },
          { path: "/a/new", outcome: "deleted" },
        ],
      ]);
      expect(JSON.parse(ended.stdout.split("\n")[1] ?? "").error).toMatchObject({
        outcome: "unknown",
        folder: "there",
      });
      expect(ended.stderr).toContain("Earlier runs may have deleted 2 folders; looked for, and not repeated.\n");
      expect(ended.stderr).toMatch(
        /\nunknown \/a\/there: an earlier run .* it is not repeated. The folder is still there.\n/,
      );
      expect(ended.stderr).toContain("1 deleted, 1 gone, 1 unknown, in");
      expect(ended.stderr).toContain(
        "in part. Check the server, then run this command again with --retry-unknown --if-missing ignore.\n",
      );
      expect(journaled(journal)).toEqual({
        "/a/gone": ["begun", "unknown", "gone"],
        "/a/there": ["begun", "unknown", "unknown"],
        "/a/new": ["begun", "deleted"],
      });
    });

    test("and --retry-unknown deletes what is still there, and a later run has nothing to do", async () => {
      const ended = await run([...look(), "--retry-unknown"]);
      expect([ended.code, results(ended)]).toEqual([
        0,
        [
          { path: "/a/gone", outcome: "gone" },
          { path: "/a/there", outcome: "deleted" },
          { path: "/a/new", outcome: "deleted" },
        ],
      ]);
      expect(ended.stderr).toContain(
        "Earlier runs may have deleted 2 folders; looked for, and deleted if still there.\n",
      );
      expect([...server.deletions.values()]).toEqual([1, 1, 1]);
      server.requests.length = 0;
      expect(await run(args())).toMatchObject({ code: 0, stdout: "" });
      expect(server.requests).toEqual([]);
    });

    test("and --retry-unknown deletes nothing of which it is not seen whether it is there", async () => {
      for (const path of ["/a/gone", "/a/there"]) {
        server.denied.set(`FolderExists ${path}`, "Access denied.");
      }
      const ended = await run([...look(), "--retry-unknown"]);
      expect(server.requests).toEqual(["FolderExists /a/gone", "FolderExists /a/there", "/a/new"]);
      expect(ended).toMatchObject({
        code: 3,
        stderr: expect.stringMatching(
          /unknown \/a\/there: .* FolderExists did not show whether the folder is there: FolderExists: the user may not/,
        ),
      });
    });

    test("stops where the server does not accept the ticket", async () => {
      server.denied.set("FolderExists /a/gone", "[901] Session expired or Invalid ticket");
      const ended = await run(look());
      expect([ended.code, server.requests]).toEqual([3, ["FolderExists /a/gone"]]);
      expect(ended.stderr).toContain("The server does not accept the ticket; the remaining folders were skipped.");
      expect(ended.stderr).toContain("0 deleted, 2 unknown, 1 not begun");
    });

    test("and --dry-run lists what would be deleted", async () => {
      const dry = await run([...look(), "--dry-run"]);
      expect([dry.code, results(dry)]).toEqual([3, [{ path: "/a/new", outcome: "not-begun" }]]);
      const retry = await run([...look(), "--dry-run", "--retry-unknown"]);
      expect([retry.code, results(retry).length]).toEqual([0, 3]);
    });
  });

  test.each([
    ["delete-folder", "/a/b", ["--retry-unknown"]],
    ["delete-folder", "/a/b", ["--retry-unknown", "--if-unknown", "look"]],
    ["delete-download-handler", guid, []],
  ])("keeps unknown what %s repeats in vain: %s %j", async (command, item, retry) => {
    server.lost.add(item);
    const args = [command, item, "--yes", "--journal", journal];
    await run(args);
    server.lost.clear();
    server.denied.set(item, "Access denied.");
    const again = await run([...args, ...retry]);
    expect([again.code, results(again)]).toEqual([3, [expect.objectContaining({ code: "BEGUN_EARLIER" })]]);
    expect(again.stderr).toMatch(/^unknown .* began to delete it.*, and repeating it failed: .* the user may not/m);
    expect(journaled(journal)).toEqual({ [item]: ["begun", "unknown", "begun", "unknown"] });
  });

  test.each([
    ["a ticket that the server refuses", "[901] Session expired or Invalid ticket", []],
    ["--stop-on-error", "Access denied.", ["--stop-on-error"]],
  ])("keeps unknown what %s keeps the run from repeating", async (_name, refusal, stop) => {
    server.lost.add("/a/lost");
    const args = ["delete-folder", "/a/no", "/a/lost", "--yes", "--journal", journal, "--concurrency", "1"];
    server.denied.set("/a/no", "Access denied.");
    await run(args);
    server.denied.set("/a/no", refusal);
    server.requests.length = 0;
    const again = await run([...args, "--retry-unknown", ...stop]);
    expect([again.code, server.requests]).toEqual([3, ["/a/no"]]);
    expect(again.stderr).toContain("0 deleted, 1 failed, 1 unknown, in ");
    expect(again.stderr).toContain("The unknown folders may be deleted, wholly or in part. ");
  });

  test("deletes nothing more with --stop-on-error where a folder is unknown, and is neither looked for nor repeated", async () => {
    server.lost.add("/a/lost");
    const args = ["delete-folder", "/a/lost", "/a/b", "--yes", "--journal", journal, "--stop-on-error"];
    await run([...args, "--concurrency", "1"]);
    server.requests.length = 0;
    const again = await run(args);
    expect([again.code, server.requests]).toEqual([3, []]);
    expect(results(again)).toEqual([{ path: "/a/lost", outcome: "failed", code: "BEGUN_EARLIER" }]);
    expect(again.stderr).toContain("0 deleted, 1 unknown, 1 not begun, in ");
    server.lost.clear();
    expect(results(await run([...args, "--retry-unknown"]))).toHaveLength(2);
  });

  test("deletes nothing without --retry-unknown that is unknown and was repeated in vain", async () => {
    server.lost.add("/a/b");
    const args = ["delete-folder", "/a/b", "--yes", "--journal", journal];
    await run(args);
    server.lost.clear();
    server.denied.set("/a/b", "Access denied.");
    await run([...args, "--retry-unknown"]);
    server.denied.clear();
    server.requests.length = 0;
    expect([(await run(args)).code, server.requests]).toEqual([3, []]);
  });

  test("has its error for another spelling of a folder, too", async () => {
    server.lost.add("/a/b");
    await run(["delete-folder", "/a/b", "/a/c", "--yes", "--journal", journal]);
    const again = await run(["delete-folder", "/a/B", "--yes", "--journal", journal]);
    const error = { code: "BEGUN_EARLIER", earlier: { code: "ECONNRESET", at: expect.any(String) } };
    expect(again.code).toBe(3);
    expect(JSON.parse(again.stdout).error).toMatchObject(error);
  });

  test("lets the same command repeat a download handler that is unknown, which does no harm", async () => {
    server.cut.add(guid);
    const args = ["delete-download-handler", guid, "--yes", "--journal", journal];
    const first = await run(args);
    expect([first.code, first.stderr]).toEqual([3, expect.stringContaining("run the same command again")]);
    server.cut.clear();
    expect((await run(args)).code).toBe(0);
    expect(journaled(journal)).toEqual({ [guid]: ["begun", "unknown", "begun", "acknowledged"] });
  });

  test.each([
    ["another command", ["delete-download-handler", guid], {}, 'belongs to the command "delete-folder"'],
    [
      "another endpoint",
      ["delete-folder", "/a/b"],
      { INFOROUTER_ENDPOINT: "https://dms.example.com/srv.asmx" },
      "belongs to the endpoint",
    ],
  ])("is refused for %s", async (_name, args, env, message) => {
    await run(["delete-folder", "/a/b", "--yes", "--journal", journal]);
    const ended = await run([...args, "--yes", "--journal", journal], { env: { INFOROUTER_TICKET: ticket, ...env } });
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
  });

  test("of hundreds of thousands of lines is read in little memory", async () => {
    const header = { journal: "inforouter 2", command: "delete-folder", endpoint: server.endpoint };
    const line = `${JSON.stringify({ item: "/a/b", state: "deleted", at: new Date().toISOString() })}\n`;
    write("run.journal", `${JSON.stringify(header)}\n${line.repeat(300_000)}`);
    const env = { INFOROUTER_TICKET: ticket, NODE_OPTIONS: "--max-old-space-size=64" };
    const ended = await run(["delete-folder", "/a/b", "/a/c", "--yes", "--journal", journal], { env });
    expect([ended.code, server.requests]).toEqual([0, ["/a/c"]]);
  });

  test("is refused if it was saved in another encoding, and nothing is deleted again", async () => {
    server.cut.add("/a/b\u00fc");
    const args = ["delete-folder", "/a/b\u00fc", "--yes", "--journal", journal];
    expect((await run(args)).code).toBe(3);
    writeFileSync(journal, readFileSync(journal, "utf8"), "latin1");
    const again = await run(args);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("line 3, is damaged, so it is unknown") });
    expect(server.requests).toEqual(["/a/b\u00fc"]);
  });

  test("is refused while another run uses it", async () => {
    server.held.add("/a/b");
    const first = start(["delete-folder", "/a/b", "--yes", "--journal", journal]);
    await server.received(1);
    const second = await run(["delete-folder", "/a/c", "--yes", "--journal", journal]);
    expect(second).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`in use by process ${first.process.pid} on`),
    });
    server.release();
    expect(await first.ended).toMatchObject({ code: 0 });
  });

  test("that cannot be written ends the run, and holds each folder that was deleted", async () => {
    const ended = await run(["delete-folder", ...paths(1000), "--yes", "--journal", journal], { largestFileInKiB: 8 });
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`The journal ${journal} cannot be written: the file may not grow`),
    });
    expect(results(ended).map((result) => Reflect.get(result, "path"))).toEqual([...server.deletions.keys()]);
    expect(Object.keys(journaled(journal))).toEqual(expect.arrayContaining([...server.deletions.keys()]));
    expect(server.deletions.size).toBeLessThan(1000);
  });
});

test("a run that is killed and repeated deletes each folder once, and leaves what is unknown to the user", async () => {
  const journal = pathOf("run.journal");
  const all = paths(300);
  const from = write("folders.txt", all.join("\n"));
  const args = ["delete-folder", "--from", from, "--yes", "--journal", journal];
  server.held.add("/Finance/F120").add("/Finance/F130");
  const killed = start(args);
  await Promise.all([server.received(150), killed.printed("F140")]);
  killed.process.kill("SIGKILL");
  expect(await killed.ended).toMatchObject({ signal: "SIGKILL" });
  server.release();

  const resumed = await run(args);
  expect(resumed.code).toBe(3);
  const unknown = [...resumed.stderr.matchAll(/^unknown (\S+): an earlier run began to delete it/gm)].map(
    ([, path]) => path,
  );
  expect(unknown).toEqual(expect.arrayContaining(["/Finance/F120", "/Finance/F130"]));
  expect(unknown.length).toBeLessThanOrEqual(4);
  expect(server.requests.filter((path) => unknown.includes(path)).length).toBeLessThanOrEqual(unknown.length);

  const last = await run([...args, "--retry-unknown", "--if-missing", "ignore"]);
  expect(last.code).toBe(0);
  expect(server.deletions).toEqual(new Map(all.map((path) => [path, 1])));
  const states = journaled(journal);
  expect(Object.keys(states).sort()).toEqual([...all].sort());
  expect(Object.values(states).every((written) => ["deleted", "missing"].includes(written.at(-1) ?? ""))).toBe(true);
});
