import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { commandLine, headerOf, isGenerated } from "../../scripts/generated-header.js";
import { publicAddress } from "../../scripts/read/source/public-address.js";

const root = join(__dirname, "../..");
const url = "https://dms.example.com/srv.asmx?WSDL";
let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "header-"));
  await writeFile(join(project, "package.json"), "{}");
  await mkdir(join(project, "src"));
});

afterAll(() => rm(project, { recursive: true }));

test("the files of this package have the header of `npm run generate`", async () => {
  const first =
    "// Generated from wsdl/srv.wsdl by `npm run generate`. Do not edit: change the WSDL and run it again.\n";
  expect(`${headerOf({ wsdl: join(root, "wsdl/srv.wsdl"), out: join(root, "generated") })}\n`).toBe(first);
  for (const file of await readdir(join(root, "generated"))) {
    const text = await readFile(join(root, "generated", file), "utf8");
    expect(text.slice(0, first.length)).toBe(first);
  }
});

test("the header names the address of the contract and the command, and is recognised", () => {
  const header = headerOf({ command: "npx inforouter generate", wsdl: url, out: join(project, "src/dms") });
  expect(header).toBe(
    `// Generated from ${url} by \`npx inforouter generate --wsdl "${url}" --out src/dms\`. Do not edit: change the WSDL and run it again.`,
  );
  expect(isGenerated(header)).toBe(true);
});

test.each<[title: string, { given: Partial<Parameters<typeof commandLine>[0]>; want: string }]>([
  ["a path in the project", { given: { wsdl: "contract/srv.wsdl" }, want: "--wsdl contract/srv.wsdl --out src/dms" }],
  ["a path beside the project", { given: { wsdl: "../srv.wsdl" }, want: "--wsdl ../srv.wsdl --out src/dms" }],
  ["a path with blanks", { given: { wsdl: "a b/srv.wsdl" }, want: '--wsdl "a b/srv.wsdl" --out src/dms' }],
  ["characters of the shell", { given: { wsdl: '$a`"' }, want: '--wsdl "\\$a\\`\\"" --out src/dms' }],
  ["line breaks", { given: { wsdl: "a\nb\u2028c" }, want: '--wsdl "a?b?c" --out src/dms' }],
  [
    "options that select",
    {
      given: { wsdl: "a.wsdl", service: "Srv", port: "SrvSoap", operations: ["A", "B"] },
      want: "--wsdl a.wsdl --out src/dms --service Srv --port SrvSoap --operation A --operation B",
    },
  ],
  [
    "options of imports",
    {
      given: { wsdl: "a/a.wsdl", root: ".", allowNetwork: true },
      want: "--wsdl a/a.wsdl --out src/dms --root . --allow-network",
    },
  ],
  [
    "an origin that is allowed",
    {
      given: { wsdl: "a.wsdl", allowNetwork: "https://dms.example.com" },
      want: "--wsdl a.wsdl --out src/dms --allow-network https://dms.example.com",
    },
  ],
  [
    "responses that are read leniently",
    {
      given: { wsdl: "a.wsdl", lenientResponses: true },
      want: "--wsdl a.wsdl --out src/dms --lenient-responses",
    },
  ],
  [
    "the run time of `npx inforouter`",
    { given: { wsdl: "a.wsdl", runtime: "x" }, want: "--wsdl a.wsdl --out src/dms" },
  ],
])(
  "the command line of `npx inforouter generate` has %s",
  (_, { given: { wsdl = "", root: folder, ...given }, want }) => {
    const paths = { wsdl: join(project, wsdl), out: join(project, "src/dms"), root: folder && join(project, folder) };
    const line = commandLine({ command: "npx inforouter generate", ...given, ...paths });
    expect(line).toBe(`npx inforouter generate ${want}`);
  },
);

test("a file: URL is a path", () => {
  const wsdl = pathToFileURL(join(project, "a.wsdl")).href;
  const line = commandLine({ command: "npx inforouter generate", wsdl, out: join(project, "out") });
  expect(line).toBe("npx inforouter generate --wsdl a.wsdl --out out");
});

test("`npm run generate` takes the WSDL without an option, and names the run time", () => {
  const out = relative(process.cwd(), join(root, "other"));
  const line = commandLine({ wsdl: join(root, "other.wsdl"), out, runtime: "a-run-time" });
  expect(line).toBe("npm run generate -- other.wsdl --out other --runtime a-run-time");
});

test.each([
  "// Generated from srv.wsdl by `npm run generate`. Do not edit: change the WSDL and run it again.\r\n",
  "// Generated from srv.wsdl by `npx inforouter generate --wsdl srv.wsdl --out src`. Do not edit",
])("a file is generated that starts with %j", (text) => {
  expect(isGenerated(text)).toBe(true);
});

test.each([
  "// Generated from srv.wsdl by `npx other generate`. Do not edit\n",
  "// Generated from openapi.yaml. Do not edit\n",
  "\n// Generated from srv.wsdl by `npm run generate`.\n",
  "// mine\n",
])("a file is not generated that starts with %j", (text) => {
  expect(isGenerated(text)).toBe(false);
});

test.each([
  [url, url],
  ["https://jane:secret@dms.example.com/srv.asmx?WSDL", url],
  ["https://secret@dms.example.com/srv.asmx?WSDL#secret", url],
  ["https://jane:secret@[", "https://..."],
  ["https://jane:a/secret@dms.example.com/srv.asmx", "https://..."],
  ["HTTPS://jane:a#secret@dms.example.com/srv.asmx", "HTTPS://..."],
  [" https://jane:a?secret@dms.example.com/srv.asmx", "https://..."],
  ["\thttps://jane:secret@dms.example.com/srv.asmx?secret", "https://dms.example.com/srv.asmx?..."],
  ["https:/jane:secret@dms.example.com/srv.asmx", "https:/dms.example.com/srv.asmx"],
  ["https:jane:secret@dms.example.com/srv.asmx", "https:dms.example.com/srv.asmx"],
  ["https:\\\\jane:secret@dms.example.com\\srv.asmx", "https:\\\\dms.example.com\\srv.asmx"],
  ["https://dms.example.com/srv.asmx?WSDL&ticket=secret", "https://dms.example.com/srv.asmx?WSDL&..."],
  ["https://dms.example.com/srv.asmx?ticket=secret&singleWsdl", "https://dms.example.com/srv.asmx?singleWsdl&..."],
  ["https://dms.example.com/srv.asmx?secret", "https://dms.example.com/srv.asmx?..."],
  ["https://dms.example.com/srv.asmx?wsdl=wsdl0", "https://dms.example.com/srv.asmx?wsdl=wsdl0"],
  ["contract/srv.wsdl?ticket", "contract/srv.wsdl?ticket"],
])("%s is shown as %s", (address, shown) => {
  expect(publicAddress(address)).toBe(shown);
});
