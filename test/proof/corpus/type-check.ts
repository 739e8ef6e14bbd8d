import { execFile } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const modules = resolve(dirname(fileURLToPath(import.meta.url)), "../../../node_modules");

const compilerOptions = {
  target: "es2022",
  module: "nodenext",
  lib: ["es2023", "esnext.disposable"],
  types: ["node"],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noUnusedLocals: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  noEmit: true,
  // Of dependencies' declarations only: what is emitted is .ts.
  skipLibCheck: true,
};

/** Makes a package of a folder, so that what is generated into its folders can be type-checked and run. */
export function prepareTypeCheck(work: string): void {
  writeFileSync(join(work, "package.json"), '{ "type": "module" }');
  symlinkSync(modules, join(work, "node_modules"));
  writeFileSync(join(work, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["**/*.ts"] }));
}

/** What the compiler finds in the folder's folders, under the strictest flags, a line each. */
export async function typeCheck(work: string): Promise<string[]> {
  const args = ["-p", work, "--pretty", "false"];
  const output = await new Promise<string>((done) => {
    execFile(join(modules, ".bin/tsc"), args, { cwd: work, maxBuffer: 2 ** 28 }, (_, stdout) => done(stdout));
  });
  return output.split("\n").filter((line) => line.includes("error TS"));
}
