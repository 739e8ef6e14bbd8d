import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { installation, run, succeed, tsc } from "./installation.js";
import { nodeVersions } from "./set-up.js";

const root = join(__dirname, "../..", "..");

/**
 * Copies a project of test/examples to below the installed package. What it depends on besides is installed; what it develops
 * with is the checkout's.
 */
async function copyExample(name: string): Promise<string> {
  const folder = join(installation(), "examples", name);
  cpSync(join(root, "test", "examples", name), folder, {
    recursive: true,
    filter: (source) => !source.endsWith("node_modules"),
  });
  const file = join(folder, "package.json");
  const { devDependencies = {}, ...manifest } = JSON.parse(readFileSync(file, "utf8"));
  const { "inforouter-soap-client": ours, ...dependencies } = manifest.dependencies;
  expect(ours).toBe("file:../../..");
  if (Object.keys(dependencies).length > 0) {
    writeFileSync(file, JSON.stringify({ ...manifest, dependencies }));
    await succeed(
      run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder }),
    );
  }
  for (const dependency of Object.keys(devDependencies)) {
    const link = join(folder, "node_modules", dependency);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", dependency), link, "junction");
  }
  return folder;
}

test("a project tests its deletions with jest, in TypeScript", async () => {
  const cwd = await copyExample("jest");
  const programs = join(root, "node_modules", ".bin");
  const { stderr } = await run("npm", ["test"], {
    cwd,
    env: { PATH: `${programs}${delimiter}${process.env["PATH"]}` },
  });
  expect(stderr).toMatch(/Tests:\s+6 passed, 6 total/);
  await succeed(tsc("typescript59", [], { cwd }));
});

test("a project tests its deletions with node:test, in JavaScript", async () => {
  const cwd = await copyExample("node-test");
  for (const node of Object.keys(nodeVersions)) {
    expect(await succeed(run(node, ["--test", "--test-reporter=tap"], { cwd }))).toMatch(/^# pass 4$/m);
  }
});

describeWithPostgres("deletions as jobs of a queue", () => {
  test("several workers delete no folder twice, also where they are killed", async () => {
    const cwd = await copyExample("queue");
    await succeed(tsc("typescript59", [], { cwd }));
    const args = ["--disable-warning=ExperimentalWarning", "--test", "--test-reporter=tap", "test/queue.test.ts"];
    const { stdout, stderr } = await run("node22", args, { cwd });
    // Names the seed where it fails.
    expect(`${stdout}${stderr}`).toMatch(/^# pass 4$/m);
  }, 300_000);
});

/** `describe` for tests that need PostgreSQL. Without it they print how to install it, and skip; in CI they fail. */
function describeWithPostgres(title: string, tests: () => void): void {
  const advice = "PostgreSQL is missing; on Debian: apt-get install --no-install-recommends postgresql";
  if (existsSync("/usr/lib/postgresql")) {
    describe(title, tests);
    return;
  }
  if (process.env["CI"]) {
    test(title, () => {
      throw new Error(`In CI these tests must run, but ${advice}`);
    });
    return;
  }
  // Jest names no skipped test where it runs more than one file.
  process.stderr.write(`Tests of "${title}" are skipped: ${advice}\n`);
  describe.skip(title, tests);
}
