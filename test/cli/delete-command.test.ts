import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformFileSync } from "@swc/core";
import { startInfoRouterServer } from "../../src/testing/index.js";
import { listenOn } from "../support/gateways.js";
import { paths, results, useCommandLine } from "./command-line.js";
import { password, ticket } from "./item-server.js";

const { atEnd, pathOf, run, runTimePath, server, startScript, write } = useCommandLine();

const guid = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";

/** A port with no listener. */
async function closedPort(): Promise<number> {
  const http = createServer();
  const port = await listenOn(http);
  await new Promise((resolve) => http.close(resolve));
  return port;
}

function sourcesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(root, file));
}

describe("deleting", () => {
  test("prints a JSON line for each result on standard output, failures and totals on standard error", async () => {
    server.denied.set("/a/no", "Access denied.");
    const ended = await run(["delete-folder", "/a/b", "/a/no", "\\a\\b\\", "--yes", "--concurrency", "1"]);
    expect(results(ended)).toEqual([
      { path: "/a/b", outcome: "deleted" },
      { path: "/a/no", outcome: "failed", code: "ACCESS_DENIED" },
    ]);
    expect(ended.stderr).toMatch(
      /^Named again: 1 folder. Each is deleted once.\nfailed \/a\/no: DeleteFolder: the user may not do this. .*\n1 deleted, 1 failed, in [^\n]+\.\n$/,
    );
    expect(ended.code).toBe(1);
  });

  test.each<[string, string[], number, object[]]>([
    ["a failure", [], 1, [{ path: "/a/b", outcome: "failed", code: "FOLDER_NOT_FOUND" }]],
    ["none with --if-missing ignore", ["--if-missing", "ignore"], 0, [{ path: "/a/b", outcome: "missing" }]],
  ])("a folder that is not there is %s", async (_name, args, code, want) => {
    server.deletions.set("/a/b", 0);
    const ended = await run(["delete-folder", "/a/b", "--yes", ...args]);
    expect([ended.code, results(ended)]).toEqual([code, want]);
  });

  test("accepts each spelling of a GUID, and deletes a handler once", async () => {
    const handler = `{${guid.toUpperCase()}}`;
    const ended = await run(["delete-download-handler", "--yes", "--", handler, guid]);
    expect(results(ended)).toEqual([{ downloadHandler: handler, outcome: "acknowledged" }]);
    expect(server.requests).toEqual([guid]);
  });

  test("sends one deletion for a folder that is named in two cases, also where its outcome is unknown", async () => {
    server.cut.add("/Finance/Old");
    const ended = await run(["delete-folder", "--yes", "--concurrency", "1", "/Finance/Old", "/finance/OLD"]);
    expect([ended.code, server.requests]).toEqual([3, ["/Finance/Old"]]);
    expect(ended.stderr).toMatch(/^Named again: 1 folder\. Each is deleted once\.\n/);
  });

  test("counts acknowledged handlers apart from deleted ones, and explains the outcome", async () => {
    const ended = await run(["delete-download-handler", "--yes", guid]);
    expect(ended).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        /^1 acknowledged, in [^\n]+\nAcknowledged: the server also confirms the deletion of a handler of another session, or of none at all.\n$/,
      ),
    });
  });

  test.each<[string, string[], Record<string, string>]>([
    ["of the environment", [], { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password }],
    ["of the arguments, in the place of a ticket", ["--user", "jane"], { INFOROUTER_TICKET: ticket }],
    ["who is missing, as is a ticket", [], {}],
  ])("logs in no user %s to delete handlers", async (_name, args, env) => {
    const ended = await run(["delete-download-handler", guid, "--yes", ...args], { env });
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toBe(
      "inforouter: delete-download-handler: a server deletes a handler only in the session that staged it, so a log-in of this command would delete nothing; give the ticket of that session, in INFOROUTER_TICKET or with --ticket-file\n",
    );
    expect(server.requests).toEqual([]);
  });

  test("sends SOAP 1.2 with --soap-version 1.2", async () => {
    const ended = await run(["delete-folder", "/a/b", "--yes", "--soap-version", "1.2"]);
    expect(results(ended)).toEqual([{ path: "/a/b", outcome: "failed", code: "NOT_SOAP" }]);
  });

  test("reports a lost answer as unknown, and exits with 3", async () => {
    server.cut.add("/a/b");
    const ended = await run(["delete-folder", "/a/b", "/a/c", "--yes"]);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain("unknown /a/b: DeleteFolder: no answer from");
    expect(ended.stderr).toContain("1 deleted, 1 unknown, in");
    expect(ended.stderr).toContain("The unknown folders may be deleted, wholly or in part. Check the server.");
  });

  test("looks for a folder whose answer is lost with --if-unknown look, and exits with 0 if it is gone", async () => {
    server.cut.add("/a/cut");
    const ended = await run(["delete-folder", "/a/cut", "/a/b", "--yes", "--if-unknown", "look", "--concurrency", "1"]);
    expect([ended.code, results(ended)]).toEqual([
      0,
      [
        { path: "/a/cut", outcome: "gone" },
        { path: "/a/b", outcome: "deleted" },
      ],
    ]);
    expect(server.requests).toEqual(["/a/cut", "FolderExists /a/cut", "/a/b"]);
    expect(ended.stderr).toMatch(
      /^1 deleted, 1 gone, in [^\n]+\nGone: the response was lost, and the folder is not there for this user. Something else may have removed it.\n$/,
    );
  });

  test.each<[string, (name: string) => void, string]>([
    ["it is still there", () => {}, "The folder is still there."],
    [
      "that is not seen",
      (name) => void server.denied.set(name, "Access denied."),
      "FolderExists did not show whether the folder is there.",
    ],
  ])("leaves a folder unknown with --if-unknown look if %s", async (_name, arrange, sight) => {
    server.lost.add("/a/lost");
    arrange("FolderExists /a/lost");
    const ended = await run(["delete-folder", "/a/lost", "--yes", "--if-unknown", "look"]);
    expect([ended.code, results(ended)]).toEqual([3, [{ path: "/a/lost", outcome: "failed", code: "ECONNRESET" }]]);
    expect(ended.stderr).toMatch(
      new RegExp(`^unknown /a/lost: DeleteFolder: no answer from .* ${sight}\n0 deleted, 1 unknown`),
    );
    expect(server.deletions.size).toBe(0);
  });

  test("gives up a call after --timeout", async () => {
    server.held.add("/a/b");
    const ended = await run(["delete-folder", "/a/b", "--yes", "--timeout", "1"]);
    expect([ended.code, results(ended)]).toEqual([3, [{ path: "/a/b", outcome: "failed", code: "TIMEOUT" }]]);
  });

  test("stops after twenty deletions in a row that could not be sent", async () => {
    const env = { INFOROUTER_TICKET: ticket, INFOROUTER_ENDPOINT: `http://127.0.0.1:${await closedPort()}/srv.asmx` };
    const ended = await run(["delete-folder", ...paths(100), "--yes", "--concurrency", "1"], { env });
    expect(ended.stderr).toContain("20 requests in a row could not be sent; the remaining folders were skipped.\n");
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining("0 deleted, 20 failed, 80 not begun, in")]);
  });

  test("stops after twenty deletions in a row without an answer of the service, so that no more are unknown", async () => {
    for (const path of [...paths(10), ...paths(100).slice(11)]) {
      server.lost.add(path);
    }
    const ended = await run(["delete-folder", ...paths(100), "--yes", "--concurrency", "1"]);
    expect(ended.stderr).toContain(
      "20 requests in a row had no answer that is certainly the service's; the remaining folders were skipped.\n",
    );
    expect(ended.stderr).toContain("1 deleted, 30 unknown, 69 not begun, in");
    expect([ended.code, server.requests.length]).toEqual([3, 31]);
  });

  test("goes on where responses to deletions are lost, and the service shows that the folders are there", async () => {
    for (const path of paths(30)) {
      server.lost.add(path);
    }
    const look = ["--if-unknown", "look", "--concurrency", "1"];
    const ended = await run(["delete-folder", ...paths(30), "--yes", ...look]);
    expect([ended.code, ended.stderr]).toEqual([3, expect.stringContaining("0 deleted, 30 unknown, in")]);
  });

  test("begins no more after a failure with --stop-on-error", async () => {
    server.denied.set("/Finance/F2", "Access denied.");
    const ended = await run(["delete-folder", ...paths(9), "--yes", "--stop-on-error", "--concurrency", "1"]);
    expect(server.requests).toEqual(["/Finance/F1", "/Finance/F2"]);
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining("1 deleted, 1 failed, 7 not begun, in")]);
  });

  test("warns of folders below other folders of the list", async () => {
    const args = ["delete-folder", "/a/b/c", "/a/b", "--dry-run"];
    const warning = "Below another folder of the list, and deleted together with it: 1 folder.";
    const { stderr } = await run(args);
    expect(stderr).toContain(`${warning} What is missing by then counts as failed without --if-missing ignore.\n`);
    expect((await run([...args, "--if-missing", "ignore"])).stderr).toContain(`${warning}\n`);
  });
});

