import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { generate, run } from "../../scripts/generate.js";

const root = resolve(__dirname, "../..");
const srv = join(root, "wsdl/srv.wsdl");

let folder: string;
let out: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "generate-"));
  out = join(folder, "out");
});

afterEach(() => rm(folder, { recursive: true }));

/** All files below a folder, with their texts. */
async function filesIn(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = names.map(async (entry) => {
    const file = join(entry.parentPath, entry.name);
    return [file.slice(path.length + 1), await readFile(file, "utf8")] as const;
  });
  return Object.fromEntries((await Promise.all(files)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe("generate", () => {
  test("writes a file for each operation, whose first line names its source and the command", async () => {
    const { changes } = await generate({ wsdl: srv, out });
    const files = await filesIn(out);

    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(["delete-folder.ts", "authenticate-user.ts", "index.ts"]),
    );
    expect(changes.map(({ name }) => name)).toEqual(Object.keys(files));
    for (const text of Object.values(files)) {
      expect(text).toMatch(
        /^\/\/ Generated from wsdl\/srv\.wsdl by `npm run generate -- wsdl\/srv\.wsdl --out .*out`\. Do/,
      );
    }
  });

  test.each(["\n", "\r\n"])(
    "changes nothing the second time, where git checks out lines that end with %j",
    async (end) => {
      await generate({ wsdl: srv, out });
      for (const [name, text] of Object.entries(await filesIn(out))) {
        await writeFile(join(out, name), text.replaceAll("\n", end));
      }

      expect((await generate({ wsdl: srv, out })).changes).toEqual([]);
    },
  );

  test("generates the selected operations, and removes the others of an earlier run", async () => {
    await generate({ wsdl: srv, out });
    const { changes } = await generate({ wsdl: srv, out, operations: ["DeleteFolder"] });

    expect(Object.keys(await filesIn(out))).toEqual(["delete-folder.ts", "index.ts"]);
    expect(changes).toContainEqual({ name: "log-out.ts", before: expect.any(String), after: undefined });
  });

  test("keeps files that it did not generate", async () => {
    await mkdir(join(out, "nested"), { recursive: true });
    const own = { "notes.ts": "// mine", "README.md": "# Mine", "nested/log-out.ts": "// also mine" };
    for (const [name, text] of Object.entries(own)) {
      await writeFile(join(out, name), text);
    }
    await generate({ wsdl: srv, out });
    await generate({ wsdl: srv, out, operations: ["DeleteFolder"] });

    expect(await filesIn(out)).toMatchObject(own);
  });

  test("writes nothing where it would overwrite a file that it did not generate", async () => {
    await mkdir(out);
    await writeFile(join(out, "index.ts"), "export {};\n");

    await expect(generate({ wsdl: srv, out })).rejects.toThrow(
      `${join(out, "index.ts")} was not generated and would be overwritten; move it away or choose another --out`,
    );
    expect(await filesIn(out)).toEqual({ "index.ts": "export {};\n" });
  });

  test("writes nothing where the contract is broken", async () => {
    await generate({ wsdl: srv, out });
    const before = await filesIn(out);
    const broken = join(folder, "srv.wsdl");
    await writeFile(broken, (await readFile(srv, "utf8")).replace("</wsdl:message>", "</wsdl:massage>"));

    await expect(generate({ wsdl: broken, out })).rejects.toMatchObject({ name: "WsdlError" });
    expect(await filesIn(out)).toEqual(before);
  });

  test("changes no file where a folder is in the place of one", async () => {
    await generate({ wsdl: srv, out, operations: ["DeleteFolder"] });
    const before = await filesIn(out);
    await mkdir(join(out, "log-out.ts/in-the-way"), { recursive: true });

    await expect(generate({ wsdl: srv, out })).rejects.toThrow(
      `${join(out, "log-out.ts")} cannot be read: it is a folder`,
    );
    expect(await filesIn(out)).toEqual(before);
  });

  test("imports the run time from this package, or from --runtime", async () => {
    await generate({ wsdl: srv, out, operations: ["DeleteFolder"] });
    const [own] = /from "[^"]*soap[^"]*"/.exec((await filesIn(out))["delete-folder.ts"] ?? "") ?? [];
    await generate({ wsdl: srv, out, operations: ["DeleteFolder"], runtime: "a-soap-run-time" });
    const files = await filesIn(out);

    expect(own).toMatch(/^from "\.\.\/.*src\/soap\/index\.js"$/);
    expect(files["delete-folder.ts"]).toContain('from "a-soap-run-time"');
    expect(Object.values(files).join("")).not.toContain("src/soap");
  });
});

test("generate --lenient-responses types and declares responses as lenient, and headers repeat it", async () => {
  const args = [srv, "--out", out, "--operation", "DeleteFolder", "--lenient-responses"];
  await expect(run(args)).resolves.toMatchObject({ exitCode: 0 });

  const text = (await filesIn(out))["delete-folder.ts"] ?? "";
  expect(text).toContain("Promise<Lenient<DeleteFolderResponse>>");
  expect(text.split("\n", 1)[0]).toContain(" --lenient-responses");
  await expect(run([...args, "--check"])).resolves.toMatchObject({ exitCode: 0, output: "" });
  await expect(run([...args.slice(0, -1), "--check"])).resolves.toMatchObject({ exitCode: 1 });
});

describe("generate --check", () => {
  const check = () => run([srv, "--out", out, "--check"]);

  beforeEach(() => generate({ wsdl: srv, out }));

  test("prints nothing for fresh files", async () => {
    expect(await check()).toEqual({ exitCode: 0, output: "", error: "" });
  });

  test("prints what differs, and writes nothing", async () => {
    const file = join(out, "delete-folder.ts");
    const changed = (await readFile(file, "utf8")).replace('"DeleteFolder"', '"DeleteFolde"');
    await writeFile(file, changed);
    const { exitCode, output, error } = await check();

    expect(exitCode).toBe(1);
    const again = `npm run generate -- wsdl/srv.wsdl --out ${relative(root, out)}`;
    expect(error).toBe(`generate: ${out} is not fresh; run \`${again}\`\n`);
    expect(output).toContain(`--- ${out}/delete-folder.ts\n+++ ${out}/delete-folder.ts\n@@ `);
    expect(output).toMatch(/^-.*"DeleteFolde"/m);
    expect(output).toMatch(/^\+.*"DeleteFolder"/m);
    expect(await readFile(file, "utf8")).toBe(changed);
  });

  test("prints what is missing", async () => {
    await rm(join(out, "delete-folder.ts"));
    const { exitCode, output } = await check();

    expect(exitCode).toBe(1);
    expect(output).toContain(`--- /dev/null\n+++ ${out}/delete-folder.ts\n@@ -0,0 +1,`);
  });

  test("prints generated files that it would remove", async () => {
    const stray = (await readFile(join(out, "delete-folder.ts"), "utf8")).replaceAll("DeleteFolder", "DeleteFile");
    await writeFile(join(out, "delete-file.ts"), stray);
    const { exitCode, output } = await check();

    expect(exitCode).toBe(1);
    expect(output).toContain(`--- ${out}/delete-file.ts\n+++ /dev/null\n@@ -1,`);
  });

  test("notices a change of one character in the contract", async () => {
    const wsdl = join(folder, "srv.wsdl");
    await writeFile(
      wsdl,
      (await readFile(srv, "utf8")).replace(
        'name="DownloadHandler" type="s:string"',
        'name="DownloadHandlex" type="s:string"',
      ),
    );
    const { exitCode, output } = await run([wsdl, "--out", out, "--check"]);

    expect(exitCode).toBe(1);
    expect(output).toMatch(/^\+.*DownloadHandlex/m);
  });

  test("accepts the headers of version 0.1.0 and of other commands, and generate then renews them", async () => {
    const fresh = await filesIn(out);
    const headers = [
      "// Generated from srv.wsdl by `npm run generate`. Do not edit: change the WSDL and run it again.",
      "// Generated from srv.wsdl by `npx inforouter generate --wsdl srv.wsdl --out src`. Do not edit: change …",
    ];
    for (const [index, [name, text]] of Object.entries(fresh).entries()) {
      await writeFile(join(out, name), text.replace(/.*/, headers[index % headers.length] ?? ""));
    }

    expect(await check()).toEqual({ exitCode: 0, output: "", error: "" });
    expect((await generate({ wsdl: srv, out })).changes).toHaveLength(Object.keys(fresh).length);
    expect(await filesIn(out)).toEqual(fresh);
  });

  test("shows a generated file without code that does not belong there", async () => {
    await writeFile(join(out, "empty.ts"), "// Generated from srv.wsdl by `npm run generate`.");

    expect((await check()).output).toContain(`--- ${out}/empty.ts\n+++ /dev/null\n`);
  });

  test("rejects a missing folder, and does not create it", async () => {
    await rm(out, { recursive: true });

    expect((await check()).exitCode).toBe(1);
    await expect(readdir(out)).rejects.toThrow("ENOENT");
  });
});

test.each<[name: string, { given: (folder: string) => string[]; want: string }]>([
  ["a WSDL that is not there", { given: () => ["no.wsdl"], want: "no.wsdl cannot be read: there is no such file" }],
  ["a folder", { given: () => [root], want: `${root} cannot be read: it is a folder` }],
  [
    "what is not XML",
    {
      given: (folder) => [join(folder, "file")],
      want: "file:1:1: not readable as XML: there is text outside of the root element",
    },
  ],
  [
    "a service that there is not",
    { given: () => [srv, "--service", "No"], want: "there is no service named No; expected one of Srv" },
  ],
  [
    "a port that there is not",
    {
      given: () => [srv, "--port", "No"],
      want: "there is no port named No; expected one of SrvHttpGet, SrvHttpPost, SrvSoap, SrvSoap12",
    },
  ],
  [
    "a port that is not for SOAP",
    {
      given: () => [srv, "--port", "SrvHttpGet"],
      want: "the port SrvHttpGet is not for SOAP, so there is nothing to generate; SOAP ports are: SrvSoap, SrvSoap12",
    },
  ],
  [
    "an operation that there is not",
    {
      given: () => [srv, "--operation", "deletefolder"],
      want: "there is no operation named deletefolder; did you mean DeleteFolder?",
    },
  ],
  ["an unknown option", { given: () => [srv, "--otu", "x"], want: "Unknown option '--otu'" }],
  ["an option without its value", { given: () => [srv, "--out"], want: "Option '--out <value>' argument missing" }],
  ["two WSDLs", { given: () => [srv, srv], want: `one WSDL at a time, and not "${srv}" as well; see --help` }],
  [
    "a folder that is a file",
    { given: (folder) => [srv, "--out", join(folder, "file")], want: "cannot be read: a part of its path is a file" },
  ],
  [
    "a WSDL from the network",
    {
      given: () => ["http://127.0.0.1:9/srv.asmx?WSDL"],
      want: "http://127.0.0.1:9/srv.asmx?WSDL cannot be read: it is on the network; pass --allow-network, or save it and name the file",
    },
  ],
])("rejects %s with one line", async (_, { given, want }) => {
  await writeFile(join(folder, "file"), "text");
  const args = given(folder);
  const { exitCode, output, error } = await run(args.includes("--out") ? args : [...args, "--out", out]);

  expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
  expect(error).toMatch(/^generate: .*\n$/);
  expect(error).toContain(want);
});

test("requires --out for a WSDL other than that of this package", async () => {
  expect(await run([srv])).toEqual({
    exitCode: 2,
    output: "",
    error: "generate: a WSDL of your own needs --out DIR, so that it does not replace generated/; see --help\n",
  });
});

test("prints help", async () => {
  const { exitCode, output } = await run(["--help"]);

  expect(exitCode).toBe(0);
  expect(output).toContain("npm run generate -- WSDL --out DIR");
});

test("prints the number of files and of operations", async () => {
  const first = await run([srv, "--out", out, "--operation", "DeleteFolder", "--operation", "LogOut"]);
  const second = await run([srv, "--out", out, "--operation", "DeleteFolder"]);
  const third = await run([srv, "--out", out, "--operation", "DeleteFolder"]);

  expect(first).toEqual({ exitCode: 0, output: `${out}: 3 files added\n2 operations\n`, error: "" });
  expect(second.output).toBe(`${out}: 2 files changed, 1 removed\n1 operation\n`);
  expect(third.output).toBe(`${out}: fresh already\n1 operation\n`);
});

/** Respells the contract as other servers write it. */
const spellings: Readonly<Record<string, (contract: string) => string>> = {
  "other prefixes": (contract) =>
    contract
      .replaceAll(/(<\/?)wsdl:/g, "$1")
      .replace("xmlns:wsdl=", "xmlns=")
      .replaceAll(/(<\/?|"|xmlns:)s(:|=)/g, "$1xsd$2")
      .replaceAll(/("|xmlns:)tns(:|=)/g, "$1q1$2"),
  "one namespace in two schemas": (contract) =>
    contract.replace(
      '<s:element name="LogOut">',
      '</s:schema><s:schema elementFormDefault="qualified" targetNamespace="http://tempuri.org/">$&',
    ),
  "no HTTP bindings": (contract) =>
    contract
      .replaceAll(/<wsdl:(portType|binding) name="SrvHttp[\s\S]*?<\/wsdl:\1>/g, "")
      .replaceAll(/<wsdl:port name="SrvHttp[\s\S]*?<\/wsdl:port>/g, ""),
  "a ticket that begins with a capital letter": (contract) =>
    contract.replaceAll('"authenticationTicket"', '"AuthenticationTicket"'),
  "mixed results": (contract) =>
    contract.replaceAll(/<s:complexType>(?=\s*<s:sequence>\s*<s:any \/>)/g, '<s:complexType mixed="true">'),
};

function withoutFirstLines(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.slice(text.indexOf("\n"))]));
}

async function generateRespelt(spelling: string): Promise<Record<string, string>> {
  const contract = await readFile(srv, "utf8");
  const respelt = spellings[spelling]?.(contract) ?? contract;
  expect(respelt).not.toBe(contract);
  await writeFile(join(folder, "srv.wsdl"), respelt);
  await generate({ wsdl: join(folder, "srv.wsdl"), out, runtime: "../src/soap/index.js" });
  return filesIn(out);
}

test.each(["other prefixes", "one namespace in two schemas", "no HTTP bindings"])(
  "generates the same from a contract with %s, but for its fingerprint",
  async (spelling) => {
    const [respelt, ours] = [await generateRespelt(spelling), await filesIn(join(root, "generated"))];
    const fingerprint = /^\/\/ SHA-256 of the contract: [0-9a-f]{64}$/m;
    const [before, after] = [ours, respelt].map((files) => fingerprint.exec(files["index.ts"] ?? "")?.[0] ?? "");
    expect(after).not.toBe(before);
    respelt["index.ts"] = respelt["index.ts"]?.replace(after ?? "", before ?? "") ?? "";
    expect(withoutFirstLines(respelt)).toEqual(withoutFirstLines(ours));
  },
);

test.each(["a ticket that begins with a capital letter", "mixed results"])(
  "generates from a contract with %s what this package compiles against",
  async (spelling) => {
    await generateRespelt(spelling);
    await rename(out, join(folder, "generated"));
    await cp(join(root, "src"), join(folder, "src"), { recursive: true });
    await cp(join(root, "package.json"), join(folder, "package.json"));
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    const config = { extends: join(root, "tsconfig.json"), include: ["src/*.ts", "src/testing", "generated"] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));

    expect(await compile(folder)).toBe("");
  },
  60_000,
);

/** The errors of the compiler for a project. */
async function compile(project: string): Promise<string> {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const compiling = promisify(execFile)(process.execPath, [tsc, "--noEmit", "-p", project]);
  const { stdout } = await compiling.catch((failure: { stdout: string }) => failure);
  return stdout;
}

describe("the command", () => {
  const command = ["--import", pathToFileURL(require.resolve("tsx")).href, join(root, "scripts/generate.ts")];

  test("writes the same bytes from every directory, in every time zone and locale", async () => {
    const runs = [
      { cwd: root, env: { ...process.env, TZ: "UTC", LC_ALL: "C" } },
      { cwd: folder, env: { ...process.env, TZ: "Pacific/Kiritimati", LC_ALL: "tr_TR.UTF-8" } },
    ];
    const files = [];
    for (const options of runs) {
      await promisify(execFile)(
        process.execPath,
        [...command, srv, "--out", out, "--runtime", "a-soap-run-time"],
        options,
      );
      files.push(await filesIn(out));
      await rm(out, { recursive: true });
    }

    expect(files[1]).toEqual(files[0]);
    expect(Object.values(files[0] ?? {}).join("")).not.toContain(root);
  });

  test("exits quietly where its output is closed, with the exit code of its result", async () => {
    const child = spawn(process.execPath, [...command, srv, "--out", out, "--check"]);
    child.stdout.destroy();
    let error = "";
    child.stderr.on("data", (chunk) => {
      error += chunk;
    });
    const exitCode = await new Promise((resolve) => child.on("close", resolve));

    expect(exitCode).toBe(1);
    expect(error).not.toMatch(/EPIPE|\bat /);
  });
});
