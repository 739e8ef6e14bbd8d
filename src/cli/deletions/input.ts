import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { CharsetError, decodeText } from "../../soap/xml/decode-text.js";
import { reasonOf } from "../file-error.js";
import { UsageError } from "../usage-error.js";

/** What the user named, and where: `folders.csv, line 3`. */
export interface NamedItem {
  readonly item: string;
  readonly place: string;
}

export type ListFormat = "lines" | "csv" | "jsonl";

export interface ListOptions {
  /** A file, or `-` for standard input. */
  readonly from?: string | undefined;
  readonly format?: ListFormat | undefined;
  /** Of CSV the column, of JSON objects the member. */
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
  readonly column: string;
  readonly separator: string;
  /** Name of the list in errors. */
  readonly name: string;
}

/** @throws {UsageError} The list cannot be read without guessing what was meant. */
export function parseList(text: string, options: ParseOptions): readonly Line[] {
  const parse = { lines: parseLines, csv: parseCsvColumn, jsonl: parseJsonLines }[options.format];
  return parse(text, options);
}

function parseLines(text: string): readonly Line[] {
  return text
    .split(/\r?\n/)
    .map((item, index) => ({ item, line: index + 1 }))
    .filter(({ item }) => item.trim() !== "");
}

function parseJsonLines(text: string, { column, name }: ParseOptions): readonly Line[] {
  return parseLines(text).map(({ item: json, line }) => {
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      throw new UsageError(`${name}, line ${line}: this is not JSON`);
    }
    const item = typeof value === "object" && value !== null ? Reflect.get(value, column) : value;
    if (typeof item !== "string") {
      throw new UsageError(`${name}, line ${line}: expected a string, or an object with a string "${column}"`);
    }
    return { item, line };
  });
}

function parseCsvColumn(text: string, { column, separator, name }: ParseOptions): readonly Line[] {
  const [header, ...rows] = parseCsv(text, separator, name);
  const columns = header?.fields ?? [];
  const index = columns.indexOf(column);
  if (index === -1 || columns.lastIndexOf(column) !== index) {
    const found = columns.map((field) => JSON.stringify(field)).join(", ");
    const wanted = `expected one column ${JSON.stringify(column)} in the header, found ${found === "" ? "none" : found}`;
    throw new UsageError(`${name}: ${wanted}; see --column and --separator`);
  }
  return rows.map(({ fields, line }) => {
    if (fields.length !== columns.length) {
      const found = `${fields.length} fields, and the header ${columns.length}`;
      throw new UsageError(`${name}, line ${line}: it has ${found}; a field with a separator in it must be quoted`);
    }
    return { item: fields[index] ?? "", line };
  });
}

interface CsvRow {
  readonly fields: readonly string[];
  /** Of its beginning; a quoted field may hold line ends. */
  readonly line: number;
}

/** Reads CSV by RFC 4180, but for blank lines, which are skipped, and for the separator, which may be another. */
export function parseCsv(text: string, separator: string, name: string): readonly CsvRow[] {
  if (!/^[^"\r\n\w]$/.test(separator)) {
    throw new UsageError("--separator: expected one character such as ; that is no letter, digit or quotation mark");
  }
  const quotedOrBare = `(?:"([^"]*(?:""[^"]*)*)"|([^"\\${separator}\r\n]*))`;
  const field = new RegExp(`${quotedOrBare}(\\${separator}|\r?\n|$)`, "y");
  const rows: CsvRow[] = [];
  let fields: string[] = [];
  for (let line = 1, start = 1; ; ) {
    const match = field.exec(text);
    if (match === null) {
      throw new UsageError(
        `${name}, line ${line}: a quotation mark is not where CSV has them (RFC 4180); see --separator`,
      );
    }
    const [, quoted, bare = "", end] = match;
    fields.push(quoted?.replaceAll('""', '"') ?? bare);
    line += quoted?.match(/\n/g)?.length ?? 0;
    if (end === separator) {
      continue;
    }
    if (fields.length > 1 || fields[0] !== "") {
      rows.push({ fields, line: start });
    }
    if (end === "") {
      return rows;
    }
    fields = [];
    line += 1;
    start = line;
  }
}

function formatOf({ from = "", column }: ListOptions): ListFormat {
  if (/\.(jsonl|ndjson)$/i.test(from)) {
    return "jsonl";
  }
  return /\.csv$/i.test(from) || column !== undefined ? "csv" : "lines";
}

async function readText(from: string, name: string): Promise<string> {
  try {
    return decodeText(from === "-" ? await buffer(process.stdin) : await readFile(from));
  } catch (error) {
    if (error instanceof CharsetError) {
      throw new UsageError(`${name}: ${error.message}; save it as UTF-8`);
    }
    throw new UsageError(`--from: ${name} cannot be read: ${reasonOf(error)}`);
  }
}
