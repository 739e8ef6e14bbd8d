import { constants } from "node:buffer";
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { CharsetError, decodeText } from "../../soap/xml/decode-text.js";
import { reasonOf } from "../file-error.js";
import { UsageError } from "../usage-error.js";

/** An item that the user named, and its place: `folders.csv, line 3`. */
export interface NamedItem {
  readonly item: string;
  readonly place: string;
}

export type ListFormat = "lines" | "csv" | "jsonl";

export interface ListOptions {
  /** A file, or `-` for standard input. */
  readonly from?: string | undefined;
  readonly format?: ListFormat | undefined;
  /** The column of CSV, or the member of JSON objects. */
  readonly column?: string | undefined;
  readonly separator?: string | undefined;
}

/** The items of the arguments, then those of the list. */
export async function readItems(
  args: readonly string[],
  options: ListOptions,
  defaultColumn: string,
): Promise<readonly NamedItem[]> {
  const items = args.map((item, index) => ({ item, place: `argument ${index + 1}` }));
  if (options.from === undefined) {
    return items;
  }
  const name = options.from === "-" ? "standard input" : options.from;
  const list = parseList(await readText(options.from, name), {
    format: options.format ?? formatOf(options),
    isGuess: options.format === undefined,
    column: options.column ?? defaultColumn,
    separator: options.separator ?? ",",
    name,
  });
  return [...items, ...list.map(({ item, line }) => ({ item, place: `${name}, line ${line}` }))];
}

interface Line {
  readonly item: string;
  readonly line: number;
}

interface ParseOptions {
  readonly format: ListFormat;
  /** Whether the user did not name the format. */
  readonly isGuess: boolean;
  readonly column: string;
  readonly separator: string;
  /** Name of the list in errors. */
  readonly name: string;
}

/** @throws {UsageError} The list is ambiguous, or not of this format, or may be cut, or has line ends of old Macs. */
export function parseList(text: string, options: ParseOptions): readonly Line[] {
  if (/\r./s.test(text) && !text.includes("\n")) {
    throw new UsageError(`${options.name}: its lines end with a carriage return alone; save it with other line ends`);
  }
  const parse = { lines: parseLines, csv: parseCsvColumn, jsonl: parseJsonLines }[options.format];
  const lines = parse(text, options);
  refuseCutItem(text, lines, options);
  return lines;
}

/**
 * Where a full disk or the end of another program cut a list, the last path may be the beginning of one: that of another folder, such as
 * the one around all others. Many lists have no line end at their end, so that only the beginning of another item counts as cut.
 */
function refuseCutItem(text: string, lines: readonly Line[], { name }: ParseOptions): void {
  const last = lines.at(-1);
  if (last === undefined || last.item === "" || !text.endsWith(last.item)) {
    return;
  }
  const beginning = spellingOf(last.item);
  const longer = lines.find(({ item }) => item.length > last.item.length && spellingOf(item).startsWith(beginning));
  if (longer !== undefined) {
    throw new UsageError(
      `${name}, line ${last.line}: this may be cut: it has no line end, and line ${longer.line} begins like it; add a line end if it is whole`,
    );
  }
}

/**
 * Returns the same text for names that differ in case only. infoRouter's names are case-insensitive (GetDocuments1 and others).
 * A letter counts as another one only if each is the other's case: ß and SS, İ and i, which a server may keep apart, differ.
 */
export function inOneCase(identity: string): string {
  return identity.replace(/\p{Changes_When_Uppercased}/gu, (letter) => {
    const large = letter.toUpperCase();
    return large.toLowerCase() === letter ? large : letter;
  });
}

/** The same text for paths that differ in case, or in the slashes between their names, only. */
export function spellingOf(item: string): string {
  return inOneCase(item).replaceAll("\\", "/");
}

function parseLines(text: string, { name, isGuess }: ParseOptions): readonly Line[] {
  const lines = linesOf(text);
  refuseSign(name, isGuess ? findOtherFormat(lines) : undefined);
  return lines;
}

/** Where a list shows that it has another format, or that a program broke its lines. */
interface Sign {
  readonly line: number;
  readonly reason: string;
}

