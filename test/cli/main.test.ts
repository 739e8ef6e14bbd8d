import { chmodSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { startInfoRouterServer } from "../../src/testing/index.js";
import { useCommandLine } from "./command-line.js";
import { password, ticket } from "./item-server.js";

const { atEnd, pathOf, run, server, startScript, write } = useCommandLine();

describe("help", () => {
  test.each<[string[], RegExp[]]>([
    [
      ["--help"],
      [
        /^ {2}delete-folder +delete folders/m,
        /^ {2}delete-download-handler +delete download/m,
        /^ {2}exists +look whether/m,
        /^ {2}download +download a document/m,
        /Examples:\n/,
        /INFOROUTER_PASSWORD/,
      ],
    ],
    [
      ["delete-folder", "--help"],
      [/--journal/, /--dry-run/, /--if-unknown/, /--user/, /Exit codes:\n {2}0 /, /Examples:\n/, /--retry-unknown/],
    ],
    [
      ["help", "delete-download-handler"],
      [/Exit codes:\n/, /Examples:\n {2}INFOROUTER_TICKET=... inforouter delete-download-handler/, /^(?!.*--user)/s],
    ],
    [
      ["download", "--help"],
      [/--version/, /\.part/, /Exit codes:\n/, /Examples:\n/],
    ],
    [
      ["exists", "--help"],
      [/--ticket-file/, /Exit codes:\n/, /Examples:\n/],
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
  ])("fits 80 columns for %j", async (args, patterns) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    for (const pattern of patterns) {
      expect(stdout).toMatch(pattern);
    }
  });

  test.each(["delete-folder", "delete-download-handler", "exists", "download", "check", "generate", "serve"])(
    "of %s names no option of another command",
    async (command) => {
      const { stdout } = await run([command, "--help"]);
      const declared = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option);
      const named = stdout.replace("npm install --save-dev", "").match(/(?<![\w-])--[a-z][\w-]*/g);
      expect(declared.length).toBeGreaterThan(4);
      expect(declared).toEqual(expect.arrayContaining(named ?? []));
    },
  );
});

describe("an argument", () => {
  const onLinux = process.platform === "linux" ? test : test.skip;

  onLinux.each([
    "delete-folder --yes --if-missing ignore /a/b$'\\xfc'cher",
    "exists --timeout 9 /a/b$'\\xfc'cher",
    "download --out ledger$'\\xfc'.csv /a/b.txt",
  ])("in Latin-1 is refused, and nothing is asked about another folder: %s", async (command) => {
    const { code, stdout, stderr } = await startScript(`inforouter ${command}`).ended;
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^inforouter: argument \d is not UTF-8, so that letters of it are lost; [^\n]+\n$/);
    expect(server.requests).toEqual([]);
  });

  onLinux("may have the character that stands for lost letters, where that is a folder's name", async () => {
    expect((await run(["delete-folder", "/a/b\ufffdcher", "--yes"])).code).toBe(0);
    expect(server.requests).toEqual(["/a/b\ufffdcher"]);
  });
});

test.each([[["--journal=--dry-run"]], [["--separator", "-"]]])("the value in %j is one", async (option) => {
  const { code } = await run(["delete-folder", "/a/b", "--yes", ...option], { cwd: pathOf(".") });
  expect([code, server.requests]).toEqual([0, ["/a/b"]]);
});

type Refused = [args: string[], env: Record<string, string>, message: string];

