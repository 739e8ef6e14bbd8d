import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { generate } from "../../../scripts/generate.js";
import { type Shape, shapes } from "./shapes.js";

const root = join(__dirname, "../../..");
const PARTS = ["src", "scripts", "test", "package.json"];
/** What `tsconfig.json` of the checkout excludes, and what cannot depend on the stubs. */
const EXCLUDED = ["scripts/docs", "test/proof/bench", "test/examples", "test/proof/package/consumers"];

/** Copies of the checkout, one for each shape, whose stubs are generated from a contract of that shape. */
export interface Copies {
  readonly folderOf: (shape: Shape) => string;
  /** Type-checks the sources, tests and demo of all copies in one run of the compiler, and returns its errors. */
  typeCheck(): Promise<readonly string[]>;
  remove(): void;
}

export async function makeCopies(): Promise<Copies> {
  const parent = mkdtempSync(join(tmpdir(), "shapes-"));
  const folderOf = (shape: Shape): string => join(parent, String(shapes.indexOf(shape)));
  const wsdl = readFileSync(join(root, "wsdl/srv.wsdl"), "utf8");
  symlinkSync(join(root, "node_modules"), join(parent, "node_modules"), "junction");
  for (const shape of shapes) {
    const folder = folderOf(shape);
    const isIncluded = (source: string): boolean => !EXCLUDED.some((path) => source === join(root, path));
    for (const part of PARTS) {
      cpSync(join(root, part), join(folder, part), { recursive: true, filter: isIncluded });
    }
    for (const [name, text] of Object.entries(shape.contract(wsdl))) {
      const path = join(folder, "wsdl", name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    await generate({
      wsdl: join(folder, "wsdl/srv.wsdl"),
      out: join(folder, "generated"),
      runtime: "../src/soap/index.js",
    });
  }
  return { folderOf, typeCheck: () => typeCheck(parent), remove: () => rmSync(parent, { recursive: true }) };
}

async function typeCheck(parent: string): Promise<string[]> {
  const files = filesOverStubs(join(parent, "0"));
  const project = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { typeRoots: [join(root, "node_modules/@types")] },
    files: shapes.flatMap((_shape, index) => files.map((file) => `${index}/${file}`)),
    include: [],
  };
  writeFileSync(join(parent, "tsconfig.json"), JSON.stringify(project));
  const output = await new Promise<string>((done, fail) => {
    const args = [join(root, "node_modules/typescript/bin/tsc"), "-p", parent, "--pretty", "false"];
    execFile(process.execPath, args, { cwd: parent, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      error !== null && stdout === "" ? fail(new Error(stderr, { cause: error })) : done(stdout),
    );
  });
  return output.split("\n").filter((line) => line.includes("error TS"));
}

/** The files of a copy that import the stubs, directly or not. The others are the same program as in the checkout. */
function filesOverStubs(folder: string): string[] {
  const files = ["src", "scripts", "test"].flatMap((part) =>
    readdirSync(join(folder, part), { recursive: true, encoding: "utf8" }).map((name) => join(part, name)),
  );
  const importers = new Map<string, string[]>();
  for (const file of files.filter((name) => /(?<!\.d)\.ts$/.test(name))) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const [, specifier = ""] of text.matchAll(/(?:\bfrom |\bimport |\bimport\()"(\.[^"]+)\.js"/g)) {
      const imported = `${join(dirname(file), specifier)}.ts`;
      importers.set(imported, [...(importers.get(imported) ?? []), file]);
    }
  }
  const reached = new Set(["generated/index.ts"]);
  // The set grows while it is read.
  for (const file of reached) {
    for (const importer of importers.get(file) ?? []) {
      reached.add(importer);
    }
  }
  return [...reached, ...files.filter((name) => name.endsWith(".d.ts"))];
}
