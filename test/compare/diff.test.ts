import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { compareModels } from "../../scripts/compare/walk/models.js";
import { reportChanges } from "../../scripts/compare/words/report-changes.js";
import type { ServiceModel } from "../../scripts/contract/service-model.js";
import { run } from "../../scripts/diff.js";
import { readWsdl } from "../../scripts/read/wsdl/read-wsdl.js";
import { readFiles } from "../codegen/read-outline.js";

const root = join(__dirname, "../..");
const srv = readFileSync(join(root, "wsdl/srv.wsdl"), "utf8");

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "diff-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** The report on a change of `srv.wsdl`, which must be one. */
async function report(...replacements: readonly (readonly [string | RegExp, string])[]): Promise<string> {
  const newer = replacements.reduce((text, [from, to]) => text.replace(from, to), srv);
  expect(newer).not.toBe(srv);
  return reportOf(srv, newer);
}

async function reportOf(older: string, newer: string): Promise<string> {
  const [before, after] = [await readFiles({ "srv.wsdl": older }), await readFiles({ "srv.wsdl": newer })];
  return reportChanges(compareModels(before, after));
}

/** The text without the indentation that it has in these tests. */
function unindented(text: string): string {
  return text.replace(/^\n/, "").replace(/ *$/, "").replaceAll(/^ {4}/gm, "");
}

const path = `<s:element minOccurs="0" maxOccurs="1" name="Path" type="s:string" />`;
const ticket = `<s:element minOccurs="0" maxOccurs="1" name="authenticationTicket" type="s:string" />`;

test("tells of a ticket that is spelt otherwise, in all operations at once", async () => {
  expect(await report([/name="authenticationTicket"/g, `name="AuthenticationTicket"`])).toBe(
    unindented(`
    9 operations: DeleteFolder, DeleteDownloadHandler, DownloadZipWithHandler,
    DownloadFileChunk, DeleteUploadHandler, DeleteDomain, CreateFolder,
    FolderExists, DeleteDocument
      BREAKING    Element authenticationTicket of the request is spelt
                  AuthenticationTicket now.
                  Deployed clients break: what they send as authenticationTicket is
                  refused or, by ASMX, dropped without a word, so that
                  AuthenticationTicket arrives as null.
                  Code compiles once the stubs are generated anew: the property is
                  authenticationTicket in both.

    1 breaking change (deployed clients: 1, code: 0).
  `),
  );
});

test("tells of one element that is spelt otherwise", async () => {
  expect(await report([`name="Path"`, `name="path"`])).toBe(
    unindented(`
    DeleteFolder
      BREAKING    Element Path of the request is spelt path now.
                  Deployed clients break: what they send as Path is refused or, by
                  ASMX, dropped without a word, so that path arrives as null.
                  Code compiles once the stubs are generated anew: the property is
                  path in both.

    1 breaking change (deployed clients: 1, code: 0).
  `),
  );
});

test("tells of a required element of a request", async () => {
  expect(await report([path, `${path}<s:element name="Force" type="s:boolean" />`])).toBe(
    unindented(`
    DeleteFolder
      BREAKING    The request has a new required element Force (xs:boolean).
                  Deployed clients break: their requests lack Force, and are refused
                  or, by ASMX, read as if it were null, 0 or false.
                  Code has to be changed: it has to set force.

    1 breaking change (deployed clients: 1, code: 1).
  `),
  );
});

test("tells of an optional element of a request", async () => {
  expect(await report([path, `${path}<s:element minOccurs="0" name="Comment" type="s:string" />`])).toBe(
    unindented(`
    DeleteFolder
      compatible  The request has a new optional element Comment (xs:string).

    1 compatible change.
  `),
  );
});

test("tells of an element that a request has no more", async () => {
  expect(await report([path, ""])).toBe(
    unindented(`
    DeleteFolder
      BREAKING    The request has no element Path (xs:string) any more.
                  Deployed clients break: what they send as Path is refused or, by
                  ASMX, dropped without a word.
                  Code has to be changed: the property path is gone.

    1 breaking change (deployed clients: 1, code: 1).
  `),
  );
});

test("tells of another type, another occurrence and another order", async () => {
  expect(
    await report([
      `${ticket}\n            ${path}`,
      path.replace("s:string", "s:int").replace(`minOccurs="0"`, `minOccurs="1"`) + ticket,
    ]),
  ).toBe(
    unindented(`
    DeleteFolder
      BREAKING    Element Path of the request is xs:int now, and was xs:string.
                  Deployed clients break: what they send is refused where it is not
                  xs:int.
                  Code has to be changed: path is number now, and was string.
      BREAKING    The elements of the request have another order now: Path,
                  authenticationTicket. It was: authenticationTicket, Path.
                  Deployed clients break: a service that reads them in order refuses
                  what they send or, as WCF does, passes over some.
                  Code compiles once the stubs are generated anew.
      BREAKING    Element Path of the request is required now.
                  Deployed clients break: requests without it are refused or, by
                  ASMX, read as if it were null, 0 or false.
                  Code has to be changed: it has to set path.

    3 breaking changes (deployed clients: 3, code: 2).
  `),
  );
});

