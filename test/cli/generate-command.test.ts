import { readFileSync, symlinkSync } from "node:fs";
import { useCommandLine } from "./command-line.js";

const { pathOf, run, write } = useCommandLine();

describe("generate", () => {
  const generate = (...args: string[]) =>
    run(["generate", "--wsdl", "wsdl/srv.wsdl", "--out", pathOf("stubs"), ...args]);

  test("writes stubs that import the run time of this package, and checks with --check that they are fresh", async () => {
    const ended = await generate("--operation", "DeleteFolder", "AuthenticateUser", "--verbose");
    const files = ["authenticate-user", "delete-folder", "index"].map(
      (name) => `added   ${pathOf(`stubs/${name}.ts`)}\n`,
    );
    expect(ended).toMatchObject({
      code: 0,
      stdout: `${files.join("")}${pathOf("stubs")}: 3 files added; 2 operations\n`,
      stderr: "",
    });
    const stub = readFileSync(pathOf("stubs/delete-folder.ts"), "utf8");
    expect(stub).toMatch(
      /^\/\/ Generated from .*srv\.wsdl by `npx inforouter generate --wsdl .*srv\.wsdl --out .*stubs /,
    );
    expect(stub).toMatch(/^.* --operation DeleteFolder --operation AuthenticateUser`\. Do not edit/);
    expect(stub).toContain('from "inforouter-soap-client/soap"');
    expect(await generate("--operation", "DeleteFolder", "AuthenticateUser", "--check")).toMatchObject({
      code: 0,
      stdout: `${pathOf("stubs")}: up to date with the contract; 2 operations\n`,
    });
    const stale = "1 file changed, 1 removed";
    expect(await generate("--operation", "DeleteFolder", "--check")).toMatchObject({
      code: 1,
      stdout: `${pathOf("stubs")}: not up to date with the contract: ${stale} (--verbose names the files); 1 operation\n`,
    });
    const { stdout } = await generate("--operation", "DeleteFolder", "--check", "--verbose");
    expect(stdout).toBe(
      `removed ${pathOf("stubs/authenticate-user.ts")}\nchanged ${pathOf("stubs/index.ts")}\n${pathOf("stubs")}: not up to date with the contract: ${stale}; 1 operation\n`,
    );
  });

  test("reports warnings and what is left out, with --json as data, and refuses both with --strict", async () => {
    const contract = readFileSync("wsdl/srv.wsdl", "utf8")
      .replace('name="LogOutSoapIn"', 'name="LogOutSoapin"')
      .replace("<s:complexType>", '<s:complexType mixd="true">');
    const careless = write("careless.wsdl", contract);
    const args = ["--wsdl", careless, "--operation", "DeleteFolder"];
    const lines = new RegExp(
      `^${careless}:\\d+:\\d+: warning: .*mixd.* did you mean "mixed"\\?\\n(?:${careless}:\\d+:\\d+: left out: operation LogOut of .*\\n)+`,
    );

    const [plain, json] = [await generate(...args), await generate(...args, "--json")];
    expect(plain).toMatchObject({ code: 0, stderr: expect.stringMatching(lines) });
    expect(plain.stdout).toMatch(/: 2 files added; 1 operation; 1 warning; \d left out\n$/);
    expect(JSON.parse(json.stdout)).toMatchObject({
      operations: 1,
      changes: [],
      diagnostics: [{ grade: "warning" }, {}],
    });

    const strict = await generate(...args, "--strict");
    expect(strict).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(lines) });
    expect(strict.stderr).toMatch(/\ninforouter: --strict: 1 warning; \d left out\n$/);
  });

  test("reads responses leniently where that is asked for, and repeats it in the header", async () => {
    expect(await generate("--operation", "DeleteFolder", "--lenient-responses")).toMatchObject({ code: 0 });
    const stub = readFileSync(pathOf("stubs/delete-folder.ts"), "utf8");
    expect(stub).toMatch(/^.* --lenient-responses`\. Do not edit/);
    expect(stub).toContain("output: lenient(");
  });

  test("suggests the operation that a misspelt name may stand for", async () => {
    expect(await generate("--operation", "DeletFolder")).toMatchObject({
      code: 2,
      stdout: "",
      stderr: "inforouter: there is no operation named DeletFolder; did you mean DeleteFolder?\n",
    });
  });

  test("names the file that it cannot read", async () => {
    expect(await generate("--wsdl", "nowhere.wsdl")).toMatchObject({
      code: 2,
      stderr: "inforouter: nowhere.wsdl cannot be read: there is no such file\n",
    });
  });

  test("names a folder that it cannot make, as on a read-only file system", async () => {
    symlinkSync("nowhere", pathOf("link"));
    expect(await run(["generate", "--wsdl", "wsdl/srv.wsdl", "--out", pathOf("link")])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: `inforouter: ${pathOf("link")} cannot be written: the folder cannot be made there\n`,
    });
  });

  test("names the command that installs ts-morph where it is missing", async () => {
    const hook = `import Module from "node:module";
      const resolve = Module._resolveFilename;
      Module._resolveFilename = function (name, ...others) {
        if (name === "ts-morph") throw new Error("Cannot find module 'ts-morph'\\nRequire stack:\\n- here");
        return resolve.call(this, name, ...others);
      };`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` };
    const ended = await run(["generate", "--wsdl", "wsdl/srv.wsdl", "--out", pathOf("stubs")], { env });
    expect(ended).toMatchObject({
      code: 2,
      stdout: "",
      stderr: "inforouter: generate needs the package ts-morph: npm install --save-dev ts-morph\n",
    });
  });
});