describe("a command that cannot be carried out", () => {
  test.each<Refused>([
    [["delete-folders", "/a/b"], {}, "inforouter: unknown command 'delete-folders'"],
    [["delete-folder", "--pasword=correct horse", "/a/b"], {}, "inforouter: unknown option '--pasword'; see --help"],
    [["delete-folder", "--pasword:correct horse", "/a/b"], {}, "inforouter: unknown option '--pasword'; see --help"],
    [["delete-folder", "-pcorrect 'horse", "/a/b"], {}, "inforouter: unknown option '-p'; see --help"],
    [
      ["delete-folder", `--ticket=${ticket}`, "/a/b"],
      {},
      "--ticket: refused, because `ps` shows arguments to all users; set INFOROUTER_TICKET, or use --ticket-file",
    ],
    [["delete-folder", "/a/b", "--password", password], {}, "--password: refused, because `ps` shows arguments"],
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
    [
      ["generate", "--wsdl", `https://jane:a/${ticket}@dms.example.com/srv.asmx?WSDL`, "--allow-network", "--out", "x"],
      {},
      "https://... cannot be read: it is no URL, and is not shown, because it may hold a password",
    ],
    [
      ["generate", "--wsdl", ` https://jane:${ticket}@dms.example.com/srv.asmx`, "--allow-network", "--out", "x"],
      {},
      "https://dms.example.com/srv.asmx cannot be read: there is no such file",
    ],
    [["delete-folder", "/a/b", "--concurrency", "0"], {}, "expected a whole number above zero"],
    [["delete-folder", "/a/b", "--timeout", "soon"], {}, "expected a number above zero"],
    [["delete-folder", "/a/b", "--if-missing", "maybe"], {}, "Allowed choices are error, ignore"],
    [["delete-folder", "/a/b", "--if-unknown", "maybe"], {}, "Allowed choices are error, look"],
    [["exists"], {}, "inforouter: missing required argument 'paths'"],
    [["exists", "/a", "/a/.."], {}, 'inforouter: "/a/..": path: '],
    [["exists", "/a/b."], {}, "if that is the folder's name, add --allow-unusual-path"],
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
    [
      ["delete-folder", "--from", "a.txt", "--from", "b.txt"],
      {},
      "option '--from <file>' argument 'b.txt' is invalid. expected this option once; see --help",
    ],
    [["delete-folder", "/a/b", "--journal", "a", "--journal", "a"], {}, "expected this option once; see --help"],
    [
      ["delete-folder", "/a/b", "--yes", "--journal", "--dry-run"],
      {},
      "--journal: expected a value, found --dry-run; is a variable empty?",
    ],
    [
      ["delete-folder", "--separator", "--dry-run", "/a/b", "--yes"],
      {},
      "--separator: expected a value, found --dry-run",
    ],
    [["delete-folder", "/a/b", "--yes", "--journal", "--", "/a/c"], {}, "--journal: expected a value, found --; is a"],
    [
      ["delete-folder", "/a/b", "--yes", "--break-lock", "--pasword=correct horse"],
      {},
      "--break-lock: expected a value, found --pasword; is a variable empty?",
    ],
    [["exists", "/a", "--user", "--timeout", "9"], {}, "--user: expected a value, found --timeout"],
    [
      ["delete-folder", "/a/b", "--yes"],
      { npm_config_dry_run: "true" },
      "--dry-run: npm has kept it for itself, in npm_config_dry_run; put it behind -- (in PowerShell",
    ],
    [
      ["delete-folder", "/a/b", "--yes", "--", "--journal=a"],
      { npm_config_journal: "a" },
      "--journal: npm has kept it for itself",
    ],
    [["generate", "--wsdl", "x", "--out", "x"], { npm_config_check: "true" }, "--check: npm has kept it for itself"],
    ...["/a/c\u00a0--dry-run", "/a/c --dry-run", "--journal=a\u2003--dry-run=1"].map(
      (arg): Refused => [
        ["delete-folder", "/a/b", arg, "--yes"],
        {},
        "argument 3 has --dry-run behind a blank that does not separate them: a no-break space, or one in quotes; type it",
      ],
    ),
    [
      ["delete-folder", "/a/b", "--yes", "--dry-run\r"],
      {},
      "argument 4 ends in a carriage return; save the script with",
    ],
    [["delete-folder", "--from", "\u001b[2J.txt", "--yes"], {}, "--from: \ufffd[2J.txt cannot be read"],
    [["delete-folder", "--from", "src", "--yes"], {}, "--from: src cannot be read: it is a folder"],
    [["delete-folder", "/a/b", "--yes", "--retry-unknown"], {}, "--retry-unknown: a journal has the unknown outcomes"],
    [["delete-folder", "/a/b", "--yes", "--retries", "-1"], {}, "expected a whole number, or 0 for none"],
    [
      ["delete-folder", "/a/b", "--yes", "--ca", "nowhere.pem"],
      {},
      "--ca: nowhere.pem cannot be read: there is no such",
    ],
    [["delete-folder", "/a/b", "--yes", "--ca", "package.json"], {}, "--ca: expected valid PEM: "],
    [["delete-folder", "/a/b", "--yes", "--cert", "package.json"], {}, "--cert, --key: expected both, found only one"],
    [
      ["delete-folder", "/a/b", "--yes", "--cert", "package.json", "--key", "package.json"],
      {},
      "--cert, --key: expected valid PEM: ",
    ],
    [
      ["exists", "/a/b"],
      { INFOROUTER_ENDPOINT: "https://dms.example.com/srv.asmx", HTTPS_PROXY: "http://jane:100%@proxy.example.com" },
      "HTTPS_PROXY: expected an address such as http://proxy.example.com:3128; a % in user or password is %25",
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
      "--stubs.deleteFolder: expected a generated stub, found none; are these the stubs of another service? Generate",
    ],
    [["delete-folder", "/a/b", "--yes"], { INFOROUTER_ENDPOINT: "" }, "--endpoint: expected an address such as"],
    ...["delete-folder /a/b --yes", "check"].map(
      (command): Refused => [
        command.split(" "),
        { INFOROUTER_ENDPOINT: "jane:correct horse@dms.example.com/srv.asmx" },
        "--endpoint: expected an address such as https://dms.example.com/srv.asmx",
      ],
    ),
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
      "--ticket-file: a ticket already belongs to a user",
    ],
    [
      ["delete-folder", "/a/b", "--yes", "--ticket-file", "/dev/null"],
      {},
      "--ticket-file: expected one line in /dev/null",
    ],
    [
      ["delete-folder", "/a/b", "--yes", "--journal", "package.json"],
      {},
      "package.json is not a journal of this command",
    ],
    [["delete-folder", "/a/b", "--yes", "--journal", "nowhere/run.journal"], {}, "there is no folder nowhere"],
  ])("%j exits with 2 and one clear line, and sends nothing", async (args, env, message) => {
    const ended = await run(args, { env: { INFOROUTER_TICKET: ticket, ...env } });
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
    expect(ended.stderr).toMatch(/^inforouter: /);
    expect(server.requests).toEqual([]);
  });
});

