import { messageOf } from "./error-text.js";

/** The reason of a system error, in one line. */
export function reasonOf(error: unknown): string {
  return REASONS.get(codeOf(error)) ?? messageOf(error).replace(/(?<!\s)\s*\n\s*/g, " ");
}

/** The code of a system error. */
export function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "a part of its path is a file"],
  ["EISDIR", "it is a folder"],
  ["ELOOP", "its symbolic links lead in a circle"],
  ["ENAMETOOLONG", "the name is too long"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "the disk quota is used up"],
  ["EADDRINUSE", "another program listens there"],
  ["EFBIG", "the file may not grow any larger"],
]);
