import { join } from "node:path";
import { run, succeed } from "./installation.js";

interface Shown {
  readonly name: string;
  readonly className: string;
  readonly inspect: string;
  readonly string: string;
  readonly json: string;
}

/** Bundles the ES module as an application does, and returns the bundle's name. */
async function bundle(): Promise<string> {
  const require = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
  const options = ["--bundle", "--platform=node", "--format=esm", "--sourcemap", `--banner:js=${require}`];
  const esbuild = join("node_modules", "esbuild", "bin", "esbuild");
  await succeed(run(esbuild, [...options, "--outfile=shown-bundled.mjs", "shown.mjs"]));
  return "shown-bundled.mjs";
}

describe.each<[name: string, program: () => Promise<string>]>([
  ["ES modules", async () => "shown.mjs"],
  ["CommonJS", async () => "shown.cjs"],
  ["an esbuild bundle", bundle],
])("in %s", (_name, program) => {
  let printed: { shown: Shown[]; element: string; stack: string; classes: string[] };
  beforeAll(async () => {
    printed = JSON.parse(await succeed(run("node20", ["--enable-source-maps", await program()])));
  });

  test("each public class shows its own name, and no name of a bundler", () => {
    const { shown, classes } = printed;
    expect(shown.map((row) => row.className)).toEqual(classes);
    for (const { name, inspect, string } of shown) {
      const isError = /(?:Error|Failure)$/.test(name);
      expect(inspect).toMatch(new RegExp(isError ? `^${name}: ` : `^${name} \\{`));
      expect(string).toMatch(isError ? new RegExp(`^${name}: `) : /^\[object Object\]$/);
    }
    expect(JSON.stringify(shown)).not.toMatch(/_\w+(?:Error|Client|Download|Failure)/);
  });

  test("JSON has the details of an error, and of a client nothing", () => {
    const json = Object.fromEntries(printed.shown.map((row) => [row.name, JSON.parse(row.json)]));
    expect(json["InfoRouterClient"]).toEqual({});
    expect(json["TransportError"]).toMatchObject({ name: "TransportError", code: "TIMEOUT", message: "text" });
    expect(json["ServiceError"]).toMatchObject({ name: "ServiceError", code: "PARTIAL", outcome: "unknown" });
    expect(JSON.stringify(json)).not.toContain("    at ");
  });

  test("an element shows its XML", () => {
    expect(printed.element).toMatch(/^<response success="true".*>$/);
  });

  test("a stack leads to the sources", () => {
    expect(printed.stack).toMatch(/src\/arguments\.ts:\d+/);
  });
});
