import { groupBy } from "../contract/group-by.js";
import { fileNames, kebabCase, type NameScope } from "../contract/names.js";
import type { Definition } from "./print/definition.js";
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

/** Names may share a thousand words. Behind so many of them, a file is not divided further. */
const MOST_WORDS = 8;

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
  return stubs.map(({ file }) => [file, `${folder}/${isLarge ? `${keyOf(wordsOf(file), 0)}/` : ""}${file}`]);
}

/** Divides the types of a namespace into files, by their paths without extension. */
function divide(
  folder: string,
  own: readonly Definition[],
  isTooLarge: (some: readonly Definition[]) => boolean,
): [path: string, some: readonly Definition[]][] {
  const words = new Map(own.map((definition) => [definition, wordsOf(definition.declaration.name)]));
  const wordsIn = (definition: Definition): readonly string[] => words.get(definition) ?? [];
  const divideAt = (depth: number, path: string, some: readonly Definition[]): [string, readonly Definition[]][] => {
    const names = fileNames();
    return [...groupBy(some, (definition) => keyOf(wordsIn(definition), depth))].flatMap(([key, ofKey]) => {
      const keyPath = `${path}/${names.claim(key, `${key}-types`)}`;
      const canDivide = depth < MOST_WORDS && ofKey.some((definition) => wordsIn(definition).length > depth);
      return isTooLarge(ofKey) && canDivide ? divideAt(depth + 1, keyPath, ofKey) : [[keyPath, ofKey]];
    });
  };
  return divideAt(0, folder, own);
}

/** At depth 0, the first letter of a name; at depth n, its n-th word, or the last word of a name with fewer words. */
function keyOf(words: readonly string[], depth: number): string {
  return (depth === 0 ? [...(words[0] ?? "")][0] : (words[depth - 1] ?? words.at(-1))) ?? "_";
}

function wordsOf(name: string): readonly string[] {
  return kebabCase(name).split("-");
}

function withoutExtension(file: string): string {
  return file.replace(/\.ts$/, "");
}
