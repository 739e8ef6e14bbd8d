/**
 * `npm run build`: the library as ES modules and as CommonJS, each with its declarations; the command line and the
 * generator as ES modules.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bundle } from "./bundle.js";

const SOAP_CLIENT = "src/soap/message/soap-client.cjs";

rmSync("dist", { recursive: true, force: true });
compile("tsconfig.build.json");
compile("tsconfig.cjs.json");
// The package.json above declares ES modules; these files are CommonJS.
writeFileSync("dist/cjs/package.json", '{ "type": "commonjs" }\n');
// It is JavaScript, which the compiler does not copy.
copyFileSync(SOAP_CLIENT, join("dist/cjs", SOAP_CLIENT));
await bundle("dist/esm");

function compile(project: string): void {
  const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
  const { status } = spawnSync(process.execPath, [join(typescript, "bin", "tsc"), "--project", project], {
    stdio: "inherit",
  });
  if (status !== 0) {
    process.exit(1);
  }
}
