import { InvalidInputError } from "./soap/errors.js";
import { illegalCharacter } from "./soap/xml/characters.js";

/**
 * Checks the path of a folder that is to be deleted, and gives it back letter for letter.
 *
 * It is `/Library/Folder/…`, with slashes or backslashes, one of them at the beginning or the end where you like. Refused
 * is what a server could read as another folder than was meant, because a deletion cannot be taken back: less than two
 * segments (a library), empty segments, segments of nothing but dots, blanks and invisible characters (`.`, `..`), control
 * characters. Refused is also what XML cannot carry: halves of surrogate pairs, U+FFFE and U+FFFF.
 *
 * @throws {InvalidInputError}
 */
export function checkFolderPath(path: string, operation: string, { mayBeLibrary = false } = {}): string {
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
  const segments = path
    .replace(/^[/\\]/, "")
    .replace(/[/\\]$/, "")
    .split(/[/\\]/);
  if (segments.length < 2 && !mayBeLibrary) {
    return refuse(
      "expected a folder below a library, such as /Finance/Reports; a library is deleted with DeleteDomain",
    );
  }
  // NFKC makes dots and slashes of the characters that look like them, as a server's conversions may.
  if (segments.some((segment) => /^[./\\\s\p{Cf}]*$/u.test(segment.normalize("NFKC")))) {
    return refuse(
      'a segment is empty or consists of dots and blanks; write the path without ".", ".." and doubled slashes',
    );
  }
  return path;
}

/** `Guid.Parse`'s forms N, D, B and P: bare digits, hyphens, and hyphens within braces or parentheses. */
const GUID_FORMS = [
  /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i,
  /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i,
  /^\{([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}$/i,
  /^\(([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\)$/i,
];

/**
 * Writes a handler's GUID as the service does: in small letters, with hyphens.
 *
 * Accepted are 32 hexadecimal digits, bare or with hyphens, and the latter within braces or parentheses. The fifth form
 * of .NET, `{0x…,0x…,…}`, and blanks around are refused.
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
