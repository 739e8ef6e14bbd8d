import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const entryPoints = [
  ...["src/index.ts", "src/soap/index.ts", "src/testing/index.ts", "src/undici.ts", "generated/index.ts"],
  ...["src/cli/main.ts", "scripts/generate.ts"],
];

/**
 * Bundles the ES modules, because Node.js takes longer to find many files than to run them.
 *
 * The entry points share chunks, so that a process has one copy of the run time: a client rejects the stubs of another
 * copy. Other packages are imported, not bundled.
 *
 * @param outdir `dist/esm` of the package. The `imports` of its package.json point there.
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
    // CommonJS modules are imported through the `imports` of package.json: see `reexport`.
    alias: { "soap/lib/client.js": "#soap-client" },
    external: ["#*"],
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
  });
  for (const [file, { inputs }] of Object.entries(metafile.outputs)) {
    if (Object.keys(inputs).some((source) => source.startsWith("scripts/")) && file.endsWith(".js")) {
      // The package does not include the sources of the generator, so a source map would point nowhere.
      rmSync(`${file}.map`);
      writeFileSync(file, readFileSync(file, "utf8").replace(/^\/\/# sourceMappingURL=.*\n/m, ""));
    }
  }
  writeFileSync(join(outdir, "soap-client.cjs"), reexport("soap/lib/client.js", "Client"));
}

/**
 * A CommonJS module that exports one name of another. When an ES module imports a CommonJS module, Node.js first scans its
 * text for exports, which takes longer than running it. This text is short.
 */
function reexport(specifier: string, name: string): string {
  return `exports.${name} = require(${JSON.stringify(specifier)}).${name};\n`;
}
