import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformFileSync } from "@swc/core";
import { bundle } from "../../scripts/bundle.js";
import { type InfoRouterServerOptions, startInfoRouterServer } from "../../src/testing/index.js";
import { makeCertificates } from "../support/certificates.js";
import { createTlsGateway, createTunnelProxy, listenOn } from "../support/gateways.js";
import { answer, SOAP } from "../support/soap-messages.js";

/** Each test starts the command line, some of them several times, on machines that may be busy. */
jest.setTimeout(60_000);

const ticket = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const password = "correct horse & battery";
const guid = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";

/** An infoRouter that has every folder once, and of which the test says what becomes of its answers. */
interface Server {
  readonly endpoint: string;
  /** How often each folder or handler was deleted. */
  readonly deletions: Map<string, number>;
  readonly requests: string[];
  /** Executes these, and keeps back the answers. */
  readonly held: Set<string>;
  /** Executes these, and cuts the connection. */
  readonly cut: Set<string>;
  /** Refuses these, with such a text. */
  readonly denied: Map<string, string>;
  /** Resolves when so many requests have come. */
  received(count: number): Promise<void>;
  /** Sends the answers that were kept back, and keeps back no more. */
  release(): void;
}

let server: Server;
let folder: string;
const ends: (() => void)[] = [];

/** Below the project, where the packages are found. */
let compiled: string;

beforeAll(async () => {
  mkdirSync("node_modules/.cache", { recursive: true });
  compiled = mkdtempSync("node_modules/.cache/cli-");
  cpSync("package.json", join(compiled, "package.json"));
  cpSync("wsdl", join(compiled, "wsdl"), { recursive: true });
  await bundle(join(compiled, "dist/esm"));
});
afterAll(() => rmSync(compiled, { recursive: true }));

function sourcesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(root, file));
}

beforeEach(async () => {
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), "cli-"));
  ends.push(() => rmSync(folder, { recursive: true }));
});
afterEach(() => {
  for (const end of ends.splice(0).reverse()) {
    end();
  }
});

