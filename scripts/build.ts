/** `npm run build`: the library, the command line and the generator as ES modules; the library as CommonJS too. */
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

rmSync("dist", { recursive: true, force: true });
compile("tsconfig.build.json");
compile("tsconfig.cjs.json");
// The package says that its files are ES modules; these are not.
writeFileSync("dist/cjs/package.json", '{ "type": "commonjs" }\n');

function compile(project: string): void {
  const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
  const { status } = spawnSync(process.execPath, [join(typescript, "bin", "tsc"), "--project", project], {
    stdio: "inherit",
  });
  if (status !== 0) {
    process.exit(1);
  }
}
