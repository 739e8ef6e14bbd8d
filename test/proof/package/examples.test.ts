import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { installation, run, succeed, tsc } from "./installation.js";
import { nodeVersions } from "./set-up.js";

const root = join(__dirname, "../..", "..");

/** Copies a project of test/examples to below the installed package. What it develops with is the checkout's. */
function copyExample(name: string): string {
  const folder = join(installation(), "examples", name);
  cpSync(join(root, "test", "examples", name), folder, {
    recursive: true,
    filter: (source) => !source.endsWith("node_modules"),
  });
  const { dependencies, devDependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  expect(Object.keys(dependencies)).toEqual(["inforouter-soap-client"]);
  for (const dependency of Object.keys(devDependencies)) {
    const link = join(folder, "node_modules", dependency);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", dependency), link, "junction");
  }
  return folder;
}

test("a project tests its deletions with jest, in TypeScript", async () => {
  const cwd = copyExample("jest");
  const programs = join(root, "node_modules", ".bin");
  const { stderr } = await run("npm", ["test"], {
    cwd,
    env: { PATH: `${programs}${delimiter}${process.env["PATH"]}` },
  });
  expect(stderr).toMatch(/Tests:\s+6 passed, 6 total/);
  await succeed(tsc("typescript59", [], { cwd }));
});

test("a project tests its deletions with node:test, in JavaScript", async () => {
  const cwd = copyExample("node-test");
  for (const node of Object.keys(nodeVersions)) {
    expect(await succeed(run(node, ["--test", "--test-reporter=tap"], { cwd }))).toMatch(/^# pass 4$/m);
  }
});
