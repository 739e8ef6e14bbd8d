import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import * as facade from "../../src/index.js";
import * as soap from "../../src/soap/index.js";
import * as testing from "../../src/testing/index.js";
import * as undici from "../../src/undici.js";
import { useCommandLine } from "../cli/command-line.js";
import { makeCertificates } from "../support/certificates.js";

const { run } = useCommandLine();

const root = join(__dirname, "../..");
const standIns = join(root, "test", "project", "readme-stand-ins.ts");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

interface Example {
  /** The heading it stands under, and its number there. */
  readonly name: string;
  readonly language: string;
  readonly code: string;
}

function readExamples(file: string): Example[] {
  const markdown = readFileSync(join(root, file), "utf8");
  return markdown.split(/^## /m).flatMap((section) => {
    const heading = section.slice(0, section.indexOf("\n"));
    return [...section.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", code = ""], index) => ({
      name: `${file}: ${heading} ${index + 1}`,
      language,
      code,
    }));
  });
}

/** The examples in the comments of a source file. They leave out what they import from this package. */
function readDocumentedExamples(file: string): Example[] {
  const source = readFileSync(join(root, file), "utf8");
  const comments = source.matchAll(/\/\*\*$(.*?)\*\//gms);
  return [...comments].flatMap(({ 1: comment = "", index }) => {
    const text = comment.replace(/^ *\* ?/gm, "");
    const line = source.slice(0, index).split("\n").length;
    return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => ({
      name: `${file}:${line}`,
      language: "ts",
      code: `${importsOf(code)}${code}`,
    }));
  });
}

/** A name that two entries have is imported from the later one. */
const ENTRIES: readonly (readonly [string, object])[] = [
  ["inforouter-soap-client/undici", undici],
  ["inforouter-soap-client/testing", testing],
  ["inforouter-soap-client/soap", soap],
  ["inforouter-soap-client", facade],
];

/** Imports of the exported names that an example uses and does not import, from the entry that users know best. */
function importsOf(code: string): string {
  const names = new Map(
    ENTRIES.flatMap(([entry, exported]) => Object.keys(exported).map((name): [string, string] => [name, entry])),
  );
  return [...names]
    .filter(([name]) => isUsed(name, code) && !isDeclared(name, code) && !code.includes(`{ ${name} } from`))
    .map(([name, entry]) => `import { ${name} } from "${entry}";\n`)
    .join("");
}

const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join("src", file));

const GUIDES = ["src/cli/README.md", "src/testing/README.md", "src/soap/README.md", "scripts/README.md"];
const examples = [
  ...["README.md", "CONTRIBUTING.md", ...GUIDES].flatMap(readExamples),
  ...sources.flatMap(readDocumentedExamples),
];
const programs = examples
  .filter(({ language }) => language === "ts")
  .map(({ name, code }, index) => ({ name, file: `example-${index + 1}.ts`, text: toProgram(code) }));
const scripts = examples.filter(({ language }) => language === "sh");

/** The example against the embedded server, with the stand-ins that it needs. */
function toProgram(code: string): string {
  const text = code.replaceAll('"https://dms.example.com/srv.asmx"', "exampleServer.url");
  const needed = [...readFileSync(standIns, "utf8").matchAll(/^export (?:async )?(?:const|function) (\w+)/gm)]
    .map(([, name = ""]) => name)
    .filter((name) => name === "exampleServer" || (isUsed(name, text) && !isDeclared(name, text)));
  return `import { ${needed.join(", ")} } from "${standIns}";\n${text}\nawait exampleServer.close();\n`;
}

function isUsed(name: string, text: string): boolean {
  return new RegExp(`(?<!\\.)\\b${name}\\b`).test(text);
}

