import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { generate } from "../../../scripts/generate.js";
import { type Shape, shapes } from "./shapes.js";

const root = join(__dirname, "../../..");
const PARTS = ["src", "scripts", "test", "package.json"];
/** What `tsconfig.json` of the checkout excludes, and what cannot depend on the stubs. */
const EXCLUDED = ["test/proof/bench", "test/examples", "test/proof/package/consumers"];

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
  const project = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { typeRoots: [join(root, "node_modules/@types")] },
    include: shapes.flatMap((_shape, index) => ["src", "generated", "test"].map((part) => `${index}/${part}`)),
    exclude: [],
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