test("tells of an element that a response has besides", async () => {
  expect(await report(["<s:any />", `<s:any /><s:element minOccurs="0" name="Log" type="s:string" />`])).toBe(
    unindented(`
    DeleteFolder
      BREAKING    DeleteFolderResult in the response has a new optional element Log
                  (xs:string).
                  Deployed clients break: they refuse a response that has it as
                  unexpected (clients that check less ignore it).
                  Code compiles once the stubs are generated anew.

    1 breaking change (deployed clients: 1, code: 0).
  `),
  );
});

test("tells of a result that may be nil, and of one that holds text", async () => {
  expect(
    await report(
      [`name="DeleteFolderResult">`, `name="DeleteFolderResult" nillable="true">`],
      [/<s:complexType>(?=\s*<s:sequence>\s*<s:any \/>)/g, `<s:complexType mixed="true">`],
    ),
  ).toBe(
    unindented(`
    DeleteFolder
      BREAKING    Element DeleteFolderResult of the response may be nil now.
                  Deployed clients break: they refuse a response in which it is nil.
                  Code has to be changed: deleteFolderResult may be null.

    14 operations: DeleteFolder, DeleteDownloadHandler, AuthenticateUser,
    isValidTicket, LogOut, GetDownloadHandler, GetDownloadHandlerByVersion,
    DownloadZipWithHandler and 6 more
      BREAKING    Element <Operation>Result of the response may hold text between
                  its elements now.
                  Deployed clients break: they refuse a response with text there,
                  unless it is blank.
                  Code has to be changed: its texts and elements are one list now,
                  the property content.

    2 breaking changes (deployed clients: 2, code: 2).
  `),
  );
});

test("tells of an operation that is gone, and of its parts that nobody misses", async () => {
  expect(await report([/<wsdl:operation name="LogOut">.*?<\/wsdl:operation>/gs, ""])).toBe(
    unindented(`
    LogOut
      BREAKING    The operation was removed.
                  Deployed clients break: the service does not know what they call.
                  Code has to be changed: the function logOut is gone.

    1 breaking change (deployed clients: 1, code: 1).
  `),
  );
});

test("tells of an operation that is spelt otherwise, once", async () => {
  expect(await report([/isValidTicket/g, "IsValidTicket"])).toBe(
    unindented(`
    isValidTicket
      BREAKING    The operation is spelt IsValidTicket now.
                  Deployed clients break: the service does not know what they call.
                  Code compiles once the stubs are generated anew: the function is
                  isValidTicket in both.
      BREAKING    Element isValidTicketResult of the response is spelt
                  IsValidTicketResult now.
                  Deployed clients break: they refuse a response with
                  IsValidTicketResult as unexpected.
                  Code compiles once the stubs are generated anew: the property is
                  isValidTicketResult in both.

    2 breaking changes (deployed clients: 2, code: 0).
  `),
  );
});

test("tells of another SOAPAction", async () => {
  expect(await report([/soapAction="http:\/\/tempuri.org\/DeleteFolder"/g, `soapAction="urn:DeleteFolder"`])).toBe(
    unindented(`
    DeleteFolder
      BREAKING    The SOAPAction (SOAP 1.1, SOAP 1.2) is "urn:DeleteFolder" now, and
                  was "http://tempuri.org/DeleteFolder".
                  Deployed clients break: the service does not recognize what they
                  call.
                  Code compiles once the stubs are generated anew.

    1 breaking change (deployed clients: 1, code: 0).
  `),
  );
});

test("tells of SOAP 1.2 that is gone", async () => {
  expect(await report([/<wsdl:port name="SrvSoap12".*?<\/wsdl:port>/s, ""])).toBe(
    unindented(`
    14 operations: DeleteFolder, DeleteDownloadHandler, AuthenticateUser,
    isValidTicket, LogOut, GetDownloadHandler, GetDownloadHandlerByVersion,
    DownloadZipWithHandler and 6 more
      BREAKING    Port SrvSoap12 (SOAP 1.2) was removed.
                  Deployed clients break: those that speak SOAP 1.2 are not answered
                  any more.
                  Code compiles once the stubs are generated anew.

    1 breaking change (deployed clients: 1, code: 0).
  `),
  );
});