describe("stubs", () => {
  const OF_ANOTHER_COPY = `
    const input = { kind: "element", name: ["", "DeleteFolder"], schema: {} };
    const stub = (soap, request) => soap.call({ name: "DeleteFolder", input }, request);
    export { stub as deleteFolder, stub as deleteDownloadHandler, stub as authenticateUser };`;

  test.each([
    ["that are compiled as CommonJS, or for another installation", OF_ANOTHER_COPY, 2, "compiled as ES modules (oper"],
    ["that are no stubs", "export const deleteFolder = 1;", 2, "--stubs.deleteFolder: expected a generated stub"],
    // Node.js ends such a process.
    ["that never end loading", "await new Promise(() => {});", 13, ""],
  ])("%s are refused before anything is begun or asked for", async (_name, source, code, message) => {
    const file = write("stubs.mjs", source);
    const journal = pathOf("run.journal");
    const env = { INFOROUTER_USER: "jane", INFOROUTER_TICKET: "" };
    const ended = await run(["delete-folder", "/a/b", "--yes", "--journal", journal, "--stubs", file], { env });
    expect(ended).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(message) });
    expect(existsSync(journal)).toBe(false);
  });
});

describe("a script of npm that deletes", () => {
  const begin = `export -f inforouter
    echo '{ "scripts": { "purge": "inforouter delete-folder /a/b --yes" } }' > package.json
    npm run --silent --script-shell bash purge`;

  test.each([
    "--dry-run",
    "--dryRun",
    "--stop-on-error",
    "--journal=run.journal",
    "--endpoint https://test.example.com",
  ])("deletes nothing where npm keeps %s", async (option) => {
    const { code, stdout, stderr } = await startScript(`${begin} ${option}`).ended;
    const [name = ""] = option.replace("R", "-r").split(/[ =]/);
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(`inforouter: ${name}: npm has kept it`)]);
    expect(server.requests).toEqual([]);
  });

  test("gets options behind --, and does without those that people set for npm itself", async () => {
    const set = "echo timeout=60000 > .npmrc";
    expect((await startScript(`${set}; ${begin} --yes --json --ca x -- --dry-run`).ended).code).toBe(0);
    expect(server.requests).toEqual([]);
    expect((await startScript(`${set}; ${begin} --yes --json --ca x`).ended).code).toBe(0);
    expect(server.requests).toEqual(["/a/b"]);
  });

  test("may hand an option on that npm kept", async () => {
    const options = { env: { INFOROUTER_TICKET: ticket, npm_config_journal: "run.journal" }, cwd: pathOf(".") };
    expect((await run(["delete-folder", "/a/b", "--yes", "--journal", "run.journal"], options)).code).toBe(0);
  });
});

