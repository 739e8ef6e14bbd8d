import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { installation, run, succeed, tsc } from "./installation.js";
import { nodeVersions, type typescriptVersions } from "./set-up.js";

const folder = installation();
const installed = join(folder, "node_modules", "inforouter-soap-client");
const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
const root = join(__dirname, "../..", "..");
const files = readdirSync(installed, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(installed, join(entry.parentPath, entry.name)));
const nodes = Object.keys(nodeVersions);

const programs = ["typed", "stubs", "over-undici"];
const everyWay = programs.flatMap((program) => [`${program}.mts`, `${program}.cts`]);

/** What `own-soap.*` print, by when they call npm `soap` for the first time. */
const withOwnSoap = {
  first: { soapBefore: "true", outcomes: ["missing"], hasAxios: true, soapAfter: "true", left: ["/A", "/C"] },
  last: {
    soapBefore: "not called",
    outcomes: ["missing"],
    hasAxios: false,
    soapAfter: "true",
    left: ["/A", "/A/B", "/C"],
  },
};

const used = {
  outcome: "deleted",
  left: ["/Finance", "/Finance/Reports"],
  code: "FOLDER_NOT_FOUND",
  isServiceError: true,
  soap: "function",
};

beforeAll(() => {
  for (const program of programs) {
    for (const ending of ["mts", "cts"]) {
      cpSync(join(folder, `${program}.ts`), join(folder, `${program}.${ending}`));
    }
  }
});

describe.each(nodes)("on %s", (node) => {
  test("the command line starts", async () => {
    const version = await succeed(run(node, [join(installed, manifest.bin.inforouter), "--version"]));
    expect(version.trim()).toBe(manifest.version);
  });

  test.each(["delete-folder.mjs", "delete-folder.cjs"])("%s deletes a folder", async (program) => {
    expect(JSON.parse(await succeed(run(node, [program])))).toEqual(used);
  });

  test.each([
    ["own-soap.cjs", "first", 1],
    ["own-soap.cjs", "last", 1],
    ["own-soap.mjs", "first", 2],
    ["own-soap.mjs", "last", 2],
  ] as const)(
    "%s, which calls npm soap %s itself, has a whole one, and copies of the package none",
    async (program, when, copies) => {
      const outcomes = Array(copies).fill("missing");
      expect(JSON.parse(await succeed(run(node, [program, when])))).toEqual({ ...withOwnSoap[when], outcomes });
    },
  );
});

/** What programs of each resolution are compiled as. */
const resolutions = {
  node16: { module: "node16", programs: everyWay },
  nodenext: { module: "nodenext", programs: everyWay },
  bundler: { module: "esnext", programs: everyWay.filter((program) => program.endsWith(".mts")) },
  // The default of TypeScript before 6 for `module: "commonjs"`.
  node10: { module: "commonjs", programs: ["typed.ts"] },
};

test.each<[compiler: keyof typeof typescriptVersions, resolution: keyof typeof resolutions]>([
  ["typescript54", "node16"],
  ["typescript54", "nodenext"],
  ["typescript54", "bundler"],
  ["typescript54", "node10"],
  ["typescript59", "nodenext"],
  ["typescript59", "node10"],
  ["typescript60", "nodenext"],
  ["typescript70", "node16"],
  ["typescript70", "nodenext"],
  ["typescript70", "bundler"],
])("its types compile with %s and resolution %s, those of its dependencies too", async (compiler, resolution) => {
  const { module, programs } = resolutions[resolution];
  const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck", "false"];
  const options = ["--noEmit", "--target", "es2022", "--types", "node", "--moduleResolution", resolution];
  await succeed(tsc(compiler, [...strict, ...options, "--module", module, ...programs]));
});

test.each([
  ["typed.mts", "deleted failed rejected FOLDER_NOT_FOUND"],
  ["typed.cts", "deleted failed rejected FOLDER_NOT_FOUND"],
  ["over-undici.mts", "deleted"],
  ["over-undici.cts", "deleted"],
])("%s, compiled, deletes a folder", async (program, printed) => {
  const options = ["--outDir", "compiled", "--target", "es2022", "--module", "nodenext", "--types", "node"];
  await succeed(tsc("typescript70", [...options, program]));
  expect((await succeed(run("node20", [join("compiled", program.replace(/ts$/, "js"))]))).trim()).toBe(printed);
});

