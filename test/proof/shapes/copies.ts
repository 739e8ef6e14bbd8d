import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { generate } from "../../../scripts/generate.js";
import { type Shape, shapes } from "./shapes.js";

const root = join(__dirname, "../../..");
const PARTS = ["src", "scripts", "test"];
/** What `tsconfig.json` of the checkout excludes, and what cannot depend on the stubs. */
const EXCLUDED = ["scripts/docs", "test/proof/bench", "test/examples", "test/proof/package/consumers"];

/** The folder of a copy that is run. */
const RUN = "run";

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
  const files = filesOverStubs();
  // It declares ES modules.
  cpSync(join(root, "package.json"), join(parent, "package.json"));
  symlinkSync(join(root, "node_modules"), join(parent, "node_modules"), "junction");
  for (const shape of shapes) {
    const folder = folderOf(shape);
    for (const [name, text] of Object.entries(shape.contract(wsdl))) {
      write(join(folder, "wsdl", name), text);
    }
    await generate({
      wsdl: join(folder, "wsdl/srv.wsdl"),
      out: join(folder, "generated"),
      runtime: "../src/soap/index.js",
    });
    for (const file of files) {
      write(join(folder, file), readFileSync(join(root, file)));
    }
    // A run needs the whole of `src`. The compiler must not see it, or it would check each link as a file of its own.
    cpSync(join(folder, "generated"), join(folder, RUN, "generated"), { recursive: true });
    copyAndLink("src", join(folder, RUN), files);
  }
  return {
    folderOf: (shape) => join(folderOf(shape), RUN),
    typeCheck: () => typeCheck(parent, [...files, "generated/index.ts"]),
    remove: () => rmSync(parent, { recursive: true }),
  };
}

function write(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Copies these files of a part of the checkout, and links to the others. */
function copyAndLink(part: string, folder: string, files: readonly string[]): void {
  mkdirSync(join(folder, part), { recursive: true });
  for (const entry of readdirSync(join(root, part))) {
    const path = join(part, entry);
    if (files.includes(path)) {
      cpSync(join(root, path), join(folder, path));
    } else if (files.some((file) => file.startsWith(`${path}/`))) {
      copyAndLink(path, folder, files);
    } else {
      symlinkSync(join(root, path), join(folder, path));
    }
  }
}

async function typeCheck(parent: string, files: readonly string[]): Promise<string[]> {
  const copies = shapes.map((_shape, index) => String(index));
  const project = {
    extends: join(root, "tsconfig.json"),
    // What a copy does not have is found in the checkout, and checked once for all.
    compilerOptions: {
      typeRoots: [join(root, "node_modules/@types")],
      rootDirs: [...copies.map((copy) => join(parent, copy)), root],
    },
    files: [
      ...copies.flatMap((copy) => files.map((file) => join(parent, copy, file))),
      ...sourceFiles()
        .filter((file) => file.endsWith(".d.ts"))
        .map((file) => join(root, file)),
    ],
    include: [],
  };
  writeFileSync(join(parent, "tsconfig.json"), JSON.stringify(project));
  const output = await new Promise<string>((done, fail) => {
    const args = [join(root, "node_modules/typescript/bin/tsc"), "-p", parent, "--pretty", "false", "--singleThreaded"];
    execFile(process.execPath, args, { cwd: parent, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      error !== null && stdout === "" ? fail(new Error(stderr, { cause: error })) : done(stdout),
    );
  });
  return output.split("\n").filter((line) => line.includes("error TS"));
}

/** Paths of the files that may depend on the stubs. */
function sourceFiles(): string[] {
  // With types, it does not follow links. The installed packages of the benchmark link back to the checkout.
  return PARTS.flatMap((part) => readdirSync(join(root, part), { recursive: true, withFileTypes: true }))
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
    .filter((path) => path.endsWith(".ts") && !EXCLUDED.some((excluded) => path.startsWith(`${excluded}/`)));
}

/** The files that import the stubs, directly or not. The others are the same program as in the checkout. */
function filesOverStubs(): string[] {
  const importers = new Map<string, string[]>();
  for (const file of sourceFiles()) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, specifier = ""] of text.matchAll(/(?:\bfrom |\bimport |\bimport\()"(\.[^"]+)\.js"/g)) {
      const imported = `${join(dirname(file), specifier)}.ts`;
      importers.set(imported, [...(importers.get(imported) ?? []), file]);
    }
  }
  const reached = new Set([...importers.keys()].filter((path) => path.startsWith("generated/")));
  const stubs = reached.size;
  // The set grows while it is read.
  for (const file of reached) {
    for (const importer of importers.get(file) ?? []) {
      reached.add(importer);
    }
  }
  return [...reached].slice(stubs);
}
