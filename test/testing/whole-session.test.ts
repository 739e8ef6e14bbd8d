import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { run } from "../../scripts/generate.js";
import { startInfoRouterServer } from "../../src/testing/index.js";
import { describeWithAsmx, startAsmx } from "../support/hosts/start-asmx.js";
import type { HostState } from "../support/hosts/test-host.js";
import { getFolders1 } from "./other-operations.js";

const root = join(__dirname, "../..");
const [, program = ""] =
  /^## A whole session\n.*?^```ts\n(.*?)^```/ms.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];

const LEDGER = "month,amount\n".repeat(50_000);
const contents = {
  folders: ["/Finance/Reports", "/Finance/Drafts"],
  documents: { "/Finance/ledger.csv": LEDGER },
  users: { jane: { password: "correct horse" } },
};

/** A server that has GetFolders1 beside the operations of this package's contract. */
interface Server {
  readonly url: string;
  /** Arguments of `generate` for its contract. */
  readonly contract: readonly string[];
  state(): Promise<Pick<HostState, "folders" | "handlers" | "executions">>;
  close(): Promise<void>;
}

test("has at most 20 lines of code", () => {
  expect(program.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(20);
  expect(program).toContain("infoRouter.deleteFolder(");
});

describe("against the embedded server", () => specify(startEmbedded));
describeWithAsmx("against the ASMX service", () => specify(startService));

/** Generates the stubs for what the server publishes, and runs the program of README with them. */
function specify(start: (folder: string) => Promise<Server>): void {
  const folder = mkdtempSync(join(tmpdir(), "inforouter-session-"));
  let server: Server;

  beforeAll(async () => {
    server = await start(folder);
  });
  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  test("it lists, makes, downloads, deletes and looks, and leaves nothing behind", async () => {
    const stubs = join(folder, "inforouter");
    mkdirSync(stubs);
    const runtime = ["--runtime", join(root, "src/soap/index.js")];
    expect(await run([...server.contract, "--out", stubs, ...runtime])).toMatchObject({ exitCode: 0, error: "" });
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const text = program
      .replace('"https://dms.example.com/srv.asmx"', JSON.stringify(server.url))
      .replace('"inforouter-soap-client"', JSON.stringify(join(root, "src/index.js")));
    writeFileSync(join(folder, "session.ts"), text);

    const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
    const env = { ...process.env, DMS_PASSWORD: "correct horse", NODE_OPTIONS: "" };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [tsx, "session.ts"], { cwd: folder, env });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^\[ 'Reports', 'Drafts' \]\ncreated \d+\ndeleted false\n$/);
    expect(readFileSync(join(folder, "ledger.csv"), "utf8")).toBe(LEDGER);
    expect(await server.state()).toMatchObject({
      folders: ["/Finance", "/Finance/Drafts", "/Finance/Reports"],
      handlers: [],
      executions: {
        AuthenticateUser: 1,
        GetFolders1: 1,
        CreateFolder: 1,
        GetDownloadHandler: 1,
        DownloadFileChunk: 1,
        DeleteDownloadHandler: 1,
        DeleteFolder: 1,
        LogOut: 1,
      },
    });
  });
}

async function startEmbedded(folder: string): Promise<Server> {
  const server = await startInfoRouterServer(contents);
  server.answer(getFolders1, ({ path }) => ({
    elements: contents.folders.map((folder, index) => ({
      name: "folder",
      attributes: { id: index, name: folder.replace(`${path}/`, "") },
    })),
  }));
  const wsdl = join(folder, "srv.wsdl");
  writeFileSync(wsdl, withGetFolders1(readFileSync(join(root, "wsdl/srv.wsdl"), "utf8")));
  return {
    url: server.url,
    contract: [wsdl],
    state: async () => server,
    close: () => server.close(),
  };
}

/** The contract, in which all that is said of FolderExists is said of GetFolders1 as well. */
function withGetFolders1(wsdl: string): string {
  const declaration = /^( *)<([\w:]+) name="FolderExists\w*"[^>]*>\n.*?^\1<\/\2>\n/gms;
  return wsdl.replace(declaration, (text) => text + text.replaceAll("FolderExists", "GetFolders1"));
}

async function startService(): Promise<Server> {
  const host = await startAsmx();
  await host.seed(contents);
  const url = new URL("/srv-with-folders.asmx", host.url).href;
  return { url, contract: [`${url}?WSDL`, "--allow-network"], state: () => host.state(), close: () => host.close() };
}