describe("what a shell makes of an argument", () => {
  const split = (index: number, path: string) =>
    `inforouter: argument ${index}, "${path}": only some paths begin with a slash, as where one with a blank stands without quotation marks; begin each with a slash\n`;
  const isFile = (name: string) =>
    `"${pathOf(name)}": this is a file of this machine; name one list with --from, which may also hold a folder of that name\n`;

  const quoted = (argument: string) =>
    `inforouter: argument 1, "${argument}": this begins with a quotation mark that the shell takes for a letter; use "…"\n`;

  test.each<[string, string, () => string]>([
    ["quotation marks of a word processor", "inforouter delete-folder “/a/b”", () => quoted("“/a/b”")],
    ["those of another language", "inforouter delete-folder „/a/Annual Reports/2019“", () => quoted("„/a/Annual")],
    ["those that cmd.exe does not know", `inforouter delete-folder \\'/a/b\\'`, () => quoted("'/a/b'")],
    [
      "what Windows makes of a backslash before a quotation mark",
      `inforouter delete-folder '\\a\\Annual Reports"'`,
      () =>
        'inforouter: argument 1, "\\\\a\\\\Annual Reports\\"": this ends with a quotation mark, which a backslash before it makes a letter on Windows; leave out that backslash\n',
    ],
    [
      "what Git Bash makes of a path, also with --allow-unusual-path",
      "inforouter delete-folder --allow-unusual-path 'C:/Program Files/Git/a/b'",
      () =>
        'inforouter: argument 1, "C:/Program Files/Git/a/b": this is a path of Windows, as Git Bash makes of /Finance/Reports; set MSYS_NO_PATHCONV=1 there\n',
    ],
    ["parts of a path with a blank", "inforouter delete-folder /a/Annual Reports/2019", () => split(2, "Reports/2019")],
    ["parts of a path behind others", "inforouter delete-folder /a/b /a/c d/e", () => split(3, "d/e")],
    ["several lists", "inforouter delete-folder --from lists/*.txt", () => split(1, "lists/b.txt")],
    [
      "several lists, by their whole paths",
      'inforouter delete-folder --from "$PWD"/lists/*.txt',
      () => isFile("lists/b.txt"),
    ],
    ["a list without --from", 'inforouter delete-folder "$PWD"/lists/a.txt', () => isFile("lists/a.txt")],
    [
      "parts of a journal's name",
      "inforouter delete-folder --from lists/a.txt --journal my lists/run",
      () => split(1, "lists/run"),
    ],
  ])("is refused: %s", async (_what, command, message) => {
    mkdirSync(pathOf("lists"));
    write("lists/a.txt", "/x/1\n/x/2\n");
    write("lists/b.txt", "/x/3\n");
    const { code, stdout, stderr } = await startScript(`${command} --yes --if-missing ignore`).ended;
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(message())]);
    expect(server.requests).toEqual([]);
  });

  test("is accepted where no path begins with a slash, and beside a list that has both", async () => {
    expect(await run(["delete-folder", "a/b", "a\\c", "--dry-run"])).toMatchObject({ code: 0 });
    const both = ["delete-folder", "/a/b", "--from", "-", "--format", "lines", "--dry-run"];
    expect(await run(both, { input: "a/c\n/a/d\n" })).toMatchObject({ code: 0 });
  });
});