async function startServer(): Promise<Server> {
  const deletions = new Map<string, number>();
  const requests: string[] = [];
  const held = new Set<string>();
  const cut = new Set<string>();
  const denied = new Map<string, string>();
  let kept: (() => void)[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  const execute = (operation: string, item: string, body: string): string => {
    if (operation === "AuthenticateUser") {
      return body.includes("<PWD>correct horse &amp; battery</PWD>")
        ? `<root success="true" ticket="${ticket}" />`
        : '<root success="false" error="[900] Authentication failed" />';
    }
    if (operation === "LogOut") {
      return `<root success="${body.includes(ticket)}" />`;
    }
    const refusal = denied.get(item);
    if (refusal !== undefined) {
      return `<response error="${refusal}" />`;
    }
    if (operation === "DeleteFolder" && deletions.has(item)) {
      return '<response error="Folder not found" />';
    }
    deletions.set(item, (deletions.get(item) ?? 0) + 1);
    return '<response success="true" />';
  };
  const http = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) {
      body += chunk;
    }
    const operation = /<(\w+) xmlns="http:\/\/tempuri.org\/"/.exec(body)?.[1] ?? "";
    const item = /<(?:Path|DownloadHandler)>([^<]*)</.exec(body)?.[1] ?? "";
    requests.push(item || operation);
    const content = answer(operation, execute(operation, item, body));
    const send = () => response.writeHead(200, { "Content-Type": SOAP["1.1"].contentType }).end(content);
    if (cut.has(item || operation)) {
      request.socket.destroy();
    } else if (held.has(item)) {
      kept.push(send);
    } else {
      send();
    }
    for (const { resolve } of waiting.filter(({ count }) => requests.length >= count)) {
      resolve();
    }
    waiting = waiting.filter(({ count }) => requests.length < count);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    http.closeAllConnections();
    http.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(http.address() as AddressInfo).port}/srv.asmx`,
    deletions,
    requests,
    held,
    cut,
    denied,
    received: (count) =>
      requests.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })),
    release: () => {
      held.clear();
      for (const send of kept) {
        send();
      }
      kept = [];
    },
  };
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Runs it in a pseudo-terminal of so many columns. */
  readonly columns?: number;
  /** Lets it write no larger file, as if the disk were full. */
  readonly largestFileInKiB?: number;
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Resolves when standard output or error has this text. */
  printed(text: string): Promise<void>;
}

/** Starts the command line, with a ticket unless the environment says otherwise. */
function start(
  args: readonly string[],
  { env = { INFOROUTER_TICKET: ticket }, input, columns, largestFileInKiB }: RunOptions = {},
): Running {
  const command = [process.execPath, join(compiled, "dist/esm/src/cli/main.js"), ...args];
  const terminal = columns === undefined ? [] : ["python3", "test/support/terminal.py", String(columns)];
  const limit =
    largestFileInKiB === undefined ? [] : ["bash", "-c", `ulimit -f ${largestFileInKiB}; exec "$@"`, "bash"];
  const [file = "", ...rest] = [...limit, ...terminal, ...command];
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(file, rest, {
    env: { PATH, HOME, TERM: "xterm", INFOROUTER_ENDPOINT: server.endpoint, ...env },
  });
  ends.push(() => child.kill("SIGKILL"));
  const output = { stdout: "", stderr: "" };
  let waiting: { readonly text: string; readonly resolve: () => void; readonly reject: (reason: unknown) => void }[] =
    [];
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
      const isPrinted = (wanted: string) => output[stream].includes(wanted);
      for (const { resolve } of waiting.filter(({ text: wanted }) => isPrinted(wanted))) {
        resolve();
      }
      waiting = waiting.filter(({ text: wanted }) => !isPrinted(wanted));
    });
  }
  child.stdin.on("error", () => {});
  if (columns === undefined) {
    child.stdin.end(input);
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      for (const { text, reject } of waiting) {
        reject(new Error(`It has not printed ${JSON.stringify(text)}, but ${JSON.stringify(output)}.`));
      }
      resolve({ code, signal, ...output });
    });
  });
  return {
    process: child,
    ended: ended.then((result) => {
      expect(result.stdout + result.stderr).not.toMatch(/3f2504e0|correct horse|\n\s+at /);
      return result;
    }),
    printed: (text) => new Promise((resolve, reject) => waiting.push({ text, resolve, reject })),
  };
}

const run = (args: readonly string[], options?: RunOptions): Promise<Ended> => start(args, options).ended;

function list(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const http = createServer();
  const port = await listenOn(http);
  await new Promise((resolve) => http.close(resolve));
  return port;
}

const paths = (count: number) => Array.from({ length: count }, (_, index) => `/Finance/F${index + 1}`);

/** The JSON lines of a run, with the code only of an error. */
function results({ stdout }: Ended): object[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { error, ...result } = JSON.parse(line);
      return error === undefined ? result : { ...result, code: error.code };
    });
}

/** What a journal has of each item, in order. */
function journaled(file: string): Record<string, string[]> {
  const states: Record<string, string[]> = {};
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  for (const { item, state } of lines.map((line) => JSON.parse(line)).filter((line) => "item" in line)) {
    states[item] = [...(states[item] ?? []), state];
  }
  return states;
}

describe("help", () => {
  test.each<[string[], RegExp[]]>([
    [
      ["--help"],
      [
        /^ {2}delete-folder +delete folders/m,
        /^ {2}delete-download-handler +delete download/m,
        /Examples:\n/,
        /INFOROUTER_PASSWORD/,
      ],
    ],
    [
      ["delete-folder", "--help"],
      [/--journal/, /--dry-run/, /Exit codes:\n {2}0 /, /Examples:\n/, /--retry-unknown/],
    ],
    [
      ["help", "delete-download-handler"],
      [/Exit codes:\n/, /Examples:\n {2}inforouter delete-download-handler/],
    ],
    [
      ["check", "--help"],
      [/--endpoint/, /Exit codes:\n/, /Example:\n/],
    ],
    [
      ["generate", "--help"],
      [/--wsdl/, /ts-morph/, /Exit codes:\n/, /Example:\n/],
    ],
    [["--version"], [/^\d+\.\d+\.\d+\n$/]],
  ])("is what %j prints, within 80 columns", async (args, patterns) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    for (const pattern of patterns) {
      expect(stdout).toMatch(pattern);
    }
  });
});

describe("a command that cannot be carried out", () => {
  test.each<[string[], Record<string, string>, string]>([
    [["delete-folders", "/a/b"], {}, "inforouter: unknown command 'delete-folders'"],
    [["delete-folder", "--pasword=correct horse", "/a/b"], {}, "inforouter: unknown option '--pasword'; see --help"],
    [
      ["delete-folder", `--ticket=${ticket}`, "/a/b"],
      {},
      "--ticket: refused, since `ps` shows arguments to everybody; set INFOROUTER_TICKET, or use --ticket-file",
    ],
    [["delete-folder", "/a/b", "--password", password], {}, "--password: refused, since `ps` shows arguments"],
    [
      ["delete-folder", "/a/b", "--yes", "--endpoint", `https://jane:${ticket}@dms.example.com/srv.asmx`],
      {},
      "--endpoint: expected an address without user and password",
    ],
    [
      ["generate", "--wsdl", `https://jane:${ticket}@dms.example.com/srv.asmx?WSDL`, "--allow-network", "--out", "x"],
      {},
      "https://dms.example.com/srv.asmx?WSDL cannot be read: credentials are not sent",
    ],
    [["delete-folder", "/a/b", "--concurrency", "0"], {}, "expected a whole number above zero"],
    [["delete-folder", "/a/b", "--timeout", "soon"], {}, "expected a number above zero"],
    [["delete-folder", "/a/b", "--if-missing", "maybe"], {}, "Allowed choices are error, ignore"],
    [["delete-folder"], {}, "nothing to delete: name folders as arguments, or a list with --from"],
    [["delete-folder", "/a/b", "/a"], {}, 'argument 2: "/a": path: expected a folder below a library'],
    [["delete-download-handler", "nope"], {}, 'argument 1: "nope": downloadHandler: expected a GUID'],
    [["delete-folder", "/a/b"], {}, "there is no terminal to ask on; to delete 1 folder without a question, add --yes"],
    [
      ["delete-folder", "--form", "x.csv"],
      {},
      "inforouter: unknown option '--form' (Did you mean --from?); see --help",
    ],
    [
      ["delete-folder", "--from", "nowhere.txt", "--yes"],
      {},
      "--from: nowhere.txt cannot be read: there is no such file",
    ],
    [["delete-folder", "--from", "\u001b[2J.txt", "--yes"], {}, "--from: \ufffd[2J.txt cannot be read"],
    [["delete-folder", "--from", "src", "--yes"], {}, "--from: src cannot be read: it is a folder"],
    [
      ["delete-folder", "/a/b", "--yes", "--retry-unknown"],
      {},
      "--retry-unknown: the unknown outcomes are in a journal",
    ],
    [["delete-folder", "/a/b", "--yes", "--retries", "-1"], {}, "expected a whole number, or 0 for none"],
    [
      ["delete-folder", "/a/b", "--yes", "--ca", "nowhere.pem"],
      {},
      "--ca: nowhere.pem cannot be read: there is no such",
    ],
    [["delete-folder", "/a/b", "--yes", "--ca", "package.json"], {}, "--ca: expected PEM that can be used: "],
    [["delete-folder", "/a/b", "--yes", "--cert", "package.json"], {}, "--cert, --key: one without the other is of no"],
    [
      ["delete-folder", "/a/b", "--yes", "--cert", "package.json", "--key", "package.json"],
      {},
      "--cert, --key: expected PEM that can be used: ",
    ],
    [
      ["delete-folder", "/a/b", "--yes"],
      { INFOROUTER_ENDPOINT: "https://dms.example.com/srv.asmx", HTTPS_PROXY: "socks://proxy.example.com" },
      "HTTPS_PROXY: expected an address such as http://proxy.example.com:3128",
    ],
    [
      ["delete-folder", "/a/b", "--yes", "--stubs", "nowhere.js"],
      {},
      "--stubs: nowhere.js cannot be loaded; expected generated stubs, compiled to JavaScript: Cannot find module",
    ],
    [["delete-folder", "/a/b", "--yes", "--stubs", "biome.json"], {}, "--stubs: biome.json cannot be loaded"],
    [
      ["delete-folder", "/a/b", "--yes", "--stubs", "jest.config.mjs"],
      {},
      "--stubs.deleteFolder: expected a generated stub",
    ],
    [["delete-folder", "/a/b", "--yes"], { INFOROUTER_ENDPOINT: "" }, "--endpoint: expected an address such as"],
    [
      ["delete-folder", "/a/b", "--yes"],
      { INFOROUTER_ENDPOINT: "https://jane:correct horse@dms.example.com/" },
      "--endpoint: expected an address without user and password",
    ],
    [
      ["delete-folder", "/a/b", "--yes"],
      { INFOROUTER_ENDPOINT: "http://dms.example.com/srv.asmx" },
      "--endpoint: http: would send tickets and passwords in the clear; use https:, or add --allow-insecure-http",
    ],
    [["delete-folder", "/a/b", "--yes"], { INFOROUTER_TICKET: "" }, "no ticket and no user: set INFOROUTER_TICKET"],
    [["delete-folder", "/a/b", "--yes", "--user", "jane"], {}, "no password, and no terminal to ask for it"],
    [
      ["delete-folder", "/a/b", "--yes", "--user", "jane", "--ticket-file", "x"],
      {},
      "--ticket-file: a ticket already stands for a user",
    ],
    [
      ["delete-folder", "/a/b", "--yes", "--ticket-file", "/dev/null"],
      {},
      "--ticket-file: expected one line in /dev/null",
    ],
    [["delete-folder", "/a/b", "--yes", "--journal", "package.json"], {}, "package.json is no journal of this command"],
    [["delete-folder", "/a/b", "--yes", "--journal", "nowhere/run.journal"], {}, "there is no folder nowhere"],
  ])("%j says so with exit code 2, and sends nothing", async (args, env, message) => {
    const ended = await run(args, { env: { INFOROUTER_TICKET: ticket, ...env } });
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
    expect(ended.stderr).toMatch(/^inforouter: /);
    expect(server.requests).toEqual([]);
  });
});