describe("an address with no service behind it", () => {
  const start = async () => {
    const live = await startInfoRouterServer({ tickets: { [ticket]: "jane" }, users: { jane: password } });
    atEnd(() => void live.close());
    return new URL(live.url).origin;
  };

  test.each<[string[], number, string]>([
    [["delete-folder", "/a/b", "--yes"], 1, "failed /a/b: DeleteFolder: "],
    [["delete-folder", "/a/b", "/a/c", "--yes", "--concurrency", "1"], 1, "failed /a/b: DeleteFolder: "],
    [["exists", "/a/b", "/a/c"], 3, "unknown /a/b: FolderExists: "],
    [["download", "/a/b.txt"], 1, "failed /a/b.txt: GetDownloadHandler: "],
  ])("is named with the address that is meant, and asked once: %j", async (args, code, beginning) => {
    const origin = await start();
    const env = { INFOROUTER_TICKET: ticket, INFOROUTER_ENDPOINT: `${origin}/srv?key=s3cret` };
    const ended = await run(args, { env });
    expect(ended.code).toBe(code);
    expect(ended.stdout.trim().split("\n")).toHaveLength(1);
    const [line = ""] = ended.stderr.split("\n").filter((text) => text.startsWith(beginning));
    expect(line).toMatch(/HTTP status 404\b/);
    expect(line).toMatch(new RegExp(`, from ${origin}/srv\\. Check the endpoint: is it ${origin}/srv\\.asmx\\?$`));
    expect(ended.stderr).not.toContain("s3cret");
  });

  test.each([
    ["/", "/srv.asmx"],
    ["/srv", "/srv.asmx"],
    ["/Srv/", "/srv.asmx"],
    ["/infoRouter", "/infoRouter/srv.asmx"],
    ["/infoRouter/srv", "/infoRouter/srv.asmx"],
    ["/other.asmx", undefined],
  ])("%s suggests %s, also for check and generate", async (path, meant) => {
    const origin = await start();
    const { stderr } = await run(["exists", "/a/b"], {
      env: { INFOROUTER_TICKET: ticket, INFOROUTER_ENDPOINT: `${origin}${path}` },
    });
    expect(stderr.split("\n")[0]).toMatch(
      meant === undefined ? `, from ${origin}${path}. Check the endpoint, and what` : `: is it ${origin}${meant}?`,
    );
    const hint = meant === undefined ? "" : `; is it ${origin}${meant}?WSDL?`;
    const unreadable = `inforouter: ${origin}${path}?WSDL cannot be read: the server answers 404 Not Found${hint}\n`;
    expect(await run(["check", "--endpoint", `${origin}${path}`])).toMatchObject({ code: 2, stderr: unreadable });
    const generate = ["generate", "--wsdl", `${origin}${path}?WSDL`, "--allow-network", "--out", pathOf("stubs")];
    expect(await run(generate)).toMatchObject({ code: 2, stderr: unreadable });
  });
});

