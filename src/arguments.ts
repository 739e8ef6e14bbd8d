import { InvalidInputError } from "./soap/errors.js";
import { illegalCharacter } from "./soap/xml/characters.js";

export interface PathOptions {
  /** Accepts paths that some servers read as another folder: see {@link unusualFormIn}. Default false. */
  readonly allowUnusualPath?: boolean | undefined;
}

/** @throws {InvalidInputError} */
export function checkAllowUnusualPath(allowUnusualPath: boolean | undefined = false, operation: string): boolean {
  if (typeof allowUnusualPath !== "boolean") {
    throw new InvalidInputError("options.allowUnusualPath", "expected true or false", { operation });
  }
  return allowUnusualPath;
}

/**
 * Checks the path of a folder to delete, and returns it unchanged.
 *
 * A path is `/Library/Folder/…`, with slashes or backslashes. One may stand at each end. A deletion cannot be undone, so a path
 * that a server could read as another folder is rejected. Always rejected are:
 *
 * - fewer than two segments (a library), unless `mayBeLibrary`,
 * - segments that are empty, or consist of dots, blanks and invisible characters (`.`, `..`),
 * - control characters, and what XML 1.0 cannot carry (halves of surrogate pairs, U+FFFE, U+FFFF).
 *
 * The segments are those that remain when look-alikes of slashes and dots are read as slashes and dots.
 *
 * @throws {InvalidInputError}
 */
export function checkFolderPath(
  path: string,
  operation: string,
  { allowUnusualPath = false, mayBeLibrary = false }: PathOptions & { readonly mayBeLibrary?: boolean } = {},
): string {
  const refuse = (reason: string): never => {
    throw new InvalidInputError("path", reason, { operation });
  };
  if (typeof path !== "string") {
    return refuse(`expected a string such as "/Finance/Reports/2024", found ${path === null ? "null" : typeof path}`);
  }
  if (/\p{Cc}/u.test(path)) {
    return refuse("a path has no control characters, such as line ends");
  }
  const illegal = illegalCharacter(path);
  if (illegal !== undefined) {
    return refuse(`character ${illegal} is not allowed in XML 1.0`);
  }
  const plainPath = replaceLookAlikes(path);
  if (segmentsOf(path).length < 2 && !mayBeLibrary) {
    return refuse(
      "expected a folder below a library, such as /Finance/Reports; a library is deleted with DeleteDomain",
    );
  }
  if (segmentsOf(plainPath).some((segment) => /^[. ]*$/.test(visiblePartOf(segment)))) {
    return refuse(
      'a segment is empty or consists of dots and blanks; write the path without ".", ".." and doubled slashes',
    );
  }
  const unusual = allowUnusualPath ? undefined : unusualFormIn(path, plainPath);
  if (unusual !== undefined) {
    return refuse(`${unusual}; if that is the folder's name, set \`allowUnusualPath: true\``);
  }
  return path;
}

/**
 * Describes what a server may read as another folder:
 *
 * - a segment with a dot or blank at its end, or a blank at its beginning: Windows and infoRouter's CreateFolder drop them,
 * - `*` and `?`, which are wildcards,
 * - `%2e` and other escapes of URLs, which a server may decode,
 * - a drive letter (`C:`), which .NET's `Path.Combine` takes for a new root,
 * - `~` at the beginning: `~F12` is infoRouter's short path of a folder, and `~/` the root of an ASP.NET application,
 * - look-alikes of slashes, which a server may convert.
 */
function unusualFormIn(path: string, plainPath: string): string | undefined {
  const segments = segmentsOf(plainPath);
  if (plainPath.split(/[/\\]/).length !== path.split(/[/\\]/).length) {
    return "a character looks like a slash, and a server may take it for one";
  }
  if (segments.some((segment) => /^ |[. ]$/.test(visiblePartOf(segment)))) {
    return "a segment begins or ends with a blank, or ends with a dot, which a server may drop";
  }
  if (/[*?]/.test(plainPath)) {
    return "* and ? can be wildcards to a server";
  }
  if (/%(?:[\da-f]{2}|u[\da-f]{4})/i.test(plainPath)) {
    return "a server may decode % and the digits that follow it";
  }
  if (segments.some((segment) => /^[a-z]:/i.test(segment))) {
    return "a segment begins with a drive letter, which a server may take for the root";
  }
  return segments[0]?.startsWith("~") ? "a server may take ~ for a short path or its own root" : undefined;
}

/** The segments of a path. One separator at each end is ignored. */
function segmentsOf(path: string): readonly string[] {
  return path
    .replace(/^[/\\]/, "")
    .replace(/[/\\]$/, "")
    .split(/[/\\]/);
}

/** Applies NFKC, and replaces U+2044, U+2215 and U+2216 by slashes, as Windows' best-fit conversion does. */
function replaceLookAlikes(path: string): string {
  return path
    .replace(/[\u2044\u2215]/g, "/")
    .replaceAll("\u2216", "\\")
    .normalize("NFKC");
}

/** Removes invisible characters, and writes each kind of blank as U+0020. U+2800, U+16FE4 and U+1D159 are drawn as blanks. */
function visiblePartOf(segment: string): string {
  return segment
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "")
    .replace(/[\s\u2800\u{16fe4}\u{1d159}]/gu, " ");
}

/** `Guid.Parse`'s forms N, D, B and P: bare digits, hyphens, and hyphens within braces or parentheses. */
const GUID_FORMS = [
  /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i,
  /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i,
  /^\{([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}$/i,
  /^\(([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\)$/i,
];

/**
 * Returns a handler's GUID as the service writes it: in small letters, with hyphens.
 *
 * Accepts 32 hexadecimal digits, bare or with hyphens, and the latter in braces or parentheses. Rejects the fifth form of
 * .NET, `{0x…,0x…,…}`, and surrounding blanks.
 *
 * @throws {InvalidInputError}
 */
export function toGuid(value: string, operation: string): string {
  const form = typeof value === "string" ? GUID_FORMS.find((candidate) => candidate.test(value)) : undefined;
  const digits = form?.exec(value)?.slice(1);
  if (digits === undefined) {
    throw new InvalidInputError("downloadHandler", "expected a GUID such as a1b2c3d4-e5f6-7890-abcd-ef1234567890", {
      operation,
    });
  }
  return digits.join("-").toLowerCase();
}