describe("a list", () => {
  const deleted = [
    { path: "/a/b", outcome: "deleted" },
    { path: "/a/ä, ö", outcome: "deleted" },
  ];
  const utf16 = Buffer.from("\ufeff/a/b\r\n/a/ä, ö\r\n", "utf16le");

  test.each<[string, string | undefined, string | Uint8Array, string[]]>([
    ["lines", "list.txt", "/a/b\n/a/ä, ö\n", []],
    ["CSV, by its ending", "list.CSV", 'id,path\n1,/a/b\n2,"/a/ä, ö"\n', []],
    ["CSV, by its column", "list.txt", "Id;Folder\n1;/a/b\n2;/a/ä, ö\n", ["--column", "Folder", "--separator", ";"]],
    ["JSON lines, by their ending", "list.jsonl", '"/a/b"\n{"path":"/a/ä, ö"}\n', []],
    ["standard input", undefined, '{"path":"/a/b"}\n{"path":"/a/ä, ö"}', ["--format", "jsonl"]],
    ["UTF-16, as Windows writes it", undefined, utf16, []],
  ])("may be %s", async (_name, name, text, args) => {
    const from = name === undefined ? "-" : write(name, String(text));
    const ended = await run(["delete-folder", "--from", from, "--yes", "--concurrency", "1", ...args], { input: text });
    expect([ended.stderr, results(ended)]).toEqual([expect.stringContaining("2 deleted"), deleted]);
  });

  test.each<[string, string | Uint8Array, string]>([
    ["is JSON", '["/a/b", "/a/c"]', "inforouter: standard input, line 1: this looks like JSON; see --format\n"],
    ["is JSON lines", '{"path":"/a/b"}\n', "inforouter: standard input, line 1: this looks like JSON; see --format\n"],
    ["is padded", "/a/b\n/a/c \n", "standard input, line 2: this begins or ends with a blank; see --format\n"],
    ["has an unusual path", "/a/b\n/a/c.\n", "if that is the folder's name, add --allow-unusual-path\n"],
    ["has a mistake", "/a/b\n\n/a\n", 'standard input, line 3: "/a": path: expected a folder below a library'],
    [
      "is not in UTF-8",
      Buffer.from("/a/\xe4\n", "latin1"),
      'standard input: the bytes are not utf-8; save it as UTF-8 (in Excel: "CSV UTF-8")',
    ],
  ])("that %s is rejected as a whole", async (_name, input, message) => {
    const ended = await run(["delete-folder", "--from", "-", "--yes"], { input });
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
    expect(server.requests).toEqual([]);
  });

  test("that has the folder around others with a slash at its end, as where a name is empty, is rejected", async () => {
    const input = "path,owner\n/a/b/2019,jane\n/a/b/,joe\n/a/c/,joe\n";
    const ended = await run(["delete-folder", "--from", "-", "--column", "path", "--yes"], { input });
    const reason =
      'a name may be missing behind the slash, since "/a/b/2019" is named as well; leave out the slash if the whole folder is meant';
    expect(ended).toMatchObject({ code: 2, stderr: `inforouter: standard input, line 3, "/a/b/": ${reason}\n` });
    expect(server.requests).toEqual([]);
    const meant = ["delete-folder", "/a/b/2019", "/a/b", "/a/b/2020/", "\\a\\c\\", "--dry-run"];
    expect(await run(meant)).toMatchObject({ code: 0 });
  });

  test("may have unusual paths with --allow-unusual-path, also in a journal that is read again without", async () => {
    const args = ["delete-folder", "--yes", "--journal", pathOf("run.journal")];
    const ended = await run([...args, "/a/b.", "--allow-unusual-path", "--if-missing", "ignore"]);
    expect([ended.code, results(ended)]).toEqual([0, [{ path: "/a/b.", outcome: "deleted" }]]);
    expect(await run([...args, "/a/b"])).toMatchObject({ code: 0 });
  });

  test("is printed by --dry-run, which needs no server and no credentials", async () => {
    const env = { INFOROUTER_ENDPOINT: "" };
    const ended = await run(["delete-folder", "/a/b", "--from", "-", "--dry-run"], { env, input: "/c/d\n\\a\\b\n" });
    expect(ended.code).toBe(0);
    expect(results(ended)).toEqual([
      { path: "/a/b", outcome: "not-begun" },
      { path: "/c/d", outcome: "not-begun" },
    ]);
    expect(ended.stderr).toBe(
      "Named again: 1 folder. Each is deleted once.\nDry run: 2 folders would be deleted. The server was not contacted.\n",
    );
  });
});