describe("compiled code", () => {
  /** Stands in for what Node.js 22.8 and later have. */
  const hook = `import nodeModule from "node:module"; nodeModule.enableCompileCache = (folder) => console.error(folder);`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hook)}`;
  const onPosix = process.platform === "win32" ? test.skip : test;
  const madeIn = (folder: string, name: string): string => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  };

  test.each([
    [{ HOME: "/home/jane", XDG_CACHE_HOME: "" }, "/home/jane/.cache/inforouter-soap-client"],
    [{ HOME: "/home/jane", XDG_CACHE_HOME: "/caches/jane" }, "/caches/jane/inforouter-soap-client"],
    [{ HOME: "/home/jane", XDG_CACHE_HOME: "caches" }, "/home/jane/.cache/inforouter-soap-client"],
  ])("is kept below the home folder, where no other user can put code: %j", async (env, folder) => {
    expect(await run(["--version"], { env: { NODE_OPTIONS, ...env } })).toMatchObject({
      code: 0,
      stderr: `${folder}\n`,
    });
  });

  test.each(["", "home", "."])(
    "is not kept below the current folder, whose owner may be another user: HOME=%j",
    async (HOME) => {
      const env = { NODE_OPTIONS, HOME, XDG_CACHE_HOME: "" };
      expect(await run(["--version"], { env })).toMatchObject({ code: 0, stderr: "" });
    },
  );

  onPosix.each([
    ["can be written by all users", (home: string) => chmodSync(home, 0o1777)],
    ["has a cache that can be", (home: string) => chmodSync(madeIn(home, ".cache"), 0o777)],
    ["can be written by its group", (home: string) => chmodSync(home, 0o775)],
    ["has a cache that its group can write", (home: string) => chmodSync(madeIn(home, ".cache"), 0o2775)],
    [
      "has a cache in which the folder could be replaced by another one",
      (home: string) => {
        const cache = madeIn(home, ".cache");
        madeIn(cache, "inforouter-soap-client");
        chmodSync(cache, 0o775);
      },
    ],
    ["could be replaced by another one", (home: string) => chmodSync(join(home, ".."), 0o777)],
    ["leads to the folder for temporary files", (home: string) => symlinkSync("/tmp", join(home, ".cache"))],
    [
      "leads to one that could be replaced by another one",
      (home: string) => {
        const shared = madeIn(pathOf("."), "shared");
        symlinkSync(madeIn(shared, "cache"), join(home, ".cache"));
        chmodSync(shared, 0o777);
      },
    ],
  ])("is not kept where the home folder %s", async (_name, change) => {
    const home = madeIn(pathOf("."), "home");
    change(home);
    const env = { NODE_OPTIONS, HOME: home, XDG_CACHE_HOME: "" };
    expect(await run(["--version"], { env })).toMatchObject({ code: 0, stderr: "" });
  });

  onPosix("is kept where all users can write above the home folder, but replace nothing", async () => {
    const home = madeIn(pathOf("."), "home");
    chmodSync(pathOf("."), 0o1777);
    const env = { NODE_OPTIONS, HOME: home, XDG_CACHE_HOME: "" };
    expect((await run(["--version"], { env })).stderr).toBe(`${home}/.cache/inforouter-soap-client\n`);
  });

  onPosix("is used by the next run also where what is made can be written by the group of its user", async () => {
    const home = madeIn(pathOf("."), "home");
    const make = `import nodeModule from "node:module"; import { mkdirSync } from "node:fs";
      nodeModule.enableCompileCache = (folder) => { mkdirSync(folder, { recursive: true }); console.error(folder); };
      process.on("exit", () => console.error(process.umask()));`;
    const env = {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(make)}`,
      HOME: home,
      XDG_CACHE_HOME: "",
    };
    const { stderr } = await startScript("umask 002; inforouter --version; inforouter --version", { env }).ended;
    expect(stderr).toBe(`${home}/.cache/inforouter-soap-client\n2\n`.repeat(2));
  });

  test("is not kept for a user without a home folder, and the command works", async () => {
    const noHome = `import os from "node:os"; os.homedir = () => { throw new Error("no home"); };
      nodeModule.syncBuiltinESMExports();`;
    const env = {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook + noHome)}`,
      XDG_CACHE_HOME: "",
    };
    expect(await run(["--version"], { env })).toMatchObject({ code: 0, stderr: "" });
  });

  test("is kept in the folder, and not at all with the switch, that --help names", async () => {
    const { stdout } = await run(["--help"]);
    expect(stdout).toContain("NODE_DISABLE_COMPILE_CACHE");
    expect(stdout).toContain("~/.cache/inforouter-soap-client");
  });
});
