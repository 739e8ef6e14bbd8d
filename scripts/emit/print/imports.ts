import { compareNames } from "../../contract/names.js";
import { type Use, WIDTH } from "./expression.js";

/** What a file imports from one module. */
export interface Import {
  /** Path or package. */
  readonly from: string;
  /** By name, whether only a type is meant. */
  readonly names: ReadonlyMap<string, boolean>;
}

/**
 * The import declarations of a file, in the order that the project's linter wants: packages before paths, and names
 * without regard to case.
 *
 * @param file the path of the file itself, whose own names need no import.
 * @param runtime the module of the run time.
 */
export function printImports(uses: readonly Use[], file: string, runtime: string): string {
  const modules = new Map<string, Map<string, boolean>>();
  for (const { name, source, isType = false } of uses) {
    const from = moduleOf(source, file, runtime);
    if (from !== undefined) {
      const names = modules.get(from) ?? new Map<string, boolean>();
      names.set(name, isType && (names.get(name) ?? true));
      modules.set(from, names);
    }
  }
  return [...modules]
    .sort(([left], [right]) => distance(left) - distance(right) || compareNames(left, right))
    .map(([from, names]) => printImport(from, names))
    .join("\n");
}

/** `export { deleteFolder, type DeleteFolderRequest } from "./delete-folder.js";` */
export function printExport(from: string, names: ReadonlyMap<string, boolean>): string {
  return printNames("export", from, names);
}

function printImport(from: string, names: ReadonlyMap<string, boolean>): string {
  return printNames("import", from, names);
}

function printNames(keyword: "import" | "export", from: string, names: ReadonlyMap<string, boolean>): string {
  const sorted = [...names].sort(([left], [right]) => compareNames(left, right));
  const areTypes = sorted.every(([, isType]) => isType);
  const start = areTypes ? `${keyword} type` : keyword;
  const specifiers = sorted.map(([name, isType]) => (isType && !areTypes ? `type ${name}` : name));
  const flat = `${start} { ${specifiers.join(", ")} } from "${from}";`;
  return flat.length <= WIDTH
    ? flat
    : `${start} {\n${specifiers.map((one) => `  ${one},\n`).join("")}} from "${from}";`;
}

function moduleOf(source: Use["source"], file: string, runtime: string): string | undefined {
  if (source === "runtime" || source === "zod") {
    // The run time brings its zod: another version of it would be another zod.
    return runtime;
  }
  return "namespace" in source || source.file === file ? undefined : `./${source.file.replace(/\.ts$/, ".js")}`;
}

/** Packages come first, then what is further away. */
function distance(module: string): number {
  if (module.startsWith("./")) {
    return 2;
  }
  return module.startsWith("../") ? 1 : 0;
}