test("tells of elements that have lost their namespace", async () => {
  expect(await report([`elementFormDefault="qualified"`, ""])).toBe(
    unindented(`
    14 operations: DeleteFolder, DeleteDownloadHandler, AuthenticateUser,
    isValidTicket, LogOut, GetDownloadHandler, GetDownloadHandlerByVersion,
    DownloadZipWithHandler and 6 more
      BREAKING    28 names (authenticationTicket, Path, DeleteFolderResult,
                  DownloadHandler, DeleteDownloadHandlerResult, UID and 22 more)
                  have moved from the namespace http://tempuri.org/ to no namespace.
                  Deployed clients break: what they send is refused or, by ASMX,
                  dropped without a word; they do not recognize what they read.
                  Code compiles once the stubs are generated anew.

    1 breaking change (deployed clients: 1, code: 0).
  `),
  );
});

test("tells of another namespace for everything", async () => {
  expect(await report([/http:\/\/tempuri.org\//g, "urn:inforouter"])).toBe(
    unindented(`
    14 operations: DeleteFolder, DeleteDownloadHandler, AuthenticateUser,
    isValidTicket, LogOut, GetDownloadHandler, GetDownloadHandlerByVersion,
    DownloadZipWithHandler and 6 more
      BREAKING    The SOAPAction (SOAP 1.1, SOAP 1.2) is "urn:inforouter<Operation>"
                  now, and was "http://tempuri.org/<Operation>".
                  Deployed clients break: the service does not recognize what they
                  call.
                  Code compiles once the stubs are generated anew.
      BREAKING    56 names (DeleteFolder, DeleteFolderResponse,
                  DeleteDownloadHandler, DeleteDownloadHandlerResponse,
                  AuthenticateUser, AuthenticateUserResponse and 50 more) have moved
                  from the namespace http://tempuri.org/ to the namespace
                  urn:inforouter.
                  Deployed clients break: what they send is refused or, by ASMX,
                  dropped without a word; they do not recognize what they read.
                  Code compiles once the stubs are generated anew.

    2 breaking changes (deployed clients: 2, code: 0).
  `),
  );
});

test("tells of an address and of documentation as notes", async () => {
  expect(
    await report(
      [/location="[^"]*"/g, `location="https://dms.example.com/srv.asmx"`],
      [/<wsdl:operation name="DeleteFolder">/, "$&<wsdl:documentation>Deletes.</wsdl:documentation>"],
    ),
  ).toBe(
    unindented(`
    14 operations: DeleteFolder, DeleteDownloadHandler, AuthenticateUser,
    isValidTicket, LogOut, GetDownloadHandler, GetDownloadHandlerByVersion,
    DownloadZipWithHandler and 6 more
      note        The address in the document is https://dms.example.com/srv.asmx
                  now, and was http://localhost/srv.asmx; it is never used to
                  connect.

    DeleteFolder
      note        The documentation is another one.

    2 notes.
  `),
  );
});

test.each<[difference: string, newer: () => Promise<ServiceModel>]>([
  ["itself", () => readFiles({ "srv.wsdl": srv })],
  ["the same with other prefixes", () => readFiles({ "srv.wsdl": withOtherPrefixes(srv) })],
  ["the same without HTTP bindings", () => readFiles({ "srv.wsdl": withoutHttp(srv) })],
  ["the same in another order", () => readFiles({ "srv.wsdl": backwards(srv) })],
  ["the same with a schema of its own for each element", () => readFiles({ "srv.wsdl": withManySchemas(srv) })],
  ["the same with an imported schema", () => readFiles(withImportedSchema(srv))],
])("has nothing to say of srv.wsdl and %s", async (_, readNewer) => {
  const [older, newer] = [await readFiles({ "srv.wsdl": srv }), await readNewer()];
  expect(compareModels(older, newer)).toEqual([]);
  expect(compareModels(newer, older)).toEqual([]);
  expect(reportChanges([])).toBe("No changes.\n");
});

function withOtherPrefixes(text: string): string {
  return text
    .replaceAll(/(<\/?|xmlns:|")s(?=[:=])/g, "$1xsd")
    .replaceAll(/(xmlns:|")tns(?=[:=])/g, "$1q1")
    .replaceAll(/(<\/?|xmlns:)soap12(?=[:=])/g, "$1wsoap");
}

function withoutHttp(text: string): string {
  return text
    .replaceAll(/<wsdl:(port|binding|portType) name="SrvHttp.*?<\/wsdl:\1>/gs, "")
    .replaceAll(/<wsdl:message name="\w+Http.*?<\/wsdl:message>/gs, "");
}

const ELEMENT = /^ {6}<s:element .*?^ {6}<\/s:element>\n/gms;

function backwards(text: string): string {
  const elements = text.match(ELEMENT) ?? [];
  const messages = text.match(/<wsdl:message .*?<\/wsdl:message>/gs) ?? [];
  expect([elements.length, messages.length]).toEqual([28, 84]);
  return text
    .replaceAll(ELEMENT, () => elements.pop() ?? "")
    .replaceAll(/<wsdl:message .*?<\/wsdl:message>/gs, () => messages.pop() ?? "");
}

const [SCHEMA = ""] = /<s:schema .*?>/.exec(srv) ?? [];

function withManySchemas(text: string): string {
  return text.replaceAll(ELEMENT, (element) => `${element}</s:schema>${SCHEMA}`);
}

function withImportedSchema(text: string): Record<string, string> {
  const [schema = ""] = /<s:schema .*<\/s:schema>/s.exec(text) ?? [];
  const prefixes = `xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:tns="http://tempuri.org/"`;
  return {
    "srv.wsdl": text.replace(
      schema,
      () => `<s:schema><s:import namespace="http://tempuri.org/" schemaLocation="types.xsd"/></s:schema>`,
    ),
    "types.xsd": schema.replace("<s:schema", `<s:schema ${prefixes}`),
  };
}

const whole = resolve(root, "../shared/inforouter/srv-full.dotnet.wsdl");

(existsSync(whole) ? test : test.skip)(
  "tells in a few lines that the whole service has 411 operations more",
  async () => {
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
  },
);

const corpus = resolve(root, "../shared/corpus");
const isHere = existsSync(join(corpus, "INDEX.json"));
const entries: readonly { readonly entry: string }[] = isHere
  ? JSON.parse(readFileSync(join(corpus, "INDEX.json"), "utf8"))
  : [];

(isHere ? test : test.skip)(
  "has nothing to say of published WSDLs and themselves",
  async () => {
    let count = 0;
    for (const { entry } of entries) {
      const read = () => readWsdl(pathToFileURL(join(corpus, entry)).href, async (url) => readFileSync(new URL(url)));
      const models = await Promise.all([read(), read()]).catch(() => undefined);
      if (models !== undefined) {
        expect([entry, compareModels(...models)]).toEqual([entry, []]);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(70);
  },
  60_000,
);

// The command

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

test("prints an array of changes with stable kinds, if asked for JSON", async () => {
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
      summary: "Element Path of the request is spelt path now.",
      clients:
        "Deployed clients break: what they send as Path is refused or, by ASMX, dropped without a word, so that path arrives as null.",
      code: "Code compiles once the stubs are generated anew: the property is path in both.",
    },
  ]);
  expect(JSON.parse((await run([older, older, "--json"])).output)).toEqual([]);
});

test("exits with 1 if something breaks, and else with 0", async () => {
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
  ["an option that there is none", async () => ["--foo", "a", "b"], "Unknown option '--foo'; see --help"],
  [
    "an operation that there is none",
    async () => [await write("srv.wsdl", srv), join(folder, "srv.wsdl"), "--operation", "deleteFolder"],
    "neither WSDL has an operation named deleteFolder; did you mean DeleteFolder?",
  ],
  [
    "a file that is not there",
    async () => [join(folder, "nope.wsdl"), "b"],
    "FOLDER/nope.wsdl cannot be read: there is no such file",
  ],
  [
    "a file that is no WSDL",
    async () => [await write("srv.wsdl", srv), await write("text.wsdl", "<a>\n</b>")],
    "FOLDER/text.wsdl:2:1: not readable as XML: expected the end tag </a>",
  ],
])("refuses %s in one line, and exits with 2", async (_, args, error) => {
  const outcome = await run(await args());
  expect(outcome).toEqual({ exitCode: 2, output: "", error: expect.any(String) });
  expect(outcome.error.replaceAll(folder, "FOLDER")).toBe(`diff: ${error}\n`);
});

test("explains itself within 80 columns", async () => {
  const { exitCode, output } = await run(["--help"]);
  expect(exitCode).toBe(0);
  expect(output).toContain("npm run diff -- OLD.wsdl NEW.wsdl [options]");
  expect(output.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("wraps to the width of the terminal, and colours what it says there", async () => {
  const [older, newer] = [await write("old.wsdl", srv), await write("new.wsdl", srv.replace(path, ""))];
  const { output } = await run([older, newer], { columns: 60, color: true });
  expect(output).toBe(
    unindented(`
    \u001b[1mDeleteFolder\u001b[0m
      \u001b[1;31mBREAKING\u001b[0m    The request has no element Path (xs:string)
                  any more.
                  Deployed clients break: what they send as Path
                  is refused or, by ASMX, dropped without a
                  word.
                  Code has to be changed: the property path is
                  gone.

    1 breaking change (deployed clients: 1, code: 1).
  `),
  );
});

test("runs as a command, without colours where the output is no terminal", async () => {
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