test("jest in CommonJS tests it with nock", async () => {
  const jest = join("node_modules", "jest", "bin", "jest.js");
  const config = { rootDir: ".", testEnvironment: "node", testMatch: ["<rootDir>/deletion.test.cjs"], transform: {} };
  const { stderr } = await run(process.execPath, [jest, "--config", JSON.stringify(config)]);
  expect(stderr).toMatch(/Tests:\s+2 passed, 2 total/);
});

test("nock answers its requests in ES modules, and lets no others through", async () => {
  const printed = JSON.parse(await succeed(run("node20", ["deletion.mjs"])));
  expect(printed).toEqual({ outcome: "deleted", isAnswered: true, second: "ERR_NOCK_NO_MATCH" });
});

describe("bundled with esbuild", () => {
  const bundle = async (format: string, ...options: string[]): Promise<string> => {
    const esbuild = join("node_modules", "esbuild", "bin", "esbuild");
    const outfile = `bundled.${format === "esm" ? "mjs" : "cjs"}`;
    const args = ["--bundle", "--platform=node", `--format=${format}`, `--outfile=${outfile}`, ...options];
    await succeed(run(esbuild, [...args, format === "esm" ? "delete-folder.mjs" : "delete-folder.cjs"]));
    return outfile;
  };
  const guide = readFileSync(join(root, "src", "soap", "README.md"), "utf8");
  const [, require = ""] = /--banner:js="([^"]+)"/.exec(guide) ?? [];

  test.each([
    ["cjs", []],
    ["esm", [`--banner:js=${require}`]],
  ])("into %s it deletes a folder", async (format, options) => {
    expect(JSON.parse(await succeed(run("node22", [await bundle(format, ...options)])))).toEqual(used);
  });

  test("into esm without the guide's banner it sends nothing, and says what it needs", async () => {
    const { status, stderr } = await run("node22", [await bundle("esm")]);
    expect(status).toBe(1);
    expect(stderr).toContain("A bundle of ES modules has to provide `require`: see src/soap/README.md.");
    expect(stderr).toContain("outcome: 'not-sent'");
  });

  test.each(["first", "last"] as const)(
    "beside an npm soap that is called %s itself it has one that is whole",
    async (when) => {
      const esbuild = join("node_modules", "esbuild", "bin", "esbuild");
      await succeed(run(esbuild, ["--bundle", "--platform=node", "--format=cjs", "--outfile=own.cjs", "own-soap.cjs"]));
      // No module of a bundle is in the cache of Node.js.
      const ends = { ...withOwnSoap[when], hasAxios: false };
      expect(JSON.parse(await succeed(run("node22", ["own.cjs", when])))).toEqual(ends);
    },
  );

  test("it has only the operations that are called", async () => {
    writeFileSync(join(folder, "client.mjs"), 'export { InfoRouterClient } from "inforouter-soap-client";\n');
    const esbuild = join("node_modules", "esbuild", "bin", "esbuild");
    await succeed(run(esbuild, ["--bundle", "--platform=node", "--format=esm", "--outfile=client.js", "client.mjs"]));
    const text = readFileSync(join(folder, "client.js"), "utf8");
    expect(text).toContain("http://tempuri.org/DeleteFolder");
    expect(text).not.toContain("http://tempuri.org/DeleteDomain");
  });
});

test("instanceof holds across ES module, CommonJS module and another installation", async () => {
  cpSync(installed, join(folder, "another", "inforouter-soap-client"), { recursive: true });
  const lines = (await succeed(run("node20", ["copies.mjs"]))).trim().split("\n");
  expect(lines).toHaveLength(3 * 5 * 3);
  for (const line of lines) {
    expect(line).toMatch(/^\w+ (\w+), \w+: \1$/);
  }
});

test("it finds its engine in an npm soap that lets nothing be imported but the whole", async () => {
  const modules = join(folder, "sealed", "node_modules");
  for (const name of ["inforouter-soap-client", "soap"]) {
    cpSync(join(folder, "node_modules", name), join(modules, name), { recursive: true });
  }
  const soap = join(modules, "soap", "package.json");
  const sealed = { ...JSON.parse(readFileSync(soap, "utf8")), exports: "./lib/soap.js" };
  writeFileSync(soap, JSON.stringify(sealed));
  for (const program of ["delete-folder.mjs", "delete-folder.cjs"]) {
    cpSync(join(folder, program), join(folder, "sealed", program));
    expect(JSON.parse(await succeed(run("node20", [join("sealed", program)])))).toEqual(used);
  }
});

