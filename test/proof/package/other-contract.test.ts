import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { InfoRouterServer, startInfoRouterServer } from "../../../src/testing/index.js";
import { type Finished, installation, run, succeed, tsc } from "./installation.js";

const folder = installation();
const installed = join(folder, "node_modules", "inforouter-soap-client");

/** The embedded server of the installed package. */
const start: typeof startInfoRouterServer = require(
  join(installed, "dist", "cjs", "src", "testing", "index.js"),
).startInfoRouterServer;
let server: InfoRouterServer | undefined;

const contents = { folders: ["/Finance/Reports/2024"], users: { jane: "secret" } };
async function startServer(ticketParameter?: string): Promise<InfoRouterServer> {
  await server?.close();
  server = await start({ ...contents, ticketParameter });
  return server;
}
afterAll(() => server?.close());

function inforouter(args: readonly string[], cwd = folder): Promise<Finished> {
  return run(join(folder, "node_modules", ".bin", "inforouter"), args, { cwd });
}

/** A project of a user, with nothing but a program and the kind of its modules. */
function makeProject(name: string, type: "module" | "commonjs"): string {
  const project = join(folder, name);
  cpSync(join(folder, "other-contract"), project, { recursive: true });
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type }));
  return project;
}

const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck", "false"];
const options = [...strict, "--target", "es2022", "--module", "nodenext", "--types", "node", "--outDir", "compiled"];

test("without ts-morph, generate prints how to install it", async () => {
  const finished = await inforouter(["generate", "--wsdl", join(installed, "wsdl", "srv.wsdl"), "--out", "generated"]);
  expect(finished.status).toBe(2);
  expect(finished.stderr).toContain("npm install --save-dev ts-morph");
});

describe("with ts-morph", () => {
  beforeAll(() => {
    const tsMorph = join(__dirname, "../..", "..", "node_modules", "ts-morph");
    symlinkSync(tsMorph, join(folder, "node_modules", "ts-morph"), "junction");
  });

  test.each([
    ["AuthenticationTicket", "module", "typescript54"],
    ["authenticationTicket", "module", "typescript70"],
    ["AuthenticationTicket", "commonjs", "typescript70"],
  ] as const)("stubs of its contract call a server that declares %s (%s, %s)", async (spelling, type, compiler) => {
    const { url, folders } = await startServer(spelling);
    expect(folders).toContain("/Finance/Reports/2024");
    const project = makeProject(`${spelling}-${type}`, type);
    await succeed(inforouter(["generate", "--wsdl", `${url}?WSDL`, "--allow-network", "--out", "inforouter"], project));
    const stub = readFileSync(join(project, "inforouter", "delete-folder.ts"), "utf8");
    expect(stub).toContain(`element(tns, "${spelling}"`);
    expect(stub).toContain('from "inforouter-soap-client/soap"');

    await succeed(tsc(compiler, [...options, "main.ts"], { cwd: project }));
    expect(await succeed(run("node20", [join("compiled", "main.js"), url], { cwd: project }))).toBe("deleted\n");
    expect(server?.folders).toEqual(["/Finance", "/Finance/Reports"]);
  });

  test("generate --check finds out whether the stubs are those of the contract", async () => {
    const { url } = await startServer("AuthenticationTicket");
    const project = makeProject("fresh", "module");
    const generate = ["generate", "--wsdl", `${url}?WSDL`, "--allow-network", "--out", "inforouter"];
    await succeed(inforouter(generate, project));
    await succeed(inforouter([...generate, "--check"], project));
    const files = readdirSync(join(project, "inforouter"));
    await startServer("authenticationTicket");
    const stale = [...generate.map((each) => (each.startsWith("http") ? `${server?.url}?WSDL` : each)), "--check"];
    expect((await inforouter(stale, project)).status).toBe(1);
    expect(readdirSync(join(project, "inforouter"))).toEqual(files);
  });

  test("the compiler refuses stubs of a contract without the operations that the client calls", async () => {
    const project = makeProject("too-little", "module");
    const wsdl = join(installed, "wsdl", "srv.wsdl");
    await succeed(
      inforouter(["generate", "--wsdl", wsdl, "--out", "inforouter", "--operation", "DeleteDocument"], project),
    );
    const { status, stdout } = await tsc("typescript70", [...options, "main.ts"], { cwd: project });
    expect(status).not.toBe(0);
    expect(stdout).toMatch(/main\.ts.*error TS.*deleteFolder/s);
  });
});

test("check finds nothing where the server has the contract of the package", async () => {
  const { url } = await startServer();
  const { status, stdout, stderr } = await inforouter(["check", "--endpoint", url]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).not.toContain("BREAKING");
});

test("check reports a ticket under another name, and the command that mends it", async () => {
  const { url } = await startServer("AuthenticationTicket");
  const { status, stdout } = await inforouter(["check", "--endpoint", url]);
  expect(status).toBe(1);
  expect(stdout).toContain("AuthenticationTicket");
  expect(stdout).toContain("npx inforouter generate");
  expect(stdout).toMatch(/null/);

  const json = await inforouter(["check", "--endpoint", url, "--json"]);
  expect(json.status).toBe(1);
  expect(JSON.parse(json.stdout).length).toBeGreaterThan(0);
});

test("check reports a contract that it cannot read", async () => {
  const { url } = await startServer();
  await server?.close();
  const { status, stderr } = await inforouter(["check", "--endpoint", url]);
  expect(status).toBe(2);
  expect(stderr).not.toBe("");
});
