import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../../scripts/bundle.js";

let folder: string;

beforeAll(async () => {
  // Below the project, where the dependencies are found.
  mkdirSync("node_modules/.cache", { recursive: true });
  folder = mkdtempSync("node_modules/.cache/bundle-");
  cpSync("package.json", join(folder, "package.json"));
  await bundle(join(folder, "dist/esm"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program with the bundled ES module as `m`, and returns what it prints as JSON. */
function run(program: string): unknown {
  const module = pathToFileURL(join(folder, "dist/esm/src/index.js")).href;
  const source = `import * as m from "${module}"; import { inspect } from "node:util"; console.log(JSON.stringify(${program}));`;
  const args = ["--enable-source-maps", "--input-type=module", "--eval", source];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

const DETAILS = '{ operation: "O", requestId: "r", outcome: "unknown" }';

test.each([
  ["InvalidInputError", 'new m.InvalidInputError("path", "no")'],
  ["TransportError", `new m.TransportError("X", "text", ${DETAILS})`],
  ["UnexpectedResponseError", `new m.UnexpectedResponseError("NOT_SOAP", "text", { httpStatus: 200 }, ${DETAILS})`],
  [
    "SoapFaultError",
    `new m.SoapFaultError({ faultCode: "Server", faultSubcodes: [], reason: "r", reasons: [] }, undefined, 500, ${DETAILS})`,
  ],
  ["ServiceError", `new m.ServiceError({ code: "PARTIAL", serviceMessage: "s", failedItems: [] }, ${DETAILS})`],
])("a published %s shows its own name, and no name of a bundler", (name, made) => {
  const shown = run(
    `((error) => [error.name, error.constructor.name, m.${name}.name, String(error), inspect(error)])(${made})`,
  ) as string[];
  expect(shown.slice(0, 3)).toEqual([name, name, name]);
  expect(shown[3]).toMatch(new RegExp(`^${name}: `));
  expect(shown[4]).toMatch(new RegExp(`^${name}: `));
  expect(shown.join()).not.toContain(`_${name}`);
});

test("an error's stack leads to the sources", () => {
  const program =
    'await new m.InfoRouterClient({ endpoint: "http://127.0.0.1:9/", ticket: "t" }).deleteFolder("/a").catch((e) => e.stack)';
  expect(run(program)).toMatch(/src\/arguments\.ts:\d+/);
});

test("chunks are named after what they hold", () => {
  const files = readdirSync(join(folder, "dist/esm")).filter((file) => file.endsWith(".js"));
  expect(files).toEqual(expect.arrayContaining(["client.js", "soap.js"]));
  expect(files.filter((file) => /chunk|-[A-Z0-9]{8}\.js$/.test(file))).toEqual([]);
});