test("ES modules import no large module of CommonJS, whose text Node.js would read for its names first", () => {
  const esm = join(installed, "dist", "esm");
  const texts = readdirSync(esm, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => readFileSync(join(esm, name), "utf8"));
  const specifiers = texts.flatMap((text) => [...text.matchAll(/^(?:import|export)\b[^;]*? from "([^."][^"]*)"/gm)]);
  const packages = new Set(
    specifiers.map(([, specifier = ""]) => specifier).filter((name) => !name.startsWith("node:")),
  );
  expect([...packages].sort()).toEqual(["proxy-from-env", "zod"]);
});

/** The declaration files that one leads to, and what they import of other packages. */
function declarations(entry: string, visited = new Map<string, string[]>()): Map<string, string[]> {
  if (visited.has(entry)) {
    return visited;
  }
  const code = readFileSync(entry, "utf8").replace(/\/\*\*.*?\*\//gs, "");
  const specifiers = [...code.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(([, specifier = ""]) => specifier);
  visited.set(
    entry,
    specifiers.filter((specifier) => !specifier.startsWith(".")),
  );
  for (const specifier of specifiers.filter((each) => each.startsWith("."))) {
    declarations(join(dirname(entry), specifier.replace(/\.js$/, ".d.ts")), visited);
  }
  return visited;
}

const conditions = ["import", "require"] as const;
test.each(
  [
    [".", ["node:http", "node:stream"]],
    ["./testing", ["node:http"]],
    ["./soap", ["node:http", "node:https", "zod"]],
    ["./undici", ["node:http", "undici"]],
  ].flatMap(([entry, packages]) => conditions.map((condition) => [entry, condition, packages] as const)),
)("the types of %s (%s) name no other packages than %j", (entry, condition, packages) => {
  const types = manifest.exports[String(entry)][condition].types;
  const named = [...declarations(join(installed, types)).values()].flat();
  expect([...new Set(named)].sort()).toEqual(packages);
});

test("the package holds the documented files, and nothing else", () => {
  expect(readdirSync(installed).sort()).toEqual([
    ...[
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "SECURITY.md",
      "dist",
      "generated",
      "package.json",
      "scripts",
      "src",
      "wsdl",
    ],
  ]);
  expect(readdirSync(join(installed, "dist")).sort()).toEqual(["cjs", "esm"]);
  const kinds =
    /^(?:dist\/.*\.(?:c?js|d\.ts|map)|dist\/cjs\/package\.json|(?:src|generated)\/.*\.ts|src\/soap\/message\/soap-client\.(?:cjs|d\.cts)|(?:src|scripts)\/.*README\.md|wsdl\/srv\.wsdl|[\w.]+)$/;
  expect(files.filter((file) => !kinds.test(file) || /\btest\//.test(file))).toEqual([]);
});

test("the sources are those that source maps lead to, all of them and no others", () => {
  const maps = files.filter((name) => name.endsWith(".map"));
  const sources = maps.flatMap((map) =>
    JSON.parse(readFileSync(join(installed, map), "utf8")).sources.map((source: string) => join(dirname(map), source)),
  );
  const shipped = files.filter((name) => /^(?:src|generated)\/.*\.ts$/.test(name));
  // Types and exports alone, or bundled with the generator, which has no maps.
  const withoutMap = ["contracts/check-contract", "deletions/delete-options", "online"];
  const led = [...sources, ...withoutMap.map((name) => `src/cli/${name}.ts`)];
  expect([...new Set(led)].sort()).toEqual(shipped.sort());
  expect(maps.length).toBeGreaterThan(100);
});

test("it weighs no more than what is measured in CONTRIBUTING.md, and a tenth", () => {
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  const unpacked = files.reduce((bytes, file) => bytes + statSync(join(installed, file)).size, 0);
  expect(statSync(join(folder, tarball)).size).toBeLessThan(1_128_000);
  expect(unpacked).toBeLessThan(4_977_000);
  expect(files.length).toBeLessThan(1_398);
});

test("publint finds nothing", async () => {
  await succeed(run(process.execPath, [join(root, "node_modules", "publint", "src", "cli.js"), "--strict", installed]));
});

test("attw finds the types that each way of importing gets right", async () => {
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  const attw = join(root, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
  await succeed(run(process.execPath, [attw, tarball]));
});
