import { useCommandLine } from "./command-line.js";
import { password, ticket } from "./item-server.js";

const { run, server } = useCommandLine();

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
  ])("%j exits with 2 and one clear line, and sends nothing", async (args, env, message) => {
    const ended = await run(args, { env: { INFOROUTER_TICKET: ticket, ...env } });
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
    expect(ended.stderr).toMatch(/^inforouter: /);
    expect(server.requests).toEqual([]);
  });
});
