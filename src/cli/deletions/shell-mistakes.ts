import { statSync } from "node:fs";
import { UsageError } from "../usage-error.js";
import { type NamedItem, QUOTED, SLASH, spellingOf } from "./input.js";

/**
 * Refuses a path that begins or ends with a quotation mark which the shell takes for a letter: one of a word processor, ' in cmd.exe, or on
 * Windows the last one of "\Finance\Reports\". Its library or folder would be one that is not there.
 *
 * @throws {UsageError}
 */
export function refuseQuotationMarks(args: readonly string[]): void {
  const index = args.findIndex((arg) => QUOTED.test(arg) || arg.endsWith('"'));
  if (index !== -1) {
    const reason = QUOTED.test(args[index] ?? "")
      ? 'begins with a quotation mark that the shell takes for a letter; use "…"'
      : "ends with a quotation mark, which a backslash before it makes a letter on Windows; leave out that backslash";
    throw new UsageError(`argument ${index + 1}, ${quote(args[index])}: this ${reason}`);
  }
}

/**
 * Refuses paths of which only some begin with a slash. A shell splits a path that has a blank and no quotation marks, and its beginning is
 * the path of another folder.
 *
 * @param list The items of the list beside the arguments: the name of a file, too, may have been split.
 * @throws {UsageError}
 */
export function refuseSplitPaths(args: readonly string[], list: readonly string[] = []): void {
  const [first = ""] = args;
  const isUnlike = (item: string): boolean => SLASH.test(item) !== SLASH.test(first);
  const isUnlikeList = args.length > 0 && list.length > 0 && list.every(isUnlike);
  const index = isUnlikeList ? 0 : args.findIndex(isUnlike);
  if (index !== -1) {
    throw new UsageError(
      `argument ${index + 1}, ${quote(args[index])}: only some paths begin with a slash, as where one with a blank stands without quotation marks; begin each with a slash`,
    );
  }
}

/**
 * Refuses names of files. A shell makes one list and arguments of `--from lists/*.txt`, and the server would report these as missing, as it
 * would a list without `--from`.
 *
 * @throws {UsageError}
 */
export function refuseFileNames(args: readonly string[]): void {
  const index = args.findIndex(isFile);
  if (index !== -1) {
    throw new UsageError(
      `argument ${index + 1}, ${quote(args[index])}: this is a file of this machine; name one list with --from, which may also hold a folder of that name`,
    );
  }
}

/**
 * Refuses a path with a slash at its end beside a path directly below it. Where a program joins a folder with names, one of which is empty,
 * that path is the folder around the others.
 *
 * @throws {UsageError}
 */
export function refuseMissingNames(named: readonly NamedItem[]): void {
  const byFolder = new Map(named.map(({ item }) => [/^.*\/(?=[^/]+$)/.exec(spellingOf(item))?.[0], item]));
  const around = named.find(({ item }) => byFolder.has(spellingOf(item)));
  const other = around && byFolder.get(spellingOf(around.item));
  if (around !== undefined) {
    throw new UsageError(
      `${around.place}, ${quote(around.item)}: a name may be missing behind the slash, since ${quote(other)} is named as well; leave out the slash if the whole folder is meant`,
    );
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function quote(argument = ""): string {
  return JSON.stringify(argument.slice(0, 100));
}