describe("deleting", () => {
  test("prints a JSON line for each, and failures and the sum for people", async () => {
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

  test("takes download handlers as they are written", async () => {
    const handler = `{${guid.toUpperCase()}}`;
    const ended = await run(["delete-download-handler", "--yes", "--", handler, guid]);
    expect(results(ended)).toEqual([{ downloadHandler: handler, outcome: "deleted" }]);
    expect(server.requests).toEqual([guid]);
  });

  test("under SOAP 1.2 asks for that", async () => {
    const ended = await run(["delete-folder", "/a/b", "--yes", "--soap-version", "1.2"]);
    expect(results(ended)).toEqual([{ path: "/a/b", outcome: "failed", code: "NOT_SOAP" }]);
  });

  test("does not take an answer that never came for a failure, and ends with exit code 3", async () => {
    server.cut.add("/a/b");
    const ended = await run(["delete-folder", "/a/b", "/a/c", "--yes"]);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain("unknown /a/b: DeleteFolder: no answer from");
    expect(ended.stderr).toContain("1 deleted, 1 unknown, in");
    expect(ended.stderr).toContain("The unknown folders may be deleted, wholly or in part. Check the server.");
  });

  test("gives up a call after --timeout", async () => {
    server.held.add("/a/b");
    const ended = await run(["delete-folder", "/a/b", "--yes", "--timeout", "1"]);
    expect([ended.code, results(ended)]).toEqual([3, [{ path: "/a/b", outcome: "failed", code: "TIMEOUT" }]]);
  });

  test("gives up a server that is gone, and does not take its silence for every folder's failure", async () => {
    const env = { INFOROUTER_TICKET: ticket, INFOROUTER_ENDPOINT: `http://127.0.0.1:${await closedPort()}/srv.asmx` };
    const ended = await run(["delete-folder", ...paths(100), "--yes", "--concurrency", "1"], { env });
    expect(ended.stderr).toContain("20 requests in a row could not be sent; the remaining folders were skipped.\n");
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining("0 deleted, 20 failed, 80 not begun, in")]);
  });

  test("with --stop-on-error begins no more after a failure", async () => {
    server.denied.set("/Finance/F2", "Access denied.");
    const ended = await run(["delete-folder", ...paths(9), "--yes", "--stop-on-error", "--concurrency", "1"]);
    expect(server.requests).toEqual(["/Finance/F1", "/Finance/F2"]);
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining("1 deleted, 1 failed, 7 not begun, in")]);
  });

  test("warns of folders that lie below others", async () => {
    const { stderr } = await run(["delete-folder", "/a/b/c", "/a/b", "--yes", "--concurrency", "1"]);
    expect(stderr).toContain("Below another folder of the list, and gone once that is deleted: 1 folder.");
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
    const from = name === undefined ? "-" : list(name, String(text));
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
      "is in an encoding unknown",
      Buffer.from("/a/\xe4\n", "latin1"),
      "standard input: the bytes are not utf-8; save it as UTF-8",
    ],
  ])("that %s is refused as a whole", async (_name, input, message) => {
    const ended = await run(["delete-folder", "--from", "-", "--yes"], { input });
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
    expect(server.requests).toEqual([]);
  });

  test("may have unusual paths with --allow-unusual-path, also in a journal that is read again without", async () => {
    const args = ["delete-folder", "--yes", "--journal", join(folder, "run.journal")];
    const ended = await run([...args, "/a/b.", "--allow-unusual-path", "--if-missing", "ignore"]);
    expect([ended.code, results(ended)]).toEqual([0, [{ path: "/a/b.", outcome: "deleted" }]]);
    expect(await run([...args, "/a/b"])).toMatchObject({ code: 0 });
  });

  test("is shown by --dry-run, which needs no server and no credentials", async () => {
    const env = { INFOROUTER_ENDPOINT: "" };
    const ended = await run(["delete-folder", "/a/b", "--from", "-", "--dry-run"], { env, input: "/c/d\na\\b\n" });
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

describe("credentials", () => {
  test.each<[string, string[], Record<string, string>, string[]]>([
    ["a ticket of the environment", [], { INFOROUTER_TICKET: ticket }, ["/a/b"]],
    ["a ticket of a file", ["--ticket-file", "ticket"], {}, ["/a/b"]],
    [
      "user and password of the environment",
      [],
      { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password },
      ["AuthenticateUser", "/a/b", "LogOut"],
    ],
    [
      "a user of the arguments rather than a ticket of the environment",
      ["--user", "jane"],
      { INFOROUTER_TICKET: "old", INFOROUTER_PASSWORD: password },
      ["AuthenticateUser", "/a/b", "LogOut"],
    ],
    [
      "a password of a file",
      ["--user", "jane", "--password-file", "password"],
      { INFOROUTER_PASSWORD: "old" },
      ["AuthenticateUser", "/a/b", "LogOut"],
    ],
  ])("may be %s", async (_name, args, env, requests) => {
    const files: Record<string, string> = {
      ticket: list("ticket", `${ticket}\r\n`),
      password: list("password", password),
    };
    for (const file of Object.values(files)) {
      chmodSync(file, 0o600);
    }
    const ended = await run(["delete-folder", "/a/b", "--yes", ...args.map((arg) => files[arg] ?? arg)], { env });
    expect([ended.code, ended.stderr]).toEqual([0, expect.stringMatching(/^1 deleted, in [^\n]+\n$/)]);
    expect(server.requests).toEqual(requests);
  });

  test("in a file that everybody can read are warned of", async () => {
    const file = list("ticket", ticket);
    chmodSync(file, 0o644);
    const { code, stderr } = await run(["delete-folder", "/a/b", "--yes", "--ticket-file", file], { env: {} });
    expect(code).toBe(0);
    expect(stderr).toContain(`Warning: every user of this machine can read ${file}; chmod 600 helps.`);
  });

  test("end with a session that cannot be ended, and the run has succeeded all the same", async () => {
    server.cut.add("LogOut");
    const env = { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
    const { code, stderr } = await run(["delete-folder", "/a/b", "--yes"], { env });
    expect([code, stderr]).toEqual([0, expect.stringMatching(/\nNot logged out: LogOut: no answer from [^\n]+\n$/)]);
  });

  test("that the server does not know may be spelt otherwise there", async () => {
    server.denied.set("/a/b", "[901] Session expired or Invalid ticket");
    const { code, stderr } = await run(["delete-folder", "/a/b", "--yes"]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("name its element differently: run `inforouter check`.\n"),
    ]);
    expect(stderr).not.toContain("second signal");
  });

  test("that are wrong are tried once, not for every folder", async () => {
    const env = { INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: "wrong" };
    const { code, stderr } = await run(["delete-folder", ...paths(50), "--yes"], { env });
    expect(code).toBe(1);
    expect(stderr).toContain("The log-in failed; the remaining folders were skipped.");
    expect(stderr).toContain("0 deleted, 4 failed, 46 not begun");
    expect(server.requests).toEqual(["AuthenticateUser"]);
  });
});

describe("a journal", () => {
  let journal: string;
  beforeEach(() => {
    journal = join(folder, "run.journal");
  });

  test("says what was begun and what became of it", async () => {
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

  test("lets the same command repeat what failed, and neither what is done nor what may be", async () => {
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
    expect(again.stderr).toContain("Earlier runs deleted 1 folder; 1 folder to delete.");
    expect(again.stderr).toContain(
      "Check the server, then run this command again with --retry-unknown --if-missing ignore.",
    );

    const dry = await run([...args, "--dry-run"]);
    expect([dry.code, dry.stdout]).toEqual([3, ""]);

    const last = await run([...args, "--retry-unknown", "--if-missing", "ignore"]);
    expect([last.code, results(last)]).toEqual([0, [{ path: "/a/cut", outcome: "missing" }]]);
    expect([...server.deletions.values()]).toEqual([1, 1, 1]);

    const nothing = await run(args);
    expect([nothing.code, nothing.stdout]).toEqual([0, ""]);
    expect(nothing.stderr).toContain("Earlier runs deleted 3 folders; 0 folders to delete.");
  });

  test("lets download handlers be repeated, since that does no harm", async () => {
    server.cut.add(guid);
    const args = ["delete-download-handler", guid, "--yes", "--journal", journal];
    const first = await run(args);
    expect([first.code, first.stderr]).toEqual([3, expect.stringContaining("run the same command again")]);
    server.cut.clear();
    expect((await run(args)).code).toBe(0);
    expect(journaled(journal)).toEqual({ [guid]: ["begun", "unknown", "begun", "deleted"] });
  });

  test.each([
    ["another command", ["delete-download-handler", guid], {}, 'belongs to the command "delete-folder"'],
    [
      "another endpoint",
      ["delete-folder", "/a/b"],
      { INFOROUTER_ENDPOINT: "https://dms.example.com/srv.asmx" },
      "belongs to the endpoint",
    ],
  ])("is refused to %s", async (_name, args, env, message) => {
    await run(["delete-folder", "/a/b", "--yes", "--journal", journal]);
    const ended = await run([...args, "--yes", "--journal", journal], { env: { INFOROUTER_TICKET: ticket, ...env } });
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
  });

  test("is refused while another run has it", async () => {
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

  test("that cannot be written ends the run, and nothing is deleted that is not in it", async () => {
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

describe("interrupted", () => {
  const args = (journal: string) => [
    "delete-folder",
    ...paths(20),
    "--yes",
    "--concurrency",
    "2",
    "--journal",
    journal,
  ];

  test.each<[NodeJS.Signals, number]>([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ])("by %s, finishes the calls under way, and is taken up by the same command", async (signal, code) => {
    const journal = join(folder, "run.journal");
    server.held.add("/Finance/F5").add("/Finance/F6");
    const running = start(args(journal));
    await server.received(6);
    const said = running.printed("Interrupted. Finishing the calls under way; a second signal ends at once.");
    running.process.kill(signal);
    await said;
    server.release();
    const ended = await running.ended;
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain("6 deleted, 14 not begun, in");
    expect(results(ended)).toHaveLength(6);

    const again = await run(args(journal));
    expect([again.code, results(again).length]).toEqual([0, 14]);
    expect(server.deletions).toEqual(new Map(paths(20).map((path) => [path, 1])));
  });

  test("twice, ends at once, and the journal knows what is not known", async () => {
    const journal = join(folder, "run.journal");
    server.held.add("/Finance/F2");
    const running = start(["delete-folder", ...paths(2), "--yes", "--concurrency", "1", "--journal", journal]);
    await server.received(2);
    const said = running.printed("Interrupted.");
    running.process.kill("SIGINT");
    await said;
    running.process.kill("SIGINT");
    expect(await running.ended).toMatchObject({ code: 130, signal: null });
    expect(journaled(journal)).toEqual({ "/Finance/F1": ["begun", "deleted"], "/Finance/F2": ["begun"] });
  });

  test("by an output that nobody reads any more, ends quietly", async () => {
    const running = start(["delete-folder", ...paths(200), "--yes"]);
    await running.printed("F1");
    running.process.stdout.destroy();
    const { code, stderr } = await running.ended;
    expect(code).toBe(141);
    expect(stderr).toMatch(/^\d+ deleted, \d+ not begun, in [^\n]+\n$/);
  });
});

test("killed in the middle and run again, deletes each folder once, and leaves to the user what is not known", async () => {
  const journal = join(folder, "run.journal");
  const all = paths(300);
  const from = list("folders.txt", all.join("\n"));
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

describe("between here and the server", () => {
  const certificates = makeCertificates();
  const pem = (name: string, text: string): string => {
    const file = list(name, text);
    chmodSync(file, 0o600);
    return file;
  };
  const trust = () => ["--ca", pem("ca.pem", certificates.ca)];
  const identify = () => [
    ...["--cert", pem("client.pem", certificates.client.cert)],
    ...["--key", pem("client.key", certificates.client.key)],
  ];

  /** A server whose ticket is spelt otherwise, behind a gateway and a proxy. */
  async function startNetwork({ requestCert = false } = {}) {
    const live = await startInfoRouterServer({
      folders: ["/a/b"],
      tickets: { [ticket]: "jane" },
      users: { jane: password },
    });
    const gateway = createTlsGateway(live.url, certificates, { requestCert });
    const proxy = createTunnelProxy("user:s3cret");
    const endpoint = `https://localhost:${await listenOn(gateway)}/srv.asmx`;
    const env = { INFOROUTER_TICKET: ticket, INFOROUTER_ENDPOINT: endpoint };
    const proxyUrl = `http://user:s3cret@127.0.0.1:${await listenOn(proxy.server)}`;
    ends.push(
      () => void live.close(),
      () => gateway.close(),
      () => proxy.server.close(),
    );
    return { live, env, proxy, proxied: { ...env, HTTPS_PROXY: proxyUrl } };
  }

  test("may be a private authority, also by NODE_EXTRA_CA_CERTS", async () => {
    const { live, env } = await startNetwork();
    const distrusted = await run(["delete-folder", "/a/b", "--yes"], { env });
    expect(results(distrusted)).toEqual([{ path: "/a/b", outcome: "failed", code: "SELF_SIGNED_CERT_IN_CHAIN" }]);
    expect(await run(["delete-folder", "/a/b", "--yes", ...trust()], { env })).toMatchObject({ code: 0 });
    const [, NODE_EXTRA_CA_CERTS = ""] = trust();
    const missing = ["delete-folder", "/a/b", "--yes", "--if-missing", "ignore"];
    expect(await run(missing, { env: { ...env, NODE_EXTRA_CA_CERTS } })).toMatchObject({ code: 0 });
    expect(live.executions.DeleteFolder).toBe(1);
    expect(await run(["check"], { env })).toMatchObject({ code: 2, stderr: expect.stringContaining("self-signed") });
    expect(await run(["check", ...trust()], { env })).toMatchObject({ code: 0 });
  });

  test("may be a gateway that asks for a certificate", async () => {
    const { live, env } = await startNetwork({ requestCert: true });
    expect(await run(["delete-folder", "/a/b", "--yes", ...trust()], { env })).toMatchObject({ code: 3 });
    expect(live.executions.DeleteFolder ?? 0).toBe(0);
    expect(await run(["delete-folder", "/a/b", "--yes", ...trust(), ...identify()], { env })).toMatchObject({
      code: 0,
    });
    expect(await run(["check", ...trust(), ...identify()], { env })).toMatchObject({ code: 0 });
  });

  test("may be a proxy of the environment, unless NO_PROXY names the server", async () => {
    const { proxy, proxied } = await startNetwork();
    const host = new URL(proxied.INFOROUTER_ENDPOINT).host;
    expect(await run(["check", ...trust()], { env: proxied })).toMatchObject({ code: 0 });
    expect(await run(["delete-folder", "/a/b", "--yes", ...trust()], { env: proxied })).toMatchObject({ code: 0 });
    expect(proxy.tunnels).toEqual([host, host]);
    const generate = ["generate", "--wsdl", `${proxied.INFOROUTER_ENDPOINT}?WSDL`, "--allow-network", ...trust()];
    const generated = await run([...generate, "--out", join(folder, "stubs")], { env: proxied });
    expect([generated.code, proxy.tunnels]).toEqual([0, [host, host, host]]);
    const direct = { ...proxied, NO_PROXY: "localhost" };
    expect(await run(["check", ...trust()], { env: direct })).toMatchObject({ code: 0 });
    expect(proxy.tunnels).toHaveLength(3);
  });

  test("may be a proxy that keeps people out, whose password is told nobody", async () => {
    const { proxied } = await startNetwork();
    const env = { ...proxied, HTTPS_PROXY: proxied.HTTPS_PROXY.replace("s3cret", "wr0ng") };
    const ended = await run(["delete-folder", "/a/b", "/a/c", "--yes", "--concurrency", "1", ...trust()], { env });
    expect(results(ended)).toEqual([{ path: "/a/b", outcome: "failed", code: "PROXY_AUTHENTICATION_REQUIRED" }]);
    expect(ended.stdout + ended.stderr).not.toContain("wr0ng");
  });

  test.each([
    ["fails without --retries", [], "failed"],
    ["succeeds with them", ["--retries", "2"], "deleted"],
  ])("a connection that was cut before anything was sent %s", async (_name, retries, outcome) => {
    const { proxy, proxied } = await startNetwork();
    proxy.refuseNext(2);
    const ended = await run(["delete-folder", "/a/b", "--yes", ...trust(), ...retries], { env: proxied });
    expect(results(ended)).toEqual([expect.objectContaining({ path: "/a/b", outcome })]);
  });
});

test("--stubs calls a server with another contract, and logs out of it", async () => {
  const live = await startInfoRouterServer({
    folders: ["/a/b"],
    users: { jane: password },
    ticketParameter: "AuthenticationTicket",
  });
  ends.push(() => void live.close());
  const env = { INFOROUTER_ENDPOINT: live.url, INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
  expect((await run(["delete-folder", "/a/b", "--yes"], { env })).stderr).toContain("run `inforouter check`");
  expect(live.folders).toContain("/a/b");

  const stubs = join(folder, "stubs");
  const generated = await run(["generate", "--wsdl", `${live.url}?WSDL`, "--allow-network", "--out", stubs], { env });
  expect(generated.code).toBe(0);
  for (const file of sourcesOf(stubs)) {
    const { code } = transformFileSync(file, { jsc: { target: "es2022", parser: { syntax: "typescript" } } });
    const runTime = pathToFileURL(join(compiled, "dist/esm/src/soap/index.js")).href;
    writeFileSync(file.replace(/ts$/, "js"), code.replaceAll("inforouter-soap-client/soap", runTime));
  }
  list("package.json", '{ "type": "module" }');
  const args = ["delete-folder", "/a/b", "--yes", "--stubs", join(stubs, "index.js")];
  expect(await run(args, { env })).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^1 deleted, in [^\n]+\n$/),
  });
  expect(live.folders).not.toContain("/a/b");
  expect(live.executions).toMatchObject({ AuthenticateUser: 2, LogOut: 2 });
});

describe("check", () => {
  const check = async (args: readonly string[], options: InfoRouterServerOptions = {}) => {
    const live = await startInfoRouterServer(options);
    ends.push(() => void live.close());
    return run(["check", "--endpoint", live.url, ...args], { env: {} });
  };

  test("finds nothing that matters where the server's contract is the one in use", async () => {
    const ended = await check([]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).not.toContain("BREAKING");
    expect(ended.stdout).toContain("No difference breaks calls: the contract in use works with this server.\n");
  });

  test("says what becomes of a ticket that the server spells otherwise, and what to run", async () => {
    const ended = await check([], { ticketParameter: "AuthenticationTicket" });
    expect(ended).toMatchObject({ code: 1, stderr: "" });
    expect(ended.stdout.replaceAll(/\s+/g, " ")).toContain("so that AuthenticationTicket arrives as null");
    expect(ended.stdout).toMatch(
      / {2}npx inforouter generate --wsdl "http:.+\?WSDL" --allow-network --out src\/inforouter\n/,
    );
  });

  test("says so to programs", async () => {
    const ended = await check(["--json"], { ticketParameter: "AuthenticationTicket" });
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toContainEqual(
      expect.objectContaining({ kind: "element-respelt", old: "authenticationTicket", new: "AuthenticationTicket" }),
    );
  });

  test("compares the operations in use only", async () => {
    const ended = await check(["--operation", "AuthenticateUser"], { ticketParameter: "AuthenticationTicket" });
    expect([ended.code, ended.stdout]).toEqual([0, expect.not.stringContaining("BREAKING")]);
  });

  test.each<[string[], RegExp]>([
    [
      ["--operation", "DeleteFolders"],
      /^inforouter: --operation: the contract in use has no operation DeleteFolders; expected one of /,
    ],
    [["--wsdl", "nowhere.wsdl"], /^inforouter: nowhere.wsdl cannot be read: there is no such file\n$/],
    [
      ["--endpoint", "http://127.0.0.1:9/srv.asmx"],
      /^inforouter: http:\/\/127.0.0.1:9\/srv.asmx\?WSDL cannot be read: /,
    ],
  ])("with %j has nothing to compare", async (args, message) => {
    expect(await check(args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
  });

  test("does not take a page for people for a contract", async () => {
    const http = createServer((_, response) => void response.end("<!DOCTYPE html><title>Sign in</title><br>"));
    ends.push(() => http.close());
    const endpoint = `http://127.0.0.1:${await listenOn(http)}/srv.asmx`;
    const { code, stderr } = await run(["check", "--endpoint", endpoint]);
    const want = `inforouter: ${endpoint}?WSDL cannot be read: the server answers with a page for people; is this the address of the service?\n`;
    expect([code, stderr]).toEqual([2, want]);
  });

  test("does not take another document for a contract", async () => {
    const ended = await run(["check", "--wsdl", "test/support/soap-messages.ts"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("generate", () => {
  const generate = (...args: string[]) =>
    run(["generate", "--wsdl", "wsdl/srv.wsdl", "--out", join(folder, "stubs"), ...args]);

  test("writes stubs that import the run time of this package, and says whether they are fresh", async () => {
    const ended = await generate("--operation", "DeleteFolder", "AuthenticateUser");
    expect(ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`added   ${folder}/stubs/delete-folder.ts\n`),
    });
    const stub = readFileSync(join(folder, "stubs/delete-folder.ts"), "utf8");
    expect(stub).toContain('from "inforouter-soap-client/soap"');
    expect(await generate("--operation", "DeleteFolder", "AuthenticateUser", "--check")).toMatchObject({
      code: 0,
      stdout: "",
    });
    const stale = await generate("--operation", "DeleteFolder", "--check");
    expect([stale.code, stale.stdout]).toEqual([
      1,
      expect.stringContaining(`removed ${folder}/stubs/authenticate-user.ts\n`),
    ]);
  });

  test("says what it cannot read", async () => {
    expect(await generate("--wsdl", "nowhere.wsdl")).toMatchObject({
      code: 2,
      stderr: "inforouter: nowhere.wsdl cannot be read: there is no such file\n",
    });
  });

  test("says how to get what it needs and is not installed", async () => {
    const hook = `import Module from "node:module";
      const resolve = Module._resolveFilename;
      Module._resolveFilename = function (name, ...others) {
        if (name === "ts-morph") throw new Error("Cannot find module 'ts-morph'\\nRequire stack:\\n- here");
        return resolve.call(this, name, ...others);
      };`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` };
    const ended = await run(["generate", "--wsdl", "wsdl/srv.wsdl", "--out", join(folder, "stubs")], { env });
    expect(ended).toMatchObject({
      code: 2,
      stdout: "",
      stderr: "inforouter: generate needs the package ts-morph: npm install --save-dev ts-morph\n",
    });
  });
});

const hasTerminal = spawnSync("python3", ["-c", "import pty"]).status === 0;

/** Skipped without python3, whose module `pty` makes the terminal; not in CI, which has it. */
(hasTerminal || process.env["CI"] !== undefined ? describe : describe.skip)("on a terminal", () => {
  const CLEAR_LINE = "\r\u001b[K";

  test.each([
    ["y", 0, 1],
    ["yes", 0, 1],
    ["", 1, 0],
    ["n", 1, 0],
    ["yesterday", 1, 0],
  ])("asks before it deletes, and takes %j for exit code %i", async (reply, code, deletions) => {
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
  ])("takes %s at the question for no", async (_name, key, code) => {
    const running = start(["delete-folder", ...paths(7), "--journal", join(folder, "run.journal")], { columns: 80 });
    await running.printed("[y/N] ");
    running.process.stdin.write(key);
    const ended = await running.ended;
    expect(ended.stdout).toContain("  and 2 folders more");
    expect([ended.code, server.requests]).toEqual([code, []]);
    expect(readFileSync(join(folder, "run.journal"), "utf8")).toMatch(/\n\{"unlock":"\w{8}",[^\n]+\n$/);
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

  test("takes Ctrl-C at the password for the end, and releases the journal", async () => {
    const args = ["delete-folder", "/a/b", "--yes", "--user", "jane", "--journal", join(folder, "run.journal")];
    const running = start(args, { columns: 80, env: {} });
    await running.printed("Password of jane at 127.0.0.1");
    running.process.stdin.write("\u0003");
    expect(await running.ended).toMatchObject({ code: 130 });
    expect(readFileSync(join(folder, "run.journal"), "utf8")).toMatch(/\n\{"unlock":"\w{8}",[^\n]+\n$/);
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

  test("that can do nothing draws nothing", async () => {
    const { stdout, code } = await run(["delete-folder", "/a/b", "--yes"], {
      columns: 80,
      env: { INFOROUTER_TICKET: ticket, TERM: "dumb" },
    });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 deleted, in [^\r]+\r\n$/)]);
  });

  test("prints no control characters of a server's", async () => {
    server.denied.set("/a/b", "Out of order\u009b2J");
    const { stdout } = await run(["delete-folder", "/a/b", "--yes"], { columns: 80 });
    expect(stdout).toMatch(/The service says: "Out of order[ \ufffd]2J"/);
  });
});