function refuseSign(name: string, sign: Sign | undefined): void {
  if (sign !== undefined) {
    throw new UsageError(`${name}, line ${sign.line}: ${sign.reason}; see --format`);
  }
}

/** The lines that are not blank. */
function linesOf(text: string): readonly Line[] {
  return text
    .split(/\r?\n/)
    .map((item, index) => ({ item, line: index + 1 }))
    .filter(({ item }) => item.trim() !== "");
}

/** What begins in the quotation marks of a programming language, or of a text in any language. */
export const QUOTED = /^["'`\p{Pi}\p{Pf}\u201a\u201e]/u;

/** Signs of another format than lines, where the user named none. `--format lines` accepts each of these lines. */
const SIGNS: readonly [sign: RegExp, reason: string][] = [
  // A GUID can stand in braces.
  [/^\s*(?:\[|\{\s*(?:["}]|$))/, "this looks like JSON"],
  [/^\s*["']|["'],?\s*$/, "this is in quotes, as in CSV or JSON"],
  [QUOTED, "this is in quotes, as in texts"],
  [/^\s|\s$/, "this begins or ends with a blank"],
  [/\t|[,;](?! )/, "this looks like CSV"],
];

export const SLASH = /^[/\\]/;

function findOtherFormat(lines: readonly Line[]): Sign | undefined {
  for (const { item, line } of lines) {
    const [, reason] = SIGNS.find(([sign]) => sign.test(item)) ?? [];
    if (reason !== undefined) {
      return { line, reason };
    }
  }
  const [first] = lines;
  const rest = findRest(lines) ?? findJoined(lines);
  if (rest !== undefined) {
    return rest;
  }
  const looksLikeColumns = [",", ";"].some((separator) => {
    const counts = new Set(lines.map(({ item }) => item.split(separator).length));
    return lines.length > 1 && counts.size === 1 && !counts.has(1);
  });
  return first !== undefined && looksLikeColumns
    ? { line: first.line, reason: "this looks like CSV: all lines have the same number of fields" }
    : undefined;
}

/** Finds the rest of a path, where a program breaks long lines. What stands before the break is the path of another folder. */
function findRest(lines: readonly Line[]): Sign | undefined {
  const rest = lines.find(({ item }) => SLASH.test(item) !== SLASH.test(lines[0]?.item ?? ""));
  return (
    rest && {
      line: rest.line,
      reason: "only some lines begin with a slash, as below a header, or where a program breaks long lines",
    }
  );
}

/**
 * Finds the line of two paths that a missing line end between two lists has joined: the first stands in the folder of the line before, and
 * the second in that of the line behind. The whole would be missing.
 */
function findJoined(lines: readonly Line[]): Sign | undefined {
  const joined = lines.find(({ item }, index) => {
    const [before, behind] = [folderOf(lines[index - 1]?.item), folderOf(lines[index + 1]?.item)];
    const end = before === undefined || behind === undefined ? -1 : item.lastIndexOf(behind);
    return end > 0 && folderOf(item.slice(0, end)) === before && folderOf(item.slice(end)) === behind;
  });
  return (
    joined && { line: joined.line, reason: "two paths may stand here, as where a line end is missing between lists" }
  );
}

/** What stands before the last name of a path. */
function folderOf(path = ""): string | undefined {
  return /^[/\\][^/\\].*[/\\](?=[^/\\]+[/\\]?$)/.exec(path)?.[0];
}

function parseJsonLines(text: string, { column, name }: ParseOptions): readonly Line[] {
  return linesOf(text).map(({ item: json, line }) => {
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      throw new UsageError(`${name}, line ${line}: this is not JSON; expected a JSON value in each line, see --format`);
    }
    const item = typeof value === "object" && value !== null ? Reflect.get(value, column) : value;
    if (typeof item !== "string") {
      throw new UsageError(
        `${name}, line ${line}: expected a string, or an object with a string "${column}"; see --format and --column`,
      );
    }
    return { item, line };
  });
}

function parseCsvColumn(text: string, { column, separator, name, isGuess }: ParseOptions): readonly Line[] {
  const [header, ...rows] = parseCsv(text, separator, name);
  const columns = header?.fields ?? [];
  const index = columns.indexOf(column);
  if (index === -1 || columns.lastIndexOf(column) !== index) {
    const found = columns.map((field) => JSON.stringify(field)).join(", ");
    const wanted = `expected one column ${JSON.stringify(column)} in the header, found ${found === "" ? "none" : found}`;
    throw new UsageError(`${name}: ${wanted}; see --format, --column and --separator`);
  }
  const lines = rows.map(({ fields, line }) => {
    if (fields.length !== columns.length) {
      const found = `${fields.length} fields, and the header ${columns.length}`;
      throw new UsageError(
        `${name}, line ${line}: the line has ${found}; a field with a separator in it must be quoted`,
      );
    }
    return { item: fields[index] ?? "", line };
  });
  // In a line of several columns, a break shows in their number.
  refuseSign(name, isGuess && columns.length === 1 ? findRest(lines) : undefined);
  return lines;
}

interface CsvRow {
  readonly fields: readonly string[];
  /** The line that the row begins in. A quoted field can hold line ends. */
  readonly line: number;
}

/** Reads CSV as RFC 4180 defines it. In addition, skips blank lines and accepts other separators. */
export function parseCsv(text: string, separator: string, name: string): readonly CsvRow[] {
  if (!/^[^"\r\n\w]$/.test(separator)) {
    throw new UsageError(
      "--separator: expected one character that is not a letter, digit or quotation mark, such as ;",
    );
  }
  const endOfBare = new RegExp(`["\\${separator}\r\n]|$`, "g");
  const delimiter = new RegExp(`\\${separator}|\r?\n|$`, "y");
  const rows: CsvRow[] = [];
  let fields: string[] = [];
  for (let line = 1, start = 1; ; ) {
    const isQuoted = text[delimiter.lastIndex] === '"';
    const from = delimiter.lastIndex + (isQuoted ? 1 : 0);
    endOfBare.lastIndex = from;
    const end = isQuoted ? endOfQuoted(text, from) : endOfBare.exec(text)?.index;
    delimiter.lastIndex = (end ?? 0) + (isQuoted ? 1 : 0);
    const match = end === undefined ? null : delimiter.exec(text);
    if (match === null) {
      throw new UsageError(
        `${name}, line ${line}: a quotation mark stands where CSV (RFC 4180) allows none; see --separator`,
      );
    }
    const field = text.slice(from, end);
    fields.push(isQuoted ? field.replaceAll('""', '"') : field);
    line += field.match(/\n/g)?.length ?? 0;
    if (match[0] === separator) {
      continue;
    }
    if (fields.length > 1 || fields[0] !== "") {
      rows.push({ fields, line: start });
    }
    if (match[0] === "") {
      return rows;
    }
    fields = [];
    line += 1;
    start = line;
  }
}

/** Finds the quotation mark that ends a field. A regular expression would need memory for each one that is doubled. */
function endOfQuoted(text: string, from: number): number | undefined {
  let end = text.indexOf('"', from);
  while (end !== -1 && text[end + 1] === '"') {
    end = text.indexOf('"', end + 2);
  }
  return end === -1 ? undefined : end;
}

function formatOf({ from = "", column }: ListOptions): ListFormat {
  if (/\.(jsonl|ndjson)$/i.test(from)) {
    return "jsonl";
  }
  return /\.csv$/i.test(from) || column !== undefined ? "csv" : "lines";
}

async function readText(from: string, name: string): Promise<string> {
  try {
    const bytes = from === "-" ? await buffer(process.stdin) : await readFile(from);
    if (bytes.length > constants.MAX_STRING_LENGTH) {
      throw new Error("it is too long");
    }
    return decodeText(bytes);
  } catch (error) {
    if (error instanceof CharsetError) {
      throw new UsageError(`${name}: ${error.message}; save it as UTF-8 (in Excel: "CSV UTF-8")`);
    }
    throw new UsageError(`--from: ${name} cannot be read: ${reasonOf(error)}`);
  }
}
