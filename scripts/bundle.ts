import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { build, type Metafile } from "esbuild";

const entryPoints = [
  ...["src/index.ts", "src/soap/index.ts", "src/testing/index.ts", "src/undici.ts"],
  // Each stub is an entry point, because bundlers leave out whole files only.
  ...readdirSync("generated").map((file) => `generated/${file}`),
  ...["src/cli/main.ts", "scripts/generate.ts"],
];

/**
 * Bundles the ES modules, because Node.js takes longer to find many files than to run them.
 *
 * The entry points share chunks, so that a process has one copy of the run time: a client rejects the stubs of another
 * copy. Other packages are imported, not bundled.
 *
 * @param outdir `dist/esm` of the package.
 */
export async function bundle(outdir: string): Promise<void> {
  const { metafile, outputFiles } = await build({
    entryPoints,
    outdir,
    outbase: ".",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    packages: "external",
    loader: { ".cjs": "copy" },
    assetNames: "[name]",
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    write: false,
  });
  const names = chunkNames(metafile);
  const renamed = (text: string): string => text.replace(CHUNK, (name) => names.get(name) ?? name);
  for (const { path, text } of outputFiles) {
    const file = relative(process.cwd(), path);
    // The package does not include the sources of the generator, so a source map would point nowhere.
    const isOfGenerator = hasGenerator(metafile, file.replace(/\.map$/, ""));
    if (isOfGenerator && file.endsWith(".map")) {
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    const code = isOfGenerator ? text.replace(/^\/\/# sourceMappingURL=.*\n/m, "") : text;
    writeFileSync(join(dirname(path), renamed(basename(path))), renamed(code));
  }
}

function hasGenerator({ outputs }: Metafile, file: string): boolean {
  return Object.keys(outputs[file]?.inputs ?? {}).some((source) => source.startsWith("scripts/"));
}

/** A file that esbuild names by a hash. The hash would stand in every stack trace. */
const CHUNK = /[\w-]+-[A-Z0-9]{8}\.js/g;

/** Names each chunk after the folder that most of its code comes from, the largest first: `soap.js`, `soap-2.js`. */
function chunkNames({ outputs }: Metafile): ReadonlyMap<string, string> {
  const chunks = Object.entries(outputs).filter(([file]) => file.match(CHUNK)?.[0] === basename(file));
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const [file, { inputs }] of chunks.sort(([, one], [, other]) => other.bytes - one.bytes)) {
    const folder = folderOf(inputs);
    const count = (counts.get(folder) ?? 0) + 1;
    counts.set(folder, count);
    names.set(basename(file), `${folder}${count === 1 ? "" : `-${count}`}.js`);
  }
  return names;
}

/** `src/soap/xml/read-xml.ts` is of `soap`, `scripts/read/xsd/element.ts` of `read`, `src/client.ts` of `client`. */
function folderOf(inputs: Metafile["outputs"][string]["inputs"]): string {
  const bytes = new Map<string, number>();
  for (const [source, { bytesInOutput }] of Object.entries(inputs)) {
    const [top = "", second = ""] = source.split("/");
    const folder = second.endsWith(".ts") ? (TOP_FOLDERS.get(top) ?? top) : second;
    bytes.set(folder, (bytes.get(folder) ?? 0) + bytesInOutput);
  }
  const [largest] = [...bytes].sort(([, one], [, other]) => other - one);
  return largest?.[0] ?? "imports";
}

const TOP_FOLDERS: ReadonlyMap<string, string> = new Map([
  ["src", "client"],
  ["generated", "operations"],
  ["scripts", "generator"],
]);
