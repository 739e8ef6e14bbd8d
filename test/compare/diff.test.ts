import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run } from "../../scripts/diff.js";
import { unindented } from "./unindented.js";

const root = join(__dirname, "../..");
const srv = readFileSync(join(root, "wsdl/srv.wsdl"), "utf8");
const path = `<s:element minOccurs="0" maxOccurs="1" name="Path" type="s:string" />`;
const ticket = `<s:element minOccurs="0" maxOccurs="1" name="authenticationTicket" type="s:string" />`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "diff-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

test("--json prints an array of changes with stable kinds", async () => {
  const [older, newer] = [
    await write("old.wsdl", srv),
    await write("new.wsdl", srv.replace(`name="Path"`, `name="path"`)),
  ];
  const { exitCode, output } = await run([older, newer, "--json"]);
  expect(exitCode).toBe(1);
  expect(JSON.parse(output)).toEqual([
    {
      kind: "element-respelt",
      operations: ["DeleteFolder"],
      place: { kind: "request", name: "{http://tempuri.org/}DeleteFolder" },
      path: "Path",
      old: "Path",
      new: "path",
      impact: { request: { clients: "break", code: "compiles" } },
      severity: "breaking",
      breaks: ["clients"],
      summary: "Element Path of the request was renamed to path.",
      clients:
        "Deployed clients break: the service rejects Path in requests or, if it is ASMX, ignores it, so that path arrives as null.",
      code: "Code compiles against new stubs: the property is path in both.",
    },
  ]);
  expect(JSON.parse((await run([older, older, "--json"])).output)).toEqual([]);
});

test("exits with 1 if something breaks, or else with 0", async () => {
  const [older, newer] = [
    await write("old.wsdl", srv),
    await write("new.wsdl", srv.replace(path, `${path}${ticket.replace("authenticationTicket", "Comment")}`)),
  ];
  expect((await run([older, newer])).exitCode).toBe(0);
  expect((await run([newer, older])).exitCode).toBe(1);
  expect((await run([newer, older, "--operation", "LogOut"])).exitCode).toBe(0);
});

test.each<[what: string, args: () => Promise<string[]>, error: string]>([
  ["one WSDL", async () => ["a.wsdl"], "expected two WSDLs, the older and the newer one, found 1; see --help"],
  ["three WSDLs", async () => ["a", "b", "c"], "expected two WSDLs, the older and the newer one, found 3; see --help"],
  ["an unknown option", async () => ["--foo", "a", "b"], "Unknown option '--foo'; see --help"],
  [
    "an unknown operation",
    async () => [await write("srv.wsdl", srv), join(folder, "srv.wsdl"), "--operation", "deleteFolder"],
    "neither WSDL has an operation named deleteFolder; did you mean DeleteFolder?",
  ],
  [
    "a missing file",
    async () => [join(folder, "nope.wsdl"), "b"],
    "FOLDER/nope.wsdl cannot be read: there is no such file",
  ],
  [
    "a file that is not XML",
    async () => [await write("srv.wsdl", srv), await write("text.wsdl", "<a>\n</b>")],
    "FOLDER/text.wsdl:2:1: not readable as XML: expected the end tag </a>",
  ],
])("rejects %s in one line, and exits with 2", async (_, args, error) => {
  const outcome = await run(await args());
  expect(outcome).toEqual({ exitCode: 2, output: "", error: expect.any(String) });
  expect(outcome.error.replaceAll(folder, "FOLDER")).toBe(`diff: ${error}\n`);
});

test("prints its help within 80 columns", async () => {
  const { exitCode, output } = await run(["--help"]);
  expect(exitCode).toBe(0);
  expect(output).toContain("npm run diff -- OLD.wsdl NEW.wsdl [options]");
  expect(output.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("runs as a command, without colours if the output is not a terminal", async () => {
  const [older, newer] = [await write("old.wsdl", srv), await write("new.wsdl", srv.replace(path, ""))];
  const diff = join(root, "scripts/diff.ts");
  const outcome = await new Promise((settle) => {
    execFile(process.execPath, ["--import", "tsx", diff, older, newer], { cwd: root }, (error, stdout, stderr) =>
      settle({ exitCode: error?.code, stdout, stderr }),
    );
  });
  expect(outcome).toEqual({
    exitCode: 1,
    stdout: expect.stringMatching(/^DeleteFolder\n {2}BREAKING {4}The/),
    stderr: "",
  });
});

test("wraps to the width of the terminal, and uses its colours", async () => {
  const [older, newer] = [await write("old.wsdl", srv), await write("new.wsdl", srv.replace(path, ""))];
  const { output } = await run([older, newer], { columns: 60, color: true });
  expect(output).toBe(
    unindented(`
    \u001b[1mDeleteFolder\u001b[0m
      \u001b[1;31mBREAKING\u001b[0m    The request no longer has the element Path
                  (xs:string).
                  Deployed clients break: the service rejects
                  Path in requests or, if it is ASMX, ignores
                  it.
                  Code has to change: the property path is gone.

    1 breaking change (deployed clients: 1, code: 1).
  `),
  );
});

const whole = resolve(root, "../shared/inforouter/srv-full.dotnet.wsdl");

(existsSync(whole) ? test : test.skip)("reports 411 new operations of the whole service in one change", async () => {
  const { exitCode, output } = await run([join(root, "wsdl/srv.wsdl"), whole]);
  expect({ exitCode, output }).toEqual({
    exitCode: 0,
    output: unindented(`
    411 operations: MaintenanceBeat, ServerInfo, GetAddInInfo, GetAddInPart,
    CreateTicketforUser, UserExists, DeleteDocumentVersion, GetSubscribers and 403
    more
      compatible  The operations were added.

    1 compatible change.
  `),
  });
});
