import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXAMPLE } from "../../src/cli/serving/serve.js";
import { startInfoRouterServer } from "../../src/testing/index.js";
import { onTerminal, useCommandLine } from "../cli/command-line.js";
import { password } from "../cli/item-server.js";
import { makeCertificates } from "../support/certificates.js";
import { createTlsGateway, createTunnelProxy, listenOn } from "../support/gateways.js";

const { atEnd, pathOf, run, startScript } = useCommandLine();

interface Shown {
  /** Where it stands. */
  readonly place: string;
  readonly script: string;
}

const GUIDES = ["README.md", "src/cli/README.md", "src/testing/README.md", "src/soap/README.md", "scripts/README.md"];
const COMMANDS = [
  [],
  ["delete-folder"],
  ["delete-download-handler"],
  ["exists"],
  ["download"],
  ["check"],
  ["generate"],
  ["serve"],
];

/** The blocks of commands in a guide. Those of npm are run by other suites. */
function shownIn(file: string): readonly Shown[] {
  const blocks = [...readFileSync(file, "utf8").matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  return blocks
    .filter((block) => block.includes("inforouter "))
    .map((block, index) => ({
      place: `${file}, block ${index + 1}`,
      script: block.replace(/^npm .*\n/gm, "").replace(/^export INFOROUTER_.*\n/gm, ""),
    }));
}

/** The examples of a help, each for itself; a backslash continues a line. */
function examplesIn(help: string): readonly string[] {
  return [...help.matchAll(/^ {2}((?:INFOROUTER_TICKET=\S+ )?inforouter (?:.*\\\n)*.*)$/gm)].map(
    ([, line = ""]) => line,
  );
}

const certificates = makeCertificates();

/** What the commands name, beside the server's own contents. */
const FILES: Readonly<Record<string, string>> = {
  "folders.txt": "/Finance/Reports/2020\n",
  "a.txt": "/Finance/Reports/2020\n",
  "list.csv": "Id,Path\n7,/Finance/Reports/2020\n",
  "folders.csv": "Path\n/Finance/Reports/2020\n",
  "list.jsonl": '{"downloadHandler":"a1b2c3d4-e5f6-7890-abcd-ef1234567890"}\n',
  "company-ca.pem": certificates.ca,
};

function makeFolder(script: string): string {
  const folder = mkdtempSync(pathOf("shown-"));
  for (const [name, text] of Object.entries(FILES)) {
    writeFileSync(join(folder, name), text);
  }
  // Otherwise it is what a download makes.
  if (script.includes("=ledger.csv")) {
    writeFileSync(join(folder, "ledger.csv"), "month,amount\n");
  }
  return folder;
}

/** Runs commands in a folder of their own against what `inforouter serve` holds, and answers the questions that they ask. */
async function runShown(script: string, columns: number) {
  const server = await startInfoRouterServer({ ...EXAMPLE, users: { jane: { password } } });
  const ticket = server.ticketFor("jane");
  const env = { INFOROUTER_ENDPOINT: server.url, INFOROUTER_USER: "jane", INFOROUTER_PASSWORD: password };
  const gateway = createTlsGateway(server.url, certificates);
  const { server: proxy } = createTunnelProxy();
  const secure = `https://localhost:${await listenOn(gateway)}/srv.asmx`;
  const proxyUrl = `http://127.0.0.1:${await listenOn(proxy)}`;
  atEnd(() => void server.close());
  atEnd(() => gateway.close());
  atEnd(() => proxy.close());

  const isForHandlers = script.includes("delete-download-handler");
  const running = startScript(
    script
      .replaceAll("https://dms.example.com/srv.asmx", server.url)
      .replaceAll("http://proxy.example.com:3128", proxyUrl)
      .replace("--port 8025", "--port 0")
      .replace(/INFOROUTER_TICKET=(?:…|\.\.\.)/g, `INFOROUTER_TICKET=${ticket}`),
    {
      columns,
      cwd: makeFolder(script),
      env: {
        ...env,
        ...(isForHandlers && !script.includes("INFOROUTER_TICKET=") && { INFOROUTER_TICKET: ticket }),
        ...(script.includes("HTTPS_PROXY") && { INFOROUTER_ENDPOINT: secure }),
      },
    },
  );
  running.process.stdout.on("data", (text: string) => {
    if (text.includes("[y/N] ")) {
      running.process.stdin.write("y\r");
    }
    if (text.includes("Ctrl-C ends it")) {
      running.process.stdin.write("\u0003");
    }
  });
  return running.ended;
}

const CLEAR_LINE = "\r\u001b[K";

async function expectToWork(script: string): Promise<void> {
  const ended = await Promise.all([80, 40].map(async (columns) => ({ columns, ...(await runShown(script, columns)) })));
  for (const { columns, code, stdout } of ended) {
    const want = { script, columns, code: 0, stdout: expect.not.stringMatching(/^inforouter: /m) };
    expect({ script, columns, code, stdout }).toEqual(want);
    for (const drawn of stdout.split(CLEAR_LINE).filter((text) => /^(\[|\d+%)/.test(text))) {
      expect(drawn.length).toBeLessThan(columns);
    }
  }
}

onTerminal("on terminals of 80 and of 40 columns", () => {
  test.each(GUIDES.flatMap(shownIn))("$place works", ({ script }) => expectToWork(script));

  test.each(COMMANDS.map((command) => [command.join(" ") || "inforouter", command] as const))(
    "the examples in the help of %s work",
    async (_name, command) => {
      const { stdout } = await run([...command, "--help"]);
      const examples = examplesIn(stdout);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        await expectToWork(example);
      }
    },
  );
});

test("the guides have commands, and the help of inforouter lists those that are tried here", async () => {
  expect(GUIDES.flatMap(shownIn).length).toBeGreaterThan(6);
  const { stdout } = await run(["--help"]);
  const [, list = ""] = /\nCommands:\n(.*?)\n\n/s.exec(stdout) ?? [];
  const listed = [...list.matchAll(/^ {2}([\w-]+)/gm)].map(([, name = ""]) => name).filter((name) => name !== "help");
  expect(listed).toEqual(COMMANDS.flat());
});