test("--stubs calls a server with another contract, and logs out of it", async () => {
  const live = await startInfoRouterServer({
    folders: ["/a/b"],
    users: { jane: password },
    ticketParameter: "AuthenticationTicket",
  });
  atEnd(() => void live.close());
  const env = { INFOROUTER_ENDPOINT: live.url, INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
  expect((await run(["delete-folder", "/a/b", "--yes"], { env })).stderr).toContain("run `inforouter check`");
  expect(live.folders).toContain("/a/b");

  const stubs = pathOf("stubs");
  const generated = await run(["generate", "--wsdl", `${live.url}?WSDL`, "--allow-network", "--out", stubs], { env });
  expect(generated.code).toBe(0);
  for (const file of sourcesOf(stubs)) {
    const { code } = transformFileSync(file, { jsc: { target: "es2022", parser: { syntax: "typescript" } } });
    const runTime = pathToFileURL(runTimePath()).href;
    writeFileSync(file.replace(/ts$/, "js"), code.replaceAll("inforouter-soap-client/soap", runTime));
  }
  write("package.json", '{ "type": "module" }');
  const args = ["delete-folder", "/a/b", "--yes", "--stubs", join(stubs, "index.js")];
  expect(await run(args, { env })).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^1 deleted, in [^\n]+\n$/),
  });
  expect(live.folders).not.toContain("/a/b");
  expect(live.executions).toMatchObject({ AuthenticateUser: 2, LogOut: 2 });
});
