import { compareNames } from "../../contract/names.js";
import { WIDTH } from "./expression.js";
import type { Declaration, ImportedName, Source } from "./symbol.js";

/**
 * The import declarations of a file, in the order of the project's linter: packages before paths, and names without
 * regard to case.
 *
 * @param file the path of the file, whose own declarations need no import.
 * @param pathOf the path of the file that a declaration stands in.
 * @param runtime the module of the run time, relative to the output folder.
 */
export function printImports(
  imported: readonly ImportedName[],
  file: string,
  pathOf: (declaration: Declaration) => string,
  runtime: string,
): string {
  const modules = new Map<string, Map<string, boolean>>();
  for (const { name, source, isType = false } of imported) {
    const from = moduleOf(source, file, pathOf, runtime);
    if (from !== undefined) {
      const names = modules.get(from) ?? new Map<string, boolean>();
      names.set(name, isType && (names.get(name) ?? true));
      modules.set(from, names);
    }
  }
  return [...modules]
    .sort(([left], [right]) => distance(left) - distance(right) || compareNames(left, right))
    .map(([from, names]) => printNames("import", from, names))
    .join("\n");
}

/**
 * `export { deleteFolder, type DeleteFolderRequest } from "./delete-folder.js";`
 *
 * @param names by name, whether it is only a type.
 */
export function printNames(keyword: "import" | "export", from: string, names: ReadonlyMap<string, boolean>): string {
  const sorted = [...names].sort(([left], [right]) => compareNames(left, right));
  const areTypes = sorted.every(([, isType]) => isType);
  const start = areTypes ? `${keyword} type` : keyword;
  const specifiers = sorted.map(([name, isType]) => (isType && !areTypes ? `type ${name}` : name));
  const flat = `${start} { ${specifiers.join(", ")} } from "${from}";`;
  return flat.length <= WIDTH
    ? flat
    : `${start} {\n${specifiers.map((one) => `  ${one},\n`).join("")}} from "${from}";`;
}

function moduleOf(
  source: Source,
  file: string,
  pathOf: (declaration: Declaration) => string,
  runtime: string,
): string | undefined {
  if (source === "runtime" || source === "zod") {
    // The run time exports the zod that it was built with; another version may not be compatible.
    return runtime.startsWith(".") && file.includes("/") ? upFrom(file) + runtime.replace(/^\.\//, "") : runtime;
  }
  if ("namespace" in source) {
    return undefined;
  }
  const path = pathOf(source);
  return path === file ? undefined : moduleAt(path, file);
}

/** The specifier of a generated file for another one. */
export function moduleAt(path: string, file: string): string {
  const own = file.split("/").slice(0, -1);
  const other = path.replace(/\.ts$/, ".js").split("/");
  const differing = own.findIndex((folder, index) => folder !== other[index]);
  const shared = differing === -1 ? own.length : differing;
  return ("../".repeat(own.length - shared) || "./") + other.slice(shared).join("/");
}

/** From the folder of a file to the output folder: `../../` for `a/b/c.ts`. */
function upFrom(file: string): string {
  return "../".repeat(file.split("/").length - 1);
}

/** Sorts packages first, then parent folders, then the same folder. */
function distance(module: string): number {
  if (module.startsWith("./")) {
    return 2;
  }
  return module.startsWith("../") ? 1 : 0;
}
