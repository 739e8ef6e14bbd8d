import { append } from "../contract/append.js";
import { stronglyConnectedComponents } from "../contract/connected-components.js";
import { groupBy } from "../contract/group-by.js";
import { fileNames, kebabCase, type NameScope } from "../contract/names.js";
import type { Definition } from "./print/definition.js";
import { eagerNamesIn } from "./print/expression.js";
import type { Declaration } from "./print/symbol.js";
import type { PlannedStub } from "./what/service-plan.js";

/** Where the code of a service stands. */
export interface Layout {
  /** Top-level folders, each with an `index.ts`. */
  readonly folders: readonly string[];
  /** The path of a declaration, relative to the output folder. */
  pathOf(declaration: Declaration): string;
}

/** All files in one folder, for services whose files are no larger than {@link LARGEST_FILE}. */
export const FLAT: Layout = { folders: [], pathOf: ({ file }) => file };

/** In bytes. Editors and reviews open a file up to this size at once. */
export const LARGEST_FILE = 256 * 1024;

/** The number of stubs from which their folder is divided. */
const LARGEST_FOLDER = 256;

/**
 * A folder for the stubs of each port type, and a folder for the types of each namespace that is too large for one file. The
 * latter has a file for each first letter. A letter that is too large has a folder with a file for each word, and so on.
 *
 * @param sizeOf the size of a definition, in bytes.
 */
export function layOutInFolders(
  stubs: readonly PlannedStub[],
  definitions: readonly Definition[],
  sizeOf: (definition: Definition) => number,
): Layout {
  const stubFiles = new Set(stubs.map(({ file }) => file));
  const ofTypes = definitions.filter(({ declaration }) => !stubFiles.has(declaration.file));
  const namespaces = groupBy(ofTypes, ({ declaration }) => withoutExtension(declaration.file));
  const sizes = new Map(ofTypes.map((definition) => [definition, sizeOf(definition)]));
  const isTooLarge = (some: readonly Definition[]): boolean =>
    some.reduce((sum, definition) => sum + (sizes.get(definition) ?? 0), 0) > LARGEST_FILE;

  const typePaths = new Map<Declaration, string>();
  const divided = [...namespaces].filter(([, own]) => isTooLarge(own));
  for (const [folder, own] of divided) {
    for (const [path, some] of divide(folder, own, isTooLarge)) {
      for (const { declaration } of some) {
        typePaths.set(declaration, `${path}.ts`);
      }
    }
  }
  const stubFolders = foldersOf(stubs, fileNames(namespaces.keys()));
  const stubPaths = new Map([...stubFolders].flatMap(([folder, own]) => stubPathsIn(folder, own)));
  return {
    folders: [...stubFolders.keys(), ...divided.map(([folder]) => folder)],
    pathOf: (declaration) => typePaths.get(declaration) ?? stubPaths.get(declaration.file) ?? declaration.file,
  };
}

/** The stubs by the folder of their port type. */
function foldersOf(stubs: readonly PlannedStub[], names: NameScope): ReadonlyMap<string, readonly PlannedStub[]> {
  const portTypes = [...groupBy(stubs, ({ portType }) => kebabCase(portType))];
  return new Map(portTypes.map(([name, own]) => [names.claim(name, `${name}-stubs`), own]));
}

function stubPathsIn(folder: string, stubs: readonly PlannedStub[]): [file: string, path: string][] {
  const isLarge = stubs.length > LARGEST_FOLDER;
  return stubs.map(({ file }) => [file, `${folder}/${isLarge ? `${keyOf(file, 0)}/` : ""}${file}`]);
}

/** Divides the types of a namespace into files, by their paths without extension. */
function divide(
  folder: string,
  own: readonly Definition[],
  isTooLarge: (some: readonly Definition[]) => boolean,
): [path: string, some: readonly Definition[]][] {
  const { bases, groups } = simpleTypesIn(own);
  const titles = new Map(
    groups.flatMap((group) => {
      const [first = ""] = group.map(({ name }) => name).sort();
      return group.map((declaration) => [declaration, first] as const);
    }),
  );
  const titleOf = ({ declaration }: Definition): string => titles.get(declaration) ?? declaration.name;
  const divideAt = (depth: number, path: string, some: readonly Definition[]): [string, readonly Definition[]][] => {
    const names = fileNames();
    return [...groupBy(some, (one) => keyOf(titleOf(one), depth))].flatMap(([key, ofKey]) => {
      const keyPath = `${path}/${names.claim(key, `${key}-types`)}`;
      const canDivide = ofKey.some((one) => wordsOf(titleOf(one)).length > depth);
      return isTooLarge(ofKey) && canDivide ? divideAt(depth + 1, keyPath, ofKey) : [[keyPath, ofKey]];
    });
  };
  const isBase = ({ declaration }: Definition) => bases.has(declaration);
  const others = own.filter((definition) => !isBase(definition));
  return [[`${folder}/base-types`, own.filter(isBase)], ...divideAt(0, folder, others)];
}

/**
 * The simple types of a namespace that are parts of others. The bases have no parts themselves, and share a file. A group
 * consists of other types that are connected as parts of each other; it stands in the file of its first name.
 *
 * Files with complex types import each other in circles. The schema of a complex type can wait there for that of another
 * file; that of a simple type has to be initialized after those of its parts.
 */
function simpleTypesIn(definitions: readonly Definition[]): { bases: Set<Declaration>; groups: Declaration[][] } {
  const parts = new Map(definitions.map((definition) => [definition.declaration, partsWithin(definition)]));
  const isBase = (declaration: Declaration) => (parts.get(declaration) ?? []).length === 0;
  const bases = new Set([...parts.values()].flat().filter(isBase));
  const neighbours = new Map<Declaration, Declaration[]>();
  for (const [declaration, own] of parts) {
    for (const part of own.filter((one) => !bases.has(one))) {
      append(neighbours, declaration, part);
      append(neighbours, part, declaration);
    }
  }
  return {
    bases,
    groups: stronglyConnectedComponents([...neighbours.keys()], (one) => neighbours.get(one) ?? []),
  };
}

/** The declarations of the same file whose schemas have to be initialized before that of a definition. */
function partsWithin({ declaration, schema }: Definition): Declaration[] {
  return (schema === undefined ? [] : eagerNamesIn(schema))
    .map(({ source }) => source)
    .filter((source) => typeof source === "object" && "file" in source)
    .filter(({ file }) => file === declaration.file);
}

/** At depth 0, the first letter of a name; at depth n, its n-th word, or the last word of a name with fewer words. */
function keyOf(name: string, depth: number): string {
  const words = wordsOf(name);
  return (depth === 0 ? [...(words[0] ?? "")][0] : (words[depth - 1] ?? words.at(-1))) ?? "_";
}

function wordsOf(name: string): readonly string[] {
  return kebabCase(name).split("-");
}

function withoutExtension(file: string): string {
  return file.replace(/\.ts$/, "");
}