function isDeclared(name: string, text: string): boolean {
  return new RegExp(`\\b(?:const|using) (?:\\{[^}]*)?\\b${name}\\b[^;]*=`).test(text);
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "inforouter-readme-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const { ca, client } = makeCertificates();
  const pems = { "company-ca.pem": ca, "client.pem": client.cert, "client.key": client.key };
  for (const [name, text] of Object.entries(pems)) {
    writeFileSync(join(folder, name), text);
  }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig()));
  // Stubs that a reader has generated.
  mkdirSync(join(folder, "inforouter"));
  const stubs = ["generated/index.ts", "test/testing/other-operations.ts"];
  const index = stubs.map((file) => `export * from "${join(root, file)}";\n`).join("");
  writeFileSync(join(folder, "inforouter", "index.ts"), index);
  for (const { file, text } of programs) {
    writeFileSync(join(folder, file), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The package's names lead to its sources, so that the README is true before anything is built. */
function tsconfig(): object {
  const entries = Object.entries<{ import?: { default: string } }>(manifest.exports).flatMap(([entry, target]) =>
    target.import === undefined ? [] : [[entry, target.import.default] as const],
  );
  const paths = entries.map(([entry, file]) => [
    join(manifest.name, entry),
    [file.replace("./dist/esm", root).replace(/\.js$/, ".ts")],
  ]);
  return {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      types: ["node"],
      noUnusedLocals: false,
      allowImportingTsExtensions: true,
      paths: Object.fromEntries(paths),
    },
    include: ["*.ts"],
    exclude: [],
  };
}

test("the programs compile under the strictest options", () => {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "--project", folder], { encoding: "utf8" });
  expect(stdout).toBe("");
});

describe("compiled once, for a process each", () => {
  beforeAll(async () => {
    await build({
      entryPoints: programs.map(({ file }) => join(folder, file)),
      outdir: folder,
      tsconfig: join(folder, "tsconfig.json"),
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "es2022",
      packages: "external",
      loader: { ".cjs": "copy" },
      assetNames: "[name]",
    });
  });

  test.each(programs)("the program of $name runs without warnings", ({ file }) => {
    const { status, stderr } = spawnSync(process.execPath, [file.replace(/ts$/, "js")], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, DMS_PASSWORD: "secret", NODE_OPTIONS: "" },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

test.each(scripts)("the commands under $name exist", async ({ code }) => {
  execFileSync("bash", ["-n"], { input: code });
  const named = [...code.matchAll(/npm (?:run (\S+)|(test))/g)].map(([, script, test]) => script ?? test);
  expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(named));
  for (const [, command = "", rest = ""] of code.matchAll(/npx inforouter (\S+)(.*)/g)) {
    const options = [...rest.replace(/#.*/, "").matchAll(/--[\w-]+/g)].map(([option]) => option);
    const { stdout: help } = await run([command, "--help"]);
    expect(help.match(/--[\w-]+/g)).toEqual(expect.arrayContaining(options));
  }
});

test("README.md is short, and leads to pages that exist", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  expect(readme.split("\n").length).toBeLessThanOrEqual(251);
  for (const [, file = "", anchor] of readme.matchAll(/\]\(([^)#:]+\.md)(?:#([\w-]+))?\)/g)) {
    const headings = [...readFileSync(join(root, file), "utf8").matchAll(/^## (.*)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    );
    expect(anchor === undefined || headings.includes(anchor)).toBe(true);
  }
});

test.each(["README.md", "SECURITY.md", "CHANGELOG.md", ...GUIDES])(
  "the relative links of %s lead to packed files",
  (page) => {
    // npm packs these three always.
    const packed: readonly string[] = ["README.md", "LICENSE", "package.json", ...manifest.files];
    const links = [...readFileSync(join(root, page), "utf8").matchAll(/\]\((?![a-z]+:|#)([^)#]+)/g)];
    const files = links.map(([, link = ""]) => relative(root, join(root, dirname(page), link)));
    expect(files.filter((file) => !packed.some((entry) => file === entry || file.startsWith(`${entry}/`)))).toEqual([]);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  },
);

test("examples give a file its name only when it is whole", () => {
  const writers = programs.filter(({ text }) => text.includes("createWriteStream("));
  expect(writers.length).toBeGreaterThan(3);
  for (const { text } of writers) {
    expect(text).toMatch(/createWriteStream\("([^"]+)\.part"\)[\s\S]*rename\("\1\.part", "\1"\)/);
  }
});

test("README.md has examples", () => {
  expect(programs.filter(({ name }) => name.startsWith("README.md")).length).toBeGreaterThan(5);
  expect(scripts.length).toBeGreaterThan(2);
});
