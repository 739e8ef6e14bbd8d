import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const entryPoints = [
  ...["src/index.ts", "src/soap/index.ts", "src/testing/index.ts", "src/undici.ts"],
  ...["src/cli/main.ts", "scripts/generate.ts"],
];

/**
 * Bundles the ES modules, since Node.js takes longer to find a file of its own for each than to run them.
 *
 * All that can be imported or run shares what it has in common: a client takes only the stubs of its own copy of the run
 * time. What others publish is left to be imported.
 *
 * @param outdir `dist/esm` of the folder of a package.json, which leads there.
 */
export async function bundle(outdir: string): Promise<void> {
  const { metafile } = await build({
    entryPoints,
    outdir,
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
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
  });
  for (const [file, { inputs }] of Object.entries(metafile.outputs)) {
    if (Object.keys(inputs).some((source) => source.startsWith("scripts/")) && file.endsWith(".js")) {
      // The package has no sources of the generator that a source map could lead to.
      rmSync(`${file}.map`);
      writeFileSync(file, readFileSync(file, "utf8").replace(/^\/\/# sourceMappingURL=.*\n/m, ""));
    }
  }
  writeFileSync(join(outdir, "soap-client.cjs"), reexport("soap/lib/client.js", "Client"));
}

/**
 * A module of CommonJS that has one name of another. Before Node.js imports such a module into an ES module it reads all
 * of its text to learn its names, which takes longer than running it. This one's text is short.
 */
function reexport(specifier: string, name: string): string {
  return `exports.${name} = require(${JSON.stringify(specifier)}).${name};\n`;
}
