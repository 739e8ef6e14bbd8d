import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";

const source = join(__dirname, "../../../src/soap/message/soap-client.cjs");

/** Loads the client in a process of its own, and returns its type and which modules Node.js has afterwards. */
function load(file: string): { readonly client: string; readonly modules: readonly string[] } {
  const program = `const { Client } = require(${JSON.stringify(file)});
    console.log(JSON.stringify({ client: typeof Client, modules: Object.keys(require.cache) }));`;
  return JSON.parse(execFileSync(process.execPath, ["--eval", program], { encoding: "utf8" }));
}

test("the client of npm soap is loaded without its HTTP client, and no later require of soap gets it", () => {
  const { client, modules } = load(source);
  expect(client).toBe("function");
  const named = modules.filter((path) => /\/(?:axios|soap\/lib\/(?:client|http))\b/.test(path.replaceAll(sep, "/")));
  expect(named).toEqual([]);
});

test("where too many files are open, nothing is sent, and later calls load the client", () => {
  const program = join(__dirname, "../../support/processes/too-many-files.ts");
  const command = 'ulimit -n 512 && exec "$0" --import tsx "$1"';
  const printed = execFileSync("sh", ["-c", command, process.execPath, program], { encoding: "utf8" });
  const failure = {
    name: "TransportError",
    code: "EMFILE",
    outcome: "not-sent",
    message: "DeleteFolder: npm soap, which writes the message, cannot be loaded (EMFILE); nothing was sent.",
  };
  expect(JSON.parse(printed)).toMatchObject([failure, failure, { outcome: "deleted" }, { outcome: "deleted" }]);
});

describe("where npm soap is another than this one", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "inforouter-soap-client-"));
    mkdirSync(join(folder, "node_modules/soap/lib"), { recursive: true });
    cpSync(source, join(folder, "soap-client.cjs"));
    writeFileSync(join(folder, "node_modules/soap/lib/http.js"), "exports.HttpClient = class {};");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("and needs its HTTP client at once, the client is loaded as a whole", () => {
    const text = 'exports.Client = class extends require("./http").HttpClient {};';
    writeFileSync(join(folder, "node_modules/soap/lib/client.js"), text);
    const { client, modules } = load(join(folder, "soap-client.cjs"));
    expect(client).toBe("function");
    expect(modules).toHaveLength(3);
  });

  test("in a bundle, whose file has another name, the client is loaded as a whole", () => {
    writeFileSync(join(folder, "node_modules/soap/lib/client.js"), 'require("./http"); exports.Client = class {};');
    cpSync(source, join(folder, "bundle.cjs"));
    const { modules } = load(join(folder, "bundle.cjs"));
    expect(modules).toHaveLength(3);
  });
});
