import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run as diff } from "../../../scripts/diff.js";
import { run as generate } from "../../../scripts/generate.js";
import { run as model } from "../../../scripts/model.js";
import { schemaOf } from "../read-outline.js";
import { contract } from "./graded.js";

/** One operation is whole, the other refers to nothing; and an attribute is misspelt. */
const CARELESS = contract({
  types: schemaOf('<xs:element name="e" nilable="true"/>'),
  messages: '<message name="In"><part name="a" element="t:nope"/></message>',
});

let folder: string;
let wsdl: string;
let report: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "grades-"));
  wsdl = join(folder, "t.wsdl");
  await writeFile(wsdl, CARELESS);
  report = [
    `${wsdl}:3:1: warning: <element name="e"> cannot have the attribute "nilable", which is ignored; did you mean "nillable"?\n`,
    `${wsdl}:5:20: left out: operation Ask of port type A: <part name="a"> refers to the element {urn:t}nope, which is not defined; the namespace urn:t has e\n`,
  ].join("");
});

afterAll(() => rm(folder, { recursive: true }));

const commands: readonly [string, (...options: string[]) => ReturnType<typeof generate>][] = [
  ["generate", (...options) => generate([wsdl, "--out", join(folder, "out"), ...options])],
  ["model", (...options) => model([wsdl, ...options])],
  ["diff", (...options) => diff([wsdl, wsdl, ...options])],
];

test.each(commands)("%s reports warnings and what is left out on standard error, and exits with 0", async (_, run) => {
  const { exitCode, error } = await run();

  expect(exitCode).toBe(0);
  expect(new Set(error.split("\n"))).toEqual(new Set(report.split("\n")));
});

test.each(commands)("%s --strict exits with 2, and does nothing else", async (name, run) => {
  await rm(join(folder, "out"), { recursive: true, force: true });
  const { exitCode, output, error } = await run("--strict");

  expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
  expect(error).toMatch(new RegExp(`^${name}: --strict: [12] warnings?; [12] left out$`, "m"));
  expect(error).toContain(report.split("\n")[1]);
  expect(existsSync(join(folder, "out"))).toBe(false);
});

test.each(commands)("%s --strict accepts a contract without diagnostics", async (_, run) => {
  await writeFile(wsdl, contract({}));
  const { exitCode, error } = await run("--strict");
  await writeFile(wsdl, CARELESS);

  expect({ exitCode, error }).toEqual({ exitCode: 0, error: "" });
});

test("generate prints how many operations, warnings and left-out parts there are", async () => {
  const { output } = await generate([wsdl, "--out", join(folder, "counted")]);

  expect(output).toBe(`${join(folder, "counted")}: 2 files added\n1 operation; 1 warning; 1 left out\n`);
});

test("index.ts lists the parts that are left out, with paths that are the same on every machine", async () => {
  await generate([wsdl, "--out", join(folder, "index")]);

  expect(readFileSync(join(folder, "index/index.ts"), "utf8").split("\n").slice(1, 6)).toEqual([
    expect.stringMatching(/^\/\/ SHA-256/),
    "//",
    "// Left out, because the contract is broken there:",
    '// t.wsdl:5:20: left out: operation Ask of port type A: <part name="a"> refers to the element {urn:t}nope, which is not defined; the namespace urn:t has e',
    "",
  ]);
});

test("generate --json prints operations, changes and diagnostics as data", async () => {
  const { output } = await generate([wsdl, "--out", join(folder, "json"), "--json"]);

  expect(JSON.parse(output)).toEqual({
    operations: 1,
    changes: expect.arrayContaining([{ file: "rest.ts", change: "added" }]),
    diagnostics: [
      {
        grade: "warning",
        message: expect.stringContaining('did you mean "nillable"?'),
        position: { document: wsdl, line: 3, column: 1 },
      },
      {
        grade: "left-out",
        subject: "operation Ask of port type A",
        message: expect.stringContaining("{urn:t}nope, which is not defined"),
        position: { document: wsdl, line: 5, column: 20 },
      },
    ],
  });
});

test("model --json has the diagnostics", async () => {
  const { output } = await model([wsdl, "--json"]);

  expect(JSON.parse(output).diagnostics).toMatchObject([{ grade: "warning" }, { grade: "left-out" }]);
});

test.each([
  ["a control character", "&#x9b;31m"],
  ["a mark that reverses the order of a text", "&#x202e;"],
])("%s of the contract does not reach the terminal", async (_what, reference) => {
  const file = join(folder, "control.wsdl");
  await writeFile(file, CARELESS.replace("t:nope", `t:${reference}red`));
  const { error } = await model([file]);

  expect(error).toMatch(/red/);
  expect(error).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
});
