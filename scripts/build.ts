/**
 * `npm run build`: the library as ES modules and as CommonJS, each with its declarations; the command line and the
 * generator as ES modules.
 *
 * ES modules are bundled, since Node.js takes longer to find a file of its own for each than to run them.
 */
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
compile("tsconfig.build.json");
compile("tsconfig.cjs.json");
// The package says that its files are ES modules; these are not.
writeFileSync("dist/cjs/package.json", '{ "type": "commonjs" }\n');
await bundle({ sourcemap: true }, "src/index.ts", "src/soap/index.ts", "src/testing/index.ts", "src/undici.ts");
await bundle({ sourcemap: false }, "src/cli/main.ts", "scripts/generate.ts");
writeFileSync("dist/esm/soap-client.cjs", reexport("soap/lib/client.js", "Client"));

function compile(project: string): void {
  const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
  const { status } = spawnSync(process.execPath, [join(typescript, "bin", "tsc"), "--project", project], {
    stdio: "inherit",
  });
  if (status !== 0) {
    process.exit(1);
  }
}

/** Entries share what they have in common, so that a class is one class. What others publish is left to be imported. */
async function bundle({ sourcemap }: { readonly sourcemap: boolean }, ...entryPoints: string[]): Promise<void> {
  await build({
    entryPoints,
    outdir: "dist/esm",
    outbase: ".",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    packages: "external",
    // Modules of CommonJS are imported by way of package.json's `imports`: see `reexport`.
    alias: { "soap/lib/client.js": "#soap-client" },
    external: ["#*"],
    sourcemap,
    sourcesContent: false,
  });
}

/**
 * A module of CommonJS that has one name of another. Before Node.js imports such a module into an ES module it reads all
 * of its text to learn its names, which takes longer than running it. This one's text is short.
 */
function reexport(specifier: string, name: string): string {
  return `exports.${name} = require(${JSON.stringify(specifier)}).${name};\n`;
}
